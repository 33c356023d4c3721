//! Reports over HTTP: sealed by the server, committed with their entry on the disk, then answered.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

use crate::engine::{Engine, Place, engines};
use crate::http::Client;
use crate::program::{Program, between};
use crate::sealing;
use crate::times::Times;
use crate::{Order, machine};

/// Clients at once, and how many reports they send together.
const RUNS: [(usize, usize); 4] = [(1, 1_500), (8, 4_000), (32, 6_000), (256, 8_000)];
/// Sealing alone is measured for so long before and after each run.
const SEALING_LASTS: Duration = Duration::from_secs(2);
/// As long as an ordinary story.
const STORY_CHARACTERS: usize = 2_000;

pub(crate) struct Run {
    clients: usize,
    sent: usize,
    rate: f64,
    times: Times,
    /// Processor time of the server for one report, in milliseconds.
    server: f64,
    /// Processor time of the clients for one report, in milliseconds: they share the machine's cores.
    clients_own: f64,
    /// Reports a second by sealing alone, around this run.
    limit: f64,
    /// Processor time of sealing one report, in milliseconds.
    sealing: f64,
}

pub(crate) fn measure(order: &Order) -> anyhow::Result<String> {
    let mut text = String::new();
    for engine in engines(order) {
        text.push_str(&on(order, engine)?);
        text.push_str("\n\n");
    }
    let receipts = sealing::limit(SEALING_LASTS, true)?;
    write!(
        text,
        "Sealing with the receipt's keys, which every server must make too: {:.0} reports a second, {:.2} ms each.",
        receipts.rate, receipts.processor
    )?;
    Ok(text)
}

fn on(order: &Order, engine: Engine<'_>) -> anyhow::Result<String> {
    let place = engine.place()?;
    let program = place.start(order)?;
    program.found()?;
    let mut runs = Vec::new();
    for (clients, reports) in RUNS {
        let reports = if order.quick { reports / 10 } else { reports };
        let forms = forms(&program, reports)?;
        let before = sealing::limit(SEALING_LASTS, false)?;
        let run = send(&program, clients, forms)?;
        let after = sealing::limit(SEALING_LASTS, false)?;
        runs.push(Run {
            limit: f64::midpoint(before.rate, after.rate),
            sealing: f64::midpoint(before.processor, after.processor),
            ..run
        });
    }
    program.stop()?;
    let kept = kept(order, &place)?;
    let sent: usize = runs.iter().map(|run| run.sent).sum();
    ensure!(
        kept == sent as u64,
        "{sent} reports were accepted and {kept} are kept"
    );
    table(engine, &runs, kept)
}

/// Opens as many forms as will be sent: each has a token of its own, and its report an address of its own.
/// Forms as people fill them in, each with its token.
pub(crate) fn forms(program: &Program, count: usize) -> anyhow::Result<Vec<String>> {
    let mut client = program.client();
    let mut story =
        "This is what happened to me on the way home, as well as I remember it. ".repeat(40);
    story.truncate(STORY_CHARACTERS);
    (0..count)
        .map(|_| {
            let page = client
                .get("/en/report")?
                .expect(200, "the report page")?
                .text();
            let token = between(&page, "name=\"form_token\" value=\"", &['"'])
                .context("a form without a token")?;
            let fields = [
                ("form_token", token),
                ("story", &story),
                ("when-kind", "yesterday"),
                ("place-kind", "public-transport"),
                ("place-words", "The bus from the station, upstairs"),
                ("role", "affected"),
                ("people", "1"),
                ("strand", "religion"),
                ("religion", "muslim"),
                ("share", "victim-support"),
                ("reach", "here"),
            ];
            Ok(serde_urlencoded::to_string(fields)?)
        })
        .collect()
}

/// Sends them from so many clients at once.
pub(crate) fn send(program: &Program, clients: usize, forms: Vec<String>) -> anyhow::Result<Run> {
    let sent = forms.len();
    let forms = Arc::new(forms);
    let next = Arc::new(AtomicUsize::new(0));
    let used = machine::processor_seconds(program.process())?;
    let used_here = machine::processor_seconds(std::process::id())?;
    let started = Instant::now();
    let threads: Vec<_> = (0..clients)
        .map(|_| {
            let (forms, next, mut client) =
                (Arc::clone(&forms), Arc::clone(&next), program.client());
            std::thread::spawn(move || one_client(&mut client, &forms, &next))
        })
        .collect();
    let mut times = Times::default();
    for thread in threads {
        times.extend(thread.join().ok().context("a client")??);
    }
    let lasted = started.elapsed().as_secs_f64();
    let used = machine::processor_seconds(program.process())? - used;
    let used_here = machine::processor_seconds(std::process::id())? - used_here;
    Ok(Run {
        clients,
        sent,
        rate: sent as f64 / lasted,
        times,
        server: used / sent as f64 * 1e3,
        clients_own: used_here / sent as f64 * 1e3,
        limit: 0.0,
        sealing: 0.0,
    })
}

fn one_client(client: &mut Client, forms: &[String], next: &AtomicUsize) -> anyhow::Result<Times> {
    let mut times = Times::default();
    loop {
        let place = next.fetch_add(1, Ordering::Relaxed);
        let Some(form) = forms.get(place) else {
            return Ok(times);
        };
        let from = format!(
            "10.{}.{}.{}",
            place >> 16 & 255,
            place >> 8 & 255,
            place & 255
        );
        let started = Instant::now();
        let answer = client.post_from("/en/report", Some(&from), form)?;
        times.push(started.elapsed());
        answer.expect(200, "a report")?;
    }
}

/// How many reports the record holds, after the whole of it was checked.
pub(crate) fn kept(order: &Order, place: &Place) -> anyhow::Result<u64> {
    let checked = place
        .command(&order.program)
        .args(["verify", "--format", "json"])
        .output()?;
    ensure!(
        checked.status.success(),
        "the record does not hold: {} {}",
        String::from_utf8_lossy(&checked.stdout),
        String::from_utf8_lossy(&checked.stderr)
    );
    let told: serde_json::Value = serde_json::from_slice(&checked.stdout)?;
    told["reports"]
        .as_str()
        .and_then(|reports| reports.parse().ok())
        .context("how many reports were checked")
}

fn table(engine: Engine<'_>, runs: &[Run], kept: u64) -> anyhow::Result<String> {
    let mut text = format!(
        "### Reports accepted over HTTP, {}\n\n\
         | clients | reports a second | p50 | p99 | longest | sealing alone, a second | of that | \
         processor time a report: server | the measuring clients | sealing alone |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
        engine.name()
    );
    for run in runs {
        writeln!(
            text,
            "| {} | {:.0} | {:.1} ms | {:.1} ms | {:.0} ms | {:.0} | {:.0} % | {:.2} ms | {:.2} ms | {:.2} ms |",
            run.clients,
            run.rate,
            run.times.percentile(0.5),
            run.times.percentile(0.99),
            run.times.longest(),
            run.limit,
            100.0 * run.rate / run.limit,
            run.server,
            run.clients_own,
            run.sealing,
        )?;
    }
    write!(
        text,
        "\nAll {kept} reports are in the record, which was checked from its first entry to its last."
    )?;
    Ok(text)
}
