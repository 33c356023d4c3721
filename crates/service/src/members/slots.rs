//! What opens a member's own keys: changing the passphrase, printing a second key, and coming back with it.

use domain::fact::{Digest, SlotKind};
use domain::member::MemberState;
use domain::{Actor, Entry, Fact, MemberId, Timestamp};
use seal::{MemberSecret, PaperSlot, RecoveryKit, SecretSeed, Zeroizing};
use store::{Reading, SlotRow};

use super::{name_key, note_on_member, strong_enough};
use crate::error::ServiceError;
use crate::house::House;
use crate::keyring::SignedIn;
use crate::record::Recording;

/// What a member has that opens their keys.
pub struct OwnSlots {
    /// When the passphrase was last chosen; none before they joined.
    pub passphrase_set: Option<Timestamp>,
    /// When the paper key was made; none if there is none.
    pub paper_made: Option<Timestamp>,
}

/// Somebody who can unseal has one way to their keys only, and needs a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondKeyDue {
    /// Until when they may go on without.
    pub due: Timestamp,
    /// Whether nothing else is let through any more.
    pub insisted: bool,
}

/// When a slot of that kind was made, by the history of its member.
fn made(history: &[Entry], kind: SlotKind) -> Option<Timestamp> {
    history
        .iter()
        .rev()
        .find(|entry| match &entry.fact {
            Fact::KeySlotSet { slot, .. } => *slot == kind,
            Fact::MemberJoined { .. } => kind == SlotKind::Passphrase,
            _ => false,
        })
        .map(|entry| entry.at)
}

fn slot_of(slots: &[SlotRow], kind: SlotKind) -> Option<&[u8]> {
    slots
        .iter()
        .find(|slot| slot.kind == kind.code())
        .map(|slot| slot.bytes.as_slice())
}

/// Whether a member who can unseal still lacks a second key, and until when they may. A session that was opened
/// before that day is not cut off in the middle of somebody's work.
pub(crate) async fn second_key_due(
    reading: &mut Reading,
    actor: Actor,
    session_opened: Timestamp,
    grace_seconds: Option<i64>,
) -> Result<Option<SecondKeyDue>, ServiceError> {
    let Some(grace_seconds) = grace_seconds.filter(|_| actor.role.holds_team_key()) else {
        return Ok(None);
    };
    let slots = reading.slots(actor.member).await?;
    if slot_of(&slots, SlotKind::Paper).is_some() {
        return Ok(None);
    }
    let history = reading.history(actor.member.into()).await?;
    let joined = history
        .iter()
        .find(|entry| matches!(entry.fact, Fact::MemberJoined { .. }));
    Ok(joined.map(|joined| {
        let due = joined.at.plus_seconds(grace_seconds);
        SecondKeyDue {
            due,
            insisted: due <= session_opened,
        }
    }))
}

impl House {
    /// What the member has that opens their keys.
    pub async fn own_slots(&self, by: &SignedIn) -> Result<OwnSlots, ServiceError> {
        let member = by.actor.member;
        let history = self
            .store
            .read("history of a member", move |reading| {
                Box::pin(async move { reading.history(member.into()).await })
            })
            .await?;
        Ok(OwnSlots {
            passphrase_set: made(&history, SlotKind::Passphrase),
            paper_made: made(&history, SlotKind::Paper),
        })
    }

    /// Changes one's own passphrase; the one in use must be given. All other sessions of the member are closed:
    /// whoever changes a passphrase may have reason to.
    pub async fn change_passphrase(
        &self,
        by: &SignedIn,
        current: &str,
        new: &str,
    ) -> Result<(), ServiceError> {
        strong_enough(new, &[&by.name, &self.keys()?.name])?;
        let secret = self.open_own(by, current).await?;
        let slot = self.make_slot(new, &secret).await?;
        self.set_slot(
            by.actor.member,
            SlotKind::Passphrase,
            slot,
            Some(by.session),
        )
        .await
    }

