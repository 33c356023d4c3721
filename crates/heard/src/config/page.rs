//! The reference page `docs/configuration.md`, made from the table of settings.

#![cfg(test)]

use std::fmt::Write as _;
use std::path::Path;

use super::table::{TABLE, sections};

/// The page as it must stand in `docs/`.
fn reference_page() -> String {
    let mut page = String::from(
        "# Configuration\n\n\
         Heard runs with no configuration at all. To change something, name a TOML file with `--config` (or in\n\
         the environment variable `HEARD_CONFIG`), or set an environment variable; a flag stands above a\n\
         variable, and a variable above the file. `heard config check` explains everything that is wrong and\n\
         shows what holds and why. Paths in the file are meant from the file's own folder.\n\n\
         This page is made from the table in `crates/heard/src/config/table.rs`; a test fails when they differ.\n\
         `HEARD_REWRITE=1 cargo test -p heard reference_page` writes it anew.\n",
    );
    for section in sections() {
        let _ = write!(page, "\n## [{section}]\n");
        for setting in TABLE.iter().filter(|setting| setting.section == section) {
            let _ = write!(page, "\n### `{}`\n\n{}\n\n", setting.key, setting.about);
            let _ = writeln!(page, "- takes: {}", setting.takes);
            let _ = writeln!(page, "- otherwise: {}", setting.otherwise);
            let _ = writeln!(page, "- environment variable: `{}`", setting.environment());
            if let Some(flag) = setting.flag {
                let _ = writeln!(page, "- flag: `{flag}`");
            }
        }
    }
    page
}

#[test]
fn the_reference_page_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md");
    let page = reference_page();
    if std::env::var_os("HEARD_REWRITE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        written, page,
        "docs/configuration.md is out of date: HEARD_REWRITE=1 cargo test -p heard reference_page"
    );
}
