//! What can be checked of an entry without any other.

use std::collections::HashMap;

use domain::{Entry, Fact, Subject};
use ledger::{CommittedParts, Opened};
use store::StoredEntry;

use super::walk::{Folded, State};
use super::{Trouble, at};

/// What opening an entry has to know.
pub(super) struct Opening {
    /// The number of the last entry of each subject that has more than one.
    pub(super) last_numbers: HashMap<Subject, u32>,
}

/// An entry that is what it commits to.
pub(super) struct OpenedEntry {
    pub(super) opened: Opened,
    pub(super) entry: Entry,
    /// What its subject came to, if this is its only entry.
    pub(super) state: Option<State>,
}

impl Opening {
    /// Opens a batch; each entry has a result of its own, so that the first that doesn't fit is named.
    pub(super) fn open_all(&self, batch: Vec<StoredEntry>) -> Vec<Result<OpenedEntry, Trouble>> {
        batch.into_iter().map(|stored| self.open(stored)).collect()
    }

    fn open(&self, stored: StoredEntry) -> Result<OpenedEntry, Trouble> {
        let index = stored.index;
        let parts = CommittedParts {
            subject: *stored.subject.as_bytes(),
            number: stored.number,
            actor: stored.actor.map(|actor| *actor.as_bytes()),
            at_microseconds: stored.at.microseconds(),
            fact: stored.fact_text.as_bytes(),
        };
        let opened = Opened::check(index, &stored.salt, &parts, &stored.leaf)
            .map_err(|finding| at(finding.index, finding.mismatch))?;
        let fact =
            Fact::from_text(&stored.fact_text).ok_or_else(|| at(index, "the fact is not one"))?;
        if opened.leaf().kind != crate::record::leaf_kind(&fact) {
            return Err(at(index, "the entry is of another kind than its fact"));
        }
        let entry = Entry {
            index,
            subject: stored.subject,
            number: stored.number,
            actor: stored.actor,
            at: stored.at,
            fact,
        };
        let state = if self.last_numbers.contains_key(&entry.subject) {
            None
        } else if entry.number == 1 {
            Some(Folded::begin(&entry)?.state())
        } else {
            return Err(at(index, super::walk::OUT_OF_TURN));
        };
        Ok(OpenedEntry {
            opened,
            entry,
            state,
        })
    }
}
