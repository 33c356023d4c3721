//! Where the database is.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::error::StoreError;
use crate::roles::RoleName;

/// The name of the database file in a data folder.
pub(crate) const FILE_NAME: &str = "heard.db";

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
    /// Reads `sqlite:PATH` (a file, or the data folder that it is in) or `postgres://USER:PASSWORD@HOST/NAME` (also
    /// `postgresql://`). Several hosts with commas between them are servers of which one takes writes at a time.
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
            let unread = StoreError::WrongUrl("the address after postgres:// can't be read");
            let all_read = servers(text)
                .iter()
                .all(|server| server.parse::<sqlx::any::AnyConnectOptions>().is_ok());
            return if all_read {
                Ok(Self(Address::Postgres(text.to_owned())))
            } else {
                Err(unread)
            };
        }
        Err(StoreError::WrongUrl(
            "it begins with neither sqlite: nor postgres://",
        ))
    }

    /// Whether it is a server's, which several machines may reach, and not a file.
    #[must_use]
    pub fn is_server(&self) -> bool {
        matches!(self.0, Address::Postgres(_))
    }

    /// The same database on the same servers for another role with that password (of letters and digits), as text. None
    /// for a file.
    #[must_use]
    pub fn for_role(&self, role: &RoleName, password: &str) -> Option<String> {
        let Address::Postgres(text) = &self.0 else {
            return None;
        };
        let (scheme, rest) = text.split_once("://")?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let hosts = authority
            .rsplit_once('@')
            .map_or(authority, |(_, hosts)| hosts);
        let (path, settings) = path.split_once('?').unwrap_or((path, ""));
        // They may also be named after the question mark, and would go above what stands before.
        let settings: Vec<&str> = settings
            .split('&')
            .filter(|setting| !setting.is_empty())
            .filter(|setting| !setting.starts_with("user=") && !setting.starts_with("password="))
            .collect();
        let mut url = format!("{scheme}://{}:{password}@{hosts}{path}", role.as_str());
        if !settings.is_empty() {
            url.push('?');
            url.push_str(&settings.join("&"));
        }
        Some(url)
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
            Address::Postgres(text) => {
                for (place, server) in servers(text).iter().enumerate() {
                    let shown = without_secrets(server);
                    if place == 0 {
                        f.write_str(&shown)?;
                    } else {
                        write!(f, " or {shown}")?;
                    }
                }
                Ok(())
            }
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

/// The address of each server that the address names: `postgres://a,b/heard` is `postgres://a/heard` and
/// `postgres://b/heard`. The parameter `target_session_attrs`, by which libpq asks for the server that takes writes, is
/// left out: that one is always looked for.
pub(crate) fn servers(text: &str) -> Vec<String> {
    let Some((scheme, rest)) = text.split_once("://") else {
        return vec![text.to_owned()];
    };
    let (address, parameters) = match rest.split_once('?') {
        Some((address, parameters)) => (address, Some(parameters)),
        None => (rest, None),
    };
    // A password may hold an unescaped `@` or `/`: what stands before the last `@` belongs to user and password.
    let (user, place) = match address.rsplit_once('@') {
        Some((user, place)) => (format!("{user}@"), place),
        None => (String::new(), address),
    };
    let (hosts, name) = match place.split_once('/') {
        Some((hosts, name)) => (hosts, format!("/{name}")),
        None => (place, String::new()),
    };
    let kept: Vec<&str> = parameters
        .into_iter()
        .flat_map(|parameters| parameters.split('&'))
        .filter(|parameter| !parameter.starts_with("target_session_attrs="))
        .collect();
    let parameters = if kept.is_empty() {
        String::new()
    } else {
        format!("?{}", kept.join("&"))
    };
    hosts
        .split(',')
        .map(|host| format!("{scheme}://{user}{host}{name}{parameters}"))
        .collect()
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
    fn several_servers_are_told_apart() {
        assert_eq!(
            servers(
                "postgres://u:p@a:1,b:2,[::1]/heard?target_session_attrs=read-write&application_name=x"
            ),
            [
                "postgres://u:p@a:1/heard?application_name=x",
                "postgres://u:p@b:2/heard?application_name=x",
                "postgres://u:p@[::1]/heard?application_name=x",
            ]
        );
        assert_eq!(servers("postgres://a"), ["postgres://a"]);
        let shown =
            DatabaseUrl::parse("postgres://u:sesame@a:1,b/heard?target_session_attrs=read-write")
                .unwrap()
                .to_string();
        assert_eq!(
            shown,
            "postgres://u:***@a:1/heard or postgres://u:***@b/heard"
        );
        assert!(DatabaseUrl::parse("postgres://a,[/heard").is_err());
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
