//! Two doors on two machines: a front door that the world reaches, with a role of its own and no key, and a desk. The
//! whole story goes through both, and then the front door is searched for whatever opens anything.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use browser::{Outcome, Request};
use seal::{PassphraseSlot, RecoveryKit};
use tempfile::TempDir;
use testkit::outside::http::Client;
use testkit::outside::program::{
    ADMINISTRATOR, PASSPHRASE, Program, bare_command, between, first_report, folder,
    form_token as desk_token,
};

use super::{Nodes, form_token, within};

/// The fields of a coding that may go to a check.
const CODED: [(&str, &str); 11] = [
    ("when-precision", "exact"),
    ("when-from", "2026-01-14"),
    ("when-to", ""),
    ("persons", "1"),
    ("facet-category", "assault"),
    ("facet-strand", "religion"),
    ("facet-target", "muslim"),
    ("facet-bias-indicator", "words-used"),
    ("facet-bias-indicator", "witness"),
    ("facet-place-type", "taxi"),
    ("facet-area", "E05012993"),
];
/// So many incidents that their number may be shown to the world.
const INCIDENTS: usize = 12;
/// What has to come from another process by then has not come.
const SOON: Duration = Duration::from_secs(30);

/// A desk and a front door with a role and a folder of its own.
struct Doors {
    nodes: Nodes,
    home: TempDir,
    role: String,
}

impl Doors {
    /// None when there is no server.
    fn new(role: &str) -> Option<Self> {
        let nodes = Nodes::new()?;
        Some(Self {
            role: format!("{role}_{}", std::process::id()),
            home: folder().unwrap(),
            nodes,
        })
    }

    fn desk(&self) -> Program {
        self.nodes.start(&[
            ("HEARD_SERVER_DOOR", "desk"),
            ("HEARD_LEDGER_SIGN_EVERY_SECONDS", "1"),
        ])
    }

    fn settings(&self) -> std::path::PathBuf {
        self.home.path().join("front.toml")
    }

    /// Makes the role, with the front door's settings in its own folder.
    fn make_role(&self) -> std::process::Output {
        self.nodes
            .command(&[])
            .args(["database", "roles", "--front", &self.role, "--settings"])
            .arg(self.settings())
            .output()
            .unwrap()
    }

    fn front_command(&self) -> Command {
        let mut command = bare_command(super::super::serving::heard());
        command
            .env("HEARD_CONFIG", self.settings())
            .env("XDG_DATA_HOME", self.home.path());
        command
    }

    fn front(&self) -> Program {
        Program::start_with(self.front_command()).unwrap()
    }

    /// What a front door says that doesn't start.
    fn refused(&self) -> String {
        let ended = self
            .front_command()
            .args(["serve", "--listen", "127.0.0.1:0"])
            .output()
            .unwrap();
        assert!(!ended.status.success());
        String::from_utf8_lossy(&ended.stderr).into_owned()
    }
}

impl Drop for Doors {
    fn drop(&mut self) {
        let drop = format!("drop owned by {0}; drop role {0}", self.role);
        let there = format!(
            "select count(*) from pg_roles where rolname = '{}'",
            self.role
        );
        if self.nodes.sql(&there) == "1" {
            self.nodes.sql(&drop);
        }
    }
}

/// Reports as a browser without JavaScript does; the seven words.
fn report(front: &Program, story: &str) -> String {
    let token = form_token(front.address).unwrap();
    let page = Client::new(front.address)
        .post("/en/report", &[("form_token", &token), ("story", story)])
        .unwrap()
        .expect(200, "a report")
        .unwrap()
        .text();
    testkit::outside::pages::receipt_words(&page).expect("a receipt")
}

/// Reports as a browser does that seals by itself.
fn report_sealed(front: &Program, story: &str) {
    let token = form_token(front.address).unwrap();
    let guide = front
        .client()
        .get("/en/report/guide")
        .unwrap()
        .expect(200, "the guide")
        .unwrap();
    let sealed = browser::seal(&Request {
        guide: &guide.body,
        seed: &[71; 32],
        random: &[72; 32],
        again: false,
        pairs: vec![("story".to_owned(), story.to_owned())],
    });
    let Some(Outcome::Sealed { parcel, .. }) = sealed else {
        panic!("it is sealed")
    };
    let parcel = URL_SAFE_NO_PAD.encode(parcel.to_bytes());
    let answer = front
        .client()
        .post(
            "/en/report/sealed",
            &[("parcel", &parcel), ("form_token", &token)],
        )
        .unwrap();
    assert!(answer.text().contains("\"kept\":true"), "{}", answer.text());
}

