//! `heard verify`: checks the whole ledger and every record's commitment, and names the first that doesn't fit.
//!
//! Two walks over the entries: the first finds the last entry of each subject; the second recomputes every
//! commitment and the tree, folds each subject's facts, and compares what they fold to with the rows that are kept.
//! A subject's state is held only between its first and last entry.

use std::collections::HashMap;

use domain::fact::Digest;
use domain::{Entry, Fact, Incident, IncidentId, Member, MemberId, Report, ReportId, Subject};
use ledger::{CommittedParts, Verifier};
use store::Reading;
use thiserror::Error;

use crate::error::ServiceError;
use crate::house::House;
use crate::intake;
use crate::sealing;

/// How many rows are read at a time.
const BATCH: u32 = 2_000;

/// Something that doesn't fit.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// An entry, or a checkpoint of that size.
    #[error("entry {index}: {reason}")]
    Entry {
        /// The entry's place in the ledger.
        index: u64,
        /// What is wrong.
        reason: String,
    },
    /// A row or file that belongs to no entry.
    #[error("{table}: {reason}")]
    Row {
        /// The table.
        table: &'static str,
        /// What is wrong.
        reason: String,
    },
}

/// What was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Entries.
    pub entries: u64,
    /// Checkpoints.
    pub checkpoints: u64,
    /// Entries that the newest checkpoint covers.
    pub signed_entries: u64,
    /// Reports.
    pub reports: u64,
    /// Incidents.
    pub incidents: u64,
    /// Members.
    pub members: u64,
    /// The root of all entries.
    pub root: [u8; 32],
}

/// A fold that is under way, or the digest of what it came to.
enum Folded {
    Report(Box<Report>),
    Incident(Box<Incident>),
    Member(Box<Member>),
    Other,
}

/// What the facts came to: digest of the state, and the ledger index of the last fact.
type States<K> = HashMap<K, ([u8; 32], u64)>;

#[derive(Default)]
struct Walk {
    last_numbers: HashMap<Subject, u32>,
    numbers: HashMap<Subject, u32>,
    under_way: HashMap<Subject, Folded>,
    reports: States<ReportId>,
    incidents: States<IncidentId>,
    members: States<MemberId>,
}

impl House {
    /// Checks everything. `Ok(Err(fault))` names the first thing that doesn't fit; `tell` hears of progress.
    pub async fn verify(&self, tell: impl Fn(u64) + Send + Sync + 'static) -> Result<Result<Checked, Fault>, ServiceError> {
        self.store
            .read("verify", move |reading| {
                Box::pin(async move {
                    match check_all(reading, &tell).await {
                        Ok(checked) => Ok(Ok(checked)),
                        Err(Trouble::Fault(fault)) => Ok(Err(fault)),
                        // Bytes that no longer read as a row are a fault of the data, not of the check.
                        Err(Trouble::Store(error)) if error.is_about_stored_data() => {
                            Ok(Err(Fault::Row { table: "store", reason: error.to_string() }))
                        }
                        Err(Trouble::Store(error)) => Err(ServiceError::Store(error)),
                    }
                })
            })
            .await
    }
}

enum Trouble {
    Fault(Fault),
    Store(store::StoreError),
}

