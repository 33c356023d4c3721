//! The values a setting can have, and how each is read.
//!
//! Every type here can be printed without giving a secret away.

use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;

use clap::ValueEnum;

/// Which of the two doors this process opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Door {
    /// The pages for the world and the desk for the staff.
    Both,
    /// Only the pages for the world: this process never holds a private key.
    Front,
    /// Only the desk for the staff.
    Desk,
}

/// When a reporter's browser must first solve a small puzzle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum UnderAttack {
    /// While many more reports arrive than usual.
    Auto,
    /// For every report.
    Always,
    /// For no report.
    Never,
}

/// How much is written to the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogLevel {
    /// Only what failed.
    Error,
    /// And what is suspicious.
    Warn,
    /// And what an operator wants to know.
    Info,
    /// And what a developer wants to know.
    Debug,
    /// Everything.
    Trace,
}

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// The one word of an enumerated value, as written in the file and on the command line.
pub(crate) fn word<T: ValueEnum>(value: &T) -> String {
    value
        .to_possible_value()
        .map_or_else(String::new, |possible| possible.get_name().to_owned())
}

/// The words an enumerated value may have, in order.
pub(crate) fn words<T: ValueEnum>() -> Vec<String> {
    T::value_variants().iter().map(word).collect()
}

/// Prints an enumerated value as its word.
macro_rules! display_as_word {
    ($($name:ty),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&word(self))
            }
        }
    )*};
}
display_as_word!(Door, UnderAttack, LogLevel, LogFormat);

/// The address of a database. It may contain a password, which is never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The whole address, with its password: for opening the database and nothing else.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // The text is never repeated in a message: it may hold a password.
        let complaint = "must begin with postgres:// or postgresql:// and name a host, for example \
                         postgres://heard@localhost/heard";
        let rest = text
            .strip_prefix("postgres://")
            .or_else(|| text.strip_prefix("postgresql://"))
            .ok_or_else(|| complaint.to_owned())?;
        if rest.is_empty() || text.chars().any(char::is_whitespace) {
            return Err(complaint.to_owned());
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, rest) = self.0.split_once("://").unwrap_or(("postgres", ""));
        // The password may hold an unescaped `@` or `/`; everything up to the last `@` of the part
        // before the parameters belongs to the user's name and password.
        let (address, parameters) = match rest.split_once('?') {
            Some((address, parameters)) => (address, Some(parameters)),
            None => (rest, None),
        };
        write!(formatter, "{scheme}://")?;
        match address.rsplit_once('@') {
            Some((who, place)) => match who.split_once(':') {
                Some((name, _)) => write!(formatter, "{name}:…@{place}")?,
                None => write!(formatter, "{who}@{place}")?,
            },
            None => formatter.write_str(address)?,
        }
        // Parameters can carry a password or the name of a key file too.
        match parameters {
            Some(_) => formatter.write_str("?…"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DatabaseUrl({self})")
    }
}

/// The address under which the world sees this instance, such as `https://tell.example.org`:
/// scheme, host and perhaps a port, nothing after them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicUrl(String);

impl PublicUrl {
    /// Whether browsers reach us encrypted, so that cookies may demand it.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// The address without a slash at its end.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PublicUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let complaint = || {
            "must be https:// (or http://) and a host, with a port if need be, and nothing after it, \
             for example https://tell.example.org"
                .to_owned()
        };
        let bare = text.strip_suffix('/').unwrap_or(text);
        let place = bare
            .strip_prefix("https://")
            .or_else(|| bare.strip_prefix("http://"))
            .ok_or_else(complaint)?;
        let (host, port) = match place
            .strip_prefix('[')
            .and_then(|rest| rest.split_once(']'))
        {
            Some((address, rest)) if address.parse::<std::net::Ipv6Addr>().is_ok() => (
                address,
                rest.strip_prefix(':')
                    .or(if rest.is_empty() { None } else { Some("?") }),
            ),
            Some(_) => return Err(complaint()),
            None => match place.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (place, None),
            },
        };
        let host_is_sound = !host.is_empty()
            && host
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':'));
        let port_is_sound =
            port.is_none_or(|port| port.parse::<u16>().is_ok_and(|number| number > 0));
        if host_is_sound && port_is_sound {
            Ok(Self(bare.to_ascii_lowercase()))
        } else {
            Err(complaint())
        }
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Reads an address to listen on: an IP address and a port.
pub(crate) fn listen_address(text: &str) -> Result<SocketAddr, String> {
    let suggestion = if let Some(port) = text.strip_prefix("localhost:") {
        format!("127.0.0.1:{port}")
    } else if let Some(port) = text.strip_prefix(':') {
        format!("0.0.0.0:{port}")
    } else {
        "127.0.0.1:8080".to_owned()
    };
    text.parse().map_err(|_| {
        format!("must be an IP address and a port, for example {suggestion}; it is `{text}`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_url_never_prints_its_password() {
        for (url, shown) in [
            ("postgres://heard@db/heard", "postgres://heard@db/heard"),
            (
                "postgres://heard:hunter2@db:5433/heard",
                "postgres://heard:…@db:5433/heard",
            ),
            (
                "postgresql://heard:hun@ter/2@db/heard",
                "postgresql://heard:…@db/heard",
            ),
            (
                "postgres://db/heard?user=heard&password=hunter2",
                "postgres://db/heard?…",
            ),
            ("postgres://db", "postgres://db"),
        ] {
            let read: DatabaseUrl = url.parse().unwrap();
            assert_eq!(read.to_string(), shown);
            assert_eq!(read.reveal(), url);
            assert!(!format!("{read:?}").contains("hunter2"));
        }
        for wrong in [
            "",
            "postgres://",
            "mysql://heard:hunter2@db/heard",
            "postgres://a b/heard",
        ] {
            let complaint = wrong.parse::<DatabaseUrl>().unwrap_err();
            assert!(!complaint.contains("hunter2"));
        }
    }

    #[test]
    fn a_public_url_is_a_bare_origin() {
        for (text, kept, encrypted) in [
            (
                "https://Tell.example.org/",
                "https://tell.example.org",
                true,
            ),
            ("http://localhost:8080", "http://localhost:8080", false),
            (
                "https://[2001:db8::1]:8443",
                "https://[2001:db8::1]:8443",
                true,
            ),
        ] {
            let url: PublicUrl = text.parse().unwrap();
            assert_eq!(url.as_str(), kept);
            assert_eq!(url.is_encrypted(), encrypted);
        }
        for wrong in [
            "tell.example.org",
            "https://",
            "https://tell.example.org/heard",
            "https://tell.example.org:0",
            "https://tell.example.org:99999",
            "https://user@tell.example.org",
            "ftp://tell.example.org",
            "https://[::1",
            "https://[::1]x",
            "https://tell.example.org?x",
        ] {
            assert!(wrong.parse::<PublicUrl>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_listen_address_needs_an_ip_address_and_a_port() {
        assert!(listen_address("127.0.0.1:0").is_ok());
        assert!(listen_address("[::1]:8080").is_ok());
        assert!(
            listen_address("localhost:90")
                .unwrap_err()
                .contains("127.0.0.1:90")
        );
        assert!(listen_address(":90").unwrap_err().contains("0.0.0.0:90"));
        assert!(listen_address("127.0.0.1").is_err());
    }
}
