//! Told to stop, the program finishes what it has accepted; told again, it ends at once.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use testkit::outside::program::Program;

use super::{form_token, founded, verified_reports};

/// A report of which only the first half has been sent.
struct HalfSent {
    stream: TcpStream,
    rest: Vec<u8>,
}

fn half_sent(program: &Program) -> HalfSent {
    let token = form_token(&mut program.client());
    let form = format!("form_token={token}&story=Sent+in+two+halves");
    let (first, rest) = form.split_at(form.len() / 2);
    let mut stream = TcpStream::connect(program.address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_mins(1)))
        .unwrap();
    write!(
        stream,
        "POST /en/report HTTP/1.1\r\nhost: here\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: {}\r\n\r\n{first}",
        form.len()
    )
    .unwrap();
    // Until the program has the head of it.
    thread::sleep(Duration::from_millis(300));
    HalfSent {
        stream,
        rest: rest.as_bytes().to_vec(),
    }
}

impl HalfSent {
    fn finish(mut self) -> String {
        self.stream.write_all(&self.rest).unwrap();
        let mut answer = String::new();
        self.stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

#[test]
fn what_was_accepted_is_finished() {
    let (folder, mut program) = founded(&[]);
    let half = half_sent(&program);
    program.signal(rustix::process::Signal::TERM).unwrap();
    // Nobody else gets in.
    let mut closed = false;
    for _ in 0..100 {
        closed = TcpStream::connect(program.address).is_err();
        if closed {
            break;
        }
        thread::sleep(Duration::from_millis(50));
    }
    assert!(closed);
    let answer = half.finish();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("receipt-words"));
    assert!(program.wait().unwrap().success());
    assert_eq!(verified_reports(&folder), 1);
}

#[test]
fn it_does_not_wait_without_end() {
    let (folder, mut program) = founded(&[("HEARD_SERVER_STOP_WITHIN_SECONDS", "1")]);
    let _half = half_sent(&program);
    program.signal(rustix::process::Signal::INT).unwrap();
    let ended = program.wait().unwrap();
    assert_eq!(ended.code(), Some(1), "not everything was finished");
    assert_eq!(verified_reports(&folder), 0);
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let (folder, mut program) = founded(&[("HEARD_SERVER_STOP_WITHIN_SECONDS", "3600")]);
    let _half = half_sent(&program);
    program.signal(rustix::process::Signal::TERM).unwrap();
    thread::sleep(Duration::from_millis(500));
    assert!(!program.has_ended().unwrap());
    program.signal(rustix::process::Signal::TERM).unwrap();
    assert_eq!(program.wait().unwrap().code(), Some(143));
    assert_eq!(verified_reports(&folder), 0);
}
