//! Work that one process of several does at a time.
//!
//! On a server whoever does it holds a lease: a row that says until when, by the server's clock, and that is renewed
//! while the process lives. Once it has run out, another takes over. With a file it is a lock beside the file, which
//! goes with its process however that ends.
//!
//! A process that was held up may learn late that another has taken over. So what it writes on duty asks first, in
//! the same transaction, whether the duty is still its own ([`Writing::on_duty`]): all who write wait for one lock, so
//! nobody takes over in between.

use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::error::StoreError;
use crate::presence;
use crate::reading::{Reading, Writing};
use crate::statement::{Bound, Columns, statements};
use crate::store::Store;

/// For so long a process is taken to live that says nothing.
const LEASE: Duration = Duration::from_secs(6);
/// It says so this often.
const RENEWAL: Duration = Duration::from_secs(2);

statements! {
    HOLDER = "select holder, term, ends from duty where name = $1";
    TAKE = "insert into duty (name, holder, term, ends) values ($1, $2, $3, $4)
        on conflict (name) do update set holder = excluded.holder, term = excluded.term, ends = excluded.ends";
    LEAVE = "delete from duty where name = $1 and holder = $2";
}

/// A kind of work, as one process sees it.
pub struct Duty {
    store: Store,
    name: &'static str,
    process: [u8; 16],
    file: Option<PathBuf>,
    held: Mutex<Option<Held>>,
}

/// How it is held.
enum Held {
    Lease {
        term: i64,
        renewed: Instant,
    },
    /// The lock goes when the file is closed.
    Lock(#[expect(dead_code, reason = "held for as long as it is open")] File),
}

/// Says that a process was on duty a moment ago; whoever writes on duty shows it.
#[derive(Debug, Clone, Copy)]
pub struct OnDuty {
    name: &'static str,
    process: [u8; 16],
    /// None when it can't be lost while the process lives.
    term: Option<i64>,
}

/// The row of a duty on a server.
struct Lease {
    holder: [u8; 16],
    term: i64,
    ends: i64,
}

impl Store {
    /// A kind of work of that name for a process that is known by these bytes, which no other has. Nobody is on duty
    /// until they take it.
    #[must_use]
    pub fn duty(&self, name: &'static str, process: [u8; 16]) -> Duty {
        Duty {
            file: self.file(),
            store: self.clone(),
            name,
            process,
            held: Mutex::default(),
        }
    }
}

impl Duty {
    fn held(&self) -> MutexGuard<'_, Option<Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the duty if nobody has it, or keeps it; whether this process has it now. To be called every second.
    pub async fn take(&self) -> Result<bool, StoreError> {
        if let Some(file) = &self.file {
            return self.take_lock(file);
        }
        if let Some(Held::Lease { renewed, .. }) = &*self.held()
            && renewed.elapsed() < RENEWAL
        {
            return Ok(true);
        }
        let (name, process) = (self.name, self.process);
        // A look costs less than a write, and most who look find that another is on duty.
        let is_taken = self
            .store
            .read("who is on duty", move |reading| {
                Box::pin(async move {
                    Ok::<_, StoreError>(reading.duty_to_take(name, process).await?.is_none())
                })
            })
            .await?;
        let asked = Instant::now();
        let term = if is_taken {
            None
        } else {
            self.store
                .write("take a duty", move |writing| {
                    Box::pin(async move { writing.take_duty(name, process).await })
                })
                .await?
        };
        *self.held() = term.map(|term| Held::Lease {
            term,
            renewed: asked,
        });
        Ok(term.is_some())
    }

    fn take_lock(&self, database: &std::path::Path) -> Result<bool, StoreError> {
        let mut held = self.held();
        if held.is_some() {
            return Ok(true);
        }
        let file = presence::lock_file(database, self.name)?;
        match file.try_lock() {
            Ok(()) => *held = Some(Held::Lock(file)),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(StoreError::File(error.kind())),
        }
        Ok(held.is_some())
    }

    /// What to show when writing on duty; none when this process is not on duty.
    #[must_use]
    pub fn shown(&self) -> Option<OnDuty> {
        let term = match &*self.held() {
            Some(Held::Lease { term, renewed }) if renewed.elapsed() < LEASE => Some(*term),
            Some(Held::Lock(_)) => None,
            _ => return None,
        };
        Some(OnDuty {
            name: self.name,
            process: self.process,
            term,
        })
    }

    /// Gives the duty up, so that another can take it at once.
    pub async fn leave(&self) -> Result<(), StoreError> {
        if !matches!(self.held().take(), Some(Held::Lease { .. })) {
            return Ok(());
        }
        let (name, process) = (self.name, self.process);
        self.store
            .write("leave a duty", move |writing| {
                Box::pin(async move {
                    let bound = Bound::new().text(name).bytes(process);
                    writing.execute(LEAVE, bound).await.map(drop)
                })
            })
            .await
    }
}

impl Reading {
    async fn lease(&mut self, name: &str) -> Result<Option<Lease>, StoreError> {
        let Some(row) = self.one(HOLDER, Bound::new().text(name)).await? else {
            return Ok(None);
        };
        let mut columns = Columns::of(&row);
        Ok(Some(Lease {
            holder: columns.array()?,
            term: columns.integer()?,
            ends: columns.integer()?,
        }))
    }

    /// The lease of a duty that this process may take, and this moment by the database's clock; none while it is
    /// another's.
    async fn duty_to_take(
        &mut self,
        name: &str,
        process: [u8; 16],
    ) -> Result<Option<(Option<Lease>, i64)>, StoreError> {
        let now = self.one(self.engine.now(), Bound::new()).await?;
        let now = now.ok_or(StoreError::Unreadable("the engine's clock"))?;
        let now = Columns::of(&now).integer()?;
        let lease = self.lease(name).await?;
        let is_anothers = lease
            .as_ref()
            .is_some_and(|lease| lease.holder != process && lease.ends > now);
        Ok((!is_anothers).then_some((lease, now)))
    }
}

impl Writing {
    /// The term in which the process now has the duty; none if another has it.
    async fn take_duty(
        &mut self,
        name: &str,
        process: [u8; 16],
    ) -> Result<Option<i64>, StoreError> {
        let Some((lease, now)) = self.duty_to_take(name, process).await? else {
            return Ok(None);
        };
        let term = match lease {
            Some(lease) if lease.holder == process && lease.ends > now => lease.term,
            Some(lease) => lease.term + 1,
            None => 1,
        };
        let ends = now + i64::try_from(LEASE.as_micros()).unwrap_or(i64::MAX);
        let bound = Bound::new()
            .text(name)
            .bytes(process)
            .integer(term)
            .integer(ends);
        self.execute(TAKE, bound).await?;
        Ok(Some(term))
    }

    /// Refuses with [`StoreError::NotOnDuty`] to whoever is on duty no more: nothing of their transaction is kept.
    pub async fn on_duty(&mut self, shown: &OnDuty) -> Result<(), StoreError> {
        let Some(term) = shown.term else {
            return Ok(());
        };
        match self.lease(shown.name).await? {
            Some(lease) if lease.holder == shown.process && lease.term == term => Ok(()),
            _ => Err(StoreError::NotOnDuty(shown.name)),
        }
    }
}