impl From<store::StoreError> for Trouble {
    fn from(error: store::StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

fn at(index: u64, reason: impl ToString) -> Trouble {
    Trouble::Fault(Fault::Entry { index, reason: reason.to_string() })
}

fn row(table: &'static str, reason: impl ToString) -> Trouble {
    Trouble::Fault(Fault::Row { table, reason: reason.to_string() })
}

async fn check_all(reading: &mut Reading, tell: &(impl Fn(u64) + Sync)) -> Result<Checked, Trouble> {
    let Some(organisation) = reading.organisation().await? else {
        return Err(row("organisation", "this Heard has not been founded yet"));
    };
    let mut walk = Walk::default();
    let mut from = 0;
    loop {
        let batch = reading.entries(from, BATCH).await?;
        let Some(last) = batch.last() else { break };
        from = last.index + 1;
        for stored in batch {
            walk.last_numbers.insert(stored.subject, stored.number);
        }
    }

    let mut verifier = Verifier::new(&organisation.origin, &organisation.checkpoint_public);
    for checkpoint in reading.checkpoints().await? {
        verifier.expect(&checkpoint.note).map_err(|finding| at(checkpoint.size, finding.mismatch))?;
        let signed = ledger::Checkpoint::verify(&checkpoint.note, &organisation.origin, &organisation.checkpoint_public);
        if signed.map(|(size, _)| size) != Ok(checkpoint.size) {
            return Err(at(checkpoint.size, "the checkpoint is kept under another size than it signs"));
        }
    }

    let mut codebook: Option<Digest> = None;
    let mut from = 0;
    loop {
        let batch = reading.entries(from, BATCH).await?;
        let Some(last) = batch.last() else { break };
        from = last.index + 1;
        for stored in batch {
            let parts = CommittedParts {
                subject: *stored.subject.as_bytes(),
                number: stored.number,
                actor: stored.actor.map(|actor| *actor.as_bytes()),
                at_microseconds: stored.at.microseconds(),
                fact: stored.fact_text.as_bytes(),
            };
            verifier
                .feed(stored.index, &stored.salt, &parts, &stored.leaf)
                .map_err(|finding| at(finding.index, finding.mismatch))?;
            let fact = Fact::from_text(&stored.fact_text).ok_or_else(|| at(stored.index, "the fact is not one"))?;
            let entry = Entry {
                index: stored.index,
                subject: stored.subject,
                number: stored.number,
                actor: stored.actor,
                at: stored.at,
                fact,
            };
            check_leaf(&entry, &stored.leaf, &mut codebook)?;
            check_attached(reading, &entry, &organisation).await?;
            walk.fold(&entry)?;
        }
        tell(from);
    }
    let verified = verifier.finish().map_err(|finding| at(finding.index, finding.mismatch))?;
    check_tiles(reading, from).await?;
    let (reports, incidents, members) = walk.compare(reading).await?;
    Ok(Checked {
        entries: verified.entries,
        checkpoints: verified.checkpoints,
        signed_entries: verified.signed_entries,
        reports,
        incidents,
        members,
        root: verified.root,
    })
}

/// The public part of an entry says no more and no less than its fact.
fn check_leaf(entry: &Entry, leaf: &[u8], codebook: &mut Option<Digest>) -> Result<(), Trouble> {
    let leaf = ledger::Leaf::from_bytes(leaf).map_err(|error| at(entry.index, error))?;
    if leaf.kind != crate::record::leaf_kind(&entry.fact) {
        return Err(at(entry.index, "the entry is of another kind than its fact"));
    }
    if let Fact::CodebookInstalled { sha256, .. } = &entry.fact {
        *codebook = Some(*sha256);
    }
    Ok(())
}

/// What a fact names and what is kept elsewhere: sealed objects, wrapped keys, receipts, public keys, codebooks.
async fn check_attached(
    reading: &mut Reading,
    entry: &Entry,
    organisation: &store::OrganisationRow,
) -> Result<(), Trouble> {
    let index = entry.index;
    for reference in entry.fact.sealed() {
        let Some(object) = reading.object(reference.object).await? else {
            return Err(at(index, "a sealed object is missing"));
        };
        if Digest(seal::sha256(&object.bytes)) != reference.sha256 {
            return Err(at(index, "a sealed object was altered"));
        }
        let header = seal::ObjectHeader::read(&object.bytes).map_err(|error| at(index, error))?;
        if object.subject != entry.subject || object.kind != header.kind.number() {
            return Err(at(index, "a sealed object is kept under another name"));
        }
    }
    match &entry.fact {
        Fact::ReportReceived { wraps, receipt, .. } => {
            check_wraps(reading, entry, *wraps).await?;
            let parts = reading.receipt_of(ReportId::from_bytes(*entry.subject.as_bytes())).await?;
            if parts.map(|parts| intake::digest_of_receipt(&parts)) != Some(*receipt) {
                return Err(at(index, "the public parts of the receipt were altered"));
            }
        }
        Fact::IncidentKeyMade { wraps } => check_wraps(reading, entry, *wraps).await?,
        Fact::MemberJoined { keys } => {
            let kept = reading.member(MemberId::from_bytes(*entry.subject.as_bytes())).await?;
            if kept.map(|kept| Digest(seal::sha256(&kept.public_keys))) != Some(*keys) {
                return Err(at(index, "a member's public keys were altered"));
            }
        }
        Fact::OrganisationFounded { recovery_key, checkpoint_key, team_key } => {
            let fits = Digest(seal::sha256(&organisation.recovery_public)) == *recovery_key
                && Digest(seal::sha256(&organisation.checkpoint_public)) == *checkpoint_key
                && entry.subject == organisation.id.into();
            let team = reading.team_key().await?;
            if !fits || team.map(|(_, public)| Digest(seal::sha256(&public))) != Some(*team_key) {
                return Err(at(index, "a public key of the organisation was altered"));
            }
        }
        Fact::CodebookInstalled { codebook, sha256 } => {
            let kept = reading.codebook(&codebook.id, codebook.version).await?;
            if kept.map(|kept| Digest(seal::sha256(kept.source.as_bytes()))) != Some(*sha256) {
                return Err(at(index, "a codebook was altered"));
            }
        }
        _ => {}
    }
    Ok(())
}

async fn check_wraps(reading: &mut Reading, entry: &Entry, expected: Digest) -> Result<(), Trouble> {
    let wraps = reading.wraps_of(entry.subject).await?;
    let found = sealing::digest_of_wraps(wraps.iter().map(|wrap| (wrap.recipient, wrap.epoch, wrap.bytes.as_slice())));
    if found == expected { Ok(()) } else { Err(at(entry.index, "a wrapped key was altered")) }
}

/// The published tiles are the ones that the entries make.
async fn check_tiles(reading: &mut Reading, entries: u64) -> Result<(), Trouble> {
    let Some((size, edge)) = reading.tree_edge().await? else { return Ok(()) };
    if size > entries {
        return Err(row("tree", "the tree has more entries than there are"));
    }
    let mut tree = ledger::Tree::new();
    let mut done = 0;
    let mut held: HashMap<String, Vec<u8>> = HashMap::new();
    while done < size {
        let batch = reading.leaves(done, BATCH.min((size - done) as u32)).await?;
        if batch.is_empty() {
            return Err(row("tree", "entries are missing"));
        }
        let files = ledger::new_tiles(done, &batch, |id| held.get(&id.path()).cloned())
            .map_err(|error| row("tile", error))?;
        held.clear();
        for file in files {
            // Only what is full, or at the very edge, has to be kept; a partial one in between may have been grown.
            if file.id.is_full() {
                let kept = reading.tile(&file.id.path()).await?;
                if kept.as_deref() != Some(file.bytes.as_slice()) {
                    return Err(row("tile", format!("{} was altered", file.id.path())));
                }
            }
            held.insert(file.id.path(), file.bytes);
        }
        for leaf in &batch {
            tree.append(leaf);
        }
        done += batch.len() as u64;
    }
    for id in ledger::partial_tiles(size) {
        let kept = reading.tile(&id.path()).await?;
        let expected = held.get(&id.path());
        if expected.is_some() && kept.as_ref() != expected {
            return Err(row("tile", format!("{} was altered", id.path())));
        }
    }
    if tree.edge().concat() != edge {
        return Err(row("tree", "the edge of the tree was altered"));
    }
    Ok(())
}

/// A digest by which two states are the same or not.
fn digest(state: &impl std::fmt::Debug) -> [u8; 32] {
    seal::sha256(format!("{state:?}").as_bytes())
}

impl Walk {
    fn fold(&mut self, entry: &Entry) -> Result<(), Trouble> {
        let index = entry.index;
        let number = self.numbers.entry(entry.subject).or_default();
        if entry.number != *number + 1 {
            return Err(at(index, "an entry of its subject is missing or doubled"));
        }
        *number = entry.number;
        let mut folded = match self.under_way.remove(&entry.subject) {
            Some(mut folded) => {
                match &mut folded {
                    Folded::Report(report) => report.apply(entry).map_err(|error| at(index, error))?,
                    Folded::Incident(incident) => incident.apply(entry).map_err(|error| at(index, error))?,
                    Folded::Member(member) => member.apply(entry).map_err(|error| at(index, error))?,
                    Folded::Other => {}
                }
                folded
            }
            None => match &entry.fact {
                Fact::ReportReceived { .. } => {
                    Folded::Report(Box::new(Report::begin(entry).map_err(|error| at(index, error))?))
                }
                Fact::IncidentMade { .. } | Fact::IncidentImported { .. } => {
                    Folded::Incident(Box::new(Incident::begin(entry).map_err(|error| at(index, error))?))
                }
                Fact::MemberInvited { .. } => {
                    Folded::Member(Box::new(Member::begin(entry).map_err(|error| at(index, error))?))
                }
                _ => Folded::Other,
            },
        };
        if self.last_numbers.get(&entry.subject) != Some(&entry.number) {
            self.under_way.insert(entry.subject, folded);
            return Ok(());
        }
        match &mut folded {
            Folded::Report(report) => drop(self.reports.insert(report.id, (digest(report), index))),
            Folded::Incident(incident) => drop(self.incidents.insert(incident.id, (digest(incident), index))),
            Folded::Member(member) => drop(self.members.insert(member.id, (digest(member), index))),
            Folded::Other => {}
        }
        Ok(())
    }

    /// Compares every row with what its facts came to.
    async fn compare(mut self, reading: &mut Reading) -> Result<(u64, u64, u64), Trouble> {
        const ALTERED: &str = "the row of its subject is not what the facts say";
        let counts = (self.reports.len() as u64, self.incidents.len() as u64, self.members.len() as u64);
        let mut after = None;
        loop {
            let batch = reading.reports_after(after, BATCH).await?;
            let Some(last) = batch.last() else { break };
            after = Some(last.id);
            for report in &batch {
                match self.reports.remove(&report.id) {
                    Some((expected, _)) if digest(report) == expected => {}
                    Some((_, index)) => return Err(at(index, ALTERED)),
                    None => return Err(row("report", "a row belongs to no entry")),
                }
            }
        }
        let mut after = None;
        loop {
            let batch = reading.incidents_after(after, BATCH).await?;
            let Some(last) = batch.last() else { break };
            after = Some(last.id);
            for incident in &batch {
                match self.incidents.remove(&incident.id) {
                    Some((expected, _)) if digest(incident) == expected => {}
                    Some((_, index)) => return Err(at(index, ALTERED)),
                    None => return Err(row("incident", "a row belongs to no entry")),
                }
            }
        }
        for member in reading.members().await? {
            match self.members.remove(&member.member.id) {
                Some((expected, _)) if digest(&member.member) == expected => {}
                Some((_, index)) => return Err(at(index, ALTERED)),
                None => return Err(row("member", "a row belongs to no entry")),
            }
        }
        let left = self.reports.into_values().chain(self.incidents.into_values()).chain(self.members.into_values());
        match left.map(|(_, index)| index).min() {
            Some(index) => Err(at(index, "the row of its subject is missing")),
            None => Ok(counts),
        }
    }
}
