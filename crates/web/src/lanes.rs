//! Lanes keep a flood on one page from stopping the others, and every queue short.
//!
//! Each lane lets so many requests in at once and so many wait for a moment. Whoever comes when a lane is
//! full, or has waited too long, is answered at once: busy, with what was typed (see `kept`).

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::counted::AtWork;
use crate::kept::{self, Reason};
use crate::site::Site;

/// Which requests share places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Answered from memory at once: no place is needed.
    Open,
    /// What everybody may read.
    Pages,
    /// Reports that are being sent.
    Reports,
    /// The doors of the desk, for those who are not signed in.
    Doors,
    /// The desk, for those who are.
    Desk,
    /// Files that colleagues send up.
    Uploads,
}

impl Lane {
    /// Its name in metrics.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Pages => "pages",
            Self::Reports => "reports",
            Self::Doors => "doors",
            Self::Desk => "desk",
            Self::Uploads => "uploads",
        }
    }
}

/// How many share a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Width {
    /// At work at once.
    at_once: usize,
    /// Waiting for a place.
    waiting: usize,
    /// How long somebody waits for a place.
    patience: Duration,
    /// How long the work may take until the person is answered without its outcome.
    lasts: Duration,
}

/// The places of one lane.
struct Places {
    width: Width,
    /// Those at work and those who wait.
    inside: Arc<Semaphore>,
    working: Arc<Semaphore>,
}

/// A place at work; it is free again when this is dropped.
struct Place {
    _inside: OwnedSemaphorePermit,
    _working: OwnedSemaphorePermit,
}

impl Places {
    fn new(width: Width) -> Self {
        Self {
            width,
            inside: Arc::new(Semaphore::new(width.at_once + width.waiting)),
            working: Arc::new(Semaphore::new(width.at_once)),
        }
    }

    /// A place, at once or after a short wait; none when too many wait already.
    async fn take(&self) -> Option<Place> {
        let inside = Arc::clone(&self.inside).try_acquire_owned().ok()?;
        let working = timeout(
            self.width.patience,
            Arc::clone(&self.working).acquire_owned(),
        );
        Some(Place {
            _inside: inside,
            _working: working.await.ok()?.ok()?,
        })
    }
}

/// All lanes of a process.
pub(crate) struct Lanes {
    pages: Places,
    reports: Places,
    doors: Places,
    desk: Places,
    uploads: Places,
    exports: Arc<Semaphore>,
}

/// So many exports are made at once.
const EXPORTS: usize = 2;

impl Lanes {
    /// Lanes where so many reports may be at work at once.
    pub(crate) fn new(reports_at_once: u32) -> Self {
        let seconds = Duration::from_secs;
        let reports = usize::try_from(reports_at_once).unwrap_or(1).max(1);
        Self {
            pages: Places::new(Width {
                at_once: 64,
                waiting: 256,
                patience: seconds(2),
                lasts: seconds(20),
            }),
            reports: Places::new(Width {
                at_once: reports,
                waiting: reports,
                patience: seconds(2),
                lasts: seconds(20),
            }),
            doors: Places::new(Width {
                at_once: 16,
                waiting: 64,
                patience: seconds(10),
                lasts: seconds(60),
            }),
            // Colleagues are few, and some of their work is long.
            desk: Places::new(Width {
                at_once: 64,
                waiting: 256,
                patience: seconds(10),
                lasts: seconds(120),
            }),
            // A large file over a slow line takes its time, and keeps nobody else from the desk.
            uploads: Places::new(Width {
                at_once: 8,
                waiting: 8,
                patience: seconds(10),
                lasts: seconds(2 * 60 * 60),
            }),
            exports: Arc::new(Semaphore::new(EXPORTS)),
        }
    }

    /// A place for making an export, which goes on after its answer has begun; none when too many are made already.
    pub(crate) fn export(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.exports).try_acquire_owned().ok()
    }

    fn of(&self, lane: Lane) -> Option<&Places> {
        match lane {
            Lane::Open => None,
            Lane::Pages => Some(&self.pages),
            Lane::Reports => Some(&self.reports),
            Lane::Doors => Some(&self.doors),
            Lane::Desk => Some(&self.desk),
            Lane::Uploads => Some(&self.uploads),
        }
    }
}

/// Lets a request through its lane, or answers in its place.
pub(crate) async fn through(
    State(site): State<Arc<Site>>,
    lane: Lane,
    request: Request,
    next: Next,
) -> Response {
    let Some(places) = site.lanes.of(lane) else {
        return next.run(request).await;
    };
    let Some(_place) = places.take().await else {
        return kept::nothing_done(Reason::Busy);
    };
    let _counted = AtWork::in_lane(lane);
    timeout(places.width.lasts, next.run(request))
        .await
        .unwrap_or_else(|_| kept::nothing_done(Reason::Unsure))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(at_once: usize, waiting: usize, patience: Duration) -> Places {
        Places::new(Width {
            at_once,
            waiting,
            patience,
            lasts: Duration::from_secs(1),
        })
    }

    #[tokio::test]
    async fn a_lane_takes_so_many_and_lets_so_many_wait() {
        let places = Arc::new(places(2, 1, Duration::from_mins(10)));
        let first = places.take().await.expect("a place");
        let _second = places.take().await.expect("a place");
        let waits = tokio::spawn({
            let places = Arc::clone(&places);
            async move { places.take().await.is_some() }
        });
        tokio::time::sleep(Duration::from_millis(10)).await;
        assert!(
            places.take().await.is_none(),
            "nobody waits beyond the queue"
        );
        drop(first);
        assert!(
            waits.await.expect("a task"),
            "who waited gets the free place"
        );
    }

    #[tokio::test]
    async fn nobody_waits_without_end() {
        let places = places(1, 5, Duration::from_millis(20));
        let held = places.take().await.expect("a place");
        assert!(places.take().await.is_none());
        drop(held);
        assert!(
            places.take().await.is_some(),
            "a wait leaves nothing behind"
        );
    }
}
