//! What an archive says of itself, and what it does not take along.

use std::collections::BTreeMap;

use domain::fact::Digest;
use ledger::Tree;
use seal::RunningHash;
use serde::{Deserialize, Serialize};
use store::{Kind, Table, Value};

use super::ArchiveError;

/// The first file.
pub(super) const MANIFEST: &str = "manifest.json";
/// The second: SHA-256 of the first, as `sha256sum` writes it.
pub(super) const MANIFEST_SUM: &str = "manifest.json.sha256";
/// What an archive calls itself.
pub(super) const FORMAT: &str = "heard-archive";
/// The number of this form of archives.
pub(super) const VERSION: u32 = 1;
/// No manifest is longer.
pub(super) const LONGEST_MANIFEST: u64 = 16 << 20;

/// Tables that never leave, and why.
pub const LEFT_OUT: &[(&str, &str)] = &[
    (
        "session",
        "who is signed in now: good on this installation alone",
    ),
    (
        "session_key",
        "opens with the cookie of a session that is left out",
    ),
    (
        "invitation",
        "a link that was given to one person for one place; members who wait are invited anew",
    ),
];

/// The file of a table.
#[must_use]
pub fn file_of(table: &str) -> String {
    format!("{table}.jsonl")
}

/// What is looked at before anything else is understood.
#[derive(Debug, Deserialize)]
pub(super) struct Form {
    pub(super) format: String,
    pub(super) version: u32,
    pub(super) schema: u32,
}

/// What an archive says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// What it is.
    pub format: String,
    /// The number of this form.
    pub version: u32,
    /// The schema of its tables.
    pub schema: u32,
    /// The program that made it.
    pub program: String,
    /// When, in microseconds since 1970 (UTC).
    pub made: i64,
    /// Whose it is.
    pub organisation: String,
    /// The head of the ledger.
    pub ledger: Head,
    /// How many incidents of which series stand how.
    pub figures: Vec<TaggedCount>,
    /// Its files, in their order.
    pub tables: Vec<TableFile>,
    /// Tables that it does not hold, each with the reason.
    pub left_out: BTreeMap<String, String>,
}

/// The head of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// How many entries.
    pub entries: u64,
    /// The root of the tree over all of them.
    pub root: Digest,
}

/// How many incidents stand so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaggedCount {
    /// The series.
    pub series: String,
    /// Where they stand.
    pub stage: String,
    /// What was decided; none if nothing was.
    pub decision: Option<String>,
    /// How many.
    pub incidents: u64,
    /// The persons of those that say how many.
    pub persons: i64,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    /// Its name.
    pub table: String,
    /// The file with its rows.
    pub file: String,
    /// How many rows.
    pub rows: u64,
    /// How many bytes.
    pub bytes: u64,
    /// SHA-256 of the file.
    pub sha256: Digest,
    /// What each column holds: `integer`, `text`, or `bytes` in hexadecimal digits.
    pub columns: Vec<(String, String)>,
}

/// What a column's kind is called.
fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "integer",
        Kind::Text => "text",
        Kind::Bytes => "bytes",
    }
}

/// The columns of a table as the manifest names them.
pub(super) fn columns(table: &Table) -> Vec<(String, String)> {
    let named = |column: &store::Column| (column.name.clone(), kind(column.kind).to_owned());
    table.columns.iter().map(named).collect()
}

/// Whether a table leaves.
pub(super) fn leaves(table: &str) -> bool {
    !LEFT_OUT.iter().any(|(name, _)| *name == table)
}

/// Sums up the file of a table as it is written or read.
#[derive(Default)]
pub(super) struct Sum {
    hash: RunningHash,
    pub(super) rows: u64,
    pub(super) bytes: u64,
}

impl Sum {
    /// One row, with its line end.
    pub(super) fn line(&mut self, line: &[u8]) {
        self.rows += 1;
        self.bytes += line.len() as u64;
        self.hash.update(line);
    }

    pub(super) fn finish(self, table: &Table) -> TableFile {
        TableFile {
            table: table.name.clone(),
            file: file_of(&table.name),
            rows: self.rows,
            bytes: self.bytes,
            sha256: Digest(self.hash.finish()),
            columns: columns(table),
        }
    }
}

/// Sees every row of some tables go by, and says what they come to.
#[derive(Default)]
pub(super) struct Witness {
    tree: Tree,
    figures: BTreeMap<(String, String, Option<String>), (u64, i64)>,
}

impl Witness {
    pub(super) fn see(&mut self, table: &Table, row: &[Value]) {
        let value = |name: &str| {
            let place = table.columns.iter().position(|column| column.name == name);
            place.and_then(|place| row.get(place))
        };
        let text = |name: &str| match value(name) {
            Some(Value::Text(text)) => text.clone(),
            _ => None,
        };
        match table.name.as_str() {
            "entry" => {
                if let Some(Value::Bytes(Some(leaf))) = value("leaf") {
                    self.tree.append(leaf);
                }
            }
            "incident" => {
                let key = (
                    text("series").unwrap_or_default(),
                    text("stage").unwrap_or_default(),
                    text("verification_decision"),
                );
                let (incidents, persons) = self.figures.entry(key).or_default();
                *incidents += 1;
                if let Some(Value::Integer(Some(number))) = value("persons") {
                    *persons = persons.saturating_add(*number);
                }
            }
            _ => {}
        }
    }

    pub(super) fn head(&self) -> Head {
        Head {
            entries: self.tree.size(),
            root: Digest(self.tree.root()),
        }
    }

    pub(super) fn figures(&self) -> Vec<TaggedCount> {
        self.figures
            .iter()
            .map(
                |((series, stage, decision), (incidents, persons))| TaggedCount {
                    series: series.clone(),
                    stage: stage.clone(),
                    decision: decision.clone(),
                    incidents: *incidents,
                    persons: *persons,
                },
            )
            .collect()
    }
}

impl Manifest {
    /// Reads a manifest; a newer one is told apart from a damaged one.
    pub(super) fn read(text: &[u8]) -> Result<Self, ArchiveError> {
        let form: Form = serde_json::from_slice(text).map_err(|_| {
            ArchiveError::NoArchive(format!(
                "its first file is not called {MANIFEST} or is none"
            ))
        })?;
        if form.format != FORMAT {
            return Err(ArchiveError::NoArchive(
                "its manifest is that of something else".to_owned(),
            ));
        }
        let newer = |found, known| Err(ArchiveError::Newer { found, known });
        if form.version > VERSION {
            return newer(form.version, VERSION);
        }
        let known = store::newest_schema();
        if form.schema > known {
            return newer(form.schema, known);
        }
        serde_json::from_slice(text)
            .map_err(|error| ArchiveError::damaged(MANIFEST, error.to_string()))
    }

    /// Refuses a manifest that doesn't name each table of its schema once, in order, with the columns that it has.
    pub(super) fn check(&self, tables: &[Table]) -> Result<(), ArchiveError> {
        let damaged = |reason: String| Err(ArchiveError::damaged(MANIFEST, reason));
        let mut wanted = tables.iter().filter(|table| leaves(&table.name));
        for named in &self.tables {
            let Some(table) = wanted.next() else {
                return damaged(format!("it names {}, which is not a table", named.table));
            };
            if named.table != table.name || named.file != file_of(&table.name) {
                return damaged(format!(
                    "it names {} where {} belongs",
                    named.table, table.name
                ));
            }
            if named.columns != columns(table) {
                return damaged(format!("the columns of {} are not its own", table.name));
            }
        }
        match wanted.next() {
            Some(table) => damaged(format!("{} is missing", table.name)),
            None => Ok(()),
        }
    }
}
