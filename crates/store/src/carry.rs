//! Carries everything from one database to another, of the same engine or the other one.
//!
//! All of it comes in one transaction of the target, and that is committed only after every table was read
//! back and found to be the source's, byte for byte. So the target is empty or whole, never in between. Then
//! the source is marked, so that nobody goes on writing there. Whoever is interrupted between the two runs the
//! same again: a target that holds the very same is only compared, and the source marked.

use futures::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use sqlx::{AnyConnection, Connection};

use crate::address::DatabaseUrl;
use crate::engine::{Connector, Engine};
use crate::error::StoreError;
use crate::migrations;
use crate::rows::{self, Adding, RowError, Value};
use crate::schema::{self, Table};

/// After so many rows the caller hears of it.
const TELL: u64 = 100_000;

/// What was carried of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The table.
    pub table: String,
    /// How many rows.
    pub rows: u64,
    /// SHA-256 over all of them in the order of their keys; the same in both databases.
    pub digest: [u8; 32],
}

/// Why something was not carried. Unless it says otherwise, source and target are as they were.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum CarryError {
    /// Both addresses name one database.
    #[error("both addresses name the same database")]
    Same,
    /// The source.
    #[error("the source: {0}")]
    Source(StoreError),
    /// The target.
    #[error("the target: {0}")]
    Target(StoreError),
    /// The source was last used by an older version.
    #[error(
        "the source was last used by an older version of Heard. Run `heard verify` on it once: that brings it up to date"
    )]
    OlderSource,
    /// A row can't be read: not written by Heard, or damaged.
    #[error("a row of the table \"{0}\" can't be understood. `heard verify` names it")]
    Unreadable(String),
    /// Something is kept in the target already.
    #[error("the target is not empty: there is something in its table \"{0}\"")]
    NotEmpty(String),
    /// What was read back from the target is not what the source holds.
    #[error("the table \"{0}\" came out differently in the target")]
    Different(String),
    /// The target is whole; the source still opens.
    #[error(
        "everything is in the target, but the source could not be marked as moved. Run the same again: it finishes"
    )]
    NotMarked,
}

/// How far the carrying is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Rows of a table go over.
    Copying,
    /// What went over is read back and compared.
    Comparing,
}

/// Carries everything that is in `from` to `to`, where there must be nothing yet. `tell` hears of each table
/// and of every so many rows. Neither database may be open elsewhere.
pub async fn carry(
    from: &DatabaseUrl,
    to: &DatabaseUrl,
    mut tell: impl FnMut(Stage, &str, u64) + Send,
) -> Result<Vec<Carried>, CarryError> {
    let source_at = Connector::new(from, false).map_err(CarryError::Source)?;
    let target_at = Connector::new(to, true).map_err(CarryError::Target)?;
    if source_at.is_same_place(&target_at) {
        return Err(CarryError::Same);
    }
    let (mut source, _alone_with_source) = source_at.alone().await.map_err(CarryError::Source)?;
    let (mut target, _alone_with_target) = target_at.alone().await.map_err(CarryError::Target)?;
    if !migrations::is_current(&mut source, source_at.engine)
        .await
        .map_err(CarryError::Source)?
    {
        return Err(CarryError::OlderSource);
    }
    migrations::migrate(&mut target, target_at.engine)
        .await
        .map_err(CarryError::Target)?;
    let tables = schema::tables().await.map_err(CarryError::Target)?;

    begin(&mut source, source_at.engine)
        .await
        .map_err(CarryError::Source)?;
    begin(&mut target, target_at.engine)
        .await
        .map_err(CarryError::Target)?;
    let mut outcome = carry_tables(&mut source, &mut target, &tables, &mut tell).await;
    if outcome.is_ok()
        && let Err(error) = migrations::mark_as_moved(&mut source, &to.to_string()).await
    {
        outcome = Err(CarryError::Source(error));
    }
    let carried = match outcome {
        Ok(carried) => carried,
        Err(error) => {
            // Nothing was to be kept; a connection that fails now has nothing to lose.
            let _ = sqlx::raw_sql("rollback").execute(&mut target).await;
            let _ = sqlx::raw_sql("rollback").execute(&mut source).await;
            return Err(error);
        }
    };
    sqlx::raw_sql("commit")
        .execute(&mut target)
        .await
        .map_err(|_| CarryError::Target(StoreError::NotCommitted))?;
    sqlx::raw_sql("commit")
        .execute(&mut source)
        .await
        .map_err(|_| CarryError::NotMarked)?;
    let _ = source.close().await;
    let _ = target.close().await;
    Ok(carried)
}

/// Begins a transaction that no other program can write beside.
async fn begin(connection: &mut AnyConnection, engine: Engine) -> Result<(), StoreError> {
    sqlx::raw_sql(engine.begin_writing())
        .execute(connection)
        .await?;
    Ok(())
}

