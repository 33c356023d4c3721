//! Runs `cargo test` and counts what came of it.
//!
//! A test that cannot run for want of data prints a line beginning `skipped:` and passes; it is
//! counted as skipped here, by name.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result};

use crate::guard::Guard;
use crate::tally::Tally;

/// The environment variable that names the PostgreSQL for tests.
pub(crate) const POSTGRES: &str = "HEARD_TEST_POSTGRES";

/// The environment variable that names the folder of PostgreSQL's programs, for tests with servers of their own.
const PROGRAMS: &str = "HEARD_TEST_POSTGRES_PROGRAMS";
/// The environment variable that names the user and group to run them as, as numbers: set when we are root.
const USER: &str = "HEARD_TEST_POSTGRES_USER";

/// The environment variable that says that Patroni and etcd can be run.
const PATRONI: &str = "HEARD_TEST_PATRONI";

/// A PostgreSQL for tests: the address of a running one, and where its programs are.
pub(crate) struct Postgres<'p> {
    pub(crate) url: &'p str,
    pub(crate) programs: &'p Path,
}

/// Runs the tests of the workspace, or of what `selection` says instead, with PostgreSQL or
/// without.
pub(crate) fn run(
    guard: &Guard,
    selection: &[String],
    postgres: Option<&Postgres<'_>>,
    tally: &mut Tally,
) -> Result<()> {
    let data = guard.place.data();
    if !data.is_dir() {
        println!(
            "no test data at {}: tests that need it are skipped",
            data.display()
        );
    }
    let mut command = guard.command("cargo");
    command.args(["test", "--no-fail-fast"]);
    if selection.is_empty() {
        command.arg("--workspace");
    }
    command
        .args(selection)
        .args(["--", "--show-output"])
        .stdout(Stdio::piped());
    for name in [POSTGRES, PROGRAMS, USER, PATRONI] {
        command.env_remove(name);
    }
    if let Some(postgres) = postgres {
        command
            .env(POSTGRES, postgres.url)
            .env(PROGRAMS, postgres.programs)
            .env(PATRONI, "1");
        if let Some((user, group)) = crate::postgres::unprivileged_user()? {
            command.env(USER, format!("{user}:{group}"));
        }
    }
    let mut child = guard.spawn(&mut command)?;
    let lines = BufReader::new(child.stdout.take().context("cargo's output is piped")?);
    let mut reader = Reader::default();
    for line in lines.split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        if reader.read(&line) {
            println!("{line}");
        }
    }
    let status = guard.wait(child)?;
    let counted = reader.finish();
    if !status.success() && counted.failed.is_empty() {
        tally
            .failed
            .push("cargo test: it did not build or a test program broke off".to_owned());
    }
    tally.add(counted);
    Ok(())
}

/// Reads what test programs print, line by line.
#[derive(Default)]
struct Reader {
    tally: Tally,
    /// Whether the lines are the output of tests that passed, which nobody wants to read.
    in_successes: bool,
    /// The test whose output the lines are.
    of_test: Option<String>,
    /// Tests of the program that runs now which said that they were skipped, with their reasons.
    skipped: BTreeSet<(String, String)>,
}

impl Reader {
    /// Takes in one line and says whether it should be shown.
    fn read(&mut self, line: &str) -> bool {
        if line == "successes:" {
            self.in_successes = true;
        } else if line == "failures:" {
            self.in_successes = false;
        } else if let Some(counts) = line.strip_prefix("test result: ") {
            self.in_successes = false;
            self.count(counts);
            return true;
        } else if let Some((name, "FAILED")) = result(line) {
            self.tally.failed.push(name.to_owned());
        } else if let Some((name, outcome)) = result(line)
            && let Some(reason) = outcome.strip_prefix("ignored")
        {
            let reason = reason.strip_prefix(", ").unwrap_or("ignored");
            self.tally.skipped.push(format!("{name}: {reason}"));
        }
        if self.in_successes {
            let header = line
                .strip_prefix("---- ")
                .and_then(|rest| rest.strip_suffix(" stdout ----"));
            if let Some(name) = header {
                self.of_test = Some(name.to_owned());
            } else if let (Some(name), Some(reason)) =
                (&self.of_test, line.strip_prefix("skipped:"))
            {
                self.skipped
                    .insert((name.clone(), reason.trim().to_owned()));
            }
        }
        !self.in_successes
    }

    /// Takes in the counts at the end of a test program.
    fn count(&mut self, counts: &str) {
        let passed = counts
            .split([';', '.'])
            .find_map(|part| part.trim().strip_suffix(" passed")?.parse::<usize>().ok())
            .unwrap_or(0);
        let tests: BTreeSet<&String> = self.skipped.iter().map(|(name, _)| name).collect();
        self.tally.passed += passed.saturating_sub(tests.len());
        let mut last = None;
        for (name, reason) in std::mem::take(&mut self.skipped) {
            if last.as_ref() != Some(&name) {
                self.tally.skipped.push(format!("{name}: {reason}"));
            }
            last = Some(name);
        }
        self.of_test = None;
    }

    fn finish(self) -> Tally {
        self.tally
    }
}

/// The test and its outcome in a line such as `test ids::tests::order ... ok`.
fn result(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("test ")?.rsplit_once(" ... ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "
running 4 tests
test a::one ... ok
test a::two ... ok
test a::three ... FAILED
test a::four ... ignored, slow

successes:

---- a::two stdout ----
skipped: no data
skipped: no data at all

---- a::one stdout ----
some output

successes:
    a::one
    a::two

failures:

---- a::three stdout ----
thread panicked
skipped: not really

failures:
    a::three

test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s

running 1 test
test b::one ... ok

successes:

successes:
    b::one

test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
";

    #[test]
    fn what_test_programs_print_is_counted() {
        let mut reader = Reader::default();
        let shown: Vec<&str> = OUTPUT.lines().filter(|line| reader.read(line)).collect();
        assert_eq!(
            reader.finish(),
            Tally {
                passed: 2,
                failed: vec!["a::three".to_owned()],
                skipped: vec!["a::four: slow".to_owned(), "a::two: no data".to_owned()],
            }
        );
        assert!(shown.contains(&"thread panicked") && !shown.contains(&"some output"));
    }
}
