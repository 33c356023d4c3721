//! When something happened, as nearly as anybody knows.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How near the date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// On that day.
    Exact,
    /// About that day.
    About,
    /// Some time between two days, or over them.
    Between,
    /// Nobody knows.
    Unknown,
}

impl Precision {
    /// The word used in the database, forms and exports.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::About => "about",
            Self::Between => "between",
            Self::Unknown => "unknown",
        }
    }

    /// The precision of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Exact, Self::About, Self::Between, Self::Unknown]
            .into_iter()
            .find(|precision| precision.code() == word)
    }
}

/// The days on which something happened, first and last, and how near they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Occurred {
    /// How near the days are known.
    pub precision: Precision,
    /// First day; none when unknown.
    pub from: Option<Date>,
    /// Last day; the same as the first unless `Between`.
    pub to: Option<Date>,
}

/// Why two days and a precision are not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WrongOccurred {
    /// A day is needed for this precision.
    #[error("a date is missing")]
    Missing,
    /// The last day lies before the first.
    #[error("the last day lies before the first")]
    Backwards,
}

impl Occurred {
    /// Nobody knows when.
    pub const UNKNOWN: Self = Self {
        precision: Precision::Unknown,
        from: None,
        to: None,
    };

    /// On that day.
    #[must_use]
    pub const fn on(day: Date) -> Self {
        Self {
            precision: Precision::Exact,
            from: Some(day),
            to: Some(day),
        }
    }

    /// Checks that days and precision fit; the last day of anything but `Between` is its first.
    pub fn new(
        precision: Precision,
        from: Option<Date>,
        to: Option<Date>,
    ) -> Result<Self, WrongOccurred> {
        match precision {
            Precision::Unknown => Ok(Self::UNKNOWN),
            Precision::Exact | Precision::About => {
                let day = from.ok_or(WrongOccurred::Missing)?;
                Ok(Self {
                    precision,
                    from: Some(day),
                    to: Some(day),
                })
            }
            Precision::Between => {
                let (first, last) = from.zip(to).ok_or(WrongOccurred::Missing)?;
                if last < first {
                    return Err(WrongOccurred::Backwards);
                }
                Ok(Self {
                    precision,
                    from: Some(first),
                    to: Some(last),
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_and_precision_must_fit() {
        let (first, last) = (date(2026, 3, 1), date(2026, 3, 9));
        assert_eq!(
            Occurred::new(Precision::Between, Some(last), Some(first)),
            Err(WrongOccurred::Backwards)
        );
        assert_eq!(
            Occurred::new(Precision::Exact, None, None),
            Err(WrongOccurred::Missing)
        );
        assert_eq!(
            Occurred::new(Precision::Exact, Some(first), Some(last)),
            Ok(Occurred::on(first))
        );
        assert_eq!(
            Occurred::new(Precision::Unknown, Some(first), None),
            Ok(Occurred::UNKNOWN)
        );
    }
}
