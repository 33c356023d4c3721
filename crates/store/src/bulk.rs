//! Many rows of one table in few statements: each trip to the engine costs more than a row does.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

use crate::engine::Engine;
use crate::error::StoreError;
use crate::reading::Writing;
use crate::statement::Bound;

/// So many rows go into one statement, largest first. Few sizes, so that each is prepared once and kept.
const SIZES: [usize; 4] = [64, 16, 4, 1];

/// An insertion of rows, as `insert into entry (idx, subject)`, and how many columns it names.
pub(crate) struct Bulk {
    pub(crate) into: &'static str,
    pub(crate) columns: usize,
}

/// The statements that were written so far, by their beginning, how many rows they take, and for which engine.
type Written = HashMap<(&'static str, usize, Engine), Arc<str>>;

/// Every insertion of many rows.
pub(crate) const ALL: [&Bulk; 7] = [
    &crate::entries::APPEND_ALL,
    &crate::imports::ADD_CHANGES,
    &crate::imports::ADD_IMPORTED,
    &crate::incidents::ADD_ALL,
    &crate::reports::ADD_ALL,
    &crate::sealed::ADD_OBJECTS,
    &crate::sealed::ADD_WRAPS,
];

impl Bulk {
    /// The statement for that many rows. It is written once and kept: there are few.
    fn statement(&'static self, engine: Engine, rows: usize) -> SqlStr {
        static WRITTEN: LazyLock<Mutex<Written>> = LazyLock::new(Mutex::default);
        let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
        let text = written
            .entry((self.into, rows, engine))
            .or_insert_with(|| self.text(engine, rows).into());
        AssertSqlSafe(Arc::clone(text)).into_sql_str()
    }

    fn text(&self, engine: Engine, rows: usize) -> String {
        self::rows(engine, self.into, self.columns, rows) + " on conflict do nothing"
    }

    /// Every statement that this may send.
    pub(crate) fn samples(&'static self, engine: Engine) -> impl Iterator<Item = SqlStr> {
        SIZES
            .into_iter()
            .map(move |rows| self.statement(engine, rows))
    }
}

/// An insertion with places for the values of that many rows, in the engine's words.
pub(crate) fn rows(engine: Engine, into: &str, columns: usize, rows: usize) -> String {
    let mut text = format!("{into} values ");
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            let comma = if column == 0 { "" } else { ", " };
            text.push_str(comma);
            match engine.numbered(row * columns + column + 1) {
                Some(number) => {
                    let _ = write!(text, "${number}");
                }
                None => text.push('?'),
            }
        }
        text.push(')');
    }
    text
}

impl Writing {
    /// Inserts rows, each bound by `bind`; [`StoreError::Conflict`] when one of them has keys that are there
    /// already. Some of the rows may be in then, so the closure had better fail as well.
    pub(crate) async fn insert_all<R>(
        &mut self,
        bulk: &'static Bulk,
        mut rows: &[R],
        bind: impl Fn(Bound, &R) -> Bound + Send,
    ) -> Result<(), StoreError>
    where
        R: Sync,
    {
        let engine = self.engine;
        for size in SIZES {
            while rows.len() >= size {
                let (these, rest) = rows.split_at(size);
                let bound = these.iter().fold(Bound::new(), &bind);
                let added = self.execute(bulk.statement(engine, size), bound).await?;
                if added != size as u64 {
                    return Err(StoreError::Conflict);
                }
                rows = rest;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_has_its_own_places() {
        let bulk = Bulk {
            into: "insert into t (a, b)",
            columns: 2,
        };
        assert_eq!(
            bulk.text(Engine::Postgres, 2),
            "insert into t (a, b) values ($1, $2), ($3, $4) on conflict do nothing"
        );
        assert_eq!(
            bulk.text(Engine::Sqlite, 2),
            "insert into t (a, b) values (?, ?), (?, ?) on conflict do nothing"
        );
    }

    #[test]
    fn as_many_columns_are_bound_as_are_named() {
        for bulk in ALL {
            let named = bulk.into.matches(',').count() + 1;
            assert_eq!(named, bulk.columns, "{}", bulk.into);
        }
    }
}
