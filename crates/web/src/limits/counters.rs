//! Counters by address and by form, under a key of the day.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use domain::Timestamp;
use governor::clock::{Clock as _, DefaultClock};
use governor::state::keyed::DefaultKeyedStateStore;
use governor::state::{InMemoryState, NotKeyed};
use governor::{NotUntil, Quota, RateLimiter};

use super::{LimitSettings, TryAgain};

/// What stands for an address or a form: half of a keyed hash.
type Key = [u8; 16];
type ByKey = RateLimiter<Key, DefaultKeyedStateStore<Key>, DefaultClock>;
type InSum = RateLimiter<NotKeyed, InMemoryState, DefaultClock>;

/// Tries a minute to come back with a receipt, from everybody together. Far above what people need;
/// far below what would let anybody guess among 2^90 receipts.
const STATUS_TRIES_IN_SUM: NonZeroU32 = at_least_one(600);
/// How often one form may be sent: again after a broken connection, or with a word mended.
const SENDINGS_OF_A_FORM: NonZeroU32 = at_least_one(12);
/// A form that was sent too often may be sent again after this.
const A_FORM_RESTS: Duration = Duration::from_mins(5);
/// Beyond so many keys no more are remembered: some 10 MB.
const MOST_KEYS: usize = 100_000;
const SECONDS_A_DAY: i64 = 86_400;

pub(super) struct Counters {
    of_a_day: RwLock<Arc<Day>>,
    status_in_sum: InSum,
    settings: LimitSettings,
}

/// The counters of one day. The next day has others, under a key from which this one's can't be found.
struct Day {
    number: i64,
    key: [u8; 32],
    reports: ByKey,
    status: ByKey,
    forms: ByKey,
}

impl Day {
    fn new(number: i64, key: [u8; 32], settings: &LimitSettings) -> Self {
        let an_hour = Duration::from_hours(1);
        let a_minute = Duration::from_mins(1);
        Self {
            number,
            key,
            reports: RateLimiter::keyed(quota(settings.reports_per_hour, an_hour)),
            status: RateLimiter::keyed(quota(settings.status_tries_per_minute, a_minute)),
            forms: RateLimiter::keyed(Quota::with_period(A_FORM_RESTS).map_or_else(
                || Quota::per_hour(SENDINGS_OF_A_FORM),
                |quota| quota.allow_burst(SENDINGS_OF_A_FORM),
            )),
        }
    }

    fn key(&self, what: &[u8]) -> Key {
        let mut key = Key::default();
        for (slot, byte) in key.iter_mut().zip(seal::keyed_hash(&self.key, what)) {
            *slot = byte;
        }
        key
    }
}

const fn at_least_one(number: u32) -> NonZeroU32 {
    match NonZeroU32::new(number) {
        Some(number) => number,
        None => NonZeroU32::MIN,
    }
}

/// So many at once, and then as many in each period.
fn quota(most: u32, period: Duration) -> Quota {
    let most = at_least_one(most);
    Quota::with_period(period / most.get())
        .map_or_else(|| Quota::per_second(most), |quota| quota.allow_burst(most))
}

impl Counters {
    pub(super) fn new(settings: &LimitSettings, seed: [u8; 32]) -> Self {
        Self {
            of_a_day: RwLock::new(Arc::new(Day::new(0, seed, settings))),
            status_in_sum: RateLimiter::direct(Quota::per_minute(STATUS_TRIES_IN_SUM)),
            settings: settings.clone(),
        }
    }

    fn today(&self, now: Timestamp) -> Arc<Day> {
        let number = now.seconds().div_euclid(SECONDS_A_DAY);
        let day = Arc::clone(&self.of_a_day.read().unwrap_or_else(PoisonError::into_inner));
        if day.number == number {
            return day;
        }
        let mut kept = self
            .of_a_day
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if kept.number != number {
            // One way only: yesterday's key can't be worked out from today's.
            let key = seal::keyed_hash(&kept.key, &number.to_be_bytes());
            *kept = Arc::new(Day::new(number, key, &self.settings));
        }
        Arc::clone(&kept)
    }

    /// Whether so many different addresses came that no more are remembered.
    pub(super) fn are_full(&self) -> bool {
        let day = Arc::clone(&self.of_a_day.read().unwrap_or_else(PoisonError::into_inner));
        day.reports.len() >= MOST_KEYS
    }

    pub(super) fn admit_report(
        &self,
        address: Option<IpAddr>,
        form: &[u8; 32],
        now: Timestamp,
    ) -> Result<(), TryAgain> {
        let day = self.today(now);
        count(&day.forms, day.key(form))?;
        address.map_or(Ok(()), |address| {
            count(&day.reports, day.key(&prefix(address)))
        })
    }

