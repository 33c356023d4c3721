//! A figure on a page: its numbers as a chart and as a table, with all that a reader must be told beside them.

use askama::Template;
use figures::chart::{Bar, BarChart, Frame, LineChart, Point};
use figures::output::Words;
use figures::{
    Answer, Axis, BETWEEN, Cell, Dimension, NOT_KNOWN, NOT_STATED, Note, Rule, ShareOf, Sums, Unit,
};
use text::Value;

use crate::page::Page;

/// One answer as shown: render it into a page.
#[derive(Template)]
#[template(path = "figure.html")]
pub(crate) struct Figure {
    id: String,
    heading: String,
    /// The base in words: "131 incidents".
    base: Option<String>,
    svg: Option<String>,
    /// Whether the table opens on demand, under the chart.
    folded: bool,
    corner: String,
    heads: Vec<String>,
    lines: Vec<Line>,
    totals: Option<Line>,
    shares: bool,
    say_share: String,
    say_as_table: String,
    say_empty: String,
    notes: Vec<String>,
}

struct Line {
    label: String,
    numbers: Vec<Number>,
    share: String,
}

/// A number as it may be seen: in digits, or the words for a hidden one.
struct Number {
    words: String,
    hidden: bool,
}

/// The name of a dimension.
pub(crate) fn dimension_label(page: &Page, dimension: &Dimension) -> String {
    match dimension {
        Dimension::Facet(id) => page
            .codebook()
            .facet(id)
            .map_or_else(|| id.clone(), |facet| page.label(&facet.label, id)),
        Dimension::Year => page.text("figures-column-year"),
        Dimension::Quarter => page.text("figures-column-quarter"),
        Dimension::Month => page.text("figures-column-month"),
        Dimension::Series => page.text("figures-filter-series"),
        Dimension::Stage => page.text("figures-column-stage"),
        Dimension::Pairs(one, other) => format!(
            "{} · {}",
            dimension_label(page, one),
            dimension_label(page, other)
        ),
    }
}

/// The label of a code of a dimension.
pub(crate) fn code_label(page: &Page, dimension: &Dimension, code: &str) -> String {
    match dimension {
        Dimension::Pairs(one, other) => {
            let (first, second) = code.split_once(BETWEEN).unwrap_or((code, ""));
            format!(
                "{} · {}",
                code_label(page, one, first),
                code_label(page, other, second)
            )
        }
        _ if code == NOT_STATED => page.text("word-not-said"),
        // A facet may have a code of its own by this name, with a label.
        _ if code == NOT_KNOWN && !matches!(dimension, Dimension::Facet(_)) => {
            page.text("word-not-known")
        }
        Dimension::Facet(id) => page.code_label(id, code),
        Dimension::Series => page
            .codebook()
            .series(code)
            .map_or_else(|| code.to_owned(), |series| page.label(&series.label, code)),
        Dimension::Stage => stage_label(page, code),
        Dimension::Month => month_label(page, code),
        Dimension::Year | Dimension::Quarter => code.replace('-', " "),
    }
}

fn month_label(page: &Page, code: &str) -> String {
    let parsed = code
        .split_once('-')
        .and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
    parsed.map_or_else(
        || code.to_owned(),
        |(year, month)| text::month(page.language, year, month),
    )
}

fn stage_label(page: &Page, code: &str) -> String {
    if let Some(decision) = page.codebook().decision(code) {
        return page.label(&decision.label, code);
    }
    match code {
        service::counting::WAITING => page.text("stage-waiting"),
        service::counting::IN_WORK => page.text("stage-in-work"),
        service::counting::IN_CHECK => page.text("stage-in-check"),
        service::counting::RECORDED => page.text("stage-recorded"),
        // uses: set-aside-spam set-aside-test set-aside-not-for-us
        reason => match domain::fact::SetAside::parse(reason) {
            Some(reason) => page.text(&format!("set-aside-{}", reason.code())),
            None => code.to_owned(),
        },
    }
}

/// What is counted, in words.
pub(crate) fn unit_label(page: &Page, unit: Unit) -> String {
    match unit {
        Unit::Reports => page.text("figures-unit-reports"),
        Unit::Incidents => page.text("figures-unit-incidents"),
        Unit::Persons => page.text("figures-unit-persons"),
    }
}

/// So many of a unit, in words.
pub(crate) fn counted(page: &Page, unit: Unit, count: u64) -> String {
    match unit {
        Unit::Reports => page.say_number("figures-count-reports", "count", count),
        Unit::Incidents => page.say_number("figures-count-incidents", "count", count),
        Unit::Persons => page.say_number("figures-count-persons", "count", count),
    }
}

