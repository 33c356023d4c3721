//! Proofs that an entry is in a tree, and that one tree continues another (RFC 6962, section 2.1).

use std::cell::RefCell;
use std::collections::BTreeMap;

use tlog_tiles::tile::Tile;
use tlog_tiles::tlog::{
    EMPTY_HASH, Error as TlogError, Hash as TlogHash, HashReader, check_record, check_tree,
    prove_record, prove_tree, split_stored_hash_index, stored_hash_index, sub_tree_index,
    tree_hash,
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
    /// The tiles do not belong to a tree with that root.
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
        let proof = proof.map_err(|_| ProofError::Unreadable)?;
        Ok(proof.into_iter().map(|hash| hash.0).collect())
    }

    /// The hashes (by the library's numbering) that make the proof and that it is checked with.
    fn stored_indexes(self) -> Result<Vec<u64>, ProofError> {
        let recorder = Recorder::default();
        // The recorder gives nothing, so the attempt ends when it has said what it wants.
        match self.prove(&recorder) {
            Ok(_) | Err(ProofError::Unreadable) => {}
            Err(error) => return Err(error),
        }
        let wanted = recorder.0.into_inner();
        Ok(match self {
            Self::Inclusion { index, .. } => [wanted, vec![stored_hash_index(0, index)]].concat(),
            Self::Consistency { old_size, .. } => sub_tree_index(0, old_size, wanted),
        })
    }

    /// Whether the proof made from tiles holds for the root, with what the tiles say of the entry or of the older
    /// tree. (The library's own reader of tiles is not used: version 0.2.0 leaves some tiles unchecked when
    /// several nodes of the right edge lie in one tile.)
    fn holds(
        self,
        proof: &[Hash],
        root: &Hash,
        reader: &impl HashReader,
    ) -> Result<bool, TlogError> {
        let proof: Vec<TlogHash> = proof.iter().copied().map(TlogHash).collect();
        let root = TlogHash(*root);
        match self {
            Self::Inclusion { index, size } => {
                let entry = reader.read_hashes(&[stored_hash_index(0, index)])?;
                Ok(entry
                    .first()
                    .is_some_and(|entry| check_record(&proof, size, root, index, *entry).is_ok()))
            }
            Self::Consistency { old_size: 0, .. } => Ok(true),
            Self::Consistency { old_size, new_size } => {
                let old_root = tree_hash(old_size, reader)?;
                Ok(check_tree(&proof, new_size, root, old_size, old_root).is_ok())
            }
        }
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
    let mut tiles: Vec<TileId> = claim
        .stored_indexes()?
        .into_iter()
        .filter_map(|stored| tile_of(stored, claim.size()))
        .filter_map(|tile| TileId::of(&tile))
        .collect();
    tiles.sort_unstable();
    tiles.dedup();
    Ok(tiles)
}

/// Proves a claim about the tree with that root from its published tiles. The proof is checked against the root
/// before it is given out: an altered tile makes no proof or does not matter to it.
pub fn prove_from_tiles(
    claim: Claim,
    root: &Hash,
    read: impl Fn(TileId) -> Option<Vec<u8>>,
) -> Result<Vec<Hash>, ProofError> {
    let mut tiles = BTreeMap::new();
    for id in tiles_for(claim)? {
        tiles.insert(id, read(id).ok_or(ProofError::Unreadable)?);
    }
    let reader = Tiles {
        size: claim.size(),
        tiles,
    };
    let proof = claim.prove(&reader)?;
    match claim.holds(&proof, root, &reader) {
        Ok(true) => Ok(proof),
        Ok(false) => Err(ProofError::WrongTile),
        Err(_) => Err(ProofError::Unreadable),
    }
}

/// The tile, as wide as it is in a tree of that size, that holds a hash or the hashes that it is made of.
fn tile_of(stored: u64, size: u64) -> Option<Tile> {
    Tile::from_index(HEIGHT, stored).parent(0, size)
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

/// Gives nothing and remembers what it was asked for.
#[derive(Default)]
struct Recorder(RefCell<Vec<u64>>);

impl HashReader for Recorder {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<TlogHash>, TlogError> {
        self.0.borrow_mut().extend_from_slice(indexes);
        Err(TlogError::IndexesNotInTree)
    }
}

/// Reads hashes out of tiles.
struct Tiles {
    size: u64,
    tiles: BTreeMap<TileId, Vec<u8>>,
}

impl HashReader for Tiles {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<TlogHash>, TlogError> {
        indexes
            .iter()
            .map(|stored| {
                let tile = tile_of(*stored, self.size).ok_or(TlogError::IndexesNotInTree)?;
                let bytes = TileId::of(&tile)
                    .and_then(|id| self.tiles.get(&id))
                    .ok_or(TlogError::IndexesNotInTree)?;
                tile.hash_at_index(bytes, *stored)
            })
            .collect()
    }
}
