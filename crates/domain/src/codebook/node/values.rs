//! Reading the single values and lists of a table.

use jiff::civil::Date;

use super::Node;
use crate::codebook::document::{is_kebab, is_label_key, is_official};
use crate::codebook::{Located, ProblemKind, Reading};

impl Node<'_> {
    /// A text, if it is there. A blank one is a problem.
    pub(crate) fn text(
        &mut self,
        key: &'static str,
        reading: &mut Reading,
    ) -> Option<Located<String>> {
        let (value, line) = self.get(key, reading)?;
        let Some(text) = value.as_str() else {
            self.wrong_type(key, line, "a text in quotes", value, reading);
            return None;
        };
        if text.trim().is_empty() {
            reading.problem(
                line,
                self.key(key),
                ProblemKind::Empty,
                "this text is empty",
                "write something or take the key out",
            );
        }
        Some(Located {
            value: text.to_owned(),
            line,
        })
    }

    /// A text that must be there; an empty stand-in if it isn't.
    pub(crate) fn needed_text(
        &mut self,
        key: &'static str,
        reading: &mut Reading,
    ) -> Located<String> {
        if !self.has(key) {
            self.missing(key, "\"…\"", reading);
        }
        self.text(key, reading).unwrap_or(Located {
            value: String::new(),
            line: self.line,
        })
    }

    /// A name that must be there, in kebab-case.
    pub(crate) fn needed_name(
        &mut self,
        key: &'static str,
        reading: &mut Reading,
    ) -> Located<String> {
        let name = self.needed_text(key, reading);
        if !name.value.trim().is_empty() && !is_kebab(&name.value) {
            not_kebab(
                &name,
                self.key(key),
                "write it in small letters, digits and single hyphens, as in \"two-words\"",
                reading,
            );
        }
        name
    }

    /// A code that must be there: kebab-case, or an official code in capitals and digits.
    pub(crate) fn needed_code(
        &mut self,
        key: &'static str,
        reading: &mut Reading,
    ) -> Located<String> {
        let code = self.needed_text(key, reading);
        if !code.value.trim().is_empty() && !is_kebab(&code.value) && !is_official(&code.value) {
            not_kebab(
                &code,
                self.key(key),
                "write it in small letters, digits and single hyphens, or as an official code in capitals and digits",
                reading,
            );
        }
        code
    }

    /// A label key: what the file gives, or else `derived`.
    pub(crate) fn label(
        &mut self,
        key: &'static str,
        derived: &str,
        owner: &str,
        reading: &mut Reading,
    ) -> String {
        match self.text(key, reading) {
            Some(given) => {
                if !is_label_key(&given.value) {
                    reading.problem(
                        given.line,
                        self.key(key),
                        ProblemKind::NotKebab,
                        format!("\"{}\" can't be the name of a label", given.value),
                        "begin with a letter and use letters, digits and hyphens only",
                    );
                }
                reading.asks_label(given.value, given.line, owner, false)
            }
            None => reading.asks_label(derived.to_owned(), self.line, owner, true),
        }
    }

    /// Yes or no; `default` if absent.
    pub(crate) fn flag(&mut self, key: &'static str, default: bool, reading: &mut Reading) -> bool {
        let Some((value, line)) = self.get(key, reading) else {
            return default;
        };
        value.as_bool().unwrap_or_else(|| {
            self.wrong_type(key, line, "true or false", value, reading);
            default
        })
    }

    /// A whole number between two bounds, if it is there.
    pub(crate) fn number(
        &mut self,
        key: &'static str,
        least: u32,
        most: u32,
        reading: &mut Reading,
    ) -> Option<u32> {
        let (value, line) = self.get(key, reading)?;
        let Some(written) = value.as_integer() else {
            self.wrong_type(key, line, "a whole number", value, reading);
            return None;
        };
        match u32::from_str_radix(written.as_str(), written.radix()) {
            Ok(number) if (least..=most).contains(&number) => Some(number),
            _ => {
                reading.problem(
                    line,
                    self.key(key),
                    ProblemKind::WrongValue,
                    format!("{written} is out of bounds"),
                    format!("write a number from {least} to {most}"),
                );
                None
            }
        }
    }

    /// A whole number that must be there; `least` stands in if it isn't.
    pub(crate) fn needed_number(
        &mut self,
        key: &'static str,
        least: u32,
        most: u32,
        reading: &mut Reading,
    ) -> u32 {
        if !self.has(key) {
            self.missing(key, &least.to_string(), reading);
        }
        self.number(key, least, most, reading).unwrap_or(least)
    }

    /// A day without a time, if it is there.
    pub(crate) fn date(
        &mut self,
        key: &'static str,
        reading: &mut Reading,
    ) -> Option<Located<Date>> {
        let (value, line) = self.get(key, reading)?;
        let written = value
            .as_datetime()
            .filter(|moment| moment.time.is_none() && moment.offset.is_none());
        let day = written.and_then(|moment| moment.date).and_then(|date| {
            Date::new(
                i16::try_from(date.year).ok()?,
                i8::try_from(date.month).ok()?,
                i8::try_from(date.day).ok()?,
            )
            .ok()
        });
        if day.is_none() {
            self.wrong_type(
                key,
                line,
                "a date such as 2026-01-31, without quotes",
                value,
                reading,
            );
        }
        day.map(|value| Located { value, line })
    }

    /// The two ends of a period, either of which may be open; reports one that runs backwards.
    pub(crate) fn period(&mut self, reading: &mut Reading) -> (Option<Date>, Option<Date>) {
        let from = self.date("from", reading);
        let to = self.date("to", reading);
        if let (Some(from), Some(to)) = (&from, &to)
            && to.value < from.value
        {
            reading.problem(
                to.line,
                self.key("to"),
                ProblemKind::DatesReversed,
                format!("it ends on {} but begins on {}", to.value, from.value),
                "put the earlier date in \"from\"",
            );
        }
        (from.map(|date| date.value), to.map(|date| date.value))
    }

    /// A list of texts, if it is there. An empty list and an item named twice are problems.
    pub(crate) fn list(
        &mut self,
        key: &'static str,
        reading: &mut Reading,
    ) -> Option<Located<Vec<Located<String>>>> {
        let (value, line) = self.get(key, reading)?;
        let Some(items) = value.as_array() else {
            self.wrong_type(
                key,
                line,
                "a list such as [\"one\", \"two\"]",
                value,
                reading,
            );
            return None;
        };
        if items.is_empty() {
            reading.problem(
                line,
                self.key(key),
                ProblemKind::Empty,
                "this list is empty",
                "name at least one or take the key out",
            );
        }
        let mut texts: Vec<Located<String>> = Vec::new();
        for item in items {
            let item_line = reading.line_of(item.span().start);
            let Some(text) = item.get_ref().as_str() else {
                self.wrong_type(key, item_line, "a text in quotes", item.get_ref(), reading);
                continue;
            };
            if texts.iter().any(|earlier| earlier.value == text) {
                reading.problem(
                    item_line,
                    self.key(key),
                    ProblemKind::Duplicate,
                    format!("\"{text}\" is listed twice"),
                    "take one of them out",
                );
            }
            texts.push(Located {
                value: text.to_owned(),
                line: item_line,
            });
        }
        Some(Located { value: texts, line })
    }

    /// A list of texts without their lines; empty if absent.
    pub(crate) fn plain_list(&mut self, key: &'static str, reading: &mut Reading) -> Vec<String> {
        let listed = self.list(key, reading);
        listed
            .map(|list| list.value.into_iter().map(|item| item.value).collect())
            .unwrap_or_default()
    }

    /// A list of texts that must be there.
    pub(crate) fn needed_list(
        &mut self,
        key: &'static str,
        reading: &mut Reading,
    ) -> Vec<Located<String>> {
        if !self.has(key) {
            self.missing(key, "[\"…\"]", reading);
        }
        self.list(key, reading)
            .map(|list| list.value)
            .unwrap_or_default()
    }

    /// One of a few words, if it is there.
    pub(crate) fn word<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
        reading: &mut Reading,
    ) -> Option<T> {
        let given = self.text(key, reading)?;
        let found = words
            .iter()
            .find(|(word, _)| *word == given.value)
            .map(|(_, meaning)| *meaning);
        if found.is_none() {
            let allowed: Vec<String> = words
                .iter()
                .map(|(word, _)| format!("\"{word}\""))
                .collect();
            reading.problem(
                given.line,
                self.key(key),
                ProblemKind::WrongValue,
                format!("\"{}\" is not allowed here", given.value),
                format!("write one of {}", allowed.join(", ")),
            );
        }
        found
    }

    /// One of a few words, which must be there; the first stands in if it isn't.
    pub(crate) fn needed_word<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
        reading: &mut Reading,
    ) -> Option<T> {
        if !self.has(key) {
            let example = words.first().map_or("…", |(word, _)| word);
            self.missing(key, &format!("\"{example}\""), reading);
        }
        self.word(key, words, reading)
    }
}

fn not_kebab(name: &Located<String>, key: String, mend: &str, reading: &mut Reading) {
    let message = format!("\"{}\" is not in kebab-case", name.value);
    reading.problem(name.line, key, ProblemKind::NotKebab, message, mend);
}
