//! From a dimension to numbered lines: which line each row of the table falls into.

use crate::answer::Sums;
use crate::count::CountError;
use crate::day;
use crate::query::{DayOf, Dimension, NOT_KNOWN, NOT_STATED, Query};
use crate::rule::Rule;
use crate::table::Table;
use std::ops::Range;

/// The line of rows that fall into none.
pub(crate) const NO_LINE: u32 = u32::MAX;

/// The lines of one dimension over one table.
pub(crate) struct Lines<'t> {
    pub(crate) dimension: Dimension,
    pub(crate) codes: Vec<String>,
    pub(crate) sums: Sums,
    /// Whether each row of the table is in at least one line.
    pub(crate) covering: bool,
    /// A line of an overlapping dimension that holds every row because the question asked for it.
    pub(crate) whole: Option<usize>,
    source: Source<'t>,
}

enum Source<'t> {
    Mapped {
        codes: &'t crate::table::ColumnCodes,
        map: Vec<u32>,
    },
    Sets {
        codes: &'t crate::table::ColumnCodes,
        numbers: Vec<u32>,
        members: Vec<Vec<u32>>,
    },
    Period {
        first: &'t [i32],
        last: &'t [i32],
        start: i32,
        map: Vec<u32>,
        unknown: u32,
    },
}

impl<'t> Lines<'t> {
    pub(crate) fn new(
        table: &'t Table,
        query: &Query,
        dimension: &Dimension,
        series: &[u32],
        rule: &Rule,
    ) -> Result<Self, CountError> {
        match dimension {
            Dimension::Facet(id) => Self::of_facet(table, query, id, rule),
            Dimension::Series => {
                let mut map = vec![NO_LINE; table.series.dictionary.len() + 1];
                for (line, &code) in series.iter().enumerate() {
                    map[code as usize] = line as u32;
                }
                let name = |&code: &u32| table.series.dictionary.name(code - 1).to_owned();
                let codes = series.iter().map(name).collect();
                Ok(Self::mapped(
                    dimension,
                    codes,
                    Sums::Apart,
                    &table.series.codes,
                    map,
                ))
            }
            Dimension::Stage => {
                let mut codes = query.stages.clone();
                if codes.is_empty() {
                    codes = table
                        .stage
                        .dictionary
                        .iter()
                        .map(ToOwned::to_owned)
                        .collect();
                }
                let mut map = vec![NO_LINE; table.stage.dictionary.len() + 1];
                for (line, code) in codes.iter().enumerate() {
                    if let Some(number) = table.stage.dictionary.find(code) {
                        map[number as usize + 1] = line as u32;
                    }
                }
                Ok(Self::mapped(
                    dimension,
                    codes,
                    Sums::Additive,
                    &table.stage.codes,
                    map,
                ))
            }
            Dimension::Year | Dimension::Quarter | Dimension::Month => {
                Ok(Self::of_periods(table, query, dimension))
            }
        }
    }

    fn mapped(
        dimension: &Dimension,
        codes: Vec<String>,
        sums: Sums,
        column: &'t crate::table::ColumnCodes,
        map: Vec<u32>,
    ) -> Self {
        let source = Source::Mapped { codes: column, map };
        Self {
            dimension: dimension.clone(),
            codes,
            sums,
            covering: true,
            whole: None,
            source,
        }
    }

    fn of_facet(
        table: &'t Table,
        query: &Query,
        id: &str,
        rule: &Rule,
    ) -> Result<Self, CountError> {
        let facet = table
            .facet(id)
            .ok_or_else(|| CountError::UnknownFacet(id.to_owned()))?;
        let dimension = Dimension::facet(id);
        let wanted: Vec<&str> = query
            .filters
            .iter()
            .filter(|(facet, _)| facet == id)
            .map(|(_, code)| code.as_str())
            .collect();
        let mut codes: Vec<String> = facet.dictionary.iter().map(ToOwned::to_owned).collect();
        let Some(sets) = &facet.sets else {
            // A question for some codes of a facet that takes one value leaves no other line to fill.
            let asked = |code: &str| wanted.is_empty() || wanted.contains(&code);
            let unstated = if wanted.is_empty() {
                facet.unstated > 0
            } else {
                wanted.contains(&NOT_STATED)
            };
            let mut map = vec![NO_LINE; codes.len() + 1];
            let mut kept = Vec::new();
            for (number, code) in codes.drain(..).enumerate() {
                if asked(&code) {
                    map[number + 1] = kept.len() as u32;
                    kept.push(code);
                }
            }
            if unstated {
                map[0] = kept.len() as u32;
                kept.push(NOT_STATED.to_owned());
            }
            return Ok(Self::mapped(
                &dimension,
                kept,
                Sums::Additive,
                &facet.codes,
                map,
            ));
        };
        // Who may not see small numbers isn't told how many rows carry no value at all: that would tie the lines to
        // the base.
        let unstated = facet.unstated > 0 && *rule == Rule::Exact;
        let whole = match wanted[..] {
            [code] if code != NOT_STATED => {
                facet.dictionary.find(code).map(|number| number as usize)
            }
            _ => None,
        };
        let mut members: Vec<Vec<u32>> = sets.iter().map(<[u32]>::to_vec).collect();
        if unstated {
            members[0] = vec![codes.len() as u32];
            codes.push(NOT_STATED.to_owned());
        }
        let numbers = (0..members.len() as u32).collect();
        Ok(Self {
            dimension,
            codes,
            sums: Sums::EachCountedOnce,
            covering: facet.unstated == 0 || unstated,
            whole,
            source: Source::Sets {
                codes: &facet.codes,
                numbers,
                members,
            },
        })
    }

