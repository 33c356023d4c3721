//! Folding the facts of each subject, and comparing what they came to with the rows that are kept.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{Hash, Hasher};

use domain::{
    Entry, Fact, Import, ImportId, Incident, IncidentId, Member, MemberId, Report, ReportId,
    Subject,
};
use store::Reading;

use super::opening::OpenedEntry;
use super::{BATCH, Read as _, Trouble, at, beside, row};

/// Why an entry is refused whose number isn't the next of its subject.
pub(super) const OUT_OF_TURN: &str = "an entry of its subject is missing or doubled";
const ALTERED: &str = "the row of its subject is not what the facts say";

/// A fold that is under way.
pub(super) enum Folded {
    Report(Box<Report>),
    Incident(Box<Incident>),
    Member(Box<Member>),
    Import(Box<Import>),
    Other,
}

/// What a fold came to.
#[derive(Clone, Copy)]
pub(super) enum State {
    Report(ReportId, StateDigest),
    Incident(IncidentId, StateDigest),
    Member(MemberId, StateDigest),
    Import(ImportId, StateDigest),
    Other,
}

/// A digest by which two states are the same or not: half of a SHA-256, since there are many.
type StateDigest = [u8; 16];

/// What the facts came to: digest of the state, and the ledger index of the last fact.
type States<K> = HashMap<K, (StateDigest, u64)>;

/// The number of the last entry of each subject that has more than one.
pub(super) type LastNumbers = HashMap<Subject, u32>;

/// How much a subject's facts say is sealed.
#[derive(Clone, Copy, Default)]
pub(super) struct Sealed {
    pub(super) objects: usize,
}

impl Folded {
    /// Begins with the first fact of a subject.
    pub(super) fn begin(entry: &Entry) -> Result<Self, Trouble> {
        let index = entry.index;
        Ok(match &entry.fact {
            Fact::ReportReceived { .. } => Self::Report(Box::new(
                Report::begin(entry).map_err(|error| at(index, error))?,
            )),
            Fact::IncidentMade { .. } | Fact::IncidentImported { .. } => Self::Incident(Box::new(
                Incident::begin(entry).map_err(|error| at(index, error))?,
            )),
            Fact::MemberInvited { .. } => Self::Member(Box::new(
                Member::begin(entry).map_err(|error| at(index, error))?,
            )),
            Fact::ImportStarted { .. } => Self::Import(Box::new(
                Import::begin(entry).map_err(|error| at(index, error))?,
            )),
            _ => Self::Other,
        })
    }

    fn apply(&mut self, entry: &Entry) -> Result<(), Trouble> {
        let index = entry.index;
        match self {
            Self::Report(report) => report.apply(entry).map_err(|error| at(index, error)),
            Self::Incident(incident) => incident.apply(entry).map_err(|error| at(index, error)),
            Self::Member(member) => member.apply(entry).map_err(|error| at(index, error)),
            Self::Import(import) => import.apply(entry).map_err(|error| at(index, error)),
            Self::Other => Ok(()),
        }
    }

    /// What it has come to.
    pub(super) fn state(&self) -> State {
        match self {
            Self::Report(report) => State::Report(report.id, digest(report)),
            Self::Incident(incident) => State::Incident(incident.id, digest(incident)),
            Self::Member(member) => State::Member(member.id, digest(member)),
            Self::Import(import) => State::Import(import.id, digest(import)),
            Self::Other => State::Other,
        }
    }
}

/// Collects what a value says of itself when it is hashed, which no other value says.
#[derive(Default)]
struct Said(Vec<u8>);

impl Hasher for Said {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.len() as u64
    }
}

fn digest(state: &impl Hash) -> StateDigest {
    let mut said = Said::default();
    state.hash(&mut said);
    seal::sha256(&said.0)
        .first_chunk()
        .copied()
        .unwrap_or_default()
}

/// What was seen of the entries so far.
pub(super) struct Walk {
    last_numbers: LastNumbers,
    /// Of subjects with several entries: index and number of the last that came, and the fold so far.
    under_way: HashMap<Subject, (u64, u32, Folded, Sealed)>,
    reports: States<ReportId>,
    incidents: States<IncidentId>,
    members: States<MemberId>,
    imports: States<ImportId>,
    areas: BTreeMap<u32, Entry>,
    /// The codebooks that were installed.
    codebooks: HashSet<[u8; 32]>,
    /// The specifications that entries name, each with the first that does.
    specifications: HashMap<[u8; 32], u64>,
}

impl Walk {
    pub(super) fn new(last_numbers: LastNumbers) -> Self {
        Self {
            last_numbers,
            under_way: HashMap::new(),
            reports: HashMap::new(),
            incidents: HashMap::new(),
            members: HashMap::new(),
            imports: HashMap::new(),
            areas: BTreeMap::new(),
            codebooks: HashSet::new(),
            specifications: HashMap::new(),
        }
    }

    /// Which subjects have more than one entry.
    pub(super) fn last_numbers(&self) -> &LastNumbers {
        &self.last_numbers
    }

