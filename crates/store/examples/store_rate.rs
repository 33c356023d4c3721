//! How fast the store is: small jobs from many callers, an import, and the lists of the desk over it.
//!
//! `cargo run --release -p heard-store --example store_rate -- sqlite:PATH [incidents]`
//! (an empty database; it is filled). Prints one figure a line.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "it measures, and its figures are its result"
)]

use std::time::{Duration, Instant};

use domain::fact::{Digest, Fact, SealedAt};
use domain::{
    CodebookReference, Coding, Entry, Facets, Incident, IncidentId, ObjectId, Occurred, Report,
    ReportId, Subject, Timestamp,
};
use heard_store::{
    DatabaseUrl, InboxFilter, IncidentFilter, NewEntry, ObjectRow, ReceiptParts, Store, StoreError,
    WrapRow, Writing,
};

const CALLERS: u64 = 32;
const REPORTS_EACH: u64 = 250;
const OWN: u64 = 10_000;
const BATCH: u64 = 1000;

fn bytes16(number: u64) -> [u8; 16] {
    (u128::from(number) + 1)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835)
        .to_be_bytes()
}

fn at(number: u64) -> Timestamp {
    Timestamp::from_microseconds(1_767_225_600_000_000).plus_seconds(number.cast_signed())
}

fn codebook() -> CodebookReference {
    CodebookReference {
        id: "uk".to_owned(),
        version: 1,
    }
}

async fn append(
    writing: &mut Writing,
    subject: Subject,
    at: Timestamp,
    fact: &Fact,
) -> Result<Entry, StoreError> {
    let new = NewEntry {
        subject,
        number: 1,
        actor: None,
        at,
        fact,
        salt: [7; 32],
    };
    writing.append(new, |_, _| [8; 56]).await
}

/// What one report costs: an entry, the report, an object of 4 kB, two wrapped keys.
async fn take_report(writing: &mut Writing, number: u64) -> Result<(), StoreError> {
    let id = ReportId::from_bytes(bytes16(number));
    let fact = Fact::ReportReceived {
        channel: "web".to_owned(),
        language: "en".to_owned(),
        codebook: codebook(),
        sealed_at: SealedAt::FrontDoor,
        objects: Vec::new(),
        wraps: Digest([1; 32]),
        receipt: Digest([2; 32]),
    };
    let entry = append(writing, id.into(), at(number), &fact).await?;
    let report = Report::begin(&entry).map_err(|_| StoreError::Missing)?;
    let receipt = ReceiptParts {
        locator: bytes16(number + 1_000_000_000),
        auth_public: [3; 32],
        mailbox_public: vec![4; 1216],
        content_mac: [5; 32],
    };
    writing.add_reports(&[(report, receipt)]).await?;
    let object = ObjectRow {
        id: ObjectId::from_bytes(bytes16(number + 2_000_000_000)),
        subject: id.into(),
        kind: 1,
        bytes: vec![6; 4096],
    };
    writing.add_object(object).await?;
    let wraps = [[1; 16], [2; 16]].map(|recipient| WrapRow {
        subject: id.into(),
        recipient,
        epoch: 1,
        bytes: vec![7; 1200],
    });
    writing.add_wraps(&wraps).await
}

fn facets(number: u64) -> Facets {
    let pick = |words: &[&str], by: u64| {
        words[usize::try_from(number / by).unwrap_or(0) % words.len()].to_owned()
    };
    [
        (
            "category",
            pick(&["abuse", "assault", "criminal-damage", "threat"], 1),
        ),
        (
            "strand",
            pick(
                &["faith", "race", "disability", "orientation", "transgender"],
                3,
            ),
        ),
        (
            "target",
            if number.is_multiple_of(97) {
                "muslim".to_owned()
            } else {
                pick(&["black", "jewish", "gay"], 7)
            },
        ),
        (
            "place",
            pick(
                &["road", "home", "school", "worship", "shop", "transport"],
                11,
            ),
        ),
        ("region", pick(&["north", "south", "east", "west"], 13)),
    ]
    .map(|(facet, code)| (facet.to_owned(), code))
    .into_iter()
    .collect()
}

