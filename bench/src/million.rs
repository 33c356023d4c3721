//! A million incidents on either engine: importing them, checking the whole record, and the pages over them.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context as _, ensure};
use testkit::outside::program;

use crate::engine::{Engine, Place, Watch, engines};
use crate::{Order, deliveries, importing, pages};

/// So often the FBI's file makes a million incidents.
const COPIES: u64 = 5;

pub(crate) fn measure(order: &Order) -> anyhow::Result<String> {
    let Some(file) = program::fbi_file() else {
        return Ok(format!("### A million incidents\n\n{}", deliveries::ABSENT));
    };
    let folder = program::folder()?;
    let files = deliveries::copies(&file, folder.path(), if order.quick { 1 } else { COPIES })?;
    let mut text = String::new();
    for engine in engines(order) {
        let place = engine.place()?;
        place.found(order)?;
        let imported =
            importing::import(order, engine, &place, Path::new("fbi-hate-crime"), &files)?;
        let checked = check(order, engine, &place)?;
        write!(
            text,
            "### {} incidents on {}\n\n\
             Imported in {:.0} s with at most {:.0} MB of memory, {:.0} MB on the disk. {checked}\n\n{}\n\n",
            imported.added,
            engine.name(),
            imported.wall.as_secs_f64(),
            imported.spent.memory as f64 * 1024.0 / 1e6,
            place.megabytes()?,
            pages::table(order, &place)?,
        )?;
    }
    Ok(text.trim_end().to_owned())
}

/// Checks the whole record; what that took, in a sentence.
fn check(order: &Order, engine: Engine<'_>, place: &Place) -> anyhow::Result<String> {
    let started = Instant::now();
    let child = place
        .command(&order.program)
        .args(["verify", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut watch = Watch::begin(engine, child.id())?;
    // It writes one line, so its pipe never fills.
    let waiting = std::thread::spawn(move || child.wait_with_output());
    while !waiting.is_finished() {
        watch.look()?;
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let wall = started.elapsed();
    let said = waiting.join().ok().context("waiting for verify")??;
    ensure!(
        said.status.success(),
        "the record does not hold: {} {}",
        String::from_utf8_lossy(&said.stdout),
        String::from_utf8_lossy(&said.stderr)
    );
    let told: serde_json::Value = serde_json::from_slice(&said.stdout)?;
    let spent = watch.end();
    let beside = match engine {
        Engine::Sqlite => String::new(),
        Engine::Postgres(_) => format!(" and {:.1} s of the engine's", spent.engine),
    };
    Ok(format!(
        "`heard verify` checked {} entries in {:.1} s with {:.1} s of processor time{beside} and at most {:.0} MB.",
        told["entries"]
            .as_str()
            .context("how many entries were checked")?,
        wall.as_secs_f64(),
        spent.process,
        spent.memory as f64 * 1024.0 / 1e6,
    ))
}
