//! A colleague at the desk: makes incidents of reports and codes them, through the pages.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use testkit::outside::http::{Answer, Client};
use testkit::outside::program::{PASSPHRASE, between, first_report};

use crate::dice::Dice;
use crate::told::{Made, Outside};

/// Who it is.
pub(crate) const SENIOR: &str = "Torture Senior";
/// Categories of the codebook that a coding changes between.
pub(crate) const CATEGORIES: [&str; 3] = ["assault", "threats", "vandalism"];
const BETWEEN: Duration = Duration::from_millis(120);
/// What a colleague writes; it has to come back when it can't be kept.
const NOTE: &str = "Rang them back <twice> & wrote it down.";

/// Signs in, works until told to stop, and signs in again whenever the session is gone.
pub(crate) fn keep_working(
    client: Client,
    outside: &Arc<Outside>,
    over: &Arc<AtomicBool>,
    seed: u64,
) -> thread::JoinHandle<()> {
    let (outside, over) = (Arc::clone(outside), Arc::clone(over));
    thread::spawn(move || {
        let mut desk = Desk {
            client: client.waiting(Duration::from_secs(25)),
            outside,
            dice: Dice::new(seed),
        };
        while !over.load(Ordering::Relaxed) {
            if desk.work().is_none() {
                thread::sleep(BETWEEN);
                // A session ends with the process that held it.
                let name = [("name", SENIOR), ("passphrase", PASSPHRASE)];
                let _ = desk.client.post("/en/desk/sign-in", &name);
            }
            thread::sleep(BETWEEN);
        }
    })
}

struct Desk {
    client: Client,
    outside: Arc<Outside>,
    dice: Dice,
}

impl Desk {
    fn page(&mut self, path: &str) -> Option<String> {
        let answer = self.client.get(path).ok()?;
        (answer.status == 200).then(|| answer.text())
    }

    /// One report becomes an incident and is coded; none when something stood in the way.
    fn work(&mut self) -> Option<()> {
        let inbox = self.page("/en/desk/inbox")?;
        let report = first_report(&inbox)?.to_owned();
        let token = between(&inbox, "name=\"form-token\" value=\"", &['"'])?.to_owned();
        let path = format!("/en/desk/reports/{report}/incident");
        let incident = self.make(&path, &token)?;
        let category = self.dice.one(&CATEGORIES)?;
        self.code(&incident, category)
    }

    /// Sends a form; where it leads on to, or none when it is not known or not done.
    fn post(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        unknown: impl Fn(&Outside),
    ) -> Option<String> {
        let Ok(answer) = self.client.post(path, fields) else {
            self.outside.known().broken_off += 1;
            unknown(&self.outside);
            return None;
        };
        match answer.status {
            303 => answer
                .header("location")
                .filter(|to| !to.contains("/sign-in"))
                .map(str::to_owned),
            503 => {
                unknown(&self.outside);
                self.came_back(&answer, fields);
                None
            }
            // Signed out, or somebody was quicker: an earlier try of ours that was kept after all.
            401 | 403 | 404 | 409 => None,
            status => {
                self.outside
                    .wrong(format!("a form of the desk was answered with {status}"));
                None
            }
        }
    }

    fn came_back(&self, answer: &Answer, fields: &[(&str, &str)]) {
        let page = answer.text();
        if page.trim() == "starting" {
            return;
        }
        let whole = fields
            .iter()
            .all(|(name, _)| page.contains(&format!("name=\"{name}\"")));
        if whole {
            self.outside.known().refused += 1;
        } else {
            self.outside
                .wrong("a form of the desk came back without what was typed".to_owned());
        }
    }

    fn make(&mut self, path: &str, token: &str) -> Option<String> {
        let made = self.post(path, &[("form-token", token)], |outside| {
            outside.known().maybe_made += 1;
        })?;
        let (_, id) = made.split_once("/incidents/")?;
        let id = id.split(['?', '#']).next()?.to_owned();
        self.outside
            .known()
            .incidents
            .insert(id.clone(), Made::default());
        Some(id)
    }

    fn code(&mut self, incident: &str, category: &str) -> Option<()> {
        let page = self.page(&format!("/en/desk/incidents/{incident}"))?;
        let token = between(&page, "name=\"form-token\" value=\"", &['"'])?.to_owned();
        let seen = between(&page, "name=\"seen\" value=\"", &['"'])?.to_owned();
        let fields = [
            ("form-token", token.as_str()),
            ("seen", seen.as_str()),
            ("do", "save"),
            ("when-precision", "exact"),
            ("when-from", "2026-01-14"),
            ("when-to", ""),
            ("persons", "1"),
            ("facet-category", category),
            ("facet-strand", "religion"),
            ("note", NOTE),
        ];
        let path = format!("/en/desk/incidents/{incident}/coding");
        let maybe = |outside: &Outside| {
            let mut known = outside.known();
            let made = known.incidents.entry(incident.to_owned()).or_default();
            made.maybe.push(category.to_owned());
        };
        self.post(&path, &fields, maybe)?;
        let mut known = self.outside.known();
        let made = known.incidents.entry(incident.to_owned()).or_default();
        made.coded = Some(category.to_owned());
        made.maybe.clear();
        Some(())
    }
}
