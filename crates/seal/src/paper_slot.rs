//! The second key slot of a member: their secret, locked under a key that is printed on paper.
//!
//! A slot is `VCSP` || format u8 = 1 || nonce 24 || ciphertext 64 || tag 16. The printed key is 32 random bytes
//! ([`RecoveryKit`](crate::RecoveryKit) is its form on paper), so it needs no slow hash: HKDF-SHA256 with info
//! "vcs1/slot/paper" gives the key. Magic, format and the member's id are authenticated: a slot that was moved to
//! another member does not open.

use rand_core::CryptoRng;

use crate::SealError;
use crate::keys::SecretSeed;
use crate::primitives::{box_secret, derive, unbox_secret};
use crate::slot::MemberSecret;

const HEAD: &[u8] = b"VCSP\x01";
const LENGTH: usize = HEAD.len() + 24 + 64 + 16;

/// A member's secret locked under a printed key.
#[derive(Debug, Clone, Copy)]
pub struct PaperSlot;

impl PaperSlot {
    /// Locks the secret of that member under a printed key.
    pub fn create(
        paper: &SecretSeed,
        member: &[u8; 16],
        secret: &MemberSecret,
        rng: &mut dyn CryptoRng,
    ) -> Vec<u8> {
        let mut slot = HEAD.to_vec();
        slot.extend_from_slice(&box_secret(
            &key(paper),
            &context(member),
            secret.to_bytes().as_slice(),
            rng,
        ));
        slot
    }

    /// Opens the slot of that member.
    ///
    /// Fails with [`SealError::Malformed`] for other bytes, with [`SealError::Refused`] for another key, another
    /// member or any change.
    pub fn open(
        bytes: &[u8],
        paper: &SecretSeed,
        member: &[u8; 16],
    ) -> Result<MemberSecret, SealError> {
        let sealed = bytes.strip_prefix(HEAD).ok_or(SealError::Malformed)?;
        let seeds = unbox_secret::<64>(&key(paper), &context(member), sealed)?;
        MemberSecret::from_bytes(&seeds)
    }

    /// Does the work of opening a slot and always fails: for a name that nobody has.
    pub fn open_nothing(paper: &SecretSeed) -> Result<MemberSecret, SealError> {
        let mut slot = [0; LENGTH];
        for (byte, fixed) in slot.iter_mut().zip(HEAD) {
            *byte = *fixed;
        }
        // No key that anybody can find fits this tag.
        Self::open(&slot, paper, &[0; 16])
    }
}

fn key(paper: &SecretSeed) -> zeroize::Zeroizing<[u8; 32]> {
    derive(paper.expose(), &[b"vcs1/slot/paper"])
}

fn context(member: &[u8; 16]) -> Vec<u8> {
    [HEAD, member.as_slice()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    const MEMBER: [u8; 16] = [5; 16];

    fn slot() -> (SecretSeed, MemberSecret, Vec<u8>) {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        let paper = SecretSeed::from_random(&mut rng);
        let secret = MemberSecret::from_random(&mut rng);
        let bytes = PaperSlot::create(&paper, &MEMBER, &secret, &mut rng);
        (paper, secret, bytes)
    }

    #[test]
    fn the_printed_key_gives_the_secret_back() {
        let (paper, secret, bytes) = slot();
        assert_eq!(bytes.len(), LENGTH);
        let opened = PaperSlot::open(&bytes, &paper, &MEMBER).unwrap();
        assert_eq!(opened.to_bytes(), secret.to_bytes());
    }

    #[test]
    fn another_key_another_member_and_every_change_are_refused() {
        let (paper, _, bytes) = slot();
        let refused = |bytes: &[u8], paper, member| PaperSlot::open(bytes, paper, member).err();
        let other = SecretSeed::from_bytes([9; 32]);
        assert_eq!(refused(&bytes, &other, &MEMBER), Some(SealError::Refused));
        assert_eq!(refused(&bytes, &paper, &[6; 16]), Some(SealError::Refused));
        for index in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[index] ^= 1;
            assert!(refused(&changed, &paper, &MEMBER).is_some(), "byte {index}");
            assert!(
                refused(&bytes[..index], &paper, &MEMBER).is_some(),
                "{index} bytes"
            );
        }
        let longer = [bytes.as_slice(), &[0]].concat();
        assert_eq!(
            refused(&longer, &paper, &MEMBER),
            Some(SealError::Malformed)
        );
        assert_eq!(
            PaperSlot::open_nothing(&paper).err(),
            Some(SealError::Refused)
        );
    }
}
