//! Tasks for people who work on Heard. `cargo xtask test` runs every test on a bare machine.
//!
//! Whatever a task starts is ended with it, however the task itself ends: see [`guard`].
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a task talks to whoever started it"
)]

mod advisories;
mod browser;
mod checks;
mod drill;
mod guard;
mod module;
mod place;
mod postgres;
mod tally;
mod tests_of_cargo;
mod tools;
mod torture;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use drill::DrillArguments;
use guard::Guard;
use place::Place;
use tally::Tally;
use torture::TortureArguments;

/// Tasks for people who work on Heard.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run the tests: unit, property and HTTP on SQLite and PostgreSQL, and the browser's. Installs
    /// what they need where it may, or names it.
    Test(TestArguments),
    /// Kill the running program, fill its disk, let fsync fail and more, at random times under load, and
    /// look whether anything that was acknowledged is gone.
    Torture(TortureArguments),
    /// Let people tell and staff work, take everything that a thief could, and look in it for anything that was told.
    Drill(DrillArguments),
    /// Check format, lints, the lock file, dependencies and the browser's module.
    Check,
    /// Build the module that seals in a reporter's browser, and put it among the assets.
    Module,
    /// End what another task started, once that task is gone; never called by hand.
    #[command(hide = true)]
    Guard {
        /// What the environment of everything to end contains.
        marker: String,
    },
}

#[derive(Args)]
struct TestArguments {
    /// The inner loop: no browser, no PostgreSQL, nothing installed.
    #[arg(long)]
    fast: bool,

    /// Then check format, lints, the lock file and dependencies too.
    #[arg(long)]
    and_check: bool,

    /// For `cargo test`, instead of `--workspace`: for example `-- -p heard-seal`.
    #[arg(last = true)]
    cargo: Vec<String>,
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs one task; false when something it looked at is wrong.
fn run(task: Task) -> Result<bool> {
    match task {
        Task::Guard { marker } => guard::stand(&marker).map(|()| true),
        Task::Check => {
            let guard = Guard::start(Place::find()?)?;
            let tally = guard.run(checks::run);
            Ok(finish(&tally?))
        }
        Task::Module => {
            let guard = Guard::start(Place::find()?)?;
            let tally = guard.run(module::renew);
            Ok(finish(&tally?))
        }
        Task::Torture(arguments) => {
            with_postgres(|guard, programs, tally| torture::run(guard, programs, &arguments, tally))
        }
        Task::Drill(arguments) => {
            with_postgres(|guard, programs, tally| drill::run(guard, programs, &arguments, tally))
        }
        Task::Test(arguments) => {
            let guard = Guard::start(Place::find()?)?;
            let tally = guard.run(|guard| test(guard, &arguments));
            Ok(finish(&tally?))
        }
    }
}

/// Runs what needs PostgreSQL's programs.
fn with_postgres(work: impl FnOnce(&Guard, &Path, &mut Tally) -> Result<()>) -> Result<bool> {
    let guard = Guard::start(Place::find()?)?;
    let tally = guard.run(|guard| {
        let mut tally = Tally::default();
        let programs = tools::postgres_programs(guard)?;
        work(guard, &programs, &mut tally)?;
        Ok(tally)
    });
    Ok(finish(&tally?))
}

fn test(guard: &Guard, arguments: &TestArguments) -> Result<Tally> {
    let mut tally = Tally::default();
    if arguments.fast {
        tests_of_cargo::run(guard, &arguments.cargo, None, &mut tally)?;
    } else {
        let tools = tools::ready(guard)?;
        let postgres = postgres::start(guard, &tools.postgres)?;
        let postgres = tests_of_cargo::Postgres {
            url: &postgres,
            programs: &tools.postgres,
        };
        tests_of_cargo::run(guard, &arguments.cargo, Some(&postgres), &mut tally)?;
        // Named tests are all that somebody wants to hear of.
        if arguments.cargo.is_empty() {
            browser::run(guard, &tools, &mut tally)?;
            let short = TortureArguments::short();
            torture::run(guard, &tools.postgres, &short, &mut tally)?;
            drill::run(guard, &tools.postgres, &DrillArguments::short(), &mut tally)?;
        }
    }
    if arguments.and_check {
        tally.add(checks::run(guard)?);
    }
    Ok(tally)
}

/// Says what came of it; the last line is for machines too.
fn finish(tally: &Tally) -> bool {
    print!("{tally}");
    tally.is_good()
}
