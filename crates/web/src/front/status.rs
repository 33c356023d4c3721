//! Coming back with the receipt: where the report stands, in plain words.
//!
//! Whatever is typed, the answer takes about the same time and has the same length on the wire, so that
//! nobody who watches or tries learns whether a receipt is one of ours. What was told is not shown.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use seal::{Receipt, ReceiptError};
use service::intake::{Standing, Status};

use crate::form::Posted;
use crate::guard::Who;
use crate::headers::NeverCompress;
use crate::language::In;
use crate::limits::Peer;
use crate::page::{Page, show};
use crate::problem;
use crate::routes::Route;
use crate::site::Site;

const WORDS_FIELD: &str = "words";
/// No answer comes sooner: far longer than looking a report up takes.
const ANSWER_TIME: Duration = Duration::from_millis(120);
/// Answers are filled up to a multiple of so many bytes.
const ANSWER_SIZE: usize = 16 * 1024;

#[derive(Template)]
#[template(path = "front/status.html")]
struct StatusForm {
    page: Page,
    typed: String,
    error: Option<String>,
    /// Words of the list near to the one that isn't on it.
    nearest: Vec<&'static str>,
}

#[derive(Template)]
#[template(path = "front/standing.html")]
struct StandingPage {
    page: Page,
    received: String,
    since: Option<String>,
    title: String,
    means: String,
    next: String,
    steps: Vec<Step>,
}

struct Step {
    label: String,
    class: &'static str,
    state: String,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/{language}/status", Who::Anyone, empty),
        Route::post("/{language}/status", Who::Anyone, look_up),
    ]
}

async fn empty(State(site): State<Arc<Site>>, In(language): In) -> Response {
    show(&StatusForm {
        page: Page::new(&site, language, "status"),
        typed: String::new(),
        error: None,
        nearest: Vec::new(),
    })
}

async fn look_up(
    State(site): State<Arc<Site>>,
    In(language): In,
    Peer(address): Peer,
    posted: Posted,
) -> Response {
    let typed = posted.value(WORDS_FIELD);
    let page = Page::new(&site, language, "status");
    let again = |page: Page, error: String, nearest: Vec<&'static str>| StatusForm {
        page,
        typed: typed.to_owned(),
        error: Some(error),
        nearest,
    };
    if let Err(limit) = site.limits.admit_status(address, site.house.now()) {
        let error = page.say_number("status-error-many", "seconds", limit.seconds);
        let mut answer = even(
            StatusCode::TOO_MANY_REQUESTS,
            &again(page, error, Vec::new()),
        );
        answer
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(limit.seconds));
        return answer;
    }
    let asked = async {
        match Receipt::parse(typed) {
            Ok(receipt) => site.house.status(&receipt.words()).await,
            Err(error) => Ok(Err(error)),
        }
    };
    let (found, ()) = tokio::join!(asked, tokio::time::sleep(ANSWER_TIME));
    match found {
        // Messages, files, what may be shared and taking the report back get their places on this page.
        Ok(Ok(Some(status))) => even(StatusCode::OK, &standing(&site, page, &status)),
        Ok(Ok(None)) => {
            let error = page.text("status-error-words");
            even(StatusCode::OK, &again(page, error, Vec::new()))
        }
        Ok(Err(error)) => {
            let (error, nearest) = in_words(&page, &error);
            even(StatusCode::OK, &again(page, error, nearest))
        }
        Err(error) => problem::answer(&site, language, &error),
    }
}

fn in_words(page: &Page, error: &ReceiptError) -> (String, Vec<&'static str>) {
    match error {
        ReceiptError::WordCount { found } => (
            page.say_number("status-error-count", "count", *found as u64),
            Vec::new(),
        ),
        ReceiptError::UnknownWord { position, nearest } => (
            page.say_number("status-error-unknown", "place", *position as u64),
            nearest.words().to_vec(),
        ),
        ReceiptError::DigitCount { found } => (
            page.say_number("status-error-digits", "count", *found as u64),
            Vec::new(),
        ),
        ReceiptError::Mistyped => (page.text("status-error-mistyped"), Vec::new()),
        ReceiptError::TooLong => (page.text("status-error-words"), Vec::new()),
    }
}

