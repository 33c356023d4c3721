//! Many times of the same thing, and what is said of them.

use std::time::Duration;

/// How long each of many took.
#[derive(Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that this share of them did not exceed (nearest rank), in milliseconds.
    pub(crate) fn percentile(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (share * sorted.len() as f64).ceil() as usize;
        sorted
            .get(rank.saturating_sub(1))
            .map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    }

    /// The longest, in milliseconds.
    pub(crate) fn longest(&self) -> f64 {
        self.percentile(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let mut times = Times::default();
        for milliseconds in (1..=200).rev() {
            times.push(Duration::from_millis(milliseconds));
        }
        assert_eq!(
            (
                times.percentile(0.5),
                times.percentile(0.99),
                times.longest()
            ),
            (100.0, 198.0, 200.0)
        );
        assert!(Times::default().percentile(0.5).is_nan());
    }
}
