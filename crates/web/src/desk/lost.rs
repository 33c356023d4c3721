//! What now, when a key or a person is lost: readable by anybody who stands before the desk's door.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::guard::Who;
use crate::lanes::Lane;
use crate::language::In;
use crate::page::{Page, show_as};
use crate::routes::Route;
use crate::site::Site;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/{language}/desk/lost", Who::Anyone, show).in_lane(Lane::Doors)]
}

#[derive(Template)]
#[template(path = "desk/lost.html")]
struct LostPage {
    page: Page,
    /// What is lost, and what now.
    rows: [(String, String); 6],
}

async fn show(State(site): State<Arc<Site>>, In(language): In) -> Response {
    let page = Page::new(&site, language, "desk/lost");
    // uses: lost-passphrase-what lost-passphrase-now lost-both-what lost-both-now lost-paper-what lost-paper-now
    // uses: lost-colleague-what lost-colleague-now lost-everybody-what lost-everybody-now lost-all-what lost-all-now
    let rows = [
        ("lost-passphrase-what", "lost-passphrase-now"),
        ("lost-both-what", "lost-both-now"),
        ("lost-paper-what", "lost-paper-now"),
        ("lost-colleague-what", "lost-colleague-now"),
        ("lost-everybody-what", "lost-everybody-now"),
        ("lost-all-what", "lost-all-now"),
    ]
    .map(|(what, now)| (page.text(what), page.text(now)));
    show_as(StatusCode::OK, &LostPage { page, rows })
}
