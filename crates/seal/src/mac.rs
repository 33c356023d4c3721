//! Hashes, message authentication and comparison in constant time.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::primitives::{derive, hmac_of};

/// SHA-256.
pub fn sha256(data: &[u8]) -> [u8; 32] {
    Sha256::digest(data).into()
}

/// SHA-256 of bytes that come one part after the other.
#[derive(Clone, Default)]
pub struct RunningHash(Sha256);

impl RunningHash {
    /// Takes the next bytes.
    pub fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    /// The hash of all that was taken.
    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

/// HMAC-SHA256 (RFC 2104) under a 32-byte key.
pub fn keyed_hash(key: &[u8; 32], data: &[u8]) -> [u8; 32] {
    hmac_of(key, &[data])
}

/// The authentication of what a form contains, under a key derived from the form's seed: the same content sent
/// twice with the same form gives the same 32 bytes, and nobody without the seed can test guesses against them.
pub fn content_mac(seed: &[u8; 32], content: &[u8]) -> [u8; 32] {
    hmac_of(&derive(seed, &[b"heard/form/v1/content"]), &[content])
}

/// What the server keeps of a random token that it gave out: SHA-256("heard/token/v1" || token). The token has
/// 256 random bits, so no slow hash is needed.
pub fn token_hash(token: &[u8; 32]) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"heard/token/v1")
        .chain_update(token)
        .finalize()
        .into()
}

/// Whether two byte strings are equal, in a time that depends on their lengths only.
pub fn constant_time_eq(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmac_follows_rfc_4231_case_1() {
        // The RFC's 20-byte key padded with zeros is the same HMAC key.
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        assert_eq!(
            hex::encode(keyed_hash(&key, b"Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        );
    }

    #[test]
    fn hashes_of_different_purpose_differ() {
        let bytes = [3; 32];
        let all = [
            sha256(&bytes),
            token_hash(&bytes),
            keyed_hash(&bytes, &[]),
            content_mac(&bytes, &[]),
        ];
        for (index, one) in all.iter().enumerate() {
            assert!(all[index + 1..].iter().all(|other| other != one));
        }
    }

    #[test]
    fn comparison_sees_every_difference() {
        assert!(constant_time_eq(b"abc", b"abc"));
        assert!(!constant_time_eq(b"abc", b"abd"));
        assert!(!constant_time_eq(b"abc", b"ab"));
    }
}
