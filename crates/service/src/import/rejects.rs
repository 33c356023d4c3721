//! The file of rejected rows: why, and the row as it was, so that it can be mended and fed again.

use std::io::Write;

use csv::StringRecord;

use super::reading::{REJECTS_COLUMNS, guarded};
use super::row::Reject;

/// Writes rejected rows as comma-separated values in UTF-8, with a byte-order mark so that spreadsheets and the next
/// import read it as that.
pub struct RejectsWriter<W: Write> {
    writer: csv::Writer<W>,
    header: Option<StringRecord>,
}

impl<W: Write> RejectsWriter<W> {
    /// Begins a file.
    pub fn new(mut to: W) -> std::io::Result<Self> {
        to.write_all("\u{feff}".as_bytes())?;
        Ok(Self {
            writer: csv::WriterBuilder::new().flexible(true).from_writer(to),
            header: None,
        })
    }

    /// Writes a row and what is wrong with it. Rows under another header can't stand in the same file: false.
    pub fn write(
        &mut self,
        rejects: &[Reject],
        header: &StringRecord,
        record: &StringRecord,
    ) -> std::io::Result<bool> {
        match &self.header {
            Some(known) if known != header => return Ok(false),
            Some(_) => {}
            None => {
                self.writer
                    .write_record(REJECTS_COLUMNS.into_iter().chain(header))?;
                self.header = Some(header.clone());
            }
        }
        let join = |of: fn(&Reject) -> &str| {
            let all: Vec<&str> = rejects
                .iter()
                .map(of)
                .filter(|text| !text.is_empty())
                .collect();
            all.join("; ")
        };
        let line = rejects.first().map_or(0, |reject| reject.line).to_string();
        let why = [
            line,
            join(|reject| &reject.column),
            join(|reject| &reject.value),
            join(|reject| &reject.reason),
        ];
        for cell in &why {
            self.writer.write_field(guarded(cell).as_ref())?;
        }
        // An empty last cell keeps its place.
        for cell in record {
            self.writer.write_field(guarded(cell).as_ref())?;
        }
        self.writer.write_record(None::<&[u8]>)?;
        Ok(true)
    }

    /// Finishes the file.
    pub fn finish(mut self) -> std::io::Result<W> {
        self.writer.flush()?;
        self.writer
            .into_inner()
            .map_err(|error| std::io::Error::other(error.to_string()))
    }
}
