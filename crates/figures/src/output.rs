//! Answers as text for a terminal, as CSV and as JSON. Words come in from outside, already in the reader's language.

mod delimited;
mod document;
mod plain;

pub use delimited::{OutputError, to_csv};
pub use document::to_json;
pub use plain::to_table_text;

use crate::answer::{Axis, Cell, Sums};
use crate::query::{BETWEEN, Dimension};

/// The words and digits of one language.
#[derive(Clone, Copy)]
pub struct Words<'w> {
    /// The name of a dimension that is no pair.
    pub dimension: &'w dyn Fn(&Dimension) -> String,
    /// The label of a code of a dimension that is no pair.
    pub label: &'w dyn Fn(&Dimension, &str) -> String,
    /// A number in the reader's digits. CSV and JSON keep plain digits.
    pub number: &'w dyn Fn(u64) -> String,
    /// Stands where a number is hidden.
    pub hidden: &'w str,
    /// Names a total of lines that add up.
    pub total: &'w str,
    /// Names a total of lines that overlap, in which each thing is counted once.
    pub counted_once: &'w str,
}

impl Words<'static> {
    /// Codes as they are, plain digits, English.
    pub fn codes() -> Self {
        fn dimension(dimension: &Dimension) -> String {
            dimension.name().to_owned()
        }
        fn label(_: &Dimension, code: &str) -> String {
            code.to_owned()
        }
        fn number(value: u64) -> String {
            value.to_string()
        }
        Self {
            dimension: &dimension,
            label: &label,
            number: &number,
            hidden: "hidden",
            total: "total",
            counted_once: "each counted once",
        }
    }
}

impl Words<'_> {
    fn labels(&self, axis: &Axis) -> Vec<String> {
        axis.codes
            .iter()
            .map(|code| self.label_of(&axis.dimension, code))
            .collect()
    }

    /// The label of a code of any dimension.
    fn label_of(&self, dimension: &Dimension, code: &str) -> String {
        let Dimension::Pairs(one, other) = dimension else {
            return (self.label)(dimension, code);
        };
        let (first, second) = code.split_once(BETWEEN).unwrap_or((code, ""));
        let (first, second) = (self.label_of(one, first), self.label_of(other, second));
        format!("{first} | {second}")
    }

    /// The name of any dimension.
    fn name_of(&self, dimension: &Dimension) -> String {
        match dimension {
            Dimension::Pairs(one, other) => {
                format!("{} | {}", self.name_of(one), self.name_of(other))
            }
            single => (self.dimension)(single),
        }
    }

    fn cell(&self, cell: Cell) -> String {
        match cell {
            Cell::Shown(value) => (self.number)(value),
            Cell::Hidden => self.hidden.to_owned(),
        }
    }

    /// What to call the total across the lines of an axis.
    fn total_of(&self, axis: Option<&Axis>) -> &str {
        match axis.map(|axis| axis.sums) {
            Some(Sums::EachCountedOnce) => self.counted_once,
            _ => self.total,
        }
    }
}
