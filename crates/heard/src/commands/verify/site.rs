//! `heard verify --site`: whether a report page runs in browsers what the ledger names, and nothing else.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use service::page_program::PageProgram;
use ureq::Agent;

/// No file of ours comes near this.
const LARGEST: u64 = 4 << 20;
const PATIENCE: Duration = Duration::from_secs(30);

/// What was compared.
pub(super) struct Compared {
    /// How many files have the bytes that the ledger names.
    pub(super) same: usize,
    /// What differs, in words.
    pub(super) differs: Vec<String>,
}

/// Fetches the report page at that address and every file of the program, as any browser would, and compares.
pub(super) fn compare(address: &str, program: &PageProgram) -> Result<Compared> {
    let base = address.trim_end_matches('/');
    if !(base.starts_with("https://") || base.starts_with("http://")) {
        bail!("{address} is no address of a site: it begins with https:// or http://");
    }
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .build()
        .into();
    let page = String::from_utf8(fetch(&agent, &format!("{base}/en/report"))?)
        .context("the report page is not text")?;
    let mut compared = Compared {
        same: 0,
        differs: Vec::new(),
    };
    let Some(folder) = folder(&page) else {
        bail!("{base}/en/report is no report page of Heard: it names no script");
    };
    for strange in strange(&page, &folder, program) {
        compared.differs.push(strange);
    }
    for file in &program.files {
        let bytes = fetch(&agent, &format!("{base}{folder}{}", file.name))
            .with_context(|| file.name.clone())?;
        if seal::sha256(&bytes) == file.sha256.0 {
            compared.same += 1;
        } else {
            compared
                .differs
                .push(format!("{} is not what the ledger names", file.name));
        }
    }
    Ok(compared)
}

fn fetch(agent: &Agent, address: &str) -> Result<Vec<u8>> {
    let mut answer = agent
        .get(address)
        .header("accept-encoding", "identity")
        .call()
        .with_context(|| address.to_owned())?;
    if answer.status() != 200 {
        bail!("{address} answers {}", answer.status().as_u16());
    }
    answer
        .body_mut()
        .with_config()
        .limit(LARGEST)
        .read_to_vec()
        .with_context(|| address.to_owned())
}

/// Where the page's scripts lie: `/assets/<version>/`.
fn folder(page: &str) -> Option<String> {
    let address = scripts(page).into_iter().find_map(|script| script.src)?;
    let (folder, _) = address.rsplit_once('/')?;
    folder.starts_with("/assets/").then(|| format!("{folder}/"))
}

/// A script of a page.
struct Script {
    src: Option<String>,
    has_text: bool,
}

fn scripts(page: &str) -> Vec<Script> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(start) = find_ignoring_case(rest, "<script") {
        let tag = rest.get(start..).unwrap_or_default();
        let Some(end) = tag.find('>') else {
            found.push(Script {
                src: None,
                has_text: true,
            });
            break;
        };
        let (attributes, after) = tag.split_at(end + 1);
        let text = find_ignoring_case(after, "</script").unwrap_or(after.len());
        found.push(Script {
            src: attribute(attributes, "src"),
            has_text: !after.get(..text).unwrap_or_default().trim().is_empty(),
        });
        rest = after;
    }
    found
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.to_ascii_lowercase().find(wanted)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let (value, _) = rest.split_once('"')?;
    Some(value.to_owned())
}

/// Scripts of the page that the ledger doesn't name, and another module or hash than it names.
fn strange(page: &str, folder: &str, program: &PageProgram) -> BTreeSet<String> {
    let mut strange = BTreeSet::new();
    let is_named = |address: &str| {
        let name = address.strip_prefix(folder);
        name.is_some_and(|name| program.files.iter().any(|file| file.name == name))
    };
    for script in scripts(page) {
        match script.src {
            Some(address) if is_named(&address) => {}
            Some(address) => {
                strange.insert(format!(
                    "the page runs {address}, which the ledger doesn't name"
                ));
            }
            None => {
                strange.insert("the page has a script in its text".to_owned());
            }
        }
        if script.has_text {
            strange.insert("the page has a script in its text".to_owned());
        }
    }
    match attribute(page, "data-seal") {
        Some(module) if is_named(&module) => {}
        Some(module) => {
            strange.insert(format!(
                "the page seals by {module}, which the ledger doesn't name"
            ));
        }
        None => {
            strange.insert("the page doesn't seal in the browser".to_owned());
        }
    }
    strange
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::fact::{Digest, ServedFile};

    fn program() -> PageProgram {
        let file = |name: &str| ServedFile {
            name: name.to_owned(),
            sha256: Digest([0; 32]),
        };
        PageProgram {
            entry: 3,
            files: vec![file("report.js"), file("seal.wasm")],
        }
    }

    const PAGE: &str = "<script type=\"module\" src=\"/assets/1/report.js\"></script><form \
                        data-seal=\"/assets/1/seal.wasm\">";

    #[test]
    fn a_page_with_what_the_ledger_names_is_not_strange() {
        assert_eq!(folder(PAGE).as_deref(), Some("/assets/1/"));
        assert!(strange(PAGE, "/assets/1/", &program()).is_empty());
    }

    #[test]
    fn every_other_script_is_named() {
        let with = |more: &str| strange(&format!("{PAGE}{more}"), "/assets/1/", &program()).len();
        assert_eq!(with("<script src=\"/assets/1/other.js\"></script>"), 1);
        assert_eq!(with("<SCRIPT src=\"/elsewhere/report.js\"></SCRIPT>"), 1);
        assert_eq!(with("<script>alert(1)</script>"), 1);
        assert_eq!(with("<script src=\"/assets/1/report.js\">text</script>"), 1);
        assert_eq!(with("<script"), 1);
        let unsealed = PAGE.replace("data-seal", "data-other");
        assert_eq!(strange(&unsealed, "/assets/1/", &program()).len(), 1);
    }
}
