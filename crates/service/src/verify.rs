//! `heard verify`: checks the whole ledger and every record's commitment, and names the first that doesn't fit.
//!
//! Two walks over the entries: the first finds the last entry of each subject; the second recomputes every
//! commitment and the tree, folds each subject's facts, and compares what they fold to with the rows that are kept.
//! A subject's state is held only between its first and last entry.

use std::collections::{HashMap, HashSet};

use domain::fact::Digest;
use domain::{Entry, Fact, Incident, IncidentId, Member, MemberId, Report, ReportId, Subject};
use ledger::{CommittedParts, Verifier};
use store::{CheckpointRow, OrganisationRow, Reading, StoreError, StoredEntry};
use thiserror::Error;

use crate::error::ServiceError;
use crate::house::House;
use crate::intake;
use crate::organisation::origin_of;
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

/// How much a subject's facts say is sealed.
#[derive(Clone, Copy, Default)]
struct Sealed {
    objects: usize,
}

#[derive(Default)]
struct Walk {
    last_numbers: HashMap<Subject, u32>,
    /// Where a subject's wrapped keys were last told.
    last_wraps: HashMap<Subject, u64>,
    /// How many keys the team has had.
    team_keys: usize,
    numbers: HashMap<Subject, u32>,
    under_way: HashMap<Subject, (Folded, Sealed)>,
    reports: States<ReportId>,
    incidents: States<IncidentId>,
    members: States<MemberId>,
}

impl House {
    /// Checks everything. `Ok(Err(fault))` names the first thing that doesn't fit; `tell` hears of progress.
    pub async fn verify(
        &self,
        tell: impl Fn(u64) + Send + Sync + 'static,
    ) -> Result<Result<Checked, Fault>, ServiceError> {
        self.store
            .read("verify", move |reading| {
                Box::pin(async move {
                    match check_all(reading, &tell).await {
                        Ok(checked) => Ok(Ok(checked)),
                        Err(Trouble::Fault(fault)) => Ok(Err(fault)),
                        Err(Trouble::Store(error)) => Err(ServiceError::Store(error)),
                    }
                })
            })
            .await
    }
}

enum Trouble {
    Fault(Fault),
    Store(StoreError),
}

/// Bytes that no longer read as a row are a fault of the data, not of the check.
trait Read<T> {
    /// What was read from that table.
    fn of(self, table: &'static str) -> Result<T, Trouble>;
}

impl<T> Read<T> for Result<T, StoreError> {
    fn of(self, table: &'static str) -> Result<T, Trouble> {
        self.map_err(|error| {
            if error.is_about_stored_data() {
                row(table, error)
            } else {
                Trouble::Store(error)
            }
        })
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "an error that is passed on is not needed any more"
)]
fn at(index: u64, reason: impl ToString) -> Trouble {
    Trouble::Fault(Fault::Entry {
        index,
        reason: reason.to_string(),
    })
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "an error that is passed on is not needed any more"
)]
fn row(table: &'static str, reason: impl ToString) -> Trouble {
    Trouble::Fault(Fault::Row {
        table,
        reason: reason.to_string(),
    })
}

