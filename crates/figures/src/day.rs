//! Days as plain numbers, so that a column of them costs four bytes a row.

use jiff::civil::Date;

/// The number that stands for "no day known" in a column of days.
pub(crate) const UNKNOWN: i32 = i32::MIN;

/// Days since 1 January 1970 in the proleptic Gregorian calendar.
///
/// Counts days in 400-year eras of years that begin in March, so that a leap day comes last.
pub(crate) fn number(date: Date) -> i32 {
    let month = i32::from(date.month());
    let year = i32::from(date.year()) - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i32::from(date.day()) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Months since January of the year 0 (so that `month / 12` is the year).
pub(crate) fn month(day: i32) -> i32 {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    // Months counted from March run two ahead of months counted from January.
    (era * 400 + year_of_era) * 12 + march_month + 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn the_epoch_is_day_zero() {
        assert_eq!(number(date(1970, 1, 1)), 0);
        assert_eq!(month(0), 1970 * 12);
    }

    proptest! {
        #[test]
        fn agrees_with_the_calendar(offset in -800_000_i32..800_000) {
            let date = date(1970, 1, 1).checked_add(jiff::Span::new().days(offset)).unwrap();
            prop_assert_eq!(number(date), offset);
            prop_assert_eq!(month(offset), i32::from(date.year()) * 12 + i32::from(date.month()) - 1);
        }
    }
}
