//! Checking message sources that come from outside.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use fluent_bundle::{FluentError, FluentResource, concurrent::FluentBundle};
use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement,
};

use crate::Language;

/// The largest file of labels that is read, in bytes. The whole interface in one language is a tenth of this.
const LARGEST: usize = 1_000_000;
/// How many braces and parentheses one message may open. Both the parser and the writer go one level deeper with each,
/// so this bounds their use of the stack.
const MOST_OPENED: usize = 100;
/// How many references may follow one another.
const DEEPEST_REFERENCE: usize = 20;

/// Why a file of labels can't be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum LabelError {
    /// The file is larger than any honest one.
    #[error("the labels for {language} are too long: {bytes} bytes, and {LARGEST} is the most")]
    TooLong {
        /// The language of the file.
        language: Language,
        /// How long it is.
        bytes: usize,
    },
    /// One message opens too many braces or parentheses.
    #[error("labels for {language}, line {line}: too many braces or parentheses in one message")]
    TooDeep {
        /// The language of the file.
        language: Language,
        /// The line where the message passes the limit, from 1.
        line: usize,
    },
    /// The file is not written as Fluent wants.
    #[error("labels for {language}, line {line}: {reason}")]
    NotFluent {
        /// The language of the file.
        language: Language,
        /// The line of the first error, from 1.
        line: usize,
        /// What the parser says.
        reason: String,
    },
    /// A key has words already, in the same file, another one, or the interface.
    #[error("labels for {language}: {key} is defined already; choose another key")]
    AlreadyDefined {
        /// The language of the file.
        language: Language,
        /// The key.
        key: String,
    },
    /// A message refers to one that doesn't exist.
    #[error("labels for {language}: {key} refers to {missing}, which is not defined")]
    NoSuchReference {
        /// The language of the file.
        language: Language,
        /// The message that refers.
        key: String,
        /// What it refers to.
        missing: String,
    },
    /// A message refers to itself, directly or round about, or through too many others.
    #[error("labels for {language}: the references of {key} run in a circle or too far")]
    EndlessReference {
        /// The language of the file.
        language: Language,
        /// The message where it was noticed.
        key: String,
    },
}

/// Reads a source, or says why not.
pub(super) fn parse(language: Language, source: &str) -> Result<FluentResource, LabelError> {
    if source.len() > LARGEST {
        return Err(LabelError::TooLong {
            language,
            bytes: source.len(),
        });
    }
    shallow(language, source)?;
    FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
        let first = errors.first();
        LabelError::NotFluent {
            language,
            line: first.map_or(1, |error| line_of(source, error.pos.start)),
            reason: first.map_or_else(String::new, |error| error.kind.to_string()),
        }
    })
}

fn line_of(source: &str, byte: usize) -> usize {
    1 + source
        .bytes()
        .take(byte)
        .filter(|byte| *byte == b'\n')
        .count()
}

/// Counts what each message opens, and never what it closes: what closes what depends on the grammar, and a count that
/// trusted its own guess could be led astray. `name =` at the start of a line begins a message wherever the parser
/// stands, since `=` occurs nowhere inside one.
fn shallow(language: Language, source: &str) -> Result<(), LabelError> {
    let mut opened = 0;
    for (place, line) in source.split('\n').enumerate() {
        if begins_message(line) {
            opened = 0;
        }
        if !line.starts_with('#') {
            opened += line.bytes().filter(|byte| b"{(".contains(byte)).count();
        }
        if opened > MOST_OPENED {
            return Err(LabelError::TooDeep {
                language,
                line: place + 1,
            });
        }
    }
    Ok(())
}

fn begins_message(line: &str) -> bool {
    let name = line.strip_prefix('-').unwrap_or(line);
    name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name
            .trim_start_matches(|letter: char| {
                letter.is_ascii_alphanumeric() || "-_".contains(letter)
            })
            .trim_start_matches(' ')
            .starts_with('=')
}

