//! Dates, numbers and lists as each language writes them.

use std::sync::LazyLock;

use icu_calendar::{Date, Gregorian};
use icu_datetime::{
    FixedCalendarDateTimeFormatter,
    fieldsets::{YM, YMD, YMDT},
    input::{DateTime, Time},
};
use icu_decimal::{DecimalFormatter, input::Decimal};
use icu_list::{ListFormatter, options::ListFormatterOptions};
use icu_plurals::{PluralCategory, PluralRules};

use crate::Language;

struct Formats {
    date: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    date_time: FixedCalendarDateTimeFormatter<Gregorian, YMDT>,
    month: FixedCalendarDateTimeFormatter<Gregorian, YM>,
    number: DecimalFormatter,
    list: ListFormatter,
    plurals: PluralRules,
}

/// One set a language, made when the first one is needed. `None` if the locale data has no such language at all, in
/// which case plain forms (2026-11-14, 1234) are written.
static FORMATS: LazyLock<Vec<Option<Formats>>> = LazyLock::new(|| {
    Language::all()
        .map(|language| {
            let locale = language.locale();
            Some(Formats {
                date: FixedCalendarDateTimeFormatter::try_new(locale.into(), YMD::long()).ok()?,
                date_time: FixedCalendarDateTimeFormatter::try_new(
                    locale.into(),
                    YMD::long().with_time_hm(),
                )
                .ok()?,
                month: FixedCalendarDateTimeFormatter::try_new(locale.into(), YM::long()).ok()?,
                number: DecimalFormatter::try_new(
                    locale.into(),
                    icu_decimal::options::DecimalFormatterOptions::default(),
                )
                .ok()?,
                list: ListFormatter::try_new_and(locale.into(), ListFormatterOptions::default())
                    .ok()?,
                plurals: PluralRules::try_new_cardinal(locale.into()).ok()?,
            })
        })
        .collect()
});

fn formats(language: Language) -> Option<&'static Formats> {
    FORMATS.get(language.place())?.as_ref()
}

fn gregorian(date: jiff::civil::Date) -> Option<Date<Gregorian>> {
    Date::try_new_gregorian(
        i32::from(date.year()),
        u8::try_from(date.month()).ok()?,
        u8::try_from(date.day()).ok()?,
    )
    .ok()
}

/// A day in words: "14 November 2026".
pub fn date(language: Language, day: jiff::civil::Date) -> String {
    formats(language).zip(gregorian(day)).map_or_else(
        || day.to_string(),
        |(formats, day)| formats.date.format(&day).to_string(),
    )
}

/// A day and a time of the 24-hour clock: "14 November 2026 at 09:12".
pub fn date_time(language: Language, moment: jiff::civil::DateTime) -> String {
    let written = || {
        let time = Time::try_new(
            u8::try_from(moment.hour()).ok()?,
            u8::try_from(moment.minute()).ok()?,
            0,
            0,
        )
        .ok()?;
        let moment = DateTime {
            date: gregorian(moment.date())?,
            time,
        };
        Some(formats(language)?.date_time.format(&moment).to_string())
    };
    written().unwrap_or_else(|| moment.strftime("%Y-%m-%d %H:%M").to_string())
}

/// A month in words: "November 2026". `month` counts from 1; anything outside 1-12 is written as plain digits.
pub fn month(language: Language, year: i16, month: i8) -> String {
    let written = || {
        let first = Date::try_new_gregorian(i32::from(year), u8::try_from(month).ok()?, 1).ok()?;
        Some(formats(language)?.month.format(&first).to_string())
    };
    written().unwrap_or_else(|| format!("{year}-{month:02}"))
}

/// A count with the language's separators: "12,345".
pub fn number(language: Language, number: u64) -> String {
    decimal(language, &Decimal::from(number))
}

pub(crate) fn signed(language: Language, number: i64) -> String {
    decimal(language, &Decimal::from(number))
}

/// Which plural form a number takes, by the Unicode data.
pub(crate) fn plural_form(language: Language, number: i64) -> PluralCategory {
    formats(language).map_or(PluralCategory::Other, |formats| {
        formats.plurals.category_for(number)
    })
}

