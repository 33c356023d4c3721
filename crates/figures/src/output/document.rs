//! An answer for programs.

use super::Words;
use crate::answer::{Answer, Axis, Cell, Note, Sums};
use crate::query::{DayOf, Unit};
use crate::rule::{Coverage, Rule};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
struct Document<'a> {
    unit: Unit,
    series: Option<&'a str>,
    stages: &'a [String],
    filters: Vec<Filter<'a>>,
    from: Option<Date>,
    to: Option<Date>,
    day: DayOf,
    known_on: Date,
    ledger_size: u64,
    rule: Rule,
    rows: Option<Heads<'a>>,
    columns: Option<Heads<'a>>,
    cells: Vec<Vec<Option<u64>>>,
    row_totals: Vec<Option<u64>>,
    column_totals: Vec<Option<u64>>,
    base: Option<Base>,
    hidden_means: &'a str,
    notes: &'a [Note],
    coverage: &'a [Coverage],
}

#[derive(Serialize)]
struct Filter<'a> {
    facet: &'a str,
    code: &'a str,
}

#[derive(Serialize)]
struct Heads<'a> {
    dimension: String,
    label: String,
    sums: Sums,
    lines: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    label: String,
}

#[derive(Serialize)]
struct Base {
    value: Option<u64>,
}

/// The answer as JSON, with codes and labels, unit, base, rule, the day as known on, notes and coverage.
///
/// `cells` is a list of rows. `null` in the place of a number means that it is hidden, for which `hidden_means` has
/// the words; `base` is `null` only where series stand side by side and have none.
pub fn to_json(answer: &Answer, words: &Words<'_>) -> Value {
    let (rows, columns) = answer.size();
    let numbers = |cells: &[Cell]| cells.iter().map(|cell| cell.shown()).collect();
    let row = |row: usize| {
        (0..columns)
            .map(|column| answer.cell(row, column).shown())
            .collect()
    };
    let document = Document {
        unit: answer.unit(),
        series: answer.series.as_deref(),
        stages: &answer.query.stages,
        filters: answer
            .query
            .filters
            .iter()
            .map(|(facet, code)| Filter { facet, code })
            .collect(),
        from: answer.query.from,
        to: answer.query.to,
        day: answer.query.day,
        known_on: answer.known_on,
        ledger_size: answer.ledger_size,
        rule: answer.rule,
        rows: answer.rows.as_ref().map(|axis| lines(axis, words)),
        columns: answer.columns.as_ref().map(|axis| lines(axis, words)),
        cells: (0..rows).map(row).collect(),
        row_totals: numbers(&answer.row_totals),
        column_totals: numbers(&answer.column_totals),
        base: answer.base.map(|base| Base {
            value: base.shown(),
        }),
        hidden_means: words.hidden,
        notes: &answer.notes,
        coverage: &answer.coverage,
    };
    // Strings, numbers and lists only: there is nothing in it that JSON can't say.
    serde_json::to_value(document).unwrap_or(Value::Null)
}

fn lines<'a>(axis: &'a Axis, words: &Words<'_>) -> Heads<'a> {
    let line = |code: &'a String| Line {
        code,
        label: words.label_of(&axis.dimension, code),
    };
    Heads {
        dimension: axis.dimension.name_in_full(),
        label: words.name_of(&axis.dimension),
        sums: axis.sums,
        lines: axis.codes.iter().map(line).collect(),
    }
}
