//! When it happened, as a file writes it.

use csv::StringRecord;
use domain::{Occurred, Precision};
use jiff::civil::{Date, Time};
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

use super::mapping::DateColumns;
use super::row::Why;

/// Where a mapping's date columns are in one file.
#[derive(Default)]
pub(super) struct DatePlaces {
    pub(super) column: Option<usize>,
    pub(super) to: Option<usize>,
    pub(super) year: Option<usize>,
    pub(super) month: Option<usize>,
    pub(super) day: Option<usize>,
}

/// A column (by its key in the mapping) that holds no date, and why.
pub(super) struct NoDate {
    pub(super) place: Option<usize>,
    pub(super) why: Why,
    pub(super) reason: String,
}

/// The first and the last day of what a cell says.
type Days = (Date, Date);

/// Reads when it happened; `typed` cells hold dates as `2026-01-31`.
pub(super) fn occurred(
    date: &DateColumns,
    places: &DatePlaces,
    record: &StringRecord,
    typed: bool,
    zone: &TimeZone,
) -> Result<Occurred, NoDate> {
    let cell = |place: Option<usize>| {
        let text = place
            .and_then(|place| record.get(place))
            .unwrap_or_default()
            .trim();
        (!text.is_empty() && !date.ignore.contains(text)).then_some(text)
    };
    let read = |place: Option<usize>| match cell(place) {
        None => Ok(None),
        Some(text) => days(text, &date.format, typed, zone)
            .map(Some)
            .ok_or_else(|| NoDate {
                place,
                why: Why::NotADate,
                reason: format!(
                    "\"{}\" is not a date like {}",
                    super::row::short(text),
                    date.format.join(" or ")
                ),
            }),
    };
    let first = if places.year.is_some() {
        parts(places, &cell)?
    } else {
        read(places.column)?
    };
    let last = read(places.to)?;
    let (from, to) = match (first, last) {
        (None, None) => return Ok(Occurred::UNKNOWN),
        (Some(days), None) | (None, Some(days)) => days,
        (Some((from, _)), Some((_, to))) => (from, to),
    };
    let precision = match (from == to, date.about) {
        (true, false) => Precision::Exact,
        (true, true) => Precision::About,
        (false, _) => Precision::Between,
    };
    Occurred::new(precision, Some(from), Some(to)).map_err(|error| NoDate {
        place: places.to,
        why: Why::NotADate,
        reason: error.to_string(),
    })
}

fn parts<'c>(
    places: &DatePlaces,
    cell: &impl Fn(Option<usize>) -> Option<&'c str>,
) -> Result<Option<Days>, NoDate> {
    let number = |place: Option<usize>| match cell(place) {
        None => Ok(None),
        Some(text) => text.parse::<i16>().map(Some).map_err(|_| NoDate {
            place,
            why: Why::NotANumber,
            reason: format!("\"{}\" is not a number", super::row::short(text)),
        }),
    };
    let Some(year) = number(places.year)? else {
        return Ok(None);
    };
    let month = number(places.month)?;
    let day = number(places.day)?.filter(|_| month.is_some());
    let whole = |number: Option<i16>| number.map(|number| i8::try_from(number).unwrap_or(-1));
    span(year, whole(month), whole(day))
        .map(Some)
        .ok_or_else(|| NoDate {
            place: places.day.or(places.month).or(places.year),
            why: Why::NotADate,
            reason: "year, month and day are no date".to_owned(),
        })
}

/// The days of a year, of a month of it, or of a day of that.
fn span(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Days> {
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, None) => first.last_of_year(),
    };
    Some((first, last))
}

fn days(text: &str, formats: &[String], typed: bool, zone: &TimeZone) -> Option<Days> {
    if typed && let Some(date) = text.get(..10).and_then(|day| day.parse::<Date>().ok()) {
        return Some((date, date));
    }
    formats
        .iter()
        .find_map(|format| by_format(text, format, zone))
}

