//! What is known of each block of rows, so that whole blocks need not be looked at.

use crate::day::UNKNOWN;

/// Rows looked at together: what is worked out for them stays in the processor's first cache.
pub(crate) const BLOCK: usize = 2_048;

/// The days of a block of rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Zone {
    /// The first of the known first days; later than `to` where none is known.
    pub(crate) from: i32,
    /// The last of the known last days.
    pub(crate) to: i32,
    /// Whether the day of a row is unknown.
    pub(crate) unknown: bool,
    /// Whether a row covers several days.
    pub(crate) inexact: bool,
}

impl Zone {
    const EMPTY: Self = Self {
        from: i32::MAX,
        to: i32::MIN,
        unknown: false,
        inexact: false,
    };

    /// Whether every row lies inside the period, whichever day of its range it was.
    pub(crate) fn is_inside(&self, from: i32, to: i32) -> bool {
        !self.unknown && self.from >= from && self.to <= to
    }

    /// Whether no row can lie in the period, nor perhaps.
    pub(crate) fn is_outside(&self, from: i32, to: i32) -> bool {
        !self.unknown && (self.from > to || self.to < from)
    }
}

impl Zone {
    fn note(&mut self, first: i32, last: i32) {
        if first == UNKNOWN {
            self.unknown = true;
        } else {
            self.from = self.from.min(first);
            self.to = self.to.max(last);
            self.inexact |= first != last;
        }
    }

    /// Whether the zone may be narrower without this row.
    fn rests_on(&self, first: i32, last: i32) -> bool {
        first == UNKNOWN || first == self.from || last == self.to || first != last
    }
}

/// One zone for each block.
#[derive(Debug, Clone, Default)]
pub(crate) struct Zones(Vec<Zone>);

impl Zones {
    /// Takes in the days of a row that is new in its block.
    pub(crate) fn note(&mut self, place: usize, first: i32, last: i32) {
        let block = place / BLOCK;
        if self.0.len() <= block {
            self.0.resize(block + 1, Zone::EMPTY);
        }
        self.0[block].note(first, last);
    }

    /// Whether the block of a row must be looked at anew when that row, with these days, goes.
    pub(crate) fn rest_on(&self, place: usize, (first, last): (i32, i32)) -> bool {
        let zone = self.0.get(place / BLOCK);
        zone.is_some_and(|zone| zone.rests_on(first, last))
    }

    /// Takes the days of a whole block anew.
    pub(crate) fn renew(&mut self, place: usize, days: impl Iterator<Item = (i32, i32)>) {
        let mut zone = Zone::EMPTY;
        for (first, last) in days {
            zone.note(first, last);
        }
        if let Some(kept) = self.0.get_mut(place / BLOCK) {
            *kept = zone;
        }
    }

    /// The zone of the block that begins with this row.
    pub(crate) fn of(&self, start: usize) -> Zone {
        self.0.get(start / BLOCK).copied().unwrap_or(Zone::EMPTY)
    }
}
