//! What an entry commits to, without showing it.

use sha2::{Digest, Sha256};

use crate::Hash;

/// The parts of a fact that an entry commits to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommittedParts<'a> {
    /// The record that the fact is about.
    pub subject: [u8; 16],
    /// The number of this fact among the facts about that record.
    pub number: u32,
    /// Who caused it, if anybody did.
    pub actor: Option<[u8; 16]>,
    /// When, in microseconds since 1970-01-01T00:00Z.
    pub at_microseconds: i64,
    /// The fact itself, in its canonical bytes.
    pub fact: &'a [u8],
}

/// The commitment: SHA-256("heard/commit/v1" || salt || subject || number || length of actor (u8: 0 or 16) ||
/// actor || time || length of fact (u64) || fact), integers big-endian.
///
/// With 32 random bytes as salt it tells nothing about the parts, and no other parts can be found that fit it.
/// When the salt is destroyed (on erasure) the entry stays and means nothing any more.
pub fn commitment(salt: &[u8; 32], parts: &CommittedParts<'_>) -> Hash {
    let actor: &[u8] = parts.actor.as_ref().map_or(&[], |actor| actor);
    Sha256::new()
        .chain_update(b"heard/commit/v1")
        .chain_update(salt)
        .chain_update(parts.subject)
        .chain_update(parts.number.to_be_bytes())
        .chain_update([actor.len() as u8])
        .chain_update(actor)
        .chain_update(parts.at_microseconds.to_be_bytes())
        .chain_update((parts.fact.len() as u64).to_be_bytes())
        .chain_update(parts.fact)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: CommittedParts<'static> = CommittedParts {
        subject: [1; 16],
        number: 2,
        actor: Some([3; 16]),
        at_microseconds: 1_780_000_000_000_000,
        fact: b"stage:referred",
    };

    #[test]
    fn the_encoding_is_the_documented_one() {
        let mut bytes = b"heard/commit/v1".to_vec();
        bytes.extend([9; 32]);
        bytes.extend([1; 16]);
        bytes.extend([0, 0, 0, 2, 16]);
        bytes.extend([3; 16]);
        bytes.extend(1_780_000_000_000_000_i64.to_be_bytes());
        bytes.extend([0, 0, 0, 0, 0, 0, 0, 14]);
        bytes.extend(b"stage:referred");
        let expected: Hash = Sha256::digest(&bytes).into();
        assert_eq!(commitment(&[9; 32], &PARTS), expected);
    }

    #[test]
    fn every_part_counts() {
        let salt = [9; 32];
        let different = [
            CommittedParts {
                subject: [4; 16],
                ..PARTS
            },
            CommittedParts { number: 3, ..PARTS },
            CommittedParts {
                actor: None,
                ..PARTS
            },
            CommittedParts {
                actor: Some([4; 16]),
                ..PARTS
            },
            CommittedParts {
                at_microseconds: 0,
                ..PARTS
            },
            CommittedParts {
                fact: b"stage:referre",
                ..PARTS
            },
            CommittedParts { fact: b"", ..PARTS },
        ];
        for parts in different {
            assert_ne!(commitment(&salt, &parts), commitment(&salt, &PARTS));
        }
        assert_ne!(commitment(&[8; 32], &PARTS), commitment(&salt, &PARTS));
    }
}
