//! The mapping file: how a delivery is written, and which column becomes what.

mod check;
mod column;

use std::collections::{BTreeMap, BTreeSet};

use areas::Level;
use domain::codebook::Codebook;
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub(super) use column::{Column, ColumnName};

/// A mapping, read and checked against the codebook.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// Its name.
    pub id: String,
    /// The series that its incidents belong to.
    pub series: String,
    /// Whether each delivery holds the whole register, so that what it lacks is worth telling.
    pub complete: bool,
    /// SHA-256 of the file, as the ledger names it.
    pub sha256: [u8; 32],
    pub(super) external_id: Vec<ColumnName>,
    pub(super) decision: Option<String>,
    pub(super) decided: Option<DecisionColumn>,
    pub(super) form: FileForm,
    pub(super) date: Option<DateColumns>,
    pub(super) persons: Option<PersonsColumn>,
    pub(super) story: StoryColumns,
    pub(super) facets: Vec<FacetColumn>,
}

/// Why a mapping can't be used.
#[derive(Debug, Error)]
pub enum MappingError {
    /// It isn't TOML of the form that a mapping has; says where.
    #[error("{0}")]
    Form(String),
    /// It doesn't fit the codebook.
    #[error("{}", .0.join("\n"))]
    Codebook(Vec<String>),
}

/// The mapping as it is written.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AsWritten {
    pub(super) mapping: Head,
    #[serde(default, skip_serializing_if = "FileForm::is_usual")]
    pub(super) file: FileForm,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<DateColumns>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) persons: Option<PersonsColumn>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) decision: Option<DecisionColumn>,
    #[serde(default, skip_serializing_if = "StoryColumns::is_empty")]
    pub(super) story: StoryColumns,
    #[serde(default)]
    pub(super) facet: Vec<FacetColumn>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) id: String,
    pub(super) series: String,
    #[serde(with = "column::one_or_more")]
    pub(super) external_id: Vec<ColumnName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) decision: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) complete: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// How the file is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FileForm {
    /// What stands between two values.
    #[serde(with = "column::delimiter")]
    pub delimiter: u8,
    /// What the text is written in, if it isn't UTF-8 and has no byte-order mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The row with the names of the columns, from 1; 0 if there is none.
    pub header: u32,
    /// The sheet of a workbook; the first if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}

impl Default for FileForm {
    fn default() -> Self {
        Self {
            delimiter: b',',
            encoding: None,
            header: 1,
            sheet: None,
        }
    }
}

impl FileForm {
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Whether nothing is said that only makes sense for a table.
    pub(super) fn is_plain(&self) -> bool {
        self.delimiter == b',' && self.header == 1
    }
}

/// When it happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DateColumns {
    /// The column with the day, or the first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) column: Option<ColumnName>,
    /// As in `strptime`: `%d-%b-%y`; several are tried in turn. Without a day it is known to the month, without a
    /// month to the year. `excel` is a day as Excel counts them.
    #[serde(
        default,
        with = "column::one_or_more_texts",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub(super) format: Vec<String>,
    /// The column with the last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) to: Option<ColumnName>,
    /// Columns of their own for year, month and day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) year: Option<ColumnName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) month: Option<ColumnName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) day: Option<ColumnName>,
    /// Days are only about right.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) about: bool,
    /// The column with the time of day; it is kept sealed, with the story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) time: Option<ColumnName>,
    /// As in `strptime`, or `hmm`: 5 is 00:05.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) time_format: Option<String>,
    /// Values that say nothing.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) ignore: BTreeSet<String>,
}

/// The column that says how many people it was done to; empty is unknown.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonsColumn {
    pub(super) column: ColumnName,
    /// Values that say nothing.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) ignore: BTreeSet<String>,
}

/// The column in which the source says what it decided.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DecisionColumn {
    pub(super) column: ColumnName,
    #[serde(default)]
    pub(super) values: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) otherwise: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) ignore: BTreeSet<String>,
}

/// What is kept in words, sealed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct StoryColumns {
    /// Each is a paragraph.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) text: Vec<ColumnName>,
    /// Each is a line with the column's name before it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) details: Vec<Column>,
    /// Where the source can be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) links: Vec<ColumnName>,
    /// Values that say nothing.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) ignore: BTreeSet<String>,
}

impl StoryColumns {
    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.details.is_empty() && self.links.is_empty()
    }
}

