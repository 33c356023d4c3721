//! What is wrong with a codebook, where, and how to mend it.

use std::fmt;

/// The rule a codebook breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// The file is not TOML.
    Syntax,
    /// A key that means nothing here.
    UnknownKey,
    /// A value of another type than the key takes.
    WrongType,
    /// A key that must be there is not.
    Missing,
    /// A value outside what the key allows.
    WrongValue,
    /// The same name or code twice, or two entries that would share one label.
    Duplicate,
    /// A name that nothing in the file bears.
    Dangling,
    /// Two entries of one code that hold on the same day.
    DatesOverlap,
    /// A period that ends before it begins.
    DatesReversed,
    /// Questions or facets that depend on each other in a circle.
    Cycle,
    /// A list or a text with nothing in it.
    Empty,
    /// A name in another form than kebab-case.
    NotKebab,
    /// A label that a shipped language lacks.
    MissingLabel,
}

/// One thing that is wrong with a codebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line of the file, from 1.
    pub line: usize,
    /// Where in the document, for example `facet.category.codes.assault.code`.
    pub key: String,
    /// The rule that is broken.
    pub kind: ProblemKind,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub mend: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}", self.line)?;
        if !self.key.is_empty() {
            write!(out, ", {}", self.key)?;
        }
        write!(out, ": {}; {}", self.message, self.mend)
    }
}

impl std::error::Error for Problem {}
