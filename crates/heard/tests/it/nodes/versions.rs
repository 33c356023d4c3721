//! Two versions at once, during an upgrade.

use std::time::Duration;

use testkit::outside::http::Client;

use super::{Nodes, form_token, send, within};

#[test]
fn an_older_process_beside_a_newer_schema_says_so_and_writes_nothing() {
    let Some(nodes) = Nodes::new() else { return };
    let program = nodes.start(&[]);
    program.found().unwrap();
    let address = program.address;
    let token = form_token(address).unwrap();
    assert!(send(address, &token, "Before the upgrade").unwrap());
    let entries = nodes.sql("select count(*) from entry");

    nodes.sql("insert into schema_step (version, name, sha256) values (90, '0090_later.sql', 'x')");
    let mut client = Client::new(address);
    within(Duration::from_secs(3), "it is not ready", || {
        client.get("/ready").unwrap().status == 503
    });
    let token = form_token(address).unwrap();
    let answer = client
        .post(
            "/en/report",
            &[("form_token", &token), ("story", "During the upgrade")],
        )
        .unwrap();
    assert_eq!(answer.status, 503);
    assert!(
        answer.text().contains("During the upgrade"),
        "words come back"
    );
    assert_eq!(nodes.sql("select count(*) from entry"), entries);
    within(Duration::from_secs(3), "the log says why", || {
        program
            .said()
            .iter()
            .any(|line| line.contains("newer version of Heard"))
    });
    // Nor does another of this version start.
    let told = nodes.command(&[]).arg("verify").output().unwrap();
    assert!(!told.status.success());
    assert!(String::from_utf8_lossy(&told.stderr).contains("newer version of Heard"));

    // The upgrade is taken back: the same form is kept.
    nodes.sql("delete from schema_step where version = 90");
    assert!(send(address, &token, "During the upgrade").unwrap());
    within(Duration::from_secs(3), "it is ready", || {
        client.get("/ready").unwrap().status == 200
    });
    program.stop().unwrap();
    assert_eq!(nodes.verified_reports(), 2);
}
