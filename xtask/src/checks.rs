//! Format, lints, lock file, dependencies and the browser's module.

use std::process::Stdio;

use anyhow::Result;

use crate::advisories;
use crate::guard::Guard;
use crate::module;
use crate::place::data_is_required;
use crate::tally::Tally;

/// The version of cargo-deny that is installed where there is none.
const CARGO_DENY: &str = "0.20.2";

/// Runs every check, also after one has failed.
pub(crate) fn run(guard: &Guard) -> Result<Tally> {
    let mut tally = Tally::default();
    let checks: [(&str, &[&str]); 3] = [
        (
            "format: run `cargo fmt --all`",
            &["fmt", "--all", "--check"],
        ),
        (
            "lints",
            &[
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "--deny",
                "warnings",
            ],
        ),
        (
            "lock file: run any cargo command and commit Cargo.lock",
            &["fetch", "--locked"],
        ),
    ];
    for (name, arguments) in checks {
        println!("checking {name}");
        let good = guard.succeeds(guard.command("cargo").args(arguments))?;
        note(&mut tally, name, good);
    }
    println!("checking dependencies");
    dependencies(guard, &mut tally)?;
    println!("checking the browser's module");
    module::check(guard, &mut tally)?;
    Ok(tally)
}

fn note(tally: &mut Tally, name: &str, good: bool) {
    if good {
        tally.passed += 1;
    } else {
        tally.failed.push(name.to_owned());
    }
}

/// Licences, bans, sources and advisories, by cargo-deny.
fn dependencies(guard: &Guard, tally: &mut Tally) -> Result<()> {
    let mut version = guard.command("cargo");
    version
        .args(["deny", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if !guard.succeeds(&mut version)? {
        println!("installing cargo-deny");
        let mut install = guard.command("cargo");
        install.args(["install", "cargo-deny", "--locked", "--version", CARGO_DENY]);
        if !guard.succeeds(&mut install)? {
            note(
                tally,
                "dependencies: install cargo-deny with `cargo install cargo-deny --locked`",
                false,
            );
            return Ok(());
        }
    }
    let mut which = vec!["bans", "licenses", "sources"];
    let configuration = if let Some(configuration) = advisories::configuration(guard)? {
        which.push("advisories");
        configuration
    } else {
        let missing = "advisories: no network, and no archived copy of the database";
        if data_is_required() {
            note(tally, missing, false);
        } else {
            tally.skipped.push(missing.to_owned());
        }
        guard.place.root.join("deny.toml")
    };
    let mut deny = guard.command("cargo");
    // Everything it needs is here by now: a check that fetched anew could judge something else.
    deny.args(["deny", "--log-level", "error", "--offline", "--config"])
        .arg(configuration);
    // Duplicates are only warned about, and looked at when somebody asks for them.
    deny.args(["check", "--hide-inclusion-graph", "--allow", "duplicate"])
        .args(which);
    note(tally, "dependencies", guard.succeeds(&mut deny)?);
    Ok(())
}
