//! The record is looked over now and then while the program runs; while something in it doesn't fit, no figure is shown.

use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::Timestamp;
use store::{Depth, OnDuty};

use crate::error::ServiceError;
use crate::house::House;

/// When the record was last looked over, here or by another process, and whether it fitted.
#[derive(Default)]
pub(crate) struct RecordWatch(Mutex<Option<(Timestamp, bool)>>);

impl RecordWatch {
    fn last(&self) -> MutexGuard<'_, Option<(Timestamp, bool)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what came of it, here or elsewhere.
    pub(crate) fn note(&self, at: Timestamp, is_sound: bool) {
        *self.last() = Some((at, is_sound));
    }

    /// Refuses what a damaged record must not answer.
    pub(crate) fn is_sound(&self) -> Result<(), ServiceError> {
        if self.last().is_some_and(|(_, is_sound)| !is_sound) {
            return Err(ServiceError::Damaged(
                "the record does not fit: `heard verify` names the place",
            ));
        }
        Ok(())
    }
}

impl House {
    /// Looks over the whole record as `heard verify` does; the first thing that doesn't fit, in words. Until the
    /// next time it fits, figures are refused; on duty, by all processes. An error says that nothing could be looked at.
    pub async fn look_over_record(
        &self,
        duty: Option<OnDuty>,
    ) -> Result<Option<String>, ServiceError> {
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
        let (now, is_sound) = (self.now(), found.is_none());
        self.record.note(now, is_sound);
        if let Some(duty) = duty {
            self.tell_record_check(duty, now, is_sound).await?;
        }
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
