//! Rows of any table, as they are kept: what carrying a database, exporting it and taking it in have in common.

use std::fmt::Write as _;

use futures::{Stream, StreamExt as _, TryStreamExt as _};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use crate::bulk;
use crate::engine::Engine;
use crate::error::StoreError;
use crate::reading::{Reading, Writing};
use crate::schema::{self, Kind, Table};
use crate::statement::Bound;

/// So many rows go into one statement, as far as there are places for their values.
const ROWS: usize = 256;
/// Neither engine takes more values in one statement (SQLite 32,766, PostgreSQL 65,535).
const VALUES: usize = 30_000;
/// Rows that hold so many bytes go at once, however few they are.
const BYTES: usize = 4 * 1024 * 1024;

/// One value of a row, of the kind that its column has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number.
    Integer(Option<i64>),
    /// A text.
    Text(Option<String>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
}

impl Value {
    fn size(&self) -> usize {
        match self {
            Self::Integer(_) => 8,
            Self::Text(text) => text.as_ref().map_or(0, String::len),
            Self::Bytes(bytes) => bytes.as_ref().map_or(0, Vec::len),
        }
    }
}

/// Every table of that schema, each after those that its rows point to.
pub async fn tables(schema: u32) -> Result<Vec<Table>, StoreError> {
    schema::tables_of(schema).await
}

/// What reading a table met: the engine's refusal, or a row that is none.
#[derive(Debug)]
pub(crate) enum RowError {
    Store(StoreError),
    Unreadable,
}

impl From<sqlx::Error> for RowError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<RowError> for StoreError {
    fn from(error: RowError) -> Self {
        match error {
            RowError::Store(error) => error,
            RowError::Unreadable => Self::Unreadable("a row of a table"),
        }
    }
}

/// The rows of a table in the order of their keys, as they come.
pub(crate) fn of<'c>(
    connection: &'c mut AnyConnection,
    table: &'c Table,
) -> impl Stream<Item = Result<Vec<Value>, RowError>> + Send + Unpin + use<'c> {
    sqlx::query(AssertSqlSafe(select(table)))
        .fetch(connection)
        .map(move |row| values(&row?, table))
}

fn values(row: &AnyRow, table: &Table) -> Result<Vec<Value>, RowError> {
    let value = |(place, column): (usize, &schema::Column)| {
        Ok(match column.kind {
            Kind::Integer => Value::Integer(row.try_get(place)?),
            Kind::Text => Value::Text(row.try_get(place)?),
            Kind::Bytes => Value::Bytes(row.try_get(place)?),
        })
    };
    table
        .columns
        .iter()
        .enumerate()
        .map(value)
        .collect::<Result<_, sqlx::Error>>()
        .map_err(|_| RowError::Unreadable)
}

/// The first of these tables in which there is something.
pub(crate) async fn first_with_rows(
    connection: &mut AnyConnection,
    tables: &[Table],
) -> Result<Option<String>, StoreError> {
    for table in tables {
        let any = format!("select 1 from {} limit 1", table.name);
        let found = sqlx::query(AssertSqlSafe(any))
            .fetch_optional(&mut *connection)
            .await?;
        if found.is_some() {
            return Ok(Some(table.name.clone()));
        }
    }
    Ok(None)
}

/// Rows on their way into a table: as many at a time as one statement takes.
pub(crate) struct Adding<'t> {
    table: &'t Table,
    waiting: Vec<Vec<Value>>,
    bytes: usize,
    most: usize,
}

impl<'t> Adding<'t> {
    pub(crate) fn to(table: &'t Table) -> Self {
        let most = (VALUES / table.columns.len().max(1)).clamp(1, ROWS);
        Self {
            table,
            waiting: Vec::with_capacity(most),
            bytes: 0,
            most,
        }
    }

    /// Takes one row: a value for each column.
    pub(crate) async fn add(
        &mut self,
        target: &mut AnyConnection,
        row: Vec<Value>,
    ) -> Result<(), StoreError> {
        self.bytes += row.iter().map(Value::size).sum::<usize>();
        self.waiting.push(row);
        if self.waiting.len() == self.most || self.bytes >= BYTES {
            self.send(target).await?;
        }
        Ok(())
    }

    /// Adds what still waits.
    pub(crate) async fn finish(mut self, target: &mut AnyConnection) -> Result<(), StoreError> {
        self.send(target).await
    }

    async fn send(&mut self, target: &mut AnyConnection) -> Result<(), StoreError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let table = self.table;
        let into = format!("insert into {} ({})", table.name, names(table));
        let columns = table.columns.len();
        let sql = bulk::rows(Engine::of(target), &into, columns, self.waiting.len());
        let mut bound = Bound::new();
        for value in self.waiting.drain(..).flatten() {
            bound = match value {
                Value::Integer(number) => bound.integer_or_null(number),
                Value::Text(text) => bound.text_or_null(text),
                Value::Bytes(bytes) => bound.bytes_or_null(bytes),
            };
        }
        self.bytes = 0;
        sqlx::query_with(AssertSqlSafe(sql), bound.into_arguments()?)
            .execute(target)
            .await?;
        Ok(())
    }
}

fn names(table: &Table) -> String {
    let mut names = String::new();
    for column in &table.columns {
        let comma = if names.is_empty() { "" } else { ", " };
        let _ = write!(names, "{comma}{}", column.name);
    }
    names
}

fn select(table: &Table) -> String {
    format!(
        "select {} from {} order by {}",
        names(table),
        table.name,
        table.key.join(", ")
    )
}

impl Reading {
    /// Gives every row of a table to `each`, in the order of their keys, as they come.
    pub async fn send_rows<E>(
        &mut self,
        table: &Table,
        each: &mut (dyn FnMut(Vec<Value>) -> Result<(), E> + Send),
    ) -> Result<(), E>
    where
        E: From<StoreError>,
    {
        let mut rows = of(self.connection(), table);
        while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
            each(row)?;
        }
        Ok(())
    }
}

impl Writing {
    /// Adds rows to a table as they are. A row that doesn't have a value of the right kind for each column is refused by
    /// the engine.
    pub async fn add_rows(
        &mut self,
        table: &Table,
        rows: Vec<Vec<Value>>,
    ) -> Result<(), StoreError> {
        let mut adding = Adding::to(table);
        for row in rows {
            if row.len() != table.columns.len() {
                return Err(StoreError::Unreadable("a row of another table"));
            }
            adding.add(self.connection(), row).await?;
        }
        adding.finish(self.connection()).await
    }
}
