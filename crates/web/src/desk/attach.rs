//! Finding the incident that a report belongs to, and attaching it.
//!
//! What is looked for is posted, not put into the address: days and words could point to a person.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use domain::{IncidentId, Permission, ReportId};
use service::triage::CandidateQuery;

use super::frame::{Answer, Desk};
use super::inbox::{Choice, chosen};
use super::wording::{self, typed_day};
use crate::form::DeskForm;
use crate::guard::{self, Who};
use crate::page::{Page, show_private};
use crate::routes::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(
            "/{language}/desk/reports/{id}/candidates",
            Who::May(Permission::TriageReport),
            candidates,
        ),
        Route::post(
            "/{language}/desk/reports/{id}/attach",
            Who::May(Permission::TriageReport),
            attach,
        ),
    ]
}

#[derive(Template)]
#[template(path = "desk/attach.html")]
struct AttachPage {
    page: Page,
    report: String,
    from: String,
    to: String,
    words: String,
    areas: Vec<Choice>,
    categories: Vec<Choice>,
    wrong_day: bool,
    found: Vec<Line>,
}

struct Line {
    id: String,
    name: String,
    stage: String,
    happened: String,
    facets: String,
}

fn choices(page: &Page, facet: &str, given: &str) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", page.text("inbox-filter-any"), given)];
    if let Some(facet) = page.codebook().facet(facet) {
        choices.extend(
            facet
                .codes
                .iter()
                .map(|code| Choice::new(&code.code, page.label(&code.label, &code.code), given)),
        );
    }
    choices
}

async fn candidates(desk: Desk, Path((_, id)): Path<(String, String)>, form: DeskForm) -> Answer {
    let id: ReportId = id.parse().map_err(|_| desk.no_such_page())?;
    let page = desk.page(&format!("desk/reports/{id}")).await;
    let posted = &form.posted;
    let areas = choices(&page, "area", posted.value("area"));
    let categories = choices(&page, "category", posted.value("category"));
    let (from, to) = (
        typed_day(posted.value("from")),
        typed_day(posted.value("to")),
    );
    let wrong_day = from.is_err() || to.is_err();
    let query = CandidateQuery {
        from: from.ok().flatten(),
        to: to.ok().flatten(),
        area: chosen(&areas),
        category: chosen(&categories),
        words: posted.value("words").to_owned(),
    };
    let found = desk
        .site
        .house
        .candidates(&form.by, query)
        .await
        .map_err(|error| desk.refuse(&error))?;
    let found = found
        .iter()
        .map(|incident| {
            let coded = |facet: &str| {
                incident
                    .coding
                    .facets
                    .codes(facet)
                    .map(|code| page.code_label(facet, code))
                    .collect::<Vec<_>>()
            };
            let facets: Vec<String> = ["category", "place-type", "area"]
                .iter()
                .flat_map(|facet| coded(facet))
                .collect();
            Line {
                id: incident.id.to_string(),
                name: wording::incident_name(&page, incident),
                stage: wording::incident_stage(&page, incident),
                happened: wording::occurred(&page, &incident.coding.occurred),
                facets: text::list(page.language, &facets),
            }
        })
        .collect();
    let answer = AttachPage {
        report: id.to_string(),
        from: posted.value("from").to_owned(),
        to: posted.value("to").to_owned(),
        words: posted.value("words").to_owned(),
        areas,
        categories,
        wrong_day,
        found,
        page,
    };
    Ok(show_private(
        if wrong_day {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        },
        &answer,
    ))
}

async fn attach(desk: Desk, Path((_, id)): Path<(String, String)>, form: DeskForm) -> Answer {
    let id: ReportId = id.parse().map_err(|_| desk.no_such_page())?;
    let incident: IncidentId = form
        .posted
        .value("incident")
        .parse()
        .map_err(|_| desk.no_such_page())?;
    desk.site
        .house
        .attach(&form.by, vec![id], incident)
        .await
        .map_err(|error| desk.refuse(&error))?;
    Ok(guard::see_other(
        &desk.link(&format!("desk/incidents/{incident}?did=attached")),
    ))
}
