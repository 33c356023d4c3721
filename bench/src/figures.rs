//! How long figures take to count in memory, beside general engines on the same rows.

use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, ensure};
use figures::{Context, Dimension, Holds, Layout, Precision, Query, Row, Rule, Table, Unit, count};
use jiff::civil::{Date, date};

use crate::sealing::thread_seconds;
use crate::times::Times;
use crate::{Order, machine};

/// Runs of each question after a first one.
const RUNS: usize = 25;
/// The engines that are asked the same.
const ENGINES: [&str; 3] = ["polars", "datafusion", "duckdb"];

/// One question to one engine.
struct Asked {
    engine: String,
    question: String,
    /// Milliseconds, median.
    wall: f64,
    /// Milliseconds of processor time, mean.
    processor: f64,
    /// Groups that have anything in them.
    groups: u64,
    /// Megabytes of 1024 kilobytes.
    peak: f64,
}

pub(crate) fn measure(order: &Order) -> anyhow::Result<String> {
    let file = order
        .incidents
        .as_deref()
        .context("name the made-up incidents with --incidents; `bench/figures` makes them")?;
    let mut asked = ours(file)?;
    if let Some(python) = &order.python {
        for engine in ENGINES {
            asked.extend(peer(python, engine, file)?);
        }
    }
    table(&asked)
}

fn ours(file: &Path) -> anyhow::Result<Vec<Asked>> {
    let started = Instant::now();
    let table = read(&file.with_extension("csv"))?;
    eprintln!(
        "{} rows read in {:.1} s; {:.1} bytes a row",
        table.len(),
        started.elapsed().as_secs_f64(),
        table.bytes() as f64 / table.len() as f64
    );
    let context = Context::as_known_on(date(2026, 11, 25), table.len() as u64);
    let verified = Query {
        rows: Some(Dimension::facet("category")),
        columns: Some(Dimension::Month),
        stages: vec!["verified".to_owned()],
        ..Query::of(Unit::Incidents)
    };
    let crossed = Query {
        columns: Some(Dimension::pairs(Dimension::Month, Dimension::facet("area"))),
        from: Some(date(2018, 1, 1)),
        to: Some(date(2022, 12, 31)),
        ..verified.clone()
    }
    .only("strand", "race")
    .only("strand", "religion");
    [("cross", crossed), ("plain", verified)]
        .into_iter()
        .map(|(question, query)| {
            let ask = || count(&table, &query, &Rule::Exact, &context);
            let answers = ask()?;
            let filled = answers.iter().flat_map(|answer| &answer.cells);
            let groups = filled.filter(|cell| cell.shown() > Some(0)).count() as u64;
            let mut times = Times::default();
            let before = thread_seconds();
            for _ in 0..RUNS {
                let start = Instant::now();
                std::hint::black_box(ask()?);
                times.push(start.elapsed());
            }
            let used = thread_seconds() - before;
            let (_, peak) = machine::memory(std::process::id())?;
            Ok(Asked {
                engine: "Heard".to_owned(),
                question: question.to_owned(),
                wall: times.percentile(0.5),
                processor: used / RUNS as f64 * 1e3,
                groups,
                peak: peak as f64 / 1024.0,
            })
        })
        .collect()
}

/// Reads the rows as the program holds them.
fn read(file: &Path) -> anyhow::Result<Table> {
    let names = |word: &str, count| -> Vec<String> {
        (0..count)
            .map(|number| format!("{word}-{number}"))
            .collect()
    };
    let layout = Layout::new(Holds::Incidents)
        .facet("category", false, names("category", 12))
        .facet("area", false, names("area", 380))
        .facet("strand", true, Vec::<String>::new())
        .facet("gender", false, Vec::<String>::new())
        .facet("age", false, names("age", 7))
        .facet("online", false, Vec::<String>::new())
        .facet("source", false, Vec::<String>::new());
    let mut table = Table::new(layout);
    let opened = File::open(file).with_context(|| format!("{} can't be read", file.display()))?;
    let mut reader = csv::Reader::from_reader(opened);
    let mut record = csv::StringRecord::new();
    let mut number = 0_u64;
    while reader.read_record(&mut record)? {
        let field = |place| record.get(place).unwrap_or_default();
        let day: Date = field(1).parse()?;
        let mut key = [0; 16];
        key[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes());
        table.put(&Row {
            key,
            ledger_index: number,
            series: "file",
            stage: if field(5) == "true" {
                "verified"
            } else {
                "in-check"
            },
            occurred: Some((day, day)),
            precision: Precision::Exact,
            received: Some(day),
            persons: Some(1),
            facets: &[
                ("category", &[field(2)]),
                ("area", &[field(3)]),
                ("strand", &[field(4)]),
                ("gender", &[field(6)]),
                ("age", &[field(7)]),
                ("online", &[field(8)]),
                ("source", &[field(9)]),
            ],
        })?;
        number += 1;
    }
    Ok(table)
}

fn peer(python: &Path, engine: &str, file: &Path) -> anyhow::Result<Vec<Asked>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/engines.py");
    let output = Command::new(python)
        .arg(script)
        .arg(engine)
        .arg(file)
        .output()
        .with_context(|| format!("{} can't be started", python.display()))?;
    ensure!(
        output.status.success(),
        "{engine}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout)?
        .lines()
        .map(|line| {
            let told: serde_json::Value = serde_json::from_str(line)?;
            let number = |name: &str| told[name].as_f64().context("an engine told no number");
            Ok(Asked {
                engine: engine.to_owned(),
                question: told["question"].as_str().unwrap_or_default().to_owned(),
                wall: number("wall")?,
                processor: number("processor")?,
                groups: number("groups")? as u64,
                peak: number("peak")?,
            })
        })
        .collect()
}

fn table(asked: &[Asked]) -> anyhow::Result<String> {
    let mut text = String::from(
        "### Figures counted in memory\n\n\
         *cross*: category by month by area, verified, five of ten years, two of five strands; *plain*: category by month, verified.\n\n\
         | question | engine | processor time | wall | groups | most memory | processor time beside Heard's |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for one in asked {
        let ours = asked
            .iter()
            .find(|other| other.question == one.question)
            .context("a question that was not asked of us")?;
        ensure!(
            ours.groups == one.groups,
            "{} finds {} groups, {} {}",
            ours.engine,
            ours.groups,
            one.engine,
            one.groups
        );
        writeln!(
            text,
            "| {} | {} | {:.1} ms | {:.1} ms | {} | {:.0} MB | {:.1} × |",
            one.question,
            one.engine,
            one.processor,
            one.wall,
            one.groups,
            one.peak,
            one.processor / ours.processor
        )?;
    }
    Ok(text)
}
