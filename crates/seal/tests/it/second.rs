//! The vectors, read by the second implementation in `vectors/`.

use std::fs;
use std::process::Command;

use crate::vectors::folder;

/// Python, or nothing where there is none: then the test is skipped by name, except on the build server.
fn python() -> Option<Command> {
    let found = Command::new("python3").arg("--version").output().is_ok();
    if !found {
        assert!(
            std::env::var_os("CI").is_none(),
            "the build server must have python3"
        );
        #[expect(clippy::print_stdout, reason = "the tally counts it as skipped")]
        {
            println!("skipped: there is no python3 to check the vectors with");
        }
        return None;
    }
    let mut python = Command::new("python3");
    // Leaves no compiled files behind.
    python.arg("-B").arg(folder().join("check.py"));
    Some(python)
}

#[test]
fn a_second_implementation_agrees_with_every_vector() {
    let Some(mut python) = python() else { return };
    let output = python.output().unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let files = fs::read_dir(folder()).unwrap().filter(|entry| {
        let path = entry.as_ref().unwrap().path();
        path.extension().is_some_and(|kind| kind == "json")
    });
    let agreed = String::from_utf8_lossy(&output.stdout).lines().count();
    assert_eq!(agreed, files.count());
}

#[test]
fn the_second_implementation_refuses_an_altered_vector_of_every_kind() {
    let Some(_) = python() else { return };
    let room = tempfile::tempdir().unwrap();
    // What is flipped: the last letter of the longest text, which is what was sealed or derived.
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.extension().is_none_or(|ending| ending != "json") || name == "paddings.json" {
            continue;
        }
        let mut text = fs::read_to_string(&path).unwrap();
        let longest = text.split('"').max_by_key(|part| part.len()).unwrap();
        let end = longest.trim_end_matches("\\n").as_ptr() as usize - text.as_ptr() as usize
            + longest.trim_end_matches("\\n").len();
        let other = if &text[end - 1..end] == "0" { "1" } else { "0" };
        text.replace_range(end - 1..end, other);
        let file = room.path().join(name);
        fs::write(&file, text).unwrap();
        let mut python = python().unwrap();
        let output = python.args(["--one", name]).arg(&file).output().unwrap();
        assert!(!output.status.success(), "{name}: altered, and accepted");
    }
}
