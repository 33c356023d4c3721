//! Key slots: where a member's secret rests between sign-ins, opened by a passphrase.
//!
//! A slot is `VCSK` || format u8 = 1 || memory u32 (KiB) || passes u32 || lanes u8 || salt 16 || nonce 24 ||
//! ciphertext 64 || tag 16, all integers big-endian. The key comes from Argon2id (RFC 9106) over the
//! passphrase, and everything before the nonce is authenticated. Passphrases are taken in Unicode's NFKC form,
//! so that the same characters typed on another keyboard open the slot too.

use argon2::{Algorithm, Argon2, Params, Version};
use rand_core::CryptoRng;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::SealError;
use crate::keys::{KeyPair, SecretSeed};
use crate::primitives::{box_secret, derive, random, unbox_secret};
use crate::reader::Reader;
use crate::signature;

const MAGIC: [u8; 4] = *b"VCSK";
const FORMAT: u8 = 1;
const SALT_LENGTH: usize = 16;

/// The secret of one member of staff: an X-Wing seed, which opens what is sealed to them, and an Ed25519 seed,
/// which signs for them. Wiped when dropped.
#[derive(Clone)]
pub struct MemberSecret {
    sealing: SecretSeed,
    signing: SecretSeed,
}

impl MemberSecret {
    /// A fresh secret.
    pub fn from_random(rng: &mut dyn CryptoRng) -> Self {
        Self {
            sealing: SecretSeed::from_random(rng),
            signing: SecretSeed::from_random(rng),
        }
    }

    /// A secret from its two seeds, for instance out of a recovery.
    pub fn from_seeds(sealing: SecretSeed, signing: SecretSeed) -> Self {
        Self { sealing, signing }
    }

    /// The pair that opens what is sealed to this member.
    pub fn key_pair(&self) -> KeyPair {
        KeyPair::from_seed(self.sealing.clone())
    }

    /// The Ed25519 public key.
    pub fn signing_public(&self) -> [u8; 32] {
        signature::public_of(&self.signing)
    }

    /// Signs a message; [`verify_signature`](crate::verify_signature) checks it.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        signature::sign(&self.signing, message)
    }

    pub(crate) fn to_bytes(&self) -> Zeroizing<[u8; 64]> {
        let mut bytes = Zeroizing::new([0; 64]);
        let seeds = self.sealing.expose().iter().chain(self.signing.expose());
        for (slot, byte) in bytes.iter_mut().zip(seeds) {
            *slot = *byte;
        }
        bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8; 64]) -> Result<Self, SealError> {
        let mut reader = Reader::new(bytes);
        Ok(Self {
            sealing: SecretSeed::from_bytes(reader.array()?),
            signing: SecretSeed::from_bytes(reader.array()?),
        })
    }
}

/// What one guess at a passphrase costs (Argon2id).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArgonCost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl ArgonCost {
    /// The most memory a slot may ask for: 256 MiB.
    pub const MOST_MEMORY_KIB: u32 = 256 * 1024;
    /// The most passes a slot may ask for.
    pub const MOST_PASSES: u32 = 16;
    /// The most lanes a slot may ask for.
    pub const MOST_LANES: u32 = 4;

    /// A cost of one's own; none if it is above the limits or below what Argon2 defines (one pass, one lane,
    /// 8 KiB a lane).
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Option<Self> {
        let within = (1..=Self::MOST_LANES).contains(&lanes)
            && (1..=Self::MOST_PASSES).contains(&passes)
            && (8 * lanes..=Self::MOST_MEMORY_KIB).contains(&memory_kib);
        within.then_some(Self {
            memory_kib,
            passes,
            lanes,
        })
    }

    /// How much memory one guess goes over, in KiB: what a wait for an answer is made of.
    pub fn work(self) -> u64 {
        u64::from(self.memory_kib) * u64::from(self.passes)
    }

    /// The cheapest cost there is, for tests that are not about passphrases.
    pub fn for_tests() -> Self {
        Self {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
        }
    }
}

impl Default for ArgonCost {
    /// 64 MiB, three passes, one lane: the second recommended option of RFC 9106 with one lane instead of four,
    /// about a third of a second on a small server.
    fn default() -> Self {
        Self {
            memory_kib: 64 * 1024,
            passes: 3,
            lanes: 1,
        }
    }
}

