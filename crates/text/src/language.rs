//! Which languages there are, and which one a reader wants.

use std::{cmp::Reverse, fmt, sync::LazyLock};

use fluent_syntax::ast::{Entry, PatternElement};
use icu_locale::{Locale, LocaleDirectionality};

use crate::shipped::SHIPPED;

/// A language that Heard speaks: one of the folders under `locales/`.
///
/// The order is English first, then the others by code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(u8);

struct Facts {
    code: &'static str,
    own_name: String,
    locale: Locale,
    direction: &'static str,
    files: &'static [(&'static str, &'static str)],
}

static FACTS: LazyLock<Vec<Facts>> = LazyLock::new(|| {
    let directions = LocaleDirectionality::new_extended();
    let mut folders: Vec<_> = SHIPPED.to_vec();
    folders.sort_by_key(|(code, _)| (*code != "en", *code));
    folders
        .into_iter()
        .filter_map(|(code, files)| {
            let own: Locale = code.parse().ok()?;
            let right_to_left = directions.is_right_to_left(&own.id);
            // As read in Britain, with the digits 0-9 and the 24-hour clock (see the crate's notes).
            let regional = if own.id.region.is_some() {
                format!("{code}-u-hc-h23-nu-latn")
            } else {
                format!("{code}-GB-u-hc-h23-nu-latn")
            };
            Some(Facts {
                code,
                own_name: own_name(files).unwrap_or_else(|| code.to_owned()),
                locale: regional.parse().unwrap_or(own),
                direction: if right_to_left { "rtl" } else { "ltr" },
                files,
            })
        })
        .collect()
});

/// The message `language-own-name` of a folder. uses: language-own-name
fn own_name(files: &[(&str, &str)]) -> Option<String> {
    files.iter().find_map(|(_, source)| {
        let parsed = fluent_syntax::parser::parse_runtime(*source)
            .unwrap_or_else(|(partly_parsed, _)| partly_parsed);
        parsed.body.iter().find_map(|entry| match entry {
            Entry::Message(message) if message.id.name == "language-own-name" => {
                match message.value.as_ref()?.elements.as_slice() {
                    [PatternElement::TextElement { value }] => Some((*value).to_owned()),
                    _ => None,
                }
            }
            _ => None,
        })
    })
}

impl Language {
    /// English: what a missing message falls back to.
    pub const ENGLISH: Self = Self(0);

    /// All languages that are shipped, English first.
    pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {
        (0..FACTS.len()).map(|place| Self(place as u8))
    }

    /// The language with this code, as the folder under `locales/` is named ("ur"); capitals don't matter.
    pub fn parse(code: &str) -> Option<Self> {
        Self::all().find(|language| language.code().eq_ignore_ascii_case(code))
    }

    /// The code for the `lang` attribute and the address: "en", "ur", "ar".
    pub fn code(self) -> &'static str {
        self.facts().code
    }

    /// The value of the `dir` attribute: "ltr" or "rtl".
    pub fn direction(self) -> &'static str {
        self.facts().direction
    }

    /// Whether the script runs from right to left.
    pub fn is_right_to_left(self) -> bool {
        self.direction() == "rtl"
    }

    /// The language's name in itself ("اردو"), for the language switch.
    pub fn own_name(self) -> &'static str {
        &self.facts().own_name
    }

    /// The best of our languages for an `Accept-Language` header (RFC 9110, section 12.5.4); English when none fits.
    ///
    /// Only the primary part counts ("ur-PK" is answered in Urdu). Anything that can't be understood is passed over,
    /// and no more than the first 32 wishes are looked at.
    pub fn negotiate(accept_language_header: &str) -> Self {
        let mut wishes: Vec<(Reverse<u16>, Self)> = accept_language_header
            .split(',')
            .take(32)
            .filter_map(|wish| {
                let (range, parameters) = wish.split_once(';').unwrap_or((wish, ""));
                let quality = quality(parameters)?;
                let primary = range.trim().split('-').next()?;
                let language = if primary == "*" {
                    Self::ENGLISH
                } else {
                    Self::parse(primary)?
                };
                (quality > 0).then_some((Reverse(quality), language))
            })
            .collect();
        // A stable sort: among equals, the first named wins.
        wishes.sort_by_key(|(quality, _)| *quality);
        wishes
            .first()
            .map_or(Self::ENGLISH, |(_, language)| *language)
    }

    /// The locale that dates and numbers are formatted for.
    pub(crate) fn locale(self) -> &'static Locale {
        &self.facts().locale
    }

    /// The shipped message files: name and source.
    pub(crate) fn files(self) -> &'static [(&'static str, &'static str)] {
        self.facts().files
    }

    pub(crate) fn place(self) -> usize {
        usize::from(self.0)
    }

    fn facts(self) -> &'static Facts {
        // A value can only be made by `all`, `parse` or `ENGLISH`.
        &FACTS[self.place()]
    }
}

