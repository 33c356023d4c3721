//! A report that the reporter's browser has sealed: what it needs for that, and what it brings.
//!
//! The answers are for `seal.js`, as JSON: the page with all that was typed stays where it is.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use seal::Parcel;
use serde::Serialize;
use service::intake::{BrowserSealed, SealedKept};

use super::{Outcome, Refused, Sent};
use crate::counted;
use crate::form::Posted;
use crate::front::receipt;
use crate::language::In;
use crate::limits::Peer;
use crate::page::Page;
use crate::site::Site;

/// The field with the sealed report, in base64 for addresses.
const PARCEL_FIELD: &str = "parcel";

/// The longest sealed report that is read, in bytes: a story at its limit, in the script that takes most, fits.
const LARGEST_PARCEL: usize = 2 * 1024 * 1024;

/// What is answered. One of the first three is set, or a title with its lines.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    /// It is kept.
    #[serde(skip_serializing_if = "is_false")]
    kept: bool,
    /// The form was received before with other words.
    #[serde(skip_serializing_if = "is_false")]
    other_words: bool,
    /// It was sealed by an older form or to older keys; fetch the guide again.
    #[serde(skip_serializing_if = "is_false")]
    renew: bool,
    /// The entry in the ledger, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<String>,
    /// Why it was not kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<String>,
    /// What the form carries from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde calls"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// The form and the keys, as the browser's module reads them. All of it is public.
pub(super) async fn guide(State(site): State<Arc<Site>>, In(_): In) -> Response {
    match site.house.guide() {
        Ok(guide) => ([(header::CONTENT_TYPE, "application/octet-stream")], guide).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

pub(super) async fn send(
    State(site): State<Arc<Site>>,
    In(language): In,
    Peer(address): Peer,
    posted: Posted,
) -> Response {
    site.limits.note_arrival(site.house.now());
    let mut posted = posted;
    let parcel = posted
        .0
        .iter()
        .position(|(name, _)| name == PARCEL_FIELD)
        .map(|place| posted.0.swap_remove(place).1)
        .unwrap_or_default();
    let sent = Sent::new(Arc::clone(&site), language, posted.0);
    if let Err(refused) = sent.looks_sent_by_a_person() {
        return refusal(&sent, refused);
    }
    let parcel = URL_SAFE_NO_PAD
        .decode(parcel.as_bytes())
        .ok()
        .filter(|bytes| bytes.len() <= LARGEST_PARCEL)
        .and_then(|bytes| Parcel::read(&bytes).ok());
    let Some(parcel) = parcel else {
        // No browser of ours makes one that isn't whole: it was cut on the way, or made by hand.
        counted::report(Outcome::ToMend);
        let notice = sent.notice("report-unsealed-title", |page| {
            vec![page.text("report-unsealed-text")]
        });
        let refused = Refused {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            notice,
            seconds: None,
            ticket: None,
        };
        return refusal(&sent, refused);
    };
    if let Err(refused) = sent.has_room(address) {
        return refusal(&sent, refused);
    }
    let arrival = BrowserSealed {
        language: language.code(),
        parcel: &parcel,
    };
    match site.house.receive_sealed(&arrival).await {
        Ok(SealedKept::New(entry)) => {
            counted::report(Outcome::Kept);
            let page = Page::new(&site, language, "report");
            let answer = Answer {
                kept: true,
                proof: Some(receipt::proof(&page, entry)),
                ..Answer::default()
            };
            json(StatusCode::OK, &answer)
        }
        Ok(SealedKept::Before) => {
            counted::report(Outcome::KeptBefore);
            let answer = Answer {
                kept: true,
                ..Answer::default()
            };
            json(StatusCode::OK, &answer)
        }
        Ok(SealedKept::OtherWords) => {
            let answer = Answer {
                other_words: true,
                ..Answer::default()
            };
            json(StatusCode::CONFLICT, &answer)
        }
        Ok(SealedKept::Renew) => {
            let answer = Answer {
                renew: true,
                ..Answer::default()
            };
            json(StatusCode::CONFLICT, &answer)
        }
        Err(error) => {
            let refused = sent.not_kept(&error);
            refusal(&sent, refused)
        }
    }
}

fn json(status: StatusCode, answer: &Answer) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    match serde_json::to_vec(answer) {
        Ok(bytes) => (status, kind, bytes).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn refusal(sent: &Sent, refused: Refused) -> Response {
    let answer = Answer {
        title: Some(refused.notice.title),
        lines: refused.notice.lines,
        token: Some(sent.token.clone()),
        ticket: refused.ticket,
        ..Answer::default()
    };
    let mut response = json(refused.status, &answer);
    if let Some(seconds) = refused.seconds {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
