//! The house: what every use case is handed.

use std::path::PathBuf;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, RwLock};

use domain::codebook::{Codebook, Problem, ProblemKind};
use domain::{CodebookReference, OrganisationId, Timestamp};
use figures::Disclosure;
use jiff::tz::TimeZone;
use seal::{ArgonCost, PublicKey};
use store::Store;
use text::{Catalogue, Language};

use crate::counting::{Columns, PublicCache};
use crate::counts::Exchange;
use crate::duties::Duties;
use crate::error::ServiceError;
use crate::import::Drafts;
use crate::intake::{self, Intake};
use crate::keyring::Keyring;
use crate::members;
use crate::ports::{Clock, Generator, Randomness};
use crate::record_watch::RecordWatch;
use crate::throttle::Throttle;

/// What the program hands over to open a house.
pub struct SpareParts {
    /// Where everything is kept.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub randomness: Arc<dyn Randomness>,
    /// The codebook used until the organisation installs another, with its labels by language.
    pub codebook: CodebookSource,
    /// What may be set.
    pub settings: HouseSettings,
    /// 32 bytes that this installation keeps outside its database: form tokens and, but at a front door of its own, the
    /// key that signs checkpoints are derived from it. It opens no report.
    pub installation_secret: [u8; 32],
}

/// A codebook as text, with its label files.
#[derive(Debug, Clone)]
pub struct CodebookSource {
    /// The TOML text.
    pub source: String,
    /// Fluent text by language code.
    pub labels: Vec<(String, String)>,
}

impl CodebookSource {
    /// The codebook that is part of the program.
    #[must_use]
    pub fn uk() -> Self {
        Self {
            source: domain::codebook::UK.to_owned(),
            labels: domain::codebook::UK_LABELS
                .iter()
                .map(|(language, labels)| ((*language).to_owned(), (*labels).to_owned()))
                .collect(),
        }
    }
}

/// What may be set by an operator.
#[derive(Debug, Clone)]
pub struct HouseSettings {
    /// The zone in which a day begins and ends.
    pub zone: TimeZone,
    /// What a passphrase slot costs to open.
    pub argon_cost: ArgonCost,
    /// A session ends after so many seconds without a request.
    pub session_idle_seconds: i64,
    /// A session ends so many seconds after signing in, whatever happens.
    pub session_absolute_seconds: i64,
    /// Before a far-reaching act, somebody who opened their keys longer ago than so many seconds is asked again.
    pub confirmed_seconds: i64,
    /// Whoever can unseal may go on for so many seconds after joining without a second key; none where nobody is asked
    /// for one.
    pub second_key_grace_seconds: Option<i64>,
    /// Whether a session opened at one desk is good at every desk over this store, and outlives a restart: then the
    /// team's key is kept in the store for its length, sealed under the token in the cookie. Else it is in memory alone.
    pub shared_sessions: bool,
    /// The folder for files that lie on disk for a while, sealed and without a name.
    pub scratch: PathBuf,
    /// The largest file that may be sent up to be imported, in bytes.
    pub largest_upload: u64,
    /// Whether this process opens the front door alone. Then it takes no duty, signs nothing and installs no codebook: it
    /// uses the one in force, and shows the figures that another process has released.
    pub front_alone: bool,
    /// Whether limits hold for all processes over this store together. Else each counts alone.
    pub shared_counts: bool,
}

impl Default for HouseSettings {
    fn default() -> Self {
        Self {
            zone: TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC),
            argon_cost: ArgonCost::default(),
            session_idle_seconds: 30 * 60,
            session_absolute_seconds: 12 * 60 * 60,
            confirmed_seconds: 15 * 60,
            second_key_grace_seconds: Some(14 * 24 * 60 * 60),
            shared_sessions: false,
            scratch: std::env::temp_dir(),
            largest_upload: 200 << 20,
            front_alone: false,
            shared_counts: false,
        }
    }
}

/// The codebook in force with everything made from it.
pub struct InForce {
    /// The codebook.
    pub codebook: Codebook,
    /// SHA-256 of its source; the specification that ledger entries name.
    pub sha256: [u8; 32],
    /// The words of the interface and of this codebook.
    pub catalogue: Catalogue,
    /// The disclosure rule as the figures understand it.
    pub disclosure: Disclosure,
}

