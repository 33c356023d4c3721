//! Configuration: right with no file at all; a file, environment variables and flags above it.
//!
//! [`Settings::load`] is the only way to settings. It reports everything that is wrong, each with
//! its name and place, and never repeats the password of a database.

mod page;
mod sources;
mod table;
mod value;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use sources::Sources;
pub(crate) use table::TABLE;
pub(crate) use value::listen_address;
pub(crate) use value::{DatabaseUrl, Door, LogFormat, LogLevel, PublicUrl, UnderAttack};

/// Where a setting was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Nobody made it: the program's own choice.
    Default,
    /// In the configuration file; the line counts from 1.
    File {
        /// The file, as it was named.
        path: PathBuf,
        /// The line, where one can be named.
        line: Option<usize>,
    },
    /// In an environment variable.
    Environment {
        /// The variable's name.
        name: String,
    },
    /// On the command line.
    Flag {
        /// The flag's name, with its dashes.
        name: &'static str,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => formatter.write_str("default"),
            Self::File {
                path,
                line: Some(line),
            } => write!(formatter, "{}:{line}", path.display()),
            Self::File { path, line: None } => write!(formatter, "{}", path.display()),
            Self::Environment { name } => write!(formatter, "environment variable {name}"),
            Self::Flag { name } => write!(formatter, "flag {name}"),
        }
    }
}

/// One thing that is wrong with the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SettingProblem {
    /// Where it stands.
    pub(crate) origin: Origin,
    /// The setting, section or variable concerned, if one is.
    pub(crate) name: Option<String>,
    /// What is wrong and how to mend it.
    pub(crate) message: String,
}

impl fmt::Display for SettingProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            // An unknown environment variable is its own place.
            Some(name) if !matches!(&self.origin, Origin::Environment { name: variable } if variable == name) =>
            {
                write!(formatter, "{}: {name}: {}", self.origin, self.message)
            }
            _ => write!(formatter, "{}: {}", self.origin, self.message),
        }
    }
}

/// The settings that were given on the command line, already read by its parser.
#[derive(Debug, Clone, Default)]
pub(crate) struct FlagOverrides {
    /// `--listen`
    pub(crate) listen: Option<SocketAddr>,
    /// `--door`
    pub(crate) door: Option<Door>,
    /// `--data`
    pub(crate) data: Option<PathBuf>,
    /// `--database`
    pub(crate) database: Option<DatabaseUrl>,
}

/// Where everything is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StoreLocation {
    /// In an SQLite database in this folder.
    Folder(PathBuf),
    /// In this PostgreSQL database.
    Database(DatabaseUrl),
}

/// One setting as it holds, for people to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EffectiveSetting {
    /// Its name, as in `server.listen`.
    pub(crate) name: String,
    /// Its value, without any password; empty where nothing is set.
    pub(crate) value: String,
    /// Where it was made.
    pub(crate) origin: Origin,
}

/// The settings that hold.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Where to wait for browsers.
    pub(crate) listen: SocketAddr,
    /// Which doors to open.
    pub(crate) door: Door,
    /// The address under which browsers see this instance, if it is another than `listen`.
    pub(crate) public_url: Option<PublicUrl>,
    /// Whether the last address of `X-Forwarded-For` counts as the sender's.
    pub(crate) trust_forwarded_for: bool,
    /// Connections at once.
    pub(crate) connections: u32,
    /// Seconds for finishing what was accepted, when told to stop.
    pub(crate) stop_within_seconds: u32,
    /// Seconds for a load balancer to notice, when told to stop.
    pub(crate) stop_after_seconds: u32,
    /// Where everything is kept.
    pub(crate) store: StoreLocation,
    /// The folder of this installation's own secret: the data folder, or beside a database elsewhere the
    /// user's own data folder.
    pub(crate) own_folder: PathBuf,
    /// The codebook, if it is another than the one inside the program.
    pub(crate) codebook: Option<PathBuf>,
    /// Reports an hour from one network address.
    pub(crate) reports_per_address_per_hour: u32,
    /// Reports worked on at once.
    pub(crate) reports_at_once: u32,
    /// Tries of receipt words a minute from one network address.
    pub(crate) status_tries_per_minute: u32,
    /// When a sender must solve a puzzle.
    pub(crate) under_attack: UnderAttack,
    /// Minutes after which far-reaching acts ask for the passphrase again.
    pub(crate) confirm_minutes: u32,
    /// Days after joining without a second key.
    pub(crate) second_key_days: u32,
    /// Megabytes of the largest file that may be sent up to be imported.
    pub(crate) largest_import_megabytes: u32,
    /// Seconds between two signed heads of the ledger.
    pub(crate) sign_every_seconds: u32,
    /// How much to log.
    pub(crate) log_level: LogLevel,
    /// How to write a line of the log.
    pub(crate) log_format: LogFormat,
    /// Where to answer with metrics, if anywhere.
    pub(crate) metrics_listen: Option<SocketAddr>,
    effective: Vec<EffectiveSetting>,
}

