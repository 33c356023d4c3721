//! A founded house over a store of its own, with members who can sign in.

use std::sync::{Arc, Mutex, PoisonError};

use domain::form::Answers;
use domain::{ReportId, Role};
use service::intake::{Arrival, ArrivalBy, Received};
use service::organisation::Founding;
use service::ports::Randomness as _;
use service::{CodebookSource, House, HouseSettings, SignedIn, SpareParts};
use store::{DatabaseUrl, Store};
use tempfile::TempDir;

use crate::clock::FakeClock;
use crate::randomness::SeededRandomness;

/// The passphrase of every member of a test house.
pub const PASSPHRASE: &str = "copper lantern over quiet harbour";

/// What the administrator of a test house is called.
const ADMINISTRATOR: &str = "Avery Administrator";

/// A house for tests: its store lies in a folder that goes with it.
pub struct TestHouse {
    /// The house.
    pub house: Arc<House>,
    /// Its clock.
    pub clock: FakeClock,
    /// Where its database lies.
    pub folder: TempDir,
    /// The recovery kit as printed.
    pub recovery_kit: String,
    randomness: Arc<SeededRandomness>,
    codebook: CodebookSource,
    administrator: Mutex<Option<String>>,
}

impl TestHouse {
    /// A founded house with the codebook of the program.
    ///
    /// # Panics
    /// When it can't be made.
    pub async fn founded() -> Self {
        Self::founded_with(CodebookSource::uk()).await
    }

    /// A founded house with another codebook.
    ///
    /// # Panics
    /// When it can't be made.
    pub async fn founded_with(codebook: CodebookSource) -> Self {
        let mut made = Self::unfounded_with(codebook).await;
        let founding = Founding {
            organisation: "Trial Reporting Centre".to_owned(),
            name: ADMINISTRATOR.to_owned(),
            passphrase: PASSPHRASE.to_owned(),
        };
        let founded = made
            .house
            .found(&made.house.first_run_token(), founding)
            .await
            .expect("a house is founded");
        made.recovery_kit = founded.recovery_kit;
        made
    }

