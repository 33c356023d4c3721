//! Messages, languages, direction, dates and numbers.
//!
//! A page asks for words by key and never holds a sentence of its own:
//!
//! ```
//! # use heard_text as text;
//! use text::{Catalogue, Language};
//!
//! let urdu = Language::negotiate("ur-PK, en;q=0.5");
//! assert_eq!(urdu.direction(), "rtl");
//! let words = Catalogue::embedded();
//! assert_ne!(words.text(urdu, "nav-report"), words.text(Language::ENGLISH, "nav-report"));
//! ```
//!
//! The messages are [Fluent](https://projectfluent.org) files under `locales/`, one folder a language, embedded when the
//! program is built. Dates, numbers and lists follow the Unicode locale data (ICU4X).
//!
//! ## Digits
//! Every language is formatted as it is read in Britain: with its own words and the region `GB`, and with the digits
//! 0-9. That is the default of the Unicode data for Urdu. For Arabic it is a choice: the data's default is the
//! Arabic-Indic digits, but emergency numbers, postcodes, crime references and bus numbers reach an Arabic reader in
//! Britain as 0-9, and one page should not mix two sets.

mod catalogue;
mod format;
mod language;
mod scan;
mod value;

pub use catalogue::{Catalogue, LabelError, without_isolation};
pub use format::{date, date_time, list, month, number, percent};
pub use language::Language;
pub use scan::scan_keys;
pub use value::Value;

/// The shipped message files by language folder, as the build found them.
mod shipped {
    include!(concat!(env!("OUT_DIR"), "/shipped.rs"));
}
