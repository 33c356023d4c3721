//! The one table of settings: name, kind, default and meaning of each.
//!
//! The file, the environment variables, `heard config check` and the page
//! `docs/configuration.md` all follow from it.

use std::net::{Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;

use super::value::{
    DatabaseUrl, Door, LogFormat, LogLevel, PublicUrl, UnderAttack, listen_address, words,
};

/// A value as it was written, before anybody has looked at what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Given {
    /// From an environment variable: everything is text there.
    Words(String),
    /// Text between quotes in the file.
    Text(String),
    /// A whole number in the file.
    Integer(i64),
    /// `true` or `false` in the file.
    Boolean(bool),
    /// Something that no setting takes, by the name of its type.
    Other(&'static str),
}

impl Given {
    /// What it is, for a message about a wrong type. Never repeats the value.
    fn described(&self) -> &'static str {
        match self {
            Self::Words(_) | Self::Text(_) => "text",
            Self::Integer(_) => "a number",
            Self::Boolean(_) => "true or false",
            Self::Other(name) => name,
        }
    }

    fn text(&self) -> Result<&str, String> {
        match self {
            Self::Words(text) | Self::Text(text) => Ok(text),
            other => Err(format!("must be text in quotes, not {}", other.described())),
        }
    }

    fn boolean(&self) -> Result<bool, String> {
        match self {
            Self::Boolean(value) => Ok(*value),
            Self::Words(text) if text == "true" => Ok(true),
            Self::Words(text) if text == "false" => Ok(false),
            Self::Words(text) => Err(format!("must be true or false; it is `{text}`")),
            other => Err(format!(
                "must be true or false without quotes, not {}",
                other.described()
            )),
        }
    }

    fn number(&self, range: &RangeInclusive<u32>) -> Result<u32, String> {
        let between = format!("between {} and {}", range.start(), range.end());
        let value = match self {
            Self::Integer(value) => *value,
            Self::Words(text) => text
                .parse()
                .map_err(|_| format!("must be a whole number {between}; it is `{text}`"))?,
            other => {
                return Err(format!(
                    "must be a whole number without quotes, not {}",
                    other.described()
                ));
            }
        };
        u32::try_from(value)
            .ok()
            .filter(|number| range.contains(number))
            .ok_or_else(|| format!("must be {between}; it is {value}"))
    }
}

/// What everybody may know of a setting, whatever the type of its value.
#[derive(Debug)]
pub(crate) struct Description {
    /// Section of the file.
    pub(crate) section: &'static str,
    /// Key in that section.
    pub(crate) key: &'static str,
    /// The flag that goes above file and environment, if there is one.
    pub(crate) flag: Option<&'static str>,
    /// The values it takes, in words.
    pub(crate) takes: &'static str,
    /// What holds when nobody sets it, in words.
    pub(crate) otherwise: &'static str,
    /// What it does.
    pub(crate) about: &'static str,
}

impl Description {
    /// Its name, as in `server.listen`.
    pub(crate) fn name(&self) -> String {
        format!("{}.{}", self.section, self.key)
    }

    /// The environment variable that sets it, as in `HEARD_SERVER_LISTEN`.
    pub(crate) fn environment(&self) -> String {
        format!("HEARD_{}_{}", self.section, self.key).to_ascii_uppercase()
    }
}

/// One setting: its description and how its value is read.
pub(crate) struct Setting<T> {
    /// What everybody may know of it.
    pub(crate) description: Description,
    /// Reads what was written; the error says what it must be.
    pub(crate) read: fn(&Given) -> Result<T, String>,
}

fn one_of<T: ValueEnum>(given: &Given) -> Result<T, String> {
    let text = given.text()?;
    T::from_str(text, false).map_err(|_| {
        let allowed = words::<T>();
        let near = super::nearest(text, allowed.iter().map(String::as_str))
            .map(|word| format!("; did you mean `{word}`?"))
            .unwrap_or_default();
        format!(
            "must be one of {}; it is `{text}`{near}",
            allowed.join(", ")
        )
    })
}

fn parsed<T: FromStr<Err = String>>(given: &Given) -> Result<T, String> {
    given.text()?.parse()
}

fn path(given: &Given) -> Result<PathBuf, String> {
    let text = given.text()?;
    if text.is_empty() {
        Err("must name a path; it is empty".to_owned())
    } else {
        Ok(text.into())
    }
}

/// Where the program listens when nobody says otherwise: this machine alone.
pub(crate) const DEFAULT_LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
/// Reports an hour from one address when nobody says otherwise.
pub(crate) const DEFAULT_REPORTS: u32 = 20;
/// Connections at once when nobody says otherwise.
pub(crate) const DEFAULT_CONNECTIONS: u32 = 1024;
/// Seconds for finishing what was accepted when nobody says otherwise.
pub(crate) const DEFAULT_STOP_WITHIN: u32 = 30;
/// Seconds between two signed heads when nobody says otherwise.
pub(crate) const DEFAULT_SIGN_EVERY: u32 = 30;
/// Reports at work at once when nobody says otherwise.
pub(crate) const DEFAULT_REPORTS_AT_ONCE: u32 = 256;
/// Tries a minute from one address to come back to a report when nobody says otherwise.
pub(crate) const DEFAULT_STATUS_TRIES: u32 = 10;

