//! The project's files hold no trace of the machine they were written on.

use std::fs;
use std::path::Path;

use crate::floors::root;

/// Folders at the root of a machine that mean nothing on another, in two halves so that this file
/// does not name them.
const FOLDERS: [(&str, &str); 3] = [("/ro", "ot/"), ("/wo", "rk/"), ("/fa", "rm/")];
/// Names that belong to package registries and their mirrors, in two halves likewise.
const HOSTS: [(&str, &str); 6] = [
    ("npm", "js.org"),
    ("npm", "mirror.com"),
    ("index.crates", ".io"),
    ("static.crates", ".io"),
    ("py", "pi.org"),
    ("arti", "factory"),
];
/// What is made by tools and kept by nobody.
const PASSING: [&str; 4] = [".git", "target", "node_modules", "artifacts"];

/// The traces in this text, each with its line.
fn traces(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for (one, other) in FOLDERS {
            let folder = format!("{one}{other}");
            let begins_a_path = |at: usize| {
                line[..at]
                    .chars()
                    .next_back()
                    .is_none_or(|before| !before.is_alphanumeric() && !"._-/~}".contains(before))
            };
            if line.match_indices(&folder).any(|(at, _)| begins_a_path(at)) {
                found.push(format!("{}: {folder}", number + 1));
            }
        }
        for (one, other) in HOSTS {
            let host = format!("{one}{other}");
            if line.contains(&host) {
                found.push(format!("{}: {host}", number + 1));
            }
        }
    }
    found
}

fn look(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if PASSING.iter().any(|passing| entry.file_name() == *passing) {
            continue;
        }
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            look(&path, found);
        } else if let Ok(text) = fs::read_to_string(&path) {
            found.extend(
                traces(&text)
                    .into_iter()
                    .map(|trace| format!("{}:{trace}", path.display())),
            );
        }
    }
}

#[test]
fn no_file_names_a_machines_folder_or_a_registry() {
    let mut found = Vec::new();
    look(&root(), &mut found);
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_trace_is_seen() {
    for (one, other) in FOLDERS {
        assert_eq!(
            traces(&format!("fine\nsee {one}{other}notes"))[0],
            format!("2: {one}{other}")
        );
        assert_eq!(traces(&format!("'{one}{other}notes'")).len(), 1);
        assert_eq!(
            traces(&format!("src{one}{other}notes")).len(),
            0,
            "a folder of the project's own"
        );
    }
    for (one, other) in HOSTS {
        assert_eq!(traces(&format!("https://a.{one}{other}/b")).len(), 1);
    }
    assert_eq!(
        traces("registry+https://github.com/rust-lang/crates.io-index"),
        [""; 0]
    );
}
