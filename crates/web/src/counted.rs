//! What is counted of requests, for metrics: routes by their pattern, never an address, a name or a word.

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, gauge, histogram};
use tokio::time::Instant;

use crate::kept::Reason;
use crate::lanes::Lane;

/// Counts one request of a route, with its answer's status and how long it took.
pub(crate) async fn request(
    route: &'static str,
    lane: Lane,
    request: Request,
    next: Next,
) -> Response {
    let method = match *request.method() {
        Method::GET => "GET",
        Method::POST => "POST",
        _ => "other",
    };
    let began = Instant::now();
    let answer = next.run(request).await;
    let status = answer.status().as_u16().to_string();
    counter!("heard_requests_total", "route" => route, "method" => method, "status" => status)
        .increment(1);
    histogram!("heard_request_seconds", "route" => route, "lane" => lane.name())
        .record(began.elapsed());
    answer
}

/// Somebody at work in a lane, until this is dropped.
pub(crate) struct AtWork(Lane);

impl AtWork {
    pub(crate) fn in_lane(lane: Lane) -> Self {
        gauge!("heard_requests_at_work", "lane" => lane.name()).increment(1.0);
        Self(lane)
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        gauge!("heard_requests_at_work", "lane" => self.0.name()).decrement(1.0);
    }
}

/// Counts a request that nothing came of.
pub(crate) fn nothing_done(lane: Lane, reason: Reason) {
    let reason = match reason {
        Reason::Busy => "busy",
        Reason::NotDone => "store",
        Reason::Unsure => "unsure",
    };
    counter!("heard_nothing_done_total", "lane" => lane.name(), "reason" => reason).increment(1);
}

/// What became of a report that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sent {
    /// It is kept.
    Kept,
    /// It had been kept before: the same form came again.
    KeptBefore,
    /// Something in it has to be mended.
    ToMend,
    /// Its form was too old, or looked odd.
    PressAgain,
    /// A proof of work or a wait was asked for.
    AskedForWork,
    /// Too many came from one address or form.
    TooMany,
    /// There was no place, or the store didn't keep it.
    NotKept,
}

/// Counts a report.
pub(crate) fn report(sent: Sent) {
    let outcome = match sent {
        Sent::Kept => "kept",
        Sent::KeptBefore => "kept-before",
        Sent::ToMend => "to-mend",
        Sent::PressAgain => "press-again",
        Sent::AskedForWork => "asked-for-work",
        Sent::TooMany => "too-many",
        Sent::NotKept => "not-kept",
    };
    counter!("heard_reports_total", "outcome" => outcome).increment(1);
}
