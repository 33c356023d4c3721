//! Members of staff, what unlocks their keys, and invitations.

use domain::fact::Digest;
use domain::member::{Member, MemberState};
use domain::{MemberId, Role, Timestamp};
use sqlx::any::AnyRow;

use crate::error::StoreError;
use crate::reading::{Reading, Writing};
use crate::statement::{Bound, Columns, statements};

macro_rules! member_columns {
    () => {
        "id, role, state, keys, team_epoch, number, name, name_key, language, public_keys"
    };
}

statements! {
    ADD = concat!(
        "insert into member (", member_columns!(), ")
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing"
    );
    UPDATE = "update member set role = $2, state = $3, keys = $4, team_epoch = $5, number = $6, name = $7,
            name_key = $8, language = $9, public_keys = $10
        where id = $1";
    NAME_IS_TAKEN = "select count(*) from member where name_key = $1 and id <> $2";
    GET = concat!("select ", member_columns!(), " from member where id = $1");
    BY_NAME = concat!("select ", member_columns!(), " from member where name_key = $1");
    ALL = concat!("select ", member_columns!(), " from member order by name_key");
    ADD_SLOT = "insert into slot (member, kind, bytes) values ($1, $2, $3) on conflict do nothing";
    REPLACE_SLOT = "insert into slot (member, kind, bytes) values ($1, $2, $3)
        on conflict (member, kind) do update set bytes = excluded.bytes";
    SLOTS = "select kind, bytes from slot where member = $1 order by kind";
    ADD_TEAM_WRAP = "insert into team_wrap (member, epoch, bytes) values ($1, $2, $3) on conflict do nothing";
    TEAM_WRAPS = "select epoch, bytes from team_wrap where member = $1 order by epoch";
    EMPTY_INVITATIONS = "update invitation set sealed_key = null where sealed_key is not null";
    ADD_INVITATION = "insert into invitation (token_hash, member, expires, sealed_key)
        values ($1, $2, $3, $4) on conflict do nothing";
    INVITATION = "select token_hash, member, expires, sealed_key from invitation where token_hash = $1";
    DROP_INVITATION = "delete from invitation where token_hash = $1";
    DROP_EXPIRED = "delete from invitation where expires <= $1";
}

/// A member as they stand, with what the ledger doesn't hold.
#[derive(Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// Role, state and keys as folded from the facts.
    pub member: Member,
    /// The name that colleagues see.
    pub name: String,
    /// The name in the form in which it is unique and signed in with.
    pub name_key: String,
    /// The language of their pages.
    pub language: String,
    /// Their public keys; empty before they joined.
    pub public_keys: Vec<u8>,
}

impl std::fmt::Debug for MemberRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Names stay out of logs.
        f.debug_struct("MemberRow")
            .field("member", &self.member)
            .finish_non_exhaustive()
    }
}

/// A way to unlock a member's keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotRow {
    /// By what it is unlocked, as `passphrase`.
    pub kind: String,
    /// The locked key.
    pub bytes: Vec<u8>,
}

/// An open invitation. Only the hash of its token is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The hash of the token in the link.
    pub token_hash: [u8; 32],
    /// Who is invited.
    pub member: MemberId,
    /// From when on it is no longer taken.
    pub expires: Timestamp,
    /// A key sealed for whoever holds the token, if one is handed over with it.
    pub key: Option<Vec<u8>>,
}

fn state(word: &str) -> Result<MemberState, StoreError> {
    [
        MemberState::Invited,
        MemberState::Active,
        MemberState::Suspended,
    ]
    .into_iter()
    .find(|state| state.code() == word)
    .ok_or(StoreError::Unreadable("the state of a member"))
}

fn member(row: &AnyRow) -> Result<MemberRow, StoreError> {
    member_in(&mut Columns::of(row))
}

/// The next columns as a member's.
pub(crate) fn member_in(columns: &mut Columns<'_>) -> Result<MemberRow, StoreError> {
    Ok(MemberRow {
        member: Member {
            id: MemberId::from_bytes(columns.array()?),
            role: Role::parse(columns.word()?)
                .ok_or(StoreError::Unreadable("the role of a member"))?,
            state: state(columns.word()?)?,
            keys: columns.array_or_null()?.map(Digest),
            team_epoch: columns.number_or_null()?,
            number: columns.number()?,
        },
        name: columns.text()?,
        name_key: columns.text()?,
        language: columns.text()?,
        public_keys: columns.bytes()?,
    })
}

fn invitation(row: &AnyRow) -> Result<Invitation, StoreError> {
    let mut columns = Columns::of(row);
    Ok(Invitation {
        token_hash: columns.array()?,
        member: MemberId::from_bytes(columns.array()?),
        expires: columns.at()?,
        key: columns.bytes_or_null()?,
    })
}

fn bound(row: &MemberRow) -> Bound {
    Bound::new()
        .bytes(*row.member.id.as_bytes())
        .text(row.member.role.code())
        .text(row.member.state.code())
        .bytes_or_null(row.member.keys.map(|digest| digest.0))
        .integer_or_null(row.member.team_epoch)
        .integer(row.member.number)
        .text(&row.name)
        .text(&row.name_key)
        .text(&row.language)
        .bytes(row.public_keys.as_slice())
}

