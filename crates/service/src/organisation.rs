//! Founding the organisation: its team and recovery keys and the first administrator.

use std::sync::Arc;

use domain::fact::Digest;
use domain::{Fact, MemberId, OrganisationId, Role, Subject};
use ledger::Checkpoint;
use seal::{KeyPair, MemberSecret, PassphraseSlot, RecoveryKit, SecretSeed};
use store::{MemberRow, OrganisationRow};

use crate::error::ServiceError;
use crate::house::{House, InForce};
use crate::members::{self, NewMember};
use crate::record::Recording;

/// For what the checkpoint key is derived from an installation's secret.
pub(crate) const CHECKPOINT_KEY: &str = "ledger checkpoints";

/// What the first page asks for.
pub struct Founding {
    /// What the organisation is called.
    pub organisation: String,
    /// What the first administrator is called.
    pub name: String,
    /// Their passphrase.
    pub passphrase: String,
}

/// What founding gives: shown once, kept by people.
pub struct Founded {
    /// The recovery key, to print.
    pub recovery_kit: String,
    /// The first administrator.
    pub administrator: MemberId,
}

impl House {
    /// The token of the first-run link: the same for this installation until it is used.
    #[must_use]
    pub fn first_run_token(&self) -> String {
        hex::encode(&self.installation_key("first-run link")[..16])
    }

    /// Whether the organisation has been founded.
    #[must_use]
    pub fn is_founded(&self) -> bool {
        self.keys().is_ok()
    }

    /// Founds the organisation: team and recovery keys, the first codebook, the first administrator.
    ///
    /// The recovery seed is not kept anywhere; the team's seed is kept wrapped for the administrator,
    /// who hands it on and may not use it (`docs/decisions/`, custody).
    pub async fn found(&self, token: &str, founding: Founding) -> Result<Founded, ServiceError> {
        if !seal::constant_time_eq(token.as_bytes(), self.first_run_token().as_bytes()) {
            return Err(ServiceError::LinkGone);
        }
        if self.is_founded() {
            return Err(ServiceError::AlreadyFounded);
        }
        let organisation_name = members::usable_name(&founding.organisation)?;
        let name = members::usable_name(&founding.name)?;
        members::strong_enough(&founding.passphrase, &[&name, &organisation_name])?;

        let organisation = OrganisationId::from_bytes(self.random());
        let team = KeyPair::from_seed(SecretSeed::from_random(&mut self.generator()));
        let recovery = KeyPair::from_seed(SecretSeed::from_random(&mut self.generator()));
        let checkpoint_public = Checkpoint::public_key(&self.checkpoint_seed());
        let secret = MemberSecret::from_random(&mut self.generator());
        let slot = self.make_slot(&founding.passphrase, &secret).await?;
        let administrator = MemberId::from_bytes(self.random());
        let wrapped_team =
            members::wrap_team(self, organisation, administrator, 1, team.seed(), &secret);

        let in_force = self.in_force();
        let recording = Recording::now(self, None);
        let row = OrganisationRow {
            id: organisation,
            name: organisation_name,
            founded: recording.at,
            recovery_public: recovery.public().as_bytes().to_vec(),
            checkpoint_public,
            origin: origin_of(organisation),
        };
        let facts = [
            Fact::OrganisationFounded {
                team_key: Digest(team.public().fingerprint()),
                recovery_key: Digest(recovery.public().fingerprint()),
                checkpoint_key: Digest(seal::sha256(&checkpoint_public)),
            },
            Fact::CodebookInstalled {
                codebook: in_force.reference(),
                sha256: Digest(in_force.sha256),
            },
        ];
        let new_member = NewMember {
            id: administrator,
            role: Role::Administrator,
            name: name.clone(),
            public_keys: members::public_keys(&secret),
            slot,
            team_wrap: Some((1, wrapped_team)),
        };
        let salts: [[u8; 32]; 5] = std::array::from_fn(|_| self.random());
        let team_public = team.public().as_bytes().to_vec();
        let (codebook, specification, source) = (
            in_force.reference(),
            in_force.sha256,
            self.codebook_source.clone(),
        );
        self.store
            .write("found the organisation", move |writing| {
                Box::pin(async move {
                    if writing.organisation().await?.is_some() {
                        return Err(ServiceError::AlreadyFounded);
                    }
                    writing.found(&row).await?;
                    writing.add_team_key(1, team_public).await?;
                    writing
                        .add_codebook(
                            &codebook.id,
                            codebook.version,
                            specification,
                            source.source,
                            source.labels,
                        )
                        .await?;
                    for (number, (fact, salt)) in facts.iter().zip(&salts).enumerate() {
                        recording
                            .append(writing, row.id.into(), number as u32 + 1, fact, *salt)
                            .await?;
                    }
                    members::keep_new(
                        writing,
                        recording,
                        &new_member,
                        [salts[2], salts[3], salts[4]],
                    )
                    .await
                })
            })
            .await?;
        self.reload().await?;
        let recovery_kit = RecoveryKit::new(SecretSeed::from_bytes(*recovery.seed().expose()))
            .text()
            .to_string();
        Ok(Founded {
            recovery_kit,
            administrator,
        })
    }

