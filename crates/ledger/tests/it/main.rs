//! The ledger against an independent implementation, and against whoever alters it.

#![allow(missing_docs)]

mod published;
mod tree;
mod verifier;

use heard_ledger::{Leaf, LeafKind};

/// Distinct entries.
fn leaf(number: u64) -> Vec<u8> {
    Leaf {
        kind: LeafKind::ALL[usize::try_from(number % 10).unwrap()],
        week: u32::try_from(number).unwrap(),
        spec_hash: [1; 32],
        commitment: [2; 32],
    }
    .to_bytes()
    .to_vec()
}
