//! One row of a delivery, mapped to an incident.

use std::collections::BTreeSet;

use csv::StringRecord;
use domain::codebook::{Cardinality, Facet};
use domain::coding::{Coding, Facets};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::ImportError;
use super::date::{self, DatePlaces};
use super::mapping::{ColumnName, DecisionColumn, FacetColumn, Mapping};
use super::place::{Answers, PlaceColumns, Told};
use super::reading::NoTable;
use super::rehearsal::Tally;
use crate::areas::Asked;
use crate::house::InForce;

/// The longest code that a file may bring for an open facet, in characters.
const LONGEST_CODE: usize = 40;
/// The longest id of a source.
const LONGEST_ID: usize = 200;
/// The longest story, in bytes.
const LONGEST_STORY: usize = 1 << 20;
/// The longest web address.
const LONGEST_LINK: usize = 2_000;

/// Why a row could not be taken, for words in other languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The value has no code.
    NotMapped,
    /// The value can't be a code as it is.
    NotACode,
    /// It is no date, or not written as the mapping says.
    NotADate,
    /// The date lies in the future.
    Future,
    /// It is no time, or not written as the mapping says.
    NotATime,
    /// It is no number of people.
    NotPeople,
    /// It is no number.
    NotANumber,
    /// It can't be the source's own id.
    BadId,
    /// All columns of the id are empty.
    NoId,
    /// The id stood before, with other content.
    IdAgain,
    /// It is no web address.
    NotALink,
    /// The text is too long.
    LongText,
    /// No area is known for the place.
    NoArea,
    /// What comes of the row doesn't fit the codebook.
    Coding,
}

impl Why {
    /// Its word in the keys of messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotMapped => "not-mapped",
            Self::NotACode => "not-a-code",
            Self::NotADate => "not-a-date",
            Self::Future => "future",
            Self::NotATime => "not-a-time",
            Self::NotPeople => "not-people",
            Self::NotANumber => "not-a-number",
            Self::BadId => "bad-id",
            Self::NoId => "no-id",
            Self::IdAgain => "id-again",
            Self::NotALink => "not-a-link",
            Self::LongText => "long-text",
            Self::NoArea => "no-area",
            Self::Coding => "coding",
        }
    }
}

/// A cell that could not be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The line of the file.
    pub line: u64,
    /// The column that is wrong; empty if it is the row as a whole.
    pub column: String,
    /// What stands in it.
    pub value: String,
    /// Why.
    pub why: Why,
    /// The same in English, with what was found.
    pub reason: String,
    /// As much of the value as a summary may show.
    pub(super) shown: String,
}

impl Reject {
    /// What may be shown on a screen of what stands in it.
    #[must_use]
    pub fn shown(&self) -> &str {
        &self.shown
    }

    pub(super) fn new(column: &str, value: &str, why: Why, reason: impl Into<String>) -> Self {
        Self {
            why,
            line: 0,
            column: column.to_owned(),
            value: value.to_owned(),
            reason: reason.into(),
            shown: short(value),
        }
    }
}

/// What a row came to.
#[derive(Debug)]
pub(super) struct Mapped {
    pub(super) external_id: String,
    pub(super) coding: Coding,
    pub(super) decision: Option<String>,
    pub(super) story: Option<String>,
}

impl Mapped {
    /// What it says, as bytes that are the same if and only if it says the same.
    pub(super) fn content(&self) -> Vec<u8> {
        serde_json::to_vec(&(
            &self.coding.occurred,
            self.coding.persons,
            &self.coding.facets,
            &self.decision,
            &self.story,
        ))
        .expect("codes and words are always JSON")
    }
}

/// The mapping with the places of its columns in one file.
pub(super) struct Places<'m> {
    mapping: &'m Mapping,
    in_force: &'m InForce,
    zone: &'m TimeZone,
    today: Date,
    typed: bool,
    names: Vec<String>,
    external_id: Vec<usize>,
    date: DatePlaces,
    time: Option<usize>,
    persons: Option<usize>,
    decided: Option<usize>,
    text: Vec<usize>,
    details: Vec<(usize, String)>,
    links: Vec<usize>,
    facets: Vec<FacetPlaces<'m>>,
}

