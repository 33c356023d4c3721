//! Figures inside the house: any facet by any facet, exact or as the public sees it, to look at and to take away.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use domain::Permission;
use figures::Unit;
use service::ServiceError;
use service::counting::{StatsError, StatsQuestion, dimension_of, unit_of, unit_word};

use super::frame::{Answer, Desk};
use super::inbox::Choice;
use super::wording::{self, typed_day};
use crate::figure::{self, Figure};
use crate::form::Posted;
use crate::guard::Who;
use crate::page::{Page, show_as};
use crate::routes::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/{language}/desk/figures",
            Who::May(Permission::SeeExactFigures),
            show,
        ),
        Route::get(
            "/{language}/desk/figures.csv",
            Who::May(Permission::SeeExactFigures),
            csv,
        ),
        Route::get(
            "/{language}/desk/figures.json",
            Who::May(Permission::SeeExactFigures),
            json,
        ),
    ]
}

/// What goes down when nothing was chosen.
const FIRST_ROWS: &str = "quarter";
/// Dimensions beside the facets.
const PLAIN_DIMENSIONS: [&str; 4] = ["year", "quarter", "month", "stage"];

#[derive(Template)]
#[template(path = "desk/figures.html")]
struct FiguresPage {
    page: Page,
    rows: Vec<Choice>,
    columns: Vec<Choice>,
    units: Vec<Choice>,
    series: Vec<Choice>,
    filters: Vec<FilterGroup>,
    exact: bool,
    from: String,
    to: String,
    known: String,
    problem: Option<String>,
    figures: Vec<Figure>,
    query: String,
}

/// The codes of one facet to choose from.
struct FilterGroup {
    label: String,
    choices: Vec<Choice>,
}

/// What was asked can't be asked: something in it is no day, or no unit.
struct Unreadable;

fn question(asked: &Posted) -> Result<StatsQuestion, Unreadable> {
    let given = |name| {
        Some(asked.value(name))
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
    };
    let day = |name| typed_day(asked.value(name)).map_err(|_| Unreadable);
    let filters = asked
        .values("where")
        .filter_map(|filter| filter.split_once('='));
    Ok(StatsQuestion {
        rows: given("rows").or_else(|| Some(FIRST_ROWS.to_owned())),
        columns: given("columns"),
        filters: filters
            .map(|(facet, code)| (facet.to_owned(), code.to_owned()))
            .collect(),
        from: day("from")?,
        to: day("to")?,
        unit: given("unit")
            .map(|unit| unit_of(&unit).ok_or(Unreadable))
            .transpose()?,
        series: given("series"),
        exact: asked.value("as") != "public",
        as_known_on: day("known")?,
        entries: false,
    })
}

/// Why there is no answer.
enum NoAnswer {
    /// What was asked can't be counted; this says why.
    Unusable(String),
    /// A service failed.
    Failed(ServiceError),
}

async fn ask(desk: &Desk, page: &Page) -> Result<Vec<figures::Answer>, NoAnswer> {
    let cannot = || NoAnswer::Unusable(page.text("figures-cannot-count"));
    let question = question(&desk.asked).map_err(|Unreadable| cannot())?;
    desk.site
        .house
        .stats(&question)
        .await
        .map_err(|error| match error {
            StatsError::Service(error) => NoAnswer::Failed(error),
            StatsError::NoRule { .. } => NoAnswer::Unusable(page.text("figures-no-rule")),
            StatsError::Count(_) | StatsError::UnknownSeries(_) => cannot(),
        })
}

