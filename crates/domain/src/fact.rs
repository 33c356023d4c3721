//! What happened inside Heard: one fact for each change of state.
//!
//! A fact holds codes, ids and digests only. Whatever a person wrote is a sealed object, and the
//! fact carries its digest. The text that [`Fact::to_text`] gives is what is stored and what the
//! ledger commits to; what is current is folded from the facts of a subject in order
//! ([`crate::Report`], [`crate::Incident`], [`crate::Member`]).

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::coding::{CodebookReference, Coding, Facets};
use crate::ids::{ImportId, IncidentId, MemberId, ObjectId, ReportId, Subject};
use crate::import::ImportCounts;
use crate::permission::Role;
use crate::timestamp::Timestamp;

/// A SHA-256 digest of something kept elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(pub [u8; 32]);

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from(*self))
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl TryFrom<String> for Digest {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        const WRONG: &str = "a digest is 64 hexadecimal digits in small letters";
        // Small letters only, so that no two texts are the same digest.
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() != 64 || !text.bytes().all(is_digit) {
            return Err(WRONG);
        }
        let mut out = [0; 32];
        for (slot, pair) in out.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let digits = std::str::from_utf8(pair).map_err(|_| WRONG)?;
            *slot = u8::from_str_radix(digits, 16).map_err(|_| WRONG)?;
        }
        Ok(Self(out))
    }
}

/// A sealed object that belongs to a fact, by its id and the digest of its sealed bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedReference {
    /// Which object.
    pub object: ObjectId,
    /// SHA-256 of the sealed bytes as stored.
    pub sha256: Digest,
}

/// What the source of an import tells in words. It has a key of its own, so that whoever imports needs none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveredStory {
    /// What the key and the sealed words belong to.
    pub subject: Subject,
    /// The sealed words.
    pub sealed: SealedReference,
    /// Digest of the wrapped key.
    pub wraps: Digest,
}

/// Where a report was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SealedAt {
    /// In the reporter's browser.
    Browser,
    /// By the front door on arrival, before anything was stored.
    FrontDoor,
    /// At the desk, by the colleague who entered it.
    Desk,
}

/// Why a report is not made an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetAside {
    /// Nobody is telling us anything.
    Spam,
    /// Sent to try the form.
    Test,
    /// Told to us, but for somebody else to deal with.
    NotForUs,
}

impl SetAside {
    /// Every reason, in the order shown.
    pub const ALL: [Self; 3] = [Self::Spam, Self::Test, Self::NotForUs];

    /// The word used in forms and exports.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::Test => "test",
            Self::NotForUs => "not-for-us",
        }
    }

    /// The reason of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == word)
    }
}

/// What opens a member's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlotKind {
    /// What they know.
    Passphrase,
    /// What they have printed and put away.
    Paper,
}

impl SlotKind {
    /// The word used in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Passphrase => "passphrase",
            Self::Paper => "paper",
        }
    }
}

/// A file that a page runs in a browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServedFile {
    /// Its name, the last part of its address.
    pub name: String,
    /// Digest of its bytes.
    pub sha256: Digest,
}

