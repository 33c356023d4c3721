//! What every page is handed.

use std::sync::Arc;

use service::{House, ServiceError};

use crate::kept::Bodies;
use crate::lanes::Lanes;
use crate::limits::{LimitSettings, Limits};
use crate::probes::Readiness;
use crate::routes::Door;

/// What an operator may set about the pages.
#[derive(Debug, Clone, Default)]
pub struct SiteSettings {
    /// Whether people reach us by https, so that cookies may say so.
    pub secure: bool,
    /// Whether a reverse proxy in front of us tells the address in `X-Forwarded-For`.
    pub trust_forwarded_for: bool,
    /// Where "leave this page" leads; our own neutral page when none is given.
    pub leave_to: Option<String>,
    /// Limits against abuse.
    pub limits: LimitSettings,
}

/// The house, the settings and the limits, shared by all pages.
pub struct Site {
    /// The services.
    pub house: Arc<House>,
    /// What was set.
    pub settings: SiteSettings,
    /// Which doors are open; a page links to the other only when it is.
    pub door: Door,
    pub(crate) limits: Limits,
    pub(crate) lanes: Lanes,
    pub(crate) bodies: Bodies,
    pub(crate) readiness: Readiness,
}

impl Site {
    /// Opens a site over a house.
    #[must_use]
    pub fn new(house: Arc<House>, settings: SiteSettings, door: Door) -> Arc<Self> {
        let limits = Limits::new(
            settings.limits.clone(),
            house.random(),
            house.shares_counts(),
        );
        let lanes = Lanes::new(settings.limits.reports_at_once);
        Arc::new(Self {
            house,
            settings,
            door,
            limits,
            lanes,
            bodies: Bodies::default(),
            readiness: Readiness::default(),
        })
    }

    /// Lets the limits hold for all processes over this store together. To be called every second.
    pub async fn exchange_counts(&self) -> Result<(), ServiceError> {
        if self.house.shares_counts() {
            self.limits.exchange(&self.house).await?;
        }
        Ok(())
    }

    /// Says to whoever asks whether we are ready that we are not any more: the end is near.
    pub fn drain(&self) {
        self.readiness.drain();
    }
}
