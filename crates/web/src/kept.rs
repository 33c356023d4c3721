//! What was typed is given back when nothing could be done with it: the same button sends it again.
//!
//! A form is read whole before anything is asked of it, so that a slow sender holds a connection and no
//! more, and so that whatever fails afterwards, what was typed is still in hand.

mod bodies;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt as _;
use text::Language;

use crate::counted;
use crate::form::{self, Posted};
use crate::lanes::Lane;
use crate::language;
use crate::page::{Page, show_private};
use crate::problem;
use crate::site::Site;
pub(crate) use bodies::Bodies;
use bodies::Unread;

/// When to send it again, in seconds.
pub(crate) const AGAIN_SECONDS: u64 = 10;
/// Fields that no page ever holds: a form with one of them is not given back. A test reads every template for more.
const NEVER_SHOWN: [&str; 5] = [
    "passphrase",
    "again",
    "passphrase-now",
    "current",
    "confirm-passphrase",
];
/// What is at least so long was written, and not chosen.
const WRITTEN: usize = 20;

/// Why nothing came of a request, as its answer carries it to [`around`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Too many wait. Nothing was done.
    Busy,
    /// The store can't be reached or written to. Nothing was done.
    NotDone,
    /// The outcome isn't known: look first.
    Unsure,
}

/// An answer without words, for [`around`] to find them.
pub(crate) fn nothing_done(reason: Reason) -> Response {
    let mut answer = StatusCode::SERVICE_UNAVAILABLE.into_response();
    answer.extensions_mut().insert(reason);
    answer
}

/// Reads a form before its page is asked, and gives it back if nothing could be done with it.
pub(crate) async fn around(
    State(site): State<Arc<Site>>,
    lane: Lane,
    request: Request,
    next: Next,
) -> Response {
    let language = language::of_path(request.uri().path()).unwrap_or(Language::ENGLISH);
    // A file that is sent up is read by its page, piece by piece.
    if request.method() != Method::POST || !form::is_form(&request) {
        let Ok(answer) = AssertUnwindSafe(next.run(request)).catch_unwind().await else {
            return problem::fault(&site, language);
        };
        let reason = answer.extensions().get::<Reason>();
        if let Some(reason) = reason {
            counted::nothing_done(lane, *reason);
        }
        return match reason {
            Some(Reason::Busy | Reason::Unsure) => problem::busy(&site, language),
            Some(Reason::NotDone) | None => answer,
        };
    }
    let (head, body) = request.into_parts();
    let here = head
        .uri
        .path_and_query()
        .map(ToString::to_string)
        .unwrap_or_default();
    // Its memory stays counted until it is answered.
    let read = match site.bodies.read(body).await {
        Ok(read) => read,
        Err(Unread::TooLarge) => return problem::form_too_large(&site, language),
        Err(Unread::BrokenOff) => return problem::broken_off(&site, language),
        Err(Unread::NoRoom) => {
            counted::nothing_done(lane, Reason::Busy);
            return problem::busy(&site, language);
        }
    };
    let request = Request::from_parts(head, Body::from(read.bytes.clone()));
    let answer = AssertUnwindSafe(next.run(request))
        .catch_unwind()
        .await
        .unwrap_or_else(|_| nothing_done(Reason::Unsure));
    let Some(reason) = answer.extensions().get::<Reason>() else {
        return answer;
    };
    counted::nothing_done(lane, *reason);
    if lane == Lane::Reports {
        site.limits.note_arrival(site.house.now());
        counted::report(counted::Sent::NotKept);
    }
    match form::parse(&read.bytes) {
        None => problem::not_a_form(&site, language),
        // The page is short on purpose: in a flood it must cost much less than what it stands for.
        Some(posted) => page(&site, language, lane, &here, &posted, *reason),
    }
}

#[derive(Template)]
#[template(path = "kept.html")]
struct KeptPage<'a> {
    page: Page,
    title: String,
    lines: Vec<String>,
    here: &'a str,
    fields: &'a [(String, String)],
    written: Vec<&'a str>,
}

