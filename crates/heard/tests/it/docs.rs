//! What the documentation points at is there, and its examples hold.

use std::fs;
use std::path::{Path, PathBuf};

use domain::codebook::{Codebook, UK};
use service::import::Mapping;

use crate::floors::root;

/// The folders whose paths the documentation names.
const FOLDERS: [&str; 8] = [
    "bench/",
    "codebooks/",
    "crates/",
    "docs/",
    "e2e/",
    "locales/",
    "mappings/",
    "xtask/",
];

/// `README.md` and every page under `docs/`, with its text.
fn pages() -> Vec<(PathBuf, String)> {
    let mut files = vec![root().join("README.md")];
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    let read = |file: PathBuf| {
        let text = fs::read_to_string(&file).unwrap();
        (file, text)
    };
    files.into_iter().map(read).collect()
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// The text without what stands between lines of three backticks.
fn without_blocks(text: &str) -> String {
    let mut inside = false;
    let mut kept = String::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if !inside {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// The text of the first block of that kind.
fn block(text: &str, kind: &str) -> String {
    let opening = format!("```{kind}");
    let lines = text.lines().skip_while(|line| *line != opening).skip(1);
    let lines: Vec<&str> = lines.take_while(|line| *line != "```").collect();
    lines.join("\n")
}

/// What is wrong with the paths that stand in backticks.
fn dead_paths(text: &str, is_there: impl Fn(&str) -> bool) -> Vec<String> {
    let text = without_blocks(text);
    let mut dead = Vec::new();
    for paragraph in text.split("\n\n") {
        let pieces: Vec<&str> = paragraph.split('`').collect();
        if pieces.len().is_multiple_of(2) {
            dead.push(format!(
                "a backtick without its other half in: {}",
                paragraph.trim()
            ));
            continue;
        }
        let spans = pieces.iter().skip(1).step_by(2);
        dead.extend(
            spans
                .filter(|span| FOLDERS.iter().any(|folder| span.starts_with(folder)))
                .filter(|span| !is_there(span))
                .map(|span| format!("`{span}`")),
        );
    }
    dead
}

/// Where the links of a page lead that lead into the project: the file and the heading.
fn links(text: &str) -> Vec<(String, Option<String>)> {
    let text = without_blocks(text);
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')').map(|(target, _)| target));
    targets
        .filter(|target| !target.contains("://"))
        .map(|target| match target.split_once('#') {
            Some((file, heading)) => (file.to_owned(), Some(heading.to_owned())),
            None => (target.to_owned(), None),
        })
        .collect()
}

/// The names under which a page's headings can be linked to.
fn headings(text: &str) -> Vec<String> {
    let text = without_blocks(text);
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let words = line.trim_start_matches('#').trim().to_lowercase();
            words
                .chars()
                .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
        .collect()
}

/// The tables of a migration with their columns.
fn tables(sql: &str) -> Vec<(String, Vec<String>)> {
    const NO_COLUMN: [&str; 5] = ["--", "check", "foreign", "primary", "unique"];
    let mut tables: Vec<(String, Vec<String>)> = Vec::new();
    let mut inside = false;
    for line in sql.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let ["create", "table", name, "("] = words[..] {
            tables.push((name.to_owned(), Vec::new()));
            inside = true;
        } else if line.starts_with(')') {
            inside = false;
        } else if inside
            && let Some(column) = words.first().filter(|word| !NO_COLUMN.contains(word))
            && let Some((_, columns)) = tables.last_mut()
        {
            columns.push((*column).to_owned());
        }
    }
    tables
}

/// The columns that a page with one section for each table, or for several, doesn't name.
fn columns_not_named(page: &str, tables: &[(String, Vec<String>)]) -> Vec<String> {
    let mut missing = Vec::new();
    for (table, columns) in tables {
        let section = page.split("\n## ").find(|section| {
            let heading = section.lines().next().unwrap_or_default();
            heading.contains(&format!("`{table}`"))
        });
        let Some(section) = section else {
            missing.push(table.clone());
            continue;
        };
        for column in columns {
            let named = [format!("`{column}`"), format!("`{table}.{column}`")];
            if !named.iter().any(|name| section.contains(name)) {
                missing.push(format!("{table}.{column}"));
            }
        }
    }
    missing
}

#[test]
fn every_path_in_backticks_is_there() {
    for (file, text) in pages() {
        let dead = dead_paths(&text, |path| root().join(path).exists());
        assert_eq!(dead, [""; 0], "{}", file.display());
    }
}

