//! One organisation for a while: people tell, staff work, files come and go, things break. And what is taken of it.

use std::fmt::Write as _;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::{Context as _, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use browser::{Outcome, Request};
use rustix::process::Signal;
use testkit::outside::http::{Answer, Client};
use testkit::outside::program::{self, Program, between, first_report, form_token};
use testkit::outside::server::{self, Programs, Server};

use crate::canaries::{Canaries, Kind};
use crate::wire::Wire;

const SENIOR: &str = "Drill Senior";
const DATABASE: &str = "drill";
/// PostgreSQL as talkative as it can be made.
const TALKATIVE: [&str; 9] = [
    "fsync=off",
    "log_statement=all",
    "log_min_duration_statement=0",
    "log_min_messages=debug1",
    "log_error_verbosity=verbose",
    "log_parameter_max_length=-1",
    "log_parameter_max_length_on_error=-1",
    "track_activity_query_size=65536",
    "shared_preload_libraries=pg_stat_statements",
];
const MAPPING: &str = r#"
[mapping]
id = "drill"
series = "partner"
external_id = "id"
[date]
column = "day"
format = ["%Y-%m-%d"]
[story]
text = ["words"]
details = ["town"]
[[facet]]
facet = "category"
column = "kind"
values = { threat = "threats", damage = "vandalism" }
"#;

/// What keeps the records.
pub(crate) enum Engine {
    Sqlite,
    Postgresql(Programs),
}

impl Engine {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgresql(_) => "PostgreSQL",
        }
    }
}

/// Where the drill happens, and where what is taken lies.
pub(crate) struct Place {
    heard: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) loot: PathBuf,
    server: Option<Server>,
    wire: Option<Wire>,
    running: Option<Program>,
    metrics: SocketAddr,
    copies: u32,
}

/// What was told and done.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) on_arrival: usize,
    pub(crate) in_browser: usize,
    pub(crate) entered: usize,
    pub(crate) imported: usize,
    pub(crate) coded: usize,
    /// Canaries that stood on a page of somebody who may read them.
    pub(crate) read: usize,
}

impl Place {
    pub(crate) fn new(heard: &Path, folder: PathBuf, engine: Engine) -> anyhow::Result<Self> {
        let loot = folder.join("loot");
        fs::create_dir_all(&loot)?;
        fs::create_dir_all(folder.join("data"))?;
        fs::create_dir_all(folder.join("tmp"))?;
        let (mut server, mut wire) = (None, None);
        if let Engine::Postgresql(programs) = engine {
            let own = folder.join("postgres");
            fs::create_dir_all(&own)?;
            let started = Server::new(programs, own, &TALKATIVE, Vec::new())?;
            started.ask("postgres", &format!("create database {DATABASE}"))?;
            started.ask(DATABASE, "create extension pg_stat_statements")?;
            wire = Some(Wire::to(started.port(), &loot.join("wire-database"))?);
            server = Some(started);
        }
        let metrics = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        Ok(Self {
            heard: heard.to_owned(),
            folder,
            loot,
            server,
            wire,
            running: None,
            metrics,
            copies: 0,
        })
    }

    /// A command of the program over this place, which lacks its subcommand.
    fn command(&self) -> Command {
        let mut command = program::command(&self.heard, &self.folder.join("data"));
        if let Some(wire) = &self.wire {
            let url = format!("postgres://heard@127.0.0.1:{}/{DATABASE}", wire.port);
            command = program::bare_command(&self.heard);
            command.args(["--database", &url]);
        }
        command
            .env("TMPDIR", self.folder.join("tmp"))
            .env("HEARD_LOG_LEVEL", "trace")
            .env("HEARD_METRICS_LISTEN", self.metrics.to_string());
        command
    }

    fn start(&mut self) -> anyhow::Result<()> {
        self.running = Some(Program::start_with(self.command())?);
        Ok(())
    }

    fn program(&self) -> anyhow::Result<&Program> {
        self.running.as_ref().context("Heard is not running")
    }

