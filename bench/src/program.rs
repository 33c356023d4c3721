//! Starting the program as an operator would, and moving in.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};

use crate::http::Client;

/// The passphrase of everybody in a bench.
pub(crate) const PASSPHRASE: &str = "seven paper boats on a slow canal";
/// The founder.
const ADMINISTRATOR: &str = "Bench Administrator";
/// Somebody who may read, code and check.
const SENIOR: &str = "Bench Senior";

/// How the limits against floods are opened for a measurement: by configuration, as an operator could.
const SETTINGS: [(&str, &str); 4] = [
    ("HEARD_LIMITS_REPORTS_PER_ADDRESS_PER_HOUR", "10000"),
    ("HEARD_LIMITS_UNDER_ATTACK", "never"),
    // Every report then comes from an address of its own, as from a proxy.
    ("HEARD_SERVER_TRUST_FORWARDED_FOR", "true"),
    ("HEARD_LOG_LEVEL", "error"),
];

/// A program that serves, over a data folder.
pub(crate) struct Program {
    child: Child,
    pub(crate) address: SocketAddr,
    first_run: Option<String>,
}

/// A command over a data folder, with nothing of this process's own settings.
pub(crate) fn command(program: &Path, data: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("HEARD_") {
            command.env_remove(name);
        }
    }
    command
        .envs(SETTINGS)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::null());
    command
}

impl Program {
    /// Starts it on any free port and waits until it says where.
    pub(crate) fn start(program: &Path, data: &Path) -> anyhow::Result<Self> {
        let mut child = command(program, data)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} could not be started", program.display()))?;
        let said = child
            .stderr
            .take()
            .context("the program's standard error")?;
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            // Read to its end, so that the program never waits for us.
            for line in BufReader::new(said).lines().map_while(Result::ok) {
                let _ = tell.send(line);
            }
        });
        let mut said = Vec::new();
        let address = loop {
            let Ok(line) = told.recv_timeout(Duration::from_mins(1)) else {
                bail!(
                    "the program did not say where it answers, but: {}",
                    said.join(" / ")
                );
            };
            if let Some((_, address)) = line.split_once("answers at http://") {
                break address.trim().parse()?;
            }
            said.push(line);
        };
        // What it says after that comes at once or never.
        let mut first_run = None;
        while let Ok(line) = told.recv_timeout(Duration::from_millis(300)) {
            if let Some(place) = line.find("/first-run/") {
                first_run = Some(format!("/en{}", line[place..].trim()));
            }
        }
        Ok(Self {
            child,
            address,
            first_run,
        })
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// Founds the organisation through the first-run page.
    pub(crate) fn found(&self) -> anyhow::Result<()> {
        let link = self
            .first_run
            .as_deref()
            .context("the program gave no first-run link")?;
        let fields = [
            ("organisation", "Bench Reporting Centre"),
            ("name", ADMINISTRATOR),
            ("passphrase", PASSPHRASE),
            ("again", PASSPHRASE),
        ];
        self.client().post(link, &fields)?.expect(200, "founding")?;
        Ok(())
    }

    /// A senior who joined by invitation, signed in.
    pub(crate) fn senior(&self) -> anyhow::Result<Client> {
        let mut administrator = self.signed_in(ADMINISTRATOR)?;
        let token = form_token(
            &administrator
                .get("/en/desk/members")?
                .expect(200, "members")?
                .text(),
        )?;
        let fields = [
            ("form-token", token.as_str()),
            ("name", SENIOR),
            ("role", "senior"),
        ];
        let invited = administrator
            .post("/en/desk/members/invite", &fields)?
            .expect(200, "inviting")?
            .text();
        let link = between(&invited, "/en/invitation/", &['"', '<', ' ', '\n'])
            .context("the invitation's link")?;
        let fields = [("passphrase", PASSPHRASE), ("again", PASSPHRASE)];
        self.client()
            .post(&format!("/en/invitation/{link}"), &fields)?
            .expect(303, "joining")?;
        self.signed_in(SENIOR)
    }

    fn signed_in(&self, name: &str) -> anyhow::Result<Client> {
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
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        self.ask_to_end()?;
        let ended = self.child.wait()?;
        ensure!(ended.success(), "the program ended with {ended}");
        Ok(())
    }

    fn ask_to_end(&self) -> anyhow::Result<()> {
        let process = i32::try_from(self.child.id())
            .ok()
            .and_then(rustix::process::Pid::from_raw);
        rustix::process::kill_process(
            process.context("the program's number")?,
            rustix::process::Signal::TERM,
        )?;
        Ok(())
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
pub(crate) fn form_token(page: &str) -> anyhow::Result<String> {
    let token =
        between(page, "name=\"form-token\" value=\"", &['"']).context("a form without a token")?;
    Ok(token.to_owned())
}

/// What stands after a mark, up to one of these.
pub(crate) fn between<'a>(text: &'a str, mark: &str, ends: &[char]) -> Option<&'a str> {
    let (_, rest) = text.split_once(mark)?;
    rest.split(ends).next()
}

/// A folder for one measurement, where temporary files go on this machine (`TMPDIR`).
pub(crate) fn folder() -> anyhow::Result<tempfile::TempDir> {
    Ok(tempfile::Builder::new().prefix("heard-bench-").tempdir()?)
}

/// The file of the FBI's hate crimes, in the folder that `HEARD_DATA` names or beside the checkout.
pub(crate) fn fbi_file() -> Option<PathBuf> {
    let folder = std::env::var_os("HEARD_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")),
        PathBuf::from,
    );
    Some(folder.join("fbi/hate_crime_1991_2020.csv.zst")).filter(|file| file.exists())
}
