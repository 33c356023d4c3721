//! The real program takes out what an organisation owns, and takes it in elsewhere.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use domain::Role;
use testkit::{PASSPHRASE, TestHouse};

/// The secret that test houses are opened with.
const SECRET: [u8; 32] = [9; 32];
const STORY: &str = "Canary: something was shouted from a car.";

fn heard(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heard"));
    command.arg("--data").arg(data).args(arguments);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("HEARD_")) {
        command.env_remove(name);
    }
    command
}

fn run(data: &Path, folder: &Path, arguments: &[&str]) -> Output {
    heard(data, arguments).current_dir(folder).output().unwrap()
}

fn done(data: &Path, folder: &Path, arguments: &[&str]) -> String {
    let output = run(data, folder, arguments);
    let aside = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {aside}");
    String::from_utf8(output.stdout).unwrap()
}

fn refused(data: &Path, folder: &Path, arguments: &[&str], words: &str) {
    let output = run(data, folder, arguments);
    let aside = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {aside}");
    assert!(aside.contains(words), "{arguments:?}: {aside}");
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|_| panic!("{text}"))
}

/// What lies in a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

async fn house() -> TestHouse {
    let kit = TestHouse::founded().await;
    let senior = kit.member("Sol Senior", Role::Senior).await;
    kit.member("Casey Caseworker", Role::Caseworker).await;
    let report = kit.report(STORY).await.report;
    let opened = kit.house.open_report(&senior, report).await.unwrap();
    kit.house
        .make_incident(&senior, report, opened.suggested)
        .await
        .unwrap();
    kit.house.close().await;
    fs::write(
        kit.folder.path().join("installation.key"),
        hex::encode(SECRET),
    )
    .unwrap();
    kit
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_go_into_files_of_each_format() {
    let kit = house().await;
    let data = kit.folder.path();
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    for name in [
        "facets.csv",
        "facets.xlsx",
        "facets.parquet",
        "facets.jsonl.zst",
        "facets.csv.gz",
    ] {
        fs::write(folder.join(name), "what stood there before").unwrap();
        done(data, folder, &["export", "facets", "--to", name]);
        let about = fs::metadata(folder.join(name)).unwrap();
        assert!(about.len() > 100, "{name}");
    }
    assert_eq!(names(folder).len(), 5, "nothing half is left");
    let fresh = ["export", "facets", "--to", "fresh.csv"];
    done(data, folder, &fresh);
    let mode = fs::metadata(folder.join("fresh.csv"))
        .unwrap()
        .permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);
    let there = fs::read_to_string(folder.join("fresh.csv")).unwrap();
    let to_output = ["export", "facets", "--to", "-", "--format", "csv"];
    assert_eq!(done(data, folder, &to_output), there);
    assert_eq!(there.lines().count(), 2);
    assert!(!there.contains("Canary"));

    refused(
        data,
        folder,
        &["export", "facets", "--to", "facets"],
        "--format",
    );
    let packed_twice = ["export", "facets", "--to", "facets.xlsx.gz"];
    refused(data, folder, &packed_twice, "packed already");
    let nowhere = ["export", "facets", "--to", "gone/facets.csv"];
    refused(data, folder, &nowhere, "could not be made");
    // A full disk is said, and a device stays one.
    for format in ["csv", "xlsx", "parquet", "jsonl"] {
        let full = ["export", "facets", "--to", "/dev/full", "--format", format];
        refused(data, folder, &full, "No space left on device");
    }
    assert!(!Path::new("/dev/full").is_file());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_is_taken_in_elsewhere() {
    let kit = house().await;
    let data = kit.folder.path();
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let verified = json(&done(data, folder, &["verify", "--format", "json"]));
    let figures = done(data, folder, &["stats", "--internal", "--format", "csv"]);
    for (to, there) in [
        ("all.tar", "one"),
        ("all.tar.zst", "two"),
        ("all.tar.gz", "three"),
        ("all", "four"),
    ] {
        let written = ["export", "archive", "--to", to, "--format", "json"];
        let written = json(&done(data, folder, &written));
        assert_eq!(written["root"], verified["root"]);
        let there = folder.join(there);
        let taken = ["import", "archive", to, "--format", "json"];
        let taken = json(&done(&there, folder, &taken));
        assert_eq!(taken["root"], verified["root"], "{to}");
        assert_eq!(taken["tables"], written["tables"]);
        assert_eq!(taken["result"], "everything fits");
        let again = done(&there, folder, &["verify", "--format", "json"]);
        assert_eq!(json(&again), verified);
        let again = done(&there, folder, &["stats", "--internal", "--format", "csv"]);
        assert_eq!(again, figures);
        refused(
            &there,
            folder,
            &["import", "archive", to],
            "it is not empty",
        );
    }
    let mode = |name: &str| {
        let about = fs::metadata(folder.join(name)).unwrap();
        about.permissions().mode() & 0o777
    };
    assert_eq!(
        (mode("all.tar"), mode("all"), mode("all/entry.jsonl")),
        (0o600, 0o700, 0o600)
    );
    assert!(names(folder).iter().all(|name| !name.ends_with(".partial")));
    // No word that somebody wrote is in it.
    for name in names(&folder.join("all")) {
        let bytes = fs::read(folder.join("all").join(name)).unwrap();
        assert!(!bytes.windows(6).any(|window| window == b"Canary"));
    }

    // By way of a pipe.
    let mut writer = heard(data, &["export", "archive", "--to", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let pipe = writer.stdout.take().unwrap();
    let taken = heard(&folder.join("five"), &["import", "archive", "-"])
        .stdin(pipe)
        .output()
        .unwrap();
    assert!(writer.wait().unwrap().success());
    assert!(taken.status.success(), "{taken:?}");

    // Cut off, also within what is packed, or not there; then nothing is kept and the place can be filled.
    for (from, to) in [
        ("all.tar", "cut.tar"),
        ("all.tar.zst", "cut.zst"),
        ("all.tar.gz", "cut.gz"),
    ] {
        let bytes = fs::read(folder.join(from)).unwrap();
        fs::write(folder.join(to), &bytes[..bytes.len() * 2 / 3]).unwrap();
        let six = folder.join("six");
        refused(&six, folder, &["import", "archive", to], "cut off");
    }
    let six = folder.join("six");
    refused(
        &six,
        folder,
        &["import", "archive", "gone.tar"],
        "could not be read",
    );
    fs::remove_file(folder.join("all/entry.jsonl")).unwrap();
    refused(
        &six,
        folder,
        &["import", "archive", "all"],
        "entry.jsonl is not all there",
    );
    done(&six, folder, &["import", "archive", "all.tar"]);
    // A folder that is there is not written over.
    refused(
        data,
        folder,
        &["export", "archive", "--to", "all"],
        "something already",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_senior_writes_words_in_the_clear() {
    let kit = house().await;
    let data = kit.folder.path();
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let asked = |name: &str, passphrase: &str| {
        let mut child = heard(
            data,
            &[
                "export",
                "archive",
                "--to",
                "all.tar",
                "--unsealed",
                "words.jsonl",
                "--as",
                name,
            ],
        )
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
        let mut typed = child.stdin.take().unwrap();
        writeln!(typed, "{passphrase}").unwrap();
        drop(typed);
        child.wait_with_output().unwrap()
    };
    let entries = || {
        let verified = done(data, folder, &["verify", "--format", "json"]);
        json(&verified)["entries"]
            .as_str()
            .unwrap()
            .parse::<u64>()
            .unwrap()
    };
    let before = entries();
    for (name, passphrase, words) in [
        ("Sol Senior", "wrong", "name or passphrase is wrong"),
        ("Nobody", PASSPHRASE, "name or passphrase is wrong"),
        ("Casey Caseworker", PASSPHRASE, "may not do this"),
    ] {
        let output = asked(name, passphrase);
        let aside = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && aside.contains(words), "{aside}");
        assert!(!aside.contains(PASSPHRASE));
        assert_eq!(names(folder), [""; 0], "nothing was written");
    }
    assert_eq!(entries(), before);
    let output = asked("Sol Senior", PASSPHRASE);
    assert!(output.status.success(), "{output:?}");
    let words = fs::read_to_string(folder.join("words.jsonl")).unwrap();
    assert!(words.contains(STORY), "{words}");
    let mode = fs::metadata(folder.join("words.jsonl"))
        .unwrap()
        .permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);
    assert_eq!(entries(), before + 1);
    // The archive beside it knows of it, and holds no word.
    let archive = fs::read(folder.join("all.tar")).unwrap();
    let holds = |words: &[u8]| archive.windows(words.len()).any(|window| window == words);
    assert!(holds(b"everything-unsealed") && !holds(b"Canary"));
}