fn decimal(language: Language, number: &Decimal) -> String {
    formats(language).map_or_else(
        || number.to_string(),
        |formats| formats.number.format(number).to_string(),
    )
}

/// A share of one as a percentage: `percent(english, 0.1234, 1)` is "12.3%". `decimals` is how many places are shown.
///
/// In right-to-left languages the sign is held to its number by left-to-right marks (U+200E), as in the Unicode data
/// for Arabic. A share that is not a finite number is written "–".
pub fn percent(language: Language, share: f64, decimals: u8) -> String {
    if !share.is_finite() {
        return "–".to_owned();
    }
    // Through decimal text, so that the digits shown are those of one correct rounding.
    let digits = format!("{:.*}", usize::from(decimals), share * 100.0);
    let written = digits
        .parse::<Decimal>()
        .map_or(digits, |number| decimal(language, &number));
    if language.is_right_to_left() {
        format!("{written}\u{200e}%\u{200e}")
    } else {
        format!("{written}%")
    }
}

/// Things one after another: "a, b and c". In right-to-left languages each is isolated (U+2068, U+2069), so that a
/// Latin name among them doesn't turn the order round.
pub fn list(language: Language, items: &[String]) -> String {
    let shown: Vec<String> = if language.is_right_to_left() {
        items
            .iter()
            .map(|item| format!("\u{2068}{item}\u{2069}"))
            .collect()
    } else {
        items.to_vec()
    };
    formats(language).map_or_else(
        || shown.join(", "),
        |formats| formats.list.format(shown.iter()).to_string(),
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil;

    use super::*;

    fn in_all(write: impl Fn(Language) -> String) -> [String; 3] {
        ["en", "ur", "ar"].map(|code| write(Language::parse(code).expect("shipped")))
    }

    #[test]
    fn dates_and_months_are_in_words() {
        let day = civil::date(2026, 11, 14);
        assert_eq!(
            in_all(|language| date(language, day)),
            ["14 November 2026", "14 نومبر، 2026", "14 نوفمبر 2026"]
        );
        assert_eq!(
            in_all(|language| month(language, 2026, 2)),
            ["February 2026", "فروری 2026", "فبراير 2026"]
        );
        assert_eq!(month(Language::ENGLISH, 2026, 13), "2026-13");
        assert!(!date(Language::ENGLISH, civil::Date::MIN).is_empty());
        assert!(!date(Language::ENGLISH, civil::Date::MAX).is_empty());
    }

    #[test]
    fn times_follow_the_24_hour_clock() {
        for written in
            in_all(|language| date_time(language, civil::date(2026, 11, 14).at(21, 5, 59, 0)))
        {
            assert!(written.contains("21:05"), "{written}");
            assert!(written.contains("2026"), "{written}");
        }
    }

    #[test]
    fn numbers_have_digits_of_one_set_everywhere() {
        assert_eq!(
            in_all(|language| number(language, 1_234_567)),
            ["1,234,567", "1,234,567", "1,234,567"]
        );
        assert_eq!(
            number(Language::ENGLISH, u64::MAX),
            "18,446,744,073,709,551,615"
        );
    }

    #[test]
    fn percentages_round_once_and_survive_nonsense() {
        assert_eq!(percent(Language::ENGLISH, 0.1234, 1), "12.3%");
        assert_eq!(percent(Language::ENGLISH, 0.5, 0), "50%");
        assert_eq!(percent(Language::ENGLISH, 12.0, 0), "1,200%");
        assert_eq!(
            percent(Language::parse("ar").expect("shipped"), 0.07, 0),
            "7\u{200e}%\u{200e}"
        );
        assert_eq!(percent(Language::ENGLISH, f64::NAN, 2), "–");
        assert_eq!(percent(Language::ENGLISH, f64::INFINITY, 2), "–");
    }

    #[test]
    fn lists_end_with_and() {
        let items = ["a", "b", "c"].map(str::to_owned);
        let written = in_all(|language| crate::without_isolation(&list(language, &items)));
        assert_eq!(written, ["a, b and c", "a، b، اور c", "a وb وc"]);
        assert_eq!(list(Language::ENGLISH, &[]), "");
        assert_eq!(list(Language::ENGLISH, &items[..1]), "a");
    }
}
