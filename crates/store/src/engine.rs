//! The two engines and where they differ. No other file says `Sqlite` or `Postgres` to decide anything.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, ConnectOptions};
use tracing::log::LevelFilter;

use crate::address::{Address, DatabaseUrl, FILE_NAME, servers};
use crate::error::{EngineError, StoreError};
use crate::presence::{self, Presence};
use crate::servers::Servers;

/// How deep the engine looks for damages of its own files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Every page, and that tables and their references hold together.
    Pages,
    /// Also that every index says what its table says, which takes several times as long.
    Indexes,
}

/// How many connections read at once, beside the one that writes.
const READERS: u32 = 4;
/// How long a reader waits for a free connection.
const READER_WAIT: Duration = Duration::from_secs(30);
/// How often opening a file is tried while others open or close it, and how long to wait between.
const BUSY_TRIES: u32 = 500;
const BUSY_PAUSE: Duration = Duration::from_millis(10);
/// A statement that takes longer than this is named in the log (its text, never its values).
const SLOW: Duration = Duration::from_secs(2);

/// Which engine keeps the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// The engine at the other end of a connection.
    pub(crate) fn of(connection: &AnyConnection) -> Self {
        match connection.backend_name() {
            "SQLite" => Self::Sqlite,
            _ => Self::Postgres,
        }
    }

    /// A statement of ours in this engine's words: `{integer}`, `{bytes}`, `{text}`, `{strict}`, `{passing}`.
    ///
    /// Text sorts by its bytes on both engines. A passing table need not outlive a crash.
    pub(crate) fn words(self, sql: &str) -> String {
        let [integer, bytes, text, strict, passing] = match self {
            Self::Sqlite => ["integer", "blob", "text", "strict", ""],
            Self::Postgres => ["bigint", "bytea", "text collate \"C\"", "", "unlogged"],
        };
        sql.replace("{integer}", integer)
            .replace("{bytes}", bytes)
            .replace("{text}", text)
            .replace("{strict}", strict)
            .replace("{passing}", passing)
    }

    /// By which number a long statement names its places for values; none when they are just counted. To SQLite a
    /// numbered place has a name, which is searched for among all of them for each value that is bound.
    pub(crate) const fn numbered(self, place: usize) -> Option<usize> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(place),
        }
    }

    /// The function that gives the place of a text in another, 0 when it isn't in there.
    pub(crate) const fn place_in_text(self) -> &'static str {
        match self {
            Self::Sqlite => "instr",
            Self::Postgres => "strpos",
        }
    }

    /// Begins a transaction that writes, after all others that write.
    pub(crate) const fn begin_writing(self) -> &'static str {
        match self {
            Self::Sqlite => "begin immediate",
            // The number is the ASCII of "heard"; every process that writes waits for this lock.
            Self::Postgres => "begin; select pg_advisory_xact_lock(448378597988)",
        }
    }

    /// The same with a savepoint for the first job; the last row has the number of the newest step of the schema.
    pub(crate) const fn begin_jobs(self) -> &'static str {
        match self {
            Self::Sqlite => "begin immediate; savepoint job; select max(version) from schema_step",
            Self::Postgres => {
                "begin; select pg_advisory_xact_lock(448378597988)::text; savepoint job; \
                 select max(version) from schema_step"
            }
        }
    }

    /// Asks for the time by the engine's clock, in microseconds since 1970.
    pub(crate) const fn now(self) -> &'static str {
        match self {
            Self::Sqlite => "select cast(unixepoch('subsec') * 1000000 as integer)",
            Self::Postgres => {
                "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)"
            }
        }
    }

    /// Begins a transaction that sees one state of the database throughout.
    pub(crate) const fn begin_reading(self) -> &'static str {
        match self {
            Self::Sqlite => "begin",
            Self::Postgres => "begin isolation level repeatable read, read only",
        }
    }

    /// How often beginning to read is tried: over a server each connection that was kept may have been cut meanwhile.
    pub(crate) const fn tries_to_read(self) -> u32 {
        match self {
            Self::Sqlite => 1,
            Self::Postgres => READERS + 1,
        }
    }

    /// Whether somebody who has read is answered before the transaction is ended: over a slow line that is a trip saved.
    pub(crate) const fn ends_reading_behind(self) -> bool {
        match self {
            Self::Sqlite => false,
            Self::Postgres => true,
        }
    }

    /// How often opening a connection or transaction is tried before the waiting jobs are refused.
    /// SQLite has waited for its busy timeout by then; a server may just be restarting.
    pub(crate) const fn tries(self) -> u32 {
        match self {
            Self::Sqlite => 1,
            Self::Postgres => 4,
        }
    }

    /// Counts the tables of ours, as one row with one number.
    pub(crate) const fn count_our_tables(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "select count(*) from sqlite_master where type = 'table' and name = 'schema_step'"
            }
            Self::Postgres => {
                "select count(*) from pg_catalog.pg_class where relname = 'schema_step' and pg_table_is_visible(oid)"
            }
        }
    }

    /// The engine's own check of its files: statements whose every row but `ok` names a damage.
    pub(crate) const fn integrity_checks(self, depth: Depth) -> &'static [&'static str] {
        const DANGLING: &str =
            "select \"table\" || ': dangling reference' from pragma_foreign_key_check";
        match (self, depth) {
            (Self::Sqlite, Depth::Pages) => &["pragma quick_check", DANGLING],
            (Self::Sqlite, Depth::Indexes) => &["pragma integrity_check", DANGLING],
            // PostgreSQL checks pages as it reads them, when its cluster was made with checksums.
            (Self::Postgres, _) => &["select 'ok'"],
        }
    }

    /// Whether the file was locked by another connection just then.
    fn is_busy(self, error: &sqlx::Error) -> bool {
        let code = error
            .as_database_error()
            .and_then(|error| error.code()?.parse::<u32>().ok());
        // SQLITE_BUSY is 5; the bytes above say more closely what it was.
        self == Self::Sqlite && code.is_some_and(|code| code & 0xff == 5)
    }

    /// Settings of a connection that writes.
    const fn writer_settings(self) -> &'static str {
        match self {
            // secure_delete: a destroyed key must not linger in a free page.
            Self::Sqlite => {
                "pragma busy_timeout = 10000; pragma journal_mode = wal; pragma synchronous = full; \
                 pragma foreign_keys = on; pragma temp_store = memory; pragma trusted_schema = off; \
                 pragma secure_delete = on; pragma cache_size = -16000; pragma wal_autocheckpoint = 2000; \
                 pragma journal_size_limit = 67108864"
            }
            Self::Postgres => "set synchronous_commit = on; set client_min_messages = warning",
        }
    }

    /// Settings of a connection that only reads.
    const fn reader_settings(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "pragma busy_timeout = 10000; pragma temp_store = memory; pragma trusted_schema = off; \
                 pragma query_only = on; pragma cache_size = -8000"
            }
            Self::Postgres => "set client_min_messages = warning",
        }
    }

    /// Further settings of a connection that writes beside others, who wait while it holds the lock. A server gives up
    /// a process that lies still in the middle of a transaction, and one whose machine has gone away.
    const fn settings_beside_others(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => {
                "set idle_in_transaction_session_timeout = '15s'; set tcp_keepalives_idle = 5; \
                 set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3; set tcp_user_timeout = '10s'"
            }
        }
    }
}

