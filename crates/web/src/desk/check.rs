//! Checks: what waits for a second person, and the second person's decision.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use domain::{IncidentId, Permission};
use service::check::{CheckDecision, RECLASSIFIED};
use service::incidents::{Edit, IncidentNarrowing};

use super::changes::{done, seen, to_mend};
use super::coding::{self, Draft, Mend};
use super::frame::{Answer, Desk};
use super::incident::{self, Typed};
use super::incidents::Line;
use super::wording;
use crate::form::{DeskForm, Posted};
use crate::guard::Who;
use crate::page::{Page, show_private};
use crate::routes::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/{language}/desk/checks",
            Who::May(Permission::CheckIncident),
            list,
        ),
        Route::post(
            "/{language}/desk/incidents/{id}/check",
            Who::May(Permission::CheckIncident),
            decide,
        ),
    ]
}

#[derive(Template)]
#[template(path = "desk/checks.html")]
struct ChecksPage {
    page: Page,
    lines: Vec<Line>,
    next: Option<String>,
}

async fn list(desk: Desk) -> Answer {
    let narrowing = IncidentNarrowing {
        stage: Some("in-check".to_owned()),
        after: wording::place_in_list(desk.asked.value("after")),
        ..IncidentNarrowing::default()
    };
    let found = desk
        .site
        .house
        .incidents(&desk.by, narrowing)
        .await
        .map_err(|error| desk.refuse(&error))?;
    let page = desk.page("desk/checks").await;
    let lines = found
        .incidents
        .iter()
        .map(|incident| Line::of(&page, &desk, incident))
        .collect();
    let next = found.next.map(|next| {
        format!(
            "{}?after={}",
            page.link("desk/checks"),
            wording::list_place(next)
        )
    });
    Ok(show_private(
        StatusCode::OK,
        &ChecksPage { page, lines, next },
    ))
}

async fn decide(desk: Desk, Path((_, id)): Path<(String, String)>, form: DeskForm) -> Answer {
    let id: IncidentId = id.parse().map_err(|_| desk.no_such_page())?;
    let house = &desk.site.house;
    let in_force = house.in_force();
    let draft = Draft::posted(&form.posted, &in_force.codebook);
    let decision = form.posted.value("decision").to_owned();
    let words = form.posted.value("words").to_owned();
    let seen_revision = seen(&form.posted);
    let typed = || Typed {
        coding: Some(draft.clone()),
        decision: decision.clone(),
        words: words.clone(),
        ..Typed::default()
    };
    if form.posted.value("do") == "return" {
        let edit = Edit {
            incident: id,
            seen_revision,
            change: (),
            words: words.clone(),
        };
        return match house.return_to_coder(&form.by, edit).await {
            Ok(_) => Ok(done(&desk, id, "returned")),
            Err(error) => Ok(incident::refused(&desk, id, error, typed()).await),
        };
    }
    let page = desk.page("desk/checks").await;
    let mut own_coding = None;
    // A check form that was sent without its coding panel changes nothing of the coding.
    if !form.posted.value("when-precision").is_empty() {
        let current = house
            .incident(&form.by, id)
            .await
            .map_err(|error| desk.refuse(&error))?;
        // As the panel showed it: what the codebook in force no longer knows can't be changed there.
        let shown = Draft::posted(
            &Posted(Draft::of(&current.coding).fields()),
            &in_force.codebook,
        );
        match draft.coding(in_force.reference()) {
            Ok(coding) if shown.coding(in_force.reference()).as_ref() == Ok(&coding) => {}
            Ok(coding) => own_coding = Some(coding),
            Err(wrong) => {
                let mend = vec![coding::mend_field(&page, wrong)];
                return to_mend(&desk, id, &page, mend, typed()).await;
            }
        }
    }
    let mend = match (decision.as_str(), &own_coding) {
        ("", _) => Some(page.text("error-choice")),
        (RECLASSIFIED, None) => Some(page.text("checks-reclassify-nothing")),
        (RECLASSIFIED, Some(_)) | (_, None) => None,
        (_, Some(_)) => Some(page.text("checks-reclassify-other")),
    };
    if let Some(words) = mend {
        let mend = vec![Mend {
            field: "decision".to_owned(),
            words,
        }];
        return to_mend(&desk, id, &page, mend, typed()).await;
    }
    let change = CheckDecision {
        decision: decision.clone(),
        coding: own_coding,
    };
    let edit = Edit {
        incident: id,
        seen_revision,
        change,
        words: words.clone(),
    };
    match house.check(&form.by, edit).await {
        Ok(_) => Ok(done(&desk, id, "decided")),
        Err(error) => Ok(incident::refused(&desk, id, error, typed()).await),
    }
}
