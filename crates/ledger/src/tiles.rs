//! The files in which tree and entries are published: C2SP tlog-tiles.
//!
//! A hash tile holds up to 256 hashes of the tree's level 8, 16, … or 0; an entry bundle the same 256 entries as
//! the level-0 tile beside it, each after its length in two bytes. Full tiles never change. A partial one is
//! superseded as the tree grows, and each width has a path of its own, so no file is ever rewritten.

use std::collections::VecDeque;

use tlog_tiles::tile::Tile;

use crate::tree::leaf_hash;
use crate::{Hash, MOST_LEAVES};

pub(crate) const HEIGHT: u8 = 8;
const FULL: usize = 1 << HEIGHT;
/// Enough levels for [`MOST_LEAVES`].
const LEVELS: u8 = 6;

/// Why tiles could not be made or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// A partial tile of the tree so far was not at hand.
    #[error("the partial tile {} was not at hand", .0.path())]
    Missing(TileId),
    /// A tile does not have the length that its width demands, or an entry in it is cut off.
    #[error("the tile {} is damaged", .0.path())]
    Damaged(TileId),
    /// An entry is longer than the 65,535 bytes that its length field can say.
    #[error("an entry of {0} bytes is too long")]
    EntryTooLong(usize),
    /// The tree would grow over [`MOST_LEAVES`].
    #[error("the tree is too large")]
    TooLarge,
}

/// Which tile, and how much of it. `level` is none for a bundle of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    level: Option<u8>,
    index: u64,
    width: u16,
}

impl TileId {
    /// A hash tile; none unless `level` is below 6, `width` in 1..=256 and `index` within [`MOST_LEAVES`].
    pub fn hashes(level: u8, index: u64, width: u16) -> Option<Self> {
        Self::checked(Some(level), index, width)
    }

    /// A bundle of entries; none for the same reasons.
    pub fn entries(index: u64, width: u16) -> Option<Self> {
        Self::checked(None, index, width)
    }

    fn checked(level: Option<u8>, index: u64, width: u16) -> Option<Self> {
        let valid = level.unwrap_or(0) < LEVELS
            && (1..=FULL).contains(&usize::from(width))
            && index <= MOST_LEAVES;
        valid.then_some(Self {
            level,
            index,
            width,
        })
    }

    /// The level of a hash tile (its hashes are roots of subtrees of 256^level entries); none for entries.
    pub fn level(self) -> Option<u8> {
        self.level
    }

    /// Its place from the left in its level.
    pub fn index(self) -> u64 {
        self.index
    }

    /// How many hashes or entries it holds; 256 if it is full.
    pub fn width(self) -> u16 {
        self.width
    }

    /// Whether it will never be superseded.
    pub fn is_full(self) -> bool {
        usize::from(self.width) == FULL
    }

    /// The published path: `tile/<level>/<index>[.p/<width>]` or `tile/entries/<index>[.p/<width>]`, the index
    /// in groups of three digits of which all but the last begin with `x`.
    pub fn path(self) -> String {
        let tile = Tile::new(
            HEIGHT,
            self.level.unwrap_or(0),
            self.index,
            u32::from(self.width),
            self.level.is_none(),
        );
        // The library writes paths as the older checksum database did: with the height, and `data` for entries.
        let path = tile.path();
        let short = path.strip_prefix("tile/8/").unwrap_or(&path);
        match short.strip_prefix("data/") {
            Some(index) => format!("tile/entries/{index}"),
            None => format!("tile/{short}"),
        }
    }

    /// The tile of a published path; none if the path is not one that [`TileId::path`] writes.
    pub fn from_path(path: &str) -> Option<Self> {
        let (level, index) = path.strip_prefix("tile/")?.split_once('/')?;
        // The library asserts what it should refuse: a level of at most 63 and a width of at least 1.
        let level = match level {
            "entries" => "data",
            digit if digit.parse::<u8>().ok()? < LEVELS => digit,
            _ => return None,
        };
        if let Some((_, width)) = index.rsplit_once(".p/")
            && width.parse::<u16>().ok()? == 0
        {
            return None;
        }
        let long = format!("tile/8/{level}/{index}");
        let tile = Tile::from_path(&long).ok()?;
        let id = Self::of(&tile)?;
        (id.path() == path).then_some(id)
    }

    pub(crate) fn of(tile: &Tile) -> Option<Self> {
        Self::checked(
            (!tile.is_data()).then_some(tile.level()),
            tile.level_index(),
            u16::try_from(tile.width()).ok()?,
        )
    }
}

/// A file to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileFile {
    /// Which tile it is; its path is [`TileId::path`].
    pub id: TileId,
    /// The bytes of the file.
    pub bytes: Vec<u8>,
}

