//! Search in what the member may open. The words are posted: they never stand in an address or a log.

use askama::Template;
use axum::http::StatusCode;
use domain::Permission;

use super::frame::{Answer, Desk};
use super::{told, wording};
use crate::form::DeskForm;
use crate::guard::Who;
use crate::page::{Page, show_private};
use crate::routes::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/{language}/desk/search",
            Who::May(Permission::SearchText),
            show_form,
        ),
        Route::post(
            "/{language}/desk/search",
            Who::May(Permission::SearchText),
            search,
        ),
    ]
}

/// Longer questions are cut off: nobody looks for more words than this.
const MOST_CHARACTERS: usize = 400;

#[derive(Template)]
#[template(path = "desk/search.html")]
struct SearchPage {
    page: Page,
    words: String,
    results: Option<String>,
    hits: Vec<Found>,
}

struct Found {
    id: String,
    title: String,
    language: String,
    language_name: String,
    stage: String,
    received: String,
    excerpt: String,
}

async fn show_form(desk: Desk) -> Answer {
    let page = desk.page("desk/search").await;
    Ok(show_private(
        StatusCode::OK,
        &SearchPage {
            page,
            words: String::new(),
            results: None,
            hits: Vec::new(),
        },
    ))
}

async fn search(desk: Desk, form: DeskForm) -> Answer {
    let words: String = form
        .posted
        .value("words")
        .chars()
        .take(MOST_CHARACTERS)
        .collect();
    let hits = desk
        .site
        .house
        .search(&form.by, &words)
        .await
        .map_err(|error| desk.refuse(&error))?;
    let page = desk.page("desk/search").await;
    let hits: Vec<Found> = hits
        .into_iter()
        .map(|hit| Found {
            id: hit.report.id.to_string(),
            title: page.code_label("channel", &hit.report.channel),
            stage: told::stage(&page, &hit.report),
            received: desk.moment(hit.report.received),
            language_name: wording::language_name(&hit.report.language),
            language: hit.report.language,
            excerpt: hit.excerpt,
        })
        .collect();
    let results = Some(page.say_number("search-results", "count", hits.len() as u64));
    Ok(show_private(
        StatusCode::OK,
        &SearchPage {
            page,
            words,
            results,
            hits,
        },
    ))
}
