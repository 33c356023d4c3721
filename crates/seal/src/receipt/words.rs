//! The list of words, reading typed words and offering the nearest ones.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{ReceiptError, WORD_COUNT};

/// How many words the list has: 6^5, so that dice can draw them.
pub const LIST_LENGTH: u16 = 7776;
/// Longer texts are refused unread; the longest receipt has 69 characters.
const LONGEST_TEXT: usize = 1024;
/// Words longer than this are not compared with the list (its longest has nine letters).
const LONGEST_COMPARED: usize = 24;
const MOST_SUGGESTIONS: usize = 3;

/// The EFF's large list of 2016 (eff.org/dice, CC BY 3.0 US), in alphabetical order, one word a line. Text and not
/// an array, because a browser loads it, and an array's pointers weigh as much again.
const TEXT: &str = include_str!("words.txt");

/// The words, in alphabetical order.
pub fn list() -> &'static [&'static str] {
    static LIST: LazyLock<Vec<&str>> = LazyLock::new(|| TEXT.lines().collect());
    &LIST
}

/// Words of the list that are close to what was typed, nearest first; at most three. Together with the rest of
/// a receipt they would give it away, so debug output does not show them.
#[derive(Clone, PartialEq, Eq)]
pub struct Suggestions(Vec<&'static str>);

impl Suggestions {
    /// The words, nearest first.
    pub fn words(&self) -> &[&'static str] {
        &self.0
    }
}

impl std::fmt::Debug for Suggestions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Suggestions({})", self.0.len())
    }
}

