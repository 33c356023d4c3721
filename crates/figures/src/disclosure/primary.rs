//! Numbers that are hidden for their own sake.

use super::{Direction, Disclosure, Grid, Hidden, Together};

/// Hides what is too small, what stands on too few contributors, and *group disclosure*: a line whose members all
/// fall into one category tells that category of each of them.
pub(super) fn primary(grid: &Grid, rule: &Disclosure) -> Hidden {
    let values = &grid.values;
    let behind = grid.contributors.as_ref();
    let small = |values: &[u64], behind: Option<&[u64]>| -> Vec<bool> {
        values
            .iter()
            .enumerate()
            .map(|(place, &value)| {
                let few = behind.is_some_and(|counts| counts[place] < rule.hide_below);
                rule.too_small(value) || (few && value > 0)
            })
            .collect()
    };
    let mut hidden = Hidden {
        cells: small(&values.cells, behind.map(|layer| &layer.cells[..])),
        row_totals: small(
            &values.row_totals,
            behind.map(|layer| &layer.row_totals[..]),
        ),
        column_totals: small(
            &values.column_totals,
            behind.map(|layer| &layer.column_totals[..]),
        ),
        base: false,
    };
    let Some(columns) = &grid.columns else {
        let line: Vec<usize> = (0..grid.rows.len).collect();
        group(&values.cells, &mut hidden.cells, &line, values.base, rule);
        show_whole(&grid.rows, &mut hidden.cells);
        return hidden;
    };
    for row in 0..grid.rows.len {
        let line: Vec<usize> = (0..columns.len)
            .map(|column| row * columns.len + column)
            .collect();
        group(
            &values.cells,
            &mut hidden.cells,
            &line,
            values.row_totals[row],
            rule,
        );
    }
    for column in 0..columns.len {
        let line: Vec<usize> = (0..grid.rows.len)
            .map(|row| row * columns.len + column)
            .collect();
        group(
            &values.cells,
            &mut hidden.cells,
            &line,
            values.column_totals[column],
            rule,
        );
    }
    for (direction, totals, hidden) in [
        (&grid.rows, &values.row_totals, &mut hidden.row_totals),
        (columns, &values.column_totals, &mut hidden.column_totals),
    ] {
        let line: Vec<usize> = (0..direction.len).collect();
        group(totals, hidden, &line, values.base, rule);
        show_whole(direction, hidden);
    }
    hidden
}

fn group(values: &[u64], hidden: &mut [bool], line: &[usize], total: u64, rule: &Disclosure) {
    if line.len() < 2 || total == 0 || !line.iter().any(|&place| values[place] == total) {
        return;
    }
    for &place in line {
        // Where zeros are shown, the zeros of the line would give the full cell away.
        hidden[place] |= values[place] == total || (values[place] == 0 && !rule.hide_zero);
    }
}

/// The line that was asked for holds everything by the question, which tells nothing new.
fn show_whole(direction: &Direction, hidden: &mut [bool]) {
    if let Together::Overlapping {
        whole: Some(line), ..
    } = direction.together
    {
        hidden[line] = false;
    }
}
