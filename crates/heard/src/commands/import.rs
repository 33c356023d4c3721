//! `heard import`

use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde_json::json;
use service::House;
use service::import::{Imported, Mapping, SHIPPED};

use crate::args::{Format, ImportArguments};
use crate::config::Settings;
use crate::{opening, print};

/// Imports files one after the other; says whether no row was rejected.
pub(crate) async fn run(settings: &Settings, arguments: &ImportArguments) -> anyhow::Result<bool> {
    let house = opening::existing_house(settings).await?;
    let mapping = mapping(&house, &arguments.mapping)?;
    let mut rows = vec![
        ["file", "rows", "added", "there already", "rejected"]
            .map(str::to_owned)
            .to_vec(),
    ];
    let mut whole = true;
    for file in &arguments.files {
        let source = open(file)?;
        let done = house
            .import(&mapping, source, |_| {})
            .await
            .with_context(|| format!("{} was not imported to its end", file.display()))?;
        for reject in &done.rejects {
            print::aside(format_args!(
                "{}, line {}, {}: {}",
                file.display(),
                reject.line,
                reject.column,
                reject.reason
            ));
        }
        whole &= done.rejected == 0;
        rows.push(row(file, &done));
    }
    house.publish_checkpoint().await?;
    house.close().await;
    match arguments.format {
        Format::Table => print::result(print::columns(&rows)),
        Format::Csv => print::result(print::comma_separated(&rows)?),
        Format::Json => {
            let (names, rows) = rows
                .split_first()
                .map_or((&[][..], &[][..]), |(names, rows)| (names.as_slice(), rows));
            let listed: Vec<_> = rows
                .iter()
                .map(|row| {
                    let object: serde_json::Map<_, _> = names
                        .iter()
                        .cloned()
                        .zip(row.iter().map(|cell| json!(cell)))
                        .collect();
                    serde_json::Value::Object(object)
                })
                .collect();
            print::result(serde_json::Value::Array(listed));
        }
    }
    Ok(whole)
}

fn row(file: &Path, done: &Imported) -> Vec<String> {
    let counts = [done.read, done.added, done.known, done.rejected].map(|count| count.to_string());
    std::iter::once(file.display().to_string())
        .chain(counts)
        .collect()
}

/// A mapping by the path of its file, or by name if it is part of the program.
fn mapping(house: &House, given: &Path) -> anyhow::Result<Mapping> {
    let shipped = given
        .to_str()
        .and_then(|name| SHIPPED.iter().find(|(known, _)| *known == name));
    let source = match shipped {
        Some((_, source)) if !given.exists() => (*source).to_owned(),
        _ => fs::read_to_string(given).with_context(|| {
            let names: Vec<_> = SHIPPED.iter().map(|(name, _)| *name).collect();
            format!(
                "{} is neither a file nor a mapping of the program ({})",
                given.display(),
                names.join(", ")
            )
        })?,
    };
    Mapping::parse(&source, &house.in_force().codebook)
        .with_context(|| format!("the mapping {} can't be used", given.display()))
}

/// A CSV file, packed or not.
fn open(file: &Path) -> anyhow::Result<Box<dyn Read>> {
    let name = file
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let (rest, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    let opened =
        || fs::File::open(file).with_context(|| format!("{} could not be read", file.display()));
    if ending == "csv" {
        Ok(Box::new(std::io::BufReader::new(opened()?)))
    } else if ending == "zst"
        && rest
            .rsplit_once('.')
            .is_some_and(|(_, inner)| inner == "csv")
    {
        Ok(Box::new(zstd::Decoder::new(opened()?)?))
    } else {
        bail!("{}: only .csv and .csv.zst can be imported", file.display())
    }
}