/// How connections to one database are opened.
#[derive(Clone)]
pub(crate) struct Connector {
    pub(crate) engine: Engine,
    servers: Servers,
    /// The file, when the database is one.
    file: Option<PathBuf>,
    /// Held while somebody may write to the file.
    present: Option<Arc<Presence>>,
}

impl Connector {
    /// For SQLite, makes the file and its folder (readable by their owner only) if `create` is given.
    pub(crate) fn new(url: &DatabaseUrl, create: bool) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let (engine, texts, file) = match &url.0 {
            Address::Sqlite(path) => {
                let in_folder = path.is_dir().then(|| path.join(FILE_NAME));
                let path = in_folder.as_ref().unwrap_or(path);
                let path = if create {
                    prepare_file(path)?
                } else {
                    existing_file(path)?
                };
                let name = path
                    .to_str()
                    .ok_or(StoreError::WrongUrl("the path is not UTF-8"))?;
                let text = format!("sqlite://{}?mode=rw", percent_encoded(name));
                (Engine::Sqlite, vec![text], Some(path))
            }
            Address::Postgres(text) => (Engine::Postgres, servers(text), None),
        };
        let options = texts
            .iter()
            .map(|text| {
                let options = text
                    .parse::<AnyConnectOptions>()
                    .map_err(|_| StoreError::WrongUrl("it can't be read"))?;
                Ok(options
                    .log_statements(LevelFilter::Off)
                    .log_slow_statements(LevelFilter::Warn, SLOW))
            })
            .collect::<Result<_, StoreError>>()?;
        Ok(Self {
            engine,
            servers: Servers::new(options),
            file,
            present: None,
        })
    }

    /// Says for as long as this connector lives that the file is open, when it is one. On a server the
    /// connection that writes says so.
    pub(crate) fn join(&mut self) -> Result<(), StoreError> {
        if let Some(file) = &self.file {
            self.present = Some(Arc::new(Presence::join(file)?));
        }
        Ok(())
    }

    /// A connection that may write.
    pub(crate) async fn writer(&self) -> Result<AnyConnection, StoreError> {
        let mut connection = self.connect().await.map_err(unavailable)?;
        if self.engine == Engine::Postgres
            && !presence::join_on_server(&mut connection)
                .await
                .map_err(unavailable)?
        {
            return Err(StoreError::BeingMoved);
        }
        sqlx::raw_sql(self.engine.settings_beside_others())
            .execute(&mut connection)
            .await
            .map_err(unavailable)?;
        Ok(connection)
    }

    /// The file, when the database is one.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        self.file.clone()
    }

    /// A connection that may write, beside which no other of ours can be opened until it and what comes with
    /// it are gone.
    pub(crate) async fn alone(&self) -> Result<(AnyConnection, Option<Presence>), StoreError> {
        let present = match &self.file {
            Some(file) => Some(Presence::alone(file)?),
            None => None,
        };
        let mut connection = self.connect().await.map_err(unavailable)?;
        if self.engine == Engine::Postgres
            && !presence::alone_on_server(&mut connection)
                .await
                .map_err(unavailable)?
        {
            return Err(StoreError::InUse);
        }
        Ok((connection, present))
    }

    /// Whether both lead to the same database, as far as their addresses say.
    pub(crate) fn is_same_place(&self, other: &Self) -> bool {
        match (&self.file, &other.file) {
            (Some(file), Some(other)) => file == other,
            (None, None) => self.servers.names_one_of(&other.servers),
            _ => false,
        }
    }

    async fn connect(&self) -> Result<AnyConnection, sqlx::Error> {
        let mut connection = self.servers.connect().await?;
        let mut tries = 1;
        loop {
            let set = sqlx::raw_sql(self.engine.writer_settings())
                .execute(&mut connection)
                .await;
            match set {
                Ok(_) => return Ok(connection),
                // SQLite itself doesn't wait while another program gives a new file its log, or takes the log away.
                Err(error) if self.engine.is_busy(&error) && tries < BUSY_TRIES => {
                    tries += 1;
                    tokio::time::sleep(BUSY_PAUSE).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Connections that only read, opened when they are needed.
    /// They follow the server that takes writes.
    pub(crate) fn readers(&self) -> AnyPool {
        let settings = self.engine.reader_settings();
        let readers = AnyPoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(READER_WAIT)
            // Beginning a transaction asks already, and is tried again over another connection (`Store::read`).
            .test_before_acquire(false)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    sqlx::raw_sql(settings).execute(connection).await?;
                    Ok(())
                })
            })
            .connect_lazy_with(self.servers.in_use());
        self.servers.lead(readers.clone());
        readers
    }
}