/// What codes a facet, and where it stands.
struct FacetPlaces<'m> {
    column: &'m FacetColumn,
    facet: &'m Facet,
    cells: Vec<usize>,
    place: Option<PlaceColumns>,
}

/// Looks columns up in a header and gathers those that are missing.
struct Finder<'h> {
    header: &'h StringRecord,
    missing: Vec<String>,
    /// Names that several columns bear.
    twice: Vec<String>,
}

impl Finder<'_> {
    fn place(&mut self, column: &ColumnName) -> usize {
        match column {
            ColumnName::Place(place) => place - 1,
            ColumnName::Name(name) => {
                let mut bearing = self
                    .header
                    .iter()
                    .enumerate()
                    .filter(|(_, known)| known == name);
                let first = bearing.next();
                let list = match (first, bearing.next()) {
                    (Some(_), Some(_)) => &mut self.twice,
                    (None, _) => &mut self.missing,
                    (Some((place, _)), None) => return place,
                };
                if !list.contains(name) {
                    list.push(name.clone());
                }
                usize::MAX
            }
        }
    }

    fn maybe(&mut self, column: Option<&ColumnName>) -> Option<usize> {
        column.map(|column| self.place(column))
    }

    fn all<'c>(&mut self, columns: impl IntoIterator<Item = &'c ColumnName>) -> Vec<usize> {
        columns
            .into_iter()
            .map(|column| self.place(column))
            .collect()
    }
}

impl<'m> Places<'m> {
    /// Finds the mapping's columns in a file's header.
    pub(super) fn find(
        mapping: &'m Mapping,
        in_force: &'m InForce,
        zone: &'m TimeZone,
        today: Date,
        header: &StringRecord,
        typed: bool,
    ) -> Result<Self, ImportError> {
        let mut find = Finder {
            header,
            missing: Vec::new(),
            twice: Vec::new(),
        };
        let date = mapping.date.as_ref();
        let date_column = |part: fn(&super::mapping::DateColumns) -> &Option<ColumnName>| {
            date.and_then(|date| part(date).as_ref())
        };
        let external_id = find.all(&mapping.external_id);
        let places = DatePlaces {
            column: find.maybe(date_column(|date| &date.column)),
            to: find.maybe(date_column(|date| &date.to)),
            year: find.maybe(date_column(|date| &date.year)),
            month: find.maybe(date_column(|date| &date.month)),
            day: find.maybe(date_column(|date| &date.day)),
        };
        let time = find.maybe(date_column(|date| &date.time));
        let persons = find.maybe(mapping.persons.as_ref().map(|persons| &persons.column));
        let decided = find.maybe(mapping.decided.as_ref().map(|decided| &decided.column));
        let text = find.all(&mapping.story.text);
        let links = find.all(&mapping.story.links);
        let mut details = Vec::new();
        for detail in &mapping.story.details {
            let place = find.place(&detail.column);
            let named = || header.get(place).map(str::to_owned);
            let label = detail.label.clone().or_else(named);
            details.push((place, label.unwrap_or_else(|| detail.column.to_string())));
        }
        let mut facets = Vec::new();
        for column in &mapping.facets {
            let facet = in_force.codebook.facet(&column.facet).ok_or_else(|| {
                ImportError::Refused(format!(
                    "the codebook no longer has the facet \"{}\"",
                    column.facet
                ))
            })?;
            let place = PlaceColumns::find(column, &mut |column| find.place(column));
            facets.push(FacetPlaces {
                column,
                facet,
                cells: match place {
                    Some(_) => Vec::new(),
                    None => find.all(column.value_columns()),
                },
                place,
            });
        }
        if let Some(name) = find.twice.first() {
            let places: Vec<String> = (1..)
                .zip(header)
                .filter(|(_, known)| known == name)
                .map(|(place, _)| place.to_string())
                .collect();
            return Err(ImportError::Refused(format!(
                "several columns are named \"{name}\": in the mapping, name the right one by its place, which is {}",
                places.join(" or ")
            )));
        }
        if header.is_empty() && mapping.form.header > 0 && !find.missing.is_empty() {
            return Err(NoTable::Empty.into());
        }
        if !find.missing.is_empty() {
            return Err(ImportError::MissingColumns {
                missing: find.missing,
                hint: hint(header, mapping),
            });
        }
        Ok(Self {
            mapping,
            in_force,
            zone,
            today,
            typed,
            names: header.iter().map(str::to_owned).collect(),
            external_id,
            date: places,
            time,
            persons,
            decided,
            text,
            details,
            links,
            facets,
        })
    }

