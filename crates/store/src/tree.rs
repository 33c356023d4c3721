//! The ledger's published form: checkpoints, tiles and the edge from which its tree grows.

use domain::Timestamp;

use crate::error::StoreError;
use crate::reading::{Reading, Writing};
use crate::statement::{Bound, Columns, statements};

statements! {
    ADD_CHECKPOINT = "insert into checkpoint (size, note, at) values ($1, $2, $3) on conflict do nothing";
    NEWEST_CHECKPOINT = "select size, note from checkpoint order by size desc limit 1";
    CHECKPOINTS = "select size, note, at from checkpoint order by size";
    PUT_TILE = "insert into tile (path, bytes) values ($1, $2)
        on conflict (path) do update set bytes = excluded.bytes";
    DROP_TILE = "delete from tile where path = $1";
    TILE = "select bytes from tile where path = $1";
    TILE_PATHS = "select path from tile order by path";
    SET_EDGE = "insert into tree_edge (one, size, bytes) values (1, $1, $2)
        on conflict (one) do update set size = excluded.size, bytes = excluded.bytes";
    EDGE = "select size, bytes from tree_edge";
}

/// A signed head of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointRow {
    /// How many entries it covers.
    pub size: u64,
    /// The signed note.
    pub note: String,
    /// When it was signed.
    pub at: Timestamp,
}

impl Writing {
    /// Adds a checkpoint; [`StoreError::Conflict`] when there is one of that size.
    pub async fn add_checkpoint(
        &mut self,
        size: u64,
        note: String,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.insert(ADD_CHECKPOINT, Bound::new().size(size).text(note).at(at))
            .await
    }

    /// Keeps a tile under its path, in place of an older one.
    pub async fn put_tile(
        &mut self,
        path: &str,
        bytes: impl Into<Vec<u8>> + Send,
    ) -> Result<(), StoreError> {
        self.change(PUT_TILE, Bound::new().text(path).bytes(bytes))
            .await
    }

    /// Forgets a tile that nobody was ever shown.
    pub async fn drop_tile(&mut self, path: &str) -> Result<(), StoreError> {
        self.change(DROP_TILE, Bound::new().text(path)).await
    }

    /// Keeps the right edge of the tree at that size, in place of the last one.
    pub async fn set_tree_edge(
        &mut self,
        size: u64,
        bytes: impl Into<Vec<u8>> + Send,
    ) -> Result<(), StoreError> {
        self.change(SET_EDGE, Bound::new().size(size).bytes(bytes))
            .await
    }
}

impl Reading {
    /// The size and note of the checkpoint that covers most.
    pub async fn newest_checkpoint(&mut self) -> Result<Option<(u64, String)>, StoreError> {
        let Some(row) = self.one(NEWEST_CHECKPOINT, Bound::new()).await? else {
            return Ok(None);
        };
        let mut columns = Columns::of(&row);
        Ok(Some((columns.number()?, columns.text()?)))
    }

    /// All checkpoints, smallest first.
    pub async fn checkpoints(&mut self) -> Result<Vec<CheckpointRow>, StoreError> {
        let rows = self.all(CHECKPOINTS, Bound::new()).await?;
        rows.iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                Ok(CheckpointRow {
                    size: columns.number()?,
                    note: columns.text()?,
                    at: columns.at()?,
                })
            })
            .collect()
    }

    /// The tile under that path.
    pub async fn tile(&mut self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let row = self.one(TILE, Bound::new().text(path)).await?;
        row.map(|row| Columns::of(&row).bytes()).transpose()
    }

    /// The paths of all tiles.
    pub async fn tile_paths(&mut self) -> Result<Vec<String>, StoreError> {
        let rows = self.all(TILE_PATHS, Bound::new()).await?;
        rows.iter().map(|row| Columns::of(row).text()).collect()
    }

    /// The right edge of the tree, with the size that it stands for.
    pub async fn tree_edge(&mut self) -> Result<Option<(u64, Vec<u8>)>, StoreError> {
        let Some(row) = self.one(EDGE, Bound::new()).await? else {
            return Ok(None);
        };
        let mut columns = Columns::of(&row);
        Ok(Some((columns.number()?, columns.bytes()?)))
    }
}
