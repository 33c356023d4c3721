//! A new key for the team: when somebody has left, so that what comes from then on, and what lies in the database
//! from then on, opens no more with a key that they may have copied.
//!
//! First, in one transaction: the leaver is shut out, the new key is made, and it is wrapped for everybody who
//! holds the old one. Then, a hundred at a time and in the background, the key of each report and incident is
//! wrapped anew and its old wrap removed. What is left to do can be read from the wraps themselves, so the work goes on
//! where it stopped, whoever signs in next with both keys.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use domain::fact::Digest;
use domain::member::MemberState;
use domain::{Entry, Fact, IncidentId, MemberId, Permission, ReportId, Subject};
use seal::{KeyPair, PublicKey, SecretSeed};
use store::{MemberRow, OnDuty, OrganisationRow, WrapRow, Writing};

use super::team_wrap_context;
use crate::error::ServiceError;
use crate::house::House;
use crate::keyring::{SignedIn, TeamKeys};
use crate::record::Recording;
use crate::sealing::{self, TEAM};

/// So many keys are wrapped anew in one transaction: others wait no longer than that.
pub(super) const BATCH: u32 = 100;

/// How far a renewal has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenewalProgress {
    /// Keys of reports and incidents that there are.
    pub all: u64,
    /// Those that are still wrapped for an older key of the team.
    pub left: u64,
}

/// The newest of the team's keys that the organisation's entries name: its epoch and the digest of its public half.
fn newest_team_key(history: &[Entry]) -> Option<(u32, Digest)> {
    history.iter().rev().find_map(|entry| match &entry.fact {
        Fact::TeamKeyRenewed { epoch, team_key } => Some((*epoch, *team_key)),
        Fact::OrganisationFounded { team_key, .. } => Some((1, *team_key)),
        _ => None,
    })
}

/// Whether the organisation's public keys are the ones that its entries name.
pub(crate) fn are_named(
    history: &[Entry],
    organisation: &OrganisationRow,
    epoch: u32,
    team: &[u8],
) -> bool {
    let founded = history.first().is_some_and(|entry| match &entry.fact {
        Fact::OrganisationFounded {
            recovery_key,
            checkpoint_key,
            ..
        } => {
            *recovery_key == Digest(seal::sha256(&organisation.recovery_public))
                && *checkpoint_key == Digest(seal::sha256(&organisation.checkpoint_public))
        }
        _ => false,
    });
    founded && newest_team_key(history) == Some((epoch, Digest(seal::sha256(team))))
}

/// A member's public sealing key, if it is the one that the ledger names.
pub(super) fn sealing_key(row: &MemberRow, history: &[Entry]) -> Result<PublicKey, ServiceError> {
    const WRONG: ServiceError =
        ServiceError::ForeignKey("a public key of a member in the database");
    let joined = Fact::MemberJoined {
        keys: Digest(seal::sha256(&row.public_keys)),
    };
    if !history.iter().any(|entry| entry.fact == joined) {
        return Err(WRONG);
    }
    let (sealing, _) = row
        .public_keys
        .split_at_checked(seal::PUBLIC_KEY_LENGTH)
        .ok_or(WRONG)?;
    Ok(PublicKey::from_bytes(sealing)?)
}

/// For whom a new key of the team is made, and by whom.
#[derive(Clone, Copy, Default)]
pub(super) struct Renewal {
    /// Who makes it, and their session; none when the recovery key does.
    pub(super) by: Option<(MemberId, [u8; 16])>,
    /// Who is shut out.
    pub(super) leaver: Option<MemberId>,
    /// Who is given it although they hold no older one.
    pub(super) also: Option<MemberId>,
}

impl Renewal {
    /// Whether a member is to have the new key.
    fn gives_to(&self, row: &MemberRow) -> bool {
        row.member.state == MemberState::Active
            && row.member.role.holds_team_key()
            && (row.member.team_epoch.is_some() || Some(row.member.id) == self.also)
            && Some(row.member.id) != self.leaver
    }
}

