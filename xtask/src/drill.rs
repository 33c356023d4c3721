//! The drill of the stolen disk: builds Heard and what drills it, and runs the one against the other.

use std::path::Path;

use anyhow::Result;
use clap::Args;

use crate::guard::Guard;
use crate::postgres;
use crate::tally::Tally;

/// What may be said of a run.
#[derive(Args)]
pub(crate) struct DrillArguments {
    /// About how many canaries each engine is given.
    #[arg(long, default_value_t = 1000)]
    canaries: usize,

    /// The same canaries for the same number.
    #[arg(long)]
    seed: Option<u64>,
}

impl DrillArguments {
    /// The short run that is part of every test run.
    pub(crate) fn short() -> Self {
        Self {
            canaries: 140,
            seed: None,
        }
    }
}

/// Runs it; one test more that passed or failed.
pub(crate) fn run(
    guard: &Guard,
    programs: &Path,
    arguments: &DrillArguments,
    tally: &mut Tally,
) -> Result<()> {
    let Some([heard, drill]) = guard.built("drill", ["heard", "heard-drill"])? else {
        tally.failed.push("drill: it does not build".to_owned());
        return Ok(());
    };
    let mut command = guard.command(&drill);
    command
        .arg("--program")
        .arg(&heard)
        .arg("--folder")
        .arg(guard.folder.join("drill").join("places"))
        .args(["--canaries", &arguments.canaries.to_string()])
        .arg("--postgres")
        .arg(programs);
    if let Some(seed) = arguments.seed {
        command.args(["--seed", &seed.to_string()]);
    }
    if let Some((user, group)) = postgres::unprivileged_user()? {
        command.args(["--postgres-user", &format!("{user}:{group}")]);
    }
    if guard.succeeds(&mut command)? {
        tally.passed += 1;
    } else {
        tally.failed.push("drill: see its tally above".to_owned());
    }
    Ok(())
}
