//! Importing files: a mapping turns the rows of a delivery into coded incidents of a named series.
//!
//! A later delivery of the same source is an update: what it tells anew of an incident is one more fact of it. Every
//! thousand rows are one transaction, so an import that was broken off is run again from its start and finds what is
//! there already.

mod date;
mod draft;
mod keeping;
mod look;
mod mapping;
mod place;
mod plan;
mod reading;
mod rehearsal;
mod rejects;
mod row;
mod sealed_file;
mod suggest;
mod undo;

use std::collections::HashSet;
use std::io::Read;

use csv::StringRecord;
use domain::fact::Digest;
use domain::import::{Import, ImportCounts};
use domain::{ImportId, MemberId, Permission};
use thiserror::Error;

pub(crate) use reading::guarded;

pub(crate) use draft::Drafts;
pub use draft::{
    Chosen, ColumnValues, Draft, DraftId, Outcome, Undoing, Upload, UploadError, Work, WorkKind,
    WorkState,
};
pub use look::{Look, LookColumn};
pub use mapping::{FileForm, Mapping, MappingError, SHIPPED};
pub use plan::{Becomes, ColumnPlan, Plan, PlanProblem};
pub use reading::{Kind, NoRow, NoTable};
pub use rehearsal::{PlaceUse, Rehearsal, ValueCount};
pub use rejects::RejectsWriter;
pub use row::{Reject, Why};
pub use sealed_file::{SealedReader, SealedWriter};
pub use suggest::{DAY_SHAPES, SEPARATORS, TIME_SHAPES};

use crate::areas::{Asked, ManyPlaces};
use crate::error::ServiceError;
use crate::house::House;
use crate::keyring::SignedIn;
use keeping::Ready;
use place::Answers;
use reading::Rows;
use rehearsal::Tally;
use row::Places;

/// How many rows are kept in one transaction.
const BATCH: usize = 1_000;
/// So many bytes of rows are held at once; rows are seldom so long that fewer than a batch are.
const BATCH_BYTES: usize = 8 << 20;
/// When so many rows were read and not one could be taken, it is the wrong mapping.
const HOPELESS: u64 = 10_000;

/// How far an import is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the file as delivered, still packed.
    pub bytes: u64,
    /// What came of the rows of this file so far.
    pub counts: ImportCounts,
}

/// Who hears of an import while it runs.
pub trait Listener: Send {
    /// Some more rows are done.
    fn progress(&mut self, progress: Progress);

    /// A row was rejected. An error ends the import.
    fn rejected(
        &mut self,
        rejects: &[Reject],
        header: &StringRecord,
        record: &StringRecord,
    ) -> Result<(), ImportError>;
}

/// Why an import stopped. The batches before it are kept, and the import can be run again.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The file lacks columns that the mapping names.
    #[error("the file has no column named {}{hint}", missing.join(", "))]
    MissingColumns {
        /// Their names.
        missing: Vec<String>,
        /// What may explain it; may be empty.
        hint: String,
    },
    /// The file isn't text of the kind that was expected.
    #[error("line {line}: {reason}")]
    Unreadable {
        /// The line.
        line: u64,
        /// What is wrong with it.
        reason: NoRow,
    },
    /// The file is none that can be imported.
    #[error(transparent)]
    NoTable(#[from] NoTable),
    /// It doesn't go together with the mapping, or with the codebook.
    #[error("{0}")]
    Refused(String),
    /// Not one of many rows could be taken.
    #[error(
        "not one of the first {HOPELESS} rows could be taken: this is hardly the right mapping for the file"
    )]
    NothingFits,
    /// Rejected rows could not be written down.
    #[error("the rejected rows could not be written: {0}")]
    Rejects(std::io::Error),
    /// Keeping a batch failed.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl ImportError {
    /// What kind it is, in a word that holds nothing of the file.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::MissingColumns { .. } => "missing-columns",
            Self::Unreadable { .. } => "unreadable",
            Self::NoTable(_) => "no-table",
            Self::Refused(_) => "refused",
            Self::NothingFits => "nothing-fits",
            Self::Rejects(_) => "rejects-not-written",
            Self::Service(_) => "not-kept",
        }
    }
}

impl From<store::StoreError> for ImportError {
    fn from(error: store::StoreError) -> Self {
        Self::Service(error.into())
    }
}

