//! One pass over the columns: filters first, then a dense count. No row costs an allocation or a hash.

use crate::count::CountError;
use crate::day;
use crate::disclosure::Layer;
use crate::entries::EntrySet;
use crate::lines::{self, Lines, NO_LINE};
use crate::query::{NOT_STATED, Query, Unit};
use crate::table::{Allowed, BLOCK, Column, ColumnCodes, DayColumns, Table};

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
    checks: Vec<(&'t ColumnCodes, Allowed)>,
}

impl<'t> Filter<'t> {
    pub(crate) fn new(table: &'t Table, query: &Query, series: &[u32]) -> Result<Self, CountError> {
        let mut checks = Vec::new();
        let mut allowed = vec![false; table.series.dictionary.len() + 1];
        for &code in series {
            allowed[code as usize] = true;
        }
        checks.extend(check(&table.series, &allowed));
        if !query.stages.is_empty() {
            let mut allowed = vec![false; table.stage.dictionary.len() + 1];
            for stage in &query.stages {
                // A stage that no row has reached is no mistake.
                if let Some(code) = table.stage.dictionary.find(stage) {
                    allowed[code as usize + 1] = true;
                }
            }
            checks.extend(check(&table.stage, &allowed));
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
            checks.push((&facet.codes, Allowed::new(&allowed)));
        }
        Ok(Self { checks })
    }
}

/// The check of a column, unless every row passes it.
fn check<'t>(column: &'t Column, allowed: &[bool]) -> Option<(&'t ColumnCodes, Allowed)> {
    let stops = column
        .used
        .iter()
        .zip(allowed)
        .any(|(used, allowed)| *used > 0 && !allowed);
    stops.then(|| (&column.codes, Allowed::new(allowed)))
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
        single: single(rows) && single(columns),
        values: Sums::new(down, across),
        contributors: (query.unit == Unit::Persons).then(|| Sums::new(down, across)),
        row_lines: vec![0; BLOCK],
        column_lines: vec![0; BLOCK],
        amounts: vec![0; BLOCK],
    };
    let mut entries = query.entries.then(EntrySet::default);
    let mut day_not_known = 0;
    let mut persons_not_stated = 0;
    let days = lines::days(table, query.day);
    let period = (query.from.is_some() || query.to.is_some()).then(|| {
        let from = query.from.map_or(i32::MIN + 1, day::number);
        (from, query.to.map_or(i32::MAX, day::number))
    });
    let mut mask = vec![1; BLOCK];
    let mut chosen = Vec::with_capacity(BLOCK);
    for start in (0..table.len()).step_by(BLOCK) {
        let range = start..table.len().min(start + BLOCK);
        let zone = days.zones.of(start);
        if period.is_some_and(|(from, to)| zone.is_outside(from, to)) {
            continue;
        }
        let period = period.filter(|(from, to)| !zone.is_inside(*from, *to));
        let mask = &mut mask[..range.len()];
        mask.fill(1);
        for (codes, allowed) in &filter.checks {
            codes.restrict(range.clone(), allowed, mask);
        }
        if let Some((from, to)) = period {
            if zone.unknown || zone.inexact {
                day_not_known += restrict_days(days, (from, to), range.clone(), mask);
            } else {
                days.first.restrict(range.clone(), from, to, mask);
            }
        }
        choose(mask, &mut chosen);
        if query.unit == Unit::Persons {
            persons_not_stated += counter.read_persons(&table.persons, range.clone(), &chosen);
        }
        if let Some(entries) = &mut entries {
            for &place in &chosen {
                entries.insert(table.entry(start + usize::from(place)));
            }
        }
        counter.add(range, &chosen);
    }
    let single = counter.single;
    Tally {
        values: counter
            .values
            .layer(single, rows.is_some(), columns.is_some()),
        contributors: counter
            .contributors
            .map(|sums| sums.layer(single, rows.is_some(), columns.is_some())),
        entries,
        day_not_known,
        persons_not_stated,
    }
}

