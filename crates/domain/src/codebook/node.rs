//! Walking a TOML document by hand, so that every problem can name its line and none hides the next.

mod values;

use toml::de::{DeTable, DeValue};

use super::document::nearest;
use super::{ProblemKind, Reading};

/// A table of the document, with the keys asked of it so far.
pub(crate) struct Node<'t> {
    table: &'t DeTable<'t>,
    /// The line it begins on.
    pub(crate) line: usize,
    /// Where in the document it stands.
    pub(crate) path: String,
    asked: Vec<&'static str>,
}

impl<'t> Node<'t> {
    pub(super) fn root(table: &'t DeTable<'t>) -> Self {
        Self {
            table,
            line: 1,
            path: String::new(),
            asked: Vec::new(),
        }
    }

    /// The full name of a key of this table.
    pub(crate) fn key(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    fn get(&mut self, key: &'static str, reading: &Reading) -> Option<(&'t DeValue<'t>, usize)> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        let value = self.table.get(key)?;
        Some((value.get_ref(), reading.line_of(value.span().start)))
    }

    fn wrong_type(
        &self,
        key: &str,
        line: usize,
        wanted: &str,
        found: &DeValue<'_>,
        reading: &mut Reading,
    ) {
        reading.problem(
            line,
            self.key(key),
            ProblemKind::WrongType,
            format!("this is {}, not {wanted}", described(found)),
            format!("write {wanted}"),
        );
    }

    /// Notes that a key which must be there is missing.
    pub(crate) fn missing(&self, key: &str, wanted: &str, reading: &mut Reading) {
        reading.problem(
            self.line,
            self.key(key),
            ProblemKind::Missing,
            format!("\"{key}\" is missing"),
            format!("add {key} = {wanted}"),
        );
    }

    /// A table inside this one, if it is there.
    pub(crate) fn node(&mut self, key: &'static str, reading: &mut Reading) -> Option<Node<'t>> {
        let (value, line) = self.get(key, reading)?;
        let Some(table) = value.as_table() else {
            self.wrong_type(key, line, "a table", value, reading);
            return None;
        };
        Some(Node {
            table,
            line,
            path: self.key(key),
            asked: Vec::new(),
        })
    }

    /// The tables of a list, each named in problems by its key `naming` or else by its place in the list.
    pub(crate) fn nodes(
        &mut self,
        key: &'static str,
        naming: &str,
        reading: &mut Reading,
    ) -> Option<Vec<Node<'t>>> {
        let (value, line) = self.get(key, reading)?;
        let Some(items) = value.as_array() else {
            self.wrong_type(key, line, "a list of tables", value, reading);
            return None;
        };
        if items.is_empty() {
            reading.problem(
                line,
                self.key(key),
                ProblemKind::Empty,
                "this list is empty",
                "add an entry or take the key out",
            );
        }
        let mut nodes = Vec::new();
        for (place, item) in items.iter().enumerate() {
            let item_line = reading.line_of(item.span().start);
            let Some(table) = item.get_ref().as_table() else {
                self.wrong_type(key, item_line, "a table", item.get_ref(), reading);
                continue;
            };
            let name = table.get(naming).and_then(|name| name.get_ref().as_str());
            let step = name.map_or_else(|| (place + 1).to_string(), str::to_owned);
            nodes.push(Node {
                table,
                line: item_line,
                path: format!("{}.{step}", self.key(key)),
                asked: Vec::new(),
            });
        }
        Some(nodes)
    }

    /// The tables of a list that must be there.
    pub(crate) fn needed_nodes(
        &mut self,
        key: &'static str,
        naming: &str,
        reading: &mut Reading,
    ) -> Vec<Node<'t>> {
        if !self.has(key) {
            self.missing(key, "[{ … }]", reading);
        }
        self.nodes(key, naming, reading).unwrap_or_default()
    }

    /// Every key of this table, each a list of texts.
    pub(crate) fn lists(&self, reading: &mut Reading) -> Vec<(String, Vec<String>)> {
        let mut lists = Vec::new();
        for (key, value) in self.table {
            let line = reading.line_of(value.span().start);
            let items = value.get_ref().as_array().map(|items| {
                items
                    .iter()
                    .filter_map(|item| item.get_ref().as_str().map(str::to_owned))
                    .collect::<Vec<_>>()
            });
            match items {
                Some(texts) if !texts.is_empty() => lists.push((key.get_ref().to_string(), texts)),
                _ => reading.problem(
                    line,
                    self.key(key.get_ref()),
                    ProblemKind::WrongType,
                    "this is not a list of texts",
                    "write it as [\"one\", \"two\"]",
                ),
            }
        }
        lists
    }

    /// Whether the key is there, of whatever type.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The line of a key's value, or of the table itself.
    pub(crate) fn line_of(&self, key: &str, reading: &Reading) -> usize {
        self.table
            .get(key)
            .map_or(self.line, |value| reading.line_of(value.span().start))
    }

    /// Reports every key that nobody asked for. Call it last.
    pub(crate) fn finish(self, reading: &mut Reading) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if self.asked.contains(&name) {
                continue;
            }
            let mend = match nearest(name, self.asked.iter().copied()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("take it out; the keys here are {}", self.asked.join(", ")),
            };
            let line = reading.line_of(key.span().start);
            reading.problem(
                line,
                self.key(name),
                ProblemKind::UnknownKey,
                format!("there is no key \"{name}\" here"),
                mend,
            );
        }
    }
}

fn described(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
