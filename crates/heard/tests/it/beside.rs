//! The command line works on what a running server is at work on: nothing is locked out, nothing is lost, and the server
//! shows what a command did without being started again.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use testkit::outside::http::Client;
use testkit::outside::program::{Program, between, command, folder};

use crate::serving::heard;

/// Rows of the file that is imported, in all.
pub(crate) const ROWS: usize = 2_000;
const SENDERS: usize = 3;
/// A change is in the next figure.
pub(crate) const SHOWN_WITHIN: Duration = Duration::from_secs(1);

const MAPPING: &str = r#"
[mapping]
id = "trial"
series = "partner"
external_id = "id"
[date]
column = "day"
format = "%Y-%m-%d"
[story]
text = ["words"]
[[facet]]
facet = "category"
column = "kind"
values = { threat = "threats", damage = "vandalism" }
"#;

/// A file to be imported with its mapping, in that folder.
pub(crate) fn write_delivery(folder: &Path) {
    let rows: String = (0..ROWS)
        .map(|row| {
            let kind = if row % 3 == 0 { "damage" } else { "threat" };
            let words = if row % 100 == 0 { "What was said." } else { "" };
            format!("id-{row},2024-0{}-11,{kind},{words}\n", row % 9 + 1)
        })
        .collect();
    std::fs::write(
        folder.join("rows.csv"),
        format!("id,day,kind,words\n{rows}"),
    )
    .unwrap();
    std::fs::write(folder.join("trial.toml"), MAPPING).unwrap();
}

/// How many incidents of the series that is imported the desk counts.
pub(crate) fn counted(desk: &mut Client) -> u64 {
    let path = "/en/desk/figures.json?series=partner&rows=stage&unit=incidents";
    // A connection that was idle for long is closed: a browser asks again over another.
    let answer = desk.get(path).or_else(|_| desk.get(path)).unwrap();
    let answer = answer.expect(200, "figures").unwrap();
    sum(&answer.body)
}

/// All cells of the tables in that JSON.
pub(crate) fn sum(json: &[u8]) -> u64 {
    let tables: serde_json::Value = serde_json::from_slice(json).unwrap();
    let rows = tables
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|table| table["cells"].as_array().unwrap());
    rows.flat_map(|row| row.as_array().unwrap())
        .map(|cell| cell.as_u64().unwrap())
        .sum()
}

/// Runs a command to its end.
pub(crate) fn run(mut command: Command, arguments: &[&str]) -> Output {
    let told = command.args(arguments).output().unwrap();
    let aside = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(
        told.status.success() && !aside.contains("locked"),
        "{arguments:?}: {aside}"
    );
    told
}

/// Sends reports until told to stop: how many were kept, and how long the longest took. Each is kept at the first try.
fn sender(address: SocketAddr, is_over: Arc<AtomicBool>) -> JoinHandle<(u64, Duration)> {
    thread::spawn(move || {
        let mut client = Client::new(address);
        let (mut kept, mut longest) = (0, Duration::ZERO);
        while !is_over.load(Ordering::Relaxed) {
            let page = client.get("/en/report").unwrap().text();
            let token = between(&page, "name=\"form_token\" value=\"", &['"']).unwrap();
            let began = Instant::now();
            let fields = [("form_token", token), ("story", "Seen while a command ran")];
            let answer = client.post("/en/report", &fields).unwrap();
            assert_eq!(answer.status, 200, "a report was refused");
            assert!(answer.text().contains("receipt-words"));
            longest = longest.max(began.elapsed());
            kept += 1;
        }
        (kept, longest)
    })
}

