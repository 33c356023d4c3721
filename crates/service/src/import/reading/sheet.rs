//! A sheet of an Excel workbook (XLSX).
//!
//! The workbook is held packed, and the texts of its cells unpacked, so both have a limit. What a formula came to when
//! the workbook was saved is read; nothing is ever calculated.

use std::io::{self, Cursor, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use calamine::{DataRef, ExcelDateTime, Reader as _, Xlsx, XlsxError};
use csv::StringRecord;

use super::{NoTable, unreadable};
use crate::import::ImportError;
use crate::import::mapping::FileForm;

/// A workbook may be so large, packed.
const LARGEST_PACKED: u64 = 64 << 20;
/// And so large, unpacked.
const LARGEST_UNPACKED: u64 = 512 << 20;
/// Parts that a workbook may have.
const MOST_PARTS: usize = 10_000;
/// Rows that wait to be taken.
const WAITING: usize = 256;

type Row = Result<(u64, StringRecord), String>;

/// The rows of a sheet, read by a thread of its own: the reader lends from the workbook.
pub(super) struct Sheet {
    rows: Receiver<Row>,
    /// The sheets of the workbook.
    pub(super) names: Vec<String>,
}

impl Sheet {
    pub(super) fn open(source: impl Read, form: &FileForm) -> Result<Self, ImportError> {
        let mut packed = Vec::new();
        source
            .take(LARGEST_PACKED + 1)
            .read_to_end(&mut packed)
            .map_err(|error| unreadable(1, &error))?;
        if packed.len() as u64 > LARGEST_PACKED {
            return Err(NoTable::LargeWorkbook.into());
        }
        check_parts(&packed)?;
        let mut workbook: Xlsx<_> =
            Xlsx::new(Cursor::new(packed)).map_err(|error| match error {
                XlsxError::Password => NoTable::Locked,
                _ => NoTable::NoWorkbook,
            })?;
        let names = workbook.sheet_names();
        let sheet = match &form.sheet {
            None => names.first().cloned().ok_or(NoTable::NoSheet)?,
            Some(wanted) if names.contains(wanted) => wanted.clone(),
            Some(wanted) => {
                return Err(NoTable::OtherSheet {
                    wanted: wanted.clone(),
                    has: names.join(", "),
                }
                .into());
            }
        };
        let (sender, rows) = sync_channel(WAITING);
        std::thread::spawn(move || {
            if let Err(error) = send_rows(&mut workbook, &sheet, &sender) {
                // Nobody listens any more if the import was given up.
                let _ = sender.send(Err(error.to_string()));
            }
        });
        Ok(Self { rows, names })
    }

    #[expect(
        clippy::needless_pass_by_ref_mut,
        reason = "the same as the other layouts"
    )]
    pub(super) fn next(&mut self, record: &mut StringRecord) -> Result<Option<u64>, ImportError> {
        match self.rows.recv() {
            Err(_) => Ok(None),
            Ok(Ok((line, row))) => {
                *record = row;
                Ok(Some(line))
            }
            Ok(Err(error)) => Err(NoTable::DamagedSheet(error).into()),
        }
    }
}

/// Unpacks every part once into nothing: what the archive says of its sizes need not be so.
fn check_parts(packed: &[u8]) -> Result<(), ImportError> {
    let damaged = || ImportError::from(NoTable::DamagedZip);
    let mut archive = zip::ZipArchive::new(Cursor::new(packed)).map_err(|_| damaged())?;
    if archive.len() > MOST_PARTS {
        return Err(NoTable::ManyParts.into());
    }
    let mut left = LARGEST_UNPACKED;
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|_| damaged())?;
        let unpacked =
            io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|_| damaged())?;
        left = left.checked_sub(unpacked).ok_or(NoTable::LargeUnpacked)?;
    }
    Ok(())
}

fn send_rows(
    workbook: &mut Xlsx<Cursor<Vec<u8>>>,
    sheet: &str,
    sender: &SyncSender<Row>,
) -> Result<(), XlsxError> {
    let mut cells = workbook.worksheet_cells_reader(sheet)?;
    let mut row = StringRecord::new();
    let mut at = 0;
    while let Some(cell) = cells.next_cell()? {
        let (line, column) = cell.get_position();
        if line != at {
            if !row.is_empty()
                && sender
                    .send(Ok((u64::from(at) + 1, std::mem::take(&mut row))))
                    .is_err()
            {
                return Ok(());
            }
            at = line;
        }
        while row.len() < column as usize {
            row.push_field("");
        }
        row.push_field(&text_of(cell.get_value()));
    }
    if !row.is_empty() {
        let _ = sender.send(Ok((u64::from(at) + 1, row)));
    }
    Ok(())
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(holds) => holds.to_string(),
        DataRef::DateTime(moment) => moment_text(moment),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn moment_text(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if moment.is_duration() || moment.as_f64() < 1.0 {
        format!("{hour:02}:{minute:02}:{second:02}")
    } else if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}
