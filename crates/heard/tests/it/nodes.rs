//! Several processes of the program over one PostgreSQL. They run when `HEARD_TEST_POSTGRES` names a server and
//! `HEARD_TEST_POSTGRES_PROGRAMS` the folder of its programs.

mod balancer;
mod doors;
mod following;
mod ledger;
mod limits;
mod patroni;
mod rolling;
mod slow_line;
mod versions;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use testkit::outside::http::Client;
use testkit::outside::program::{Program, bare_command, between, folder};

static MADE: AtomicU32 = AtomicU32::new(0);

/// A database of its own, and the folder with the installation's secret that all its processes share.
struct Nodes {
    programs: PathBuf,
    server: String,
    name: String,
    home: TempDir,
}

impl Nodes {
    /// None when there is no server.
    fn new() -> Option<Self> {
        let server = std::env::var("HEARD_TEST_POSTGRES");
        let programs = std::env::var_os("HEARD_TEST_POSTGRES_PROGRAMS");
        let (Ok(server), Some(programs)) = (server, programs) else {
            skipped();
            return None;
        };
        let nodes = Self {
            programs: programs.into(),
            server,
            name: format!(
                "heard_nodes_{}_{}",
                std::process::id(),
                MADE.fetch_add(1, Ordering::Relaxed)
            ),
            home: folder().unwrap(),
        };
        nodes.ask(&nodes.server, &format!("create database {}", nodes.name));
        Some(nodes)
    }

    fn url(&self) -> String {
        let (server, _) = self.server.rsplit_once('/').unwrap();
        format!("{server}/{}", self.name)
    }

    fn ask(&self, url: &str, sql: &str) -> String {
        let told = Command::new(self.programs.join("psql"))
            .args(["--no-psqlrc", "--quiet", "-At", "-v", "ON_ERROR_STOP=1"])
            .args(["-d", url, "-c", sql])
            .output()
            .unwrap();
        assert!(
            told.status.success(),
            "{}",
            String::from_utf8_lossy(&told.stderr)
        );
        String::from_utf8_lossy(&told.stdout).trim().to_owned()
    }

    /// Asks the database, past the program.
    fn sql(&self, sql: &str) -> String {
        self.ask(&self.url(), sql)
    }

    /// A command over the database.
    fn command(&self, settings: &[(&str, &str)]) -> Command {
        let mut command = bare_command(super::serving::heard());
        command
            .env("HEARD_STORE_DATABASE", self.url())
            .env("XDG_DATA_HOME", self.home.path())
            .envs(settings.iter().copied());
        command
    }

    fn start(&self, settings: &[(&str, &str)]) -> Program {
        Program::start_with(self.command(settings)).unwrap()
    }

    /// So many processes, founded.
    fn started(&self, count: usize, settings: &[(&str, &str)]) -> Vec<Program> {
        let first = self.start(settings);
        first.found().unwrap();
        let mut all = vec![first];
        all.extend((1..count).map(|_| self.start(settings)));
        all
    }

    /// What `heard verify` finds, which must fit in every respect.
    fn verified(&self) -> serde_json::Value {
        let told = self
            .command(&[])
            .args(["verify", "--format", "json"])
            .output()
            .unwrap();
        assert!(
            told.status.success(),
            "{}{}",
            String::from_utf8_lossy(&told.stdout),
            String::from_utf8_lossy(&told.stderr)
        );
        serde_json::from_slice(&told.stdout).unwrap()
    }

    fn verified_reports(&self) -> usize {
        number(&self.verified()["reports"])
    }
}

impl Drop for Nodes {
    fn drop(&mut self) {
        let drop = format!("drop database {} with (force)", self.name);
        self.ask(&self.server, &drop);
    }
}

fn number(value: &serde_json::Value) -> usize {
    value.as_str().unwrap().parse().unwrap()
}

/// The token of a new report form.
fn form_token(address: SocketAddr) -> std::io::Result<String> {
    let page = Client::new(address)
        .get("/en/report")?
        .expect(200, "the form")?;
    between(&page.text(), "name=\"form_token\" value=\"", &['"'])
        .map(str::to_owned)
        .ok_or_else(|| std::io::Error::other("a form without a token"))
}

/// Sends a form with a story; whether it was acknowledged.
fn send(address: SocketAddr, token: &str, story: &str) -> std::io::Result<bool> {
    let mut client = Client::new(address).waiting(Duration::from_secs(30));
    let answer = client.post("/en/report", &[("form_token", token), ("story", story)])?;
    Ok(answer.status == 200 && answer.text().contains("receipt-words"))
}

/// Waits for something that has to come within that time; how long it took.
fn within(time: Duration, what: &str, mut is_so: impl FnMut() -> bool) -> Duration {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < time, "not within {time:?}: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
    start.elapsed()
}

#[expect(clippy::print_stderr, reason = "a test that is left out says so")]
fn skipped() {
    eprintln!("skipped: HEARD_TEST_POSTGRES or HEARD_TEST_POSTGRES_PROGRAMS is not set");
}