fn status(front: &Program, words: &str) -> String {
    front
        .client()
        .post("/en/status", &[("words", words)])
        .unwrap()
        .expect(200, "the status")
        .unwrap()
        .text()
}

/// Makes an incident of the first report in the inbox, codes it and submits it; its path.
fn code(desk: &mut Client) -> String {
    let inbox = desk.get("/en/desk/inbox").unwrap().text();
    let report = first_report(&inbox).expect("a report waits").to_owned();
    let opened = desk.get(&format!("/en/desk/reports/{report}")).unwrap();
    let token = desk_token(&opened.text()).unwrap();
    let made = desk
        .post(
            &format!("/en/desk/reports/{report}/incident"),
            &[("form-token", &token)],
        )
        .unwrap()
        .expect(303, "an incident")
        .unwrap();
    let path = made.header("location").unwrap();
    let path = path.split(['?', '#']).next().unwrap().to_owned();
    post_seen(desk, &path, "coding", &[("do", "submit")]);
    path
}

/// Posts the coding with some more to a part of an incident's page.
fn post_seen(desk: &mut Client, path: &str, to: &str, more: &[(&str, &str)]) {
    let page = desk
        .get(path)
        .unwrap()
        .expect(200, "an incident")
        .unwrap()
        .text();
    let token = desk_token(&page).unwrap();
    let seen = between(&page, "name=\"seen\" value=\"", &['"'])
        .unwrap()
        .to_owned();
    let mut fields = vec![("form-token", token.as_str()), ("seen", seen.as_str())];
    fields.extend(CODED);
    fields.extend_from_slice(more);
    desk.post(&format!("{path}/{to}"), &fields)
        .unwrap()
        .expect(303, to)
        .unwrap();
}

#[test]
fn the_whole_story_goes_through_two_doors() {
    let Some(doors) = Doors::new("heard_story") else {
        return;
    };
    let desk = doors.desk();
    let kit = desk.found().unwrap();
    let made = doors.make_role();
    let said = String::from_utf8_lossy(&made.stderr).into_owned();
    assert!(made.status.success(), "{said}");
    let settings = fs::read_to_string(doors.settings()).unwrap();
    let password = between(&settings, &format!("{}:", doors.role), &['@']).unwrap();
    assert_eq!(password.len(), 64);
    let printed = [said.as_str(), &String::from_utf8_lossy(&made.stdout)].concat();
    assert!(
        !printed.contains(password),
        "the password is in the file alone"
    );
    // A second time would spoil the settings that somebody uses.
    assert!(!doors.make_role().status.success());
    assert_eq!(fs::read_to_string(doors.settings()).unwrap(), settings);
    // After an upgrade.
    let again = doors
        .nodes
        .command(&[])
        .args(["database", "roles", "--front", &doors.role])
        .output()
        .unwrap();
    assert!(again.status.success());

    let front = doors.front();
    // Each door opens its own pages.
    for path in [
        "/en/desk/sign-in",
        "/en/desk/inbox",
        "/en/first-run/0123",
        "/en/invitation/0123",
    ] {
        assert_eq!(front.client().get(path).unwrap().status, 404, "{path}");
    }
    for path in [
        "/en/report",
        "/en/status",
        "/en/figures",
        "/en/ledger",
        "/ledger/checkpoint",
    ] {
        assert_eq!(desk.client().get(path).unwrap().status, 404, "{path}");
    }
    for path in ["/en", "/en/report", "/en/status", "/en/ledger", "/ready"] {
        assert_eq!(front.client().get(path).unwrap().status, 200, "{path}");
    }

    let mut caseworker = desk.member("Bench Caseworker", "caseworker").unwrap();
    let mut senior = desk.senior().unwrap();
    // The team's key is handed over by the founder, who has it in custody: invitations made at the desk carry it.
    let words = report(&front, "They shouted at me on the 36 bus");
    let waits = status(&front, &words);
    assert!(waits.contains("It is waiting to be read"), "{waits}");
    report_sealed(&front, "A sign was torn down at night");
    for number in 2..INCIDENTS {
        report(&front, &format!("Something else, number {number}"));
    }
    let paths: Vec<String> = (0..INCIDENTS).map(|_| code(&mut caseworker)).collect();
    for path in &paths {
        post_seen(
            &mut senior,
            path,
            "check",
            &[("do", "decide"), ("decision", "verified")],
        );
    }
    let seen = status(&front, &words);
    assert!(seen.contains("It is checked and it counts"), "{seen}");

    // What was released at the desk is what the front door shows, and it is signed for.
    within(SOON, "the figures are at the front door", || {
        let table = front.client().get("/en/figures.csv").unwrap();
        table.status == 200 && table.text().contains(&format!(",base,{INCIDENTS},"))
    });
    let entries = doors.nodes.sql("select count(*) from entry");
    within(SOON, "the head is at the front door", || {
        let head = front.client().get("/ledger/checkpoint").unwrap();
        head.status == 200 && head.text().lines().nth(1) == Some(entries.as_str())
    });

    let secrets = secrets(&doors.nodes, &kit);
    let found = searched(&front, doors.home.path(), &secrets);
    assert_eq!(found, [""; 0]);
    // And the search finds what is there: the desk's own secret in the desk's own folder, and in its memory where that
    // can be read.
    let at_desk = searched(&desk, doors.nodes.home.path(), &secrets);
    let is_named = |place: &str| at_desk.iter().any(|found| found.contains(place));
    assert!(is_named("the installation's secret in"), "{at_desk:?}");
    let process = Path::new("/proc").join(desk.process().to_string());
    assert!(
        is_named("in its memory") || memory(&process).next().is_none(),
        "{at_desk:?}"
    );

    front.stop().unwrap();
    desk.stop().unwrap();
    let verified = doors.nodes.verified();
    assert_eq!(super::number(&verified["reports"]), INCIDENTS);
}