/// The minutes of [`CONFIRM_MINUTES`] when nobody sets them.
pub(crate) const DEFAULT_CONFIRM_MINUTES: u32 = 15;
/// The days of [`SECOND_KEY_DAYS`] when nobody sets them.
pub(crate) const DEFAULT_SECOND_KEY_DAYS: u32 = 14;
/// The megabytes of [`LARGEST_IMPORT`] when nobody sets them.
pub(crate) const DEFAULT_LARGEST_IMPORT: u32 = 200;

pub(crate) static LISTEN: Setting<SocketAddr> = Setting {
    description: Description {
        section: "server",
        key: "listen",
        flag: Some("--listen"),
        takes: "an IP address and a port",
        otherwise: "`127.0.0.1:8080`",
        about: "Where the program waits for browsers. The default answers this machine alone; \
                port 0 takes any free one.",
    },
    read: |given| listen_address(given.text()?),
};

pub(crate) static DOOR: Setting<Door> = Setting {
    description: Description {
        section: "server",
        key: "door",
        flag: Some("--door"),
        takes: "`both`, `front` or `desk`",
        otherwise: "`both`",
        about: "Which doors this process opens: the pages for the world, the desk for the staff, or \
                both. Those at risk open only `front` on the machine that the world can reach.",
    },
    read: one_of,
};

pub(crate) static PUBLIC_URL: Setting<PublicUrl> = Setting {
    description: Description {
        section: "server",
        key: "public_url",
        flag: None,
        takes: "`https://` and a host, with a port if need be",
        otherwise: "the address the program listens on",
        about: "The address under which browsers see this instance. With `https` cookies are only \
                ever sent encrypted. One-time links begin with it.",
    },
    read: parsed,
};

pub(crate) static TRUST_FORWARDED_FOR: Setting<bool> = Setting {
    description: Description {
        section: "server",
        key: "trust_forwarded_for",
        flag: None,
        takes: "`true` or `false`",
        otherwise: "`false`",
        about: "Whether the last address in the `X-Forwarded-For` header counts as the sender's. Only \
                behind a proxy of your own that sets it: otherwise anybody evades the limits.",
    },
    read: Given::boolean,
};

pub(crate) static CONNECTIONS: Setting<u32> = Setting {
    description: Description {
        section: "server",
        key: "connections",
        flag: None,
        takes: "16 to 100000",
        otherwise: "`1024`",
        about: "How many connections are open at once. More wait with the system until one is free; \
                while most are taken, each is closed after one answer.",
    },
    read: |given| given.number(&(16..=100_000)),
};

pub(crate) static STOP_WITHIN: Setting<u32> = Setting {
    description: Description {
        section: "server",
        key: "stop_within_seconds",
        flag: None,
        takes: "1 to 3600",
        otherwise: "`30`",
        about: "When told to stop, how long the program may take to finish what it has accepted. \
                A second signal ends it at once.",
    },
    read: |given| given.number(&(1..=3_600)),
};

pub(crate) static STOP_AFTER: Setting<u32> = Setting {
    description: Description {
        section: "server",
        key: "stop_after_seconds",
        flag: None,
        takes: "0 to 600",
        otherwise: "`0`",
        about: "When told to stop, for so long everything is still answered while `/ready` says no, so that a load \
                balancer sends nothing more here before the end. As long as it takes to notice.",
    },
    read: |given| given.number(&(0..=600)),
};

pub(crate) static DATA: Setting<PathBuf> = Setting {
    description: Description {
        section: "store",
        key: "data",
        flag: Some("--data"),
        takes: "a folder",
        otherwise: "`heard` in the user's data folder (`$XDG_DATA_HOME` or `~/.local/share`)",
        about: "The folder with everything that is kept, in an SQLite database. Made if absent.",
    },
    read: path,
};

pub(crate) static DATABASE: Setting<DatabaseUrl> = Setting {
    description: Description {
        section: "store",
        key: "database",
        flag: Some("--database"),
        takes: "`postgres://user:password@host/name`",
        otherwise: "SQLite in the data folder",
        about: "The PostgreSQL database (15 or newer) with everything that is kept, instead of a data \
                folder. Its password is never printed or logged.",
    },
    read: parsed,
};

pub(crate) static CODEBOOK: Setting<PathBuf> = Setting {
    description: Description {
        section: "organisation",
        key: "codebook",
        flag: None,
        takes: "a file",
        otherwise: "the codebook for the United Kingdom inside the program",
        about: "The codebook to work with. `heard codebook check FILE` explains what is wrong with one.",
    },
    read: path,
};

pub(crate) static REPORTS: Setting<u32> = Setting {
    description: Description {
        section: "limits",
        key: "reports_per_address_per_hour",
        flag: None,
        takes: "1 to 10000",
        otherwise: "`20`",
        about: "How many reports one network address may send in an hour. Addresses are never kept.",
    },
    read: |given| given.number(&(1..=10_000)),
};

