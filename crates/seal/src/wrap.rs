//! One 32-byte secret sealed to one reader.
//!
//! | form | first byte | then |
//! | --- | --- | --- |
//! | to a public key (suite 1) | 1 | encapsulation 1,120 B, ciphertext and tag 48 B |
//! | under a batch key | 2 | nonce 24 B, ciphertext and tag 48 B |
//! | under an invitation's token | 3 | nonce 24 B, ciphertext and tag 48 B |
//!
//! The context is authenticated, not stored: whoever opens has to know what the secret is for, and a wrap that
//! was moved to another report, reader or epoch does not open.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::XWing;
use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable, single_shot_open,
    single_shot_seal_with_rng,
};
use rand_core::CryptoRng;
use zeroize::{Zeroize, Zeroizing};

use crate::keys::{KeyPair, PublicKey, SealingKey, SecretSeed};
use crate::primitives::{box_secret, derive, unbox_secret};
use crate::reader::Reader;
use crate::{SUITE_V1, SealError};

const UNDER_BATCH_KEY: u8 = 2;
const UNDER_TOKEN: u8 = 3;
const ENCAPSULATION_LENGTH: usize = 1120;
const BOXED_LENGTH: usize = 48;
const REPORT_KEY: &[u8] = b"vcs1/rk";
const SEED: &[u8] = b"vcs1/seed";

/// Recipient in the context of what is wrapped for the team.
pub const TEAM: [u8; 16] = *b"team____________";
/// Recipient in the context of what is wrapped for recovery.
pub const RECOVERY: [u8; 16] = *b"recovery________";

/// Length in bytes of a secret wrapped to a public key.
pub const WRAPPED_LENGTH: usize = 1 + ENCAPSULATION_LENGTH + BOXED_LENGTH;

/// What a wrapped secret belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrapContext {
    /// The organisation.
    pub organisation: [u8; 16],
    /// What the secret opens: a report for a report key, a team or member for a seed.
    pub subject: [u8; 16],
    /// Who may unwrap it: a team, a member, the recovery key.
    pub recipient: [u8; 16],
    /// The recipient's key generation; it rises when a key is replaced.
    pub epoch: u32,
}

impl WrapContext {
    /// organisation || subject || recipient || epoch (big-endian).
    fn aad(&self) -> [u8; 52] {
        let mut aad = [0; 52];
        let epoch = self.epoch.to_be_bytes();
        let fields = self
            .organisation
            .iter()
            .chain(&self.subject)
            .chain(&self.recipient)
            .chain(&epoch);
        for (slot, byte) in aad.iter_mut().zip(fields) {
            *slot = *byte;
        }
        aad
    }
}

/// Seals a report key to a public key: HPKE base mode, info "vcs1/rk", the context as associated data.
/// Gives [`WRAPPED_LENGTH`] bytes.
pub fn wrap_key(
    key: &SealingKey,
    to: &PublicKey,
    context: &WrapContext,
    rng: &mut dyn CryptoRng,
) -> Vec<u8> {
    seal_to(key.expose(), to, REPORT_KEY, context, rng)
}

/// Opens what [`wrap_key`] made.
///
/// Fails with [`SealError::Malformed`] or [`SealError::UnknownSuite`] for other bytes, with
/// [`SealError::Refused`] for the wrong key pair, another context or any change.
pub fn unwrap_key(
    bytes: &[u8],
    key_pair: &KeyPair,
    context: &WrapContext,
) -> Result<SealingKey, SealError> {
    open_with(bytes, key_pair, REPORT_KEY, context).map(|key| SealingKey::from_bytes(*key))
}

/// Seals a seed (a team's for a member, for instance) to a public key, like [`wrap_key`] but with info
/// "vcs1/seed", so that neither can be taken for the other.
pub fn wrap_secret(
    secret: &SecretSeed,
    to: &PublicKey,
    context: &WrapContext,
    rng: &mut dyn CryptoRng,
) -> Vec<u8> {
    seal_to(secret.expose(), to, SEED, context, rng)
}

/// Opens what [`wrap_secret`] made; fails as [`unwrap_key`] does.
pub fn unwrap_secret(
    bytes: &[u8],
    key_pair: &KeyPair,
    context: &WrapContext,
) -> Result<SecretSeed, SealError> {
    open_with(bytes, key_pair, SEED, context).map(|seed| SecretSeed::from_bytes(*seed))
}

/// Wraps a report key under the key of its batch, so that an import of many reports pays for one encapsulation
/// (of the batch key, by [`wrap_key`]). The recipient in the context is the batch.
pub fn wrap_key_under(
    batch: &SealingKey,
    key: &SealingKey,
    context: &WrapContext,
    rng: &mut dyn CryptoRng,
) -> Vec<u8> {
    let wrapping = derive(batch.expose(), &[b"vcs1/batch"]);
    with_form(
        UNDER_BATCH_KEY,
        &box_secret(&wrapping, &context.aad(), key.expose(), rng),
    )
}