/// The partial tiles at the right edge of a tree: what has to be at hand to grow it with [`new_tiles`], at most
/// one a level and one bundle of entries.
pub fn partial_tiles(size: u64) -> Vec<TileId> {
    let width_at = |level: u8| ((size >> (HEIGHT * level)) % FULL as u64) as u16;
    let index_at = |level: u8| size >> (HEIGHT * level) >> HEIGHT;
    let entries = TileId::entries(index_at(0), width_at(0));
    let hashes = (0..LEVELS).filter_map(|l| TileId::hashes(l, index_at(l), width_at(l)));
    entries.into_iter().chain(hashes).collect()
}

/// The files to publish when entries are appended to a tree of `old_size`: full tiles in the order in which they
/// fill up, then the partial ones at the new right edge.
///
/// `read` gives the bytes of the tiles that [`partial_tiles`] names. They are taken at their word: whoever keeps
/// them keeps the tree. Fails if one is missing or of the wrong length, or if an entry is too long.
pub fn new_tiles(
    old_size: u64,
    entries: &[impl AsRef<[u8]>],
    mut read: impl FnMut(TileId) -> Option<Vec<u8>>,
) -> Result<Vec<TileFile>, TileError> {
    let new_size = old_size
        .checked_add(entries.len() as u64)
        .filter(|size| *size <= MOST_LEAVES)
        .ok_or(TileError::TooLarge)?;
    let mut edge = Edge::of(old_size, &mut read)?;
    let mut files = Vec::new();
    for entry in entries {
        edge.append(entry.as_ref(), &mut files)?;
    }
    files.extend(
        partial_tiles(new_size)
            .into_iter()
            .filter(|id| {
                let shift = HEIGHT * id.level.unwrap_or(0);
                old_size >> shift != new_size >> shift
            })
            .map(|id| TileFile {
                id,
                bytes: edge.bytes_of(id).to_vec(),
            }),
    );
    Ok(files)
}

/// The tiles at the right edge while they are being filled.
struct Edge {
    /// Bytes of the unfinished bundle of entries.
    bundle: Vec<u8>,
    /// Bytes of the unfinished hash tile of each level.
    rows: Vec<Vec<u8>>,
    size: u64,
}

impl Edge {
    fn of(size: u64, read: &mut impl FnMut(TileId) -> Option<Vec<u8>>) -> Result<Self, TileError> {
        let mut edge = Self {
            bundle: Vec::new(),
            rows: vec![Vec::new(); usize::from(LEVELS)],
            size,
        };
        for id in partial_tiles(size) {
            let bytes = read(id).ok_or(TileError::Missing(id))?;
            match id.level {
                None => {
                    entries_of(id, &bytes)?;
                    edge.bundle = bytes;
                }
                Some(level) => {
                    if bytes.len() != usize::from(id.width) * size_of::<Hash>() {
                        return Err(TileError::Damaged(id));
                    }
                    edge.rows[usize::from(level)] = bytes;
                }
            }
        }
        Ok(edge)
    }

    fn append(&mut self, entry: &[u8], files: &mut Vec<TileFile>) -> Result<(), TileError> {
        let length =
            u16::try_from(entry.len()).map_err(|_| TileError::EntryTooLong(entry.len()))?;
        self.bundle.extend_from_slice(&length.to_be_bytes());
        self.bundle.extend_from_slice(entry);
        self.rows[0].extend_from_slice(&leaf_hash(entry));
        self.size += 1;
        if !self.size.is_multiple_of(FULL as u64) {
            return Ok(());
        }
        let index = (self.size >> HEIGHT) - 1;
        files.push(TileFile {
            id: TileId {
                level: None,
                index,
                width: FULL as u16,
            },
            bytes: std::mem::take(&mut self.bundle),
        });
        // A full tile gives one hash to the level above, which may fill up in turn.
        let mut full = VecDeque::from([0_u8]);
        while let Some(level) = full.pop_front() {
            let bytes = std::mem::take(&mut self.rows[usize::from(level)]);
            if let Some(above) = self.rows.get_mut(usize::from(level) + 1) {
                above.extend_from_slice(&Tile::subtree_hash(&bytes).0);
                if above.len() == FULL * size_of::<Hash>() {
                    full.push_back(level + 1);
                }
            }
            files.push(TileFile {
                id: TileId {
                    level: Some(level),
                    index: (self.size >> (HEIGHT * (level + 1))) - 1,
                    width: FULL as u16,
                },
                bytes,
            });
        }
        Ok(())
    }

    fn bytes_of(&self, id: TileId) -> &[u8] {
        id.level
            .map_or(&self.bundle, |level| &self.rows[usize::from(level)])
    }
}