/// What a connection says that can't be opened.
fn unavailable(error: sqlx::Error) -> StoreError {
    let error = EngineError::from(error);
    // 3D000: the server has no database of that name.
    if error.code().as_deref() == Some("3D000") {
        StoreError::NothingThere
    } else {
        StoreError::Unavailable(error)
    }
}

fn file_error(error: &std::io::Error) -> StoreError {
    StoreError::File(error.kind())
}

/// Makes folder and file when they are missing; gives the path without links, dots or a relative start.
fn prepare_file(path: &Path) -> Result<PathBuf, StoreError> {
    let (folder, name) = parts(path)?;
    let mut folders = fs::DirBuilder::new();
    folders.recursive(true);
    let mut file = fs::OpenOptions::new();
    file.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        folders.mode(0o700);
        file.mode(0o600);
    }
    folders
        .create(&folder)
        .map_err(|error| file_error(&error))?;
    let whole = folder
        .canonicalize()
        .map_err(|error| file_error(&error))?
        .join(name);
    file.open(&whole).map_err(|error| file_error(&error))?;
    Ok(whole)
}

fn existing_file(path: &Path) -> Result<PathBuf, StoreError> {
    match path.canonicalize() {
        Ok(whole) if whole.is_file() => Ok(whole),
        Ok(_) => Err(StoreError::NothingThere),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(StoreError::NothingThere),
        Err(error) => Err(file_error(&error)),
    }
}

fn parts(path: &Path) -> Result<(PathBuf, &std::ffi::OsStr), StoreError> {
    let name = path
        .file_name()
        .ok_or(StoreError::WrongUrl("the path names no file"))?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    Ok((folder, name))
}

fn percent_encoded(path: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_any_characters_fits_in_an_address() {
        assert_eq!(percent_encoded("/a b/ä?#%.db"), "/a%20b/%C3%A4%3F%23%25.db");
    }

    #[test]
    fn every_type_word_is_replaced() {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            assert!(
                !engine
                    .words("{integer} {bytes} {text} {strict} {passing}")
                    .contains('{')
            );
        }
    }
}
