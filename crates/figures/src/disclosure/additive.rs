//! Lines and tables whose cells add up to their margins.

use super::network::{Arc, Need, Network, Standing, UNBOUNDED};
use super::repair::repair;
use super::{Direction, Disclosure, Grid, Hidden, Together, Unprotectable};

/// Hiding a margin costs as much as hiding five cells of its size.
const MARGIN_COST: u64 = 5;

/// Hiding a zero tells a lie where other zeros are shown: only if nothing else is left.
const ZERO_COST: u64 = 1 << 40;

/// An arc for one number of a table, before it is known how far it may move.
pub(super) fn arc(ends: (usize, usize), value: u64, margin: bool, rule: &Disclosure) -> Arc {
    let cost = if value == 0 && !rule.hide_zero {
        ZERO_COST
    } else {
        value + 1
    };
    Arc {
        from: ends.0,
        to: ends.1,
        value,
        // Where zeros are shown, what is hidden is known not to be one.
        lower: u64::from(!rule.hide_zero && value > 0),
        upper: UNBOUNDED,
        weight: if margin { cost * MARGIN_COST } else { cost },
        standing: Standing::Shown,
        need: Need::Width,
        contributors: None,
    }
}

/// An arc for the room in an inequality: the sum that flows through it is at least `lower`.
pub(super) fn slack(ends: (usize, usize), value: u64, lower: u64) -> Arc {
    Arc {
        from: ends.0,
        to: ends.1,
        value,
        lower: lower.min(value),
        upper: UNBOUNDED,
        weight: 0,
        standing: Standing::Slack,
        need: Need::Width,
        contributors: None,
    }
}

/// How a number starts out.
pub(super) fn standing(primary: bool, pinned: bool) -> Standing {
    match (pinned, primary) {
        (true, _) => Standing::Fixed,
        (false, true) => Standing::Primary,
        (false, false) => Standing::Shown,
    }
}

/// One line of numbers under a shown base. Says which to hide.
pub(super) struct Line<'g> {
    pub(super) values: &'g [u64],
    pub(super) contributors: Option<&'g [u64]>,
    pub(super) base: u64,
    pub(super) direction: &'g Direction,
    pub(super) primary: &'g [bool],
}

impl Line<'_> {
    pub(super) fn protect(&self, rule: &Disclosure) -> Result<Vec<bool>, Unprotectable> {
        let mut arcs: Vec<Arc> = self
            .values
            .iter()
            .enumerate()
            .map(|(place, &value)| Arc {
                upper: self.base,
                standing: standing(self.primary[place], self.direction.is_pinned(place)),
                contributors: self.contributors.map(|counts| counts[place]),
                ..arc((0, 1), value, false, rule)
            })
            .collect();
        if let Together::Overlapping { covering, whole } = self.direction.together {
            if let Some(line) = whole {
                arcs[line].standing = Standing::Fixed;
            }
            let least = if covering { self.base } else { 0 };
            arcs.push(slack((1, 0), self.values.iter().sum(), least));
        }
        let mut network = Network::new(2, arcs);
        repair(&mut network, rule.minimum_width)?;
        Ok(network.arcs[..self.values.len()]
            .iter()
            .map(Arc::is_hidden)
            .collect())
    }
}

/// A table of one dimension, additive or not.
pub(super) fn protect_lines(
    grid: &Grid,
    primary: &Hidden,
    rule: &Disclosure,
) -> Result<Hidden, Unprotectable> {
    let line = Line {
        values: &grid.values.cells,
        contributors: grid.contributors.as_ref().map(|layer| &layer.cells[..]),
        base: grid.values.base,
        direction: &grid.rows,
        primary: &primary.cells,
    };
    Ok(Hidden {
        cells: line.protect(rule)?,
        ..Hidden::default()
    })
}

/// A table of two dimensions that both add up to the base.
///
/// Row totals run from the source to their row, cells from row to column, column totals from their column to the
/// sink; the base, which is shown, is the constant flow from source to sink.
pub(super) fn protect_table(
    grid: &Grid,
    primary: &Hidden,
    rule: &Disclosure,
) -> Result<Hidden, Unprotectable> {
    let (rows, across) = (grid.rows.len, grid.columns.as_ref());
    let columns = across.map_or(0, |direction| direction.len);
    let (source, sink) = (rows + columns, rows + columns + 1);
    let values = &grid.values;
    let behind = grid.contributors.as_ref();
    let mut arcs = Vec::with_capacity(values.cells.len() + rows + columns);
    for (place, &value) in values.cells.iter().enumerate() {
        arcs.push(Arc {
            standing: standing(primary.cells[place], false),
            contributors: behind.map(|layer| layer.cells[place]),
            ..arc(
                (place / columns, rows + place % columns),
                value,
                false,
                rule,
            )
        });
    }
    for (row, &value) in values.row_totals.iter().enumerate() {
        arcs.push(Arc {
            standing: standing(primary.row_totals[row], grid.rows.is_pinned(row)),
            contributors: behind.map(|layer| layer.row_totals[row]),
            ..arc((source, row), value, true, rule)
        });
    }
    for (column, &value) in values.column_totals.iter().enumerate() {
        let pinned = across.is_some_and(|direction| direction.is_pinned(column));
        arcs.push(Arc {
            standing: standing(primary.column_totals[column], pinned),
            contributors: behind.map(|layer| layer.column_totals[column]),
            ..arc((rows + column, sink), value, true, rule)
        });
    }
    let mut network = Network::new(rows + columns + 2, arcs);
    repair(&mut network, rule.minimum_width)?;
    let mut hidden = network.arcs.iter().map(Arc::is_hidden);
    Ok(Hidden {
        cells: hidden.by_ref().take(values.cells.len()).collect(),
        row_totals: hidden.by_ref().take(rows).collect(),
        column_totals: hidden.collect(),
        base: false,
    })
}
