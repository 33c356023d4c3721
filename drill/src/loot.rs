//! Looking through what was taken.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::ensure;
use testkit::canary::{Search, forms};

use crate::canaries::Canaries;
use crate::story::Place;

/// Looks for every canary in everything that was taken; whether there is none. First, that it would be found.
pub(crate) fn look(place: &Place, canaries: &Canaries) -> anyhow::Result<bool> {
    let words = canaries.words();
    let search = Search::new(&words);
    println!(
        "  leaks planted in copies of what was taken, to see that they are found: {}",
        planted(place, &search, &words)?
    );
    let mut parts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    let mut hits = Vec::new();
    for entry in fs::read_dir(&place.loot)? {
        let part = entry?.path();
        let looked = search.folder(&part)?;
        let name = part.file_name().unwrap_or_default().display().to_string();
        parts.insert(name, (looked.files, looked.bytes));
        hits.extend(looked.hits);
    }
    for (name, (files, bytes)) in &parts {
        println!("  {name}: {files} files, {:.1} MB", *bytes as f64 / 1e6);
        ensure!(*bytes > 0, "there is nothing in {name}: it was not taken");
    }
    println!("  hits: {}", hits.len());
    for (file, (number, form)) in &hits {
        let canary = &canaries.all[*number];
        let file = file.strip_prefix(&place.loot).unwrap_or(file);
        println!(
            "  FOUND: a canary ({:?}, {}) as {form} in {}",
            canary.kind,
            canary.script,
            file.display()
        );
    }
    Ok(hits.is_empty())
}

/// Puts one canary of each script in every form into a copy of the largest file of each part; all have to be found.
fn planted(place: &Place, search: &Search, words: &[&str]) -> anyhow::Result<usize> {
    let copy = place.folder.join("planted");
    let mut count = 0;
    for entry in fs::read_dir(&place.loot)? {
        let Some(largest) = largest(&entry?.path())? else {
            continue;
        };
        let whole = fs::read(&largest)?;
        for (number, word) in words.iter().enumerate().take(7) {
            for (form, bytes) in forms(word) {
                // In the middle, over what was there.
                let mut altered = whole.clone();
                let at = altered.len() / 2;
                altered.splice(at..at, bytes);
                fs::write(&copy, altered)?;
                let (_, hits) = search.read(fs::File::open(&copy)?)?;
                ensure!(
                    hits.iter().any(|(found, _)| *found == number),
                    "a planted leak was not found: {form} in {}",
                    largest.display()
                );
                count += 1;
            }
        }
    }
    let _ = fs::remove_file(copy);
    Ok(count)
}

/// The largest file below a folder that is quickly searched.
fn largest(folder: &Path) -> anyhow::Result<Option<std::path::PathBuf>> {
    const QUICK: u64 = 1 << 20;
    let mut found = None;
    let mut most = 0;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.is_file() {
                let size = path.metadata()?.len();
                if size > most && size < QUICK {
                    most = size;
                    found = Some(path);
                }
            }
        }
    }
    Ok(found)
}
