//! A member of staff, as the ledger knows them: a role, keys, a state. Names are kept elsewhere.

use thiserror::Error;

use crate::fact::{Digest, Entry, Fact};
use crate::ids::MemberId;
use crate::permission::Role;

/// Whether a member can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MemberState {
    /// Asked to join; has no keys yet.
    Invited,
    /// Can sign in.
    Active,
    /// Can't sign in.
    Suspended,
}

impl MemberState {
    /// The word used in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }
}

/// A member as they stand now, folded from their facts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Member {
    /// Their id.
    pub id: MemberId,
    /// What they are.
    pub role: Role,
    /// Whether they can sign in.
    pub state: MemberState,
    /// Digest of their public keys; none before they joined.
    pub keys: Option<Digest>,
    /// The newest of the team's keys that they hold; none if they hold none.
    pub team_epoch: Option<u32>,
    /// The number of their last entry.
    pub number: u32,
}

/// Why something can't be done with a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MemberRefusal {
    /// A member begins with an invitation, once.
    #[error("a member begins with an invitation, once")]
    NotInvited,
    /// Joined already.
    #[error("this invitation was used already")]
    AlreadyJoined,
    /// Not active.
    #[error("this member is not active")]
    NotActive,
    /// Not suspended.
    #[error("this member is not suspended")]
    NotSuspended,
    /// The entry is not one of a member.
    #[error("this does not happen to a member")]
    NotOfAMember,
    /// Entries must follow each other without a gap.
    #[error("an entry of this member is missing or doubled")]
    OutOfOrder,
}

impl Member {
    /// The member that their first entry makes.
    pub fn begin(entry: &Entry) -> Result<Self, MemberRefusal> {
        let Fact::MemberInvited { role } = entry.fact else {
            return Err(MemberRefusal::NotInvited);
        };
        if entry.number != 1 {
            return Err(MemberRefusal::OutOfOrder);
        }
        Ok(Self {
            id: MemberId::from_bytes(*entry.subject.as_bytes()),
            role,
            state: MemberState::Invited,
            keys: None,
            team_epoch: None,
            number: 1,
        })
    }

    /// Whether that may happen to the member as they stand.
    pub fn allows(&self, fact: &Fact) -> Result<(), MemberRefusal> {
        let state = |wanted, refusal| {
            if self.state == wanted {
                Ok(())
            } else {
                Err(refusal)
            }
        };
        match fact {
            Fact::MemberJoined { .. } => state(MemberState::Invited, MemberRefusal::AlreadyJoined),
            Fact::TeamKeyHandedOver { .. }
            | Fact::KeySlotSet { .. }
            | Fact::SessionsClosed {}
            | Fact::MemberSuspended {}
            | Fact::EverythingUnsealed { .. }
            | Fact::TextSearched { .. } => state(MemberState::Active, MemberRefusal::NotActive),
            Fact::MemberReinstated {} => state(MemberState::Suspended, MemberRefusal::NotSuspended),
            Fact::MemberInvited { .. } => Err(MemberRefusal::NotInvited),
            _ => Err(MemberRefusal::NotOfAMember),
        }
    }

    /// Takes the next entry.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), MemberRefusal> {
        if entry.number != self.number + 1 {
            return Err(MemberRefusal::OutOfOrder);
        }
        self.allows(&entry.fact)?;
        match &entry.fact {
            Fact::MemberJoined { keys } => {
                self.keys = Some(*keys);
                self.state = MemberState::Active;
            }
            Fact::TeamKeyHandedOver { epoch } => self.team_epoch = Some(*epoch),
            Fact::MemberSuspended {} => self.state = MemberState::Suspended,
            Fact::MemberReinstated {} => self.state = MemberState::Active,
            _ => {}
        }
        self.number = entry.number;
        Ok(())
    }
}
