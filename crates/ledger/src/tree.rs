//! The growing tree of RFC 6962, of which only the right edge is kept.

use tlog_tiles::tlog::{EMPTY_HASH, Hash as TlogHash, node_hash, record_hash};

use crate::{Hash, MOST_LEAVES};

/// Why a tree could not be taken up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// The edge of a tree has one hash for every 1 in the binary form of its size.
    #[error("a tree of {size} entries has {expected} hashes at its edge, not {found}")]
    Edge {
        /// The size that was given.
        size: u64,
        /// How many hashes it needs.
        expected: usize,
        /// How many were given.
        found: usize,
    },
    /// Larger than [`MOST_LEAVES`].
    #[error("a tree of {0} entries is too large")]
    TooLarge(u64),
}

/// A Merkle tree to which entries are appended. It keeps the roots of the perfect subtrees at its right edge, so
/// that appending and the root take time and memory in the logarithm of the size.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    /// Largest subtree first.
    edge: Vec<Hash>,
}

impl Tree {
    /// The empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// A tree taken up again from its size and its [`Tree::edge`]. Whether the edge is the right one shows only
    /// in the root: compare it with that of a signed checkpoint.
    pub fn resume(size: u64, edge: &[Hash]) -> Result<Self, TreeError> {
        if size > MOST_LEAVES {
            return Err(TreeError::TooLarge(size));
        }
        let expected = size.count_ones() as usize;
        if edge.len() != expected {
            return Err(TreeError::Edge {
                size,
                expected,
                found: edge.len(),
            });
        }
        Ok(Self {
            size,
            edge: edge.to_vec(),
        })
    }

    /// Appends an entry and gives its index.
    pub fn append(&mut self, leaf_bytes: &[u8]) -> u64 {
        self.append_hash(leaf_hash(leaf_bytes))
    }

    /// Appends an entry of which the [`leaf_hash`] is known.
    pub fn append_hash(&mut self, hash: Hash) -> u64 {
        let index = self.size;
        let mut subtree = TlogHash(hash);
        let mut complete = index;
        // Each 1 at the end of the index is a subtree that this entry completes to one of twice its size.
        while complete & 1 == 1 {
            let Some(left) = self.edge.pop() else { break };
            subtree = node_hash(TlogHash(left), subtree);
            complete >>= 1;
        }
        self.edge.push(subtree.0);
        self.size += 1;
        index
    }

    /// How many entries it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root hash; of the empty tree, the hash of nothing.
    pub fn root(&self) -> Hash {
        let mut subtrees = self.edge.iter().rev().copied().map(TlogHash);
        let Some(last) = subtrees.next() else {
            return EMPTY_HASH.0;
        };
        subtrees.fold(last, |right, left| node_hash(left, right)).0
    }

    /// The roots of the perfect subtrees at the right edge, largest first: what [`Tree::resume`] needs.
    pub fn edge(&self) -> &[Hash] {
        &self.edge
    }
}

/// The hash of an entry in the tree: SHA-256(0x00 || entry).
pub fn leaf_hash(leaf_bytes: &[u8]) -> Hash {
    record_hash(leaf_bytes).0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The eight entries that the implementations of Certificate Transparency test with.
    fn entries() -> Vec<Vec<u8>> {
        [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ]
        .iter()
        .map(|text| hex::decode(text).unwrap())
        .collect()
    }

    #[test]
    fn roots_are_those_published_for_rfc_6962() {
        let mut tree = Tree::new();
        let mut roots = vec![hex::encode(tree.root())];
        for entry in entries() {
            tree.append(&entry);
            roots.push(hex::encode(tree.root()));
        }
        for (size, root) in [
            (
                0,
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ),
            (
                1,
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            ),
            (
                7,
                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            ),
            (
                8,
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
            ),
        ] {
            assert_eq!(roots[size], root);
        }
    }

    #[test]
    fn a_tree_taken_up_again_continues_as_if_never_left() {
        let mut tree = Tree::new();
        for number in 0..300_u32 {
            let mut again = Tree::resume(tree.size(), tree.edge()).unwrap();
            assert_eq!(again, tree);
            assert_eq!(again.append(&number.to_be_bytes()), u64::from(number));
            tree.append(&number.to_be_bytes());
            assert_eq!(again.root(), tree.root());
        }
    }

    #[test]
    fn an_edge_that_does_not_fit_the_size_is_refused() {
        assert!(Tree::resume(3, &[[0; 32]; 2]).is_ok());
        assert_eq!(
            Tree::resume(3, &[[0; 32]; 1]),
            Err(TreeError::Edge {
                size: 3,
                expected: 2,
                found: 1
            })
        );
        assert!(Tree::resume(0, &[[0; 32]; 1]).is_err());
        assert!(Tree::resume(MOST_LEAVES, &[[0; 32]; 1]).is_ok());
        assert_eq!(
            Tree::resume(MOST_LEAVES + 1, &[[0; 32]; 2]),
            Err(TreeError::TooLarge(MOST_LEAVES + 1))
        );
    }
}
