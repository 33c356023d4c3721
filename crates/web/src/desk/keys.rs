//! One's own keys: changing the passphrase, printing a second key; and a new passphrase for somebody who lost it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::Permission;
use seal::RecoveryKitError;
use service::ServiceError;

use super::frame::{Answer, Desk};
use super::invitation::why_weak;
use super::mending::Problems;
use super::sign_in::SECONDS_BETWEEN_TRIES;
use crate::form::{DeskForm, Posted};
use crate::guard::{self, Who};
use crate::lanes::Lane;
use crate::language::In;
use crate::page::{Page, show_as, show_private};
use crate::problem;
use crate::routes::Route;
use crate::site::Site;

/// The page of one's own keys, after the language.
pub(crate) const PATH: &str = "desk/keys";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/{language}/desk/keys",
            Who::May(Permission::BeSignedIn),
            show,
        )
        .without_second_key(),
        Route::post(
            "/{language}/desk/keys/passphrase",
            Who::May(Permission::BeSignedIn),
            change_passphrase,
        )
        .without_second_key(),
        Route::post(
            "/{language}/desk/keys/paper",
            Who::May(Permission::BeSignedIn),
            make_paper_key,
        )
        .without_second_key(),
        Route::get("/{language}/desk/lost-passphrase", Who::Anyone, show_lost).in_lane(Lane::Doors),
        Route::post("/{language}/desk/lost-passphrase", Who::Anyone, reset).in_lane(Lane::Doors),
    ]
}

/// What to mend in which field; the error itself where no field is to blame.
fn mend(page: &Page, error: ServiceError, current: &'static str) -> Result<Problems, ServiceError> {
    let (field, words) = match error {
        ServiceError::WeakPassphrase(strength) => ("passphrase", why_weak(page, strength)),
        ServiceError::WrongCredentials if current == "paper" => (current, page.text("lost-wrong")),
        ServiceError::WrongCredentials => (current, page.text("keys-current-wrong")),
        ServiceError::TooManyTries => (
            current,
            page.say_number("signin-throttled", "seconds", SECONDS_BETWEEN_TRIES),
        ),
        ServiceError::MistypedKey(slip) => ("paper", mistyped(page, slip)),
        error => return Err(error),
    };
    let mut problems = Problems::default();
    problems.add(field, words);
    Ok(problems)
}

fn mistyped(page: &Page, slip: RecoveryKitError) -> String {
    match slip {
        RecoveryKitError::Length { found } => {
            page.say_number("paper-length", "found", found as u64)
        }
        RecoveryKitError::UnknownCharacter { group } => {
            page.say_number("paper-character", "group", group as u64)
        }
        RecoveryKitError::Mistyped => page.text("paper-mistyped"),
    }
}

#[derive(Template)]
#[template(path = "desk/keys.html")]
struct KeysPage {
    page: Page,
    passphrase_set: Option<String>,
    paper_made: Option<String>,
    changed: bool,
    problems: Problems,
}

#[derive(Template)]
#[template(path = "desk/paper_key.html")]
struct PaperKeyPage {
    page: Page,
    name: String,
    day: String,
    kit: String,
}

async fn show(desk: Desk) -> Answer {
    let page = keys_page(&desk, Problems::default()).await?;
    Ok(show_as(StatusCode::OK, &page))
}

async fn keys_page(desk: &Desk, problems: Problems) -> Result<KeysPage, Response> {
    let slots = desk
        .site
        .house
        .own_slots(&desk.by)
        .await
        .map_err(|error| desk.refuse(&error))?;
    let page = desk.page(PATH).await;
    let day = |moment| page.date(desk.site.house.day_of(moment));
    Ok(KeysPage {
        passphrase_set: slots.passphrase_set.map(day),
        paper_made: slots.paper_made.map(day),
        changed: desk.asked.value("did") == "passphrase",
        problems,
        page,
    })
}

/// The page again, with what to mend.
async fn again(desk: &Desk, error: ServiceError, current: &'static str) -> Answer {
    let status = if matches!(error, ServiceError::TooManyTries) {
        StatusCode::TOO_MANY_REQUESTS
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = desk.page(PATH).await;
    let problems = mend(&page, error, current).map_err(|error| desk.refuse(&error))?;
    Ok(show_as(status, &keys_page(desk, problems).await?))
}

async fn change_passphrase(desk: Desk, form: DeskForm) -> Answer {
    let (current, new) = (
        form.posted.value("current"),
        form.posted.value("passphrase"),
    );
    let mut problems = Problems::default();
    problems.compare(&desk.page(PATH).await, new, form.posted.value("again"));
    if !problems.is_empty() {
        let page = keys_page(&desk, problems).await?;
        return Ok(show_as(StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    match desk
        .site
        .house
        .change_passphrase(&form.by, current, new)
        .await
    {
        Ok(()) => Ok(guard::see_other(&desk.link("desk/keys?did=passphrase"))),
        Err(error) => again(&desk, error, "current").await,
    }
}

async fn make_paper_key(desk: Desk, form: DeskForm) -> Answer {
    let passphrase = form.posted.value("passphrase-now");
    match desk.site.house.make_paper_key(&form.by, passphrase).await {
        Ok(kit) => {
            let page = desk.page(PATH).await;
            let shown = PaperKeyPage {
                name: form.by.name.clone(),
                day: page.date(desk.site.house.today()),
                kit: kit.to_string(),
                page,
            };
            Ok(show_private(StatusCode::OK, &shown))
        }
        Err(error) => again(&desk, error, "passphrase-now").await,
    }
}

#[derive(Template)]
#[template(path = "desk/lost_passphrase.html")]
struct LostPage {
    page: Page,
    name: String,
    /// A key with a slip in it, so that one letter is mended and not fifty-six copied again. One that might open
    /// the account is never given back.
    paper: String,
    problems: Problems,
}

fn lost_page(site: &Site, language: text::Language) -> LostPage {
    LostPage {
        page: Page::new(site, language, "desk/lost-passphrase"),
        name: String::new(),
        paper: String::new(),
        problems: Problems::default(),
    }
}

async fn show_lost(State(site): State<Arc<Site>>, In(language): In) -> Response {
    show_as(StatusCode::OK, &lost_page(&site, language))
}

async fn reset(State(site): State<Arc<Site>>, In(language): In, posted: Posted) -> Answer {
    let mut page = lost_page(&site, language);
    // Neither a name nor a key has control characters, and the store takes none.
    let typed = |field| -> String {
        let letters = posted.value(field).chars();
        letters.filter(|letter| !letter.is_control()).collect()
    };
    page.name = typed("name");
    let paper = typed("paper");
    let new = posted.value("passphrase");
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    page.problems
        .compare(&page.page, new, posted.value("again"));
    if page.problems.is_empty() {
        match site.house.reset_passphrase(&page.name, &paper, new).await {
            Ok(()) => {
                return Ok(guard::see_other(&format!(
                    "/{}/desk/sign-in?reset",
                    language.code()
                )));
            }
            Err(error) => {
                match error {
                    ServiceError::TooManyTries => status = StatusCode::TOO_MANY_REQUESTS,
                    ServiceError::MistypedKey(_) => page.paper = paper,
                    _ => {}
                }
                page.problems = mend(&page.page, error, "paper")
                    .map_err(|error| problem::answer(&site, language, &error))?;
            }
        }
    }
    Ok(show_private(status, &page))
}
