//! The signed head of the ledger: a C2SP tlog-checkpoint in a C2SP signed note.
//!
//! ```text
//! example.org/heard
//! 8
//! Xcnaeacgppqgabr8tW3sGj5N9AzzZbZ1YlsB5NRsdKk=
//!
//! — example.org/heard Az3grl…
//! ```
//!
//! The lines are the origin (which is also the name of the key), the size, the root in base64, and a signature.
//! Witnesses add signatures of their own below it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use signed_note::{
    Note, StandardSigner, StandardVerifier, VerifierList, is_key_name_valid, key_id,
};
use tlog_tiles::checkpoint::Checkpoint as TlogCheckpoint;
use tlog_tiles::tlog::Hash as TlogHash;
use zeroize::Zeroizing;

use crate::{Hash, MOST_LEAVES};

/// The byte that names Ed25519 in a signed note's keys.
const ED25519: u8 = 1;

/// Why a checkpoint could not be made or is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The origin is empty or contains a space, a line end, a control character or a plus sign.
    #[error("not a possible origin")]
    Origin,
    /// Not in the form of a signed checkpoint.
    #[error("not a signed checkpoint")]
    Malformed,
    /// Of another ledger.
    #[error("a checkpoint of another ledger")]
    OtherOrigin,
    /// There is no signature by the given key, or it does not fit.
    #[error("not signed by the ledger's key")]
    Signature,
    /// Larger than [`MOST_LEAVES`].
    #[error("a checkpoint of a tree that is too large")]
    TooLarge,
}

/// The signed head of a ledger.
#[derive(Debug, Clone, Copy)]
pub struct Checkpoint;

impl Checkpoint {
    /// The signed note for a tree. `seed` is the Ed25519 seed of the ledger's key. The same tree always gives the
    /// same note. Fails only for an origin that cannot be one.
    pub fn sign(
        origin: &str,
        size: u64,
        root: &Hash,
        seed: &[u8; 32],
    ) -> Result<String, CheckpointError> {
        check_origin(origin)?;
        let checkpoint = TlogCheckpoint::new(origin, size, TlogHash(*root), "")
            .map_err(|_| CheckpointError::Malformed)?;
        let mut note =
            Note::new(&checkpoint.to_bytes(), &[]).map_err(|_| CheckpointError::Malformed)?;
        note.add_sigs(&[&signer(origin, seed)?])
            .map_err(|_| CheckpointError::Malformed)?;
        String::from_utf8(note.to_bytes()).map_err(|_| CheckpointError::Malformed)
    }

    /// The size and root of a note that was signed by the ledger's key. Signatures of others, such as
    /// witnesses, are neither needed nor checked.
    pub fn verify(
        note: &str,
        origin: &str,
        public: &[u8; 32],
    ) -> Result<(u64, Hash), CheckpointError> {
        check_origin(origin)?;
        let note = Note::from_bytes(note.as_bytes()).map_err(|_| CheckpointError::Malformed)?;
        let checkpoint =
            TlogCheckpoint::from_bytes(note.text()).map_err(|_| CheckpointError::Malformed)?;
        if checkpoint.origin() != origin {
            return Err(CheckpointError::OtherOrigin);
        }
        let verifier = StandardVerifier::new(&Self::verifier_key(origin, public)?)
            .map_err(|_| CheckpointError::Signature)?;
        note.verify(&VerifierList::new(vec![Box::new(verifier)]))
            .map_err(|_| CheckpointError::Signature)?;
        if checkpoint.size() > MOST_LEAVES {
            return Err(CheckpointError::TooLarge);
        }
        Ok((checkpoint.size(), checkpoint.hash().0))
    }

    /// The public key in the text form of signed notes, `<origin>+<key id>+<key>`, for publishing and for the
    /// tools of others.
    pub fn verifier_key(origin: &str, public: &[u8; 32]) -> Result<String, CheckpointError> {
        check_origin(origin)?;
        let key = typed(public);
        Ok(format!(
            "{origin}+{:08x}+{}",
            key_id(origin, &key),
            STANDARD.encode(key)
        ))
    }

    /// The public key of a seed.
    pub fn public_key(seed: &[u8; 32]) -> [u8; 32] {
        SigningKey::from_bytes(seed).verifying_key().to_bytes()
    }
}

