//! From a dimension to numbered lines: which line each row of the table falls into.

use crate::answer::Sums;
use crate::count::CountError;
use crate::day;
use crate::query::{DayOf, Dimension, NOT_KNOWN, NOT_STATED, Query};
use crate::rule::Rule;
use crate::table::{BLOCK, DayColumns, DayLines, Table};
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
        members: Vec<Vec<u32>>,
    },
    Period {
        days: &'t DayColumns,
        lines: DayLines,
        unknown: u32,
    },
    /// A line of one for each line of the other.
    Pairs {
        one: Box<Source<'t>>,
        other: Box<Source<'t>>,
        others: u32,
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
            Dimension::Pairs(one, other) => {
                let part = |dimension| Self::new(table, query, dimension, series, rule);
                Self::of_pairs(dimension, part(one)?, part(other)?)
            }
        }
    }

    fn mapped(
        dimension: &Dimension,
        codes: Vec<String>,
        sums: Sums,
        column: &'t crate::table::ColumnCodes,
        mut map: Vec<u32>,
    ) -> Self {
        map.resize(map.len().max(256), NO_LINE);
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
        Ok(Self {
            dimension,
            codes,
            sums: Sums::EachCountedOnce,
            covering: facet.unstated == 0 || unstated,
            whole,
            source: Source::Sets {
                codes: &facet.codes,
                members,
            },
        })
    }

    fn of_pairs(dimension: &Dimension, one: Self, other: Self) -> Result<Self, CountError> {
        for lines in [&one, &other] {
            if !lines.is_single() || lines.sums != Sums::Additive {
                let name = lines.dimension.name().to_owned();
                return Err(CountError::NotToBePaired(name));
            }
        }
        let codes = one.codes.iter().flat_map(|one| {
            let others = other.codes.iter();
            others.map(move |other| Dimension::pair(one, other))
        });
        Ok(Self {
            dimension: dimension.clone(),
            codes: codes.collect(),
            sums: Sums::Additive,
            covering: one.covering && other.covering,
            whole: None,
            source: Source::Pairs {
                others: other.codes.len() as u32,
                one: Box::new(one.source),
                other: Box::new(other.source),
            },
        })
    }

    fn of_periods(table: &'t Table, query: &Query, dimension: &Dimension) -> Self {
        let days = days(table, query.day);
        let length = dimension.months();
        let (from, to) = (query.from.map(day::number), query.to.map(day::number));
        let mut start = i32::MAX;
        let mut end = i32::MIN;
        let mut unplaced = false;
        let (earliest, latest) = (from.unwrap_or(i32::MIN + 1), to.unwrap_or(i32::MAX));
        let split = |first, last| day::month(first) / length != day::month(last) / length;
        for block in (0..table.len()).step_by(BLOCK) {
            let zone = days.zones.of(block);
            unplaced |= zone.unknown && from.is_none() && to.is_none();
            if zone.from > latest || zone.to < earliest {
                continue;
            }
            if !zone.inexact && zone.from >= earliest && zone.to <= latest {
                start = start.min(zone.from);
                end = end.max(zone.to);
                continue;
            }
            for row in block..table.len().min(block + BLOCK) {
                let (first, last) = days.get(row);
                if first == day::UNKNOWN || first < earliest || last > latest {
                    continue;
                }
                start = start.min(first);
                end = end.max(last);
                unplaced |= first != last && split(first, last);
            }
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
                days,
                lines: DayLines::new(start, map, NO_LINE),
                unknown,
            },
        }
    }

    /// Whether each row is in at most one line.
    pub(crate) fn is_single(&self) -> bool {
        !matches!(self.source, Source::Sets { .. })
    }

    /// The line of each row that is chosen from the range, or for overlapping lines the number of its set of lines.
    pub(crate) fn fill(&self, rows: Range<usize>, chosen: &[u16], into: &mut [u32]) {
        self.source.fill(rows, chosen, into);
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

impl Source<'_> {
    fn fill(&self, rows: Range<usize>, chosen: &[u16], into: &mut [u32]) {
        match self {
            Self::Mapped { codes, map } => codes.look_up(rows, chosen, map, into),
            Self::Sets { codes, .. } => codes.read(rows, chosen, into),
            Self::Period {
                days,
                lines,
                unknown,
            } => {
                let zone = days.zones.of(rows.start);
                if zone.inexact {
                    for (slot, &place) in into.iter_mut().zip(chosen) {
                        let (first, last) = days.get(rows.start + usize::from(place));
                        let line = lines.line(first);
                        *slot = if first == last || line == lines.line(last) {
                            line
                        } else {
                            NO_LINE
                        };
                    }
                } else {
                    days.first.look_up(rows, chosen, lines, into);
                }
                // Only where a row may be in no period is there a line for those.
                if *unknown != NO_LINE {
                    for slot in into.iter_mut().take(chosen.len()) {
                        *slot = (*slot).min(*unknown);
                    }
                }
            }
            Self::Pairs { one, other, others } => {
                let mut lines = vec![0; chosen.len()];
                one.fill(rows.clone(), chosen, &mut lines);
                other.fill(rows, chosen, into);
                for (slot, &line) in into.iter_mut().zip(&lines) {
                    let paired = line.saturating_mul(*others).saturating_add(*slot);
                    *slot = if line == NO_LINE || *slot == NO_LINE {
                        NO_LINE
                    } else {
                        paired
                    };
                }
            }
        }
    }
}

/// The columns of days that decide.
pub(crate) fn days(table: &Table, which: DayOf) -> &DayColumns {
    match which {
        DayOf::Occurred => &table.occurred,
        DayOf::Received => &table.received,
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
