//! Proofs that an entry is in a tree, and that one tree continues another (RFC 6962, section 2.1).

use std::cell::RefCell;

use tlog_tiles::tile::{Tile, TileHashReader, TileReader};
use tlog_tiles::tlog::{
    EMPTY_HASH, Error as TlogError, Hash as TlogHash, HashReader, check_record, check_tree,
    prove_record, prove_tree, split_stored_hash_index,
};

use crate::tiles::{HEIGHT, TileId};
use crate::tree::leaf_hash;
use crate::{Hash, MOST_LEAVES};

/// No proof in a tree of [`MOST_LEAVES`] is longer.
const LONGEST_PROOF: usize = 64;

/// Why a proof could not be made or does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The entry is outside the tree, the older tree is the larger one, or a tree is too large.
    #[error("there can be no such proof")]
    Impossible,
    /// A hash or tile that the proof needs was not at hand.
    #[error("a part of the tree that the proof needs was not at hand")]
    Unreadable,
    /// A tile does not belong to a tree with that root.
    #[error("a tile does not belong to the tree")]
    WrongTile,
    /// The proof does not hold.
    #[error("the proof does not hold")]
    Refused,
}

/// What is to be proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// The tree of `size` entries contains one at `index`.
    Inclusion {
        /// Index of the entry.
        index: u64,
        /// Size of the tree.
        size: u64,
    },
    /// The tree of `new_size` entries begins with the entries of the tree of `old_size`.
    Consistency {
        /// Size of the older tree.
        old_size: u64,
        /// Size of the newer tree.
        new_size: u64,
    },
}

impl Claim {
    /// The size of the tree whose hashes prove it.
    fn size(self) -> u64 {
        match self {
            Self::Inclusion { size, .. } => size,
            Self::Consistency { new_size, .. } => new_size,
        }
    }

    fn prove(self, reader: &impl HashReader) -> Result<Vec<Hash>, ProofError> {
        if self.size() > MOST_LEAVES {
            return Err(ProofError::Impossible);
        }
        let proof = match self {
            Self::Inclusion { index, size } if index < size => prove_record(size, index, reader),
            Self::Consistency { old_size: 0, .. } => Ok(Vec::new()),
            Self::Consistency { old_size, new_size } if old_size <= new_size => {
                prove_tree(new_size, old_size, reader)
            }
            _ => return Err(ProofError::Impossible),
        };
        let proof = proof.map_err(|error| match error {
            TlogError::InconsistentTile => ProofError::WrongTile,
            _ => ProofError::Unreadable,
        })?;
        Ok(proof.into_iter().map(|hash| hash.0).collect())
    }
}

/// A node of the tree: the root of the perfect subtree of 2^level entries that begins at entry index * 2^level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Height above the entries.
    pub level: u8,
    /// Place from the left in its level.
    pub index: u64,
}

/// Proves that a tree of `size` entries contains the one at `index`. `read` gives the hashes at positions, in
/// their order; it is asked once.
pub fn prove_inclusion(
    index: u64,
    size: u64,
    read: impl Fn(&[Position]) -> Option<Vec<Hash>>,
) -> Result<Vec<Hash>, ProofError> {
    Claim::Inclusion { index, size }.prove(&Hashes(read))
}

/// Proves that a tree of `new_size` entries begins with the entries of the tree of `old_size`. `read` is as for
/// [`prove_inclusion`].
pub fn prove_consistency(
    old_size: u64,
    new_size: u64,
    read: impl Fn(&[Position]) -> Option<Vec<Hash>>,
) -> Result<Vec<Hash>, ProofError> {
    Claim::Consistency { old_size, new_size }.prove(&Hashes(read))
}

