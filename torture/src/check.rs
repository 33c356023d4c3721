//! After each round: is everything there that was acknowledged, once, and does it open?

use std::collections::HashSet;
use std::sync::Arc;

use anyhow::Context as _;
use domain::{IncidentId, Timestamp};
use seal::Receipt;
use service::ports::{Clock, Randomness};
use service::{CodebookSource, House, HouseSettings, SignedIn, SpareParts};
use store::Store;
use testkit::outside::program::PASSPHRASE;

use crate::desk::SENIOR;
use crate::dice::Dice;
use crate::told::{Fate, Outside};
use crate::town::Town;

/// So many reports of earlier rounds are opened again.
const OLDER: u64 = 10;

struct MachineClock;

impl Clock for MachineClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microseconds(jiff::Timestamp::now().as_microsecond())
    }
}

struct MachineRandomness;

impl Randomness for MachineRandomness {
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the operating system gives random bytes");
    }
}

/// Looks at everything; whatever is wrong is noted.
pub(crate) fn everything(town: &Town, dice: &mut Dice) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(reports_and_incidents(town, dice))?;
    drop(runtime);
    record(town)?;
    figures(town)
}

async fn open(town: &Town) -> anyhow::Result<(Store, House)> {
    let store = Store::open_existing(&town.url()?).await?;
    let secret = std::fs::read_to_string(town.own_folder().join("installation.key"))?;
    let mut installation_secret = [0; 32];
    hex::decode_to_slice(secret.trim(), &mut installation_secret)?;
    let parts = SpareParts {
        store: store.clone(),
        clock: Arc::new(MachineClock),
        randomness: Arc::new(MachineRandomness),
        codebook: CodebookSource::uk(),
        settings: HouseSettings::default(),
        installation_secret,
    };
    Ok((store, House::open(parts).await?))
}

async fn reports_and_incidents(town: &Town, dice: &mut Dice) -> anyhow::Result<()> {
    let (store, house) = open(town).await?;
    let token = house.sign_in(SENIOR, PASSPHRASE, "desk").await?.token;
    let by = house
        .signed_in(&token, "desk")
        .await?
        .context("a session")?;
    let told: Vec<(usize, String, String, bool)> = {
        let known = town.outside.known();
        let told = known.reports.iter().enumerate();
        told.filter_map(|(place, told)| match &told.fate {
            Fate::Kept(words) => Some((place, words.clone(), told.story.clone(), told.opened)),
            Fate::Unknown(_) => None,
        })
        .collect()
    };
    let mut seen = HashSet::new();
    for (place, words, story, opened) in &told {
        let locator = Receipt::from_words(words)
            .map_err(|error| anyhow::anyhow!("an acknowledged receipt does not read: {error}"))?
            .locator();
        let found = store
            .read("report by receipt", move |reading| {
                Box::pin(async move { reading.report_by_locator(locator).await })
            })
            .await?;
        let Some((report, _)) = found else {
            town.outside.wrong(format!("LOST: {story}"));
            continue;
        };
        if !seen.insert(report.id) {
            town.outside
                .wrong(format!("one report under two receipts: {story}"));
        }
        if !opened || dice.below(told.len() as u64) < OLDER {
            look_into(&house, &by, &town.outside, report.id, story).await?;
            if let Some(told) = town.outside.known().reports.get_mut(*place) {
                told.opened = true;
            }
        }
    }
    let kept = store
        .read("reports", |reading| {
            Box::pin(async move { reading.count_reports(&store::InboxFilter::default()).await })
        })
        .await?;
    if kept != told.len() as u64 {
        town.outside.wrong(format!(
            "DOUBLED or LOST: {} reports are acknowledged and {kept} are kept",
            told.len()
        ));
    }
    incidents(town, &store).await?;
    house.close().await;
    Ok(())
}

async fn look_into(
    house: &House,
    by: &SignedIn,
    outside: &Outside,
    id: domain::ReportId,
    story: &str,
) -> anyhow::Result<()> {
    let opened = house.open_report(by, id).await?;
    let held = opened.answers.iter().any(|answer| {
        let is_story = |line: &domain::form::DisplayLine| {
            matches!(line, domain::form::DisplayLine::Text(text) if text == story)
        };
        answer.question == "story" && answer.lines.iter().any(is_story)
    });
    if !held {
        outside.wrong(format!("a report does not hold what was told: {story}"));
    }
    Ok(())
}

async fn incidents(town: &Town, store: &Store) -> anyhow::Result<()> {
    let kept = store
        .read("incidents", |reading| {
            Box::pin(async move { reading.incidents_after(None, u32::MAX).await })
        })
        .await?;
    let mut known = town.outside.known();
    let mut wrong = Vec::new();
    for (id, made) in &known.incidents {
        let id: IncidentId = id
            .parse()
            .map_err(|_| anyhow::anyhow!("an incident's id"))?;
        let Some(incident) = kept.iter().find(|incident| incident.id == id) else {
            wrong.push(format!("LOST: incident {id}"));
            continue;
        };
        if let Some(coded) = &made.coded {
            let has = |code: &String| incident.coding.facets.has("category", code);
            if !has(coded) && !made.maybe.iter().any(has) {
                wrong.push(format!("LOST: the coding of incident {id}"));
            }
        }
    }
    let (least, most) = (
        known.incidents.len() as u64,
        known.incidents.len() as u64 + known.maybe_made,
    );
    if !(least..=most).contains(&(kept.len() as u64)) {
        wrong.push(format!(
            "{} incidents are kept; {least} were acknowledged and {} may have been",
            kept.len(),
            known.maybe_made
        ));
    }
    // What was unknown is known now.
    known.maybe_made = 0;
    for incident in kept {
        known.incidents.entry(incident.id.to_string()).or_default();
    }
    drop(known);
    for what in wrong {
        town.outside.wrong(what);
    }
    Ok(())
}

/// `heard verify`: the ledger, every record and every sealed object fit.
fn record(town: &Town) -> anyhow::Result<()> {
    let said = town
        .command()
        .args(["verify", "--format", "json"])
        .output()?;
    let told: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap_or_default();
    if !said.status.success() {
        town.outside.wrong(format!(
            "the record does not hold: {told} {}",
            String::from_utf8_lossy(&said.stderr)
        ));
        return Ok(());
    }
    let (reports, incidents) = {
        let known = town.outside.known();
        (known.kept(), known.incidents.len() as u64)
    };
    for (what, expected) in [("reports", reports), ("incidents", incidents)] {
        let counted = told[what].as_str().and_then(|number| number.parse().ok());
        if counted != Some(expected) {
            town.outside
                .wrong(format!("verify counts {counted:?} {what}, not {expected}"));
        }
    }
    Ok(())
}

/// `heard stats`: the figure of reports is the number of those that were acknowledged.
fn figures(town: &Town) -> anyhow::Result<()> {
    let said = town
        .command()
        .args([
            "stats",
            "--internal",
            "--format",
            "json",
            "--unit",
            "reports",
        ])
        .output()?;
    let told: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap_or_default();
    let (counted, kept) = (
        told[0]["base"]["value"].as_u64(),
        town.outside.known().kept(),
    );
    if counted != Some(kept) {
        town.outside.wrong(format!(
            "the figure of reports is {counted:?}, not {kept}: {}",
            String::from_utf8_lossy(&said.stderr)
        ));
    }
    Ok(())
}