impl House {
    /// Makes a new key for the team and shuts a leaver out, if there is one. What was sealed before is wrapped
    /// anew by [`rewrap`](Self::rewrap).
    pub async fn renew_team_key(
        &self,
        by: &SignedIn,
        leaver: Option<MemberId>,
    ) -> Result<(), ServiceError> {
        by.actor.needs(Permission::ManageMembers)?;
        if leaver == Some(by.actor.member) {
            return Err(ServiceError::NotFound);
        }
        let keys = self.keys()?;
        let (held, _) = by.keys.team().ok_or(ServiceError::NoTeamKey)?;
        if held != keys.epoch {
            return Err(ServiceError::NoTeamKey);
        }
        self.make_team_key(Renewal {
            by: Some((by.actor.member, by.session)),
            leaver,
            also: None,
        })
        .await
    }

    /// Makes the team's next key and gives it to everybody who is to have it.
    pub(super) async fn make_team_key(&self, renewal: Renewal) -> Result<(), ServiceError> {
        let keys = self.keys()?;
        let leaver = renewal.leaver;
        let held = keys.epoch;
        let epoch = keys.epoch + 1;
        let team = KeyPair::from_seed(SecretSeed::from_random(&mut self.generator()));
        let members = self
            .store
            .read("members", |reading| {
                Box::pin(async move {
                    let mut members = Vec::new();
                    for row in reading.members().await? {
                        let history = reading.history(row.member.id.into()).await?;
                        members.push((row, history));
                    }
                    Ok::<_, ServiceError>(members)
                })
            })
            .await?;
        let mut staying = Vec::new();
        for (row, history) in members.iter().filter(|(row, _)| renewal.gives_to(row)) {
            let context = team_wrap_context(keys.organisation, row.member.id, epoch);
            let wrap = seal::wrap_secret(
                team.seed(),
                &sealing_key(row, history)?,
                &context,
                &mut self.generator(),
            );
            staying.push((row.member.id, wrap, self.random::<32>()));
        }
        let recording = Recording::now(self, renewal.by.map(|(member, _)| member));
        let salts: [[u8; 32]; 2] = std::array::from_fn(|_| self.random());
        let organisation = Subject::from(keys.organisation);
        let shared_sessions = self.settings.shared_sessions;
        let own_session = renewal.by.map(|(_, session)| session);
        let public = team.public().as_bytes().to_vec();
        let ids: Vec<MemberId> = staying.iter().map(|(id, ..)| *id).collect();
        self.store
            .write("renew the team's key", move |writing| {
                Box::pin(async move {
                    let newest = writing.team_key().await?.map(|(epoch, _)| epoch);
                    if newest != Some(held) {
                        return Err(ServiceError::ChangedMeanwhile);
                    }
                    if let Some(leaver) = leaver {
                        shut_out(writing, recording, leaver, salts[0]).await?;
                    }
                    let rows = writing.members().await?;
                    let now = rows.iter().filter(|row| renewal.gives_to(row));
                    if !now.map(|row| row.member.id).eq(ids) {
                        return Err(ServiceError::ChangedMeanwhile);
                    }
                    let fact = Fact::TeamKeyRenewed {
                        epoch,
                        team_key: Digest(seal::sha256(&public)),
                    };
                    let number = writing.last_number(organisation).await? + 1;
                    recording
                        .append(writing, organisation, number, &fact, salts[1])
                        .await?;
                    writing.add_team_key(epoch, public).await?;
                    for (member, wrap, salt) in staying {
                        let fact = Fact::TeamKeyHandedOver { epoch };
                        super::note_on_member(writing, recording, member, &fact, salt).await?;
                        writing.add_team_wrap(member, epoch, wrap).await?;
                    }
                    writing.empty_invitations().await?;
                    // What the store keeps for a session opens older keys alone: their owners sign in again.
                    if shared_sessions {
                        for session in writing.sessions().await? {
                            if Some(session.id) != own_session {
                                writing.close_session(session.id).await?;
                            }
                        }
                    }
                    Ok(())
                })
            })
            .await?;
        if let Some(leaver) = leaver {
            self.keyring.forget_member(leaver);
        }
        self.reload().await?;
        let pair = Arc::new(team);
        for (row, _) in members.iter().filter(|(row, _)| renewal.gives_to(row)) {
            for session in self.keyring.sessions_of(row.member.id) {
                session.add_team_key(epoch, Arc::clone(&pair));
            }
        }
        Ok(())
    }

