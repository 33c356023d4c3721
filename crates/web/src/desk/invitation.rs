//! Joining by a one-time link.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use seal::{Strength, WeakReason};
use service::ServiceError;
use service::members::InvitationShown;
use text::Language;

use super::frame::Answer;
use super::mending::Problems;
use super::wording;
use crate::form::Posted;
use crate::guard::{self, Who};
use crate::lanes::Lane;
use crate::language::In;
use crate::page::{Page, show_private};
use crate::problem;
use crate::routes::Route;
use crate::site::Site;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/{language}/invitation/{token}", Who::Anyone, show_form).in_lane(Lane::Doors),
        Route::post("/{language}/invitation/{token}", Who::Anyone, join).in_lane(Lane::Doors),
    ]
}

#[derive(Template)]
#[template(path = "desk/invitation.html")]
struct InvitationPage {
    page: Page,
    name: String,
    role: String,
    role_definition: String,
    problems: Problems,
}

/// Why a passphrase was refused, in words.
pub(super) fn why_weak(page: &Page, strength: Strength) -> String {
    let reason = match strength.reason {
        Some(WeakReason::TooShort) => {
            let least = seal::strength::LEAST_CHARACTERS as u64;
            return page.say_number("passphrase-short", "least", least);
        }
        Some(WeakReason::AboutYou) => page.text("passphrase-weak-organisation"),
        Some(WeakReason::Common) => page.text("passphrase-weak-common"),
        Some(WeakReason::SingleWord) => page.text("passphrase-weak-common-word"),
        Some(WeakReason::Names) => page.text("passphrase-weak-name"),
        Some(WeakReason::KeyboardPattern) => page.text("passphrase-weak-keys"),
        Some(WeakReason::Repeats) => page.text("passphrase-weak-repeat"),
        Some(WeakReason::Sequence) => page.text("passphrase-weak-sequence"),
        Some(WeakReason::Date) => page.text("passphrase-weak-date"),
        Some(WeakReason::Guessable) | None => page.text("passphrase-weak"),
    };
    format!("{reason} {}", page.text("passphrase-weak-advice"))
}

async fn shown(site: &Site, language: Language, token: &str) -> Result<InvitationShown, Response> {
    site.house
        .invitation(token)
        .await
        .map_err(|error| problem::answer(site, language, &error))
}

fn invitation_page(
    site: &Site,
    language: Language,
    token: &str,
    shown: InvitationShown,
) -> InvitationPage {
    let page = Page::new(site, language, &format!("invitation/{token}"));
    // uses: role-administrator.definition role-helper.definition role-caseworker.definition role-senior.definition role-analyst.definition
    let role_definition = page.text(&format!("role-{}.definition", shown.role.code()));
    InvitationPage {
        name: shown.name,
        role: wording::role(&page, shown.role),
        role_definition,
        problems: Problems::default(),
        page,
    }
}

async fn show_form(
    State(site): State<Arc<Site>>,
    In(language): In,
    Path((_, token)): Path<(String, String)>,
) -> Answer {
    let shown = shown(&site, language, &token).await?;
    Ok(show_private(
        StatusCode::OK,
        &invitation_page(&site, language, &token, shown),
    ))
}

async fn join(
    State(site): State<Arc<Site>>,
    In(language): In,
    Path((_, token)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let shown = shown(&site, language, &token).await?;
    let mut again = invitation_page(&site, language, &token, shown);
    let passphrase = posted.value("passphrase");
    again
        .problems
        .compare(&again.page, passphrase, posted.value("again"));
    if again.problems.is_empty() {
        match site.house.accept_invitation(&token, passphrase).await {
            Ok(()) => {
                return Ok(guard::see_other(&format!(
                    "/{}/desk/sign-in?joined",
                    language.code()
                )));
            }
            Err(ServiceError::WeakPassphrase(strength)) => {
                let words = why_weak(&again.page, strength);
                again.problems.add("passphrase", words);
            }
            Err(error) => return Err(problem::answer(&site, language, &error)),
        }
    }
    Ok(show_private(StatusCode::UNPROCESSABLE_ENTITY, &again))
}
