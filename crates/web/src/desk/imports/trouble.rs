//! What is wrong with a file or a row, in the words of whoever looks.

use service::import::{ImportError, NoTable};
use text::Value;

use crate::page::Page;

/// Words, and whether they are English on a page of another language.
pub(super) struct Words {
    pub(super) text: String,
    pub(super) is_english: bool,
}

impl Words {
    pub(super) fn ours(text: String) -> Self {
        Self {
            text,
            is_english: false,
        }
    }
}

/// Why a file can't be imported, or why an import stopped.
pub(super) fn of_import(page: &Page, error: &ImportError) -> Words {
    match error {
        ImportError::MissingColumns { missing, .. } => {
            Words::ours(page.say("import-missing-columns", "columns", &missing.join(", ")))
        }
        ImportError::NothingFits => Words::ours(page.text("import-nothing-fits")),
        ImportError::Rejects(_) => Words::ours(page.text("import-disk")),
        ImportError::Service(_) => Words::ours(page.text("import-not-kept")),
        ImportError::NoTable(trouble) => Words::ours(no_table(page, trouble)),
        ImportError::Unreadable { line, reason } => Words::ours(page.text_with(
            "import-no-row",
            &[
                ("line", Value::from(*line)),
                // uses: import-no-row-too-long import-no-row-long-line import-no-row-cut-off import-no-row-not-read
                // uses: import-no-row-no-values import-no-row-not-utf-8 import-no-row-no-object import-no-row-unclosed
                (
                    "reason",
                    Value::from(page.text(&format!("import-no-row-{}", reason.word()))),
                ),
            ],
        )),
        ImportError::Refused(_) => Words {
            text: error.to_string(),
            is_english: true,
        },
    }
}

/// Why a file is none that can be imported.
fn no_table(page: &Page, trouble: &NoTable) -> String {
    match trouble {
        NoTable::OtherSheet { wanted, has } => page.text_with(
            "import-no-table-other-sheet",
            &[
                ("wanted", Value::from(wanted.as_str())),
                ("has", Value::from(has.as_str())),
            ],
        ),
        // uses: import-no-table-old-excel import-no-table-pdf import-no-table-json-list import-no-table-too-wide
        // uses: import-no-table-damaged-zstandard import-no-table-no-text import-no-table-empty
        // uses: import-no-table-large-workbook import-no-table-large-unpacked import-no-table-locked
        // uses: import-no-table-no-workbook import-no-table-damaged-zip import-no-table-many-parts
        // uses: import-no-table-no-sheet import-no-table-damaged-sheet
        other => page.text(&format!("import-no-table-{}", other.word())),
    }
}