    fn name(&self, place: usize) -> String {
        match self.names.get(place) {
            Some(name) if !name.is_empty() => name.clone(),
            _ => format!("column {}", place + 1),
        }
    }

    /// Whether areas have to be looked up.
    pub(super) fn has_places(&self) -> bool {
        self.facets.iter().any(|facet| facet.place.is_some())
    }

    /// What has to be looked up to map a row.
    pub(super) fn asked(&self, record: &StringRecord) -> Vec<Asked> {
        let day = self.day(self.occurred(record).ok().as_ref());
        self.facets
            .iter()
            .filter_map(|of| {
                let place = of.place.as_ref()?.told(record, of.column);
                match place {
                    Ok(Told::Place(place)) => Some(Asked { place, day }),
                    _ => None,
                }
            })
            .collect()
    }

    /// The day whose areas are asked for: the first on which it may have happened, or today if nobody knows.
    fn day(&self, occurred: Option<&domain::Occurred>) -> Date {
        occurred
            .and_then(|occurred| occurred.from)
            .unwrap_or(self.today)
    }

    /// Maps a row, or says everything that is wrong with it. `answers` are what is known of what it [asks for](Self::asked)
    ///; `tally` hears which values became which codes.
    pub(super) fn map(
        &self,
        record: &StringRecord,
        answers: &Answers,
        mut tally: Option<&mut Tally>,
    ) -> Result<Mapped, Vec<Reject>> {
        let mut wrong = Vec::new();
        let external_id = self
            .external_id(record)
            .map_err(|reject| wrong.push(reject))
            .ok();
        let occurred = self
            .occurred(record)
            .map_err(|reject| wrong.push(reject))
            .ok();
        let persons = self
            .persons(record)
            .map_err(|reject| wrong.push(reject))
            .ok();
        let decision = self
            .decision(record)
            .map_err(|reject| wrong.push(reject))
            .ok();
        let story = self.story(record).map_err(|reject| wrong.push(reject)).ok();
        let day = self.day(occurred.as_ref());
        let facets = self.facets(record, (answers, day), &mut wrong, &mut tally);
        let (Some(external_id), Some(occurred), Some(persons), Some(decision), Some(story)) =
            (external_id, occurred, persons, decision, story)
        else {
            return Err(wrong);
        };
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let coding = Coding {
            codebook: self.in_force.reference(),
            occurred,
            persons,
            facets,
        };
        match coding.problems(&self.in_force.codebook, true).first() {
            None => Ok(Mapped {
                external_id,
                coding,
                decision,
                story,
            }),
            Some(problem) => Err(vec![Reject::new("", "", Why::Coding, problem.to_string())]),
        }
    }

    fn external_id(&self, record: &StringRecord) -> Result<String, Reject> {
        if let [place] = self.external_id[..] {
            let id = cell(record, place);
            if id.is_empty() || id.chars().count() > LONGEST_ID || id.chars().any(char::is_control)
            {
                return Err(Reject::new(
                    &self.name(place),
                    id,
                    Why::BadId,
                    "the id is empty, over 200 characters, or has control characters",
                ));
            }
            return Ok(id.to_owned());
        }
        // Of several columns only the hash is kept: together they may tell a story, and ids are in the clear.
        let parts: Vec<&str> = self
            .external_id
            .iter()
            .map(|place| cell(record, *place))
            .collect();
        if parts.iter().all(|part| part.is_empty()) {
            let names: Vec<String> = self
                .external_id
                .iter()
                .map(|place| self.name(*place))
                .collect();
            return Err(Reject::new(
                &names.join(", "),
                "",
                Why::NoId,
                "all columns of the id are empty",
            ));
        }
        let bytes = serde_json::to_vec(&parts).expect("texts are always JSON");
        Ok(hex::encode(&seal::sha256(&bytes)[..16]))
    }

