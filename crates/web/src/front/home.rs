//! The first page: three doors, after what to do in danger.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use text::Language;

use crate::guard::Who;
use crate::language::In;
use crate::page::{Page, show};
use crate::routes::Route;
use crate::site::Site;

#[derive(Template)]
#[template(path = "front/home.html")]
struct HomePage {
    page: Page,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/", Who::Anyone, by_language),
        Route::get("/{language}", Who::Anyone, home),
        Route::get("/{language}/", Who::Anyone, home),
    ]
}

/// To the first page in the language that the browser asks for.
async fn by_language(headers: HeaderMap) -> Response {
    let wanted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|wanted| wanted.to_str().ok())
        .unwrap_or("");
    let to = format!("/{}/", Language::negotiate(wanted).code());
    (
        StatusCode::SEE_OTHER,
        [
            (header::LOCATION, to),
            (header::VARY, "accept-language".to_owned()),
        ],
    )
        .into_response()
}

async fn home(State(site): State<Arc<Site>>, In(language): In) -> Response {
    show(&HomePage {
        page: Page::new(&site, language, ""),
    })
}
