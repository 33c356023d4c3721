//! A desk on a laptop far from its database: each page asks the database a bounded number of times, one after the other,
//! because over a slow line that number is what a colleague waits for.

use std::collections::BTreeMap;

use testkit::outside::http::Client;
use testkit::outside::program::{Program, between, first_report, form_token as desk_token};
use testkit::outside::slow_line::{Badness, SlowLine};

use super::{Nodes, form_token, send};

/// A page is fetched so often: beside it the desk does its own rounds, and the least is what the page alone costs.
const TRIES: usize = 24;

/// What each page may cost in trips to the database, session included.
const BOUNDS: [(&str, u64); 6] = [
    ("inbox", 17),
    ("report", 38),
    ("incident", 38),
    ("incidents", 16),
    ("figures", 15),
    ("saving a coding", 20),
];

/// The fewest trips of several tries.
fn least(line: &SlowLine, mut ask: impl FnMut()) -> u64 {
    let mut fewest = u64::MAX;
    for _ in 0..TRIES {
        let before = line.trips();
        ask();
        fewest = fewest.min(line.trips() - before);
    }
    fewest
}

fn page(desk: &mut Client, path: &str) -> String {
    desk.get(path).unwrap().expect(200, path).unwrap().text()
}

#[test]
fn no_page_of_the_desk_asks_the_database_too_often() {
    let Some(nodes) = Nodes::new() else { return };
    let near = nodes.start(&[]);
    near.found().unwrap();
    let (url, line) = {
        let url = nodes.url();
        let address = between(&url, "@", &['/']).unwrap().to_owned();
        let server = address.parse().expect("the server's address and port");
        let line = SlowLine::to(server, Badness::NONE, 1).unwrap();
        (url.replace(&address, &line.address.to_string()), line)
    };
    let mut command = nodes.command(&[]);
    command.env("HEARD_STORE_DATABASE", url);
    let far = Program::start_with(command).unwrap();
    near.senior().unwrap();
    let mut desk = far.signed_in("Bench Senior").unwrap();
    for _ in 0..3 {
        let token = form_token(near.address).unwrap();
        assert!(send(near.address, &token, "A sign was torn down").unwrap());
    }
    let inbox = page(&mut desk, "/en/desk/inbox");
    let report = first_report(&inbox).unwrap().to_owned();
    let token = desk_token(&inbox).unwrap();
    let made = desk
        .post(
            &format!("/en/desk/reports/{report}/incident"),
            &[("form-token", &token)],
        )
        .unwrap()
        .expect(303, "an incident")
        .unwrap();
    let incident = made.header("location").unwrap();
    let incident = incident.split(['?', '#']).next().unwrap().to_owned();
    let waiting = first_report(&page(&mut desk, "/en/desk/inbox"))
        .unwrap()
        .to_owned();

    let mut trips = BTreeMap::new();
    for (name, path) in [
        ("inbox", "/en/desk/inbox".to_owned()),
        ("report", format!("/en/desk/reports/{waiting}")),
        ("incident", incident.clone()),
        ("incidents", "/en/desk/incidents".to_owned()),
        (
            "figures",
            "/en/desk/figures?rows=category&unit=incidents".to_owned(),
        ),
    ] {
        trips.insert(name, least(&line, || drop(page(&mut desk, &path))));
    }
    let mut categories = ["assault", "threats"].into_iter().cycle();
    let mut fewest = u64::MAX;
    for _ in 0..TRIES {
        let shown = page(&mut desk, &incident);
        let token = desk_token(&shown).unwrap();
        let seen = between(&shown, "name=\"seen\" value=\"", &['"']).unwrap();
        let fields = [
            ("form-token", token.as_str()),
            ("seen", seen),
            ("do", "save"),
            ("when-precision", "exact"),
            ("when-from", "2026-01-14"),
            ("when-to", ""),
            ("persons", "1"),
            ("facet-category", categories.next().unwrap()),
            ("facet-strand", "religion"),
        ];
        let before = line.trips();
        desk.post(&format!("{incident}/coding"), &fields)
            .unwrap()
            .expect(303, "saving")
            .unwrap();
        fewest = fewest.min(line.trips() - before);
    }
    trips.insert("saving a coding", fewest);
    say(&format!("trips to the database: {trips:?}"));
    for (name, bound) in BOUNDS {
        assert!(trips[name] <= bound, "{name}: {trips:?}");
        // What costs nothing was not measured.
        assert!(trips[name] > 0, "{name}: {trips:?}");
    }
    far.stop().unwrap();
    near.stop().unwrap();
}

#[expect(
    clippy::print_stderr,
    reason = "how often was asked belongs to what the test shows"
)]
fn say(text: &str) {
    eprintln!("{text}");
}
