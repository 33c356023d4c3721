//! The public record: how long it is, its newest signed head, and where its files are.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::guard::Who;
use crate::language::In;
use crate::page::{Page, show};
use crate::problem;
use crate::routes::Route;
use crate::site::Site;

#[derive(Template)]
#[template(path = "front/ledger.html")]
struct LedgerPage {
    page: Page,
    size: String,
    /// The newest signed head, as text.
    head: Option<String>,
    /// The key that checks it, in hexadecimal.
    key: String,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/{language}/ledger", Who::Anyone, ledger)]
}

async fn ledger(State(site): State<Arc<Site>>, In(language): In) -> Response {
    let (entries, head) = match site.house.ledger_head().await {
        Ok(head) => head,
        Err(error) => return problem::answer(&site, language, &error),
    };
    let key = site
        .house
        .keys()
        .map(|keys| hex::encode(keys.checkpoint_public))
        .unwrap_or_default();
    let head = head.map(|(_, note)| note);
    let page = Page::new(&site, language, "ledger");
    show(&LedgerPage {
        size: page.say_number("ledger-size", "entries", entries),
        head,
        key,
        page,
    })
}
