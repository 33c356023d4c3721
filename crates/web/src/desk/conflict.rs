//! Two people at once: the second sees both codings beside what was there before, and chooses part by part.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use domain::incident::IncidentStage;
use domain::{Coding, IncidentId};
use service::ServiceError;
use service::incidents::{Edit, OpenedIncident};
use text::Value;

use super::changes::{done, seen};
use super::coding::{self, Draft};
use super::frame::{Answer, Desk};
use super::incident::{self, Typed, coding_of};
use super::wording;
use crate::form::DeskForm;
use crate::page::{Page, show_private};

#[derive(Template)]
#[template(path = "desk/conflict.html")]
struct ConflictPage {
    page: Page,
    id: String,
    name: String,
    /// The revision that holds theirs.
    seen: u32,
    lead: String,
    /// Whether it is still being coded, so that a choice can be saved.
    open: bool,
    /// Whether a choice was missing.
    incomplete: bool,
    rows: Vec<Row>,
    hidden: Vec<(String, String)>,
    note: String,
}

struct Row {
    key: String,
    label: String,
    before: String,
    theirs: String,
    yours: String,
    choose_theirs: bool,
    choose_yours: bool,
}

/// The page that sets both codings side by side. `seen_revision` is what the second editor began with.
pub(super) async fn show(
    desk: &Desk,
    id: IncidentId,
    seen_revision: u32,
    draft: Draft,
    incomplete: bool,
) -> Answer {
    let opened = desk
        .site
        .house
        .open_incident(&desk.by, id)
        .await
        .map_err(|error| desk.refuse(&error))?;
    let page = desk.page(&format!("desk/incidents/{id}")).await;
    let Ok(yours) = draft.coding(desk.site.house.in_force().reference()) else {
        return Err(desk.no_such_page());
    };
    let theirs = &opened.incident.coding;
    let before = coding_at(&opened, seen_revision).unwrap_or(theirs);
    let rows = coding::parts(&page, before)
        .into_iter()
        .zip(coding::parts(&page, theirs))
        .zip(coding::parts(&page, &yours))
        .filter(|((_, theirs), yours)| theirs.value != yours.value)
        .map(|((before, theirs), yours)| Row {
            key: yours.key,
            label: yours.label,
            // Where only one of the two changed a part, that one is proposed.
            choose_theirs: yours.value == before.value,
            choose_yours: theirs.value == before.value,
            before: before.value,
            theirs: theirs.value,
            yours: yours.value,
        })
        .collect();
    let answer = ConflictPage {
        id: id.to_string(),
        name: wording::incident_name(&page, &opened.incident),
        seen: opened.incident.revision,
        lead: lead(&page, desk, &opened),
        open: opened.incident.stage == IncidentStage::Coding,
        incomplete,
        rows,
        hidden: draft.fields(),
        note: draft.note,
        page,
    };
    Ok(show_private(StatusCode::CONFLICT, &answer))
}

/// The coding as it stood when the editor began.
fn coding_at(opened: &OpenedIncident, revision: u32) -> Option<&Coding> {
    let until = opened
        .history
        .iter()
        .take_while(|line| line.entry.number <= revision);
    until.filter_map(|line| coding_of(&line.entry.fact)).last()
}

fn lead(page: &Page, desk: &Desk, opened: &OpenedIncident) -> String {
    let last = opened
        .history
        .iter()
        .rev()
        .find(|line| !line.entry.fact.leaves_content());
    let name = last
        .and_then(|line| line.name.clone())
        .unwrap_or_else(|| page.text("history-nobody"));
    let moment = last
        .map(|line| desk.moment(line.entry.at))
        .unwrap_or_default();
    page.text_with(
        "conflict-lead",
        &[("name", Value::from(name)), ("moment", Value::from(moment))],
    )
}

/// Saves what was chosen, over the revision that was shown beside it.
pub(super) async fn settle(
    desk: Desk,
    Path((_, id)): Path<(String, String)>,
    form: DeskForm,
) -> Answer {
    let id: IncidentId = id.parse().map_err(|_| desk.no_such_page())?;
    let house = &desk.site.house;
    let in_force = house.in_force();
    let draft = Draft::posted(&form.posted, &in_force.codebook);
    let yours = draft
        .coding(in_force.reference())
        .map_err(|_| desk.no_such_page())?;
    let revision = seen(&form.posted);
    let current = house
        .incident(&form.by, id)
        .await
        .map_err(|error| desk.refuse(&error))?;
    if current.revision != revision {
        return show(&desk, id, revision, draft, false).await;
    }
    let mut merged = current.coding.clone();
    merged.codebook = in_force.reference();
    let page = desk.page("desk/incidents").await;
    for (theirs, yours_in_words) in coding::parts(&page, &current.coding)
        .into_iter()
        .zip(coding::parts(&page, &yours))
    {
        if theirs.value == yours_in_words.value {
            continue;
        }
        match form.posted.value(&format!("choose-{}", theirs.key)) {
            "yours" => coding::take_part(&mut merged, &yours, &theirs.key),
            "theirs" => {}
            _ => return show(&desk, id, revision, draft, true).await,
        }
    }
    let edit = Edit {
        incident: id,
        seen_revision: revision,
        change: merged,
        words: draft.note.clone(),
    };
    match house.code(&form.by, edit).await {
        Ok(_) => Ok(done(&desk, id, "saved")),
        Err(ServiceError::ChangedMeanwhile) => show(&desk, id, revision, draft, false).await,
        Err(error) => {
            let typed = Typed {
                words: draft.note.clone(),
                coding: Some(draft),
                ..Typed::default()
            };
            Ok(incident::refused(&desk, id, error, typed).await)
        }
    }
}
