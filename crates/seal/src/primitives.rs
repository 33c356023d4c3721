//! The few primitives the rest of the crate is made of, each in one place.

use chacha20poly1305::aead::inout::InOutBuf;
use chacha20poly1305::{AeadInOut, KeyInit, Tag, XChaCha20Poly1305};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use rand_core::CryptoRng;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::SealError;

/// Length of a Poly1305 tag.
pub(crate) const TAG_LENGTH: usize = 16;
/// Length of an XChaCha20 nonce: long enough to be drawn at random for every message.
pub(crate) const NONCE_LENGTH: usize = 24;

/// A 32-byte key from keying material: HKDF-SHA256 (RFC 5869) with 32 zero bytes as salt and the joined
/// parts as info.
pub(crate) fn derive(material: &[u8], info: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    expand_into(&Hkdf::<Sha256>::new(None, material), info, key.as_mut());
    key
}

/// HKDF-Expand for lengths that cannot be too long (at most 255 * 32 bytes).
#[expect(
    clippy::expect_used,
    reason = "HKDF refuses only more than 8,160 bytes, and callers ask for 128 at most"
)]
pub(crate) fn expand_into(hkdf: &Hkdf<Sha256>, info: &[&[u8]], out: &mut [u8]) {
    hkdf.expand_multi_info(info, out)
        .expect("an output length that HKDF can give");
}

/// A started HMAC-SHA256.
#[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
pub(crate) fn hmac(key: &[u8; 32]) -> Hmac<Sha256> {
    <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length")
}

/// HMAC-SHA256 over the joined parts.
pub(crate) fn hmac_of(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = hmac(key);
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Random bytes of a fixed length.
pub(crate) fn random<const N: usize>(rng: &mut dyn CryptoRng) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill_bytes(&mut bytes);
    bytes
}

/// XChaCha20-Poly1305 under one key.
pub(crate) struct Cipher(XChaCha20Poly1305);

impl Cipher {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(key.into()))
    }

    /// Encrypts in place and gives the tag.
    #[expect(
        clippy::expect_used,
        reason = "refused only above 256 GiB, and a message is far shorter"
    )]
    pub(crate) fn encrypt(
        &self,
        nonce: &[u8; NONCE_LENGTH],
        aad: &[u8],
        message: &mut [u8],
    ) -> [u8; TAG_LENGTH] {
        self.0
            .encrypt_inout_detached(nonce.into(), aad, InOutBuf::from(message))
            .expect("a message shorter than 256 GiB")
            .into()
    }

    /// Decrypts in place after checking the tag; a refused message is left as it was.
    pub(crate) fn decrypt(
        &self,
        nonce: &[u8; NONCE_LENGTH],
        aad: &[u8],
        message: &mut [u8],
        tag: &[u8; TAG_LENGTH],
    ) -> Result<(), SealError> {
        self.0
            .decrypt_inout_detached(nonce.into(), aad, InOutBuf::from(message), &Tag::from(*tag))
            .map_err(|_| SealError::Refused)
    }
}

/// Seals a short secret of fixed length under a key with a random nonce: nonce, ciphertext, tag.
pub(crate) fn box_secret(
    key: &[u8; 32],
    aad: &[u8],
    secret: &[u8],
    rng: &mut dyn CryptoRng,
) -> Vec<u8> {
    let nonce = random::<NONCE_LENGTH>(rng);
    let mut message = Zeroizing::new(secret.to_vec());
    let tag = Cipher::new(key).encrypt(&nonce, aad, &mut message);
    let mut out = Vec::with_capacity(NONCE_LENGTH + message.len() + TAG_LENGTH);
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&message);
    out.extend_from_slice(&tag);
    out
}

/// Opens what [`box_secret`] made. `N` is the length of the secret.
pub(crate) fn unbox_secret<const N: usize>(
    key: &[u8; 32],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<[u8; N]>, SealError> {
    let mut reader = crate::reader::Reader::new(sealed);
    let nonce = reader.array::<NONCE_LENGTH>()?;
    let mut message = Zeroizing::new(reader.array::<N>()?);
    let tag = reader.array::<TAG_LENGTH>()?;
    reader.finish()?;
    Cipher::new(key).decrypt(&nonce, aad, message.as_mut(), &tag)?;
    Ok(message)
}