impl InForce {
    /// Parses and checks a codebook with its labels.
    pub fn new(source: &CodebookSource) -> Result<Self, Vec<Problem>> {
        let codebook = Codebook::parse(&source.source)?;
        let labels: Vec<(Language, String)> = source
            .labels
            .iter()
            .filter_map(|(code, labels)| Some((Language::parse(code)?, labels.clone())))
            .collect();
        let catalogue = match Catalogue::with_labels(&labels) {
            Ok(catalogue) => catalogue,
            Err(error) => {
                return Err(vec![Problem {
                    line: 1,
                    key: "labels".to_owned(),
                    kind: ProblemKind::MissingLabel,
                    message: error.to_string(),
                    mend: "mend the label file of that language".to_owned(),
                }]);
            }
        };
        let missing = codebook.check_labels(&|language, key| {
            Language::parse(language).is_some_and(|language| catalogue.has(language, key))
        });
        if !missing.is_empty() {
            return Err(missing);
        }
        let disclosure = crate::counting::disclosure_rule(&codebook.disclosure);
        Ok(Self {
            sha256: seal::sha256(source.source.as_bytes()),
            codebook,
            catalogue,
            disclosure,
        })
    }

    /// The codebook by id and version.
    #[must_use]
    pub fn reference(&self) -> CodebookReference {
        CodebookReference {
            id: self.codebook.id.clone(),
            version: self.codebook.version,
        }
    }
}

/// The organisation and the keys that everything is sealed to. All of it is public.
#[derive(Clone)]
pub struct PublicKeys {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: String,
    /// The newest epoch of the team's key.
    pub epoch: u32,
    /// The team's public key.
    pub team: PublicKey,
    /// The recovery public key.
    pub recovery: PublicKey,
    /// The origin line of the ledger's checkpoints.
    pub origin: String,
    /// The key that checks them.
    pub checkpoint_public: [u8; 32],
}

/// Store, time, randomness, codebook and keys: what every use case works with.
pub struct House {
    pub(crate) store: Store,
    pub(crate) intake: Intake,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) randomness: Arc<dyn Randomness>,
    pub(crate) settings: HouseSettings,
    pub(crate) keyring: Keyring,
    pub(crate) throttle: Throttle,
    pub(crate) exchange: Exchange,
    pub(crate) duties: Duties,
    /// By which the processes over one store tell each other apart.
    pub(crate) process: [u8; 16],
    pub(crate) columns: Columns,
    pub(crate) public_figures: PublicCache,
    pub(crate) record: RecordWatch,
    pub(crate) drafts: Drafts,
    pub(crate) passphrases: tokio::sync::Semaphore,
    /// Held by the one work that wraps keys anew.
    pub(crate) rewrapping: tokio::sync::Mutex<()>,
    /// For which of the team's keys everything is known to be wrapped.
    pub(crate) wrapped_through: AtomicU32,
    pub(crate) codebook_source: CodebookSource,
    installation_secret: [u8; 32],
    in_force: RwLock<Arc<InForce>>,
    organisation: RwLock<Standing>,
}

const FOREIGN: &str = "a public key of the organisation in the database";

/// What is known of the organisation and its public keys.
enum Standing {
    NotFounded,
    Founded(Arc<PublicKeys>),
    /// Its public keys were found exchanged: nothing is sealed until they are the ledger's again.
    Refused,
}

impl House {
    /// Opens the house: reads the organisation and the codebook in force, if there are any.
    pub async fn open(parts: SpareParts) -> Result<Self, ServiceError> {
        let in_force = InForce::new(&parts.codebook)
            .map_err(|_| ServiceError::Damaged("the codebook given has errors"))?;
        let mut process = [0; 16];
        parts.randomness.fill(&mut process);
        let house = Self {
            intake: intake::of(&parts.store),
            throttle: Throttle::new(parts.settings.shared_counts),
            exchange: Exchange::default(),
            duties: Duties::of(&parts.store, process),
            process,
            store: parts.store,
            clock: parts.clock,
            randomness: parts.randomness,
            settings: parts.settings,
            keyring: Keyring::default(),
            columns: Columns::default(),
            public_figures: PublicCache::default(),
            record: RecordWatch::default(),
            drafts: Drafts::default(),
            // Each hash takes 64 MiB: two at once is all that a small machine should do.
            passphrases: tokio::sync::Semaphore::new(2),
            rewrapping: tokio::sync::Mutex::new(()),
            wrapped_through: AtomicU32::new(0),
            codebook_source: parts.codebook,
            installation_secret: parts.installation_secret,
            in_force: RwLock::new(Arc::new(in_force)),
            organisation: RwLock::new(Standing::NotFounded),
        };
        house.reload().await?;
        if house.settings.front_alone {
            house.use_codebook_in_force().await?;
        } else {
            house.install_given_codebook().await?;
        }
        Ok(house)
    }

