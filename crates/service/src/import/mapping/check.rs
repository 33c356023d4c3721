//! Whether a mapping fits the codebook; everything that doesn't, at once.

use areas::Level;
use domain::codebook::{Cardinality, Codebook, FacetOn};

use super::{AsWritten, ColumnName, DateColumns, FacetColumn, PlaceKind};

/// Something that doesn't fit, and the part of the file that says it.
pub(super) struct Problem {
    part: Part,
    reason: String,
}

/// A part of a mapping.
#[derive(Clone, Copy)]
enum Part {
    /// One of the tables that stand in it once.
    Table(&'static str),
    /// The `[[facet]]` of that place, from 0.
    Facet(usize),
}

/// Everything that is wrong, gathered.
#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    /// Notes what is wrong; it begins with the table that says so, as in `date.format: …`.
    fn push(&mut self, reason: String) {
        let tables = ["mapping", "file", "date", "persons", "decision", "story"];
        let part = tables
            .into_iter()
            .find(|table| {
                reason
                    .strip_prefix(table)
                    .is_some_and(|rest| rest.starts_with(['.', ':']))
            })
            .unwrap_or("mapping");
        self.0.push(Problem {
            part: Part::Table(part),
            reason,
        });
    }
}

/// The reasons, each with the line at which its part of the file begins.
pub(super) fn with_lines(problems: Vec<Problem>, source: &str) -> Vec<String> {
    let tables = toml::de::DeTable::parse(source).ok();
    let begins = |part: Part| {
        let tables = tables.as_ref()?.get_ref();
        let span = match part {
            Part::Table(name) => tables.get(name)?.span(),
            Part::Facet(place) => tables
                .get("facet")?
                .get_ref()
                .as_array()?
                .get(place)?
                .span(),
        };
        let before = source.get(..span.start)?;
        Some(before.bytes().filter(|byte| *byte == b'\n').count() + 1)
    };
    problems
        .into_iter()
        .map(|problem| match begins(problem.part) {
            Some(line) => format!("line {line}: {}", problem.reason),
            None => problem.reason,
        })
        .collect()
}

pub(super) fn problems(file: &AsWritten, codebook: &Codebook) -> Vec<Problem> {
    let mut wrong = Problems::default();
    let head = &file.mapping;
    if codebook
        .series(&head.series)
        .is_none_or(|series| series.own)
    {
        wrong.push(format!(
            "mapping.series: \"{}\" is not a series of the codebook that takes imports",
            head.series
        ));
    }
    let decided = file.decision.iter();
    let decisions = head
        .decision
        .iter()
        .map(|code| ("mapping.decision", code))
        .chain(
            decided
                .flat_map(|column| column.values.values().chain(&column.otherwise))
                .map(|code| ("decision", code)),
        );
    for (key, code) in decisions {
        if codebook.decision(code).is_none() {
            wrong.push(format!(
                "{key}: \"{code}\" is not a decision of the codebook"
            ));
        }
    }
    if head.decision.is_some() && file.decision.is_some() {
        wrong
            .push("decision: give either one decision for all rows or a column with it".to_owned());
    }
    if let Some(encoding) = &file.file.encoding
        && encoding_rs::Encoding::for_label(encoding.as_bytes()).is_none()
    {
        wrong.push(format!(
            "file.encoding: \"{encoding}\" is not known; known are \"utf-8\", \"windows-1252\", \"macintosh\", \"utf-16le\" and the other names that browsers know"
        ));
    }
    if let Some(date) = &file.date {
        check_date(date, &mut wrong);
    }
    if file.file.header == 0 {
        let named = file
            .facet
            .iter()
            .flat_map(FacetColumn::all_columns)
            .chain(&head.external_id);
        if let Some(name) = named
            .into_iter()
            .find(|column| matches!(column, ColumnName::Name(_)))
        {
            wrong.push(format!(
                "file.header: a file without a header has no column \"{name}\"; give its place from 1"
            ));
        }
    }
    for (place, column) in file.facet.iter().enumerate() {
        let mut say = |reason: String| {
            wrong.0.push(Problem {
                part: Part::Facet(place),
                reason: format!("facet \"{}\": {reason}", column.facet),
            });
        };
        check_facet(column, codebook, &mut say);
        check_place(column, file, codebook, &mut say);
    }
    wrong.0
}

fn check_date(date: &DateColumns, wrong: &mut Problems) {
    let parts = [&date.year, &date.month, &date.day];
    if date.column.is_some() == date.year.is_some() {
        wrong.push("date: give either a column, or columns for year, month and day".to_owned());
    } else if date.column.is_some() && parts.iter().any(|part| part.is_some()) {
        wrong.push(
            "date: month and day have columns of their own only if the year has one".to_owned(),
        );
    }
    if date.column.is_some() && date.format.is_empty() {
        wrong.push("date.format: say how the date is written, such as \"%d/%m/%Y\"".to_owned());
    }
    if date.day.is_some() && date.month.is_none() {
        wrong.push("date.day: a day needs a month".to_owned());
    }
    if date.to.is_some() && date.column.is_none() {
        wrong.push("date.to: a last day needs a column with the first".to_owned());
    }
    if date.time.is_some() != date.time_format.is_some() {
        wrong.push("date.time: a time needs both its column and time_format".to_owned());
    }
}

