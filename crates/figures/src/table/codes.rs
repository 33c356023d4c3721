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

    /// Writes `map[code]` of each row of the range into `into`.
    pub(crate) fn look_up<T: Copy>(&self, rows: Range<usize>, map: &[T], into: &mut [T]) {
        match self {
            Self::Narrow(codes) => look_up(&codes[rows], map, into),
            Self::Wide(codes) => look_up(&codes[rows], map, into),
            Self::Widest(codes) => look_up(&codes[rows], map, into),
        }
    }

    /// Lowers each mask of the range for which `allowed[code]` is false.
    pub(crate) fn restrict(&self, rows: Range<usize>, allowed: &[bool], mask: &mut [bool]) {
        match self {
            Self::Narrow(codes) => restrict(&codes[rows], allowed, mask),
            Self::Wide(codes) => restrict(&codes[rows], allowed, mask),
            Self::Widest(codes) => restrict(&codes[rows], allowed, mask),
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

fn look_up<C: Copy + Into<u32>, T: Copy>(codes: &[C], map: &[T], into: &mut [T]) {
    for (slot, &code) in into.iter_mut().zip(codes) {
        *slot = map[code.into() as usize];
    }
}

fn restrict<C: Copy + Into<u32>>(codes: &[C], allowed: &[bool], mask: &mut [bool]) {
    for (slot, &code) in mask.iter_mut().zip(codes) {
        *slot &= allowed[code.into() as usize];
    }
}