/// An import under way: one delivery, of one or several files.
pub struct ImportRun<'h> {
    house: &'h House,
    mapping: &'h Mapping,
    by: Option<MemberId>,
    id: ImportId,
    import: Option<Import>,
    files: Vec<Digest>,
    counts: ImportCounts,
    is_partial: bool,
    header: Option<StringRecord>,
    /// The sets of areas, once they were needed.
    areas: Option<ManyPlaces>,
}

impl House {
    /// Begins an import, by a member or from the command line.
    pub fn begin_import<'h>(
        &'h self,
        mapping: &'h Mapping,
        by: Option<&SignedIn>,
    ) -> Result<ImportRun<'h>, ServiceError> {
        if let Some(by) = by {
            by.actor.needs(Permission::ImportIncidents)?;
        }
        self.keys()?;
        Ok(ImportRun {
            house: self,
            mapping,
            by: by.map(|by| by.actor.member),
            id: ImportId::from_bytes(self.random()),
            import: None,
            files: Vec::new(),
            counts: ImportCounts::default(),
            is_partial: false,
            header: None,
            areas: None,
        })
    }

    /// Every import, oldest first.
    pub async fn imports(&self, by: Option<&SignedIn>) -> Result<Vec<Import>, ServiceError> {
        if let Some(by) = by {
            by.actor.needs(Permission::ImportIncidents)?;
        }
        self.store
            .read("imports", |reading| {
                Box::pin(async move { Ok(reading.imports().await?) })
            })
            .await
    }

    /// The source's ids of the incidents that a delivery of the whole register lacks, in pages after the last one.
    pub async fn absent_from(
        &self,
        import: &Import,
        after: &str,
    ) -> Result<Vec<String>, ServiceError> {
        let (series, id, after) = (import.series.clone(), import.id, after.to_owned());
        self.store
            .read("absent incidents", move |reading| {
                Box::pin(
                    async move { Ok(reading.absent(&series, id, &after, BATCH as u32).await?) },
                )
            })
            .await
    }
}