    fn occurred(&self, record: &StringRecord) -> Result<domain::Occurred, Reject> {
        let Some(date) = &self.mapping.date else {
            return Ok(domain::Occurred::UNKNOWN);
        };
        let reject = |place: Option<usize>, why: Why, reason: String| {
            let place = place.unwrap_or_default();
            Reject::new(&self.name(place), cell(record, place), why, reason)
        };
        let occurred = date::occurred(date, &self.date, record, self.typed, self.zone)
            .map_err(|no_date| reject(no_date.place, no_date.why, no_date.reason))?;
        if occurred.from.is_some_and(|first| first > self.today) {
            return Err(reject(
                self.date.column.or(self.date.year),
                Why::Future,
                "the date lies in the future".to_owned(),
            ));
        }
        Ok(occurred)
    }

    fn persons(&self, record: &StringRecord) -> Result<Option<u32>, Reject> {
        let (Some(persons), Some(place)) = (&self.mapping.persons, self.persons) else {
            return Ok(None);
        };
        let written = cell(record, place);
        if written.is_empty() || persons.ignore.contains(written) {
            return Ok(None);
        }
        written.parse().map(Some).map_err(|_| {
            let reason = format!("\"{}\" is not a number of people", short(written));
            Reject::new(&self.name(place), written, Why::NotPeople, reason)
        })
    }

    fn decision(&self, record: &StringRecord) -> Result<Option<String>, Reject> {
        let (Some(decided), Some(place)) = (&self.mapping.decided, self.decided) else {
            return Ok(self.mapping.decision.clone());
        };
        let DecisionColumn {
            values,
            otherwise,
            ignore,
            ..
        } = decided;
        let written = cell(record, place);
        if written.is_empty() || ignore.contains(written) {
            return Ok(None);
        }
        match values.get(written).or(otherwise.as_ref()) {
            Some(code) => Ok(Some(code.clone())),
            None => Err(unmapped(&self.name(place), written)),
        }
    }

    /// What is told in words: paragraphs, then lines with a label, then addresses.
    fn story(&self, record: &StringRecord) -> Result<Option<String>, Reject> {
        let mapping = &self.mapping.story;
        let said = |place: usize| {
            let text = cell(record, place);
            (!text.is_empty() && !mapping.ignore.contains(text)).then_some(text)
        };
        let mut parts: Vec<String> = self
            .text
            .iter()
            .filter_map(|place| said(*place))
            .map(str::to_owned)
            .collect();
        let mut lines = Vec::new();
        if let (Some(place), Some(date)) = (self.time, &self.mapping.date)
            && let Some(written) = said(place)
            && !date.ignore.contains(written)
        {
            let format = date.time_format.as_deref().unwrap_or_default();
            let time = date::time(written, format, self.typed).ok_or_else(|| {
                let reason = format!("\"{}\" is not a time like {format}", short(written));
                Reject::new(&self.name(place), written, Why::NotATime, reason)
            })?;
            lines.push(format!("{}: {time}", self.name(place)));
        }
        for (place, label) in &self.details {
            if let Some(text) = said(*place) {
                lines.push(format!("{label}: {text}"));
            }
        }
        for place in &self.links {
            let Some(link) = said(*place) else { continue };
            let is_link = (link.starts_with("https://") || link.starts_with("http://"))
                && link.len() <= LONGEST_LINK
                && !link
                    .chars()
                    .any(|character| character.is_whitespace() || character.is_control());
            if !is_link {
                return Err(Reject::new(
                    &self.name(*place),
                    link,
                    Why::NotALink,
                    "this is not a web address that begins with http:// or https://",
                ));
            }
            lines.push(link.to_owned());
        }
        if !lines.is_empty() {
            parts.push(lines.join("\n"));
        }
        let story = parts.join("\n\n");
        if story.len() > LONGEST_STORY {
            return Err(Reject::new(
                "",
                "",
                Why::LongText,
                "the text is longer than 1 MB",
            ));
        }
        Ok((!story.is_empty()).then_some(story))
    }

