//! Importing a file: a mapping turns its columns into coded incidents of a named series.

mod mapping;
mod row;

use std::io::Read;

use domain::coding::Coding;
use domain::fact::Digest;
use domain::{Fact, Incident, IncidentId};
use thiserror::Error;

pub use mapping::{Mapping, MappingError, SHIPPED};
pub use row::Reject;

use crate::error::ServiceError;
use crate::house::House;
use crate::record::Recording;

/// How many incidents are kept in one transaction.
const BATCH: usize = 1_000;
/// Rejected rows are listed up to this many; the rest are only counted.
pub const REJECTS_LISTED: usize = 1_000;

/// What an import did.
#[derive(Debug, Default)]
pub struct Imported {
    /// Rows read.
    pub read: u64,
    /// Incidents that are new.
    pub added: u64,
    /// Rows whose incident was there already, by its external id.
    pub known: u64,
    /// Rows that could not be taken.
    pub rejected: u64,
    /// The first of them, with the reason.
    pub rejects: Vec<Reject>,
}

/// Why an import stopped.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The file lacks columns that the mapping names.
    #[error("the file has no column named {}", .0.join(", "))]
    MissingColumns(Vec<String>),
    /// The file isn't text of the kind that was expected.
    #[error("line {line}: {reason}")]
    Unreadable {
        /// The line.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// Keeping a batch failed; those before it are kept, and the import can be run again.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl From<store::StoreError> for ImportError {
    fn from(error: store::StoreError) -> Self {
        Self::Service(error.into())
    }
}

struct Mapped {
    external_id: String,
    coding: Coding,
}

impl House {
    /// Imports comma-separated rows. Rows that were imported before change nothing; `tell` is called after
    /// each batch with what was done so far.
    pub async fn import(
        &self,
        mapping: &Mapping,
        source: impl Read,
        mut tell: impl FnMut(&Imported),
    ) -> Result<Imported, ImportError> {
        self.keys()?;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(source);
        let headers = reader
            .headers()
            .map_err(|error| unreadable(&error))?
            .clone();
        let columns = mapping
            .columns(&headers)
            .map_err(ImportError::MissingColumns)?;
        let in_force = self.in_force();
        let mut done = Imported::default();
        let mut batch: Vec<Mapped> = Vec::with_capacity(BATCH);
        let mut record = csv::StringRecord::new();
        while reader
            .read_record(&mut record)
            .map_err(|error| unreadable(&error))?
        {
            done.read += 1;
            let line = record.position().map_or(0, csv::Position::line);
            match columns.map(&record, &in_force) {
                Ok((external_id, coding)) => batch.push(Mapped {
                    external_id,
                    coding,
                }),
                Err(mut reject) => {
                    reject.line = line;
                    done.rejected += 1;
                    if done.rejects.len() < REJECTS_LISTED {
                        done.rejects.push(reject);
                    }
                }
            }
            if batch.len() == BATCH {
                self.keep_batch(mapping, std::mem::take(&mut batch), &mut done)
                    .await?;
                tell(&done);
            }
        }
        self.keep_batch(mapping, batch, &mut done).await?;
        tell(&done);
        Ok(done)
    }

    async fn keep_batch(
        &self,
        mapping: &Mapping,
        batch: Vec<Mapped>,
        done: &mut Imported,
    ) -> Result<(), ServiceError> {
        if batch.is_empty() {
            return Ok(());
        }
        let recording = Recording::now(self, None);
        let (series, decision, digest) = (
            mapping.series.clone(),
            mapping.decision.clone(),
            Digest(mapping.sha256),
        );
        let fresh: Vec<(IncidentId, [u8; 32])> = batch
            .iter()
            .map(|_| (IncidentId::from_bytes(self.random()), self.random()))
            .collect();
        let (added, known) = self
            .store
            .write("import incidents", move |writing| {
                Box::pin(async move {
                    let ids: Vec<String> = batch
                        .iter()
                        .map(|mapped| mapped.external_id.clone())
                        .collect();
                    let mut known = writing.external_ids(&series, &ids).await?;
                    let (mut added, mut skipped) = (0, 0);
                    for (mapped, (id, salt)) in batch.into_iter().zip(fresh) {
                        // The same id twice in one file is one incident as well.
                        if !known.insert(mapped.external_id.clone()) {
                            skipped += 1;
                            continue;
                        }
                        let fact = Fact::IncidentImported {
                            series: series.clone(),
                            external_id: mapped.external_id,
                            coding: mapped.coding,
                            decision: decision.clone(),
                            mapping: digest,
                        };
                        let entry = recording.append(writing, id.into(), 1, &fact, salt).await?;
                        writing.add_incident(&Incident::begin(&entry)?).await?;
                        added += 1;
                    }
                    Ok::<_, ServiceError>((added, skipped))
                })
            })
            .await?;
        done.added += added;
        done.known += known;
        Ok(())
    }
}

fn unreadable(error: &csv::Error) -> ImportError {
    let line = error.position().map_or(0, csv::Position::line);
    let reason = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "this is not UTF-8 text".to_owned(),
        csv::ErrorKind::Io(error) => format!("the file could not be read: {error}"),
        _ => "this is not a row of comma-separated values".to_owned(),
    };
    ImportError::Unreadable { line, reason }
}
