//! The recovery key in shares: some of them together give it back, fewer tell nothing.
//!
//! Pedersen's verifiable secret sharing over Ristretto255 (Pedersen 1991; RFC 9496). With `G` the base point and
//! `H` the point hashed from "heard/recovery/h/v1" (SHA-512, then RFC 9496's map), two random polynomials `a` and
//! `b` of degree `needed - 1`:
//!
//! - share `i` is the pair `(a(i), b(i))`, for `i` from 1 to `count`;
//! - the set holds the commitments `a_j G + b_j H`. They hide `a_0` from everybody, whatever they can compute,
//!   and each holder checks a share against them without the others: `a(i) G + b(i) H = sum of i^j C_j`;
//! - the set holds the recovery seed XOR HKDF-SHA256(a_0, "heard/recovery/mask/v1"), and the fingerprint of the
//!   recovery public key, by which what was joined is known to be right.
//!
//! On paper a share is 16 rows (with three needed): `s` rows for the share itself, `p` rows for the set, which
//! are the same on every sheet. A row is 15 bytes in Crockford's base 32, in four groups of six, and a word by
//! which a slip in that row is noticed: the one of 7,776 that SHA-256("heard/share-row/v1" || row's name || bytes) picks.

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;
use rand_core::CryptoRng;
use sha2::{Digest, Sha256, Sha512};
use zeroize::{Zeroize, Zeroizing};

use crate::keys::{KeyPair, SecretSeed};
use crate::mac::constant_time_eq;
use crate::primitives::{derive, random};
use crate::reader::Reader;
use crate::rows::{self, RowError};

const FORMAT: u8 = 1;
const SET_NAME_LENGTH: usize = 7;

/// Why shares are not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShareError {
    /// The numbers make no sense: from 2 needed, at most 20 shares, not more needed than there are.
    #[error(
        "shares: at least 2 must be needed, and at most as many as there are; there are at most 20"
    )]
    Numbers,
    /// A sheet was not typed as it is printed.
    #[error(transparent)]
    Typed(#[from] RowError),
    /// All rows fit, but this is not a sheet of this kind.
    #[error("this is no share of a recovery key that this version knows")]
    Malformed,
    /// The share does not belong to its set: whoever made it gave a wrong one, or somebody changed it.
    #[error("share {index} does not fit what all shares have in common; it is worthless")]
    DoesNotFit {
        /// The share's number.
        index: u8,
    },
    /// Sheets of two different keys, or of two splittings of one.
    #[error("these shares do not belong together")]
    NotOneSet,
    /// The same share twice.
    #[error("share {index} was given twice")]
    Twice {
        /// The share's number.
        index: u8,
    },
    /// Not enough of them.
    #[error("{needed} shares are needed, and there are {found}")]
    TooFew {
        /// How many are needed.
        needed: u8,
        /// How many were given.
        found: usize,
    },
}

/// What all shares have in common. Not secret.
#[derive(Clone, PartialEq, Eq)]
struct Set {
    needed: u8,
    count: u8,
    commitments: Vec<[u8; 32]>,
    masked: [u8; 32],
    fingerprint: [u8; 32],
}

impl Set {
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![FORMAT, self.needed, self.count];
        for commitment in &self.commitments {
            bytes.extend_from_slice(commitment);
        }
        bytes.extend_from_slice(&self.masked);
        bytes.extend_from_slice(&self.fingerprint);
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, ShareError> {
        let malformed = |_| ShareError::Malformed;
        let mut reader = Reader::new(bytes);
        let [format, needed, count] = reader.array().map_err(malformed)?;
        if format != FORMAT || !are_sensible(needed, count) {
            return Err(ShareError::Malformed);
        }
        let commitments = (0..needed)
            .map(|_| reader.array().map_err(malformed))
            .collect::<Result<_, _>>()?;
        let set = Self {
            needed,
            count,
            commitments,
            masked: reader.array().map_err(malformed)?,
            fingerprint: reader.array().map_err(malformed)?,
        };
        if reader.rest().iter().all(|byte| *byte == 0) {
            Ok(set)
        } else {
            Err(ShareError::Malformed)
        }
    }

    /// What shares of one set know it by.
    fn name(&self) -> [u8; SET_NAME_LENGTH] {
        let digest = Sha256::digest(self.to_bytes());
        std::array::from_fn(|place| digest.get(place).copied().unwrap_or_default())
    }
}

/// One share of the recovery key.
#[derive(Clone)]
pub struct RecoveryShare {
    index: u8,
    value: Scalar,
    blinding: Scalar,
    set: Set,
}

