//! A dry run: what would be coded how, and which values nothing is said of.

use std::collections::BTreeMap;

use serde::Serialize;

use super::row::{Reject, Way, short};
use crate::areas::FoundArea;

/// So many different values are told apart; what comes after is only counted.
const MOST_VALUES: usize = 10_000;

/// Some value of a column, and how often it stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ValueCount {
    /// The column.
    pub column: String,
    /// The value, shortened.
    pub value: String,
    /// The facet and the code that it comes to, if it comes to one.
    pub becomes: Option<(String, String)>,
    /// Why nothing else comes of it, where there is more to say than that it isn't listed.
    pub reason: Option<String>,
    /// How often.
    pub count: u64,
}

/// By which areas places were coded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PlaceUse {
    /// The facet.
    pub facet: String,
    /// What kind of areas.
    pub level: String,
    /// The set that they are of.
    pub set: String,
    /// Whether that set holds on the day of the incident.
    pub holds: bool,
}

/// What an import would do.
#[derive(Debug, Default)]
pub struct Rehearsal {
    /// Rows read.
    pub read: u64,
    /// Incidents that would be new.
    pub new: u64,
    /// Incidents that would be changed.
    pub changed: u64,
    /// Incidents of which the same is told as before.
    pub unchanged: u64,
    /// Rows that would be rejected.
    pub rejected: u64,
    /// Rows with a story, which would be sealed.
    pub stories: u64,
    /// The first day on which something happened, and the last.
    pub days: Option<(jiff::civil::Date, jiff::civil::Date)>,
    /// Rows without a date.
    pub undated: u64,
    /// How often each code of each facet would be given.
    pub codes: BTreeMap<(String, String), u64>,
    /// How many rows were coded by which areas.
    pub places: BTreeMap<PlaceUse, u64>,
    /// Values that would reject their rows, most frequent first.
    pub unmapped: Vec<ValueCount>,
    /// Values that nothing is said of and that would come to the code for all others.
    pub otherwise: Vec<ValueCount>,
    /// Whether there are more different values than are listed.
    pub more: bool,
}

/// A value of a column, what becomes of it, and why.
type Key = (String, String, Option<(String, String)>, Option<String>);
type Counts = BTreeMap<Key, u64>;

/// Counts values while rows are mapped.
#[derive(Debug, Default)]
pub(super) struct Tally {
    unmapped: Counts,
    otherwise: Counts,
    places: BTreeMap<PlaceUse, u64>,
    more: bool,
}

impl Tally {
    pub(super) fn coded(&mut self, facet: &str, column: &str, value: &str, code: &str, way: Way) {
        if way == Way::Otherwise {
            let becomes = Some((facet.to_owned(), code.to_owned()));
            Self::count(
                &mut self.otherwise,
                &mut self.more,
                (column.to_owned(), short(value), becomes, None),
            );
        }
    }

    /// A place was found, in that area.
    pub(super) fn place(&mut self, facet: &str, area: &FoundArea) {
        let by = PlaceUse {
            facet: facet.to_owned(),
            level: area.level.code().to_owned(),
            set: area.set.title.clone(),
            holds: area.holds,
        };
        *self.places.entry(by).or_default() += 1;
    }

    /// A place was not found, and comes to the code for all others.
    pub(super) fn place_otherwise(&mut self, facet: &str, reject: &Reject, code: &str) {
        let key = (
            reject.column.clone(),
            reject.shown.clone(),
            Some((facet.to_owned(), code.to_owned())),
            Some(reject.reason.clone()),
        );
        Self::count(&mut self.otherwise, &mut self.more, key);
    }

    pub(super) fn rejected(&mut self, rejects: &[Reject]) {
        for reject in rejects {
            let key = (
                reject.column.clone(),
                reject.shown.clone(),
                None,
                Some(reject.reason.clone()),
            );
            Self::count(&mut self.unmapped, &mut self.more, key);
        }
    }

    fn count(counts: &mut Counts, more: &mut bool, key: Key) {
        if let Some(count) = counts.get_mut(&key) {
            *count += 1;
        } else if counts.len() < MOST_VALUES {
            counts.insert(key, 1);
        } else {
            *more = true;
        }
    }

    pub(super) fn into(self, rehearsal: &mut Rehearsal) {
        rehearsal.unmapped = listed(self.unmapped);
        rehearsal.otherwise = listed(self.otherwise);
        rehearsal.places = self.places;
        rehearsal.more = self.more;
    }
}

fn listed(counts: Counts) -> Vec<ValueCount> {
    let mut listed: Vec<ValueCount> = counts
        .into_iter()
        .map(|((column, value, becomes, reason), count)| ValueCount {
            column,
            value,
            becomes,
            reason,
            count,
        })
        .collect();
    listed.sort_by_key(|value| std::cmp::Reverse(value.count));
    listed
}
