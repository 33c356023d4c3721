//! Comma-separated values.

use std::io::{self, Write};

use super::ExportError;
use super::columns::{Cell, Table};
use super::facets::RowWriter;
use crate::import::guarded;

/// Comma-separated values in UTF-8, with a byte-order mark so that spreadsheets read them as that. A cell that a
/// spreadsheet would take for a formula begins with an apostrophe.
pub(super) struct Delimited<W: Write>(csv::Writer<W>);

impl<W: Write> Delimited<W> {
    pub(super) fn begin(table: &Table, mut to: W) -> Result<Self, ExportError> {
        to.write_all("\u{feff}".as_bytes())?;
        let mut writer = csv::Writer::from_writer(to);
        writer
            .write_record(table.columns.iter().map(|column| &column.name))
            .map_err(io::Error::other)?;
        Ok(Self(writer))
    }
}

impl<W: Write + Send> RowWriter for Delimited<W> {
    fn row(&mut self, cells: Vec<Cell>) -> Result<(), ExportError> {
        for cell in cells {
            let is_ours = matches!(cell, Cell::Number(_) | Cell::Day(_));
            let text = cell.into_text();
            let written = if is_ours {
                text.as_str().into()
            } else {
                guarded(&text)
            };
            self.0
                .write_field(written.as_ref())
                .map_err(io::Error::other)?;
        }
        self.0
            .write_record(None::<&[u8]>)
            .map_err(io::Error::other)?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        Ok(self.0.flush()?)
    }
}