impl Drop for RecoveryShare {
    fn drop(&mut self) {
        self.value.zeroize();
        self.blinding.zeroize();
    }
}

fn are_sensible(needed: u8, count: u8) -> bool {
    needed >= 2 && needed <= count && count <= 20
}

fn second_base() -> RistrettoPoint {
    RistrettoPoint::from_uniform_bytes(&Sha512::digest(b"heard/recovery/h/v1").into())
}

fn random_scalar(rng: &mut dyn CryptoRng) -> Scalar {
    let wide = Zeroizing::new(random::<64>(rng));
    Scalar::from_bytes_mod_order_wide(&wide)
}

/// The value of a polynomial at `x`, its lowest coefficient first.
fn value_at(coefficients: &[Scalar], x: u8) -> Scalar {
    let x = Scalar::from(x);
    coefficients
        .iter()
        .rev()
        .fold(Scalar::ZERO, |sum, coefficient| sum * x + coefficient)
}

/// The seed under the mask that follows from the shared scalar, or the other way round.
fn mask(bytes: &[u8; 32], shared: &Scalar) -> Zeroizing<[u8; 32]> {
    let pad = derive(
        Zeroizing::new(shared.to_bytes()).as_slice(),
        &[b"heard/recovery/mask/v1"],
    );
    let mut masked = Zeroizing::new(*bytes);
    for (byte, pad) in masked.iter_mut().zip(pad.iter()) {
        *byte ^= pad;
    }
    masked
}

/// Splits a recovery seed into `count` shares, of which any `needed` give it back.
pub fn split(
    seed: &SecretSeed,
    needed: u8,
    count: u8,
    rng: &mut dyn CryptoRng,
) -> Result<Vec<RecoveryShare>, ShareError> {
    if !are_sensible(needed, count) {
        return Err(ShareError::Numbers);
    }
    let mut values: Vec<Scalar> = (0..needed).map(|_| random_scalar(rng)).collect();
    let mut blindings: Vec<Scalar> = (0..needed).map(|_| random_scalar(rng)).collect();
    let second = second_base();
    let commitments = values
        .iter()
        .zip(&blindings)
        .map(|(value, blinding)| {
            (RISTRETTO_BASEPOINT_POINT * value + second * blinding)
                .compress()
                .to_bytes()
        })
        .collect();
    let shared = values.first().copied().unwrap_or(Scalar::ZERO);
    let set = Set {
        needed,
        count,
        commitments,
        masked: *mask(seed.expose(), &shared),
        fingerprint: KeyPair::from_seed(seed.clone()).public().fingerprint(),
    };
    let shares = (1..=count)
        .map(|index| RecoveryShare {
            index,
            value: value_at(&values, index),
            blinding: value_at(&blindings, index),
            set: set.clone(),
        })
        .collect();
    values.zeroize();
    blindings.zeroize();
    Ok(shares)
}

/// Joins shares to the recovery seed. Each is checked first, and so is the outcome.
pub fn join(shares: &[RecoveryShare]) -> Result<SecretSeed, ShareError> {
    let first = shares.first().ok_or(ShareError::TooFew {
        needed: 2,
        found: 0,
    })?;
    for (place, share) in shares.iter().enumerate() {
        if share.set != first.set {
            return Err(ShareError::NotOneSet);
        }
        if shares
            .iter()
            .take(place)
            .any(|other| other.index == share.index)
        {
            return Err(ShareError::Twice { index: share.index });
        }
        share.check()?;
    }
    if shares.len() < usize::from(first.set.needed) {
        return Err(ShareError::TooFew {
            needed: first.set.needed,
            found: shares.len(),
        });
    }
    // Lagrange's formula at nought.
    let mut shared = Scalar::ZERO;
    for share in shares {
        let mut weight = Scalar::ONE;
        for other in shares.iter().filter(|other| other.index != share.index) {
            let (here, there) = (Scalar::from(share.index), Scalar::from(other.index));
            weight *= there * (there - here).invert();
        }
        shared += weight * share.value;
    }
    let seed = SecretSeed::from_bytes(*mask(&first.set.masked, &shared));
    shared.zeroize();
    let fingerprint = KeyPair::from_seed(seed.clone()).public().fingerprint();
    if constant_time_eq(&fingerprint, &first.set.fingerprint) {
        Ok(seed)
    } else {
        // All shares fit, so only a set whose maker lied comes here.
        Err(ShareError::Malformed)
    }
}

