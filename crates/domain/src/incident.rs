//! An incident: something that happened, coded, with three judgements that are never merged.
//!
//! The order of things: *coding* (one or several people code) → *in check* (submitted) → *decided*
//! (a different person decided), and from *in check* back to *coding* when it is returned, from
//! *decided* back to *coding* when it is opened again. One that came from a file changes with later deliveries of its
//! source until a colleague works on it, and is *taken back* when its import is undone.

use std::collections::BTreeSet;

use jiff::civil::Date;
use thiserror::Error;

use crate::coding::{Coding, Facets};
use crate::fact::{Entry, Fact};
use crate::ids::{IncidentId, MemberId};
use crate::timestamp::Timestamp;

/// Where an incident stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IncidentStage {
    /// Being coded.
    Coding,
    /// Waits for a second person.
    InCheck,
    /// A second person, or the source of an import, decided.
    Decided,
    /// The import that brought it was undone; no figure counts it.
    TakenBack,
}

impl IncidentStage {
    /// Every stage, in order.
    pub const ALL: [Self; 4] = [Self::Coding, Self::InCheck, Self::Decided, Self::TakenBack];

    /// The word used in the database and for filtering.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Coding => "coding",
            Self::InCheck => "in-check",
            Self::Decided => "decided",
            Self::TakenBack => "taken-back",
        }
    }

    /// The stage of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == word)
    }
}

/// What the reporter thinks that it was.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Perception {
    /// The strands and targets named.
    pub perceived: Facets,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who recorded it.
    pub by: Option<MemberId>,
}

/// What we think, after a second person checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Verification {
    /// A code of the codebook's decisions.
    pub decision: String,
    /// When.
    pub at: Timestamp,
    /// Who decided; none when the source of an import did.
    pub by: Option<MemberId>,
}

/// What the police think, as far as we were told.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PoliceClassification {
    /// A code of the codebook's police classification.
    pub classification: String,
    /// The day on which they decided, if known.
    pub decided_on: Option<Date>,
    /// When we recorded it.
    pub at: Timestamp,
    /// Who recorded it.
    pub by: Option<MemberId>,
}

/// An incident as it stands now, folded from its facts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Incident {
    /// Its id.
    pub id: IncidentId,
    /// The series that it belongs to.
    pub series: String,
    /// Year and number of its reference; none for imported ones.
    pub reference: Option<(i16, u32)>,
    /// The source's own id; none for ours.
    pub external_id: Option<String>,
    /// When it was made or imported.
    pub made_at: Timestamp,
    /// Where it stands.
    pub stage: IncidentStage,
    /// The coding now.
    pub coding: Coding,
    /// Everybody who coded or submitted since it was last decided or opened again.
    pub coders: BTreeSet<MemberId>,
    /// The reporter's judgement.
    pub perception: Option<Perception>,
    /// Ours.
    pub verification: Option<Verification>,
    /// The police's.
    pub police: Option<PoliceClassification>,
    /// The number of its last entry.
    pub number: u32,
    /// The number of its last entry that changed something; what an editor must have seen.
    pub revision: u32,
    /// The ledger index of the entry that last changed what a figure counts.
    pub counted_as: u64,
}

/// Why something can't be done with an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IncidentRefusal {
    /// An incident begins with being made or imported, once.
    #[error("an incident begins with being made or imported, once")]
    NotMade,
    /// The person who coded may not check.
    #[error("whoever coded or submitted it cannot check it: a second person has to")]
    SamePerson,
    /// Only a member can do this.
    #[error("a member of staff has to do this")]
    NobodyActed,
    /// It is with the checker, or decided.
    #[error("it is not being coded now")]
    NotInCoding,
    /// It wasn't submitted.
    #[error("it is not waiting for a check")]
    NotInCheck,
    /// A colleague has worked on it since it was imported.
    #[error("a colleague has worked on it since it was imported")]
    WorkedOn,
    /// The import that brought it was undone.
    #[error("the import that brought it was undone")]
    TakenBack,
    /// It isn't decided.
    #[error("it is not decided yet")]
    NotDecided,
    /// The entry is not one of an incident.
    #[error("this does not happen to an incident")]
    NotOfAnIncident,
    /// Entries must follow each other without a gap.
    #[error("an entry of this incident is missing or doubled")]
    OutOfOrder,
}

impl Incident {
    /// The incident that its first entry makes.
    pub fn begin(entry: &Entry) -> Result<Self, IncidentRefusal> {
        if entry.number != 1 {
            return Err(IncidentRefusal::OutOfOrder);
        }
        let base = |series: &str, coding: &Coding| Self {
            id: IncidentId::from_bytes(*entry.subject.as_bytes()),
            series: series.to_owned(),
            reference: None,
            external_id: None,
            made_at: entry.at,
            stage: IncidentStage::Coding,
            coding: coding.clone(),
            coders: entry.actor.into_iter().collect(),
            perception: None,
            verification: None,
            police: None,
            number: 1,
            revision: 1,
            counted_as: entry.index,
        };
        match &entry.fact {
            Fact::IncidentMade {
                series,
                year,
                number,
                coding,
                ..
            } => Ok(Self {
                reference: Some((*year, *number)),
                ..base(series, coding)
            }),
            Fact::IncidentImported {
                series,
                external_id,
                coding,
                decision,
                ..
            } => {
                // Whoever runs an import has not worked on its incidents.
                let mut incident = Self {
                    external_id: Some(external_id.clone()),
                    coders: BTreeSet::new(),
                    ..base(series, coding)
                };
                incident.deliver(entry, coding, decision.as_ref());
                Ok(incident)
            }
            _ => Err(IncidentRefusal::NotMade),
        }
    }

