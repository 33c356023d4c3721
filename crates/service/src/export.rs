//! Taking out what the organisation owns, in open formats: the coded facets as a table.

mod columns;
mod delimited;
mod facets;
mod lines;
mod packed;
mod sheet;

use thiserror::Error;

pub use facets::FacetsFormat;

use crate::error::ServiceError;

/// What an export came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// How many incidents.
    pub incidents: u64,
    /// How many entries the ledger had: the state that was exported.
    pub entries: u64,
}

/// Why something was not exported.
#[derive(Debug, Error)]
pub enum ExportError {
    /// What is kept could not be read, or may not be.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// Nobody takes what is written: a full disk, or a reader that has gone away.
    #[error("it could not be written: {0}")]
    Write(#[from] std::io::Error),
    /// The format can't hold it.
    #[error("{0}")]
    Unfit(String),
}

impl From<store::StoreError> for ExportError {
    fn from(error: store::StoreError) -> Self {
        Self::Service(error.into())
    }
}
