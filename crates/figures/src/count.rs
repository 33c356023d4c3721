//! The one door through which every figure passes.

use crate::answer::{Answer, Axis, Cell, Note, Sums};
use crate::disclosure::{
    Direction, Disclosure, Grid, Hidden, Layer, Together, Unprotectable, protect,
};
use crate::lines::Lines;
use crate::query::{Dimension, Holds, Query, Unit};
use crate::rule::{Context, Coverage, Rule};
use crate::scan::{Filter, Tally, scan};
use crate::table::Table;

/// The largest table that is counted, in cells.
const MOST_CELLS: usize = 4_000_000;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CountError {
    /// Reports were asked of a table of incidents, or the other way round.
    #[error("this table holds {holds:?}, which can't be counted as {unit:?}")]
    WrongUnit {
        /// What was asked for.
        unit: Unit,
        /// What is there.
        holds: Holds,
    },
    /// No such facet.
    #[error("there is no facet `{0}`")]
    UnknownFacet(String),
    /// A facet was asked for a code it doesn't have.
    #[error("facet `{facet}` has no code `{code}`")]
    UnknownCode {
        /// The facet.
        facet: String,
        /// The code.
        code: String,
    },
    /// No rows of that series.
    #[error("there is no series `{0}`")]
    UnknownSeries(String),
    /// The last day lies before the first.
    #[error("the period ends before it begins")]
    PeriodReversed,
    /// The same dimension was asked for down and across.
    #[error("rows and columns are the same")]
    SameDimension,
    /// Its lines overlap or must not be added up, so they can't be paired with others.
    #[error("`{0}` can't be paired with another dimension")]
    NotToBePaired(String),
    /// The table would have too many cells.
    #[error("the table would have {0} cells, which is too many")]
    TooLarge(usize),
    /// Two tables of one release share more than their base, so that one could give away what the other hides.
    #[error(
        "tables {0} and {1} of the release are tied by more than their base; publish them as one table"
    )]
    Tied(usize, usize),
    /// What other tables of the release show gives away a cell of this one.
    #[error("table {0} of the release can't be protected beside the others")]
    Unprotectable(usize),
}

/// Answers a question: one answer for each series that matches, so that none are silently added, or a single one
/// where [`Dimension::Series`] is one of the dimensions or the table is empty.
///
/// Applies the counting rule (`query.stages`), attaches coverage notes and the day as known on, and hides what
/// `rule` says must be hidden. Each answer is protected by itself; several that are to be shown together go
/// through [`release`](crate::release).
pub fn count(
    table: &Table,
    query: &Query,
    rule: &Rule,
    context: &Context,
) -> Result<Vec<Answer>, CountError> {
    let counted = tally(table, query, rule)?;
    counted
        .into_iter()
        .map(|counted| counted.settle(rule, context, 0, &Pins::default()))
        .collect()
}

/// What was counted for one answer, before anything is hidden.
pub(crate) struct Counted {
    pub(crate) query: Query,
    pub(crate) series: Option<String>,
    pub(crate) rows: Option<AxisLines>,
    pub(crate) columns: Option<AxisLines>,
    tally: Tally,
}

/// An axis with what disclosure control must know about it.
pub(crate) struct AxisLines {
    pub(crate) axis: Axis,
    covering: bool,
    whole: Option<usize>,
}

/// Codes whose totals other tables of the same release show.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pins {
    pub(crate) rows: Vec<String>,
    pub(crate) columns: Vec<String>,
}

/// Counts for each series that matches.
pub(crate) fn tally(table: &Table, query: &Query, rule: &Rule) -> Result<Vec<Counted>, CountError> {
    let fits = match query.unit {
        Unit::Reports => table.holds() == Holds::Reports,
        Unit::Incidents | Unit::Persons => table.holds() == Holds::Incidents,
    };
    if !fits {
        return Err(CountError::WrongUnit {
            unit: query.unit,
            holds: table.holds(),
        });
    }
    if query.from.zip(query.to).is_some_and(|(from, to)| to < from) {
        return Err(CountError::PeriodReversed);
    }
    let mut query = query.clone();
    if query.rows.is_none() {
        query.rows = query.columns.take();
    }
    if query.rows.is_some() && query.rows == query.columns {
        return Err(CountError::SameDimension);
    }
    let series = series(table, &query)?;
    let apart = [&query.rows, &query.columns]
        .iter()
        .any(|dimension| **dimension == Some(Dimension::Series));
    if apart || series.is_empty() {
        return Ok(vec![tally_series(table, query, &series, None, rule)?]);
    }
    series
        .iter()
        .map(|&code| {
            let name = table.series.dictionary.name(code - 1).to_owned();
            tally_series(table, query.clone(), &[code], Some(name), rule)
        })
        .collect()
}