    /// Reads the organisation and its public keys again, and refuses keys that the ledger doesn't name: whoever
    /// exchanged one in the database would have everything sealed to themselves.
    pub async fn reload(&self) -> Result<(), ServiceError> {
        let read = self.read_organisation().await;
        let standing = match &read {
            Ok(Some(keys)) => Standing::Founded(Arc::clone(keys)),
            Ok(None) => return Ok(()),
            Err(ServiceError::ForeignKey(_)) => Standing::Refused,
            Err(_) => return read.map(drop),
        };
        *self
            .organisation
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = standing;
        read.map(drop)
    }

    async fn read_organisation(&self) -> Result<Option<Arc<PublicKeys>>, ServiceError> {
        let found = self
            .store
            .read("organisation", |reading| {
                Box::pin(async move {
                    let Some((organisation, team)) =
                        reading.organisation().await?.zip(reading.team_key().await?)
                    else {
                        return Ok(None);
                    };
                    let history = reading.organisation_history(organisation.id).await?;
                    if !members::are_named(&history, &organisation, team.0, &team.1) {
                        return Err(ServiceError::ForeignKey(FOREIGN));
                    }
                    Ok(Some((organisation, team)))
                })
            })
            .await?;
        let Some((organisation, (epoch, team))) = found else {
            return Ok(None);
        };
        Ok(Some(Arc::new(PublicKeys {
            organisation: organisation.id,
            name: organisation.name,
            epoch,
            team: PublicKey::from_bytes(&team)?,
            recovery: PublicKey::from_bytes(&organisation.recovery_public)?,
            origin: organisation.origin,
            checkpoint_public: organisation.checkpoint_public,
        })))
    }

    /// The organisation's public keys; refused while one in the database is not the ledger's.
    pub fn keys(&self) -> Result<Arc<PublicKeys>, ServiceError> {
        match &*self
            .organisation
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
        {
            Standing::Founded(keys) => Ok(Arc::clone(keys)),
            Standing::NotFounded => Err(ServiceError::NotFounded),
            Standing::Refused => Err(ServiceError::ForeignKey(FOREIGN)),
        }
    }

    /// The codebook in force.
    #[must_use]
    pub fn in_force(&self) -> Arc<InForce> {
        Arc::clone(
            &self
                .in_force
                .read()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        )
    }

    /// Another codebook is in force from now on.
    pub(crate) fn put_in_force(&self, in_force: InForce) {
        *self
            .in_force
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(in_force);
    }

    /// What was set for this house.
    #[must_use]
    pub fn settings(&self) -> &HouseSettings {
        &self.settings
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Today, where the organisation is.
    #[must_use]
    pub fn today(&self) -> jiff::civil::Date {
        self.now().day(&self.settings.zone)
    }

    /// The calendar day of a moment, where the organisation is.
    #[must_use]
    pub fn day_of(&self, moment: Timestamp) -> jiff::civil::Date {
        moment.day(&self.settings.zone)
    }

    /// `N` bytes that nobody can guess.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.randomness.fill(&mut bytes);
        bytes
    }

    /// A generator for the `seal` crate.
    pub(crate) fn generator(&self) -> Generator<'_> {
        Generator(&*self.randomness)
    }

    /// A key derived from the installation's secret for one purpose.
    #[must_use]
    pub fn installation_key(&self, purpose: &str) -> [u8; 32] {
        seal::keyed_hash(&self.installation_secret, purpose.as_bytes())
    }

    /// How much memory guesses at passphrases have gone over since the house was opened, in KiB: the same for a
    /// name that exists and one that does not.
    #[must_use]
    pub fn spent_on_guesses(&self) -> u64 {
        self.throttle.spent()
    }

    /// Whether the store answers and takes what we write; for a health check.
    pub async fn is_well(&self) -> bool {
        self.store
            .read("health", |reading| {
                Box::pin(async move { reading.is_of_this_version().await })
            })
            .await
            .is_ok()
    }

    /// Finishes what was accepted and lets go of the store.
    pub async fn close(&self) {
        self.keyring.forget_all();
        self.store.clone().close().await;
    }
}
