//! Hiding small counts so that they can't be worked out from what is shown.
//!
//! Which cells are hidden in the first place is decided in `primary`. What a reader could still work out is
//! asked of a *network*: in a table with additive margins every cell is an arc from its row to its column and
//! every margin an arc to or from the whole, so that "the shown cells are known, the hidden ones are whole
//! numbers from zero up, all sums hold" is exactly "this is a circulation". How far one hidden cell can move
//! is then a maximum flow, without a linear program, and the answer is exact and whole. While some hidden cell
//! can be narrowed down too far, the cheapest ring of cells through it is hidden as well (`repair`): the
//! shortest path from one end of the arc to the other, with the value of a shown cell as the length. In the end
//! hidden cells that turn out to be needless are shown again, dearest first.
//!
//! Values of a many-valued facet don't add up, so they make no equations; but no line can exceed the base, and
//! if each row carries at least one value the lines together reach it. `stacked` and `crossed` treat those.
//!
//! What is *not* treated: other releases (earlier ones, other filters), a reader who knows the method and argues
//! backwards from its thrift, and dominance of one contributor, for which [`Layer`]s of contributors are needed:
//! with them a cell of fewer than `hide_below` contributors is hidden whatever its value.

mod additive;
mod crossed;
mod network;
mod primary;
mod repair;
mod stacked;

pub use crate::rule::Disclosure;

/// The numbers of one table: its cells line by line, the totals of rows and columns, and the base.
///
/// A table of one dimension has its lines as cells and no totals but the base. Where a dimension is many-valued
/// the total across it counts each row once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layer {
    /// `rows * columns` numbers, row after row.
    pub cells: Vec<u64>,
    /// One total a row; empty in a table of one dimension.
    pub row_totals: Vec<u64>,
    /// One total a column; empty in a table of one dimension.
    pub column_totals: Vec<u64>,
    /// Everything, each counted once.
    pub base: u64,
}

/// How the lines of one dimension relate to the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Together {
    /// Each counted thing is in exactly one line: the lines add up to the base.
    Additive,
    /// A counted thing may be in several lines.
    Overlapping {
        /// Whether each is known to be in at least one.
        covering: bool,
        /// A line that holds everything because the question asked for it.
        whole: Option<usize>,
    },
}

/// One dimension of a [`Grid`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Direction {
    /// Number of lines.
    pub len: usize,
    /// How they relate to the base.
    pub together: Together,
    /// Lines whose totals are shown elsewhere, so that hiding them here would protect nothing. Empty for none.
    pub pinned: Vec<bool>,
}

impl Direction {
    /// Lines that add up to the base.
    pub fn additive(len: usize) -> Self {
        Self {
            len,
            together: Together::Additive,
            pinned: Vec::new(),
        }
    }

    /// Lines that may overlap.
    pub fn overlapping(len: usize, covering: bool) -> Self {
        Self {
            len,
            together: Together::Overlapping {
                covering,
                whole: None,
            },
            pinned: Vec::new(),
        }
    }

    fn is_pinned(&self, line: usize) -> bool {
        self.pinned.get(line).copied().unwrap_or(false)
    }
}

/// A table to protect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// What would be published.
    pub values: Layer,
    /// How many contributors stand behind each number, where that isn't the number itself.
    pub contributors: Option<Layer>,
    /// The lines that go down.
    pub rows: Direction,
    /// The lines that go across, in a table of two dimensions.
    pub columns: Option<Direction>,
}

/// Which numbers of a table are hidden, laid out as in [`Layer`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hidden {
    /// Cells.
    pub cells: Vec<bool>,
    /// Totals of rows.
    pub row_totals: Vec<bool>,
    /// Totals of columns.
    pub column_totals: Vec<bool>,
    /// The base.
    pub base: bool,
}

/// The table can't be protected because of what is shown of it elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what is shown elsewhere gives away a cell of this table")]
pub struct Unprotectable;

