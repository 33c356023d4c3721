//! The ledger as the desk sees it: how long it is, its newest signed head, and how to check it.

use askama::Template;
use axum::http::StatusCode;
use domain::Permission;

use super::frame::{Answer, Desk};
use crate::guard::Who;
use crate::page::{Page, show_as};
use crate::routes::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(
        "/{language}/desk/ledger",
        Who::May(Permission::SeeLedger),
        show,
    )]
}

#[derive(Template)]
#[template(path = "desk/ledger.html")]
struct LedgerPage {
    page: Page,
    size: String,
    checkpoint: Option<Checkpoint>,
}

struct Checkpoint {
    covers: String,
    note: String,
}

async fn show(desk: Desk) -> Answer {
    let (size, newest) = desk
        .site
        .house
        .ledger_head()
        .await
        .map_err(|error| desk.refuse(&error))?;
    let page = desk.page("desk/ledger").await;
    let answer = LedgerPage {
        size: page.say_number("ledger-size", "entries", size),
        checkpoint: newest.map(|(covered, note)| Checkpoint {
            covers: page.say_number("ledger-desk-covers", "entries", covered),
            note,
        }),
        page,
    };
    Ok(show_as(StatusCode::OK, &answer))
}
