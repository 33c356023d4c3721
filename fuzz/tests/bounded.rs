//! A bounded run of every target, the same in every run.

#![allow(missing_docs)]

use heard_fuzz::{TARGETS, Target, corpus, feed, target};

/// So many altered inputs a target; a longer run is `cargo run --release -p heard-fuzz`.
const TIMES: u64 = 1_500;

#[test]
fn no_altered_input_breaks_a_parser() {
    for target in TARGETS {
        let corpus = corpus::of(target.name).unwrap();
        assert!(
            corpus.len() > 2,
            "{} has nothing to begin with",
            target.name
        );
        if let Err(input) = feed(target, &corpus, 7, TIMES) {
            panic!("{} broke on {}", target.name, hex::encode(input));
        }
    }
}

#[test]
fn a_parser_that_breaks_is_found() {
    // Trusts a length, as parsers do that are not careful.
    let careless = Target {
        name: "careless",
        parse: |input| {
            if let Some(length) = input.get(89).copied() {
                let _ = &input[..usize::from(length)];
            }
        },
        slow: false,
    };
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let broken = feed(&careless, &corpus::of("object").unwrap(), 7, TIMES);
    std::panic::set_hook(quiet);
    assert!(broken.is_err());
}

#[test]
fn what_is_valid_in_the_corpus_is_taken_by_its_parser() {
    let corpus = corpus::of("parcel").unwrap();
    let taken = |read: fn(&[u8]) -> bool| corpus.iter().any(|input| read(input));
    assert!(taken(|input| seal::Parcel::read(input).is_ok()));
    assert!(taken(|input| seal::ObjectHeader::read(input).is_ok()));
    assert!(target("parcel").is_some() && target("nothing").is_none());
}