/// The weight of a wish in thousandths; `None` if it is not written as the standard says.
fn quality(parameters: &str) -> Option<u16> {
    let parameters = parameters.trim();
    if parameters.is_empty() {
        return Some(1000);
    }
    let weight: f32 = parameters.strip_prefix("q=")?.trim().parse().ok()?;
    (0.0..=1.0)
        .contains(&weight)
        .then(|| (weight * 1000.0).round() as u16)
}

impl Default for Language {
    fn default() -> Self {
        Self::ENGLISH
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Language({})", self.code())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(code: &str) -> Language {
        Language::parse(code).expect("shipped")
    }

    #[test]
    fn each_language_has_its_direction_and_own_name() {
        assert_eq!(Language::all().next(), Some(Language::ENGLISH));
        for (code, direction, own_name) in [
            ("en", "ltr", "English"),
            ("ar", "rtl", "العربية"),
            ("ur", "rtl", "اردو"),
        ] {
            assert_eq!(language(code).code(), code);
            assert_eq!(language(code).direction(), direction);
            assert_eq!(language(code).own_name(), own_name);
        }
        for language in Language::all() {
            assert_eq!(Language::parse(language.code()), Some(language));
            assert_ne!(language.own_name(), language.code(), "no language-own-name");
        }
        assert_eq!(Language::parse("xx"), None);
    }

    #[test]
    fn the_heaviest_wish_wins_and_the_first_among_equals() {
        assert_eq!(Language::negotiate("ur"), language("ur"));
        assert_eq!(Language::negotiate("UR-pk"), language("ur"));
        assert_eq!(Language::negotiate("en;q=0.3, ar;q=0.9"), language("ar"));
        assert_eq!(Language::negotiate("ar, ur"), language("ar"));
        assert_eq!(
            Language::negotiate("de, fr;q=0.9, ur;q=0.1"),
            language("ur")
        );
        assert_eq!(Language::negotiate("ar;q=0, ur;q=0.001"), language("ur"));
        assert_eq!(Language::negotiate("*, ur;q=0.5"), Language::ENGLISH);
    }

    #[test]
    fn headers_that_make_no_sense_are_answered_in_english() {
        let huge = "x".repeat(10_000_000);
        let many = "ar;q=0,".repeat(1_000_000);
        for header in [
            "",
            ",",
            ";;;,,,",
            "q=1",
            "ur;q=",
            "ur;q=NaN",
            "ur;q=-1",
            "ur;q=7",
            "ur;q=inf",
            "-",
            "--",
            "\u{0}\u{202e}",
            "اردو",
            &huge,
            &many,
        ] {
            assert_eq!(Language::negotiate(header), Language::ENGLISH);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_header_makes_it_panic(header in "\\PC{0,200}") {
            let chosen = Language::negotiate(&header);
            proptest::prop_assert!(Language::all().any(|language| language == chosen));
        }
    }
}