/// The codes of the series asked for, or of all that have rows.
fn series(table: &Table, query: &Query) -> Result<Vec<u32>, CountError> {
    let find = |name: &str| table.series.dictionary.find(name).map(|number| number + 1);
    if query.series.is_empty() {
        return Ok(table.series().filter_map(find).collect());
    }
    let mut codes = Vec::new();
    for name in &query.series {
        let code = find(name).ok_or_else(|| CountError::UnknownSeries(name.clone()))?;
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    Ok(codes)
}

fn tally_series(
    table: &Table,
    query: Query,
    series: &[u32],
    name: Option<String>,
    rule: &Rule,
) -> Result<Counted, CountError> {
    let lines = |dimension: &Option<Dimension>| {
        dimension
            .as_ref()
            .map(|dimension| Lines::new(table, &query, dimension, series, rule))
            .transpose()
    };
    let (rows, columns) = (lines(&query.rows)?, lines(&query.columns)?);
    let size = |lines: &Option<Lines<'_>>| lines.as_ref().map_or(1, |lines| lines.codes.len());
    let cells = size(&rows).saturating_mul(size(&columns));
    if cells > MOST_CELLS {
        return Err(CountError::TooLarge(cells));
    }
    let filter = Filter::new(table, &query, series)?;
    let tally = scan(table, &query, &filter, rows.as_ref(), columns.as_ref());
    let axis = |lines: Lines<'_>| AxisLines {
        axis: Axis {
            dimension: lines.dimension,
            codes: lines.codes,
            sums: lines.sums,
        },
        covering: lines.covering,
        whole: lines.whole,
    };
    Ok(Counted {
        rows: rows.map(axis),
        columns: columns.map(axis),
        tally,
        series: name,
        query,
    })
}

impl AxisLines {
    fn direction(&self, pinned: &[String]) -> Direction {
        let together = match self.axis.sums {
            Sums::EachCountedOnce => Together::Overlapping {
                covering: self.covering,
                whole: self.whole,
            },
            Sums::Additive | Sums::Apart => Together::Additive,
        };
        let pinned = self
            .axis
            .codes
            .iter()
            .map(|code| pinned.contains(code))
            .collect();
        Direction {
            len: self.axis.codes.len(),
            together,
            pinned,
        }
    }

    fn is_apart(&self) -> bool {
        self.axis.sums == Sums::Apart
    }
}

impl Counted {
    pub(crate) fn base(&self) -> u64 {
        self.tally.values.base
    }

    /// Hides what must be hidden and puts the answer together. `number` names the table in errors.
    pub(crate) fn settle(
        self,
        rule: &Rule,
        context: &Context,
        number: usize,
        pins: &Pins,
    ) -> Result<Answer, CountError> {
        let mut hidden = self
            .hide(rule, pins)
            .map_err(|Unprotectable| CountError::Unprotectable(number))?;
        let values = &self.tally.values;
        let cells = |values: &[u64], hidden: &[bool]| -> Vec<Cell> {
            values
                .iter()
                .zip(hidden)
                .map(|(&value, &hidden)| Cell::new(value, hidden))
                .collect()
        };
        let mut notes = self.notes(rule);
        let only_base = !hidden.cells.is_empty() && !hidden.base && !hidden.cells.contains(&false);
        if only_base
            && !hidden.row_totals.contains(&false)
            && !hidden.column_totals.contains(&false)
        {
            notes.push(Note::OnlyBaseShown);
        }
        let apart = |axis: &Option<AxisLines>| axis.as_ref().is_some_and(AxisLines::is_apart);
        let (rows_apart, columns_apart) = (apart(&self.rows), apart(&self.columns));
        if rows_apart {
            hidden.column_totals.clear();
        }
        if columns_apart {
            hidden.row_totals.clear();
        }
        let base = (!rows_apart && !columns_apart).then(|| Cell::new(values.base, hidden.base));
        Ok(Answer {
            cells: cells(&values.cells, &hidden.cells),
            row_totals: cells(&values.row_totals, &hidden.row_totals),
            column_totals: cells(&values.column_totals, &hidden.column_totals),
            base,
            notes,
            coverage: context
                .coverage
                .iter()
                .filter(|note| self.concerns(note))
                .cloned()
                .collect(),
            known_on: context.known_on,
            ledger_size: context.ledger_size,
            rule: *rule,
            // How many entries there are would tell a hidden base.
            counted: if *rule == Rule::Exact || base.is_some_and(|base| base != Cell::Hidden) {
                self.tally.entries
            } else {
                None
            },
            query: self.query,
            series: self.series,
            rows: self.rows.map(|lines| lines.axis),
            columns: self.columns.map(|lines| lines.axis),
        })
    }

