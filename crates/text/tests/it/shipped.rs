//! The shipped messages: each language whole, each message used, and the pages asking for nothing that isn't there.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::{
    ast::{
        CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
    },
    parser,
};
use text::scan_keys;

/// What one message or attribute says: its variables and the messages it refers to.
#[derive(Default, PartialEq)]
struct Shape {
    variables: BTreeSet<String>,
    references: BTreeSet<String>,
    /// Numbers that are matched exactly.
    exact: BTreeSet<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files_under(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path
                .extension()
                .is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn languages() -> BTreeMap<String, PathBuf> {
    fs::read_dir(root().join("locales"))
        .expect("locales")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .map(|path| {
            let code = path.file_name().expect("a name").to_string_lossy();
            (code.into_owned(), path)
        })
        .collect()
}

/// All messages and attributes (`key.attribute`) of one language, and what is wrong with its files.
fn read(folder: &Path) -> (BTreeMap<String, Shape>, Vec<String>) {
    let mut messages = BTreeMap::new();
    let mut wrong = Vec::new();
    for path in files_under(folder, &["ftl"]) {
        let name = path.strip_prefix(root().join("locales")).unwrap_or(&path);
        let name = name.display();
        let source = fs::read_to_string(&path).expect("UTF-8");
        let parsed = parser::parse(source.as_str()).unwrap_or_else(|(partly_parsed, errors)| {
            for error in errors {
                let line = source[..error.pos.start].matches('\n').count() + 1;
                wrong.push(format!("{name}:{line} doesn't parse: {}", error.kind));
            }
            partly_parsed
        });
        for entry in &parsed.body {
            let Entry::Message(message) = entry else {
                if let Entry::Term(term) = entry {
                    wrong.push(format!(
                        "{name}: -{} is a term; write a message",
                        term.id.name
                    ));
                }
                continue;
            };
            let value = message
                .value
                .iter()
                .map(|value| (message.id.name.to_owned(), value));
            let attributes = message.attributes.iter().map(|attribute| {
                let key = format!("{}.{}", message.id.name, attribute.id.name);
                (key, &attribute.value)
            });
            for (key, pattern) in value.chain(attributes) {
                let mut shape = Shape::default();
                in_pattern(pattern, &mut shape);
                for number in shape
                    .exact
                    .iter()
                    .filter(|number| !["0", "1", "2"].contains(&number.as_str()))
                {
                    wrong.push(format!(
                        "{name}: {key} matches {number} exactly; only 0, 1 and 2 may be"
                    ));
                }
                if messages.insert(key.clone(), shape).is_some() {
                    wrong.push(format!("{name}: {key} is defined twice"));
                }
            }
        }
    }
    (messages, wrong)
}

fn in_pattern(pattern: &Pattern<&str>, shape: &mut Shape) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, shape);
        }
    }
}

fn in_expression(expression: &Expression<&str>, shape: &mut Shape) {
    match expression {
        Expression::Select { selector, variants } => {
            in_inline(selector, shape);
            for variant in variants {
                if let VariantKey::NumberLiteral { value } = &variant.key {
                    shape.exact.insert((*value).to_owned());
                }
                in_pattern(&variant.value, shape);
            }
        }
        Expression::Inline(inline) => in_inline(inline, shape),
    }
}

fn in_inline(inline: &InlineExpression<&str>, shape: &mut Shape) {
    match inline {
        InlineExpression::VariableReference { id } => {
            shape.variables.insert(id.name.to_owned());
        }
        InlineExpression::MessageReference { id, .. } => {
            shape.references.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => in_arguments(arguments, shape),
        InlineExpression::Placeable { expression } => in_expression(expression, shape),
        InlineExpression::TermReference { .. }
        | InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. } => {}
    }
}

fn in_arguments(arguments: &CallArguments<&str>, shape: &mut Shape) {
    for inline in &arguments.positional {
        in_inline(inline, shape);
    }
}

/// The keys that pages use, each with the file that does.
fn used() -> BTreeMap<String, String> {
    let mut used = BTreeMap::new();
    let mut sources = vec![root().join("crates/text/src/language.rs")];
    for folder in ["crates/web/src", "crates/web/templates", "crates/heard/src"] {
        sources.extend(files_under(
            &root().join(folder),
            &["rs", "html", "txt", "svg", "xml"],
        ));
    }
    for path in sources {
        let source = fs::read_to_string(&path).expect("UTF-8");
        let name = path
            .strip_prefix(root())
            .unwrap_or(&path)
            .display()
            .to_string();
        for key in scan_keys(&source) {
            used.entry(key).or_insert_with(|| name.clone());
        }
    }
    used
}

fn none(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} of them:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_file_parses_and_defines_each_key_once() {
    let mut wrong = Vec::new();
    for folder in languages().values() {
        wrong.extend(read(folder).1);
    }
    none(&wrong);
}

#[test]
fn every_language_has_the_same_messages_with_the_same_variables() {
    let languages = languages();
    let (english, _) = read(&languages["en"]);
    assert!(english.len() > 100);
    let mut wrong = Vec::new();
    for (code, folder) in &languages {
        let (messages, _) = read(folder);
        for (key, shape) in &english {
            match messages.get(key) {
                None => wrong.push(format!("{code} lacks {key}")),
                Some(other) if other.variables != shape.variables => {
                    wrong.push(format!(
                        "{code} {key} has the variables {:?}, English has {:?}",
                        other.variables, shape.variables
                    ));
                }
                Some(_) => {}
            }
        }
        for key in messages.keys().filter(|key| !english.contains_key(*key)) {
            wrong.push(format!("{code} has {key}, which English has not"));
        }
    }
    none(&wrong);
}

#[test]
fn every_message_that_a_page_uses_is_there_in_every_language() {
    let used = used();
    let mut wrong = Vec::new();
    for (code, folder) in &languages() {
        let (messages, _) = read(folder);
        for (key, file) in &used {
            if !messages.contains_key(key) {
                wrong.push(format!("{code} lacks {key}, used in {file}"));
            }
        }
    }
    none(&wrong);
}

#[test]
fn every_message_is_used() {
    let used = used();
    let (english, _) = read(&languages()["en"]);
    let referred: BTreeSet<_> = english
        .values()
        .flat_map(|shape| &shape.references)
        .collect();
    let wrong: Vec<_> = english
        .keys()
        .filter(|key| !used.contains_key(*key) && !referred.contains(key))
        .map(|key| format!("nothing uses {key}"))
        .collect();
    none(&wrong);
}

#[test]
fn public_words_never_say_victim() {
    let mut wrong = Vec::new();
    for file in ["common", "home", "report", "status", "figures", "ledger"] {
        let source =
            fs::read_to_string(root().join(format!("locales/en/{file}.ftl"))).expect("UTF-8");
        for (place, line) in source.lines().enumerate() {
            if line.to_lowercase().contains("victim") && !line.starts_with('#') {
                wrong.push(format!("{file}.ftl:{}: {line}", place + 1));
            }
        }
    }
    none(&wrong);
}