impl Settings {
    /// Reads the file (if one is named), the environment and the flags, the later above the
    /// earlier.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of file and table.
    pub(crate) fn load(
        config: Option<&Path>,
        environment: &BTreeMap<String, String>,
        flags: &FlagOverrides,
    ) -> Result<Self, Vec<SettingProblem>> {
        let mut sources = Sources::default();
        if let Some(path) = config {
            sources.read_file(path);
        }
        sources.read_environment(environment);
        let mut list = EffectiveList::default();

        let listen = sources.take(&table::LISTEN);
        let listen = overridden(listen, flags.listen, "--listen");
        let listen = list.add(&table::LISTEN, listen, table::DEFAULT_LISTEN);
        let door = overridden(sources.take(&table::DOOR), flags.door, "--door");
        let door = list.add(&table::DOOR, door, Door::Both);
        let public_url = sources.take(&table::PUBLIC_URL);
        let public_url = list.add_optional(&table::PUBLIC_URL, public_url);
        let trust_forwarded_for = sources.take(&table::TRUST_FORWARDED_FOR);
        let trust_forwarded_for = list.add(&table::TRUST_FORWARDED_FOR, trust_forwarded_for, false);
        let connections = sources.take(&table::CONNECTIONS);
        let connections = list.add(&table::CONNECTIONS, connections, table::DEFAULT_CONNECTIONS);
        let stop_within = sources.take(&table::STOP_WITHIN);
        let stop_within_seconds =
            list.add(&table::STOP_WITHIN, stop_within, table::DEFAULT_STOP_WITHIN);
        let stop_after = sources.take(&table::STOP_AFTER);
        let stop_after_seconds = list.add(&table::STOP_AFTER, stop_after, 0);
        let store = store_location(&mut sources, &mut list, config, environment, flags);
        let codebook = sources
            .take(&table::CODEBOOK)
            .map(|found| beside(config, found));
        let codebook = list.add_path(&table::CODEBOOK, codebook);
        let reports = sources.take(&table::REPORTS);
        let reports_per_address_per_hour =
            list.add(&table::REPORTS, reports, table::DEFAULT_REPORTS);
        let at_once = sources.take(&table::REPORTS_AT_ONCE);
        let reports_at_once = list.add(
            &table::REPORTS_AT_ONCE,
            at_once,
            table::DEFAULT_REPORTS_AT_ONCE,
        );
        let tries = sources.take(&table::STATUS_TRIES);
        let status_tries_per_minute =
            list.add(&table::STATUS_TRIES, tries, table::DEFAULT_STATUS_TRIES);
        let under_attack = sources.take(&table::UNDER_ATTACK);
        let under_attack = list.add(&table::UNDER_ATTACK, under_attack, UnderAttack::Auto);
        let confirm = sources.take(&table::CONFIRM_MINUTES);
        let confirm_minutes = list.add(
            &table::CONFIRM_MINUTES,
            confirm,
            table::DEFAULT_CONFIRM_MINUTES,
        );
        let second_key_days = sources.take(&table::SECOND_KEY_DAYS);
        let second_key_days = list.add(
            &table::SECOND_KEY_DAYS,
            second_key_days,
            table::DEFAULT_SECOND_KEY_DAYS,
        );
        let largest_import = sources.take(&table::LARGEST_IMPORT);
        let largest_import_megabytes = list.add(
            &table::LARGEST_IMPORT,
            largest_import,
            table::DEFAULT_LARGEST_IMPORT,
        );
        let sign_every = sources.take(&table::SIGN_EVERY);
        let sign_every_seconds =
            list.add(&table::SIGN_EVERY, sign_every, table::DEFAULT_SIGN_EVERY);
        let log_level = sources.take(&table::LOG_LEVEL);
        let log_level = list.add(&table::LOG_LEVEL, log_level, LogLevel::Info);
        let log_format = sources.take(&table::LOG_FORMAT);
        let log_format = list.add(&table::LOG_FORMAT, log_format, LogFormat::Text);
        let metrics_listen = sources.take(&table::METRICS_LISTEN);
        let metrics_listen = list.add_optional(&table::METRICS_LISTEN, metrics_listen);

        let mut problems = sources.problems;
        let store = store.unwrap_or_else(|problem| {
            problems.push(problem);
            StoreLocation::Folder(PathBuf::new())
        });
        let own_folder = match &store {
            StoreLocation::Folder(folder) => Ok(folder.clone()),
            StoreLocation::Database(_) => user_data_folder(environment),
        };
        let own_folder = own_folder.unwrap_or_else(|problem| {
            problems.push(problem);
            PathBuf::new()
        });
        if !problems.is_empty() {
            problems.sort_by_key(|problem| match &problem.origin {
                Origin::File { line, .. } => (0, line.unwrap_or(0)),
                Origin::Environment { .. } => (1, 0),
                Origin::Flag { .. } | Origin::Default => (2, 0),
            });
            return Err(problems);
        }
        Ok(Self {
            listen,
            door,
            public_url,
            trust_forwarded_for,
            connections,
            stop_within_seconds,
            stop_after_seconds,
            store,
            own_folder,
            codebook,
            reports_per_address_per_hour,
            reports_at_once,
            status_tries_per_minute,
            under_attack,
            confirm_minutes,
            second_key_days,
            largest_import_megabytes,
            sign_every_seconds,
            log_level,
            log_format,
            metrics_listen,
            effective: list.settings,
        })
    }

