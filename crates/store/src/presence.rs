//! Who has a database open: every program that writes says so for as long as it does, and whoever carries
//! the database away must be alone with it.
//!
//! For a file this is a lock on a file beside it, which ends with the program however that ends. For a server
//! it is a lock held by the connection that writes.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::Duration;

use sqlx::{AnyConnection, Row};

use crate::error::StoreError;

/// What the file of the lock is called after its database.
const OPEN: &str = "open";
/// Says on a server: a program of ours is here. The number is the ASCII of "here".
const JOIN: &str =
    "select case when pg_try_advisory_lock_shared(1751478885) then 1::bigint else 0::bigint end";
/// Says on a server: nobody else may come.
const ALONE: &str =
    "select case when pg_try_advisory_lock(1751478885) then 1::bigint else 0::bigint end";

/// How often a server is asked, and how long to wait between: a connection that was closed lives on there for a moment,
/// with its lock.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

/// Held while a database file is open.
pub(crate) struct Presence {
    /// The lock goes when the file is closed.
    _held: File,
}

impl Presence {
    /// Joins those who have this file open; [`StoreError::BeingMoved`] while somebody is alone with it.
    pub(crate) fn join(database: &Path) -> Result<Self, StoreError> {
        let held = lock_file(database, OPEN)?;
        match held.try_lock_shared() {
            Ok(()) => Ok(Self { _held: held }),
            Err(TryLockError::WouldBlock) => Err(StoreError::BeingMoved),
            Err(TryLockError::Error(error)) => Err(StoreError::File(error.kind())),
        }
    }

    /// Is alone with this file; [`StoreError::InUse`] when somebody has it open.
    pub(crate) fn alone(database: &Path) -> Result<Self, StoreError> {
        let held = lock_file(database, OPEN)?;
        match held.try_lock() {
            Ok(()) => Ok(Self { _held: held }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
            Err(TryLockError::Error(error)) => Err(StoreError::File(error.kind())),
        }
    }
}

/// A file beside the database, called like it with that at its end, to be locked.
pub(crate) fn lock_file(database: &Path, called: &str) -> Result<File, StoreError> {
    let mut name = database.as_os_str().to_owned();
    name.push("-");
    name.push(called);
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
        .open(name)
        .map_err(|error| StoreError::File(error.kind()))
}

/// Joins those who write to the server's database; whether that was allowed.
pub(crate) async fn join_on_server(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    asked(connection, JOIN).await
}

/// Is alone with the server's database; whether that was possible.
pub(crate) async fn alone_on_server(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    asked(connection, ALONE).await
}

async fn asked(connection: &mut AnyConnection, sql: &'static str) -> Result<bool, sqlx::Error> {
    for _ in 0..TRIES {
        let row = sqlx::query(sql).fetch_one(&mut *connection).await?;
        if row.try_get::<i64, _>(0)? == 1 {
            return Ok(true);
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(false)
}
