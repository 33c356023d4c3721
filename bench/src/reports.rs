//! Reports over HTTP: sealed by the server, or before by the browser, committed with their entry on the disk, then
//! answered.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use browser::{Outcome, Request};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};

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

/// Where reports are sealed.
#[derive(Clone, Copy)]
pub(crate) enum Sealed {
    /// By the front door when it receives them: no JavaScript.
    OnArrival,
    /// In the browser; here, before the time is taken.
    Before,
}

impl Sealed {
    fn path(self) -> &'static str {
        match self {
            Self::OnArrival => "/en/report",
            Self::Before => "/en/report/sealed",
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            Self::OnArrival => "sealed on arrival",
            Self::Before => "sealed in the browser",
        }
    }
}

/// One run of so many clients.
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
        for sealed in [Sealed::OnArrival, Sealed::Before] {
            text.push_str(&on(order, engine, sealed)?);
            text.push_str("\n\n");
        }
    }
    let receipts = sealing::limit(SEALING_LASTS, true)?;
    write!(
        text,
        "Sealing with the receipt's keys, which every server must make too: {:.0} reports a second, {:.2} ms each.",
        receipts.rate, receipts.processor
    )?;
    Ok(text)
}

fn on(order: &Order, engine: Engine<'_>, sealed: Sealed) -> anyhow::Result<String> {
    let place = engine.place()?;
    let program = place.start(order)?;
    program.found()?;
    let mut runs = Vec::new();
    let mut random = ChaCha20Rng::from_seed([0; 32]);
    for (clients, reports) in RUNS {
        let reports = if order.quick { reports / 10 } else { reports };
        let forms = match sealed {
            Sealed::OnArrival => forms(&program, reports)?,
            Sealed::Before => parcels(&program, reports, &mut random)?,
        };
        let before = sealing::limit(SEALING_LASTS, false)?;
        let run = send(&program, clients, sealed, forms)?;
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
    table(engine, sealed, &runs, kept)
}

/// Opens as many forms as will be sent: each has a token of its own, and its report an address of its own.
pub(crate) fn forms(program: &Program, count: usize) -> anyhow::Result<Vec<String>> {
    let mut client = program.client();
    let filled = filled();
    (0..count)
        .map(|_| {
            let token = token(&mut client)?;
            let mut fields = vec![("form_token", token.as_str())];
            fields.extend(filled.iter().map(|(name, value)| (*name, value.as_str())));
            Ok(serde_urlencoded::to_string(fields)?)
        })
        .collect()
}

/// The same as a browser sends them that has sealed them.
fn parcels(
    program: &Program,
    count: usize,
    random: &mut ChaCha20Rng,
) -> anyhow::Result<Vec<String>> {
    let mut client = program.client();
    let guide = client
        .get("/en/report/guide")?
        .expect(200, "the guide")?
        .body;
    let filled = filled();
    (0..count)
        .map(|_| {
            let mut seeds = [[0; 32]; 2];
            for seed in &mut seeds {
                random.fill_bytes(seed);
            }
            let pairs = filled
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()));
            let outcome = browser::seal(&Request {
                guide: &guide,
                seed: &seeds[0],
                random: &seeds[1],
                again: false,
                pairs: pairs.collect(),
            });
            let Some(Outcome::Sealed { parcel, .. }) = outcome else {
                bail!("the form was not sealed");
            };
            let parcel = URL_SAFE_NO_PAD.encode(parcel.to_bytes());
            let token = token(&mut client)?;
            let fields = [("form_token", &token), ("parcel", &parcel)];
            Ok(serde_urlencoded::to_string(fields)?)
        })
        .collect()
}

fn token(client: &mut Client) -> anyhow::Result<String> {
    let page = client
        .get("/en/report")?
        .expect(200, "the report page")?
        .text();
    let token = between(&page, "name=\"form_token\" value=\"", &['"']);
    Ok(token.context("a form without a token")?.to_owned())
}

/// The form as people fill it in.
fn filled() -> [(&'static str, String); 10] {
    let mut story =
        "This is what happened to me on the way home, as well as I remember it. ".repeat(40);
    story.truncate(STORY_CHARACTERS);
    [
        ("story", story.as_str()),
        ("when-kind", "yesterday"),
        ("place-kind", "public-transport"),
        ("place-words", "The bus from the station, upstairs"),
        ("role", "affected"),
        ("people", "1"),
        ("strand", "religion"),
        ("religion", "muslim"),
        ("share", "victim-support"),
        ("reach", "here"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
}

/// Sends them from so many clients at once.
pub(crate) fn send(
    program: &Program,
    clients: usize,
    sealed: Sealed,
    forms: Vec<String>,
) -> anyhow::Result<Run> {
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
            std::thread::spawn(move || one_client(&mut client, sealed, &forms, &next))
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

fn one_client(
    client: &mut Client,
    sealed: Sealed,
    forms: &[String],
    next: &AtomicUsize,
) -> anyhow::Result<Times> {
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
        let answer = client.post_from(sealed.path(), Some(&from), form)?;
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

fn table(engine: Engine<'_>, sealed: Sealed, runs: &[Run], kept: u64) -> anyhow::Result<String> {
    let mut text = format!(
        "### Reports {} accepted over HTTP, {}\n\n\
         | clients | reports a second | p50 | p99 | longest | sealing alone, a second | of that | \
         processor time a report: server | the measuring clients | sealing alone |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
        sealed.in_words(),
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