    /// The address that links to this instance begin with.
    pub(crate) fn address(&self) -> String {
        self.address_at(self.listen)
    }

    /// The same, where the port was left to the system and is known by now.
    pub(crate) fn address_at(&self, listening: SocketAddr) -> String {
        match &self.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => format!("http://{listening}"),
        }
    }

    /// Every setting as it holds and where it was made, in the order of the reference page.
    pub(crate) fn effective(&self) -> &[EffectiveSetting] {
        &self.effective
    }
}

/// Collects the settings for `heard config check` as they are decided.
#[derive(Default)]
struct EffectiveList {
    settings: Vec<EffectiveSetting>,
}

impl EffectiveList {
    fn note<T>(&mut self, setting: &table::Setting<T>, value: String, origin: Origin) {
        let name = setting.description.name();
        self.settings.push(EffectiveSetting {
            name,
            value,
            origin,
        });
    }

    fn add<T: fmt::Display>(
        &mut self,
        setting: &table::Setting<T>,
        found: Option<(T, Origin)>,
        default: T,
    ) -> T {
        let (value, origin) = found.unwrap_or((default, Origin::Default));
        self.note(setting, value.to_string(), origin);
        value
    }

    fn add_optional<T: fmt::Display>(
        &mut self,
        setting: &table::Setting<T>,
        found: Option<(T, Origin)>,
    ) -> Option<T> {
        let (value, origin) = found.map_or((None, Origin::Default), |(value, origin)| {
            (Some(value), origin)
        });
        let shown = value.as_ref().map(T::to_string).unwrap_or_default();
        self.note(setting, shown, origin);
        value
    }

