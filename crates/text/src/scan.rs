//! Finding the messages that sources and templates use.

use std::collections::BTreeSet;

/// Calls that take a message key as their first argument or, for free functions that are handed a language first, as
/// the first quoted one: the name as it is written before the parenthesis.
const CALLS: [&str; 7] = [
    "text",
    "text_with",
    "t",
    "t_with",
    "say",
    "say_with",
    "say_number",
];

/// The message keys used in a Rust source or a template.
///
/// A use is `text("key")`, `t("key")`, `text_with("key", …)`, `t_with("key", …)`, `.say("key")`, `.say_with("key", …)`,
/// `.say_number("key", …)`, in single or double quotes, also with a language before it (`text(language, "key")`); or, for
/// a key that is only put together at run time, a comment with `uses:` and the keys after it up to the end of the line,
/// split by spaces or commas. An attribute is written `key.attribute` and comes back so.
pub fn scan_keys(source: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for line in source.lines() {
        if let Some((before, listed)) = line.split_once("uses: ")
            && ["//", "{#", "<!--", "/*"]
                .iter()
                .any(|mark| before.contains(mark))
        {
            keys.extend(
                listed
                    .split([' ', ','])
                    .map(|word| word.trim_end_matches('.'))
                    .take_while(|word| !word.starts_with(['#', '*', '-']))
                    .filter(|word| is_key(word))
                    .map(str::to_owned),
            );
        }
    }
    for (place, _) in source.match_indices('(') {
        let before = &source[..place];
        let name_start = before
            .rfind(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
            .map_or(0, |at| {
                at + before[at..].chars().next().map_or(1, char::len_utf8)
            });
        if CALLS.contains(&&before[name_start..])
            && let Some(key) = first_quoted(&source[place + 1..])
            && is_key(key)
        {
            keys.insert(key.to_owned());
        }
    }
    keys
}

/// The first quoted argument, if nothing stands before it but plain names (a language).
fn first_quoted(arguments: &str) -> Option<&str> {
    let start = arguments.find(['"', '\''])?;
    let plain = |letter: char| {
        letter.is_alphanumeric() || letter.is_whitespace() || "_.,:&*".contains(letter)
    };
    if !arguments[..start].chars().all(plain) {
        return None;
    }
    let rest = &arguments[start..];
    let quote = rest.chars().next()?;
    rest[1..].split_once(quote).map(|(key, _)| key)
}

/// Whether this is written as a message identifier of Fluent, with at most one attribute.
fn is_key(word: &str) -> bool {
    let identifier = |part: &str| {
        part.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && part
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter))
    };
    let (message, attribute) = word.split_once('.').unwrap_or((word, "a"));
    identifier(message) && identifier(attribute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<String> {
        scan_keys(source).into_iter().collect()
    }

    #[test]
    fn every_way_of_asking_is_found() {
        let source = r#"
            page.text("one"); {{ t('two') }} {{ self.t_with("three", &[]) }} catalogue.text_with(
                language, "four.hint", &[("count", 3.into())]);
            say.say("five"); x.say_with('six', y) text(Language::ENGLISH, "seven")
            // uses: stage-a, stage-b stage-c.
            {# uses: stage-d #}
            <!-- uses: stage-e -->
        "#;
        assert_eq!(
            found(source),
            [
                "five",
                "four.hint",
                "one",
                "seven",
                "six",
                "stage-a",
                "stage-b",
                "stage-c",
                "stage-d",
                "stage-e",
                "three",
                "two"
            ]
        );
    }

    #[test]
    fn other_calls_and_run_time_keys_are_not_taken_for_uses() {
        let source = r#"
            context("no"); format!("no {}", 1); plain_text("no"); text(key); text(&format!("no-{code}"));
            t("not a key"); t(""); t("9no"); t("a.b.c"); the word uses: nothing here; insert("t") t( t"#;
        assert_eq!(found(source), [""; 0]);
    }

    proptest::proptest! {
        #[test]
        fn no_source_makes_it_panic(source in "\\PC{0,300}") {
            scan_keys(&source);
        }
    }
}
