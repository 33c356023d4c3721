//! A desk on a caseworker's laptop, far from its database: how long each page takes over a slow line, and how often it
//! waits for an answer.

use std::fmt::Write as _;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use testkit::outside::slow_line::{Badness, SlowLine};

use crate::Order;
use crate::engine::Engine;
use crate::http::Client;
use crate::pages::fill;
use crate::program::{Program, between, form_token};
use crate::times::Times;

/// 100 ms in each direction; one of a hundred segments is lost, and sent again after what Linux waits at least (200 ms)
/// beyond such a line's round trip.
const BAD: Badness = Badness {
    delay: Duration::from_millis(100),
    one_lost_of: 100,
    sent_again_after: Duration::from_millis(400),
};

pub(crate) fn measure(order: &Order) -> anyhow::Result<String> {
    let Some(server) = order.postgres.as_deref() else {
        return Ok(
            "### A slow line\n\nNot measured: it needs a PostgreSQL (`--postgres`).".to_owned(),
        );
    };
    let place = Engine::Postgres(server).place()?;
    place.found(order)?;
    let near = place.start(order)?;
    let mut senior = near.senior()?;
    let (report, incidents) = fill(&near, &mut senior, order)?;
    let incident = incidents.first().context("an incident")?;

    let url = place.url().context("the database's address")?;
    let host = address(&url)?;
    let line = SlowLine::to(resolved(host)?, BAD, 1)?;
    let mut command = crate::program::bare_command(&order.program);
    command.env(
        "HEARD_STORE_DATABASE",
        url.replacen(host, &line.address.to_string(), 1),
    );
    let far = Program::start_with(command)?;
    let mut text =
        "### A desk far from its database: 100 ms each way, one segment of a hundred lost\n\n\
                    | page | times | trips, least | median | 90th | longest |\n\
                    | --- | --- | --- | --- | --- | --- |\n"
            .to_owned();
    let mut signing = Row::new(&line);
    let mut desk = signing.take(|| Ok(far.signed_in("Bench Senior")?))?;
    signing.write(&mut text, "signing in");
    let turns = if order.quick { 5 } else { 30 };
    for (what, path) in [
        ("inbox", "/en/desk/inbox".to_owned()),
        ("a report, opened", format!("/en/desk/reports/{report}")),
        (
            "an incident, opened",
            format!("/en/desk/incidents/{incident}"),
        ),
        ("incidents", "/en/desk/incidents".to_owned()),
        (
            "figures",
            "/en/desk/figures?rows=category&unit=incidents".to_owned(),
        ),
    ] {
        let mut row = Row::new(&line);
        for _ in 0..turns {
            row.take(|| page(&mut desk, &path).map(drop))?;
        }
        row.write(&mut text, what);
    }
    let mut row = Row::new(&line);
    let path = format!("/en/desk/incidents/{incident}");
    for turn in 0..turns {
        let shown = page(&mut desk, &path)?;
        let (token, category) = (form_token(&shown)?, ["assault", "threats"][turn % 2]);
        let seen = between(&shown, "name=\"seen\" value=\"", &['"']).context("a coding")?;
        let fields = [
            ("form-token", token.as_str()),
            ("seen", seen),
            ("do", "save"),
            ("when-precision", "exact"),
            ("when-from", "2026-01-14"),
            ("when-to", ""),
            ("persons", "1"),
            ("facet-category", category),
            ("facet-strand", "religion"),
        ];
        row.take(|| {
            desk.post(&format!("{path}/coding"), &fields)?
                .expect(303, "saving")?;
            Ok(())
        })?;
    }
    row.write(&mut text, "saving a coding");
    far.stop()?;
    near.stop()?;
    Ok(text.trim_end().to_owned())
}

fn page(desk: &mut Client, path: &str) -> anyhow::Result<String> {
    Ok(desk.get(path)?.expect(200, path)?.text())
}

/// Host and port of a database's address.
fn address(url: &str) -> anyhow::Result<&str> {
    let (_, rest) = url.split_once("://").context("an address")?;
    let authority = rest.split(['/', '?']).next().unwrap_or(rest);
    Ok(authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host))
}

fn resolved(host: &str) -> anyhow::Result<SocketAddr> {
    let with_port = if host.contains(':') {
        host.to_owned()
    } else {
        format!("{host}:5432")
    };
    with_port
        .to_socket_addrs()?
        .next()
        .context("the server has no address")
}

/// Times and trips of one page.
struct Row<'l> {
    line: &'l SlowLine,
    times: Times,
    fewest: u64,
}

impl<'l> Row<'l> {
    fn new(line: &'l SlowLine) -> Self {
        Self {
            line,
            times: Times::default(),
            fewest: u64::MAX,
        }
    }

    fn take<T>(&mut self, ask: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
        let (before, began) = (self.line.trips(), Instant::now());
        let outcome = ask()?;
        self.times.push(began.elapsed());
        self.fewest = self.fewest.min(self.line.trips() - before);
        Ok(outcome)
    }

    fn write(&self, text: &mut String, what: &str) {
        let _ = writeln!(
            text,
            "| {what} | {} | {} | {:.0} ms | {:.0} ms | {:.0} ms |",
            self.times.count(),
            self.fewest,
            self.times.percentile(0.5),
            self.times.percentile(0.9),
            self.times.longest()
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_and_port_are_found() {
        for (url, host) in [
            ("postgres://heard@127.0.0.1:54/heard", "127.0.0.1:54"),
            ("postgres://a:b@db/heard?x=y", "db"),
            ("postgres://db:1", "db:1"),
        ] {
            assert_eq!(address(url).unwrap(), host);
        }
    }
}
