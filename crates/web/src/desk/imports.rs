//! Imports: what was taken in and what came of it, undoing one, and importing a file.

mod columns;
mod trouble;
mod upload;
mod values;
mod work;

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::import::Import;
use domain::{ImportId, Permission};
use service::ServiceError;
use service::import::{Draft, DraftId, Outcome, WorkKind};

use super::frame::{Answer, Desk};
use super::wording;
use crate::form::DeskForm;
use crate::guard::{self, Who};
use crate::page::{Page, show_private};
use crate::routes::Route;

/// The permission of everything here.
const MAY: Who = Who::May(Permission::ImportIncidents);

pub(super) fn routes() -> Vec<Route> {
    [
        vec![
            Route::get("/{language}/desk/imports", MAY, list),
            Route::get("/{language}/desk/imports/{id}/undo", MAY, ask_undo),
            Route::post("/{language}/desk/imports/{id}/undo", MAY, undo).asking_again(),
            Route::post("/{language}/desk/imports/files/{draft}/forget", MAY, forget),
        ],
        upload::routes(),
        columns::routes(),
        values::routes(),
        work::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// One import in the list.
struct Line {
    id: String,
    started: String,
    series: String,
    mapping: String,
    by: String,
    state: String,
    counts: Vec<String>,
    undoable: bool,
}

/// A file that is being worked on.
struct DraftLine {
    id: String,
    name: String,
    made: String,
    state: String,
    address: String,
}

#[derive(Template)]
#[template(path = "desk/imports/list.html")]
struct ListPage {
    page: Page,
    notice: Option<String>,
    heads: Vec<String>,
    lines: Vec<Line>,
    drafts: Vec<DraftLine>,
}

/// The heads of the numbers of an import.
fn count_heads(page: &Page) -> Vec<String> {
    [
        "imports-rows",
        "imports-added",
        "imports-changed",
        "imports-unchanged",
        "imports-kept",
        "imports-rejected",
        "imports-absent",
    ]
    .into_iter()
    // uses: imports-rows imports-added imports-changed imports-unchanged imports-kept imports-rejected imports-absent
    .map(|key| page.text(key))
    .collect()
}

/// What came of the rows of an import, in the order of the heads.
fn counts(page: &Page, import: &Import) -> Vec<String> {
    let counts = &import.counts;
    let numbers = [
        counts.read,
        counts.added,
        counts.changed,
        counts.unchanged,
        counts.kept,
        counts.rejected,
    ];
    numbers
        .into_iter()
        .map(|number| page.number(number))
        .chain([counts
            .absent
            .map(|absent| page.number(absent))
            .unwrap_or_default()])
        .collect()
}

async fn list(desk: Desk) -> Answer {
    let house = &desk.site.house;
    let refuse = |error: ServiceError| desk.refuse(&error);
    let imports = house.imports(Some(&desk.by)).await.map_err(refuse)?;
    let drafts = house.import_drafts(&desk.by).map_err(refuse)?;
    let page = desk.page("desk/imports").await;
    // Names are for whoever may see the list of members; without it the id stands there.
    let members = house.members(&desk.by).await.unwrap_or_default();
    let lines = imports
        .iter()
        .rev()
        .map(|import| Line {
            id: import.id.to_string(),
            started: desk.moment(import.started),
            series: wording::series(&page, &import.series),
            mapping: import.name.clone(),
            by: match import.by {
                None => page.text("imports-by-command"),
                Some(by) => members
                    .iter()
                    .find(|member| member.id == by)
                    .map_or_else(|| by.to_string(), |member| member.name.clone()),
            },
            state: state(&page, import),
            counts: counts(&page, import),
            undoable: import.undone.is_none(),
        })
        .collect();
    let notice = match desk.asked.value("did") {
        "undone" => Some(page.text("imports-undone-done")),
        "forgotten" => Some(page.text("imports-forgotten-done")),
        _ => None,
    };
    let drafts = drafts
        .iter()
        .map(|draft| draft_line(&desk, &page, draft))
        .collect();
    let answer = ListPage {
        notice,
        heads: count_heads(&page),
        lines,
        drafts,
        page,
    };
    Ok(show_private(StatusCode::OK, &answer))
}

/// How an import stands.
fn state(page: &Page, import: &Import) -> String {
    match (&import.undone, import.finished) {
        (Some((_, undone)), _) if undone.kept > 0 => {
            page.say_number("imports-state-undone-kept", "count", undone.kept)
        }
        (Some(_), _) => page.text("imports-state-undone"),
        (None, Some(_)) => page.text("imports-state-finished"),
        (None, None) => page.text("imports-state-unfinished"),
    }
}

fn draft_line(desk: &Desk, page: &Page, draft: &Draft) -> DraftLine {
    let work = draft.work();
    let (state, next) = match work.as_ref().map(|work| (work.kind, work.outcome())) {
        None => ("imports-draft-mapping", ""),
        Some((WorkKind::Rehearsal, _)) => ("imports-draft-rehearsal", "/dry-run"),
        Some((WorkKind::Import, None)) => ("imports-draft-importing", "/import"),
        Some((WorkKind::Import, Some(outcome))) => match *outcome {
            Outcome::Imported(_) => ("imports-draft-imported", "/import"),
            _ => ("imports-draft-stopped", "/import"),
        },
    };
    // uses: imports-draft-mapping imports-draft-rehearsal imports-draft-importing imports-draft-imported imports-draft-stopped
    DraftLine {
        id: draft.id.to_string(),
        name: draft.file_name.clone(),
        made: desk.moment(draft.made),
        state: page.text(state),
        address: page.link(&format!("{}{next}", path_of(draft.id))),
    }
}

/// The path of a file's pages, after the language.
fn path_of(draft: DraftId) -> String {
    format!("desk/imports/files/{draft}")
}

impl Desk {
    /// One's own file by the id in an address.
    async fn import_draft(&self, id: &str) -> Result<Arc<Draft>, Response> {
        let id: DraftId = id.parse().map_err(|_| self.no_such_page())?;
        match self.site.house.import_draft(&self.by, id) {
            Ok(draft) => Ok(draft),
            Err(ServiceError::NotFound) => Err(self.file_is_gone().await),
            Err(error) => Err(self.refuse(&error)),
        }
    }

    /// The file was let go, or is with another process.
    async fn file_is_gone(&self) -> Response {
        let page = self.page("desk/imports").await;
        show_private(StatusCode::NOT_FOUND, &GonePage { page })
    }
}

#[derive(Template)]
#[template(path = "desk/imports/gone.html")]
struct GonePage {
    page: Page,
}

#[derive(Template)]
#[template(path = "desk/imports/undo.html")]
struct UndoPage {
    page: Page,
    id: String,
    series: String,
    mapping: String,
    started: String,
    heads: Vec<String>,
    counts: Vec<String>,
    running: bool,
    problem: Option<String>,
}

async fn ask_undo(desk: Desk, Path((_, id)): Path<(String, String)>) -> Answer {
    let id: ImportId = id.parse().map_err(|_| desk.no_such_page())?;
    let running = desk.site.house.undoing(id);
    let problem = match running.as_ref().map(|work| work.outcome()) {
        Some(Some(Ok(()))) => return Ok(guard::see_other(&desk.link("desk/imports?did=undone"))),
        Some(Some(Err(error))) => Some(error),
        _ => None,
    };
    let is_running = running.is_some() && problem.is_none();
    let shown = undo_page(&desk, id, is_running, problem.as_deref()).await?;
    Ok(shown)
}

async fn undo_page(
    desk: &Desk,
    id: ImportId,
    running: bool,
    problem: Option<&ServiceError>,
) -> Answer {
    let imports = desk
        .site
        .house
        .imports(Some(&desk.by))
        .await
        .map_err(|error| desk.refuse(&error))?;
    let import = imports
        .iter()
        .find(|import| import.id == id)
        .ok_or_else(|| desk.no_such_page())?;
    let page = desk.page("desk/imports").await;
    let problem = problem.map(|error| match error {
        ServiceError::LaterImport(_) => page.text("import-undo-later"),
        ServiceError::Import(_) => page.text("import-undo-undone"),
        _ => page.text("import-undo-failed"),
    });
    let status = if problem.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    let answer = UndoPage {
        id: id.to_string(),
        series: wording::series(&page, &import.series),
        mapping: import.name.clone(),
        started: desk.moment(import.started),
        heads: count_heads(&page),
        counts: counts(&page, import),
        running,
        problem,
        page,
    };
    let mut shown = show_private(status, &answer);
    if running {
        work::look_again_soon(&mut shown);
    }
    Ok(shown)
}

async fn undo(desk: Desk, Path((_, id)): Path<(String, String)>, form: DeskForm) -> Answer {
    let id: ImportId = id.parse().map_err(|_| desk.no_such_page())?;
    let undoing = desk
        .site
        .house
        .undo_import_behind(&form.by, id)
        .map_err(|error| desk.refuse(&error))?;
    // Most are done before anybody would see a page that says so.
    for _ in 0..20 {
        if undoing.outcome().is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Ok(guard::see_other(
        &desk.link(&format!("desk/imports/{id}/undo")),
    ))
}

async fn forget(desk: Desk, Path((_, id)): Path<(String, String)>, form: DeskForm) -> Answer {
    let draft = desk.import_draft(&id).await?;
    desk.site
        .house
        .forget_draft(&form.by, draft.id)
        .map_err(|error| desk.refuse(&error))?;
    Ok(guard::see_other(&desk.link("desk/imports?did=forgotten")))
}