fn single(lines: Option<&Lines<'_>>) -> bool {
    lines.is_none_or(Lines::is_single)
}

/// The places of a block whose mask is up. Without a branch, since nothing tells beforehand which are.
fn choose(mask: &[u8], chosen: &mut Vec<u16>) {
    chosen.resize(mask.len(), 0);
    let mut count = 0;
    for (place, &up) in (0_u16..).zip(mask) {
        chosen[count] = place;
        count += usize::from(up);
    }
    chosen.truncate(count);
}

/// Lowers the mask of rows outside the period; returns how many of those may yet have been inside.
fn restrict_days(
    days: &DayColumns,
    (from, to): (i32, i32),
    range: std::ops::Range<usize>,
    mask: &mut [u8],
) -> u64 {
    let mut in_doubt = 0;
    for (mask, row) in mask.iter_mut().zip(range) {
        let (first, last) = days.get(row);
        let inside = first >= from && last <= to;
        let perhaps = first == day::UNKNOWN || (first <= to && last >= from);
        in_doubt += u64::from(*mask == 1 && !inside && perhaps);
        *mask &= u8::from(inside);
    }
    in_doubt
}

struct Counter<'l, 't> {
    rows: Option<&'l Lines<'t>>,
    columns: Option<&'l Lines<'t>>,
    across: usize,
    /// Whether each row is in one cell at most.
    single: bool,
    values: Sums,
    contributors: Option<Sums>,
    row_lines: Vec<u32>,
    column_lines: Vec<u32>,
    /// The persons of each chosen row, where persons are counted.
    amounts: Vec<u32>,
}

/// Counters for every cell, and one more for the rows that are in none.
struct Sums {
    cells: Vec<u64>,
    row_totals: Vec<u64>,
    column_totals: Vec<u64>,
    base: u64,
}

impl Counter<'_, '_> {
    /// Reads the persons of the chosen rows; gives how many don't state them.
    fn read_persons(
        &mut self,
        persons: &ColumnCodes,
        range: std::ops::Range<usize>,
        chosen: &[u16],
    ) -> u64 {
        let amounts = &mut self.amounts[..chosen.len()];
        persons.read(range, chosen, amounts);
        let not_stated = amounts.iter().filter(|&&code| code == 0).count();
        for amount in amounts {
            *amount = amount.saturating_sub(1);
        }
        not_stated as u64
    }

    fn add(&mut self, range: std::ops::Range<usize>, chosen: &[u16]) {
        let (row_lines, column_lines) = (
            &mut self.row_lines[..chosen.len()],
            &mut self.column_lines[..chosen.len()],
        );
        if let Some(rows) = self.rows {
            rows.fill(range.clone(), chosen, row_lines);
        }
        if let Some(columns) = self.columns {
            columns.fill(range, chosen, column_lines);
        }
        if self.single {
            let outside = self.values.cells.len() - 1;
            let across = self.across;
            let cell = |(&row, &column): (&u32, &u32)| {
                let cell = (row as usize).wrapping_mul(across) + column as usize;
                // A line that is none makes the cell beyond the last.
                if row == NO_LINE || column == NO_LINE {
                    outside
                } else {
                    cell
                }
            };
            let cells = row_lines.iter().zip(&*column_lines).map(cell);
            match &mut self.contributors {
                None => {
                    for cell in cells {
                        self.values.cells[cell] += 1;
                    }
                }
                Some(contributors) => {
                    for (cell, &amount) in cells.zip(&self.amounts) {
                        self.values.cells[cell] += u64::from(amount);
                        contributors.cells[cell] += u64::from(amount > 0);
                    }
                }
            }
            return;
        }
        for place in 0..chosen.len() {
            let rows = self
                .rows
                .map_or(&[0][..], |lines| lines.members(&row_lines[place]));
            let columns = self
                .columns
                .map_or(&[0][..], |lines| lines.members(&column_lines[place]));
            let amount = match &self.contributors {
                None => 1,
                Some(_) => u64::from(self.amounts[place]),
            };
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
