//! What passed, what failed, what was skipped.

use std::fmt;

/// The count of a run, with the names that matter.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// How many passed.
    pub(crate) passed: usize,
    /// What failed, by name.
    pub(crate) failed: Vec<String>,
    /// What was skipped, by name and reason.
    pub(crate) skipped: Vec<String>,
}

impl Tally {
    /// Adds another count to this one.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed.extend(other.failed);
        self.skipped.extend(other.skipped);
    }

    /// Whether nothing failed and something was looked at.
    pub(crate) fn is_good(&self) -> bool {
        self.failed.is_empty() && self.passed > 0
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter)?;
        for name in &self.skipped {
            writeln!(formatter, "skipped: {name}")?;
        }
        for name in &self.failed {
            writeln!(formatter, "failed: {name}")?;
        }
        let (failed, skipped) = (self.failed.len(), self.skipped.len());
        writeln!(
            formatter,
            "{} passed, {failed} failed, {skipped} skipped",
            self.passed
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_counts() {
        let mut tally = Tally {
            passed: 2,
            failed: vec![],
            skipped: vec!["a: no data".to_owned()],
        };
        assert!(tally.is_good());
        tally.add(Tally {
            passed: 1,
            failed: vec!["b".to_owned()],
            skipped: vec![],
        });
        assert!(!tally.is_good());
        let shown = tally.to_string();
        assert_eq!(
            shown,
            "\nskipped: a: no data\nfailed: b\n3 passed, 1 failed, 1 skipped\n"
        );
    }

    #[test]
    fn a_run_that_looked_at_nothing_is_no_success() {
        assert!(!Tally::default().is_good());
    }
}
