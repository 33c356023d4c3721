//! The guard, as a process of its own.

use std::fs;
use std::io::Write as _;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Child, Command, Stdio};

fn guard(mark: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["guard", mark])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap()
}

fn sleeper(mark: &str) -> Child {
    Command::new("sleep")
        .arg("600")
        .env("HEARD_RUN", mark)
        .process_group(0)
        .spawn()
        .unwrap()
}

#[test]
fn when_the_pipe_closes_groups_and_folders_end() {
    let folder = tempfile::tempdir().unwrap().keep();
    fs::write(folder.join("left over"), "x").unwrap();
    // A mark that nothing carries: the group alone must be enough.
    let mut guard = guard("guard-test-groups");
    let mut sleeper = sleeper("another");
    let pipe = guard.stdin.as_mut().unwrap();
    writeln!(pipe, "group {}\nfolder {}", sleeper.id(), folder.display()).unwrap();
    assert!(
        sleeper.try_wait().unwrap().is_none(),
        "nothing ends before the pipe closes"
    );
    drop(guard.stdin.take());
    assert!(sleeper.wait().unwrap().signal().is_some());
    assert!(guard.wait().unwrap().success());
    assert!(!folder.exists());
}

#[cfg(target_os = "linux")]
#[test]
fn what_made_a_group_of_its_own_is_found_by_its_mark() {
    let mark = format!("guard-test-mark-{}", std::process::id());
    let mut guard = guard(&mark);
    let (mut marked, mut other) = (sleeper(&mark), sleeper("another"));
    drop(guard.stdin.take());
    assert!(marked.wait().unwrap().signal().is_some());
    assert!(guard.wait().unwrap().success());
    assert!(
        other.try_wait().unwrap().is_none(),
        "what is not ours goes on"
    );
    other.kill().unwrap();
    other.wait().unwrap();
}

#[test]
fn what_is_done_is_left_alone() {
    let mut guard = guard("guard-test-done");
    let mut sleeper = sleeper("another");
    let pipe = guard.stdin.as_mut().unwrap();
    writeln!(pipe, "group {0}\ndone {0}", sleeper.id()).unwrap();
    drop(guard.stdin.take());
    assert!(guard.wait().unwrap().success());
    assert!(sleeper.try_wait().unwrap().is_none());
    sleeper.kill().unwrap();
    sleeper.wait().unwrap();
}
