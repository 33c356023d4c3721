//! Limits that several processes keep together: each counts by itself and tells the others every second what it let
//! through ([`crate::counts`]).

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

/// What stands for whoever is counted: half of a keyed hash.
pub type LimitKey = [u8; 16];

/// Beyond so many keys no more are remembered: some 10 MB.
pub const MOST_KEYS: usize = 100_000;

/// A limit for each of many.
///
/// What other processes let through is owed here: as long as a key owes something, what is free again goes to that
/// first. So over hours no more gets through than the limit says; at once, at most the limit in each process.
pub struct Limiter {
    free: RateLimiter<LimitKey, DefaultKeyedStateStore<LimitKey>, DefaultClock>,
    owed: Mutex<HashMap<LimitKey, u32>>,
    /// What was let through here and has not been told; none when nobody else counts.
    untold: Option<Mutex<HashMap<LimitKey, u32>>>,
}

/// A limit was met: how long until one more is let through, if nobody else comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused(pub Duration);

fn lock(counts: &Mutex<HashMap<LimitKey, u32>>) -> MutexGuard<'_, HashMap<LimitKey, u32>> {
    counts.lock().unwrap_or_else(PoisonError::into_inner)
}

/// So many at once, and then as many in each period.
#[must_use]
pub fn quota(most: u32, period: Duration) -> Quota {
    let most = NonZeroU32::new(most).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(period / most.get())
        .map_or_else(|| Quota::per_second(most), |quota| quota.allow_burst(most))
}

impl Limiter {
    /// A limit of that size; `is_shared` when other processes count the same.
    #[must_use]
    pub fn new(quota: Quota, is_shared: bool) -> Self {
        Self {
            free: RateLimiter::keyed(quota),
            owed: Mutex::default(),
            untold: is_shared.then(Mutex::default),
        }
    }

    /// Lets one more through, or refuses it.
    pub fn check(&self, key: &LimitKey) -> Result<(), Refused> {
        if self.free.len() >= MOST_KEYS {
            self.free.retain_recent();
            if self.free.len() >= MOST_KEYS {
                // Nobody is turned away for want of memory.
                return Ok(());
            }
        }
        self.pay(key)?;
        self.take(key)?;
        if let Some(untold) = &self.untold {
            let mut untold = lock(untold);
            if untold.len() >= MOST_KEYS {
                // Most are of one each, and not worth telling.
                untold.retain(|_, count| *count > 1);
            }
            *untold.entry(*key).or_default() += 1;
        }
        Ok(())
    }

    fn take(&self, key: &LimitKey) -> Result<(), Refused> {
        self.free
            .check_key(key)
            .map_err(|refused| Refused(refused.wait_time_from(DefaultClock::default().now())))
    }

    /// Gives what is free to what is owed; refused while something is left.
    fn pay(&self, key: &LimitKey) -> Result<(), Refused> {
        let mut owed = lock(&self.owed);
        while let Some(left) = owed.get_mut(key) {
            self.take(key)?;
            *left -= 1;
            if *left == 0 {
                owed.remove(key);
            }
        }
        Ok(())
    }

    /// Notes that another process let so many through.
    pub fn charge(&self, key: LimitKey, count: u32) {
        {
            let mut owed = lock(&self.owed);
            if count == 0 || (owed.len() >= MOST_KEYS && !owed.contains_key(&key)) {
                return;
            }
            let left = owed.entry(key).or_default();
            *left = left.saturating_add(count);
        }
        // What can be paid at once leaves no trace; the rest is paid when somebody comes.
        let _ = self.pay(&key);
    }

    /// What was let through here since this was last asked. Whoever came once is not spoken of: most people do.
    #[must_use]
    pub fn untold(&self) -> Vec<(LimitKey, u32)> {
        let Some(untold) = &self.untold else {
            return Vec::new();
        };
        lock(untold).extract_if(|_, count| *count > 1).collect()
    }

    /// How many keys are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.free.len()
    }

    /// Whether none is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.free.is_empty()
    }

    /// Forgets keys that have been quiet.
    pub fn tidy(&self) {
        self.free.retain_recent();
        let owing: Vec<LimitKey> = lock(&self.owed).keys().copied().collect();
        for key in owing {
            let _ = self.pay(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: LimitKey = [1; 16];

    fn three_an_hour(is_shared: bool) -> Limiter {
        Limiter::new(quota(3, Duration::from_hours(1)), is_shared)
    }

    fn let_through(limiter: &Limiter, key: LimitKey) -> usize {
        (0..10).filter(|_| limiter.check(&key).is_ok()).count()
    }

    #[test]
    fn what_another_let_through_counts_here() {
        let limiter = three_an_hour(true);
        limiter.charge(KEY, 2);
        assert_eq!(let_through(&limiter, KEY), 1);
        assert_eq!(let_through(&limiter, [2; 16]), 3, "others are others");
    }

    #[test]
    fn what_is_owed_goes_first_when_something_is_free_again() {
        let limiter = Limiter::new(quota(3, Duration::from_millis(300)), true);
        limiter.charge(KEY, 5);
        assert_eq!(let_through(&limiter, KEY), 0);
        // Two are still owed; the first two that are free go there.
        std::thread::sleep(Duration::from_millis(150));
        assert_eq!(let_through(&limiter, KEY), 0);
        std::thread::sleep(Duration::from_millis(350));
        assert!(let_through(&limiter, KEY) > 0);
    }

    #[test]
    fn whoever_comes_once_is_not_spoken_of() {
        let limiter = three_an_hour(true);
        limiter.check(&KEY).expect("let through");
        assert_eq!(limiter.untold(), []);
        limiter.check(&KEY).expect("let through");
        limiter.check(&[2; 16]).expect("let through");
        assert_eq!(limiter.untold(), [(KEY, 2)]);
        assert_eq!(limiter.untold(), [], "nor twice of the same");
        // What others let through is theirs to tell.
        limiter.charge([3; 16], 2);
        assert_eq!(limiter.untold(), []);
        let alone = three_an_hour(false);
        assert_eq!(let_through(&alone, KEY), 3);
        assert_eq!(alone.untold(), []);
    }

    #[test]
    fn a_charge_beyond_all_measure_does_no_harm() {
        let limiter = three_an_hour(true);
        limiter.charge(KEY, u32::MAX);
        limiter.charge(KEY, u32::MAX);
        limiter.charge(KEY, 0);
        assert_eq!(let_through(&limiter, KEY), 0);
        assert_eq!(let_through(&limiter, [2; 16]), 3);
    }
}
