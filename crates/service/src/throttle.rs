//! Guesses are slowed down, for one account and for all of them together.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::counts::{Count, CountOf};
use crate::limiter::{LimitKey, Limiter, quota};

/// Stands for everybody together.
const EVERYBODY: LimitKey = [0; 16];

/// Tries to sign in: at most 6 a minute for one name and 60 a minute in sum. Names are kept as
/// keyed hashes, so that the throttle lists nobody.
pub(crate) struct Throttle {
    by_name: Limiter,
    in_sum: Limiter,
    spent: AtomicU64,
}

impl Throttle {
    /// A throttle; `is_shared` when other processes count the same.
    pub(crate) fn new(is_shared: bool) -> Self {
        let a_minute = Duration::from_mins(1);
        Self {
            by_name: Limiter::new(quota(6, a_minute), is_shared),
            in_sum: Limiter::new(quota(60, a_minute), is_shared),
            spent: AtomicU64::new(0),
        }
    }

    /// Whether one more try may be made.
    pub(crate) fn allows(&self, name_hash: &[u8; 32]) -> bool {
        let mut name = LimitKey::default();
        for (slot, byte) in name.iter_mut().zip(name_hash) {
            *slot = *byte;
        }
        // The name first: whoever hammers at one name must not use up what is there for the others.
        self.by_name.check(&name).is_ok() && self.in_sum.check(&EVERYBODY).is_ok()
    }

    /// What was let through here, for the other processes.
    pub(crate) fn untold(&self) -> impl Iterator<Item = Count> {
        let counts = |of, limiter: &Limiter| {
            limiter
                .untold()
                .into_iter()
                .map(move |(key, number)| Count { of, key, number })
        };
        counts(CountOf::SignIns, &self.by_name).chain(counts(CountOf::SignInsInSum, &self.in_sum))
    }

    /// Notes what another process let through; whether it is of ours.
    pub(crate) fn hear(&self, count: &Count) -> bool {
        match count.of {
            CountOf::SignIns => self.by_name.charge(count.key, count.number),
            CountOf::SignInsInSum => self.in_sum.charge(count.key, count.number),
            _ => return false,
        }
        true
    }

    /// Notes the work of one guess.
    pub(crate) fn spend(&self, cost: seal::ArgonCost) {
        self.spent.fetch_add(cost.work(), Ordering::Relaxed);
    }

    /// How much memory all guesses have gone over, in KiB.
    pub(crate) fn spent(&self) -> u64 {
        self.spent.load(Ordering::Relaxed)
    }

    /// Forgets names that have been quiet.
    pub(crate) fn tidy(&self) {
        self.by_name.tidy();
        self.in_sum.tidy();
    }
}
