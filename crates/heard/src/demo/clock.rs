//! A clock that can be set back, and then runs on in real time.

use std::sync::{Mutex, PoisonError};

use domain::Timestamp;
use service::ports::Clock;

use crate::system::SystemClock;

/// Stands at a moment until it is told to run; runs from the start.
#[derive(Default)]
pub(super) struct TownClock(Mutex<Option<Timestamp>>);

impl TownClock {
    /// Stands still at that moment, in seconds since the Unix epoch.
    pub(super) fn stand_at(&self, seconds: i64) {
        let moment = Timestamp::from_microseconds(0).plus_seconds(seconds);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(moment);
    }

    /// Shows the real time from now on.
    pub(super) fn run(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Clock for TownClock {
    fn now(&self) -> Timestamp {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .unwrap_or_else(|| SystemClock.now())
    }
}
