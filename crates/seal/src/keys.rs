//! Seeds, key pairs, public keys and the key of one report.
//!
//! Nothing secret here can be printed, compared with `==` or serialised, and everything secret lies in locked
//! memory (`locked.rs`) and is wiped when dropped.

use hpke::kem::XWing;
use hpke::{Deserializable, Kem, Serializable};
use rand_core::CryptoRng;
use sha2::{Digest, Sha256};

use crate::SealError;
use crate::locked::Locked;
use crate::primitives::random;

/// Length of an X-Wing public key in bytes: ML-KEM-768 (1,184) and X25519 (32).
pub const PUBLIC_KEY_LENGTH: usize = 1216;

pub(crate) type HpkePublicKey = <XWing as Kem>::PublicKey;
pub(crate) type HpkePrivateKey = <XWing as Kem>::PrivateKey;

/// 32 secret bytes from which a key pair follows.
#[derive(Clone)]
pub struct SecretSeed(Locked);

impl SecretSeed {
    /// A fresh seed.
    pub fn from_random(rng: &mut dyn CryptoRng) -> Self {
        Self(Locked::new(random(rng)))
    }

    /// A seed that was kept or derived elsewhere.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Locked::new(bytes))
    }

    /// The bytes themselves. The name is meant to stand out in review.
    pub fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }
}

/// The symmetric key of one report (RK in the design): 32 random bytes, from which every object of the report
/// gets a key of its own. Erasing a report means destroying every wrap of this key.
#[derive(Clone)]
pub struct SealingKey(Locked);

impl SealingKey {
    /// A fresh report key.
    pub fn from_random(rng: &mut dyn CryptoRng) -> Self {
        Self(Locked::new(random(rng)))
    }

    /// A report key that was unwrapped or derived elsewhere.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Locked::new(bytes))
    }

    /// The bytes themselves. The name is meant to stand out in review.
    pub fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }
}

/// An X-Wing public key, to which secrets can be sealed. Not secret.
#[derive(Clone)]
pub struct PublicKey {
    bytes: Box<[u8; PUBLIC_KEY_LENGTH]>,
    key: HpkePublicKey,
}

impl PublicKey {
    /// Reads the 1,216-byte form.
    ///
    /// Fails with [`SealError::BadPublicKey`] for another length and for bytes that ML-KEM does not accept
    /// as a key (FIPS 203, section 7.2).
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        let fixed: [u8; PUBLIC_KEY_LENGTH] =
            bytes.try_into().map_err(|_| SealError::BadPublicKey)?;
        let key = HpkePublicKey::from_bytes(bytes).map_err(|_| SealError::BadPublicKey)?;
        Ok(Self {
            bytes: Box::new(fixed),
            key,
        })
    }

    /// The 1,216-byte form.
    pub fn as_bytes(&self) -> &[u8; PUBLIC_KEY_LENGTH] {
        &self.bytes
    }

    /// SHA-256 of the 1,216 bytes: what people compare and what the ledger names the key by.
    pub fn fingerprint(&self) -> [u8; 32] {
        Sha256::digest(self.bytes.as_slice()).into()
    }

    pub(crate) fn hpke(&self) -> &HpkePublicKey {
        &self.key
    }

    fn of(key: HpkePublicKey) -> Self {
        let mut bytes = Box::new([0; PUBLIC_KEY_LENGTH]);
        key.write_exact(bytes.as_mut_slice());
        Self { bytes, key }
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for PublicKey {}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PublicKey(")?;
        for byte in self.fingerprint().iter().take(8) {
            write!(formatter, "{byte:02x}")?;
        }
        formatter.write_str(")")
    }
}

/// An X-Wing key pair. Its private half is the 32-byte seed, as in draft-connolly-cfrg-xwing-kem; what follows from
/// the seed is made for each use and wiped after it, so that nothing secret stays outside locked memory.
#[derive(Clone)]
pub struct KeyPair {
    seed: SecretSeed,
    public: PublicKey,
}

impl KeyPair {
    /// The key pair of a seed; always the same one.
    pub fn from_seed(seed: SecretSeed) -> Self {
        let private = private_key(seed.expose());
        let public = PublicKey::of(XWing::sk_to_pk(&private));
        Self { seed, public }
    }

    /// The public half.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The seed, to be wrapped for somebody else or put into a key slot.
    pub fn seed(&self) -> &SecretSeed {
        &self.seed
    }

    /// Wipes itself when dropped.
    pub(crate) fn hpke(&self) -> HpkePrivateKey {
        private_key(self.seed.expose())
    }
}

#[expect(
    clippy::expect_used,
    reason = "only a wrong length is refused, and 32 is the right one"
)]
fn private_key(seed: &[u8; 32]) -> HpkePrivateKey {
    HpkePrivateKey::from_bytes(seed).expect("a seed of 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_always_gives_the_same_pair() {
        let one = KeyPair::from_seed(SecretSeed::from_bytes([7; 32]));
        let two = KeyPair::from_seed(one.seed().clone());
        assert_eq!(one.public(), two.public());
        assert_eq!(one.public().fingerprint(), two.public().fingerprint());
        let other = KeyPair::from_seed(SecretSeed::from_bytes([8; 32]));
        assert_ne!(one.public(), other.public());
    }

    #[test]
    fn a_public_key_survives_its_bytes_and_nothing_else_does() {
        let pair = KeyPair::from_seed(SecretSeed::from_bytes([7; 32]));
        let bytes = pair.public().as_bytes();
        assert_eq!(PublicKey::from_bytes(bytes).unwrap(), *pair.public());
        assert!(PublicKey::from_bytes(&bytes[1..]).is_err());
        assert!(PublicKey::from_bytes(&[]).is_err());
        // Coefficients above the modulus are not a key.
        assert!(PublicKey::from_bytes(&[0xff; PUBLIC_KEY_LENGTH]).is_err());
    }

    #[test]
    fn printing_a_public_key_shows_its_fingerprint_only() {
        let pair = KeyPair::from_seed(SecretSeed::from_bytes([7; 32]));
        assert_eq!(
            format!("{:?}", pair.public()).len(),
            "PublicKey()".len() + 16
        );
    }
}
