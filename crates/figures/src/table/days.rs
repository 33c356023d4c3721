//! A column of days, in two bytes a row while all of them lie within a lifetime or so.

use std::ops::Range;

use crate::day::UNKNOWN;

/// 1 January 1900: the first day that two bytes can hold. The last is 4 June 2079.
const SHORT_FROM: i32 = -25_567;

/// Days since 1970, or [`UNKNOWN`]; widens when a day comes that two bytes can't hold.
#[derive(Debug, Clone)]
pub(crate) enum Days {
    /// 0 for unknown, else the days since [`SHORT_FROM`] and one.
    Short(Vec<u16>),
    Long(Vec<i32>),
}

impl Default for Days {
    fn default() -> Self {
        Self::Short(Vec::new())
    }
}

impl Days {
    pub(crate) fn push(&mut self, day: i32) {
        match (&mut *self, short(day)) {
            (Self::Short(days), Some(code)) => days.push(code),
            (Self::Long(days), _) => days.push(day),
            (Self::Short(_), None) => {
                self.widen();
                self.push(day);
            }
        }
    }

    pub(crate) fn set(&mut self, place: usize, day: i32) {
        match (&mut *self, short(day)) {
            (Self::Short(days), Some(code)) => days[place] = code,
            (Self::Long(days), _) => days[place] = day,
            (Self::Short(_), None) => {
                self.widen();
                self.set(place, day);
            }
        }
    }

    pub(crate) fn get(&self, place: usize) -> i32 {
        match self {
            Self::Short(days) => long(days[place]),
            Self::Long(days) => days[place],
        }
    }

    pub(crate) fn swap_remove(&mut self, place: usize) {
        match self {
            Self::Short(days) => {
                days.swap_remove(place);
            }
            Self::Long(days) => {
                days.swap_remove(place);
            }
        }
    }

    /// Lowers each mask of the range whose day lies outside `from..=to`, both known days.
    pub(crate) fn restrict(&self, rows: Range<usize>, from: i32, to: i32, mask: &mut [u8]) {
        match self {
            Self::Short(days) => {
                // A bound that two bytes can't hold lies beyond every day that is there.
                let code = |day: i32| (day - SHORT_FROM + 1).clamp(1, i32::from(u16::MAX)) as u16;
                let none = to < SHORT_FROM || from > SHORT_FROM + i32::from(u16::MAX) - 1;
                let (from, to) = if none { (1, 0) } else { (code(from), code(to)) };
                for (slot, &day) in mask.iter_mut().zip(&days[rows]) {
                    *slot &= u8::from(day >= from) & u8::from(day <= to);
                }
            }
            Self::Long(days) => {
                for (slot, &day) in mask.iter_mut().zip(&days[rows]) {
                    *slot &= u8::from(day >= from) & u8::from(day <= to);
                }
            }
        }
    }

    /// Writes, for the rows that are chosen from the range, `line[day - start]`, or `none` outside of it.
    pub(crate) fn look_up(
        &self,
        rows: Range<usize>,
        chosen: &[u16],
        lines: &DayLines,
        into: &mut [u32],
    ) {
        match self {
            Self::Short(days) => {
                let days = &days[rows];
                // Lines by the code itself, so that a row costs one look.
                let table = &lines.by_code;
                for (slot, &place) in into.iter_mut().zip(chosen) {
                    let code = usize::from(days[usize::from(place)]);
                    *slot = table.get(code).copied().unwrap_or(lines.none);
                }
            }
            Self::Long(days) => {
                let days = &days[rows];
                for (slot, &place) in into.iter_mut().zip(chosen) {
                    *slot = lines.line(days[usize::from(place)]);
                }
            }
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Short(days) => days.capacity() * 2,
            Self::Long(days) => days.capacity() * 4,
        }
    }

    fn widen(&mut self) {
        if let Self::Short(days) = self {
            *self = Self::Long(days.iter().map(|&code| long(code)).collect());
        }
    }
}

/// Which line each day falls into.
pub(crate) struct DayLines {
    start: i32,
    lines: Vec<u32>,
    by_code: Vec<u32>,
    none: u32,
}

impl DayLines {
    /// `lines` holds the line of each day from `start` on; any other day falls into `none`.
    pub(crate) fn new(start: i32, lines: Vec<u32>, none: u32) -> Self {
        let last = start.saturating_add(lines.len() as i32);
        let codes = short(last).map_or(usize::from(u16::MAX) + 1, usize::from);
        let mut made = Self {
            start,
            lines,
            by_code: Vec::new(),
            none,
        };
        made.by_code = (0..codes)
            .map(|code| made.line(long(code as u16)))
            .collect();
        made
    }

    pub(crate) fn line(&self, day: i32) -> u32 {
        let place = i64::from(day) - i64::from(self.start);
        usize::try_from(place)
            .ok()
            .and_then(|place| self.lines.get(place))
            .copied()
            .unwrap_or(self.none)
    }
}

fn short(day: i32) -> Option<u16> {
    if day == UNKNOWN {
        return Some(0);
    }
    let code = i64::from(day) - i64::from(SHORT_FROM) + 1;
    u16::try_from(code).ok().filter(|code| *code > 0)
}

fn long(code: u16) -> i32 {
    if code == 0 {
        UNKNOWN
    } else {
        i32::from(code) - 1 + SHORT_FROM
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn days() -> impl Strategy<Value = i32> {
        prop_oneof![
            Just(UNKNOWN),
            SHORT_FROM - 3..SHORT_FROM + 3,
            SHORT_FROM + 65_530..SHORT_FROM + 65_540,
            -800_000..800_000,
            10_000..20_000,
        ]
    }

    proptest! {
        #[test]
        fn what_is_put_in_comes_out(values in prop::collection::vec(days(), 1..40), place in 0_usize..40, other in days()) {
            let mut column = Days::default();
            for &day in &values {
                column.push(day);
            }
            let mut expected = values.clone();
            let place = place % values.len();
            column.set(place, other);
            expected[place] = other;
            column.swap_remove(place);
            expected.swap_remove(place);
            let got: Vec<i32> = (0..expected.len()).map(|place| column.get(place)).collect();
            prop_assert_eq!(got, expected);
        }

        #[test]
        fn the_period_lets_through_what_lies_in_it(
            values in prop::collection::vec(days(), 1..40), from in -900_000..900_000, length in 0..70_000,
        ) {
            let mut column = Days::default();
            for &day in &values {
                column.push(day);
            }
            let mut mask = vec![1; values.len()];
            column.restrict(0..values.len(), from, from + length, &mut mask);
            for (&day, mask) in values.iter().zip(mask) {
                prop_assert_eq!(mask == 1, day != UNKNOWN && day >= from && day <= from + length);
            }
        }

        #[test]
        fn each_day_finds_its_line(
            values in prop::collection::vec(days(), 1..40), start in -100_000..60_000, count in 0_u32..9_000,
        ) {
            let mut column = Days::default();
            for &day in &values {
                column.push(day);
            }
            let lines = DayLines::new(start, (0..count).collect(), 77_777);
            let chosen: Vec<u16> = (0..values.len() as u16).rev().collect();
            let mut into = vec![0; values.len()];
            column.look_up(0..values.len(), &chosen, &lines, &mut into);
            for (&place, line) in chosen.iter().zip(into) {
                let day = values[usize::from(place)];
                let inside = day != UNKNOWN && day >= start && i64::from(day) < i64::from(start) + i64::from(count);
                prop_assert_eq!(line, if inside { (day - start) as u32 } else { 77_777 });
            }
        }
    }
}