/// The entries in a bundle. Fails unless there are exactly as many as its width says.
pub fn entries_of(id: TileId, bytes: &[u8]) -> Result<Vec<&[u8]>, TileError> {
    let mut entries = Vec::with_capacity(usize::from(id.width));
    let mut rest = bytes;
    while !rest.is_empty() {
        let (length, after) = rest
            .split_first_chunk::<2>()
            .ok_or(TileError::Damaged(id))?;
        let (entry, after) = after
            .split_at_checked(usize::from(u16::from_be_bytes(*length)))
            .ok_or(TileError::Damaged(id))?;
        entries.push(entry);
        rest = after;
    }
    if entries.len() == usize::from(id.width) {
        Ok(entries)
    } else {
        Err(TileError::Damaged(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_specification() {
        for (id, path) in [
            (TileId::hashes(0, 0, 256), "tile/0/000"),
            (TileId::hashes(1, 67, 8), "tile/1/067.p/8"),
            (TileId::hashes(0, 1_234_067, 256), "tile/0/x001/x234/067"),
            (TileId::entries(0, 256), "tile/entries/000"),
            (
                TileId::entries(1_234_067, 1),
                "tile/entries/x001/x234/067.p/1",
            ),
        ] {
            let id = id.unwrap();
            assert_eq!(id.path(), path);
            assert_eq!(TileId::from_path(path), Some(id));
        }
    }

    #[test]
    fn other_paths_are_refused() {
        for path in [
            "",
            "tile",
            "tile/",
            "tile/0",
            "tile/0/",
            "tile/0/0",
            "tile/0/000/",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/257",
            "tile/0/000.p/01",
            "tile/0/x000/000",
            "tile/6/000",
            "tile/64/000",
            "tile/255/000",
            "tile/00/000",
            "tile/0/000.p/00",
            "tile/data/000",
            "tile/8/0/000",
            "tile/entries/../000",
            "tile/-1/000",
            "/tile/0/000",
            "tile/0/x999/x999/x999/x999/x999/x999/999",
        ] {
            assert_eq!(TileId::from_path(path), None, "{path}");
        }
    }

    #[test]
    fn the_files_are_those_that_the_library_would_publish() {
        for (old, new) in [
            (0, 1),
            (0, 255),
            (0, 256),
            (0, 257),
            (1, 2),
            (200, 300),
            (255, 256),
            (256, 257),
            (256, 600),
            (65_535, 65_536),
            (65_536, 65_537),
            (65_000, 66_000),
            (66_000, 66_000),
        ] {
            let entries = vec![b"entry".to_vec(); usize::try_from(new - old).unwrap()];
            let mut made: Vec<TileId> = new_tiles(old, &entries, |id| Some(blank(id)))
                .unwrap()
                .into_iter()
                .map(|file| file.id)
                .collect();
            let mut expected: Vec<TileId> = Tile::new_tiles(HEIGHT, old, new)
                .iter()
                .flat_map(|tile| {
                    let mut data = *tile;
                    data.set_is_data();
                    let bundle = (tile.level() == 0).then_some(data);
                    [Some(*tile), bundle].into_iter().flatten()
                })
                .filter_map(|tile| TileId::of(&tile))
                .collect();
            made.sort_unstable();
            expected.sort_unstable();
            assert_eq!(made, expected, "{old} to {new}");
        }
    }

    fn blank(id: TileId) -> Vec<u8> {
        let width = usize::from(id.width());
        match id.level() {
            None => vec![0; 2 * width],
            Some(_) => vec![0; 32 * width],
        }
    }

    #[test]
    fn missing_and_damaged_partial_tiles_are_named() {
        let entry = [b"x"];
        let bundle = TileId::entries(0, 3).unwrap();
        let tile = TileId::hashes(0, 0, 3).unwrap();
        assert_eq!(
            new_tiles(3, &entry, |_| None),
            Err(TileError::Missing(bundle))
        );
        let without_tile = |id: TileId| id.level().is_none().then(|| blank(id));
        assert_eq!(
            new_tiles(3, &entry, without_tile),
            Err(TileError::Missing(tile))
        );
        assert_eq!(
            new_tiles(3, &entry, |id| Some(if id == tile {
                vec![0; 95]
            } else {
                blank(id)
            })),
            Err(TileError::Damaged(tile))
        );
        for damaged in [vec![0; 4], vec![0; 8], vec![0; 5], vec![0, 0, 0, 0, 0, 1]] {
            let read = |id: TileId| {
                Some(if id == bundle {
                    damaged.clone()
                } else {
                    blank(id)
                })
            };
            assert_eq!(new_tiles(3, &entry, read), Err(TileError::Damaged(bundle)));
        }
    }

    #[test]
    fn entries_may_be_as_long_as_their_length_field_can_say() {
        let made = |length| new_tiles(0, &[vec![1; length]], |_| None);
        let files = made(65_535).unwrap();
        let bundle = files.iter().find(|file| file.id.level().is_none()).unwrap();
        assert_eq!(
            entries_of(bundle.id, &bundle.bytes).unwrap(),
            [vec![1; 65_535]]
        );
        assert_eq!(made(65_536), Err(TileError::EntryTooLong(65_536)));
    }
}
