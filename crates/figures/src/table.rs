//! Coded incidents or reports in columns, some 35 bytes a row and one or two more for each facet.

mod codes;
mod days;
mod dictionary;
mod row;
mod zones;

pub use row::{Layout, Precision, Row, RowError};

use crate::day;
use crate::query::{Holds, NOT_STATED};
use codes::Codes;
pub(crate) use codes::{Allowed, Codes as ColumnCodes};
pub(crate) use days::DayLines;
use days::Days;
use dictionary::{Dictionary, SetDictionary};
use hashbrown::HashTable;
pub(crate) use zones::{BLOCK, Zones};

/// Rows held in columns, each found again by its key.
///
/// Appending, replacing and removing a row cost the same whatever the size of the table. The order of rows
/// has no meaning.
#[derive(Debug, Clone)]
pub struct Table {
    pub(crate) holds: Holds,
    keys: Vec<[u8; 16]>,
    places: HashTable<u32>,
    entries: Vec<u32>,
    pub(crate) occurred: DayColumns,
    pub(crate) received: DayColumns,
    pub(crate) stage: Column,
    pub(crate) series: Column,
    /// 0 where a row doesn't state its persons, else their number and one.
    pub(crate) persons: Codes,
    pub(crate) facets: Vec<FacetColumn>,
}

/// The days by which rows are counted.
#[derive(Debug, Clone, Default)]
pub(crate) struct DayColumns {
    pub(crate) first: Days,
    /// Days from the first to the last; 0 where it is one day.
    pub(crate) more: Codes,
    pub(crate) zones: Zones,
}

impl DayColumns {
    fn push(&mut self, (first, last): (i32, i32), place: usize) {
        self.first.push(first);
        self.more.push(last.wrapping_sub(first) as u32);
        self.zones.note(place, first, last);
    }

    fn set(&mut self, place: usize, (first, last): (i32, i32)) {
        let narrower = self.zones.rest_on(place, self.get(place));
        self.first.set(place, first);
        self.more.set(place, last.wrapping_sub(first) as u32);
        self.zones.note(place, first, last);
        if narrower {
            self.renew(place);
        }
    }

    fn swap_remove(&mut self, place: usize) {
        self.first.swap_remove(place);
        self.more.swap_remove(place);
        // Both the row that goes and the last one, which takes its place, leave their blocks.
        self.renew(place);
        self.renew(self.more.len());
    }

    fn renew(&mut self, place: usize) {
        let start = place - place % BLOCK;
        let end = self.more.len().min(start + BLOCK);
        let Self { first, more, .. } = &*self;
        let days: Vec<(i32, i32)> = (start..end)
            .map(|row| {
                let first = first.get(row);
                (first, first.wrapping_add(more.get(row) as i32))
            })
            .collect();
        self.zones.renew(place, days.into_iter());
    }

    /// First and last day of a row.
    pub(crate) fn get(&self, place: usize) -> (i32, i32) {
        let first = self.first.get(place);
        (first, first.wrapping_add(self.more.get(place) as i32))
    }

    fn bytes(&self) -> usize {
        self.first.bytes() + self.more.bytes()
    }
}

/// A single-valued column: code 0 is "no value", code `n + 1` is entry `n` of the dictionary.
#[derive(Debug, Clone, Default)]
pub(crate) struct Column {
    pub(crate) dictionary: Dictionary,
    pub(crate) codes: Codes,
    /// Rows that carry each code, by code.
    pub(crate) used: Vec<u32>,
}

/// The values of one facet.
#[derive(Debug, Clone)]
pub(crate) struct FacetColumn {
    pub(crate) id: String,
    pub(crate) dictionary: Dictionary,
    /// For a many-valued facet each row holds the number of a set of values; set 0 is the empty one.
    pub(crate) sets: Option<SetDictionary>,
    pub(crate) codes: Codes,
    /// Rows without a value.
    pub(crate) unstated: usize,
}

