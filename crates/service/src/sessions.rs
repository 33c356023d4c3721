//! Signing in and out. Signing in unlocks the person's keys; they live in that session's memory, and, where several
//! desks share sessions, in the store under the token that is in the cookie alone.

use std::sync::Arc;

use domain::fact::SlotKind;
use domain::member::MemberState;
use domain::{Actor, Fact, MemberId, Permission, Timestamp};
use seal::{KeyPair, MemberSecret, PassphraseSlot};
use store::{MemberRow, SessionRow};

use crate::error::ServiceError;
use crate::house::House;
use crate::keyring::{SessionKeys, SignedIn, TeamKeys};
use crate::members;
use crate::record::Recording;

/// A new session: the token goes into the browser's cookie and nowhere else.
pub struct NewSession {
    /// 64 hexadecimal digits.
    pub token: String,
    /// The member's role, to know which page comes first.
    pub role: domain::Role,
}

/// An open session as shown to its owner.
pub struct SessionLine {
    /// Its id, for closing it.
    pub id: [u8; 16],
    /// When it was opened.
    pub opened: Timestamp,
    /// When it was last used.
    pub seen: Timestamp,
    /// Whether it is the one asking.
    pub is_this: bool,
}

/// `seen` is written at most once in so many seconds: a page view should not cost a disk flush.
const SEEN_GRAIN_SECONDS: i64 = 60;

impl House {
    /// Signs in with name and passphrase. Unknown names take the same time and give the same answer.
    pub async fn sign_in(
        &self,
        name: &str,
        passphrase: &str,
        door: &str,
    ) -> Result<NewSession, ServiceError> {
        let name_key = members::name_key(name);
        self.may_guess(&name_key)?;
        let found = self
            .store
            .read("member by name", move |reading| {
                Box::pin(async move {
                    let Some(row) = members::by_typed_name(reading, &name_key).await? else {
                        return Ok(None);
                    };
                    let slots = reading.slots(row.member.id).await?;
                    let wraps = reading.team_wraps(row.member.id).await?;
                    Ok::<_, ServiceError>(Some((row, slots, wraps)))
                })
            })
            .await?;
        let found = found.filter(|(row, ..)| row.member.state == MemberState::Active);
        let slot = found.as_ref().and_then(|(_, slots, _)| {
            slots
                .iter()
                .find(|slot| slot.kind == SlotKind::Passphrase.code())
                .map(|slot| slot.bytes.clone())
        });
        let secret = self.open_slot(slot, passphrase).await?;
        let (Some((row, _, wraps)), Some(secret)) = (found, secret) else {
            return Err(ServiceError::WrongCredentials);
        };
        let keys = self.keys()?;
        let mut team = TeamKeys::default();
        for (epoch, wrap) in wraps {
            let context = members::team_wrap_context(keys.organisation, row.member.id, epoch);
            let seed = seal::unwrap_secret(&wrap, &secret.key_pair(), &context)?;
            team.add(epoch, Arc::new(KeyPair::from_seed(seed)));
        }
        self.open_session(&row, team, door).await
    }

    /// Refuses one more guess at the keys of that name, when there were many.
    pub(crate) fn may_guess(&self, name_key: &str) -> Result<(), ServiceError> {
        let name_hash = seal::keyed_hash(&self.installation_key("throttle"), name_key.as_bytes());
        if self.throttle.allows(&name_hash) {
            Ok(())
        } else {
            Err(ServiceError::TooManyTries)
        }
    }

    /// Opens a passphrase slot, or does the same work where there is none.
    pub(crate) async fn open_slot(
        &self,
        slot: Option<Vec<u8>>,
        passphrase: &str,
    ) -> Result<Option<MemberSecret>, ServiceError> {
        let _turn = self
            .passphrases
            .acquire()
            .await
            .map_err(|_| ServiceError::Damaged("closed"))?;
        let (passphrase, cost) = (passphrase.to_owned(), self.settings.argon_cost);
        let spent = slot.as_deref().map_or(Ok(cost), PassphraseSlot::cost);
        if let Ok(spent) = spent {
            self.throttle.spend(spent);
        }
        tokio::task::spawn_blocking(move || match slot {
            Some(slot) => PassphraseSlot::open(&slot, &passphrase).ok(),
            None => {
                // The work is what counts: an unknown name must not be answered sooner.
                PassphraseSlot::open_nothing(&passphrase, cost).ok()
            }
        })
        .await
        .map_err(|_| ServiceError::Damaged("a passphrase could not be worked on"))
    }

