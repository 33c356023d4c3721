//! A postcode of the United Kingdom, however it is written.

use std::fmt;

/// A postcode: `S60 1AA`, `s601aa` and `S60  1AA` are one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Postcode {
    outward: String,
    inward: String,
}

impl Postcode {
    /// Reads a postcode; none if it has not the form of one.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        let mut letters = String::with_capacity(8);
        for character in written.trim().chars() {
            if character.is_whitespace() {
                continue;
            }
            if !character.is_ascii_alphanumeric() || letters.len() == 7 {
                return None;
            }
            letters.push(character.to_ascii_uppercase());
        }
        let inward = letters.split_off(letters.len().checked_sub(3)?);
        let outward = letters;
        let is_inward = matches!(inward.as_bytes(), [digit, first, second]
            if digit.is_ascii_digit() && first.is_ascii_alphabetic() && second.is_ascii_alphabetic());
        let is_outward = (2..=4).contains(&outward.len())
            && outward.starts_with(|first: char| first.is_ascii_alphabetic())
            && outward.bytes().any(|byte| byte.is_ascii_digit());
        (is_inward && is_outward).then_some(Self { outward, inward })
    }

    /// The part before the space: a town, or a part of one.
    #[must_use]
    pub fn outward(&self) -> &str {
        &self.outward
    }

    /// The part after the space: a few addresses.
    #[must_use]
    pub fn inward(&self) -> &str {
        &self.inward
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.outward, self.inward)
    }
}

impl fmt::Debug for Postcode {
    /// A postcode can be the home of one person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Postcode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_postcode_however_it_is_written() {
        for written in ["S1 1AA", "s11aa", " S1  1AA ", "S 1 1 A A"] {
            let postcode = Postcode::parse(written).expect(written);
            assert_eq!(postcode.to_string(), "S1 1AA");
        }
        for written in ["DN55 1PT", "EC1A 1BB", "W1A 0AX", "M1 1AE"] {
            assert_eq!(Postcode::parse(written).unwrap().to_string(), written);
        }
    }

    #[test]
    fn what_is_no_postcode_is_none() {
        for written in [
            "",
            "S1",
            "S60",
            "Rotherham",
            "11 1AA",
            "SS 1AA",
            "S1 AAA",
            "S1 11A",
            "S12345 1AA",
            "S1-1AA",
            "Š1 1AA",
            "1AA",
        ] {
            assert_eq!(Postcode::parse(written), None, "{written}");
        }
    }
}
