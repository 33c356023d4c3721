//! A database of any earlier version, with something in every table, is brought up to date and loses nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use heard_store::{Store, StoreError};
use sha2::{Digest as _, Sha256};
use sqlx::{AnyConnection, AssertSqlSafe, Column as _, Connection as _, Row as _};

use crate::build::{append, report_received, subject};
use crate::database::{Database, read_with, story, write_with};

/// The steps of the schema, oldest first: name and SQL.
fn steps() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    read_all(&folder)
}

/// The rows that a database of that step held, in the words of SQLite, one file a step.
fn rows() -> Vec<(String, String)> {
    read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/upgrades"))
}

fn read_all(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// SQL of ours in the words of the engine.
fn words(database: &Database, sql: &str) -> String {
    let [integer, bytes, text, strict, passing] = if database.is_postgres {
        ["bigint", "bytea", "text collate \"C\"", "", "unlogged"]
    } else {
        ["integer", "blob", "text", "strict", ""]
    };
    let sql = sql
        .replace("{integer}", integer)
        .replace("{bytes}", bytes)
        .replace("{text}", text)
        .replace("{strict}", strict)
        .replace("{passing}", passing);
    if database.is_postgres {
        sql.replace("x'", "'\\x")
    } else {
        sql
    }
}

async fn run(connection: &mut AnyConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(connection)
        .await
        .unwrap();
}

/// Makes what a program made that knew only the first `count` steps.
async fn make_old(database: &Database, count: usize) {
    if !database.is_postgres {
        // The file, with its folder, as any version makes it.
        let path = database.text.trim_start_matches("sqlite:");
        std::fs::create_dir_all(Path::new(path).parent().unwrap()).unwrap();
        std::fs::write(path, []).unwrap();
    }
    let mut connection = database.connect().await;
    let table = "create table schema_step (version {integer} primary key, name {text} not null, sha256 {text} not null) {strict}";
    run(&mut connection, words(database, table)).await;
    for (place, (name, sql)) in steps().into_iter().take(count).enumerate() {
        run(&mut connection, words(database, &sql)).await;
        let sum = hex::encode(Sha256::digest(&sql));
        let noted = format!(
            "insert into schema_step (version, name, sha256) values ({}, '{name}', '{sum}')",
            place + 1
        );
        run(&mut connection, noted).await;
        for (of, rows) in rows() {
            if of == name {
                run(&mut connection, words(database, &rows)).await;
            }
        }
    }
    connection.close().await.unwrap();
}

const TABLES: &str = "select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name <> 'schema_step'";
const TABLES_ON_SERVER: &str = "select tablename::text from pg_tables where schemaname = 'public' and tablename <> 'schema_step'";

/// Every table with its columns and rows, as far as `known` names tables and columns; all of them without.
type Contents = BTreeMap<String, (Vec<String>, Vec<Vec<String>>)>;

async fn contents(database: &Database, known: Option<&Contents>) -> Contents {
    let mut connection = database.connect().await;
    let tables: Vec<String> = if let Some(known) = known {
        known.keys().cloned().collect()
    } else {
        let sql = if database.is_postgres {
            TABLES_ON_SERVER
        } else {
            TABLES
        };
        let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    };
    let mut found = Contents::new();
    for table in tables {
        let columns = known.map(|known| known[&table].0.join(", "));
        let sql = format!("select {} from {table}", columns.as_deref().unwrap_or("*"));
        let rows = sqlx::query(AssertSqlSafe(sql))
            .fetch_all(&mut connection)
            .await
            .unwrap();
        let columns = rows.first().map_or_else(Vec::new, |row| {
            let columns = row.columns().iter();
            columns.map(|column| column.name().to_owned()).collect()
        });
        let mut shown: Vec<Vec<String>> = rows.iter().map(values).collect();
        shown.sort();
        found.insert(table, (columns, shown));
    }
    connection.close().await.unwrap();
    found
}

fn values(row: &sqlx::any::AnyRow) -> Vec<String> {
    (0..row.columns().len())
        .map(|place| {
            if let Ok(number) = row.try_get::<Option<i64>, _>(place) {
                format!("{number:?}")
            } else if let Ok(text) = row.try_get::<Option<String>, _>(place) {
                format!("{text:?}")
            } else {
                format!("{:?}", row.try_get::<Option<Vec<u8>>, _>(place).unwrap())
            }
        })
        .collect()
}

async fn from_step(database: &Database, count: usize) {
    make_old(database, count).await;
    let before = contents(database, None).await;
    let store = Store::open_existing(&database.url).await.unwrap();
    let steps_now = database.number("select count(*) from schema_step").await;
    assert_eq!(steps_now, i64::try_from(steps().len()).unwrap());
    assert_eq!(
        contents(database, Some(&before)).await,
        before,
        "from step {count}"
    );
    // It is a whole database of this version, and goes on where it was.
    store.prepare_everything().await.unwrap();
    assert_eq!(
        store.integrity(heard_store::Depth::Indexes).await.unwrap(),
        Vec::<String>::new()
    );
    let size = read_with!(store, |reading| reading.ledger_size().await?).unwrap();
    let entry = write_with!(store, |writing| append(
        writing,
        subject(77),
        1,
        &report_received()
    )
    .await?)
    .unwrap();
    assert_eq!(entry.index, size);
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_every_earlier_schema_in_a_file() {
    for count in 0..=steps().len() {
        let database = Database::sqlite();
        from_step(&database, count).await;
        database.drop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_every_earlier_schema_on_a_server() {
    for count in 0..=steps().len() {
        let Some(database) = Database::postgres().await else {
            return;
        };
        from_step(&database, count).await;
        database.drop().await;
    }
}

/// Whoever adds a table adds rows of it here too.
#[tokio::test]
async fn every_table_has_rows_that_are_brought_up() {
    let known: BTreeSet<String> = steps().into_iter().map(|(name, _)| name).collect();
    for (name, _) in rows() {
        assert!(known.contains(&name), "{name} belongs to no step");
    }
    let database = Database::sqlite();
    make_old(&database, steps().len()).await;
    let empty: Vec<String> = contents(&database, None)
        .await
        .into_iter()
        .filter(|(_, (_, rows))| rows.is_empty())
        .map(|(table, _)| table)
        .collect();
    assert!(
        empty.is_empty(),
        "write rows of {empty:?} into tests/it/upgrades/, in a file named like the step that makes them"
    );
}

story!(
    a_newer_database_is_refused_in_words_and_left_alone,
    |database| {
        make_old(database, steps().len()).await;
        database
        .spoil("insert into schema_step (version, name, sha256) values (90, '0090_later.sql', 'x')")
        .await;
        let before = contents(database, None).await;
        let refused = Store::open(&database.url).await.map(|_| ()).unwrap_err();
        assert!(
            matches!(refused, StoreError::NewerSchema { found: 90, .. }),
            "{refused:?}"
        );
        let known = steps().len();
        assert_eq!(
            refused.to_string(),
            format!(
                "this database was made by a newer version of Heard (its schema is 90, this version knows {known})"
            )
        );
        assert_eq!(contents(database, None).await, before);
    }
);
