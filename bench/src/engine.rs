//! The two engines: an empty house on either, and what the engine itself spends.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use testkit::outside::program::{self, Program};

use crate::{Order, machine};

/// Where a house is kept while it is measured.
#[derive(Clone, Copy)]
pub(crate) enum Engine<'a> {
    /// In a folder.
    Sqlite,
    /// In a database of its own on this server, whose address ends before the database's name.
    Postgres(&'a str),
}

/// The engines to measure: PostgreSQL only where a server was given.
pub(crate) fn engines(order: &Order) -> Vec<Engine<'_>> {
    let mut engines = vec![Engine::Sqlite];
    engines.extend(order.postgres.as_deref().map(Engine::Postgres));
    engines
}

impl Engine<'_> {
    /// Its name, as its makers write it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// An empty place on it.
    pub(crate) fn place(self) -> anyhow::Result<Place> {
        let folder = program::folder()?;
        let database = match self {
            Self::Sqlite => None,
            Self::Postgres(server) => {
                let unique = folder
                    .path()
                    .file_name()
                    .and_then(|name| name.to_str())
                    .context("the name of the temporary folder")?;
                // Capitals and hyphens would have to be quoted everywhere.
                let name: String = unique
                    .bytes()
                    .map(|byte| match byte {
                        b'-' => '_'.to_string(),
                        _ if byte.is_ascii_uppercase() => {
                            format!("{}0", byte.to_ascii_lowercase() as char)
                        }
                        _ => char::from(byte).to_string(),
                    })
                    .collect();
                say(server, &format!("create database {name}"))?;
                Some(Database {
                    server: server.to_owned(),
                    name,
                })
            }
        };
        Ok(Place { folder, database })
    }
}

/// A house that is measured; gone with the value.
pub(crate) struct Place {
    folder: tempfile::TempDir,
    database: Option<Database>,
}

struct Database {
    server: String,
    name: String,
}

impl Place {
    /// A command of the program over this place, which lacks its subcommand.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let Some(Database { server, name }) = &self.database else {
            return program::command(program, self.folder.path());
        };
        let mut command = program::bare_command(program);
        command.args(["--database", &format!("{server}{name}")]);
        command
    }

    /// Starts the program over it.
    pub(crate) fn start(&self, order: &Order) -> anyhow::Result<Program> {
        Ok(Program::start_with(self.command(&order.program))?)
    }

    /// Founds the organisation; nothing runs afterwards.
    pub(crate) fn found(&self, order: &Order) -> anyhow::Result<()> {
        let program = self.start(order)?;
        program.found()?;
        Ok(program.stop()?)
    }

    /// The address of its database, if it is on a server.
    pub(crate) fn url(&self) -> Option<String> {
        let Database { server, name } = self.database.as_ref()?;
        Some(format!("{server}{name}"))
    }

    /// A folder for files beside the house.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Megabytes that the house takes on the disk.
    pub(crate) fn megabytes(&self) -> anyhow::Result<f64> {
        if let Some(Database { server, name }) = &self.database {
            let bytes = say(server, &format!("select pg_database_size('{name}')"))?;
            return Ok(bytes.parse::<f64>()? / 1e6);
        }
        let mut bytes = 0;
        for entry in fs::read_dir(self.folder.path())? {
            let about = entry?.metadata()?;
            bytes += if about.is_file() { about.len() } else { 0 };
        }
        Ok(bytes as f64 / 1e6)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(Database { server, name }) = &self.database {
            // The server itself ends soon; a database that stays costs only room.
            let _ = say(
                server,
                &format!("drop database if exists {name} with (force)"),
            );
        }
    }
}

/// Runs a statement on the server; what it says.
fn say(server: &str, statement: &str) -> anyhow::Result<String> {
    let said = Command::new("psql")
        .args([
            "--no-psqlrc",
            "--tuples-only",
            "--no-align",
            "--command",
            statement,
        ])
        .arg(format!("{server}postgres"))
        .output()
        .context("psql")?;
    ensure!(
        said.status.success(),
        "psql: {}",
        String::from_utf8_lossy(&said.stderr)
    );
    Ok(String::from_utf8_lossy(&said.stdout).trim().to_owned())
}

/// What was spent by a process and by the engine under it, as last seen.
#[derive(Default)]
pub(crate) struct Spent {
    /// Processor time of the process, in seconds.
    pub(crate) process: f64,
    /// Of that, SQLite's own thread; for PostgreSQL, the time of its processes, which comes on top.
    pub(crate) engine: f64,
    /// The most memory that the process held, in kilobytes of 1024 bytes.
    pub(crate) memory: u64,
}

/// Watches a process and the engine.
pub(crate) struct Watch<'a> {
    engine: Engine<'a>,
    process: u32,
    /// Processor time of each server process when the watch began and when last seen, in seconds.
    servers: HashMap<u32, (f64, f64)>,
    spent: Spent,
}

impl<'a> Watch<'a> {
    /// Begins before the process does anything.
    pub(crate) fn begin(engine: Engine<'a>, process: u32) -> anyhow::Result<Self> {
        let mut servers = HashMap::new();
        if let Engine::Postgres(_) = engine {
            for (server, used) in machine::processes_named("postgres")? {
                servers.insert(server, (used, used));
            }
        }
        Ok(Self {
            engine,
            process,
            servers,
            spent: Spent::default(),
        })
    }

    /// What was seen last.
    pub(crate) fn end(self) -> Spent {
        self.spent
    }

    /// Looks; what ends between two looks is missing from the sum, so look often.
    pub(crate) fn look(&mut self) -> anyhow::Result<()> {
        // A process that has just ended has nothing more to tell.
        if let Ok(used) = machine::processor_seconds(self.process) {
            self.spent.process = used;
        }
        if let Ok((_, highest)) = machine::memory(self.process) {
            self.spent.memory = self.spent.memory.max(highest);
        }
        match self.engine {
            Engine::Sqlite => {
                let used = machine::thread_seconds(self.process, "sqlx-sqlite")?;
                self.spent.engine = self.spent.engine.max(used);
            }
            Engine::Postgres(_) => {
                for (server, used) in machine::processes_named("postgres")? {
                    self.servers.entry(server).or_insert((0.0, used)).1 = used;
                }
                self.spent.engine = self
                    .servers
                    .values()
                    .map(|(before, now)| now - before)
                    .sum();
            }
        }
        Ok(())
    }
}
