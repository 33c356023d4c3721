//! What is done now and then while a program serves: by one process for all of them, and by each for itself.

use domain::Timestamp;
use store::{CodebookRow, Duty, OnDuty, Store};

use crate::counts::old_counts;
use crate::error::ServiceError;
use crate::house::{CodebookSource, House, InForce};

/// The work that one process does for all.
pub(crate) struct Duties {
    /// Growing the tree and signing the ledger's head: only by an installation that holds its key.
    ledger: Duty,
    /// Looking over the record, forgetting what has run out.
    upkeep: Duty,
}

impl Duties {
    pub(crate) fn of(store: &Store, process: [u8; 16]) -> Self {
        Self {
            ledger: store.duty("ledger", process),
            upkeep: store.duty("upkeep", process),
        }
    }
}

impl House {
    /// Takes the duties that nobody has, or keeps those that this process has. To be called every second.
    pub async fn take_duties(&self) -> Result<(), ServiceError> {
        if self.settings.front_alone {
            return Ok(());
        }
        if self.signs_the_ledger() {
            self.duties.ledger.take().await?;
        }
        self.duties.upkeep.take().await?;
        Ok(())
    }

    /// Gives up all duties, so that others can take them at once.
    pub async fn leave_duties(&self) -> Result<(), ServiceError> {
        self.duties.ledger.leave().await?;
        self.duties.upkeep.leave().await?;
        Ok(())
    }

    /// Shows that this process signs the ledger now; none when another does.
    #[must_use]
    pub fn on_ledger_duty(&self) -> Option<OnDuty> {
        self.duties.ledger.shown()
    }

    /// Shows that this process keeps the record in order now; none when another does.
    #[must_use]
    pub fn on_upkeep_duty(&self) -> Option<OnDuty> {
        self.duties.upkeep.shown()
    }

    /// Forgets for all processes what has run out: sessions, invitations, what was counted.
    pub async fn forget_what_ran_out(&self, duty: OnDuty) -> Result<(), ServiceError> {
        let now = self.now();
        let idle = self.settings.session_idle_seconds;
        self.store
            .write("forget what ran out", move |writing| {
                Box::pin(async move {
                    writing.on_duty(&duty).await?;
                    writing.drop_expired_sessions(now).await?;
                    writing.drop_expired_invitations(now).await?;
                    let sessions = writing.sessions().await?;
                    for session in sessions
                        .iter()
                        .filter(|session| session.seen.plus_seconds(idle) <= now)
                    {
                        writing.close_session(session.id).await?;
                    }
                    let (told, day) = old_counts(now);
                    writing.drop_old_counts(told, day).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Wipes from this process the keys of sessions that ended, here or elsewhere.
    pub async fn forget_ended_sessions(&self) -> Result<(), ServiceError> {
        // Nobody signs in at a front door: it holds no key, and may not read who is signed in.
        if self.settings.front_alone {
            return Ok(());
        }
        let now = self.now();
        let idle = self.settings.session_idle_seconds;
        let open = self
            .store
            .read("open sessions", move |reading| {
                Box::pin(async move {
                    let sessions = reading.sessions().await?;
                    Ok::<_, ServiceError>(
                        sessions
                            .into_iter()
                            .filter(|session| {
                                session.expires > now && session.seen.plus_seconds(idle) > now
                            })
                            .map(|session| session.token_hash)
                            .collect(),
                    )
                })
            })
            .await?;
        self.keyring.keep_only(&open);
        self.throttle.tidy();
        Ok(())
    }

    /// Follows what other processes did that this one keeps in memory: the founding, a newer codebook, what came of
    /// looking over the record. To be called every second.
    pub async fn follow(&self) -> Result<(), ServiceError> {
        if !self.is_founded() {
            self.reload().await?;
            if self.settings.front_alone {
                self.use_codebook_in_force().await?;
            }
        }
        let known = self.in_force().reference();
        let (checked, newer, team) = self
            .store
            .read("follow other processes", move |reading| {
                Box::pin(async move {
                    reading.is_of_this_version().await?;
                    let checked = reading.record_check().await?;
                    let newest = reading.newest_codebook().await?;
                    let is_newer = newest.is_some_and(|newest| {
                        newest.id == known.id && newest.version > known.version
                    });
                    let newer = if is_newer {
                        reading.codebook_in_force().await?
                    } else {
                        None
                    };
                    let team = reading.team_key().await?.map(|(epoch, _)| epoch);
                    Ok::<_, ServiceError>((checked, newer, team))
                })
            })
            .await?;
        if let Some((at, is_sound)) = checked {
            self.record.note(at, is_sound);
        }
        if team.is_some() && team != self.keys().ok().map(|keys| keys.epoch) {
            self.reload().await?;
        }
        if let Some(row) = newer {
            self.put_in_force(as_installed(row)?);
        }
        Ok(())
    }

    /// Uses the codebook that was installed last, whatever this process was started with.
    pub(crate) async fn use_codebook_in_force(&self) -> Result<(), ServiceError> {
        let row = self
            .store
            .read("codebook in force", |reading| {
                Box::pin(async move { Ok::<_, ServiceError>(reading.codebook_in_force().await?) })
            })
            .await?;
        if let Some(row) = row {
            self.put_in_force(as_installed(row)?);
        }
        Ok(())
    }

    /// Keeps for the other processes what came of looking over the record.
    pub(crate) async fn tell_record_check(
        &self,
        duty: OnDuty,
        at: Timestamp,
        is_sound: bool,
    ) -> Result<(), ServiceError> {
        self.store
            .write("what came of looking over the record", move |writing| {
                Box::pin(async move {
                    writing.on_duty(&duty).await?;
                    writing.set_record_check(at, is_sound).await?;
                    Ok(())
                })
            })
            .await
    }
}

/// A codebook as it was installed, ready for use.
fn as_installed(row: CodebookRow) -> Result<InForce, ServiceError> {
    let source = CodebookSource {
        source: row.source,
        labels: row.labels,
    };
    let in_force = InForce::new(&source).map_err(|_| {
        ServiceError::Damaged("a newer codebook was installed that this version can't read")
    })?;
    if in_force.sha256 != row.sha256 {
        return Err(ServiceError::Damaged("a codebook is not the one installed"));
    }
    Ok(in_force)
}
