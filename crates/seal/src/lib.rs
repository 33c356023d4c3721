//! Keys, sealing and receipts: the only crate that may call a cipher.
//!
//! Bytes go in and bytes come out. Nothing here reads a file, a clock or the system's random source: the
//! caller passes time and randomness in, so that every result can be repeated in a test and the crate can
//! run in a browser as well.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`keys`] | seeds, key pairs, public keys, the key of one report |
//! | [`wrap`] | one secret sealed to one recipient (HPKE), to a batch key or to an invitation |
//! | [`parcel`] | a report as a browser sends it, sealed |
//! | [`object`] | the sealed form of everything a person told us (format v1) |
//! | [`receipt`] | the reporter's seven words and what follows from them |
//! | [`signature`] | Ed25519 signatures and the message signed to enter a mailbox |
//! | [`signed_value`] | values that we give out and recognise when they come back |
//! | [`recovery_kit`] | a secret printed on paper |
//! | [`spool`] | pieces of a file that lies on disk for a while |
//! | [`work`] | proof of work |
//! | `shares` | the recovery key split among several people |
//! | `scram` | what a database server keeps of a password |
//! | `slot`, `paper_slot`, `strength` | what opens the keys of staff (feature `staff`, on by default) |
//!
//! Suite 1 is HPKE (RFC 9180) in base mode with X-Wing, HKDF-SHA256 and ChaCha20-Poly1305. Every sealed
//! thing names its suite in a byte, so that a later suite can stand beside it.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod base32;
pub mod keys;
mod locked;
pub mod mac;
pub mod object;
#[cfg(feature = "staff")]
pub mod paper_slot;
pub mod parcel;
mod primitives;
mod reader;
pub mod receipt;
pub mod recovery_kit;
#[cfg(feature = "staff")]
mod rows;
#[cfg(feature = "staff")]
pub mod scram;
#[cfg(feature = "staff")]
pub mod shares;
pub mod signature;
pub mod signed_value;
#[cfg(feature = "staff")]
pub mod slot;
pub mod spool;
#[cfg(feature = "staff")]
pub mod strength;
pub mod work;
pub mod wrap;

pub use keys::{KeyPair, PUBLIC_KEY_LENGTH, PublicKey, SealingKey, SecretSeed};
pub use locked::{Locking, locking};
pub use mac::{RunningHash, constant_time_eq, content_mac, keyed_hash, sha256, token_hash};
pub use object::{ObjectHeader, ObjectKind, open_object, seal_object};
#[cfg(feature = "staff")]
pub use paper_slot::PaperSlot;
pub use parcel::{Parcel, Recipients};
pub use receipt::{Receipt, ReceiptError};
pub use recovery_kit::{RecoveryKit, RecoveryKitError};
pub use signature::{SignIn, verify_signature};
pub use signed_value::{FormToken, SignedValue, TokenError};
#[cfg(feature = "staff")]
pub use slot::{ArgonCost, MemberSecret, PassphraseSlot, SlotError};
pub use spool::{PIECE_OVERHEAD, SpoolKey};
#[cfg(feature = "staff")]
pub use strength::{Strength, WeakReason, passphrase_strength};
pub use work::{find_work, work_is_done};
pub use wrap::{
    WrapContext, unwrap_for_token, unwrap_key, unwrap_key_under, unwrap_secret, wrap_for_token,
    wrap_key, wrap_key_under, wrap_secret,
};
pub use zeroize::Zeroizing;

/// The byte that names suite 1: HPKE base mode, X-Wing, HKDF-SHA256, ChaCha20-Poly1305; objects under
/// XChaCha20-Poly1305.
pub const SUITE_V1: u8 = 1;

/// Why something sealed could not be opened. It never tells what was inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The bytes do not have the shape of what was expected (length, magic, reserved values).
    #[error("not in the expected sealed form")]
    Malformed,
    /// Sealed by a suite that this version does not know.
    #[error("sealed by a suite this version does not know")]
    UnknownSuite,
    /// The header is well formed, but belongs to another organisation, report, object, kind or version.
    #[error("sealed for another place than the one it was found in")]
    WrongHeader,
    /// The key is wrong, or the bytes or their context were changed.
    #[error("could not be opened: wrong key, wrong context or altered bytes")]
    Refused,
    /// The bytes of a public key do not form one.
    #[error("not a public key")]
    BadPublicKey,
}
