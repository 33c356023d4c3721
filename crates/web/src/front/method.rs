//! How we count: what stands behind every figure, with the rules in force from the codebook.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::guard::Who;
use crate::language::In;
use crate::page::{Page, show};
use crate::routes::Route;
use crate::site::Site;

#[derive(Template)]
#[template(path = "front/method.html")]
struct MethodPage {
    page: Page,
    hidden: String,
    codebook: String,
    rules: Vec<String>,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/{language}/how-we-count", Who::Anyone, method)]
}

async fn method(State(site): State<Arc<Site>>, In(language): In) -> Response {
    let page = Page::new(&site, language, "how-we-count");
    let codebook = page.codebook();
    let rules = codebook.counting.iter().filter(|rule| rule.public);
    show(&MethodPage {
        hidden: page.say_number(
            "figures-hidden-note",
            "least",
            codebook.disclosure.hide_below.into(),
        ),
        codebook: page.text_with(
            "method-codebook",
            &[
                ("name", codebook.id.as_str().into()),
                ("version", u64::from(codebook.version).into()),
            ],
        ),
        rules: rules
            .map(|rule| page.label(&rule.label, &rule.id))
            .collect(),
        page,
    })
}
