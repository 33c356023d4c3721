//! The keys of people who are signed in: in memory, for as long as they are signed in.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::{Actor, MemberId, ReportId, Timestamp};
use seal::KeyPair;

/// The team's keys by epoch: the newest, and older ones for what is not yet wrapped anew.
#[derive(Clone, Default)]
pub(crate) struct TeamKeys(BTreeMap<u32, Arc<KeyPair>>);

impl TeamKeys {
    pub(crate) fn add(&mut self, epoch: u32, pair: Arc<KeyPair>) {
        self.0.insert(epoch, pair);
    }

    pub(crate) fn of(&self, epoch: u32) -> Option<Arc<KeyPair>> {
        self.0.get(&epoch).cloned()
    }

    pub(crate) fn newest(&self) -> Option<(u32, Arc<KeyPair>)> {
        self.0
            .last_key_value()
            .map(|(epoch, pair)| (*epoch, Arc::clone(pair)))
    }

    /// All of them with their epochs, the oldest first.
    pub(crate) fn all(&self) -> impl Iterator<Item = (u32, &KeyPair)> {
        self.0.iter().map(|(epoch, pair)| (*epoch, &**pair))
    }

    /// Refuses when there are none.
    pub(crate) fn needed(self) -> Result<Self, crate::ServiceError> {
        if self.0.is_empty() {
            Err(crate::ServiceError::NoTeamKey)
        } else {
            Ok(self)
        }
    }
}

/// What a session holds in memory and nowhere else.
pub(crate) struct SessionKeys {
    team: Mutex<TeamKeys>,
    /// The newest of the team's keys that is kept for this session in the store, where several desks share sessions.
    kept: Mutex<Option<u32>>,
    /// Text unsealed for searching; gone with the session.
    pub(crate) unsealed: Mutex<HashMap<ReportId, Arc<str>>>,
    /// When they last opened their own keys again; none since signing in.
    confirmed: Mutex<Option<Timestamp>>,
}

impl SessionKeys {
    pub(crate) fn new(team: TeamKeys) -> Self {
        Self {
            kept: Mutex::new(team.newest().map(|(epoch, _)| epoch)),
            team: Mutex::new(team),
            unsealed: Mutex::new(HashMap::new()),
            confirmed: Mutex::new(None),
        }
    }

    /// Notes that they have just opened their own keys again.
    pub(crate) fn confirm(&self, now: Timestamp) {
        *self.last_confirmed() = Some(now);
    }

    /// When they last opened their own keys again, as far as this process saw; none since signing in.
    pub(crate) fn confirmed(&self) -> Option<Timestamp> {
        *self.last_confirmed()
    }

    fn last_confirmed(&self) -> MutexGuard<'_, Option<Timestamp>> {
        self.confirmed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn held(&self) -> MutexGuard<'_, TeamKeys> {
        self.team.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The team's keys that this member was given.
    pub(crate) fn team_keys(&self) -> TeamKeys {
        self.held().clone()
    }

    /// The newest of the team's keys that this member was given, if they were given any.
    pub(crate) fn team(&self) -> Option<(u32, Arc<KeyPair>)> {
        self.held().newest()
    }

    /// The newest of the team's keys that was put in, or found in, the store for this session.
    pub(crate) fn kept(&self) -> Option<u32> {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that the store has this key of the team for this session too.
    pub(crate) fn note_kept(&self, epoch: u32) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(epoch);
    }

    /// Adds a key of the team that the member has just been given.
    pub(crate) fn add_team_key(&self, epoch: u32, pair: Arc<KeyPair>) {
        self.held().add(epoch, pair);
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
    /// Whether they opened their own keys not long ago, by signing in or again since: else far-reaching acts ask first.
    pub confirmed: bool,
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

    /// A session that is open here and holds the team's key of that epoch and an older one.
    pub(crate) fn with_keys_of(&self, epoch: u32) -> Option<([u8; 16], MemberId, TeamKeys)> {
        self.map().values().find_map(|(member, session, keys)| {
            let team = keys.team_keys();
            let holds_both = team.of(epoch).is_some() && team.all().any(|(older, _)| older < epoch);
            holds_both.then_some((*session, *member, team))
        })
    }

    /// Whether that session is open here.
    pub(crate) fn has_session(&self, session: &[u8; 16]) -> bool {
        self.map().values().any(|(_, held, _)| held == session)
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
