//! A new key for the team: when somebody has left, and how far the work has come.

use askama::Template;
use axum::http::StatusCode;
use domain::ids::NotAnId;
use domain::{MemberId, Permission};
use service::SignedIn;
use std::sync::Arc;
use text::Value;

use super::frame::{Answer, Desk};
use crate::form::DeskForm;
use crate::guard::{self, Who};
use crate::page::{Page, show_private};
use crate::routes::Route;
use crate::site::Site;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/{language}/desk/members/renewal",
            Who::May(Permission::ManageMembers),
            show,
        ),
        Route::post(
            "/{language}/desk/members/renewal",
            Who::May(Permission::ManageMembers),
            renew,
        )
        .asking_again(),
    ]
}

#[derive(Template)]
#[template(path = "desk/renewal.html")]
struct RenewalPage {
    page: Page,
    /// Who leaves, and their id.
    leaver: Option<(String, String)>,
    began: bool,
    all: u64,
    done: u64,
    progress: Option<String>,
}

/// The member that an id names; none when nobody is to leave.
fn leaver_of(typed: &str) -> Result<Option<MemberId>, NotAnId> {
    if typed.is_empty() {
        return Ok(None);
    }
    typed.parse().map(Some)
}

async fn show(desk: Desk) -> Answer {
    let house = &desk.site.house;
    let leaver = leaver_of(desk.asked.value("member")).map_err(|_| desk.no_such_page())?;
    let members = house
        .members(&desk.by)
        .await
        .map_err(|error| desk.refuse(&error))?;
    let leaver = match leaver {
        None => None,
        Some(id) => {
            let found = members
                .into_iter()
                .find(|member| member.id == id && id != desk.by.actor.member);
            let found = found.ok_or_else(|| desk.no_such_page())?;
            Some((found.name, found.id.to_string()))
        }
    };
    let progress = house
        .renewal_progress(&desk.by)
        .await
        .map_err(|error| desk.refuse(&error))?;
    let page = desk.page("desk/members/renewal").await;
    let done = progress.all - progress.left;
    let words = (progress.left > 0).then(|| {
        page.text_with(
            "renewal-progress",
            &[
                ("done", Value::from(done)),
                ("all", Value::from(progress.all)),
            ],
        )
    });
    Ok(show_private(
        StatusCode::OK,
        &RenewalPage {
            leaver,
            began: desk.asked.value("did") == "renewed",
            all: progress.all,
            done,
            progress: words,
            page,
        },
    ))
}

async fn renew(desk: Desk, form: DeskForm) -> Answer {
    let leaver = leaver_of(form.posted.value("member")).map_err(|_| desk.no_such_page())?;
    desk.site
        .house
        .renew_team_key(&form.by, leaver)
        .await
        .map_err(|error| desk.refuse(&error))?;
    wrap_in_background(&desk.site, form.by);
    Ok(guard::see_other(
        &desk.link("desk/members/renewal?did=renewed"),
    ))
}

/// Goes on with what a renewal of the team's key has left to do, with the keys of somebody who is signed in.
pub(super) fn wrap_in_background(site: &Arc<Site>, by: SignedIn) {
    let house = Arc::clone(&site.house);
    tokio::spawn(async move {
        match house.rewrap(&by).await {
            Ok(0) => {}
            Ok(keys) => tracing::info!(keys, "team-key.wrapped-anew"),
            Err(error) => tracing::error!(error = %error, "team-key.wrapping-failed"),
        }
    });
}
