//! The messages, and how one is found and written out.

mod check;

use std::sync::{Arc, LazyLock};

use fluent_bundle::{
    FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle, memoizer::MemoizerKind,
};
use fluent_syntax::ast::Pattern;
use intl_memoizer::Memoizable;
use unic_langid::LanguageIdentifier;

pub use check::LabelError;

use crate::{Language, Value, format, value};

type Bundle = FluentBundle<Arc<FluentResource>>;

/// The messages of the interface in every language, and the labels of a codebook if they were added.
pub struct Catalogue {
    /// By the place of the language.
    bundles: Vec<Bundle>,
}

static SHIPPED: LazyLock<Vec<Vec<Arc<FluentResource>>>> = LazyLock::new(|| {
    Language::all()
        .map(|language| {
            language
                .files()
                .iter()
                .map(|(_, source)| {
                    // What doesn't parse is left out; a test keeps such a file from being shipped.
                    Arc::new(
                        FluentResource::try_new((*source).to_owned())
                            .unwrap_or_else(|(partly_parsed, _)| partly_parsed),
                    )
                })
                .collect()
        })
        .collect()
});

static EMBEDDED: LazyLock<Catalogue> = LazyLock::new(Catalogue::shipped);

impl Catalogue {
    /// The messages that are built into the program. One for all: it is made once.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// The built-in messages and, for any language, more of them from Fluent sources: the labels of a codebook.
    ///
    /// Sources come from outside, so they are checked before use: their size, how deep they nest, that they parse, that
    /// no key is defined twice or hides one of the interface, and that references lead somewhere and never in a circle.
    pub fn with_labels(labels: &[(Language, String)]) -> Result<Self, LabelError> {
        let mut catalogue = Self::shipped();
        for (language, source) in labels {
            let resource = check::parse(*language, source)?;
            let Some(bundle) = catalogue.bundles.get_mut(language.place()) else {
                continue;
            };
            bundle
                .add_resource(Arc::new(resource))
                .map_err(|errors| check::already_defined(*language, &errors))?;
        }
        for (language, bundle) in Language::all().zip(&catalogue.bundles) {
            let sources = labels
                .iter()
                .filter(|(of, _)| *of == language)
                .map(|(_, source)| source.as_str());
            check::references(language, bundle, sources)?;
        }
        Ok(catalogue)
    }

    fn shipped() -> Self {
        let bundles = Language::all()
            .zip(SHIPPED.iter())
            .map(|(language, resources)| {
                let identifier: LanguageIdentifier = language.code().parse().unwrap_or_default();
                let mut bundle = Bundle::new_concurrent(vec![identifier]);
                bundle.set_formatter(Some(write_number));
                for resource in resources {
                    // A key that is defined twice keeps its first words; a test keeps that from being shipped.
                    let _ = bundle.add_resource(Arc::clone(resource));
                }
                bundle
            })
            .collect();
        Self { bundles }
    }

    /// Whether the language itself (without falling back) has this message, or this attribute of a message
    /// (`"key.attribute"`).
    pub fn has(&self, language: Language, key: &str) -> bool {
        self.bundles
            .get(language.place())
            .is_some_and(|bundle| pattern(bundle, key).is_some())
    }

    /// The words for a key, or for an attribute of it (`"key.attribute"`).
    ///
    /// A key that the language lacks is answered in English, and one that English lacks by itself in brackets: ⟦key⟧.
    pub fn text(&self, language: Language, key: &str) -> String {
        self.text_with(language, key, &[])
    }

    /// The words for a key with its variables filled in.
    ///
    /// Each value that is put in amid other words is isolated by U+2068 and U+2069, so that a Latin name in an Urdu
    /// sentence, or an Arabic one in an English sentence, doesn't disturb the order; [`without_isolation`] takes them out.
    pub fn text_with(&self, language: Language, key: &str, values: &[(&str, Value<'_>)]) -> String {
        self.write(language, key, values)
            .or_else(|| self.write(Language::ENGLISH, key, values))
            .unwrap_or_else(|| format!("⟦{key}⟧"))
    }

    fn write(&self, language: Language, key: &str, values: &[(&str, Value<'_>)]) -> Option<String> {
        let bundle = self.bundles.get(language.place())?;
        let pattern = pattern(bundle, key)?;
        let mut arguments = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            arguments.set(*name, value.as_fluent(language));
        }
        // Errors here are variables that were not given; they stand in the words as {$name}, where a test sees them.
        let mut errors = Vec::new();
        Some(
            bundle
                .format_pattern(pattern, Some(&arguments), &mut errors)
                .into_owned(),
        )
    }
}

/// The pattern of a message, or of an attribute of it.
fn pattern<'a>(bundle: &'a Bundle, key: &str) -> Option<&'a Pattern<&'a str>> {
    match key.split_once('.') {
        None => bundle.get_message(key)?.value(),
        Some((id, attribute)) => Some(bundle.get_message(id)?.get_attribute(attribute)?.value()),
    }
}

/// Which language a bundle's numbers are written for; kept by the bundle's memoizer.
struct NumbersOf(Language);

impl Memoizable for NumbersOf {
    type Args = ();
    type Error = ();

    fn construct(identifier: LanguageIdentifier, (): ()) -> Result<Self, ()> {
        Language::parse(&identifier.to_string())
            .map(NumbersOf)
            .ok_or(())
    }
}

/// Whole numbers as the language writes them; anything else as Fluent does.
fn write_number<M: MemoizerKind>(value: &FluentValue<'_>, memoizer: &M) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    let shown = value::shown(number)?;
    memoizer
        .with_try_get_threadsafe::<NumbersOf, _, _>((), |numbers| format::signed(numbers.0, shown))
        .ok()
}

/// The words without the marks (U+2068, U+2069) that isolate what was put into them: for tests, and for places that show
/// plain text only, such as a file name.
pub fn without_isolation(words: &str) -> String {
    words.replace(['\u{2068}', '\u{2069}'], "")
}
