//! A clock that moves by a microsecond whenever somebody looks at it, and else as it is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::Timestamp;
use service::ports::Clock;

/// A clock whose clones share one time. No two looks at it give the same moment, as with a real one: whatever asks
/// twice where it should ask once is found out.
#[derive(Clone)]
pub struct FakeClock(Arc<AtomicI64>);

impl FakeClock {
    /// A clock that stands at noon, UTC, on that day.
    #[must_use]
    pub fn at_noon(year: i16, month: i8, day: i8) -> Self {
        let noon = jiff::tz::TimeZone::UTC
            .to_timestamp(jiff::civil::date(year, month, day).at(12, 0, 0, 0));
        let microseconds = noon.map_or(0, jiff::Timestamp::as_microsecond);
        Self(Arc::new(AtomicI64::new(microseconds)))
    }

    /// Lets time pass.
    pub fn pass_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microseconds(self.0.fetch_add(1, Ordering::SeqCst))
    }
}