impl Writing {
    /// Adds a member; [`StoreError::Conflict`] when the id or the name is taken.
    pub async fn add_member(&mut self, row: &MemberRow) -> Result<(), StoreError> {
        self.insert(ADD, bound(row)).await
    }

    /// Keeps how a member stands now; [`StoreError::Conflict`] when another has that name.
    pub async fn update_member(&mut self, row: &MemberRow) -> Result<(), StoreError> {
        let taken = Bound::new()
            .text(&row.name_key)
            .bytes(*row.member.id.as_bytes());
        if self.count(NAME_IS_TAKEN, taken).await? > 0 {
            return Err(StoreError::Conflict);
        }
        self.change(UPDATE, bound(row)).await
    }

    /// Adds a way to unlock a member's keys; [`StoreError::Conflict`] when they have one of that kind.
    pub async fn add_slot(
        &mut self,
        member: MemberId,
        kind: &str,
        bytes: impl Into<Vec<u8>> + Send,
    ) -> Result<(), StoreError> {
        self.insert(
            ADD_SLOT,
            Bound::new()
                .bytes(*member.as_bytes())
                .text(kind)
                .bytes(bytes),
        )
        .await
    }

    /// Puts a way to unlock a member's keys in place of the one of that kind, if there is one.
    pub async fn replace_slot(
        &mut self,
        member: MemberId,
        kind: &str,
        bytes: impl Into<Vec<u8>> + Send,
    ) -> Result<(), StoreError> {
        self.change(
            REPLACE_SLOT,
            Bound::new()
                .bytes(*member.as_bytes())
                .text(kind)
                .bytes(bytes),
        )
        .await
    }

    /// Adds the team's key as wrapped for a member; [`StoreError::Conflict`] when they have it.
    pub async fn add_team_wrap(
        &mut self,
        member: MemberId,
        epoch: u32,
        bytes: impl Into<Vec<u8>> + Send,
    ) -> Result<(), StoreError> {
        self.insert(
            ADD_TEAM_WRAP,
            Bound::new()
                .bytes(*member.as_bytes())
                .integer(epoch)
                .bytes(bytes),
        )
        .await
    }

    /// Adds an invitation; [`StoreError::Conflict`] when its token is there.
    pub async fn add_invitation(&mut self, invitation: &Invitation) -> Result<(), StoreError> {
        let bound = Bound::new()
            .bytes(invitation.token_hash)
            .bytes(*invitation.member.as_bytes())
            .at(invitation.expires)
            .bytes_or_null(invitation.key.as_deref());
        self.insert(ADD_INVITATION, bound).await
    }

    /// Takes the keys out of all open invitations, when the team has a newer one; how many they were.
    pub async fn empty_invitations(&mut self) -> Result<u64, StoreError> {
        self.execute(EMPTY_INVITATIONS, Bound::new()).await
    }

    /// Takes an invitation away, so that it is used once; none when it is gone already.
    pub async fn take_invitation(
        &mut self,
        token_hash: [u8; 32],
    ) -> Result<Option<Invitation>, StoreError> {
        let found = self.invitation(token_hash).await?;
        if found.is_some() {
            self.change(DROP_INVITATION, Bound::new().bytes(token_hash))
                .await?;
        }
        Ok(found)
    }

    /// Forgets the invitations that have expired by then; how many they were.
    pub async fn drop_expired_invitations(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(DROP_EXPIRED, Bound::new().at(now)).await
    }
}

impl Reading {
    /// The member of that id.
    pub async fn member(&mut self, id: MemberId) -> Result<Option<MemberRow>, StoreError> {
        self.one(GET, Bound::new().bytes(*id.as_bytes()))
            .await?
            .as_ref()
            .map(member)
            .transpose()
    }

    /// The member who signs in with that name, in its unique form.
    pub async fn member_by_name(
        &mut self,
        name_key: &str,
    ) -> Result<Option<MemberRow>, StoreError> {
        self.one(BY_NAME, Bound::new().text(name_key))
            .await?
            .as_ref()
            .map(member)
            .transpose()
    }

    /// All members, by name.
    pub async fn members(&mut self) -> Result<Vec<MemberRow>, StoreError> {
        self.all(ALL, Bound::new())
            .await?
            .iter()
            .map(member)
            .collect()
    }

    /// The ways to unlock a member's keys.
    pub async fn slots(&mut self, member: MemberId) -> Result<Vec<SlotRow>, StoreError> {
        let rows = self
            .all(SLOTS, Bound::new().bytes(*member.as_bytes()))
            .await?;
        rows.iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                Ok(SlotRow {
                    kind: columns.text()?,
                    bytes: columns.bytes()?,
                })
            })
            .collect()
    }

    /// The team's keys as wrapped for a member, the oldest first.
    pub async fn team_wraps(
        &mut self,
        member: MemberId,
    ) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
        let rows = self
            .all(TEAM_WRAPS, Bound::new().bytes(*member.as_bytes()))
            .await?;
        rows.iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                Ok((columns.number()?, columns.bytes()?))
            })
            .collect()
    }

    /// The invitation whose token has that hash.
    pub async fn invitation(
        &mut self,
        token_hash: [u8; 32],
    ) -> Result<Option<Invitation>, StoreError> {
        self.one(INVITATION, Bound::new().bytes(token_hash))
            .await?
            .as_ref()
            .map(invitation)
            .transpose()
    }
}