#[test]
fn commands_work_beside_a_server_that_takes_reports() {
    let folder: TempDir = folder().unwrap();
    let heard = || {
        let mut heard = command(heard(), folder.path());
        heard.current_dir(folder.path());
        heard
    };
    let program = Program::start_with(heard()).unwrap();
    program.found().unwrap();
    let mut desk = program.senior().unwrap();
    write_delivery(folder.path());
    std::fs::write(
        folder.path().join("wards.geojson"),
        r#"{"type":"FeatureCollection","features":[{"type":"Feature",
            "properties":{"WD21CD":"E05000001","WD21NM":"Boston Castle"},
            "geometry":{"type":"Polygon","coordinates":[[[-1.4,53.4],[-1.3,53.4],[-1.3,53.5],[-1.4,53.5],[-1.4,53.4]]]}}]}"#,
    )
    .unwrap();
    assert_eq!(counted(&mut desk), 0);
    let is_over = Arc::new(AtomicBool::new(false));
    let senders: Vec<_> = (0..SENDERS)
        .map(|_| sender(program.address, Arc::clone(&is_over)))
        .collect();

    let import = ["import", "--mapping", "trial.toml", "rows.csv"];
    run(heard(), &import);
    let done = Instant::now();
    assert_eq!(counted(&mut desk), ROWS as u64);
    assert!(done.elapsed() < SHOWN_WITHIN * 5, "{:?}", done.elapsed());
    // The same from the command line, and other commands, one beside the other.
    let stats = [
        "stats",
        "--internal",
        "--series",
        "partner",
        "--rows",
        "stage",
        "--format",
        "json",
    ];
    let commands: [&[&str]; 5] = [
        &stats,
        &["import", "list"],
        &[
            "areas",
            "import",
            "--valid-from",
            "2021-05-06",
            "wards.geojson",
        ],
        &[
            "member",
            "invite",
            "--name",
            "Casey Caseworker",
            "--role",
            "caseworker",
        ],
        &["verify"],
    ];
    let running: Vec<_> = commands
        .into_iter()
        .map(|arguments| {
            let heard = heard();
            let arguments: Vec<String> = arguments.iter().map(|word| (*word).to_owned()).collect();
            thread::spawn(move || {
                let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
                run(heard, &words)
            })
        })
        .collect();
    let mut told = running.into_iter().map(|command| command.join().unwrap());
    assert_eq!(sum(&told.next().unwrap().stdout), ROWS as u64);
    drop(told);
    let found = run(heard(), &["areas", "find", "53.45, -1.35"]);
    assert!(String::from_utf8_lossy(&found.stdout).contains("Boston Castle"));
    let listed = run(heard(), &["import", "list", "--format", "json"]);
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    let id = listed[0]["import"].as_str().unwrap().to_owned();
    run(heard(), &["import", "undo", &id]);
    assert_eq!(
        counted(&mut desk),
        0,
        "what was taken back is counted no more"
    );

    is_over.store(true, Ordering::Relaxed);
    let mut kept = 0;
    for sender in senders {
        let (of_sender, longest) = sender.join().unwrap();
        kept += of_sender;
        assert!(
            longest < Duration::from_secs(8),
            "a report took {longest:?}"
        );
    }
    assert!(kept > 10, "there was load: {kept}");
    program.stop().unwrap();
    let verified = run(heard(), &["verify", "--format", "json"]);
    let verified: serde_json::Value = serde_json::from_slice(&verified.stdout).unwrap();
    assert_eq!(verified["reports"], kept.to_string());
    assert_eq!(verified["incidents"], ROWS.to_string());
}

#[test]
fn a_server_takes_over_a_newer_codebook_that_a_command_brought() {
    let folder: TempDir = folder().unwrap();
    let heard = || {
        let mut heard = command(heard(), folder.path());
        heard.current_dir(folder.path());
        heard
    };
    let program = Program::start_with(heard()).unwrap();
    program.found().unwrap();
    let mut desk = program.senior().unwrap();
    write_delivery(folder.path());
    // The next edition of the codebook knows one category more.
    let shipped = domain::codebook::UK;
    let (before, version) = shipped.split_once("\nversion = ").unwrap();
    let (version, after) = version.split_once('\n').unwrap();
    let next = 700 + version.trim().parse::<u32>().unwrap();
    let book = format!("{before}\nversion = {next}\n{after}");
    std::fs::write(folder.path().join("next.toml"), book).unwrap();
    let labels = folder.path().join("next");
    std::fs::create_dir(&labels).unwrap();
    for (language, text) in domain::codebook::UK_LABELS {
        std::fs::write(labels.join(format!("{language}.ftl")), text).unwrap();
    }
    let mut import = heard();
    import.env(
        "HEARD_ORGANISATION_CODEBOOK",
        folder.path().join("next.toml"),
    );
    run(import, &["import", "--mapping", "trial.toml", "rows.csv"]);
    assert_eq!(counted(&mut desk), ROWS as u64);
    let edition = format!("{next}");
    let start = Instant::now();
    loop {
        let page = Client::new(program.address)
            .get("/en/how-we-count")
            .unwrap()
            .text();
        if page.contains(&edition) {
            break;
        }
        assert!(start.elapsed() < Duration::from_secs(5), "{page}");
        thread::sleep(Duration::from_millis(100));
    }
    program.stop().unwrap();
}
