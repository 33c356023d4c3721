//! Results to standard output, all else to standard error.

use std::fmt::Display;
use std::io::Write as _;

/// Prints a result. A reader that has gone away, such as `head`, is no failure.
pub(crate) fn result(line: impl Display) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Prints anything that is not a result.
pub(crate) fn aside(line: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Rows as columns for people: every column as wide as its widest cell.
pub(crate) fn columns(rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = (0..rows.iter().map(Vec::len).max().unwrap_or(0))
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let cells: Vec<String> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell:width$}"))
                .collect();
            cells.join("  ").trim_end().to_owned()
        })
        .collect();
    lines.join("\n")
}

/// Rows as comma-separated values. A cell that a spreadsheet would take for a formula gets an apostrophe.
pub(crate) fn comma_separated(rows: &[Vec<String>]) -> anyhow::Result<String> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        let safe = row.iter().map(|cell| {
            if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                format!("'{cell}")
            } else {
                cell.clone()
            }
        });
        writer.write_record(safe)?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?
        .trim_end()
        .to_owned())
}
