//! What a column and its values seem to be. Suggestions are shown as such, and a person decides.

use domain::codebook::{Code, Codebook, Facet, FacetOn};
use jiff::tz::TimeZone;
use text::Language;

use super::date;
use super::look::Look;
use super::plan::{Becomes, ColumnPlan, Plan};
use super::reading::Kind;
use crate::house::InForce;

/// Shapes in which days are written; of two that fit alike, the earlier is suggested.
pub const DAY_SHAPES: &[&str] = &[
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%Y/%m/%d",
    "%Y%m%d",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d.%m.%y",
    "%d-%b-%y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S%:z",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%m/%d/%y %H:%M",
    "%m/%Y",
    "%Y-%m",
    "%b %Y",
    "%B %Y",
    "%Y",
    "excel",
];
/// Shapes in which times are written.
pub const TIME_SHAPES: &[&str] = &["%H:%M", "%H:%M:%S", "%I:%M %p", "hmm"];
/// Marks that may stand between several values of a cell.
pub const SEPARATORS: &[&str] = &["; ", ";", ", ", ",", " | ", "|", " / ", "/"];
/// Words that are less alike than this are different words.
const ALIKE: f64 = 0.85;
/// How alike a name with a slip is, and one that stands among other words.
const NEARLY: f64 = 0.95;
const AMONG_OTHERS: f64 = 0.8;
/// What a name in another scheme is worth beside a code's own.
const FOREIGN: f64 = 0.9;
/// Of the days of a column, so large a part has to be read by the shapes; the rest may be slips.
const READ_SHARE: f64 = 0.6;
/// Figures alone may be anything: a column is no date by them, unless it is called one.
const FIGURES_ALONE: &[&str] = &["%Y", "%Y%m%d", "excel"];
/// Of the values of a column, so large a part has to be known for it to be a facet by its values.
const KNOWN_SHARE: f64 = 0.5;
/// A column with more different values than this in the rows looked at is hardly a list of codes.
const MOST_CODES: usize = 60;

/// Words by which columns are called in English, Urdu and Arabic, as [`folded`] writes them.
const NAMES: &[(Becomes, &[&str])] = &[
    (
        Becomes::Id,
        &[
            "id",
            "ref",
            "reference",
            "reference number",
            "case number",
            "case no",
            "case id",
            "incident number",
            "incident no",
            "incident id",
            "record id",
            "report number",
            "urn",
            "event unique id",
            "حوالہ",
            "حوالہ نمبر",
            "شناخت",
            "رقم",
            "الرقم",
            "المرجع",
        ],
    ),
    (
        Becomes::Day,
        &[
            "date",
            "day",
            "when",
            "incident date",
            "date of incident",
            "occurred",
            "occurred on",
            "occurrence date",
            "date occurred",
            "date from",
            "from date",
            "start date",
            "تاریخ",
            "واقعے کی تاریخ",
            "دن",
            "التاريخ",
            "تاريخ",
            "تاريخ الحادث",
            "اليوم",
        ],
    ),
    (
        Becomes::LastDay,
        &[
            "end date",
            "date to",
            "to date",
            "until",
            "last day",
            "تک",
            "إلى تاريخ",
        ],
    ),
    (Becomes::Year, &["year", "سال", "السنة"]),
    (Becomes::Month, &["month", "مہینہ", "الشهر"]),
    (
        Becomes::Time,
        &["time", "time of day", "occurrence time", "وقت", "الوقت"],
    ),
    (
        Becomes::Persons,
        &[
            "persons",
            "people",
            "people affected",
            "how many people",
            "number of people",
            "number of victims",
            "victims",
            "victim count",
            "total victims",
            "متاثرین",
            "افراد",
            "عدد الأشخاص",
            "المتضررون",
        ],
    ),
    (
        Becomes::Decision,
        &[
            "decision",
            "verification",
            "verified",
            "status",
            "فیصلہ",
            "تصدیق",
            "القرار",
            "التحقق",
        ],
    ),
    (
        Becomes::Text,
        &[
            "description",
            "details",
            "narrative",
            "story",
            "summary",
            "what happened",
            "account",
            "text",
            "notes",
            "comments",
            "تفصیل",
            "کیا ہوا",
            "بیان",
            "الوصف",
            "التفاصيل",
            "ماذا حدث",
        ],
    ),
    (
        Becomes::Link,
        &[
            "link",
            "url",
            "source",
            "source url",
            "web address",
            "website",
            "لنک",
            "الرابط",
            "المصدر",
        ],
    ),
];

