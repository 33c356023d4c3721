//! How fast figures are counted: `cargo run --release -p heard-figures --example count_rate -- 219577`
//!
//! Fills a table with made-up rows shaped like thirty years of a national file and prints, for typical questions,
//! the time of one answer in milliseconds: best, median and 99th percentile of 101 runs.

#![expect(clippy::disallowed_methods, reason = "it measures time")]

use figures::{
    Context, DayOf, Dimension, Holds, Layout, Precision, Query, Row, Rule, Table, Unit, count,
    release,
};
use jiff::civil::{Date, date};
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Instant;

const RUNS: usize = 101;

/// A small generator of numbers that look random, so that every run counts the same rows.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// Small numbers are common, large ones rare.
    fn skewed(&mut self, limit: u64) -> u64 {
        let most = self.below(limit) + 1;
        self.below(most)
    }
}

fn codes(word: &str, count: usize) -> Vec<String> {
    (0..count)
        .map(|number| format!("{word}-{number}"))
        .collect()
}

fn fill(rows: u64) -> Table {
    let (targets, categories) = (codes("target", 40), codes("category", 12));
    let (areas, places) = (codes("area", 380), codes("place", 46));
    let layout = Layout::new(Holds::Incidents)
        .facet("target", true, targets.clone())
        .facet("category", false, categories.clone())
        .facet("area", false, areas.clone())
        .facet("place", false, places.clone());
    let mut table = Table::new(layout);
    let mut dice = Dice(7);
    let start = date(1991, 1, 1);
    let days: Vec<Date> = start
        .series(jiff::Span::new().days(1))
        .take(30 * 365)
        .collect();
    for number in 0..rows {
        let mut key = [0; 16];
        key[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes());
        let day = days[dice.below(days.len() as u64) as usize];
        let first = &targets[dice.skewed(40) as usize];
        let second = &targets[dice.skewed(40) as usize];
        let both = [first.as_str(), second.as_str()];
        let row = Row {
            key,
            ledger_index: number,
            series: "file",
            stage: if dice.below(10) == 0 {
                "in-check"
            } else {
                "verified"
            },
            occurred: Some((day, day)),
            precision: Precision::Exact,
            received: Some(day),
            persons: Some(1 + dice.skewed(4) as u32),
            facets: &[
                (
                    "target",
                    if dice.below(20) == 0 {
                        &both
                    } else {
                        &both[..1]
                    },
                ),
                ("category", &[&categories[dice.skewed(12) as usize]]),
                ("area", &[&areas[dice.skewed(380) as usize]]),
                ("place", &[&places[dice.skewed(46) as usize]]),
            ],
        };
        table.put(&row).expect("rows fit the layout");
    }
    table
}

fn time(mut work: impl FnMut()) -> (f64, f64, f64) {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[0], times[RUNS / 2], times[RUNS * 99 / 100])
}

fn main() -> std::io::Result<()> {
    let rows = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(219_577);
    let start = Instant::now();
    let table = fill(rows);
    let filled = start.elapsed().as_secs_f64() * 1e3;
    let context = Context::as_known_on(date(2026, 11, 23), rows);
    let verified = || Query {
        stages: vec!["verified".to_owned()],
        ..Query::of(Unit::Incidents)
    };
    let facet = |id: &str| Some(Dimension::facet(id));
    let year = Some(Dimension::Year);
    let questions = [
        ("total", verified()),
        (
            "year",
            Query {
                rows: year.clone(),
                ..verified()
            },
        ),
        (
            "year, one target",
            Query {
                rows: year.clone(),
                ..verified()
            }
            .only("target", "target-3"),
        ),
        (
            "month",
            Query {
                rows: Some(Dimension::Month),
                ..verified()
            },
        ),
        (
            "stage",
            Query {
                rows: Some(Dimension::Stage),
                stages: Vec::new(),
                ..verified()
            },
        ),
        (
            "category x month",
            Query {
                rows: facet("category"),
                columns: Some(Dimension::Month),
                ..verified()
            },
        ),
        (
            "place x category",
            Query {
                rows: facet("place"),
                columns: facet("category"),
                ..verified()
            },
        ),
        (
            "year x target (many-valued)",
            Query {
                rows: year.clone(),
                columns: facet("target"),
                ..verified()
            },
        ),
        (
            "year x place",
            Query {
                rows: year.clone(),
                columns: facet("place"),
                ..verified()
            },
        ),
        (
            "area x category, one year",
            Query {
                rows: facet("area"),
                columns: facet("category"),
                from: Some(date(2015, 1, 1)),
                to: Some(date(2015, 12, 31)),
                ..verified()
            },
        ),
        (
            "persons by year, entries named",
            Query {
                rows: year.clone(),
                entries: true,
                day: DayOf::Occurred,
                unit: Unit::Persons,
                ..verified()
            },
        ),
    ];
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{rows} rows filled in {filled:.0} ms, {:.1} MB, {:.1} bytes a row\n",
        table.bytes() as f64 / 1e6,
        table.bytes() as f64 / rows as f64
    );
    let _ = writeln!(
        text,
        "{:<32} {:>10} {:>8} {:>8} {:>8}",
        "milliseconds", "rule", "best", "median", "p99"
    );
    for (name, query) in &questions {
        for (word, rule) in [("exact", Rule::Exact), ("disclosed", Rule::disclosed())] {
            let (best, median, late) = time(|| {
                std::hint::black_box(
                    count(&table, query, &rule, &context).expect("the question fits the table"),
                );
            });
            let _ = writeln!(
                text,
                "{name:<32} {word:>10} {best:>8.2} {median:>8.2} {late:>8.2}"
            );
        }
    }
    let page = [
        questions[4].1.clone(),
        questions[3].1.clone(),
        Query {
            rows: facet("category"),
            ..verified()
        },
    ];
    let (best, median, late) = time(|| {
        std::hint::black_box(
            release(&table, &page, &Rule::disclosed(), &context).expect("the tables fit together"),
        );
    });
    let _ = writeln!(
        text,
        "{:<32} {:>10} {best:>8.2} {median:>8.2} {late:>8.2}",
        "a page of three tables", "disclosed"
    );
    std::io::stdout().lock().write_all(text.as_bytes())
}
