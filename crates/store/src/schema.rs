//! The tables as the migrations make them, asked of an empty database in memory: what a newer migration adds
//! is carried and checked without anybody having to remember it.

use sqlx::{AnyConnection, Connection, Row};

use crate::engine::Engine;
use crate::error::StoreError;
use crate::migrations;

/// A table of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// The columns of its primary key, in order: the order in which its rows are read.
    pub key: Vec<String>,
    /// The tables that its rows point to.
    pub points_to: Vec<String>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Numbers.
    Integer,
    /// Texts.
    Text,
    /// Bytes.
    Bytes,
}

/// What processes tell each other while they run (steps 9 and 10): no part of what is kept.
const PASSING: [&str; 5] = [
    "duty",
    "shared_count",
    "shared_salt",
    "record_check",
    "public_figures",
];

const TABLES: &str = "select name from sqlite_master
    where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name <> 'schema_step' order by rowid";
const COLUMNS: &str = "select name, type, pk from pragma_table_info($1) order by cid";
const POINTS_TO: &str =
    "select distinct \"table\" from pragma_foreign_key_list($1) where \"table\" <> $1";

/// Every table but the one that counts the steps and those that hold nothing to keep; each stands after those that it
/// points to.
pub(crate) async fn tables() -> Result<Vec<Table>, StoreError> {
    tables_of(migrations::newest()).await
}

/// The same of the schema as it was after so many steps.
pub(crate) async fn tables_of(schema: u32) -> Result<Vec<Table>, StoreError> {
    sqlx::any::install_default_drivers();
    let mut memory = AnyConnection::connect("sqlite::memory:").await?;
    migrations::bring_up(&mut memory, Engine::Sqlite, schema).await?;
    let mut found = Vec::new();
    for row in sqlx::query(TABLES).fetch_all(&mut memory).await? {
        let name: String = row.try_get(0)?;
        if !PASSING.contains(&name.as_str()) {
            found.push(table(&mut memory, name).await?);
        }
    }
    memory.close().await?;
    in_order(found)
}

async fn table(memory: &mut AnyConnection, name: String) -> Result<Table, StoreError> {
    let mut columns = Vec::new();
    let mut key = Vec::new();
    for row in sqlx::query(COLUMNS)
        .bind(&name)
        .fetch_all(&mut *memory)
        .await?
    {
        let column: String = row.try_get(0)?;
        let kind = match row.try_get::<String, _>(1)?.to_lowercase().as_str() {
            "integer" => Kind::Integer,
            "text" => Kind::Text,
            "blob" => Kind::Bytes,
            _ => return Err(StoreError::Unreadable("the type of a column")),
        };
        let place: i64 = row.try_get(2)?;
        if place > 0 {
            key.push((place, column.clone()));
        }
        columns.push(Column { name: column, kind });
    }
    key.sort();
    let mut points_to = Vec::new();
    for row in sqlx::query(POINTS_TO).bind(&name).fetch_all(memory).await? {
        points_to.push(row.try_get(0)?);
    }
    Ok(Table {
        name,
        columns,
        key: key.into_iter().map(|(_, column)| column).collect(),
        points_to,
    })
}

fn in_order(mut left: Vec<Table>) -> Result<Vec<Table>, StoreError> {
    let mut ordered: Vec<Table> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_ready = |table: &Table| {
            let is_there = |name: &String| ordered.iter().any(|earlier| earlier.name == *name);
            table.points_to.iter().all(is_there)
        };
        let place = left
            .iter()
            .position(is_ready)
            .ok_or(StoreError::Unreadable("tables that point at each other"))?;
        ordered.push(left.remove(place));
    }
    Ok(ordered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_table_has_a_key_and_stands_after_those_it_points_to() {
        let tables = tables().await.unwrap();
        let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
        for wanted in ["entry", "report", "incident", "object", "wrap", "session"] {
            assert!(names.contains(&wanted), "{wanted} is not in {names:?}");
        }
        assert!(!names.contains(&"schema_step"));
        for (place, table) in tables.iter().enumerate() {
            assert!(!table.key.is_empty(), "{} has no key", table.name);
            for other in &table.points_to {
                assert!(
                    names[..place].contains(&other.as_str()),
                    "{} comes before {other}",
                    table.name
                );
            }
        }
        let member = tables.iter().find(|table| table.name == "member").unwrap();
        assert!(
            member
                .columns
                .iter()
                .any(|column| column.name == "public_keys" && column.kind == Kind::Bytes)
        );
        let slot = tables.iter().find(|table| table.name == "slot").unwrap();
        assert_eq!(slot.key, ["member", "kind"]);
    }

    #[test]
    fn passing_tables_are_those_that_the_steps_call_so() {
        let mut called = Vec::new();
        for step in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).unwrap() {
            let sql = std::fs::read_to_string(step.unwrap().path()).unwrap();
            let tables = sql.split("create {passing} table ").skip(1);
            called.extend(tables.filter_map(|rest| Some(rest.split_once(' ')?.0.to_owned())));
        }
        called.sort_unstable();
        let mut known = PASSING;
        known.sort_unstable();
        assert_eq!(called, known);
    }

    #[test]
    fn tables_that_point_at_each_other_are_refused() {
        let table = |name: &str, other: &str| Table {
            name: name.to_owned(),
            columns: Vec::new(),
            key: Vec::new(),
            points_to: vec![other.to_owned()],
        };
        assert!(in_order(vec![table("a", "b"), table("b", "a")]).is_err());
    }
}
