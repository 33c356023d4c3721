//! Starting the program as an operator would, and moving in.

use std::io::{self, BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::http::Client;

/// The passphrase of everybody outside.
pub const PASSPHRASE: &str = "seven paper boats on a slow canal";
/// The founder.
pub const ADMINISTRATOR: &str = "Bench Administrator";
/// Somebody who may read, code and check.
const SENIOR: &str = "Bench Senior";
/// How long the program may take until it says where it answers.
const STARTS_WITHIN: Duration = Duration::from_mins(1);

/// How the limits against floods are opened: by configuration, as an operator could.
const SETTINGS: [(&str, &str); 4] = [
    ("HEARD_LIMITS_REPORTS_PER_ADDRESS_PER_HOUR", "10000"),
    ("HEARD_LIMITS_UNDER_ATTACK", "never"),
    // Every report then comes from an address of its own, as from a proxy.
    ("HEARD_SERVER_TRUST_FORWARDED_FOR", "true"),
    ("HEARD_LOG_LEVEL", "error"),
];

/// A program that serves.
pub struct Program {
    child: Child,
    /// Where it answers.
    pub address: SocketAddr,
    first_run: Option<String>,
    said: Arc<Mutex<Vec<String>>>,
}

/// A command with nothing of this process's own settings.
#[must_use]
pub fn bare_command(program: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        // What tests and tasks are marked with is no setting of the program's.
        if name.starts_with("HEARD_") && name != "HEARD_RUN" {
            command.env_remove(name.as_ref());
        }
    }
    command.envs(SETTINGS).stdin(Stdio::null());
    command
}

/// A command over a data folder, with nothing of this process's own settings.
#[must_use]
pub fn command(program: &Path, data: &Path) -> Command {
    let mut command = bare_command(program);
    command.arg("--data").arg(data);
    command
}

/// Reads what the program says to its end, so that it never waits for us.
fn listen(child: &mut Child, said: &Arc<Mutex<Vec<String>>>) -> io::Result<Receiver<String>> {
    let error = child
        .stderr
        .take()
        .ok_or_else(|| io::Error::other("standard error is not piped"))?;
    let (tell, told): (Sender<String>, _) = mpsc::channel();
    let said = Arc::clone(said);
    std::thread::spawn(move || {
        for line in BufReader::new(error).lines().map_while(Result::ok) {
            said.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(line.clone());
            let _ = tell.send(line);
        }
    });
    Ok(told)
}

impl Program {
    /// Starts it over a data folder on any free port and waits until it says where.
    pub fn start(program: &Path, data: &Path) -> io::Result<Self> {
        Self::start_with(command(program, data))
    }

    /// Starts this command, which lacks only `serve`, on any free port and waits until it says where.
    pub fn start_with(command: Command) -> io::Result<Self> {
        Self::start_at(command, "127.0.0.1:0")
    }

    /// The same at that address.
    pub fn start_at(mut command: Command, listen_at: &str) -> io::Result<Self> {
        let mut child = command
            .args(["serve", "--listen", listen_at])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let said = Arc::default();
        let told = listen(&mut child, &said)?;
        let mut program = Self {
            child,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            first_run: None,
            said,
        };
        program.address = loop {
            let Ok(line) = told.recv_timeout(STARTS_WITHIN) else {
                return Err(io::Error::other(format!(
                    "the program did not say where it answers, but: {}",
                    program.said().join(" / ")
                )));
            };
            if let Some((_, address)) = line.split_once("answers at http://") {
                break address.trim().parse().map_err(io::Error::other)?;
            }
        };
        // What it says after that comes at once or never.
        while let Ok(line) = told.recv_timeout(Duration::from_millis(300)) {
            if let Some(place) = line.find("/first-run/") {
                program.first_run = Some(format!("/en{}", line[place..].trim()));
                break;
            }
        }
        Ok(program)
    }