async fn check_all(
    reading: &mut Reading,
    tell: &(impl Fn(u64) + Sync),
) -> Result<Checked, Trouble> {
    let Some(organisation) = reading.organisation().await.of("organisation")? else {
        return Err(row("organisation", "this Heard has not been founded yet"));
    };
    let mut walk = Walk::default();
    let mut codebooks = HashSet::new();
    let mut from = 0;
    loop {
        let batch = entries(reading, from).await?;
        let Some(last) = batch.last() else { break };
        from = last.index + 1;
        for stored in batch {
            walk.last_numbers.insert(stored.subject, stored.number);
            match Fact::from_text(&stored.fact_text) {
                Some(Fact::OrganisationFounded { .. } | Fact::TeamKeyRenewed { .. }) => {
                    walk.team_keys += 1;
                }
                Some(Fact::CodebookInstalled { sha256, .. }) => drop(codebooks.insert(sha256.0)),
                Some(
                    Fact::ReportReceived { .. }
                    | Fact::IncidentKeyMade { .. }
                    | Fact::KeyRewrapped { .. },
                ) => drop(walk.last_wraps.insert(stored.subject, stored.index)),
                _ => {}
            }
        }
    }

    let mut verifier = Verifier::new(&organisation.origin, &organisation.checkpoint_public);
    let checkpoints = reading.checkpoints().await.of("checkpoint")?;
    for checkpoint in &checkpoints {
        verifier
            .expect(&checkpoint.note)
            .map_err(|finding| at(checkpoint.size, finding.mismatch))?;
        let signed = ledger::Checkpoint::verify(
            &checkpoint.note,
            &organisation.origin,
            &organisation.checkpoint_public,
        );
        if signed.map(|(size, _)| size) != Ok(checkpoint.size) {
            return Err(at(
                checkpoint.size,
                "the checkpoint is kept under another size than it signs",
            ));
        }
    }

    let mut from = 0;
    loop {
        let batch = entries(reading, from).await?;
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
            let fact = Fact::from_text(&stored.fact_text)
                .ok_or_else(|| at(stored.index, "the fact is not one"))?;
            let entry = Entry {
                index: stored.index,
                subject: stored.subject,
                number: stored.number,
                actor: stored.actor,
                at: stored.at,
                fact,
            };
            check_leaf(&entry, &stored.leaf, &codebooks)?;
            let newest_wraps = walk.last_wraps.get(&entry.subject) == Some(&entry.index);
            check_attached(reading, &entry, &organisation, newest_wraps).await?;
            if let Some(sealed) = walk.fold(&entry)? {
                check_nothing_more(reading, &entry, sealed).await?;
            }
        }
        tell(from);
    }
    let verified = verifier
        .finish()
        .map_err(|finding| at(finding.index, finding.mismatch))?;
    if reading.entry_count().await.of("entry")? != verified.entries {
        return Err(row("entry", "there is an entry outside the order"));
    }
    if reading.team_keys().await.of("team_key")?.len() != walk.team_keys {
        return Err(row("team_key", "there is a key that no entry names"));
    }
    check_tiles(reading, from, &checkpoints).await?;
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

/// The next entries; one that can't be read is named by its index.
async fn entries(reading: &mut Reading, from: u64) -> Result<Vec<StoredEntry>, Trouble> {
    let error = match reading.entries(from, BATCH).await {
        Ok(batch) => return Ok(batch),
        Err(error) if error.is_about_stored_data() => error,
        Err(error) => return Err(Trouble::Store(error)),
    };
    for index in from..from + u64::from(BATCH) {
        match reading.entries(index, 1).await {
            Err(error) if error.is_about_stored_data() => return Err(at(index, error)),
            other => other.of("entry")?,
        };
    }
    Err(row("entry", error))
}

/// The public part of an entry says no more and no less than its fact: its kind, and one of the codebooks that
/// were installed.
fn check_leaf(entry: &Entry, leaf: &[u8], codebooks: &HashSet<[u8; 32]>) -> Result<(), Trouble> {
    let leaf = ledger::Leaf::from_bytes(leaf).map_err(|error| at(entry.index, error))?;
    if leaf.kind != crate::record::leaf_kind(&entry.fact) {
        return Err(at(
            entry.index,
            "the entry is of another kind than its fact",
        ));
    }
    if !codebooks.contains(&leaf.spec_hash) {
        return Err(at(
            entry.index,
            "the entry names a specification that was never installed",
        ));
    }
    Ok(())
}

/// What a fact names and what is kept elsewhere: sealed objects, wrapped keys, receipts, public keys, codebooks.
async fn check_attached(
    reading: &mut Reading,
    entry: &Entry,
    organisation: &OrganisationRow,
    newest_wraps: bool,
) -> Result<(), Trouble> {
    let index = entry.index;
    for reference in entry.fact.sealed() {
        let Some(object) = reading.object(reference.object).await.of("object")? else {
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
            if newest_wraps {
                check_wraps(reading, entry, *wraps).await?;
            }
            let parts = reading
                .receipt_of(ReportId::from_bytes(*entry.subject.as_bytes()))
                .await
                .of("report")?;
            if parts.map(|parts| intake::digest_of_receipt(&parts)) != Some(*receipt) {
                return Err(at(index, "the public parts of the receipt were altered"));
            }
        }
        // Wrapped anew later, the entry of that time tells what is kept.
        Fact::IncidentKeyMade { wraps } | Fact::KeyRewrapped { wraps, .. } if newest_wraps => {
            check_wraps(reading, entry, *wraps).await?;
        }
        Fact::MemberJoined { keys } => {
            let kept = reading
                .member(MemberId::from_bytes(*entry.subject.as_bytes()))
                .await
                .of("member")?;
            if kept.map(|kept| Digest(seal::sha256(&kept.public_keys))) != Some(*keys) {
                return Err(at(index, "a member's public keys were altered"));
            }
        }
        Fact::OrganisationFounded {
            recovery_key,
            checkpoint_key,
            team_key,
        } => {
            let fits = Digest(seal::sha256(&organisation.recovery_public)) == *recovery_key
                && Digest(seal::sha256(&organisation.checkpoint_public)) == *checkpoint_key
                && entry.subject == organisation.id.into();
            if !fits || team_key_of(reading, 1).await? != Some(*team_key) {
                return Err(at(index, "a public key of the organisation was altered"));
            }
            if organisation.founded != entry.at || organisation.origin != origin_of(organisation.id)
            {
                return Err(at(index, "the organisation was altered"));
            }
        }
        Fact::TeamKeyRenewed { epoch, team_key } => {
            if team_key_of(reading, *epoch).await? != Some(*team_key) {
                return Err(at(index, "a public key of the team was altered"));
            }
        }
        Fact::CodebookInstalled { codebook, sha256 } => {
            let kept = reading
                .codebook(&codebook.id, codebook.version)
                .await
                .of("codebook")?;
            let fits = |kept: &store::CodebookRow| {
                Digest(seal::sha256(kept.source.as_bytes())) == *sha256
                    && Digest(kept.sha256) == *sha256
            };
            if !kept.is_some_and(|kept| fits(&kept)) {
                return Err(at(index, "a codebook was altered"));
            }
        }
        _ => {}
    }
    Ok(())
}