    /// Runs a command of the program to its end; what it said is taken too.
    fn run(&self, what: &str, arguments: &[&str]) -> anyhow::Result<()> {
        let said = self.command().args(arguments).output()?;
        self.keep("said", &format!("{what}.out"), &said.stdout)?;
        self.keep("said", &format!("{what}.err"), &said.stderr)?;
        ensure!(
            said.status.success(),
            "{what}: {}",
            String::from_utf8_lossy(&said.stderr)
        );
        Ok(())
    }

    /// Puts something among what was taken.
    fn keep(&self, part: &str, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let folder = self.loot.join(part);
        fs::create_dir_all(&folder)?;
        Ok(fs::write(folder.join(name), bytes)?)
    }

    /// Takes the disk as it is at this moment: the database with its log of changes, temporary files.
    fn take_disk(&mut self) -> anyhow::Result<()> {
        self.copies += 1;
        let to = self.loot.join("disk").join(self.copies.to_string());
        fs::create_dir_all(&to)?;
        let mut folders = vec![self.folder.join("data"), self.folder.join("tmp")];
        folders.extend(self.server.as_ref().map(Server::data));
        for folder in folders {
            // Files come and go while it is copied.
            let _ = server::copy(&folder, &to);
        }
        Ok(())
    }

    /// Takes what the running process shows of itself, and ends it.
    fn take_process(&mut self, signal: Signal) -> anyhow::Result<()> {
        let mut running = self.running.take().context("Heard is not running")?;
        let number = running.process();
        for name in ["environ", "cmdline", "maps", "status"] {
            let bytes = fs::read(format!("/proc/{number}/{name}"))?;
            self.keep("process", &format!("{name}-{number}"), &bytes)?;
        }
        let metrics = Client::new(self.metrics).get("/metrics")?;
        self.keep("metrics", &format!("{number}"), &metrics.body)?;
        running.signal(signal)?;
        running.wait()?;
        let log = running.said().join("\n");
        self.keep("log", &format!("heard-{number}.log"), log.as_bytes())
    }

    /// The end: everything that is left.
    pub(crate) fn take_everything(&mut self) -> anyhow::Result<()> {
        if let Some(server) = &self.server {
            for (name, sql) in [
                ("statements", "select * from pg_stat_statements"),
                ("activity", "select * from pg_stat_activity"),
                (
                    "statistics",
                    "select * from pg_stats where schemaname = 'public'",
                ),
            ] {
                self.keep("postgres", name, server.ask(DATABASE, sql)?.as_bytes())?;
            }
            let dump = server
                .program("pg_dump")
                .args(["--host=127.0.0.1", "--username=heard", "--port"])
                .arg(server.port().to_string())
                .arg(DATABASE)
                .output()?;
            ensure!(dump.status.success(), "pg_dump failed");
            self.keep("postgres", "dump.sql", &dump.stdout)?;
        }
        self.take_process(Signal::TERM)?;
        if let Some(server) = &mut self.server {
            server.stop()?;
            let log = fs::read(self.folder.join("postgres/log"))?;
            self.keep("postgres", "server.log", &log)?;
        }
        self.take_disk()
    }

    /// Heard is killed while people send, its server too, and both start again.
    fn crash(&mut self) -> anyhow::Result<()> {
        self.take_disk()?;
        let over = AtomicBool::new(false);
        let address = self.program()?.address;
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut client = Client::new(address);
                while !over.load(Ordering::Relaxed) {
                    if client.get("/en/report").is_err() {
                        break;
                    }
                }
            });
            let taken = self.take_process(Signal::KILL);
            over.store(true, Ordering::Relaxed);
            taken
        })?;
        if let Some(server) = &mut self.server {
            server.kill()?;
        }
        self.take_disk()?;
        if let Some(server) = &mut self.server {
            server.start()?;
        }
        self.start()
    }
}

