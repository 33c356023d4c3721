//! Moments, days, codes and incidents in words, the same on every page of the desk.

use domain::codebook::Facet;
use domain::{Incident, Occurred, Precision, Timestamp};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use text::{Language, Value};

use crate::page::Page;
use crate::site::Site;

/// A moment in words, in the time of the organisation.
pub(super) fn moment(site: &Site, language: Language, moment: Timestamp) -> String {
    text::date_time(language, local(moment, &site.house.settings().zone))
}

fn local(moment: Timestamp, zone: &TimeZone) -> jiff::civil::DateTime {
    let moment =
        jiff::Timestamp::from_microsecond(moment.microseconds()).unwrap_or(jiff::Timestamp::MAX);
    zone.to_datetime(moment)
}

/// What an incident is called: "Incident 417 of 2026", or its number at the source.
pub(super) fn incident_name(page: &Page, incident: &Incident) -> String {
    match (incident.reference, &incident.external_id) {
        (Some((year, number)), _) => page.text_with(
            "incident-reference",
            &[
                ("number", Value::from(u64::from(number))),
                ("year", Value::from(year.to_string())),
            ],
        ),
        (None, Some(id)) => page.say("incident-number", "number", id),
        (None, None) => page.say("incident-number", "number", &incident.id.to_string()),
    }
}

/// Where an incident stands, in words.
pub(super) fn incident_stage(page: &Page, incident: &Incident) -> String {
    use domain::incident::IncidentStage as Stage;
    match (incident.stage, &incident.verification) {
        (Stage::Coding, _) => page.text("incident-state-open"),
        (Stage::TakenBack, _) => page.text("incident-state-taken-back"),
        (Stage::InCheck, _) | (Stage::Decided, None) => page.text("incident-state-submitted"),
        (Stage::Decided, Some(verification)) => decision(page, &verification.decision),
    }
}

/// The label of a decision.
pub(super) fn decision(page: &Page, code: &str) -> String {
    page.codebook().decision(code).map_or_else(
        || code.to_owned(),
        |decision| page.label(&decision.label, code),
    )
}

/// The label of a series.
pub(super) fn series(page: &Page, code: &str) -> String {
    page.codebook()
        .series(code)
        .map_or_else(|| code.to_owned(), |series| page.label(&series.label, code))
}

/// The label of a facet.
pub(super) fn facet(page: &Page, facet: &Facet) -> String {
    page.label(&facet.label, &facet.id)
}

/// The codes of a facet as one list in words, or that it isn't coded.
pub(super) fn codes<'c>(
    page: &Page,
    facet: &str,
    codes: impl IntoIterator<Item = &'c str>,
) -> String {
    let labels: Vec<String> = codes
        .into_iter()
        .map(|code| page.code_label(facet, code))
        .collect();
    if labels.is_empty() {
        page.text("coding-not-coded")
    } else {
        text::list(page.language, &labels)
    }
}

/// When something happened, in words.
pub(super) fn occurred(page: &Page, occurred: &Occurred) -> String {
    match (occurred.precision, occurred.from, occurred.to) {
        (Precision::Exact, Some(day), _) => page.date(day),
        (Precision::About, Some(day), _) => page.say("word-about-date", "date", &page.date(day)),
        (Precision::Between, Some(from), Some(to)) => page.text_with(
            "word-from-to",
            &[
                ("from", Value::from(page.date(from))),
                ("to", Value::from(page.date(to))),
            ],
        ),
        _ => page.text("word-not-known"),
    }
}

/// How near a day is known, in words.
pub(super) fn precision(page: &Page, precision: Precision) -> String {
    match precision {
        Precision::Exact => page.text("report-date-exact"),
        Precision::About => page.text("report-date-about"),
        Precision::Between => page.text("report-date-between"),
        Precision::Unknown => page.text("report-date-unknown"),
    }
}

/// The own name of the language that a report's form was in.
pub(super) fn language_name(code: &str) -> String {
    Language::parse(code).map_or_else(
        || code.to_owned(),
        |language| language.own_name().to_owned(),
    )
}

/// The name of a role.
pub(super) fn role(page: &Page, role: domain::Role) -> String {
    // uses: role-administrator role-helper role-caseworker role-senior role-analyst
    page.text(&format!("role-{}", role.code()))
}

/// Where the next page of a list goes on, as it stands in an address: the moment and id of the last line before.
pub(super) fn list_place<I: std::fmt::Display>((moment, id): (Timestamp, I)) -> String {
    format!("{}.{id}", moment.microseconds())
}

/// Reads what [`list_place`] wrote; anything else begins the list anew.
pub(super) fn place_in_list<I: std::str::FromStr>(text: &str) -> Option<(Timestamp, I)> {
    let (moment, id) = text.split_once('.')?;
    Some((
        Timestamp::from_microseconds(moment.parse().ok()?),
        id.parse().ok()?,
    ))
}

/// What was typed is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotADay;

/// A day as a date field sends it, `2026-11-14`, or as it is typed where a browser has no such field, `14/11/2026`.
/// None where nothing stands.
pub(super) fn typed_day(typed: &str) -> Result<Option<Date>, NotADay> {
    let parts: Vec<&str> = typed
        .split(['-', '/', '.', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let (year, month, day) = match parts.as_slice() {
        [] => return Ok(None),
        [year, month, day] if year.len() == 4 => (year, month, day),
        [day, month, year] if year.len() == 4 => (year, month, day),
        _ => return Err(NotADay),
    };
    // A number may be written with a sign, a day may not.
    if !parts.concat().bytes().all(|letter| letter.is_ascii_digit()) {
        return Err(NotADay);
    }
    let number = |part: &str| part.parse::<i8>().map_err(|_| NotADay);
    let year = year.parse::<i16>().map_err(|_| NotADay)?;
    Date::new(year, number(month)?, number(day)?)
        .map(Some)
        .map_err(|_| NotADay)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_read_as_sent_and_as_typed() {
        for typed in ["2026-11-14", "14/11/2026", " 14.11.2026 ", "14 11 2026"] {
            assert_eq!(typed_day(typed), Ok(Some(date(2026, 11, 14))), "{typed}");
        }
        assert_eq!(typed_day("  "), Ok(None));
        for typed in [
            "2026-02-30",
            "14/11/26",
            "x",
            "2026-11",
            "2026-11-14T10:00",
            "٢٠٢٦-١١-١٤",
            "+026-1-1",
            "2026-11-999",
        ] {
            assert_eq!(typed_day(typed), Err(NotADay), "{typed}");
        }
    }
}
