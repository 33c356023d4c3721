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
];

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
    match bring_up(connection, engine).await {
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

async fn bring_up(connection: &mut AnyConnection, engine: Engine) -> Result<(), StoreError> {
    if !is_ours(connection, engine).await? {
        sqlx::raw_sql(AssertSqlSafe(engine.words(STEPS_TABLE)))
            .execute(&mut *connection)
            .await?;
    }
    let applied = sqlx::query("select version, sha256 from schema_step order by version")
        .fetch_all(&mut *connection)
        .await?;
    let known = MIGRATIONS.len() as u32;
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
    for (place, migration) in MIGRATIONS.iter().enumerate().skip(applied.len()) {
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