impl RecoveryShare {
    /// Its number, from 1.
    pub fn index(&self) -> u8 {
        self.index
    }

    /// How many are needed, and how many there are.
    pub fn numbers(&self) -> (u8, u8) {
        (self.set.needed, self.set.count)
    }

    /// Fingerprint of the recovery public key that it belongs to, as the ledger's first entry names it.
    pub fn fingerprint(&self) -> [u8; 32] {
        self.set.fingerprint
    }

    /// Whether the share is one of its set: with enough such shares the key comes back.
    pub fn check(&self) -> Result<(), ShareError> {
        let refused = ShareError::DoesNotFit { index: self.index };
        if self.index == 0 || self.index > self.set.count {
            return Err(refused);
        }
        let x = Scalar::from(self.index);
        let mut expected = RistrettoPoint::identity();
        for commitment in self.set.commitments.iter().rev() {
            let point = CompressedRistretto(*commitment)
                .decompress()
                .ok_or_else(|| refused.clone())?;
            expected = expected * x + point;
        }
        let found = RISTRETTO_BASEPOINT_POINT * self.value + second_base() * self.blinding;
        if found == expected {
            Ok(())
        } else {
            Err(refused)
        }
    }

    /// The rows of its sheet: the share's own, then those of the set.
    pub fn rows(&self) -> Zeroizing<String> {
        let mut own = Zeroizing::new(vec![FORMAT, self.index]);
        own.extend_from_slice(&self.set.name());
        own.extend_from_slice(Zeroizing::new(self.value.to_bytes()).as_slice());
        own.extend_from_slice(Zeroizing::new(self.blinding.to_bytes()).as_slice());
        let mut text = rows::written('s', &own);
        text.push('\n');
        text.push_str(&rows::written('p', &self.set.to_bytes()));
        text
    }

