//! A new key for the team: how long the keys of all reports take to be wrapped anew, and how long signing in takes.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::ensure;

use crate::engine::{Engine, engines};
use crate::program::{ADMINISTRATOR, form_token};
use crate::reports::Sealed;
use crate::times::Times;
use crate::{Order, machine, reports};

/// How many reports lie there; so many are to be wrapped anew in a minute.
const REPORTS: usize = 10_000;
const CLIENTS: usize = 8;
/// Fewer than the tries that a name has in a minute.
const SIGN_INS: usize = 4;
const PAGE: &str = "/en/desk/members/renewal";

pub(crate) fn measure(order: &Order) -> anyhow::Result<String> {
    let mut text = "### A new key for the team\n\n\
        | engine | reports | wrapped anew in | a second | processor time a report | signing in, longest of 4 |\n\
        | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for engine in engines(order) {
        text.push_str(&on(order, engine)?);
    }
    Ok(text.trim_end().to_owned())
}

fn on(order: &Order, engine: Engine<'_>) -> anyhow::Result<String> {
    let reports = if order.quick { REPORTS / 20 } else { REPORTS };
    let place = engine.place()?;
    let program = place.start(order)?;
    program.found()?;
    let forms = reports::forms(&program, reports)?;
    reports::send(&program, CLIENTS, Sealed::OnArrival, forms)?;
    let mut times = Times::default();
    let mut administrator = program.signed_in(ADMINISTRATOR)?;
    for _ in 1..SIGN_INS {
        let started = Instant::now();
        administrator = program.signed_in(ADMINISTRATOR)?;
        times.push(started.elapsed());
    }
    let token = form_token(
        &administrator
            .get(PAGE)?
            .expect(200, "the page of a renewal")?
            .text(),
    )?;
    let used = machine::processor_seconds(program.process())?;
    let started = Instant::now();
    administrator
        .post(PAGE, &[("form-token", &token)])?
        .expect(303, "a new key")?;
    loop {
        let page = administrator.get(PAGE)?.expect(200, "the progress")?;
        if !page.text().contains("<progress") {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let lasted = started.elapsed().as_secs_f64();
    let used = machine::processor_seconds(program.process())? - used;
    program.stop()?;
    let kept = reports::kept(order, &place)?;
    ensure!(kept == reports as u64, "{kept} of {reports} reports");
    let mut row = String::new();
    writeln!(
        row,
        "| {} | {reports} | {lasted:.1} s | {:.0} | {:.2} ms | {:.0} ms |",
        engine.name(),
        reports as f64 / lasted,
        used / reports as f64 * 1e3,
        times.longest()
    )?;
    Ok(row)
}
