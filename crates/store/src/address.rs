//! Where the database is.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::error::StoreError;

/// The name of the database file in a data folder.
const FILE_NAME: &str = "heard.db";

/// The address of a database: a file (SQLite) or a server (PostgreSQL).
///
/// Shown without its password, so that it may stand in a log or an error.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(pub(crate) Address);

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Address {
    Sqlite(PathBuf),
    Postgres(String),
}

impl DatabaseUrl {
    /// Reads `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME` (also `postgresql://`).
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        if let Some(rest) = text.strip_prefix("sqlite:") {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            return match path {
                "" => Err(StoreError::WrongUrl("sqlite: needs the path of a file")),
                ":memory:" => Err(StoreError::WrongUrl(
                    "a database in memory would keep nothing",
                )),
                _ if path.contains('\0') => Err(StoreError::WrongUrl("a path can't hold U+0000")),
                _ => Ok(Self(Address::Sqlite(PathBuf::from(path)))),
            };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return text
                .parse::<sqlx::any::AnyConnectOptions>()
                .map(|_| Self(Address::Postgres(text.to_owned())))
                .map_err(|_| StoreError::WrongUrl("the address after postgres:// can't be read"));
        }
        Err(StoreError::WrongUrl(
            "it begins with neither sqlite: nor postgres://",
        ))
    }

    /// The file `heard.db` in that folder.
    #[must_use]
    pub fn from_data_folder(folder: &Path) -> Self {
        Self(Address::Sqlite(folder.join(FILE_NAME)))
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Address::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Address::Postgres(text) => f.write_str(&without_secrets(text)),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

/// The address without its password and without its query part, where one may stand too.
fn without_secrets(text: &str) -> String {
    let unread = || "postgres://***".to_owned();
    let Ok(options) = text.parse::<sqlx::any::AnyConnectOptions>() else {
        return unread();
    };
    let mut url = options.database_url;
    if url.password().is_some() && url.set_password(Some("***")).is_err() {
        return unread();
    }
    url.set_query(None);
    url.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for text in [
            "postgres://heard:open-sesame@localhost:5432/heard",
            "postgresql://localhost/heard?user=heard&password=open-sesame",
            "postgres://heard:open-sesame@[::1]/heard?sslmode=require",
        ] {
            let url = DatabaseUrl::parse(text).unwrap();
            assert!(!format!("{url} {url:?}").contains("sesame"), "{url}");
        }
        let shown = DatabaseUrl::parse("postgres://heard:open-sesame@localhost:5432/heard")
            .unwrap()
            .to_string();
        assert_eq!(shown, "postgres://heard:***@localhost:5432/heard");
    }

    #[test]
    fn wrong_addresses_are_refused() {
        for text in [
            "",
            "heard.db",
            "sqlite:",
            "sqlite::memory:",
            "mysql://localhost/x",
            "postgres://[/x",
            "sqlite:a\0b",
        ] {
            assert!(
                matches!(DatabaseUrl::parse(text), Err(StoreError::WrongUrl(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn a_data_folder_holds_the_file() {
        assert_eq!(
            DatabaseUrl::from_data_folder(Path::new("/srv/heard")).to_string(),
            "sqlite:/srv/heard/heard.db"
        );
        let [short, long] =
            ["sqlite:/srv/heard/heard.db", "sqlite:///srv/heard/heard.db"].map(DatabaseUrl::parse);
        assert_eq!(short.unwrap(), long.unwrap());
    }
}