/// One change of state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Fact {
    /// The organisation made its keys. Subject: the organisation.
    OrganisationFounded {
        /// Digest of the team's public key of the first epoch.
        team_key: Digest,
        /// Digest of the recovery public key.
        recovery_key: Digest,
        /// The public key that checks the ledger's checkpoints.
        checkpoint_key: Digest,
    },
    /// A codebook came into force. Subject: the organisation.
    CodebookInstalled {
        /// Which.
        codebook: CodebookReference,
        /// Digest of its source.
        sha256: Digest,
    },
    /// A set of boundaries, postcodes or names of areas was taken in. Subject: the organisation.
    AreasImported {
        /// The number of the set.
        set: u32,
        /// What people call it.
        title: String,
        /// `boundaries`, `postcodes` or `names`.
        kind: String,
        /// First day for which it holds.
        valid_from: Date,
        /// Last day for which it holds, if known.
        valid_to: Option<Date>,
        /// Digest of the file it came from.
        file: Digest,
        /// How many areas or postcodes it holds.
        pieces: u64,
        /// Digest of all that is kept of it.
        kept: Digest,
    },
    /// The report page began to run these files in browsers. Subject: the organisation.
    PageProgramServed {
        /// Every script and module that it loads, by name.
        files: Vec<ServedFile>,
    },
    /// The team got a new key. Subject: the organisation.
    TeamKeyRenewed {
        /// Which of the team's keys.
        epoch: u32,
        /// Digest of the public key.
        team_key: Digest,
    },
    /// The recovery key is about to open everything for a member. Subject: the organisation.
    RecoveryKeyUsed {
        /// Who is given the team's new key.
        member: MemberId,
    },
    /// Everything is wrapped for a newer key of the team, and nobody is kept a copy of the older ones any more. Subject:
    /// the organisation.
    TeamKeysRetired {
        /// The epoch of the oldest key that is in use.
        before: u32,
    },
    /// A key was wrapped for a newer key of the team. Subject: the report or incident whose key it is, or the words of a
    /// delivery.
    KeyRewrapped {
        /// For which of the team's keys.
        epoch: u32,
        /// Digest of all its wrapped keys.
        wraps: Digest,
    },
    /// Somebody was invited. Subject: the new member.
    MemberInvited {
        /// As what.
        role: Role,
    },
    /// The invited person came and made their keys. Subject: the member.
    MemberJoined {
        /// Digest of the member's public keys.
        keys: Digest,
    },
    /// A member was given the team's key. Subject: the member.
    TeamKeyHandedOver {
        /// Which of the team's keys.
        epoch: u32,
    },
    /// A member made something that opens their keys, in place of the one of that kind. Subject: the member.
    KeySlotSet {
        /// Which kind.
        slot: SlotKind,
        /// Digest of the slot as kept.
        sha256: Digest,
    },
    /// All sessions of a member were closed by a colleague. Subject: the member.
    SessionsClosed {},
    /// A member may no longer sign in. Subject: the member.
    MemberSuspended {},
    /// A suspended member may sign in again. Subject: the member.
    MemberReinstated {},
    /// Somebody told us. Subject: the report.
    ReportReceived {
        /// By which channel (a code of the codebook).
        channel: String,
        /// The language of the form, as `ur`.
        language: String,
        /// The codebook whose form was filled in.
        codebook: CodebookReference,
        /// Where it was sealed.
        sealed_at: SealedAt,
        /// What was said, sealed.
        objects: Vec<SealedReference>,
        /// Digest of the wrapped report keys.
        wraps: Digest,
        /// Digest of the receipt's public parts.
        receipt: Digest,
    },
    /// A member unsealed and read a report. Subject: the report.
    ReportOpened {},
    /// A report tells of an incident. Subject: the report.
    ReportAttached {
        /// Which incident.
        incident: IncidentId,
    },
    /// A report was set aside. Subject: the report.
    ReportSetAside {
        /// Why.
        reason: SetAside,
    },
    /// A report went back to the inbox. Subject: the report.
    ReportReturned {},
    /// An incident was made of a report. Subject: the incident.
    IncidentMade {
        /// The series that it belongs to.
        series: String,
        /// The year of its reference, as in "417 of 2026".
        year: i16,
        /// The number of its reference.
        number: u32,
        /// The first coding, as far as the report gives one.
        coding: Coding,
    },
    /// The incident got a key, under which what is written about it is sealed. Subject: the incident.
    IncidentKeyMade {
        /// Digest of the wrapped keys.
        wraps: Digest,
    },
    /// An incident came from a file. Subject: the incident.
    IncidentImported {
        /// The series that it belongs to.
        series: String,
        /// The source's own id, unique in the series.
        external_id: String,
        /// The coding as mapped.
        coding: Coding,
        /// What the source itself decided, as one of our decisions; none if it claims nothing.
        decision: Option<String>,
        /// Digest of the mapping that was used.
        mapping: Digest,
        /// The import that brought it; none for those from before imports were recorded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        import: Option<ImportId>,
        /// What the source tells in words, sealed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        story: Option<DeliveredStory>,
    },
    /// A later delivery of its source tells otherwise of an imported incident. Subject: the incident.
    IncidentRedelivered {
        /// The import that brought it.
        import: ImportId,
        /// The coding as mapped.
        coding: Coding,
        /// What the source itself decided, as one of our decisions; none if it claims nothing.
        decision: Option<String>,
        /// Digest of the mapping that was used.
        mapping: Digest,
        /// What the source tells in words, sealed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        story: Option<DeliveredStory>,
    },
    /// The import that brought an incident was undone. Subject: the incident.
    IncidentTakenBack {
        /// That import.
        import: ImportId,
    },
    /// The import that changed an incident was undone: it is again what it was before. Subject: the incident.
    IncidentPutBack {
        /// The import that had changed it.
        import: ImportId,
        /// The coding from before; none if it had been taken back by then.
        coding: Option<Coding>,
        /// What the source had decided before.
        decision: Option<String>,
    },
    /// An import began to keep what it read. Subject: the import.
    ImportStarted {
        /// The series that it fills.
        series: String,
        /// The mapping's name.
        name: String,
        /// Digest of the mapping.
        mapping: Digest,
    },
    /// An import came to the end of its files. Subject: the import.
    ImportFinished {
        /// Digests of the files as they were delivered.
        files: Vec<Digest>,
        /// What came of their rows.
        counts: ImportCounts,
    },
    /// An import was undone. Subject: the import.
    ImportUndone {
        /// Incidents that were taken back.
        taken_back: u64,
        /// Incidents that are again what they were before.
        put_back: u64,
        /// Incidents that stayed, because a colleague had worked on them.
        kept: u64,
    },
    /// A member opened an incident with the reports behind it. Subject: the incident.
    IncidentOpened {
        /// The reports that were unsealed.
        reports: Vec<ReportId>,
    },
    /// An incident was coded, or coded anew. Subject: the incident.
    IncidentCoded {
        /// The whole coding.
        coding: Coding,
        /// A note on it, sealed.
        note: Option<SealedReference>,
    },
    /// The reporter's judgement. Subject: the incident.
    PerceptionRecorded {
        /// The strands and targets that the reporter named.
        perceived: Facets,
        /// Why they think so, sealed.
        note: Option<SealedReference>,
    },
    /// The police's judgement, as far as we were told. Subject: the incident.
    PoliceClassified {
        /// A code of the codebook's police classification.
        classification: String,
        /// The day on which the police decided, if known.
        decided_on: Option<Date>,
        /// Where we know it from, sealed.
        note: Option<SealedReference>,
    },
    /// The coder is done; a second person may check. Subject: the incident.
    SubmittedForCheck {
        /// A word to the checker, sealed.
        note: Option<SealedReference>,
    },
    /// The checker wants more before deciding. Subject: the incident.
    ReturnedToCoder {
        /// What is missing, sealed.
        reason: SealedReference,
    },
    /// The checker decided: our judgement. Subject: the incident.
    Checked {
        /// A code of the codebook's decisions.
        decision: String,
        /// The checker's own coding, when it was reclassified.
        coding: Option<Coding>,
        /// Why, sealed.
        reason: Option<SealedReference>,
    },
    /// A decided incident is open again. Subject: the incident.
    IncidentReopened {
        /// Why, sealed.
        reason: SealedReference,
    },
    /// A member took out everything that was ever written, unsealed. Subject: the member.
    EverythingUnsealed {
        /// How many entries the ledger had: up to there it goes.
        entries: u64,
    },
    /// A member searched in unsealed text. Subject: the member.
    TextSearched {
        /// How many reports were unsealed for it.
        reports: u32,
    },
}

