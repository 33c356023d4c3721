//! Lists every `locales/<language>/*.ftl`, so that they are embedded: a new language is a new folder and no code.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script has only the environment and files to speak with cargo"
)]

use std::{env, fmt::Write, fs, path::Path};

fn main() {
    let manifest = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let locales = Path::new(&manifest)
        .join("../../locales")
        .canonicalize()
        .expect("the locales folder stands beside crates");
    println!("cargo:rerun-if-changed={}", locales.display());

    // Sorted, so that the same sources always give the same program.
    let mut folders = entries(&locales);
    folders.retain(|folder| folder.is_dir());
    let mut list = String::from("pub(crate) static SHIPPED: &[(&str, &[(&str, &str)])] = &[\n");
    for folder in folders {
        let mut files = entries(&folder);
        files.retain(|file| file.extension().is_some_and(|ending| ending == "ftl"));
        if files.is_empty() {
            continue;
        }
        writeln!(list, "    ({:?}, &[", name(&folder)).expect("writing to a string");
        for file in files {
            println!("cargo:rerun-if-changed={}", file.display());
            writeln!(
                list,
                "        ({:?}, include_str!({:?})),",
                name(&file),
                file.display().to_string()
            )
            .expect("writing to a string");
        }
        list.push_str("    ]),\n");
    }
    list.push_str("];\n");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("shipped.rs"), list).expect("OUT_DIR is writable");
}

fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("a readable folder")
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> &str {
    path.file_name()
        .and_then(|name| name.to_str())
        .expect("names under locales are plain")
}