#[test]
fn a_dead_path_is_seen() {
    let dead = |text: &str| dead_paths(text, |path| path == "crates/here.rs").len();
    assert_eq!(dead("see `crates/here.rs` and `crates/gone.rs`"), 1);
    assert_eq!(dead("| `docs/gone.md` | `codebooks/` |"), 2);
    assert_eq!(dead("see `crates/here.rs` and `cargo test`"), 0);
    assert_eq!(dead("half a `crates/here.rs"), 1);
    assert_eq!(dead("```\n`crates/gone.rs`\n```"), 0);
}

#[test]
fn every_link_leads_somewhere() {
    for (file, text) in pages() {
        for (target, heading) in links(&text) {
            let found = match target.as_str() {
                "" => file.clone(),
                target => file.parent().unwrap_or(Path::new("")).join(target),
            };
            assert!(found.exists(), "{}: {target}", file.display());
            if let Some(heading) = heading {
                let names = headings(&fs::read_to_string(&found).unwrap());
                assert!(
                    names.contains(&heading),
                    "{}: {target}#{heading}",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn links_and_headings_are_read() {
    let some = links("[a](b.md#c-d), ![e](f/g.png), [h](https://example.org), [i](#j)");
    let named = |name: &str| Some(name.to_owned());
    assert_eq!(
        some,
        [
            ("b.md".to_owned(), named("c-d")),
            ("f/g.png".to_owned(), None),
            (String::new(), named("j")),
        ]
    );
    assert_eq!(
        headings("# Small numbers\ntext\n## `entry`: what, in order"),
        ["small-numbers", "entry-what-in-order"]
    );
}

#[test]
fn every_column_is_explained() {
    let text = page("docs/data-model.md");
    let mut found = 0;
    for entry in fs::read_dir(root().join("crates/store/migrations")).unwrap() {
        let sql = fs::read_to_string(entry.unwrap().path()).unwrap();
        let tables = tables(&sql);
        found += tables.len();
        assert_eq!(columns_not_named(&text, &tables), [""; 0]);
    }
    assert!(
        found > 10,
        "only {found} tables were found in the migrations"
    );
}

#[test]
fn a_column_without_explanation_is_seen() {
    let sql = "create table a (\n    -- why\n    one {text} primary key,\n    two {bytes},\n    unique (one, two)\n) {strict};\n\
               create index b on a (two);\ncreate table c (\n    three {text}\n) {strict};\n";
    let tables = tables(sql);
    assert_eq!(
        columns_not_named("\n## `a`\n`one` and two\n", &tables),
        ["a.two", "c"]
    );
    assert_eq!(
        columns_not_named("\n## `a`, `c`\n`one`, `a.two`, `three`\n", &tables),
        [""; 0]
    );
}

#[test]
fn the_mapping_on_the_page_about_importing_can_be_used() {
    let example = block(&page("docs/import.md"), "toml");
    assert!(example.contains("[mapping]"), "the example is gone");
    let codebook = Codebook::parse(UK).unwrap();
    let mapping = Mapping::parse(&example, &codebook).unwrap();
    assert_eq!(mapping.series, "partner");
    // The example of places continues the one before.
    let guide = page("docs/import.md");
    let (_, places) = guide.split_once("#### A place").unwrap();
    let places = block(places, "toml");
    assert!(
        places.contains("place = \"postcode\""),
        "the example is gone"
    );
    Mapping::parse(&format!("{example}\n{places}"), &codebook).unwrap();
}

/// The keys that a table of a mapping takes, as its own complaint about another lists them.
fn keys(table: &str) -> Vec<String> {
    let head = "[mapping]\nid = \"x\"\nseries = \"partner\"\nexternal_id = \"x\"\n";
    let source = match table {
        "[mapping]" => format!("{head}nonsense = 1\n"),
        other => format!("{head}{other}\nnonsense = 1\n"),
    };
    let complaint = Mapping::parse(&source, &Codebook::parse(UK).unwrap())
        .unwrap_err()
        .to_string();
    let (_, listed) = complaint
        .split_once("expected")
        .unwrap_or_else(|| panic!("{complaint}"));
    listed
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_key_of_a_mapping_is_on_the_page_about_importing() {
    let guide = page("docs/import.md");
    for table in [
        "[mapping]",
        "[file]",
        "[date]",
        "[persons]",
        "[decision]",
        "[story]",
        "[[facet]]",
    ] {
        let heading = format!("### `{table}`");
        let (_, after) = guide
            .split_once(&heading)
            .unwrap_or_else(|| panic!("{heading} is missing"));
        let part = after.split("\n### ").next().unwrap();
        let keys = keys(table);
        assert!(keys.len() > 1, "{table}: {keys:?}");
        for key in keys {
            let is_named = part
                .lines()
                .any(|line| line.starts_with("| ") && line.contains(&format!("`{key}`")));
            assert!(is_named, "{table}: {key} is not explained");
        }
    }
}
