//! A secret printed on paper and typed in again on a bad day.
//!
//! The 32 bytes and a checksum of three bytes are written as 56 characters of Crockford's base 32
//! (crockford.com/base32.html) in eight groups of seven. The alphabet leaves out I, L, O and U; when reading, I
//! and L count as 1, O as 0, small letters as capitals, and spaces and hyphens as nothing. The checksum is the
//! start of SHA-256("heard/kit/v1" || secret): a kit with a slip in it passes with a chance of one in 16 million.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::base32;
use crate::keys::SecretSeed;
use crate::mac::constant_time_eq;

const GROUP: usize = 7;
const CHARACTERS: usize = 56;
const SECRET_LENGTH: usize = 32;
const CHECK_LENGTH: usize = 3;

/// Why a typed kit is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryKitError {
    /// Too few or too many characters.
    #[error("a kit has 56 letters and digits, this has {found}")]
    Length {
        /// How many were found.
        found: usize,
    },
    /// A character that no kit contains.
    #[error("group {group} contains a character that no kit has")]
    UnknownCharacter {
        /// In which group of seven, counted from 1.
        group: usize,
    },
    /// All characters are possible, but they do not belong together: at least one is mistyped.
    #[error("at least one character is mistyped")]
    Mistyped,
}

/// A secret in its printed form.
#[derive(Clone)]
pub struct RecoveryKit {
    seed: SecretSeed,
}

impl RecoveryKit {
    /// The kit of a seed.
    pub fn new(seed: SecretSeed) -> Self {
        Self { seed }
    }

    /// The secret.
    pub fn seed(&self) -> &SecretSeed {
        &self.seed
    }

    /// Eight groups of seven letters and digits with hyphens between them.
    pub fn text(&self) -> Zeroizing<String> {
        let check = checksum(self.seed.expose());
        let mut text = Zeroizing::new(String::with_capacity(CHARACTERS + 7));
        let mut written = 0_usize;
        base32::write(self.seed.expose().iter().chain(&check).copied(), |letter| {
            if written > 0 && written.is_multiple_of(GROUP) {
                text.push('-');
            }
            text.push(letter);
            written += 1;
        });
        text
    }

    /// Reads a kit as somebody typed it.
    pub fn parse(text: &str) -> Result<Self, RecoveryKitError> {
        let mut bytes = Zeroizing::new([0_u8; SECRET_LENGTH + CHECK_LENGTH]);
        let typed = text.chars().filter(|character| !is_separator(*character));
        let found = base32::read(typed, bytes.as_mut_slice()).map_err(|place| {
            RecoveryKitError::UnknownCharacter {
                group: place / GROUP + 1,
            }
        })?;
        if found != CHARACTERS {
            return Err(RecoveryKitError::Length { found });
        }
        let (secret, check) = bytes
            .split_first_chunk::<SECRET_LENGTH>()
            .ok_or(RecoveryKitError::Mistyped)?;
        if !constant_time_eq(&checksum(secret), check) {
            return Err(RecoveryKitError::Mistyped);
        }
        Ok(Self::new(SecretSeed::from_bytes(*secret)))
    }
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || "-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}.".contains(character)
}

fn checksum(secret: &[u8; SECRET_LENGTH]) -> [u8; CHECK_LENGTH] {
    let digest: [u8; 32] = Sha256::new()
        .chain_update(b"heard/kit/v1")
        .chain_update(secret)
        .finalize()
        .into();
    let [first, second, third, ..] = digest;
    [first, second, third]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kit() -> RecoveryKit {
        RecoveryKit::new(SecretSeed::from_bytes(std::array::from_fn(|i| {
            (i * 37 + 11) as u8
        })))
    }

    fn parsed(text: &str) -> Result<[u8; 32], RecoveryKitError> {
        RecoveryKit::parse(text).map(|kit| *kit.seed().expose())
    }

    #[test]
    fn a_kit_has_eight_groups_of_seven_and_reads_back() {
        let text = kit().text();
        let groups: Vec<&str> = text.split('-').collect();
        assert_eq!(groups.len(), 8);
        assert!(groups.iter().all(|group| group.len() == 7));
        assert_eq!(parsed(&text), Ok(*kit().seed().expose()));
    }

    #[test]
    fn the_zero_secret_has_the_expected_letters() {
        let text = RecoveryKit::new(SecretSeed::from_bytes([0; 32])).text();
        assert!(text.starts_with("0000000-0000000-"));
        assert!(text.ends_with(|c: char| c.is_ascii_alphanumeric()));
    }

    #[test]
    fn small_letters_lookalikes_and_other_separators_are_understood() {
        let text = kit().text();
        let sloppy = text
            .to_lowercase()
            .replace('0', "o")
            .replace('1', "l")
            .replace('-', " \n ");
        assert_eq!(parsed(&sloppy), Ok(*kit().seed().expose()));
    }

    #[test]
    fn every_single_slip_is_noticed() {
        let text = kit().text();
        for index in text
            .char_indices()
            .filter(|(_, c)| *c != '-')
            .map(|(i, _)| i)
        {
            let mut bytes = text.as_bytes().to_vec();
            bytes[index] = if bytes[index] == b'7' { b'8' } else { b'7' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(parsed(&changed), Err(RecoveryKitError::Mistyped), "{index}");
        }
        let mut groups: Vec<&str> = text.split('-').collect();
        groups.swap(2, 5);
        assert_eq!(parsed(&groups.join("-")), Err(RecoveryKitError::Mistyped));
    }

    #[test]
    fn errors_say_what_is_wrong() {
        let text = kit().text();
        assert_eq!(parsed(""), Err(RecoveryKitError::Length { found: 0 }));
        assert_eq!(
            parsed(&text[1..]),
            Err(RecoveryKitError::Length { found: 55 })
        );
        assert_eq!(
            parsed(&format!("{}77", text.as_str())),
            Err(RecoveryKitError::Length { found: 58 })
        );
        let mut bytes = text.as_bytes().to_vec();
        bytes[8 * 3] = b'?';
        let changed = String::from_utf8(bytes).unwrap();
        assert_eq!(
            parsed(&changed),
            Err(RecoveryKitError::UnknownCharacter { group: 4 })
        );
    }
}