    /// How far the last renewal has come.
    pub async fn renewal_progress(&self, by: &SignedIn) -> Result<RenewalProgress, ServiceError> {
        by.actor.needs(Permission::HandOverKey)?;
        let epoch = self.keys()?.epoch;
        self.store
            .read("progress of a renewal", move |reading| {
                Box::pin(async move {
                    Ok(RenewalProgress {
                        all: reading.count_wraps(TEAM, u32::MAX).await?,
                        left: reading.count_wraps(TEAM, epoch).await?,
                    })
                })
            })
            .await
    }

    /// Wraps anew what is still wrapped for an older key of the team, with the keys of that session, until
    /// nothing is left that they open or the session has ended. Gives how many were wrapped. One such work at a
    /// time; a second ends at once.
    pub async fn rewrap(&self, by: &SignedIn) -> Result<u64, ServiceError> {
        self.rewrap_with(by.session, by.actor.member, by.keys.team_keys())
            .await
    }

    /// Goes on with what a renewal has left to do, with the keys of anybody who is signed in here and has both. To be
    /// called now and then: so the work goes on wherever it stopped, at whichever desk is unlocked.
    pub async fn go_on_rewrapping(&self) -> Result<u64, ServiceError> {
        let Ok(keys) = self.keys() else { return Ok(0) };
        if keys.epoch < 2 || self.wrapped_through.load(Ordering::Relaxed) >= keys.epoch {
            return Ok(0);
        }
        match self.keyring.with_keys_of(keys.epoch) {
            Some((session, member, team)) => self.rewrap_with(session, member, team).await,
            None => Ok(0),
        }
    }

    async fn rewrap_with(
        &self,
        session: [u8; 16],
        member: MemberId,
        team: TeamKeys,
    ) -> Result<u64, ServiceError> {
        let Ok(_turn) = self.rewrapping.try_lock() else {
            return Ok(0);
        };
        let done = self.rewrap_on_duty(session, member, &team).await;
        // Others may take over at once, whether it is done or this session has ended.
        self.duties.renewal.leave().await?;
        done
    }

    async fn rewrap_on_duty(
        &self,
        session: [u8; 16],
        member: MemberId,
        team: &TeamKeys,
    ) -> Result<u64, ServiceError> {
        let mut after = None;
        let mut done = 0;
        loop {
            let keys = self.keys()?;
            let epoch = keys.epoch;
            if !self.keyring.has_session(&session) || team.of(epoch).is_none() {
                return Ok(done);
            }
            self.duties.renewal.take().await?;
            // None when another process is at it.
            let Some(duty) = self.duties.renewal.shown() else {
                return Ok(done);
            };
            let old = self
                .store
                .read("keys to wrap anew", move |reading| {
                    Box::pin(async move { reading.wraps_before(TEAM, epoch, after, BATCH).await })
                })
                .await?;
            let Some(last) = old.last() else {
                self.finish_rewrapping(epoch, duty, Some(member)).await?;
                return Ok(done);
            };
            after = Some(last.subject);
            let new = self.wrapped_anew(team, old).await?;
            done += self.keep_anew(Some(member), duty, new).await?;
        }
    }

