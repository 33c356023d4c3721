//! Files to import: the FBI's file, its beginning, and copies of it under other numbers.

use std::fs;
use std::io::{BufReader, BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// What a part says that can't be measured without the file.
pub(crate) const ABSENT: &str = "Not measured: there is no `fbi/hate_crime_1991_2020.csv.zst` in the folder that \
                                 `HEARD_DATA` names.";

/// The shipped mapping of the file.
const MAPPING: &str = include_str!("../../mappings/fbi-hate-crime.toml");
/// The column of the incident's number.
const NUMBER: &str = "INCIDENT_ID";
/// More than any number of the file.
const APART: u64 = 100_000_000;

/// The shipped mapping, and some columns of each row sealed as its own words.
pub(crate) fn mapping_with_words(folder: &Path) -> anyhow::Result<PathBuf> {
    let file = folder.join("fbi-with-words.toml");
    // A table may stand anywhere but among the rows of another.
    let words = "\n[story]\ndetails = [\"PUB_AGENCY_NAME\", \"OFFENSE_NAME\", \"LOCATION_NAME\", \"VICTIM_TYPES\"]\n";
    fs::write(&file, format!("{MAPPING}{words}"))?;
    Ok(file)
}

fn reader(file: &Path) -> anyhow::Result<csv::Reader<impl Read>> {
    let unpacked = zstd::Decoder::new(BufReader::new(fs::File::open(file)?))?;
    Ok(csv::Reader::from_reader(unpacked))
}

/// The first rows of the file, unpacked.
pub(crate) fn beginning(file: &Path, folder: &Path, rows: usize) -> anyhow::Result<PathBuf> {
    let to = folder.join("beginning.csv");
    let mut writer = csv::Writer::from_path(&to)?;
    let mut reader = reader(file)?;
    writer.write_record(reader.headers()?)?;
    for record in reader.records().take(rows) {
        writer.write_record(&record?)?;
    }
    writer.flush()?;
    Ok(to)
}

/// The file so many times, each time with other numbers of incidents.
pub(crate) fn copies(file: &Path, folder: &Path, copies: u64) -> anyhow::Result<Vec<PathBuf>> {
    let mut made = Vec::new();
    for copy in 0..copies {
        let to = folder.join(format!("copy-{copy}.csv.zst"));
        let packed = zstd::Encoder::new(BufWriter::new(fs::File::create(&to)?), 1)?;
        let mut writer = csv::Writer::from_writer(packed);
        let mut reader = reader(file)?;
        let header = reader.headers()?.clone();
        let place = header
            .iter()
            .position(|name| name == NUMBER)
            .context("the file has no column of numbers")?;
        writer.write_record(&header)?;
        for record in reader.records() {
            let record = record?;
            let number: u64 = record.get(place).unwrap_or_default().parse()?;
            let other = (number + copy * APART).to_string();
            let fields = record
                .iter()
                .enumerate()
                .map(|(column, field)| if column == place { &other } else { field });
            writer.write_record(fields)?;
        }
        let packed = writer
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)?;
        packed.finish()?.flush()?;
        made.push(to);
    }
    Ok(made)
}
