//! A report: what one person told us, once. Its content never changes; where it stands does.

use thiserror::Error;

use crate::coding::CodebookReference;
use crate::fact::{Entry, Fact, SealedAt, SetAside};
use crate::ids::{IncidentId, MemberId, ReportId};
use crate::timestamp::Timestamp;

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportStage {
    /// In the inbox.
    New,
    /// It tells of that incident.
    Attached(IncidentId),
    /// Not made an incident, for that reason.
    SetAside(SetAside),
}

impl ReportStage {
    /// The word used in the database and for filtering.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Attached(_) => "attached",
            Self::SetAside(_) => "set-aside",
        }
    }
}

/// A report as it stands now, folded from its facts. Nothing in it was written by a person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// The channel it came by.
    pub channel: String,
    /// The language of its form.
    pub language: String,
    /// The codebook of its form.
    pub codebook: CodebookReference,
    /// Where it was sealed.
    pub sealed_at: SealedAt,
    /// When it was received.
    pub received: Timestamp,
    /// The colleague who entered it; none if the reporter did.
    pub entered_by: Option<MemberId>,
    /// Where it stands.
    pub stage: ReportStage,
    /// How often it was opened.
    pub opened: u32,
    /// The number of its last entry.
    pub number: u32,
}

/// Why something can't be done with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReportRefusal {
    /// The first entry of a report is its receipt, and only that.
    #[error("a report begins with being received, once")]
    NotReceived,
    /// Only a report in the inbox can be attached or set aside.
    #[error("this report is no longer in the inbox")]
    NotNew,
    /// It is in the inbox already.
    #[error("this report is in the inbox already")]
    AlreadyNew,
    /// The entry is not one of a report.
    #[error("this does not happen to a report")]
    NotOfAReport,
    /// Entries must follow each other without a gap.
    #[error("an entry of this report is missing or doubled")]
    OutOfOrder,
}

impl Report {
    /// The report that its first entry makes.
    pub fn begin(entry: &Entry) -> Result<Self, ReportRefusal> {
        let Fact::ReportReceived {
            channel,
            language,
            codebook,
            sealed_at,
            ..
        } = &entry.fact
        else {
            return Err(ReportRefusal::NotReceived);
        };
        if entry.number != 1 {
            return Err(ReportRefusal::OutOfOrder);
        }
        Ok(Self {
            id: ReportId::from_bytes(*entry.subject.as_bytes()),
            channel: channel.clone(),
            language: language.clone(),
            codebook: codebook.clone(),
            sealed_at: *sealed_at,
            received: entry.at,
            entered_by: entry.actor,
            stage: ReportStage::New,
            opened: 0,
            number: 1,
        })
    }

    /// Whether that may happen to the report as it stands.
    pub fn allows(&self, fact: &Fact) -> Result<(), ReportRefusal> {
        match fact {
            Fact::ReportOpened {} | Fact::KeyRewrapped { .. } => Ok(()),
            Fact::ReportAttached { .. } | Fact::ReportSetAside { .. } => {
                if self.stage == ReportStage::New {
                    Ok(())
                } else {
                    Err(ReportRefusal::NotNew)
                }
            }
            Fact::ReportReturned {} => {
                if self.stage == ReportStage::New {
                    Err(ReportRefusal::AlreadyNew)
                } else {
                    Ok(())
                }
            }
            Fact::ReportReceived { .. } => Err(ReportRefusal::NotReceived),
            _ => Err(ReportRefusal::NotOfAReport),
        }
    }

    /// Takes the next entry.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), ReportRefusal> {
        if entry.number != self.number + 1 {
            return Err(ReportRefusal::OutOfOrder);
        }
        self.allows(&entry.fact)?;
        match &entry.fact {
            Fact::ReportOpened {} => self.opened += 1,
            Fact::KeyRewrapped { .. } => {}
            Fact::ReportAttached { incident } => self.stage = ReportStage::Attached(*incident),
            Fact::ReportSetAside { reason } => self.stage = ReportStage::SetAside(*reason),
            Fact::ReportReturned {} => self.stage = ReportStage::New,
            _ => return Err(ReportRefusal::NotOfAReport),
        }
        self.number = entry.number;
        Ok(())
    }
}
