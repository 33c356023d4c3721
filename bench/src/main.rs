//! Measures the program from outside, as its users meet it, and writes Markdown tables. `README.md` says how to read
//! them.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "its figures are its result"
)]

mod deliveries;
mod engine;
mod figures;
mod flood;
mod idle;
mod importing;
mod machine;
mod million;
mod pages;
mod places;
mod renewal;
mod reports;
mod sealing;
mod slow;
mod times;
mod weight;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use testkit::outside::{http, program};

/// What is measured, in the order of the table in the README.
const PARTS: [&str; 11] = [
    "reports", "flood", "idle", "weight", "import", "places", "pages", "slow", "renewal",
    "million", "figures",
];
/// Parts that are measured only when they are named: they take long, or need more than the program.
const NAMED_ONLY: [&str; 2] = ["million", "figures"];

const USAGE: &str =
    "heard-bench [--program PATH] [--postgres URL] [--quick] [reports] [flood] [idle] [weight] [import] [places] [pages] [slow] [renewal] [million]
heard-bench --incidents FILE [--python PATH] figures

  --program PATH  the heard to measure; the one beside this program if not given
  --postgres URL  a PostgreSQL server whose user may make databases, as postgres://user@host:port/
  --quick         fewer of everything, for trying it out
  --incidents F   made-up incidents in F.csv and F.parquet, as incidents.py makes them
  --python PATH   a Python that has the engines to compare with
  With no part named, all but million and figures are measured.";

/// What was asked for.
pub(crate) struct Order {
    /// The program to measure.
    pub(crate) program: PathBuf,
    /// The address of a PostgreSQL server up to the database's name; only SQLite is measured if none is given.
    pub(crate) postgres: Option<String>,
    /// Fewer of everything.
    pub(crate) quick: bool,
    /// Made-up incidents, without the ending of the files.
    pub(crate) incidents: Option<PathBuf>,
    /// The Python that runs other engines; they are left out if none is given.
    pub(crate) python: Option<PathBuf>,
    parts: Vec<String>,
}

fn order() -> anyhow::Result<Option<Order>> {
    let beside = std::env::current_exe()?.with_file_name("heard");
    let mut order = Order {
        program: beside,
        postgres: None,
        quick: false,
        incidents: None,
        python: None,
        parts: Vec::new(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--program" => {
                order.program = arguments.next().context("--program needs a path")?.into();
            }
            "--postgres" => {
                let server = arguments.next().context("--postgres needs an address")?;
                order.postgres = Some(format!("{}/", server.trim_end_matches('/')));
            }
            "--incidents" => {
                order.incidents =
                    Some(arguments.next().context("--incidents needs a path")?.into());
            }
            "--python" => {
                order.python = Some(arguments.next().context("--python needs a path")?.into());
            }
            "--quick" => order.quick = true,
            part if PARTS.contains(&part) => order.parts.push(argument),
            _ => return Ok(None),
        }
    }
    Ok(Some(order))
}

fn main() -> ExitCode {
    let order = match order() {
        Ok(Some(order)) => order,
        Ok(None) => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
        Err(error) => {
            eprintln!("{error:#}");
            return ExitCode::from(2);
        }
    };
    match measure(&order) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn measure(order: &Order) -> anyhow::Result<()> {
    println!("{}", machine::described()?);
    for part in PARTS {
        let all = order.parts.is_empty() && !NAMED_ONLY.contains(&part);
        if !all && !order.parts.iter().any(|wanted| wanted == part) {
            continue;
        }
        eprintln!("measuring {part}; load of the machine {}", machine::load()?);
        let table = match part {
            "reports" => reports::measure(order),
            "flood" => flood::measure(order),
            "idle" => idle::measure(order),
            "weight" => weight::measure(order),
            "import" => importing::measure(order),
            "places" => places::measure(order),
            "slow" => slow::measure(order),
            "renewal" => renewal::measure(order),
            "million" => million::measure(order),
            "figures" => figures::measure(order),
            _ => pages::measure(order),
        };
        println!(
            "\n{}",
            table.with_context(|| format!("while measuring {part}"))?
        );
    }
    Ok(())
}
