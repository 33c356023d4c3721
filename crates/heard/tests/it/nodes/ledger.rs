//! One ledger, whoever signs it and whatever dies.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use ledger::{Checkpoint, Claim, Hash};
use rustix::process::Signal;
use testkit::outside::http::Client;
use testkit::outside::program::{Program, between};

use super::{Nodes, form_token, number, send, within};

/// Heads are signed each second, so that there are many.
const OFTEN: [(&str, &str); 1] = [("HEARD_LEDGER_SIGN_EVERY_SECONDS", "1")];
const PROCESSES: usize = 3;
const SENDERS: usize = 6;
const KILLS: usize = 6;
/// A lease lasts six seconds; then the head is signed within one more or two.
const TAKEN_OVER_WITHIN: Duration = Duration::from_secs(12);

/// Where the processes answer that live now.
type Addresses = Arc<Mutex<Vec<SocketAddr>>>;

fn pick(addresses: &Addresses, number: usize) -> SocketAddr {
    let addresses = addresses.lock().unwrap();
    addresses[number % addresses.len()]
}

/// The newest head that this process shows.
fn head(address: SocketAddr) -> Option<String> {
    let mut client = Client::new(address).waiting(Duration::from_secs(5));
    let answer = client.get("/ledger/checkpoint").ok()?;
    (answer.status == 200).then(|| answer.text())
}

fn size_of(note: &str) -> u64 {
    note.lines()
        .nth(1)
        .and_then(|size| size.parse().ok())
        .unwrap_or(0)
}

/// All heads that were shown continue each other, shown from the published files alone.
fn make_one_ledger(address: SocketAddr, notes: &BTreeSet<String>) -> usize {
    let page = Client::new(address).get("/en/ledger").unwrap().text();
    let key = page
        .split(|letter: char| !letter.is_ascii_hexdigit())
        .find(|word| word.len() == 64)
        .expect("the key of the ledger");
    let mut public = [0; 32];
    for (place, byte) in public.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&key[place * 2..place * 2 + 2], 16).unwrap();
    }
    let mut heads: BTreeMap<u64, Hash> = BTreeMap::new();
    for note in notes {
        let origin = note.lines().next().unwrap();
        let (size, root) = Checkpoint::verify(note, origin, &public).expect("a signed head");
        let other = heads.insert(size, root);
        assert!(
            other.is_none_or(|other| other == root),
            "two heads of {size} entries"
        );
    }
    let (newest, root) = heads.iter().next_back().expect("a head");
    let files = Mutex::new(Client::new(address));
    for (size, older) in &heads {
        let claim = Claim::Consistency {
            old_size: *size,
            new_size: *newest,
        };
        let proof = ledger::prove_from_tiles(claim, root, |tile| {
            let path = format!("/ledger/{}", tile.path());
            let answer = files.lock().unwrap().get(&path).ok()?;
            (answer.status == 200).then_some(answer.body)
        })
        .expect("a proof");
        ledger::check_consistency(&proof, *size, older, *newest, root).expect("one ledger");
    }
    heads.len()
}

