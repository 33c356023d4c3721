//! JSON Lines: one object a line.

use std::io::{self, BufRead as _, BufReader, Read};

use csv::StringRecord;
use serde_json::Value;

use super::{LONGEST_RECORD, NoRow, unreadable};
use crate::import::ImportError;

/// The rows of a file with one JSON object a line.
pub(super) struct Lines {
    source: BufReader<Box<dyn Read + Send>>,
    wanted: Vec<(String, String)>,
    line: u64,
    text: Vec<u8>,
}

impl Lines {
    /// `wanted` are the names of the columns, each with what is put between the values of a list.
    pub(super) fn open(
        source: BufReader<Box<dyn Read + Send>>,
        wanted: &[(String, String)],
    ) -> Self {
        Self {
            source,
            wanted: wanted.to_vec(),
            line: 0,
            text: Vec::new(),
        }
    }

    pub(super) fn names(&self) -> StringRecord {
        self.wanted.iter().map(|(name, _)| name.as_str()).collect()
    }

    pub(super) fn next(&mut self, record: &mut StringRecord) -> Result<Option<u64>, ImportError> {
        loop {
            self.text.clear();
            self.line += 1;
            let read = (&mut self.source)
                .take(LONGEST_RECORD + 1)
                .read_until(b'\n', &mut self.text)
                .map_err(|error| unreadable(self.line, &error))?;
            if read == 0 {
                return Ok(None);
            }
            let wrong = |reason| ImportError::Unreadable {
                line: self.line,
                reason,
            };
            if self.text.len() as u64 > LONGEST_RECORD {
                return Err(wrong(NoRow::LongLine));
            }
            let text = self
                .text
                .strip_prefix(b"\xEF\xBB\xBF")
                .unwrap_or(&self.text)
                .trim_ascii();
            if text.is_empty() {
                continue;
            }
            let Ok(Value::Object(object)) = serde_json::from_slice(text) else {
                return Err(wrong(NoRow::NoObject));
            };
            record.clear();
            for (name, between) in &self.wanted {
                record.push_field(&text_of(find(&object, name), between));
            }
            return Ok(Some(self.line));
        }
    }

    /// Reads the rest and throws it away.
    pub(super) fn drain(mut self) -> Result<(), ImportError> {
        io::copy(&mut self.source, &mut io::sink())
            .map_err(|error| unreadable(self.line, &error))?;
        Ok(())
    }
}

/// The value of that name; one within another is named with a dot, as `place.city`.
fn find<'v>(object: &'v serde_json::Map<String, Value>, name: &str) -> Option<&'v Value> {
    object.get(name).or_else(|| {
        let (outer, inner) = name.split_once('.')?;
        find(object.get(outer)?.as_object()?, inner)
    })
}

fn text_of(value: Option<&Value>, between: &str) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(values)) => {
            let texts: Vec<String> = values
                .iter()
                .map(|value| text_of(Some(value), between))
                .collect();
            texts.join(between)
        }
        Some(other) => other.to_string(),
    }
}
