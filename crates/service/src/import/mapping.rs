//! The mapping file: which column becomes which facet, and how.

use std::collections::BTreeMap;

use csv::StringRecord;
use domain::codebook::{Cardinality, Codebook, FacetOn};
use serde::Deserialize;
use thiserror::Error;

use super::row::Columns;

/// A mapping, read and checked against the codebook.
#[derive(Debug)]
pub struct Mapping {
    /// Its name.
    pub id: String,
    /// The series that its incidents belong to.
    pub series: String,
    /// What the source itself decided, as one of our decisions.
    pub decision: Option<String>,
    /// SHA-256 of the file, as the ledger names it.
    pub sha256: [u8; 32],
    pub(super) external_id: String,
    pub(super) date: Option<DateColumn>,
    pub(super) persons: Option<PersonsColumn>,
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

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    mapping: Head,
    date: Option<DateColumn>,
    persons: Option<PersonsColumn>,
    #[serde(default)]
    facet: Vec<FacetColumn>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: String,
    series: String,
    external_id: String,
    decision: Option<String>,
}

/// The column that says when it happened.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DateColumn {
    pub(super) column: String,
    /// As in `strptime`: `%d-%b-%y`. Two-digit years from 69 to 99 are of the last century.
    pub(super) format: String,
}

/// The column that says how many people it was done to; empty is unknown.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonsColumn {
    pub(super) column: String,
}

/// A column that becomes a facet, or a facet that is the same for every row.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FacetColumn {
    pub(super) facet: String,
    /// The column; none for a constant.
    pub(super) column: Option<String>,
    /// The code of every row.
    pub(super) constant: Option<String>,
    /// Splits a cell that holds several values.
    pub(super) separator: Option<String>,
    /// Value in the file to code in the codebook.
    #[serde(default)]
    pub(super) values: BTreeMap<String, String>,
    /// Takes the value itself as the code of an open facet, with this before it.
    pub(super) prefix: Option<String>,
    /// The code for a value that isn't listed; without it such a row is refused.
    pub(super) otherwise: Option<String>,
    /// Values that say nothing.
    #[serde(default)]
    pub(super) ignore: Vec<String>,
    /// Also codes the parent facet with the codebook's parents of each code.
    #[serde(default)]
    pub(super) parents: bool,
}

impl Mapping {
    /// Reads a mapping and checks it against a codebook.
    pub fn parse(source: &str, codebook: &Codebook) -> Result<Self, MappingError> {
        let file: File =
            toml::from_str(source).map_err(|error| MappingError::Form(error.to_string()))?;
        let mut wrong = Vec::new();
        if codebook
            .series(&file.mapping.series)
            .is_none_or(|series| series.own)
        {
            wrong.push(format!(
                "mapping.series: \"{}\" is not a series of the codebook that takes imports",
                file.mapping.series
            ));
        }
        if let Some(decision) = &file.mapping.decision
            && codebook.decision(decision).is_none()
        {
            wrong.push(format!(
                "mapping.decision: \"{decision}\" is not a decision of the codebook"
            ));
        }
        for column in &file.facet {
            column.check(codebook, &mut wrong);
        }
        if !wrong.is_empty() {
            return Err(MappingError::Codebook(wrong));
        }
        Ok(Self {
            id: file.mapping.id,
            series: file.mapping.series,
            decision: file.mapping.decision,
            sha256: seal::sha256(source.as_bytes()),
            external_id: file.mapping.external_id,
            date: file.date,
            persons: file.persons,
            facets: file.facet,
        })
    }

    /// Finds the mapping's columns in the file's header; gives the names of those that are missing.
    pub(super) fn columns(&self, headers: &StringRecord) -> Result<Columns<'_>, Vec<String>> {
        Columns::find(self, headers)
    }
}

impl FacetColumn {
    fn check(&self, codebook: &Codebook, wrong: &mut Vec<String>) {
        let name = &self.facet;
        let Some(facet) = codebook
            .facet(name)
            .filter(|facet| facet.on == FacetOn::Incident)
        else {
            wrong.push(format!(
                "facet \"{name}\": the codebook has no such facet of incidents"
            ));
            return;
        };
        if self.column.is_some() == self.constant.is_some() {
            wrong.push(format!(
                "facet \"{name}\": give either a column or a constant"
            ));
        }
        let codes = self
            .values
            .values()
            .chain(&self.constant)
            .chain(&self.otherwise);
        for code in codes.filter(|code| !facet.lists(code)) {
            wrong.push(format!(
                "facet \"{name}\": the codebook has no code \"{code}\""
            ));
        }
        if self.prefix.is_some() && !facet.open {
            wrong.push(format!(
                "facet \"{name}\": only an open facet takes values of the file as codes"
            ));
        }
        if self.parents && facet.parent.is_none() {
            wrong.push(format!(
                "facet \"{name}\": the codebook gives it no parent facet"
            ));
        }
        if let Some(parent) = facet.parent.as_deref().filter(|_| self.parents)
            && codebook
                .facet(parent)
                .is_some_and(|parent| parent.cardinality == Cardinality::One)
        {
            wrong.push(format!(
                "facet \"{name}\": its parent facet takes one code only"
            ));
        }
    }
}

/// The mappings that are part of the program, by name.
pub const SHIPPED: &[(&str, &str)] = &[(
    "fbi-hate-crime",
    include_str!("../../../../mappings/fbi-hate-crime.toml"),
)];
