//! What to mend in the fields of a form, as its page says it.

use crate::page::Page;

/// Something to mend in a field.
pub(super) struct Problem {
    /// The field's id.
    pub(super) field: &'static str,
    /// What is wrong and how to mend it.
    pub(super) words: String,
}

/// All that is to mend in a form; templates ask it by field.
#[derive(Default)]
pub(super) struct Problems(Vec<Problem>);

impl Problems {
    /// One more.
    pub(super) fn add(&mut self, field: &'static str, words: String) {
        self.0.push(Problem { field, words });
    }

    /// Adds that the passphrase and its repetition differ, when they do.
    pub(super) fn compare(&mut self, page: &Page, passphrase: &str, again: &str) {
        if passphrase != again {
            self.add("again", page.text("passphrase-differs"));
        }
    }

    /// The words to a field, if there is something to mend in it.
    pub(super) fn of(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|problem| problem.field == field)
            .map(|problem| problem.words.as_str())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn all(&self) -> &[Problem] {
        &self.0
    }
}
