//! Memory when nobody asks, and the time from starting to the first answer.

use std::fmt::Write as _;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::http::Client;
use crate::program::{self, Program};
use crate::times::Times;
use crate::{Order, machine};

pub(crate) fn measure(order: &Order) -> anyhow::Result<String> {
    let folder = program::folder()?;
    let mut text = String::from("### Memory and start\n\n| what | measured |\n| --- | --- |\n");
    // The first start makes the database and the installation's secret.
    let first = first_answer(order, folder.path())?;
    let program = Program::start(&order.program, folder.path())?;
    program.found()?;
    program.stop()?;

    let mut starts = Times::default();
    for _ in 0..if order.quick { 3 } else { 15 } {
        starts.push(first_answer(order, folder.path())?);
    }
    writeln!(
        text,
        "| start to first answer, the very first time | {:.0} ms |",
        first.as_secs_f64() * 1e3
    )?;
    writeln!(
        text,
        "| start to first answer, {} starts | median {:.0} ms, longest {:.0} ms |",
        starts.count(),
        starts.percentile(0.5),
        starts.longest()
    )?;

    let program = Program::start(&order.program, folder.path())?;
    let (start, _) = machine::memory(program.process())?;
    writeln!(text, "| memory after the start | {} |", megabytes(start))?;
    let mut client = program.client();
    for (what, path) in [
        ("the first page", "/en/"),
        ("the report page", "/en/report"),
        ("the figures", "/en/figures"),
    ] {
        client.get_encoded(path, "br, gzip")?.expect(200, what)?;
        let (now, _) = machine::memory(program.process())?;
        writeln!(text, "| memory after {what} | {} |", megabytes(now))?;
    }
    for language in ["ur", "ar"] {
        client
            .get_encoded(&format!("/{language}/report"), "br, gzip")?
            .expect(200, "a report page")?;
    }
    std::thread::sleep(Duration::from_secs(if order.quick { 1 } else { 40 }));
    let (rested, highest) = machine::memory(program.process())?;
    writeln!(
        text,
        "| memory after all three languages and a rest | {} |",
        megabytes(rested)
    )?;
    write!(text, "| highest so far | {} |", megabytes(highest))?;
    program.stop()?;
    Ok(text)
}

fn megabytes(kilobytes: u64) -> String {
    format!("{:.1} MB", kilobytes as f64 * 1024.0 / 1e6)
}

/// From starting the program until it has answered with its first page.
fn first_answer(order: &Order, data: &std::path::Path) -> anyhow::Result<Duration> {
    // A port that was free a moment ago.
    let address: SocketAddr = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let started = Instant::now();
    let mut child = program::command(&order.program, data)
        .args(["serve", "--listen", &address.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let answered = loop {
        if started.elapsed() > Duration::from_secs(30) {
            break None;
        }
        if TcpStream::connect(address).is_ok() {
            let answer = Client::new(address)
                .get("/en/")?
                .expect(200, "the first page")?;
            break (!answer.body.is_empty()).then(|| started.elapsed());
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let process = i32::try_from(child.id())
        .ok()
        .and_then(rustix::process::Pid::from_raw);
    rustix::process::kill_process(
        process.context("the program's number")?,
        rustix::process::Signal::TERM,
    )?;
    child.wait()?;
    match answered {
        Some(time) => Ok(time),
        None => bail!("the program did not answer"),
    }
}