impl Table {
    /// An empty table with the given facets.
    pub fn new(layout: Layout) -> Self {
        let facets = layout
            .facets
            .into_iter()
            .map(|facet| FacetColumn {
                id: facet.id,
                dictionary: Dictionary::new(
                    facet.codes.into_iter().filter(|code| code != NOT_STATED),
                ),
                sets: facet.many_valued.then(SetDictionary::default),
                codes: Codes::default(),
                unstated: 0,
            })
            .collect();
        Self {
            holds: layout.holds,
            keys: Vec::new(),
            places: HashTable::new(),
            entries: Vec::new(),
            occurred: DayColumns::default(),
            received: DayColumns::default(),
            stage: Column::new(layout.stages),
            series: Column::new(layout.series),
            persons: Codes::default(),
            facets,
        }
    }

    /// What one row stands for.
    pub fn holds(&self) -> Holds {
        self.holds
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether a row with this key is held.
    pub fn contains(&self, key: &[u8; 16]) -> bool {
        self.place(key).is_some()
    }

    /// The identifiers of the facets, in the order of the layout.
    pub fn facet_ids(&self) -> impl Iterator<Item = &str> {
        self.facets.iter().map(|facet| facet.id.as_str())
    }

    /// The series that have rows, in the order of the layout and then of appearance.
    pub fn series(&self) -> impl Iterator<Item = &str> {
        self.series.in_use()
    }

    /// Bytes of memory that the rows and their index take.
    pub fn bytes(&self) -> usize {
        let codes = self.stage.codes.bytes() + self.series.codes.bytes();
        let facets: usize = self.facets.iter().map(|facet| facet.codes.bytes()).sum();
        self.keys.capacity() * 16
            + self.places.allocation_size()
            + self.entries.capacity() * 4
            + self.occurred.bytes()
            + self.received.bytes()
            + self.persons.bytes()
            + codes
            + facets
    }

    /// Appends a row, or replaces the row with the same key. Nothing changes when the row is refused.
    pub fn put(&mut self, row: &Row<'_>) -> Result<(), RowError> {
        self.check(row)?;
        let entry = u32::try_from(row.ledger_index).map_err(|_| RowError::TooManyRows)?;
        let occurred = row.days();
        let received = row.received.map_or(day::UNKNOWN, day::number);
        let persons = row.persons.map_or(0, |persons| persons.saturating_add(1));
        let place = if let Some(place) = self.place(&row.key) {
            self.entries[place] = entry;
            self.occurred.set(place, occurred);
            self.received.set(place, (received, received));
            self.persons.set(place, persons);
            self.stage.set(place, row.stage);
            self.series.set(place, row.series);
            place
        } else {
            let place = self.keys.len();
            let number = u32::try_from(place).map_err(|_| RowError::TooManyRows)?;
            self.keys.push(row.key);
            let keys = &self.keys;
            self.places
                .insert_unique(hash(&row.key), number, |&other| hash(&keys[other as usize]));
            self.entries.push(entry);
            self.occurred.push(occurred, place);
            self.received.push((received, received), place);
            self.persons.push(persons);
            self.stage.push(row.stage);
            self.series.push(row.series);
            for facet in &mut self.facets {
                facet.codes.push(0);
                facet.unstated += 1;
            }
            place
        };
        for facet in &mut self.facets {
            let values = row
                .facets
                .iter()
                .find(|(id, _)| *id == facet.id)
                .map_or(&[][..], |(_, values)| values);
            facet.set(place, values);
        }
        Ok(())
    }

    /// Takes a row out. Says whether there was one.
    pub fn remove(&mut self, key: &[u8; 16]) -> bool {
        let keys = &self.keys;
        let Ok(found) = self
            .places
            .find_entry(hash(key), |&place| &keys[place as usize] == key)
        else {
            return false;
        };
        let (place, _) = found.remove();
        let last = self.keys.len() - 1;
        if place as usize != last {
            // The last row moves into the gap.
            let moved = hash(&self.keys[last]);
            if let Some(number) = self.places.find_mut(moved, |&other| other as usize == last) {
                *number = place;
            }
        }
        let place = place as usize;
        self.keys.swap_remove(place);
        self.entries.swap_remove(place);
        self.occurred.swap_remove(place);
        self.received.swap_remove(place);
        self.persons.swap_remove(place);
        self.stage.swap_remove(place);
        self.series.swap_remove(place);
        for facet in &mut self.facets {
            facet.unstated -= usize::from(facet.codes.get(place) == 0);
            facet.codes.swap_remove(place);
        }
        true
    }

    /// The ledger entry that vouches for a row.
    pub(crate) fn entry(&self, place: usize) -> u64 {
        u64::from(self.entries[place])
    }

    pub(crate) fn facet(&self, id: &str) -> Option<&FacetColumn> {
        self.facets.iter().find(|facet| facet.id == id)
    }

    fn place(&self, key: &[u8; 16]) -> Option<usize> {
        self.places
            .find(hash(key), |&place| &self.keys[place as usize] == key)
            .map(|&place| place as usize)
    }

    fn check(&self, row: &Row<'_>) -> Result<(), RowError> {
        if row.occurred.is_some_and(|(from, to)| to < from) {
            return Err(RowError::DaysReversed);
        }
        for (id, values) in row.facets {
            let facet = self
                .facet(id)
                .ok_or_else(|| RowError::UnknownFacet((*id).to_owned()))?;
            let stated = values.iter().filter(|code| **code != NOT_STATED).count();
            if facet.sets.is_none() && stated > 1 {
                return Err(RowError::TooManyValues((*id).to_owned()));
            }
        }
        Ok(())
    }
}

impl Column {
    fn new(codes: Vec<String>) -> Self {
        let dictionary = Dictionary::new(codes.into_iter());
        Self {
            used: vec![0; dictionary.len() + 1],
            dictionary,
            codes: Codes::default(),
        }
    }

