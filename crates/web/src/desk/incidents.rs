//! The list of incidents, newest first, with filters. Only codes, days and ids stand in its address.

use askama::Template;
use axum::http::StatusCode;
use domain::incident::IncidentStage;
use domain::{Incident, Permission};
use service::incidents::IncidentNarrowing;

use super::frame::{Answer, Desk};
use super::inbox::{Choice, chosen};
use super::wording::{self, typed_day};
use crate::guard::Who;
use crate::page::{Page, show_private};
use crate::routes::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(
        "/{language}/desk/incidents",
        Who::May(Permission::OpenIncident),
        list,
    )]
}

/// The facets by which the list may be narrowed, beside stage, decision, series and days.
const FILTERED_FACETS: [&str; 3] = ["category", "strand", "area"];

/// One incident in a list.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) stage: String,
    pub(super) decided: bool,
    /// The viewer coded it and it waits for a check.
    pub(super) own: bool,
    pub(super) happened: String,
    pub(super) facets: String,
}

impl Line {
    /// An incident in one line.
    pub(super) fn of(page: &Page, desk: &Desk, incident: &Incident) -> Self {
        let coded = |facet: &'static str| {
            incident
                .coding
                .facets
                .codes(facet)
                .map(move |code| page.code_label(facet, code))
        };
        let facets: Vec<String> = ["category", "place-type", "area"]
            .into_iter()
            .flat_map(coded)
            .collect();
        Self {
            id: incident.id.to_string(),
            name: wording::incident_name(page, incident),
            stage: wording::incident_stage(page, incident),
            decided: incident.stage == IncidentStage::Decided,
            own: incident.stage == IncidentStage::InCheck
                && incident.coders.contains(&desk.by.actor.member),
            happened: wording::occurred(page, &incident.coding.occurred),
            facets: facets.join(" · "),
        }
    }
}

/// A filter with its choices.
struct Filter {
    name: String,
    label: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "desk/incidents.html")]
struct IncidentsPage {
    page: Page,
    filters: Vec<Filter>,
    from: String,
    to: String,
    narrowed: bool,
    wrong_day: bool,
    lines: Vec<Line>,
    next: Option<String>,
}

fn filters(page: &Page, desk: &Desk) -> Vec<Filter> {
    let filter = |name: &str, label: String, choices: Vec<(String, String)>| {
        let given = desk.asked.value(name);
        let any = Choice::new("", page.text("inbox-filter-any"), given);
        let choices = choices
            .into_iter()
            .map(|(value, label)| Choice::new(&value, label, given));
        Filter {
            name: name.to_owned(),
            label,
            choices: std::iter::once(any).chain(choices).collect(),
        }
    };
    let stages = vec![
        ("coding".to_owned(), page.text("incident-state-open")),
        ("in-check".to_owned(), page.text("incident-state-submitted")),
        ("decided".to_owned(), page.text("incident-state-decided")),
    ];
    let codebook = page.codebook();
    let decisions = codebook.decisions.iter().map(|decision| {
        (
            decision.code.clone(),
            page.label(&decision.label, &decision.code),
        )
    });
    let series = codebook
        .series
        .iter()
        .map(|series| (series.code.clone(), page.label(&series.label, &series.code)));
    let mut filters = vec![
        filter("stage", page.text("incidents-filter-state"), stages),
        filter(
            "decision",
            page.text("judgement-verification"),
            decisions.collect(),
        ),
        filter("series", page.text("incident-series"), series.collect()),
    ];
    for facet in FILTERED_FACETS.iter().filter_map(|id| codebook.facet(id)) {
        let codes = facet
            .codes
            .iter()
            .map(|code| (code.code.clone(), page.label(&code.label, &code.code)));
        filters.push(filter(
            &facet.id,
            wording::facet(page, facet),
            codes.collect(),
        ));
    }
    filters
}

async fn list(desk: Desk) -> Answer {
    let asked = &desk.asked;
    let page = desk.page("desk/incidents").await;
    let filters = filters(&page, &desk);
    let given = |name: &str| {
        filters
            .iter()
            .find(|filter| filter.name == name)
            .and_then(|filter| chosen(&filter.choices))
    };
    let (from, to) = (typed_day(asked.value("from")), typed_day(asked.value("to")));
    let wrong_day = from.is_err() || to.is_err();
    let narrowing = IncidentNarrowing {
        stage: given("stage"),
        decision: given("decision"),
        series: given("series"),
        from: from.ok().flatten(),
        to: to.ok().flatten(),
        facets: FILTERED_FACETS
            .iter()
            .filter_map(|facet| Some(((*facet).to_owned(), given(facet)?)))
            .collect(),
        after: wording::place_in_list(asked.value("after")),
    };
    let found = desk
        .site
        .house
        .incidents(&desk.by, narrowing)
        .await
        .map_err(|error| desk.refuse(&error))?;
    let names = ["stage", "decision", "series"]
        .into_iter()
        .chain(FILTERED_FACETS);
    let days = ["from", "to"].map(|name| (name, asked.value(name).to_owned()));
    let kept: Vec<(&str, String)> = names
        .filter_map(|name| Some((name, given(name)?)))
        .chain(days.into_iter().filter(|(_, day)| !day.is_empty()))
        .collect();
    let next = found.next.map(|next| {
        let after = [("after", wording::list_place(next))];
        let query = serde_urlencoded::to_string(kept.iter().chain(&after).collect::<Vec<_>>())
            .unwrap_or_default();
        format!("{}?{query}", page.link("desk/incidents"))
    });
    let answer = IncidentsPage {
        filters,
        from: asked.value("from").to_owned(),
        to: asked.value("to").to_owned(),
        narrowed: !kept.is_empty(),
        wrong_day,
        lines: found
            .incidents
            .iter()
            .map(|incident| Line::of(&page, &desk, incident))
            .collect(),
        next,
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
