//! Does to a running Heard what machines and networks do, at random times under load, and looks each time whether
//! everything that was acknowledged is there, once, and opens. `README.md` says how to read what it prints.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "its tally is its result"
)]

mod check;
mod corruption;
mod desk;
mod dice;
mod disk;
mod faults;
mod rounds;
mod senders;
mod server;
mod told;
mod town;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::{Parser, ValueEnum};

use dice::Dice;
use disk::Disk;
use faults::Switches;
use rounds::{Count, Fault};
use server::Server;
use testkit::outside::server::Programs;
use town::{Engine, Town};

/// A house is left for a new one after so many rounds: checking looks at everything in it.
const ROUNDS_A_HOUSE: u64 = 12;

/// Tortures Heard and prints a tally; fails if anything acknowledged is gone.
#[derive(Debug, Parser)]
#[command(name = "heard-torture")]
struct Order {
    /// The heard to torture.
    #[arg(long)]
    program: PathBuf,
    /// A folder of this run's own, on a local disk.
    #[arg(long)]
    folder: PathBuf,
    /// For how long, each engine having its share.
    #[arg(long, default_value_t = 1.0)]
    minutes: f64,
    /// What falls by chance falls the same way for the same number.
    #[arg(long)]
    seed: Option<u64>,
    /// Which engine keeps the records.
    #[arg(long, value_enum, default_value_t)]
    engine: Which,
    /// The folder with PostgreSQL's programs.
    #[arg(long)]
    postgres: Option<PathBuf>,
    /// The user and group that run PostgreSQL, as UID:GID; ourselves if not given.
    #[arg(long, value_parser = user_and_group)]
    postgres_user: Option<(u32, u32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Which {
    Sqlite,
    Postgresql,
    #[default]
    Both,
}

fn user_and_group(text: &str) -> Result<(u32, u32), String> {
    let parts = text.split_once(':');
    parts
        .and_then(|(user, group)| Some((user.parse().ok()?, group.parse().ok()?)))
        .ok_or_else(|| "must be two numbers, as 105:110".to_owned())
}

fn main() -> ExitCode {
    let order = Order::parse();
    match torture(&order) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn torture(order: &Order) -> anyhow::Result<bool> {
    let seed = order.seed.unwrap_or_else(|| {
        let mut bytes = [0; 4];
        // Without randomness, the same chance each time is as good.
        let _ = getrandom::fill(&mut bytes);
        u32::from_ne_bytes(bytes).into()
    });
    println!("seed {seed}");
    let library = faults::build(&order.folder)?;
    let engines: &[&str] = match order.engine {
        Which::Sqlite => &["SQLite"],
        Which::Postgresql => &["PostgreSQL"],
        Which::Both => &["SQLite", "PostgreSQL"],
    };
    let share = Duration::from_secs_f64(order.minutes * 60.0 / engines.len() as f64);
    let mut good = true;
    for (place, engine) in engines.iter().enumerate() {
        let mut count = Count::default();
        let mut dice = Dice::new(seed.wrapping_add(place as u64));
        let done = one_engine(order, engine, &library, share, &mut dice, &mut count);
        print(engine, &count);
        done.with_context(|| format!("{engine}, round {}", count.rounds))?;
        good &= count.wrong.is_empty();
    }
    Ok(good)
}

fn one_engine(
    order: &Order,
    engine: &str,
    library: &Path,
    share: Duration,
    dice: &mut Dice,
    count: &mut Count,
) -> anyhow::Result<()> {
    let folder = order.folder.join(engine);
    fs::create_dir_all(&folder)?;
    let disk = Disk::new(folder.join("disk"))?;
    if !disk.is_real() {
        println!("{engine}: no disk can be mounted here; a full one is played by failing writes");
    }
    let engine = if engine == "SQLite" {
        Engine::Sqlite
    } else {
        let programs = Programs {
            folder: order.postgres.clone().context("--postgres is needed")?,
            user: order.postgres_user,
        };
        let switches = Switches::new(library, folder.join("server.switches"))?;
        let own = disk.folder.join("postgres");
        fs::create_dir_all(&own)?;
        Engine::Postgresql(Server::new(programs, own, switches)?)
    };
    let mut town = Town {
        program_file: order.program.clone(),
        switches: Switches::new(library, folder.join("program.switches"))?,
        folder,
        disk,
        engine,
        program: None,
        outside: std::sync::Arc::default(),
        number: 0,
    };
    let began = Instant::now();
    // Every fault comes once before any comes twice.
    let mut coming: Vec<Fault> = Vec::new();
    let result = (|| {
        while began.elapsed() < share {
            if count.rounds.is_multiple_of(ROUNDS_A_HOUSE) {
                if count.rounds > 0 {
                    town.leave()?;
                    add(count, &town);
                }
                town.found()?;
                count.houses += 1;
                rounds::acknowledged_means_flushed(&mut town)?;
            }
            if coming.is_empty() {
                coming = Fault::of(&town.engine);
            }
            let fault = coming.swap_remove(dice.below(coming.len() as u64) as usize);
            let at = began.elapsed().as_secs();
            eprintln!("{at:>5} s, round {}: {fault}", count.rounds + 1);
            rounds::round(&mut town, dice, fault, count)?;
        }
        town.stop()
    })();
    add(count, &town);
    result
}

/// What one house adds.
fn add(count: &mut Count, town: &Town) {
    let mut known = town.outside.known();
    count.kept += known.kept();
    count.refused += known.refused;
    count.broken_off += known.broken_off;
    count.incidents += known.incidents.len() as u64;
    count.wrong.append(&mut known.wrong);
}

fn print(engine: &str, count: &Count) {
    let of = |what: &str| {
        let found = count.wrong.iter().filter(|wrong| wrong.contains(what));
        found.count()
    };
    println!(
        "\n{engine}: {} rounds over {} houses",
        count.rounds, count.houses
    );
    for (fault, times) in &count.faults {
        println!("  {fault}: {times}");
    }
    println!(
        "  times that the program or the server was killed: {}",
        count.kills
    );
    println!("  reports acknowledged: {}", count.kept);
    println!(
        "  times that a form came back with its text: {}",
        count.refused
    );
    println!(
        "  times that the connection broke before an answer: {}",
        count.broken_off
    );
    println!(
        "  reports of unknown outcome, sent again: {}",
        count.unknown
    );
    println!(
        "  incidents made and coded at the desk: {}",
        count.incidents
    );
    println!("  corrupted places that nobody reads: {}", count.harmless);
    println!("  lost: {}", of("LOST"));
    println!("  doubled: {}", of("DOUBLED"));
    println!(
        "  anything else wrong: {}",
        count.wrong.len() - of("LOST").max(of("DOUBLED"))
    );
    for wrong in &count.wrong {
        println!("  WRONG: {wrong}");
    }
}
