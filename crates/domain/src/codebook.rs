//! The codebook: every code list, question and rule of one jurisdiction and organisation, as data.
//!
//! A codebook is one TOML file (`codebooks/uk.toml` is built in) with a Fluent label file for each of its languages
//! beside it. The report form, the coding panel, import mappings, tables and the export schema are generated from it,
//! so that a facet added to the file appears in all of them without a change of code.

pub(crate) mod check;
mod document;
mod node;
mod problem;
mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::form::Form;

pub(crate) use document::{Located, Reading};
pub(crate) use node::Node;
pub use problem::{Problem, ProblemKind};

/// The built-in codebook, as TOML: hate incidents in England, with Rotherham's wards.
pub const UK: &str = include_str!("../../../codebooks/uk.toml");

/// The label files of [`UK`], as pairs of language tag and Fluent source.
pub const UK_LABELS: &[(&str, &str)] = &[
    ("en", include_str!("../../../codebooks/uk/en.ftl")),
    ("ur", include_str!("../../../codebooks/uk/ur.ftl")),
    ("ar", include_str!("../../../codebooks/uk/ar.ftl")),
];

/// The units a series or a counting rule may count in. They are never added to each other.
pub const UNITS: &[&str] = &["reports", "incidents", "persons"];

/// A whole codebook, read and found sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Codebook {
    /// Stable name of the codebook, in kebab-case.
    pub id: String,
    /// Number of this edition, from 1. Codings keep the edition they were made with.
    pub version: u32,
    /// Where its law and lists hold, as an ISO 3166 code in small letters, for example `gb-eng`.
    pub jurisdiction: String,
    /// Language tags in which every label is shipped; the first is the language of last resort.
    pub languages: Vec<String>,
    /// Label key of the codebook's name.
    pub label: String,
    /// Code lists, in the order of the file.
    pub facets: Vec<Facet>,
    /// Where runs of incidents come from.
    pub series: Vec<Series>,
    /// The report form.
    pub form: Form,
    /// What a check may end in, with the evidence each needs.
    pub decisions: Vec<Decision>,
    /// Which incidents a figure counts.
    pub counting: Vec<CountingRule>,
    /// What is withheld from public figures.
    pub disclosure: DisclosureRule,
    /// What a reader must know about a series in a period.
    pub coverage: Vec<CoverageNote>,
    /// Every label key with the line that asks for it.
    #[serde(skip)]
    pub(crate) label_uses: Vec<(String, usize)>,
}

/// What a facet describes, and so who fills it in and where it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FacetOn {
    /// Coded by staff on the incident (the coding panel).
    Incident,
    /// Known of the report: how it came, from whom, with whom it may be shared.
    Report,
    /// Part of somebody's judgement on the incident, such as the police's classification.
    Judgement,
    /// What became of it.
    Outcome,
}

impl FacetOn {
    /// Every value with its spelling in the file.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("incident", Self::Incident),
        ("report", Self::Report),
        ("judgement", Self::Judgement),
        ("outcome", Self::Outcome),
    ];
}

/// How many codes of a facet one record may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cardinality {
    /// At most one.
    One,
    /// Any number; its counts must never be added up to a total.
    Many,
}

impl Cardinality {
    /// Every value with its spelling in the file.
    pub const ALL: &'static [(&'static str, Self)] = &[("one", Self::One), ("many", Self::Many)];
}

/// One code list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// Stable name, in kebab-case.
    pub id: String,
    /// Label key.
    pub label: String,
    /// What the facet says, in the words of the codebook's own language.
    pub definition: String,
    /// What it describes.
    pub on: FacetOn,
    /// One code or many.
    pub cardinality: Cardinality,
    /// The facet whose codes this one refines (a target group refines a strand).
    pub parent: Option<String>,
    /// Imports may bring codes that are not listed here (police areas, agencies abroad).
    pub open: bool,
    /// An incident can't be submitted for check without it.
    pub required_for_check: bool,
    /// Not offered in public tables, because it makes a person easy to find.
    pub sensitive: bool,
    /// The codes, in the order they are shown; where one must be chosen out of several, the earlier wins.
    pub codes: Vec<Code>,
}

