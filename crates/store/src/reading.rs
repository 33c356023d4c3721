//! What a closure is given: one transaction that reads, or one that writes.

use std::ops::{Deref, DerefMut};

use sqlx::SqlSafeStr;
use sqlx::any::AnyRow;
use sqlx::{Any, AnyConnection, Transaction};

use crate::engine::Engine;
use crate::error::StoreError;
use crate::migrations;
use crate::statement::{Bound, Columns, statements};

statements! {
    NEWEST_STEP = "select max(version) from schema_step";
}

/// One state of the database, for reading.
pub struct Reading {
    held: Held,
    pub(crate) engine: Engine,
    pub(crate) trouble: Trouble,
}

/// Where the connection comes from.
enum Held {
    Pooled(Transaction<'static, Any>),
    Own(AnyConnection),
}

/// Whether the engine refused a statement, and whether it can be asked another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trouble {
    None,
    Refused,
    ConnectionGone,
}

/// One transaction that writes. What can be read, can be read in it too, with its own changes.
pub struct Writing {
    reading: Reading,
    /// The next free place in the ledger, once it was asked for in this transaction.
    pub(crate) next_index: Option<u64>,
}

impl Deref for Writing {
    type Target = Reading;

    fn deref(&self) -> &Reading {
        &self.reading
    }
}

impl DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut Reading {
        &mut self.reading
    }
}

impl Writing {
    pub(crate) const fn new(connection: AnyConnection, engine: Engine) -> Self {
        let reading = Reading {
            held: Held::Own(connection),
            engine,
            trouble: Trouble::None,
        };
        Self {
            reading,
            next_index: None,
        }
    }

    /// The connection, when the writing is over.
    pub(crate) fn into_connection(self) -> Option<AnyConnection> {
        match self.reading.held {
            Held::Own(connection) => Some(connection),
            Held::Pooled(_) => None,
        }
    }

    /// Inserts one row; [`StoreError::Conflict`] when one with its keys is there already.
    /// The statement ends with `on conflict do nothing`, so that the transaction goes on unharmed.
    pub(crate) async fn insert(
        &mut self,
        sql: &'static str,
        bound: Bound,
    ) -> Result<(), StoreError> {
        match self.execute(sql, bound).await? {
            0 => Err(StoreError::Conflict),
            _ => Ok(()),
        }
    }

    /// Changes one row; [`StoreError::Missing`] when it isn't there.
    pub(crate) async fn change(
        &mut self,
        sql: &'static str,
        bound: Bound,
    ) -> Result<(), StoreError> {
        match self.execute(sql, bound).await? {
            0 => Err(StoreError::Missing),
            _ => Ok(()),
        }
    }
}

impl Reading {
    pub(crate) const fn new(transaction: Transaction<'static, Any>, engine: Engine) -> Self {
        Self {
            held: Held::Pooled(transaction),
            engine,
            trouble: Trouble::None,
        }
    }

    /// Ends a transaction that only read. It has nothing to keep, so nothing can be lost.
    pub(crate) async fn finish(self) -> Result<(), StoreError> {
        match self.held {
            Held::Pooled(transaction) => Ok(transaction.rollback().await?),
            Held::Own(_) => Ok(()),
        }
    }

    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        match &mut self.held {
            Held::Pooled(transaction) => transaction,
            Held::Own(connection) => connection,
        }
    }

    fn noted(&mut self, error: sqlx::Error) -> StoreError {
        let error = StoreError::from(error);
        let is_gone = match &error {
            StoreError::Engine(engine) | StoreError::Unavailable(engine) => {
                engine.connection_is_gone()
            }
            other => !other.is_about_stored_data(),
        };
        let trouble = if is_gone {
            Trouble::ConnectionGone
        } else {
            Trouble::Refused
        };
        self.trouble = self.trouble.max(trouble);
        error
    }

    /// Runs a statement that gives no rows; how many it changed.
    pub(crate) async fn execute(
        &mut self,
        sql: impl SqlSafeStr,
        bound: Bound,
    ) -> Result<u64, StoreError> {
        let query = sqlx::query_with(sql, bound.into_arguments()?);
        match query.execute(self.connection()).await {
            Ok(done) => Ok(done.rows_affected()),
            Err(error) => Err(self.noted(error)),
        }
    }

    /// Runs statements of ours that take no values: begin, savepoint, commit.
    pub(crate) async fn steer(&mut self, sql: &'static str) -> Result<(), StoreError> {
        match sqlx::raw_sql(sql).execute(self.connection()).await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.noted(error)),
        }
    }

    /// As [`Reading::steer`], where the last row is one number.
    pub(crate) async fn steer_asking(&mut self, sql: &'static str) -> Result<i64, StoreError> {
        match sqlx::raw_sql(sql).fetch_all(self.connection()).await {
            Ok(rows) => {
                let last = rows.last().ok_or(StoreError::Unreadable("a number"))?;
                Columns::of(last).integer()
            }
            Err(error) => Err(self.noted(error)),
        }
    }

    /// Refuses with [`StoreError::NewerSchema`] when a newer version of Heard has brought the schema up since the
    /// database was opened.
    pub async fn is_of_this_version(&mut self) -> Result<(), StoreError> {
        let row = self.one(NEWEST_STEP, Bound::new()).await?;
        let row = row.ok_or(StoreError::Unreadable("the steps of the schema"))?;
        migrations::is_known(Columns::of(&row).integer()?)
    }

    pub(crate) async fn one(
        &mut self,
        sql: impl SqlSafeStr,
        bound: Bound,
    ) -> Result<Option<AnyRow>, StoreError> {
        let query = sqlx::query_with(sql, bound.into_arguments()?);
        match query.fetch_optional(self.connection()).await {
            Ok(row) => Ok(row),
            Err(error) => Err(self.noted(error)),
        }
    }

    pub(crate) async fn all(
        &mut self,
        sql: impl SqlSafeStr,
        bound: Bound,
    ) -> Result<Vec<AnyRow>, StoreError> {
        let query = sqlx::query_with(sql, bound.into_arguments()?);
        match query.fetch_all(self.connection()).await {
            Ok(rows) => Ok(rows),
            Err(error) => Err(self.noted(error)),
        }
    }

    /// The one number of a statement that always gives one row.
    pub(crate) async fn count(
        &mut self,
        sql: impl SqlSafeStr,
        bound: Bound,
    ) -> Result<u64, StoreError> {
        let row = self
            .one(sql, bound)
            .await?
            .ok_or(StoreError::Unreadable("a count"))?;
        Columns::of(&row).number()
    }
}
