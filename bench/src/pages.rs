//! How long pages take at the server, over a house with the FBI's whole file and some hundreds of reports in it.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, ensure};

use crate::engine::{Place, engines};
use crate::http::Client;
use crate::program::{self, Program, between, form_token};
use crate::times::Times;
use crate::{Order, deliveries, importing, machine};

/// Our own reports beside the file, and incidents made of them.
const REPORTS: usize = 300;
const INCIDENTS: usize = 60;

pub(crate) fn measure(order: &Order) -> anyhow::Result<String> {
    let Some(file) = program::fbi_file() else {
        return Ok(format!("### Time of pages\n\n{}", deliveries::ABSENT));
    };
    let mut text = String::new();
    for engine in engines(order) {
        let place = engine.place()?;
        place.found(order)?;
        let files = [file.clone()];
        let imported =
            importing::import(order, engine, &place, Path::new("fbi-hate-crime"), &files)?;
        write!(
            text,
            "### Time of pages, with {} incidents of the FBI's file on {}\n\n{}\n\n",
            imported.added,
            engine.name(),
            table(order, &place)?
        )?;
    }
    Ok(text.trim_end().to_owned())
}

/// Times of the pages over a house that holds the file under its own series.
pub(crate) fn table(order: &Order, place: &Place) -> anyhow::Result<String> {
    let program = place.start(order)?;
    let mut senior = program.senior()?;
    let (report, incidents) = fill(&program, &mut senior, order)?;
    let mut bench = Bench {
        senior,
        public: program.client(),
        incidents,
        rows: String::new(),
        order,
    };
    bench.first("public figures, the first time", false, "/en/figures")?;
    bench.first(
        "figures at the desk, the first time",
        true,
        "/en/desk/figures",
    )?;

    bench.many("inbox", "/en/desk/inbox", 0)?;
    bench.many(
        "a report, opened (unsealed, and recorded)",
        &format!("/en/desk/reports/{report}"),
        0,
    )?;
    bench.incidents_in_turn()?;
    bench.many("incidents, newest 50", "/en/desk/incidents", 0)?;
    bench.many(
        "incidents of the file, one year",
        "/en/desk/incidents?series=fbi-hate-crime&from=2019-01-01&to=2019-12-31",
        0,
    )?;
    bench.many("checks", "/en/desk/checks", 0)?;
    bench.many("figures at the desk, as they open", "/en/desk/figures", 0)?;
    bench.many(
        "figures at the desk, category by year, the file",
        "/en/desk/figures?rows=category&columns=year&series=fbi-hate-crime",
        0,
    )?;
    bench.many(
        "figures at the desk, target by year, disclosure control",
        "/en/desk/figures?rows=target&columns=year&series=fbi-hate-crime&as=public",
        0,
    )?;
    bench.many(
        "figures at the desk, after each change",
        "/en/desk/figures",
        1,
    )?;
    bench.many("public figures", "/en/figures", 0)?;
    bench.many("public figures, after each change", "/en/figures", 1)?;
    bench.many("report page", "/en/report", 0)?;
    bench.many("home", "/en/", 0)?;
    let (now, highest) = machine::memory(program.process())?;
    let rows = bench.rows;
    program.stop()?;
    Ok(format!(
        "| page | times | p50 | p99 | longest |\n| --- | --- | --- | --- | --- |\n{rows}\n\
         Memory afterwards {:.0} MB, highest {:.0} MB.",
        now as f64 * 1024.0 / 1e6,
        highest as f64 * 1024.0 / 1e6,
    ))
}