/// Digest of the team's public key of an epoch.
async fn team_key_of(reading: &mut Reading, epoch: u32) -> Result<Option<Digest>, Trouble> {
    let keys = reading.team_keys().await.of("team_key")?;
    let found = keys.into_iter().find(|(kept, _)| *kept == epoch);
    Ok(found.map(|(_, public)| Digest(seal::sha256(&public))))
}

async fn check_wraps(
    reading: &mut Reading,
    entry: &Entry,
    expected: Digest,
) -> Result<(), Trouble> {
    let wraps = reading.wraps_of(entry.subject).await.of("wrap")?;
    if sealing::digest_of_wraps(&wraps) == expected {
        Ok(())
    } else {
        Err(at(entry.index, "a wrapped key was altered"))
    }
}

/// A subject has the sealed objects that its facts name, and none besides: one more would keep the others
/// from being opened. `last` is its last entry.
async fn check_nothing_more(
    reading: &mut Reading,
    last: &Entry,
    sealed: Sealed,
) -> Result<(), Trouble> {
    if sealed.objects > 0
        && reading.objects_of(last.subject).await.of("object")?.len() != sealed.objects
    {
        return Err(at(
            last.index,
            "its subject has a sealed object that no entry names",
        ));
    }
    Ok(())
}

/// The published tiles are the ones that the entries make; also the unfinished ones of earlier checkpoints, as far
/// as they are still kept.
async fn check_tiles(
    reading: &mut Reading,
    entries: u64,
    checkpoints: &[CheckpointRow],
) -> Result<(), Trouble> {
    let (size, edge) = reading
        .tree_edge()
        .await
        .of("tree_edge")?
        .unwrap_or_default();
    if size > entries {
        return Err(row("tree_edge", "the tree has more entries than there are"));
    }
    if checkpoints.last().is_some_and(|newest| newest.size > size) {
        return Err(row(
            "tree_edge",
            "the tree has fewer entries than a checkpoint signs",
        ));
    }
    let mut stops: Vec<u64> = checkpoints
        .iter()
        .map(|checkpoint| checkpoint.size)
        .filter(|stop| *stop < size)
        .collect();
    stops.push(size);
    let mut tree = ledger::Tree::new();
    let mut done = 0;
    let mut held: HashMap<String, Vec<u8>> = HashMap::new();
    let mut known: HashSet<String> = HashSet::new();
    for stop in stops {
        while done < stop {
            let batch = reading
                .leaves(done, BATCH.min((stop - done) as u32))
                .await
                .of("entry")?;
            if batch.is_empty() {
                return Err(row("entry", "entries are missing"));
            }
            let files = ledger::new_tiles(done, &batch, |id| held.get(&id.path()).cloned())
                .map_err(|error| row("tile", error))?;
            for leaf in &batch {
                tree.append(leaf);
            }
            done += batch.len() as u64;
            for file in files {
                if file.id.is_full() {
                    known.insert(file.id.path());
                    check_tile(reading, file.id, &file.bytes, true).await?;
                } else {
                    held.insert(file.id.path(), file.bytes);
                }
            }
            let edge: HashSet<String> = ledger::partial_tiles(done)
                .into_iter()
                .map(ledger::TileId::path)
                .collect();
            held.retain(|path, _| edge.contains(path));
        }
        for id in ledger::partial_tiles(stop) {
            known.insert(id.path());
            if let Some(expected) = held.get(&id.path()) {
                check_tile(reading, id, expected, stop == size).await?;
            }
        }
    }
    for path in reading.tile_paths().await.of("tile")? {
        if !known.contains(&path) {
            return Err(row("tile", format!("{path} is no tile of this ledger")));
        }
    }
    if tree.edge().concat() != edge {
        return Err(row("tree_edge", "the edge of the tree was altered"));
    }
    Ok(())
}