/// Opens what [`wrap_key_under`] made; fails as [`unwrap_key`] does.
pub fn unwrap_key_under(
    batch: &SealingKey,
    bytes: &[u8],
    context: &WrapContext,
) -> Result<SealingKey, SealError> {
    let wrapping = derive(batch.expose(), &[b"vcs1/batch"]);
    unbox_secret::<32>(
        &wrapping,
        &context.aad(),
        without_form(UNDER_BATCH_KEY, bytes)?,
    )
    .map(|key| SealingKey::from_bytes(*key))
}

/// Wraps a seed for whoever holds the token of an invitation. The token is 32 random bytes and is not stored;
/// the server keeps its [`token_hash`](crate::token_hash). The context is any bytes that name what it is for.
pub fn wrap_for_token(
    token: &[u8; 32],
    secret: &SecretSeed,
    context: &[u8],
    rng: &mut dyn CryptoRng,
) -> Vec<u8> {
    let wrapping = derive(token, &[b"vcs1/token"]);
    with_form(
        UNDER_TOKEN,
        &box_secret(&wrapping, context, secret.expose(), rng),
    )
}

/// Opens what [`wrap_for_token`] made; fails as [`unwrap_key`] does.
pub fn unwrap_for_token(
    token: &[u8; 32],
    bytes: &[u8],
    context: &[u8],
) -> Result<SecretSeed, SealError> {
    let wrapping = derive(token, &[b"vcs1/token"]);
    unbox_secret::<32>(&wrapping, context, without_form(UNDER_TOKEN, bytes)?)
        .map(|seed| SecretSeed::from_bytes(*seed))
}

#[expect(
    clippy::expect_used,
    reason = "X-Wing encapsulates to every key that `PublicKey` admits, and the first message of a context \
              cannot exhaust its counter"
)]
fn seal_to(
    secret: &[u8; 32],
    to: &PublicKey,
    info: &[u8],
    context: &WrapContext,
    mut rng: &mut dyn CryptoRng,
) -> Vec<u8> {
    let (encapsulation, boxed) = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, XWing>(
        &OpModeS::Base,
        to.hpke(),
        info,
        secret,
        &context.aad(),
        &mut rng,
    )
    .expect("an encapsulation to a valid key");
    let mut out = Vec::with_capacity(WRAPPED_LENGTH);
    out.push(SUITE_V1);
    out.extend_from_slice(&encapsulation.to_bytes());
    out.extend_from_slice(&boxed);
    out
}

fn open_with(
    bytes: &[u8],
    key_pair: &KeyPair,
    info: &[u8],
    context: &WrapContext,
) -> Result<Zeroizing<[u8; 32]>, SealError> {
    let mut reader = Reader::new(bytes);
    if reader.byte()? != SUITE_V1 {
        return Err(SealError::UnknownSuite);
    }
    let encapsulation = reader.array::<ENCAPSULATION_LENGTH>()?;
    let boxed = reader.array::<BOXED_LENGTH>()?;
    reader.finish()?;
    let encapsulation = <XWing as Kem>::EncappedKey::from_bytes(&encapsulation)
        .map_err(|_| SealError::Malformed)?;
    let mut opened = single_shot_open::<ChaCha20Poly1305, HkdfSha256, XWing>(
        &OpModeR::Base,
        &key_pair.hpke(),
        &encapsulation,
        info,
        &boxed,
        &context.aad(),
    )
    .map_err(|_| SealError::Refused)?;
    let secret = opened.as_slice().try_into().map(Zeroizing::new);
    opened.zeroize();
    secret.map_err(|_| SealError::Malformed)
}

/// Whether bytes look like something wrapped to a public key by a known suite. Only the recipient can say more.
pub(crate) fn has_shape_of_wrap(bytes: &[u8]) -> Result<(), SealError> {
    let mut reader = Reader::new(bytes);
    if reader.byte()? != SUITE_V1 {
        return Err(SealError::UnknownSuite);
    }
    if bytes.len() == WRAPPED_LENGTH {
        Ok(())
    } else {
        Err(SealError::Malformed)
    }
}

fn with_form(form: u8, boxed: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(1 + boxed.len());
    out.push(form);
    out.extend_from_slice(boxed);
    out
}

fn without_form(form: u8, bytes: &[u8]) -> Result<&[u8], SealError> {
    let mut reader = Reader::new(bytes);
    if reader.byte()? == form {
        Ok(reader.rest())
    } else {
        Err(SealError::UnknownSuite)
    }
}
