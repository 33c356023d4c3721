//! What can be put into a message.

use fluent_bundle::{
    FluentValue,
    types::{FluentNumber, FluentNumberOptions},
};

use crate::{Language, format};

/// A value for a variable of a message. Whole numbers choose plural forms and are written as the language writes them
/// (exactly, also when they are large).
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Words that are put in as they are, borrowed.
    Text(&'a str),
    /// Words that are put in as they are, owned.
    Owned(String),
    /// A count or another whole number.
    Whole(i64),
}

impl<'a> Value<'a> {
    pub(crate) fn as_fluent(&'a self, language: Language) -> FluentValue<'a> {
        match self {
            Self::Text(text) => FluentValue::from(*text),
            Self::Owned(text) => FluentValue::from(text.as_str()),
            Self::Whole(number) => FluentValue::Number(carry(language, *number)),
        }
    }
}

/// From here on a number chooses its plural form through a smaller one of the same form.
///
/// Fluent's own plural rules look at the whole number where the rules of some languages look at its last two digits: in
/// Arabic they take 103 for a plain number although it goes like 3. Below this, both agree.
const FORMS_REPEAT: i64 = 100;

/// A number for Fluent: what chooses the plural form is its value; what is shown is taken back by [`shown`].
fn carry(language: Language, number: i64) -> FluentNumber {
    let mut options = FluentNumberOptions::default();
    let mut chooses = number;
    if number >= FORMS_REPEAT {
        // An option that nothing else reads, and that no whole number needs.
        options.maximum_significant_digits = usize::try_from(number).ok();
        let form = format::plural_form(language, number);
        chooses = (3..FORMS_REPEAT)
            .rev()
            .find(|smaller| format::plural_form(language, *smaller) == form)
            .unwrap_or(number);
    }
    FluentNumber::new(chooses as f64, options)
}

/// The whole number to show for one that was put in by [`carry`]; `None` for others that are not whole.
pub(crate) fn shown(number: &FluentNumber) -> Option<i64> {
    match number.options.maximum_significant_digits {
        Some(carried) => i64::try_from(carried).ok(),
        None => (number.value.fract() == 0.0).then_some(number.value as i64),
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Owned(text)
    }
}

macro_rules! whole {
    ($($number:ty),*) => {$(
        impl From<$number> for Value<'_> {
            fn from(number: $number) -> Self {
                Self::Whole(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )*};
}

whole!(u8, u16, u32, u64, usize, i32);

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::Catalogue;

    /// What Fluent makes of each number has to be what the Unicode data says.
    #[test]
    fn every_number_takes_its_plural_form_in_every_language() {
        let label = "label-form =\n { $n ->\n [zero] Zero\n [one] One\n [two] Two\n [few] Few\n [many] Many\n *[other] Other\n }\n";
        let labels: Vec<_> = Language::all()
            .map(|language| (language, label.to_owned()))
            .collect();
        let words = Catalogue::with_labels(&labels).expect("sound labels");
        for language in Language::all() {
            let mut forms = BTreeSet::new();
            for number in (0..1_200).chain([1_000_002, 1_000_011]) {
                let form = words.text_with(language, "label-form", &[("n", number.into())]);
                assert_eq!(
                    form,
                    format!("{:?}", format::plural_form(language, number)),
                    "{language} {number}"
                );
                forms.insert(form);
            }
            match language.code() {
                "ar" => assert_eq!(forms.len(), 6),
                "en" | "ur" => assert_eq!(forms.len(), 2),
                _ => {}
            }
        }
    }

    #[test]
    fn a_number_comes_back_as_it_went_in() {
        for number in [
            i64::MIN,
            -100,
            -1,
            0,
            1,
            99,
            100,
            103,
            9_007_199_254_740_993,
            i64::MAX,
        ] {
            assert_eq!(shown(&carry(Language::ENGLISH, number)), Some(number));
        }
        assert_eq!(
            shown(&FluentNumber::new(0.5, FluentNumberOptions::default())),
            None
        );
    }
}