/// Words by which columns of facets are often called, beside their labels.
const FACET_NAMES: &[(&str, &[&str])] = &[
    (
        "category",
        &[
            "type",
            "kind",
            "offence",
            "offense",
            "crime type",
            "incident type",
            "type of incident",
        ],
    ),
    (
        "strand",
        &[
            "bias",
            "motivation",
            "hate strand",
            "bias type",
            "protected characteristic",
        ],
    ),
    (
        "target",
        &[
            "group",
            "target group",
            "victim group",
            "bias motivation",
            "bias description",
            "community",
        ],
    ),
    (
        "place-type",
        &["location", "location type", "place", "place type", "where"],
    ),
    (
        "area",
        &[
            "ward", "district", "borough", "town", "city", "county", "state", "region",
        ],
    ),
];

/// Letters and digits only, small, one space between words.
fn folded(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                ' '
            }
        })
        .collect();
    let words: Vec<String> = spaced.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// How alike two folded names are: 1 is the same. Word for word, so that "place of incident" is no "date of incident".
fn likeness(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    let is_slip = |one: &str, other: &str| {
        one == other
            || (one.chars().count().min(other.chars().count()) > 4
                && strsim::normalized_damerau_levenshtein(one, other) >= ALIKE)
    };
    let (mut words, mut others) = (one.split(' '), other.split(' '));
    loop {
        match (words.next(), others.next()) {
            (None, None) => return NEARLY,
            (Some(word), Some(other)) if is_slip(word, other) => {}
            _ => return 0.0,
        }
    }
}

/// The labels of a message in every language of the interface.
fn labels<'i>(in_force: &'i InForce, key: &'i str) -> impl Iterator<Item = String> + 'i {
    Language::all()
        .filter(move |language| in_force.catalogue.has(*language, key))
        .map(move |language| folded(&in_force.catalogue.text(language, key)))
}

/// The facets that a file can code, with all that they and their codes are called.
pub(super) struct Names<'i> {
    facets: Vec<FacetNames<'i>>,
    decisions: Vec<(String, Vec<Called>)>,
}

struct FacetNames<'i> {
    facet: &'i Facet,
    called: Vec<String>,
    codes: Vec<(&'i str, Vec<Called>)>,
}

/// What a code is called, and what that name is worth.
type Called = (String, f64);

impl<'i> Names<'i> {
    pub(super) fn of(in_force: &'i InForce) -> Self {
        let codebook: &Codebook = &in_force.codebook;
        let facets = codebook
            .facets
            .iter()
            .filter(|facet| facet.on == FacetOn::Incident);
        Self {
            facets: facets
                .map(|facet| FacetNames {
                    facet,
                    called: names_of_facet(in_force, facet),
                    codes: facet
                        .codes
                        .iter()
                        .map(|code| (code.code.as_str(), names_of_code(in_force, code)))
                        .collect(),
                })
                .collect(),
            decisions: codebook
                .decisions
                .iter()
                .map(|decision| {
                    let own = labels(in_force, &decision.label).chain([folded(&decision.code)]);
                    (decision.code.clone(), own.map(|name| (name, 1.0)).collect())
                })
                .collect(),
        }
    }

    /// The code that a value of a column seems to be.
    pub(super) fn code(&self, becomes: &Becomes, value: &str) -> Option<String> {
        let value = folded(value);
        if value.is_empty() {
            return None;
        }
        match becomes {
            Becomes::Decision => nearest(
                &value,
                self.decisions
                    .iter()
                    .map(|(code, called)| (code.as_str(), called.as_slice())),
            ),
            Becomes::Facet(facet) => {
                let facet = self.facets.iter().find(|names| names.facet.id == *facet)?;
                facet.code(&value)
            }
            _ => None,
        }
    }