/// The tiles that [`prove_from_tiles`] will read for a claim, so that they can be fetched beforehand.
pub fn tiles_for(claim: Claim) -> Result<Vec<TileId>, ProofError> {
    let wanted = RefCell::new(Vec::new());
    let reader = Tiles(|tiles: &[Tile]| {
        wanted.borrow_mut().extend_from_slice(tiles);
        None
    });
    // The reader gives nothing, so the attempt ends when it has said what it wants.
    match claim.prove(&TileHashReader::new(claim.size(), EMPTY_HASH, &reader)) {
        Ok(_) | Err(ProofError::Unreadable) => {}
        Err(error) => return Err(error),
    }
    Ok(wanted.into_inner().iter().filter_map(TileId::of).collect())
}

/// Proves a claim about the tree with that root from its published tiles, each of which is checked against the
/// root before it is used.
pub fn prove_from_tiles(
    claim: Claim,
    root: &Hash,
    read: impl Fn(TileId) -> Option<Vec<u8>>,
) -> Result<Vec<Hash>, ProofError> {
    let reader = Tiles(|tiles: &[Tile]| {
        tiles
            .iter()
            .map(|tile| TileId::of(tile).and_then(&read))
            .collect()
    });
    claim.prove(&TileHashReader::new(claim.size(), TlogHash(*root), &reader))
}

/// Whether the proof shows that the tree with that size and root contains the entry at that index.
pub fn check_inclusion(
    proof: &[Hash],
    index: u64,
    leaf_bytes: &[u8],
    size: u64,
    root: &Hash,
) -> Result<(), ProofError> {
    if index >= size || size > MOST_LEAVES {
        return Err(ProofError::Impossible);
    }
    check_record(
        &hashes(proof)?,
        size,
        TlogHash(*root),
        index,
        TlogHash(leaf_hash(leaf_bytes)),
    )
    .map_err(|_| ProofError::Refused)
}

/// Whether the proof shows that the newer tree begins with all entries of the older one. Every tree continues
/// the empty one.
pub fn check_consistency(
    proof: &[Hash],
    old_size: u64,
    old_root: &Hash,
    new_size: u64,
    new_root: &Hash,
) -> Result<(), ProofError> {
    if old_size > new_size || new_size > MOST_LEAVES {
        return Err(ProofError::Impossible);
    }
    if old_size == 0 {
        let trivial = proof.is_empty()
            && *old_root == EMPTY_HASH.0
            && (new_size > 0 || *new_root == EMPTY_HASH.0);
        return if trivial {
            Ok(())
        } else {
            Err(ProofError::Refused)
        };
    }
    check_tree(
        &hashes(proof)?,
        new_size,
        TlogHash(*new_root),
        old_size,
        TlogHash(*old_root),
    )
    .map_err(|_| ProofError::Refused)
}

fn hashes(proof: &[Hash]) -> Result<Vec<TlogHash>, ProofError> {
    if proof.len() > LONGEST_PROOF {
        return Err(ProofError::Refused);
    }
    Ok(proof.iter().copied().map(TlogHash).collect())
}

/// Reads single hashes through a closure.
struct Hashes<F>(F);

impl<F: Fn(&[Position]) -> Option<Vec<Hash>>> HashReader for Hashes<F> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<TlogHash>, TlogError> {
        let positions: Vec<Position> = indexes
            .iter()
            .map(|stored| {
                let (level, index) = split_stored_hash_index(*stored);
                Position { level, index }
            })
            .collect();
        let found = (self.0)(&positions).ok_or(TlogError::IndexesNotInTree)?;
        // The library panics on another number of hashes than it asked for.
        if found.len() != indexes.len() {
            return Err(TlogError::IndexesNotInTree);
        }
        Ok(found.into_iter().map(TlogHash).collect())
    }
}

/// Reads tiles through a closure.
struct Tiles<F>(F);

impl<F: Fn(&[Tile]) -> Option<Vec<Vec<u8>>>> TileReader for Tiles<F> {
    fn height(&self) -> u8 {
        HEIGHT
    }

    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, TlogError> {
        (self.0)(tiles).ok_or(TlogError::IndexesNotInTree)
    }

    fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
}