fn check_facet(column: &FacetColumn, codebook: &Codebook, say: &mut impl FnMut(String)) {
    let Some(facet) = codebook
        .facet(&column.facet)
        .filter(|facet| facet.on == FacetOn::Incident)
    else {
        say("the codebook has no such facet of incidents".to_owned());
        return;
    };
    let ways = [
        column.column.is_some(),
        !column.columns.is_empty(),
        column.constant.is_some(),
    ];
    if column.place.is_none() && ways.into_iter().filter(|given| *given).count() != 1 {
        say("give either a column or a constant".to_owned());
    }
    let codes = column
        .values
        .values()
        .filter(|code| !code.is_empty())
        .chain(&column.constant)
        .chain(&column.otherwise)
        .chain(&column.empty);
    for code in codes.filter(|code| !facet.lists(code)) {
        say(format!("the codebook has no code \"{code}\""));
    }
    if column.prefix.is_some() && !facet.open {
        say("only an open facet takes values of the file as codes".to_owned());
    }
    if column.separator.as_deref() == Some("") {
        say("a separator can't be empty".to_owned());
    }
    if !column.parents {
        return;
    }
    match &facet.parent {
        None => say("the codebook gives it no parent facet".to_owned()),
        Some(parent) => {
            if codebook
                .facet(parent)
                .is_some_and(|parent| parent.cardinality == Cardinality::One)
            {
                say("its parent facet takes one code only".to_owned());
            }
        }
    }
}

/// Whether what is said of a place makes sense, and keeps it out of what is kept in the clear.
fn check_place(
    column: &FacetColumn,
    file: &AsWritten,
    codebook: &Codebook,
    say: &mut impl FnMut(String),
) {
    let Some(kind) = column.place else {
        let keys = [
            ("latitude", column.latitude.is_some()),
            ("longitude", column.longitude.is_some()),
            ("easting", column.easting.is_some()),
            ("northing", column.northing.is_some()),
            ("first", column.first.is_some()),
            ("level", column.level.is_some()),
            ("kind", column.kind.is_some()),
            ("within", column.within.is_some()),
            ("within_column", column.within_column.is_some()),
        ];
        for (key, _) in keys.into_iter().filter(|(_, given)| *given) {
            say(format!(
                "{key} needs place = \"postcode\", \"point\" or \"name\""
            ));
        }
        return;
    };
    let degrees = (column.latitude.is_some(), column.longitude.is_some());
    let metres = (column.easting.is_some(), column.northing.is_some());
    match kind {
        PlaceKind::Point => {
            let ways = [
                column.column.is_some(),
                degrees != (false, false),
                metres != (false, false),
            ];
            if ways.into_iter().filter(|given| *given).count() != 1
                || degrees.0 != degrees.1
                || metres.0 != metres.1
            {
                say(
                    "a point stands in one column, or in latitude and longitude, or in easting and northing"
                        .to_owned(),
                );
            }
            if column.first.is_some() && column.column.is_none() {
                say("first is for a column that holds both".to_owned());
            }
            if !column.values.is_empty() && column.column.is_none() {
                say("values need one column to be looked for in".to_owned());
            }
        }
        PlaceKind::Postcode | PlaceKind::Name => {
            if column.column.is_none() {
                say("give the column with it".to_owned());
            }
            if degrees != (false, false) || metres != (false, false) || column.first.is_some() {
                say(
                    "latitude, longitude, easting, northing and first are for place = \"point\""
                        .to_owned(),
                );
            }
        }
    }
    if kind != PlaceKind::Name
        && (column.kind.is_some() || column.within.is_some() || column.within_column.is_some())
    {
        say("kind, within and within_column are for place = \"name\"".to_owned());
    }
    if column.within.is_some() && column.within_column.is_some() {
        say("give either within or within_column".to_owned());
    }
    for (key, given) in [
        ("columns", !column.columns.is_empty()),
        ("constant", column.constant.is_some()),
        ("separator", column.separator.is_some()),
        ("prefix", column.prefix.is_some()),
        ("codes", column.codes),
    ] {
        if given {
            say(format!("a place takes no {key}"));
        }
    }
    if column.level.is_some_and(|level| level < Level::Ward) {
        say(
            "level: codes are kept in the clear, and nothing finer than a ward is coarse enough for that"
                .to_owned(),
        );
    }
    let takes_areas = codebook.facet(&column.facet).is_none_or(|facet| {
        facet.open
            || facet
                .codes
                .iter()
                .any(|code| code.maps.contains_key("areas") || is_official(&code.code))
    });
    if !takes_areas {
        say("no code of it stands for an area, neither itself nor under maps.areas".to_owned());
    }
    check_it_stays_hidden(column, kind, file, say);
}

/// Postcodes and points may not be kept in the clear: not as an id, and not as a code.
fn check_it_stays_hidden(
    column: &FacetColumn,
    kind: PlaceKind,
    file: &AsWritten,
    say: &mut impl FnMut(String),
) {
    if kind == PlaceKind::Name {
        return;
    }
    for name in column.all_columns() {
        if file.mapping.external_id.contains(name) {
            say(format!(
                "the column \"{name}\" can't be part of mapping.external_id: ids are kept in the clear, and of a \
                 hash every postcode can be tried"
            ));
        }
        let as_code = file
            .facet
            .iter()
            .filter(|other| other.prefix.is_some())
            .any(|other| other.value_columns().any(|other| other == name));
        if as_code {
            say(format!(
                "the column \"{name}\" can't become a code as it stands (prefix): codes are kept in the clear"
            ));
        }
    }
}

/// Whether a code is one that a statistical office gives to an area, such as E05012993.
fn is_official(code: &str) -> bool {
    let mut bytes = code.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_uppercase())
        && code.len() == 9
        && bytes.all(|byte| byte.is_ascii_digit())
}
