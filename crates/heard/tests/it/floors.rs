//! Each crate is a floor and imports only floors beneath it; the two halves of `web` do not import
//! each other.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The crates and what each may import, lowest first. A new crate needs a line here.
const FLOORS: [(&str, &[&str]); 12] = [
    ("domain", &[]),
    ("seal", &["domain"]),
    ("browser", &["domain", "seal"]),
    ("ledger", &["domain"]),
    ("text", &["domain"]),
    ("figures", &["domain"]),
    ("areas", &["domain"]),
    ("store", &["domain", "seal", "ledger"]),
    (
        "service",
        &[
            "domain", "seal", "browser", "ledger", "text", "figures", "areas", "store",
        ],
    ),
    (
        "web",
        &[
            "domain", "seal", "browser", "ledger", "text", "figures", "service",
        ],
    ),
    (
        "heard",
        &[
            "domain", "seal", "ledger", "text", "figures", "areas", "store", "service", "web",
        ],
    ),
    (
        "testkit",
        &[
            "domain", "seal", "ledger", "text", "figures", "store", "service", "web",
        ],
    ),
];

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the checkout is here")
}

/// What is wrong with the imports of these crates, by their manifests. A test may import more than
/// the crate: the test kit, and any floor beneath.
fn wrong_imports(manifests: &BTreeMap<String, toml::Table>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, manifest) in manifests {
        let Some(floor) = FLOORS.iter().position(|(known, _)| known == name) else {
            wrong.push(format!("{name} has no floor: give it one in floors.rs"));
            continue;
        };
        for (section, target) in sections(manifest) {
            let allowed = |import: &str| match section {
                "dev-dependencies" => {
                    import == "testkit" || FLOORS[..floor].iter().any(|(below, _)| *below == import)
                }
                _ => FLOORS[floor].1.contains(&import),
            };
            for dependency in target.keys() {
                let import = dependency.strip_prefix("heard-").unwrap_or(dependency);
                let is_ours = FLOORS.iter().any(|(known, _)| *known == import);
                if is_ours && !allowed(import) {
                    wrong.push(format!("{name} imports {import} in [{section}]"));
                }
            }
        }
    }
    wrong
}

/// The tables of dependencies of a manifest, also those for one platform, with their kind.
fn sections(manifest: &toml::Table) -> Vec<(&'static str, &toml::Table)> {
    let platforms = manifest.get("target").and_then(toml::Value::as_table);
    let platforms = platforms
        .into_iter()
        .flat_map(|table| table.values().filter_map(toml::Value::as_table));
    let places: Vec<&toml::Table> = std::iter::once(manifest).chain(platforms).collect();
    ["dependencies", "build-dependencies", "dev-dependencies"]
        .into_iter()
        .flat_map(|kind| places.iter().map(move |place| (kind, *place)))
        .filter_map(|(kind, place)| Some((kind, place.get(kind)?.as_table()?)))
        .collect()
}

#[test]
fn no_crate_imports_a_floor_above_it() {
    let mut manifests = BTreeMap::new();
    for folder in fs::read_dir(root().join("crates")).unwrap() {
        let folder = folder.unwrap();
        let manifest = fs::read_to_string(folder.path().join("Cargo.toml")).unwrap();
        manifests.insert(
            folder.file_name().into_string().unwrap(),
            manifest.parse().unwrap(),
        );
    }
    let found: Vec<&str> = manifests.keys().map(String::as_str).collect();
    for (floor, _) in FLOORS {
        assert!(
            found.contains(&floor),
            "{floor} is in the table and not in crates/"
        );
    }
    assert_eq!(wrong_imports(&manifests), [""; 0]);
}

