//! Who may do what: one table.
//!
//! Every route and every use case names the permission it needs; nothing else decides.

use serde::{Deserialize, Serialize};

use crate::ids::MemberId;

/// What a member of staff is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Accounts, settings, keys' custody; cannot read a report.
    Administrator,
    /// Enters what a caller says.
    Helper,
    /// Reads, codes, supports.
    Caseworker,
    /// What a caseworker does, and checks others' codings.
    Senior,
    /// Coded facets only, never a story.
    Analyst,
}

impl Role {
    /// Every role, in the order they are shown.
    pub const ALL: [Self; 5] = [
        Self::Administrator,
        Self::Helper,
        Self::Caseworker,
        Self::Senior,
        Self::Analyst,
    ];

    /// The word used on the command line, in the database and in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Helper => "helper",
            Self::Caseworker => "caseworker",
            Self::Senior => "senior",
            Self::Analyst => "analyst",
        }
    }

    /// The role of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == word)
    }

    /// Whether this role may do that.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        permission.roles().contains(&self)
    }

    /// Whether a member of this role is given the team's key: to read with, or in custody.
    #[must_use]
    pub fn holds_team_key(self) -> bool {
        self.may(Permission::OpenReport) || self.may(Permission::HandOverKey)
    }
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident: [$($role:ident),* $(,)?],)*) => {
        /// One thing that somebody may or may not do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Permission {
            $($(#[$doc])* $name,)*
        }

        impl Permission {
            /// Every permission, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The roles that have it.
            #[must_use]
            pub const fn roles(self) -> &'static [Role] {
                match self {
                    $(Self::$name => &[$(Role::$role,)*],)*
                }
            }
        }
    };
}

permissions! {
    /// Be signed in: see and close one's own sessions, see who may do what.
    BeSignedIn: [Administrator, Helper, Caseworker, Senior, Analyst],
    /// Enter what came by phone, in person, by message or letter.
    EnterReport: [Helper, Caseworker, Senior],
    /// See that reports wait: channel, language, day; never what they say.
    SeeInbox: [Caseworker, Senior],
    /// Unseal a report and read it; recorded each time.
    OpenReport: [Caseworker, Senior],
    /// Make an incident of a report, attach it, set it aside.
    TriageReport: [Caseworker, Senior],
    /// Open an incident and what was written about it; recorded each time.
    OpenIncident: [Caseworker, Senior],
    /// Code an incident, record perception and police classification, submit for check.
    CodeIncident: [Caseworker, Senior],
    /// Check another person's coding.
    CheckIncident: [Senior],
    /// Take files of incidents in, see what was taken in, and undo it.
    ImportIncidents: [Senior],
    /// Take the coded facets of all incidents out as a table, without a word that was written.
    ExportFacets: [Senior, Analyst],
    /// Take out every story unsealed; recorded each time.
    ExportUnsealed: [Senior],
    /// Search in the text that one may unseal.
    SearchText: [Caseworker, Senior],
    /// See figures inside the house, exact.
    SeeExactFigures: [Caseworker, Senior, Analyst],
    /// Invite, suspend and list members.
    ManageMembers: [Administrator],
    /// Hand the team's key to a member who waits for it.
    HandOverKey: [Administrator, Senior],
    /// See the ledger's checkpoints and check them.
    SeeLedger: [Administrator, Senior, Analyst],
}

/// Somebody signed in, and what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub member: MemberId,
    /// What they are.
    pub role: Role,
}

impl Actor {
    /// Refuses unless the actor's role has the permission.
    pub fn needs(&self, permission: Permission) -> Result<(), NotPermitted> {
        if self.role.may(permission) {
            Ok(())
        } else {
            Err(NotPermitted {
                role: self.role,
                permission,
            })
        }
    }
}

/// Somebody tried what their role may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a member with the role {} may not do this ({permission:?})", role.code())]
pub struct NotPermitted {
    /// What they are.
    pub role: Role,
    /// What it would have needed.
    pub permission: Permission,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_cannot_read() {
        for permission in [
            Permission::OpenReport,
            Permission::OpenIncident,
            Permission::SearchText,
            Permission::SeeInbox,
            Permission::ExportFacets,
            Permission::ExportUnsealed,
        ] {
            assert!(!Role::Administrator.may(permission), "{permission:?}");
        }
    }

    #[test]
    fn an_analyst_never_sees_a_story() {
        for permission in [
            Permission::OpenReport,
            Permission::OpenIncident,
            Permission::SearchText,
            Permission::ExportUnsealed,
        ] {
            assert!(!Role::Analyst.may(permission), "{permission:?}");
        }
    }

    #[test]
    fn role_words_are_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.code()), Some(role));
        }
        assert_eq!(Role::parse("Administrator"), None);
    }
}