    /// The facet whose codes most of these values seem to be.
    fn facet_of_values(&self, values: &[String]) -> Option<(&'i str, f64)> {
        if values.is_empty() || values.len() > MOST_CODES {
            return None;
        }
        self.facets
            .iter()
            .map(|names| {
                let known = values
                    .iter()
                    .filter(|value| names.code(value).is_some())
                    .count();
                (names.facet.id.as_str(), known as f64 / values.len() as f64)
            })
            .filter(|(_, share)| *share >= KNOWN_SHARE)
            // The first of several that fit alike.
            .rev()
            .max_by(|one, other| one.1.total_cmp(&other.1))
    }

    fn facet_of_name(&self, name: &str) -> Option<(&'i str, f64)> {
        self.facets
            .iter()
            .map(|names| {
                let best = names
                    .called
                    .iter()
                    .map(|called| likeness(called, name))
                    .fold(0.0, f64::max);
                (names.facet.id.as_str(), best)
            })
            .filter(|(_, likeness)| *likeness > 0.0)
            .rev()
            .max_by(|one, other| one.1.total_cmp(&other.1))
    }
}

impl FacetNames<'_> {
    fn code(&self, folded_value: &str) -> Option<String> {
        nearest(
            folded_value,
            self.codes
                .iter()
                .map(|(code, called)| (*code, called.as_slice())),
        )
    }
}

fn names_of_facet(in_force: &InForce, facet: &Facet) -> Vec<String> {
    let mut called: Vec<String> = labels(in_force, &facet.label).collect();
    called.push(folded(&facet.id));
    let others = FACET_NAMES.iter().filter(|(id, _)| *id == facet.id);
    called.extend(others.flat_map(|(_, names)| names.iter().map(|name| (*name).to_owned())));
    called
}

fn names_of_code(in_force: &InForce, code: &Code) -> Vec<Called> {
    let own = labels(in_force, &code.label).chain([folded(&code.code)]);
    let others = code
        .nibrs
        .iter()
        .chain(&code.cst)
        .chain(&code.odihr)
        .chain(code.maps.values().flatten())
        .chain(&code.examples);
    own.map(|name| (name, 1.0))
        .chain(others.map(|name| (folded(name), FOREIGN)))
        .collect()
}

/// The code that is called most like that; of several the first.
fn nearest<'c>(
    value: &str,
    codes: impl Iterator<Item = (&'c str, &'c [Called])>,
) -> Option<String> {
    let mut best: Option<(&str, f64)> = None;
    for (code, called) in codes {
        let like = called
            .iter()
            .map(|(name, worth)| {
                let same = likeness(name, value);
                // "Verbal abuse (in person)" and "anti-Muslim" hold the name among other words.
                if same == 0.0 && name.len() > 3 && holds_words(value, name) {
                    AMONG_OTHERS * worth
                } else {
                    same * worth
                }
            })
            .fold(0.0, f64::max);
        if like > best.map_or(0.0, |(_, like)| like) {
            best = Some((code, like));
        }
    }
    best.map(|(code, _)| code.to_owned())
}

/// Whether the words of a name stand in a text one after the other, with or without an s at their end.
fn holds_words(text: &str, name: &str) -> bool {
    let text = format!(" {text} ");
    text.contains(&format!(" {name} ")) || text.contains(&format!(" {name}s "))
}

