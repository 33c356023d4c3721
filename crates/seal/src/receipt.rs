//! The receipt: seven words that are all a reporter needs to come back, and what follows from them.
//!
//! The words are drawn from the EFF's large list of 7,776 words, which makes 90.5 bits. With
//! IKM = the words in small letters joined by one space and PRK = HKDF-SHA256-Extract(32 zero bytes, IKM):
//!
//! | what | how |
//! | --- | --- |
//! | auth seed | HKDF-Expand(PRK, "heard/receipt/v1/auth", 32), an Ed25519 seed |
//! | locator | first 16 bytes of SHA-256("heard/locator/v1" \|\| auth public key) |
//! | mailbox seed | HKDF-Expand(PRK, "heard/receipt/v1/mailbox", 32), an X-Wing seed |
//! | ledger salt | HKDF-Expand(PRK, "heard/receipt/v1/ledger", 32) |
//!
//! The same 90 bits can be written as thirty digits, see [`digits`].

pub mod digits;
pub mod words;

use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::keys::{KeyPair, PublicKey, SecretSeed};
use crate::primitives::{derive, random};
use crate::signature::{self, SignIn};
pub use words::Suggestions;

/// How many words a receipt has.
pub const WORD_COUNT: usize = 7;

/// Why a typed receipt is not accepted. Its text never repeats what was typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// Too few or too many words.
    #[error("a receipt has seven words, this has {found}")]
    WordCount {
        /// How many were found.
        found: usize,
    },
    /// A word that is not on the list.
    #[error("word {position} is not on the list")]
    UnknownWord {
        /// Which word, counted from 1.
        position: usize,
        /// The closest words of the list, to offer to the reporter and to nobody else.
        nearest: Suggestions,
    },
    /// Too few or too many digits.
    #[error("a receipt in figures has thirty digits, this has {found}")]
    DigitCount {
        /// How many were found.
        found: usize,
    },
    /// The digits do not belong together: at least one is mistyped.
    #[error("at least one digit is mistyped")]
    Mistyped,
    /// Far longer than any receipt.
    #[error("too long for a receipt")]
    TooLong,
}

/// A reporter's secret. It can't be printed by accident; [`Receipt::words`] shows it on purpose.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Receipt {
    /// Positions in the list of words.
    indices: [u16; WORD_COUNT],
}

impl Receipt {
    /// A receipt drawn at random.
    pub fn from_random(rng: &mut dyn CryptoRng) -> Self {
        let seed = Zeroizing::new(random::<32>(rng));
        Self::from_seed(&seed)
    }

    /// The receipt of a random seed: always the same one, and every receipt equally likely. The seed is
    /// stretched by HKDF into 16-bit numbers, of which those from 62,208 (8 times 7,776) up are left out.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        const ACCEPTED: u16 = 8 * words::LIST_LENGTH;
        let mut indices = [0; WORD_COUNT];
        let mut slots = indices.iter_mut();
        let mut next = slots.next();
        let mut block = 0_u32;
        while next.is_some() {
            let numbers = derive(seed, &[b"heard/receipt/v1/words", &block.to_be_bytes()]);
            for pair in numbers.as_chunks::<2>().0 {
                let number = u16::from_be_bytes(*pair);
                if number < ACCEPTED
                    && let Some(slot) = next
                {
                    *slot = number % words::LIST_LENGTH;
                    next = slots.next();
                }
            }
            block = block.wrapping_add(1);
        }
        Self { indices }
    }

    /// Reads words as somebody typed them: capitals, full-width letters, accents, and any spaces, hyphens,
    /// commas, line ends or numbers between the words do not matter.
    pub fn from_words(text: &str) -> Result<Self, ReceiptError> {
        words::parse(text).map(|indices| Self { indices })
    }

    /// Reads the thirty digits of [`Receipt::digits`], in any of several scripts' digits, grouped in any way.
    pub fn from_digits(text: &str) -> Result<Self, ReceiptError> {
        digits::parse(text).map(|indices| Self { indices })
    }

    /// Reads a receipt in either form: words if there is a letter in it, else digits.
    pub fn parse(text: &str) -> Result<Self, ReceiptError> {
        if text.chars().any(char::is_alphabetic) || !text.chars().any(char::is_numeric) {
            Self::from_words(text)
        } else {
            Self::from_digits(text)
        }
    }

    /// The seven words with single spaces between them.
    pub fn words(&self) -> String {
        words::joined(&self.indices)
    }

    /// The same secret as ten groups of three digits with single spaces between them.
    pub fn digits(&self) -> String {
        digits::format(&self.indices)
    }

    /// The Ed25519 public key by which the server knows the holder.
    pub fn auth_public(&self) -> [u8; 32] {
        signature::public_of(&self.auth_seed())
    }

    /// A signature over any message. To enter a mailbox, use [`Receipt::sign_in`].
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        signature::sign(&self.auth_seed(), message)
    }

    /// A signature over the server's challenge.
    pub fn sign_in(&self, challenge: &SignIn<'_>) -> [u8; 64] {
        self.sign(&challenge.message())
    }

    /// The name of the mailbox on the server.
    pub fn locator(&self) -> [u8; 16] {
        locator_of(&self.auth_public())
    }

    /// The key pair that opens what is written to the reporter.
    pub fn mailbox_key_pair(&self) -> KeyPair {
        KeyPair::from_seed(SecretSeed::from_bytes(*self.expand(b"mailbox")))
    }

    /// The public half, to which replies are sealed.
    pub fn mailbox_public(&self) -> PublicKey {
        self.mailbox_key_pair().public().clone()
    }

    /// The salt of this report's entries in the ledger, so that the reporter can check them for ever.
    pub fn ledger_salt(&self) -> [u8; 32] {
        *self.expand(b"ledger")
    }

    fn auth_seed(&self) -> SecretSeed {
        SecretSeed::from_bytes(*self.expand(b"auth"))
    }

    fn expand(&self, purpose: &[u8]) -> Zeroizing<[u8; 32]> {
        let words = Zeroizing::new(self.words());
        derive(words.as_bytes(), &[b"heard/receipt/v1/", purpose])
    }
}

