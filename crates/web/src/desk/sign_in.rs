//! Signing in and out, and the page that comes first for each role.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::{Permission, Role};
use service::ServiceError;

use super::frame::{Answer, Desk};
use crate::form::{DeskForm, Posted};
use crate::guard::{self, Who};
use crate::lanes::Lane;
use crate::language::In;
use crate::page::{Page, show_as};
use crate::problem;
use crate::routes::Route;
use crate::site::Site;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/{language}/desk",
            Who::May(Permission::BeSignedIn),
            first_page,
        ),
        Route::get("/{language}/desk/sign-in", Who::Anyone, show_form).in_lane(Lane::Doors),
        Route::post("/{language}/desk/sign-in", Who::Anyone, sign_in).in_lane(Lane::Doors),
        Route::post(
            "/{language}/desk/sign-out",
            Who::May(Permission::BeSignedIn),
            sign_out,
        )
        .without_second_key(),
    ]
}

/// So many seconds after too many tries, one more is allowed.
pub(super) const SECONDS_BETWEEN_TRIES: u64 = 10;

#[derive(Template)]
#[template(path = "desk/sign_in.html")]
struct SignInPage {
    page: Page,
    name: String,
    problem: Option<String>,
    notice: Option<String>,
}

async fn first_page(desk: Desk) -> Response {
    let path = match desk.by.actor.role {
        Role::Administrator => "desk/members",
        Role::Helper => "desk/reports/new",
        Role::Analyst => "desk/figures",
        Role::Caseworker | Role::Senior => "desk/inbox",
    };
    Redirect::to(&desk.link(path)).into_response()
}

async fn show_form(
    State(site): State<Arc<Site>>,
    In(language): In,
    request: axum::extract::Request,
) -> Response {
    let page = Page::new(&site, language, "desk/sign-in");
    let notice = match request.uri().query() {
        Some("joined") => Some(page.text("signin-joined")),
        Some("reset") => Some(page.text("signin-reset")),
        Some("out") => Some(page.text("signin-out")),
        _ => None,
    };
    show_as(
        StatusCode::OK,
        &SignInPage {
            page,
            name: String::new(),
            problem: None,
            notice,
        },
    )
}

async fn sign_in(State(site): State<Arc<Site>>, In(language): In, posted: Posted) -> Answer {
    // No name has control characters, and the store takes none.
    let name: String = posted
        .value("name")
        .chars()
        .filter(|letter| !letter.is_control())
        .collect();
    let door = site.door.code();
    let problem = match site
        .house
        .sign_in(&name, posted.value("passphrase"), door)
        .await
    {
        Ok(session) => {
            // A renewal of the team's key that was interrupted goes on with the keys of whoever comes next.
            if let Ok(Some(by)) = site.house.signed_in(&session.token, door).await {
                super::renewal::wrap_in_background(&site, by);
            }
            let jar = CookieJar::new().add(guard::session_cookie(&site, session.token));
            return Ok(
                (jar, guard::see_other(&format!("/{}/desk", language.code()))).into_response(),
            );
        }
        Err(ServiceError::WrongCredentials) => (StatusCode::UNPROCESSABLE_ENTITY, false),
        Err(ServiceError::TooManyTries) => (StatusCode::TOO_MANY_REQUESTS, true),
        Err(error) => return Err(problem::answer(&site, language, &error)),
    };
    let page = Page::new(&site, language, "desk/sign-in");
    let (status, too_many) = problem;
    let problem = if too_many {
        page.say_number("signin-throttled", "seconds", SECONDS_BETWEEN_TRIES)
    } else {
        page.text("signin-wrong")
    };
    Ok(show_as(
        status,
        &SignInPage {
            page,
            name,
            problem: Some(problem),
            notice: None,
        },
    ))
}

async fn sign_out(State(site): State<Arc<Site>>, In(language): In, form: DeskForm) -> Answer {
    site.house
        .sign_out(&form.by)
        .await
        .map_err(|error| problem::answer(&site, language, &error))?;
    Ok(without_session(
        &site,
        &format!("/{}/desk/sign-in?out", language.code()),
    ))
}

/// Goes on to a page after the session has ended, and takes its cookie away.
pub(super) fn without_session(site: &Site, path: &str) -> Response {
    let mut cookie = guard::session_cookie(site, String::new());
    cookie.make_removal();
    (CookieJar::new().add(cookie), guard::see_other(path)).into_response()
}
