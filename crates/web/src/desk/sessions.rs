//! One's own open sessions, and closing them.

use askama::Template;
use axum::http::StatusCode;
use domain::Permission;

use super::frame::{Answer, Desk};
use super::sign_in::without_session;
use crate::form::DeskForm;
use crate::guard::{self, Who};
use crate::page::{Page, show_as};
use crate::routes::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/{language}/desk/sessions",
            Who::May(Permission::BeSignedIn),
            list,
        )
        .without_second_key(),
        Route::post(
            "/{language}/desk/sessions/close",
            Who::May(Permission::BeSignedIn),
            close,
        )
        .without_second_key(),
        Route::post(
            "/{language}/desk/sessions/close-all",
            Who::May(Permission::BeSignedIn),
            close_all,
        )
        .without_second_key(),
    ]
}

#[derive(Template)]
#[template(path = "desk/sessions.html")]
struct SessionsPage {
    page: Page,
    limits: String,
    sessions: Vec<Line>,
    closed: bool,
}

struct Line {
    id: String,
    opened: String,
    seen: String,
    ends: String,
    is_this: bool,
}

async fn list(desk: Desk) -> Answer {
    let page = desk.page("desk/sessions").await;
    let settings = desk.site.house.settings();
    let sessions = desk
        .site
        .house
        .own_sessions(&desk.by)
        .await
        .map_err(|error| desk.refuse(&error))?;
    let sessions = sessions
        .into_iter()
        .map(|session| Line {
            id: hex::encode(session.id),
            opened: desk.moment(session.opened),
            seen: desk.moment(session.seen),
            ends: desk.moment(
                session
                    .opened
                    .plus_seconds(settings.session_absolute_seconds),
            ),
            is_this: session.is_this,
        })
        .collect();
    Ok(show_as(
        StatusCode::OK,
        &SessionsPage {
            limits: limits(
                &page,
                settings.session_idle_seconds,
                settings.session_absolute_seconds,
            ),
            sessions,
            closed: desk.asked.value("did") == "closed",
            page,
        },
    ))
}

/// After how long a session ends by itself, in words.
fn limits(page: &Page, idle_seconds: i64, absolute_seconds: i64) -> String {
    let whole = |seconds: i64, in_one: i64| u64::try_from(seconds / in_one).unwrap_or_default();
    let idle = page.say_number("session-idle", "minutes", whole(idle_seconds, 60));
    let absolute = page.say_number("session-absolute", "hours", whole(absolute_seconds, 3600));
    format!("{idle} {absolute}")
}

async fn close(desk: Desk, form: DeskForm) -> Answer {
    let mut session = [0; 16];
    hex::decode_to_slice(form.posted.value("session"), &mut session)
        .map_err(|_| desk.no_such_page())?;
    desk.site
        .house
        .close_own_session(&form.by, session)
        .await
        .map_err(|error| desk.refuse(&error))?;
    Ok(if session == form.by.session {
        without_session(&desk.site, &desk.link("desk/sign-in?out"))
    } else {
        guard::see_other(&desk.link("desk/sessions?did=closed"))
    })
}

async fn close_all(desk: Desk, form: DeskForm) -> Answer {
    desk.site
        .house
        .close_own_sessions(&form.by)
        .await
        .map_err(|error| desk.refuse(&error))?;
    Ok(without_session(&desk.site, &desk.link("desk/sign-in?out")))
}
