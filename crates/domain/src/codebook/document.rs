//! What is gathered while a codebook is read: problems with their lines, and labels asked for.

use super::{Problem, ProblemKind};

/// A value with the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located<T> {
    pub(crate) value: T,
    pub(crate) line: usize,
}

/// A label key that something in the document asks for.
pub(super) struct LabelUse {
    pub(super) key: String,
    pub(super) line: usize,
    /// Who asks: entries of one code at different dates are one owner.
    pub(super) owner: String,
    /// Made from the owner's name because the file gives none.
    pub(super) derived: bool,
}

/// What has been gathered while reading: problems and the labels asked for.
pub(crate) struct Reading {
    line_starts: Vec<usize>,
    pub(super) problems: Vec<Problem>,
    pub(super) labels: Vec<LabelUse>,
}

impl Reading {
    pub(super) fn new(source: &str) -> Self {
        let after_newline = source
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(at, _)| at + 1);
        Self {
            line_starts: std::iter::once(0).chain(after_newline).collect(),
            problems: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// The line, from 1, of a byte of the source.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    /// Notes a problem.
    pub(crate) fn problem(
        &mut self,
        line: usize,
        key: impl Into<String>,
        kind: ProblemKind,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.problems.push(Problem {
            line,
            key: key.into(),
            kind,
            message: message.into(),
            mend: mend.into(),
        });
    }

    /// Notes a reference to something that isn't there, with the nearest name that is.
    pub(crate) fn dangling<'n>(
        &mut self,
        named: &Located<String>,
        key: &str,
        what: &str,
        names: impl Iterator<Item = &'n str>,
    ) {
        let message = format!("there is no {what} \"{}\"", named.value);
        let mend = match nearest(&named.value, names) {
            Some(near) => format!("did you mean \"{near}\"? If not, add it or take this out"),
            None => "add it or take this out".to_owned(),
        };
        self.problem(named.line, key, ProblemKind::Dangling, message, mend);
    }

    /// Notes that the label files must have this key, and gives the key back.
    pub(crate) fn asks_label(
        &mut self,
        key: String,
        line: usize,
        owner: &str,
        derived: bool,
    ) -> String {
        self.labels.push(LabelUse {
            key: key.clone(),
            line,
            owner: owner.to_owned(),
            derived,
        });
        key
    }
}

pub(super) fn is_kebab(name: &str) -> bool {
    name.split('-').all(|part| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

pub(super) fn is_official(code: &str) -> bool {
    !code.is_empty()
        && code
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

pub(super) fn is_label_key(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The name closest to what was written, if it is close enough to be meant.
pub(super) fn nearest<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let most = (written.chars().count() / 3).max(1);
    names
        .map(|name| (edits(written, name), name))
        .filter(|(edits, _)| *edits <= most)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, name)| name)
}

/// How many single letters must be added, dropped or changed to make one text of the other (Levenshtein's distance).
fn edits(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (above, letter) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = above + 1;
        for (column, other) in right.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}
