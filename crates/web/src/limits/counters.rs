//! Counters by address and by form, under a key of the day.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use domain::Timestamp;
use service::counts::{Count, CountOf};
use service::limiter::{LimitKey, Limiter, MOST_KEYS, Refused, quota};

use super::{LimitSettings, TryAgain};

/// Tries a minute to come back with a receipt, from everybody together. Far above what people need;
/// far below what would let anybody guess among 2^90 receipts.
const STATUS_TRIES_IN_SUM: u32 = 600;
/// How often one form may be sent: again after a broken connection, or with a word mended.
const SENDINGS_OF_A_FORM: u32 = 12;
/// After this a form that was sent too often may be sent as often again.
const FORMS_REST: Duration = Duration::from_hours(1);
/// Stands for everybody together.
const EVERYBODY: LimitKey = [0; 16];
const SECONDS_A_DAY: i64 = 86_400;

pub(super) struct Counters {
    of_a_day: RwLock<Arc<Day>>,
    status_in_sum: Limiter,
    settings: LimitSettings,
    is_shared: bool,
}

/// The counters of one day. The next day has others, under a key from which this one's can't be found.
struct Day {
    number: i64,
    key: [u8; 32],
    /// Whether other processes hash under the same key.
    is_shared: bool,
    reports: Limiter,
    status: Limiter,
    forms: Limiter,
}

impl Day {
    fn new(number: i64, key: [u8; 32], is_shared: bool, settings: &LimitSettings) -> Self {
        let an_hour = Duration::from_hours(1);
        let a_minute = Duration::from_mins(1);
        let limiter = |most, period| Limiter::new(quota(most, period), is_shared);
        Self {
            number,
            key,
            is_shared,
            reports: limiter(settings.reports_per_hour, an_hour),
            status: limiter(settings.status_tries_per_minute, a_minute),
            forms: limiter(SENDINGS_OF_A_FORM, FORMS_REST),
        }
    }

    fn key(&self, what: &[u8]) -> LimitKey {
        let mut key = LimitKey::default();
        for (slot, byte) in key.iter_mut().zip(seal::keyed_hash(&self.key, what)) {
            *slot = byte;
        }
        key
    }
}

/// The number of a day, counted from 1970.
pub(super) fn number_of_day(now: Timestamp) -> i64 {
    now.seconds().div_euclid(SECONDS_A_DAY)
}

impl Counters {
    pub(super) fn new(settings: &LimitSettings, seed: [u8; 32], is_shared: bool) -> Self {
        let a_minute = Duration::from_mins(1);
        Self {
            of_a_day: RwLock::new(Arc::new(Day::new(0, seed, false, settings))),
            status_in_sum: Limiter::new(quota(STATUS_TRIES_IN_SUM, a_minute), is_shared),
            settings: settings.clone(),
            is_shared,
        }
    }

    fn kept(&self) -> Arc<Day> {
        Arc::clone(&self.of_a_day.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn today(&self, now: Timestamp) -> Arc<Day> {
        let number = number_of_day(now);
        let day = self.kept();
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
            *kept = Arc::new(Day::new(number, key, false, &self.settings));
        }
        Arc::clone(&kept)
    }

    /// The day whose key other processes have and this one has not.
    pub(super) fn day_without_shared_key(&self, now: Timestamp) -> Option<i64> {
        let day = self.today(now);
        (self.is_shared && !day.is_shared).then_some(day.number)
    }

    /// Counts that day under the key that all processes share. What was counted of it until now is forgotten.
    pub(super) fn share_key(&self, number: i64, key: [u8; 32]) {
        let mut kept = self
            .of_a_day
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if kept.number == number && !kept.is_shared {
            *kept = Arc::new(Day::new(number, key, true, &self.settings));
        }
    }

    /// What was let through here, for the other processes.
    pub(super) fn untold(&self) -> Vec<Count> {
        let day = self.kept();
        [
            (CountOf::Reports, &day.reports),
            (CountOf::Forms, &day.forms),
            (CountOf::Status, &day.status),
            (CountOf::StatusInSum, &self.status_in_sum),
        ]
        .into_iter()
        .flat_map(|(of, limiter)| {
            let untold = limiter.untold().into_iter();
            untold.map(move |(key, number)| Count { of, key, number })
        })
        .collect()
    }

    /// Notes what another process let through.
    pub(super) fn hear(&self, count: &Count) {
        let day = self.kept();
        match count.of {
            CountOf::Reports => day.reports.charge(count.key, count.number),
            CountOf::Forms => day.forms.charge(count.key, count.number),
            CountOf::Status => day.status.charge(count.key, count.number),
            CountOf::StatusInSum => self.status_in_sum.charge(count.key, count.number),
            CountOf::Arrivals | CountOf::SignIns | CountOf::SignInsInSum => {}
        }
    }

    /// Whether so many different addresses came that no more are remembered.
    pub(super) fn are_full(&self) -> bool {
        self.kept().reports.len() >= MOST_KEYS
    }

    pub(super) fn admit_report(
        &self,
        address: Option<IpAddr>,
        form: &[u8; 32],
        now: Timestamp,
    ) -> Result<(), TryAgain> {
        let day = self.today(now);
        day.forms.check(&day.key(form))?;
        if let Some(address) = address {
            day.reports.check(&day.key(&prefix(address)))?;
        }
        Ok(())
    }

    pub(super) fn admit_status(
        &self,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), TryAgain> {
        let day = self.today(now);
        if let Some(address) = address {
            day.status.check(&day.key(&prefix(address)))?;
        }
        Ok(self.status_in_sum.check(&EVERYBODY)?)
    }
}

impl From<Refused> for TryAgain {
    fn from(Refused(wait): Refused) -> Self {
        Self {
            seconds: wait.as_secs() + 1,
        }
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
        Counters::new(&settings, [7; 32], false)
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

    #[test]
    fn processes_that_share_a_key_hold_a_limit_together() {
        let settings = LimitSettings {
            reports_per_hour: 4,
            ..LimitSettings::default()
        };
        let both = [1, 2].map(|seed| Counters::new(&settings, [seed; 32], true));
        for counters in &both {
            let day = counters.day_without_shared_key(NOW).expect("none yet");
            counters.share_key(day, [9; 32]);
            assert_eq!(counters.day_without_shared_key(NOW), None);
        }
        let [one, other] = &both;
        let sent = |counters: &Counters, times: u8| {
            (0..times)
                .filter(|form| {
                    let from = Some(address("192.0.2.1"));
                    counters.admit_report(from, &[*form; 32], NOW).is_ok()
                })
                .count()
        };
        assert_eq!(sent(one, 3), 3);
        let told = one.untold();
        assert_eq!(told.len(), 1, "each form was sent once only: {told:?}");
        for count in &told {
            other.hear(count);
        }
        assert_eq!(sent(other, 10), 1);
        // The day after nobody remembers.
        let tomorrow = NOW.plus_seconds(SECONDS_A_DAY);
        assert!(other.day_without_shared_key(tomorrow).is_some());
        assert_eq!(other.untold(), []);
    }
}
