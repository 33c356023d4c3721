//! What goes into a table.

use crate::day;
use crate::query::Holds;
use jiff::civil::Date;

/// The shape of a table: which facets its rows carry.
///
/// Codes named here appear in every table of that facet, in this order, whether or not any row has them:
/// a line that is left out would tell that there was nothing to count. Codes that only turn up in rows
/// follow after.
#[derive(Debug, Clone)]
pub struct Layout {
    pub(crate) holds: Holds,
    pub(crate) stages: Vec<String>,
    pub(crate) series: Vec<String>,
    pub(crate) facets: Vec<FacetLayout>,
}

#[derive(Debug, Clone)]
pub(crate) struct FacetLayout {
    pub(crate) id: String,
    pub(crate) many_valued: bool,
    pub(crate) codes: Vec<String>,
}

impl Layout {
    /// A layout without facets.
    pub fn new(holds: Holds) -> Self {
        Self {
            holds,
            stages: Vec::new(),
            series: Vec::new(),
            facets: Vec::new(),
        }
    }

    /// Adds a facet with its codes.
    #[must_use]
    pub fn facet<C: Into<String>>(
        mut self,
        id: impl Into<String>,
        many_valued: bool,
        codes: impl IntoIterator<Item = C>,
    ) -> Self {
        let codes = codes.into_iter().map(Into::into).collect();
        self.facets.push(FacetLayout {
            id: id.into(),
            many_valued,
            codes,
        });
        self
    }

    /// Names the stages, in the order in which tables show them.
    #[must_use]
    pub fn stages<C: Into<String>>(mut self, codes: impl IntoIterator<Item = C>) -> Self {
        self.stages = codes.into_iter().map(Into::into).collect();
        self
    }

    /// Names the series, in the order in which tables show them.
    #[must_use]
    pub fn series<C: Into<String>>(mut self, codes: impl IntoIterator<Item = C>) -> Self {
        self.series = codes.into_iter().map(Into::into).collect();
        self
    }
}

/// How sure the days of a row are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// The days are known. Something that went on for several days counts on the first.
    Exact,
    /// It was some day in the range, we don't know which. It counts in a period only if the whole range lies
    /// inside; otherwise under "not known".
    #[default]
    Within,
}

/// One incident or report as it is counted: coded facets only, no story, no person.
#[derive(Debug, Clone, Copy, Default)]
pub struct Row<'a> {
    /// Identifies the row for replacing and removing it. Must be random or a hash.
    pub key: [u8; 16],
    /// The ledger entry that vouches for it.
    pub ledger_index: u64,
    /// The series it belongs to.
    pub series: &'a str,
    /// How far it has come.
    pub stage: &'a str,
    /// First and last day on which it happened or may have happened.
    pub occurred: Option<(Date, Date)>,
    /// How to read those days.
    pub precision: Precision,
    /// The day we were told.
    pub received: Option<Date>,
    /// People affected; none if not stated.
    pub persons: Option<u32>,
    /// Facet identifiers with their codes. A facet left out is not stated.
    pub facets: &'a [(&'a str, &'a [&'a str])],
}

impl Row<'_> {
    /// The days by which the row is counted.
    pub(crate) fn days(&self) -> (i32, i32) {
        match (self.occurred, self.precision) {
            (None, _) => (day::UNKNOWN, day::UNKNOWN),
            (Some((from, _)), Precision::Exact) => (day::number(from), day::number(from)),
            (Some((from, to)), Precision::Within) => (day::number(from), day::number(to)),
        }
    }
}

/// Why a row was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    /// The table has no such facet.
    #[error("the table has no facet `{0}`")]
    UnknownFacet(String),
    /// Two values were given for a facet that takes one.
    #[error("facet `{0}` takes one value only")]
    TooManyValues(String),
    /// The last day lies before the first.
    #[error("the last day lies before the first")]
    DaysReversed,
    /// More rows or ledger entries than a table can number (four thousand million).
    #[error("the table is full")]
    TooManyRows,
}
