//! Ed25519 signatures (RFC 8032): of staff, and of a reporter who comes back.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::keys::SecretSeed;

/// The public key of a seed.
pub(crate) fn public_of(seed: &SecretSeed) -> [u8; 32] {
    SigningKey::from_bytes(seed.expose())
        .verifying_key()
        .to_bytes()
}

/// A signature over a message.
pub(crate) fn sign(seed: &SecretSeed, message: &[u8]) -> [u8; 64] {
    SigningKey::from_bytes(seed.expose())
        .sign(message)
        .to_bytes()
}

/// Whether the signature over the message is by the holder of the key. Strict: refuses keys and signatures of
/// small order, so that a signature fits one message and one key.
pub fn verify_signature(public: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public).is_ok_and(|key| {
        key.verify_strict(message, &Signature::from_bytes(signature))
            .is_ok()
    })
}

/// What somebody signs to be let in. The nonce comes from the server and is used once; origin and purpose keep
/// a signature for one site or action from being used for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignIn<'a> {
    /// 32 random bytes from the server.
    pub nonce: [u8; 32],
    /// The site's origin, such as `https://example.org`.
    pub origin: &'a str,
    /// What it is for, such as `mailbox`.
    pub purpose: &'a str,
}

impl SignIn<'_> {
    /// The bytes to sign: "heard/sign-in/v1" || nonce || u32 length and bytes of origin || the same of purpose.
    pub fn message(&self) -> Vec<u8> {
        let mut message = b"heard/sign-in/v1".to_vec();
        message.extend_from_slice(&self.nonce);
        for text in [self.origin, self.purpose] {
            message.extend_from_slice(&(text.len() as u32).to_be_bytes());
            message.extend_from_slice(text.as_bytes());
        }
        message
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_fit_one_key_and_one_message() {
        let seed = SecretSeed::from_bytes([1; 32]);
        let public = public_of(&seed);
        let signature = sign(&seed, b"message");
        assert!(verify_signature(&public, b"message", &signature));
        assert!(!verify_signature(&public, b"massage", &signature));
        let other = public_of(&SecretSeed::from_bytes([2; 32]));
        assert!(!verify_signature(&other, b"message", &signature));
        let mut changed = signature;
        changed[10] ^= 1;
        assert!(!verify_signature(&public, b"message", &changed));
        // The identity point as key would accept a forged signature for every message if it were let through.
        let mut identity = [0; 32];
        identity[0] = 1;
        let mut forged = [0; 64];
        forged[0] = 1;
        assert!(!verify_signature(&identity, b"anything", &forged));
    }

    #[test]
    fn sign_in_messages_cannot_be_confused() {
        let message = |origin, purpose| {
            SignIn {
                nonce: [9; 32],
                origin,
                purpose,
            }
            .message()
        };
        assert_ne!(message("ab", "c"), message("a", "bc"));
        assert_ne!(message("a", "b"), message("b", "a"));
    }
}