async fn take_incident(
    writing: &mut Writing,
    number: u64,
    imported: bool,
) -> Result<(), StoreError> {
    let days = i64::try_from(number % 10_000).unwrap_or(0);
    let day =
        jiff::civil::date(1995, 1, 1).saturating_add(jiff::SignedDuration::from_hours(24 * days));
    let coding = Coding {
        codebook: codebook(),
        occurred: Occurred::on(day),
        persons: Some(1),
        facets: facets(number),
    };
    let series = if imported { "fbi" } else { "own" }.to_owned();
    let fact = if imported {
        let (external_id, decision) = (format!("row-{number}"), Some("verified".to_owned()));
        Fact::IncidentImported {
            series,
            external_id,
            coding,
            decision,
            mapping: Digest([9; 32]),
            import: None,
            story: None,
        }
    } else {
        Fact::IncidentMade {
            series,
            year: 2026,
            number: u32::try_from(number).unwrap_or(0),
            coding,
        }
    };
    let id = IncidentId::from_bytes(bytes16(number + 3_000_000_000));
    let entry = append(writing, id.into(), at(number), &fact).await?;
    let incident = Incident::begin(&entry).map_err(|_| StoreError::Missing)?;
    writing.add_incident(&incident).await
}

fn rate(what: &str, count: u64, took: Duration) {
    println!(
        "{what}: {:.0} a second ({count} in {:.2} s)",
        count as f64 / took.as_secs_f64(),
        took.as_secs_f64()
    );
}

async fn fill(store: &Store, what: &str, range: std::ops::Range<u64>, imported: bool) {
    let begun = Instant::now();
    let (mut from, end) = (range.start, range.end);
    while from < end {
        let until = end.min(from + BATCH);
        store
            .write("fill", move |writing| {
                Box::pin(async move {
                    for number in from..until {
                        take_incident(writing, number, imported).await?;
                    }
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .expect("the database was empty");
        from = until;
    }
    rate(what, range.end - range.start, begun.elapsed());
}

async fn reports(store: &Store) {
    let begun = Instant::now();
    let callers: Vec<_> = (0..CALLERS)
        .map(|caller| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut waits = Vec::new();
                for round in 0..REPORTS_EACH {
                    let number = caller * REPORTS_EACH + round;
                    let asked = Instant::now();
                    store
                        .write("report", move |writing| {
                            Box::pin(take_report(writing, number))
                        })
                        .await
                        .expect("the database was empty");
                    waits.push(asked.elapsed());
                }
                waits
            })
        })
        .collect();
    let mut waits = Vec::new();
    for caller in callers {
        waits.extend(caller.await.expect("no caller panics"));
    }
    rate(
        "reports from 32 callers",
        CALLERS * REPORTS_EACH,
        begun.elapsed(),
    );
    waits.sort_unstable();
    println!(
        "  slowest in a hundred: {:.1} ms",
        waits[waits.len() * 99 / 100].as_secs_f64() * 1000.0
    );
}

/// The median and the slowest of eleven lists and counts.
async fn list(store: &Store, what: &str, filter: IncidentFilter) {
    let mut times = [(); 2].map(|()| Vec::new());
    for _ in 0..11 {
        for (place, counting) in [(0, false), (1, true)] {
            let filter = filter.clone();
            let begun = Instant::now();
            store
                .read("list", move |reading| {
                    Box::pin(async move {
                        if counting {
                            reading.count_incidents(&filter).await?;
                        } else {
                            reading.incidents(&filter, 50, None).await?;
                        }
                        Ok::<_, StoreError>(())
                    })
                })
                .await
                .expect("it can be read");
            times[place].push(begun.elapsed().as_secs_f64() * 1000.0);
        }
    }
    for (kind, times) in ["50 of", "count"].iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        println!(
            "{kind} {what}: {:.2} ms (slowest {:.2})",
            times[5], times[10]
        );
    }
}

