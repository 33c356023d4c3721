//! What can be wrong with a file, in English; pages have words for each in other languages.

use thiserror::Error;

/// Why a file is none that can be imported.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoTable {
    /// A workbook of Excel from before 2007.
    #[error("this is an old Excel file (.xls): save it as .xlsx or as CSV")]
    OldExcel,
    /// A page description.
    #[error("this is a PDF, which holds no table that can be read: ask for CSV or XLSX")]
    Pdf,
    /// One JSON list instead of lines.
    #[error(
        "this is one JSON list: write one object a line (JSON Lines), without brackets and commas around them"
    )]
    JsonList,
    /// More columns than any spreadsheet has.
    #[error("it has more than 20,000 columns, so it is hardly a table")]
    TooWide,
    /// It begins as Zstandard and isn't.
    #[error("it is packed with Zstandard, but damaged")]
    DamagedZstandard,
    /// Bytes that no text has.
    #[error(
        "this is no text in UTF-8; if it is text in UTF-16, say so in the mapping: [file] encoding = \"utf-16le\""
    )]
    NoText,
    /// No rows.
    #[error("the file holds no rows: it is empty, or has nothing but the names of its columns")]
    Empty,
    /// A large workbook.
    #[error("the workbook is larger than 64 MB: save the sheet as CSV, which may have any size")]
    LargeWorkbook,
    /// A workbook that is large when it is unpacked.
    #[error(
        "the workbook is larger than 512 MB when it is unpacked: save the sheet as CSV, which may have any size"
    )]
    LargeUnpacked,
    /// A workbook with a password.
    #[error("the workbook is locked with a password: save it without one")]
    Locked,
    /// An archive of something else.
    #[error(
        "this is a zip file, but no Excel workbook (.xlsx): unpack it and import what is in it"
    )]
    NoWorkbook,
    /// A damaged archive.
    #[error("the file is a damaged zip file or workbook")]
    DamagedZip,
    /// An archive of very many files.
    #[error("the workbook has more than 10,000 parts, so it is hardly one")]
    ManyParts,
    /// A workbook without sheets.
    #[error("the workbook has no sheet")]
    NoSheet,
    /// The sheet that is asked for isn't there.
    #[error("the workbook has no sheet \"{wanted}\"; it has {has}")]
    OtherSheet {
        /// What was asked for.
        wanted: String,
        /// What there is.
        has: String,
    },
    /// A damaged sheet.
    #[error("the sheet is damaged: {0}")]
    DamagedSheet(String),
}

impl NoTable {
    /// Its word in the keys of messages.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::OldExcel => "old-excel",
            Self::Pdf => "pdf",
            Self::JsonList => "json-list",
            Self::TooWide => "too-wide",
            Self::DamagedZstandard => "damaged-zstandard",
            Self::NoText => "no-text",
            Self::Empty => "empty",
            Self::LargeWorkbook => "large-workbook",
            Self::LargeUnpacked => "large-unpacked",
            Self::Locked => "locked",
            Self::NoWorkbook => "no-workbook",
            Self::DamagedZip => "damaged-zip",
            Self::ManyParts => "many-parts",
            Self::NoSheet => "no-sheet",
            Self::OtherSheet { .. } => "other-sheet",
            Self::DamagedSheet(_) => "damaged-sheet",
        }
    }
}

/// Why a file can't be read on from a line.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoRow {
    /// A record goes on and on.
    #[error(
        "the record that begins here is longer than 16 MB: a quotation mark may not be closed, or the file has no line ends"
    )]
    TooLong,
    /// A quotation mark makes one cell of the rest of the file.
    #[error(
        "a quotation mark in the row that begins here is never closed, so that the rest of the file is one cell"
    )]
    Unclosed,
    /// A line of JSON goes on and on.
    #[error("the line is longer than 16 MB")]
    LongLine,
    /// The file ends too early.
    #[error("the file ends in the middle: it was cut off on its way")]
    CutOff,
    /// The system can't read it.
    #[error("the file could not be read: {0}")]
    NotRead(String),
    /// No separated values.
    #[error("this is not a row of separated values")]
    NoValues,
    /// Text in another encoding.
    #[error(
        "this is not UTF-8 text; say in the mapping what it is, such as [file] encoding = \"windows-1252\" or \"macintosh\""
    )]
    NotUtf8,
    /// No JSON object.
    #[error("this is not a JSON object on one line")]
    NoObject,
}

impl NoRow {
    /// Its word in the keys of messages.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::TooLong => "too-long",
            Self::Unclosed => "unclosed",
            Self::LongLine => "long-line",
            Self::CutOff => "cut-off",
            Self::NotRead(_) => "not-read",
            Self::NoValues => "no-values",
            Self::NotUtf8 => "not-utf-8",
            Self::NoObject => "no-object",
        }
    }
}
