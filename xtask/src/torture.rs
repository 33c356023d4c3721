//! Torture: builds Heard and what tortures it, and runs the one against the other.

use std::path::Path;

use anyhow::Result;
use clap::Args;

use crate::guard::Guard;
use crate::postgres;
use crate::tally::Tally;

/// What may be said of a run.
#[derive(Args)]
pub(crate) struct TortureArguments {
    /// For how long; the engines share it.
    #[arg(long, default_value_t = 10.0)]
    minutes: f64,

    /// What falls by chance falls the same way for the same number.
    #[arg(long)]
    seed: Option<u64>,

    /// `sqlite`, `postgresql` or `both`.
    #[arg(long, default_value = "both")]
    engine: String,
}

impl TortureArguments {
    /// The short run that is part of every test run: each fault about once.
    pub(crate) fn short() -> Self {
        Self {
            minutes: 2.0,
            seed: None,
            engine: "both".to_owned(),
        }
    }
}

/// Runs it; one test more that passed or failed.
pub(crate) fn run(
    guard: &Guard,
    programs: &Path,
    arguments: &TortureArguments,
    tally: &mut Tally,
) -> Result<()> {
    let Some([heard, torture]) = guard.built("torture", ["heard", "heard-torture"])? else {
        tally.failed.push("torture: it does not build".to_owned());
        return Ok(());
    };
    let folder = guard.folder.join("torture");

    // Mounts of its own end with it, where they are permitted.
    let alone = ["--mount", "--propagation", "private"];
    let apart = guard
        .succeeds(
            guard
                .command("unshare")
                .args(alone)
                .arg("true")
                .stderr(std::process::Stdio::null()),
        )
        .unwrap_or(false);
    let mut command = if apart {
        let mut command = guard.command("unshare");
        command.args(alone).arg(&torture);
        command
    } else {
        guard.command(&torture)
    };
    command
        .arg("--program")
        .arg(&heard)
        .arg("--folder")
        .arg(&folder)
        .args(["--minutes", &arguments.minutes.to_string()])
        .args(["--engine", &arguments.engine])
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
        tally.failed.push("torture: see its tally above".to_owned());
    }
    Ok(())
}
