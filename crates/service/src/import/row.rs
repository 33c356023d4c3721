//! One row of a file, mapped to an external id and a coding.

use std::collections::BTreeSet;

use csv::StringRecord;
use domain::Occurred;
use domain::codebook::{Cardinality, Facet};
use domain::coding::{Coding, Facets};
use jiff::civil::Date;

use super::mapping::{FacetColumn, Mapping};
use crate::house::InForce;

/// The longest code that a file may bring for an open facet, in characters.
const LONGEST_CODE: usize = 40;

/// A row that could not be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The line of the file.
    pub line: u64,
    /// The column that is wrong.
    pub column: String,
    /// Why.
    pub reason: String,
}

impl Reject {
    fn new(column: &str, reason: impl Into<String>) -> Self {
        Self {
            line: 0,
            column: column.to_owned(),
            reason: reason.into(),
        }
    }
}

/// The mapping with the places of its columns in one file.
pub(super) struct Columns<'m> {
    mapping: &'m Mapping,
    external_id: usize,
    date: Option<usize>,
    persons: Option<usize>,
    facets: Vec<(&'m FacetColumn, Option<usize>)>,
}

impl<'m> Columns<'m> {
    pub(super) fn find(mapping: &'m Mapping, headers: &StringRecord) -> Result<Self, Vec<String>> {
        let mut missing = Vec::new();
        let mut place = |name: &str| {
            // A byte-order mark sticks to the first name.
            let found = headers
                .iter()
                .position(|header| header.trim_start_matches('\u{feff}').trim() == name);
            if found.is_none() {
                missing.push(name.to_owned());
            }
            found
        };
        let external_id = place(&mapping.external_id);
        let date = mapping.date.as_ref().and_then(|date| place(&date.column));
        let persons = mapping
            .persons
            .as_ref()
            .and_then(|persons| place(&persons.column));
        let facets = mapping
            .facets
            .iter()
            .map(|column| (column, column.column.as_deref().and_then(&mut place)))
            .collect();
        match external_id {
            Some(external_id) if missing.is_empty() => Ok(Self {
                mapping,
                external_id,
                date,
                persons,
                facets,
            }),
            _ => Err(missing),
        }
    }

    pub(super) fn map(
        &self,
        record: &StringRecord,
        in_force: &InForce,
    ) -> Result<(String, Coding), Reject> {
        let cell = |place: usize| record.get(place).unwrap_or_default().trim();
        let external_id = cell(self.external_id);
        if external_id.is_empty()
            || external_id.chars().count() > 200
            || external_id.chars().any(char::is_control)
        {
            return Err(Reject::new(
                &self.mapping.external_id,
                "the id is empty, over 200 characters, or has control characters",
            ));
        }
        let occurred = match (&self.mapping.date, self.date) {
            (Some(date), Some(place)) => match cell(place) {
                "" => Occurred::UNKNOWN,
                written => Occurred::on(Date::strptime(&date.format, written).map_err(|_| {
                    Reject::new(
                        &date.column,
                        format!("\"{}\" is not a date like {}", short(written), date.format),
                    )
                })?),
            },
            _ => Occurred::UNKNOWN,
        };
        let persons = match (&self.mapping.persons, self.persons) {
            (Some(persons), Some(place)) => match cell(place) {
                "" => None,
                written => Some(written.parse().map_err(|_| {
                    Reject::new(
                        &persons.column,
                        format!("\"{}\" is not a number of people", short(written)),
                    )
                })?),
            },
            _ => None,
        };
        let mut facets = Facets::new();
        for (column, place) in &self.facets {
            let Some(facet) = in_force.codebook.facet(&column.facet) else {
                return Err(Reject::new(
                    &column.facet,
                    "the codebook no longer has this facet",
                ));
            };
            let codes = match place {
                Some(place) => codes(column, cell(*place))?,
                None => column.constant.iter().cloned().collect(),
            };
            code(&mut facets, column, facet, codes);
        }
        let coding = Coding {
            codebook: in_force.reference(),
            occurred,
            persons,
            facets,
        };
        match coding.problems(&in_force.codebook, true).first() {
            None => Ok((external_id.to_owned(), coding)),
            Some(problem) => Err(Reject::new("", problem.to_string())),
        }
    }
}

/// The codes of one cell.
fn codes(column: &FacetColumn, cell: &str) -> Result<BTreeSet<String>, Reject> {
    let name = column.column.as_deref().unwrap_or_default();
    let values: Vec<&str> = match &column.separator {
        Some(separator) => cell.split(separator.as_str()).map(str::trim).collect(),
        None => vec![cell],
    };
    let mut codes = BTreeSet::new();
    for value in values {
        if value.is_empty() || column.ignore.iter().any(|ignored| ignored == value) {
            continue;
        }
        if let Some(code) = column.values.get(value) {
            codes.insert(code.clone());
        } else if let Some(prefix) = &column.prefix {
            // It is kept in the clear, so it has to be a code and can't be a sentence.
            let is_code = value.len() <= LONGEST_CODE
                && value
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_.:/".contains(&byte));
            if !is_code {
                return Err(Reject::new(
                    name,
                    format!("\"{}\" is not a code", short(value)),
                ));
            }
            codes.insert(format!("{prefix}{value}"));
        } else if let Some(otherwise) = &column.otherwise {
            codes.insert(otherwise.clone());
        } else {
            return Err(Reject::new(
                name,
                format!("\"{}\" is not mapped", short(value)),
            ));
        }
    }
    Ok(codes)
}

/// Adds the codes of one facet; of several codes for a facet that takes one, the codebook's first.
fn code(facets: &mut Facets, column: &FacetColumn, facet: &Facet, codes: BTreeSet<String>) {
    if facet.cardinality == Cardinality::One {
        let first = codes
            .iter()
            .min_by_key(|code| facet.rank(code).unwrap_or(usize::MAX));
        if let Some(first) = first {
            facets.insert(&facet.id, first);
        }
        return;
    }
    for code in codes {
        if column.parents
            && let Some(parent) = &facet.parent
        {
            for known in facet.codes.iter().filter(|known| known.code == code) {
                for above in &known.parents {
                    facets.insert(parent, above);
                }
            }
        }
        facets.insert(&facet.id, &code);
    }
}

/// At most 60 characters of a cell, for a message.
fn short(value: &str) -> String {
    value
        .chars()
        .take(60)
        .filter(|character| !character.is_control())
        .collect()
}
