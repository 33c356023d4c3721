//! Growing a published ledger batch by batch, and reading it back from its files alone.

use std::collections::BTreeMap;

use heard_ledger::{
    Claim, ProofError, TileId, Tree, check_consistency, check_inclusion, entries_of, new_tiles,
    partial_tiles, prove_from_tiles, tiles_for,
};
use proptest::prelude::*;

use crate::leaf;

/// Published files by path, as a web server would hold them.
#[derive(Default)]
struct Published {
    files: BTreeMap<String, Vec<u8>>,
    tree: Tree,
    /// Roots by size, for the sizes at the end of a batch.
    roots: BTreeMap<u64, [u8; 32]>,
}

impl Published {
    fn append(&mut self, count: u64) {
        let old_size = self.tree.size();
        let leaves: Vec<Vec<u8>> = (old_size..old_size + count).map(leaf).collect();
        for file in new_tiles(old_size, &leaves, |id| self.read(id)).unwrap() {
            let earlier = self.files.insert(file.id.path(), file.bytes);
            assert!(earlier.is_none(), "a published file was rewritten");
        }
        for leaf in &leaves {
            self.tree.append(leaf);
        }
        self.roots.insert(self.tree.size(), self.tree.root());
    }

    fn read(&self, id: TileId) -> Option<Vec<u8>> {
        self.files.get(&id.path()).cloned()
    }

    fn of_batches(batches: &[u64]) -> Self {
        let mut published = Self::default();
        for count in batches {
            published.append(*count);
        }
        published
    }

    fn root(&self) -> [u8; 32] {
        self.tree.root()
    }

    fn size(&self) -> u64 {
        self.tree.size()
    }
}

#[test]
fn entries_read_back_from_the_bundles_give_the_same_root() {
    let published = Published::of_batches(&[1, 255, 256, 300, 16, 64]);
    let size = published.size();
    let mut tree = Tree::new();
    for bundle in 0..size.div_ceil(256) {
        let width = (size - bundle * 256).min(256);
        let id = TileId::entries(bundle, u16::try_from(width).unwrap()).unwrap();
        for entry in entries_of(id, &published.read(id).unwrap()).unwrap() {
            tree.append(entry);
        }
    }
    assert_eq!((tree.size(), tree.root()), (size, published.root()));
}

#[test]
fn a_hash_tile_above_others_holds_their_roots() {
    let published = Published::of_batches(&[600]);
    let above = published.read(TileId::hashes(1, 0, 2).unwrap()).unwrap();
    for (number, root) in above.chunks(32).enumerate() {
        let mut tree = Tree::new();
        let first = number as u64 * 256;
        (first..first + 256).for_each(|number| {
            tree.append(&leaf(number));
        });
        assert_eq!(root, tree.root());
    }
}

#[test]
fn no_altered_tile_makes_a_wrong_proof() {
    let mut published = Published::of_batches(&[300, 400]);
    let root = published.root();
    let claims = [
        Claim::Inclusion {
            index: 300,
            size: 700,
        },
        Claim::Inclusion {
            index: 699,
            size: 700,
        },
        Claim::Consistency {
            old_size: 300,
            new_size: 700,
        },
    ];
    for claim in claims {
        let proof = prove_from_tiles(claim, &root, |id| published.read(id)).unwrap();
        let mut noticed = 0;
        for id in tiles_for(claim).unwrap() {
            let intact = published.read(id).unwrap();
            for index in (0..intact.len()).step_by(13) {
                let mut altered = intact.clone();
                altered[index] ^= 1;
                published.files.insert(id.path(), altered);
                match prove_from_tiles(claim, &root, |id| published.read(id)) {
                    Err(ProofError::WrongTile) => noticed += 1,
                    // A hash that stands beside those that were needed.
                    other => assert_eq!(other, Ok(proof.clone())),
                }
            }
            published.files.insert(id.path(), intact[1..].to_vec());
            assert_eq!(
                prove_from_tiles(claim, &root, |id| published.read(id)),
                Err(ProofError::Unreadable)
            );
            published.files.remove(&id.path());
            assert_eq!(
                prove_from_tiles(claim, &root, |id| published.read(id)),
                Err(ProofError::Unreadable)
            );
            published.files.insert(id.path(), intact);
        }
        assert!(noticed > 400, "{claim:?}: {noticed}");
        assert_eq!(
            prove_from_tiles(claim, &[0; 32], |id| published.read(id)),
            Err(ProofError::WrongTile)
        );
    }
}

#[test]
fn impossible_claims_need_no_tiles() {
    let empty = Claim::Consistency {
        old_size: 0,
        new_size: 9,
    };
    assert_eq!(tiles_for(empty), Ok(Vec::new()));
    for claim in [
        Claim::Inclusion { index: 0, size: 0 },
        Claim::Inclusion { index: 9, size: 9 },
        Claim::Inclusion {
            index: 9,
            size: u64::MAX,
        },
        Claim::Consistency {
            old_size: 2,
            new_size: 1,
        },
    ] {
        assert_eq!(tiles_for(claim), Err(ProofError::Impossible));
    }
}

#[test]
fn more_than_two_levels_of_tiles_work() {
    let published = Published::of_batches(&[65_000, 700]);
    assert!(published.files.contains_key("tile/2/000.p/1"));
    let claim = Claim::Inclusion {
        index: 40_000,
        size: 65_700,
    };
    let root = published.root();
    let proof = prove_from_tiles(claim, &root, |id| published.read(id)).unwrap();
    assert_eq!(
        check_inclusion(&proof, 40_000, &leaf(40_000), 65_700, &root),
        Ok(())
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn proofs_come_from_the_files_alone(
        batches in prop::collection::vec(1_u64..300, 1..6),
        place: prop::sample::Index,
    ) {
        let published = Published::of_batches(&batches);
        let (size, root) = (published.size(), published.root());
        let index = place.index(usize::try_from(size).unwrap()) as u64;
        let claim = Claim::Inclusion { index, size };
        let proof = prove_from_tiles(claim, &root, |id| published.read(id)).unwrap();
        prop_assert_eq!(check_inclusion(&proof, index, &leaf(index), size, &root), Ok(()));

        // All that was read had been announced.
        let announced = tiles_for(claim).unwrap();
        let from_announced = prove_from_tiles(claim, &root, |id| {
            announced.contains(&id).then(|| published.read(id)).flatten()
        });
        prop_assert_eq!(from_announced, Ok(proof));

        for (old_size, old_root) in &published.roots {
            let claim = Claim::Consistency { old_size: *old_size, new_size: size };
            let proof = prove_from_tiles(claim, &root, |id| published.read(id)).unwrap();
            prop_assert_eq!(check_consistency(&proof, *old_size, old_root, size, &root), Ok(()));
        }
        for id in partial_tiles(size) {
            prop_assert!(published.read(id).is_some());
        }
    }

    #[test]
    fn paths_read_back(level in 0_u8..6, index in 0_u64..1 << 40, width in 1_u16..=256) {
        for id in [TileId::hashes(level, index, width), TileId::entries(index, width)] {
            let id = id.unwrap();
            prop_assert_eq!(TileId::from_path(&id.path()), Some(id));
        }
    }

    #[test]
    fn no_path_makes_the_reader_panic(path in "(tile/)?[0-9dataenris]{0,7}/[x0-9/.p]{0,40}") {
        if let Some(id) = TileId::from_path(&path) {
            prop_assert_eq!(id.path(), path);
        }
    }
}