    /// Whether it came from a file and nobody here has worked on it: it stands as its source delivered it.
    #[must_use]
    pub fn is_as_delivered(&self) -> bool {
        self.external_id.is_some()
            && self.coders.is_empty()
            && self.perception.is_none()
            && self.police.is_none()
            && self
                .verification
                .as_ref()
                .is_none_or(|ours| ours.by.is_none())
    }

    /// Whether `actor` may do that to the incident as it stands.
    pub fn allows(&self, fact: &Fact, actor: Option<MemberId>) -> Result<(), IncidentRefusal> {
        let stage = |wanted: IncidentStage, refusal| {
            if self.stage == wanted {
                Ok(())
            } else {
                Err(refusal)
            }
        };
        let someone = || actor.ok_or(IncidentRefusal::NobodyActed);
        match fact {
            Fact::IncidentOpened { .. }
            | Fact::IncidentKeyMade { .. }
            | Fact::KeyRewrapped { .. } => Ok(()),
            Fact::PerceptionRecorded { .. } | Fact::PoliceClassified { .. } => {
                if self.stage == IncidentStage::TakenBack {
                    return Err(IncidentRefusal::TakenBack);
                }
                someone().map(|_| ())
            }
            Fact::IncidentRedelivered { .. } | Fact::IncidentPutBack { .. } => {
                if self.is_as_delivered() {
                    Ok(())
                } else {
                    Err(IncidentRefusal::WorkedOn)
                }
            }
            Fact::IncidentTakenBack { .. } => {
                if self.stage == IncidentStage::TakenBack {
                    Err(IncidentRefusal::TakenBack)
                } else if self.is_as_delivered() {
                    Ok(())
                } else {
                    Err(IncidentRefusal::WorkedOn)
                }
            }
            Fact::IncidentCoded { .. } | Fact::SubmittedForCheck { .. } => {
                someone()?;
                stage(IncidentStage::Coding, IncidentRefusal::NotInCoding)
            }
            Fact::ReturnedToCoder { .. } | Fact::Checked { .. } => {
                stage(IncidentStage::InCheck, IncidentRefusal::NotInCheck)?;
                if self.coders.contains(&someone()?) {
                    Err(IncidentRefusal::SamePerson)
                } else {
                    Ok(())
                }
            }
            Fact::IncidentReopened { .. } => {
                someone()?;
                stage(IncidentStage::Decided, IncidentRefusal::NotDecided)
            }
            Fact::IncidentMade { .. } | Fact::IncidentImported { .. } => {
                Err(IncidentRefusal::NotMade)
            }
            _ => Err(IncidentRefusal::NotOfAnIncident),
        }
    }

    /// Stands as a file tells of it.
    fn deliver(&mut self, entry: &Entry, coding: &Coding, decision: Option<&String>) {
        self.coding = coding.clone();
        self.verification = decision.map(|decision| Verification {
            decision: decision.clone(),
            at: entry.at,
            by: None,
        });
        self.stage = if self.verification.is_some() {
            IncidentStage::Decided
        } else {
            IncidentStage::Coding
        };
        self.counted_as = entry.index;
    }

    /// Takes the next entry.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), IncidentRefusal> {
        if entry.number != self.number + 1 {
            return Err(IncidentRefusal::OutOfOrder);
        }
        self.allows(&entry.fact, entry.actor)?;
        match &entry.fact {
            Fact::IncidentCoded { coding, .. } => {
                self.coding = coding.clone();
                self.coders.extend(entry.actor);
                self.counted_as = entry.index;
            }
            Fact::IncidentRedelivered {
                coding, decision, ..
            }
            | Fact::IncidentPutBack {
                coding: Some(coding),
                decision,
                ..
            } => self.deliver(entry, coding, decision.as_ref()),
            Fact::IncidentTakenBack { .. } | Fact::IncidentPutBack { coding: None, .. } => {
                self.stage = IncidentStage::TakenBack;
                self.counted_as = entry.index;
            }
            Fact::PerceptionRecorded { perceived, .. } => {
                self.perception = Some(Perception {
                    perceived: perceived.clone(),
                    at: entry.at,
                    by: entry.actor,
                });
            }
            Fact::PoliceClassified {
                classification,
                decided_on,
                ..
            } => {
                self.police = Some(PoliceClassification {
                    classification: classification.clone(),
                    decided_on: *decided_on,
                    at: entry.at,
                    by: entry.actor,
                });
            }
            Fact::SubmittedForCheck { .. } => {
                self.stage = IncidentStage::InCheck;
                self.coders.extend(entry.actor);
                self.counted_as = entry.index;
            }
            Fact::ReturnedToCoder { .. } => {
                self.stage = IncidentStage::Coding;
                self.counted_as = entry.index;
            }
            Fact::Checked {
                decision, coding, ..
            } => {
                if let Some(coding) = coding {
                    self.coding = coding.clone();
                }
                self.stage = IncidentStage::Decided;
                self.verification = Some(Verification {
                    decision: decision.clone(),
                    at: entry.at,
                    by: entry.actor,
                });
                self.counted_as = entry.index;
            }
            Fact::IncidentReopened { .. } => {
                self.stage = IncidentStage::Coding;
                self.verification = None;
                self.coders = entry.actor.into_iter().collect();
                self.counted_as = entry.index;
            }
            _ => {}
        }
        self.number = entry.number;
        if !entry.fact.leaves_content() {
            self.revision = entry.number;
        }
        Ok(())
    }
}