    fn facets(
        &self,
        record: &StringRecord,
        (answers, day): (&Answers, Date),
        wrong: &mut Vec<Reject>,
        tally: &mut Option<&mut Tally>,
    ) -> Facets {
        let mut facets = Facets::new();
        let mut done: Vec<&str> = Vec::with_capacity(self.facets.len());
        for first in &self.facets {
            let facet = first.facet;
            if done.contains(&facet.id.as_str()) {
                continue;
            }
            done.push(&facet.id);
            // Several entries of one facet add up; of several places, the first that is known counts.
            let mut codes: BTreeSet<(String, bool)> = BTreeSet::new();
            let mut empty = None;
            let of_facet = || {
                self.facets
                    .iter()
                    .filter(|other| other.facet.id == facet.id)
            };
            for of in of_facet() {
                let column = of.column;
                empty = empty.or(column.empty.as_ref());
                if let Some(constant) = &column.constant {
                    codes.insert((constant.clone(), column.parents));
                }
                for place in &of.cells {
                    self.cell_codes(record, *place, (column, facet), &mut codes, wrong, tally);
                }
            }
            match self.place_code(of_facet(), record, (answers, day), tally) {
                Ok(None) => {}
                Ok(Some(code)) => {
                    codes.insert(code);
                }
                Err(rejects) => wrong.extend(rejects),
            }
            if codes.is_empty()
                && let Some(empty) = empty
            {
                codes.insert((empty.clone(), first.column.parents));
            }
            code(&mut facets, facet, codes);
        }
        facets
    }

    /// The code of the first place that is known, out of what codes one facet; if places are told and none is known,
    /// the code for all others, or the reasons.
    fn place_code<'a>(
        &'a self,
        of_facet: impl Iterator<Item = &'a FacetPlaces<'m>>,
        record: &StringRecord,
        (answers, day): (&Answers, Date),
        tally: &mut Option<&mut Tally>,
    ) -> Result<Option<(String, bool)>, Vec<Reject>>
    where
        'm: 'a,
    {
        let mut rejects: Vec<Reject> = Vec::new();
        let mut otherwise = None;
        let name = |place: usize| self.name(place);
        for of in of_facet {
            let Some(place) = &of.place else { continue };
            let (column, facet) = (of.column, of.facet);
            let coded = match place.told(record, column) {
                Ok(Told::Nothing | Told::Listed(None)) => continue,
                Ok(Told::Listed(Some(code))) => return Ok(Some((code, column.parents))),
                Ok(Told::Place(place)) => {
                    let asked = Asked { place, day };
                    let answer = answers.get(&asked).expect("every place is looked up");
                    PlaceColumns::coded(answer, column, facet, day)
                }
                Err(reason) => Err(reason),
            };
            match coded {
                Ok(coded) => {
                    if let Some(tally) = tally {
                        tally.place(&facet.id, coded.area);
                    }
                    return Ok(Some((coded.code, column.parents)));
                }
                Err(reason) => {
                    rejects.push(place.reject(record, &name, reason));
                    if let Some(code) = &column.otherwise {
                        otherwise.get_or_insert((of, code));
                    }
                }
            }
        }
        if let Some((of, code)) = otherwise {
            if let (Some(tally), Some(reject)) = (tally, rejects.first()) {
                tally.place_otherwise(&of.facet.id, reject, code);
            }
            return Ok(Some((code.clone(), of.column.parents)));
        }
        if rejects.is_empty() {
            Ok(None)
        } else {
            Err(rejects)
        }
    }

    /// The codes of one cell.
    fn cell_codes(
        &self,
        record: &StringRecord,
        place: usize,
        (column, facet): (&FacetColumn, &Facet),
        codes: &mut BTreeSet<(String, bool)>,
        wrong: &mut Vec<Reject>,
        tally: &mut Option<&mut Tally>,
    ) {
        let whole = cell(record, place);
        let mut one = |value: &str| match code_of(value, column, facet) {
            Ok(None) => {}
            Ok(Some((code, way))) => {
                if let Some(tally) = tally {
                    tally.coded(&facet.id, &self.name(place), value, &code, way);
                }
                codes.insert((code, column.parents));
            }
            Err((why, reason)) => {
                wrong.push(Reject::new(&self.name(place), value, why, reason));
            }
        };
        match &column.separator {
            Some(separator) => whole
                .split(separator.as_str())
                .map(str::trim)
                .for_each(&mut one),
            None => one(whole),
        }
    }
}