    /// Everything it has said on standard error.
    #[must_use]
    pub fn said(&self) -> Vec<String> {
        self.said
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The number of its process.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// A browser of somebody.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// Founds the organisation through the first-run page; the page with the recovery kit.
    pub fn found(&self) -> io::Result<String> {
        let link = self
            .first_run
            .as_deref()
            .ok_or_else(|| io::Error::other("the program gave no first-run link"))?;
        let fields = [
            ("organisation", "Bench Reporting Centre"),
            ("name", ADMINISTRATOR),
            ("passphrase", PASSPHRASE),
            ("again", PASSPHRASE),
        ];
        let kit = self.client().post(link, &fields)?.expect(200, "founding")?;
        Ok(kit.text())
    }

    /// A senior who joined by invitation, signed in.
    pub fn senior(&self) -> io::Result<Client> {
        self.member(SENIOR, "senior")
    }

    /// Somebody of that role who joined by invitation, signed in.
    pub fn member(&self, name: &str, role: &str) -> io::Result<Client> {
        let mut administrator = self.signed_in(ADMINISTRATOR)?;
        let token = form_token(
            &administrator
                .get("/en/desk/members")?
                .expect(200, "members")?
                .text(),
        )?;
        let fields = [
            ("form-token", token.as_str()),
            ("name", name),
            ("role", role),
        ];
        let invited = administrator
            .post("/en/desk/members/invite", &fields)?
            .expect(200, "inviting")?
            .text();
        let link = between(&invited, "/en/invitation/", &['"', '<', ' ', '\n'])
            .ok_or_else(|| io::Error::other("the invitation's link"))?;
        let fields = [("passphrase", PASSPHRASE), ("again", PASSPHRASE)];
        self.client()
            .post(&format!("/en/invitation/{link}"), &fields)?
            .expect(303, "joining")?;
        self.signed_in(name)
    }

    /// Somebody who has joined, signed in.
    pub fn signed_in(&self, name: &str) -> io::Result<Client> {
        let mut client = self.client();
        client
            .post(
                "/en/desk/sign-in",
                &[("name", name), ("passphrase", PASSPHRASE)],
            )?
            .expect(303, "signing in")?;
        Ok(client)
    }

    /// Asks it to end and waits until it has.
    pub fn stop(mut self) -> io::Result<()> {
        self.signal(Signal::TERM)?;
        let ended = self.child.wait()?;
        if ended.success() {
            return Ok(());
        }
        Err(io::Error::other(format!("the program ended with {ended}")))
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) -> io::Result<()> {
        let process = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        let process = process.ok_or_else(|| io::Error::other("the program's number"))?;
        Ok(kill_process(process, signal)?)
    }

    /// Waits until it has ended.
    pub fn wait(&mut self) -> io::Result<ExitStatus> {
        self.child.wait()
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> io::Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // After a failure: nothing may go on running. After `stop` both do nothing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The hidden token of a form of the desk.
pub fn form_token(page: &str) -> io::Result<String> {
    let token = between(page, "name=\"form-token\" value=\"", &['"'])
        .ok_or_else(|| io::Error::other("a form without a token"))?;
    Ok(token.to_owned())
}

/// The first report that an inbox links to.
#[must_use]
pub fn first_report(inbox: &str) -> Option<&str> {
    let links = inbox.split("/desk/reports/").skip(1);
    let mut ids = links.filter_map(|rest| rest.get(..32));
    ids.find(|id| id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// What stands after a mark, up to one of these.
#[must_use]
pub fn between<'a>(text: &'a str, mark: &str, ends: &[char]) -> Option<&'a str> {
    let (_, rest) = text.split_once(mark)?;
    rest.split(ends).next()
}

/// A folder for one measurement, where temporary files go on this machine (`TMPDIR`).
pub fn folder() -> io::Result<tempfile::TempDir> {
    tempfile::Builder::new().prefix("heard-bench-").tempdir()
}

/// The file of the FBI's hate crimes, in the folder that `HEARD_DATA` names or beside the checkout.
#[must_use]
pub fn fbi_file() -> Option<PathBuf> {
    let folder = std::env::var_os("HEARD_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    Some(folder.join("fbi/hate_crime_1991_2020.csv.zst")).filter(|file| file.exists())
}