    fn of_periods(table: &'t Table, query: &Query, dimension: &Dimension) -> Self {
        let (first, last) = days(table, query.day);
        let length = dimension.months();
        let (from, to) = (query.from.map(day::number), query.to.map(day::number));
        let mut start = i32::MAX;
        let mut end = i32::MIN;
        let mut unplaced = false;
        for (&first, &last) in first.iter().zip(last) {
            if first == day::UNKNOWN {
                unplaced |= from.is_none() && to.is_none();
                continue;
            }
            if from.is_some_and(|from| first < from) || to.is_some_and(|to| last > to) {
                continue;
            }
            start = start.min(first);
            end = end.max(last);
            unplaced |= first != last && day::month(first) / length != day::month(last) / length;
        }
        // The period asked for decides which lines there are; without one, the table as a whole does.
        start = from.unwrap_or(start);
        end = to.unwrap_or(end);
        let mut codes = Vec::new();
        let mut map = Vec::new();
        if start <= end {
            let origin = day::month(start).div_euclid(length);
            map = (start..=end)
                .map(|day| (day::month(day).div_euclid(length) - origin) as u32)
                .collect();
            codes = (origin..=day::month(end).div_euclid(length))
                .map(|period| name(period, dimension))
                .collect();
        }
        let unknown = if unplaced {
            codes.len() as u32
        } else {
            NO_LINE
        };
        if unplaced {
            codes.push(NOT_KNOWN.to_owned());
        }
        Self {
            dimension: dimension.clone(),
            codes,
            sums: Sums::Additive,
            covering: true,
            whole: None,
            source: Source::Period {
                first,
                last,
                start,
                map,
                unknown,
            },
        }
    }

    /// Whether each row is in at most one line.
    pub(crate) fn is_single(&self) -> bool {
        !matches!(self.source, Source::Sets { .. })
    }

    /// The line of each row of the range, or for overlapping lines the number of its set of lines.
    pub(crate) fn fill(&self, rows: Range<usize>, into: &mut [u32]) {
        match &self.source {
            Source::Mapped { codes, map } => codes.look_up(rows, map, into),
            Source::Sets { codes, numbers, .. } => codes.look_up(rows, numbers, into),
            Source::Period {
                first,
                last,
                start,
                map,
                unknown,
            } => {
                let days = first[rows.clone()].iter().zip(&last[rows]);
                for (slot, (&first, &last)) in into.iter_mut().zip(days) {
                    let line = |day: i32| map.get(day.wrapping_sub(*start) as usize).copied();
                    *slot = match line(first) {
                        Some(period) if first == last || line(last) == Some(period) => period,
                        _ => *unknown,
                    };
                }
            }
        }
    }

    /// The lines behind what [`Lines::fill`] wrote for one row.
    pub(crate) fn members<'l>(&'l self, filled: &'l u32) -> &'l [u32] {
        match &self.source {
            Source::Sets { members, .. } => &members[*filled as usize],
            _ if *filled == NO_LINE => &[],
            _ => std::slice::from_ref(filled),
        }
    }
}

/// The columns of first and last days that decide.
pub(crate) fn days(table: &Table, which: DayOf) -> (&[i32], &[i32]) {
    match which {
        DayOf::Occurred => (&table.first_day, &table.last_day),
        DayOf::Received => (&table.received, &table.received),
    }
}

fn name(period: i32, dimension: &Dimension) -> String {
    match dimension {
        Dimension::Quarter => format!("{:04}-Q{}", period.div_euclid(4), period.rem_euclid(4) + 1),
        Dimension::Month => format!(
            "{:04}-{:02}",
            period.div_euclid(12),
            period.rem_euclid(12) + 1
        ),
        _ => format!("{period:04}"),
    }
}
