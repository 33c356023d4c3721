//! The steps by which an empty database becomes this version's, each applied once and never changed again.

use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use crate::engine::Engine;
use crate::error::StoreError;

/// One step: its SQL with our type words.
struct Migration {
    name: &'static str,
    sql: &'static str,
}

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        &[$(Migration { name: $name, sql: include_str!(concat!("../migrations/", $name)) }),*]
    };
}

/// Every step in order; the first is version 1.
const MIGRATIONS: &[Migration] = migrations![
    "0001_ledger.sql",
    "0002_organisation.sql",
    "0003_members.sql",
    "0004_reports.sql",
    "0005_incidents.sql",
    "0006_imports.sql",
    "0007_session_keys.sql",
    "0008_areas.sql",
    "0009_processes.sql",
    "0010_doors.sql",
];

/// The step that stands in a database which was moved elsewhere. It is no step, but one that every version of
/// Heard refuses, older ones too.
const MOVED: u32 = 2_147_483_647;

const STEPS_TABLE: &str = "create table if not exists schema_step (
    version {integer} primary key,
    name {text} not null,
    sha256 {text} not null
) {strict}";

fn checksum(migration: &Migration) -> String {
    hex::encode(Sha256::digest(migration.sql))
}

/// Whether this database has been one of ours before.
pub(crate) async fn is_ours(
    connection: &mut AnyConnection,
    engine: Engine,
) -> Result<bool, StoreError> {
    let row = sqlx::query(engine.count_our_tables())
        .fetch_one(connection)
        .await?;
    Ok(row.try_get::<i64, _>(0)? > 0)
}

/// Brings the schema up to this version's, in one transaction that all other writers wait for.
pub(crate) async fn migrate(
    connection: &mut AnyConnection,
    engine: Engine,
) -> Result<(), StoreError> {
    sqlx::raw_sql(engine.begin_writing())
        .execute(&mut *connection)
        .await?;
    match bring_up(connection, engine, newest()).await {
        Ok(()) => {
            sqlx::raw_sql("commit").execute(connection).await?;
            Ok(())
        }
        Err(error) => {
            sqlx::raw_sql("rollback").execute(connection).await?;
            Err(error)
        }
    }
}

/// Whether this is a database of ours with every step of this version. A newer one is refused.
pub(crate) async fn is_current(
    connection: &mut AnyConnection,
    engine: Engine,
) -> Result<bool, StoreError> {
    if !is_ours(connection, engine).await? {
        return Err(StoreError::NothingThere);
    }
    Ok(applied_steps(connection).await? == MIGRATIONS.len())
}

/// Refuses a database whose newest step this version does not know: a newer version has been at work on it since it
/// was opened.
pub(crate) fn is_known(newest: i64) -> Result<(), StoreError> {
    let known = MIGRATIONS.len() as u32;
    if newest <= i64::from(known) {
        return Ok(());
    }
    Err(StoreError::NewerSchema {
        found: u32::try_from(newest).unwrap_or(u32::MAX),
        known,
    })
}

/// Writes into a database that it was moved, so that it is opened no more.
pub(crate) async fn mark_as_moved(
    connection: &mut AnyConnection,
    to: &str,
) -> Result<(), StoreError> {
    sqlx::query("insert into schema_step (version, name, sha256) values ($1, $2, '')")
        .bind(i64::from(MOVED))
        .bind(to)
        .execute(connection)
        .await?;
    Ok(())
}

/// How many steps this version knows: the number of its schema.
#[must_use]
pub const fn newest() -> u32 {
    MIGRATIONS.len() as u32
}

/// Applies the steps up to that one, within whatever transaction is open.
pub(crate) async fn bring_up(
    connection: &mut AnyConnection,
    engine: Engine,
    schema: u32,
) -> Result<(), StoreError> {
    if !is_ours(connection, engine).await? {
        sqlx::raw_sql(AssertSqlSafe(engine.words(STEPS_TABLE)))
            .execute(&mut *connection)
            .await?;
    }
    let applied = applied_steps(connection).await?;
    let wanted = MIGRATIONS.iter().take(schema as usize);
    for (place, migration) in wanted.enumerate().skip(applied) {
        sqlx::raw_sql(AssertSqlSafe(engine.words(migration.sql)))
            .execute(&mut *connection)
            .await?;
        sqlx::query("insert into schema_step (version, name, sha256) values ($1, $2, $3)")
            .bind(place as i64 + 1)
            .bind(migration.name)
            .bind(checksum(migration))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// How many steps were applied already, each of them one that this version knows.
async fn applied_steps(connection: &mut AnyConnection) -> Result<usize, StoreError> {
    let applied = sqlx::query("select version, sha256, name from schema_step order by version")
        .fetch_all(&mut *connection)
        .await?;
    if let Some(last) = applied.last()
        && last.try_get::<i64, _>(0)? == i64::from(MOVED)
    {
        return Err(StoreError::Moved {
            to: last.try_get(2)?,
        });
    }
    let known = newest();
    for (place, row) in applied.iter().enumerate() {
        let version = u32::try_from(row.try_get::<i64, _>(0)?)
            .map_err(|_| StoreError::Unreadable("version of a schema step"))?;
        if version > known {
            return Err(StoreError::NewerSchema {
                found: version,
                known,
            });
        }
        let same = MIGRATIONS.get(place).is_some_and(|migration| {
            version == place as u32 + 1
                && row
                    .try_get::<String, _>(1)
                    .is_ok_and(|sum| sum == checksum(migration))
        });
        if !same {
            return Err(StoreError::ChangedMigration { version });
        }
    }
    Ok(applied.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_a_step_in_order() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let steps: Vec<&str> = MIGRATIONS.iter().map(|migration| migration.name).collect();
        assert_eq!(files, steps);
        for (place, name) in steps.iter().enumerate() {
            assert!(name.starts_with(&format!("{:04}_", place + 1)), "{name}");
        }
    }
}
