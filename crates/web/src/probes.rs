//! For a watchdog or a load balancer: are we alive, and can we take requests? They say nothing more to strangers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use crate::guard::Who;
use crate::lanes::Lane;
use crate::routes::Route;
use crate::site::Site;

/// 200 for as long as the process answers at all.
pub const ALIVE: &str = "/alive";
/// 200 while requests can be taken, else 503.
pub const READY: &str = "/ready";

/// A store that takes longer than this is not ready.
const ANSWERS_WITHIN: Duration = Duration::from_secs(2);
/// The store is asked at most once in this time, however often we are.
const FRESH: Duration = Duration::from_secs(1);

/// What is known of our own readiness.
#[derive(Default)]
pub(crate) struct Readiness {
    draining: AtomicBool,
    asked: Mutex<Option<(Instant, bool)>>,
}

impl Readiness {
    /// From now on nothing new should be sent here.
    pub(crate) fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    async fn is_ready(&self, site: &Site) -> bool {
        if self.draining.load(Ordering::Relaxed) {
            return false;
        }
        // Others who ask meanwhile wait for this answer and share it.
        let mut asked = self.asked.lock().await;
        if let Some((when, ready)) = *asked
            && when.elapsed() < FRESH
        {
            return ready;
        }
        let ready = timeout(ANSWERS_WITHIN, site.house.is_well())
            .await
            .unwrap_or(false);
        *asked = Some((Instant::now(), ready));
        ready
    }
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(ALIVE, Who::Anyone, alive).in_lane(Lane::Open),
        Route::get(READY, Who::Anyone, ready).in_lane(Lane::Open),
    ]
}

async fn alive() -> &'static str {
    "alive\n"
}

async fn ready(State(site): State<Arc<Site>>) -> Response {
    if site.readiness.is_ready(&site).await {
        (StatusCode::OK, "ready\n").into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
    }
}