    fn add_path(
        &mut self,
        setting: &table::Setting<PathBuf>,
        found: Option<(PathBuf, Origin)>,
    ) -> Option<PathBuf> {
        let (value, origin) = found.map_or((None, Origin::Default), |(value, origin)| {
            (Some(value), origin)
        });
        let shown = value
            .as_ref()
            .map(|path| path.display().to_string())
            .unwrap_or_default();
        self.note(setting, shown, origin);
        value
    }
}

fn overridden<T>(
    found: Option<(T, Origin)>,
    flag: Option<T>,
    name: &'static str,
) -> Option<(T, Origin)> {
    flag.map(|value| (value, Origin::Flag { name })).or(found)
}

/// A path in the file is meant from the file's own folder, so that a file can be moved with what
/// it names and does not depend on where the program is started.
fn beside(config: Option<&Path>, (path, origin): (PathBuf, Origin)) -> (PathBuf, Origin) {
    match (&origin, config.and_then(Path::parent)) {
        (Origin::File { .. }, Some(folder)) => (folder.join(path), origin),
        _ => (path, origin),
    }
}

/// Decides between a data folder and a database. Of two in the same place neither is meant for
/// certain, which is a problem; in different places the higher one holds.
fn store_location(
    sources: &mut Sources,
    list: &mut EffectiveList,
    config: Option<&Path>,
    environment: &BTreeMap<String, String>,
    flags: &FlagOverrides,
) -> Result<StoreLocation, SettingProblem> {
    let data = sources
        .take(&table::DATA)
        .map(|found| beside(config, found));
    let data = overridden(data, flags.data.clone(), "--data");
    let database = sources.take(&table::DATABASE);
    let database = overridden(database, flags.database.clone(), "--database");

    let rank = |origin: &Origin| match origin {
        Origin::Default => 0,
        Origin::File { .. } => 1,
        Origin::Environment { .. } => 2,
        Origin::Flag { .. } => 3,
    };
    let (data, database) = match (data, database) {
        (Some((_, one)), Some((_, other))) if rank(&one) == rank(&other) => {
            let message = format!(
                "contradicts store.data ({one}): everything is kept either in a data folder or in a \
                 database; remove one of the two"
            );
            return Err(SettingProblem {
                origin: other,
                name: Some("store.database".to_owned()),
                message,
            });
        }
        (Some(data), Some(database)) if rank(&data.1) > rank(&database.1) => (Some(data), None),
        (Some(_), Some(database)) => (None, Some(database)),
        one_or_none => one_or_none,
    };
    if let Some((url, origin)) = database {
        list.add_path(&table::DATA, None);
        list.note(&table::DATABASE, url.to_string(), origin);
        return Ok(StoreLocation::Database(url));
    }
    let (folder, origin) = match data {
        Some(found) => found,
        None => (user_data_folder(environment)?, Origin::Default),
    };
    list.note(&table::DATA, folder.display().to_string(), origin);
    list.add_optional(&table::DATABASE, None);
    Ok(StoreLocation::Folder(folder))
}

/// The folder for Heard's data in the user's own, after the XDG base directory specification.
fn user_data_folder(environment: &BTreeMap<String, String>) -> Result<PathBuf, SettingProblem> {
    let absolute = |name: &str| {
        environment
            .get(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    absolute("XDG_DATA_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".local").join("share")))
        .map(|folder| folder.join("heard"))
        .ok_or_else(|| SettingProblem {
            origin: Origin::Default,
            name: Some("store.data".to_owned()),
            message:
                "this user has no data folder (neither XDG_DATA_HOME nor HOME is set); name one \
                      with --data"
                    .to_owned(),
        })
}

/// The known name that somebody most likely meant, if one is near.
fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|name| (strsim::jaro_winkler(written, name), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests;