#[test]
fn an_import_upward_is_seen() {
    let wrong = |name: &str, manifest: &str| {
        wrong_imports(&BTreeMap::from([(
            name.to_owned(),
            manifest.parse().unwrap(),
        )]))
    };
    assert_eq!(
        wrong("domain", "[dependencies]\nstore.workspace = true"),
        ["domain imports store in [dependencies]"]
    );
    assert_eq!(
        wrong("web", "[dependencies]\nheard-store = '1'"),
        ["web imports store in [dependencies]"]
    );
    assert_eq!(
        wrong("seal", "[dependencies]\nledger.workspace = true").len(),
        1
    );
    assert_eq!(
        wrong("service", "[dependencies]\ntestkit.workspace = true").len(),
        1
    );
    assert_eq!(
        wrong("service", "[dev-dependencies]\nweb.workspace = true").len(),
        1
    );
    assert_eq!(
        wrong("text", "[build-dependencies]\nservice.workspace = true").len(),
        1
    );
    assert_eq!(
        wrong(
            "text",
            "[target.'cfg(unix)'.dependencies]\nservice.workspace = true"
        )
        .len(),
        1
    );
    assert_eq!(wrong("press", "[dependencies]").len(), 1);
    assert_eq!(
        wrong(
            "web",
            "[dependencies]\nservice.workspace = true\n[dev-dependencies]\ntestkit.workspace = true\nstore.workspace = true"
        ),
        [""; 0]
    );
}

/// The paths in this source that lead to the module `other` of the crate's root.
fn imports_of<'a>(source: &str, other: &'a str) -> Vec<&'a str> {
    let words = words(source);
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if !matches!(word.as_str(), "crate" | "super")
            || words.get(at + 1).map(String::as_str) != Some("::")
        {
            continue;
        }
        // Either the module itself follows, or a group that names it among others.
        let mut depth = 0_usize;
        let mut begins = true;
        for word in &words[at + 2..] {
            match word.as_str() {
                "{" => {
                    depth += 1;
                    begins = depth == 1;
                }
                "}" => depth = depth.saturating_sub(1),
                "," => begins = depth == 1,
                ";" => break,
                name => {
                    if begins && name == other {
                        found.push(other);
                    }
                    begins = false;
                }
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

/// The words and signs of a source that make up its paths, without comments and texts.
fn words(source: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if first == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |end| end + 2)
        } else if first.is_alphanumeric() || first == '_' {
            let length = rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            words.push(rest[..length].to_owned());
            length
        } else if rest.starts_with("::") {
            words.push("::".to_owned());
            2
        } else {
            if "{},;".contains(first) {
                words.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    words
}

#[test]
fn the_two_doors_do_not_import_each_other() {
    let web = root().join("crates/web/src");
    for (door, other) in [("front", "desk"), ("desk", "front")] {
        let mut sources = rust_sources(&web.join(door));
        sources.push(web.join(format!("{door}.rs")));
        for file in sources.iter().filter(|file| file.is_file()) {
            let source = fs::read_to_string(file).unwrap();
            assert_eq!(
                imports_of(&source, other),
                [""; 0],
                "{} imports {other}",
                file.display()
            );
        }
        assert!(
            sources.iter().any(|file| file.is_file()),
            "web has no {door}"
        );
    }
}

#[test]
fn an_import_through_the_wrong_door_is_seen() {
    for wrong in [
        "use crate::desk::inbox;",
        "use crate::{page, desk::{self, inbox}};",
        "use crate::{page::{a, b}, desk};",
        "use super::super::desk;",
        "fn f() { crate::desk::inbox() }",
        "/* note */ let a = \"text\"; crate :: desk :: f()",
    ] {
        assert_eq!(imports_of(wrong, "desk"), ["desk"], "{wrong}");
    }
    for right in [
        "// use crate::desk;",
        "let a = \"crate::desk\";",
        "let a = \"\\\" crate::desk\";",
        "use crate::routes::desk;",
        "use crate::{page::{desk}, routes};",
        "let desk = 1;",
    ] {
        assert_eq!(imports_of(right, "desk"), [""; 0], "{right}");
    }
}

fn rust_sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}
