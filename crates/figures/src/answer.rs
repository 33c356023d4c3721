//! A figure with all that it needs to be understood.

use crate::entries::EntrySet;
use crate::query::{DayOf, Dimension, Query, Unit};
use crate::rule::{Coverage, Rule};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One number of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cell {
    /// It may be seen.
    Shown(u64),
    /// It may not: it is small, or would give a small one away.
    Hidden,
}

impl Cell {
    /// The number, if it may be seen.
    pub fn shown(self) -> Option<u64> {
        match self {
            Self::Shown(value) => Some(value),
            Self::Hidden => None,
        }
    }

    pub(crate) fn new(value: u64, hidden: bool) -> Self {
        if hidden {
            Self::Hidden
        } else {
            Self::Shown(value)
        }
    }
}

/// How the lines of an axis relate to what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sums {
    /// Each counted thing is in one line; the total across the lines is their sum.
    Additive,
    /// A counted thing may be in several lines; the total across them counts each thing once and is less than
    /// their sum.
    EachCountedOnce,
    /// The lines are series. They stand side by side and have no total.
    Apart,
}

/// The lines of a table in one direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Axis {
    /// What divides them.
    pub dimension: Dimension,
    /// Their codes, in order: of the codebook, or of time; [`NOT_STATED`](crate::NOT_STATED) or
    /// [`NOT_KNOWN`](crate::NOT_KNOWN) last.
    pub codes: Vec<String>,
    /// Whether they add up.
    pub sums: Sums,
}

/// Something a reader must be told about how the figure was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "note")]
pub enum Note {
    /// The lines of this dimension overlap, so they add up to more than the total.
    LinesOverlap {
        /// Name of the dimension.
        dimension: String,
    },
    /// What happened on a day that isn't known well enough to lie inside the period is left out.
    DayNotKnown {
        /// How many; absent where the rule forbids saying so.
        left_out: Option<u64>,
    },
    /// Incidents on which the number of persons isn't stated add nothing.
    PersonsNotStated {
        /// How many; absent where the rule forbids saying so.
        incidents: Option<u64>,
    },
    /// A number counts fewer than this many, or would give such a number away, wherever it is hidden.
    SmallNumbersHidden {
        /// The smallest number shown for its own sake.
        below: u64,
    },
    /// The table could not be made safe but by hiding all of it except the base.
    OnlyBaseShown,
}

/// Of what a share is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareOf {
    /// Of the base.
    Base,
    /// Of the total of the cell's row.
    Row,
    /// Of the total of the cell's column.
    Column,
}

/// A share together with what it is a share of; it must not be shown without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The part.
    pub part: u64,
    /// The whole, never 0.
    pub base: u64,
}

impl Share {
    /// From 0 to 100.
    pub fn percent(self) -> f64 {
        self.part as f64 * 100.0 / self.base as f64
    }
}

/// The answer to one [`Query`] for one series. Only [`count`](crate::count) and [`release`](crate::release) make it,
/// so a number in it has been through the rule. It can be kept and read again as it was, but for the entries it counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Answer {
    /// What was asked, with the period and the stages that count.
    pub query: Query,
    /// The series that is counted; absent where series are a dimension or the table has none.
    pub series: Option<String>,
    /// What goes down, if anything.
    pub rows: Option<Axis>,
    /// What goes across, if anything.
    pub columns: Option<Axis>,
    /// Cells, row after row. Empty without rows.
    pub cells: Vec<Cell>,
    /// One total a row. Empty in a table of one dimension, and where the columns are series.
    pub row_totals: Vec<Cell>,
    /// One total a column. Empty in a table of one dimension, and where the rows are series.
    pub column_totals: Vec<Cell>,
    /// Everything, each counted once. Absent where series are a dimension.
    pub base: Option<Cell>,
    /// What a reader must be told.
    pub notes: Vec<Note>,
    /// What the series did or didn't cover in the period.
    pub coverage: Vec<Coverage>,
    /// The day on which this was known.
    pub known_on: Date,
    /// Entries in the ledger at that moment.
    pub ledger_size: u64,
    /// The rule it went through.
    pub rule: Rule,
    /// The ledger entries counted in the base, if asked for and if the base is shown.
    #[serde(skip)]
    pub counted: Option<EntrySet>,
}

impl Answer {
    /// What is counted.
    pub fn unit(&self) -> Unit {
        self.query.unit
    }

    /// First and last day of the period asked for.
    pub fn period(&self) -> (Option<Date>, Option<Date>, DayOf) {
        (self.query.from, self.query.to, self.query.day)
    }

    /// Number of rows and columns; one column in a table of one dimension.
    pub fn size(&self) -> (usize, usize) {
        let len = |axis: &Option<Axis>| axis.as_ref().map(|axis| axis.codes.len());
        (
            len(&self.rows).unwrap_or(0),
            len(&self.columns).unwrap_or(1),
        )
    }

    /// The number where a row and a column meet. Outside the table nothing is shown.
    pub fn cell(&self, row: usize, column: usize) -> Cell {
        let (_, columns) = self.size();
        let place = (column < columns).then_some(row * columns + column);
        place
            .and_then(|place| self.cells.get(place))
            .copied()
            .unwrap_or(Cell::Hidden)
    }

    /// The number in the line of this code, in a table of one dimension.
    pub fn line(&self, code: &str) -> Option<Cell> {
        let place = self
            .rows
            .as_ref()?
            .codes
            .iter()
            .position(|other| other == code)?;
        self.columns.is_none().then(|| self.cell(place, 0))
    }

    /// The share of a cell, with its base. Absent where either is hidden, or there is nothing to share.
    pub fn share(&self, row: usize, column: usize, of: ShareOf) -> Option<Share> {
        let base = match of {
            ShareOf::Base => self.base?,
            ShareOf::Row => *self.row_totals.get(row)?,
            ShareOf::Column => *self.column_totals.get(column)?,
        };
        let (part, base) = (self.cell(row, column).shown()?, base.shown()?);
        (base > 0).then_some(Share { part, base })
    }

    /// Whether anything is hidden.
    pub fn hides(&self) -> bool {
        let totals = self
            .row_totals
            .iter()
            .chain(&self.column_totals)
            .chain(&self.base);
        self.cells
            .iter()
            .chain(totals)
            .any(|cell| *cell == Cell::Hidden)
    }

    /// The same without lines that hold nothing but zeros. Does nothing under a rule that hides, where to leave
    /// a line out would be to tell.
    #[must_use]
    pub fn without_empty_lines(mut self) -> Self {
        if self.rule != Rule::Exact {
            return self;
        }
        let (rows, columns) = self.size();
        let filled = |row: usize, column: usize| self.cell(row, column) != Cell::Shown(0);
        let keep_row: Vec<bool> = (0..rows)
            .map(|row| (0..columns).any(|column| filled(row, column)))
            .collect();
        let keep_column: Vec<bool> = (0..columns)
            .map(|column| self.columns.is_none() || (0..rows).any(|row| filled(row, column)))
            .collect();
        let mut place = 0..;
        self.cells.retain(|_| {
            place
                .next()
                .is_some_and(|place| keep_row[place / columns] && keep_column[place % columns])
        });
        thin(&mut self.row_totals, &keep_row);
        thin(&mut self.column_totals, &keep_column);
        if let Some(axis) = &mut self.rows {
            thin(&mut axis.codes, &keep_row);
        }
        if let Some(axis) = &mut self.columns {
            thin(&mut axis.codes, &keep_column);
        }
        self
    }
}

fn thin<T>(items: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter();
    items.retain(|_| keep.next().is_some_and(|keep| *keep));
}