    /// A house that nobody has founded yet.
    ///
    /// # Panics
    /// When it can't be made.
    pub async fn unfounded_with(codebook: CodebookSource) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let clock = FakeClock::at_noon(2026, 11, 16);
        let randomness = Arc::new(SeededRandomness::new(7));
        let house = open(&folder, &clock, &randomness, codebook.clone()).await;
        let administrator = Mutex::new(None);
        Self {
            house,
            clock,
            folder,
            recovery_kit: String::new(),
            randomness,
            codebook,
            administrator,
        }
    }

    /// Opens the same store again with the same codebook, as after a restart.
    ///
    /// # Panics
    /// When it can't be opened.
    pub async fn restart(&mut self) {
        self.restart_with(self.codebook.clone()).await;
    }

    /// Opens the same store again with another codebook.
    ///
    /// # Panics
    /// When it can't be opened.
    pub async fn restart_with(&mut self, codebook: CodebookSource) {
        self.house.close().await;
        self.codebook = codebook;
        self.house = open(
            &self.folder,
            &self.clock,
            &self.randomness,
            self.codebook.clone(),
        )
        .await;
    }

    /// Another house over the same store, as a second program beside the first, that shares its sessions and counts
    /// with others like it.
    ///
    /// # Panics
    /// When it can't be opened.
    pub async fn sharing_house(&self) -> Arc<House> {
        let settings = HouseSettings {
            argon_cost: seal::ArgonCost::for_tests(),
            shared_sessions: true,
            shared_counts: true,
            ..HouseSettings::default()
        };
        open_with(
            &self.folder,
            &self.clock,
            &self.randomness,
            self.codebook.clone(),
            settings,
        )
        .await
    }

    /// A house over another store, opened with the same secret by the same clock.
    ///
    /// # Panics
    /// When it can't be opened.
    pub async fn over(&self, store: Store) -> Arc<House> {
        let settings = HouseSettings {
            argon_cost: seal::ArgonCost::for_tests(),
            ..HouseSettings::default()
        };
        open_over(
            store,
            &self.clock,
            &self.randomness,
            self.codebook.clone(),
            settings,
        )
        .await
    }

    /// The administrator, signed in; in the same session each time, for as long as it lasts: a house lets
    /// nobody try often to sign in.
    ///
    /// # Panics
    /// When signing in fails.
    pub async fn administrator(&self) -> SignedIn {
        let held = self
            .administrator
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(token) = held
            && let Some(signed_in) = self
                .house
                .signed_in(&token, "both")
                .await
                .expect("a session is looked up")
        {
            return signed_in;
        }
        let token = self.session(ADMINISTRATOR).await;
        *self
            .administrator
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(token.clone());
        self.house
            .signed_in(&token, "both")
            .await
            .expect("a session is looked up")
            .expect("a session is open")
    }

    /// A new member of that role, signed in.
    ///
    /// # Panics
    /// When a step fails.
    pub async fn member(&self, name: &str, role: Role) -> SignedIn {
        let administrator = self.administrator().await;
        let link = self
            .house
            .invite(Some(&administrator), name, role)
            .await
            .expect("an invitation");
        self.house
            .accept_invitation(&link.token, PASSPHRASE)
            .await
            .expect("a member joins");
        self.sign_in(name).await
    }

    /// Signs a member in.
    ///
    /// # Panics
    /// When signing in fails.
    pub async fn sign_in(&self, name: &str) -> SignedIn {
        let token = self.session(name).await;
        self.house
            .signed_in(&token, "both")
            .await
            .expect("a session is looked up")
            .expect("a session is open")
    }

    /// The token of a new session of a member, as a browser's cookie holds it.
    ///
    /// # Panics
    /// When signing in fails.
    pub async fn session(&self, name: &str) -> String {
        self.house
            .sign_in(name, PASSPHRASE, "both")
            .await
            .expect("signing in")
            .token
    }

    /// Sends a report with that story by the public page.
    ///
    /// # Panics
    /// When it isn't received.
    pub async fn report(&self, story: &str) -> Received {
        self.report_of(&report_form(story)).await
    }

    /// Sends a report with those fields of the form by the public page.
    ///
    /// # Panics
    /// When it isn't received.
    pub async fn report_of(&self, posted: &[(String, String)]) -> Received {
        let mut seed = [0; 32];
        self.randomness.fill(&mut seed);
        let answers = answers_of(&self.house, posted);
        let arrival = Arrival {
            seed,
            language: "en",
            channel: "web-form",
            answers: &answers,
            by: ArrivalBy::Reporter,
        };
        self.house
            .receive(&arrival)
            .await
            .expect("a report is received")
    }

    /// A report's id, for those who only need that there is one.
    ///
    /// # Panics
    /// When it isn't received.
    pub async fn some_report(&self) -> ReportId {
        self.report("A neighbour shouted at me because of my faith.")
            .await
            .report
    }
}

async fn open(
    folder: &TempDir,
    clock: &FakeClock,
    randomness: &Arc<SeededRandomness>,
    codebook: CodebookSource,
) -> Arc<House> {
    let settings = HouseSettings {
        argon_cost: seal::ArgonCost::for_tests(),
        ..HouseSettings::default()
    };
    open_with(folder, clock, randomness, codebook, settings).await
}

async fn open_with(
    folder: &TempDir,
    clock: &FakeClock,
    randomness: &Arc<SeededRandomness>,
    codebook: CodebookSource,
    settings: HouseSettings,
) -> Arc<House> {
    let store = Store::open(&DatabaseUrl::from_data_folder(folder.path()))
        .await
        .expect("a store opens");
    open_over(store, clock, randomness, codebook, settings).await
}

async fn open_over(
    store: Store,
    clock: &FakeClock,
    randomness: &Arc<SeededRandomness>,
    codebook: CodebookSource,
    settings: HouseSettings,
) -> Arc<House> {
    let parts = SpareParts {
        store,
        clock: Arc::new(clock.clone()),
        randomness: Arc::clone(randomness) as Arc<dyn service::ports::Randomness>,
        codebook,
        settings,
        installation_secret: [9; 32],
    };
    Arc::new(House::open(parts).await.expect("a house opens"))
}

/// The fields of the program's report form with only the story filled in.
#[must_use]
pub fn report_form(story: &str) -> Vec<(String, String)> {
    vec![("story".to_owned(), story.to_owned())]
}

/// What the form in force makes of posted fields.
///
/// # Panics
/// When the form refuses them.
#[must_use]
pub fn answers_of(house: &House, posted: &[(String, String)]) -> Answers {
    house
        .in_force()
        .codebook
        .form
        .read(posted, house.today())
        .expect("the form takes it")
}
