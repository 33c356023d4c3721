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
        Fact::IncidentReopened { .. }
        | Fact::IncidentRedelivered { .. }
        | Fact::IncidentTakenBack { .. }
        | Fact::IncidentPutBack { .. } => LeafKind::Correction,
        Fact::OrganisationFounded { .. }
        | Fact::CodebookInstalled { .. }
        | Fact::AreasImported { .. }
        | Fact::PageProgramServed { .. }
        | Fact::MemberInvited { .. }
        | Fact::MemberJoined { .. }
        | Fact::TeamKeyHandedOver { .. }
        | Fact::KeySlotSet { .. }
        | Fact::SessionsClosed {}
        | Fact::MemberSuspended {}
        | Fact::MemberReinstated {}
        | Fact::TeamKeyRenewed { .. }
        | Fact::TeamKeysRetired { .. }
        | Fact::KeyRewrapped { .. }
        | Fact::IncidentKeyMade { .. } => LeafKind::Keys,
        Fact::ReportOpened {}
        | Fact::RecoveryKeyUsed { .. }
        | Fact::IncidentOpened { .. }
        | Fact::TextSearched { .. }
        | Fact::EverythingUnsealed { .. } => LeafKind::Access,
        Fact::ImportStarted { .. }
        | Fact::ImportFinished { .. }
        | Fact::ImportUndone { .. }
        | Fact::IncidentMade { .. }
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

    /// The same, told to the hour only: whoever reads when a report came can't find the connection that brought it
    /// among others of that hour.
    pub(crate) fn to_the_hour(self, house: &House) -> Self {
        Self {
            at: self.at.hour(&house.settings.zone),
            ..self
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
        let new = self.entry(subject, number, fact, salt);
        let specification = self.specification;
        writing
            .append(new.clone(), move |_, text| leaf(&new, specification, text))
            .await
    }

    /// The entry that a fact makes as the `number`th of its subject.
    pub(crate) const fn entry<'f>(
        &self,
        subject: Subject,
        number: u32,
        fact: &'f Fact,
        salt: [u8; 32],
    ) -> NewEntry<'f> {
        NewEntry {
            subject,
            number,
            actor: self.actor,
            at: self.at,
            fact,
            salt,
        }
    }
}

/// The bytes of an entry's leaf in the public ledger.
pub(crate) fn leaf(new: &NewEntry<'_>, specification: [u8; 32], fact_text: &str) -> Vec<u8> {
    let commitment = ledger::commitment(
        &new.salt,
        &CommittedParts {
            subject: *new.subject.as_bytes(),
            number: new.number,
            actor: new.actor.map(|member| *member.as_bytes()),
            at_microseconds: new.at.microseconds(),
            fact: fact_text.as_bytes(),
        },
    );
    Leaf {
        kind: leaf_kind(new.fact),
        week: ledger::week_of(new.at.microseconds()),
        spec_hash: specification,
        commitment,
    }
    .to_bytes()
    .to_vec()
}
