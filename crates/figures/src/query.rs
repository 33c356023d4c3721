//! What is asked: the unit, what goes down and across, and what is let through.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The code of the line for rows that carry no value of a facet.
pub const NOT_STATED: &str = "not-stated";

/// The code of the line for rows whose day isn't known well enough for the period asked for.
pub const NOT_KNOWN: &str = "not-known";

/// What one row of a [`Table`](crate::Table) stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Holds {
    /// One row for each incident.
    Incidents,
    /// One row for each report.
    Reports,
}

/// What is counted. The three are never mixed in one figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Things people told us, once each.
    Reports,
    /// Things that happened, once each however many reports tell of them.
    Incidents,
    /// People affected, as stated on the incidents; incidents that don't state it add nothing.
    Persons,
}

/// Which day of a row decides its period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DayOf {
    /// The day it happened.
    Occurred,
    /// The day we were told.
    Received,
}

/// One way to divide rows into lines of a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "kind", content = "facet")]
pub enum Dimension {
    /// A facet of the coding, by its identifier in the codebook.
    Facet(String),
    /// Calendar years, `2026`.
    Year,
    /// Calendar quarters, `2026-Q3`.
    Quarter,
    /// Calendar months, `2026-08`.
    Month,
    /// Where the rows come from. Series are never added up.
    Series,
    /// How far the rows have come: in check, verified, not counted for some reason.
    Stage,
    /// One line for each pair of lines of two other dimensions, each of which puts a row in one line only. The
    /// code of a line is [`Dimension::pair`] of theirs.
    Pairs(Box<Dimension>, Box<Dimension>),
}

/// What stands between the two codes of a line of [`Dimension::Pairs`]. No code contains it.
pub const BETWEEN: char = '|';

impl Dimension {
    /// The dimension of one facet.
    pub fn facet(id: impl Into<String>) -> Self {
        Self::Facet(id.into())
    }

    /// Two dimensions as one.
    pub fn pairs(one: Self, other: Self) -> Self {
        Self::Pairs(Box::new(one), Box::new(other))
    }

    /// The code of the line where two lines meet.
    pub fn pair(one: &str, other: &str) -> String {
        format!("{one}{BETWEEN}{other}")
    }

    /// A short name: the facet's identifier, or `year`, `quarter`, `month`, `series`, `stage`, or `pairs`.
    pub fn name(&self) -> &str {
        match self {
            Self::Pairs(..) => "pairs",
            Self::Facet(id) => id,
            Self::Year => "year",
            Self::Quarter => "quarter",
            Self::Month => "month",
            Self::Series => "series",
            Self::Stage => "stage",
        }
    }

    /// The name, for a pair the names of both: `month|area`.
    pub fn name_in_full(&self) -> String {
        match self {
            Self::Pairs(one, other) => {
                format!("{}{BETWEEN}{}", one.name_in_full(), other.name_in_full())
            }
            single => single.name().to_owned(),
        }
    }

    /// Whether the lines are periods of time.
    pub fn is_period(&self) -> bool {
        matches!(self, Self::Year | Self::Quarter | Self::Month)
    }

    /// Months in one period.
    pub(crate) fn months(&self) -> i32 {
        match self {
            Self::Year => 12,
            Self::Quarter => 3,
            _ => 1,
        }
    }
}

/// A question to [`count`](crate::count).
///
/// Series are kept apart by the answer: one [`Answer`](crate::Answer) for each series that matches,
/// unless [`Dimension::Series`] is one of the two dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// What is counted.
    pub unit: Unit,
    /// What goes down.
    pub rows: Option<Dimension>,
    /// What goes across. Alone, it is read as `rows`.
    pub columns: Option<Dimension>,
    /// Facet and code. Codes of one facet are alternatives; different facets must all hold.
    /// [`NOT_STATED`] asks for rows without a value.
    pub filters: Vec<(String, String)>,
    /// First day of the period, inclusive.
    pub from: Option<Date>,
    /// Last day of the period, inclusive.
    pub to: Option<Date>,
    /// Which day decides: by default the day it happened, for reports the day we were told.
    pub day: DayOf,
    /// The series wanted; empty for every series in the table.
    pub series: Vec<String>,
    /// The counting rule: the stages that count; empty for all of them.
    pub stages: Vec<String>,
    /// Whether the answer should name the ledger entries it counted.
    pub entries: bool,
}

impl Query {
    /// A question for the single total of one unit, to be refined with struct update syntax.
    pub fn of(unit: Unit) -> Self {
        Self {
            unit,
            rows: None,
            columns: None,
            filters: Vec::new(),
            from: None,
            to: None,
            day: if unit == Unit::Reports {
                DayOf::Received
            } else {
                DayOf::Occurred
            },
            series: Vec::new(),
            stages: Vec::new(),
            entries: false,
        }
    }

    /// Keeps rows with this code of this facet.
    #[must_use]
    pub fn only(mut self, facet: &str, code: &str) -> Self {
        self.filters.push((facet.to_owned(), code.to_owned()));
        self
    }
}