/// What is suggested for a file.
pub(super) fn plan(look: &Look, in_force: &InForce, zone: &TimeZone) -> Plan {
    let names = Names::of(in_force);
    let mut columns: Vec<ColumnPlan> = (0..look.columns.len())
        .map(|place| column(look, place, &names, zone))
        .collect();
    // Only one column can be each of these: the first that seems so.
    for once in [
        Becomes::Id,
        Becomes::Day,
        Becomes::LastDay,
        Becomes::Year,
        Becomes::Month,
        Becomes::Time,
        Becomes::Persons,
        Becomes::Decision,
    ] {
        columns
            .iter_mut()
            .filter(|column| column.becomes == once)
            .skip(1)
            .for_each(|column| *column = ColumnPlan::default());
    }
    if !columns
        .iter()
        .any(|column| matches!(column.becomes, Becomes::Day | Becomes::Year))
    {
        suggest_unnamed_day(look, &mut columns, zone);
    }
    let has = |columns: &[ColumnPlan], becomes: &Becomes| {
        columns.iter().any(|column| column.becomes == *becomes)
    };
    for (part, needed) in [
        (Becomes::LastDay, Becomes::Day),
        (Becomes::Month, Becomes::Year),
    ] {
        if !has(&columns, &needed) {
            drop_suggested(&mut columns, &part);
        }
    }
    if has(&columns, &Becomes::Day) {
        drop_suggested(&mut columns, &Becomes::Year);
        drop_suggested(&mut columns, &Becomes::Month);
    }
    let series: Vec<&str> = in_force
        .codebook
        .series
        .iter()
        .filter(|series| !series.own)
        .map(|series| series.code.as_str())
        .collect();
    Plan {
        name: "our-mapping".to_owned(),
        // Of several nobody knows which: that is asked.
        series: match series.as_slice() {
            [only] => (*only).to_owned(),
            _ => String::new(),
        },
        columns,
        ..Plan::default()
    }
}

/// No column is called a date: the first that holds nothing else is one.
fn suggest_unnamed_day(look: &Look, columns: &mut [ColumnPlan], zone: &TimeZone) {
    for (place, column) in columns.iter_mut().enumerate() {
        let samples: Vec<&str> = look.samples(place).collect();
        let shapes = day_shapes(&samples, look.kind, zone, 1.0);
        let is_day = column.becomes == Becomes::Nothing
            && !shapes.is_empty()
            && !shapes
                .iter()
                .any(|shape| FIGURES_ALONE.contains(&shape.as_str()));
        if is_day {
            *column = ColumnPlan {
                becomes: Becomes::Day,
                formats: shapes,
                suggested: true,
                ..ColumnPlan::default()
            };
            return;
        }
    }
}

fn drop_suggested(columns: &mut [ColumnPlan], becomes: &Becomes) {
    for column in columns
        .iter_mut()
        .filter(|column| column.becomes == *becomes)
    {
        *column = ColumnPlan::default();
    }
}

fn column(look: &Look, place: usize, names: &Names<'_>, zone: &TimeZone) -> ColumnPlan {
    let name = folded(&look.columns[place].name);
    let samples: Vec<&str> = look.samples(place).collect();
    let chosen = |becomes: Becomes, formats: Vec<String>| ColumnPlan {
        becomes,
        formats,
        suggested: true,
        ..ColumnPlan::default()
    };
    let named = |is: &dyn Fn(&str) -> bool| {
        let found = NAMES
            .iter()
            .find(|(_, called)| called.iter().any(|known| is(known)));
        found.map(|(becomes, _)| becomes)
    };
    let by_name = named(&|known| likeness(known, &name) > 0.0)
        .or_else(|| named(&|known| known.len() > 2 && holds_words(&name, known)));
    let shapes = day_shapes(&samples, look.kind, zone, READ_SHARE);
    match by_name {
        Some(Becomes::Day | Becomes::LastDay) if !shapes.is_empty() => {
            return chosen(by_name.cloned().unwrap_or_default(), shapes);
        }
        Some(Becomes::Time) => {
            if let Some(shape) = time_shape(&samples) {
                return chosen(Becomes::Time, vec![shape.to_owned()]);
            }
        }
        Some(Becomes::Id) if all_differ(&samples) => return chosen(Becomes::Id, Vec::new()),
        Some(Becomes::Persons | Becomes::Year | Becomes::Month)
            if !samples.is_empty() && samples.iter().all(|cell| cell.parse::<u16>().is_ok()) =>
        {
            return chosen(by_name.cloned().unwrap_or_default(), Vec::new());
        }
        _ => {}
    }
    let is_link = |cell: &&str| cell.starts_with("https://") || cell.starts_with("http://");
    if !samples.is_empty() && samples.iter().all(is_link) {
        return chosen(Becomes::Link, Vec::new());
    }
    if let Some(facet) = facet(&name, &samples, names) {
        return facet;
    }
    match by_name {
        Some(Becomes::Decision) => {
            let known = distinct(&samples, None);
            let coded = known
                .iter()
                .filter(|value| names.code(&Becomes::Decision, value).is_some())
                .count();
            if coded > 0 && known.len() <= MOST_CODES {
                return chosen(Becomes::Decision, Vec::new());
            }
        }
        Some(Becomes::Text) => return chosen(Becomes::Text, Vec::new()),
        _ => {}
    }
    ColumnPlan::default()
}

