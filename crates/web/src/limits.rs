//! Limits against floods and guessing, which remember nobody.
//!
//! An address is hashed under a key that lives for one day and is then gone; only the hash is counted. No address is
//! ever stored or logged. Where several processes keep a limit together, hashes of addresses that came more than once
//! pass through the database and are gone from there within seconds (`service::counts`). Whoever meets a limit keeps
//! what they typed and is told when to send it.

mod arrivals;
mod counters;
mod work;

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use domain::Timestamp;
use service::counts::{Count, CountOf};
use service::limiter::LimitKey;
use service::{House, ServiceError};

use crate::guard;
use crate::site::Site;
use arrivals::Arrivals;
use counters::Counters;
pub(crate) use work::{Proof, TICKET_FIELD, WORK_FIELD, Work, ticket};

/// Limits that an operator may set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitSettings {
    /// Reports an hour from one address.
    pub reports_per_hour: u32,
    /// Reports at work at once; as many again may wait a moment.
    pub reports_at_once: u32,
    /// Tries a minute, from one address, to come back with a receipt.
    pub status_tries_per_minute: u32,
    /// When forms ask for a proof of work.
    pub under_attack: UnderAttack,
    /// With [`UnderAttack::Auto`]: more reports a minute than this, from everybody together, are an attack.
    pub attack_threshold_per_minute: u32,
    /// Zero bits that a proof of work begins with: each one more doubles the work. At most 40.
    pub work_bits: u8,
    /// How long somebody without JavaScript waits instead of working, in seconds.
    pub wait_seconds: u32,
}

impl Default for LimitSettings {
    fn default() -> Self {
        Self {
            reports_per_hour: 20,
            reports_at_once: 256,
            status_tries_per_minute: 10,
            under_attack: UnderAttack::Auto,
            attack_threshold_per_minute: 120,
            // A quarter of a million hashes: about a second on a cheap telephone.
            work_bits: 18,
            wait_seconds: 20,
        }
    }
}

/// When the report form asks for a proof of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum UnderAttack {
    /// When more reports come than usual.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A limit was met: when to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TryAgain {
    /// In so many seconds; at least one.
    pub(crate) seconds: u64,
}

/// The counters behind the limits.
pub(crate) struct Limits {
    settings: LimitSettings,
    counters: Counters,
    arrivals: Arrivals,
}

impl Limits {
    /// Fresh counters; the seed is random and is used for nothing else. `is_shared` when other processes count the same.
    pub(crate) fn new(settings: LimitSettings, seed: [u8; 32], is_shared: bool) -> Self {
        Self {
            counters: Counters::new(&settings, seed, is_shared),
            arrivals: Arrivals::default(),
            settings,
        }
    }

    /// Tells other processes what was counted here, and counts what they tell.
    pub(crate) async fn exchange(&self, house: &House) -> Result<(), ServiceError> {
        if let Some(day) = self.counters.day_without_shared_key(house.now()) {
            self.counters.share_key(day, house.key_of_day(day).await?);
        }
        let mut counts = self.counters.untold();
        let arrivals = self.arrivals.untold();
        if arrivals > 0 {
            counts.push(Count {
                of: CountOf::Arrivals,
                key: LimitKey::default(),
                number: arrivals,
            });
        }
        for count in house.exchange_counts(counts).await? {
            if count.of == CountOf::Arrivals {
                let threshold = self.settings.attack_threshold_per_minute;
                self.arrivals.hear(house.now(), threshold, count.number);
            } else {
                self.counters.hear(&count);
            }
        }
        Ok(())
    }

    /// Notes that a report was sent, whatever becomes of it.
    pub(crate) fn note_arrival(&self, now: Timestamp) {
        self.arrivals
            .note(now, self.settings.attack_threshold_per_minute);
    }

    /// Whether forms ask for a proof of work now.
    pub(crate) fn under_attack(&self, now: Timestamp) -> bool {
        match self.settings.under_attack {
            UnderAttack::Always => true,
            UnderAttack::Never => false,
            // More addresses than can be remembered come from no crowd of people.
            UnderAttack::Auto => self.arrivals.are_an_attack(now) || self.counters.are_full(),
        }
    }

    /// Whether one more report is taken from this address and this form.
    pub(crate) fn admit_report(
        &self,
        address: Option<IpAddr>,
        form: &[u8; 32],
        now: Timestamp,
    ) -> Result<(), TryAgain> {
        self.counters.admit_report(address, form, now)
    }

    /// Whether one more try to come back with a receipt is taken from this address.
    pub(crate) fn admit_status(
        &self,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), TryAgain> {
        self.counters.admit_status(address, now)
    }

    /// The work asked for with this form.
    pub(crate) fn work_for(&self, token: &str) -> Work {
        Work::of(token, self.settings.work_bits)
    }

    /// Seconds to wait for somebody who can't work.
    pub(crate) fn wait_seconds(&self) -> u32 {
        self.settings.wait_seconds
    }
}

/// The address that a request came from, where it is known; for limits only.
#[derive(Clone, Copy)]
pub(crate) struct Peer(pub(crate) Option<IpAddr>);

impl FromRequestParts<Arc<Site>> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Infallible> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|ConnectInfo(peer)| peer.ip());
        Ok(Self(guard::address_of(site, &parts.headers, peer)))
    }
}
