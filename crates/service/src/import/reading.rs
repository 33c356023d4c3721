//! A delivery as rows: whatever it is packed in, written in and laid out as, it comes out as records with a line
//! number, one at a time, in a memory that its size does not change.

mod bytes;
mod delimited;
mod detect;
mod lines;
mod sheet;
mod trouble;

use std::io::{BufRead as _, BufReader, Read};
use std::sync::Arc;

use csv::StringRecord;

use bytes::{Listening, Received, unpacked};
use delimited::Delimited;
pub use detect::Kind;
pub(super) use detect::{Detected, detect};
use lines::Lines;
use sheet::Sheet;
pub use trouble::{NoRow, NoTable};

use super::ImportError;
use super::mapping::FileForm;

/// A record longer than this is refused: no row of a table is, and a file without line ends would fill the memory.
const LONGEST_RECORD: u64 = 16 << 20;
/// More columns than any spreadsheet has.
const MOST_COLUMNS: usize = 20_000;
/// What stands before the columns in a file of rejected rows.
pub(super) const REJECTS_COLUMNS: [&str; 4] = [
    "rejected-line",
    "rejected-column",
    "rejected-value",
    "rejected-reason",
];

/// The rows of one delivery.
pub(super) struct Rows {
    layout: Layout,
    /// The names of the columns; empty if the file has none.
    pub(super) header: StringRecord,
    /// How many columns at the start say why a row was rejected before.
    skipped: usize,
    /// Cells that hold a date were dates before they were text, and are written as `2026-01-31`.
    pub(super) dates_are_typed: bool,
    /// The sheets of a workbook; none if it is no workbook.
    pub(super) sheets: Vec<String>,
    /// Whether it is a file of rejected rows, mended and fed again: a part of a delivery, never a whole one.
    pub(super) is_of_rejects: bool,
    /// What has been received of it.
    pub(super) received: Arc<Received>,
}

enum Layout {
    Delimited(Box<Delimited>),
    Lines(Box<Lines>),
    Sheet(Sheet),
}

impl Rows {
    /// Opens a delivery. `wanted` are the columns that the mapping names, for files whose rows name them each.
    pub(super) fn open(
        source: impl Read + Send + 'static,
        form: &FileForm,
        wanted: &[(String, String)],
    ) -> Result<Self, ImportError> {
        let received = Arc::new(Received::default());
        let listening = Listening::new(source, Arc::clone(&received));
        let mut source = BufReader::with_capacity(1 << 16, listening);
        let start = source.fill_buf().map_err(|error| unreadable(1, &error))?;
        let mut rows = if start.starts_with(b"PK\x03\x04") {
            Self::of(Layout::Sheet(Sheet::open(source, form)?), received)
        } else if start.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            return Err(NoTable::OldExcel.into());
        } else if start.starts_with(b"%PDF") {
            return Err(NoTable::Pdf.into());
        } else {
            let mut source = BufReader::with_capacity(1 << 16, unpacked(source)?);
            let start = source.fill_buf().map_err(|error| unreadable(1, &error))?;
            let start = start
                .strip_prefix(b"\xEF\xBB\xBF")
                .unwrap_or(start)
                .trim_ascii_start();
            match start.first() {
                Some(b'{') if form.is_plain() => Self::of(
                    Layout::Lines(Box::new(Lines::open(source, wanted))),
                    received,
                ),
                Some(b'[') if form.is_plain() && start.starts_with(b"[{") => {
                    return Err(NoTable::JsonList.into());
                }
                _ => Self::of(
                    Layout::Delimited(Box::new(Delimited::open(source, form)?)),
                    received,
                ),
            }
        };
        rows.read_header(form)?;
        Ok(rows)
    }

    fn of(layout: Layout, received: Arc<Received>) -> Self {
        Self {
            dates_are_typed: matches!(layout, Layout::Sheet(_)),
            sheets: match &layout {
                Layout::Sheet(sheet) => sheet.names.clone(),
                Layout::Delimited(_) | Layout::Lines(_) => Vec::new(),
            },
            layout,
            header: StringRecord::new(),
            skipped: 0,
            is_of_rejects: false,
            received,
        }
    }

    fn read_header(&mut self, form: &FileForm) -> Result<(), ImportError> {
        if let Layout::Lines(lines) = &self.layout {
            self.header = lines.names();
            return Ok(());
        }
        let mut record = StringRecord::new();
        let mut rows_to_header = form.header;
        let mut place = 0;
        while place < rows_to_header {
            if self.read(&mut record)?.is_none() {
                break;
            }
            place += 1;
            let is_of_rejects = place == 1
                && REJECTS_COLUMNS.iter().enumerate().all(|(at, name)| {
                    record
                        .get(at)
                        .map(|cell| cell.trim_start_matches('\u{feff}'))
                        == Some(*name)
                });
            if is_of_rejects {
                self.is_of_rejects = true;
                rows_to_header = 1;
            }
            if place == rows_to_header {
                self.header = record
                    .iter()
                    .map(|name| name.trim_start_matches('\u{feff}').trim())
                    .collect();
            }
        }
        if self.is_of_rejects {
            self.skipped = REJECTS_COLUMNS.len();
            self.header = self.header.iter().skip(self.skipped).collect();
        }
        if self.header.len() > MOST_COLUMNS {
            return Err(NoTable::TooWide.into());
        }
        Ok(())
    }

    /// Reads the next row into `record`; gives its line, or none at the end.
    pub(super) fn next(&mut self, record: &mut StringRecord) -> Result<Option<u64>, ImportError> {
        let line = self.read(record)?;
        if self.skipped > 0 {
            // What kept a spreadsheet from taking a cell for a formula is taken off again.
            *record = record.iter().skip(self.skipped).map(unguarded).collect();
        }
        Ok(line)
    }

    fn read(&mut self, record: &mut StringRecord) -> Result<Option<u64>, ImportError> {
        match &mut self.layout {
            Layout::Delimited(rows) => rows.next(record),
            Layout::Lines(rows) => rows.next(record),
            Layout::Sheet(rows) => rows.next(record),
        }
    }

    /// Reads what is left unread, so that the hash is of the whole delivery.
    pub(super) fn finish(self) -> Result<Arc<Received>, ImportError> {
        match self.layout {
            Layout::Delimited(rows) => rows.drain()?,
            Layout::Lines(rows) => rows.drain()?,
            Layout::Sheet(_) => {}
        }
        Ok(self.received)
    }
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe. So does one that looks as if it had got
/// one, so that [`unguarded`] gives every cell back as it was.
pub(crate) fn guarded(cell: &str) -> std::borrow::Cow<'_, str> {
    if is_like_a_formula(cell.trim_start_matches('\'')) {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

fn is_like_a_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_like_a_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

fn unreadable(line: u64, error: &std::io::Error) -> ImportError {
    let reason = match error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<NoRow>())
    {
        Some(reason) => reason.clone(),
        None if error.kind() == std::io::ErrorKind::UnexpectedEof => NoRow::CutOff,
        None => NoRow::NotRead(error.to_string()),
    };
    ImportError::Unreadable { line, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guarded_cell_comes_back_as_it_was() {
        for cell in [
            "", "plain", "=1+1", "-5", "'=1", "'quoted'", "@x", "\tx", "''-1",
        ] {
            let written = guarded(cell);
            assert!(!is_like_a_formula(&written), "{cell}");
            assert_eq!(unguarded(&written), cell);
        }
    }
}
