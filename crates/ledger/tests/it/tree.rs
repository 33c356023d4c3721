use ct_merkle::mem_backed_tree::MemoryBackedTree;
use heard_ledger::{
    Hash, Position, ProofError, Tree, check_consistency, check_inclusion, leaf_hash,
    prove_consistency, prove_inclusion,
};
use proptest::prelude::*;
use sha2::Sha256;

use crate::leaf;

type Oracle = MemoryBackedTree<Sha256, Vec<u8>>;

fn oracle(size: u64) -> Oracle {
    let mut tree = Oracle::new();
    (0..size).for_each(|number| tree.push(leaf(number)));
    tree
}

fn tree(size: u64) -> Tree {
    let mut tree = Tree::new();
    (0..size).for_each(|number| {
        tree.append(&leaf(number));
    });
    tree
}

/// The hash of a perfect subtree, computed from its entries.
fn subtree(position: Position) -> Hash {
    let mut tree = Tree::new();
    let first = position.index << position.level;
    (first..first + (1 << position.level)).for_each(|number| {
        tree.append_hash(leaf_hash(&leaf(number)));
    });
    tree.root()
}

#[expect(clippy::unnecessary_wraps, reason = "what a reader has to look like")]
fn read(positions: &[Position]) -> Option<Vec<Hash>> {
    Some(positions.iter().copied().map(subtree).collect())
}

fn joined(proof: &[Hash]) -> Vec<u8> {
    proof.concat()
}

#[test]
fn roots_agree_with_the_oracle_for_every_size() {
    let mut oracle = Oracle::new();
    let mut tree = Tree::new();
    for number in 0..600 {
        oracle.push(leaf(number));
        tree.append(&leaf(number));
        assert_eq!(
            tree.root(),
            <Hash>::from(*oracle.root().as_bytes()),
            "{number}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn inclusion_proofs_agree_with_the_oracle(size in 1_u64..600, place: prop::sample::Index) {
        let index = place.index(usize::try_from(size).unwrap());
        let proof = prove_inclusion(index as u64, size, read).unwrap();
        prop_assert_eq!(joined(&proof), oracle(size).prove_inclusion(index).as_bytes().to_vec());
        let root = tree(size).root();
        let index = index as u64;
        prop_assert_eq!(check_inclusion(&proof, index, &leaf(index), size, &root), Ok(()));

        // It proves nothing else.
        prop_assert!(check_inclusion(&proof, index, &leaf(size), size, &root).is_err());
        prop_assert!(check_inclusion(&proof, index, &leaf(index), size, &[0; 32]).is_err());
        if size > 1 {
            let other = (index + 1) % size;
            prop_assert!(check_inclusion(&proof, other, &leaf(index), size, &root).is_err());
        }
        for number in 0..proof.len() {
            let mut altered = proof.clone();
            altered[number][7] ^= 4;
            prop_assert!(check_inclusion(&altered, index, &leaf(index), size, &root).is_err());
        }
        let longer = [proof.clone(), vec![[0; 32]]].concat();
        prop_assert!(check_inclusion(&longer, index, &leaf(index), size, &root).is_err());
        if let Some((_, shorter)) = proof.split_last() {
            prop_assert!(check_inclusion(shorter, index, &leaf(index), size, &root).is_err());
        }
    }

    #[test]
    fn consistency_proofs_agree_with_the_oracle(old in 1_u64..400, added in 1_u64..200) {
        let new = old + added;
        let proof = prove_consistency(old, new, read).unwrap();
        let additions = usize::try_from(added).unwrap();
        prop_assert_eq!(joined(&proof), oracle(new).prove_consistency(additions).as_bytes().to_vec());
        let (old_root, new_root) = (tree(old).root(), tree(new).root());
        prop_assert_eq!(check_consistency(&proof, old, &old_root, new, &new_root), Ok(()));

        prop_assert!(check_consistency(&proof, old, &new_root, new, &old_root).is_err());
        prop_assert!(check_consistency(&proof, old, &[0; 32], new, &new_root).is_err());
        for number in 0..proof.len() {
            let mut altered = proof.clone();
            altered[number][7] ^= 4;
            prop_assert!(check_consistency(&altered, old, &old_root, new, &new_root).is_err());
        }
    }

    #[test]
    fn made_up_proofs_are_refused_without_a_panic(
        proof in prop::collection::vec(any::<[u8; 32]>(), 0..100),
        one in any::<u64>(), two in any::<u64>(), root in any::<[u8; 32]>(),
    ) {
        prop_assert!(check_inclusion(&proof, one, b"", two, &root).is_err());
        if one > 0 && one != two {
            prop_assert!(check_consistency(&proof, one, &root, two, &[0; 32]).is_err());
        }
    }
}

#[test]
fn impossible_claims_are_refused() {
    assert_eq!(prove_inclusion(5, 5, read), Err(ProofError::Impossible));
    assert_eq!(prove_inclusion(0, 0, read), Err(ProofError::Impossible));
    assert_eq!(prove_consistency(6, 5, read), Err(ProofError::Impossible));
    assert_eq!(
        prove_inclusion(0, u64::MAX, read),
        Err(ProofError::Impossible)
    );
    assert_eq!(prove_inclusion(0, 5, |_| None), Err(ProofError::Unreadable));
    assert_eq!(
        prove_inclusion(0, 5, |_| Some(Vec::new())),
        Err(ProofError::Unreadable)
    );
}

#[test]
fn every_tree_continues_itself_and_the_empty_one() {
    let (empty, some) = (Tree::new().root(), tree(5).root());
    for (old, old_root, new, new_root) in [
        (0, empty, 5, some),
        (0, empty, 0, empty),
        (5, some, 5, some),
    ] {
        let proof = prove_consistency(old, new, read).unwrap();
        assert!(proof.is_empty());
        assert_eq!(
            check_consistency(&proof, old, &old_root, new, &new_root),
            Ok(())
        );
    }
    assert!(check_consistency(&[], 0, &some, 5, &some).is_err());
    assert!(check_consistency(&[], 0, &empty, 0, &some).is_err());
    assert!(check_consistency(&[], 5, &empty, 5, &some).is_err());
    assert!(check_consistency(&[empty], 0, &empty, 5, &some).is_err());
}