/// The facet that a column seems to code, by its name or its values.
fn facet(name: &str, samples: &[&str], names: &Names<'_>) -> Option<ColumnPlan> {
    let separator = separator(samples, names);
    let values = distinct(samples, separator);
    let by_name = names.facet_of_name(name);
    let by_values = names.facet_of_values(&values);
    let facet = match (by_name, by_values) {
        // A column that is called like one facet and holds codes of another is what it holds.
        (Some((named, like)), Some((held, share))) => {
            if like >= 1.0 || share < 0.8 {
                named
            } else {
                held
            }
        }
        (Some((named, _)), None) if values.len() <= MOST_CODES => named,
        (None, Some((held, _))) => held,
        _ => return None,
    };
    Some(ColumnPlan {
        becomes: Becomes::Facet(facet.to_owned()),
        separator: separator.map(str::to_owned),
        suggested: true,
        ..ColumnPlan::default()
    })
}

/// Different values of a column, folded.
fn distinct(samples: &[&str], separator: Option<&str>) -> Vec<String> {
    let mut values: Vec<String> = samples
        .iter()
        .flat_map(|cell| match separator {
            Some(separator) => cell.split(separator).collect::<Vec<_>>(),
            None => vec![*cell],
        })
        .map(folded)
        .filter(|value| !value.is_empty())
        .collect();
    values.sort();
    values.dedup();
    values
}

/// The mark between several values: one that parts cells into several different codes of one facet.
fn separator<'s>(samples: &[&str], names: &Names<'_>) -> Option<&'s str> {
    let parts_codes = |mark: &str| {
        names.facets.iter().any(|facet| {
            let (mut parted, mut with_mark) = (0_u32, 0_u32);
            for cell in samples.iter().filter(|cell| cell.contains(mark)) {
                let mut pieces = cell
                    .split(mark)
                    .map(folded)
                    .filter(|piece| !piece.is_empty());
                with_mark += 1;
                let first = pieces.next().and_then(|piece| facet.code(&piece));
                let mut others = pieces.map(|piece| facet.code(&piece)).peekable();
                if first.is_some()
                    && others.peek().is_some()
                    && others.all(|code| code.is_some() && code != first)
                {
                    parted += 1;
                }
            }
            parted > 0 && f64::from(parted) >= f64::from(with_mark) * KNOWN_SHARE
        })
    };
    SEPARATORS.iter().copied().find(|mark| parts_codes(mark))
}

fn all_differ(samples: &[&str]) -> bool {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    let whole = sorted.len();
    sorted.dedup();
    whole > 0 && sorted.len() == whole
}

