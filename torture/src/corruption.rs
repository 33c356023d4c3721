//! A page of the database turns to noise: it must be noticed, no wrong figure may be shown, and the copy must serve.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, ensure};

use crate::check;
use crate::dice::Dice;
use crate::disk::length_of;
use crate::rounds::Count;
use crate::town::{Engine, Town};

const PAGE: u64 = 4096;
/// Tables whose rows are read for figures or opened by people.
const TABLES: [&str; 4] = ["entry", "report", "incident", "object"];
/// A started program has looked at its whole record within this.
const LOOKED_WITHIN: Duration = Duration::from_secs(30);

/// Corrupts a page while nothing runs, looks at what is said of it, and goes back to the copy.
pub(crate) fn round(town: &mut Town, dice: &mut Dice, count: &mut Count) -> anyhow::Result<()> {
    let copy = town.folder.join("copy");
    town.start()?;
    let before = shown(town)?.context("the figures are not shown although nothing is wrong")?;
    town.stop()?;
    town.copy_to(&copy)?;
    let place = corrupt(town, dice)?;
    let verified = town.command().args(["verify", "--indexes"]).output()?;
    let noticed = !verified.status.success();
    let words = [verified.stdout, verified.stderr].concat();
    if noticed && words.is_empty() {
        town.outside
            .wrong(format!("verify failed over {place} without a word"));
    }
    if serves_wrong_figures(town, &before)? {
        town.outside.wrong(format!(
            "{place} was corrupted, verify {} and the figures shown are wrong",
            if noticed {
                "noticed"
            } else {
                "noticed nothing"
            }
        ));
    }
    if !noticed {
        // Not every place of a file is read: then nothing at all may be different.
        count.harmless += 1;
        check::everything(town, dice)?;
    }
    town.put_back(&copy)
}

/// Whether a figure is shown that is not what it was. Refusing to start, or to show it, is right.
fn serves_wrong_figures(town: &mut Town, before: &serde_json::Value) -> anyhow::Result<bool> {
    // The program may end by itself here, and rightly.
    if town.start().is_err() {
        town.program = None;
        return Ok(false);
    }
    let end = std::time::Instant::now() + LOOKED_WITHIN;
    while std::time::Instant::now() < end
        && !town
            .program()?
            .said()
            .iter()
            .any(|line| line.contains("record."))
    {
        std::thread::sleep(Duration::from_millis(100));
    }
    let shown = shown(town)?;
    town.kill()?;
    Ok(shown.is_some_and(|shown| shown != *before))
}

/// The public figures without the day they were asked for; none when they are refused.
fn shown(town: &Town) -> anyhow::Result<Option<serde_json::Value>> {
    let Ok(page) = town.program()?.client().get("/en/figures.json") else {
        return Ok(None);
    };
    if page.status != 200 {
        return Ok(None);
    }
    let mut told: serde_json::Value = serde_json::from_slice(&page.body)?;
    // The head of the ledger is signed anew at each start.
    without(&mut told, &["known_on", "ledger_size"]);
    Ok(Some(told))
}

fn without(value: &mut serde_json::Value, names: &[&str]) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.retain(|name, _| !names.contains(&name.as_str()));
            for field in fields.values_mut() {
                without(field, names);
            }
        }
        serde_json::Value::Array(values) => {
            for value in values {
                without(value, names);
            }
        }
        _ => {}
    }
}

/// Noise over half a page; which, in words.
fn corrupt(town: &mut Town, dice: &mut Dice) -> anyhow::Result<String> {
    let database = town.database();
    let home = town.home();
    let file = match &mut town.engine {
        Engine::Sqlite => home.join("heard.db"),
        Engine::Postgresql(server) => {
            let tables: Vec<PathBuf> = TABLES
                .iter()
                .map(|table| server.file_of(&database, table))
                .collect::<anyhow::Result<_>>()?;
            server.stop()?;
            let filled: Vec<&Path> = tables
                .iter()
                .map(PathBuf::as_path)
                .filter(|file| length_of(file) > 0)
                .collect();
            let Some(file) = dice.one(&filled) else {
                anyhow::bail!("no table has rows");
            };
            file.to_owned()
        }
    };
    let pages = length_of(&file) / PAGE;
    ensure!(pages > 0, "{} is empty", file.display());
    let page = dice.below(pages);
    let noise = dice.bytes(PAGE as usize / 2);
    let at = page * PAGE + dice.below(PAGE / 2);
    OpenOptions::new()
        .write(true)
        .open(&file)?
        .write_all_at(&noise, at)?;
    if let Engine::Postgresql(server) = &mut town.engine {
        server.start()?;
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    Ok(format!("page {page} of {name}"))
}