/// Sends reports and makes incidents of some; gives a report that stays in the inbox, and the incidents.
pub(crate) fn fill(
    program: &Program,
    senior: &mut Client,
    order: &Order,
) -> anyhow::Result<(String, Vec<String>)> {
    let reports = if order.quick { 80 } else { REPORTS };
    let mut reporter = program.client();
    for number in 0..reports {
        let page = reporter
            .get("/en/report")?
            .expect(200, "the report page")?
            .text();
        let token = between(&page, "name=\"form_token\" value=\"", &['"'])
            .context("a form without a token")?;
        let story = format!(
            "Report {number}: somebody shouted at us on the bus, and nobody said anything."
        );
        let fields = [
            ("form_token", token),
            ("story", story.as_str()),
            ("when-kind", "yesterday"),
            ("place-kind", "public-transport"),
            ("strand", "religion"),
            ("religion", "muslim"),
            ("reach", "not-at-all"),
        ];
        let from = format!("10.1.{}.{}", number / 250, number % 250 + 1);
        reporter
            .post_from(
                "/en/report",
                Some(&from),
                &serde_urlencoded::to_string(fields)?,
            )?
            .expect(200, "a report")?;
    }
    let mut incidents = Vec::new();
    while incidents.len() < INCIDENTS.min(reports / 2) {
        let inbox = senior
            .get("/en/desk/inbox")?
            .expect(200, "the inbox")?
            .text();
        let token = form_token(&inbox)?;
        let waiting = ids(&inbox, "/desk/reports/");
        ensure!(!waiting.is_empty(), "the inbox is empty");
        for report in waiting.into_iter().take(20) {
            let made = senior
                .post(
                    &format!("/en/desk/reports/{report}/incident"),
                    &[("form-token", &token)],
                )?
                .expect(303, "an incident")?;
            let made = made
                .header("location")
                .and_then(|to| ids(to, "/desk/incidents/").into_iter().next());
            incidents.push(made.context("the incident that was made")?);
        }
    }
    let inbox = senior
        .get("/en/desk/inbox")?
        .expect(200, "the inbox")?
        .text();
    let report = ids(&inbox, "/desk/reports/")
        .into_iter()
        .next()
        .context("the inbox is empty")?;
    Ok((report, incidents))
}

/// The ids that follow a mark in a page, each once.
fn ids(page: &str, mark: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for rest in page.split(mark).skip(1) {
        let id: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
        if id.len() == 32 && !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

struct Bench<'a> {
    senior: Client,
    public: Client,
    incidents: Vec<String>,
    rows: String,
    order: &'a Order,
}

impl Bench<'_> {
    fn times(&self) -> usize {
        if self.order.quick { 20 } else { 200 }
    }

    fn note(&mut self, what: &str, times: &Times) {
        // Writing to a string can't fail.
        let _ = writeln!(
            self.rows,
            "| {what} | {} | {:.1} ms | {:.1} ms | {:.1} ms |",
            times.count(),
            times.percentile(0.5),
            times.percentile(0.99),
            times.longest()
        );
    }

    fn once(&mut self, path: &str, at_the_desk: bool) -> anyhow::Result<std::time::Duration> {
        let client = if at_the_desk {
            &mut self.senior
        } else {
            &mut self.public
        };
        let started = Instant::now();
        let answer = client.get_encoded(path, "br, gzip")?;
        let time = started.elapsed();
        answer.expect(200, path)?;
        Ok(time)
    }

    fn first(&mut self, what: &str, at_the_desk: bool, path: &str) -> anyhow::Result<()> {
        let mut times = Times::default();
        times.push(self.once(path, at_the_desk)?);
        self.note(what, &times);
        Ok(())
    }

    /// Asks for a page again and again; with `changes`, an incident is opened before each, which grows the record.
    fn many(&mut self, what: &str, path: &str, changes: usize) -> anyhow::Result<()> {
        let mut times = Times::default();
        for turn in 0..self.times() {
            if changes > 0 {
                let changed = format!(
                    "/en/desk/incidents/{}",
                    self.incidents[turn % self.incidents.len()]
                );
                self.once(&changed, true)?;
            }
            times.push(self.once(path, path.contains("/desk/"))?);
        }
        self.note(what, &times);
        Ok(())
    }

    fn incidents_in_turn(&mut self) -> anyhow::Result<()> {
        let mut times = Times::default();
        for turn in 0..self.times() {
            let path = format!(
                "/en/desk/incidents/{}",
                self.incidents[turn % self.incidents.len()]
            );
            times.push(self.once(&path, true)?);
        }
        self.note("an incident, opened (unsealed, and recorded)", &times);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::ids;

    #[test]
    fn ids_are_found_once_and_whole() {
        let page = "href=\"/en/desk/reports/00112233445566778899aabbccddeeff?x\" /desk/reports/new \
                    /desk/reports/00112233445566778899aabbccddeeff/incident";
        assert_eq!(
            ids(page, "/desk/reports/"),
            ["00112233445566778899aabbccddeeff"]
        );
    }
}