/// One entry of a code list, with the dates between which it may be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Code {
    /// Stable code: kebab-case, or an official code in capitals and digits.
    pub code: String,
    /// Label key.
    pub label: String,
    /// What the code means and where it ends, if its label does not say it all.
    pub definition: Option<String>,
    /// First day on which it may be given; from ever if absent.
    pub from: Option<Date>,
    /// Last day on which it may be given; for ever if absent.
    pub to: Option<Date>,
    /// Codes of the facet's parent under which this one belongs; under any if empty.
    pub parents: Vec<String>,
    /// Label key of the group of codes it is shown under.
    pub group: Option<String>,
    /// The code stands for "not known": left out of the base of shares.
    pub unknown: bool,
    /// Names of the Community Security Trust's categories it maps to.
    pub cst: Vec<String>,
    /// Names of ODIHR's (OSCE) hate crime reporting categories it maps to.
    pub odihr: Vec<String>,
    /// Codes of the FBI's National Incident-Based Reporting System it maps to.
    pub nibrs: Vec<String>,
    /// Maps to any other scheme, by the scheme's name.
    pub maps: BTreeMap<String, Vec<String>>,
    /// Short examples that help to choose.
    pub examples: Vec<String>,
}

/// Where a run of incidents comes from. Series stand side by side and are never silently added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Series {
    /// Stable code.
    pub code: String,
    /// Label key.
    pub label: String,
    /// How the source counts.
    pub definition: String,
    /// The organisation's own reports.
    pub own: bool,
    /// Units it can be counted in, out of [`UNITS`].
    pub units: Vec<String>,
    /// First day it covers.
    pub from: Option<Date>,
    /// Last day it covers.
    pub to: Option<Date>,
}

/// What a check may end in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Stable code.
    pub code: String,
    /// Label key.
    pub label: String,
    /// What it means to decide so.
    pub definition: String,
    /// Conditions on the coding that count as evidence.
    pub needs: Vec<EvidenceCondition>,
    /// How many of `needs` must hold.
    pub at_least: u32,
    /// The checker must give a reason in words.
    pub reason_required: bool,
    /// The incident is counted as a hate incident after this decision.
    pub counts: bool,
}

impl Decision {
    /// Looks which evidence conditions hold, given whether the incident carries a code of a facet.
    pub fn evidence(&self, carries: &dyn Fn(&str, &str) -> bool) -> Evidence {
        let holds: Vec<bool> = self.needs.iter().map(|need| need.holds(carries)).collect();
        let found = u32::try_from(holds.iter().filter(|held| **held).count()).unwrap_or(u32::MAX);
        Evidence {
            holds,
            found,
            at_least: self.at_least,
        }
    }
}

/// One condition of an evidence rule: the incident carries any of these codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceCondition {
    /// The facet looked at.
    pub facet: String,
    /// Any of these codes will do.
    pub is: Vec<String>,
}

impl EvidenceCondition {
    fn holds(&self, carries: &dyn Fn(&str, &str) -> bool) -> bool {
        self.is.iter().any(|code| carries(&self.facet, code))
    }
}

/// How far an incident's coding meets a decision's evidence rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// For each condition of the rule, in its order, whether it holds.
    pub holds: Vec<bool>,
    /// How many hold.
    pub found: u32,
    /// How many must hold.
    pub at_least: u32,
}

impl Evidence {
    /// Whether the rule is met.
    pub fn is_met(&self) -> bool {
        self.found >= self.at_least
    }
}

/// Which incidents a figure counts, and in what unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountingRule {
    /// Stable name.
    pub id: String,
    /// Label key of its name.
    pub label: String,
    /// Label key of the note printed under every figure made with it.
    pub note: String,
    /// The decisions that are counted; empty if `as_recorded`.
    pub decisions: Vec<String>,
    /// Count every record as its source recorded it, with no decision of ours.
    pub as_recorded: bool,
    /// Unit, out of [`UNITS`].
    pub unit: String,
    /// Series it applies to, each counted by itself.
    pub series: Vec<String>,
    /// Figures made with it may be shown to the public, after disclosure control.
    pub public: bool,
}

/// The shortest stretch of time a public figure may speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
}

impl Period {
    /// Every value with its spelling in the file.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("month", Self::Month),
        ("quarter", Self::Quarter),
        ("year", Self::Year),
    ];
}