impl ImportRun<'_> {
    /// Takes in one file; gives what came of its rows.
    pub async fn file(
        &mut self,
        source: impl Read + Send + 'static,
        listener: &mut dyn Listener,
    ) -> Result<ImportCounts, ImportError> {
        let in_force = self.house.in_force();
        let mut rows = Rows::open(source, &self.mapping.form, &self.mapping.named_columns())?;
        let header = rows.header.clone();
        let places = Places::find(
            self.mapping,
            &in_force,
            &self.house.settings.zone,
            self.house.today(),
            &header,
            rows.dates_are_typed,
        )?;
        self.is_partial |= rows.is_of_rejects;
        self.header.get_or_insert_with(|| header.clone());
        let mut progress = Progress::default();
        loop {
            let batch = Batch::read(&mut rows)?;
            let answers = self.look_up(&places, &batch).await?;
            let mut ready: Vec<Ready> = Vec::with_capacity(batch.rows.len());
            for (line, record) in batch.rows {
                progress.counts.read += 1;
                match places.map(&record, &answers, None) {
                    Ok(mapped) => ready.push(Ready::new(self.house, line, mapped, record)),
                    Err(mut rejects) => {
                        for reject in &mut rejects {
                            reject.line = line;
                        }
                        progress.counts.rejected += 1;
                        listener.rejected(&rejects, &header, &record)?;
                    }
                }
            }
            if !ready.is_empty() {
                let kept = self.keep(ready).await?;
                for (rejects, record) in kept.rejected {
                    progress.counts.rejected += 1;
                    listener.rejected(&rejects, &header, &record)?;
                }
                progress.counts.added += kept.counts.added;
                progress.counts.changed += kept.counts.changed;
                progress.counts.unchanged += kept.counts.unchanged;
                progress.counts.kept += kept.counts.kept;
            }
            progress.bytes = rows.received.bytes();
            listener.progress(progress);
            if progress.counts.read >= HOPELESS && progress.counts.rejected == progress.counts.read
            {
                return Err(ImportError::NothingFits);
            }
            if batch.is_last {
                break;
            }
        }
        self.files.push(Digest(rows.finish()?.sha256()));
        self.counts.read += progress.counts.read;
        self.counts.added += progress.counts.added;
        self.counts.changed += progress.counts.changed;
        self.counts.unchanged += progress.counts.unchanged;
        self.counts.kept += progress.counts.kept;
        self.counts.rejected += progress.counts.rejected;
        Ok(progress.counts)
    }

    /// Says what taking in one file would do, and does nothing.
    pub async fn rehearse(
        &mut self,
        source: impl Read + Send + 'static,
        listener: &mut dyn Listener,
    ) -> Result<Rehearsal, ImportError> {
        let in_force = self.house.in_force();
        let mut rows = Rows::open(source, &self.mapping.form, &self.mapping.named_columns())?;
        let header = rows.header.clone();
        let places = Places::find(
            self.mapping,
            &in_force,
            &self.house.settings.zone,
            self.house.today(),
            &header,
            rows.dates_are_typed,
        )?;
        let mut tally = Tally::default();
        let mut would = Rehearsal::default();
        loop {
            let batch = Batch::read(&mut rows)?;
            let answers = self.look_up(&places, &batch).await?;
            let mut ready: Vec<Ready> = Vec::with_capacity(batch.rows.len());
            for (line, record) in batch.rows {
                would.read += 1;
                match places.map(&record, &answers, Some(&mut tally)) {
                    Ok(mapped) => {
                        would.take(&mapped);
                        ready.push(Ready::new(self.house, line, mapped, record));
                    }
                    Err(mut rejects) => {
                        for reject in &mut rejects {
                            reject.line = line;
                        }
                        tally.rejected(&rejects);
                        would.rejected += 1;
                        listener.rejected(&rejects, &header, &record)?;
                    }
                }
            }
            for (rejects, record) in self.compare(ready, &mut would).await? {
                tally.rejected(&rejects);
                listener.rejected(&rejects, &header, &record)?;
            }
            let counts = ImportCounts {
                read: would.read,
                added: would.new,
                changed: would.changed,
                unchanged: would.unchanged,
                rejected: would.rejected,
                ..ImportCounts::default()
            };
            listener.progress(Progress {
                bytes: rows.received.bytes(),
                counts,
            });
            if batch.is_last {
                break;
            }
        }
        tally.into(&mut would);
        Ok(would)
    }

    /// Looks up every place of a batch, in one state of the database.
    async fn look_up(
        &mut self,
        places: &Places<'_>,
        batch: &Batch,
    ) -> Result<Answers, ImportError> {
        if !places.has_places() {
            return Ok(Answers::new());
        }
        if self.areas.is_none() {
            let areas = ManyPlaces::new(self.house.area_sets().await?);
            place::can_be_looked_up(self.mapping, &areas)?;
            self.areas = Some(areas);
        }
        let asked: HashSet<Asked> = batch
            .rows
            .iter()
            .flat_map(|(_, record)| places.asked(record))
            .collect();
        match &mut self.areas {
            Some(areas) => Ok(areas
                .look_up(self.house, asked.into_iter().collect())
                .await?),
            None => Ok(Answers::new()),
        }
    }

    /// Ends the import: from now on it is told that all of its files were taken in.
    pub async fn finish(mut self) -> Result<Import, ServiceError> {
        let whole = self.mapping.complete && !self.is_partial;
        self.end(whole).await
    }
}

/// Some rows, with their lines.
struct Batch {
    rows: Vec<(u64, StringRecord)>,
    is_last: bool,
}

impl Batch {
    fn read(rows: &mut Rows) -> Result<Self, ImportError> {
        let mut batch = Self {
            rows: Vec::with_capacity(BATCH),
            is_last: false,
        };
        let mut record = StringRecord::new();
        let mut bytes = 0;
        while batch.rows.len() < BATCH && bytes < BATCH_BYTES {
            let Some(line) = rows.next(&mut record)? else {
                batch.is_last = true;
                break;
            };
            bytes += record.as_slice().len();
            batch.rows.push((line, record.clone()));
        }
        Ok(batch)
    }
}

impl Rehearsal {
    fn take(&mut self, mapped: &row::Mapped) {
        for (facet, codes) in mapped.coding.facets.iter() {
            for code in codes {
                *self
                    .codes
                    .entry((facet.to_owned(), code.clone()))
                    .or_default() += 1;
            }
        }
        self.stories += u64::from(mapped.story.is_some());
        match (mapped.coding.occurred.from, mapped.coding.occurred.to) {
            (Some(from), Some(to)) => {
                let (first, last) = self.days.unwrap_or((from, to));
                self.days = Some((first.min(from), last.max(to)));
            }
            _ => self.undated += 1,
        }
    }
}
