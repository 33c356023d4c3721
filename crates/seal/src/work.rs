//! Proof of work: a cost that a flood pays and a person does not notice.
//!
//! The work is done when SHA-256(challenge || the answer in decimal ASCII without leading zeros) begins with
//! the asked number of zero bits, most significant bit first. A page script finds it with
//! `crypto.subtle.digest("SHA-256", …)`, counting up from 0.

use sha2::{Digest, Sha256};

/// Whether the answer does the work of that many bits for this challenge.
pub fn work_is_done(challenge: &[u8], answer: u64, bits: u8) -> bool {
    leading_zeros(&digest(&Sha256::new_with_prefix(challenge), answer)) >= u32::from(bits)
}

/// Does the work: the smallest answer. About 2^bits hashes, so keep `bits` below 30 or so.
pub fn find_work(challenge: &[u8], bits: u8) -> Option<u64> {
    let started = Sha256::new_with_prefix(challenge);
    (0..u64::MAX).find(|answer| leading_zeros(&digest(&started, *answer)) >= u32::from(bits))
}

fn digest(started: &Sha256, answer: u64) -> [u8; 32] {
    started
        .clone()
        .chain_update(answer.to_string())
        .finalize()
        .into()
}

fn leading_zeros(hash: &[u8; 32]) -> u32 {
    let mut zeros = 0;
    for byte in hash {
        zeros += byte.leading_zeros();
        if *byte != 0 {
            break;
        }
    }
    zeros
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_zero_bits_are_counted_from_the_top() {
        let mut hash = [0; 32];
        assert_eq!(leading_zeros(&hash), 256);
        hash[1] = 0b0001_0000;
        assert_eq!(leading_zeros(&hash), 11);
        hash[0] = 0x80;
        assert_eq!(leading_zeros(&hash), 0);
    }

    #[test]
    fn work_found_is_accepted_for_its_challenge_only() {
        let answer = find_work(b"challenge", 10).unwrap();
        assert!(work_is_done(b"challenge", answer, 10));
        assert!((0..answer).all(|earlier| !work_is_done(b"challenge", earlier, 10)));
        assert!(!work_is_done(b"challenge", answer, 60));
        assert!(!work_is_done(b"another challenge", answer, 20));
    }

    #[test]
    fn the_message_is_the_challenge_followed_by_decimal_digits() {
        let hash: [u8; 32] = Sha256::digest(b"abc42").into();
        let bits = u8::try_from(leading_zeros(&hash)).unwrap();
        assert!(work_is_done(b"abc", 42, bits));
        assert!(!work_is_done(b"abc", 42, bits + 1));
    }
}
