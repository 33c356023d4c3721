//! Finding the area of an incident: a postcode, a name or a point is looked up, and codes are offered.
//!
//! What is typed comes in the body of a form, is looked up in our own sets, and is not kept.

use axum::extract::Path;
use axum::http::StatusCode;
use domain::{IncidentId, Permission};
use service::areas::Found;
use text::Value;

use super::coding::Draft;
use super::frame::{Answer, Desk};
use super::incident::{self, Refusal, Typed};
use super::wording::typed_day;
use crate::form::DeskForm;
use crate::guard::Who;
use crate::page::Page;
use crate::routes::Route;

/// The facet that says where an incident happened.
pub(super) const AREA_FACET: &str = "area";
/// So many suggestions are shown.
const MOST_SHOWN: usize = 12;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::post(
        "/{language}/desk/incidents/{id}/area",
        Who::May(Permission::CodeIncident),
        find,
    )]
}

/// The field for a place, with what came of it.
#[derive(Default)]
pub(super) struct AreaFinder {
    pub(super) asked: String,
    pub(super) suggestions: Vec<Suggestion>,
    /// Something was asked for, and nothing is known of it.
    pub(super) nothing: bool,
    /// It was used: what it stands in is open.
    pub(super) used: bool,
}

/// A place that was found.
pub(super) struct Suggestion {
    /// The areas around it, each with its set and its date.
    pub(super) areas: Vec<String>,
    /// The code of the codebook that stands for it, with its label; none if none does.
    pub(super) code: Option<(String, String)>,
}

async fn find(desk: Desk, Path((_, id)): Path<(String, String)>, form: DeskForm) -> Answer {
    let id: IncidentId = id.parse().map_err(|_| desk.no_such_page())?;
    let house = &desk.site.house;
    let in_force = house.in_force();
    let mut draft = Draft::posted(&form.posted, &in_force.codebook);
    let taken = form.posted.value("take-area");
    let mut finder = AreaFinder {
        used: true,
        ..AreaFinder::default()
    };
    if taken.is_empty() {
        let asked = form.posted.value("place").trim();
        let day = typed_day(form.posted.value("when-from"))
            .ok()
            .flatten()
            .unwrap_or_else(|| house.today());
        let book = house
            .area_book()
            .await
            .map_err(|error| desk.refuse(&error))?;
        let found = book
            .find(asked, day)
            .await
            .map_err(|error| desk.refuse(&error))?;
        let page = desk.page("desk/incidents").await;
        finder.nothing = found.is_empty();
        finder.asked = asked.to_owned();
        finder.suggestions = found
            .iter()
            .take(MOST_SHOWN)
            .map(|found| suggestion(&page, found, day))
            .collect();
    } else {
        draft.choose(AREA_FACET, taken);
    }
    let typed = Typed {
        words: form.posted.value("words").to_owned(),
        decision: form.posted.value("decision").to_owned(),
        coding: Some(draft),
        place: Some(finder),
        ..Typed::default()
    };
    let shown_again = Refusal {
        status: StatusCode::OK,
        title: None,
        mend: Vec::new(),
        typed,
    };
    incident::incident_page(&desk, id, Some(shown_again)).await
}

fn suggestion(page: &Page, found: &Found, day: jiff::civil::Date) -> Suggestion {
    let facet = page.codebook().facet(AREA_FACET);
    let code = facet.and_then(|facet| found.code_for(facet, day, false));
    Suggestion {
        areas: found
            .areas
            .iter()
            .map(|area| {
                page.text_with(
                    "area-found",
                    &[
                        ("name", Value::from(area.name.as_str())),
                        ("code", Value::from(area.code.as_str())),
                        ("set", Value::from(area.set.title.as_str())),
                        ("date", Value::from(page.date(area.set.valid_from))),
                    ],
                )
            })
            .collect(),
        code: code.map(|code| {
            let label = page.code_label(AREA_FACET, &code);
            (code, page.say("area-take", "area", &label))
        }),
    }
}