/// A secret by what it is, in the ways in which it could lie somewhere.
struct Secret {
    name: &'static str,
    forms: Vec<Vec<u8>>,
}

impl Secret {
    fn new(name: &'static str, bytes: &[u8; 32]) -> Self {
        let mut forms = vec![
            bytes.to_vec(),
            hex::encode(bytes).into_bytes(),
            hex::encode_upper(bytes).into_bytes(),
        ];
        // In base64 it may begin at any of three places; the last letters depend on what follows.
        for skipped in 0..3 {
            for alphabet in [&STANDARD, &URL_SAFE_NO_PAD] {
                let text = alphabet.encode([&vec![0; skipped], bytes.as_slice()].concat());
                forms.push(text.as_bytes()[4.min(skipped * 4)..40].to_vec());
            }
        }
        Self { name, forms }
    }

    fn is_in(&self, bytes: &[u8]) -> bool {
        self.forms.iter().any(|form| contains(bytes, form))
    }
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(place) = rest.iter().position(|byte| *byte == wanted[0]) {
        if rest[place..].starts_with(wanted) {
            return true;
        }
        rest = &rest[place + 1..];
    }
    false
}

/// Every secret that the desk holds, got at as their owners would: by passphrase, from paper, from the desk's folder.
fn secrets(nodes: &Nodes, kit: &str) -> Vec<Secret> {
    let file = nodes.home.path().join("heard/installation.key");
    let mut installation = [0; 32];
    hex::decode_to_slice(fs::read_to_string(file).unwrap().trim(), &mut installation).unwrap();
    let bytes = |sql: &str| hex::decode(nodes.sql(sql)).unwrap();
    let organisation = bytes("select encode(id, 'hex') from organisation");
    let mut secrets = vec![
        Secret::new("the installation's secret", &installation),
        Secret::new(
            "the key that signs the ledger",
            &seal::keyed_hash(&installation, b"ledger checkpoints"),
        ),
    ];
    let typed = kit
        .split(['<', '>', '"'])
        .find_map(|part| RecoveryKit::parse(part.trim()).ok());
    let kit = typed.expect("the recovery key is on the page");
    secrets.push(Secret::new("the recovery key", kit.seed().expose()));
    let member = format!("select encode(id, 'hex') from member where name = '{ADMINISTRATOR}'");
    let member = bytes(&member);
    let of = hex::encode(&member);
    let slot = bytes(&format!(
        "select encode(bytes, 'hex') from slot where kind = 'passphrase' and member = '\\x{of}'"
    ));
    let secret = PassphraseSlot::open(&slot, PASSPHRASE).unwrap();
    let pair = secret.key_pair();
    secrets.push(Secret::new("a member's key", pair.seed().expose()));
    let wrapped = bytes(&format!(
        "select encode(bytes, 'hex') from team_wrap where member = '\\x{of}'"
    ));
    let context = seal::wrap::WrapContext {
        organisation: organisation.try_into().unwrap(),
        subject: seal::wrap::TEAM,
        recipient: member.try_into().unwrap(),
        epoch: 1,
    };
    let team = seal::unwrap_secret(&wrapped, &pair, &context).unwrap();
    secrets.push(Secret::new("the team's key", team.expose()));
    secrets
}

