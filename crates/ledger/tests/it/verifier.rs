use heard_ledger::{
    Checkpoint, CheckpointError, CommittedParts, Finding, Leaf, LeafError, LeafKind, Mismatch,
    Tree, Verifier, commitment, week_of,
};

const ORIGIN: &str = "example.org/heard";
const SEED: [u8; 32] = [7; 32];
const COUNT: u64 = 40;

/// An entry as the server keeps it.
struct Kept {
    salt: [u8; 32],
    fact: Vec<u8>,
    number: u32,
    leaf: Vec<u8>,
}

impl Kept {
    fn new(number: u64) -> Self {
        let number = u32::try_from(number).unwrap();
        let mut kept = Self {
            salt: [number as u8; 32],
            fact: format!("fact {number}").into_bytes(),
            number,
            leaf: Vec::new(),
        };
        kept.leaf = Leaf {
            kind: LeafKind::Stage,
            week: week_of(kept.parts().at_microseconds),
            spec_hash: [3; 32],
            commitment: commitment(&kept.salt, &kept.parts()),
        }
        .to_bytes()
        .to_vec();
        kept
    }

    fn parts(&self) -> CommittedParts<'_> {
        CommittedParts {
            subject: [1; 16],
            number: self.number,
            actor: self.number.is_multiple_of(2).then_some([2; 16]),
            at_microseconds: 1_780_000_000_000_000 + i64::from(self.number) * 3_600_000_000,
            fact: &self.fact,
        }
    }
}

fn kept() -> Vec<Kept> {
    (0..COUNT).map(Kept::new).collect()
}

fn checkpoint(kept: &[Kept], size: usize) -> String {
    let mut tree = Tree::new();
    kept[..size].iter().for_each(|entry| {
        tree.append(&entry.leaf);
    });
    Checkpoint::sign(ORIGIN, tree.size(), &tree.root(), &SEED).unwrap()
}

fn verifier() -> Verifier {
    Verifier::new(ORIGIN, &Checkpoint::public_key(&SEED))
}

fn feed_all(verifier: &mut Verifier, kept: &[Kept]) -> Result<(), Finding> {
    (0..).zip(kept).try_for_each(|(index, entry)| {
        verifier.feed(index, &entry.salt, &entry.parts(), &entry.leaf)
    })
}

/// Signs the intact ledger, then checks an altered one.
fn finding(alter: impl FnOnce(&mut Vec<Kept>)) -> Option<Finding> {
    let mut kept = kept();
    let notes = [checkpoint(&kept, 16), checkpoint(&kept, 40)];
    alter(&mut kept);
    let mut verifier = verifier();
    for note in &notes {
        verifier.expect(note).unwrap();
    }
    let fed = feed_all(&mut verifier, &kept);
    let finished = verifier.finish().map(|_| ());
    if let Err(found) = fed {
        assert_eq!(finished, Err(found), "a finding must stay");
    }
    finished.err()
}

#[test]
fn an_intact_ledger_is_verified() {
    let kept = kept();
    let mut verifier = verifier();
    verifier.expect(&checkpoint(&kept, 0)).unwrap();
    verifier.expect(&checkpoint(&kept, 16)).unwrap();
    verifier.expect(&checkpoint(&kept, 32)).unwrap();
    for (index, entry) in (0..).zip(&kept) {
        if index % 5 == 0 {
            verifier.feed_unopened(index, &entry.leaf).unwrap();
        } else {
            verifier
                .feed(index, &entry.salt, &entry.parts(), &entry.leaf)
                .unwrap();
        }
    }
    let verified = verifier.finish().unwrap();
    assert_eq!(
        (
            verified.entries,
            verified.opened,
            verified.checkpoints,
            verified.signed_entries
        ),
        (40, 32, 3, 32)
    );
}

