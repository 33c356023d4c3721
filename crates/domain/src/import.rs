//! An import: what one delivery of files brought, and whether it still stands.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::fact::{Digest, Entry, Fact};
use crate::ids::{ImportId, MemberId};
use crate::timestamp::Timestamp;

/// What came of the rows of a delivery.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportCounts {
    /// Rows read.
    pub read: u64,
    /// Incidents that are new.
    pub added: u64,
    /// Incidents of which the delivery tells otherwise than the one before.
    pub changed: u64,
    /// Incidents of which it tells the same.
    pub unchanged: u64,
    /// Incidents that stayed as they are, because a colleague had worked on them.
    pub kept: u64,
    /// Rows that could not be taken.
    pub rejected: u64,
    /// Incidents of the series that a delivery of the whole register does not have; none if it is not of the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<u64>,
}

/// What undoing an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportUndone {
    /// Incidents that were taken back.
    pub taken_back: u64,
    /// Incidents that are again what they were before.
    pub put_back: u64,
    /// Incidents that stayed, because a colleague had worked on them.
    pub kept: u64,
}

/// An import as it stands, folded from its facts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// The series that it fills.
    pub series: String,
    /// The mapping's name.
    pub name: String,
    /// Digest of the mapping.
    pub mapping: Digest,
    /// The ledger index of its first entry: which of two is later.
    pub begun: u64,
    /// When it began.
    pub started: Timestamp,
    /// Who ran it; none when the command line did.
    pub by: Option<MemberId>,
    /// When it came to its end; none if it is under way or was broken off.
    pub finished: Option<Timestamp>,
    /// Digests of its files, once it came to its end.
    pub files: Vec<Digest>,
    /// What came of the rows, once it came to its end.
    pub counts: ImportCounts,
    /// When it was undone, and what that did.
    pub undone: Option<(Timestamp, ImportUndone)>,
    /// The number of its last entry.
    pub number: u32,
}

/// Why something can't be done with an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ImportRefusal {
    /// An import begins with being started, once.
    #[error("an import begins with being started, once")]
    NotStarted,
    /// It came to its end already.
    #[error("the import came to its end already")]
    Finished,
    /// It was undone already.
    #[error("the import was undone already")]
    Undone,
    /// The entry is not one of an import.
    #[error("this does not happen to an import")]
    NotOfAnImport,
    /// Entries must follow each other without a gap.
    #[error("an entry of this import is missing or doubled")]
    OutOfOrder,
}

impl Import {
    /// The import that its first entry makes.
    pub fn begin(entry: &Entry) -> Result<Self, ImportRefusal> {
        let Fact::ImportStarted {
            series,
            name,
            mapping,
        } = &entry.fact
        else {
            return Err(ImportRefusal::NotStarted);
        };
        if entry.number != 1 {
            return Err(ImportRefusal::OutOfOrder);
        }
        Ok(Self {
            id: ImportId::from_bytes(*entry.subject.as_bytes()),
            series: series.clone(),
            name: name.clone(),
            mapping: *mapping,
            begun: entry.index,
            started: entry.at,
            by: entry.actor,
            finished: None,
            files: Vec::new(),
            counts: ImportCounts::default(),
            undone: None,
            number: 1,
        })
    }

    /// Takes the next entry.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), ImportRefusal> {
        if entry.number != self.number + 1 {
            return Err(ImportRefusal::OutOfOrder);
        }
        if self.undone.is_some() {
            return Err(ImportRefusal::Undone);
        }
        match &entry.fact {
            Fact::ImportStarted { .. } => return Err(ImportRefusal::NotStarted),
            Fact::ImportFinished { .. } if self.finished.is_some() => {
                return Err(ImportRefusal::Finished);
            }
            Fact::ImportFinished { files, counts } => {
                self.finished = Some(entry.at);
                self.files.clone_from(files);
                self.counts = *counts;
            }
            Fact::ImportUndone {
                taken_back,
                put_back,
                kept,
            } => {
                let undone = ImportUndone {
                    taken_back: *taken_back,
                    put_back: *put_back,
                    kept: *kept,
                };
                self.undone = Some((entry.at, undone));
            }
            _ => return Err(ImportRefusal::NotOfAnImport),
        }
        self.number = entry.number;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Subject;

    fn entry(number: u32, fact: Fact) -> Entry {
        Entry {
            index: u64::from(number),
            subject: Subject::from_bytes([4; 16]),
            number,
            actor: None,
            at: Timestamp::from_microseconds(i64::from(number)),
            fact,
        }
    }

    fn started() -> Fact {
        Fact::ImportStarted {
            series: "partner".to_owned(),
            name: "trial".to_owned(),
            mapping: Digest([1; 32]),
        }
    }

    #[test]
    fn it_ends_once_and_is_undone_once() {
        let finished = Fact::ImportFinished {
            files: vec![Digest([2; 32])],
            counts: ImportCounts {
                read: 3,
                ..ImportCounts::default()
            },
        };
        let undone = Fact::ImportUndone {
            taken_back: 3,
            put_back: 0,
            kept: 0,
        };
        assert_eq!(
            Import::begin(&entry(1, finished.clone())),
            Err(ImportRefusal::NotStarted)
        );
        let mut import = Import::begin(&entry(1, started())).unwrap();
        assert_eq!(
            import.apply(&entry(3, finished.clone())),
            Err(ImportRefusal::OutOfOrder)
        );
        import.apply(&entry(2, finished.clone())).unwrap();
        assert_eq!(import.counts.read, 3);
        assert_eq!(
            import.apply(&entry(3, finished)),
            Err(ImportRefusal::Finished)
        );
        assert_eq!(
            import.apply(&entry(3, Fact::ReportOpened {})),
            Err(ImportRefusal::NotOfAnImport)
        );
        import.apply(&entry(3, undone.clone())).unwrap();
        assert_eq!(import.apply(&entry(4, undone)), Err(ImportRefusal::Undone));
    }
}
