//! Members: who there is, inviting, suspending, and handing over the team's key.

use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::member::MemberState;
use domain::{MemberId, Permission, Role};
use service::ServiceError;
use text::Value;

use super::frame::{Answer, Desk};
use super::inbox::Choice;
use super::wording;
use crate::form::DeskForm;
use crate::guard::{self, Who};
use crate::page::{Page, show_private};
use crate::routes::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/{language}/desk/members",
            Who::May(Permission::HandOverKey),
            list,
        ),
        Route::post(
            "/{language}/desk/members/invite",
            Who::May(Permission::ManageMembers),
            invite,
        )
        .asking_again(),
        Route::post(
            "/{language}/desk/members/suspend",
            Who::May(Permission::ManageMembers),
            suspend,
        )
        .asking_again(),
        Route::post(
            "/{language}/desk/members/reinstate",
            Who::May(Permission::ManageMembers),
            reinstate,
        )
        .asking_again(),
        Route::post(
            "/{language}/desk/members/close-sessions",
            Who::May(Permission::ManageMembers),
            close_sessions,
        )
        .asking_again(),
        Route::post(
            "/{language}/desk/members/key",
            Who::May(Permission::HandOverKey),
            hand_over_key,
        )
        .asking_again(),
    ]
}

#[derive(Template)]
#[template(path = "desk/members.html")]
struct MembersPage {
    page: Page,
    lines: Vec<Line>,
    notice: Option<String>,
    problem: Option<String>,
    name: String,
    roles: Vec<RoleChoice>,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a mark of its own on the page"
)]
struct Line {
    id: String,
    name: String,
    role: String,
    state: String,
    active: bool,
    suspended: bool,
    waits_for_key: bool,
    is_viewer: bool,
}

struct RoleChoice {
    choice: Choice,
    definition: String,
}

#[derive(Template)]
#[template(path = "desk/invited.html")]
struct InvitedPage {
    page: Page,
    name: String,
    role: String,
    said: String,
    address: String,
    waits: bool,
}

async fn list(desk: Desk) -> Answer {
    let page = members_page(&desk, None, "", "").await?;
    Ok(show_private(StatusCode::OK, &page))
}

async fn members_page(
    desk: &Desk,
    problem: Option<String>,
    name: &str,
    role: &str,
) -> Result<MembersPage, Response> {
    let members = desk
        .site
        .house
        .members(&desk.by)
        .await
        .map_err(|error| desk.refuse(&error))?;
    let page = desk.page("desk/members").await;
    let lines = members
        .into_iter()
        .map(|member| Line {
            id: member.id.to_string(),
            role: wording::role(&page, member.role),
            state: match member.state {
                MemberState::Invited => page.text("member-state-invited"),
                MemberState::Active => page.text("member-state-active"),
                MemberState::Suspended => page.text("member-state-suspended"),
            },
            active: member.state == MemberState::Active,
            suspended: member.state == MemberState::Suspended,
            waits_for_key: member.waits_for_key,
            is_viewer: member.id == desk.by.actor.member,
            name: member.name,
        })
        .collect();
    let roles = Role::ALL
        .into_iter()
        .map(|known| RoleChoice {
            choice: Choice::new(known.code(), wording::role(&page, known), role),
            // uses: role-administrator.definition role-helper.definition role-caseworker.definition role-senior.definition role-analyst.definition
            definition: page.text(&format!("role-{}.definition", known.code())),
        })
        .collect();
    let notice = match desk.asked.value("did") {
        "suspended" => Some(page.text("members-suspended-done")),
        "reinstated" => Some(page.text("members-reinstated-done")),
        "closed" => Some(page.text("members-sessions-closed-done")),
        "key" => Some(page.text("members-key-done")),
        _ => None,
    };
    Ok(MembersPage {
        page,
        lines,
        notice,
        problem,
        name: name.to_owned(),
        roles,
    })
}

async fn invite(desk: Desk, headers: HeaderMap, form: DeskForm) -> Answer {
    let (name, role_word) = (form.posted.value("name"), form.posted.value("role"));
    let Some(role) = Role::parse(role_word) else {
        let page = desk.page("desk/members").await;
        let again = members_page(&desk, Some(page.text("error-choice")), name, role_word).await?;
        return Ok(show_private(StatusCode::UNPROCESSABLE_ENTITY, &again));
    };
    match desk.site.house.invite(Some(&form.by), name, role).await {
        Ok(link) => {
            let page = desk.page("desk/members").await;
            let said = page.text_with(
                "members-invite-link",
                &[
                    ("name", Value::from(name)),
                    ("date", Value::from(desk.moment(link.expires))),
                ],
            );
            let answer = InvitedPage {
                name: name.to_owned(),
                role: wording::role(&page, role),
                said,
                address: address(
                    &desk,
                    &headers,
                    &page.link(&format!("invitation/{}", link.token)),
                ),
                waits: role.holds_team_key() && !form.by.holds_team_key(),
                page,
            };
            Ok(show_private(StatusCode::OK, &answer))
        }
        Err(ServiceError::UnusableName) => {
            let page = desk.page("desk/members").await;
            let again = members_page(
                &desk,
                Some(page.text("members-name-unusable")),
                name,
                role_word,
            )
            .await?;
            Ok(show_private(StatusCode::UNPROCESSABLE_ENTITY, &again))
        }
        Err(error) => Err(desk.refuse(&error)),
    }
}

/// A path of ours as a whole address, under the name by which the inviter's browser found us.
fn address(desk: &Desk, headers: &HeaderMap, path: &str) -> String {
    let scheme = if desk.site.settings.secure {
        "https"
    } else {
        "http"
    };
    match headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
    {
        Some(host) => format!("{scheme}://{host}{path}"),
        None => path.to_owned(),
    }
}

async fn suspend(desk: Desk, form: DeskForm) -> Answer {
    set_suspended(&desk, &form, true, "desk/members?did=suspended").await
}

async fn reinstate(desk: Desk, form: DeskForm) -> Answer {
    set_suspended(&desk, &form, false, "desk/members?did=reinstated").await
}

async fn set_suspended(desk: &Desk, form: &DeskForm, suspended: bool, then: &str) -> Answer {
    let member: MemberId = form
        .posted
        .value("member")
        .parse()
        .map_err(|_| desk.no_such_page())?;
    let done = desk
        .site
        .house
        .set_suspended(&form.by, member, suspended)
        .await;
    done.map_err(|error| desk.refuse(&error))?;
    Ok(guard::see_other(&desk.link(then)))
}

async fn close_sessions(desk: Desk, form: DeskForm) -> Answer {
    let member: MemberId = form
        .posted
        .value("member")
        .parse()
        .map_err(|_| desk.no_such_page())?;
    desk.site
        .house
        .close_sessions_of(&form.by, member)
        .await
        .map_err(|error| desk.refuse(&error))?;
    Ok(guard::see_other(&desk.link("desk/members?did=closed")))
}

async fn hand_over_key(desk: Desk, form: DeskForm) -> Answer {
    let member: MemberId = form
        .posted
        .value("member")
        .parse()
        .map_err(|_| desk.no_such_page())?;
    desk.site
        .house
        .hand_over_key(&form.by, member)
        .await
        .map_err(|error| desk.refuse(&error))?;
    Ok(guard::see_other(&desk.link("desk/members?did=key")))
}