/// Lets people tell and staff work until there are about so many canaries.
pub(crate) fn tell(
    place: &mut Place,
    canaries: &mut Canaries,
    wanted: usize,
) -> anyhow::Result<Told> {
    let mut told = Told::default();
    place.start()?;
    place.program()?.found()?;
    place.program()?.member(SENIOR, "senior")?;
    // Five of each report, one of the note on it; a tenth of all comes by other ways.
    let reports = (wanted * 9 / 10 / 6).max(4);
    let half = reports / 2;
    send(place, canaries, half, &mut told)?;
    place.crash()?;
    send(place, canaries, reports - half, &mut told)?;
    let mut senior = place.program()?.signed_in(SENIOR)?;
    enter(&mut senior, canaries, (wanted / 60).max(1), &mut told)?;
    work(place, &mut senior, canaries, &mut told)?;
    import(place, canaries, (wanted / 40).max(2), &mut told)?;
    strangers(place, canaries)?;
    place.run(
        "export-facets",
        &["export", "facets", "--to", &place.out("facets", "all.csv")?],
    )?;
    place.run(
        "export-archive",
        &["export", "archive", "--to", &place.archive()],
    )?;
    place.run("verify", &["verify"])?;
    Ok(told)
}

impl Place {
    fn out(&self, part: &str, name: &str) -> anyhow::Result<String> {
        let folder = self.loot.join(part);
        fs::create_dir_all(&folder)?;
        Ok(folder.join(name).display().to_string())
    }

    fn archive(&self) -> String {
        self.loot.join("archive").display().to_string()
    }
}

/// The answers of one report, with five canaries.
fn answers(canaries: &mut Canaries) -> Vec<(&'static str, String)> {
    let story = canaries.of(Kind::Story);
    let why = canaries.of(Kind::Story);
    vec![
        (
            "story",
            format!("It was getting dark. {story} is all they said, again and again."),
        ),
        ("when-kind", "yesterday".to_owned()),
        ("place-kind", "public-transport".to_owned()),
        (
            "place-words",
            format!("Near {} on the left", canaries.of(Kind::Place)),
        ),
        ("role", "affected".to_owned()),
        ("people", "1".to_owned()),
        ("strand", "religion".to_owned()),
        ("religion", "muslim".to_owned()),
        ("why", format!("Because of {why}, I think.")),
        ("share", "victim-support".to_owned()),
        ("reach", "phone".to_owned()),
        ("phone", canaries.of(Kind::Contact)),
        ("name", canaries.of(Kind::Name)),
    ]
}

fn token(client: &mut Client) -> anyhow::Result<String> {
    let page = client.get("/en/report")?.expect(200, "the form")?.text();
    let token = between(&page, "name=\"form_token\" value=\"", &['"']);
    Ok(token.context("a form without a token")?.to_owned())
}

/// Reports over the front door, every second one sealed as a browser seals.
fn send(
    place: &Place,
    canaries: &mut Canaries,
    count: usize,
    told: &mut Told,
) -> anyhow::Result<()> {
    let program = place.program()?;
    let mut plain = program.client();
    // What goes from a browser that seals to the front door is tapped too: it is all that the front door ever has.
    let tapped = Wire::to(program.address.port(), &place.loot.join("wire-browser"))?;
    let mut sealing = Client::new(SocketAddr::from((Ipv4Addr::LOCALHOST, tapped.port)));
    let guide = sealing.get("/en/report/guide")?.expect(200, "the guide")?;
    for number in 0..count {
        let answers = answers(canaries);
        let from = format!("10.0.{}.{}", number / 250, number % 250 + 1);
        if number % 2 == 0 {
            let token = token(&mut plain)?;
            let mut fields = vec![("form_token", token.as_str())];
            fields.extend(answers.iter().map(|(name, value)| (*name, value.as_str())));
            let form = serde_urlencoded::to_string(fields)?;
            plain
                .post_from("/en/report", Some(&from), &form)?
                .expect(200, "a report")?;
            told.on_arrival += 1;
        } else {
            let (seed, random) = (canaries.bytes(), canaries.bytes());
            let pairs = answers
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value));
            let outcome = browser::seal(&Request {
                guide: &guide.body,
                seed: &seed,
                random: &random,
                again: false,
                pairs: pairs.collect(),
            });
            let Some(Outcome::Sealed { parcel, .. }) = outcome else {
                bail!("the browser did not seal the form");
            };
            let parcel = URL_SAFE_NO_PAD.encode(parcel.to_bytes());
            let token = token(&mut sealing)?;
            let form = serde_urlencoded::to_string([("form_token", &token), ("parcel", &parcel)])?;
            let kept = sealing
                .post_from("/en/report/sealed", Some(&from), &form)?
                .expect(200, "a parcel")?;
            ensure!(kept.text().contains("\"kept\""), "a parcel was not kept");
            told.in_browser += 1;
        }
    }
    Ok(())
}

