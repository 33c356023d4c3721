//! Guesses are slowed down, for one account and for all of them together.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};

use governor::clock::DefaultClock;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};

const fn per_minute(tries: u32) -> Quota {
    match NonZeroU32::new(tries) {
        Some(tries) => Quota::per_minute(tries),
        None => panic!("a quota is at least one"),
    }
}

/// Tries to sign in: at most 6 a minute for one name and 60 a minute in sum. Names are kept as
/// keyed hashes in memory, so that the throttle lists nobody.
pub(crate) struct Throttle {
    by_name: RateLimiter<[u8; 32], DefaultKeyedStateStore<[u8; 32]>, DefaultClock>,
    in_sum: RateLimiter<NotKeyed, InMemoryState, DefaultClock>,
    spent: AtomicU64,
}

impl Default for Throttle {
    fn default() -> Self {
        Self {
            by_name: RateLimiter::keyed(per_minute(6)),
            in_sum: RateLimiter::direct(per_minute(60)),
            spent: AtomicU64::new(0),
        }
    }
}

impl Throttle {
    /// Whether one more try may be made.
    pub(crate) fn allows(&self, name_hash: &[u8; 32]) -> bool {
        // The name first: whoever hammers at one name must not use up what is there for the others.
        self.by_name.check_key(name_hash).is_ok() && self.in_sum.check().is_ok()
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
        self.by_name.retain_recent();
    }
}
