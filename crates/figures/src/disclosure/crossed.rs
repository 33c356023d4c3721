//! Two many-valued dimensions: strands by kinds of harm, for example.
//!
//! Only inequalities hold. A cell is at most its row's total and its column's, and at least what the two must share
//! within the base; the cells of a line reach its total if each thing has at least one value across. Those bounds
//! are respected here; what else follows from cells being sizes of meeting sets is not.
//!
//! The totals are protected first, each line by itself. A line whose total is hidden is hidden altogether.

use super::additive::{Line, arc, slack, standing};
use super::network::{Arc, Network, Standing};
use super::repair::repair;
use super::{Direction, Disclosure, Grid, Hidden, Together, Unprotectable};

/// Protects a grid with overlapping rows and overlapping columns.
pub(super) fn protect(
    grid: &Grid,
    primary: &Hidden,
    rule: &Disclosure,
) -> Result<Hidden, Unprotectable> {
    let Some(across) = &grid.columns else {
        return Err(Unprotectable);
    };
    let behind = grid.contributors.as_ref();
    let line = |values, contributors, direction, primary| {
        Line {
            values,
            contributors,
            base: grid.values.base,
            direction,
            primary,
        }
        .protect(rule)
    };
    let mut shut_rows = line(
        &grid.values.row_totals,
        behind.map(|layer| &layer.row_totals[..]),
        &grid.rows,
        &primary.row_totals,
    )?;
    let mut shut_columns = line(
        &grid.values.column_totals,
        behind.map(|layer| &layer.column_totals[..]),
        across,
        &primary.column_totals,
    )?;
    loop {
        if let Ok(hidden) = with_shut(grid, across, primary, &shut_rows, &shut_columns, rule) {
            return Ok(hidden);
        }
        let row = cheapest(&grid.rows, &grid.values.row_totals, &shut_rows);
        let column = cheapest(across, &grid.values.column_totals, &shut_columns);
        match (row, column) {
            (Some((cost, row)), other) if other.is_none_or(|(other, _)| cost <= other) => {
                shut_rows[row] = true;
            }
            (_, Some((_, column))) => shut_columns[column] = true,
            _ => return Err(Unprotectable),
        }
    }
}

fn whole(direction: &Direction) -> Option<usize> {
    match direction.together {
        Together::Overlapping { whole, .. } => whole,
        Together::Additive => None,
    }
}

fn cheapest(direction: &Direction, totals: &[u64], shut: &[bool]) -> Option<(u64, usize)> {
    (0..direction.len)
        .filter(|&line| !shut[line] && !direction.is_pinned(line) && whole(direction) != Some(line))
        .map(|line| (totals[line], line))
        .min()
}

fn covers(direction: &Direction) -> bool {
    matches!(
        direction.together,
        Together::Overlapping {
            covering: true,
            whole: None
        }
    )
}

fn with_shut(
    grid: &Grid,
    across: &Direction,
    primary: &Hidden,
    shut_rows: &[bool],
    shut_columns: &[bool],
    rule: &Disclosure,
) -> Result<Hidden, Unprotectable> {
    let (rows, columns) = (grid.rows.len, across.len);
    let ground = rows + columns;
    let values = &grid.values;
    let (whole_row, whole_column) = (whole(&grid.rows), whole(across));
    let mut arcs = Vec::with_capacity(values.cells.len() + rows + columns);
    let mut numbers = vec![None; values.cells.len()];
    for (place, &value) in values.cells.iter().enumerate() {
        let (row, column) = (place / columns, place % columns);
        if whole_row == Some(row) || whole_column == Some(column) {
            continue;
        }
        let open = !shut_rows[row] && !shut_columns[column];
        let known = |shut: bool, total: u64| if shut { values.base } else { total };
        let upper = known(shut_rows[row], values.row_totals[row])
            .min(known(shut_columns[column], values.column_totals[column]));
        let plain = arc((row, rows + column), value, false, rule);
        let shared =
            (values.row_totals[row] + values.column_totals[column]).saturating_sub(values.base);
        numbers[place] = Some(arcs.len());
        arcs.push(Arc {
            lower: if open { plain.lower.max(shared) } else { 0 },
            upper,
            standing: if open {
                standing(primary.cells[place], false)
            } else {
                Standing::Primary
            },
            contributors: grid.contributors.as_ref().map(|layer| layer.cells[place]),
            ..plain
        });
    }
    for (row, &shut) in shut_rows.iter().enumerate() {
        let through = arcs
            .iter()
            .filter(|arc| arc.from == row)
            .map(|arc| arc.value)
            .sum();
        let reached = covers(across) && !shut;
        arcs.push(slack(
            (ground, row),
            through,
            if reached { values.row_totals[row] } else { 0 },
        ));
    }
    for (column, &shut) in shut_columns.iter().enumerate() {
        let node = rows + column;
        let through = arcs
            .iter()
            .filter(|arc| arc.to == node)
            .map(|arc| arc.value)
            .sum();
        let reached = covers(&grid.rows) && !shut;
        arcs.push(slack(
            (node, ground),
            through,
            if reached {
                values.column_totals[column]
            } else {
                0
            },
        ));
    }
    let mut network = Network::new(rows + columns + 1, arcs);
    repair(&mut network, rule.minimum_width)?;
    let cell = |place: usize| {
        let (row, column) = (place / columns, place % columns);
        match numbers[place] {
            Some(number) => {
                let arc: &Arc = &network.arcs[number];
                arc.is_hidden()
            }
            // A line that was asked for equals the totals across it.
            None if whole_row == Some(row) => shut_columns[column],
            None => shut_rows[row],
        }
    };
    Ok(Hidden {
        cells: (0..values.cells.len()).map(cell).collect(),
        row_totals: shut_rows.to_vec(),
        column_totals: shut_columns.to_vec(),
        base: false,
    })
}