    fn code(&mut self, name: &str) -> u32 {
        let code = self.dictionary.code(name) + 1;
        if self.used.len() <= code as usize {
            self.used.resize(code as usize + 1, 0);
        }
        code
    }

    fn push(&mut self, name: &str) {
        let code = self.code(name);
        self.used[code as usize] += 1;
        self.codes.push(code);
    }

    fn set(&mut self, place: usize, name: &str) {
        let code = self.code(name);
        self.used[self.codes.get(place) as usize] -= 1;
        self.used[code as usize] += 1;
        self.codes.set(place, code);
    }

    fn swap_remove(&mut self, place: usize) {
        self.used[self.codes.get(place) as usize] -= 1;
        self.codes.swap_remove(place);
    }

    fn in_use(&self) -> impl Iterator<Item = &str> {
        self.dictionary
            .iter()
            .zip(self.used.iter().skip(1))
            .filter(|(_, used)| **used > 0)
            .map(|(name, _)| name)
    }
}

impl FacetColumn {
    fn set(&mut self, place: usize, values: &[&str]) {
        let mut stated = values.iter().filter(|code| **code != NOT_STATED);
        let code = match &mut self.sets {
            None => stated
                .next()
                .map_or(0, |name| self.dictionary.code(name) + 1),
            Some(sets) => {
                let mut members: Vec<u32> = stated.map(|name| self.dictionary.code(name)).collect();
                members.sort_unstable();
                members.dedup();
                sets.code(members)
            }
        };
        self.unstated -= usize::from(self.codes.get(place) == 0);
        self.unstated += usize::from(code == 0);
        self.codes.set(place, code);
    }
}

/// Keys are random or already hashed, so folding their two halves spreads them well enough.
fn hash(key: &[u8; 16]) -> u64 {
    let whole = u128::from_le_bytes(*key);
    let folded = (whole as u64) ^ ((whole >> 64) as u64).rotate_left(23);
    (folded ^ (folded >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests;
