//! What the altered inputs are made from: the vectors of `crates/seal/vectors`, codebooks and mappings, and the
//! files in `fuzz/corpus`: valid ones, and what broke a parser once.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

/// The root of the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The corpus of a target: what is valid for it alone, or, where nothing is kept for it, everything.
///
/// # Errors
/// If the files can't be read.
pub fn of(target: &str) -> Result<Vec<Vec<u8>>> {
    let mut corpus = vec![Vec::new()];
    let known = root().join("fuzz/corpus").join(target);
    if known.is_dir() {
        for path in files(&known, "")? {
            corpus.push(fs::read(path)?);
        }
    }
    if corpus.len() > 1 {
        return Ok(corpus);
    }
    for path in files(&root().join("crates/seal/vectors"), "json")? {
        let text = fs::read_to_string(&path)?;
        collect(&serde_json::from_str(&text)?, &mut corpus);
        corpus.push(text.into_bytes());
    }
    for folder in ["codebooks", "mappings"] {
        for path in files(&root().join(folder), "toml")? {
            corpus.push(fs::read(path)?);
        }
    }
    Ok(corpus)
}

fn files(folder: &Path, kind: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.is_file() && (kind.is_empty() || path.extension().is_some_and(|end| end == kind)) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Every string of a vector: the bytes of its digits where it has only such, and its letters.
fn collect(value: &Value, into: &mut Vec<Vec<u8>>) {
    match value {
        Value::String(text) => {
            if let Ok(bytes) = hex::decode(text) {
                into.push(bytes);
            } else {
                into.push(text.clone().into_bytes());
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, into)),
        Value::Object(fields) => fields.values().for_each(|value| collect(value, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