/// How a value came to its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    Listed,
    Otherwise,
}

fn code_of(
    value: &str,
    column: &FacetColumn,
    facet: &Facet,
) -> Result<Option<(String, Way)>, (Why, String)> {
    let folded;
    let looked_up = if column.ignore_case {
        folded = value.to_lowercase();
        &folded
    } else {
        value
    };
    if value.is_empty() || column.ignore.contains(looked_up) {
        return Ok(None);
    }
    if let Some(code) = column.values.get(looked_up) {
        return Ok((!code.is_empty()).then(|| (code.clone(), Way::Listed)));
    }
    if column.codes && facet.lists(value) {
        return Ok(Some((value.to_owned(), Way::Listed)));
    }
    if let Some(prefix) = &column.prefix {
        // It is kept in the clear, so it has to be a code and can't be a sentence.
        let is_code = value.len() <= LONGEST_CODE
            && value
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.:/".contains(&byte));
        return if is_code {
            Ok(Some((format!("{prefix}{value}"), Way::Listed)))
        } else {
            Err((Why::NotACode, format!("\"{}\" is not a code", short(value))))
        };
    }
    match &column.otherwise {
        Some(otherwise) => Ok(Some((otherwise.clone(), Way::Otherwise))),
        None => Err((
            Why::NotMapped,
            format!("\"{}\" is not mapped", short(value)),
        )),
    }
}

fn unmapped(column: &str, value: &str) -> Reject {
    let reason = format!("\"{}\" is not mapped", short(value));
    Reject::new(column, value, Why::NotMapped, reason)
}

/// Adds the codes of one facet; of several codes for a facet that takes one, the codebook's first.
fn code(facets: &mut Facets, facet: &Facet, codes: BTreeSet<(String, bool)>) {
    if facet.cardinality == Cardinality::One {
        let first = codes
            .iter()
            .min_by_key(|(code, _)| facet.rank(code).unwrap_or(usize::MAX));
        if let Some((first, _)) = first {
            facets.insert(&facet.id, first);
        }
        return;
    }
    for (code, parents) in codes {
        if parents && let Some(parent) = &facet.parent {
            for known in facet.codes.iter().filter(|known| known.code == code) {
                for above in &known.parents {
                    facets.insert(parent, above);
                }
            }
        }
        facets.insert(&facet.id, &code);
    }
}

/// What the header says that may explain why columns are missing.
fn hint(header: &StringRecord, mapping: &Mapping) -> String {
    let only = header.get(0).unwrap_or_default();
    for (mark, name) in [(';', ";"), ('\t', "tab"), ('|', "|")] {
        if header.len() == 1 && only.contains(mark) {
            return format!(
                "; its values seem to be separated by \"{name}\": say so in the mapping, [file] delimiter = \"{name}\""
            );
        }
    }
    if header.is_empty() {
        return String::new();
    }
    let listed: Vec<&str> = header
        .iter()
        .take(12)
        .map(|name| name.get(..40).unwrap_or(name))
        .collect();
    let row = mapping.form.header;
    format!("; row {row} names {}", listed.join(", "))
}

pub(super) fn cell(record: &StringRecord, place: usize) -> &str {
    record.get(place).unwrap_or_default().trim()
}

/// At most 60 characters of a cell, for a message.
pub(super) fn short(value: &str) -> String {
    value
        .chars()
        .take(60)
        .filter(|character| !character.is_control())
        .collect()
}