pub(super) fn joined(indices: &[u16; WORD_COUNT]) -> String {
    // A server asks for words with every report; a browser does once, and need not build the list for it.
    let word = |index: u16| {
        let index = usize::from(index);
        if cfg!(feature = "staff") {
            list().get(index).copied()
        } else {
            TEXT.split('\n').nth(index)
        }
    };
    let mut text = String::with_capacity(WORD_COUNT * 10);
    for word in indices.iter().filter_map(|index| word(*index)) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

pub(super) fn parse(text: &str) -> Result<[u16; WORD_COUNT], ReceiptError> {
    if text.len() > LONGEST_TEXT {
        return Err(ReceiptError::TooLong);
    }
    let plain = plain_letters(text);
    let mut pieces = plain
        .split(|c: char| !c.is_alphabetic())
        .filter(|piece| !piece.is_empty())
        .peekable();
    let mut indices = Vec::with_capacity(WORD_COUNT);
    let mut unknown = None;
    let mut found = 0;
    while let Some(piece) = pieces.next() {
        found += 1;
        // Four words of the list contain a hyphen; no first half of them is a word of its own.
        let halves = pieces
            .peek()
            .and_then(|second| position(&format!("{piece}-{second}")));
        if halves.is_some() {
            pieces.next();
        }
        match halves.or_else(|| position(piece)) {
            Some(index) => indices.push(index),
            None => {
                unknown.get_or_insert((found, piece));
            }
        }
    }
    if let Some((position, piece)) = unknown {
        return Err(ReceiptError::UnknownWord {
            position,
            nearest: nearest(piece),
        });
    }
    indices
        .try_into()
        .map_err(|_| ReceiptError::WordCount { found })
}

/// Small letters in compatibility form, without accents and without characters that cannot be seen.
fn plain_letters(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c) && !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Soft hyphen, zero-width characters and direction marks, which come along when text is copied.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

fn position(word: &str) -> Option<u16> {
    list().binary_search(&word).ok().map(|index| index as u16)
}

/// The words of the list at the least distance, if they are near enough to be what was meant.
fn nearest(typed: &str) -> Suggestions {
    let typed: Vec<char> = typed.chars().collect();
    if typed.len() > LONGEST_COMPARED {
        return Suggestions(Vec::new());
    }
    let near_enough = if typed.len() <= 5 { 2 } else { 3 };
    let mut candidates: Vec<(usize, bool, &'static str)> = list()
        .iter()
        .filter(|word| word.len().abs_diff(typed.len()) <= near_enough)
        .map(|word| {
            let other_start = word.chars().next() != typed.first().copied();
            (distance(&typed, word), other_start, *word)
        })
        .filter(|(distance, _, _)| *distance <= near_enough)
        .collect();
    candidates.sort_unstable();
    Suggestions(
        candidates
            .into_iter()
            .take(MOST_SUGGESTIONS)
            .map(|(_, _, word)| word)
            .collect(),
    )
}

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, each 1
/// (Damerau, 1964, in the restricted form).
fn distance(typed: &[char], word: &str) -> usize {
    let word: Vec<char> = word.chars().collect();
    let mut above_that: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=word.len()).collect();
    let mut previous_typed = None;
    for (row, letter) in typed.iter().enumerate() {
        let mut current = Vec::with_capacity(word.len() + 1);
        let mut left = row + 1;
        current.push(left);
        let mut previous_word = None;
        let neighbours = word.iter().zip(above.windows(2)).enumerate();
        for (column, (target, pair)) in neighbours {
            let &[diagonal, up] = pair else { continue };
            let mut least = (diagonal + usize::from(letter != target))
                .min(up + 1)
                .min(left + 1);
            if previous_typed == Some(target)
                && previous_word == Some(letter)
                && let Some(before) = column
                    .checked_sub(1)
                    .and_then(|earlier| above_that.get(earlier))
            {
                least = least.min(before + 1);
            }
            current.push(least);
            left = least;
            previous_word = Some(target);
        }
        previous_typed = Some(letter);
        above_that = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or(typed.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receipt::Receipt;

    const WORDS: &str = "drop-down t-shirt yo-yo zoom abacus felt-tip yoyo";

    fn read(text: &str) -> Result<String, ReceiptError> {
        Receipt::from_words(text).map(|receipt| receipt.words())
    }

    #[test]
    fn the_list_is_the_eff_s_large_list() {
        assert_eq!(list().len(), usize::from(LIST_LENGTH));
        assert_eq!(
            list()[..5],
            ["abacus", "abdomen", "abdominal", "abide", "abiding"]
        );
        assert_eq!(list()[7775], "zoom");
        assert!(list().is_sorted_by(|one, two| one < two));
        // SHA-256 of the published file, which has a line "11111<tab>abacus" for each throw of five dice.
        let mut file = String::new();
        for (index, word) in list().iter().enumerate() {
            for place in [1296, 216, 36, 6, 1] {
                file.push(char::from(b'1' + (index / place % 6) as u8));
            }
            file.push('\t');
            file.push_str(word);
            file.push('\n');
        }
        assert_eq!(
            hex::encode(crate::sha256(file.as_bytes())),
            "addd35536511597a02fa0a9ff1e5284677b8883b83e986e43f15a3db996b903e"
        );
    }

    #[test]
    fn no_first_half_of_a_hyphenated_word_is_a_word() {
        for word in list().iter().filter(|word| word.contains('-')) {
            let (first, _) = word.split_once('-').unwrap();
            assert!(position(first).is_none());
        }
    }

    #[test]
    fn words_are_read_however_they_are_written() {
        for written in [
            WORDS,
            "DROP DOWN, T SHIRT, YO YO, ZOOM, ABACUS, FELT TIP, YOYO",
            "drop-down-t-shirt-yo-yo-zoom-abacus-felt-tip-yoyo",
            "  drop\u{2011}down\r\nt-shirt\nyo-yo\tzoom;abacus.felt-tip\u{a0}yoyo\n",
            "1. drop-down 2. t-shirt 3. yo-yo 4. zoom 5. abacus 6. felt-tip 7. yoyo",
            "ｄｒｏｐ-ｄｏｗｎ t-shirt yo-yo zöom aba\u{200b}cus felt-tip \u{202a}yoyo\u{202c}",
        ] {
            assert_eq!(read(written).as_deref(), Ok(WORDS), "{written:?}");
        }
    }

    #[test]
    fn an_unknown_word_is_named_by_its_place_and_offered_corrections() {
        let Err(ReceiptError::UnknownWord { position, nearest }) =
            read("abacus abdomen abdominal abied abiding ability zzzzzz")
        else {
            panic!("an unknown word was accepted");
        };
        assert_eq!(position, 4);
        assert_eq!(nearest.words().first(), Some(&"abide"));
        assert!(nearest.words().len() <= 3);

        let error = read("abacus abdomen qqqqqqqq").unwrap_err();
        let ReceiptError::UnknownWord { position, nearest } = &error else {
            panic!("an unknown word was accepted");
        };
        assert_eq!((*position, nearest.words().len()), (3, 0));
        assert!(!format!("{error:?} {error}").contains("qqq"));
    }

    #[test]
    fn a_suggestion_is_not_shown_by_debug_output() {
        let error = read("abacuss abdomen abdominal abide abiding ability ablaze").unwrap_err();
        assert!(!format!("{error:?} {error}").contains("abacus"));
    }

    #[test]
    fn other_numbers_of_words_are_refused() {
        for (text, found) in [("", 0), ("abacus", 1), (&"abacus ".repeat(8), 8)] {
            assert_eq!(read(text), Err(ReceiptError::WordCount { found }));
        }
        assert_eq!(read(&"a".repeat(2_000)), Err(ReceiptError::TooLong));
    }

    #[test]
    fn distances_known_by_hand() {
        let between = |typed: &str, word| distance(&typed.chars().collect::<Vec<_>>(), word);
        for (typed, word, expected) in [
            ("abide", "abide", 0),
            ("abdie", "abide", 1),
            ("abde", "abide", 1),
            ("abiide", "abide", 1),
            ("obide", "abide", 1),
            ("baide", "abide", 1),
            ("kitten", "sitting", 3),
            ("", "abide", 5),
            ("abide", "", 5),
        ] {
            assert_eq!(between(typed, word), expected, "{typed} {word}");
        }
    }
}
