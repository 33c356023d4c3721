//! The facets given to an incident, each list from the codebook they were made with.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::codebook::{Cardinality, Codebook, FacetOn};
use crate::occurred::Occurred;

/// Which codebook, in which version, something was coded with.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CodebookReference {
    /// The codebook's id, as `uk`.
    pub id: String,
    /// Its version.
    pub version: u32,
}

/// Codes by facet. An empty set is the same as no entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Facets(BTreeMap<String, BTreeSet<String>>);

impl Facets {
    /// No facet coded.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one code to a facet.
    pub fn insert(&mut self, facet: &str, code: &str) {
        self.0
            .entry(facet.to_owned())
            .or_default()
            .insert(code.to_owned());
    }

    /// The codes of a facet, in order; empty when it isn't coded.
    pub fn codes(&self, facet: &str) -> impl Iterator<Item = &str> {
        self.0.get(facet).into_iter().flatten().map(String::as_str)
    }

    /// Whether the facet has that code.
    #[must_use]
    pub fn has(&self, facet: &str, code: &str) -> bool {
        self.0.get(facet).is_some_and(|codes| codes.contains(code))
    }

    /// Every coded facet with its codes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.0
            .iter()
            .filter(|(_, codes)| !codes.is_empty())
            .map(|(facet, codes)| (facet.as_str(), codes))
    }

    /// Whether nothing is coded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

impl FromIterator<(String, String)> for Facets {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        let mut facets = Self::new();
        for (facet, code) in pairs {
            facets.insert(&facet, &code);
        }
        facets
    }
}

/// What an incident was found to be: when, how many people it was done to, and its facets.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Coding {
    /// The codebook in force when it was coded.
    pub codebook: CodebookReference,
    /// When it happened.
    pub occurred: Occurred,
    /// How many people it was done to; none when nobody said.
    pub persons: Option<u32>,
    /// The codes.
    pub facets: Facets,
}

/// Why a coding doesn't fit its codebook.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WrongCoding {
    /// The codebook has no such facet on incidents.
    #[error("there is no facet \"{0}\" for an incident")]
    UnknownFacet(String),
    /// The facet has no such code on that day.
    #[error("facet \"{facet}\" has no code \"{code}\"")]
    UnknownCode {
        /// The facet.
        facet: String,
        /// The code that it lacks.
        code: String,
    },
    /// A facet that takes one code got several.
    #[error("facet \"{0}\" takes one code only")]
    TooMany(String),
    /// A facet that must be coded before a check is empty.
    #[error("facet \"{0}\" must be coded before the check")]
    Missing(String),
}

impl Coding {
    /// Everything that doesn't fit the codebook. `imported` codings may bring codes of open facets.
    #[must_use]
    pub fn problems(&self, codebook: &Codebook, imported: bool) -> Vec<WrongCoding> {
        let mut problems = Vec::new();
        for (facet_id, codes) in self.facets.iter() {
            let Some(facet) = codebook
                .facet(facet_id)
                .filter(|facet| facet.on == FacetOn::Incident)
            else {
                problems.push(WrongCoding::UnknownFacet(facet_id.to_owned()));
                continue;
            };
            if facet.cardinality == Cardinality::One && codes.len() > 1 {
                problems.push(WrongCoding::TooMany(facet_id.to_owned()));
            }
            for code in codes {
                let may_stand = facet.lists(code) || (imported && facet.open);
                if !may_stand {
                    problems.push(WrongCoding::UnknownCode {
                        facet: facet_id.to_owned(),
                        code: code.clone(),
                    });
                }
            }
        }
        problems
    }

    /// What is still missing before a second person may check it.
    #[must_use]
    pub fn missing_for_check(&self, codebook: &Codebook) -> Vec<WrongCoding> {
        codebook
            .coding_facets()
            .filter(|facet| {
                facet.required_for_check && self.facets.codes(&facet.id).next().is_none()
            })
            .map(|facet| WrongCoding::Missing(facet.id.clone()))
            .collect()
    }
}
