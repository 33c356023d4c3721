//! Labels from outside: they are taken or refused with a reason, and never bring the program down.

use text::{Catalogue, LabelError, Language};

const ENGLISH: Language = Language::ENGLISH;

fn add(source: &str) -> Result<Catalogue, LabelError> {
    Catalogue::with_labels(&[(ENGLISH, source.to_owned())])
}

#[test]
fn sound_labels_are_added_beside_the_interface() {
    let urdu = Language::parse("ur").expect("shipped");
    let words = Catalogue::with_labels(&[
        (ENGLISH, "place-street = Street\n".to_owned()),
        (ENGLISH, "place-home = Home { place-street }\n".to_owned()),
        (urdu, "place-street = گلی\n".to_owned()),
    ])
    .expect("sound labels");
    assert_eq!(words.text(urdu, "place-street"), "گلی");
    assert_eq!(words.text(ENGLISH, "place-home"), "Home Street");
    assert!(words.has(urdu, "nav-report"));
    assert!(!Catalogue::embedded().has(ENGLISH, "place-street"));
}

#[test]
fn a_key_is_never_defined_twice() {
    let taken = |result: Result<Catalogue, LabelError>| match result {
        Err(LabelError::AlreadyDefined { key, .. }) => key,
        other => panic!("{:?}", other.err()),
    };
    assert_eq!(taken(add("nav-report = Mine now\n")), "nav-report");
    assert_eq!(taken(add("a-b = One\na-b = Two\n")), "a-b");
    let apart = [
        (ENGLISH, "a-b = One\n".to_owned()),
        (ENGLISH, "a-b = Two\n".to_owned()),
    ];
    assert_eq!(taken(Catalogue::with_labels(&apart)), "a-b");
}

#[test]
fn what_is_not_fluent_is_refused_with_its_line() {
    for (source, expected) in [
        ("good = Good\nbad bad bad\n", 2),
        ("good = Good\n\nbad = { $x\n", 3),
        ("good = { \"open\n", 1),
        ("\u{0}\u{0}", 1),
    ] {
        match add(source).err() {
            Some(LabelError::NotFluent { line, .. }) => assert!(line >= expected, "{line}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn huge_and_deep_sources_are_refused() {
    let huge = format!("a = {}\n", "x".repeat(2_000_000));
    assert!(matches!(add(&huge), Err(LabelError::TooLong { .. })));

    let select = "{ $x ->\n *[a] ".repeat(20_000);
    for deep in [
        "{".repeat(500_000),
        "{\n".repeat(400_000),
        "{ F(\n".repeat(100_000),
        "{ \"}\" }{".repeat(50_000),
        select,
    ] {
        let refused = add(&format!("a = {deep}\n")).err();
        assert!(
            matches!(refused, Some(LabelError::TooDeep { .. })),
            "{refused:?}"
        );
    }
}

#[test]
fn references_that_lead_nowhere_or_in_a_circle_are_refused() {
    for circle in [
        "a = { a }\n",
        "a = { b }\nb = { c }\nc = x { a } y\n",
        "-a = { -b }\n-b = { -a }\n",
        "a = x\n    .hint = { a.hint }\n",
        "a = { $x ->\n    [one] 1\n   *[other] { a }\n }\n",
    ] {
        let refused = add(circle).err();
        assert!(
            matches!(refused, Some(LabelError::EndlessReference { .. })),
            "{circle}: {refused:?}"
        );
    }
    for nowhere in ["a = { nobody }\n", "a = { -nobody }\n"] {
        let refused = add(nowhere).err();
        assert!(
            matches!(refused, Some(LabelError::NoSuchReference { .. })),
            "{nowhere}: {refused:?}"
        );
    }
}

#[test]
fn a_long_chain_is_refused_and_a_wide_one_is_written_out_within_bounds() {
    let chain: String = (0..5_000)
        .map(|link| format!("a{link} = {{ a{} }}\n", link + 1))
        .chain(["a5000 = end\n".to_owned()])
        .collect();
    assert!(matches!(
        add(&chain),
        Err(LabelError::EndlessReference { .. })
    ));

    // Ten references in each of ten levels would be ten thousand million words.
    let laughs: String = (0..10)
        .map(|level| {
            format!(
                "a{level} = {}\n",
                format!("{{ a{} }}", level + 1).repeat(10)
            )
        })
        .chain(["a10 = ha\n".to_owned()])
        .collect();
    let words = add(&laughs).expect("not endless, only wide");
    assert!(words.text(ENGLISH, "a0").len() < 100_000);
}

proptest::proptest! {
    #[test]
    fn no_labels_make_it_panic(source in "[ab=\\-{}()$>*\\[\\]\"#. \n\\\\1]{0,200}") {
        if let Ok(words) = add(&source) {
            words.text(ENGLISH, "a");
            words.text(ENGLISH, "b");
        }
    }
}