    /// Makes a paper key and gives its text, to be printed; an earlier one opens nothing any more. The passphrase
    /// is asked again: a desk left open must not be enough to take a key home.
    pub async fn make_paper_key(
        &self,
        by: &SignedIn,
        passphrase: &str,
    ) -> Result<Zeroizing<String>, ServiceError> {
        let secret = self.open_own(by, passphrase).await?;
        let member = by.actor.member;
        let paper = SecretSeed::from_random(&mut self.generator());
        let slot = PaperSlot::create(&paper, member.as_bytes(), &secret, &mut self.generator());
        self.set_slot(member, SlotKind::Paper, slot, Some(by.session))
            .await?;
        Ok(RecoveryKit::new(paper).text())
    }

    /// Sets a new passphrase with the paper key, for somebody who lost theirs. Unknown names, people without a
    /// paper key and wrong keys get the same answer after the same work. All sessions of the member are closed.
    pub async fn reset_passphrase(
        &self,
        name: &str,
        paper_key: &str,
        new: &str,
    ) -> Result<(), ServiceError> {
        let name_key = name_key(name);
        strong_enough(new, &[name, &self.keys()?.name])?;
        // A slip in a typed key shows by its checksum, before anything is tried.
        let paper = RecoveryKit::parse(paper_key)
            .map_err(ServiceError::MistypedKey)?
            .seed()
            .clone();
        self.may_guess(&name_key)?;
        let found = self
            .store
            .read("member by name", move |reading| {
                Box::pin(async move {
                    let Some(row) = super::by_typed_name(reading, &name_key).await? else {
                        return Ok(None);
                    };
                    let slots = reading.slots(row.member.id).await?;
                    Ok::<_, ServiceError>(Some((row.member, slots)))
                })
            })
            .await?
            .filter(|(member, _)| member.state == MemberState::Active);
        let opened = match found.as_ref().and_then(|(member, slots)| {
            slot_of(slots, SlotKind::Paper).map(|slot| (member.id, slot))
        }) {
            Some((member, slot)) => {
                PaperSlot::open(slot, &paper, member.as_bytes()).map(|secret| (member, secret))
            }
            None => PaperSlot::open_nothing(&paper)
                .map(|secret| (MemberId::from_bytes([0; 16]), secret)),
        };
        let Ok((member, secret)) = opened else {
            return Err(ServiceError::WrongCredentials);
        };
        let slot = self.make_slot(new, &secret).await?;
        self.set_slot(member, SlotKind::Passphrase, slot, None)
            .await
    }

    /// Confirms with the passphrase that it is still them, for the far-reaching acts of the next minutes. It holds for
    /// this session; another process asks again.
    pub async fn confirm(&self, by: &SignedIn, passphrase: &str) -> Result<(), ServiceError> {
        self.open_own(by, passphrase).await?;
        by.keys.confirm(self.now());
        Ok(())
    }

    /// The secret of somebody who is signed in, opened again by their passphrase.
    async fn open_own(
        &self,
        by: &SignedIn,
        passphrase: &str,
    ) -> Result<MemberSecret, ServiceError> {
        self.may_guess(&name_key(&by.name))?;
        let member = by.actor.member;
        let slots = self
            .store
            .read("slots", move |reading| {
                Box::pin(async move { reading.slots(member).await })
            })
            .await?;
        let slot = slot_of(&slots, SlotKind::Passphrase).map(<[u8]>::to_vec);
        self.open_slot(slot, passphrase)
            .await?
            .ok_or(ServiceError::WrongCredentials)
    }

    /// Keeps a slot in place of the one of its kind, and closes the member's sessions but one.
    async fn set_slot(
        &self,
        member: MemberId,
        kind: SlotKind,
        slot: Vec<u8>,
        stays: Option<[u8; 16]>,
    ) -> Result<(), ServiceError> {
        let fact = Fact::KeySlotSet {
            slot: kind,
            sha256: Digest(seal::sha256(&slot)),
        };
        let recording = Recording::now(self, Some(member));
        let salt = self.random();
        let closed = self
            .store
            .write("set a key slot", move |writing| {
                Box::pin(async move {
                    note_on_member(writing, recording, member, &fact, salt).await?;
                    writing.replace_slot(member, kind.code(), slot).await?;
                    let mut closed = Vec::new();
                    for session in writing.sessions_of(member).await? {
                        if Some(session.id) != stays {
                            writing.close_session(session.id).await?;
                            closed.push(session.id);
                        }
                    }
                    Ok::<_, ServiceError>(closed)
                })
            })
            .await?;
        for session in closed {
            self.keyring.forget_session(&session);
        }
        Ok(())
    }
}
