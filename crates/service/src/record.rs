//! One change of state: a fact, its ledger entry, and the rows that follow from it.

use domain::{Entry, Fact, MemberId, Subject, Timestamp};
use ledger::{CommittedParts, Leaf, LeafKind};
use store::{NewEntry, StoreError, Writing};

use crate::house::House;

/// What kind of leaf a fact makes in the public ledger.
pub(crate) const fn leaf_kind(fact: &Fact) -> LeafKind {
    match fact {
        Fact::ReportReceived { .. } => LeafKind::Received,
        Fact::ReportAttached { .. } | Fact::ReportSetAside { .. } | Fact::ReportReturned {} => {
            LeafKind::Disposition
        }
        Fact::Checked { .. } | Fact::IncidentImported { .. } => LeafKind::Count,
        Fact::IncidentReopened { .. } => LeafKind::Correction,
        Fact::OrganisationFounded { .. }
        | Fact::CodebookInstalled { .. }
        | Fact::MemberInvited { .. }
        | Fact::MemberJoined { .. }
        | Fact::TeamKeyHandedOver { .. }
        | Fact::MemberSuspended {}
        | Fact::MemberReinstated {}
        | Fact::IncidentKeyMade { .. } => LeafKind::Keys,
        Fact::ReportOpened {} | Fact::IncidentOpened { .. } | Fact::TextSearched { .. } => {
            LeafKind::Access
        }
        Fact::IncidentMade { .. }
        | Fact::IncidentCoded { .. }
        | Fact::PerceptionRecorded { .. }
        | Fact::PoliceClassified { .. }
        | Fact::SubmittedForCheck { .. }
        | Fact::ReturnedToCoder { .. } => LeafKind::Stage,
    }
}

/// Who does it, when, and under which specification: the same for all entries of one use case.
#[derive(Clone, Copy)]
pub(crate) struct Recording {
    pub(crate) actor: Option<MemberId>,
    pub(crate) at: Timestamp,
    pub(crate) specification: [u8; 32],
}

impl Recording {
    /// By that member, or nobody, now.
    pub(crate) fn now(house: &House, actor: Option<MemberId>) -> Self {
        Self {
            actor,
            at: house.now(),
            specification: house.in_force().sha256,
        }
    }

    /// Appends a fact as the `number`th entry of its subject.
    pub(crate) async fn append(
        &self,
        writing: &mut Writing,
        subject: Subject,
        number: u32,
        fact: &Fact,
        salt: [u8; 32],
    ) -> Result<Entry, StoreError> {
        let recording = *self;
        let kind = leaf_kind(fact);
        let entry = NewEntry {
            subject,
            number,
            actor: self.actor,
            at: self.at,
            fact,
            salt,
        };
        writing
            .append(entry, move |_, fact_text| {
                let commitment = ledger::commitment(
                    &salt,
                    &CommittedParts {
                        subject: *subject.as_bytes(),
                        number,
                        actor: recording.actor.map(|member| *member.as_bytes()),
                        at_microseconds: recording.at.microseconds(),
                        fact: fact_text.as_bytes(),
                    },
                );
                Leaf {
                    kind,
                    week: ledger::week_of(recording.at.microseconds()),
                    spec_hash: recording.specification,
                    commitment,
                }
                .to_bytes()
                .to_vec()
            })
            .await
    }
}
