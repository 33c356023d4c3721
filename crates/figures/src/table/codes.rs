//! A column of small numbers, as narrow as its largest one allows.

use std::ops::Range;

/// Numbers in one, two or four bytes each; widens when a larger one arrives.
#[derive(Debug, Clone)]
pub(crate) enum Codes {
    Narrow(Vec<u8>),
    Wide(Vec<u16>),
    Widest(Vec<u32>),
}

impl Default for Codes {
    fn default() -> Self {
        Self::Narrow(Vec::new())
    }
}

impl Codes {
    pub(crate) fn push(&mut self, code: u32) {
        self.fit(code);
        match self {
            Self::Narrow(codes) => codes.push(code as u8),
            Self::Wide(codes) => codes.push(code as u16),
            Self::Widest(codes) => codes.push(code),
        }
    }

    pub(crate) fn set(&mut self, place: usize, code: u32) {
        self.fit(code);
        match self {
            Self::Narrow(codes) => codes[place] = code as u8,
            Self::Wide(codes) => codes[place] = code as u16,
            Self::Widest(codes) => codes[place] = code,
        }
    }

    pub(crate) fn get(&self, place: usize) -> u32 {
        match self {
            Self::Narrow(codes) => u32::from(codes[place]),
            Self::Wide(codes) => u32::from(codes[place]),
            Self::Widest(codes) => codes[place],
        }
    }

    pub(crate) fn swap_remove(&mut self, place: usize) {
        match self {
            Self::Narrow(codes) => {
                codes.swap_remove(place);
            }
            Self::Wide(codes) => {
                codes.swap_remove(place);
            }
            Self::Widest(codes) => {
                codes.swap_remove(place);
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Narrow(codes) => codes.len(),
            Self::Wide(codes) => codes.len(),
            Self::Widest(codes) => codes.len(),
        }
    }

    /// Writes `map[code]` of the rows that are chosen from the range into `into`. Quicker for narrow columns when the
    /// map has a place for each of 256 codes.
    pub(crate) fn look_up<T: Copy>(
        &self,
        rows: Range<usize>,
        chosen: &[u16],
        map: &[T],
        into: &mut [T],
    ) {
        match self {
            Self::Narrow(codes) => match map.first_chunk::<256>() {
                Some(map) => {
                    let codes = &codes[rows];
                    for (slot, &place) in into.iter_mut().zip(chosen) {
                        *slot = map[usize::from(codes[usize::from(place)])];
                    }
                }
                None => look_up(&codes[rows], chosen, map, into),
            },
            Self::Wide(codes) => look_up(&codes[rows], chosen, map, into),
            Self::Widest(codes) => look_up(&codes[rows], chosen, map, into),
        }
    }

    /// Writes the codes of the rows that are chosen from the range into `into`.
    pub(crate) fn read(&self, rows: Range<usize>, chosen: &[u16], into: &mut [u32]) {
        match self {
            Self::Narrow(codes) => read(&codes[rows], chosen, into),
            Self::Wide(codes) => read(&codes[rows], chosen, into),
            Self::Widest(codes) => read(&codes[rows], chosen, into),
        }
    }

    /// Lowers each mask of the range whose code isn't allowed.
    pub(crate) fn restrict(&self, rows: Range<usize>, allowed: &Allowed, mask: &mut [u8]) {
        match (self, &allowed.few) {
            (Self::Narrow(codes), Some(few)) => few.restrict(&codes[rows], mask),
            (Self::Narrow(codes), None) => restrict(&codes[rows], &allowed.codes, mask),
            (Self::Wide(codes), _) => restrict(&codes[rows], &allowed.codes, mask),
            (Self::Widest(codes), _) => restrict(&codes[rows], &allowed.codes, mask),
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Narrow(codes) => codes.capacity(),
            Self::Wide(codes) => codes.capacity() * 2,
            Self::Widest(codes) => codes.capacity() * 4,
        }
    }

    fn fit(&mut self, code: u32) {
        match self {
            Self::Narrow(codes) if code > u32::from(u8::MAX) => {
                let wide: Vec<u16> = codes.iter().map(|&code| u16::from(code)).collect();
                *self = Self::Wide(wide);
                self.fit(code);
            }
            Self::Wide(codes) if code > u32::from(u16::MAX) => {
                *self = Self::Widest(codes.iter().map(|&code| u32::from(code)).collect());
            }
            _ => {}
        }
    }
}

/// Which codes of a column pass.
#[derive(Debug, Clone)]
pub(crate) struct Allowed {
    /// 1 for each code that passes.
    codes: Vec<u8>,
    few: Option<Few>,
}

impl Allowed {
    pub(crate) fn new(allowed: &[bool]) -> Self {
        let codes: Vec<u8> = allowed.iter().map(|&allowed| u8::from(allowed)).collect();
        Self {
            few: Few::of(allowed),
            codes,
        }
    }
}

/// A few codes that alone pass, or alone don't. Comparing with each looks at sixteen rows at once, which a table
/// can't.
#[derive(Debug, Clone, Copy)]
struct Few {
    codes: [u8; 3],
    pass: bool,
}

impl Few {
    fn of(allowed: &[bool]) -> Option<Self> {
        [true, false].into_iter().find_map(|pass| {
            let found: Vec<u8> = (0..=u8::MAX)
                .zip(allowed)
                .filter(|(_, allowed)| **allowed == pass)
                .map(|(code, _)| code)
                .collect();
            let &first = found.first()?;
            // Where fewer are wanted the first stands twice or three times.
            let code = |place| found.get(place).copied().unwrap_or(first);
            (found.len() <= 3 && allowed.len() <= 256).then(|| Self {
                codes: [first, code(1), code(2)],
                pass,
            })
        })
    }

    fn restrict(self, codes: &[u8], mask: &mut [u8]) {
        let [one, two, three] = self.codes;
        let other = u8::from(!self.pass);
        for (slot, &code) in mask.iter_mut().zip(codes) {
            let is = u8::from(code == one) | u8::from(code == two) | u8::from(code == three);
            *slot &= is ^ other;
        }
    }
}

fn look_up<C: Copy + Into<u32>, T: Copy>(codes: &[C], chosen: &[u16], map: &[T], into: &mut [T]) {
    for (slot, &place) in into.iter_mut().zip(chosen) {
        *slot = map[codes[usize::from(place)].into() as usize];
    }
}

fn read<C: Copy + Into<u32>>(codes: &[C], chosen: &[u16], into: &mut [u32]) {
    for (slot, &place) in into.iter_mut().zip(chosen) {
        *slot = codes[usize::from(place)].into();
    }
}

fn restrict<C: Copy + Into<u32>>(codes: &[C], allowed: &[u8], mask: &mut [u8]) {
    for (slot, &code) in mask.iter_mut().zip(codes) {
        *slot &= allowed[code.into() as usize];
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_passes_is_what_is_allowed(
            codes in prop::collection::vec(0_u32..300, 1..60), few in prop::collection::btree_set(0_usize..300, 0..5),
            largest in 1_u32..300, pass in prop::bool::ANY,
        ) {
            let codes: Vec<u32> = codes.into_iter().map(|code| code.min(largest)).collect();
            let mut column = Codes::default();
            for &code in &codes {
                column.push(code);
            }
            let allowed: Vec<bool> = (0..=largest as usize).map(|code| few.contains(&code) == pass).collect();
            let mut mask = vec![1; codes.len()];
            column.restrict(0..codes.len(), &Allowed::new(&allowed), &mut mask);
            for (code, mask) in codes.into_iter().zip(mask) {
                prop_assert_eq!(mask == 1, allowed[code as usize]);
            }
        }
    }
}