    pub(super) fn admit_status(
        &self,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), TryAgain> {
        let day = self.today(now);
        if let Some(address) = address {
            count(&day.status, day.key(&prefix(address)))?;
        }
        self.status_in_sum
            .check()
            .map_err(|refused| try_again(&refused))
    }
}

fn count(counter: &ByKey, key: Key) -> Result<(), TryAgain> {
    if counter.len() >= MOST_KEYS {
        counter.retain_recent();
        if counter.len() >= MOST_KEYS {
            // Nobody is turned away for want of memory; `are_full` makes the forms ask for work instead.
            return Ok(());
        }
    }
    counter
        .check_key(&key)
        .map_err(|refused| try_again(&refused))
}

fn try_again(refused: &NotUntil<<DefaultClock as governor::clock::Clock>::Instant>) -> TryAgain {
    let wait = refused.wait_time_from(DefaultClock::default().now());
    TryAgain {
        seconds: wait.as_secs() + 1,
    }
}

/// What of an address is counted: all of an IPv4 address, since neighbours in a street or a mosque share
/// more than that only by chance; of an IPv6 address the first 56 bits, which is what providers commonly
/// give to one household (RIPE-690).
fn prefix(address: IpAddr) -> [u8; 16] {
    match address.to_canonical() {
        IpAddr::V4(four) => four.to_ipv6_mapped().octets(),
        IpAddr::V6(six) => Ipv6Addr::from_bits(six.to_bits() & !(u128::MAX >> 56)).octets(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_microseconds(1_800_000_000_000_000);

    fn counters(reports_per_hour: u32) -> Counters {
        let settings = LimitSettings {
            reports_per_hour,
            status_tries_per_minute: 2,
            ..LimitSettings::default()
        };
        Counters::new(&settings, [7; 32])
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn each_address_has_its_own_count() {
        let counters = counters(2);
        let send =
            |from: &str, form: u8| counters.admit_report(Some(address(from)), &[form; 32], NOW);
        assert_eq!(
            (send("192.0.2.1", 1), send("192.0.2.1", 2)),
            (Ok(()), Ok(()))
        );
        let refused = send("192.0.2.1", 3).expect_err("over the limit");
        assert!((1795..=1801).contains(&refused.seconds), "{refused:?}");
        // The same address written as IPv6.
        assert!(send("::ffff:192.0.2.1", 4).is_err());
        assert!(send("192.0.2.2", 5).is_ok());
    }

    #[test]
    fn a_household_is_counted_once_and_its_neighbour_apart() {
        let counters = counters(1);
        let send = |from: &str, form: u8| {
            counters
                .admit_report(Some(address(from)), &[form; 32], NOW)
                .is_ok()
        };
        assert!(send("2001:db8:1:100::1", 1));
        assert!(!send("2001:db8:1:1ff:9::2", 2));
        assert!(send("2001:db8:1:200::1", 3));
    }

    #[test]
    fn one_form_can_t_be_sent_without_end() {
        let counters = counters(1000);
        let sent = (0..20)
            .filter(|_| counters.admit_report(None, &[1; 32], NOW).is_ok())
            .count();
        assert_eq!(sent, 12);
        assert!(counters.admit_report(None, &[2; 32], NOW).is_ok());
    }

    #[test]
    fn tries_with_receipts_are_counted() {
        let counters = counters(1);
        let tries = |from| {
            (0..5)
                .filter(|_| counters.admit_status(from, NOW).is_ok())
                .count()
        };
        assert_eq!(
            (
                tries(Some(address("192.0.2.1"))),
                tries(Some(address("192.0.2.9"))),
                tries(None)
            ),
            (2, 2, 5)
        );
    }

    #[test]
    fn the_next_day_knows_nothing_of_the_last() {
        let counters = counters(1);
        let key = |now| counters.today(now).key(&prefix(address("192.0.2.1")));
        let first = key(NOW);
        assert_eq!(first, key(NOW.plus_seconds(60)));
        assert!(
            counters
                .admit_report(Some(address("192.0.2.1")), &[1; 32], NOW)
                .is_ok()
        );
        assert!(
            counters
                .admit_report(Some(address("192.0.2.1")), &[2; 32], NOW)
                .is_err()
        );
        let tomorrow = NOW.plus_seconds(SECONDS_A_DAY);
        assert!(
            counters
                .admit_report(Some(address("192.0.2.1")), &[3; 32], tomorrow)
                .is_ok()
        );
        assert_ne!(first, key(tomorrow));
        // Not even the same day gives the same key again.
        assert_ne!(first, key(NOW));
    }
}
