//! Limits hold for all processes together.

use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

use testkit::outside::http::Client;

use super::{Nodes, form_token, within};

/// Counts are told every second.
const TOLD_WITHIN: Duration = Duration::from_millis(2500);

/// What a report from that address is answered with.
fn report_from(address: SocketAddr, from: &str) -> u16 {
    let token = form_token(address).unwrap();
    let form = format!("form_token={token}&story=Seen+by+somebody");
    let mut client = Client::new(address);
    client
        .post_from("/en/report", Some(from), &form)
        .unwrap()
        .status
}

#[test]
fn whoever_met_a_limit_at_one_process_meets_it_at_the_others() {
    let Some(nodes) = Nodes::new() else { return };
    let settings = [("HEARD_LIMITS_REPORTS_PER_ADDRESS_PER_HOUR", "6")];
    let programs = nodes.started(3, &settings);
    let at = |place: usize| programs[place].address;
    // The key of the day is shared by then.
    thread::sleep(TOLD_WITHIN);
    for _ in 0..4 {
        assert_eq!(report_from(at(0), "192.0.2.1"), 200);
    }
    assert_eq!(report_from(at(1), "192.0.2.9"), 200);
    thread::sleep(TOLD_WITHIN);
    for _ in 0..2 {
        assert_eq!(report_from(at(1), "192.0.2.1"), 200);
    }
    assert_eq!(report_from(at(1), "192.0.2.1"), 429);
    thread::sleep(TOLD_WITHIN);
    assert_eq!(report_from(at(2), "192.0.2.1"), 429);
    assert_eq!(report_from(at(0), "192.0.2.1"), 429);
    assert_eq!(
        report_from(at(2), "192.0.2.2"),
        200,
        "a neighbour is let in"
    );

    // Nobody who came once is spoken of, nothing names an address, and what was told is gone soon.
    let told = nodes.sql("select count(*) from shared_count");
    assert!(told.parse::<u32>().unwrap() <= 4, "{told}");
    let bytes = nodes.sql("select string_agg(encode(counts, 'hex'), '') from shared_count");
    assert!(!bytes.contains("c00002"), "{bytes}");
    let logged = nodes.sql("select relpersistence from pg_class where relname = 'shared_count'");
    assert_eq!(
        logged, "u",
        "neither replicas nor backups of the log hold it"
    );
}

#[test]
fn guesses_at_a_passphrase_are_counted_wherever_they_are_made() {
    let Some(nodes) = Nodes::new() else { return };
    let programs = nodes.started(2, &[]);
    let guess = |place: usize| {
        let fields = [
            ("name", "Bench Administrator"),
            ("passphrase", "a guess or so"),
        ];
        let mut client = Client::new(programs[place].address);
        client.post("/en/desk/sign-in", &fields).unwrap().text()
    };
    let is_slowed = |page: &str| page.contains("Too many tries");
    let mut tries = 0;
    while !is_slowed(&guess(0)) {
        tries += 1;
        assert!(tries < 10);
    }
    assert!(tries >= 6, "{tries}");
    within(TOLD_WITHIN * 4, "it is slowed at the other too", || {
        is_slowed(&guess(1))
    });
}
