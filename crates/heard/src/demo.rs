//! `heard serve --demo`: a small invented town to walk around in.
//!
//! The same store and the same services as in real life, over a folder that goes when the program ends. Three years
//! of reports are told, read, coded and checked one after the other, with a clock that is set back for it.

mod clock;
mod dice;
mod people;
mod plan;
mod play;
mod posted;
mod scenes;
mod telling;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use jiff::civil::Date;
use seal::ArgonCost;
use service::ports::{Clock as _, Randomness as _};
use service::{CodebookSource, House, HouseSettings, SpareParts};
use store::{DatabaseUrl, Store};
use tempfile::TempDir;

use crate::config::Settings;
use crate::print;
use crate::system::SystemRandomness;
use clock::TownClock;
use plan::Plan;
use scenes::Scene;

/// What the town's reporting service is called. There is no place of this name.
const ORGANISATION: &str = "Calderwath Listening Service";
/// How far back the town remembers: about three years.
const DAYS: i32 = 1_095;
/// The same number tells the same stories on the same day.
const SEED: u64 = 5;

/// The demo's town, with its members and all they have heard.
pub(crate) struct Town {
    /// The house, ready to be served.
    pub(crate) house: Arc<House>,
    /// The secret words of one report, for coming back to it.
    words: String,
    /// The day of the march after which reports rose.
    march: Date,
    /// Where everything is kept; goes with this value.
    _folder: TempDir,
}

impl Town {
    /// Builds the town. The codebook is the program's own, whatever is set: the stories are coded with it.
    pub(crate) async fn build(settings: &Settings) -> anyhow::Result<Self> {
        if settings.codebook.is_some() {
            print::aside("The demo uses the codebook of the program, not the one that is set.");
        }
        print::aside("Building a demo: an invented town with three years of reports …");
        Self::built(DAYS).await
    }

    /// Builds a town that remembers so many days.
    async fn built(days: i32) -> anyhow::Result<Self> {
        let folder = folder()?;
        let store = Store::open(&DatabaseUrl::from_data_folder(folder.path())).await?;
        let clock = Arc::new(TownClock::default());
        let settings = HouseSettings {
            // Everybody knows the passphrase of the demo's members: there is nothing to protect.
            argon_cost: ArgonCost::for_tests(),
            // They joined years ago, and nobody keeps a paper for them.
            second_key_grace_seconds: None,
            ..HouseSettings::default()
        };
        let zone = settings.zone.clone();
        let mut installation_secret = [0; 32];
        SystemRandomness.fill(&mut installation_secret);

        let scenes = Scene::all().context("the demo's scenes")?;
        let plan = Plan::new(&scenes, SEED, clock.now().seconds(), &zone, days)?;
        clock.stand_at(plan.founded);
        let parts = SpareParts {
            store,
            clock: Arc::clone(&clock) as Arc<dyn service::ports::Clock>,
            randomness: Arc::new(SystemRandomness),
            codebook: CodebookSource::uk(),
            settings,
            installation_secret,
        };
        let house = Arc::new(House::open(parts).await?);
        let staff = people::move_in(&house, ORGANISATION).await?;
        let march = plan.march;
        let words = play::play(&house, &clock, &staff, plan).await?;
        staff.leave(&house).await?;
        clock.run();
        Ok(Self {
            house,
            words,
            march,
            _folder: folder,
        })
    }

    /// Says where to go and who one can be.
    pub(crate) fn introduce(&self, address: &str) {
        let members: Vec<Vec<String>> = people::MEMBERS
            .iter()
            .map(|(name, role)| vec![format!("    {name}"), role.code().to_owned()])
            .collect();
        for line in [
            String::new(),
            "This is a demo. The town, everybody in it and everything they tell are invented; the names of the areas"
                .to_owned(),
            "are those of the codebook. What you do here is gone when the program ends.".to_owned(),
            String::new(),
            format!("  the front door     {address}/en"),
            format!("  the figures        {address}/en/figures (look at the weeks after {})", self.march),
            format!("  the staff's desk   {address}/en/desk"),
            format!("  a report to come back to: {address}/en/status"),
            format!("    {}", self.words),
            String::new(),
            format!("  Sign in at the desk as any of these, with the passphrase: {}", people::PASSPHRASE),
            print::columns(&members),
            String::new(),
        ] {
            print::aside(line);
        }
    }
}

/// A folder that goes by itself: in memory where the system has a place for it, so that nothing meets the disk.
fn folder() -> anyhow::Result<TempDir> {
    let named = |place: &Path| {
        tempfile::Builder::new()
            .prefix("heard-demo-")
            .tempdir_in(place)
    };
    named(Path::new("/dev/shm"))
        .or_else(|_| named(&std::env::temp_dir()))
        .context("a temporary folder for the demo could not be made")
}
