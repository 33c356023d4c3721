//! The archive: everything an organisation owns, as JSON Lines, one file a table, and back into an empty Heard.
//!
//! What is sealed stays sealed. A manifest goes first: the schema, and of each file how many rows and bytes it has and
//! its SHA-256; the ledger's size and root; how many incidents of which series were decided how.

mod bundle;
mod manifest;
mod row;
mod taking_in;
mod unsealed;
mod writing;

use std::io::{self, Read};

use thiserror::Error;

pub use bundle::{TarFrom, TarTo};
pub use manifest::{Head, LEFT_OUT, Manifest, TableFile, TaggedCount, file_of};
pub use taking_in::{TakenIn, take_in};
pub use unsealed::Unsealed;
pub use writing::Archived;

use crate::error::ServiceError;
use crate::verify::Fault;

/// Takes the files of an archive one after the other.
pub trait ArchiveTo: Send {
    /// A file of that name and so many bytes begins.
    fn begin(&mut self, file: &str, bytes: u64) -> io::Result<()>;

    /// The next bytes of the file.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// The file is whole.
    fn end(&mut self) -> io::Result<()>;

    /// No more files follow.
    fn finish(&mut self) -> io::Result<()>;
}

/// Gives the files of an archive in the order in which they were written.
pub trait ArchiveFrom: Send {
    /// The file of that name, which must be the next. The one before was read to its end.
    fn open(&mut self, file: &str) -> Result<Box<dyn Read + Send + '_>, ArchiveError>;

    /// Makes sure that no file follows.
    fn finish(&mut self) -> Result<(), ArchiveError>;
}

/// How far the writing or the taking in is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveStage {
    /// What is there is read once, to know how much it is.
    Measuring,
    /// Tables are written, or taken in.
    Copying,
    /// What was taken in is read back and compared.
    Comparing,
    /// The ledger and every record are checked.
    Checking,
}

/// Why an archive was not written or not taken in. Nothing was kept of it.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// It is something else.
    #[error("this is no archive of Heard: {0}")]
    NoArchive(String),
    /// A newer version made it.
    #[error(
        "this archive was made by a newer version of Heard ({found}, where this version knows {known}): take it in with that version"
    )]
    Newer {
        /// What it is made as.
        found: u32,
        /// What this version knows.
        known: u32,
    },
    /// It ends too early, or files are missing.
    #[error("the archive is cut off: {0} is not all there")]
    CutOff(String),
    /// It isn't as it was written.
    #[error("the archive is damaged: {file}: {reason}")]
    Damaged {
        /// In which file.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// Every file is as the manifest says, but what they hold doesn't fit together.
    #[error("what the archive holds does not fit together: {0}")]
    Unfit(Fault),
    /// It came out of the database differently than it went in.
    #[error("the table \"{0}\" came out differently than it was taken in")]
    Different(String),
    /// It could not be read or written.
    #[error("it could not be read or written: {0}")]
    Io(#[from] io::Error),
    /// The house or its store failed.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl ArchiveError {
    fn damaged(file: &str, reason: impl Into<String>) -> Self {
        Self::Damaged {
            file: file.to_owned(),
            reason: reason.into(),
        }
    }

    /// What reading a file met.
    pub(crate) fn reading(file: &str, error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            Self::CutOff(file.to_owned())
        } else {
            Self::Io(error)
        }
    }
}

impl From<store::StoreError> for ArchiveError {
    fn from(error: store::StoreError) -> Self {
        Self::Service(error.into())
    }
}