async fn walk(store: &Store) {
    let begun = Instant::now();
    let (mut cursor, mut count) = (None, 0);
    loop {
        let page = store
            .read("walk", move |reading| {
                Box::pin(reading.incidents_after(cursor, 5000))
            })
            .await
            .expect("it can be read");
        let Some(last) = page.last() else { break };
        cursor = Some(last.id);
        count += page.len() as u64;
    }
    rate("walk over incidents by id", count, begun.elapsed());
    let begun = Instant::now();
    let (mut index, mut count) = (0, 0);
    loop {
        let page = store
            .read("changed", move |reading| {
                Box::pin(reading.incidents_changed_since(index, 5000))
            })
            .await
            .expect("it can be read");
        let Some(last) = page.last() else { break };
        index = last.counted_as;
        count += page.len() as u64;
    }
    rate("walk over incidents by change", count, begun.elapsed());
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().expect("the address of an empty database");
    let imported: u64 = arguments.next().map_or(219_577, |count| {
        count.parse().expect("a number of incidents")
    });
    let url = DatabaseUrl::parse(&url).expect("the address of a database");
    let store = Store::open(&url).await.expect("it opens");
    reports(&store).await;
    fill(&store, "incidents imported", 0..imported, true).await;
    fill(
        &store,
        "own incidents, 1000 in a job",
        imported..imported + OWN,
        false,
    )
    .await;
    walk(&store).await;

    let none = IncidentFilter::default;
    let own = || IncidentFilter {
        own_only: true,
        ..none()
    };
    let with = |facet: &str, code: &str| vec![(facet.to_owned(), code.to_owned())];
    list(&store, "all", none()).await;
    list(&store, "own", own()).await;
    list(
        &store,
        "own in coding",
        IncidentFilter {
            stage: Some("coding".to_owned()),
            ..own()
        },
    )
    .await;
    list(
        &store,
        "own decided (there are none)",
        IncidentFilter {
            stage: Some("decided".to_owned()),
            ..own()
        },
    )
    .await;
    list(
        &store,
        "own, a common code",
        IncidentFilter {
            facets: with("strand", "race"),
            ..own()
        },
    )
    .await;
    list(
        &store,
        "own, a rare code",
        IncidentFilter {
            facets: with("target", "muslim"),
            ..own()
        },
    )
    .await;
    list(
        &store,
        "own, an absent code",
        IncidentFilter {
            facets: with("target", "nobody"),
            ..own()
        },
    )
    .await;
    let week = (jiff::civil::date(2001, 5, 1), jiff::civil::date(2001, 5, 7));
    list(
        &store,
        "own of a week",
        IncidentFilter {
            occurred_from: Some(week.0),
            occurred_to: Some(week.1),
            ..own()
        },
    )
    .await;
    list(
        &store,
        "fbi",
        IncidentFilter {
            series: Some("fbi".to_owned()),
            ..none()
        },
    )
    .await;
    let fbi = |facets| IncidentFilter {
        series: Some("fbi".to_owned()),
        facets,
        ..none()
    };
    list(&store, "fbi, a common code", fbi(with("strand", "race"))).await;
    list(&store, "fbi, a rare code", fbi(with("target", "muslim"))).await;
    list(&store, "fbi, an absent code", fbi(with("target", "nobody"))).await;
    let begun = Instant::now();
    let filter = InboxFilter {
        stage: Some("new".to_owned()),
        ..InboxFilter::default()
    };
    store
        .read("inbox", move |reading| {
            Box::pin(async move { reading.inbox(&filter, 50, None).await })
        })
        .await
        .expect("it can be read");
    println!(
        "50 of the inbox: {:.2} ms",
        begun.elapsed().as_secs_f64() * 1000.0
    );
    store.close().await;
}
