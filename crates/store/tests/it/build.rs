//! Synthetic things to keep.

use domain::coding::{CodebookReference, Coding, Facets};
use domain::fact::{Digest, Fact, SealedAt};
use domain::member::{Member, MemberState};
use domain::occurred::Occurred;
use domain::{Entry, Incident, IncidentId, MemberId, Report, ReportId, Role, Subject, Timestamp};
use heard_store::{MemberRow, NewEntry, ReceiptParts, StoreError, Writing};
use jiff::civil::date;

pub(crate) fn bytes16(number: u64) -> [u8; 16] {
    (u128::from(number) + 1)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835)
        .to_be_bytes()
}

pub(crate) fn bytes32(number: u64) -> [u8; 32] {
    let half = bytes16(number);
    std::array::from_fn(|place| half[place % 16] ^ u8::from(place >= 16))
}

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_microseconds(1_767_225_600_000_000).plus_seconds(seconds)
}

pub(crate) fn subject(number: u64) -> Subject {
    Subject::from_bytes(bytes16(number))
}

pub(crate) fn member_id(number: u64) -> MemberId {
    MemberId::from_bytes(bytes16(10_000 + number))
}

pub(crate) fn incident_id(number: u64) -> IncidentId {
    IncidentId::from_bytes(bytes16(20_000 + number))
}

pub(crate) fn report_id(number: u64) -> ReportId {
    ReportId::from_bytes(bytes16(1_000_000 + number))
}

pub(crate) fn leaf(index: u64, text: &str) -> Vec<u8> {
    format!("{index}:{}", text.len()).into_bytes()
}

pub(crate) async fn append(
    writing: &mut Writing,
    subject: Subject,
    number: u32,
    fact: &Fact,
) -> Result<Entry, StoreError> {
    let new = NewEntry {
        subject,
        number,
        actor: None,
        at: at(0),
        fact,
        salt: [7; 32],
    };
    writing.append(new, leaf).await
}

pub(crate) fn codebook() -> CodebookReference {
    CodebookReference {
        id: "uk".to_owned(),
        version: 3,
    }
}

pub(crate) fn report_received() -> Fact {
    Fact::ReportReceived {
        channel: "web".to_owned(),
        language: "ur".to_owned(),
        codebook: codebook(),
        sealed_at: SealedAt::Browser,
        objects: Vec::new(),
        wraps: Digest([1; 32]),
        receipt: Digest([2; 32]),
    }
}

pub(crate) fn report(number: u64) -> Report {
    Report {
        id: report_id(number),
        channel: "web".to_owned(),
        language: "en".to_owned(),
        codebook: codebook(),
        sealed_at: SealedAt::FrontDoor,
        received: at(number.cast_signed()),
        entered_by: None,
        stage: domain::report::ReportStage::New,
        opened: 0,
        number: 1,
    }
}

pub(crate) fn receipt(number: u64) -> ReceiptParts {
    ReceiptParts {
        locator: bytes16(2_000_000 + number),
        auth_public: bytes32(number),
        mailbox_public: vec![3; 1200],
        content_mac: bytes32(number + 1),
    }
}

pub(crate) fn facets(pairs: &[(&str, &str)]) -> Facets {
    pairs
        .iter()
        .map(|(facet, code)| ((*facet).to_owned(), (*code).to_owned()))
        .collect()
}

pub(crate) fn coding(pairs: &[(&str, &str)]) -> Coding {
    Coding {
        codebook: codebook(),
        occurred: Occurred::on(date(2026, 3, 1)),
        persons: Some(2),
        facets: facets(pairs),
    }
}

pub(crate) fn incident_made(year: i16, number: u32) -> Fact {
    Fact::IncidentMade {
        series: "own".to_owned(),
        year,
        number,
        coding: coding(&[("category", "abuse"), ("strand", "faith")]),
    }
}

pub(crate) fn incident_imported(series: &str, external_id: &str) -> Fact {
    Fact::IncidentImported {
        series: series.to_owned(),
        external_id: external_id.to_owned(),
        coding: coding(&[("category", "assault"), ("target", "muslim")]),
        decision: Some("verified".to_owned()),
        mapping: Digest([5; 32]),
        import: None,
        story: None,
    }
}

/// An incident as its first fact makes it, that fact being the one at `index`.
pub(crate) fn incident(number: u64, index: u64, fact: Fact) -> Incident {
    let subject = incident_id(number).into();
    let actor = matches!(fact, Fact::IncidentMade { .. }).then(|| member_id(1));
    Incident::begin(&Entry {
        index,
        subject,
        number: 1,
        actor,
        at: at(number.cast_signed()),
        fact,
    })
    .unwrap()
}

pub(crate) fn member(number: u64, name: &str) -> MemberRow {
    MemberRow {
        member: Member {
            id: member_id(number),
            role: Role::Caseworker,
            state: MemberState::Invited,
            keys: None,
            team_epoch: None,
            number: 1,
        },
        name: name.to_owned(),
        name_key: name.to_lowercase(),
        language: "en".to_owned(),
        public_keys: Vec::new(),
    }
}