async fn carry_tables(
    source: &mut AnyConnection,
    target: &mut AnyConnection,
    tables: &[Table],
    tell: &mut (impl FnMut(Stage, &str, u64) + Send),
) -> Result<Vec<Carried>, CarryError> {
    if rows::first_with_rows(target, tables)
        .await
        .map_err(CarryError::Target)?
        .is_some()
    {
        return compare_tables(source, target, tables, tell).await;
    }
    let mut carried = Vec::with_capacity(tables.len());
    for table in tables {
        carried.push(copy(source, target, table, tell).await?);
    }
    for (table, there) in tables.iter().zip(&carried) {
        let here = read_back(target, table, tell)
            .await
            .map_err(|error| error.of(table, CarryError::Target))?;
        if here != *there {
            return Err(CarryError::Different(table.name.clone()));
        }
    }
    Ok(carried)
}

/// What was carried before, when the target holds exactly that; else it is a target with something else in it.
async fn compare_tables(
    source: &mut AnyConnection,
    target: &mut AnyConnection,
    tables: &[Table],
    tell: &mut (impl FnMut(Stage, &str, u64) + Send),
) -> Result<Vec<Carried>, CarryError> {
    let mut same = Vec::with_capacity(tables.len());
    for table in tables {
        let there = read_back(source, table, tell)
            .await
            .map_err(|error| error.of(table, CarryError::Source))?;
        let here = read_back(target, table, tell)
            .await
            .map_err(|error| error.of(table, CarryError::Target))?;
        if here != there {
            return Err(CarryError::NotEmpty(table.name.clone()));
        }
        same.push(here);
    }
    Ok(same)
}

/// Copies one table as its rows come.
async fn copy(
    source: &mut AnyConnection,
    target: &mut AnyConnection,
    table: &Table,
    tell: &mut (impl FnMut(Stage, &str, u64) + Send),
) -> Result<Carried, CarryError> {
    tell(Stage::Copying, &table.name, 0);
    let mut digest = TableDigest::default();
    let mut adding = Adding::to(table);
    let mut rows = rows::of(source, table);
    while let Some(row) = rows
        .try_next()
        .await
        .map_err(|error| error.of(table, CarryError::Source))?
    {
        digest.add(&row);
        adding.add(target, row).await.map_err(CarryError::Target)?;
        if digest.rows.is_multiple_of(TELL) {
            tell(Stage::Copying, &table.name, digest.rows);
        }
    }
    adding.finish(target).await.map_err(CarryError::Target)?;
    Ok(digest.finish(table))
}

impl RowError {
    fn of(self, table: &Table, side: fn(StoreError) -> CarryError) -> CarryError {
        match self {
            Self::Store(error) => side(error),
            Self::Unreadable => CarryError::Unreadable(table.name.clone()),
        }
    }
}

/// Reads one table as the copy was read.
async fn read_back(
    from: &mut AnyConnection,
    table: &Table,
    tell: &mut (impl FnMut(Stage, &str, u64) + Send),
) -> Result<Carried, RowError> {
    tell(Stage::Comparing, &table.name, 0);
    let mut digest = TableDigest::default();
    let mut rows = rows::of(from, table);
    while let Some(row) = rows.try_next().await? {
        digest.add(&row);
        if digest.rows.is_multiple_of(TELL) {
            tell(Stage::Comparing, &table.name, digest.rows);
        }
    }
    Ok(digest.finish(table))
}

/// A digest over rows in order.
#[derive(Default)]
struct TableDigest {
    hash: Sha256,
    rows: u64,
}

impl TableDigest {
    fn add(&mut self, row: &[Value]) {
        self.rows += 1;
        for value in row {
            match value {
                Value::Integer(number) => {
                    self.part(
                        b'i',
                        number
                            .map(i64::to_be_bytes)
                            .as_ref()
                            .map(<[u8; 8]>::as_slice),
                    );
                }
                Value::Text(text) => self.part(b't', text.as_ref().map(String::as_bytes)),
                Value::Bytes(bytes) => self.part(b'b', bytes.as_deref()),
            }
        }
    }

    /// The length goes first, so that no two lists of values look the same.
    fn part(&mut self, kind: u8, bytes: Option<&[u8]>) {
        match bytes {
            Some(bytes) => {
                self.hash.update([kind]);
                self.hash.update((bytes.len() as u64).to_be_bytes());
                self.hash.update(bytes);
            }
            None => self.hash.update([b'-']),
        }
    }

    fn finish(self, table: &Table) -> Carried {
        Carried {
            table: table.name.clone(),
            rows: self.rows,
            digest: self.hash.finalize().into(),
        }
    }
}
