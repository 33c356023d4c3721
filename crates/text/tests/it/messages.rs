//! How messages are written out.

use text::{Catalogue, Language, without_isolation};

fn language(code: &str) -> Language {
    Language::parse(code).expect("shipped")
}

fn with(code: &str, source: &str) -> Catalogue {
    Catalogue::with_labels(&[(language(code), source.to_owned())]).expect("sound labels")
}

#[test]
fn arabic_has_its_six_plural_forms() {
    let words = with(
        "ar",
        "label-count =\n    { $count ->\n        [zero] zero\n        [one] one\n        [two] two\n        \
         [few] few\n        [many] many\n       *[other] other\n    }\n",
    );
    let form =
        |count: u64| words.text_with(language("ar"), "label-count", &[("count", count.into())]);
    // The rules of the Unicode data for Arabic: 3-10 few, 11-99 many, by the last two digits.
    for (count, expected) in [
        (0, "zero"),
        (1, "one"),
        (2, "two"),
        (3, "few"),
        (10, "few"),
        (11, "many"),
        (99, "many"),
        (100, "other"),
        (102, "other"),
        (103, "few"),
        (111, "many"),
        (1_000_000, "other"),
    ] {
        assert_eq!(form(count), expected, "{count}");
    }
}

#[test]
fn every_count_in_every_language_is_written_with_its_words() {
    let words = Catalogue::embedded();
    for language in Language::all() {
        for count in [0_u64, 1, 2, 3, 11, 100, 12_345] {
            let written = words.text_with(language, "inbox-count", &[("count", count.into())]);
            assert!(
                written.chars().any(char::is_alphabetic),
                "{language} {count}: {written}"
            );
            assert!(
                !written.contains(['$', '⟦']),
                "{language} {count}: {written}"
            );
        }
        let written = words.text_with(language, "inbox-count", &[("count", 12_345_u64.into())]);
        assert!(written.contains("12,345"), "{language}: {written}");
    }
}

#[test]
fn a_missing_message_falls_back_to_english_and_then_to_its_key() {
    let words = with(
        "en",
        "label-only-english = Only English\n    .hint = A hint\n",
    );
    let urdu = language("ur");
    assert!(!words.has(urdu, "label-only-english"));
    assert!(words.has(Language::ENGLISH, "label-only-english"));
    assert!(words.has(Language::ENGLISH, "label-only-english.hint"));
    assert!(!words.has(Language::ENGLISH, "label-only-english.other"));
    assert_eq!(words.text(urdu, "label-only-english"), "Only English");
    assert_eq!(words.text(urdu, "label-only-english.hint"), "A hint");
    for unknown in [
        "label-nowhere",
        "label-only-english.other",
        "",
        ".",
        "a.b.c",
        "⟦x⟧",
        "\u{0}",
    ] {
        assert_eq!(words.text(urdu, unknown), format!("⟦{unknown}⟧"));
    }
}

#[test]
fn what_is_put_in_is_isolated_and_shown_as_it_is() {
    let words = with("ur", "label-named = سلام { $name }!\n");
    let hostile = "\u{202e}{ $x } <b> اردو Latin";
    let written = words.text_with(language("ur"), "label-named", &[("name", hostile.into())]);
    assert!(written.contains(&format!("\u{2068}{hostile}\u{2069}")));
    assert_eq!(without_isolation(&written), format!("سلام {hostile}!"));
    // Words into which nothing is put carry no marks.
    for language in Language::all() {
        let plain = Catalogue::embedded().text(language, "nav-report");
        assert_eq!(plain, without_isolation(&plain));
    }
}

#[test]
fn a_variable_that_is_not_given_shows_itself_and_does_not_panic() {
    let words = with("en", "label-named = For { $name }\n");
    let written = words.text(Language::ENGLISH, "label-named");
    assert_eq!(without_isolation(&written), "For {$name}");
}

#[test]
fn numbers_below_zero_and_very_large_ones_are_written() {
    let words = with("en", "label-number = { $n }\n");
    let write = |n: i64| words.text_with(Language::ENGLISH, "label-number", &[("n", n.into())]);
    assert_eq!(write(-1_234), "-1,234");
    assert_eq!(write(9_007_199_254_740_992), "9,007,199,254,740,992");
    assert_eq!(write(i64::MAX), "9,223,372,036,854,775,807");
    assert_eq!(write(i64::MIN), "-9,223,372,036,854,775,808");
}

#[test]
fn one_catalogue_serves_many_threads() {
    std::thread::scope(|threads| {
        for _ in 0..8 {
            threads.spawn(|| {
                for language in Language::all().cycle().take(300) {
                    let written = Catalogue::embedded().text_with(
                        language,
                        "inbox-count",
                        &[("count", 1_234_u64.into())],
                    );
                    assert!(written.contains("1,234"));
                }
            });
        }
    });
}
