//! Where "leave this page" leads: at once, to something that says nothing, with what the browser kept cleared.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use text::Language;

use crate::guard::Who;
use crate::lanes::Lane;
use crate::language;
use crate::page::{Page, show};
use crate::routes::Route;
use crate::site::Site;

/// A page without our name, without links and without a way back.
#[derive(Template)]
#[template(path = "front/leave.html")]
struct NeutralPage {
    page: Page,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/leave", Who::Anyone, leave).in_lane(Lane::Open),
        Route::get("/{language}/leave", Who::Anyone, leave).in_lane(Lane::Open),
    ]
}

async fn leave(State(site): State<Arc<Site>>, request: Request) -> Response {
    let language = language::of_path(request.uri().path()).unwrap_or(Language::ENGLISH);
    let page = Page::new(&site, language, "leave");
    let elsewhere = page
        .leave_to
        .as_deref()
        .and_then(|address| HeaderValue::from_str(address).ok());
    let mut answer = match elsewhere {
        Some(address) => (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response(),
        None => show(&NeutralPage { page }),
    };
    answer.headers_mut().insert(
        HeaderName::from_static("clear-site-data"),
        // Not "cookies": a member of staff who presses it by mistake stays signed in, and the public has none.
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    answer
}