/// Why a key slot did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlotError {
    /// The bytes are not a key slot of a known format.
    #[error("not a key slot")]
    Malformed,
    /// The slot asks for more work than [`ArgonCost`] allows; whoever wrote it wants to exhaust us.
    #[error("the key slot asks for more work than is allowed")]
    TooCostly,
    /// The passphrase is wrong, or the slot was altered.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The system did not give the memory that the work needs; try again later.
    #[error("not enough memory to try a passphrase")]
    OutOfMemory,
}

/// A member's secret sealed under a passphrase.
#[derive(Debug, Clone, Copy)]
pub struct PassphraseSlot;

impl PassphraseSlot {
    /// Seals the secret under the passphrase with a fresh salt. Takes the time that `cost` says.
    #[expect(
        clippy::expect_used,
        reason = "the cost is within limits, so only a system without memory can refuse, as it would refuse any \
                  other allocation"
    )]
    pub fn create(
        passphrase: &str,
        secret: &MemberSecret,
        cost: ArgonCost,
        rng: &mut dyn CryptoRng,
    ) -> Vec<u8> {
        let salt = random::<SALT_LENGTH>(rng);
        let key = stretch(passphrase, &salt, cost).expect("memory for Argon2");
        let mut slot = head(cost, &salt);
        let sealed = box_secret(&key, &slot, secret.to_bytes().as_slice(), rng);
        slot.extend_from_slice(&sealed);
        slot
    }

    /// What a guess at this slot costs.
    pub fn cost(bytes: &[u8]) -> Result<ArgonCost, SlotError> {
        read(bytes).map(|(cost, ..)| cost)
    }

    /// Opens a slot. Takes the time that the slot's cost says, whether or not the passphrase is right.
    pub fn open(bytes: &[u8], passphrase: &str) -> Result<MemberSecret, SlotError> {
        let (cost, salt, sealed) = read(bytes)?;
        let key = stretch(passphrase, &salt, cost)?;
        open_sealed(&key, cost, &salt, sealed)
    }

    /// Does the work of opening a slot of that cost and always fails with [`SlotError::WrongPassphrase`]: for
    /// a name that nobody has, so that the time of the answer does not tell which names exist.
    pub fn open_nothing(passphrase: &str, cost: ArgonCost) -> Result<MemberSecret, SlotError> {
        let salt = [0; SALT_LENGTH];
        let key = stretch(passphrase, &salt, cost)?;
        // No key that anybody can find fits this tag.
        open_sealed(&key, cost, &salt, &[0; SEALED_LENGTH])
    }
}

/// Reads a slot: its cost, its salt and what is sealed.
fn read(bytes: &[u8]) -> Result<(ArgonCost, [u8; SALT_LENGTH], &[u8]), SlotError> {
    let malformed = |_| SlotError::Malformed;
    let mut reader = Reader::new(bytes);
    if reader.array().map_err(malformed)? != MAGIC || reader.byte().map_err(malformed)? != FORMAT {
        return Err(SlotError::Malformed);
    }
    let memory_kib = u32::from_be_bytes(reader.array().map_err(malformed)?);
    let passes = u32::from_be_bytes(reader.array().map_err(malformed)?);
    let lanes = u32::from(reader.byte().map_err(malformed)?);
    let salt = reader.array::<SALT_LENGTH>().map_err(malformed)?;
    let sealed = reader.rest();
    if sealed.len() != SEALED_LENGTH {
        return Err(SlotError::Malformed);
    }
    let cost = ArgonCost::new(memory_kib, passes, lanes).ok_or(SlotError::TooCostly)?;
    Ok((cost, salt, sealed))
}

const SEALED_LENGTH: usize = 24 + 64 + 16;

fn open_sealed(
    key: &[u8; 32],
    cost: ArgonCost,
    salt: &[u8; SALT_LENGTH],
    sealed: &[u8],
) -> Result<MemberSecret, SlotError> {
    let seeds = unbox_secret::<64>(key, &head(cost, salt), sealed)
        .map_err(|_| SlotError::WrongPassphrase)?;
    MemberSecret::from_bytes(&seeds).map_err(|_| SlotError::Malformed)
}

