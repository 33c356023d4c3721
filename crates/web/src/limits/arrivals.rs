//! How many reports come in a minute, from everybody together.

use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::Timestamp;

/// An attack is over when so many seconds have gone by without too many reports in a minute.
const CALM_SECONDS: i64 = 10 * 60;

#[derive(Default)]
pub(super) struct Arrivals(Mutex<Counted>);

#[derive(Default)]
struct Counted {
    minute: i64,
    reports: u32,
    /// Of them, those that came here and that other processes were not told of.
    untold: u32,
    /// When the last minute with too many is forgotten, in Unix seconds.
    attack_until: i64,
}

impl Arrivals {
    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes one more.
    pub(super) fn note(&self, now: Timestamp, threshold: u32) {
        self.add(now, threshold, 1);
        let mut counted = self.counted();
        counted.untold = counted.untold.saturating_add(1);
    }

    /// Notes what came to another process.
    pub(super) fn hear(&self, now: Timestamp, threshold: u32, reports: u32) {
        self.add(now, threshold, reports);
    }

    /// How many came here since this was last asked.
    pub(super) fn untold(&self) -> u32 {
        std::mem::take(&mut self.counted().untold)
    }

    fn add(&self, now: Timestamp, threshold: u32, reports: u32) {
        let mut counted = self.counted();
        let minute = now.seconds().div_euclid(60);
        if counted.minute != minute {
            counted.minute = minute;
            counted.reports = 0;
        }
        counted.reports = counted.reports.saturating_add(reports);
        if counted.reports > threshold {
            if counted.attack_until <= now.seconds() {
                tracing::warn!("reports.attack-began");
            }
            counted.attack_until = now.seconds() + CALM_SECONDS;
        }
    }

    /// Whether there were too many lately.
    pub(super) fn are_an_attack(&self, now: Timestamp) -> bool {
        self.counted().attack_until > now.seconds()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_in_one_minute_are_an_attack_for_a_while() {
        let start = Timestamp::from_microseconds(1_800_000_000_000_000);
        let arrivals = Arrivals::default();
        for minute in 0..5 {
            for _ in 0..3 {
                arrivals.note(start.plus_seconds(minute * 60), 3);
            }
        }
        assert!(!arrivals.are_an_attack(start.plus_seconds(240)));
        assert_eq!((arrivals.untold(), arrivals.untold()), (15, 0));
        let elsewhere = Arrivals::default();
        elsewhere.note(start, 3);
        elsewhere.hear(start.plus_seconds(1), 3, 3);
        assert!(elsewhere.are_an_attack(start.plus_seconds(2)));
        assert_eq!(elsewhere.untold(), 1, "what others told is not told again");
        arrivals.note(start.plus_seconds(241), 3);
        assert!(arrivals.are_an_attack(start.plus_seconds(242)));
        assert!(arrivals.are_an_attack(start.plus_seconds(241 + CALM_SECONDS - 1)));
        assert!(!arrivals.are_an_attack(start.plus_seconds(241 + CALM_SECONDS)));
    }
}
