//! The real program in the hands of the recovery key's holders, without data and without settings.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use domain::Role;
use testkit::{PASSPHRASE, TestHouse};

use crate::serving::heard;

/// The secret that test houses are opened with.
const SECRET: [u8; 32] = [9; 32];

fn run(folder: &Path, arguments: &[&str], typed: &str) -> Output {
    let mut command = Command::new(heard());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("HEARD_")) {
        command.env_remove(name);
    }
    let mut child = command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses before it reads closes its end.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    child.wait_with_output().unwrap()
}

fn done(folder: &Path, arguments: &[&str], typed: &str) -> String {
    let output = run(folder, arguments, typed);
    let aside = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {aside}");
    String::from_utf8(output.stdout).unwrap()
}

fn refused(folder: &Path, arguments: &[&str], typed: &str, words: &str) {
    let output = run(folder, arguments, typed);
    let aside = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {aside}");
    assert!(aside.contains(words), "{arguments:?}: {aside}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
}

fn key() -> String {
    let seed = seal::SecretSeed::from_bytes([41; 32]);
    seal::RecoveryKit::new(seed).text().to_string()
}

/// A folder with the five sheets of a key.
fn split(into: &Path) {
    let listed = done(
        into,
        &["recovery", "split", "--into", "."],
        &key().to_lowercase(),
    );
    assert_eq!(listed.lines().count(), 5, "{listed}");
}

#[test]
fn three_of_five_holders_give_the_key_back() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    split(folder);
    let sheet = |number: u8| fs::read_to_string(folder.join(format!("share-{number}-of-5.txt")));
    let checked = done(folder, &["recovery", "check", "share-2-of-5.txt"], "");
    assert!(checked.contains("share 2 of 5 fits; 3 are needed"));
    let typed = done(folder, &["recovery", "check", "-"], &sheet(2).unwrap());
    assert_eq!(typed, checked);
    let join = [
        "recovery",
        "join",
        "share-5-of-5.txt",
        "share-1-of-5.txt",
        "share-3-of-5.txt",
    ];
    assert_eq!(done(folder, &join, "").trim(), key());
    let piped = [sheet(4), sheet(2), sheet(1)].map(Result::unwrap).concat();
    assert_eq!(
        done(folder, &["recovery", "join", "-"], &piped).trim(),
        key()
    );
    let entries = fs::read_dir(folder).unwrap().count();
    assert_eq!(entries, 5, "it makes no data folder");
}

#[test]
fn too_few_doubled_mixed_and_damaged_sheets_are_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    split(folder);
    let (one, two, three) = ("share-1-of-5.txt", "share-2-of-5.txt", "share-3-of-5.txt");
    let join = |sheets: &[&'static str], words: &str| {
        let arguments: Vec<&str> = ["recovery", "join"].iter().chain(sheets).copied().collect();
        refused(folder, &arguments, "", words);
    };
    join(&[one, two], "3 shares are needed, and there are 2");
    join(&[one, two, one], "share 1 was given twice");
    join(&[one, two, "none.txt"], "none.txt could not be read");
    // A second splitting of the same key.
    let other = tempfile::tempdir().unwrap();
    split(other.path());
    fs::copy(other.path().join(three), folder.join("other.txt")).unwrap();
    join(&[one, two, "other.txt"], "do not belong together");
    let sheet = fs::read_to_string(folder.join(three)).unwrap();
    let row = sheet.lines().find(|line| line.starts_with("s3 ")).unwrap();
    fs::write(
        folder.join("slip.txt"),
        sheet.replace(row, &row.replacen(' ', " z", 1)),
    )
    .unwrap();
    join(&[one, two, "slip.txt"], "row s3 is");
    fs::write(folder.join("lost.txt"), sheet.replace(row, "")).unwrap();
    join(&[one, two, "lost.txt"], "row s3 is missing");
    fs::write(folder.join("empty.txt"), "").unwrap();
    refused(
        folder,
        &["recovery", "check", "empty.txt"],
        "",
        "is missing",
    );
    fs::write(folder.join("bytes.txt"), [0xff; 90]).unwrap();
    refused(
        folder,
        &["recovery", "check", "bytes.txt"],
        "",
        "could not be read",
    );
    fs::write(folder.join("huge.txt"), "s".repeat(3 << 20)).unwrap();
    refused(folder, &["recovery", "check", "huge.txt"], "", "is missing");

    let into = ["recovery", "split", "--into", "new"];
    for wrong in ["", "hello", &key()[..20], &key().repeat(2)] {
        let output = run(folder, &into, wrong);
        assert_eq!(output.status.code(), Some(1), "{wrong}");
    }
    assert!(!folder.join("new").exists(), "nothing was written");
    refused(
        folder,
        &["recovery", "split", "--into", "."],
        &key(),
        "nothing was written",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn when_nobody_is_left_the_key_opens_everything_for_somebody_who_has_joined() {
    let kit = TestHouse::founded().await;
    let report = kit.some_report().await;
    let link = kit
        .house
        .invite(None, "Rana Recovered", Role::Senior)
        .await
        .unwrap();
    kit.house
        .accept_invitation(&link.token, PASSPHRASE)
        .await
        .unwrap();
    kit.house.close().await;
    let data = kit.folder.path();
    fs::write(data.join("installation.key"), hex::encode(SECRET)).unwrap();
    let arguments = |name: &'static str| {
        ["--data", data.to_str().unwrap(), "recovery", "open", name].map(str::to_owned)
    };
    let open = |name: &'static str, typed: &str, words: Option<&str>| {
        let arguments = arguments(name);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match words {
            Some(words) => refused(data, &arguments, typed, words),
            None => assert_eq!(done(data, &arguments, typed), "1 keys opened\n"),
        }
    };
    open(
        "Rana Recovered",
        &key(),
        Some("not the recovery key of this organisation"),
    );
    open(
        "Nobody Here",
        &kit.recovery_kit,
        Some("nobody of that name has joined"),
    );
    open("Rana Recovered", &kit.recovery_kit, None);
    let mut kit = kit;
    kit.restart().await;
    let rana = kit.sign_in("Rana Recovered").await;
    kit.house.open_report(&rana, report).await.unwrap();
}
