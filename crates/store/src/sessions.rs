//! Who is signed in.

use domain::{MemberId, Timestamp};
use sqlx::any::AnyRow;

use crate::error::StoreError;
use crate::members::{MemberRow, member_in};
use crate::reading::{Reading, Writing};
use crate::statement::{Bound, Columns, statements};

macro_rules! session_columns {
    () => {
        "token_hash, id, member, opened, seen, expires, door"
    };
}

statements! {
    ADD = concat!(
        "insert into session (", session_columns!(), ") values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing"
    );
    FIND = concat!("select ", session_columns!(), " from session where token_hash = $1");
    SIGNED_IN = "select s.token_hash, s.id, s.member, s.opened, s.seen, s.expires, s.door,
            m.id, m.role, m.state, m.keys, m.team_epoch, m.number, m.name, m.name_key, m.language, m.public_keys
        from session s join member m on m.id = s.member where s.token_hash = $1";
    OF_MEMBER = concat!("select ", session_columns!(), " from session where member = $1 order by opened, id");
    ALL = concat!("select ", session_columns!(), " from session order by opened, id");
    TOUCH = "update session set seen = $2, expires = $3 where token_hash = $1";
    ADD_KEY = "insert into session_key (token_hash, epoch, bytes) values ($1, $2, $3) on conflict do nothing";
    KEY = "select epoch, bytes from session_key where token_hash = $1";
    CLOSE = "delete from session where id = $1";
    CLOSE_ALL = "delete from session where member = $1";
    DROP_EXPIRED = "delete from session where expires <= $1";
}

/// One session. Only the hash of its token is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The hash of the token in the cookie.
    pub token_hash: [u8; 32],
    /// What it is called in lists; tells nothing about the token.
    pub id: [u8; 16],
    /// Who is signed in.
    pub member: MemberId,
    /// Since when.
    pub opened: Timestamp,
    /// When it was last used.
    pub seen: Timestamp,
    /// From when on it is no longer taken.
    pub expires: Timestamp,
    /// By which door.
    pub door: String,
}

fn session(row: &AnyRow) -> Result<SessionRow, StoreError> {
    session_in(&mut Columns::of(row))
}

fn session_in(columns: &mut Columns<'_>) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        token_hash: columns.array()?,
        id: columns.array()?,
        member: MemberId::from_bytes(columns.array()?),
        opened: columns.at()?,
        seen: columns.at()?,
        expires: columns.at()?,
        door: columns.text()?,
    })
}

impl Writing {
    /// Adds a session; [`StoreError::Conflict`] when its token or id is there.
    pub async fn add_session(&mut self, session: &SessionRow) -> Result<(), StoreError> {
        let bound = Bound::new()
            .bytes(session.token_hash)
            .bytes(session.id)
            .bytes(*session.member.as_bytes())
            .at(session.opened)
            .at(session.seen)
            .at(session.expires)
            .text(&session.door);
        self.insert(ADD, bound).await
    }

    /// Keeps the team's key of that epoch for a session, sealed under its token; [`StoreError::Conflict`] when it has one.
    pub async fn add_session_key(
        &mut self,
        token_hash: [u8; 32],
        epoch: u32,
        sealed: impl Into<Vec<u8>> + Send,
    ) -> Result<(), StoreError> {
        let bound = Bound::new().bytes(token_hash).integer(epoch).bytes(sealed);
        self.insert(ADD_KEY, bound).await
    }

    /// Notes that a session was used, and until when it now lasts; whether it is still there.
    pub async fn touch_session(
        &mut self,
        token_hash: [u8; 32],
        seen: Timestamp,
        expires: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self
            .execute(TOUCH, Bound::new().bytes(token_hash).at(seen).at(expires))
            .await?
            > 0)
    }

    /// Ends a session; whether it was there.
    pub async fn close_session(&mut self, id: [u8; 16]) -> Result<bool, StoreError> {
        Ok(self.execute(CLOSE, Bound::new().bytes(id)).await? > 0)
    }

    /// Ends all sessions of a member; how many they were.
    pub async fn close_all_sessions(&mut self, member: MemberId) -> Result<u64, StoreError> {
        self.execute(CLOSE_ALL, Bound::new().bytes(*member.as_bytes()))
            .await
    }

    /// Forgets the sessions that have expired by then; how many they were.
    pub async fn drop_expired_sessions(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(DROP_EXPIRED, Bound::new().at(now)).await
    }
}

impl Reading {
    /// The session whose token has that hash, expired or not.
    pub async fn find_session(
        &mut self,
        token_hash: [u8; 32],
    ) -> Result<Option<SessionRow>, StoreError> {
        self.one(FIND, Bound::new().bytes(token_hash))
            .await?
            .as_ref()
            .map(session)
            .transpose()
    }

    /// The same with the member behind it, in one statement: every page of the desk asks this first.
    pub async fn signed_in(
        &mut self,
        token_hash: [u8; 32],
    ) -> Result<Option<(SessionRow, MemberRow)>, StoreError> {
        let Some(row) = self.one(SIGNED_IN, Bound::new().bytes(token_hash)).await? else {
            return Ok(None);
        };
        let mut columns = Columns::of(&row);
        Ok(Some((session_in(&mut columns)?, member_in(&mut columns)?)))
    }

    /// The team's key as sealed for a session, with its epoch, if it has one.
    pub async fn session_key(
        &mut self,
        token_hash: [u8; 32],
    ) -> Result<Option<(u32, Vec<u8>)>, StoreError> {
        let Some(row) = self.one(KEY, Bound::new().bytes(token_hash)).await? else {
            return Ok(None);
        };
        let mut columns = Columns::of(&row);
        Ok(Some((columns.number()?, columns.bytes()?)))
    }

    /// Every open session, oldest first.
    pub async fn sessions(&mut self) -> Result<Vec<SessionRow>, StoreError> {
        self.all(ALL, Bound::new())
            .await?
            .iter()
            .map(session)
            .collect()
    }

    /// The sessions of a member, oldest first.
    pub async fn sessions_of(&mut self, member: MemberId) -> Result<Vec<SessionRow>, StoreError> {
        self.all(OF_MEMBER, Bound::new().bytes(*member.as_bytes()))
            .await?
            .iter()
            .map(session)
            .collect()
    }
}
