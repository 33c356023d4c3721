//! What can be checked of an entry without any other.

use domain::{Entry, Fact};
use ledger::{CommittedParts, Opened};
use store::StoredEntry;

use super::walk::{Folded, LastNumbers, State};
use super::{Trouble, at};

/// An entry that is what it commits to.
pub(super) struct OpenedEntry {
    pub(super) opened: Opened,
    pub(super) entry: Entry,
    /// What its subject came to, if this is its only entry.
    pub(super) state: Option<State>,
}

/// Opens an entry.
pub(super) fn open(
    stored: &StoredEntry,
    last_numbers: &LastNumbers,
) -> Result<OpenedEntry, Trouble> {
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
    let state = if last_numbers.contains_key(&entry.subject) {
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