impl Fact {
    /// The text that is stored and committed to. The same fact always gives the same text.
    #[must_use]
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("a fact has only text keys and finite numbers")
    }

    /// Reads a stored fact; none if it isn't one.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Whether it changes nothing that another colleague could be editing.
    #[must_use]
    pub const fn leaves_content(&self) -> bool {
        matches!(
            self,
            Self::ReportOpened {}
                | Self::IncidentOpened { .. }
                | Self::IncidentKeyMade { .. }
                | Self::KeyRewrapped { .. }
                | Self::TextSearched { .. }
                | Self::EverythingUnsealed { .. }
        )
    }

    /// The sealed objects of its subject that it names.
    #[must_use]
    pub fn sealed(&self) -> Vec<&SealedReference> {
        match self {
            Self::ReportReceived { objects, .. } => objects.iter().collect(),
            Self::IncidentCoded { note, .. }
            | Self::PerceptionRecorded { note, .. }
            | Self::PoliceClassified { note, .. }
            | Self::SubmittedForCheck { note } => note.iter().collect(),
            Self::Checked { reason, .. } => reason.iter().collect(),
            Self::ReturnedToCoder { reason } | Self::IncidentReopened { reason } => vec![reason],
            _ => Vec::new(),
        }
    }

    /// What the source of an import told in words with it.
    #[must_use]
    pub const fn story(&self) -> Option<&DeliveredStory> {
        match self {
            Self::IncidentImported { story, .. } | Self::IncidentRedelivered { story, .. } => {
                story.as_ref()
            }
            _ => None,
        }
    }

    /// The fact's name as stored, for a line of history.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::OrganisationFounded { .. } => "organisation-founded",
            Self::CodebookInstalled { .. } => "codebook-installed",
            Self::TeamKeyRenewed { .. } => "team-key-renewed",
            Self::TeamKeysRetired { .. } => "team-keys-retired",
            Self::RecoveryKeyUsed { .. } => "recovery-key-used",
            Self::KeyRewrapped { .. } => "key-rewrapped",
            Self::AreasImported { .. } => "areas-imported",
            Self::PageProgramServed { .. } => "page-program-served",
            Self::MemberInvited { .. } => "member-invited",
            Self::MemberJoined { .. } => "member-joined",
            Self::TeamKeyHandedOver { .. } => "team-key-handed-over",
            Self::KeySlotSet { .. } => "key-slot-set",
            Self::SessionsClosed {} => "sessions-closed",
            Self::MemberSuspended {} => "member-suspended",
            Self::MemberReinstated {} => "member-reinstated",
            Self::ReportReceived { .. } => "report-received",
            Self::ReportOpened {} => "report-opened",
            Self::ReportAttached { .. } => "report-attached",
            Self::ReportSetAside { .. } => "report-set-aside",
            Self::ReportReturned {} => "report-returned",
            Self::IncidentMade { .. } => "incident-made",
            Self::IncidentKeyMade { .. } => "incident-key-made",
            Self::IncidentImported { .. } => "incident-imported",
            Self::IncidentRedelivered { .. } => "incident-redelivered",
            Self::IncidentTakenBack { .. } => "incident-taken-back",
            Self::IncidentPutBack { .. } => "incident-put-back",
            Self::ImportStarted { .. } => "import-started",
            Self::ImportFinished { .. } => "import-finished",
            Self::ImportUndone { .. } => "import-undone",
            Self::IncidentOpened { .. } => "incident-opened",
            Self::IncidentCoded { .. } => "incident-coded",
            Self::PerceptionRecorded { .. } => "perception-recorded",
            Self::PoliceClassified { .. } => "police-classified",
            Self::SubmittedForCheck { .. } => "submitted-for-check",
            Self::ReturnedToCoder { .. } => "returned-to-coder",
            Self::Checked { .. } => "checked",
            Self::IncidentReopened { .. } => "incident-reopened",
            Self::EverythingUnsealed { .. } => "everything-unsealed",
            Self::TextSearched { .. } => "text-searched",
        }
    }
}