/// What is withheld from public figures so that nobody can be traced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DisclosureRule {
    /// Label key of the rule in plain words.
    pub label: String,
    /// Counts below this number are hidden.
    pub hide_below: u32,
    /// Nought is hidden too, so that silence isn't revealed either.
    pub hide_zero: bool,
    /// A hidden count must stay uncertain by at least this much to somebody who knows everything that is shown.
    pub minimum_width: u32,
    /// Shortest period shown.
    pub smallest_period: Period,
    /// Fewest residents an area must have to be shown by itself.
    pub smallest_area: Option<u32>,
}

/// What a reader must know about a series in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoverageNote {
    /// Stable name.
    pub id: String,
    /// The series it is about.
    pub series: String,
    /// First day it is about.
    pub from: Option<Date>,
    /// Last day it is about.
    pub to: Option<Date>,
    /// Label key of the note.
    pub label: String,
}

impl Codebook {
    /// Reads a codebook from TOML.
    ///
    /// # Errors
    /// Everything that is wrong with the file, in the order of its lines. Where the TOML itself is broken, only that
    /// is reported, since the rest of the file can't be understood.
    pub fn parse(source: &str) -> Result<Self, Vec<Problem>> {
        read::read(source)
    }

    /// The facet of this name.
    pub fn facet(&self, id: &str) -> Option<&Facet> {
        self.facets.iter().find(|facet| facet.id == id)
    }

    /// The facets of the coding panel, in order.
    pub fn coding_facets(&self) -> impl Iterator<Item = &Facet> {
        self.facets_on(FacetOn::Incident)
    }

    /// The facets that describe one kind of thing, in order.
    pub fn facets_on(&self, on: FacetOn) -> impl Iterator<Item = &Facet> {
        self.facets.iter().filter(move |facet| facet.on == on)
    }

    /// The series of this code.
    pub fn series(&self, code: &str) -> Option<&Series> {
        self.series.iter().find(|series| series.code == code)
    }

    /// The organisation's own series.
    pub fn own_series(&self) -> Option<&Series> {
        self.series.iter().find(|series| series.own)
    }

    /// The decision of this code.
    pub fn decision(&self, code: &str) -> Option<&Decision> {
        self.decisions.iter().find(|decision| decision.code == code)
    }

    /// The counting rule of this name.
    pub fn counting_rule(&self, id: &str) -> Option<&CountingRule> {
        self.counting.iter().find(|rule| rule.id == id)
    }

    /// The coverage notes on a series that touch the days from `from` to `to`, both included; an absent end is open.
    pub fn coverage_of(
        &self,
        series: &str,
        from: Option<Date>,
        to: Option<Date>,
    ) -> impl Iterator<Item = &CoverageNote> {
        self.coverage.iter().filter(move |note| {
            note.series == series && check::periods_touch((note.from, note.to), (from, to))
        })
    }

    /// Every label key the codebook asks its label files for, each once, with the line that first asks for it.
    pub fn label_keys(&self) -> Vec<(String, usize)> {
        self.label_uses.clone()
    }

    /// Looks every label up in every shipped language through `has(language, key)` and reports those that are missing.
    pub fn check_labels(&self, has: &dyn Fn(&str, &str) -> bool) -> Vec<Problem> {
        check::labels(self, has)
    }
}

impl Facet {
    /// The entry of this code that holds on a date, or else the latest one that ever held.
    pub fn code(&self, code: &str, on: Date) -> Option<&Code> {
        let entries = || self.codes.iter().filter(|entry| entry.code == code);
        entries()
            .find(|entry| entry.holds_on(on))
            .or_else(|| entries().next_back())
    }

    /// Whether the code is listed, at whatever date.
    pub fn lists(&self, code: &str) -> bool {
        self.codes.iter().any(|entry| entry.code == code)
    }

    /// The codes that may be given on a date, in order.
    pub fn codes_on(&self, date: Date) -> impl Iterator<Item = &Code> {
        self.codes.iter().filter(move |entry| entry.holds_on(date))
    }

    /// Where the code stands in the list, for sorting and for choosing the graver of two.
    pub fn rank(&self, code: &str) -> Option<usize> {
        self.codes.iter().position(|entry| entry.code == code)
    }
}

impl Code {
    /// Whether the code may be given on a date.
    pub fn holds_on(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }
}
