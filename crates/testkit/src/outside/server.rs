//! A PostgreSQL of one's own that may be killed and frozen.

use std::ffi::OsString;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};

/// How often it is asked whether it answers, and how long to wait between; after a crash it reads its log first.
const TRIES: u32 = 400;
const PAUSE: Duration = Duration::from_millis(150);

/// Where PostgreSQL is and who runs it.
#[derive(Debug, Clone)]
pub struct Programs {
    /// The folder with `initdb` and the others.
    pub folder: PathBuf,
    /// The user and group that run the server; ourselves if none is given.
    pub user: Option<(u32, u32)>,
}

/// One server.
pub struct Server {
    programs: Programs,
    folder: PathBuf,
    port: u16,
    settings: Vec<String>,
    environment: Vec<(OsString, OsString)>,
    process: Option<Child>,
}

impl Server {
    /// Makes a cluster with checksums in that folder, which is then the server's own, and starts it with these settings
    /// and this environment.
    pub fn new(
        programs: Programs,
        folder: PathBuf,
        settings: &[&str],
        environment: Vec<(OsString, OsString)>,
    ) -> anyhow::Result<Self> {
        if let Some((user, group)) = programs.user {
            std::os::unix::fs::chown(&folder, Some(user), Some(group))?;
        }
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        let mut server = Self {
            programs,
            folder,
            port,
            settings: settings.iter().map(|&setting| setting.to_owned()).collect(),
            environment,
            process: None,
        };
        let mut initdb = server.program("initdb");
        initdb
            .arg("--pgdata")
            .arg(server.data())
            .args(["--username=heard", "--auth=trust", "--encoding=UTF8"])
            .args([
                "--locale=C.UTF-8",
                "--no-sync",
                "--data-checksums",
                "--wal-segsize=4",
            ])
            .stdout(Stdio::null());
        ensure!(initdb.status()?.success(), "initdb failed");
        server.start()?;
        Ok(server)
    }

    /// Where it keeps everything but its log.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The port on this machine.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// One of PostgreSQL's programs, run by the server's user.
    #[must_use]
    pub fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.folder.join(name));
        command
            .current_dir(&self.folder)
            .env_remove("TMPDIR")
            .env_remove("PGDATA")
            .stdin(Stdio::null());
        if let Some((user, group)) = self.programs.user {
            command.uid(user).gid(group);
        }
        command
    }

    /// The address of a database on it.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://heard@127.0.0.1:{}/{database}", self.port)
    }

    /// Starts it and waits until it answers. After it was killed, its old processes may hold on for a moment.
    pub fn start(&mut self) -> anyhow::Result<()> {
        for _ in 0..TRIES {
            if !self.is_running() {
                self.spawn()?;
            }
            if self.answers()? {
                return Ok(());
            }
            thread::sleep(PAUSE);
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        let last: Vec<&str> = log.lines().rev().take(15).collect();
        bail!(
            "PostgreSQL does not start; its last lines, newest first:\n{}",
            last.join("\n")
        )
    }

    fn spawn(&mut self) -> anyhow::Result<()> {
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.join("log"))?;
        let mut server = self.program("postgres");
        server
            .arg("-D")
            .arg(self.data())
            .args(["-p", &self.port.to_string()]);
        for setting in [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=60",
        ]
        .into_iter()
        .chain(self.settings.iter().map(String::as_str))
        {
            server.arg("-c").arg(setting);
        }
        server.envs(self.environment.iter().map(|(name, value)| (name, value)));
        self.process = Some(server.stdout(Stdio::null()).stderr(log).spawn()?);
        Ok(())
    }

    fn is_running(&mut self) -> bool {
        self.process
            .as_mut()
            .is_some_and(|process| matches!(process.try_wait(), Ok(None)))
    }

    fn answers(&self) -> anyhow::Result<bool> {
        let port = self.port.to_string();
        let mut ready = self.program("pg_isready");
        ready.args([
            "--quiet",
            "--host=127.0.0.1",
            "--username=heard",
            "--port",
            &port,
        ]);
        Ok(ready.status()?.success())
    }

    /// Runs a statement; what it says.
    pub fn ask(&self, database: &str, sql: &str) -> anyhow::Result<String> {
        let port = self.port.to_string();
        let said = self
            .program("psql")
            .args([
                "--no-psqlrc",
                "--tuples-only",
                "--no-align",
                "--host=127.0.0.1",
            ])
            .args(["--username=heard", "--port", &port, "--dbname", database])
            .args(["--command", sql])
            .output()?;
        ensure!(
            said.status.success(),
            "psql: {}",
            String::from_utf8_lossy(&said.stderr)
        );
        Ok(String::from_utf8_lossy(&said.stdout).trim().to_owned())
    }

    fn signal(&self, signal: Signal) -> anyhow::Result<()> {
        let process = self.process.as_ref().context("no server runs")?;
        Ok(kill_process(pid(process.id())?, signal)?)
    }

    /// Stops it in order.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        if self.is_running() {
            self.signal(Signal::INT)?;
        }
        self.wait()
    }

    fn wait(&mut self) -> anyhow::Result<()> {
        if let Some(mut process) = self.process.take() {
            process.wait()?;
        }
        Ok(())
    }

    /// Kills it and everything it started.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        let processes = self.all()?;
        for process in processes {
            // It may have ended by itself meanwhile.
            let _ = kill_process(process, Signal::KILL);
        }
        self.wait()
    }

    /// Stops or continues all its processes where they stand.
    pub fn freeze(&self, frozen: bool) -> anyhow::Result<()> {
        for process in self.all()? {
            let signal = if frozen { Signal::STOP } else { Signal::CONT };
            let _ = kill_process(process, signal);
        }
        Ok(())
    }

    fn all(&self) -> anyhow::Result<Vec<Pid>> {
        let Some(process) = &self.process else {
            return Ok(Vec::new());
        };
        let number = process.id();
        let children = fs::read_to_string(format!("/proc/{number}/task/{number}/children"));
        let children = children.unwrap_or_default();
        let numbers = children
            .split_whitespace()
            .filter_map(|child| child.parse().ok());
        std::iter::once(number).chain(numbers).map(pid).collect()
    }

    /// Where a table's rows lie, under the data folder.
    pub fn file_of(&self, database: &str, table: &str) -> anyhow::Result<PathBuf> {
        let path = self.ask(database, &format!("select pg_relation_filepath('{table}')"))?;
        Ok(self.data().join(path))
    }

    /// Keeps a copy of the whole cluster, which must not be running.
    pub fn copy_to(&self, to: &Path) -> anyhow::Result<()> {
        copy(&self.data(), to)
    }

    /// Puts the copy in the cluster's place.
    pub fn put_back(&self, from: &Path) -> anyhow::Result<()> {
        fs::remove_dir_all(self.data())?;
        copy(from, &self.data())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.freeze(false);
        let _ = self.kill();
    }
}

fn pid(number: u32) -> anyhow::Result<Pid> {
    let number = i32::try_from(number).ok().and_then(Pid::from_raw);
    number.context("the number of a process")
}

/// Copies a folder with owners and rights.
pub fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status()?;
    ensure!(copied.success(), "{} could not be copied", from.display());
    Ok(())
}
