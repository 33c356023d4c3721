//! One pass over the columns: filters first, then a dense count. No row costs an allocation or a hash.

use crate::count::CountError;
use crate::day;
use crate::disclosure::Layer;
use crate::entries::EntrySet;
use crate::lines::{self, Lines};
use crate::query::{NOT_STATED, Query, Unit};
use crate::table::{PERSONS_NOT_STATED, Table};

/// Rows looked at together: their masks and lines stay in the processor's first cache.
const BLOCK: usize = 2_048;

/// What one pass counted.
pub(crate) struct Tally {
    pub(crate) values: Layer,
    /// Incidents behind the persons.
    pub(crate) contributors: Option<Layer>,
    pub(crate) entries: Option<EntrySet>,
    /// Rows that pass all filters but whose day isn't known well enough to lie inside the period.
    pub(crate) day_not_known: u64,
    /// Rows that are counted but state no persons.
    pub(crate) persons_not_stated: u64,
}

/// For each column that is filtered, which of its codes pass.
pub(crate) struct Filter<'t> {
    checks: Vec<(&'t crate::table::ColumnCodes, Vec<bool>)>,
}

impl<'t> Filter<'t> {
    pub(crate) fn new(table: &'t Table, query: &Query, series: &[u32]) -> Result<Self, CountError> {
        let mut checks = Vec::new();
        let mut allowed = vec![false; table.series.dictionary.len() + 1];
        for &code in series {
            allowed[code as usize] = true;
        }
        checks.push((&table.series.codes, allowed));
        if !query.stages.is_empty() {
            let mut allowed = vec![false; table.stage.dictionary.len() + 1];
            for stage in &query.stages {
                // A stage that no row has reached is no mistake.
                if let Some(code) = table.stage.dictionary.find(stage) {
                    allowed[code as usize + 1] = true;
                }
            }
            checks.push((&table.stage.codes, allowed));
        }
        let mut ids: Vec<&str> = query.filters.iter().map(|(id, _)| id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            let facet = table
                .facet(id)
                .ok_or_else(|| CountError::UnknownFacet(id.to_owned()))?;
            let mut wanted = Vec::new();
            let mut unstated = false;
            for (_, code) in query.filters.iter().filter(|(facet, _)| facet == id) {
                if code == NOT_STATED {
                    unstated = true;
                    continue;
                }
                let unknown = || CountError::UnknownCode {
                    facet: id.to_owned(),
                    code: code.clone(),
                };
                wanted.push(facet.dictionary.find(code).ok_or_else(unknown)?);
            }
            let allowed = match &facet.sets {
                None => {
                    let mut allowed = vec![false; facet.dictionary.len() + 1];
                    allowed[0] = unstated;
                    for code in wanted {
                        allowed[code as usize + 1] = true;
                    }
                    allowed
                }
                Some(sets) => sets
                    .iter()
                    .map(|set| {
                        if set.is_empty() {
                            unstated
                        } else {
                            set.iter().any(|code| wanted.contains(code))
                        }
                    })
                    .collect(),
            };
            checks.push((&facet.codes, allowed));
        }
        Ok(Self { checks })
    }
}

/// Counts the rows that pass.
pub(crate) fn scan(
    table: &Table,
    query: &Query,
    filter: &Filter<'_>,
    rows: Option<&Lines<'_>>,
    columns: Option<&Lines<'_>>,
) -> Tally {
    let size = |lines: Option<&Lines<'_>>| lines.map_or(1, |lines| lines.codes.len());
    let (down, across) = (size(rows), size(columns));
    let mut counter = Counter {
        rows,
        columns,
        across,
        values: Sums::new(down, across),
        contributors: (query.unit == Unit::Persons).then(|| Sums::new(down, across)),
        row_lines: vec![0; BLOCK],
        column_lines: vec![0; BLOCK],
    };
    let mut entries = query.entries.then(EntrySet::default);
    let mut day_not_known = 0;
    let mut persons_not_stated = 0;
    let mut mask = vec![true; BLOCK];
    for start in (0..table.len()).step_by(BLOCK) {
        let range = start..table.len().min(start + BLOCK);
        let mask = &mut mask[..range.len()];
        mask.fill(true);
        for (codes, allowed) in &filter.checks {
            codes.restrict(range.clone(), allowed, mask);
        }
        if query.from.is_some() || query.to.is_some() {
            day_not_known += restrict_days(table, query, range.clone(), mask);
        }
        if query.unit == Unit::Persons {
            let persons = &table.persons[range.clone()];
            persons_not_stated += persons
                .iter()
                .zip(&*mask)
                .filter(|(persons, mask)| **mask && **persons == PERSONS_NOT_STATED)
                .count();
            counter.add(range.clone(), mask, Some(persons));
        } else {
            counter.add(range.clone(), mask, None);
        }
        if let Some(entries) = &mut entries {
            for (place, _) in mask.iter().enumerate().filter(|(_, mask)| **mask) {
                entries.insert(table.entries[start + place]);
            }
        }
    }
    let single = |lines: Option<&Lines<'_>>| lines.is_none_or(Lines::is_single);
    let derive = single(rows) && single(columns);
    Tally {
        values: counter
            .values
            .layer(derive, rows.is_some(), columns.is_some()),
        contributors: counter
            .contributors
            .map(|sums| sums.layer(derive, rows.is_some(), columns.is_some())),
        entries,
        day_not_known,
        persons_not_stated: persons_not_stated as u64,
    }
}

