//! Altered inputs: what is valid, with a few places changed, cut, doubled or joined with another.

use rand_core::{CryptoRng, Rng};

/// Longer inputs are cut: parsers read lengths, and it is the lengths that matter, not the bulk.
const LONGEST: usize = 200_000;

/// Numbers at the edges of what fields can hold.
const EDGES: [u64; 9] = [
    0,
    1,
    0x7f,
    0xff,
    0xffff,
    0x7fff_ffff,
    0xffff_ffff,
    u64::MAX - 1,
    u64::MAX,
];

/// One input made from a corpus.
pub fn altered(corpus: &[Vec<u8>], rng: &mut impl CryptoRng) -> Vec<u8> {
    let mut input = pick(corpus, rng).cloned().unwrap_or_default();
    for _ in 0..=below(rng, 6) {
        change(&mut input, corpus, rng);
    }
    input.truncate(LONGEST);
    input
}

fn below(rng: &mut impl Rng, limit: usize) -> usize {
    (rng.next_u64() % limit.max(1) as u64) as usize
}

fn pick<'c>(corpus: &'c [Vec<u8>], rng: &mut impl Rng) -> Option<&'c Vec<u8>> {
    corpus.get(below(rng, corpus.len()))
}

fn change(input: &mut Vec<u8>, corpus: &[Vec<u8>], rng: &mut impl Rng) {
    let at = below(rng, input.len() + 1);
    let length = below(rng, 64).min(input.len() - at);
    match below(rng, 8) {
        0 => {
            if let Some(byte) = input.get_mut(at) {
                *byte ^= 1 << below(rng, 8);
            }
        }
        1 => {
            if let Some(byte) = input.get_mut(at) {
                *byte = rng.next_u64() as u8;
            }
        }
        // An edge number, in two to eight bytes, over what is there.
        2 => {
            let number = EDGES[below(rng, EDGES.len())].to_be_bytes();
            let width = [2, 4, 8][below(rng, 3)];
            for (slot, byte) in input.iter_mut().skip(at).zip(&number[8 - width..]) {
                *slot = *byte;
            }
        }
        3 => input.truncate(at),
        4 => {
            let part = input[at..at + length].to_vec();
            input.splice(at..at, part);
        }
        5 => {
            input.drain(at..at + length);
        }
        6 => {
            let mut noise = vec![0; length];
            rng.fill_bytes(&mut noise);
            input.splice(at..at, noise);
        }
        _ => {
            if let Some(other) = pick(corpus, rng) {
                let from = below(rng, other.len() + 1);
                input.truncate(at);
                input.extend_from_slice(&other[from..]);
            }
        }
    }
}
