//! First run: the organisation, its keys and the first administrator, through a one-time link.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use service::ServiceError;
use service::organisation::Founding;

use super::frame::Answer;
use super::invitation::why_weak;
use super::mending::Problems;
use crate::form::Posted;
use crate::guard::Who;
use crate::lanes::Lane;
use crate::language::In;
use crate::page::{Page, show_as, show_private};
use crate::problem;
use crate::routes::Route;
use crate::site::Site;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/{language}/first-run/{token}", Who::Anyone, show_form).in_lane(Lane::Doors),
        Route::post("/{language}/first-run/{token}", Who::Anyone, found).in_lane(Lane::Doors),
    ]
}

#[derive(Template)]
#[template(path = "desk/first_run.html")]
struct FirstRunPage {
    page: Page,
    organisation: String,
    name: String,
    problems: Problems,
}

#[derive(Template)]
#[template(path = "desk/recovery.html")]
struct RecoveryPage {
    page: Page,
    organisation: String,
    day: String,
    kit: String,
}

/// Why a link leads nowhere, if it does.
fn wrong_link(site: &Site, token: &str) -> Option<ServiceError> {
    if site.house.is_founded() {
        return Some(ServiceError::AlreadyFounded);
    }
    let right = seal::constant_time_eq(token.as_bytes(), site.house.first_run_token().as_bytes());
    (!right).then_some(ServiceError::LinkGone)
}

async fn show_form(
    State(site): State<Arc<Site>>,
    In(language): In,
    Path((_, token)): Path<(String, String)>,
) -> Answer {
    if let Some(error) = wrong_link(&site, &token) {
        return Err(problem::answer(&site, language, &error));
    }
    let page = Page::new(&site, language, &format!("first-run/{token}"));
    Ok(show_as(
        StatusCode::OK,
        &FirstRunPage {
            page,
            organisation: String::new(),
            name: String::new(),
            problems: Problems::default(),
        },
    ))
}

async fn found(
    State(site): State<Arc<Site>>,
    In(language): In,
    Path((_, token)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    if let Some(error) = wrong_link(&site, &token) {
        return Err(problem::answer(&site, language, &error));
    }
    let page = Page::new(&site, language, &format!("first-run/{token}"));
    let (organisation, name) = (
        posted.value("organisation").to_owned(),
        posted.value("name").to_owned(),
    );
    let mut problems = Problems::default();
    for (field, typed) in [("organisation", &organisation), ("name", &name)] {
        if typed.trim().is_empty() {
            problems.add(field, page.text("error-empty"));
        }
    }
    problems.compare(&page, posted.value("passphrase"), posted.value("again"));
    if problems.is_empty() {
        let founding = Founding {
            organisation: organisation.clone(),
            name: name.clone(),
            passphrase: posted.value("passphrase").to_owned(),
        };
        match site.house.found(&token, founding).await {
            Ok(founded) => {
                // What the first report page runs. Should it fail, it is done at the next start; the recovery key is
                // shown now or never.
                if site.door.has_front()
                    && let Err(error) = site
                        .house
                        .note_page_program(&crate::browser_program())
                        .await
                {
                    tracing::error!(error = %error, "page-program.not-noted");
                }
                let page = Page::new(&site, language, "desk/sign-in");
                let day = page.date(site.house.today());
                let organisation = page.organisation.clone();
                return Ok(show_private(
                    StatusCode::OK,
                    &RecoveryPage {
                        page,
                        organisation,
                        day,
                        kit: founded.recovery_kit,
                    },
                ));
            }
            Err(ServiceError::WeakPassphrase(strength)) => {
                problems.add("passphrase", why_weak(&page, strength));
            }
            Err(ServiceError::UnusableName) => {
                problems.add("name", page.text("setup-name-unusable"));
            }
            Err(error) => return Err(problem::answer(&site, language, &error)),
        }
    }
    Ok(show_private(
        StatusCode::UNPROCESSABLE_ENTITY,
        &FirstRunPage {
            page,
            organisation,
            name,
            problems,
        },
    ))
}
