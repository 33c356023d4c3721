//! `heard areas import`, `heard areas list` and `heard areas find`

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use areas::Properties;
use serde_json::json;
use service::areas::{AreaFile, AreaImport, Found, FoundArea};

use crate::args::{AreasFindArguments, AreasImportArguments, Format};
use crate::config::Settings;
use crate::{opening, print};

/// Takes in files of areas, one after the other; says whether all of them were.
pub(crate) async fn import(
    settings: &Settings,
    arguments: &AreasImportArguments,
) -> anyhow::Result<bool> {
    let house = opening::existing_house(settings).await?;
    let mut rows = vec![
        [
            "file",
            "kind",
            "added",
            "twice",
            "without a place",
            "result",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    for file in &arguments.files {
        let failed = || format!("nothing of {} was imported", file.display());
        let title = arguments.title.clone().unwrap_or_else(|| {
            file.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        });
        let import = AreaImport {
            title,
            valid_from: arguments.valid_from,
            valid_to: arguments.valid_to,
            source: digest(file).with_context(failed)?,
        };
        let properties = Properties {
            level: arguments.level,
            code: arguments.code_property.clone(),
            name: arguments.name_property.clone(),
        };
        let opened = AreaFile::open(open(file).with_context(failed)?, properties);
        let done = house
            .import_areas(import, opened.with_context(failed)?)
            .await
            .with_context(failed)?;
        let result = if done.known { "there already" } else { "done" };
        rows.push(vec![
            file.display().to_string(),
            done.kind.to_owned(),
            done.added.to_string(),
            done.twice.to_string(),
            done.without_place.to_string(),
            result.to_owned(),
        ]);
    }
    house.publish_checkpoint().await?;
    house.close().await;
    print_rows(&rows, arguments.format)?;
    Ok(true)
}

/// Lists every set of areas.
pub(crate) async fn list(settings: &Settings, format: Format) -> anyhow::Result<bool> {
    let house = opening::existing_house(settings).await?;
    let sets = house.area_sets().await?;
    house.close().await;
    let mut rows = vec![
        ["set", "kind", "title", "valid from", "valid to", "holds"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(sets.into_iter().map(|set| {
        vec![
            set.id.to_string(),
            set.kind,
            set.title,
            set.valid_from.to_string(),
            set.valid_to.map(|day| day.to_string()).unwrap_or_default(),
            set.pieces.to_string(),
        ]
    }));
    print_rows(&rows, format)?;
    Ok(true)
}

/// Looks up a point, a postcode or a name; says whether anything was found.
pub(crate) async fn find(
    settings: &Settings,
    arguments: &AreasFindArguments,
) -> anyhow::Result<bool> {
    let house = opening::existing_house(settings).await?;
    let day = arguments.on.unwrap_or_else(|| house.today());
    let book = house.area_book().await?;
    if book.is_empty() {
        bail!("no areas are known yet: take some in with `heard areas import`");
    }
    let found = book.find(&arguments.place, day).await?;
    let in_force = house.in_force();
    let facet = in_force.codebook.facet("area");
    let mut rows = vec![
        [
            "match",
            "level",
            "code",
            "name",
            "set",
            "valid from",
            "holds on the day",
            "by",
            "preferred",
            "area code",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    for (number, found) in found.iter().enumerate() {
        let code = facet.and_then(|facet| found.code_for(facet, day, false));
        for (area, preferred) in with_preference(found) {
            rows.push(vec![
                (number + 1).to_string(),
                area.level.code().to_owned(),
                area.code.clone(),
                area.name.clone(),
                area.set.title.clone(),
                area.set.valid_from.to_string(),
                yes(area.holds),
                area.basis.code().to_owned(),
                yes(preferred),
                code.clone().unwrap_or_default(),
            ]);
        }
    }
    let any = !found.is_empty();
    house.close().await;
    print_rows(&rows, arguments.format)?;
    if !any {
        print::aside("nothing is known of this place");
    }
    Ok(any)
}

fn with_preference(found: &Found) -> impl Iterator<Item = (&FoundArea, bool)> {
    let preferred = found.areas.iter().map(|area| (area, true));
    preferred.chain(found.others.iter().map(|area| (area, false)))
}

fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

/// Rows under their names, in the form that was asked for.
fn print_rows(rows: &[Vec<String>], format: Format) -> anyhow::Result<()> {
    match format {
        Format::Table => print::result(print::columns(rows)),
        Format::Csv => print::result(print::comma_separated(rows)?),
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
    Ok(())
}

/// SHA-256 of a file as it lies there.
fn digest(file: &Path) -> anyhow::Result<[u8; 32]> {
    let mut opened = File::open(file).context("it could not be read")?;
    let mut hash = seal::RunningHash::default();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = opened.read(&mut buffer).context("it could not be read")?;
        if read == 0 {
            return Ok(hash.finish());
        }
        hash.update(&buffer[..read]);
    }
}

/// A file, unpacked if its first bytes say that it is packed with gzip or Zstandard.
pub(super) fn open(file: &Path) -> anyhow::Result<Box<dyn BufRead + Send>> {
    let mut opened = File::open(file).context("it could not be read")?;
    let mut start = [0; 4];
    let read = opened.read(&mut start).context("it could not be read")?;
    opened.rewind()?;
    Ok(match &start[..read] {
        [0x1f, 0x8b, ..] => Box::new(BufReader::new(flate2::read::MultiGzDecoder::new(
            BufReader::new(opened),
        ))),
        [0x28, 0xb5, 0x2f, 0xfd] => Box::new(BufReader::new(zstd::Decoder::new(opened)?)),
        _ => Box::new(BufReader::new(opened)),
    })
}