/// The steps that every report can go through, in order.
// uses: status-step-received status-step-read status-step-noted status-step-check status-step-counted
const STEPS: [&str; 5] = [
    "status-step-received",
    "status-step-read",
    "status-step-noted",
    "status-step-check",
    "status-step-counted",
];

fn standing(site: &Site, page: Page, status: &Status) -> StandingPage {
    // uses: status-received-waiting status-received-waiting.means status-received-waiting.next
    // uses: status-being-looked-at status-being-looked-at.means status-being-looked-at.next
    // uses: status-part-of-an-incident status-part-of-an-incident.means status-part-of-an-incident.next
    // uses: status-in-check status-in-check.means status-in-check.next
    // uses: status-verified status-verified.means status-verified.next
    // uses: status-reclassified status-reclassified.means status-reclassified.next
    // uses: status-needs-corroboration status-needs-corroboration.means status-needs-corroboration.next
    // uses: status-out-of-scope status-out-of-scope.means status-out-of-scope.next
    // uses: status-duplicate status-duplicate.means status-duplicate.next
    // uses: status-unfounded status-unfounded.means status-unfounded.next
    // uses: status-withdrawn status-withdrawn.means status-withdrawn.next
    // uses: status-set-aside status-set-aside.means status-set-aside.next
    // uses: status-decided status-decided.means status-decided.next
    let (key, done) = match &status.standing {
        Standing::Waiting => ("status-received-waiting", 1),
        Standing::Read => ("status-being-looked-at", 1),
        Standing::InWork => ("status-part-of-an-incident", 2),
        Standing::InCheck => ("status-in-check", 3),
        Standing::Decided(decision) => (decided(decision), STEPS.len()),
        // Nothing more is to come.
        Standing::SetAside(_) => ("status-set-aside", STEPS.len()),
    };
    let shown = match &status.standing {
        Standing::SetAside(_) => 2,
        // The last step says that it is counted, which not every decision means.
        Standing::Decided(decision) if !counts(&page, decision) => 4,
        _ => STEPS.len(),
    };
    let steps = STEPS.iter().take(shown).enumerate().map(|(place, label)| {
        let (class, state) = match place.cmp(&done) {
            std::cmp::Ordering::Less => ("done", page.text("status-step-done")),
            std::cmp::Ordering::Equal => ("now", page.text("status-step-now")),
            std::cmp::Ordering::Greater => ("next", page.text("status-step-later")),
        };
        Step {
            label: page.text(label),
            class,
            state,
        }
    });
    StandingPage {
        received: page.date(site.house.day_of(status.received)),
        since: status
            .since
            .map(|since| page.date(site.house.day_of(since))),
        title: page.text(key),
        means: page.text(&format!("{key}.means")),
        next: page.text(&format!("{key}.next")),
        steps: steps.collect(),
        page,
    }
}

fn counts(page: &Page, decision: &str) -> bool {
    page.codebook()
        .decisions
        .iter()
        .any(|known| known.code == decision && known.counts)
}

/// The words for a decision; a codebook's own decisions that we have no words for get general ones.
fn decided(decision: &str) -> &'static str {
    match decision {
        "verified" => "status-verified",
        "reclassified" => "status-reclassified",
        "needs-corroboration" => "status-needs-corroboration",
        "out-of-scope" => "status-out-of-scope",
        "duplicate" => "status-duplicate",
        "unfounded" => "status-unfounded",
        "withdrawn" => "status-withdrawn",
        _ => "status-decided",
    }
}

/// Renders a page whose length tells nothing.
fn even(status: StatusCode, template: &impl Template) -> Response {
    let Ok(mut html) = template.render() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let filled = html.len().next_multiple_of(ANSWER_SIZE);
    html.extend(std::iter::repeat_n(' ', filled - html.len()));
    let mut answer = (status, Html(html)).into_response();
    answer.extensions_mut().insert(NeverCompress);
    answer
}
