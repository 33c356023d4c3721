//! Far more senders than places: they are told quickly, nobody's words are lost, the desk goes on, memory is bounded.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::{form_token, founded, verified_reports};

const SENDERS: usize = 256;
/// Between two tries.
const BETWEEN: Duration = Duration::from_millis(700);
/// Nobody is refused as often as this.
const TRIES: usize = 400;
/// Resident memory of a debug build under this flood, in kilobytes: about 80,000 with nobody there.
const MEMORY: u64 = 400_000;

/// Resident memory of a process, in kilobytes (proc(5)).
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.unwrap().parse().unwrap()
}

#[test]
fn a_flood_is_answered_and_the_desk_goes_on() {
    let (folder, program) = founded(&[("HEARD_LIMITS_REPORTS_AT_ONCE", "4")]);
    let mut senior = program.senior().unwrap();
    let address = program.address;
    let (kept, refused) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let senders: Vec<_> = (0..SENDERS)
        .map(|sender| {
            let (kept, refused) = (Arc::clone(&kept), Arc::clone(&refused));
            thread::spawn(move || {
                let client = testkit::outside::http::Client::new(address);
                let mut client = client.waiting(Duration::from_mins(2));
                let story = format!("Sender {sender} saw it & wrote it down.");
                let token = form_token_patiently(&mut client);
                for _ in 0..TRIES {
                    let fields = [("form_token", token.as_str()), ("story", story.as_str())];
                    let answer = client.post("/en/report", &fields).unwrap();
                    if answer.status == 200 {
                        assert!(answer.text().contains("receipt-words"));
                        kept.fetch_add(1, Ordering::Relaxed);
                        return;
                    }
                    assert_eq!(answer.status, 503);
                    assert!(answer.header("retry-after").is_some());
                    assert!(
                        answer.text().contains(&story.replace('&', "&#38;")),
                        "the story comes back"
                    );
                    refused.fetch_add(1, Ordering::Relaxed);
                    thread::sleep(BETWEEN);
                }
                panic!("sender {sender} was refused {TRIES} times");
            })
        })
        .collect();
    let over = Arc::new(AtomicBool::new(false));
    let desk = thread::spawn({
        let over = Arc::clone(&over);
        move || {
            let mut seen = 0;
            while !over.load(Ordering::Relaxed) {
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
    for sender in senders {
        sender.join().unwrap();
    }
    over.store(true, Ordering::Relaxed);
    assert!(
        desk.join().unwrap() > 0,
        "the desk was answered all the time"
    );
    assert_eq!(kept.load(Ordering::Relaxed), SENDERS);
    assert!(refused.load(Ordering::Relaxed) > 0, "there was a flood");
    assert!(resident(program.process()) < MEMORY);
    program.stop().unwrap();
    assert_eq!(verified_reports(&folder), SENDERS as u64);
}

/// The report page itself may be busy too.
fn form_token_patiently(client: &mut testkit::outside::http::Client) -> String {
    for _ in 0..TRIES {
        if client.get("/en/report").unwrap().status == 200 {
            return form_token(client);
        }
        thread::sleep(BETWEEN);
    }
    panic!("the report page was busy all the time");
}
