//! Names of things: 128 random bits each, so that one tells nothing about another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A text that should have been 32 hexadecimal digits and is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an id is 32 hexadecimal digits")]
pub struct NotAnId;

fn parse_hex(text: &str) -> Result<[u8; 16], NotAnId> {
    let bytes = text.as_bytes();
    if bytes.len() != 32 {
        return Err(NotAnId);
    }
    let mut out = [0; 16];
    for (slot, pair) in out.iter_mut().zip(bytes.chunks_exact(2)) {
        let digits = std::str::from_utf8(pair).map_err(|_| NotAnId)?;
        if !digits
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        {
            return Err(NotAnId);
        }
        *slot = u8::from_str_radix(digits, 16).map_err(|_| NotAnId)?;
    }
    Ok(out)
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name([u8; 16]);

        impl $name {
            /// Takes 16 bytes as they are; new ids are made from a random source by the caller.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The 16 bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                parse_hex(text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    };
}

identifier!(
    /// One organisation that runs Heard.
    OrganisationId
);
identifier!(
    /// One report: what one person told us, once.
    ReportId
);
identifier!(
    /// One incident: something that happened, told by one or many reports.
    IncidentId
);
identifier!(
    /// One member of staff.
    MemberId
);
identifier!(
    /// One sealed object (a story, a contact, a note).
    ObjectId
);
identifier!(
    /// One import: what one delivery of files brought.
    ImportId
);
identifier!(
    /// What an entry is about: a report, an incident, an import, a member or the organisation, by its 16 bytes.
    Subject
);

macro_rules! subject_from {
    ($($name:ident),*) => {$(
        impl From<$name> for Subject {
            fn from(id: $name) -> Self {
                Self(id.0)
            }
        }
    )*};
}
subject_from!(OrganisationId, ReportId, IncidentId, ImportId, MemberId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_being_written_and_read() {
        let id = ReportId::from_bytes([0xab; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn wrong_ids_are_refused() {
        for text in [
            "",
            "ab",
            &"g".repeat(32),
            &"AB".repeat(16),
            &"+1".repeat(16),
            &"é".repeat(16),
        ] {
            assert_eq!(text.parse::<ReportId>(), Err(NotAnId), "{text}");
        }
    }
}