fn in_folder(folder: &Path, secrets: &[Secret]) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            let there = secrets.iter().filter(|secret| secret.is_in(&bytes));
            found.extend(there.map(|secret| format!("{} in {}", secret.name, path.display())));
        }
    }
    found
}

/// Where a front door holds one of them: its folder, its settings and environment, what it said, and its memory, as
/// far as the system lets it be read.
fn searched(program: &Program, folder: &Path, secrets: &[Secret]) -> Vec<String> {
    let mut found = in_folder(folder, secrets);
    let process = Path::new("/proc").join(program.process().to_string());
    let mut other = program.said().join("\n").into_bytes();
    for name in ["environ", "cmdline"] {
        other.extend(fs::read(process.join(name)).unwrap());
    }
    let there = secrets.iter().filter(|secret| secret.is_in(&other));
    found.extend(there.map(|secret| format!("{} in its environment", secret.name)));
    for piece in memory(&process) {
        let there = secrets.iter().filter(|secret| secret.is_in(&piece));
        found.extend(there.map(|secret| format!("{} in its memory", secret.name)));
    }
    found
}

/// The memory of a process that can be written to, piece by piece.
fn memory(process: &Path) -> impl Iterator<Item = Vec<u8>> {
    use std::os::unix::fs::FileExt as _;
    let maps = fs::read_to_string(process.join("maps")).unwrap_or_default();
    let file = fs::File::open(process.join("mem")).ok();
    let spans: Vec<(u64, u64)> = maps
        .lines()
        .filter(|line| {
            line.split_whitespace()
                .nth(1)
                .is_some_and(|mode| mode.starts_with("rw"))
        })
        .filter_map(|line| {
            let (from, to) = line.split_whitespace().next()?.split_once('-')?;
            let number = |text| u64::from_str_radix(text, 16).ok();
            Some((number(from)?, number(to)?))
        })
        .collect();
    spans.into_iter().filter_map(move |(from, to)| {
        let mut bytes = vec![0; usize::try_from(to - from).ok()?];
        let read = file.as_ref()?.read_at(&mut bytes, from).ok()?;
        bytes.truncate(read);
        Some(bytes)
    })
}

#[test]
fn a_front_door_waits_for_the_desk_and_takes_no_key() {
    let Some(doors) = Doors::new("heard_waits") else {
        return;
    };
    // Before there is a database there are no roles in it.
    let early = doors.make_role();
    assert!(!early.status.success());
    assert!(!doors.settings().exists(), "nothing is left behind");
    let desk = doors.desk();
    assert!(doors.make_role().status.success());
    // It may start before the founding, and hears of it.
    let front = doors.front();
    let guide = || front.client().get("/en/report/guide").unwrap().status;
    assert_ne!(guide(), 200);
    desk.found().unwrap();
    within(SOON, "the founding is noticed", || guide() == 200);
    front.stop().unwrap();
    // Somebody carries the desk's folder over as it is.
    let own = doors.home.path().join("heard");
    let key = doors.nodes.home.path().join("heard/installation.key");
    fs::copy(&key, own.join("installation.key")).unwrap();
    let said = doors.refused();
    assert!(said.contains("can sign the ledger"), "{said}");
    fs::remove_file(own.join("installation.key")).unwrap();
    // Or in place of its own.
    fs::copy(&key, own.join("front.key")).unwrap();
    let said = doors.refused();
    assert!(said.contains("can sign the ledger"), "{said}");
    fs::remove_file(own.join("front.key")).unwrap();
    // A newer version's front door before its desk: here, a step of the schema is missing.
    let newest = "delete from schema_step where version = (select max(version) from schema_step)";
    desk.stop().unwrap();
    doors.nodes.sql(newest);
    let said = doors.refused();
    assert!(
        said.contains("start the desk of this version first"),
        "{said}"
    );
}
