//! A database of its own for each test.

use std::sync::atomic::{AtomicU32, Ordering};

use heard_store::{DatabaseUrl, Store};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};
use tempfile::TempDir;

static MADE: AtomicU32 = AtomicU32::new(0);

/// An empty database, gone when the story is over.
pub(crate) struct Database {
    pub(crate) url: DatabaseUrl,
    pub(crate) text: String,
    pub(crate) is_postgres: bool,
    name: String,
    admin: String,
    _folder: Option<TempDir>,
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // A name that an address could trip over.
        let text = format!(
            "sqlite:{}/a folder/h#eard?%41 é.db",
            folder.path().display()
        );
        Self {
            url: DatabaseUrl::parse(&text).unwrap(),
            text,
            is_postgres: false,
            name: String::new(),
            admin: String::new(),
            _folder: Some(folder),
        }
    }

    /// None when no server was named.
    pub(crate) async fn postgres() -> Option<Self> {
        let Ok(admin) = std::env::var("HEARD_TEST_POSTGRES") else {
            eprintln_skipped();
            return None;
        };
        let name = format!(
            "heard_test_{}_{}",
            std::process::id(),
            MADE.fetch_add(1, Ordering::Relaxed)
        );
        let mut connection = connect(&admin).await;
        let create = format!("create database {name}");
        sqlx::raw_sql(AssertSqlSafe(create))
            .execute(&mut connection)
            .await
            .unwrap();
        let (server, _) = admin.rsplit_once('/').unwrap();
        let text = format!("{server}/{name}");
        Some(Self {
            url: DatabaseUrl::parse(&text).unwrap(),
            text,
            is_postgres: true,
            name,
            admin,
            _folder: None,
        })
    }

    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }

    /// A connection past the store, to look and to spoil.
    pub(crate) async fn connect(&self) -> AnyConnection {
        if self.is_postgres {
            return connect(&self.text).await;
        }
        let path = self.text.trim_start_matches("sqlite:");
        let encoded = path
            .replace('%', "%25")
            .replace(' ', "%20")
            .replace('#', "%23")
            .replace('?', "%3F");
        connect(&format!("sqlite://{encoded}?mode=rw")).await
    }

    pub(crate) async fn spoil(&self, sql: &'static str) {
        let mut connection = self.connect().await;
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    pub(crate) async fn number(&self, sql: &'static str) -> i64 {
        let mut connection = self.connect().await;
        let row = sqlx::query(sql).fetch_one(&mut connection).await.unwrap();
        let number = row.try_get(0).unwrap();
        connection.close().await.unwrap();
        number
    }

    pub(crate) async fn drop(self) {
        if self.is_postgres {
            let mut connection = connect(&self.admin).await;
            let drop = format!("drop database {} with (force)", self.name);
            sqlx::raw_sql(AssertSqlSafe(drop))
                .execute(&mut connection)
                .await
                .unwrap();
        }
    }
}

async fn connect(url: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(url).await.unwrap()
}

#[expect(clippy::print_stderr, reason = "a test that is left out says so")]
fn eprintln_skipped() {
    eprintln!("skipped: HEARD_TEST_POSTGRES names no server");
}

/// Declares a test on each engine from one story.
macro_rules! story {
    ($name:ident, |$database:ident| $body:block) => {
        async fn $name($database: &crate::database::Database) $body

        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let database = crate::database::Database::sqlite();
                super::$name(&database).await;
                database.drop().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(database) = crate::database::Database::postgres().await {
                    super::$name(&database).await;
                    database.drop().await;
                }
            }
        }
    };
}
pub(crate) use story;

/// Writes with a body that uses `?` on [`heard_store::StoreError`].
macro_rules! write_with {
    ($store:expr, |$writing:ident| $body:expr) => {
        $store
            .write("test", move |$writing| {
                Box::pin(async move { Ok::<_, heard_store::StoreError>($body) })
            })
            .await
    };
}
pub(crate) use write_with;

/// Reads with a body that uses `?` on [`heard_store::StoreError`].
macro_rules! read_with {
    ($store:expr, |$reading:ident| $body:expr) => {
        $store
            .read("test", move |$reading| {
                Box::pin(async move { Ok::<_, heard_store::StoreError>($body) })
            })
            .await
    };
}
pub(crate) use read_with;