fn head(cost: ArgonCost, salt: &[u8; SALT_LENGTH]) -> Vec<u8> {
    let mut head = MAGIC.to_vec();
    head.push(FORMAT);
    head.extend_from_slice(&cost.memory_kib.to_be_bytes());
    head.extend_from_slice(&cost.passes.to_be_bytes());
    head.push(cost.lanes as u8);
    head.extend_from_slice(salt);
    head
}

fn stretch(
    passphrase: &str,
    salt: &[u8; SALT_LENGTH],
    cost: ArgonCost,
) -> Result<Zeroizing<[u8; 32]>, SlotError> {
    let passphrase: Zeroizing<String> = Zeroizing::new(passphrase.nfkc().collect());
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32))
        .map_err(|_| SlotError::TooCostly)?;
    let mut stretched = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, stretched.as_mut())
        .map_err(|_| SlotError::OutOfMemory)?;
    Ok(derive(stretched.as_slice(), &[b"vcs1/slot/passphrase"]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    fn slot(passphrase: &str) -> (MemberSecret, Vec<u8>) {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        let secret = MemberSecret::from_random(&mut rng);
        let bytes = PassphraseSlot::create(passphrase, &secret, ArgonCost::for_tests(), &mut rng);
        (secret, bytes)
    }

    #[test]
    fn the_right_passphrase_gives_the_secret_back() {
        let (secret, bytes) = slot("a lantern under the bridge");
        let opened = PassphraseSlot::open(&bytes, "a lantern under the bridge").unwrap();
        assert_eq!(opened.to_bytes(), secret.to_bytes());
        assert_eq!(opened.signing_public(), secret.signing_public());
        assert_eq!(opened.key_pair().public(), secret.key_pair().public());
    }

    #[test]
    fn characters_typed_in_another_form_are_the_same_passphrase() {
        let (_, bytes) = slot("caf\u{e9} \u{2164}");
        assert!(PassphraseSlot::open(&bytes, "cafe\u{301} V").is_ok());
    }

    #[test]
    fn everything_else_is_refused() {
        let (_, bytes) = slot("right");
        let refused = |bytes: &[u8], passphrase| PassphraseSlot::open(bytes, passphrase).err();
        assert_eq!(refused(&bytes, "wrong"), Some(SlotError::WrongPassphrase));
        assert_eq!(refused(&bytes, ""), Some(SlotError::WrongPassphrase));
        for length in 0..bytes.len() {
            assert_eq!(
                refused(&bytes[..length], "right"),
                Some(SlotError::Malformed)
            );
        }
        for index in 0..bytes.len() {
            // The fields of cost are changed in the lowest bit only, which stays within the limits.
            let mut changed = bytes.clone();
            changed[index] ^= 1;
            assert!(refused(&changed, "right").is_some(), "byte {index}");
        }
        let longer = [bytes.as_slice(), &[0]].concat();
        assert_eq!(refused(&longer, "right"), Some(SlotError::Malformed));
    }

    #[test]
    fn a_slot_cannot_make_us_work_without_limit() {
        let (_, bytes) = slot("right");
        for (index, value) in [(5, 0x7f), (9, 0x7f), (13, 200), (13, 0)] {
            let mut greedy = bytes.clone();
            greedy[index] = value;
            assert_eq!(
                PassphraseSlot::open(&greedy, "right").err(),
                Some(SlotError::TooCostly)
            );
        }
        assert!(ArgonCost::new(ArgonCost::MOST_MEMORY_KIB + 1, 3, 1).is_none());
        assert!(ArgonCost::new(7, 1, 1).is_none());
        assert!(ArgonCost::new(65_536, 3, 1) == Some(ArgonCost::default()));
    }

    #[test]
    fn nothing_never_opens() {
        assert_eq!(
            PassphraseSlot::open_nothing("anything", ArgonCost::for_tests()).err(),
            Some(SlotError::WrongPassphrase)
        );
    }

    #[test]
    fn members_sign_with_the_key_they_publish() {
        let (secret, _) = slot("right");
        let signature = secret.sign(b"message");
        assert!(crate::verify_signature(
            &secret.signing_public(),
            b"message",
            &signature
        ));
    }
}