/// Reports that somebody tells on the phone.
fn enter(
    senior: &mut Client,
    canaries: &mut Canaries,
    count: usize,
    told: &mut Told,
) -> anyhow::Result<()> {
    const PAGE: &str = "/en/desk/reports/new";
    for _ in 0..count {
        let page = senior.get(PAGE)?.expect(200, "the form of staff")?.text();
        let once = between(&page, "name=\"once\" value=\"", &['"']).context("which copy")?;
        let token = form_token(&page)?;
        let mut fields = vec![
            ("form-token", token),
            ("once", once.to_owned()),
            ("channel", "phone".to_owned()),
        ];
        fields.extend(answers(canaries));
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let status = senior.post(PAGE, &fields)?.status;
        ensure!(status < 400, "a report by phone was answered with {status}");
        told.entered += 1;
    }
    Ok(())
}

/// Every report is opened, made an incident and coded with a note; some words are searched for.
fn work(
    place: &Place,
    senior: &mut Client,
    canaries: &mut Canaries,
    told: &mut Told,
) -> anyhow::Result<()> {
    let stories: Vec<String> = canaries
        .all
        .iter()
        .map(|canary| canary.word.clone())
        .collect();
    let mut notes = Vec::new();
    loop {
        let inbox = senior
            .get("/en/desk/inbox")?
            .expect(200, "the inbox")?
            .text();
        let Some(report) = first_report(&inbox) else {
            break;
        };
        let page = senior
            .get(&format!("/en/desk/reports/{report}"))?
            .expect(200, "a report")?
            .text();
        told.read += stories.iter().filter(|word| page.contains(*word)).count();
        let token = form_token(&inbox)?;
        let made = senior
            .post(
                &format!("/en/desk/reports/{report}/incident"),
                &[("form-token", &token)],
            )?
            .expect(303, "an incident")?;
        let incident = made.header("location").context("the incident")?.to_owned();
        let incident = incident.split(['?', '#']).next().unwrap_or_default();
        let page = senior.get(incident)?.expect(200, "an incident")?.text();
        let seen = between(&page, "name=\"seen\" value=\"", &['"']).context("the revision")?;
        let note = canaries.of(Kind::Note);
        let written = format!("They rang again about {note}; seen twice.");
        let token = form_token(&page)?;
        let fields = [
            ("form-token", token.as_str()),
            ("seen", seen),
            ("do", "save"),
            ("when-precision", "exact"),
            ("when-from", "2026-01-14"),
            ("when-to", ""),
            ("persons", "1"),
            ("facet-category", "threats"),
            ("facet-strand", "religion"),
            ("note", &written),
        ];
        senior
            .post(&format!("{incident}/coding"), &fields)?
            .expect(303, "a coding")?;
        let page = senior.get(incident)?.expect(200, "an incident")?.text();
        told.read += usize::from(page.contains(&note));
        told.coded += 1;
        notes.push(note);
    }
    ensure!(
        told.read >= stories.len() + notes.len(),
        "only {} of {} canaries could be read by staff: the drill would prove nothing",
        told.read,
        stories.len() + notes.len()
    );
    for word in stories.iter().step_by(11).take(20) {
        let page = senior.get("/en/desk/search")?.expect(200, "search")?.text();
        let token = form_token(&page)?;
        let fields = [("form-token", token.as_str()), ("words", word.as_str())];
        let found = senior.post("/en/desk/search", &fields)?;
        ensure!(
            found.status == 200,
            "search was answered with {}",
            found.status
        );
    }
    // What a form says that can't be kept is kept nowhere.
    let (refused, lost) = (canaries.of(Kind::Note), canaries.of(Kind::Story));
    let mut stranger = place.program()?.client();
    let fields = [("form-token", "wrong"), ("note", refused.as_str())];
    let answer = senior.post("/en/desk/reports/new", &fields)?;
    ensure!(answer.status >= 400, "a form with a wrong token was taken");
    let fields = [("form_token", "wrong"), ("story", lost.as_str())];
    stranger.post("/en/report", &fields)?;
    Ok(())
}

