//! The program as a process: flooded, told to stop, watched.

mod flood;
mod secrecy;
mod site;
mod stopping;

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use testkit::outside::http::Client;
use testkit::outside::program::{Program, between, command, folder};

/// The program that was built with these tests.
pub(crate) fn heard() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_heard"))
}

/// A command over that folder with further settings.
fn with(folder: &TempDir, settings: &[(&str, &str)]) -> Command {
    let mut command = command(heard(), folder.path());
    command.envs(settings.iter().copied());
    command
}

/// A founded instance with those settings.
fn founded(settings: &[(&str, &str)]) -> (TempDir, Program) {
    let folder = folder().unwrap();
    let program = Program::start_with(with(&folder, settings)).unwrap();
    program.found().unwrap();
    (folder, program)
}

/// The token of a new report form.
fn form_token(client: &mut Client) -> String {
    let page = client.get("/en/report").unwrap().text();
    let token = between(&page, "name=\"form_token\" value=\"", &['"']).expect("a token");
    token.to_owned()
}

/// How many reports `heard verify` finds over that folder, which must fit in every respect.
fn verified_reports(folder: &TempDir) -> u64 {
    let mut verify = command(heard(), folder.path());
    let told = verify
        .args(["verify", "--format", "json"])
        .output()
        .unwrap();
    assert!(
        told.status.success(),
        "{}",
        String::from_utf8_lossy(&told.stdout)
    );
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    told["reports"].as_str().unwrap().parse().unwrap()
}
