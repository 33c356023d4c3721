//! One process after another is replaced while people report and the desk works: nobody notices.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use testkit::outside::http::Client;
use testkit::outside::program::PASSPHRASE;

use super::balancer::Balancer;
use super::{Nodes, form_token, send, within};

const PROCESSES: usize = 3;
const SENDERS: usize = 4;
/// Longer than the balancer takes to notice.
const SETTINGS: [(&str, &str); 2] = [
    ("HEARD_SERVER_STOP_AFTER_SECONDS", "2"),
    ("HEARD_LEDGER_SIGN_EVERY_SECONDS", "1"),
];

#[test]
fn a_rolling_restart_fails_no_request_and_ends_no_session() {
    let Some(nodes) = Nodes::new() else { return };
    let programs = nodes.started(PROCESSES, &SETTINGS);
    let balancer = Balancer::start();
    for program in &programs {
        balancer.add(program.address);
    }
    let ready = Duration::from_secs(10);
    for program in &programs {
        within(ready, "ready", || balancer.is_ready(program.address));
    }
    programs[0].senior().unwrap();
    let address = balancer.address;
    let mut senior = Client::new(address);
    senior
        .post(
            "/en/desk/sign-in",
            &[("name", "Bench Senior"), ("passphrase", PASSPHRASE)],
        )
        .unwrap()
        .expect(303, "signing in")
        .unwrap();

    let is_over = Arc::new(AtomicBool::new(false));
    let kept = Arc::new(AtomicUsize::new(0));
    let senders: Vec<_> = (0..SENDERS)
        .map(|_| {
            let (is_over, kept) = (Arc::clone(&is_over), Arc::clone(&kept));
            thread::spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    let token = form_token(address).unwrap();
                    let acknowledged = send(address, &token, "Seen during a restart").unwrap();
                    assert!(acknowledged, "a report was refused");
                    kept.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    let desk = thread::spawn({
        let is_over = Arc::clone(&is_over);
        move || {
            let mut seen = 0;
            while !is_over.load(Ordering::Relaxed) {
                senior
                    .get("/en/desk/inbox")
                    .unwrap()
                    .expect(200, "the inbox")
                    .unwrap();
                seen += 1;
            }
            seen
        }
    });
    let mut running = Vec::new();
    for old in programs {
        let gone = old.address;
        old.stop().unwrap();
        balancer.remove(gone);
        let fresh = nodes.start(&SETTINGS);
        balancer.add(fresh.address);
        within(ready, "ready", || balancer.is_ready(fresh.address));
        running.push(fresh);
    }
    is_over.store(true, Ordering::Relaxed);
    for sender in senders {
        sender.join().unwrap();
    }
    assert!(desk.join().unwrap() > 10, "the desk was at work");
    assert_eq!(balancer.refused(), 0, "nobody was sent to a closed door");
    let kept = kept.load(Ordering::Relaxed);
    assert!(kept > 20, "there was load: {kept}");
    assert_eq!(nodes.verified_reports(), kept);
}
