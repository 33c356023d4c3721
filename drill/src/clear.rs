//! The other half: what can be read at all, of what an organisation's archive holds, is only what may be.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;

/// What came of looking.
#[derive(Default)]
pub(crate) struct Clear {
    pub(crate) rows: u64,
    pub(crate) values: u64,
    pub(crate) wrong: Vec<String>,
}

/// Tables of the organisation's own publications and settings: their words are ours or the codebook's.
const OWN_WORDS: [&str; 3] = ["codebook", "codebook_label", "checkpoint"];
/// Columns with words that staff chose for themselves: their names, the organisation's, a mapping's.
const CHOSEN: [&str; 4] = [
    "member.name",
    "member.name_key",
    "organisation.name",
    "import.name",
];
/// Reports are dated by the hour.
const HOUR: i64 = 3_600_000_000;
/// Words of ours that no codebook lists: facts, kinds, states, files. One that is new has to be written here.
const OURS: &str = include_str!("ours.txt");

/// Looks at every value of every row of an archive.
pub(crate) fn look(archive: &Path) -> anyhow::Result<Clear> {
    let mut clear = Clear::default();
    let mut known: HashSet<String> = OURS.split_whitespace().map(str::to_owned).collect();
    let codebooks = fs::read_to_string(archive.join("codebook.jsonl"))?;
    for line in codebooks.lines() {
        let row: Value = serde_json::from_str(line)?;
        let source = row.get("source").and_then(Value::as_str);
        // Codes are what stands in quotation marks and has no blank in it.
        let quoted = source.unwrap_or_default().split('"').skip(1).step_by(2);
        known.extend(quoted.filter(|text| !text.contains(' ')).map(str::to_owned));
    }
    for entry in fs::read_dir(archive)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().display().to_string();
        if path.extension().is_none_or(|ending| ending != "jsonl") || OWN_WORDS.contains(&&*name) {
            continue;
        }
        for line in fs::read_to_string(&path)?.lines() {
            let row: Value = serde_json::from_str(line).with_context(|| name.clone())?;
            clear.rows += 1;
            values(&known, &name, &row, &mut clear);
        }
    }
    Ok(clear)
}

fn values(known: &HashSet<String>, column: &str, value: &Value, clear: &mut Clear) {
    match value {
        Value::Object(fields) => {
            let inside_facets = column.ends_with("facets");
            for (name, value) in fields {
                // Names of fields are ours; those of facets come from the codebook.
                if inside_facets && !known.contains(name) {
                    clear.wrong.push(format!("a facet in {column}"));
                }
                let column = format!("{column}.{name}");
                values(known, &column, value, clear);
            }
        }
        Value::Array(list) => {
            for value in list {
                values(known, column, value, clear);
            }
        }
        Value::String(text) => {
            clear.values += 1;
            if let Ok(inner @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str(text) {
                values(known, column, &inner, clear);
            } else if !CHOSEN.contains(&column) && !may_be_read(known, text) {
                let letters = text.chars().count();
                clear
                    .wrong
                    .push(format!("a text of {letters} letters in {column}"));
            }
        }
        Value::Number(number) => {
            clear.values += 1;
            if column == "report.received" && number.as_i64().is_none_or(|at| at % HOUR != 0) {
                clear
                    .wrong
                    .push("a report's time is not rounded to the hour".to_owned());
            }
        }
        Value::Null | Value::Bool(_) => clear.values += 1,
    }
}

/// Whether a text is codes of the codebook or of ours, a date, a number, or bytes: ids, what is sealed, what is hashed.
fn may_be_read(known: &HashSet<String>, text: &str) -> bool {
    let is_one = |word: &str| known.contains(word) || is_number(word) || is_bytes(word);
    let is_letter = |letter: char| letter.is_alphanumeric() || "-_:".contains(letter);
    text.split(|letter| !is_letter(letter))
        .filter(|word| !word.is_empty())
        .all(is_one)
}

/// A number, a date, a time.
fn is_number(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_digit() || b"-:TZ".contains(&byte))
}

/// Sixteen bytes or more, as an archive writes them.
fn is_bytes(text: &str) -> bool {
    text.len() >= 32
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}
