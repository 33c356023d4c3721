//! The receipt as a number, for whoever prefers a note that looks like one.
//!
//! The seven positions in the list are the digits of a number N in base 7,776 (first word first). There are
//! 7776^7 = 1.72 * 10^27 of them, a little more than 27 decimal digits can hold. So the receipt is written
//! with thirty digits in ten groups of three, and the room that is left serves as a check: the number written is
//! 577 * N. 577 is the largest prime that still fits. Because 577 is prime, and 10 generates all its residues
//! (its order is 576), the check finds every single wrong digit and every exchange of two digits, and all but
//! one in 577 of other slips.

use super::words::{LIST_LENGTH, is_invisible};
use super::{ReceiptError, WORD_COUNT};

const DIGITS: usize = 30;
const GROUP: usize = 3;
const CHECK: u128 = 577;
/// 7776^7: one more than the largest N.
const RECEIPTS: u128 = (LIST_LENGTH as u128).pow(WORD_COUNT as u32);
/// Longer texts are refused unread.
const LONGEST_TEXT: usize = 1024;
/// The zero of each script whose digits are understood: Latin, Arabic, Arabic as written in Persian and Urdu,
/// Devanagari, Bengali, Gurmukhi, Gujarati, Tamil, full-width.
const ZEROS: [char; 9] = [
    '0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{be6}', '\u{ff10}',
];

pub(super) fn format(indices: &[u16; WORD_COUNT]) -> String {
    let number = indices.iter().fold(0_u128, |number, index| {
        number * u128::from(LIST_LENGTH) + u128::from(*index)
    });
    let mut text = String::with_capacity(DIGITS + DIGITS / GROUP);
    let mut place = 10_u128.pow(DIGITS as u32 - 1);
    for written in 0..DIGITS {
        if written > 0 && written.is_multiple_of(GROUP) {
            text.push(' ');
        }
        text.push(char::from(b'0' + (number * CHECK / place % 10) as u8));
        place /= 10;
    }
    text
}

pub(super) fn parse(text: &str) -> Result<[u16; WORD_COUNT], ReceiptError> {
    if text.len() > LONGEST_TEXT {
        return Err(ReceiptError::TooLong);
    }
    let mut written = 0_u128;
    let mut found = 0;
    for character in text.chars() {
        match digit_of(character) {
            Some(digit) => {
                found += 1;
                if found <= DIGITS {
                    written = written * 10 + u128::from(digit);
                }
            }
            None if character.is_alphanumeric() => return Err(ReceiptError::Mistyped),
            // Spaces, hyphens, dots and invisible marks only separate.
            None => {}
        }
    }
    if found != DIGITS {
        return Err(ReceiptError::DigitCount { found });
    }
    let mut number = written / CHECK;
    if !written.is_multiple_of(CHECK) || number >= RECEIPTS {
        return Err(ReceiptError::Mistyped);
    }
    let mut indices = [0; WORD_COUNT];
    for index in indices.iter_mut().rev() {
        *index = (number % u128::from(LIST_LENGTH)) as u16;
        number /= u128::from(LIST_LENGTH);
    }
    Ok(indices)
}

fn digit_of(character: char) -> Option<u32> {
    if is_invisible(character) {
        return None;
    }
    ZEROS
        .iter()
        .filter_map(|zero| u32::from(character).checked_sub(u32::from(*zero)))
        .find(|value| *value < 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HIGHEST: [u16; WORD_COUNT] = [LIST_LENGTH - 1; WORD_COUNT];

    fn sample() -> ([u16; WORD_COUNT], String) {
        let indices = [17, 7775, 0, 4242, 1, 6000, 333];
        (indices, format(&indices))
    }

    #[test]
    fn thirty_digits_hold_every_receipt_with_its_check() {
        const { assert!(RECEIPTS > 10_u128.pow(27), "27 digits would do") };
        const { assert!(RECEIPTS * CHECK <= 10_u128.pow(30)) };
        // The next prime no longer fits.
        const { assert!(RECEIPTS * 587 > 10_u128.pow(30)) };
        assert_eq!(parse(&format(&HIGHEST)), Ok(HIGHEST));
        assert_eq!(format(&[0; WORD_COUNT]), ["000"; 10].join(" "));
        assert_eq!(
            format(&[0, 0, 0, 0, 0, 0, 1]),
            format!("{} 577", ["000"; 9].join(" "))
        );
    }

    #[test]
    fn every_wrong_digit_and_every_exchange_is_noticed() {
        let (_, text) = sample();
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
        let refused = |digits: Vec<u8>| {
            parse(&String::from_utf8(digits).unwrap()) == Err(ReceiptError::Mistyped)
        };
        for index in 0..DIGITS {
            for digit in (b'0'..=b'9').filter(|digit| *digit != digits[index]) {
                let mut changed = digits.clone();
                changed[index] = digit;
                assert!(refused(changed));
            }
            for other in (index + 1..DIGITS).filter(|other| digits[*other] != digits[index]) {
                let mut changed = digits.clone();
                changed.swap(index, other);
                assert!(refused(changed));
            }
        }
    }

    #[test]
    fn digits_are_read_in_other_groups_and_scripts() {
        let (indices, text) = sample();
        let in_script = |zero: char| -> String {
            text.chars()
                .map(|c| {
                    c.to_digit(10)
                        .and_then(|digit| char::from_u32(u32::from(zero) + digit))
                        .unwrap_or(c)
                })
                .collect()
        };
        for zero in ZEROS {
            assert_eq!(parse(&in_script(zero)), Ok(indices));
        }
        assert_eq!(parse(&text.replace(' ', "")), Ok(indices));
        assert_eq!(parse(&text.replace(' ', "-")), Ok(indices));
        assert_eq!(parse(&format!("\u{200e}{text}\n")), Ok(indices));
    }

    #[test]
    fn other_numbers_of_digits_are_refused() {
        let (_, text) = sample();
        assert_eq!(parse(""), Err(ReceiptError::DigitCount { found: 0 }));
        assert_eq!(
            parse(&text[1..]),
            Err(ReceiptError::DigitCount { found: 29 })
        );
        assert_eq!(
            parse(&format!("{text}00")),
            Err(ReceiptError::DigitCount { found: 32 })
        );
        assert_eq!(
            parse(&text.replacen(' ', "O", 1)),
            Err(ReceiptError::Mistyped)
        );
        assert_eq!(parse(&"9".repeat(30)), Err(ReceiptError::Mistyped));
        assert_eq!(parse(&"1".repeat(2_000)), Err(ReceiptError::TooLong));
    }
}
