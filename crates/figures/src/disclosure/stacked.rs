//! A many-valued dimension down, one that adds up across: strands by year, for example.
//!
//! A column holds `c` things, each of them in some of the rows: so a cell is at most `c`, the cells of a column
//! reach `c` together if each thing has at least one value, the cells of a row add up to the row's total, and
//! the columns' totals add up to the base. With the column totals known all this is one circulation.
//!
//! Column totals are protected first, as a line. A column whose total is hidden is hidden altogether; how the sum
//! of such columns is divided among them is then open, down to all of it lying in any single one. So they are
//! treated as one column, and a hidden cell in them may be anything from zero to what its row can have there.

use super::additive::{Line, arc, slack, standing};
use super::network::{Arc, Need, Network, Standing};
use super::repair::repair;
use super::{Disclosure, Grid, Hidden, Together, Unprotectable};

/// Protects a grid with overlapping rows and additive columns.
pub(super) fn protect(
    grid: &Grid,
    primary: &Hidden,
    rule: &Disclosure,
) -> Result<Hidden, Unprotectable> {
    let Some(across) = &grid.columns else {
        return Err(Unprotectable);
    };
    let totals = Line {
        values: &grid.values.column_totals,
        contributors: grid
            .contributors
            .as_ref()
            .map(|layer| &layer.column_totals[..]),
        base: grid.values.base,
        direction: across,
        primary: &primary.column_totals,
    };
    let mut closed = totals.protect(rule)?;
    loop {
        if let Ok(hidden) = with_closed(grid, primary, &closed, rule) {
            return Ok(hidden);
        }
        // Close the cheapest open column, two at once if none is closed: one alone would follow from the base.
        for _ in 0..if closed.contains(&true) { 1 } else { 2 } {
            let open =
                (0..across.len).filter(|&column| !closed[column] && !across.is_pinned(column));
            let cheapest = open
                .min_by_key(|&column| grid.values.column_totals[column])
                .ok_or(Unprotectable)?;
            closed[cheapest] = true;
        }
    }
}

fn with_closed(
    grid: &Grid,
    primary: &Hidden,
    closed: &[bool],
    rule: &Disclosure,
) -> Result<Hidden, Unprotectable> {
    let Together::Overlapping { covering, whole } = grid.rows.together else {
        return Err(Unprotectable);
    };
    let (rows, columns) = (grid.rows.len, closed.len());
    let (ground, shut) = (rows + columns, rows + columns + 1);
    let values = &grid.values;
    let behind = grid.contributors.as_ref();
    let room: u64 = (0..columns)
        .filter(|&column| closed[column])
        .map(|column| values.column_totals[column])
        .sum();
    let mut arcs = Vec::with_capacity(values.cells.len() + rows + columns);
    let mut numbers = vec![None; values.cells.len()];
    let mut total_numbers = vec![None; rows];
    // The line that was asked for equals the column totals, so it moves with them and covers every thing.
    for row in (0..rows).filter(|&row| Some(row) != whole) {
        let mut together = 0;
        let mut together_behind = behind.map(|_| 0);
        for (column, &closed) in closed.iter().enumerate() {
            let place = row * columns + column;
            let count = behind.map(|layer| layer.cells[place]);
            if closed {
                together += values.cells[place];
                together_behind = together_behind.zip(count).map(|(sum, count)| sum + count);
                continue;
            }
            numbers[place] = Some(arcs.len());
            arcs.push(Arc {
                upper: values.column_totals[column],
                standing: standing(primary.cells[place], false),
                contributors: count,
                ..arc((row, rows + column), values.cells[place], false, rule)
            });
        }
        if closed.contains(&true) {
            arcs.push(Arc {
                lower: 0,
                upper: room,
                standing: Standing::Primary,
                need: Need::Reach,
                contributors: together_behind,
                ..arc((row, shut), together, false, rule)
            });
        }
        total_numbers[row] = Some(arcs.len());
        arcs.push(Arc {
            upper: values.base,
            standing: standing(primary.row_totals[row], grid.rows.is_pinned(row)),
            contributors: behind.map(|layer| layer.row_totals[row]),
            ..arc((ground, row), values.row_totals[row], true, rule)
        });
    }
    let must_cover = covering && whole.is_none();
    let open = (0..columns).filter(|&column| !closed[column]);
    let sums: Vec<(usize, u64)> = open
        .map(|column| (rows + column, values.column_totals[column]))
        .chain([(shut, room)])
        .collect();
    for (node, total) in sums {
        let through = arcs
            .iter()
            .filter(|arc| arc.to == node)
            .map(|arc| arc.value)
            .sum();
        arcs.push(slack(
            (node, ground),
            through,
            if must_cover { total } else { 0 },
        ));
    }
    let mut network = Network::new(rows + columns + 2, arcs);
    repair(&mut network, rule.minimum_width)?;
    let is_hidden =
        |number: Option<usize>| number.is_some_and(|number| network.arcs[number].is_hidden());
    Ok(Hidden {
        cells: (0..values.cells.len())
            .map(|place| closed[place % columns] || is_hidden(numbers[place]))
            .collect(),
        row_totals: total_numbers
            .iter()
            .map(|&number| is_hidden(number))
            .collect(),
        column_totals: closed.to_vec(),
        base: false,
    })
}
