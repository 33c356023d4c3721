//! What was told and what was answered, kept outside of Heard.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What became of one report, as far as its sender knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Acknowledged with these words.
    Kept(String),
    /// Never acknowledged: it may be kept or not. Sent again with this token of its form, it is kept once.
    Unknown(String),
}

/// One report.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) story: String,
    pub(crate) fate: Fate,
    /// Whether it was found and opened by a check.
    pub(crate) opened: bool,
}

/// One incident that a colleague made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Made {
    /// The category of the last coding that was acknowledged.
    pub(crate) coded: Option<String>,
    /// Categories of codings since then whose outcome is unknown.
    pub(crate) maybe: Vec<String>,
}

/// Everything that was told to one house.
#[derive(Default)]
pub(crate) struct Outside(Mutex<Known>);

/// The numbers of it.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) reports: Vec<Told>,
    pub(crate) incidents: BTreeMap<String, Made>,
    /// Incidents that may have been made or not.
    pub(crate) maybe_made: u64,
    /// Times that somebody was told that nothing was kept, with their text in the answer.
    pub(crate) refused: u64,
    /// Times that the connection broke before there was an answer.
    pub(crate) broken_off: u64,
    /// What must never happen, in words.
    pub(crate) wrong: Vec<String>,
}

impl Outside {
    pub(crate) fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn wrong(&self, what: String) {
        eprintln!("WRONG: {what}");
        self.known().wrong.push(what);
    }
}

impl Known {
    /// How many were acknowledged.
    pub(crate) fn kept(&self) -> u64 {
        let kept = |told: &&Told| matches!(told.fate, Fate::Kept(_));
        self.reports.iter().filter(kept).count() as u64
    }
}
