//! One line for each number.

use super::Words;
use crate::answer::{Answer, Axis, Cell};
use jiff::civil::Date;

/// The table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The CSV writer failed.
    #[error("the table could not be written as CSV: {0}")]
    Csv(String),
}

const HEADS: [&str; 15] = [
    "series",
    "unit",
    "row_dimension",
    "row_code",
    "row_label",
    "column_dimension",
    "column_code",
    "column_label",
    "measure",
    "value",
    "from",
    "to",
    "stages",
    "known_on",
    "ledger_size",
];

/// Answers as CSV with a line of heads and then one line for each number, so that it can be filtered, joined and
/// pivoted without knowing its shape.
///
/// `measure` is `cell`, `row-total`, `column-total` or `base`. Where a number is hidden, `value` is
/// `words.hidden`. A field that a spreadsheet would take for a formula is led by an apostrophe.
pub fn to_csv(answers: &[Answer], words: &Words<'_>) -> Result<String, OutputError> {
    let failed = |error: &dyn std::fmt::Display| OutputError::Csv(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADS).map_err(|error| failed(&error))?;
    for answer in answers {
        let mut write = |row: Option<usize>, column: Option<usize>, measure: &str, cell: Cell| {
            let value = cell
                .shown()
                .map_or_else(|| words.hidden.to_owned(), |value| value.to_string());
            let [row_dimension, row_code, row_label] = place(answer.rows.as_ref(), row, words);
            let [column_dimension, column_code, column_label] =
                place(answer.columns.as_ref(), column, words);
            let fields = [
                answer.series.clone().unwrap_or_default(),
                format!("{:?}", answer.unit()).to_lowercase(),
                row_dimension,
                row_code,
                row_label,
                column_dimension,
                column_code,
                column_label,
                measure.to_owned(),
                value,
                day(answer.query.from),
                day(answer.query.to),
                answer.query.stages.join(" "),
                answer.known_on.to_string(),
                answer.ledger_size.to_string(),
            ];
            writer
                .write_record(fields.map(disarm))
                .map_err(|error| failed(&error))
        };
        let (rows, columns) = answer.size();
        for row in 0..rows {
            for column in 0..columns {
                let across = answer.columns.is_some().then_some(column);
                write(Some(row), across, "cell", answer.cell(row, column))?;
            }
        }
        for (row, &total) in answer.row_totals.iter().enumerate() {
            write(Some(row), None, "row-total", total)?;
        }
        for (column, &total) in answer.column_totals.iter().enumerate() {
            write(None, Some(column), "column-total", total)?;
        }
        if let Some(base) = answer.base {
            write(None, None, "base", base)?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}

fn place(axis: Option<&Axis>, line: Option<usize>, words: &Words<'_>) -> [String; 3] {
    let Some(axis) = axis else {
        return Default::default();
    };
    let dimension = axis.dimension.name_in_full();
    match line.and_then(|line| axis.codes.get(line)) {
        Some(code) => [
            dimension,
            code.clone(),
            words.label_of(&axis.dimension, code),
        ],
        None => [dimension, String::new(), String::new()],
    }
}

fn day(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// Spreadsheets run what begins with one of these, also after blanks that they trim.
fn disarm(field: String) -> String {
    let armed = field
        .trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || field.starts_with(['\t', '\r', '\n']);
    if armed { format!("'{field}") } else { field }
}