/// The shapes that together read so large a part of the days of a column; none if there are no such.
fn day_shapes(samples: &[&str], kind: Kind, zone: &TimeZone, share: f64) -> Vec<String> {
    let is_read =
        |cell: &str, shape: &str| date::by_format(cell, shape, zone).is_some_and(is_likely);
    let mut left: Vec<&str> = samples.to_vec();
    if kind == Kind::Workbook {
        // Days in cells of their own kind need no shape; the mapping asks for one all the same.
        left.retain(|cell| {
            date::by_format(cell.get(..10).unwrap_or(cell), "%Y-%m-%d", zone).is_none()
        });
        if left.is_empty() && !samples.is_empty() {
            return vec!["%Y-%m-%d".to_owned()];
        }
    }
    let mut shapes: Vec<String> = Vec::new();
    while !left.is_empty() && shapes.len() < 4 {
        let read = |shape: &str| left.iter().filter(|cell| is_read(cell, shape)).count();
        let best = DAY_SHAPES
            .iter()
            .rev()
            // A day that the first shape can't read may be a slip, and not written the other way round.
            .filter(|shape| shapes.iter().all(|taken| is_same_order(taken, shape)))
            .map(|shape| (read(shape), *shape))
            .max_by_key(|(count, _)| *count);
        let Some((1.., shape)) = best else {
            break;
        };
        left.retain(|cell| !is_read(cell, shape));
        shapes.push(shape.to_owned());
    }
    if !samples.is_empty() && left.len() as f64 <= samples.len() as f64 * (1.0 - share) {
        shapes
    } else {
        Vec::new()
    }
}

/// Whether day and month stand in the same order, where both shapes have both in figures.
fn is_same_order(one: &str, other: &str) -> bool {
    let day_first = |shape: &str| Some(shape.find("%d")? < shape.find("%m")?);
    match (day_first(one), day_first(other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// A number can be read as a day of the year 9000, and isn't one.
fn is_likely((from, to): (jiff::civil::Date, jiff::civil::Date)) -> bool {
    from.year() >= 1900 && to.year() <= 2100
}

fn time_shape(samples: &[&str]) -> Option<&'static str> {
    TIME_SHAPES.iter().copied().find(|shape| {
        !samples.is_empty()
            && samples
                .iter()
                .all(|cell| date::time(cell, shape, false).is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(samples: &[&str]) -> Vec<String> {
        day_shapes(samples, Kind::Table, &TimeZone::UTC, READ_SHARE)
    }

    #[test]
    fn days_are_read_in_many_shapes_and_slips_are_left() {
        assert_eq!(shapes(&["2026-01-31", "2025-12-01"]), ["%Y-%m-%d"]);
        // Both orders fit: here it is the British one, and the page shows it.
        assert_eq!(shapes(&["01/02/2026", "03/04/2026"]), ["%d/%m/%Y"]);
        assert_eq!(shapes(&["01/13/2026", "03/04/2026"]), ["%m/%d/%Y"]);
        assert_eq!(
            shapes(&["31/01/2026", "13/02/2026", "2/2026", "2025"]),
            ["%d/%m/%Y", "%m/%Y", "%Y"]
        );
        // A month of thirteen is a slip, and no day written the other way round.
        assert_eq!(
            shapes(&["31/01/2026", "13/02/2026", "20/02/2026", "02/13/2026"]),
            ["%d/%m/%Y"]
        );
        assert_eq!(shapes(&["31-Aug-91", "1-Sep-92"]), ["%d-%b-%y"]);
        assert_eq!(shapes(&["44231", "44232"]), ["excel"]);
        for none in [&["soon", "later"][..], &[], &["31/02/2026", "30/02/2026"]] {
            assert_eq!(shapes(none), [""; 0], "{none:?}");
        }
    }

    #[test]
    fn names_are_compared_word_by_word() {
        assert!(likeness("date of incident", "date of incident") >= 1.0);
        assert!(likeness("place of incident", "date of incident") <= 0.0);
        assert!(likeness("discription", "description") > 0.0);
        assert!(likeness("id", "is") <= 0.0);
        assert_eq!(folded(" Case_No. (2026) "), "case no 2026");
        assert!(holds_words("anti muslim", "muslim"));
        assert!(holds_words("jewish people and muslims", "muslim"));
        assert!(!holds_words("muslimah", "muslim"));
    }
}
