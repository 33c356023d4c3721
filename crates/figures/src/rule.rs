//! How much of a figure may be seen, and what is said beside it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Disclosure control by hiding small cells and what would give them away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// Counts below this are hidden.
    pub hide_below: u64,
    /// Whether zero is hidden too, so that silence about a place isn't told either.
    pub hide_zero: bool,
    /// The narrowest range to which a reader may be able to narrow down a hidden cell.
    pub minimum_width: u64,
}

impl Disclosure {
    /// Heard's default: counts of 0 to 4 are hidden, and no hidden cell can be narrowed down to a range
    /// under 5 wide.
    pub const DEFAULT: Self = Self {
        hide_below: 5,
        hide_zero: true,
        minimum_width: 5,
    };

    /// Whether a count is too small to show.
    pub fn too_small(&self, value: u64) -> bool {
        value < self.hide_below && (value > 0 || self.hide_zero)
    }
}

impl Default for Disclosure {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Who is looking decides which of these applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rule {
    /// Everything is shown. For those who may see exact figures, inside the organisation.
    Exact,
    /// Small counts are hidden, with enough others that they can't be worked out.
    Disclosed(Disclosure),
}

impl Rule {
    /// The rule for publication, with its default figures.
    pub fn disclosed() -> Self {
        Self::Disclosed(Disclosure::DEFAULT)
    }
}

/// A statement about what a series does or doesn't cover in some time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// The series it is about; every series if absent.
    pub series: Option<String>,
    /// First day it holds for.
    pub from: Date,
    /// Last day it holds for; until further notice if absent.
    pub to: Option<Date>,
    /// Code or message key of the statement.
    pub code: String,
}

/// What the counting can't know by itself and every figure must carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The day the rows were read; later knowledge may change the figure.
    pub known_on: Date,
    /// Entries in the ledger at that moment.
    pub ledger_size: u64,
    /// All coverage statements; those that overlap the period and series are attached.
    pub coverage: Vec<Coverage>,
}

impl Context {
    /// A context without coverage statements.
    pub fn as_known_on(known_on: Date, ledger_size: u64) -> Self {
        Self {
            known_on,
            ledger_size,
            coverage: Vec::new(),
        }
    }
}
