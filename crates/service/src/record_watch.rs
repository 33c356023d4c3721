//! The record is looked over now and then while the program runs; while something in it doesn't fit, no figure is shown.

use std::sync::{PoisonError, RwLock};

use crate::error::ServiceError;
use crate::house::House;

/// What was found when the record was last looked over.
#[derive(Default)]
pub(crate) struct RecordWatch(RwLock<Option<String>>);

impl RecordWatch {
    /// Refuses what a damaged record must not answer.
    pub(crate) fn is_sound(&self) -> Result<(), ServiceError> {
        match *self.0.read().unwrap_or_else(PoisonError::into_inner) {
            None => Ok(()),
            Some(_) => Err(ServiceError::Damaged(
                "the record does not fit: `heard verify` names the place",
            )),
        }
    }

    fn note(&self, found: Option<String>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = found;
    }
}

impl House {
    /// Looks over the whole record as `heard verify` does; the first thing that doesn't fit, in words. Until the
    /// next time it fits, figures are refused. An error says that nothing could be looked at.
    pub async fn look_over_record(&self) -> Result<Option<String>, ServiceError> {
        let found = match self.verify(|_| {}).await {
            Ok(Ok(_)) => None,
            Ok(Err(fault)) => Some(fault.to_string()),
            Err(ServiceError::Store(error)) if error.is_about_stored_data() => {
                Some(error.to_string())
            }
            Err(error) => return Err(error),
        };
        let found = match found {
            None => self.damages().await?.into_iter().next(),
            found => found,
        };
        self.record.note(found.clone());
        Ok(found)
    }

    /// What the engine finds wrong with its own files.
    pub async fn damages(&self) -> Result<Vec<String>, ServiceError> {
        match self.store.integrity().await {
            Ok(damages) => Ok(damages),
            Err(error) if error.is_about_stored_data() => Ok(vec![error.to_string()]),
            Err(error) => Err(error.into()),
        }
    }
}