    /// The imports of areas, which are done with here.
    pub(super) fn areas(&mut self) -> BTreeMap<u32, Entry> {
        std::mem::take(&mut self.areas)
    }

    /// Takes the next entry; after the last one of its subject, gives what the subject has sealed.
    pub(super) fn take(&mut self, one: &OpenedEntry) -> Result<Option<Sealed>, Trouble> {
        let entry = &one.entry;
        let index = entry.index;
        self.specifications
            .entry(one.opened.leaf().spec_hash)
            .or_insert(index);
        match &entry.fact {
            Fact::CodebookInstalled { sha256, .. } => drop(self.codebooks.insert(sha256.0)),
            Fact::AreasImported { set, .. } if self.areas.insert(*set, entry.clone()).is_some() => {
                return Err(at(index, "a set of areas was taken in twice"));
            }
            _ => {}
        }
        let objects = entry.fact.sealed().len();
        if let Some(state) = one.state {
            self.came_to(state, index)?;
            return Ok(Some(Sealed { objects }));
        }
        let (number, folded, mut sealed) = match self.under_way.remove(&entry.subject) {
            Some((_, number, mut folded, sealed)) => {
                folded.apply(entry)?;
                (number, folded, sealed)
            }
            None => (0, Folded::begin(entry)?, Sealed::default()),
        };
        if entry.number != number + 1 {
            return Err(at(index, OUT_OF_TURN));
        }
        sealed.objects += objects;
        if self.last_numbers.get(&entry.subject) != Some(&entry.number) {
            self.under_way
                .insert(entry.subject, (index, entry.number, folded, sealed));
            return Ok(None);
        }
        self.came_to(folded.state(), index)?;
        Ok(Some(sealed))
    }

    /// Notes what a subject came to, once.
    fn came_to(&mut self, state: State, index: u64) -> Result<(), Trouble> {
        let is_first = match state {
            State::Report(id, digest) => self.reports.insert(id, (digest, index)).is_none(),
            State::Incident(id, digest) => self.incidents.insert(id, (digest, index)).is_none(),
            State::Member(id, digest) => self.members.insert(id, (digest, index)).is_none(),
            State::Import(id, digest) => self.imports.insert(id, (digest, index)).is_none(),
            State::Other => true,
        };
        if is_first {
            Ok(())
        } else {
            Err(at(index, OUT_OF_TURN))
        }
    }

    /// The public part of every entry names one of the codebooks that were installed.
    pub(super) fn check_specifications(&self) -> Result<(), Trouble> {
        let unknown = self
            .specifications
            .iter()
            .filter(|(specification, _)| !self.codebooks.contains(*specification))
            .map(|(_, index)| *index);
        match unknown.min() {
            Some(index) => Err(at(
                index,
                "the entry names a specification that was never installed",
            )),
            None => Ok(()),
        }
    }

    /// Compares every row with what its facts came to.
    pub(super) async fn compare(
        mut self,
        reading: &mut Reading,
    ) -> Result<(u64, u64, u64), Trouble> {
        let counts = (
            self.reports.len() as u64,
            self.incidents.len() as u64,
            self.members.len() as u64,
        );
        if let Some(index) = self.under_way.values().map(|(index, ..)| *index).min() {
            return Err(at(index, OUT_OF_TURN));
        }
        let mut after = None;
        loop {
            let batch = reading.reports_after(after, BATCH).await.of("report")?;
            let Some(last) = batch.last() else { break };
            after = Some(last.id);
            for report in &batch {
                let expected = self.reports.remove(&report.id);
                fits(expected, report, "report")?;
            }
        }
        let mut batch = reading.incidents_after(None, BATCH).await.of("incident")?;
        while let Some(last) = batch.last() {
            let after = Some(last.id);
            let (these, mut expected) = (batch, std::mem::take(&mut self.incidents));
            let at_work = beside(move || {
                for incident in &these {
                    fits(expected.remove(&incident.id), incident, "incident")?;
                }
                Ok::<_, Trouble>(expected)
            });
            let (left, next) = tokio::join!(at_work, reading.incidents_after(after, BATCH));
            self.incidents = left??;
            batch = next.of("incident")?;
        }
        for member in reading.members().await.of("member")? {
            let expected = self.members.remove(&member.member.id);
            fits(expected, &member.member, "member")?;
        }
        for import in reading.imports().await.of("import")? {
            fits(self.imports.remove(&import.id), &import, "import")?;
        }
        let left = self
            .reports
            .into_values()
            .chain(self.imports.into_values())
            .chain(self.incidents.into_values())
            .chain(self.members.into_values());
        match left.map(|(_, index)| index).min() {
            Some(index) => Err(at(index, "the row of its subject is missing")),
            None => Ok(counts),
        }
    }
}

/// A row is what its facts came to.
fn fits(
    expected: Option<(StateDigest, u64)>,
    found: &impl Hash,
    table: &'static str,
) -> Result<(), Trouble> {
    match expected {
        Some((expected, _)) if digest(found) == expected => Ok(()),
        Some((_, index)) => Err(at(index, ALTERED)),
        None => Err(row(table, "a row belongs to no entry")),
    }
}