impl Hidden {
    fn none(values: &Layer) -> Self {
        Self {
            cells: vec![false; values.cells.len()],
            row_totals: vec![false; values.row_totals.len()],
            column_totals: vec![false; values.column_totals.len()],
            base: false,
        }
    }

    /// Everything hidden, the base or not.
    fn all(values: &Layer, base: bool) -> Self {
        Self {
            cells: vec![true; values.cells.len()],
            row_totals: vec![true; values.row_totals.len()],
            column_totals: vec![true; values.column_totals.len()],
            base,
        }
    }

    /// How many numbers are hidden.
    pub fn count(&self) -> usize {
        let totals = self.row_totals.iter().chain(&self.column_totals);
        self.cells
            .iter()
            .chain(totals)
            .filter(|hidden| **hidden)
            .count()
            + usize::from(self.base)
    }
}

/// Decides what to hide in one table.
///
/// Afterwards the range to which a reader can narrow down any hidden number, given all shown ones, is at least
/// `rule.minimum_width` wide. The one exception is a base that is itself too small to show: then nothing is
/// shown at all, and a reader who knows this rule knows that the base is small.
///
/// Fails only if lines are pinned.
pub fn protect(grid: &Grid, rule: &Disclosure) -> Result<Hidden, Unprotectable> {
    let base = grid.values.base;
    let few = grid
        .contributors
        .as_ref()
        .is_some_and(|layer| rule.too_small(layer.base));
    if rule.too_small(base) || few || (base > 0 && base < rule.minimum_width) {
        return Ok(Hidden::all(&grid.values, true));
    }
    if base == 0 {
        // Only reached where zeros may be shown.
        return Ok(Hidden::none(&grid.values));
    }
    let primary = primary::primary(grid, rule);
    let protected = match &grid.columns {
        None => additive::protect_lines(grid, &primary, rule),
        Some(columns) => match (grid.rows.together, columns.together) {
            (Together::Additive, Together::Additive) => {
                additive::protect_table(grid, &primary, rule)
            }
            (Together::Overlapping { .. }, Together::Additive) => {
                stacked::protect(grid, &primary, rule)
            }
            (Together::Additive, Together::Overlapping { .. }) => {
                let turned = transpose(grid, columns);
                let primary = turn_hidden(&primary, grid.rows.len, columns.len);
                stacked::protect(&turned, &primary, rule)
                    .map(|hidden| turn_hidden(&hidden, columns.len, grid.rows.len))
            }
            (Together::Overlapping { .. }, Together::Overlapping { .. }) => {
                crossed::protect(grid, &primary, rule)
            }
        },
    };
    let pinned = |direction: &Direction| direction.pinned.contains(&true);
    match protected {
        // With nothing but the base shown, every number may be anything from zero to the base.
        Err(Unprotectable) if !pinned(&grid.rows) && !grid.columns.as_ref().is_some_and(pinned) => {
            Ok(Hidden::all(&grid.values, false))
        }
        protected => protected,
    }
}

fn turn<T: Copy>(cells: &[T], rows: usize, columns: usize) -> Vec<T> {
    (0..columns)
        .flat_map(|column| (0..rows).map(move |row| cells[row * columns + column]))
        .collect()
}

fn turn_layer(layer: &Layer, rows: usize, columns: usize) -> Layer {
    Layer {
        cells: turn(&layer.cells, rows, columns),
        row_totals: layer.column_totals.clone(),
        column_totals: layer.row_totals.clone(),
        base: layer.base,
    }
}

fn turn_hidden(hidden: &Hidden, rows: usize, columns: usize) -> Hidden {
    Hidden {
        cells: turn(&hidden.cells, rows, columns),
        row_totals: hidden.column_totals.clone(),
        column_totals: hidden.row_totals.clone(),
        base: hidden.base,
    }
}

fn transpose(grid: &Grid, columns: &Direction) -> Grid {
    let layer = |layer: &Layer| turn_layer(layer, grid.rows.len, columns.len);
    Grid {
        values: layer(&grid.values),
        contributors: grid.contributors.as_ref().map(layer),
        rows: columns.clone(),
        columns: Some(grid.rows.clone()),
    }
}