/// The persons of a row; not stated adds none.
fn stated(persons: u32) -> u64 {
    if persons == PERSONS_NOT_STATED {
        0
    } else {
        u64::from(persons)
    }
}

/// Lowers the mask of rows outside the period; returns how many of those may yet have been inside.
fn restrict_days(
    table: &Table,
    query: &Query,
    range: std::ops::Range<usize>,
    mask: &mut [bool],
) -> u64 {
    let (first, last) = lines::days(table, query.day);
    let from = query.from.map_or(i32::MIN + 1, day::number);
    let to = query.to.map_or(i32::MAX, day::number);
    let mut in_doubt = 0;
    for ((mask, &first), &last) in mask.iter_mut().zip(&first[range.clone()]).zip(&last[range]) {
        let inside = first >= from && last <= to;
        let perhaps = first == day::UNKNOWN || (first <= to && last >= from);
        in_doubt += u64::from(*mask && !inside && perhaps);
        *mask &= inside;
    }
    in_doubt
}

struct Counter<'l, 't> {
    rows: Option<&'l Lines<'t>>,
    columns: Option<&'l Lines<'t>>,
    across: usize,
    values: Sums,
    contributors: Option<Sums>,
    row_lines: Vec<u32>,
    column_lines: Vec<u32>,
}

/// Counters for every cell, and one more for the rows that don't pass.
struct Sums {
    cells: Vec<u64>,
    row_totals: Vec<u64>,
    column_totals: Vec<u64>,
    base: u64,
}

impl Counter<'_, '_> {
    fn add(&mut self, range: std::ops::Range<usize>, mask: &[bool], persons: Option<&[u32]>) {
        let (row_lines, column_lines) = (
            &mut self.row_lines[..range.len()],
            &mut self.column_lines[..range.len()],
        );
        if let Some(rows) = self.rows {
            rows.fill(range.clone(), row_lines);
        }
        if let Some(columns) = self.columns {
            columns.fill(range, column_lines);
        }
        let single = |lines: Option<&Lines<'_>>| lines.is_none_or(Lines::is_single);
        if single(self.rows) && single(self.columns) {
            let outside = self.values.cells.len() - 1;
            for (place, &mask) in mask.iter().enumerate() {
                let row = row_lines[place] as usize;
                let column = column_lines[place] as usize;
                let cell = if mask {
                    (row * self.across + column).min(outside)
                } else {
                    outside
                };
                match persons {
                    None => self.values.cells[cell] += 1,
                    Some(persons) => {
                        let amount = stated(persons[place]);
                        self.values.cells[cell] += amount;
                        if let Some(contributors) = &mut self.contributors {
                            contributors.cells[cell] += u64::from(amount > 0);
                        }
                    }
                }
            }
            return;
        }
        for (place, _) in mask.iter().enumerate().filter(|(_, mask)| **mask) {
            let rows = self
                .rows
                .map_or(&[0][..], |lines| lines.members(&row_lines[place]));
            let columns = self
                .columns
                .map_or(&[0][..], |lines| lines.members(&column_lines[place]));
            let amount = persons.map_or(1, |persons| stated(persons[place]));
            self.values.add(rows, columns, self.across, amount);
            if let Some(contributors) = &mut self.contributors {
                contributors.add(rows, columns, self.across, u64::from(amount > 0));
            }
        }
    }
}

impl Sums {
    fn new(down: usize, across: usize) -> Self {
        Self {
            cells: vec![0; down * across + 1],
            row_totals: vec![0; down],
            column_totals: vec![0; across],
            base: 0,
        }
    }

    fn add(&mut self, rows: &[u32], columns: &[u32], across: usize, amount: u64) {
        self.base += amount;
        for &column in columns {
            self.column_totals[column as usize] += amount;
        }
        for &row in rows {
            self.row_totals[row as usize] += amount;
            for &column in columns {
                self.cells[row as usize * across + column as usize] += amount;
            }
        }
    }

    /// The counts as a layer. Where each row is in one cell only, the totals are still to be added up.
    fn layer(mut self, derive: bool, down: bool, across: bool) -> Layer {
        self.cells.pop();
        if derive {
            let columns = self.column_totals.len();
            self.base = self.cells.iter().sum();
            for (place, value) in self.cells.iter().enumerate() {
                self.row_totals[place / columns] += value;
                self.column_totals[place % columns] += value;
            }
        }
        Layer {
            cells: if down { self.cells } else { Vec::new() },
            row_totals: if across { self.row_totals } else { Vec::new() },
            column_totals: if across {
                self.column_totals
            } else {
                Vec::new()
            },
            base: self.base,
        }
    }
}
