//! Why something could not be done, as far as the person who asked may know.

use domain::ImportId;
use domain::coding::WrongCoding;
use domain::import::ImportRefusal;
use domain::incident::IncidentRefusal;
use domain::member::MemberRefusal;
use domain::permission::NotPermitted;
use domain::report::ReportRefusal;
use store::StoreError;
use thiserror::Error;

/// Why a use case was refused or failed. None of them carries anything that a person wrote.
#[derive(Debug, Error)]
pub enum ServiceError {
    /// The role may not do this.
    #[error(transparent)]
    NotPermitted(#[from] NotPermitted),
    /// There is nothing by that id or link.
    #[error("there is nothing here by that name")]
    NotFound,
    /// The organisation has not been founded yet.
    #[error("this Heard has no organisation yet; open the first-run link")]
    NotFounded,
    /// No desk has released figures yet, and this process may not count them.
    #[error("no desk has released figures yet")]
    NothingReleased,
    /// The organisation exists already.
    #[error("this Heard has its organisation already")]
    AlreadyFounded,
    /// The incident doesn't allow it as it stands.
    #[error(transparent)]
    Incident(#[from] IncidentRefusal),
    /// The report doesn't allow it as it stands.
    #[error(transparent)]
    Report(#[from] ReportRefusal),
    /// The member doesn't allow it as they stand.
    #[error(transparent)]
    Member(#[from] MemberRefusal),
    /// The import doesn't allow it as it stands.
    #[error(transparent)]
    Import(#[from] ImportRefusal),
    /// A later import into the same series stands on this one.
    #[error("a later import into the same series has to be undone first: {0}")]
    LaterImport(ImportId),
    /// The coding doesn't fit the codebook.
    #[error("the coding does not fit the codebook")]
    Coding(Vec<WrongCoding>),
    /// Somebody else changed it since it was shown; nothing was overwritten.
    #[error("somebody else changed this in the meantime")]
    ChangedMeanwhile,
    /// The member doesn't hold the team's key yet.
    #[error("this member has not been given the team's key yet")]
    NoTeamKey,
    /// The team's key is being renewed, and this is still wrapped for an older one.
    #[error("this is still being wrapped for the team's new key")]
    BeingRenewed,
    /// A reason has to be written down.
    #[error("a reason is needed")]
    ReasonNeeded,
    /// Not one of the codebook's codes.
    #[error("\"{0}\" is not in the codebook")]
    NotInCodebook(String),
    /// The evidence rule of the decision isn't met.
    #[error("the evidence for this decision is not there yet")]
    EvidenceMissing,
    /// A name that can't be used: empty, too long or taken.
    #[error("this name is empty, too long or taken")]
    UnusableName,
    /// A passphrase that is too weak.
    #[error("this passphrase is too easy to guess")]
    WeakPassphrase(seal::Strength),
    /// Name or passphrase is wrong, or the account can't sign in; never said which.
    #[error("name or passphrase is wrong")]
    WrongCredentials,
    /// A printed key was typed with a slip.
    #[error("this is not a key as printed: {0}")]
    MistypedKey(seal::RecoveryKitError),
    /// Too many tries.
    #[error("too many tries; wait a little")]
    TooManyTries,
    /// The link was used, ran out, or never was.
    #[error("this link was used already or has run out")]
    LinkGone,
    /// A sealed thing didn't open.
    #[error("something sealed could not be opened")]
    Sealed(#[from] seal::SealError),
    /// Something kept doesn't read as what it should be.
    #[error("something stored is damaged: {0}")]
    Damaged(&'static str),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is certain of the outcome when the store failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was kept of it.
    NotDone,
    /// It may have been kept or not: the store broke off before it could say.
    Unknown,
}

impl ServiceError {
    /// What is certain of the outcome, if it was the store that failed and trying again can help.
    #[must_use]
    pub fn store_failed(&self) -> Option<Outcome> {
        match self {
            Self::Store(StoreError::NotCommitted | StoreError::Closed) => Some(Outcome::Unknown),
            Self::Store(error) if !error.is_about_stored_data() => Some(Outcome::NotDone),
            _ => None,
        }
    }
}
