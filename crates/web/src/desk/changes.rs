//! The forms of an incident: coding, the person's and the police's judgement, opening it again.

use axum::extract::Path;
use domain::{IncidentId, Permission};
use service::ServiceError;
use service::incidents::Edit;

use super::coding::{self, Draft, posted_facets};
use super::conflict;
use super::frame::{Answer, Desk};
use super::incident::{self, PERCEIVED_FACETS, Refusal, Typed};
use super::wording::typed_day;
use crate::form::{DeskForm, Posted};
use crate::guard::{self, Who};
use crate::page::Page;
use crate::routes::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(
            "/{language}/desk/incidents/{id}/coding",
            Who::May(Permission::CodeIncident),
            code,
        ),
        Route::post(
            "/{language}/desk/incidents/{id}/coding/chosen",
            Who::May(Permission::CodeIncident),
            conflict::settle,
        ),
        Route::post(
            "/{language}/desk/incidents/{id}/perception",
            Who::May(Permission::CodeIncident),
            perception,
        ),
        Route::post(
            "/{language}/desk/incidents/{id}/police",
            Who::May(Permission::CodeIncident),
            police,
        ),
        Route::post(
            "/{language}/desk/incidents/{id}/reopen",
            Who::May(Permission::CheckIncident),
            reopen,
        ),
    ]
}

/// The revision that the editor was shown. Anything else than a number is older than every revision.
pub(super) fn seen(posted: &Posted) -> u32 {
    posted.value("seen").parse().unwrap_or(0)
}

/// Goes on to an incident, saying what was done.
pub(super) fn done(desk: &Desk, id: IncidentId, did: &str) -> axum::response::Response {
    guard::see_other(&desk.link(&format!("desk/incidents/{id}?did={did}")))
}

/// The page again with what has to be mended in a form, and all that was typed.
pub(super) async fn to_mend(
    desk: &Desk,
    id: IncidentId,
    page: &Page,
    mend: Vec<coding::Mend>,
    typed: Typed,
) -> Answer {
    let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    let refusal = Refusal {
        status,
        title: Some(page.text("error-summary-title")),
        mend,
        typed,
    };
    incident::incident_page(desk, id, Some(refusal)).await
}

async fn code(desk: Desk, Path((_, id)): Path<(String, String)>, form: DeskForm) -> Answer {
    let id: IncidentId = id.parse().map_err(|_| desk.no_such_page())?;
    let house = &desk.site.house;
    let in_force = house.in_force();
    let draft = Draft::posted(&form.posted, &in_force.codebook);
    let coding = match draft.coding(in_force.reference()) {
        Ok(coding) => coding,
        Err(wrong) => {
            let page = desk.page("desk/incidents").await;
            let mend = vec![coding::mend_field(&page, wrong)];
            return to_mend(
                &desk,
                id,
                &page,
                mend,
                Typed {
                    coding: Some(draft),
                    ..Typed::default()
                },
            )
            .await;
        }
    };
    let typed = |draft: &Draft| Typed {
        coding: Some(draft.clone()),
        words: draft.note.clone(),
        ..Typed::default()
    };
    let submit = form.posted.value("do") == "submit";
    let mut revision = seen(&form.posted);
    let before = house
        .incident(&form.by, id)
        .await
        .map_err(|error| desk.refuse(&error))?;
    let unchanged = before.revision == revision && before.coding == coding;
    // What is unchanged and said in no words leaves no entry behind.
    if !(unchanged && (submit || draft.note.trim().is_empty())) {
        let words = if submit {
            String::new()
        } else {
            draft.note.clone()
        };
        let edit = Edit {
            incident: id,
            seen_revision: revision,
            change: coding,
            words,
        };
        match house.code(&form.by, edit).await {
            Ok(incident) => revision = incident.revision,
            Err(ServiceError::ChangedMeanwhile) => {
                return conflict::show(&desk, id, revision, draft, false).await;
            }
            Err(error) => return Ok(incident::refused(&desk, id, error, typed(&draft)).await),
        }
    }
    if !submit {
        return Ok(done(&desk, id, "saved"));
    }
    let edit = Edit {
        incident: id,
        seen_revision: revision,
        change: (),
        words: draft.note.clone(),
    };
    match house.submit_for_check(&form.by, edit).await {
        Ok(_) => Ok(done(&desk, id, "submitted")),
        Err(error) => Ok(incident::refused(&desk, id, error, typed(&draft)).await),
    }
}

async fn perception(desk: Desk, Path((_, id)): Path<(String, String)>, form: DeskForm) -> Answer {
    let id: IncidentId = id.parse().map_err(|_| desk.no_such_page())?;
    let house = &desk.site.house;
    let in_force = house.in_force();
    let facets = PERCEIVED_FACETS
        .iter()
        .filter_map(|facet| in_force.codebook.facet(facet));
    let perceived = posted_facets(&form.posted, facets, "perceived");
    let words = form.posted.value("words").to_owned();
    let edit = Edit {
        incident: id,
        seen_revision: seen(&form.posted),
        change: perceived.clone(),
        words: words.clone(),
    };
    match house.record_perception(&form.by, edit).await {
        Ok(_) => Ok(done(&desk, id, "saved")),
        Err(error) => {
            let typed = Typed {
                perceived: Some(perceived),
                words,
                ..Typed::default()
            };
            Ok(incident::refused(&desk, id, error, typed).await)
        }
    }
}

async fn police(desk: Desk, Path((_, id)): Path<(String, String)>, form: DeskForm) -> Answer {
    let id: IncidentId = id.parse().map_err(|_| desk.no_such_page())?;
    let (classification, on) = (
        form.posted.value("classification"),
        form.posted.value("decided-on"),
    );
    let words = form.posted.value("words").to_owned();
    let typed = || Typed {
        police: Some((classification.to_owned(), on.to_owned())),
        words: words.clone(),
        ..Typed::default()
    };
    let Ok(day) = typed_day(on) else {
        let page = desk.page("desk/incidents").await;
        let mend = vec![coding::Mend {
            field: "decided-on".to_owned(),
            words: page.text("error-date"),
        }];
        return to_mend(&desk, id, &page, mend, typed()).await;
    };
    let edit = Edit {
        incident: id,
        seen_revision: seen(&form.posted),
        change: (classification.to_owned(), day),
        words: words.clone(),
    };
    match desk
        .site
        .house
        .record_police_classification(&form.by, edit)
        .await
    {
        Ok(_) => Ok(done(&desk, id, "saved")),
        Err(error) => Ok(incident::refused(&desk, id, error, typed()).await),
    }
}

async fn reopen(desk: Desk, Path((_, id)): Path<(String, String)>, form: DeskForm) -> Answer {
    let id: IncidentId = id.parse().map_err(|_| desk.no_such_page())?;
    let words = form.posted.value("words").to_owned();
    let edit = Edit {
        incident: id,
        seen_revision: seen(&form.posted),
        change: (),
        words: words.clone(),
    };
    match desk.site.house.reopen(&form.by, edit).await {
        Ok(_) => Ok(done(&desk, id, "reopened")),
        Err(error) => Ok(incident::refused(
            &desk,
            id,
            error,
            Typed {
                words,
                ..Typed::default()
            },
        )
        .await),
    }
}
