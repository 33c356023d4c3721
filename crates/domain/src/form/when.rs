//! When it happened, as exactly as the person can say.

use std::fmt;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

/// How exactly the person can say when it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhenKind {
    /// On the day the report was sent.
    Today,
    /// On the day before that.
    Yesterday,
    /// On a day they know.
    Exact,
    /// On or near a day, or at a time put in words.
    About,
    /// Somewhere between two days.
    Between,
    /// More than once, and not over.
    KeepsHappening,
    /// They don't know.
    Unknown,
}

impl WhenKind {
    /// Every value with its spelling in a posted form.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("today", Self::Today),
        ("yesterday", Self::Yesterday),
        ("exact", Self::Exact),
        ("about", Self::About),
        ("between", Self::Between),
        ("keeps-happening", Self::KeepsHappening),
        ("unknown", Self::Unknown),
    ];

    /// The kind of this spelling.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, kind)| *kind)
    }

    /// Its spelling in a posted form.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(name, _)| name)
    }
}

/// An answer to a question of the kind "when". Its `Debug` form shows nothing that was typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhenAnswer {
    /// How exact it is.
    pub kind: WhenKind,
    /// The day, for today, yesterday, exact and about.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::day")]
    pub date: Option<Date>,
    /// The earliest day it may have been, or the day it began.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::day")]
    pub from: Option<Date>,
    /// The latest day it may have been.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::day")]
    pub to: Option<Date>,
    /// The time of day as typed: a clock time or words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The time in the person's own words ("the night after Eid").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

impl WhenAnswer {
    /// The earliest day on which it can have been, as far as the person could say.
    pub fn earliest(&self) -> Option<Date> {
        self.date.or(self.from)
    }

    /// The latest day on which it can have been, as far as the person could say.
    pub fn latest(&self) -> Option<Date> {
        self.date.or(self.to)
    }

    /// The time of day, where what was typed is a clock time such as 18:05.
    pub fn clock_time(&self) -> Option<Time> {
        let typed = western_digits(self.time.as_deref()?);
        let (hour, minute) = typed.split_once([':', '.'])?;
        Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
    }
}

impl fmt::Debug for WhenAnswer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("WhenAnswer(…)")
    }
}

/// A day as people type it or as a browser's date field sends it: `2026-03-05`, `5/3/2026`, `05.03.26`, in Western,
/// Arabic-Indic or Persian digits. Two-digit years are of this century unless that lies ahead.
pub(super) fn typed_date(typed: &str, today: Date) -> Option<Date> {
    let western = western_digits(typed);
    let parts: Vec<&str> = western
        .split(['-', '/', '.', ' ', '\u{60c}', '\u{66b}'])
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let (year, month, day) = if first.len() == 4 {
        (first, second, third)
    } else {
        (third, second, first)
    };
    let year = match (year.len(), year.parse::<i16>().ok()?) {
        (4, year) => year,
        (2, short) if 2000 + short <= today.year() => 2000 + short,
        (2, short) => 1900 + short,
        _ => return None,
    };
    Date::new(year, month.parse().ok()?, day.parse().ok()?)
        .ok()
        .filter(|date| date.year() >= 1900)
}

/// The text with Arabic-Indic and Persian digits as Western ones, and without direction marks and outer spaces.
pub(super) fn western_digits(typed: &str) -> String {
    let marks = [
        '\u{200e}', '\u{200f}', '\u{61c}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
    ];
    let digits = typed
        .trim()
        .chars()
        .filter(|letter| !marks.contains(letter))
        .map(|letter| {
            let value = match letter {
                '\u{660}'..='\u{669}' => u32::from(letter) - 0x660,
                '\u{6f0}'..='\u{6f9}' => u32::from(letter) - 0x6f0,
                _ => return letter,
            };
            char::from_digit(value, 10).unwrap_or(letter)
        });
    digits.collect()
}
