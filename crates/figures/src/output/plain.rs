//! A table for a terminal.

use super::Words;
use crate::answer::Answer;
use std::fmt::Write as _;

/// The answer as an aligned table: labels first, then numbers flush right, totals last. Ends with a line break.
/// What the totals count, and the notes, are for the caller to say around it.
pub fn to_table_text(answer: &Answer, words: &Words<'_>) -> String {
    let mut lines: Vec<Vec<String>> = Vec::new();
    let (rows, columns) = answer.size();
    let row_labels = answer
        .rows
        .as_ref()
        .map(|axis| words.labels(axis))
        .unwrap_or_default();
    let down = answer
        .rows
        .as_ref()
        .map(|axis| words.name_of(&axis.dimension))
        .unwrap_or_default();
    if let Some(axis) = &answer.columns {
        let mut heads = vec![format!("{down} / {}", words.name_of(&axis.dimension))];
        heads.extend(words.labels(axis));
        if !answer.row_totals.is_empty() {
            heads.push(words.total_of(Some(axis)).to_owned());
        }
        lines.push(heads);
    } else if answer.rows.is_some() {
        lines.push(vec![down, String::new()]);
    }
    for (row, label) in row_labels.into_iter().enumerate().take(rows) {
        let mut line = vec![label];
        line.extend((0..columns).map(|column| words.cell(answer.cell(row, column))));
        line.extend(answer.row_totals.get(row).map(|total| words.cell(*total)));
        lines.push(line);
    }
    let label = words.total_of(answer.rows.as_ref()).to_owned();
    if !answer.column_totals.is_empty() {
        let totals = answer.column_totals.iter().chain(&answer.base);
        lines.push(
            [label]
                .into_iter()
                .chain(totals.map(|total| words.cell(*total)))
                .collect(),
        );
    } else if let (Some(base), None) = (answer.base, &answer.columns) {
        lines.push(vec![label, words.cell(base)]);
    }
    align(&lines)
}

fn align(lines: &[Vec<String>]) -> String {
    let length = lines.iter().map(Vec::len).max().unwrap_or(0);
    let width = |place: usize| {
        lines
            .iter()
            .filter_map(|line| line.get(place))
            .map(|item| item.chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..length).map(width).collect();
    let mut text = String::new();
    for line in lines {
        let mut written = String::new();
        for (place, (item, width)) in line.iter().zip(&widths).enumerate() {
            // Writing to a string can't fail.
            let _ = if place == 0 {
                write!(written, "{item:<width$}")
            } else {
                write!(written, "  {item:>width$}")
            };
        }
        text.push_str(written.trim_end());
        text.push('\n');
    }
    text
}
