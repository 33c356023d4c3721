//! Filling the gaps in a telling: when it was, in which street, and what some people add at the end.

use jiff::civil::{Date, Weekday};

use super::dice::Dice;

/// Streets of the town. None of them is meant to be anywhere.
const STREETS: [&str; 16] = [
    "Fuller Street",
    "Tanyard Lane",
    "Quarry Hill",
    "Saddler Row",
    "Weir Lane",
    "Station Approach",
    "Priory Walk",
    "Millrace Road",
    "Chantry Street",
    "Packhorse Lane",
    "Foundry Street",
    "Orchard Terrace",
    "Canal Side",
    "Bleach Green",
    "Old Ropery",
    "Corn Hill",
];

/// What people write at the end.
const CLOSINGS: [(&str, &[&str]); 3] = [
    (
        "en",
        &[
            "I have not told the police.",
            "I don't want this to happen to anybody else.",
            "I only want it to be written down somewhere.",
            "Thank you for reading this.",
            "I still think about it at night.",
            "Please don't ring during the day, I am at work.",
            "I would like to know if others told you the same.",
            "I am all right now.",
            "It took me a while to write this.",
        ],
    ),
    (
        "ur",
        &[
            "میں نے پولیس کو نہیں بتایا۔",
            "میں نہیں چاہتا کہ یہ کسی اور کے ساتھ ہو۔",
            "پڑھنے کا شکریہ۔",
        ],
    ),
    (
        "ar",
        &[
            "لم أخبر الشرطة.",
            "لا أريد أن يحدث هذا لأحد غيري.",
            "شكراً لأنكم قرأتم هذا.",
        ],
    ),
];

/// What is told: where and when it was, as the gaps ask for it.
pub(super) struct Setting {
    pub(super) day: Date,
    /// Hour of that day; 26 is two in the morning after it.
    pub(super) hour: i64,
    pub(super) street: &'static str,
}

/// A street of the town.
pub(super) fn street(dice: &mut Dice) -> &'static str {
    dice.one(&STREETS).copied().unwrap_or_default()
}

/// The telling with its gaps filled.
pub(super) fn fill(telling: &str, language: &str, setting: &Setting) -> String {
    let when = when(language, setting);
    let mut capital = when.chars();
    let capital = capital
        .next()
        .map(char::to_uppercase)
        .into_iter()
        .flatten()
        .chain(capital)
        .collect::<String>();
    telling
        .replace("{when}", &when)
        .replace("{When}", &capital)
        .replace("{street}", setting.street)
}

/// Something that many people add, or nothing.
pub(super) fn closing(language: &str, dice: &mut Dice) -> Option<&'static str> {
    let (_, closings) = CLOSINGS.iter().find(|(of, _)| *of == language)?;
    if dice.chance(0.45) {
        dice.one(closings).copied()
    } else {
        None
    }
}

/// As in "on Friday evening".
fn when(language: &str, setting: &Setting) -> String {
    let part = match setting.hour {
        ..12 => 0,
        12..17 => 1,
        17..21 => 2,
        _ => 3,
    };
    let day = setting.day.weekday();
    match language {
        "ur" => format!(
            "{} کی {} کو",
            urdu(day),
            ["صبح", "دوپہر", "شام", "رات"][part]
        ),
        "ar" => format!(
            "{} يوم {}",
            ["صباح", "بعد ظهر", "مساء", "ليل"][part],
            arabic(day)
        ),
        _ if part == 3 => format!("late on {}", english(day)),
        _ => format!(
            "on {} {}",
            english(day),
            ["morning", "afternoon", "evening", ""][part]
        ),
    }
}

const fn english(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// In the form that a noun takes before "کی".
const fn urdu(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "پیر",
        Weekday::Tuesday => "منگل",
        Weekday::Wednesday => "بدھ",
        Weekday::Thursday => "جمعرات",
        Weekday::Friday => "جمعے",
        Weekday::Saturday => "ہفتے",
        Weekday::Sunday => "اتوار",
    }
}

const fn arabic(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "الاثنين",
        Weekday::Tuesday => "الثلاثاء",
        Weekday::Wednesday => "الأربعاء",
        Weekday::Thursday => "الخميس",
        Weekday::Friday => "الجمعة",
        Weekday::Saturday => "السبت",
        Weekday::Sunday => "الأحد",
    }
}