pub(crate) static REPORTS_AT_ONCE: Setting<u32> = Setting {
    description: Description {
        section: "limits",
        key: "reports_at_once",
        flag: None,
        takes: "1 to 10000",
        otherwise: "`256`",
        about: "How many reports are worked on at once; as many again wait a moment. Whoever comes \
                beyond them is told at once to send again, with everything they typed still in the form.",
    },
    read: |given| given.number(&(1..=10_000)),
};

pub(crate) static STATUS_TRIES: Setting<u32> = Setting {
    description: Description {
        section: "limits",
        key: "status_tries_per_minute",
        flag: None,
        takes: "1 to 1000",
        otherwise: "`10`",
        about: "How often one network address may try receipt words in a minute.",
    },
    read: |given| given.number(&(1..=1_000)),
};

pub(crate) static UNDER_ATTACK: Setting<UnderAttack> = Setting {
    description: Description {
        section: "limits",
        key: "under_attack",
        flag: None,
        takes: "`auto`, `always` or `never`",
        otherwise: "`auto`",
        about: "When a sender must first solve a small puzzle (there is a way without JavaScript): \
                while many more reports arrive than usual, for every report, or never.",
    },
    read: one_of,
};

pub(crate) static CONFIRM_MINUTES: Setting<u32> = Setting {
    description: Description {
        section: "desk",
        key: "confirm_minutes",
        flag: None,
        takes: "1 to 720",
        otherwise: "`15`",
        about: "For how many minutes after signing in, or giving the passphrase again, far-reaching acts go on without asking.",
    },
    read: |given| given.number(&(1..=720)),
};

pub(crate) static SECOND_KEY_DAYS: Setting<u32> = Setting {
    description: Description {
        section: "desk",
        key: "second_key_days",
        flag: None,
        takes: "0 to 365",
        otherwise: "`14`",
        about: "For how many days after joining somebody who can unseal may go on without a printed second key.",
    },
    read: |given| given.number(&(0..=365)),
};

pub(crate) static LARGEST_IMPORT: Setting<u32> = Setting {
    description: Description {
        section: "desk",
        key: "largest_import_megabytes",
        flag: None,
        takes: "1 to 10000",
        otherwise: "`200`",
        about: "The largest file that may be sent up on the page for imports. It lies sealed on the disk until it is \
                imported; `heard import` takes files of any size.",
    },
    read: |given| given.number(&(1..=10_000)),
};

pub(crate) static LOG_LEVEL: Setting<LogLevel> = Setting {
    description: Description {
        section: "log",
        key: "level",
        flag: None,
        takes: "`error`, `warn`, `info`, `debug` or `trace`",
        otherwise: "`info`",
        about: "How much is written to the log. No level writes what people tell or who they are.",
    },
    read: one_of,
};

pub(crate) static LOG_FORMAT: Setting<LogFormat> = Setting {
    description: Description {
        section: "log",
        key: "format",
        flag: None,
        takes: "`text` or `json`",
        otherwise: "`text`",
        about: "How a line of the log is written, on standard error: for people or for machines.",
    },
    read: one_of,
};

pub(crate) static METRICS_LISTEN: Setting<SocketAddr> = Setting {
    description: Description {
        section: "metrics",
        key: "listen",
        flag: None,
        takes: "an IP address and a port, as `127.0.0.1:9400`",
        otherwise: "nothing: metrics are off",
        about: "Where Prometheus finds metrics, under `/metrics`. They hold nothing personal, but tell how \
                many reports come and when: keep them on this machine or a private network.",
    },
    read: |given| listen_address(given.text()?),
};

pub(crate) static SIGN_EVERY: Setting<u32> = Setting {
    description: Description {
        section: "ledger",
        key: "sign_every_seconds",
        flag: None,
        takes: "1 to 3600",
        otherwise: "`30`",
        about: "How often the ledger's head is signed and published, if anything is new.",
    },
    read: |given| given.number(&(1..=3_600)),
};

/// Every setting, in the order of the reference page.
pub(crate) static TABLE: [&Description; 21] = [
    &LISTEN.description,
    &DOOR.description,
    &PUBLIC_URL.description,
    &TRUST_FORWARDED_FOR.description,
    &CONNECTIONS.description,
    &STOP_WITHIN.description,
    &STOP_AFTER.description,
    &DATA.description,
    &DATABASE.description,
    &CODEBOOK.description,
    &REPORTS.description,
    &REPORTS_AT_ONCE.description,
    &STATUS_TRIES.description,
    &UNDER_ATTACK.description,
    &CONFIRM_MINUTES.description,
    &SECOND_KEY_DAYS.description,
    &LARGEST_IMPORT.description,
    &SIGN_EVERY.description,
    &LOG_LEVEL.description,
    &LOG_FORMAT.description,
    &METRICS_LISTEN.description,
];

/// The sections of the file, in order.
pub(crate) fn sections() -> Vec<&'static str> {
    let mut sections: Vec<&'static str> = TABLE.iter().map(|setting| setting.section).collect();
    sections.dedup();
    sections
}
