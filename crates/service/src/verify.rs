//! `heard verify`: checks the whole ledger and every record's commitment, and names the first that doesn't fit.
//!
//! One walk over the entries, in batches. While the store reads the next batch, another processor takes the last one:
//! every commitment is recomputed, and goes into the tree and its tiles; facts are folded, and a subject's state is
//! held only between its first and last entry. Then what the facts name is looked up in the store. In the end what
//! they came to is compared with the rows that are kept.

mod areas;
mod attached;
mod opening;
mod tiles;
mod walk;

use domain::Entry;
use ledger::Verifier;
use store::{Reading, Store, StoreError, StoredEntry};
use thiserror::Error;

use crate::error::ServiceError;
use crate::house::House;
use attached::Attached;
use tiles::Tiles;
use walk::{LastNumbers, Sealed, Walk};

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

impl House {
    /// Checks everything. `Ok(Err(fault))` names the first thing that doesn't fit; `tell` hears of progress.
    pub async fn verify(
        &self,
        tell: impl Fn(u64) + Send + Sync + 'static,
    ) -> Result<Result<Checked, Fault>, ServiceError> {
        verify(&self.store, tell).await
    }
}

/// Checks everything in a store, as [`House::verify`] does, without opening a house over it.
pub async fn verify(
    store: &Store,
    tell: impl Fn(u64) + Send + Sync + 'static,
) -> Result<Result<Checked, Fault>, ServiceError> {
    store
        .read("verify", move |reading| {
            Box::pin(async move { verify_reading(reading, &tell).await })
        })
        .await
}

/// The same within a transaction.
pub(crate) async fn verify_reading(
    reading: &mut Reading,
    tell: &(impl Fn(u64) + Sync),
) -> Result<Result<Checked, Fault>, ServiceError> {
    match check_all(reading, tell).await {
        Ok(checked) => Ok(Ok(checked)),
        Err(Trouble::Fault(fault)) => Ok(Err(fault)),
        Err(Trouble::Store(error)) => Err(ServiceError::Store(error)),
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

    let tiles = Tiles::begin(reading, &checkpoints).await?;
    let walk = Walk::new(last_numbers(reading).await?);
    let mut work = Work {
        verifier,
        tiles,
        walk,
    };
    let mut attached = Attached::new(organisation);
    let mut batch = entries(reading, 0).await?;
    let mut done = Vec::new();
    while let Some(last) = batch.last() {
        let from = last.index + 1;
        let at_work = {
            let (batch, before) = (std::mem::take(&mut batch), std::mem::take(&mut done));
            beside(move || {
                // Letting go of many small things takes its time too.
                drop(before);
                let taken = work.take(&batch);
                (work, taken)
            })
        };
        let (taken, next) = tokio::join!(at_work, entries(reading, from));
        let (worked, taken) = taken?;
        work = worked;
        for (entry, sealed) in &taken.entries {
            attached.check(reading, entry).await?;
            if let Some(sealed) = sealed {
                attached::check_nothing_more(reading, entry, *sealed).await?;
            }
        }
        if let Some(trouble) = taken.trouble {
            return Err(trouble);
        }
        done = taken.entries;
        work.tiles.compare(reading).await?;
        tell(from);
        batch = next?;
    }
    let Work {
        verifier,
        tiles,
        mut walk,
    } = work;
    walk.check_specifications()?;
    let verified = verifier
        .finish()
        .map_err(|finding| at(finding.index, finding.mismatch))?;
    if reading.entry_count().await.of("entry")? != verified.entries {
        return Err(row("entry", "there is an entry outside the order"));
    }
    attached.finish(reading).await?;
    tiles.finish(reading, verified.entries).await?;
    areas::check(reading, walk.areas()).await?;
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

/// What grows as entries come, all without the store.
struct Work {
    verifier: Verifier,
    tiles: Tiles,
    walk: Walk,
}

/// Entries that fit so far, each with what its subject has sealed if it is the last one; and what was met after them.
struct Taken {
    entries: Vec<(Entry, Option<Sealed>)>,
    trouble: Option<Trouble>,
}

impl Work {
    /// Takes the next entries up to the first that doesn't fit.
    fn take(&mut self, batch: &[StoredEntry]) -> Taken {
        self.tiles.take(batch);
        let mut entries = Vec::with_capacity(batch.len());
        let trouble = batch.iter().find_map(|stored| {
            let one = match opening::open(stored, self.walk.last_numbers()) {
                Ok(one) => one,
                Err(trouble) => return Some(trouble),
            };
            if let Err(finding) = self.verifier.feed_opened(&one.opened) {
                return Some(at(finding.index, finding.mismatch));
            }
            let taken = self.walk.take(&one);
            let sealed = taken.as_ref().copied().unwrap_or_default();
            entries.push((one.entry, sealed));
            taken.err()
        });
        Taken { entries, trouble }
    }
}

/// Works on another processor; the reading goes on meanwhile.
async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Trouble::Store(StoreError::Panicked("verify")))
}

/// The number of the last entry of each subject that has more than one.
async fn last_numbers(reading: &mut Reading) -> Result<LastNumbers, Trouble> {
    let mut numbers = LastNumbers::new();
    let mut after = None;
    loop {
        let page = match reading.subjects_with_several_entries(after, BATCH).await {
            Ok(page) => page,
            Err(error) if error.is_about_stored_data() => {
                // Whatever can't be read is named by its index, as it would be later.
                let mut from = 0;
                while let Some(last) = entries(reading, from).await?.last() {
                    from = last.index + 1;
                }
                return Err(row("entry", error));
            }
            Err(error) => return Err(Trouble::Store(error)),
        };
        let Some((last, _)) = page.last() else {
            return Ok(numbers);
        };
        after = Some(*last);
        numbers.extend(page);
    }
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
