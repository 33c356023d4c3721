//! The append-only ledger: entries, Merkle tiles, checkpoints, verification.
//!
//! Every change of state puts one entry into a Merkle tree as of RFC 6962. An entry shows its kind, its week and
//! a salted commitment; what it commits to is known to us and to whoever has the salt. The tree is published as
//! static files (C2SP tlog-tiles), its head as a signed note (C2SP tlog-checkpoint), so that tools of others can
//! check it. Formats: <https://c2sp.org>.
//!
//! Nothing here reads a file or a clock, or waits for anything. Keys, hashes and signatures go in and out as plain
//! bytes.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`leaf`] | the bytes of an entry |
//! | [`commitment`](mod@commitment) | what an entry commits to |
//! | [`tree`] | the growing tree, of which only the right edge is kept |
//! | [`tiles`] | the files in which tree and entries are published |
//! | [`checkpoint`] | the signed head |
//! | [`proof`] | that an entry is in a tree, that one tree continues another |
//! | [`verifier`] | a check of everything, entry by entry, without the server |

pub mod checkpoint;
pub mod commitment;
pub mod leaf;
pub mod proof;
pub mod tiles;
pub mod tree;
pub mod verifier;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use commitment::{CommittedParts, commitment};
pub use leaf::{LEAF_LENGTH, Leaf, LeafError, LeafKind, week_of};
pub use proof::{
    Claim, Position, ProofError, check_consistency, check_inclusion, prove_consistency,
    prove_from_tiles, prove_inclusion, tiles_for,
};
pub use tiles::{TileError, TileFile, TileId, entries_of, new_tiles, partial_tiles};
pub use tree::{Tree, TreeError, leaf_hash};
pub use verifier::{Finding, Mismatch, Opened, Verified, Verifier};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// The largest tree that is handled: about a million million entries. It bounds the arithmetic on sizes that come
/// from outside.
pub const MOST_LEAVES: u64 = 1 << 40;
