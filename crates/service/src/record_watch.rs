//! The record is looked over now and then while the program runs; while something in it doesn't fit, no figure is shown.

use std::sync::atomic::{AtomicBool, Ordering};

use store::Depth;

use crate::error::ServiceError;
use crate::house::House;

/// Whether the record did not fit when it was last looked over.
#[derive(Default)]
pub(crate) struct RecordWatch(AtomicBool);

impl RecordWatch {
    /// Refuses what a damaged record must not answer.
    pub(crate) fn is_sound(&self) -> Result<(), ServiceError> {
        if self.0.load(Ordering::Acquire) {
            return Err(ServiceError::Damaged(
                "the record does not fit: `heard verify` names the place",
            ));
        }
        Ok(())
    }
}

impl House {
    /// Looks over the whole record as `heard verify` does; the first thing that doesn't fit, in words. Until the
    /// next time it fits, figures are refused. An error says that nothing could be looked at.
    pub async fn look_over_record(&self) -> Result<Option<String>, ServiceError> {
        // Before the organisation is founded there is no record, and nothing in it to doubt.
        if !self.is_founded() {
            return Ok(None);
        }
        let found = match self.verify(|_| {}).await {
            Ok(Ok(_)) => None,
            Ok(Err(fault)) => Some(fault.to_string()),
            Err(ServiceError::Store(error)) if error.is_about_stored_data() => {
                Some(error.to_string())
            }
            Err(error) => return Err(error),
        };
        let found = match found {
            None => self.damages(Depth::Indexes).await?.into_iter().next(),
            found => found,
        };
        self.record.0.store(found.is_some(), Ordering::Release);
        Ok(found)
    }

    /// What the engine finds wrong with its own files, looking so deep.
    pub async fn damages(&self, depth: Depth) -> Result<Vec<String>, ServiceError> {
        match self.store.integrity(depth).await {
            Ok(damages) => Ok(damages),
            Err(error) if error.is_about_stored_data() => Ok(vec![error.to_string()]),
            Err(error) => Err(error.into()),
        }
    }
}
