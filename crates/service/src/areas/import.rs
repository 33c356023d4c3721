//! Taking in a file of areas: piece by piece, in a memory that its size does not change, looked in only when whole.

use std::io::BufRead;

use areas::{Block, Boundaries, Postcode, PostcodeTable, Properties, WrongFile, folded, names};
use domain::Fact;
use domain::fact::Digest;
use jiff::civil::Date;
use store::AreaRow;
use thiserror::Error;

use super::digests_of_areas;
use crate::error::ServiceError;
use crate::house::House;
use crate::record::Recording;

/// So many areas are kept in one transaction.
const BATCH: usize = 200;

/// What a file holds.
pub enum AreaFile<'r> {
    /// Outlines.
    Boundaries(Boundaries<'r>),
    /// Postcodes.
    Postcodes(Box<PostcodeTable<Box<dyn BufRead + Send + 'r>>>),
    /// Names.
    Names(Box<dyn Iterator<Item = Result<areas::NamedArea, WrongFile>> + 'r>),
}

impl<'r> AreaFile<'r> {
    /// Opens a file by what it begins with.
    pub fn open(
        mut source: Box<dyn BufRead + Send + 'r>,
        properties: Properties,
    ) -> Result<Self, WrongFile> {
        let start = source.fill_buf().map_err(|error| WrongFile {
            place: "start".to_owned(),
            reason: error.to_string(),
        })?;
        let first = start.iter().find(|byte| !byte.is_ascii_whitespace());
        if first == Some(&b'{') || start.starts_with(b"\xef\xbb\xbf{") {
            return Ok(Self::Boundaries(Boundaries::open(source, properties)?));
        }
        if PostcodeTable::is_one(&mut source) {
            return Ok(Self::Postcodes(Box::new(PostcodeTable::open(source)?)));
        }
        match names(source) {
            Ok(names) => Ok(Self::Names(Box::new(names))),
            Err(_) => Err(WrongFile {
                place: "line 1".to_owned(),
                reason: "this is not GeoJSON, TopoJSON, Code-Point Open, ONSPD or a list with the columns level, \
                         code and name"
                    .to_owned(),
            }),
        }
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::Boundaries(_) => "boundaries",
            Self::Postcodes(_) => "postcodes",
            Self::Names(_) => "names",
        }
    }
}

/// What is said of a file beside it.
#[derive(Debug, Clone)]
pub struct AreaImport {
    /// What people will call the set.
    pub title: String,
    /// First day for which it holds.
    pub valid_from: Date,
    /// Last day for which it holds, if known.
    pub valid_to: Option<Date>,
    /// SHA-256 of the file.
    pub source: [u8; 32],
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedAreas {
    /// `boundaries`, `postcodes` or `names`.
    pub kind: &'static str,
    /// Areas or postcodes that are new.
    pub added: u64,
    /// Those that the file has twice.
    pub twice: u64,
    /// Postcodes without a usable place.
    pub without_place: u64,
    /// Whether the very same file was there already, for the same days; then nothing was done.
    pub known: bool,
}

/// Why nothing was imported.
#[derive(Debug, Error)]
pub enum AreaImportError {
    /// The file.
    #[error(transparent)]
    File(#[from] WrongFile),
    /// There is nothing in it.
    #[error("there is no area in the file")]
    Empty,
    /// The days.
    #[error("the last day is before the first")]
    DaysReversed,
    /// Keeping it failed.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl House {
    /// Takes in a set of areas. Until all of it is there, nothing is looked up in it; a file that is wrong anywhere
    /// leaves nothing behind.
    pub async fn import_areas(
        &self,
        import: AreaImport,
        mut file: AreaFile<'_>,
    ) -> Result<ImportedAreas, AreaImportError> {
        let organisation = self.keys()?.organisation;
        if import.valid_to.is_some_and(|last| last < import.valid_from) {
            return Err(AreaImportError::DaysReversed);
        }
        let mut done = ImportedAreas {
            kind: file.kind(),
            added: 0,
            twice: 0,
            without_place: 0,
            known: false,
        };
        let Some(set) = self.begin_areas(&import, done.kind).await? else {
            done.known = true;
            return Ok(done);
        };
        let outcome = match &mut file {
            AreaFile::Boundaries(boundaries) => {
                let rows = boundaries.map(|boundary| {
                    boundary.map(|boundary| {
                        let bounds = boundary.shape.bounds();
                        AreaRow {
                            set,
                            level: boundary.level.code().to_owned(),
                            name_key: folded(&boundary.name),
                            code: boundary.code,
                            name: boundary.name,
                            within: boundary.within,
                            bounds: Some([bounds.west, bounds.south, bounds.east, bounds.north]),
                            shape: Some(boundary.shape.pack()),
                        }
                    })
                });
                self.keep_areas(rows, &mut done).await
            }
            AreaFile::Names(names) => {
                let rows = names.map(|named| {
                    named.map(|named| AreaRow {
                        set,
                        level: named.level.code().to_owned(),
                        name_key: folded(&named.name),
                        code: named.code,
                        name: named.name,
                        within: named.within,
                        bounds: None,
                        shape: None,
                    })
                });
                self.keep_areas(rows, &mut done).await
            }
            AreaFile::Postcodes(table) => self.keep_postcodes(set, table, &mut done).await,
        };
        let outcome = outcome.and_then(|()| match done.added {
            0 => Err(AreaImportError::Empty),
            _ => Ok(()),
        });
        if let Err(error) = outcome {
            self.drop_areas(set).await?;
            return Err(error);
        }
        let recording = Recording::now(self, None);
        let salt = self.random();
        let (kind, pieces) = (done.kind.to_owned(), done.added);
        self.store
            .write("finish a set of areas", move |writing| {
                Box::pin(async move {
                    writing.finish_area_set(set, pieces, recording.at).await?;
                    let kept = digests_of_areas(writing, Some(set))
                        .await?
                        .remove(&set)
                        .unwrap_or_default();
                    let fact = Fact::AreasImported {
                        set,
                        title: import.title,
                        kind,
                        valid_from: import.valid_from,
                        valid_to: import.valid_to,
                        file: Digest(import.source),
                        pieces,
                        kept: Digest(kept.finish()),
                    };
                    let subject = organisation.into();
                    let number = writing.last_number(subject).await? + 1;
                    recording
                        .append(writing, subject, number, &fact, salt)
                        .await?;
                    Ok::<_, ServiceError>(())
                })
            })
            .await?;
        Ok(done)
    }

    /// Begins a set, after sweeping away what an interrupted import of the same file left; none if it is there.
    async fn begin_areas(
        &self,
        import: &AreaImport,
        kind: &'static str,
    ) -> Result<Option<u32>, ServiceError> {
        let (import, now) = (import.clone(), self.now());
        self.store
            .write("begin a set of areas", move |writing| {
                Box::pin(async move {
                    let days = (import.valid_from, import.valid_to);
                    for set in writing.area_sets().await? {
                        if set.source != import.source {
                            continue;
                        }
                        if !set.ready {
                            writing.drop_area_set(set.id).await?;
                        } else if (set.valid_from, set.valid_to) == days {
                            return Ok(None);
                        }
                    }
                    let set = writing
                        .begin_area_set(&import.title, kind, days, import.source, now)
                        .await?;
                    Ok(Some(set))
                })
            })
            .await
    }

    async fn drop_areas(&self, set: u32) -> Result<(), ServiceError> {
        self.store
            .write("drop a set of areas", move |writing| {
                Box::pin(async move { Ok(writing.drop_area_set(set).await?) })
            })
            .await
    }

    async fn keep_areas(
        &self,
        rows: impl Iterator<Item = Result<AreaRow, WrongFile>>,
        done: &mut ImportedAreas,
    ) -> Result<(), AreaImportError> {
        let mut batch = Vec::with_capacity(BATCH);
        for row in rows {
            batch.push(row?);
            if batch.len() == BATCH {
                self.keep_areas_at_once(std::mem::take(&mut batch), done)
                    .await?;
            }
        }
        self.keep_areas_at_once(batch, done).await
    }

    async fn keep_areas_at_once(
        &self,
        batch: Vec<AreaRow>,
        done: &mut ImportedAreas,
    ) -> Result<(), AreaImportError> {
        let (added, twice) = self
            .store
            .write("keep areas", move |writing| {
                Box::pin(async move {
                    let (mut added, mut twice) = (0, 0);
                    for area in &batch {
                        match writing.add_area(area).await {
                            Ok(()) => added += 1,
                            Err(store::StoreError::Conflict) => twice += 1,
                            Err(error) => return Err(ServiceError::Store(error)),
                        }
                    }
                    Ok((added, twice))
                })
            })
            .await?;
        done.added += added;
        done.twice += twice;
        Ok(())
    }

    /// Keeps postcodes block by block. Files are sorted; where one isn't, the block that is there is added to.
    async fn keep_postcodes(
        &self,
        set: u32,
        table: &mut PostcodeTable<Box<dyn BufRead + Send + '_>>,
        done: &mut ImportedAreas,
    ) -> Result<(), AreaImportError> {
        let mut current: Option<(String, Vec<areas::Located>)> = None;
        let mut waiting = Vec::new();
        for located in table {
            let located = located?;
            done.without_place += u64::from(located.point.is_none());
            let outward = Postcode::outward(&located.postcode).to_owned();
            match &mut current {
                Some((same, rows)) if *same == outward => rows.push(located),
                _ => {
                    waiting.extend(current.replace((outward, vec![located])));
                    if waiting.len() == BATCH {
                        self.keep_blocks(set, std::mem::take(&mut waiting), done)
                            .await?;
                    }
                }
            }
        }
        waiting.extend(current);
        self.keep_blocks(set, waiting, done).await
    }

    async fn keep_blocks(
        &self,
        set: u32,
        blocks: Vec<(String, Vec<areas::Located>)>,
        done: &mut ImportedAreas,
    ) -> Result<(), AreaImportError> {
        let (added, twice) = self
            .store
            .write("keep postcodes", move |writing| {
                Box::pin(async move {
                    let (mut added, mut twice) = (0, 0);
                    for (outward, rows) in blocks {
                        let mut block = match writing.postcode_block(set, &outward).await? {
                            Some(bytes) => Block::unpack(&bytes)
                                .map_err(|_| ServiceError::Damaged("a block of postcodes"))?,
                            None => Block::default(),
                        };
                        for located in &rows {
                            if block.add(located) {
                                added += 1;
                            } else {
                                twice += 1;
                            }
                        }
                        writing
                            .put_postcode_block(set, &outward, block.pack())
                            .await?;
                    }
                    Ok::<_, ServiceError>((added, twice))
                })
            })
            .await?;
        done.added += added;
        done.twice += twice;
        Ok(())
    }
}
