//! What can go wrong while keeping things.

use std::fmt;
use std::sync::Arc;

use thiserror::Error;

/// Why something could not be kept or found.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The address of the database can't be read.
    #[error("this is not the address of a database: {0}")]
    WrongUrl(&'static str),
    /// There is no database of Heard at that address.
    #[error("there is no database of Heard here")]
    NothingThere,
    /// A newer version of Heard has been at work on this database.
    #[error(
        "this database was made by a newer version of Heard (its schema is {found}, this version knows {known})"
    )]
    NewerSchema {
        /// The newest schema version found in the database.
        found: u32,
        /// The newest schema version that this program knows.
        known: u32,
    },
    /// This version's steps are not all in the database, and whoever opened it is not to take them.
    #[error(
        "this database is of an older version of Heard: start the desk of this version first, which brings it up"
    )]
    OlderSchema,
    /// A step of the schema in the database is not the one that this program has.
    #[error("step {version} of the schema is not the same in this database and in this program")]
    ChangedMigration {
        /// The number of the step.
        version: u32,
    },
    /// Something is kept in a database that was to be empty.
    #[error("it is not empty: there is something in its table \"{table}\"")]
    NotEmpty {
        /// The table.
        table: String,
    },
    /// There are tables of this version where those of an earlier one are to be made.
    #[error(
        "what is to be kept here comes from an earlier version of Heard, and needs a place where there is nothing at all yet, not even empty tables"
    )]
    TablesAreNewer,
    /// Another process has this duty now; nothing was written on it.
    #[error("another process does the work \"{0}\" now")]
    NotOnDuty(&'static str),
    /// Everything was carried elsewhere, and this database is left behind.
    #[error("everything in this database was moved to {to}. Start Heard with that address")]
    Moved {
        /// The address that it was moved to, without its password.
        to: String,
    },
    /// Another program of Heard has this database open, and one that must be alone with it was started.
    #[error("Heard is running on this database. Stop every `heard` that uses it, then try again")]
    InUse,
    /// This database is being carried elsewhere right now.
    #[error("this database is being carried to another one by `heard move` right now")]
    BeingMoved,
    /// Something with that id, number or name is there already. Nothing was changed by the attempt.
    #[error("something with that id, number or name is there already")]
    Conflict,
    /// What should have been changed is not there.
    #[error("what should be changed is not there")]
    Missing,
    /// The engine didn't confirm that it is kept for good. It may have been lost.
    #[error("the database did not confirm that this is kept")]
    NotCommitted,
    /// A closure that writes tried to start another write, which would wait for itself for ever.
    #[error("a write was started within a write")]
    Nested,
    /// The store is closed.
    #[error("the store is closed")]
    Closed,
    /// The closure of that name panicked; nothing it did was kept.
    #[error("\"{0}\" failed unexpectedly; nothing of it was kept")]
    Panicked(&'static str),
    /// The closure of that name went on after the engine had refused a statement; nothing it did was kept.
    #[error("\"{0}\" went on after an error; nothing of it was kept")]
    WentOn(&'static str),
    /// A text holds the character U+0000, which not every engine can keep.
    #[error("a text holds the character U+0000")]
    NulInText,
    /// What is stored there can't be understood: not written by this program, or damaged.
    #[error("stored data can't be understood: {0}")]
    Unreadable(&'static str),
    /// A stored row can't be understood.
    #[error("the row {key} of table \"{table}\" can't be understood")]
    UnreadableRow {
        /// The table, as `entry`.
        table: &'static str,
        /// Its key: the index of an entry, the id of anything else.
        key: String,
    },
    /// The engine can't be reached, or lets nobody write for too long.
    #[error("the database can't be reached: {0}")]
    Unavailable(EngineError),
    /// The engine refused.
    #[error("the database refused: {0}")]
    Engine(EngineError),
    /// The file or folder can't be made or opened.
    #[error("the database file can't be opened: {0}")]
    File(std::io::ErrorKind),
}

impl StoreError {
    /// Whether what is stored is at fault, and not the engine, the address or the caller.
    #[must_use]
    pub fn is_about_stored_data(&self) -> bool {
        match self {
            Self::Unreadable(_) | Self::UnreadableRow { .. } => true,
            Self::Engine(error) | Self::Unavailable(error) => error.names_damage(),
            _ => false,
        }
    }
}

/// What the engine said. Holds no value that was stored.
#[derive(Clone)]
pub struct EngineError(Arc<sqlx::Error>);

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The long form of an engine's error may quote a row.
        write!(f, "EngineError({})", self.0)
    }
}

impl From<sqlx::Error> for EngineError {
    fn from(error: sqlx::Error) -> Self {
        Self(Arc::new(error))
    }
}

impl EngineError {
    /// The engine's own code for it, as `23505`, if it gave one.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        self.0
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .map(std::borrow::Cow::into_owned)
    }

    /// Whether a row was refused because of what it holds: a key that is there already, a reference to nothing, a value
    /// that may not be.
    #[must_use]
    pub fn names_a_wrong_row(&self) -> bool {
        self.code().is_some_and(|code| match code.as_str() {
            // PostgreSQL: integrity constraints, and values that don't fit.
            code if code.len() == 5 => code.starts_with("23") || code.starts_with("22"),
            // SQLite: the low byte is 19, a constraint.
            code => code.parse::<u32>().is_ok_and(|code| code & 255 == 19),
        })
    }

    /// Whether the engine found its own files damaged.
    pub(crate) fn names_damage(&self) -> bool {
        self.code().is_some_and(|code| match code.as_str() {
            // PostgreSQL: data or an index is corrupted.
            "XX001" | "XX002" => true,
            // SQLite: the low byte is 11, corrupt, or 26, not a database.
            code if code.len() < 5 => code
                .parse::<u32>()
                .is_ok_and(|code| matches!(code & 255, 11 | 26)),
            _ => false,
        })
    }

    /// Whether a connection that was kept is gone, which says nothing of others.
    pub(crate) fn is_of_one_connection(&self) -> bool {
        self.connection_is_gone()
            && !matches!(
                &*self.0,
                sqlx::Error::PoolClosed | sqlx::Error::PoolTimedOut
            )
    }

    /// Whether the connection is gone, so that nothing more can be asked over it.
    pub(crate) fn connection_is_gone(&self) -> bool {
        // 57P01-57P03: PostgreSQL ends the connection; class 08: connection exceptions.
        // 25006: the server takes no writes any more; another does.
        let ended =
            |code: &str| code.starts_with("57P") || code.starts_with("08") || code == "25006";
        match &*self.0 {
            sqlx::Error::Database(error) => error.code().is_some_and(|code| ended(&code)),
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolClosed
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::WorkerCrashed => true,
            _ => false,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        EngineError::from(error).into()
    }
}

impl From<EngineError> for StoreError {
    fn from(error: EngineError) -> Self {
        match &*error.0 {
            sqlx::Error::PoolClosed => Self::Closed,
            sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) => Self::Unavailable(error),
            // A text that is no UTF-8, say.
            sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. } => {
                Self::Unreadable("a column that can't be read")
            }
            _ => Self::Engine(error),
        }
    }
}