#[test]
fn what_was_altered_is_named_with_its_place() {
    let at = |index, mismatch| Some(Finding { index, mismatch });
    assert_eq!(finding(|_| ()), None);
    assert_eq!(
        finding(|kept| kept[9].fact.push(b'!')),
        at(9, Mismatch::Commitment)
    );
    assert_eq!(
        finding(|kept| kept[9].salt[0] ^= 1),
        at(9, Mismatch::Commitment)
    );
    assert_eq!(
        finding(|kept| kept[9].number += 1),
        at(9, Mismatch::Commitment)
    );
    assert_eq!(
        finding(|kept| kept[9].leaf[0] = b'X'),
        at(9, Mismatch::Malformed(LeafError::Magic))
    );
    // An entry replaced together with what it commits to shows at the next checkpoint.
    assert_eq!(
        finding(|kept| kept[9] = Kept::new(99)),
        at(15, Mismatch::Root)
    );
    assert_eq!(finding(|kept| kept.swap(20, 21)), at(39, Mismatch::Root));
    assert_eq!(
        finding(|kept| {
            kept.remove(20);
        }),
        at(39, Mismatch::Missing)
    );
    assert_eq!(
        finding(|kept| kept.insert(20, Kept::new(99))),
        at(39, Mismatch::Root)
    );
}

#[test]
fn every_altered_bit_of_an_entry_is_noticed() {
    let first = kept().remove(0);
    for index in 0..first.leaf.len() {
        for bit in 0..8 {
            let found = finding(|kept| kept[0].leaf[index] ^= 1 << bit);
            assert!(found.is_some(), "byte {index} bit {bit}");
        }
    }
}

#[test]
fn an_entry_must_be_dated_in_the_week_of_its_fact() {
    let mut entry = Kept::new(0);
    let mut leaf = Leaf::from_bytes(&entry.leaf).unwrap();
    leaf.week += 1;
    entry.leaf = leaf.to_bytes().to_vec();
    let found = verifier().feed(0, &entry.salt, &entry.parts(), &entry.leaf);
    assert!(matches!(
        found,
        Err(Finding {
            index: 0,
            mismatch: Mismatch::Week { .. }
        })
    ));
}

#[test]
fn entries_must_come_in_order() {
    let kept = kept();
    let mut verifier = verifier();
    verifier.feed_unopened(0, &kept[0].leaf).unwrap();
    let found = verifier.feed_unopened(2, &kept[2].leaf).unwrap_err();
    assert_eq!(
        found.mismatch,
        Mismatch::Order {
            expected: 1,
            found: 2
        }
    );
    assert_eq!(verifier.feed_unopened(1, &kept[1].leaf), Err(found));
}

#[test]
fn two_versions_of_a_ledger_are_a_fork() {
    let kept = kept();
    let mut other = self::kept();
    other[3] = Kept::new(99);
    let mut verifier = verifier();
    verifier.expect(&checkpoint(&kept, 16)).unwrap();
    verifier.expect(&checkpoint(&kept, 16)).unwrap();
    let found = verifier.expect(&checkpoint(&other, 16)).unwrap_err();
    assert_eq!(
        found,
        Finding {
            index: 16,
            mismatch: Mismatch::Fork
        }
    );
}

#[test]
fn foreign_and_late_checkpoints_are_refused() {
    let kept = kept();
    let foreign = Checkpoint::sign(ORIGIN, 5, &[0; 32], &[8; 32]).unwrap();
    assert_eq!(
        verifier().expect(&foreign).unwrap_err().mismatch,
        Mismatch::Checkpoint(CheckpointError::Signature)
    );

    let mut late = verifier();
    feed_all(&mut late, &kept[..10]).unwrap();
    assert_eq!(
        late.clone()
            .expect(&checkpoint(&kept, 9))
            .unwrap_err()
            .mismatch,
        Mismatch::Late
    );
    late.expect(&checkpoint(&kept, 10)).unwrap();
    let wrong = Checkpoint::sign(ORIGIN, 10, &[0; 32], &SEED).unwrap();
    assert_eq!(late.expect(&wrong).unwrap_err().mismatch, Mismatch::Fork);
    let mut unsigned = verifier();
    feed_all(&mut unsigned, &kept[..10]).unwrap();
    assert_eq!(
        unsigned.expect(&wrong).unwrap_err().mismatch,
        Mismatch::Root
    );
}