async fn check_tile(
    reading: &mut Reading,
    id: ledger::TileId,
    expected: &[u8],
    needed: bool,
) -> Result<(), Trouble> {
    match reading.tile(&id.path()).await.of("tile")? {
        Some(kept) if kept == expected => Ok(()),
        Some(_) => Err(row("tile", format!("{} was altered", id.path()))),
        None if needed => Err(row("tile", format!("{} is missing", id.path()))),
        None => Ok(()),
    }
}

/// A digest by which two states are the same or not.
fn digest(state: &impl std::fmt::Debug) -> [u8; 32] {
    seal::sha256(format!("{state:?}").as_bytes())
}

impl Walk {
    /// Takes an entry; after the last one of its subject, gives what the subject has sealed.
    fn fold(&mut self, entry: &Entry) -> Result<Option<Sealed>, Trouble> {
        let index = entry.index;
        let number = self.numbers.entry(entry.subject).or_default();
        if entry.number != *number + 1 {
            return Err(at(index, "an entry of its subject is missing or doubled"));
        }
        *number = entry.number;
        let (mut folded, mut sealed) = match self.under_way.remove(&entry.subject) {
            Some((mut folded, sealed)) => {
                match &mut folded {
                    Folded::Report(report) => {
                        report.apply(entry).map_err(|error| at(index, error))?;
                    }
                    Folded::Incident(incident) => {
                        incident.apply(entry).map_err(|error| at(index, error))?;
                    }
                    Folded::Member(member) => {
                        member.apply(entry).map_err(|error| at(index, error))?;
                    }
                    Folded::Other => {}
                }
                (folded, sealed)
            }
            None => (
                match &entry.fact {
                    Fact::ReportReceived { .. } => Folded::Report(Box::new(
                        Report::begin(entry).map_err(|error| at(index, error))?,
                    )),
                    Fact::IncidentMade { .. } | Fact::IncidentImported { .. } => Folded::Incident(
                        Box::new(Incident::begin(entry).map_err(|error| at(index, error))?),
                    ),
                    Fact::MemberInvited { .. } => Folded::Member(Box::new(
                        Member::begin(entry).map_err(|error| at(index, error))?,
                    )),
                    _ => Folded::Other,
                },
                Sealed::default(),
            ),
        };
        sealed.objects += entry.fact.sealed().len();
        if self.last_numbers.get(&entry.subject) != Some(&entry.number) {
            self.under_way.insert(entry.subject, (folded, sealed));
            return Ok(None);
        }
        match &mut folded {
            Folded::Report(report) => drop(self.reports.insert(report.id, (digest(report), index))),
            Folded::Incident(incident) => drop(
                self.incidents
                    .insert(incident.id, (digest(incident), index)),
            ),
            Folded::Member(member) => drop(self.members.insert(member.id, (digest(member), index))),
            Folded::Other => {}
        }
        Ok(Some(sealed))
    }

    /// Compares every row with what its facts came to.
    async fn compare(mut self, reading: &mut Reading) -> Result<(u64, u64, u64), Trouble> {
        const ALTERED: &str = "the row of its subject is not what the facts say";
        let counts = (
            self.reports.len() as u64,
            self.incidents.len() as u64,
            self.members.len() as u64,
        );
        let mut after = None;
        loop {
            let batch = reading.reports_after(after, BATCH).await.of("report")?;
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
            let batch = reading.incidents_after(after, BATCH).await.of("incident")?;
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
        for member in reading.members().await.of("member")? {
            match self.members.remove(&member.member.id) {
                Some((expected, _)) if digest(&member.member) == expected => {}
                Some((_, index)) => return Err(at(index, ALTERED)),
                None => return Err(row("member", "a row belongs to no entry")),
            }
        }
        let left = self
            .reports
            .into_values()
            .chain(self.incidents.into_values())
            .chain(self.members.into_values());
        match left.map(|(_, index)| index).min() {
            Some(index) => Err(at(index, "the row of its subject is missing")),
            None => Ok(counts),
        }
    }
}