    /// Reads a sheet as printed or typed; lines that are no rows are passed over.
    pub fn parse(text: &str) -> Result<Self, ShareError> {
        let malformed = |_| ShareError::Malformed;
        let own = rows::read('s', text)?;
        let set = Set::from_bytes(&rows::read('p', text)?)?;
        let mut reader = Reader::new(&own);
        let [format, index] = reader.array().map_err(malformed)?;
        if format != FORMAT {
            return Err(ShareError::Malformed);
        }
        if reader.array().map_err(malformed)? != set.name() {
            return Err(ShareError::NotOneSet);
        }
        let mut scalar = || {
            let bytes = Zeroizing::new(reader.array::<32>().map_err(malformed)?);
            Option::from(Scalar::from_canonical_bytes(*bytes)).ok_or(ShareError::Malformed)
        };
        let share = Self {
            index,
            value: scalar()?,
            blinding: scalar()?,
            set,
        };
        if reader.rest().iter().all(|byte| *byte == 0) {
            Ok(share)
        } else {
            Err(ShareError::Malformed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    fn seed() -> SecretSeed {
        SecretSeed::from_bytes(std::array::from_fn(|place| (place * 29 + 3) as u8))
    }

    fn shares(needed: u8, count: u8) -> Vec<RecoveryShare> {
        split(&seed(), needed, count, &mut ChaCha20Rng::from_seed([1; 32])).unwrap()
    }

    fn joined(shares: &[&RecoveryShare]) -> Result<[u8; 32], ShareError> {
        let shares: Vec<RecoveryShare> = shares.iter().map(|share| (*share).clone()).collect();
        join(&shares).map(|seed| *seed.expose())
    }

    #[test]
    fn any_three_of_five_give_the_key_back_and_no_two_do() {
        let shares = shares(3, 5);
        for one in 0..5 {
            for two in one + 1..5 {
                let pair = [&shares[one], &shares[two]];
                let too_few = ShareError::TooFew {
                    needed: 3,
                    found: 2,
                };
                assert_eq!(joined(&pair), Err(too_few));
                for three in two + 1..5 {
                    let trio = [&shares[three], &shares[one], &shares[two]];
                    assert_eq!(joined(&trio), Ok(*seed().expose()));
                }
            }
        }
        let all: Vec<&RecoveryShare> = shares.iter().collect();
        assert_eq!(joined(&all), Ok(*seed().expose()));
    }

    #[test]
    fn two_shares_fit_every_secret() {
        // For any secret there is a third share that joins the two to it, so the two tell nothing about it.
        let shares = shares(3, 5);
        let weight = |at: u8, of: &[u8]| {
            of.iter()
                .filter(|x| **x != at)
                .fold(Scalar::ONE, |product, x| {
                    product * Scalar::from(*x) * (Scalar::from(*x) - Scalar::from(at)).invert()
                })
        };
        let points = [1, 2, 3];
        for wanted in [Scalar::ZERO, Scalar::from(77_u64), shares[4].value] {
            let known = weight(1, &points) * shares[0].value + weight(2, &points) * shares[1].value;
            let third = (wanted - known) * weight(3, &points).invert();
            assert_eq!(known + weight(3, &points) * third, wanted);
        }
    }

    #[test]
    fn a_wrong_share_is_named_by_its_holder_alone() {
        for share in &shares(3, 5) {
            assert_eq!(share.check(), Ok(()));
            let wrong = ShareError::DoesNotFit { index: share.index };
            let mut changed = share.clone();
            changed.value += Scalar::ONE;
            assert_eq!(changed.check(), Err(wrong.clone()));
            let mut changed = share.clone();
            changed.blinding += Scalar::ONE;
            assert_eq!(changed.check(), Err(wrong.clone()));
            let mut changed = share.clone();
            changed.set.commitments[1] = changed.set.commitments[0];
            assert_eq!(changed.check(), Err(wrong.clone()));
            let mut changed = share.clone();
            changed.set.commitments[2] = [0xff; 32];
            assert_eq!(changed.check(), Err(wrong));
            for index in [0, 6, 255] {
                let mut changed = share.clone();
                changed.index = index;
                assert_eq!(changed.check(), Err(ShareError::DoesNotFit { index }));
            }
        }
    }

    #[test]
    fn shares_that_do_not_belong_together_are_refused() {
        let ours = shares(3, 5);
        let other = split(&seed(), 3, 5, &mut ChaCha20Rng::from_seed([2; 32])).unwrap();
        assert_eq!(
            joined(&[&ours[0], &ours[1], &other[2]]),
            Err(ShareError::NotOneSet)
        );
        assert_eq!(
            joined(&[&ours[0], &ours[1], &ours[1]]),
            Err(ShareError::Twice { index: 2 })
        );
        assert_eq!(
            join(&[]).err(),
            Some(ShareError::TooFew {
                needed: 2,
                found: 0
            })
        );
        let mut bad = ours[2].clone();
        bad.value += Scalar::ONE;
        assert_eq!(
            joined(&[&ours[0], &ours[1], &bad]),
            Err(ShareError::DoesNotFit { index: 3 })
        );
    }

    #[test]
    fn numbers_that_make_no_sense_are_refused() {
        for (needed, count) in [(0, 5), (1, 5), (4, 3), (3, 21), (255, 255)] {
            let refused = split(&seed(), needed, count, &mut ChaCha20Rng::from_seed([1; 32]));
            assert_eq!(refused.err(), Some(ShareError::Numbers), "{needed} {count}");
        }
        for (needed, count) in [(2, 2), (2, 20), (20, 20)] {
            let shares = shares(needed, count);
            let enough: Vec<&RecoveryShare> = shares.iter().take(usize::from(needed)).collect();
            assert_eq!(joined(&enough), Ok(*seed().expose()));
        }
    }

    #[test]
    fn a_sheet_reads_back_and_says_what_is_mistyped() {
        let share = &shares(3, 5)[1];
        let text = share.rows();
        assert_eq!(text.lines().filter(|line| !line.is_empty()).count(), 16);
        let by_hand: Vec<String> = text
            .lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(name, rest)| {
                format!(
                    "{name}: {}",
                    rest.to_lowercase().replace('0', "o").replace('1', "l")
                )
            })
            .collect();
        let by_hand = format!("Keep this safe.\n\n{}\nsigned, p. 3", by_hand.join("\n"));
        for text in [text.as_str(), &by_hand] {
            let read = RecoveryShare::parse(text).unwrap();
            assert_eq!((read.index(), read.numbers()), (2, (3, 5)));
            assert_eq!(read.check(), Ok(()));
            assert!(read.value == share.value && read.blinding == share.blinding);
        }
        let other = shares(3, 4);
        let mixed: String = text
            .lines()
            .filter(|line| line.starts_with('s'))
            .map(str::to_owned)
            .chain(
                other[1]
                    .rows()
                    .lines()
                    .filter(|line| line.starts_with('p'))
                    .map(str::to_owned),
            )
            .collect::<Vec<_>>()
            .join("\n");
        assert_eq!(
            RecoveryShare::parse(&mixed).err(),
            Some(ShareError::NotOneSet)
        );
        assert!(RecoveryShare::parse("").is_err());
    }
}
