//! A check of a whole ledger, entry by entry and without the server: what anybody can do with the published files,
//! and an auditor with the salts as well.

use std::collections::BTreeMap;

use crate::Hash;
use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::commitment::{CommittedParts, commitment};
use crate::leaf::{Leaf, LeafError, week_of};
use crate::tree::{Tree, leaf_hash};

/// What does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// Entries do not come in order and without a gap.
    #[error("the next entry is {expected}, not {found}")]
    Order {
        /// The index that was due.
        expected: u64,
        /// The index that came.
        found: u64,
    },
    /// The bytes are not an entry.
    #[error("not an entry: {0}")]
    Malformed(LeafError),
    /// The salt and parts are not what the entry commits to.
    #[error("the entry commits to something else")]
    Commitment,
    /// The entry is dated in another week than its fact.
    #[error("the entry is of week {entry}, its fact of week {fact}")]
    Week {
        /// The week in the entry.
        entry: u32,
        /// The week of the fact's time.
        fact: u32,
    },
    /// The entries up to here do not have the root that was signed for them.
    #[error("the entries do not have the root that the checkpoint signs")]
    Root,
    /// A checkpoint is not signed by the ledger's key, or not a checkpoint.
    #[error("{0}")]
    Checkpoint(CheckpointError),
    /// Two checkpoints sign different roots for the same size: the ledger has been shown in two versions.
    #[error("two checkpoints sign different roots for this size")]
    Fork,
    /// A checkpoint came after more entries than it covers had been fed; give checkpoints first.
    #[error("the checkpoint comes too late to be checked")]
    Late,
    /// A checkpoint covers more entries than there are.
    #[error("a checkpoint covers entries that are missing")]
    Missing,
}

/// The first thing that does not fit, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("at entry {index}: {mismatch}")]
pub struct Finding {
    /// Index of the entry; for a checkpoint, its size.
    pub index: u64,
    /// What is wrong with it.
    pub mismatch: Mismatch,
}

/// What was checked when everything fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// How many entries.
    pub entries: u64,
    /// How many of them were opened, that is compared with the fact they commit to.
    pub opened: u64,
    /// How many checkpoints.
    pub checkpoints: u64,
    /// How many entries the largest checkpoint covers; those after it nobody has signed for.
    pub signed_entries: u64,
    /// The root of all entries.
    pub root: Hash,
}

/// An entry that was compared with what it commits to. That needs no other entry, so many can be opened side by side
/// and then be fed in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    index: u64,
    leaf: Leaf,
    hash: Hash,
}

impl Opened {
    /// Compares an entry with the salt and the parts that it commits to.
    pub fn check(
        index: u64,
        salt: &[u8; 32],
        parts: &CommittedParts<'_>,
        leaf_bytes: &[u8],
    ) -> Result<Self, Finding> {
        let finding = |mismatch| Finding { index, mismatch };
        let leaf =
            Leaf::from_bytes(leaf_bytes).map_err(|error| finding(Mismatch::Malformed(error)))?;
        if leaf.commitment != commitment(salt, parts) {
            return Err(finding(Mismatch::Commitment));
        }
        let fact = week_of(parts.at_microseconds);
        if leaf.week != fact {
            let entry = leaf.week;
            return Err(finding(Mismatch::Week { entry, fact }));
        }
        Ok(Self {
            index,
            leaf,
            hash: leaf_hash(leaf_bytes),
        })
    }

    /// What the entry says in public.
    pub fn leaf(&self) -> &Leaf {
        &self.leaf
    }
}

/// Checks a ledger. First [`expect`](Self::expect) the checkpoints, then feed every entry in order, then
/// [`finish`](Self::finish). After the first finding every call returns it again.
#[derive(Debug, Clone)]
pub struct Verifier {
    origin: String,
    public: [u8; 32],
    tree: Tree,
    /// Signed roots by size; those that were reached stay, so that a later fork is noticed.
    expected: BTreeMap<u64, Hash>,
    opened: u64,
    finding: Option<Finding>,
}