    /// Retires the older keys when nothing is left that is wrapped for them: nobody is kept a copy of them any more.
    pub(super) async fn finish_rewrapping(
        &self,
        epoch: u32,
        duty: OnDuty,
        member: Option<MemberId>,
    ) -> Result<(), ServiceError> {
        let recording = Recording::now(self, member);
        let organisation = Subject::from(self.keys()?.organisation);
        let salt = self.random();
        let is_done = self
            .store
            .write("retire the team's older keys", move |writing| {
                Box::pin(async move {
                    writing.on_duty(&duty).await?;
                    let newest = writing.team_key().await?.map(|(epoch, _)| epoch);
                    if newest != Some(epoch) || writing.count_wraps(TEAM, epoch).await? > 0 {
                        return Ok(false);
                    }
                    if writing.drop_team_wraps_before(epoch).await? > 0 {
                        let number = writing.last_number(organisation).await? + 1;
                        let fact = Fact::TeamKeysRetired { before: epoch };
                        recording
                            .append(writing, organisation, number, &fact, salt)
                            .await?;
                    }
                    Ok::<_, ServiceError>(true)
                })
            })
            .await?;
        if is_done {
            self.wrapped_through.store(epoch, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Unwraps and wraps, on as many threads as there are.
    async fn wrapped_anew(
        &self,
        team: &TeamKeys,
        old: Vec<WrapRow>,
    ) -> Result<Vec<(WrapRow, WrapRow)>, ServiceError> {
        let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let size = old.len().div_ceil(threads).max(1);
        let keys = self.keys()?;
        let mut parts = Vec::new();
        for part in old.chunks(size) {
            let (part, team, keys) = (part.to_vec(), team.clone(), Arc::clone(&keys));
            let randomness = Arc::clone(&self.randomness);
            parts.push(tokio::task::spawn_blocking(move || {
                let mut generator = crate::ports::Generator(&*randomness);
                let mut new = Vec::with_capacity(part.len());
                for row in part {
                    let Some(pair) = team.of(row.epoch) else {
                        continue;
                    };
                    let anew = sealing::wrap_anew(&keys, &row, &pair, &mut generator)?;
                    new.push((row, anew));
                }
                Ok::<_, ServiceError>(new)
            }));
        }
        let mut all = Vec::new();
        for part in parts {
            let part = part
                .await
                .map_err(|_| ServiceError::Damaged("a key could not be wrapped"))?;
            all.extend(part?);
        }
        Ok(all)
    }

    /// Keeps what was wrapped anew, each with its entry, and removes the old.
    pub(super) async fn keep_anew(
        &self,
        member: Option<MemberId>,
        duty: OnDuty,
        new: Vec<(WrapRow, WrapRow)>,
    ) -> Result<u64, ServiceError> {
        let recording = Recording::now(self, member);
        let salts: Vec<[u8; 32]> = new.iter().map(|_| self.random()).collect();
        self.store
            .write("wrap keys anew", move |writing| {
                Box::pin(async move {
                    writing.on_duty(&duty).await?;
                    let mut done = 0;
                    for ((old, anew), salt) in new.into_iter().zip(salts) {
                        // Somebody else may have done it, or erased it, in the meantime.
                        if !writing.remove_wrap(&old).await? {
                            continue;
                        }
                        let (subject, epoch) = (anew.subject, anew.epoch);
                        writing.add_wraps(&[anew]).await?;
                        let wraps = writing.wraps_of(subject).await?;
                        let fact = Fact::KeyRewrapped {
                            epoch,
                            wraps: sealing::digest_of_wraps(&wraps),
                        };
                        note(writing, recording, subject, &fact, salt).await?;
                        done += 1;
                    }
                    Ok(done)
                })
            })
            .await
    }
}

/// Appends a fact to the report or incident whose key it is about, or to the words of a delivery, which nothing else
/// happens to.
async fn note(
    writing: &mut Writing,
    recording: Recording,
    subject: Subject,
    fact: &Fact,
    salt: [u8; 32],
) -> Result<(), ServiceError> {
    let id = *subject.as_bytes();
    if let Some(mut report) = writing.report(ReportId::from_bytes(id)).await? {
        report.allows(fact)?;
        let entry = recording
            .append(writing, subject, report.number + 1, fact, salt)
            .await?;
        report.apply(&entry)?;
        writing.update_report(&report).await?;
    } else if let Some(mut incident) = writing.incident(IncidentId::from_bytes(id)).await? {
        incident.allows(fact, recording.actor)?;
        let entry = recording
            .append(writing, subject, incident.number + 1, fact, salt)
            .await?;
        incident.apply(&entry)?;
        writing.update_incident(&incident).await?;
    } else if !writing.objects_of(subject).await?.is_empty() {
        let number = writing.last_number(subject).await? + 1;
        recording
            .append(writing, subject, number, fact, salt)
            .await?;
    } else {
        return Err(ServiceError::Damaged("a key of nothing"));
    }
    Ok(())
}

/// Suspends somebody who leaves, unless they are already.
async fn shut_out(
    writing: &mut Writing,
    recording: Recording,
    leaver: MemberId,
    salt: [u8; 32],
) -> Result<(), ServiceError> {
    let row = writing
        .member(leaver)
        .await?
        .ok_or(ServiceError::NotFound)?;
    if row.member.state != MemberState::Suspended {
        let fact = Fact::MemberSuspended {};
        super::note_on_member(writing, recording, leaver, &fact, salt).await?;
    }
    writing.close_all_sessions(leaver).await?;
    Ok(())
}
