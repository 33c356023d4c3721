//! The stories told through a real browser, by Node's own test runner.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::guard::Guard;
use crate::tally::Tally;
use crate::tools::Tools;

/// Builds Heard and runs every story of `e2e/stories` against it.
pub(crate) fn run(guard: &Guard, tools: &Tools, tally: &mut Tally) -> Result<()> {
    let mut build = guard.command("cargo");
    if !guard.succeeds(build.args(["build", "--package", "heard"]))? {
        tally
            .failed
            .push("browser: heard does not build".to_owned());
        return Ok(());
    }
    // A copy of our own: another checkout that shares the target folder may build meanwhile.
    let program = guard.folder.join("heard");
    fs::copy(guard.place.target.join("debug/heard"), &program)
        .context("heard was built and is not there")?;

    let mut stories: Vec<PathBuf> = fs::read_dir(guard.place.root.join("e2e/stories"))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    stories.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    stories.sort();

    let counts = guard.folder.join("stories.tap");
    let mut node = guard.command(&tools.node);
    node.args([
        "--test",
        "--test-concurrency=2",
        "--test-reporter=spec",
        "--test-reporter-destination=stdout",
    ])
    .arg("--test-reporter=tap")
    .arg(format!("--test-reporter-destination={}", counts.display()))
    .args(&stories)
    .env("HEARD_PROGRAM", &program)
    .env("HEARD_E2E_MODULES", &tools.modules)
    .env("CHROMIUM", &tools.chromium);
    let good = guard.succeeds(&mut node)?;
    let counted = read_counts(&fs::read_to_string(&counts).unwrap_or_default());
    if !good && counted.failed.is_empty() {
        tally
            .failed
            .push("browser: the stories broke off".to_owned());
    }
    tally.add(counted);
    Ok(())
}

/// Counts the stories of a run in the Test Anything Protocol as Node writes it: files contain
/// suites, suites contain tests, and only tests count.
fn read_counts(tap: &str) -> Tally {
    let mut tally = Tally::default();
    let mut lines = tap.lines().peekable();
    while let Some(line) = lines.next() {
        let line = line.trim_start();
        let (good, rest) = match line.strip_prefix("not ok ") {
            Some(rest) => (false, rest),
            None => match line.strip_prefix("ok ") {
                Some(rest) => (true, rest),
                None => continue,
            },
        };
        // The details follow, between `---` and `...`.
        let mut suite = false;
        while let Some(detail) = lines.next_if(|detail| !detail.trim().eq("...")) {
            suite |= detail.trim() == "type: 'suite'";
        }
        if suite {
            continue;
        }
        let name = rest.split_once(" - ").map_or(rest, |(_, name)| name);
        match name.split_once(" # ") {
            Some((name, reason)) if reason.starts_with("SKIP") || reason.starts_with("TODO") => {
                let reason = reason[4..].trim();
                let reason = if reason.is_empty() {
                    "skipped by the story"
                } else {
                    reason
                };
                tally.skipped.push(format!("browser: {name}: {reason}"));
            }
            _ if good => tally.passed += 1,
            _ => tally.failed.push(format!("browser: {name}")),
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_are_counted_and_suites_are_not() {
        let tap = "TAP version 13
# Subtest: telling
    # Subtest: without scripts
    ok 1 - without scripts
      ---
      duration_ms: 1
      ...
    # Subtest: on a phone
    not ok 2 - on a phone
      ---
      duration_ms: 1
      error: 'ok 3 - not a line of its own'
      ...
    1..2
not ok 1 - telling
  ---
  duration_ms: 2
  type: 'suite'
  ...
# Subtest: in Arabic
ok 2 - in Arabic # SKIP awaits a reader
  ---
  duration_ms: 0
  ...
1..2
# tests 3
";
        assert_eq!(
            read_counts(tap),
            Tally {
                passed: 1,
                failed: vec!["browser: on a phone".to_owned()],
                skipped: vec!["browser: in Arabic: awaits a reader".to_owned()],
            }
        );
    }
}