/// The name of the mailbox of an auth public key.
pub fn locator_of(auth_public: &[u8; 32]) -> [u8; 16] {
    let digest: [u8; 32] = Sha256::new()
        .chain_update(b"heard/locator/v1")
        .chain_update(auth_public)
        .finalize()
        .into();
    let mut locator = [0; 16];
    for (slot, byte) in locator.iter_mut().zip(digest) {
        *slot = byte;
    }
    locator
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "abacus abdomen abdominal abide abiding ability ablaze";

    #[test]
    fn what_follows_from_the_words_is_as_in_the_design_s_vector() {
        let receipt = Receipt::from_words(WORDS).unwrap();
        let (prk, _) = hkdf::Hkdf::<Sha256>::extract(None, WORDS.as_bytes());
        for (found, expected) in [
            (
                prk.as_slice(),
                "daef2bcc9a78c749f180757f39e94169ad931c1da531c1c58f1d78e41b557ab2",
            ),
            (
                receipt.auth_seed().expose(),
                "fb43aca72c9591b5d68d1a055e6f1d34f42ea2895bb90f54407ffe509119c46e",
            ),
            (
                &receipt.auth_public(),
                "5c37af729927792e184fae01e524e5ab5e833d313d6399f33aec28a1bf15d77e",
            ),
            (&receipt.locator(), "068e8ae93f2dc040f995d6382f09aef9"),
            (
                receipt.mailbox_key_pair().seed().expose(),
                "c18731fa65154ade002eef19259511885c8551568c89408927cb35ebc79457cb",
            ),
            (
                &receipt.ledger_salt(),
                "98da7f409b4f992384c347acb8c82202021beb651c6faf4e3f6751c49e75da8a",
            ),
        ] {
            assert_eq!(hex::encode(found), expected);
        }
    }

    #[test]
    fn a_seed_always_gives_the_same_words() {
        let one = Receipt::from_seed(&[5; 32]);
        assert_eq!(one.words(), Receipt::from_seed(&[5; 32]).words());
        assert_ne!(one.words(), Receipt::from_seed(&[6; 32]).words());
        assert_eq!(one.words().split(' ').count(), WORD_COUNT);
    }

    #[test]
    fn draws_are_spread_over_the_whole_list() {
        let mut seen = vec![0_u32; usize::from(words::LIST_LENGTH)];
        for number in 0_u32..8_000 {
            let mut seed = [0; 32];
            seed[..4].copy_from_slice(&number.to_be_bytes());
            for index in Receipt::from_seed(&seed).indices {
                seen[usize::from(index)] += 1;
            }
        }
        // 56,000 draws, 7.2 a word expected: chi-squared has mean 7,775 and standard deviation 125.
        let expected = 56_000.0 / f64::from(words::LIST_LENGTH);
        let chi_squared: f64 = seen
            .iter()
            .map(|count| (f64::from(*count) - expected).powi(2) / expected)
            .sum();
        assert!((7_150.0..8_400.0).contains(&chi_squared), "{chi_squared}");
    }

    #[test]
    fn the_holder_of_the_words_is_known_by_signature() {
        let receipt = Receipt::from_words(WORDS).unwrap();
        let challenge = SignIn {
            nonce: [4; 32],
            origin: "https://example.org",
            purpose: "mailbox",
        };
        let signature = receipt.sign_in(&challenge);
        let accepted = |challenge: SignIn<'_>| {
            crate::verify_signature(&receipt.auth_public(), &challenge.message(), &signature)
        };
        assert!(accepted(challenge));
        assert!(!accepted(SignIn {
            nonce: [5; 32],
            ..challenge
        }));
        assert!(!accepted(SignIn {
            purpose: "withdraw",
            ..challenge
        }));
    }

    #[test]
    fn either_form_is_read() {
        let receipt = Receipt::from_seed(&[5; 32]);
        assert_eq!(
            Receipt::parse(&receipt.words()).unwrap().words(),
            receipt.words()
        );
        assert_eq!(
            Receipt::parse(&receipt.digits()).unwrap().words(),
            receipt.words()
        );
        assert_eq!(
            Receipt::parse(" ").err(),
            Some(ReceiptError::WordCount { found: 0 })
        );
    }
}