/// Columns that become a facet, or a facet that is the same for every row.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FacetColumn {
    pub(super) facet: String,
    /// The column; none for a constant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) column: Option<ColumnName>,
    /// Several columns that are read alike.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) columns: Vec<ColumnName>,
    /// The code of every row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) constant: Option<String>,
    /// Splits a cell that holds several values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) separator: Option<String>,
    /// Takes the value itself as the code of an open facet, with this before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) prefix: Option<String>,
    /// Takes a value that is a code of the codebook as it stands.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) codes: bool,
    /// Large and small letters are the same.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) ignore_case: bool,
    /// The code for a value that isn't listed; without it such a row is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) otherwise: Option<String>,
    /// The code of a row that says nothing of the facet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) empty: Option<String>,
    /// Values that say nothing.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) ignore: BTreeSet<String>,
    /// Also codes the parent facet with the codebook's parents of each code.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) parents: bool,
    /// It says where something happened: looked up in the sets of areas, and only the area's code is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) place: Option<PlaceKind>,
    /// Instead of `column`, two columns in degrees (WGS84).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) latitude: Option<ColumnName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) longitude: Option<ColumnName>,
    /// Instead of `column`, two columns in metres of the British National Grid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) easting: Option<ColumnName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) northing: Option<ColumnName>,
    /// Which of the two stands first in a column with both; the latitude if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) first: Option<Axis>,
    /// The level from which on areas are taken; wards if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) level: Option<Level>,
    /// What kind of area the names are of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<Level>,
    /// The code or name of an area that all of the names lie in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) within: Option<String>,
    /// The column that says in which area the name lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) within_column: Option<ColumnName>,
    /// Value in the file to code in the codebook; an empty code says nothing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) values: BTreeMap<String, String>,
}

/// How a file says where something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum PlaceKind {
    /// A postcode of the United Kingdom.
    Postcode,
    /// A point on the ground.
    Point,
    /// The name of an area.
    Name,
}

/// One of the two numbers of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Axis {
    /// North of the equator.
    Latitude,
    /// East of Greenwich.
    Longitude,
}

impl FacetColumn {
    /// Every column that holds values to code.
    pub(super) fn value_columns(&self) -> impl Iterator<Item = &ColumnName> {
        self.column.iter().chain(&self.columns)
    }

    /// The columns that say more of a place.
    pub(super) fn place_columns(&self) -> impl Iterator<Item = &ColumnName> {
        [
            &self.latitude,
            &self.longitude,
            &self.easting,
            &self.northing,
            &self.within_column,
        ]
        .into_iter()
        .flatten()
    }

    /// Every column of it.
    pub(super) fn all_columns(&self) -> impl Iterator<Item = &ColumnName> {
        self.value_columns().chain(self.place_columns())
    }
}

impl Mapping {
    /// Reads a mapping and checks it against a codebook.
    pub fn parse(source: &str, codebook: &Codebook) -> Result<Self, MappingError> {
        let mut file: AsWritten =
            toml::from_str(source).map_err(|error| MappingError::Form(error.to_string()))?;
        let wrong = check::problems(&file, codebook);
        if !wrong.is_empty() {
            return Err(MappingError::Codebook(check::with_lines(wrong, source)));
        }
        for facet in file.facet.iter_mut().filter(|facet| facet.ignore_case) {
            facet.values = std::mem::take(&mut facet.values)
                .into_iter()
                .map(|(value, code)| (value.to_lowercase(), code))
                .collect();
            facet.ignore = facet
                .ignore
                .iter()
                .map(|value| value.to_lowercase())
                .collect();
        }
        Ok(Self {
            id: file.mapping.id,
            series: file.mapping.series,
            complete: file.mapping.complete,
            sha256: seal::sha256(source.as_bytes()),
            external_id: file.mapping.external_id,
            decision: file.mapping.decision,
            decided: file.decision,
            form: file.file,
            date: file.date,
            persons: file.persons,
            story: file.story,
            facets: file.facet,
        })
    }

    /// The columns that it names, each with what stands between the values of one cell.
    pub(super) fn named_columns(&self) -> Vec<(String, String)> {
        let mut named: Vec<(String, String)> = Vec::new();
        let mut add = |column: &ColumnName, separator: Option<&str>| {
            if let ColumnName::Name(name) = column
                && named.iter().all(|(known, _)| known != name)
            {
                named.push((name.clone(), separator.unwrap_or("; ").to_owned()));
            }
        };
        for facet in &self.facets {
            for column in facet.all_columns() {
                add(column, facet.separator.as_deref());
            }
        }
        let date = self.date.iter().flat_map(DateColumns::all_columns);
        let words = self.story.text.iter().chain(&self.story.links);
        let others = self
            .external_id
            .iter()
            .chain(date)
            .chain(self.persons.iter().map(|persons| &persons.column))
            .chain(self.decided.iter().map(|decided| &decided.column))
            .chain(words)
            .chain(self.story.details.iter().map(|detail| &detail.column));
        for column in others {
            add(column, None);
        }
        named
    }
}

impl DateColumns {
    fn all_columns(&self) -> impl Iterator<Item = &ColumnName> {
        [
            &self.column,
            &self.to,
            &self.year,
            &self.month,
            &self.day,
            &self.time,
        ]
        .into_iter()
        .flatten()
    }
}

/// The mappings that are part of the program, by name.
pub const SHIPPED: &[(&str, &str)] = &[
    (
        "fbi-hate-crime",
        include_str!("../../../../mappings/fbi-hate-crime.toml"),
    ),
    (
        "documenting-hate",
        include_str!("../../../../mappings/documenting-hate.toml"),
    ),
    (
        "toronto-hate-crime",
        include_str!("../../../../mappings/toronto-hate-crime.toml"),
    ),
];
