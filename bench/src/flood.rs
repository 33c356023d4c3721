//! More reports than the machine can take: how quickly the rest is told so, and how the desk fares beside it.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use testkit::outside::http::Client;
use testkit::outside::program::{self, Program, between};

use crate::Order;
use crate::times::Times;

/// Senders at once: twice what is worked on and may wait with the settings below.
const SENDERS: usize = 512;
/// Reports worked on at once.
const AT_ONCE: &str = "64";
const LASTS: Duration = Duration::from_secs(20);

/// What one sender saw.
#[derive(Default)]
struct Seen {
    taken: Times,
    refused: Times,
}

pub(crate) fn measure(order: &Order) -> anyhow::Result<String> {
    let folder = program::folder()?;
    let mut command = program::command(&order.program, folder.path());
    command.env("HEARD_LIMITS_REPORTS_AT_ONCE", AT_ONCE);
    let program = Program::start_with(command)?;
    program.found()?;
    let mut senior = program.senior()?;
    let lasts = if order.quick { LASTS / 10 } else { LASTS };
    let alone = desk(&mut senior, Instant::now() + lasts / 4)?;
    let before = resident(&program)?;

    let over = Arc::new(AtomicBool::new(false));
    let senders: Vec<_> = (0..SENDERS)
        .map(|sender| {
            let (over, client) = (Arc::clone(&over), program.client());
            std::thread::spawn(move || one_sender(client, sender, &over))
        })
        .collect();
    let beside = desk(&mut senior, Instant::now() + lasts)?;
    over.store(true, Ordering::Relaxed);
    let (mut taken, mut refused) = (Times::default(), Times::default());
    for sender in senders {
        let seen = sender.join().ok().context("a sender")??;
        taken.extend(seen.taken);
        refused.extend(seen.refused);
    }
    let most = resident(&program)?;
    program.stop()?;
    let seconds = lasts.as_secs_f64();
    let mut text = String::from(
        "### More reports than it can take\n\n\
         | what | a second | p50 | p99 | longest |\n| --- | --- | --- | --- | --- |\n",
    );
    for (what, times) in [
        ("reports taken", &taken),
        ("told that it is busy, with the text", &refused),
        ("inbox of the desk beside it", &beside),
        ("inbox of the desk alone", &alone),
    ] {
        writeln!(
            text,
            "| {what} | {:.0} | {:.0} ms | {:.0} ms | {:.0} ms |",
            times.count() as f64 / seconds,
            times.percentile(0.5),
            times.percentile(0.99),
            times.longest(),
        )?;
    }
    write!(
        text,
        "\n{SENDERS} senders on the same machine, {AT_ONCE} reports at work at once. Resident memory {before} MB before, \
         at most {most} MB."
    )?;
    Ok(text)
}

fn one_sender(mut client: Client, sender: usize, over: &AtomicBool) -> anyhow::Result<Seen> {
    let mut seen = Seen::default();
    let story = "This is what happened to me on the way home. ".repeat(44);
    let mut number = 0;
    while !over.load(Ordering::Relaxed) {
        let page = client.get("/en/report")?;
        if page.status != 200 {
            std::thread::sleep(Duration::from_millis(200));
            continue;
        }
        let page = page.text();
        let token = between(&page, "name=\"form_token\" value=\"", &['"']);
        let token = token.context("a form without a token")?;
        let form = serde_urlencoded::to_string([("form_token", token), ("story", &story)])?;
        loop {
            number += 1;
            let from = format!("10.{}.{}.{}", sender / 256, sender % 256, number % 256);
            let began = Instant::now();
            let answer = client.post_from("/en/report", Some(&from), &form)?;
            match answer.status {
                200 => {
                    seen.taken.push(began.elapsed());
                    break;
                }
                503 => {
                    seen.refused.push(began.elapsed());
                    ensure!(
                        answer.text().contains("on the way home"),
                        "the text is gone"
                    );
                }
                // One form was sent too often: whoever sends it opens another.
                429 => break,
                status => anyhow::bail!("a report was answered with {status}"),
            }
            if over.load(Ordering::Relaxed) {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
    Ok(seen)
}

fn desk(senior: &mut Client, until: Instant) -> anyhow::Result<Times> {
    let mut times = Times::default();
    while Instant::now() < until {
        let began = Instant::now();
        senior.get("/en/desk/inbox")?.expect(200, "the inbox")?;
        times.push(began.elapsed());
    }
    Ok(times)
}

/// The most memory that the program held so far, in megabytes (proc(5)).
fn resident(program: &Program) -> anyhow::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", program.process()))?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    Ok(number.context("VmHWM")? / 1024)
}
