//! Whether a passphrase chosen by a person will hold.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;
use zxcvbn::feedback::{Feedback, Warning};
use zxcvbn::{Score, zxcvbn};

/// The least number of characters of an acceptable passphrase.
pub const LEAST_CHARACTERS: usize = 12;

/// A judgement on a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strength {
    /// From 0 (guessed at once) to 4 (very hard to guess), as zxcvbn estimates it (Wheeler, USENIX Security 2016).
    pub score: u8,
    /// Score 3 or 4 and at least [`LEAST_CHARACTERS`] characters.
    pub acceptable: bool,
    /// What to tell its author, when it is not acceptable and a reason is known.
    pub reason: Option<WeakReason>,
}

/// Why a passphrase is weak. The pages say it in the reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WeakReason {
    /// Fewer characters than [`LEAST_CHARACTERS`].
    TooShort,
    /// Built from the person's name, the organisation's or the like.
    AboutYou,
    /// Among the passwords that people use most, or close to one.
    Common,
    /// One word of the dictionary.
    SingleWord,
    /// Names of people.
    Names,
    /// Neighbouring keys.
    KeyboardPattern,
    /// The same characters again and again.
    Repeats,
    /// Letters or digits in their order.
    Sequence,
    /// A date or a year.
    Date,
    /// Guessable, for no single reason.
    Guessable,
}

/// Judges a passphrase. `related` are words that somebody who knows the person would try first: names, the
/// organisation's name, the place.
pub fn passphrase_strength(passphrase: &str, related: &[&str]) -> Strength {
    let passphrase: Zeroizing<String> = Zeroizing::new(passphrase.nfkc().collect());
    let related: Vec<&str> = related
        .iter()
        .flat_map(|words| {
            std::iter::once(*words).chain(words.split(|c: char| !c.is_alphanumeric()))
        })
        .filter(|word| !word.is_empty())
        .collect();
    let estimate = zxcvbn(&passphrase, &related);
    // The estimator gives three words about the person as much as any three words; they give nothing.
    let rest = without(&passphrase, &related);
    let score = estimate.score().min(zxcvbn(&rest, &related).score());
    let strong = score >= Score::Three;
    let long = passphrase.chars().count() >= LEAST_CHARACTERS;
    let reason = if !long {
        Some(WeakReason::TooShort)
    } else if strong {
        None
    } else if contains_any(&passphrase, &related) {
        Some(WeakReason::AboutYou)
    } else {
        let warning = estimate.feedback().and_then(Feedback::warning);
        Some(warning.map_or(WeakReason::Guessable, reason_of))
    };
    Strength {
        score: score as u8,
        acceptable: long && strong,
        reason,
    }
}

/// What is left of a passphrase when the words that are related to its author are taken away.
fn without(passphrase: &str, related: &[&str]) -> Zeroizing<String> {
    let mut rest = Zeroizing::new(passphrase.to_lowercase());
    for word in related.iter().filter(|word| word.chars().count() >= 3) {
        rest = Zeroizing::new(rest.replace(&word.to_lowercase(), ""));
    }
    rest
}

fn contains_any(passphrase: &str, related: &[&str]) -> bool {
    let passphrase = Zeroizing::new(passphrase.to_lowercase());
    related
        .iter()
        .any(|word| word.chars().count() >= 3 && passphrase.contains(&word.to_lowercase()))
}

fn reason_of(warning: Warning) -> WeakReason {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess
        | Warning::ShortKeyboardPatternsAreEasyToGuess => WeakReason::KeyboardPattern,
        Warning::RepeatsLikeAaaAreEasyToGuess
        | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => WeakReason::Repeats,
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword
        | Warning::ThisIsSimilarToACommonlyUsedPassword => WeakReason::Common,
        Warning::SequencesLikeAbcAreEasyToGuess => WeakReason::Sequence,
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => WeakReason::Date,
        Warning::AWordByItselfIsEasyToGuess => WeakReason::SingleWord,
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
        | Warning::CommonNamesAndSurnamesAreEasyToGuess => WeakReason::Names,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_unrelated_words_are_accepted() {
        let strength = passphrase_strength("lantern gravel ostrich velvet", &["Example Trust"]);
        assert!(strength.acceptable, "{strength:?}");
        assert!(strength.score >= 3);
        assert_eq!(strength.reason, None);
    }

    #[test]
    fn weak_ones_are_refused_with_a_reason() {
        for (passphrase, reason) in [
            ("", WeakReason::TooShort),
            ("Xk9#vQ2!pL", WeakReason::TooShort),
            ("passwordpassword", WeakReason::Repeats),
            ("aaaaaaaaaaaaaaaa", WeakReason::Repeats),
            ("abcdefghijklmnop", WeakReason::Sequence),
            ("Example Trust 1", WeakReason::AboutYou),
            ("trustexampletrustexample", WeakReason::AboutYou),
            ("TrustExample2026Trust", WeakReason::AboutYou),
        ] {
            let strength = passphrase_strength(passphrase, &["Example Trust"]);
            assert!(!strength.acceptable, "{passphrase}");
            assert_eq!(strength.reason, Some(reason), "{passphrase}: {strength:?}");
        }
    }

    #[test]
    fn whatever_is_refused_has_a_reason() {
        for passphrase in [
            "qwertyuiopasdf",
            "monkey123456",
            "february 2024",
            "elizabethjones",
        ] {
            let strength = passphrase_strength(passphrase, &[]);
            assert_eq!(
                strength.acceptable,
                strength.reason.is_none(),
                "{passphrase}"
            );
        }
    }

    #[test]
    fn very_long_input_is_judged_in_bounded_time() {
        let long = "lantern gravel ostrich velvet ".repeat(2_000);
        assert!(passphrase_strength(&long, &[]).score <= 4);
    }
}