/// A fact with its place in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the ledger, from 0, without gaps.
    pub index: u64,
    /// What it is about.
    pub subject: Subject,
    /// Its place among the entries of the subject, from 1, without gaps.
    pub number: u32,
    /// The member who did it; none when the public or the program did.
    pub actor: Option<MemberId>,
    /// When.
    pub at: Timestamp,
    /// What.
    pub fact: Fact,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_read_back_as_written() {
        let fact = Fact::ReportSetAside {
            reason: SetAside::NotForUs,
        };
        assert_eq!(
            fact.to_text(),
            r#"{"fact":"report-set-aside","reason":"not-for-us"}"#
        );
        assert_eq!(Fact::from_text(&fact.to_text()), Some(fact));
        assert_eq!(
            Fact::from_text(r#"{"fact":"report-set-aside","reason":"spam","more":1}"#),
            None
        );
        assert_eq!(Fact::from_text("{}"), None);
    }

    #[test]
    fn the_name_is_the_stored_tag() {
        let facts = [
            Fact::MemberSuspended {},
            Fact::ReportOpened {},
            Fact::TextSearched { reports: 3 },
        ];
        for fact in facts {
            assert!(
                fact.to_text()
                    .starts_with(&format!(r#"{{"fact":"{}""#, fact.name()))
            );
        }
    }
}