/// The error for a bundle's refusal of a resource.
pub(super) fn already_defined(language: Language, errors: &[FluentError]) -> LabelError {
    let key = errors.iter().find_map(|error| match error {
        FluentError::Overriding { id, .. } => Some(id.clone()),
        _ => None,
    });
    LabelError::AlreadyDefined {
        language,
        key: key.unwrap_or_default(),
    }
}

/// Follows the references of all added messages.
pub(super) fn references<'a>(
    language: Language,
    bundle: &FluentBundle<Arc<FluentResource>>,
    sources: impl Iterator<Item = &'a str>,
) -> Result<(), LabelError> {
    let mut named: HashMap<String, HashSet<String>> = HashMap::new();
    for source in sources {
        let parsed = fluent_syntax::parser::parse_runtime(source)
            .unwrap_or_else(|(partly_parsed, _)| partly_parsed);
        for entry in &parsed.body {
            let (key, value, attributes) = match entry {
                Entry::Message(message) => (
                    message.id.name.to_owned(),
                    message.value.as_ref(),
                    &message.attributes,
                ),
                Entry::Term(term) => (
                    format!("-{}", term.id.name),
                    Some(&term.value),
                    &term.attributes,
                ),
                _ => continue,
            };
            let found = named.entry(key).or_default();
            let patterns = value
                .into_iter()
                .chain(attributes.iter().map(|attribute| &attribute.value));
            for pattern in patterns {
                in_pattern(pattern, found);
            }
        }
    }
    let mut depths = HashMap::new();
    for key in named.keys() {
        depth(language, bundle, &named, &mut depths, key, 0)?;
    }
    Ok(())
}

/// How many references follow from a key, at most.
fn depth<'a>(
    language: Language,
    bundle: &FluentBundle<Arc<FluentResource>>,
    named: &'a HashMap<String, HashSet<String>>,
    depths: &mut HashMap<&'a str, usize>,
    key: &'a str,
    travelled: usize,
) -> Result<usize, LabelError> {
    if let Some(known) = depths.get(key) {
        return Ok(*known);
    }
    let endless = || LabelError::EndlessReference {
        language,
        key: key.to_owned(),
    };
    if travelled > DEEPEST_REFERENCE {
        return Err(endless());
    }
    let mut deepest = 0;
    for next in named.get(key).into_iter().flatten() {
        if named.contains_key(next) {
            let below = depth(language, bundle, named, depths, next, travelled + 1)?;
            deepest = deepest.max(below + 1);
        } else if next.starts_with('-') || !bundle.has_message(next) {
            // Terms of the interface are its own; only its messages may be referred to.
            return Err(LabelError::NoSuchReference {
                language,
                key: key.to_owned(),
                missing: next.clone(),
            });
        }
    }
    if deepest > DEEPEST_REFERENCE {
        return Err(endless());
    }
    depths.insert(key, deepest);
    Ok(deepest)
}

fn in_pattern(pattern: &Pattern<&str>, found: &mut HashSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &Expression<&str>, found: &mut HashSet<String>) {
    match expression {
        Expression::Select { selector, variants } => {
            in_inline(selector, found);
            for variant in variants {
                in_pattern(&variant.value, found);
            }
        }
        Expression::Inline(inline) => in_inline(inline, found),
    }
}

fn in_inline(inline: &InlineExpression<&str>, found: &mut HashSet<String>) {
    match inline {
        InlineExpression::MessageReference { id, .. } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::TermReference { id, arguments, .. } => {
            found.insert(format!("-{}", id.name));
            if let Some(arguments) = arguments {
                in_arguments(arguments, found);
            }
        }
        InlineExpression::FunctionReference { arguments, .. } => in_arguments(arguments, found),
        InlineExpression::Placeable { expression } => in_expression(expression, found),
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::VariableReference { .. } => {}
    }
}

fn in_arguments(arguments: &CallArguments<&str>, found: &mut HashSet<String>) {
    let named = arguments.named.iter().map(|argument| &argument.value);
    for inline in arguments.positional.iter().chain(named) {
        in_inline(inline, found);
    }
}