/// Calls `with` with the words that files of figures are written in.
pub(crate) fn with_words<T>(page: &Page, with: impl FnOnce(&Words<'_>) -> T) -> T {
    let dimension = |dimension: &Dimension| dimension_label(page, dimension);
    let label = |dimension: &Dimension, code: &str| code_label(page, dimension, code);
    let number = |value: u64| page.number(value);
    let (hidden, total, once) = (
        page.text("figures-hidden-other"),
        page.text("word-total"),
        page.text("figures-each-once"),
    );
    with(&Words {
        dimension: &dimension,
        label: &label,
        number: &number,
        hidden: &hidden,
        total: &total,
        counted_once: &once,
    })
}

impl Figure {
    /// An answer in words. `id` is unique on the page.
    pub(crate) fn new(page: &Page, answer: &Answer, id: &str) -> Self {
        let unit = unit_label(page, answer.unit());
        let heading = match &answer.series {
            Some(series) => format!("{} · {unit}", code_label(page, &Dimension::Series, series)),
            None => unit,
        };
        Self::headed(page, answer, id, heading)
    }

    /// The same, one of several on a page that says the base and the notes once: under a smaller
    /// heading of its own, with its table folded, and with hidden numbers in the table only.
    pub(crate) fn among_others(page: &Page, answer: &Answer, id: &str, heading: String) -> Self {
        let mut notes = Vec::new();
        let hidden = answer
            .cells
            .iter()
            .filter(|cell| cell.shown().is_none())
            .count();
        let folded = Self::headed(page, answer, id, heading);
        let charted = folded.svg.is_some();
        let bars = answer
            .rows
            .as_ref()
            .is_some_and(|axis| !axis.dimension.is_period());
        if charted && bars && hidden > 0 {
            notes.push(page.say_number("figures-more-hidden", "count", hidden as u64));
        }
        if answer
            .notes
            .iter()
            .any(|note| matches!(note, Note::LinesOverlap { .. }))
        {
            notes.push(page.text("figures-breakdown-many"));
        }
        let svg = chart(
            page,
            answer,
            id,
            &folded.heading,
            &page.text("figures-hidden-other"),
            false,
        );
        Self {
            base: None,
            notes,
            svg,
            folded: charted,
            ..folded
        }
    }

    /// The same under a heading of its own, which is also the title of the chart.
    fn headed(page: &Page, answer: &Answer, id: &str, heading: String) -> Self {
        let hidden = hidden_words(page, answer.rule);
        let number = |cell: Cell| Number {
            words: cell
                .shown()
                .map_or_else(|| hidden.clone(), |value| page.number(value)),
            hidden: cell.shown().is_none(),
        };
        let (rows, columns) = answer.size();
        let label = |axis: &Axis, place: usize| {
            axis.codes
                .get(place)
                .map(|code| code_label(page, &axis.dimension, code))
                .unwrap_or_default()
        };
        let shares = answer.columns.is_none()
            && answer
                .rows
                .as_ref()
                .is_some_and(|axis| !axis.dimension.is_period());
        let lines = (0..rows).map(|row| Line {
            label: answer
                .rows
                .as_ref()
                .map(|axis| label(axis, row))
                .unwrap_or_default(),
            numbers: (0..columns)
                .map(|column| number(answer.cell(row, column)))
                .chain(answer.row_totals.get(row).map(|total| number(*total)))
                .collect(),
            share: if shares {
                share(page, answer, row)
            } else {
                String::new()
            },
        });
        let mut heads: Vec<String> = match &answer.columns {
            Some(axis) => (0..columns).map(|column| label(axis, column)).collect(),
            None => vec![unit_label(page, answer.unit())],
        };
        if !answer.row_totals.is_empty() {
            heads.push(total_label(page, answer.columns.as_ref()));
        }
        let totals = (!answer.column_totals.is_empty() || answer.base.is_some()).then(|| Line {
            label: total_label(page, answer.rows.as_ref()),
            numbers: answer
                .column_totals
                .iter()
                .chain(&answer.base)
                .map(|total| number(*total))
                .collect(),
            share: String::new(),
        });
        Self {
            svg: chart(page, answer, id, &heading, &hidden, true),
            folded: false,
            base: answer.base.map(|base| match base.shown() {
                Some(count) => counted(page, answer.unit(), count),
                None => hidden.clone(),
            }),
            corner: answer
                .rows
                .as_ref()
                .map(|axis| dimension_label(page, &axis.dimension))
                .unwrap_or_default(),
            heads,
            lines: lines.collect(),
            totals,
            shares,
            say_share: page.text("figures-column-share"),
            say_as_table: page.text("figures-as-table"),
            say_empty: page.text("figures-empty"),
            notes: notes(page, answer),
            id: id.to_owned(),
            heading,
        }
    }
}

fn total_label(page: &Page, axis: Option<&Axis>) -> String {
    match axis.map(|axis| axis.sums) {
        Some(Sums::EachCountedOnce) => page.text("figures-each-once"),
        _ => page.text("word-total"),
    }
}

fn hidden_words(page: &Page, rule: Rule) -> String {
    match rule {
        Rule::Exact => String::new(),
        Rule::Disclosed(_) => page.text("figures-hidden-other"),
    }
}

fn share(page: &Page, answer: &Answer, row: usize) -> String {
    let Some(share) = answer.share(row, 0, ShareOf::Base) else {
        return String::new();
    };
    page.text_with(
        "figures-share-of",
        &[
            (
                "share",
                Value::from(text::percent(page.language, share.percent() / 100.0, 0)),
            ),
            ("base", Value::from(page.number(share.base))),
        ],
    )
}

/// More lines than this are read in the table, not in a chart.
const MOST_BARS: usize = 40;

fn chart(
    page: &Page,
    answer: &Answer,
    id: &str,
    heading: &str,
    hidden: &str,
    with_hidden: bool,
) -> Option<String> {
    let axis = answer
        .rows
        .as_ref()
        .filter(|axis| answer.columns.is_none() && !axis.codes.is_empty())?;
    let frame = Frame {
        right_to_left: page.language.is_right_to_left(),
        width: 360,
        ..Frame::new(
            &format!("{id}-chart"),
            heading,
            &page.say("figures-chart-description", "title", heading),
            hidden,
        )
    };
    let words = |place: usize| match answer.cell(place, 0).shown() {
        Some(value) => page.number(value),
        None => hidden.to_owned(),
    };
    let lines = axis
        .codes
        .iter()
        .enumerate()
        .filter(|(_, code)| !(axis.dimension.is_period() && *code == NOT_KNOWN));
    if axis.dimension.is_period() {
        let points = lines.map(|(place, code)| Point {
            label: code_label(page, &axis.dimension, code),
            value: answer.cell(place, 0),
            say: words(place),
        });
        let number = |value| page.number(value);
        return Some(
            LineChart {
                frame,
                points: points.collect(),
                marks: Vec::new(),
                number: &number,
            }
            .to_svg(),
        );
    }
    let bars = lines
        .filter(|(place, _)| with_hidden || answer.cell(*place, 0).shown().is_some())
        .map(|(place, code)| Bar {
            label: code_label(page, &axis.dimension, code),
            value: answer.cell(place, 0),
            say: words(place),
        });
    (axis.codes.len() <= MOST_BARS).then(|| {
        BarChart {
            frame,
            bars: bars.collect(),
        }
        .to_svg()
    })
}

/// Everything that must be said beside the numbers: the rule, the day, what is hidden, what is not covered.
pub(crate) fn notes(page: &Page, answer: &Answer) -> Vec<String> {
    let mut notes = Vec::new();
    let codebook = page.codebook();
    if let Some(series) = &answer.series
        && let Some(rule) = service::counting::rule_for(codebook, series, answer.unit())
    {
        notes.push(page.label(&rule.note, &rule.id));
    }
    for note in &answer.notes {
        notes.push(match note {
            Note::LinesOverlap { .. } => page.text("figures-breakdown-many"),
            Note::DayNotKnown {
                left_out: Some(left_out),
            } => page.say_number("figures-note-day-count", "count", *left_out),
            Note::DayNotKnown { left_out: None } => page.text("figures-note-day"),
            Note::PersonsNotStated {
                incidents: Some(incidents),
            } => page.say_number("figures-note-persons-count", "count", *incidents),
            Note::PersonsNotStated { incidents: None } => page.text("figures-note-persons"),
            Note::SmallNumbersHidden { below } => {
                page.say_number("figures-hidden-note", "least", *below)
            }
            Note::OnlyBaseShown => page.text("figures-only-base"),
        });
    }
    notes.extend(
        answer
            .coverage
            .iter()
            .map(|coverage| page.label(&coverage.code, &coverage.code)),
    );
    notes.push(page.say("figures-as-known", "date", &page.date(answer.known_on)));
    notes
}
