//! Takes everything that a thief could take from a running Heard, and looks in it for anything that somebody told us.
//! `README.md` says how to read what it prints.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "its tally is its result"
)]

mod canaries;
mod clear;
mod loot;
mod story;
mod wire;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;
use testkit::outside::server::Programs;

use canaries::Canaries;
use story::{Engine, Place};

/// Drills Heard and prints a tally; fails if a canary is found.
#[derive(Debug, Parser)]
#[command(name = "heard-drill")]
struct Order {
    /// The heard to drill.
    #[arg(long)]
    program: PathBuf,
    /// A folder of this run's own.
    #[arg(long)]
    folder: PathBuf,
    /// About how many canaries each engine is given.
    #[arg(long, default_value_t = 1000)]
    canaries: usize,
    /// The same canaries for the same number.
    #[arg(long)]
    seed: Option<u64>,
    /// The folder with PostgreSQL's programs; only SQLite is drilled without it.
    #[arg(long)]
    postgres: Option<PathBuf>,
    /// The user and group that run PostgreSQL, as UID:GID; ourselves if not given.
    #[arg(long, value_parser = user_and_group)]
    postgres_user: Option<(u32, u32)>,
}

fn user_and_group(text: &str) -> Result<(u32, u32), String> {
    let parts = text.split_once(':');
    parts
        .and_then(|(user, group)| Some((user.parse().ok()?, group.parse().ok()?)))
        .ok_or_else(|| "must be two numbers, as 105:110".to_owned())
}

fn main() -> ExitCode {
    match drill(&Order::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn drill(order: &Order) -> anyhow::Result<bool> {
    let mut engines = vec![Engine::Sqlite];
    engines.extend(order.postgres.as_ref().map(|folder| {
        Engine::Postgresql(Programs {
            folder: folder.clone(),
            user: order.postgres_user,
        })
    }));
    let mut seed = [0; 8];
    // Without randomness, the same canaries each time are as good.
    let _ = getrandom::fill(&mut seed);
    let seed = order.seed.unwrap_or(u64::from_ne_bytes(seed));
    println!("seed {seed}");
    let mut good = true;
    for (number, engine) in engines.into_iter().enumerate() {
        let name = engine.name();
        good &= one_engine(order, engine, seed.wrapping_add(number as u64)).context(name)?;
    }
    Ok(good)
}

fn one_engine(order: &Order, engine: Engine, seed: u64) -> anyhow::Result<bool> {
    let name = engine.name();
    let mut canaries = Canaries::new(seed);
    let mut place = Place::new(&order.program, order.folder.join(name), engine)?;
    let told = story::tell(&mut place, &mut canaries, order.canaries)?;
    place.take_everything()?;
    println!(
        "\n{name}: {} canaries ({})",
        canaries.all.len(),
        canaries.told()
    );
    println!(
        "  reports sealed on arrival {}, in a browser {}, entered by staff {}; rows imported {}; incidents coded {}",
        told.on_arrival, told.in_browser, told.entered, told.imported, told.coded
    );
    println!(
        "  canaries that staff could read on their pages: {}",
        told.read
    );
    let looked = loot::look(&place, &canaries)?;
    let clear = clear::look(&place.loot.join("archive"))?;
    println!(
        "  of {} values that can be read in {} rows, {} are none that may be",
        clear.values,
        clear.rows,
        clear.wrong.len()
    );
    for wrong in &clear.wrong {
        println!("  CLEAR: {wrong}");
    }
    fs::remove_dir_all(&place.folder)?;
    Ok(looked && clear.wrong.is_empty())
}
