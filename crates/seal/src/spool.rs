//! Pieces of a file that lies on disk for a while: sealed under a key that is in memory alone, so that what lies there
//! is nothing without the process that wrote it.
//!
//! Each piece is encrypted by XChaCha20-Poly1305 under a key that is drawn for one file, with the piece's number as
//! nonce. Whoever reads knows how many pieces there are, so none can be left out, doubled or exchanged unnoticed.

use rand_core::CryptoRng;

use crate::SealError;
use crate::locked::Locked;
use crate::primitives::{Cipher, NONCE_LENGTH, TAG_LENGTH, random};

/// Bytes that a sealed piece is longer than a plain one.
pub const PIECE_OVERHEAD: usize = TAG_LENGTH;

/// The key of one file. It is wiped when it is let go.
pub struct SpoolKey(Locked);

impl SpoolKey {
    /// A key for one file.
    pub fn new(rng: &mut dyn CryptoRng) -> Self {
        Self(Locked::new(random(rng)))
    }

    /// Seals a piece in place; each number may be sealed once.
    pub fn seal(&self, number: u64, piece: &mut Vec<u8>) {
        let tag = Cipher::new(self.0.expose()).encrypt(&nonce(number), &[], piece);
        piece.extend_from_slice(&tag);
    }

    /// Opens a piece in place.
    pub fn open(&self, number: u64, piece: &mut Vec<u8>) -> Result<(), SealError> {
        let plain = piece
            .len()
            .checked_sub(TAG_LENGTH)
            .ok_or(SealError::Malformed)?;
        let tag = piece.split_off(plain);
        let tag: [u8; TAG_LENGTH] = tag.try_into().map_err(|_| SealError::Malformed)?;
        Cipher::new(self.0.expose()).decrypt(&nonce(number), &[], piece, &tag)
    }
}

fn nonce(number: u64) -> [u8; NONCE_LENGTH] {
    let mut nonce = [0; NONCE_LENGTH];
    for (to, from) in nonce.iter_mut().zip(number.to_be_bytes()) {
        *to = from;
    }
    nonce
}

#[cfg(test)]
mod tests {
    use rand_core::SeedableRng as _;

    use super::*;

    #[test]
    fn a_piece_opens_in_its_place_and_under_its_key_only() {
        let mut rng = rand_chacha::ChaCha20Rng::from_seed([5; 32]);
        let (key, other) = (SpoolKey::new(&mut rng), SpoolKey::new(&mut rng));
        let plain = b"a row of a file".to_vec();
        let mut sealed = plain.clone();
        key.seal(7, &mut sealed);
        assert_eq!(sealed.len(), plain.len() + PIECE_OVERHEAD);
        assert!(!sealed.windows(4).any(|part| part == b"row "));
        let mut opened = sealed.clone();
        key.open(7, &mut opened).unwrap();
        assert_eq!(opened, plain);
        for (key, number) in [(&key, 8), (&other, 7)] {
            assert_eq!(
                key.open(number, &mut sealed.clone()),
                Err(SealError::Refused)
            );
        }
        for at in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[at] ^= 1;
            assert_eq!(key.open(7, &mut flipped), Err(SealError::Refused));
        }
        assert_eq!(key.open(7, &mut vec![1; 3]), Err(SealError::Malformed));
    }
}
