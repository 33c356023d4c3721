//! The published tiles are the ones that the entries make; also the unfinished ones of earlier checkpoints, as far as
//! they are still kept.

use std::collections::{HashMap, HashSet, VecDeque};

use ledger::{TileFile, TileId};
use store::{CheckpointRow, Reading, StoredEntry};

use super::{Read as _, Trouble, row};

/// Makes the tiles again as entries come, in step with the published tree.
pub(super) struct Tiles {
    /// How many entries are published, and the edge of their tree.
    size: u64,
    edge: Vec<u8>,
    /// The sizes at which unfinished tiles were published, smallest first.
    stops: VecDeque<u64>,
    tree: ledger::Tree,
    /// Unfinished tiles of the tree so far.
    held: HashMap<String, Vec<u8>>,
    known: HashSet<String>,
    /// Tiles that were made and not yet compared; whether each has to be there.
    made: Vec<(TileFile, bool)>,
    /// What kept the tiles from being made.
    trouble: Option<ledger::TileError>,
}

impl Tiles {
    pub(super) async fn begin(
        reading: &mut Reading,
        checkpoints: &[CheckpointRow],
    ) -> Result<Self, Trouble> {
        let (size, edge) = reading
            .tree_edge()
            .await
            .of("tree_edge")?
            .unwrap_or_default();
        if checkpoints.last().is_some_and(|newest| newest.size > size) {
            return Err(row(
                "tree_edge",
                "the tree has fewer entries than a checkpoint signs",
            ));
        }
        let mut stops: VecDeque<u64> = checkpoints
            .iter()
            .map(|checkpoint| checkpoint.size)
            .filter(|stop| *stop < size)
            .collect();
        stops.push_back(size);
        Ok(Self {
            size,
            edge,
            stops,
            tree: ledger::Tree::new(),
            held: HashMap::new(),
            known: HashSet::new(),
            made: Vec::new(),
            trouble: None,
        })
    }

    /// Takes the next entries; those that are not published yet make no tile.
    pub(super) fn take(&mut self, mut entries: &[StoredEntry]) {
        while let Some(stop) = self.stops.front().copied() {
            let missing = (stop - self.tree.size()).min(entries.len() as u64) as usize;
            let (these, others) = entries.split_at(missing);
            entries = others;
            if !these.is_empty()
                && let Err(error) = self.grow(these)
            {
                self.trouble = Some(error);
                self.stops.clear();
                return;
            }
            if self.tree.size() < stop {
                return;
            }
            self.stops.pop_front();
            for id in ledger::partial_tiles(stop) {
                self.known.insert(id.path());
                if let Some(bytes) = self.held.get(&id.path()) {
                    let bytes = bytes.clone();
                    self.made.push((TileFile { id, bytes }, stop == self.size));
                }
            }
        }
    }

    fn grow(&mut self, entries: &[StoredEntry]) -> Result<(), ledger::TileError> {
        let leaves: Vec<&[u8]> = entries.iter().map(|entry| entry.leaf.as_slice()).collect();
        let files = ledger::new_tiles(self.tree.size(), &leaves, |id| {
            self.held.get(&id.path()).cloned()
        })?;
        for leaf in leaves {
            self.tree.append(leaf);
        }
        for file in files {
            if file.id.is_full() {
                self.known.insert(file.id.path());
                self.made.push((file, true));
            } else {
                self.held.insert(file.id.path(), file.bytes);
            }
        }
        let edge: HashSet<String> = ledger::partial_tiles(self.tree.size())
            .into_iter()
            .map(TileId::path)
            .collect();
        self.held.retain(|path, _| edge.contains(path));
        Ok(())
    }

    /// Compares what was made since the last time with what is kept.
    pub(super) async fn compare(&mut self, reading: &mut Reading) -> Result<(), Trouble> {
        if let Some(error) = self.trouble {
            return Err(row("tile", error));
        }
        for (made, needed) in std::mem::take(&mut self.made) {
            let path = made.id.path();
            match reading.tile(&path).await.of("tile")? {
                Some(kept) if kept == made.bytes => {}
                Some(_) => return Err(row("tile", format!("{path} was altered"))),
                None if needed => return Err(row("tile", format!("{path} is missing"))),
                None => {}
            }
        }
        Ok(())
    }

    /// After the last entry: nothing is kept besides, and the edge of the tree is as it is kept.
    pub(super) async fn finish(self, reading: &mut Reading, entries: u64) -> Result<(), Trouble> {
        if self.size > entries {
            return Err(row("tree_edge", "the tree has more entries than there are"));
        }
        for path in reading.tile_paths().await.of("tile")? {
            if !self.known.contains(&path) {
                return Err(row("tile", format!("{path} is no tile of this ledger")));
            }
        }
        if self.tree.edge().concat() != self.edge {
            return Err(row("tree_edge", "the edge of the tree was altered"));
        }
        Ok(())
    }
}
