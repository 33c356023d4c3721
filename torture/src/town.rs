//! One house over one engine, with the program that serves it: started, killed, looked into.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Context as _;
use rustix::process::Signal;
use store::DatabaseUrl;
use testkit::outside::program::{Program, bare_command};

use crate::desk::SENIOR;
use crate::disk::Disk;
use crate::faults::Switches;
use crate::server::Server;
use crate::told::Outside;

/// Which engine keeps the records.
pub(crate) enum Engine {
    Sqlite,
    Postgresql(Server),
}

/// Everything that one engine's rounds work with.
pub(crate) struct Town {
    pub(crate) program_file: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) disk: Disk,
    pub(crate) engine: Engine,
    /// Faults inside the program.
    pub(crate) switches: Switches,
    pub(crate) program: Option<Program>,
    pub(crate) outside: std::sync::Arc<Outside>,
    /// How many houses there were before this one.
    pub(crate) number: u32,
}

impl Town {
    /// The folder of this house.
    pub(crate) fn home(&self) -> PathBuf {
        let place = match self.engine {
            Engine::Sqlite => &self.disk.folder,
            Engine::Postgresql(_) => &self.folder,
        };
        place.join(format!("house-{}", self.number))
    }

    /// The name of this house's database on a server.
    pub(crate) fn database(&self) -> String {
        format!("house_{}", self.number)
    }

    /// Where `installation.key` lies.
    pub(crate) fn own_folder(&self) -> PathBuf {
        match self.engine {
            Engine::Sqlite => self.home(),
            Engine::Postgresql(_) => self.home().join("heard"),
        }
    }

    pub(crate) fn url(&self) -> anyhow::Result<DatabaseUrl> {
        Ok(match &self.engine {
            Engine::Sqlite => DatabaseUrl::from_data_folder(&self.home()),
            Engine::Postgresql(server) => DatabaseUrl::parse(&server.url(&self.database()))?,
        })
    }

    /// A command of the program over this house, without the faults.
    pub(crate) fn command(&self) -> Command {
        let mut command = bare_command(&self.program_file);
        match &self.engine {
            Engine::Sqlite => command.arg("--data").arg(self.home()),
            Engine::Postgresql(server) => command
                .env("XDG_DATA_HOME", self.home())
                .env("HEARD_STORE_DATABASE", server.url(&self.database())),
        };
        command
    }

    /// Starts the program, with the faults switched off.
    pub(crate) fn start(&mut self) -> anyhow::Result<()> {
        self.switches.off()?;
        self.start_under_faults()
    }

    /// Starts it as the switches stand.
    pub(crate) fn start_under_faults(&mut self) -> anyhow::Result<()> {
        let mut command = self.command();
        command
            .env("HEARD_SERVER_STOP_WITHIN_SECONDS", "20")
            .env("HEARD_LOG_LEVEL", "info");
        command.envs(self.switches.environment());
        self.program = Some(Program::start_with(command)?);
        Ok(())
    }

    pub(crate) fn program(&self) -> anyhow::Result<&Program> {
        self.program.as_ref().context("the program does not run")
    }

    /// Founds a new house and lets a senior move in.
    pub(crate) fn found(&mut self) -> anyhow::Result<()> {
        self.number += 1;
        self.outside = std::sync::Arc::default();
        if let Engine::Postgresql(server) = &self.engine {
            server.ask("postgres", &format!("create database {}", self.database()))?;
        }
        fs::create_dir_all(self.home())?;
        self.start()?;
        self.program()?.found()?;
        self.program()?.member(SENIOR, "senior")?;
        self.stop()
    }

    /// Forgets this house: the next one needs its room.
    pub(crate) fn leave(&mut self) -> anyhow::Result<()> {
        self.stop()?;
        if let Engine::Postgresql(server) = &self.engine {
            server.ask(
                "postgres",
                &format!("drop database {} with (force)", self.database()),
            )?;
        }
        fs::remove_dir_all(self.home())?;
        Ok(())
    }

    /// Tells the program to stop, and waits; not doing so in order is wrong.
    pub(crate) fn stop(&mut self) -> anyhow::Result<()> {
        let Some(mut program) = self.program.take() else {
            return Ok(());
        };
        if program.has_ended()? {
            self.outside.wrong(format!(
                "the program ended by itself; it said: {}",
                last_words(&program)
            ));
            return Ok(());
        }
        program.signal(Signal::TERM)?;
        let ended = program.wait()?;
        if !ended.success() {
            self.outside.wrong(format!(
                "the program did not stop in order ({ended}); it said: {}",
                last_words(&program)
            ));
        }
        Ok(())
    }

    /// Kills it where it stands.
    pub(crate) fn kill(&mut self) -> anyhow::Result<()> {
        if let Some(mut program) = self.program.take() {
            program.signal(Signal::KILL)?;
            program.wait()?;
        }
        Ok(())
    }

    /// Whether it takes reports now.
    pub(crate) fn wait_until_it_takes(&self, within: Duration) -> bool {
        let Ok(program) = self.program() else {
            return false;
        };
        let end = std::time::Instant::now() + within;
        while std::time::Instant::now() < end {
            let mut client = program.client().waiting(Duration::from_secs(3));
            if client
                .get("/ready")
                .is_ok_and(|answer| answer.status == 200)
            {
                return true;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        false
    }

    /// Keeps a copy of everything, while nothing runs over it.
    pub(crate) fn copy_to(&mut self, to: &Path) -> anyhow::Result<()> {
        if to.exists() {
            fs::remove_dir_all(to)?;
        }
        let home = self.home();
        match &mut self.engine {
            Engine::Sqlite => testkit::outside::server::copy(&home, to),
            Engine::Postgresql(server) => {
                server.stop()?;
                server.copy_to(to)?;
                server.start()
            }
        }
    }

    /// Puts the copy in the place of what there is.
    pub(crate) fn put_back(&mut self, from: &Path) -> anyhow::Result<()> {
        let home = self.home();
        match &mut self.engine {
            Engine::Sqlite => {
                fs::remove_dir_all(&home)?;
                testkit::outside::server::copy(from, &home)
            }
            Engine::Postgresql(server) => {
                server.kill()?;
                server.put_back(from)?;
                server.start()
            }
        }
    }
}

pub(crate) fn last_words(program: &Program) -> String {
    let said = program.said();
    let from = said.len().saturating_sub(6);
    said.get(from..).unwrap_or_default().join(" / ")
}
