//! Who may do what: the one table of permissions, readable by everybody who is signed in.

use askama::Template;
use axum::http::StatusCode;
use domain::{Permission, Role};

use super::frame::{Answer, Desk};
use super::wording;
use crate::guard::Who;
use crate::page::{Page, show_as};
use crate::routes::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(
        "/{language}/desk/permissions",
        Who::May(Permission::BeSignedIn),
        show,
    )]
}

#[derive(Template)]
#[template(path = "desk/permissions.html")]
struct PermissionsPage {
    page: Page,
    roles: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    label: String,
    may: Vec<bool>,
}

/// What a permission allows, in words.
fn in_words(page: &Page, permission: Permission) -> String {
    page.text(match permission {
        // uses: permission-be-signed-in permission-enter-report permission-see-inbox permission-open-report
        // uses: permission-triage-report permission-open-incident permission-code-incident permission-check-incident
        // uses: permission-search-text permission-see-exact-figures permission-manage-members permission-hand-over-key
        // uses: permission-see-ledger permission-import-incidents permission-export-facets permission-export-unsealed
        Permission::BeSignedIn => "permission-be-signed-in",
        Permission::EnterReport => "permission-enter-report",
        Permission::SeeInbox => "permission-see-inbox",
        Permission::OpenReport => "permission-open-report",
        Permission::TriageReport => "permission-triage-report",
        Permission::OpenIncident => "permission-open-incident",
        Permission::CodeIncident => "permission-code-incident",
        Permission::CheckIncident => "permission-check-incident",
        Permission::ImportIncidents => "permission-import-incidents",
        Permission::ExportFacets => "permission-export-facets",
        Permission::ExportUnsealed => "permission-export-unsealed",
        Permission::SearchText => "permission-search-text",
        Permission::SeeExactFigures => "permission-see-exact-figures",
        Permission::ManageMembers => "permission-manage-members",
        Permission::HandOverKey => "permission-hand-over-key",
        Permission::SeeLedger => "permission-see-ledger",
    })
}

async fn show(desk: Desk) -> Answer {
    let page = desk.page("desk/permissions").await;
    let rows = Permission::ALL
        .iter()
        .map(|permission| Row {
            label: in_words(&page, *permission),
            may: Role::ALL.iter().map(|role| role.may(*permission)).collect(),
        })
        .collect();
    let roles = Role::ALL
        .iter()
        .map(|role| wording::role(&page, *role))
        .collect();
    Ok(show_as(
        StatusCode::OK,
        &PermissionsPage { page, roles, rows },
    ))
}
