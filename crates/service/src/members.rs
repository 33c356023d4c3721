//! Members of staff: inviting, joining, handing over the team's key, suspending.

mod renewal;
mod slots;

pub use renewal::RenewalProgress;
pub(crate) use renewal::are_named;
pub(crate) use slots::second_key_due;
pub use slots::{OwnSlots, SecondKeyDue};

use domain::fact::{Digest, SlotKind};
use domain::member::{Member, MemberState};
use domain::{Entry, Fact, MemberId, OrganisationId, Permission, Role, Timestamp};
use seal::{MemberSecret, SecretSeed, WrapContext};
use store::{Invitation, MemberRow, Reading, Writing};
use unicode_normalization::UnicodeNormalization;

use crate::error::ServiceError;
use crate::house::House;
use crate::keyring::SignedIn;
use crate::organisation::member_row;
use crate::record::Recording;

/// An invitation can be used for three days.
pub const INVITATION_SECONDS: i64 = 3 * 24 * 60 * 60;

/// A member as shown in a list.
pub struct MemberLine {
    /// The id.
    pub id: MemberId,
    /// What they are called.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// Whether they can sign in.
    pub state: MemberState,
    /// Whether they hold the team's key, or don't need it.
    pub waits_for_key: bool,
}

/// A one-time link's secret part. Whoever has it can join once, as the invited member.
pub struct InvitationLink {
    /// 64 hexadecimal digits for the link.
    pub token: String,
    /// Who was invited.
    pub member: MemberId,
    /// Until when.
    pub expires: Timestamp,
}

/// What an invitation says before it is taken up.
pub struct InvitationShown {
    /// The name that the inviter gave.
    pub name: String,
    /// The role.
    pub role: Role,
}

pub(crate) struct NewMember {
    pub(crate) id: MemberId,
    pub(crate) role: Role,
    pub(crate) name: String,
    pub(crate) public_keys: Vec<u8>,
    pub(crate) slot: Vec<u8>,
    pub(crate) team_wrap: Option<(u32, Vec<u8>)>,
}

/// Trims a name and refuses an empty one, one over 120 characters, or one with control characters.
pub(crate) fn usable_name(name: &str) -> Result<String, ServiceError> {
    let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 120 || name.chars().any(char::is_control) {
        return Err(ServiceError::UnusableName);
    }
    Ok(name)
}