/// A file of a partner on the command line, beside the running program; some rows of it are refused.
fn import(
    place: &Place,
    canaries: &mut Canaries,
    rows: usize,
    told: &mut Told,
) -> anyhow::Result<()> {
    // What is brought in from elsewhere lies where its owner put it: not part of what Heard keeps.
    let folder = place.folder.join("brought");
    fs::create_dir_all(&folder)?;
    let mut file = "id,day,words,town,kind\n".to_owned();
    for row in 0..rows {
        let kind = if row % 5 == 4 { "unknown" } else { "threat" };
        writeln!(
            file,
            "{row},2026-02-{:02},Somebody wrote {} on the door,{},{kind}",
            row % 28 + 1,
            canaries.of(Kind::Story),
            canaries.of(Kind::Place),
        )?;
    }
    let (mapping, rows_file) = (folder.join("mapping.toml"), folder.join("rows.csv"));
    fs::write(&mapping, MAPPING)?;
    fs::write(&rows_file, file)?;
    let said = place
        .command()
        .arg("import")
        .arg("--mapping")
        .arg(&mapping)
        .arg(&rows_file)
        .output()?;
    place.keep("said", "import.out", &said.stdout)?;
    place.keep("said", "import.err", &said.stderr)?;
    told.imported = rows - rows / 5;
    let listed = String::from_utf8_lossy(&said.stdout).into_owned();
    ensure!(
        said.status.code().is_some(),
        "the import was killed: {listed}"
    );
    Ok(())
}

/// What somebody gets who asks for what isn't there or isn't theirs, with words where they don't belong.
fn strangers(place: &Place, canaries: &mut Canaries) -> anyhow::Result<()> {
    let mut stranger = place.program()?.client();
    let mut number = 0;
    let mut keep = |answer: Answer| {
        number += 1;
        place.keep("pages", &number.to_string(), &answer.body)
    };
    for path in [
        "/en",
        "/en/figures",
        "/en/ledger",
        "/en/status",
        "/ledger/checkpoint",
        "/ready",
    ] {
        keep(stranger.get(path)?)?;
    }
    for path in [
        "/en/nothing",
        "/en/report",
        "/en/desk/inbox",
        "/en/desk/sign-in",
    ] {
        let word = canaries.of(Kind::Name);
        let asked = serde_urlencoded::to_string([("words", &word)])?;
        keep(stranger.get(&format!("{path}?{asked}"))?)?;
        let fields = [("somebody", word.as_str())];
        keep(stranger.post(path, &fields)?)?;
    }
    let word = canaries.of(Kind::Name);
    let fields = [("name", word.as_str()), ("passphrase", word.as_str())];
    // The form of a sign-in shows the name again to whoever typed it; only what is kept of it matters.
    stranger.post("/en/desk/sign-in", &fields)?;
    Ok(())
}
