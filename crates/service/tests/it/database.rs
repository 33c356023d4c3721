//! The database file of a test house, looked at and altered behind its back.

use std::fmt::Write as _;
use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection};

/// A connection of its own to the file, without any of the rules that the house's connections keep.
pub(crate) struct Database(SqliteConnection);

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Column {
    pub(crate) table: String,
    pub(crate) name: String,
    pub(crate) may_be_null: bool,
    /// Whether it is another name of the row's number.
    is_row_number: bool,
}

/// What stands in one place, as SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kept {
    Null,
    Integer(i64),
    Text(Vec<u8>),
    Bytes(Vec<u8>),
}

impl Kept {
    pub(crate) fn sql(&self) -> String {
        let hex = |bytes: &[u8]| {
            bytes.iter().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            })
        };
        match self {
            Self::Null => "null".to_owned(),
            Self::Integer(number) => number.to_string(),
            Self::Text(bytes) => format!("cast(x'{}' as text)", hex(bytes)),
            Self::Bytes(bytes) => format!("x'{}'", hex(bytes)),
        }
    }

    /// How many bits it has.
    pub(crate) fn bits(&self) -> usize {
        match self {
            Self::Null => 0,
            Self::Integer(_) => 64,
            Self::Text(bytes) | Self::Bytes(bytes) => bytes.len() * 8,
        }
    }

    /// With one bit turned over.
    pub(crate) fn flipped(&self, bit: usize) -> Self {
        let turned = |bytes: &[u8]| {
            let mut bytes = bytes.to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            bytes
        };
        match self {
            Self::Null => Self::Null,
            Self::Integer(number) => Self::Integer(number ^ (1 << bit)),
            Self::Text(bytes) => Self::Text(turned(bytes)),
            Self::Bytes(bytes) => Self::Bytes(turned(bytes)),
        }
    }
}

impl Database {
    pub(crate) async fn open(folder: &Path) -> Self {
        let options = SqliteConnectOptions::new()
            .filename(folder.join("heard.db"))
            .foreign_keys(false)
            .pragma("ignore_check_constraints", "on");
        Self(
            SqliteConnection::connect_with(&options)
                .await
                .expect("the file opens"),
        )
    }

    pub(crate) async fn rows(&mut self, sql: &str) -> Vec<SqliteRow> {
        sqlx::query(AssertSqlSafe(sql.to_owned()))
            .fetch_all(&mut self.0)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Runs a statement; whether the engine took it.
    pub(crate) async fn tries(&mut self, sql: &str) -> bool {
        sqlx::query(AssertSqlSafe(sql.to_owned()))
            .execute(&mut self.0)
            .await
            .is_ok()
    }

    pub(crate) async fn run(&mut self, sql: &str) {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
            .execute(&mut self.0)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Every column of every table of ours.
    pub(crate) async fn columns(&mut self) -> Vec<Column> {
        let sql = "select m.name, c.name, c.\"notnull\", c.pk, c.type, (select count(*) from pragma_table_info(m.name) k where k.pk > 0)
            from sqlite_master m, pragma_table_info(m.name) c
            where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, c.cid";
        self.rows(sql)
            .await
            .iter()
            .map(|row| {
                let key: i64 = row.get(3);
                let kind: String = row.get(4);
                Column {
                    table: row.get(0),
                    name: row.get(1),
                    may_be_null: row.get::<i64, _>(2) == 0 && key == 0,
                    is_row_number: key == 1
                        && row.get::<i64, _>(5) == 1
                        && kind.eq_ignore_ascii_case("integer"),
                }
            })
            .collect()
    }

    /// The numbers of the rows of a table that have something in that column.
    pub(crate) async fn filled(&mut self, column: &Column) -> Vec<i64> {
        let sql = format!(
            "select rowid from {} where {} is not null order by rowid",
            column.table, column.name
        );
        self.rows(&sql).await.iter().map(|row| row.get(0)).collect()
    }

    pub(crate) async fn kept(&mut self, column: &Column, row: i64) -> Kept {
        let (table, name) = (&column.table, &column.name);
        let sql = format!(
            "select typeof({name}), cast({name} as blob), case typeof({name}) when 'integer' then {name} end from {table} where rowid = {row}"
        );
        let found = self.rows(&sql).await;
        let found = found.first().expect("the row is there");
        match found.get::<String, _>(0).as_str() {
            "null" => Kept::Null,
            "integer" => Kept::Integer(found.get(2)),
            "text" => Kept::Text(found.get(1)),
            "blob" => Kept::Bytes(found.get(1)),
            other => panic!("{table}.{name} has a {other}"),
        }
    }

    /// Puts something else there; gives the row's number after that, or none if a key forbids it.
    pub(crate) async fn put(&mut self, column: &Column, row: i64, value: &Kept) -> Option<i64> {
        let sql = format!(
            "update {} set {} = {} where rowid = {row}",
            column.table,
            column.name,
            value.sql()
        );
        match value {
            _ if !self.tries(&sql).await => None,
            Kept::Integer(number) if column.is_row_number => Some(*number),
            _ => Some(row),
        }
    }
}
