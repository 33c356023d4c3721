//! The keys of people who are signed in: in memory, for as long as they are signed in.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::{Actor, MemberId, ReportId};
use seal::KeyPair;

/// What a session holds in memory and nowhere else.
pub(crate) struct SessionKeys {
    pub(crate) team: Mutex<Option<(u32, Arc<KeyPair>)>>,
    /// Text unsealed for searching; gone with the session.
    pub(crate) unsealed: Mutex<HashMap<ReportId, Arc<str>>>,
}

impl SessionKeys {
    pub(crate) fn new(team: Option<(u32, KeyPair)>) -> Self {
        Self {
            team: Mutex::new(team.map(|(epoch, pair)| (epoch, Arc::new(pair)))),
            unsealed: Mutex::new(HashMap::new()),
        }
    }

    /// The team's key, if this member was given it.
    pub(crate) fn team(&self) -> Option<(u32, Arc<KeyPair>)> {
        self.team
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// Somebody signed in, for the length of one request.
#[derive(Clone)]
pub struct SignedIn {
    /// Who and what they are.
    pub actor: Actor,
    /// The name they are called by.
    pub name: String,
    /// Their session, for showing and closing it.
    pub session: [u8; 16],
    /// Set when they can unseal and have one way to their keys only.
    pub second_key: Option<crate::members::SecondKeyDue>,
    /// A key for this session's form tokens.
    pub form_key: [u8; 32],
    pub(crate) keys: Arc<SessionKeys>,
}

impl SignedIn {
    /// Whether this member holds the team's key, and so can unseal.
    #[must_use]
    pub fn holds_team_key(&self) -> bool {
        self.keys.team().is_some()
    }
}

/// Who is signed in, by the hash of their session's token: the member, the session's id, its keys.
type Sessions = HashMap<[u8; 32], (MemberId, [u8; 16], Arc<SessionKeys>)>;

#[derive(Default)]
pub(crate) struct Keyring(Mutex<Sessions>);

impl Keyring {
    fn map(&self) -> MutexGuard<'_, Sessions> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn keep(
        &self,
        token_hash: [u8; 32],
        member: MemberId,
        session: [u8; 16],
        keys: Arc<SessionKeys>,
    ) {
        self.map().insert(token_hash, (member, session, keys));
    }

    pub(crate) fn find(&self, token_hash: &[u8; 32]) -> Option<Arc<SessionKeys>> {
        self.map()
            .get(token_hash)
            .map(|(_, _, keys)| Arc::clone(keys))
    }

    pub(crate) fn forget(&self, token_hash: &[u8; 32]) {
        self.map().remove(token_hash);
    }

    pub(crate) fn forget_session(&self, session: &[u8; 16]) {
        self.map().retain(|_, (_, held, _)| held != session);
    }

    pub(crate) fn forget_member(&self, member: MemberId) {
        self.map().retain(|_, (held, _, _)| *held != member);
    }

    pub(crate) fn forget_all(&self) {
        self.map().clear();
    }

    /// Gives the team's key to the sessions of a member who has just been handed it.
    pub(crate) fn sessions_of(&self, member: MemberId) -> Vec<Arc<SessionKeys>> {
        self.map()
            .values()
            .filter(|(held, _, _)| *held == member)
            .map(|(_, _, keys)| Arc::clone(keys))
            .collect()
    }

    /// Forgets every session that is not among those still open.
    pub(crate) fn keep_only(&self, open: &std::collections::HashSet<[u8; 32]>) {
        self.map().retain(|token_hash, _| open.contains(token_hash));
    }
}
