//! A first look at a file: how it is written, what its columns are called, and its first rows.

use csv::StringRecord;

use super::ImportError;
use super::mapping::{ColumnName, FileForm};
use super::reading::{Detected, Kind, NoTable, Rows, detect};
use super::sealed_file::SealedFile;

/// Rows that are looked at, of a narrow file.
const MOST_ROWS: usize = 200;
/// Cells that are looked at.
const MOST_CELLS: usize = 40_000;
/// What is kept of a cell, in characters.
const LONGEST_CELL: usize = 200;

/// What a file is, as far as its beginning shows.
#[derive(Debug, Clone)]
pub struct Look {
    /// How it is laid out.
    pub kind: Kind,
    /// How it is written.
    pub form: FileForm,
    /// The sheets of a workbook.
    pub sheets: Vec<String>,
    /// Its columns.
    pub columns: Vec<LookColumn>,
    /// Its first rows, with long cells cut.
    pub rows: Vec<Vec<String>>,
    /// Whether these are rows that were rejected before.
    pub is_of_rejects: bool,
}

/// A column as it was found.
#[derive(Debug, Clone)]
pub struct LookColumn {
    /// Its name; empty if it has none.
    pub name: String,
    pub(super) called: ColumnName,
}

impl Look {
    /// Looks at a file: as it says itself, or as somebody says that it is written.
    pub(super) fn at(file: &SealedFile, said: Option<FileForm>) -> Result<Self, ImportError> {
        let Detected { kind, form, names } = detect(file.read())?;
        let form = said.unwrap_or(form);
        let wanted: Vec<(String, String)> = names
            .into_iter()
            .map(|name| (name, "; ".to_owned()))
            .collect();
        let mut rows = Rows::open(file.read(), &form, &wanted)?;
        let mut first: Vec<Vec<String>> = Vec::new();
        let mut cells = 0;
        let mut record = StringRecord::new();
        while first.len() < MOST_ROWS && cells < MOST_CELLS && rows.next(&mut record)?.is_some() {
            cells += record.len();
            first.push(record.iter().map(cut).collect());
        }
        let width = first
            .iter()
            .map(Vec::len)
            .max()
            .unwrap_or_default()
            .max(rows.header.len());
        if width == 0 || first.is_empty() {
            return Err(NoTable::Empty.into());
        }
        let columns = (0..width)
            .map(|place| column(&rows.header, place, kind))
            .collect();
        Ok(Self {
            kind,
            form,
            sheets: rows.sheets.clone(),
            columns,
            rows: first,
            is_of_rejects: rows.is_of_rejects,
        })
    }

    /// What stands in a column in the first rows, without the empty cells.
    pub fn samples(&self, place: usize) -> impl Iterator<Item = &str> {
        self.rows
            .iter()
            .filter_map(move |row| row.get(place))
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
    }
}

/// A column by its name; by its place if it has none, or one that stood before.
fn column(header: &StringRecord, place: usize, kind: Kind) -> LookColumn {
    let name = header.get(place).unwrap_or_default();
    let first = header.iter().position(|known| known == name) == Some(place);
    LookColumn {
        name: name.to_owned(),
        called: if kind == Kind::Lines || (first && !name.trim().is_empty()) {
            ColumnName::Name(name.to_owned())
        } else {
            ColumnName::Place(place + 1)
        },
    }
}

fn cut(cell: &str) -> String {
    cell.chars().take(LONGEST_CELL).collect()
}