/// The page for a form that was sent to that address.
fn page(
    site: &Site,
    language: Language,
    lane: Lane,
    here: &str,
    posted: &Posted,
    reason: Reason,
) -> Response {
    let is_secret = |(name, _): &(String, String)| NEVER_SHOWN.contains(&name.as_str());
    if posted.0.iter().any(is_secret) {
        return problem::busy(site, language);
    }
    let page = Page::new(site, language, "");
    // uses: kept-title kept-unsure-title kept-busy kept-not-done kept-unsure kept-unsure-report
    let (title, text) = match reason {
        Reason::Busy => ("kept-title", "kept-busy"),
        Reason::NotDone => ("kept-title", "kept-not-done"),
        // A reporter has nowhere to look, and need not: the same form makes one report.
        Reason::Unsure if lane == Lane::Reports => ("kept-unsure-title", "kept-unsure-report"),
        Reason::Unsure => ("kept-unsure-title", "kept-unsure"),
    };
    let template = KeptPage {
        title: page.text(title),
        lines: vec![
            page.text(text),
            page.say_number("report-busy-wait", "seconds", AGAIN_SECONDS),
        ],
        here,
        fields: &posted.0,
        written: posted
            .0
            .iter()
            .map(|(_, value)| value.as_str())
            .filter(|value| value.len() >= WRITTEN && value.contains(char::is_whitespace))
            .collect(),
        page,
    };
    let mut answer = show_private(StatusCode::SERVICE_UNAVAILABLE, &template);
    answer
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(AGAIN_SECONDS));
    answer
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::middleware::from_fn_with_state;
    use axum::routing::post;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    use super::*;
    use crate::routes::Door;
    use crate::site::SiteSettings;

    /// The answer to a form whose page could do nothing, for that reason.
    async fn answer(lane: Lane, reason: Reason, form: &'static str) -> (Response, String) {
        let house = testkit::TestHouse::founded().await;
        let site = Site::new(house.house.clone(), SiteSettings::default(), Door::Both);
        let page = post(move || async move { nothing_done(reason) });
        let page = page.layer(from_fn_with_state(
            Arc::clone(&site),
            move |state, request: Request, next| around(state, lane, request, next),
        ));
        let router = Router::new().route("/en/desk/x", page).with_state(site);
        let request = Request::post("/en/desk/x?after=3&to=4")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .expect("a request");
        let mut answer = router.oneshot(request).await.expect("an answer");
        let body = std::mem::take(answer.body_mut());
        let body = body.collect().await.expect("a body").to_bytes();
        (answer, String::from_utf8_lossy(&body).into_owned())
    }

    #[tokio::test]
    async fn what_was_typed_comes_back_and_can_be_sent_again() {
        let form =
            "form-token=ab&seen=3&note=They+called+twice+%26+left+a+%3Cmessage%3E.&code=x&code=y";
        for reason in [Reason::Busy, Reason::NotDone, Reason::Unsure] {
            let (head, page) = answer(Lane::Desk, reason, form).await;
            assert_eq!(head.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert!(head.headers().contains_key(header::RETRY_AFTER));
            let note = "They called twice &#38; left a &#60;message&#62;.";
            for held in [
                "action=\"/en/desk/x?after=3&#38;to=4\"".to_owned(),
                "name=\"form-token\" value=\"ab\"".to_owned(),
                "name=\"code\" value=\"x\"".to_owned(),
                "name=\"code\" value=\"y\"".to_owned(),
                format!("name=\"note\" value=\"{note}\""),
                // And where a person can read it.
                format!(">{note}<"),
            ] {
                assert!(page.contains(&held), "{held}");
            }
            let looks_first = page.contains("Look first");
            assert_eq!(looks_first, reason == Reason::Unsure, "{reason:?}: {page}");
        }
    }

    #[tokio::test]
    async fn a_reporter_is_not_sent_to_look_where_they_can_t() {
        let (_, page) = answer(Lane::Reports, Reason::Unsure, "story=They+knocked.").await;
        assert!(!page.contains("Look first"), "{page}");
        assert!(page.contains("counted twice"), "{page}");
    }

    #[tokio::test]
    async fn a_passphrase_does_not_come_back() {
        let (head, page) = answer(
            Lane::Desk,
            Reason::NotDone,
            "name=Casey&passphrase=seven+paper+boats",
        )
        .await;
        assert_eq!(head.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(!page.contains("seven") && !page.contains("Casey"));
    }

    /// The names of the fields in a template whose value must never be seen again.
    fn secret_fields(template: &str) -> Vec<&str> {
        template
            .split("<input ")
            .skip(1)
            .filter_map(|rest| rest.split('>').next())
            .filter(|input| input.contains("type=\"password\""))
            .filter_map(|input| input.split("name=\"").nth(1)?.split('"').next())
            .collect()
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test reads our own templates")]
    fn no_field_for_a_secret_is_ever_given_back() {
        let desk = concat!(env!("CARGO_MANIFEST_DIR"), "/src/desk");
        let mut found = std::collections::BTreeSet::new();
        for file in std::fs::read_dir(desk).expect("the desk's templates") {
            let path = file.expect("a file").path();
            if path.extension().is_some_and(|kind| kind == "html") {
                let template = std::fs::read_to_string(path).expect("a template");
                found.extend(secret_fields(&template).into_iter().map(str::to_owned));
            }
        }
        let never: std::collections::BTreeSet<_> = NEVER_SHOWN.map(str::to_owned).into();
        assert_eq!(found, never);
    }

    #[tokio::test]
    async fn the_passphrase_of_a_paper_key_is_not_given_back() {
        let form = "form-token=x&passphrase-now=four+words+that+nobody+guesses";
        let (_, page) = answer(Lane::Desk, Reason::Busy, form).await;
        assert!(!page.contains("nobody"), "{page}");
    }
}