pub(super) fn by_format(text: &str, format: &str, zone: &TimeZone) -> Option<Days> {
    if format == "excel" {
        return excel_day(text).map(|day| (day, day));
    }
    let read = strtime::parse(format, text).ok()?;
    if read.offset().is_some()
        && let Ok(moment) = read.to_timestamp()
    {
        let day = zone.to_datetime(moment).date();
        return Some((day, day));
    }
    if let Ok(day) = read.to_date() {
        return Some((day, day));
    }
    // A day that was read but is none, as the 30th of February, is wrong; one that was not asked for is not known.
    if read.day().is_some() {
        return None;
    }
    span(read.year()?, read.month(), None)
}

/// A day as Excel counts them: 1 is the first of January 1900, and it believes in a 29th of February of that year.
fn excel_day(text: &str) -> Option<Date> {
    let counted: f64 = text.parse().ok()?;
    if !(61.0..2_958_466.0).contains(&counted) {
        return None;
    }
    Date::constant(1899, 12, 30)
        .checked_add(jiff::Span::new().days(counted.floor() as i64))
        .ok()
}

/// A time of day as `14:30`.
pub(super) fn time(text: &str, format: &str, typed: bool) -> Option<String> {
    let time = if format == "hmm" {
        let number: i16 = text
            .parse()
            .ok()
            .filter(|number| (0..2400).contains(number))?;
        Time::new((number / 100) as i8, (number % 100) as i8, 0, 0).ok()?
    } else {
        match Time::strptime(format, text) {
            Ok(time) => time,
            Err(_) if typed => text.parse().ok()?,
            Err(_) => return None,
        }
    };
    Some(time.strftime("%H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn a_format_says_how_near_a_date_is_known() {
        let zone = TimeZone::get("Europe/London").expect("a zone");
        for (text, format, expected) in [
            ("31-Aug-91", "%d-%b-%y", Some(("1991-08-31", "1991-08-31"))),
            ("31-AUG-91", "%d-%b-%y", Some(("1991-08-31", "1991-08-31"))),
            ("1/9/2020", "%d/%m/%Y", Some(("2020-09-01", "2020-09-01"))),
            (
                "2/13/17 9:01",
                "%m/%d/%y %H:%M",
                Some(("2017-02-13", "2017-02-13")),
            ),
            (
                "2014-11-23T00:00:00",
                "%Y-%m-%dT%H:%M:%S",
                Some(("2014-11-23", "2014-11-23")),
            ),
            (
                "2024-06-30T23:30:00+0000",
                "%Y-%m-%dT%H:%M:%S%z",
                Some(("2024-07-01", "2024-07-01")),
            ),
            ("Feb 2020", "%b %Y", Some(("2020-02-01", "2020-02-29"))),
            ("2020", "%Y", Some(("2020-01-01", "2020-12-31"))),
            ("43831", "excel", Some(("2020-01-01", "2020-01-01"))),
            ("43831.75", "excel", Some(("2020-01-01", "2020-01-01"))),
            ("30/02/2020", "%d/%m/%Y", None),
            ("-1", "excel", None),
            ("1e300", "excel", None),
            ("", "%Y", None),
            ("2020-13", "%Y-%m", None),
        ] {
            let expected = expected.map(|(from, to)| (day(from), day(to)));
            assert_eq!(
                by_format(text, format, &zone),
                expected,
                "{text} as {format}"
            );
        }
    }

    #[test]
    fn a_number_can_be_a_time() {
        for (text, format, expected) in [
            ("5", "hmm", Some("00:05")),
            ("0", "hmm", Some("00:00")),
            ("1757", "hmm", Some("17:57")),
            ("2400", "hmm", None),
            ("1299", "hmm", None),
            ("-5", "hmm", None),
            ("9:01", "%H:%M", Some("09:01")),
            ("25:01", "%H:%M", None),
        ] {
            assert_eq!(time(text, format, false).as_deref(), expected, "{text}");
        }
    }
}