/// What a name is found by: without case, width or spacing.
pub(crate) fn name_key(name: &str) -> String {
    name.nfkc()
        .collect::<String>()
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Refuses a passphrase that is easy to guess, and says why.
pub(crate) fn strong_enough(passphrase: &str, related: &[&str]) -> Result<(), ServiceError> {
    let strength = seal::passphrase_strength(passphrase, related);
    if strength.acceptable {
        Ok(())
    } else {
        Err(ServiceError::WeakPassphrase(strength))
    }
}

/// A member's public keys as kept: the sealing key, then the signing key.
pub(crate) fn public_keys(secret: &MemberSecret) -> Vec<u8> {
    let mut bytes = secret.key_pair().public().as_bytes().to_vec();
    bytes.extend_from_slice(&secret.signing_public());
    bytes
}

/// Context under which the team's seed is wrapped for a member.
pub(crate) fn team_wrap_context(
    organisation: OrganisationId,
    member: MemberId,
    epoch: u32,
) -> WrapContext {
    WrapContext {
        organisation: *organisation.as_bytes(),
        subject: crate::sealing::TEAM,
        recipient: *member.as_bytes(),
        epoch,
    }
}

/// Wraps the team's seed for a member whose secret is at hand.
pub(crate) fn wrap_team(
    house: &House,
    organisation: OrganisationId,
    member: MemberId,
    epoch: u32,
    seed: &SecretSeed,
    secret: &MemberSecret,
) -> Vec<u8> {
    let context = team_wrap_context(organisation, member, epoch);
    seal::wrap_secret(
        seed,
        secret.key_pair().public(),
        &context,
        &mut house.generator(),
    )
}

/// Keeps a member who is invited and joins at once.
pub(crate) async fn keep_new(
    writing: &mut Writing,
    recording: Recording,
    new: &NewMember,
    salts: [[u8; 32]; 3],
) -> Result<(), ServiceError> {
    let invited = recording
        .append(
            writing,
            new.id.into(),
            1,
            &Fact::MemberInvited { role: new.role },
            salts[0],
        )
        .await?;
    let member = Member::begin(&invited)?;
    writing
        .add_member(&member_row(member.clone(), &new.name, Vec::new()))
        .await?;
    join(writing, recording, member, new, [salts[1], salts[2]]).await
}

async fn join(
    writing: &mut Writing,
    recording: Recording,
    mut member: Member,
    new: &NewMember,
    salts: [[u8; 32]; 2],
) -> Result<(), ServiceError> {
    let mut facts = vec![Fact::MemberJoined {
        keys: Digest(seal::sha256(&new.public_keys)),
    }];
    facts.extend(
        new.team_wrap
            .as_ref()
            .map(|(epoch, _)| Fact::TeamKeyHandedOver { epoch: *epoch }),
    );
    for (fact, salt) in facts.iter().zip(salts) {
        member.allows(fact)?;
        let entry: Entry = recording
            .append(writing, new.id.into(), member.number + 1, fact, salt)
            .await?;
        member.apply(&entry)?;
    }
    writing
        .update_member(&member_row(member, &new.name, new.public_keys.clone()))
        .await?;
    writing
        .add_slot(new.id, SlotKind::Passphrase.code(), new.slot.clone())
        .await?;
    if let Some((epoch, wrap)) = &new.team_wrap {
        writing.add_team_wrap(new.id, *epoch, wrap.clone()).await?;
    }
    Ok(())
}

impl House {
    /// Invites somebody by a one-time link.
    ///
    /// Where the inviter is signed in and has the team's key in custody, the link carries it, so that
    /// the newcomer can begin at once; from the command line (`by` is none) somebody who holds the key
    /// hands it over afterwards. Inviting somebody again who has not joined yet gives another link for
    /// the same member; whichever link is used first is the one that counts.
    pub async fn invite(
        &self,
        by: Option<&SignedIn>,
        name: &str,
        role: Role,
    ) -> Result<InvitationLink, ServiceError> {
        if let Some(by) = by {
            by.actor.needs(Permission::ManageMembers)?;
        }
        let keys = self.keys()?;
        let name = usable_name(name)?;
        // Somebody whose link ran out before they joined is the same member, with a new link.
        let name_key = name_key(&name);
        let waiting = {
            let name_key = name_key.clone();
            self.store
                .read("member by name", move |reading| {
                    Box::pin(async move { reading.member_by_name(&name_key).await })
                })
                .await?
                .filter(|row| row.member.state == MemberState::Invited && row.member.role == role)
                .map(|row| row.member.id)
        };
        let member = waiting.unwrap_or_else(|| MemberId::from_bytes(self.random()));
        let token: [u8; 32] = self.random();
        let expires = self.now().plus_seconds(INVITATION_SECONDS);
        let team = by
            .and_then(|by| by.keys.team())
            .filter(|_| role.holds_team_key());
        let key = team.map(|(epoch, pair)| {
            let mut kept = epoch.to_be_bytes().to_vec();
            let context = invitation_context(keys.organisation, member, epoch);
            kept.extend(seal::wrap_for_token(
                &token,
                pair.seed(),
                &context,
                &mut self.generator(),
            ));
            kept
        });
        let recording = Recording::now(self, by.map(|by| by.actor.member));
        let salt = self.random();
        let invitation = Invitation {
            token_hash: seal::token_hash(&token),
            member,
            expires,
            key,
        };
        self.store
            .write("invite", move |writing| {
                Box::pin(async move {
                    match writing.member_by_name(&name_key).await? {
                        Some(row)
                            if row.member.id == member
                                && row.member.state == MemberState::Invited =>
                        {
                            writing.add_invitation(&invitation).await?;
                            return Ok(());
                        }
                        Some(_) => return Err(ServiceError::UnusableName),
                        None => {}
                    }
                    let entry = recording
                        .append(
                            writing,
                            member.into(),
                            1,
                            &Fact::MemberInvited { role },
                            salt,
                        )
                        .await?;
                    writing
                        .add_member(&member_row(Member::begin(&entry)?, &name, Vec::new()))
                        .await?;
                    writing.add_invitation(&invitation).await?;
                    Ok(())
                })
            })
            .await?;
        Ok(InvitationLink {
            token: hex::encode(token),
            member,
            expires,
        })
    }

    /// What an invitation says; an error when it was used or has run out.
    pub async fn invitation(&self, token: &str) -> Result<InvitationShown, ServiceError> {
        let token_hash = seal::token_hash(&parse_token(token)?);
        let now = self.now();
        self.store
            .read("invitation", move |reading| {
                Box::pin(async move {
                    let invitation = reading
                        .invitation(token_hash)
                        .await?
                        .filter(|invitation| invitation.expires > now)
                        .ok_or(ServiceError::LinkGone)?;
                    let row = reading
                        .member(invitation.member)
                        .await?
                        .ok_or(ServiceError::LinkGone)?;
                    Ok(InvitationShown {
                        name: row.name,
                        role: row.member.role,
                    })
                })
            })
            .await
    }

    /// Takes up an invitation: the newcomer's keys are made and locked with their passphrase.
    pub async fn accept_invitation(
        &self,
        token: &str,
        passphrase: &str,
    ) -> Result<(), ServiceError> {
        let token = parse_token(token)?;
        let shown = self.invitation(&hex::encode(token)).await?;
        let keys = self.keys()?;
        strong_enough(passphrase, &[&shown.name, &keys.name])?;
        let secret = MemberSecret::from_random(&mut self.generator());
        let slot = self.make_slot(passphrase, &secret).await?;
        let token_hash = seal::token_hash(&token);
        let now = self.now();
        let invitation = self
            .store
            .read("invitation", move |reading| {
                Box::pin(async move { reading.invitation(token_hash).await })
            })
            .await?
            .ok_or(ServiceError::LinkGone)?;
        let id = invitation.member;
        let team_wrap = match invitation
            .key
            .as_deref()
            .and_then(<[u8]>::split_first_chunk::<4>)
        {
            Some((epoch, wrapped)) => {
                let epoch = u32::from_be_bytes(*epoch);
                let seed = seal::unwrap_for_token(
                    &token,
                    wrapped,
                    &invitation_context(keys.organisation, id, epoch),
                )?;
                Some((
                    epoch,
                    wrap_team(self, keys.organisation, id, epoch, &seed, &secret),
                ))
            }
            None => None,
        };
        let public_keys = public_keys(&secret);
        let recording = Recording::now(self, Some(id));
        let salts = [self.random(), self.random()];
        self.store
            .write("accept an invitation", move |writing| {
                Box::pin(async move {
                    let taken = writing
                        .take_invitation(token_hash)
                        .await?
                        .ok_or(ServiceError::LinkGone)?;
                    if taken.expires <= now {
                        return Err(ServiceError::LinkGone);
                    }
                    let row = writing.member(id).await?.ok_or(ServiceError::LinkGone)?;
                    let new = NewMember {
                        id,
                        role: row.member.role,
                        name: row.name,
                        public_keys,
                        slot,
                        team_wrap,
                    };
                    join(writing, recording, row.member, &new, salts).await
                })
            })
            .await
    }

    /// Every member.
    pub async fn members(&self, by: &SignedIn) -> Result<Vec<MemberLine>, ServiceError> {
        if by.actor.needs(Permission::HandOverKey).is_err() {
            by.actor.needs(Permission::ManageMembers)?;
        }
        let epoch = self.keys().ok().map(|keys| keys.epoch);
        let rows = self
            .store
            .read("members", |reading| {
                Box::pin(async move { reading.members().await })
            })
            .await?;
        Ok(rows
            .into_iter()
            .map(|MemberRow { member, name, .. }| MemberLine {
                id: member.id,
                name,
                role: member.role,
                state: member.state,
                waits_for_key: member.state == MemberState::Active
                    && member.role.holds_team_key()
                    && member.team_epoch != epoch,
            })
            .collect())
    }

    /// Hands the team's key to a member who waits for it.
    pub async fn hand_over_key(&self, by: &SignedIn, to: MemberId) -> Result<(), ServiceError> {
        by.actor.needs(Permission::HandOverKey)?;
        let keys = self.keys()?;
        let (epoch, pair) = by.keys.team().ok_or(ServiceError::NoTeamKey)?;
        let (row, history) = self
            .store
            .read("member", move |reading| {
                Box::pin(async move {
                    let row = reading.member(to).await?.ok_or(ServiceError::NotFound)?;
                    Ok::<_, ServiceError>((row, reading.history(to.into()).await?))
                })
            })
            .await?;
        if !row.member.role.holds_team_key() {
            return Err(ServiceError::NotFound);
        }
        // The team's key is sealed to these keys: they must be the ones that the ledger names.
        let sealing = renewal::sealing_key(&row, &history)?;
        let wrap = seal::wrap_secret(
            pair.seed(),
            &sealing,
            &team_wrap_context(keys.organisation, to, epoch),
            &mut self.generator(),
        );
        let recording = Recording::now(self, Some(by.actor.member));
        let salt = self.random();
        self.store
            .write("hand over the team's key", move |writing| {
                Box::pin(async move {
                    let fact = Fact::TeamKeyHandedOver { epoch };
                    note_on_member(writing, recording, to, &fact, salt).await?;
                    writing.add_team_wrap(to, epoch, wrap).await?;
                    Ok::<_, ServiceError>(())
                })
            })
            .await?;
        // Somebody who waits with an open session can go on without signing in again.
        for session in self.keyring.sessions_of(to) {
            session.add_team_key(epoch, std::sync::Arc::clone(&pair));
        }
        Ok(())
    }

    /// Suspends a member (and closes their sessions) or lets them in again.
    pub async fn set_suspended(
        &self,
        by: &SignedIn,
        member: MemberId,
        suspended: bool,
    ) -> Result<(), ServiceError> {
        by.actor.needs(Permission::ManageMembers)?;
        if member == by.actor.member {
            return Err(ServiceError::NotFound);
        }
        let recording = Recording::now(self, Some(by.actor.member));
        let salt = self.random();
        self.store
            .write("suspend or reinstate", move |writing| {
                Box::pin(async move {
                    let fact = if suspended {
                        Fact::MemberSuspended {}
                    } else {
                        Fact::MemberReinstated {}
                    };
                    note_on_member(writing, recording, member, &fact, salt).await?;
                    if suspended {
                        writing.close_all_sessions(member).await?;
                    }
                    Ok::<_, ServiceError>(())
                })
            })
            .await?;
        if suspended {
            self.keyring.forget_member(member);
        }
        Ok(())
    }
}

/// The member whom somebody says to be who signs in. What they typed stays in memory: it may be a passphrase in the wrong
/// field, and a database keeps what it is asked in its log.
pub(crate) async fn by_typed_name(
    reading: &mut Reading,
    name_key: &str,
) -> Result<Option<MemberRow>, ServiceError> {
    let members = reading.members().await?;
    Ok(members.into_iter().find(|row| row.name_key == name_key))
}

/// Appends a fact to a member and keeps how they stand.
pub(crate) async fn note_on_member(
    writing: &mut Writing,
    recording: Recording,
    member: MemberId,
    fact: &Fact,
    salt: [u8; 32],
) -> Result<(), ServiceError> {
    let mut row = writing
        .member(member)
        .await?
        .ok_or(ServiceError::NotFound)?;
    row.member.allows(fact)?;
    let entry = recording
        .append(writing, member.into(), row.member.number + 1, fact, salt)
        .await?;
    row.member.apply(&entry)?;
    writing.update_member(&row).await?;
    Ok(())
}

fn invitation_context(organisation: OrganisationId, member: MemberId, epoch: u32) -> Vec<u8> {
    let mut context = b"invitation".to_vec();
    context.extend_from_slice(organisation.as_bytes());
    context.extend_from_slice(member.as_bytes());
    context.extend_from_slice(&epoch.to_be_bytes());
    context
}

/// The bytes of a one-time link's token.
pub(crate) fn parse_token(token: &str) -> Result<[u8; 32], ServiceError> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(token, &mut bytes).map_err(|_| ServiceError::LinkGone)?;
    Ok(bytes)
}