#[test]
fn processes_that_die_under_load_leave_one_ledger_and_lose_nothing() {
    let Some(nodes) = Nodes::new() else { return };
    let mut programs = nodes.started(PROCESSES, &OFTEN);
    let addresses: Addresses = Arc::new(Mutex::new(
        programs.iter().map(|program| program.address).collect(),
    ));
    let is_over = Arc::new(AtomicBool::new(false));
    let (kept, again) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let senders: Vec<_> = (0..SENDERS)
        .map(|sender| {
            let addresses = Arc::clone(&addresses);
            let (kept, again) = (Arc::clone(&kept), Arc::clone(&again));
            let is_over = Arc::clone(&is_over);
            thread::spawn(move || {
                let mut turn = sender;
                while !is_over.load(Ordering::Relaxed) {
                    turn += 1;
                    let Ok(token) = form_token(pick(&addresses, turn)) else {
                        continue;
                    };
                    // The same form until it is acknowledged, at whichever process answers.
                    while !send(pick(&addresses, turn), &token, "Seen by many").unwrap_or(false) {
                        again.fetch_add(1, Ordering::Relaxed);
                        turn += 1;
                    }
                    kept.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    let watcher = thread::spawn({
        let (addresses, is_over) = (Arc::clone(&addresses), Arc::clone(&is_over));
        move || {
            let mut notes = BTreeSet::new();
            for turn in 0.. {
                notes.extend(head(pick(&addresses, turn)));
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
                thread::sleep(Duration::from_millis(100));
            }
            notes
        }
    });
    for kill in 0..KILLS {
        thread::sleep(Duration::from_millis(1500));
        // The one that has lived longest goes most often: it is the one on duty.
        let place = [0, 1, 0, 2, 0, 1][kill % 6];
        programs[place].signal(Signal::KILL).unwrap();
        programs[place].wait().unwrap();
        let fresh = nodes.start(&OFTEN);
        addresses.lock().unwrap()[place] = fresh.address;
        programs[place] = fresh;
    }
    thread::sleep(Duration::from_secs(2));
    is_over.store(true, Ordering::Relaxed);
    for sender in senders {
        sender.join().unwrap();
    }
    let mut notes = watcher.join().unwrap();
    let kept = kept.load(Ordering::Relaxed);
    assert!(kept > SENDERS * KILLS, "there was load: {kept}");
    assert!(again.load(Ordering::Relaxed) > 0, "somebody was cut off");

    // Whoever is left signs for all of it.
    let entries: u64 = nodes.sql("select count(*) from entry").parse().unwrap();
    let last = programs[0].address;
    within(TAKEN_OVER_WITHIN, "all is signed", || {
        head(last).is_some_and(|note| size_of(&note) >= entries)
    });
    notes.extend(head(last));
    let heads = make_one_ledger(last, &notes);
    assert!(heads >= KILLS, "only {heads} heads were seen");
    for program in programs {
        program.stop().unwrap();
    }
    let verified = nodes.verified();
    assert_eq!(number(&verified["reports"]), kept);
}

/// The page with the story of a process that lies still or is gone.
fn work_goes_on_without_the_first(end: Signal) {
    let Some(nodes) = Nodes::new() else { return };
    let mut programs = nodes.started(1, &OFTEN);
    within(TAKEN_OVER_WITHIN, "the first is on duty", || {
        !nodes
            .sql("select holder from duty where name = 'ledger'")
            .is_empty()
    });
    programs.push(nodes.start(&OFTEN));
    let (first, second) = (programs[0].address, programs[1].address);
    let token = form_token(first).unwrap();
    assert!(send(second, &token, "Seen by one").unwrap());
    let entries: u64 = nodes.sql("select count(*) from entry").parse().unwrap();
    within(TAKEN_OVER_WITHIN, "the first signs for all", || {
        head(second).is_some_and(|note| size_of(&note) == entries)
    });
    let holder = nodes.sql("select holder from duty where name = 'ledger'");
    programs[0].signal(end).unwrap();
    let token = form_token(second).unwrap();
    within(Duration::from_secs(20), "it is kept", || {
        send(second, &token, "Seen by another").unwrap_or(false)
    });
    within(TAKEN_OVER_WITHIN, "the second signs", || {
        head(second).is_some_and(|note| size_of(&note) > entries)
    });
    assert_ne!(
        nodes.sql("select holder from duty where name = 'ledger'"),
        holder
    );
    let mut stories = 2;
    if end == Signal::STOP {
        // It wakes up, takes itself to be on duty, and is told better.
        programs[0].signal(Signal::CONT).unwrap();
        for _ in 0..6 {
            let token = form_token(first).unwrap();
            assert!(send(first, &token, "Seen by the first again").unwrap());
            stories += 1;
            thread::sleep(Duration::from_millis(500));
        }
        let said = programs[0].said();
        assert!(
            !said.iter().any(|line| line.contains("checkpoint-failed")),
            "{said:?}"
        );
    }
    let second = programs.pop().unwrap();
    second.stop().unwrap();
    if end == Signal::STOP {
        programs.pop().unwrap().stop().unwrap();
    }
    assert_eq!(nodes.verified_reports(), stories);
}

#[test]
fn when_the_process_on_duty_is_killed_another_takes_over_within_seconds() {
    work_goes_on_without_the_first(Signal::KILL);
}

#[test]
fn when_the_process_on_duty_lies_still_another_takes_over_and_it_writes_no_more() {
    work_goes_on_without_the_first(Signal::STOP);
}

#[test]
fn when_the_process_on_duty_is_told_to_stop_another_takes_over_at_once() {
    let Some(nodes) = Nodes::new() else { return };
    let mut programs: Vec<Program> = nodes.started(2, &OFTEN);
    let holder = || nodes.sql("select holder from duty where name = 'upkeep'");
    within(TAKEN_OVER_WITHIN, "somebody is on duty", || {
        !holder().is_empty()
    });
    let first = holder();
    programs.remove(0).stop().unwrap();
    within(Duration::from_secs(4), "the other is on duty", || {
        let now = holder();
        !now.is_empty() && now != first
    });
    let page = Client::new(programs[0].address).get("/en/ledger").unwrap();
    assert!(between(&page.text(), "<main", &['\0']).is_some());
}