async fn show(desk: Desk) -> Answer {
    let page = desk.page("desk/figures").await;
    let (answers, problem) = match ask(&desk, &page).await {
        Ok(answers) => (answers, None),
        Err(NoAnswer::Unusable(words)) => (Vec::new(), Some(words)),
        Err(NoAnswer::Failed(error)) => return Err(desk.refuse(&error)),
    };
    let figures = answers.into_iter().enumerate().map(|(place, answer)| {
        Figure::new(
            &page,
            &answer.without_empty_lines(),
            &format!("figure-{place}"),
        )
    });
    let figures: Vec<Figure> = figures.collect();
    let asked = &desk.asked;
    let status = if problem.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let rows = if asked.value("rows").is_empty() {
        FIRST_ROWS
    } else {
        asked.value("rows")
    };
    let codebook = page.codebook();
    let any = |chosen| Choice::new("", page.text("figures-filter-any"), chosen);
    let series = codebook.series.iter().map(|series| {
        Choice::new(
            &series.code,
            wording::series(&page, &series.code),
            asked.value("series"),
        )
    });
    let answer = FiguresPage {
        rows: dimensions(&page, rows),
        columns: std::iter::once(Choice::new(
            "",
            page.text("word-none"),
            asked.value("columns"),
        ))
        .chain(dimensions(&page, asked.value("columns")))
        .collect(),
        units: [Unit::Incidents, Unit::Reports, Unit::Persons]
            .into_iter()
            .map(|unit| {
                Choice::new(
                    unit_word(unit),
                    figure::unit_label(&page, unit),
                    asked.value("unit"),
                )
            })
            .collect(),
        series: std::iter::once(any(asked.value("series")))
            .chain(series)
            .collect(),
        filters: filter_groups(&page, asked),
        exact: asked.value("as") != "public",
        from: asked.value("from").to_owned(),
        to: asked.value("to").to_owned(),
        known: asked.value("known").to_owned(),
        problem,
        figures,
        query: serde_urlencoded::to_string(&asked.0).unwrap_or_default(),
        page,
    };
    Ok(show_as(status, &answer))
}

fn dimensions(page: &Page, chosen: &str) -> Vec<Choice> {
    let plain = PLAIN_DIMENSIONS.iter().map(|name| (*name).to_owned());
    let facets = page
        .codebook()
        .coding_facets()
        .map(|facet| facet.id.clone());
    plain
        .chain(facets)
        .map(|name| {
            Choice::new(
                &name,
                figure::dimension_label(page, &dimension_of(&name)),
                chosen,
            )
        })
        .collect()
}

fn filter_groups(page: &Page, asked: &Posted) -> Vec<FilterGroup> {
    page.codebook()
        .coding_facets()
        .map(|facet| FilterGroup {
            label: wording::facet(page, facet),
            choices: facet
                .codes
                .iter()
                .map(|code| {
                    let value = format!("{}={}", facet.id, code.code);
                    let chosen = asked.values("where").any(|filter| filter == value);
                    Choice {
                        label: page.label(&code.label, &code.code),
                        chosen,
                        value,
                    }
                })
                .collect(),
        })
        .collect()
}

/// The answers to what the address asks, for a file.
async fn answers(desk: &Desk, page: &Page) -> Result<Vec<figures::Answer>, Response> {
    ask(desk, page).await.map_err(|no_answer| match no_answer {
        NoAnswer::Unusable(words) => (StatusCode::UNPROCESSABLE_ENTITY, words).into_response(),
        NoAnswer::Failed(error) => desk.refuse(&error),
    })
}

fn file(kind: &'static str, name: &'static str, content: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    (
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        content,
    )
        .into_response()
}

async fn csv(desk: Desk) -> Answer {
    let page = desk.page("desk/figures").await;
    let answers = answers(&desk, &page).await?;
    let table = figure::with_words(&page, |words| figures::output::to_csv(&answers, words));
    let table =
        table.map_err(|_| desk.refuse(&ServiceError::Damaged("a table could not be written")))?;
    Ok(file("text/csv; charset=utf-8", "figures.csv", table))
}

async fn json(desk: Desk) -> Answer {
    let page = desk.page("desk/figures").await;
    let answers = answers(&desk, &page).await?;
    let documents: Vec<serde_json::Value> = figure::with_words(&page, |words| {
        answers
            .iter()
            .map(|answer| figures::output::to_json(answer, words))
            .collect()
    });
    Ok(file(
        "application/json",
        "figures.json",
        serde_json::Value::from(documents).to_string(),
    ))
}
