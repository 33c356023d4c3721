//! What is wrong with a file or a row, in the words of whoever looks.

use service::import::ImportError;

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
        ImportError::Unreadable { .. } | ImportError::Refused(_) => Words {
            text: error.to_string(),
            is_english: true,
        },
    }
}