    async fn open_session(
        &self,
        row: &MemberRow,
        team: TeamKeys,
        door: &str,
    ) -> Result<NewSession, ServiceError> {
        let token: [u8; 32] = self.random();
        let now = self.now();
        let session = SessionRow {
            token_hash: seal::token_hash(&token),
            id: self.random(),
            member: row.member.id,
            opened: now,
            seen: now,
            expires: now.plus_seconds(self.settings.session_absolute_seconds),
            door: door.to_owned(),
        };
        let (token_hash, id) = (session.token_hash, session.id);
        let sealed = if self.settings.shared_sessions {
            self.sealed_for_session(&token, &session, &team)
        } else {
            None
        };
        self.store
            .write("open a session", move |writing| {
                Box::pin(async move {
                    writing.drop_expired_sessions(now).await?;
                    writing.add_session(&session).await?;
                    if let Some((epoch, sealed)) = sealed {
                        writing.add_session_key(token_hash, epoch, sealed).await?;
                    }
                    Ok::<_, ServiceError>(())
                })
            })
            .await?;
        self.keyring.keep(
            token_hash,
            row.member.id,
            id,
            Arc::new(SessionKeys::new(team)),
        );
        Ok(NewSession {
            token: hex::encode(token),
            role: row.member.role,
        })
    }

    /// Who is behind a session token shown at a door; none when the session ended, was closed, lost its keys, or was
    /// opened at another door.
    pub async fn signed_in(
        &self,
        token: &str,
        door: &str,
    ) -> Result<Option<SignedIn>, ServiceError> {
        let Ok(token) = members::parse_token(token) else {
            return Ok(None);
        };
        let token_hash = seal::token_hash(&token);
        let held = self.keyring.find(&token_hash);
        if held.is_none() && !self.settings.shared_sessions {
            return Ok(None);
        }
        let grace = self.settings.second_key_grace_seconds;
        let newest_held = held
            .as_ref()
            .and_then(|keys| keys.team())
            .map(|(epoch, _)| epoch);
        // Another desk may have kept newer keys for this session since.
        let newest = self.keys().ok().map(|keys| keys.epoch);
        let is_behind = self.settings.shared_sessions && newest_held < newest;
        let is_held = held.is_some();
        let found = self
            .store
            .read("session", move |reading| {
                Box::pin(async move {
                    // Each statement is a trip to the database, and this comes before every page.
                    let Some((session, row)) = reading.signed_in(token_hash).await? else {
                        return Ok(None);
                    };
                    let holds = row.member.role.holds_team_key();
                    let sealed = if is_held && !(is_behind && holds) {
                        None
                    } else {
                        reading.session_key(token_hash).await?
                    };
                    let actor = Actor {
                        member: row.member.id,
                        role: row.member.role,
                    };
                    let second_key =
                        members::second_key_due(reading, actor, session.opened, grace).await?;
                    Ok::<_, ServiceError>(Some((session, row, second_key, sealed)))
                })
            })
            .await?;
        // At another door it is nobody's, and stays open where it belongs: whoever shows it here can't end it.
        if found
            .as_ref()
            .is_some_and(|(session, ..)| session.door != door)
        {
            return Ok(None);
        }
        let now = self.now();
        let Some((session, row, second_key, sealed)) = found.filter(|(session, row, ..)| {
            row.member.state == MemberState::Active
                && session.expires > now
                && session
                    .seen
                    .plus_seconds(self.settings.session_idle_seconds)
                    > now
        }) else {
            self.keyring.forget(&token_hash);
            self.store
                .write("end a session", move |writing| {
                    Box::pin(async move {
                        if let Some(session) = writing.find_session(token_hash).await? {
                            writing.close_session(session.id).await?;
                        }
                        Ok::<_, ServiceError>(())
                    })
                })
                .await?;
            return Ok(None);
        };
        let newest_kept = sealed.as_ref().map(|(epoch, _)| *epoch);
        let keys = match held {
            Some(keys) if newest_kept <= newest_held => keys,
            _ => match self.keys_of_session(&token, &session, sealed) {
                Some(keys) => keys,
                None => return Ok(None),
            },
        };
        // The team's key was renewed, or handed over, while this session was open here: other desks are told.
        if self.settings.shared_sessions
            && keys.kept() < newest_held
            && let Some((epoch, sealed)) =
                self.sealed_for_session(&token, &session, &keys.team_keys())
        {
            self.store
                .write("keep the keys of a session", move |writing| {
                    Box::pin(async move {
                        let was_there = writing
                            .replace_session_key(token_hash, epoch, sealed.clone())
                            .await?;
                        if !was_there && writing.find_session(token_hash).await?.is_some() {
                            writing.add_session_key(token_hash, epoch, sealed).await?;
                        }
                        Ok::<_, ServiceError>(())
                    })
                })
                .await?;
            keys.note_kept(epoch);
        }
        let confirmed = keys.confirmed().unwrap_or(session.opened);
        if session.seen.plus_seconds(SEEN_GRAIN_SECONDS) <= now {
            let expires = session.expires;
            self.store
                .write("touch a session", move |writing| {
                    Box::pin(async move { writing.touch_session(token_hash, now, expires).await })
                })
                .await?;
        }
        Ok(Some(SignedIn {
            actor: Actor {
                member: row.member.id,
                role: row.member.role,
            },
            name: row.name,
            session: session.id,
            second_key,
            confirmed: confirmed.plus_seconds(self.settings.confirmed_seconds) > now,
            form_key: seal::keyed_hash(&self.installation_key("desk forms"), &token_hash),
            keys,
        }))
    }