    fn hide(&self, rule: &Rule, pins: &Pins) -> Result<Hidden, Unprotectable> {
        let values = &self.tally.values;
        let Rule::Disclosed(rule) = rule else {
            return Ok(Hidden {
                cells: vec![false; values.cells.len()],
                row_totals: vec![false; values.row_totals.len()],
                column_totals: vec![false; values.column_totals.len()],
                base: false,
            });
        };
        let rows = self.rows.as_ref().map(|lines| lines.direction(&pins.rows));
        let columns = self
            .columns
            .as_ref()
            .map(|lines| lines.direction(&pins.columns));
        match (rows, columns) {
            (Some(rows), columns) if self.rows.as_ref().is_some_and(AxisLines::is_apart) => {
                self.hide_apart(rows.len, columns.as_ref(), false, rule)
            }
            (Some(rows), Some(columns))
                if self.columns.as_ref().is_some_and(AxisLines::is_apart) =>
            {
                self.hide_apart(columns.len, Some(&rows), true, rule)
            }
            (rows, columns) => {
                let rows = rows.unwrap_or_else(|| Direction::additive(0));
                let grid = Grid {
                    values: values.clone(),
                    contributors: self.tally.contributors.clone(),
                    rows,
                    columns,
                };
                protect(&grid, rule)
            }
        }
    }

    /// Series side by side: each is a table of its own.
    fn hide_apart(
        &self,
        series: usize,
        other: Option<&Direction>,
        series_across: bool,
        rule: &Disclosure,
    ) -> Result<Hidden, Unprotectable> {
        let others = other.map_or(1, |direction| direction.len);
        let place = |of: usize, line: usize| {
            if series_across {
                line * series + of
            } else {
                of * others + line
            }
        };
        let mut hidden = Hidden {
            cells: vec![false; self.tally.values.cells.len()],
            row_totals: vec![false; self.tally.values.row_totals.len()],
            column_totals: vec![false; self.tally.values.column_totals.len()],
            base: true,
        };
        for of in 0..series {
            let layer = |layer: &Layer| {
                let cells: Vec<u64> = (0..others)
                    .map(|line| layer.cells[place(of, line)])
                    .collect();
                let totals = if series_across {
                    &layer.column_totals
                } else {
                    &layer.row_totals
                };
                let base = if other.is_some() {
                    totals[of]
                } else {
                    cells[0]
                };
                Layer {
                    cells,
                    base,
                    ..Layer::default()
                }
            };
            let grid = Grid {
                values: layer(&self.tally.values),
                contributors: self.tally.contributors.as_ref().map(layer),
                rows: other.cloned().unwrap_or_else(|| Direction::additive(0)),
                columns: None,
            };
            let one = protect(&grid, rule)?;
            if other.is_none() {
                hidden.cells[of] = one.base;
                continue;
            }
            for line in 0..others {
                hidden.cells[place(of, line)] = one.cells[line];
            }
            if series_across {
                hidden.column_totals[of] = one.base;
            } else {
                hidden.row_totals[of] = one.base;
            }
        }
        Ok(hidden)
    }

    fn notes(&self, rule: &Rule) -> Vec<Note> {
        let mut notes = Vec::new();
        for lines in [&self.rows, &self.columns].into_iter().flatten() {
            if lines.axis.sums == Sums::EachCountedOnce {
                notes.push(Note::LinesOverlap {
                    dimension: lines.axis.dimension.name().to_owned(),
                });
            }
        }
        // Under a rule that hides, whether a note appears must not depend on what was counted.
        let exact = *rule == Rule::Exact;
        let left_out = self.tally.day_not_known;
        if (self.query.from.is_some() || self.query.to.is_some()) && (!exact || left_out > 0) {
            notes.push(Note::DayNotKnown {
                left_out: exact.then_some(left_out),
            });
        }
        let incidents = self.tally.persons_not_stated;
        if self.query.unit == Unit::Persons && (!exact || incidents > 0) {
            notes.push(Note::PersonsNotStated {
                incidents: exact.then_some(incidents),
            });
        }
        if let Rule::Disclosed(disclosure) = rule {
            notes.push(Note::SmallNumbersHidden {
                below: disclosure.hide_below,
            });
        }
        notes
    }

    fn concerns(&self, note: &Coverage) -> bool {
        let series = match (&note.series, &self.series) {
            (Some(about), Some(series)) => about == series,
            (Some(about), None) => {
                self.query.series.is_empty() || self.query.series.contains(about)
            }
            (None, _) => true,
        };
        let begins = self.query.to.is_none_or(|to| note.from <= to);
        let ends = self
            .query
            .from
            .zip(note.to)
            .is_none_or(|(from, to)| to >= from);
        series && begins && ends
    }
}
