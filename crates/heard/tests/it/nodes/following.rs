//! What is done through one process is seen through the others at once.

use std::time::Instant;

use testkit::outside::http::Client;
use testkit::outside::program::PASSPHRASE;

use super::{Nodes, form_token, send};
use crate::beside::{ROWS, SHOWN_WITHIN, counted, run, sum, write_delivery};

#[test]
fn each_process_shows_what_the_others_and_commands_have_done() {
    let Some(nodes) = Nodes::new() else { return };
    let programs = nodes.started(2, &[]);
    let mut here = programs[0].senior().unwrap();
    let mut there = Client::new(programs[1].address);
    there
        .post(
            "/en/desk/sign-in",
            &[("name", "Bench Senior"), ("passphrase", PASSPHRASE)],
        )
        .unwrap()
        .expect(303, "signing in")
        .unwrap();
    for desk in [&mut here, &mut there] {
        assert_eq!(counted(desk), 0);
    }
    // A report that came in here is opened there.
    let token = form_token(programs[0].address).unwrap();
    assert!(send(programs[0].address, &token, "A sign was torn down").unwrap());
    let inbox = there.get("/en/desk/inbox").unwrap().text();
    let report = testkit::outside::program::first_report(&inbox).expect("it is in the inbox");
    let page = there.get(&format!("/en/desk/reports/{report}")).unwrap();
    assert!(page.text().contains("A sign was torn down"));

    let home = nodes.home.path();
    write_delivery(home);
    let heard = || {
        let mut heard = nodes.command(&[]);
        heard.current_dir(home);
        heard
    };
    run(heard(), &["import", "--mapping", "trial.toml", "rows.csv"]);
    for desk in [&mut here, &mut there] {
        assert_eq!(counted(desk), ROWS as u64);
    }
    let listed = run(heard(), &["import", "list", "--format", "json"]);
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    run(
        heard(),
        &["import", "undo", listed[0]["import"].as_str().unwrap()],
    );
    for desk in [&mut here, &mut there] {
        assert_eq!(counted(desk), 0);
    }
    // One change is in the next figure at once.
    let path = "/en/desk/figures.json?series=own&rows=stage&unit=reports";
    for reports in 2..6 {
        let token = form_token(programs[0].address).unwrap();
        assert!(send(programs[0].address, &token, "A sign was torn down").unwrap());
        let done = Instant::now();
        let figures = there.get(path).unwrap().expect(200, "figures").unwrap();
        assert_eq!(sum(&figures.body), reports);
        assert!(done.elapsed() < SHOWN_WITHIN, "{:?}", done.elapsed());
    }
    for program in programs {
        program.stop().unwrap();
    }
    assert_eq!(nodes.verified_reports(), 5);
}
