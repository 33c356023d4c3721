//! Bytes on paper in rows, each with a word by which a slip in it is noticed.
//!
//! A row is its name (a letter and a number from 1), 15 bytes as 24 characters of Crockford's base 32 in four
//! groups, and a word. The last row is filled up with noughts.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::base32;

const ROW: usize = 15;
const CHARACTERS: usize = 24;
const GROUP: usize = 6;

/// Why typed rows are not accepted. It names the row, never what was typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    /// A row is not there.
    #[error("row {row} is missing")]
    Missing {
        /// The row's name.
        row: String,
    },
    /// A row is there twice.
    #[error("row {row} is there twice")]
    Twice {
        /// The row's name.
        row: String,
    },
    /// A row has too few or too many characters, or one that no row has.
    #[error("row {row} is not four groups of six letters and digits and a word")]
    Shape {
        /// The row's name.
        row: String,
    },
    /// Characters and word do not belong together.
    #[error("row {row} is mistyped: its letters and its word do not belong together")]
    Mistyped {
        /// The row's name.
        row: String,
    },
}

fn word_of(name: &str, bytes: &[u8]) -> &'static str {
    let digest: [u8; 32] = Sha256::new()
        .chain_update(b"heard/share-row/v1")
        .chain_update(name)
        .chain_update(bytes)
        .finalize()
        .into();
    let [one, two, three, four, ..] = digest;
    let words = crate::receipt::words::list();
    let place = u32::from_be_bytes([one, two, three, four]) as usize % words.len();
    words.get(place).copied().unwrap_or_default()
}

/// Writes bytes as rows named by that letter.
pub(crate) fn written(letter: char, bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::new());
    for (place, chunk) in bytes.chunks(ROW).enumerate() {
        let mut row = Zeroizing::new([0_u8; ROW]);
        for (slot, byte) in row.iter_mut().zip(chunk) {
            *slot = *byte;
        }
        let name = format!("{letter}{}", place + 1);
        text.push_str(&name);
        let mut count = 0_usize;
        base32::write(row.iter().copied(), |letter| {
            if count.is_multiple_of(GROUP) {
                text.push(' ');
            }
            text.push(letter);
            count += 1;
        });
        text.push(' ');
        text.push_str(word_of(&name, row.as_slice()));
        text.push('\n');
    }
    text
}

/// Reads all rows named by that letter. Lines that are no rows are passed over.
pub(crate) fn read(letter: char, text: &str) -> Result<Zeroizing<Vec<u8>>, RowError> {
    let mut found: Vec<(usize, Zeroizing<[u8; ROW]>)> = Vec::new();
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let Some(number) = words.next().and_then(|name| number_of(letter, name)) else {
            continue;
        };
        let name = format!("{letter}{number}");
        if found.iter().any(|(known, _)| *known == number) {
            return Err(RowError::Twice { row: name });
        }
        found.push((number, row(&name, words.collect())?));
    }
    found.sort_by_key(|(number, _)| *number);
    if found.is_empty() {
        return Err(RowError::Missing {
            row: format!("{letter}1"),
        });
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(found.len() * ROW));
    for (place, (number, row)) in found.iter().enumerate() {
        if *number != place + 1 {
            return Err(RowError::Missing {
                row: format!("{letter}{}", place + 1),
            });
        }
        bytes.extend_from_slice(row.as_slice());
    }
    Ok(bytes)
}

fn number_of(letter: char, name: &str) -> Option<usize> {
    let mut letters = name.chars();
    if letters.next()?.to_ascii_lowercase() != letter {
        return None;
    }
    letters
        .as_str()
        .trim_end_matches([':', '.'])
        .parse()
        .ok()
        .filter(|number| (1..=99).contains(number))
}

fn row(name: &str, mut words: Vec<&str>) -> Result<Zeroizing<[u8; ROW]>, RowError> {
    let shape = || RowError::Shape {
        row: name.to_owned(),
    };
    let word = words.pop().ok_or_else(shape)?;
    let mut bytes = Zeroizing::new([0_u8; ROW]);
    let typed = words.iter().flat_map(|group| group.chars());
    let count = base32::read(
        typed.filter(|character| *character != '-'),
        bytes.as_mut_slice(),
    )
    .map_err(|_| shape())?;
    if count != CHARACTERS {
        return Err(shape());
    }
    if word.to_lowercase() == word_of(name, bytes.as_slice()) {
        Ok(bytes)
    } else {
        Err(RowError::Mistyped {
            row: name.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> String {
        written('s', &(0..40).collect::<Vec<u8>>()).to_string()
    }

    #[test]
    fn rows_read_back_in_any_order_and_hand() {
        let text = text();
        let mut expected: Vec<u8> = (0..40).collect();
        expected.resize(45, 0);
        assert_eq!(*read('s', &text).unwrap(), expected);
        let lines: Vec<&str> = text.lines().rev().collect();
        let by_hand = format!("A note\n{}\nstop\n", lines.join("\n \n")).to_uppercase();
        assert_eq!(*read('s', &by_hand).unwrap(), expected);
    }

    #[test]
    fn every_single_slip_names_its_row() {
        let text = text();
        for (place, character) in text.char_indices() {
            let line = text[..place].matches('\n').count();
            let start = text[..place].rfind('\n').map_or(0, |end| end + 1);
            if character.is_whitespace() || place - start < 2 {
                continue;
            }
            let other = if character == '7' || character == 'q' {
                'x'
            } else if place - start < 30 {
                '7'
            } else {
                'q'
            };
            let mut changed = text.clone();
            changed.replace_range(place..=place, &other.to_string());
            let name = format!("s{}", line + 1);
            match read('s', &changed) {
                Err(RowError::Mistyped { row } | RowError::Shape { row }) => assert_eq!(row, name),
                other => panic!("{place}: {:?}", other.map(|_| ())),
            }
        }
    }

    #[test]
    fn missing_doubled_and_misshapen_rows_are_named() {
        let text = text();
        let lines: Vec<&str> = text.lines().collect();
        let of = |lines: &[&str]| read('s', &lines.join("\n")).map(|_| ()).unwrap_err();
        let named = |row: &str| row.to_owned();
        assert_eq!(of(&[]), RowError::Missing { row: named("s1") });
        assert_eq!(of(&lines[1..]), RowError::Missing { row: named("s1") });
        assert_eq!(
            of(&[lines[0], lines[2]]),
            RowError::Missing { row: named("s2") }
        );
        assert_eq!(
            of(&[lines[0], lines[0]]),
            RowError::Twice { row: named("s1") }
        );
        assert_eq!(of(&["s1"]), RowError::Shape { row: named("s1") });
        assert_eq!(of(&["s1 ABC word"]), RowError::Shape { row: named("s1") });
    }
}
