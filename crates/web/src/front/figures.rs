//! What people have told us, in figures that nobody can trace back to a person; to look at and to take away.
//!
//! All tables come from one release of the service, so that no two of them together give a hidden number away.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use figures::output::{to_csv, to_json};
use figures::{Answer, Cell, Dimension, Reading, Unit};
use service::ServiceError;
use service::counting::{
    IN_CHECK, PeriodChange, PublicFigures, PublicSeries, StatsError, rule_for,
};
use text::Language;

use crate::figure::{self, Figure};
use crate::guard::Who;
use crate::language::In;
use crate::page::{Page, show};
use crate::problem;
use crate::routes::Route;
use crate::site::Site;

#[derive(Template)]
#[template(path = "front/figures.html")]
struct FiguresPage {
    page: Page,
    /// The reading of the newest change, or how many reports there are.
    headline: String,
    known: String,
    tally: Vec<(String, String)>,
    series: Vec<SeriesShown>,
}

struct SeriesShown {
    id: String,
    own: bool,
    label: String,
    base: String,
    trend: Figure,
    received: Option<Figure>,
    breakdowns: Vec<Figure>,
    notes: Vec<String>,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/{language}/figures", Who::Anyone, show_page),
        Route::get("/{language}/figures.csv", Who::Anyone, csv),
        Route::get("/{language}/figures.json", Who::Anyone, json),
    ]
}

async fn show_page(State(site): State<Arc<Site>>, In(language): In) -> Response {
    let page = Page::new(&site, language, "figures");
    match site.house.public_figures().await {
        Ok(figures) => show(&page_of(page, &figures)),
        Err(error) => refuse(&site, language, error),
    }
}

fn page_of(page: Page, figures: &PublicFigures) -> FiguresPage {
    let own = figures.series.iter().find(|series| series.own);
    let received = own.and_then(|own| own.received.as_ref());
    let reports = received
        .and_then(|received| received.base)
        .map_or(Some(0), Cell::shown);
    let headline = own
        .and_then(|own| own.change.as_ref())
        .and_then(|change| reading(&page, change))
        .unwrap_or_else(|| match reports {
            Some(reports) => page.say_number("figures-lead", "reports", reports),
            None => page.text("figures-lead-few"),
        });
    let mut tally = Vec::new();
    if let Some(received) = received {
        tally.push((
            page.text("figures-received"),
            in_words(&page, received.base),
        ));
        tally.push((
            page.text("figures-in-check"),
            in_words(&page, received.line(IN_CHECK)),
        ));
    }
    if let Some(own) = own {
        tally.push((
            page.text("figures-verified"),
            in_words(&page, own.trend.base),
        ));
    }
    FiguresPage {
        headline,
        known: page.say("figures-as-known", "date", &page.date(figures.known_on)),
        tally,
        series: figures
            .series
            .iter()
            .map(|series| shown(&page, series))
            .collect(),
        page,
    }
}

fn shown(page: &Page, series: &PublicSeries) -> SeriesShown {
    let id = |part: &str| format!("{}-{part}", series.code);
    let by = match series.trend.rows.as_ref().map(|rows| &rows.dimension) {
        Some(Dimension::Month) => page.text("figures-trend-title"),
        Some(Dimension::Quarter) => page.text("figures-trend-by-quarter"),
        _ => page.text("figures-trend-by-year"),
    };
    let title = series
        .change
        .as_ref()
        .and_then(|change| reading(page, change))
        .unwrap_or(by);
    let breakdowns = series
        .breakdowns
        .iter()
        .filter(|answer| has_lines(answer))
        .map(|answer| {
            let dimension = answer.rows.as_ref().map(|rows| &rows.dimension);
            let name = dimension.map(Dimension::name).unwrap_or_default();
            let label = dimension
                .map(|dimension| figure::dimension_label(page, dimension))
                .unwrap_or_default();
            Figure::among_others(page, answer, &id(name), label)
        });
    let mut notes = figure::notes(page, &series.trend);
    if series
        .change
        .as_ref()
        .is_some_and(|change| change.reading == Reading::TooFew)
    {
        notes.push(page.text("figures-trend-too-few"));
    }
    SeriesShown {
        notes,
        id: id("series"),
        own: series.own,
        label: counted_as(page, series)
            .unwrap_or_else(|| figure::code_label(page, &Dimension::Series, &series.code)),
        base: series.trend.base.and_then(Cell::shown).map_or_else(
            || page.text("figures-hidden-other"),
            |count| figure::counted(page, series.trend.unit(), count),
        ),
        trend: Figure::among_others(page, &series.trend, &id("trend"), title),
        received: series.received.as_ref().map(|received| {
            Figure::among_others(
                page,
                received,
                &id("received"),
                page.text("figures-received-by-stage"),
            )
        }),
        breakdowns: breakdowns.collect(),
    }
}

