//! A moment, kept as whole microseconds since 1970-01-01T00:00:00Z.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

const MICROSECONDS_AN_HOUR: i64 = 3_600_000_000;

/// A moment in microseconds since the Unix epoch. Formatted only by the `text` floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From microseconds since the Unix epoch.
    #[must_use]
    pub const fn from_microseconds(microseconds: i64) -> Self {
        Self(microseconds)
    }

    /// Microseconds since the Unix epoch.
    #[must_use]
    pub const fn microseconds(self) -> i64 {
        self.0
    }

    /// Whole seconds since the Unix epoch.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// This moment and `seconds` more; stops at the end of the range.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// The full hour, by the clocks of `zone`, in which this moment lies: it falls on the same day.
    #[must_use]
    pub fn hour(self, zone: &TimeZone) -> Self {
        let offset = jiff::Timestamp::from_microsecond(self.0)
            .map_or(0, |moment| zone.to_offset(moment).seconds());
        let offset = i64::from(offset) * 1_000_000;
        let local = self.0.saturating_add(offset);
        Self(
            local
                .saturating_sub(local.rem_euclid(MICROSECONDS_AN_HOUR))
                .saturating_sub(offset),
        )
    }

    /// The calendar day of this moment in `zone`. Moments beyond year 9999 fall on its last day.
    #[must_use]
    pub fn day(self, zone: &TimeZone) -> Date {
        zone.to_datetime(jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::MAX))
            .date()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hour_is_that_of_the_clocks_on_the_wall_and_of_the_same_day() {
        let at = |text: &str| {
            let moment: jiff::Timestamp = text.parse().unwrap();
            Timestamp::from_microseconds(moment.as_microsecond())
        };
        let hour = |zone: &str, text: &str| {
            let zone = TimeZone::get(zone).unwrap();
            let hour = at(text).hour(&zone);
            assert_eq!(hour.day(&zone), at(text).day(&zone));
            assert_eq!(hour.hour(&zone), hour);
            hour
        };
        let cases = [
            (
                "Europe/London",
                "2026-07-01T10:59:59.999999Z",
                "2026-07-01T10:00:00Z",
            ),
            (
                "Europe/London",
                "2026-07-01T10:00:00Z",
                "2026-07-01T10:00:00Z",
            ),
            // Half past and a quarter to by our clocks are full hours there.
            (
                "Asia/Kolkata",
                "2026-07-01T18:40:00Z",
                "2026-07-01T18:30:00Z",
            ),
            (
                "Asia/Kathmandu",
                "2026-07-01T18:20:00Z",
                "2026-07-01T18:15:00Z",
            ),
            // The hour that comes twice when summer time ends.
            (
                "Europe/London",
                "2026-10-25T00:20:00Z",
                "2026-10-25T00:00:00Z",
            ),
            (
                "Europe/London",
                "2026-10-25T01:20:00Z",
                "2026-10-25T01:00:00Z",
            ),
            (
                "Europe/London",
                "1969-12-31T23:59:59Z",
                "1969-12-31T23:00:00Z",
            ),
        ];
        for (zone, moment, expected) in cases {
            assert_eq!(hour(zone, moment), at(expected), "{zone} {moment}");
        }
        let _ = Timestamp::from_microseconds(i64::MIN).hour(&TimeZone::UTC);
        let _ = Timestamp::from_microseconds(i64::MAX).hour(&TimeZone::UTC);
    }
}