fn check_origin(origin: &str) -> Result<(), CheckpointError> {
    if is_key_name_valid(origin) && !origin.chars().any(char::is_control) {
        Ok(())
    } else {
        Err(CheckpointError::Origin)
    }
}

fn typed(key: &[u8; 32]) -> [u8; 33] {
    let mut typed = [ED25519; 33];
    typed[1..].copy_from_slice(key);
    typed
}

/// The library takes a private key in its text form only.
fn signer(origin: &str, seed: &[u8; 32]) -> Result<StandardSigner, CheckpointError> {
    let id = key_id(origin, &typed(&Checkpoint::public_key(seed)));
    let key = Zeroizing::new(STANDARD.encode(Zeroizing::new(typed(seed))));
    let text = Zeroizing::new(format!("PRIVATE+KEY+{origin}+{id:08x}+{}", key.as_str()));
    StandardSigner::new(&text).map_err(|_| CheckpointError::Origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "example.org/heard";
    const SEED: [u8; 32] = [7; 32];
    const ROOT: Hash = [5; 32];

    fn note() -> String {
        Checkpoint::sign(ORIGIN, 42, &ROOT, &SEED).unwrap()
    }

    fn verified(note: &str) -> Result<(u64, Hash), CheckpointError> {
        Checkpoint::verify(note, ORIGIN, &Checkpoint::public_key(&SEED))
    }

    #[test]
    fn a_signed_checkpoint_is_accepted_under_its_key_and_origin_only() {
        let note = note();
        assert!(note.starts_with(&format!("{ORIGIN}\n42\n{}\n\n— ", STANDARD.encode(ROOT))));
        assert_eq!(verified(&note), Ok((42, ROOT)));
        let other = Checkpoint::public_key(&[8; 32]);
        assert_eq!(
            Checkpoint::verify(&note, ORIGIN, &other),
            Err(CheckpointError::Signature)
        );
        assert_eq!(
            Checkpoint::verify(&note, "example.org/other", &Checkpoint::public_key(&SEED)),
            Err(CheckpointError::OtherOrigin)
        );
    }

    #[test]
    fn the_published_example_of_a_signed_note_has_our_key_form() {
        // The well-known key of Go's checksum database.
        let vkey = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
        let (_, key) = vkey.rsplit_once('+').map_or(("", ""), |_| {
            vkey.split_at("sum.golang.org+033de0ae+".len())
        });
        let key = STANDARD.decode(key).unwrap();
        let public: [u8; 32] = key[1..].try_into().unwrap();
        assert_eq!(
            Checkpoint::verifier_key("sum.golang.org", &public).as_deref(),
            Ok(vkey)
        );
    }

    #[test]
    fn every_altered_bit_is_noticed() {
        let note = note().into_bytes();
        for index in 0..note.len() {
            for bit in 0..8 {
                let mut altered = note.clone();
                altered[index] ^= 1 << bit;
                // What is no longer text cannot even be handed over.
                if let Ok(altered) = std::str::from_utf8(&altered) {
                    assert!(verified(altered).is_err(), "byte {index} bit {bit}");
                }
            }
        }
    }

    #[test]
    fn a_witness_may_add_a_signature() {
        let signer = signer("witness.example", &[9; 32]).unwrap();
        let mut note = Note::from_bytes(note().as_bytes()).unwrap();
        note.add_sigs(&[&signer]).unwrap();
        let note = String::from_utf8(note.to_bytes()).unwrap();
        assert_eq!(verified(&note), Ok((42, ROOT)));
        // The witness's signature alone is not enough.
        let alone: String = note
            .split_inclusive('\n')
            .filter(|line| !line.starts_with("— example.org"))
            .collect();
        assert_eq!(verified(&alone), Err(CheckpointError::Signature));
    }

    #[test]
    fn other_texts_and_origins_are_refused() {
        for text in ["", "\n\n", "x", "a\nb\nc\n\n— d e\n"] {
            assert!(verified(text).is_err());
        }
        for origin in ["", "a b", "a+b", "a\nb", "a\u{7}b"] {
            assert_eq!(
                Checkpoint::sign(origin, 0, &ROOT, &SEED),
                Err(CheckpointError::Origin)
            );
        }
        let huge = Checkpoint::sign(ORIGIN, u64::MAX, &ROOT, &SEED).unwrap();
        assert_eq!(verified(&huge), Err(CheckpointError::TooLarge));
    }
}
