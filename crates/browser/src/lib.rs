//! What a reporter's browser runs: the form that was filled in becomes answers, and the answers become a sealed
//! parcel, before anything leaves the device.
//!
//! Built for `wasm32-unknown-unknown` by `cargo xtask browser`, which puts the module among the assets of the
//! program. The form is read by the same code as on the server for a browser without JavaScript, and sealed by the
//! same crate.
//!
//! Nothing here keeps anything: a request goes in, an answer comes out, and the buffer between is wiped.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod guide;
#[cfg(target_arch = "wasm32")]
mod page;
mod request;

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use domain::day;
use domain::form::{FieldError, FieldErrorKind, Form, QuestionKind, SealGroup, join_days};
use seal::parcel::Parcel;
use seal::{ObjectKind, Receipt, Zeroizing};

pub use guide::Guide;
pub use request::{Request, answer_to};

/// What came of a request.
pub enum Outcome {
    /// The report is sealed.
    Sealed {
        /// What is sent.
        parcel: Box<Parcel>,
        /// The receipt, which stays here.
        receipt: Receipt,
    },
    /// Fields of the form need mending; nothing may be sent.
    Wrong(Vec<Wrong>),
}

/// A field that needs mending. Holds nothing that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The name of the field.
    pub field: String,
    /// What is wrong: one of [`WRONGS`].
    pub what: &'static str,
    /// The most letters taken, where it is too long.
    pub limit: u32,
    /// How many letters it has, where it is too long.
    pub length: u32,
}

/// Everything that can be wrong with a field, by the name under which the page keeps the words for it.
pub const WRONGS: [(&str, FieldErrorKind, Option<QuestionKind>); 12] = [
    ("required", FieldErrorKind::Required, None),
    (
        "required-story",
        FieldErrorKind::Required,
        Some(QuestionKind::LongText),
    ),
    (
        "required-choice",
        FieldErrorKind::Required,
        Some(QuestionKind::OneOf),
    ),
    (
        "too-long",
        FieldErrorKind::TooLong {
            limit: 0,
            length: 0,
        },
        None,
    ),
    ("unknown-choice", FieldErrorKind::UnknownChoice, None),
    ("more-than-one", FieldErrorKind::MoreThanOne, None),
    ("not-a-date", FieldErrorKind::NotADate, None),
    ("date-in-future", FieldErrorKind::DateInFuture, None),
    ("dates-reversed", FieldErrorKind::DatesReversed, None),
    ("not-a-number", FieldErrorKind::NotANumber, None),
    (
        "number-too-large",
        FieldErrorKind::NumberTooLarge {
            limit: domain::form::COUNT_LIMIT,
        },
        None,
    ),
    ("not-an-email", FieldErrorKind::NotAnEmail, None),
];

/// The kind of sealed object that holds a group of answers.
pub const fn kind_of(group: SealGroup) -> ObjectKind {
    match group {
        SealGroup::Narrative => ObjectKind::Narrative,
        SealGroup::Identity => ObjectKind::Identity,
        SealGroup::Contact => ObjectKind::Contact,
        SealGroup::Place => ObjectKind::Place,
    }
}

/// Reads the form and seals what was answered; none if the guide isn't one.
pub fn seal(request: &Request<'_>) -> Option<Outcome> {
    let guide = Guide::read(request.guide)?;
    let today = day::read(&guide.today)?;
    let pairs = join_days(&guide.form, request.pairs.clone());
    let answers = match guide.form.read(&pairs, today) {
        Ok(answers) => answers,
        Err(errors) => {
            let wrongs = errors.errors.iter().map(|error| wrong(&guide.form, error));
            return Some(Outcome::Wrong(wrongs.collect()));
        }
    };
    let groups = answers.sealed_groups();
    let whole = Zeroizing::new(serde_json::to_vec(&groups).ok()?);
    let contents: Vec<(ObjectKind, Zeroizing<Vec<u8>>)> = groups
        .iter()
        .filter_map(|(group, value)| {
            let plain = serde_json::to_vec(value).ok()?;
            Some((kind_of(*group), Zeroizing::new(plain)))
        })
        .collect();
    // The page was received before with other words: a report is never changed, so this is another.
    let seed = Zeroizing::new(if request.again {
        seal::keyed_hash(request.seed, &whole)
    } else {
        *request.seed
    });
    let mut rng = ChaCha20Rng::from_seed(*request.random);
    let parcel = Parcel::pack(&seed, &contents, &whole, &guide.recipients()?, &mut rng);
    Some(Outcome::Sealed {
        parcel: Box::new(parcel),
        receipt: Receipt::from_seed(&seed),
    })
}

fn wrong(form: &Form, error: &FieldError) -> Wrong {
    let kind = form.question(&error.question).map(|asked| asked.kind);
    let what = match (error.kind, kind) {
        (FieldErrorKind::Required, Some(QuestionKind::LongText)) => "required-story",
        (
            FieldErrorKind::Required,
            Some(QuestionKind::OneOf | QuestionKind::ManyOf | QuestionKind::Choice),
        ) => "required-choice",
        (other, _) => other.name(),
    };
    let (limit, length) = match error.kind {
        FieldErrorKind::TooLong { limit, length } => (limit, length),
        _ => (0, 0),
    };
    Wrong {
        field: error.field.clone(),
        what,
        limit,
        length,
    }
}