/// What our own series counts, by its counting rule; others go by their name.
fn counted_as(page: &Page, series: &PublicSeries) -> Option<String> {
    let rule =
        rule_for(page.codebook(), &series.code, series.trend.unit()).filter(|_| series.own)?;
    Some(page.label(&rule.label, &rule.id))
}

/// Whether a table has anything to say: a facet that nobody coded has nothing but hidden lines.
fn has_lines(answer: &Answer) -> bool {
    answer
        .cells
        .iter()
        .any(|cell| matches!(cell, Cell::Shown(count) if *count > 0))
}

/// One sentence about the last two whole periods; none where there is nothing that may be said.
fn reading(page: &Page, change: &PeriodChange) -> Option<String> {
    let unit = figure::unit_label(page, Unit::Incidents);
    let (key, seen) = match &change.reading {
        // uses: figures-trend-rose figures-trend-fell figures-trend-same figures-trend-steady
        Reading::Rose(seen) => ("figures-trend-rose", seen),
        Reading::Fell(seen) => ("figures-trend-fell", seen),
        Reading::Steady(seen) if seen.from == seen.to => ("figures-trend-same", seen),
        Reading::Steady(seen) => ("figures-trend-steady", seen),
        Reading::TooFew => return None,
    };
    let period = |code: &str| code.replace('-', " ");
    let before = page.text_with(
        "figures-in-period",
        &[
            ("number", seen.from.into()),
            ("period", period(&change.earlier).into()),
        ],
    );
    let after = page.text_with(
        "figures-in-period",
        &[
            ("number", seen.to.into()),
            ("period", period(&change.later).into()),
        ],
    );
    Some(page.text_with(
        key,
        &[
            ("unit", unit.into()),
            ("before", before.into()),
            ("after", after.into()),
        ],
    ))
}

fn in_words(page: &Page, cell: Option<Cell>) -> String {
    match cell {
        Some(Cell::Shown(count)) => page.number(count),
        Some(Cell::Hidden) | None => page.text("figures-hidden-other"),
    }
}

/// Every table of the page, in its order.
fn answers(figures: &PublicFigures) -> Vec<Answer> {
    let mut answers = Vec::new();
    for series in &figures.series {
        answers.extend(series.received.iter().cloned());
        answers.push(series.trend.clone());
        answers.extend(series.breakdowns.iter().cloned());
    }
    answers
}

async fn csv(State(site): State<Arc<Site>>, In(language): In) -> Response {
    let page = Page::new(&site, language, "figures");
    let answers = match site.house.public_figures().await {
        Ok(figures) => answers(&figures),
        Err(error) => return refuse(&site, language, error),
    };
    match figure::with_words(&page, |words| to_csv(&answers, words)) {
        Ok(file) => taken_away("text/csv; charset=utf-8", "figures.csv", file),
        Err(error) => {
            tracing::error!(error = %error, "figures.not-written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn json(State(site): State<Arc<Site>>, In(language): In) -> Response {
    let page = Page::new(&site, language, "figures");
    match site.house.public_figures().await {
        Ok(figures) => {
            let tables: Vec<_> = figure::with_words(&page, |words| {
                answers(&figures)
                    .iter()
                    .map(|answer| to_json(answer, words))
                    .collect()
            });
            let document = serde_json::json!({
                "known_on": figures.known_on,
                "ledger_size": figures.ledger_size,
                "tables": tables,
            });
            taken_away("application/json", "figures.json", document.to_string())
        }
        Err(error) => refuse(&site, language, error),
    }
}

fn taken_away(kind: &'static str, name: &str, file: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    (
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        file,
    )
        .into_response()
}

fn refuse(site: &Site, language: Language, error: StatsError) -> Response {
    match error {
        StatsError::Service(error) => problem::answer(site, language, &error),
        // The page asks the same questions every time: that one has no answer is a defect of ours.
        error => {
            tracing::error!(error = %error, "figures.not-counted");
            problem::answer(site, language, &ServiceError::Damaged("the figures"))
        }
    }
}
