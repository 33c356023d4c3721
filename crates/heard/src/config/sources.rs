//! Gathers what was written about each setting, and where: in the file and in the environment.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::table::{Given, Setting, TABLE, sections};
use super::{Origin, SettingProblem, nearest};

/// What was written about the settings, by name, and what could not be understood on the way.
#[derive(Debug, Default)]
pub(super) struct Sources {
    in_file: BTreeMap<String, (Given, Origin)>,
    in_environment: BTreeMap<String, (Given, Origin)>,
    /// Everything wrong so far.
    pub(super) problems: Vec<SettingProblem>,
}

impl Sources {
    /// Notes what the file says. Reports every problem, not only the first.
    pub(super) fn read_file(&mut self, path: &Path) {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                let message = format!("cannot be read: {error}");
                self.problems.push(SettingProblem {
                    origin: file(path, None),
                    name: None,
                    message,
                });
                return;
            }
        };
        self.read_text(path, &text);
    }

    fn read_text(&mut self, path: &Path, text: &str) {
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            self.problems.push(SettingProblem {
                origin: file(path, error.span().map(|span| line_of(text, span.start))),
                name: None,
                message: format!("is not TOML here: {}", error.message()),
            });
        }
        for (section, content) in document.get_ref() {
            let origin = file(path, Some(line_of(text, section.span().start)));
            let section = section.get_ref().as_ref();
            let known = sections();
            if !known.contains(&section) {
                self.problems
                    .push(unknown(origin, section, "section", known.into_iter()));
                continue;
            }
            let DeValue::Table(table) = content.get_ref() else {
                let message = format!("is a section: write [{section}] and its settings below");
                self.problems.push(SettingProblem {
                    origin,
                    name: Some(section.to_owned()),
                    message,
                });
                continue;
            };
            for (key, value) in table {
                let origin = file(path, Some(line_of(text, key.span().start)));
                let name = format!("{section}.{}", key.get_ref());
                if TABLE.iter().any(|setting| setting.name() == name) {
                    self.in_file.insert(name, (given(value.get_ref()), origin));
                } else {
                    let names: Vec<String> = TABLE.iter().map(|setting| setting.name()).collect();
                    let names = names.iter().map(String::as_str);
                    self.problems.push(unknown(origin, &name, "setting", names));
                }
            }
        }
    }

    /// Notes what the environment says. A variable that looks like a setting and is none is a
    /// problem; other variables, of this program or others, are left alone.
    pub(super) fn read_environment(&mut self, environment: &BTreeMap<String, String>) {
        let names: Vec<String> = TABLE.iter().map(|setting| setting.environment()).collect();
        for (variable, value) in environment {
            let origin = Origin::Environment {
                name: variable.clone(),
            };
            if let Some(setting) = TABLE
                .iter()
                .find(|setting| setting.environment() == *variable)
            {
                let given = Given::Words(value.clone());
                self.in_environment.insert(setting.name(), (given, origin));
            } else if variable.starts_with("HEARD_") {
                let in_a_section = sections().iter().any(|section| {
                    variable[6..].starts_with(&format!("{section}_").to_uppercase())
                });
                let misspelt = names
                    .iter()
                    .any(|name| strsim::osa_distance(name, variable) <= 2);
                if in_a_section || misspelt {
                    let names = names.iter().map(String::as_str);
                    self.problems
                        .push(unknown(origin, variable, "environment variable", names));
                }
            }
        }
    }

    /// What was written about this setting in the place that counts, and where that is. A wrong
    /// value is noted as a problem, wherever it stands, even where a higher place hides it.
    pub(super) fn take<T>(&mut self, setting: &Setting<T>) -> Option<(T, Origin)> {
        let name = setting.description.name();
        let mut found = None;
        for written in [
            self.in_file.remove(&name),
            self.in_environment.remove(&name),
        ] {
            let Some((given, origin)) = written else {
                continue;
            };
            match (setting.read)(&given) {
                Ok(value) => found = Some((value, origin)),
                Err(message) => {
                    let name = Some(name.clone());
                    self.problems.push(SettingProblem {
                        origin,
                        name,
                        message,
                    });
                }
            }
        }
        found
    }
}

fn file(path: &Path, line: Option<usize>) -> Origin {
    Origin::File {
        path: PathBuf::from(path),
        line,
    }
}

fn unknown<'a>(
    origin: Origin,
    name: &str,
    what: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> SettingProblem {
    let hint = match nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known are {}", known.collect::<Vec<_>>().join(", ")),
    };
    let message = format!("no {what} has this name; {hint}");
    SettingProblem {
        origin,
        name: Some(name.to_owned()),
        message,
    }
}

fn given(value: &DeValue<'_>) -> Given {
    match value {
        DeValue::String(text) => Given::Text(text.clone().into_owned()),
        DeValue::Integer(number) => {
            let digits = number.as_str().replace('_', "");
            i64::from_str_radix(&digits, number.radix())
                .map_or(Given::Other("a number beyond all bounds"), Given::Integer)
        }
        DeValue::Boolean(value) => Given::Boolean(*value),
        DeValue::Float(_) => Given::Other("a number with a fraction"),
        DeValue::Datetime(_) => Given::Other("a date"),
        DeValue::Array(_) => Given::Other("a list"),
        DeValue::Table(_) => Given::Other("a section"),
    }
}

/// The line, from 1, in which this byte stands.
fn line_of(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}
