//! A day in JSON: `"2026-03-05"`, or nothing. Written and read by hand, because a browser loads this, and a date
//! library's own way brings along every format that it knows.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that `serde(with)` calls"
)]
pub(crate) fn serialize<S: Serializer>(day: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
    day.map(written).serialize(to)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else {
        return Ok(None);
    };
    read(&text)
        .map(Some)
        .ok_or_else(|| serde::de::Error::custom("not a day"))
}

/// The day as `YYYY-MM-DD`.
pub fn written(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// The day of a text `YYYY-MM-DD`.
pub fn read(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let lengths = [year.len(), month.len(), day.len()];
    // `parse` alone would take a sign as well.
    let digits = [year, month, day]
        .iter()
        .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if parts.next().is_some() || lengths != [4, 2, 2] || !digits {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_the_date_library_writes_them_and_read_back() {
        for day in [(1, 1, 1), (1999, 12, 31), (2024, 2, 29), (9999, 12, 31)] {
            let day = Date::new(day.0, day.1, day.2).unwrap();
            assert_eq!(written(day), day.to_string());
            assert_eq!(read(&written(day)), Some(day));
        }
    }

    #[test]
    fn nothing_else_is_a_day() {
        for text in [
            "",
            "2026",
            "2026-3-5",
            "2026-02-30",
            "2026-13-01",
            "+026-01-01",
            "2026-01-01-",
            "26-01-01",
            "2026-01-01T00",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