impl Verifier {
    /// A check of the ledger of that origin, whose checkpoints are signed by that Ed25519 key.
    pub fn new(origin: &str, public: &[u8; 32]) -> Self {
        Self {
            origin: origin.to_owned(),
            public: *public,
            tree: Tree::new(),
            expected: BTreeMap::new(),
            opened: 0,
            finding: None,
        }
    }

    /// Takes a checkpoint, whose root will be compared when the entries that it covers have been fed.
    pub fn expect(&mut self, note: &str) -> Result<(), Finding> {
        self.still_fine()?;
        match Checkpoint::verify(note, &self.origin, &self.public) {
            Ok((size, root)) => self.expect_root(size, root),
            Err(error) => self.fail(self.tree.size(), Mismatch::Checkpoint(error)),
        }
    }

    /// Takes an entry with the salt and the parts that it commits to.
    pub fn feed(
        &mut self,
        index: u64,
        salt: &[u8; 32],
        parts: &CommittedParts<'_>,
        leaf_bytes: &[u8],
    ) -> Result<(), Finding> {
        self.is_due(index)?;
        match Opened::check(index, salt, parts, leaf_bytes) {
            Ok(opened) => self.feed_opened(&opened),
            Err(finding) => self.fail(finding.index, finding.mismatch),
        }
    }

    /// Takes an entry that was opened before.
    pub fn feed_opened(&mut self, opened: &Opened) -> Result<(), Finding> {
        self.is_due(opened.index)?;
        self.opened += 1;
        self.take(opened.index, opened.hash)
    }

    /// Takes an entry that cannot be opened: its salt is not ours to see, or was destroyed by an erasure.
    pub fn feed_unopened(&mut self, index: u64, leaf_bytes: &[u8]) -> Result<(), Finding> {
        self.is_due(index)?;
        match Leaf::from_bytes(leaf_bytes) {
            Ok(_) => self.take(index, leaf_hash(leaf_bytes)),
            Err(error) => self.fail(index, Mismatch::Malformed(error)),
        }
    }

    /// Ends the check: every checkpoint must have been reached.
    pub fn finish(mut self) -> Result<Verified, Finding> {
        self.still_fine()?;
        let signed_entries = self.expected.keys().next_back().copied().unwrap_or(0);
        if signed_entries > self.tree.size() {
            self.fail(self.tree.size(), Mismatch::Missing)?;
        }
        Ok(Verified {
            entries: self.tree.size(),
            opened: self.opened,
            checkpoints: self.expected.len() as u64,
            signed_entries,
            root: self.tree.root(),
        })
    }

    fn expect_root(&mut self, size: u64, root: Hash) -> Result<(), Finding> {
        match self.expected.get(&size) {
            Some(known) if *known == root => return Ok(()),
            Some(_) => return self.fail(size, Mismatch::Fork),
            None if size < self.tree.size() => return self.fail(size, Mismatch::Late),
            None => {}
        }
        if size == self.tree.size() && root != self.tree.root() {
            return self.fail(size, Mismatch::Root);
        }
        self.expected.insert(size, root);
        Ok(())
    }

    fn is_due(&mut self, index: u64) -> Result<(), Finding> {
        self.still_fine()?;
        let expected = self.tree.size();
        if index == expected {
            return Ok(());
        }
        let found = index;
        self.fail(expected, Mismatch::Order { expected, found })
    }

    fn take(&mut self, index: u64, hash: Hash) -> Result<(), Finding> {
        self.tree.append_hash(hash);
        // The root costs some hashes, and is signed for a few sizes only.
        let signed = self.expected.get(&self.tree.size());
        if signed.is_some_and(|root| *root != self.tree.root()) {
            return self.fail(index, Mismatch::Root);
        }
        Ok(())
    }

    fn still_fine(&self) -> Result<(), Finding> {
        self.finding.map_or(Ok(()), Err)
    }

    fn fail(&mut self, index: u64, mismatch: Mismatch) -> Result<(), Finding> {
        let finding = Finding { index, mismatch };
        self.finding = Some(finding);
        Err(finding)
    }
}
