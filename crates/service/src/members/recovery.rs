//! Nobody is left who can unseal: with the recovery key the team gets a new key, which is given to somebody who has
//! joined, and every key that was wrapped for recovery is wrapped for it.

use domain::member::MemberState;
use domain::{Fact, MemberId, Subject};
use seal::wrap::RECOVERY;
use seal::{KeyPair, RecoveryKit};
use store::WrapRow;

use super::name_key;
use super::renewal::{BATCH, Renewal};
use crate::error::ServiceError;
use crate::house::House;
use crate::record::Recording;
use crate::sealing::{self, TEAM};

/// What the recovery key opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recovered {
    /// Keys that are now wrapped for the team's new key.
    pub opened: u64,
    /// Keys whose wrap for recovery doesn't open. They stay as they were.
    pub refused: u64,
}

impl House {
    /// Makes a new key for the team with the recovery key and gives it to the member of that name, who has joined with a
    /// role that may hold it. That it was done is an entry of the ledger, kept before anything is opened.
    ///
    /// Run again after it was interrupted, it does what is left.
    pub async fn open_with_recovery(
        &self,
        kit: &RecoveryKit,
        name: &str,
    ) -> Result<Recovered, ServiceError> {
        self.reload().await?;
        let keys = self.keys()?;
        let recovery = KeyPair::from_seed(kit.seed().clone());
        if recovery.public().as_bytes() != keys.recovery.as_bytes() {
            return Err(ServiceError::OtherRecoveryKey);
        }
        let member = self.member_for_recovery(name).await?;
        let organisation = Subject::from(keys.organisation);
        let recording = Recording::now(self, None);
        let salt = self.random();
        self.store
            .write("record that the recovery key is used", move |writing| {
                Box::pin(async move {
                    let number = writing.last_number(organisation).await? + 1;
                    let fact = Fact::RecoveryKeyUsed { member };
                    recording
                        .append(writing, organisation, number, &fact, salt)
                        .await?;
                    Ok::<_, ServiceError>(())
                })
            })
            .await?;
        self.make_team_key(Renewal {
            also: Some(member),
            ..Renewal::default()
        })
        .await?;
        let done = self.wrap_from_recovery(&recovery).await;
        self.duties.renewal.leave().await?;
        done
    }

    async fn member_for_recovery(&self, name: &str) -> Result<MemberId, ServiceError> {
        let name_key = name_key(name);
        self.store
            .read("member by name", move |reading| {
                Box::pin(async move { reading.member_by_name(&name_key).await })
            })
            .await?
            .filter(|row| {
                row.member.state == MemberState::Active && row.member.role.holds_team_key()
            })
            .map(|row| row.member.id)
            .ok_or(ServiceError::NotFound)
    }

    async fn wrap_from_recovery(&self, recovery: &KeyPair) -> Result<Recovered, ServiceError> {
        let keys = self.keys()?;
        let epoch = keys.epoch;
        let mut done = Recovered {
            opened: 0,
            refused: 0,
        };
        let mut after = None;
        loop {
            self.duties.renewal.take().await?;
            let duty = self
                .duties
                .renewal
                .shown()
                .ok_or(ServiceError::ChangedMeanwhile)?;
            let pairs = self
                .store
                .read("keys to wrap anew", move |reading| {
                    Box::pin(async move {
                        let mut pairs = Vec::new();
                        for old in reading.wraps_before(TEAM, epoch, after, BATCH).await? {
                            let bytes = reading.wrap(old.subject, RECOVERY, 0).await?;
                            pairs.push((old, bytes));
                        }
                        Ok::<_, ServiceError>(pairs)
                    })
                })
                .await?;
            let Some((last, _)) = pairs.last() else {
                self.finish_rewrapping(epoch, duty, None).await?;
                return Ok(done);
            };
            after = Some(last.subject);
            let mut new = Vec::with_capacity(pairs.len());
            for (old, bytes) in pairs {
                let for_recovery = WrapRow {
                    recipient: RECOVERY,
                    epoch: 0,
                    bytes: bytes.unwrap_or_default(),
                    ..old
                };
                match sealing::wrap_anew(&keys, &for_recovery, recovery, &mut self.generator()) {
                    Ok(anew) => new.push((old, anew)),
                    Err(ServiceError::Sealed(_)) => done.refused += 1,
                    Err(error) => return Err(error),
                }
            }
            done.opened += self.keep_anew(None, duty, new).await?;
        }
    }
}
