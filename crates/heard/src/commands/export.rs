//! `heard export facets`

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context as _, bail};
use service::export::{Exported, FacetsFormat};

use crate::args::ExportFacetsArguments;
use crate::config::Settings;
use crate::new_file::{Lent, NewFile, Packing, packing};
use crate::{opening, print};

/// What stands for standard output.
const STANDARD_OUTPUT: &str = "-";

/// Writes the coded facets of all incidents into a file.
pub(crate) async fn facets(
    settings: &Settings,
    arguments: &ExportFacetsArguments,
) -> anyhow::Result<bool> {
    let format = format_of(arguments)?;
    let house = opening::existing_house(settings).await?;
    let write = async |to: Box<dyn Write + Send>| -> anyhow::Result<Exported> {
        let packed = Lent::new(Packing::of(&arguments.to, to)?);
        let done = house.export_facets(None, format, packed.again()).await?;
        packed.finish().context("it could not be written")?;
        Ok(done)
    };
    let done = if arguments.to.as_os_str() == STANDARD_OUTPUT {
        write(Box::new(io::stdout())).await?
    } else {
        let (new, file) = NewFile::begin(&arguments.to)?;
        let done = write(Box::new(file))
            .await
            .with_context(|| format!("{} was not written", arguments.to.display()))?;
        new.finish()?;
        done
    };
    house.close().await;
    print::aside(format_args!(
        "{} incidents, as they stood after {} entries of the ledger",
        done.incidents, done.entries
    ));
    Ok(true)
}

fn format_of(arguments: &ExportFacetsArguments) -> anyhow::Result<FacetsFormat> {
    let name = match packing(&arguments.to) {
        Some(_) => Path::new(arguments.to.file_stem().unwrap_or_default()),
        None => &arguments.to,
    };
    let by_name = name
        .extension()
        .and_then(|ending| ending.to_str())
        .and_then(FacetsFormat::parse);
    let Some(format) = arguments.format.or(by_name) else {
        let known = FacetsFormat::ALL.map(FacetsFormat::ending).join(", ");
        bail!("the name does not say the format; add --format with one of {known}");
    };
    let is_packed = matches!(format, FacetsFormat::Xlsx | FacetsFormat::Parquet);
    if is_packed && packing(&arguments.to).is_some() {
        bail!("this format is packed already: leave .gz or .zst off the name");
    }
    Ok(format)
}