    /// The team's keys as the store keeps them for a session, under its token: each with its epoch and length. None when
    /// the session has none.
    fn sealed_for_session(
        &self,
        token: &[u8; 32],
        session: &SessionRow,
        team: &TeamKeys,
    ) -> Option<(u32, Vec<u8>)> {
        let (newest, _) = team.newest()?;
        let mut sealed = Vec::new();
        for (epoch, pair) in team.all() {
            let context = session_context(session.id, session.member, epoch);
            let wrap = seal::wrap_for_token(token, pair.seed(), &context, &mut self.generator());
            sealed.extend(epoch.to_be_bytes());
            sealed.extend((wrap.len() as u16).to_be_bytes());
            sealed.extend(wrap);
        }
        Some((newest, sealed))
    }

    /// Takes the keys of a session that was opened at another desk, or before a restart; none when what is kept doesn't
    /// open with the token.
    fn keys_of_session(
        &self,
        token: &[u8; 32],
        session: &SessionRow,
        sealed: Option<(u32, Vec<u8>)>,
    ) -> Option<Arc<SessionKeys>> {
        let mut team = TeamKeys::default();
        let sealed = sealed.map(|(_, sealed)| sealed).unwrap_or_default();
        let mut left = sealed.as_slice();
        while !left.is_empty() {
            let (epoch, rest) = left.split_first_chunk::<4>()?;
            let (length, rest) = rest.split_first_chunk::<2>()?;
            let (wrap, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
            left = rest;
            let epoch = u32::from_be_bytes(*epoch);
            let context = session_context(session.id, session.member, epoch);
            let seed = seal::unwrap_for_token(token, wrap, &context).ok()?;
            team.add(epoch, Arc::new(KeyPair::from_seed(seed)));
        }
        let keys = Arc::new(SessionKeys::new(team));
        self.keyring.keep(
            session.token_hash,
            session.member,
            session.id,
            Arc::clone(&keys),
        );
        Some(keys)
    }

    /// Ends one's own session and wipes its keys.
    pub async fn sign_out(&self, by: &SignedIn) -> Result<(), ServiceError> {
        self.close_own_session(by, by.session).await
    }

    /// One's own open sessions.
    pub async fn own_sessions(&self, by: &SignedIn) -> Result<Vec<SessionLine>, ServiceError> {
        let member = by.actor.member;
        let rows = self
            .store
            .read("sessions", move |reading| {
                Box::pin(async move { reading.sessions_of(member).await })
            })
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| SessionLine {
                id: row.id,
                opened: row.opened,
                seen: row.seen,
                is_this: row.id == by.session,
            })
            .collect())
    }

    /// Closes one of one's own sessions.
    pub async fn close_own_session(
        &self,
        by: &SignedIn,
        session: [u8; 16],
    ) -> Result<(), ServiceError> {
        let member = by.actor.member;
        let closed = self
            .store
            .write("close a session", move |writing| {
                Box::pin(async move {
                    let own = writing
                        .sessions_of(member)
                        .await?
                        .iter()
                        .any(|row| row.id == session);
                    if own {
                        writing.close_session(session).await?;
                    }
                    Ok::<_, ServiceError>(own)
                })
            })
            .await?;
        if !closed {
            return Err(ServiceError::NotFound);
        }
        self.keyring.forget_session(&session);
        Ok(())
    }

    /// Closes all sessions of a colleague, who may sign in again at once: for a device that was lost or left open.
    pub async fn close_sessions_of(
        &self,
        by: &SignedIn,
        member: MemberId,
    ) -> Result<(), ServiceError> {
        by.actor.needs(Permission::ManageMembers)?;
        if member == by.actor.member {
            return Err(ServiceError::NotFound);
        }
        let recording = Recording::now(self, Some(by.actor.member));
        let salt = self.random();
        self.store
            .write("close a colleague's sessions", move |writing| {
                Box::pin(async move {
                    let fact = Fact::SessionsClosed {};
                    members::note_on_member(writing, recording, member, &fact, salt).await?;
                    writing.close_all_sessions(member).await?;
                    Ok::<_, ServiceError>(())
                })
            })
            .await?;
        self.keyring.forget_member(member);
        Ok(())
    }

    /// Closes all of one's own sessions, this one too.
    pub async fn close_own_sessions(&self, by: &SignedIn) -> Result<(), ServiceError> {
        let member: MemberId = by.actor.member;
        self.store
            .write("close all sessions", move |writing| {
                Box::pin(async move { writing.close_all_sessions(member).await })
            })
            .await?;
        self.keyring.forget_member(member);
        Ok(())
    }
}

/// What the sealed key of a session is bound to.
fn session_context(session: [u8; 16], member: MemberId, epoch: u32) -> Vec<u8> {
    let mut context = b"session".to_vec();
    context.extend_from_slice(&session);
    context.extend_from_slice(member.as_bytes());
    context.extend_from_slice(&epoch.to_be_bytes());
    context
}