    /// The key that signs this installation's checkpoints.
    pub(crate) fn checkpoint_seed(&self) -> [u8; 32] {
        self.installation_key(CHECKPOINT_KEY)
    }

    /// Makes a passphrase slot without holding up other requests, two at a time.
    pub(crate) async fn make_slot(
        &self,
        passphrase: &str,
        secret: &MemberSecret,
    ) -> Result<Vec<u8>, ServiceError> {
        let _turn = self
            .passphrases
            .acquire()
            .await
            .map_err(|_| ServiceError::Damaged("closed"))?;
        let (passphrase, secret, cost) = (
            passphrase.to_owned(),
            secret.clone(),
            self.settings.argon_cost,
        );
        let randomness = Arc::clone(&self.randomness);
        tokio::task::spawn_blocking(move || {
            PassphraseSlot::create(
                &passphrase,
                &secret,
                cost,
                &mut crate::ports::Generator(&*randomness),
            )
        })
        .await
        .map_err(|_| ServiceError::Damaged("a passphrase could not be worked on"))
    }

    /// Installs the codebook that the program was started with, when it is newer than the one kept.
    pub(crate) async fn install_given_codebook(&self) -> Result<(), ServiceError> {
        let Ok(keys) = self.keys() else { return Ok(()) };
        let in_force: Arc<InForce> = self.in_force();
        let organisation = Subject::from(keys.organisation);
        let recording = Recording::now(self, None);
        let salt = self.random();
        let (reference, sha256, source) = (
            in_force.reference(),
            in_force.sha256,
            self.codebook_source.clone(),
        );
        self.store
            .write("install a codebook", move |writing| {
                Box::pin(async move {
                    match writing.codebook(&reference.id, reference.version).await? {
                        Some(kept) if kept.sha256 == sha256 => Ok(()),
                        Some(_) => Err(ServiceError::Damaged(
                            "the codebook given has the id and version of another that is in use; raise its version",
                        )),
                        None => {
                            let number = writing.last_number(organisation).await? + 1;
                            writing
                                .add_codebook(&reference.id, reference.version, sha256, source.source, source.labels)
                                .await?;
                            let fact = Fact::CodebookInstalled { codebook: reference, sha256: Digest(sha256) };
                            recording.append(writing, organisation, number, &fact, salt).await?;
                            Ok(())
                        }
                    }
                })
            })
            .await
    }
}

/// The name of an organisation's ledger in its checkpoints.
pub(crate) fn origin_of(organisation: OrganisationId) -> String {
    format!("heard/{organisation}")
}

/// The row of a member as first kept.
pub(crate) fn member_row(member: domain::Member, name: &str, public_keys: Vec<u8>) -> MemberRow {
    MemberRow {
        member,
        name: name.to_owned(),
        name_key: members::name_key(name),
        language: "en".to_owned(),
        public_keys,
    }
}
