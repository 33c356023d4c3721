//! A round: load, a fault somewhere in the middle of it, an end, and a look at what is left.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle, sleep};
use std::time::Duration;

use rustix::process::Signal;

use crate::check;
use crate::corruption;
use crate::desk;
use crate::dice::Dice;
use crate::senders;
use crate::town::{Engine, Town};

/// Reporters at once.
const SENDERS: u64 = 4;
/// After a fault that the program lives through, it takes reports again within this.
const RECOVERS_WITHIN: Duration = Duration::from_secs(30);

/// What is done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    ProgramKilled,
    ProgramKilledWhileStarting,
    ProgramStopped,
    ProgramFrozen,
    DiskFull,
    FlushFails,
    ClockJumps,
    PageCorrupted,
    ConnectionsDropped,
    ServerKilled,
    ServerFrozen,
    ServerRestarted,
}

const ON_BOTH: [Fault; 8] = [
    Fault::ProgramKilled,
    Fault::ProgramKilledWhileStarting,
    Fault::ProgramStopped,
    Fault::ProgramFrozen,
    Fault::DiskFull,
    Fault::FlushFails,
    Fault::ClockJumps,
    Fault::PageCorrupted,
];
const OF_A_SERVER: [Fault; 4] = [
    Fault::ConnectionsDropped,
    Fault::ServerKilled,
    Fault::ServerFrozen,
    Fault::ServerRestarted,
];

impl Fault {
    /// Every fault that this engine can meet.
    pub(crate) fn of(engine: &Engine) -> Vec<Self> {
        match engine {
            Engine::Sqlite => ON_BOTH.to_vec(),
            Engine::Postgresql(_) => [&ON_BOTH[..], &OF_A_SERVER].concat(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::ProgramKilled => "program killed",
            Self::ProgramKilledWhileStarting => "program killed while it starts",
            Self::ProgramStopped => "program told to stop",
            Self::ProgramFrozen => "program frozen",
            Self::DiskFull => "disk full",
            Self::FlushFails => "fsync fails",
            Self::ClockJumps => "clock jumps",
            Self::PageCorrupted => "page corrupted",
            Self::ConnectionsDropped => "connections dropped",
            Self::ServerKilled => "server killed",
            Self::ServerFrozen => "server frozen",
            Self::ServerRestarted => "server restarted",
        })
    }
}

/// What a run came to.
#[derive(Debug, Default)]
pub(crate) struct Count {
    pub(crate) rounds: u64,
    pub(crate) kills: u64,
    pub(crate) faults: BTreeMap<Fault, u64>,
    pub(crate) houses: u64,
    pub(crate) kept: u64,
    pub(crate) refused: u64,
    pub(crate) broken_off: u64,
    /// Reports whose sender did not know, until they were sent again.
    pub(crate) unknown: u64,
    pub(crate) incidents: u64,
    /// Corrupted pages that nothing was lost by: nobody reads that place.
    pub(crate) harmless: u64,
    pub(crate) wrong: Vec<String>,
}

struct Load {
    over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Load {
    fn start(town: &Town, dice: &mut Dice, round: u64) -> anyhow::Result<Self> {
        let over = Arc::new(AtomicBool::new(false));
        let mut threads = Vec::new();
        for sender in 0..SENDERS {
            let name = format!("House {}, round {round}, sender {sender}", town.number);
            let client = town.program()?.client();
            let seed = dice.below(u64::MAX);
            threads.push(senders::keep_telling(
                client,
                &town.outside,
                &over,
                &name,
                seed,
            ));
        }
        let client = town.program()?.client();
        let seed = dice.below(u64::MAX);
        threads.push(desk::keep_working(client, &town.outside, &over, seed));
        Ok(Self { over, threads })
    }

    fn stop(self) {
        self.over.store(true, Ordering::Relaxed);
        for thread in self.threads {
            // A panic of one is seen by its message.
            let _ = thread.join();
        }
    }
}

fn pause(dice: &mut Dice, from: u64, to: u64) {
    sleep(Duration::from_millis(dice.between(from, to)));
}

/// One round with this fault.
pub(crate) fn round(
    town: &mut Town,
    dice: &mut Dice,
    fault: Fault,
    count: &mut Count,
) -> anyhow::Result<()> {
    count.rounds += 1;
    *count.faults.entry(fault).or_default() += 1;
    town.start()?;
    let load = Load::start(town, dice, count.rounds)?;
    pause(dice, 600, 1_800);
    let brought = bring(town, dice, fault, count);
    town.switches.off()?;
    town.disk.make_room()?;
    brought?;
    if town.program.is_some() {
        if !town.wait_until_it_takes(RECOVERS_WITHIN) {
            let said = crate::town::last_words(town.program()?);
            town.outside
                .wrong(format!("{fault}: not ready again in time; it said: {said}"));
        }
        pause(dice, 300, 900);
    }
    // At the end of every round the process goes, in order or not.
    if dice.below(2) == 0 && town.program.is_some() {
        count.kills += 1;
        town.kill()?;
        load.stop();
    } else {
        load.stop();
        town.stop()?;
    }
    settle(town, count)?;
    check::everything(town, dice)?;
    if fault == Fault::PageCorrupted {
        corruption::round(town, dice, count)?;
        check::everything(town, dice)?;
    }
    Ok(())
}

/// Starts again with nothing wrong; whoever does not know what became of their report sends it again.
fn settle(town: &mut Town, count: &mut Count) -> anyhow::Result<()> {
    town.start()?;
    if !town.wait_until_it_takes(RECOVERS_WITHIN) {
        town.outside
            .wrong("not ready after a start with nothing wrong".to_owned());
    }
    let mut client = town.program()?.client();
    count.unknown += senders::settle(&mut client, &town.outside, Duration::from_mins(1));
    come_back(town, &mut client)?;
    town.stop()
}

/// Some reporters come back with their words, and the public figures are shown.
fn come_back(town: &Town, client: &mut testkit::outside::http::Client) -> anyhow::Result<()> {
    let words: Vec<String> = {
        let known = town.outside.known();
        let told = known.reports.iter().rev().take(5);
        told.filter_map(|told| match &told.fate {
            crate::told::Fate::Kept(words) => Some(words.clone()),
            crate::told::Fate::Unknown(_) => None,
        })
        .collect()
    };
    for words in words {
        let page = client.post("/en/status", &[("words", &words)])?;
        if page.status != 200 || page.text().contains("name=\"words\"") {
            town.outside
                .wrong("LOST: somebody's words open nothing".to_owned());
        }
    }
    let figures = client.get("/en/figures.json")?;
    if figures.status != 200 {
        town.outside
            .wrong(format!("the figures were answered with {}", figures.status));
    }
    Ok(())
}

fn bring(town: &mut Town, dice: &mut Dice, fault: Fault, count: &mut Count) -> anyhow::Result<()> {
    match fault {
        // The page is corrupted after the load: see `corruption`.
        Fault::PageCorrupted => pause(dice, 200, 800),
        Fault::ProgramKilled => {
            for _ in 0..dice.between(1, 3) {
                count.kills += 1;
                town.kill()?;
                pause(dice, 0, 300);
                town.start()?;
                pause(dice, 200, 1_200);
            }
        }
        Fault::ProgramKilledWhileStarting => {
            town.kill()?;
            for _ in 0..3 {
                count.kills += 1;
                let mut command = town.command();
                command.args(["serve", "--listen", "127.0.0.1:0"]);
                command.stderr(std::process::Stdio::null());
                let mut child = command.spawn()?;
                pause(dice, 1, 400);
                child.kill()?;
                child.wait()?;
            }
            town.start()?;
        }
        Fault::ProgramStopped => {
            town.stop()?;
            pause(dice, 0, 300);
            town.start()?;
        }
        Fault::ProgramFrozen => {
            town.program()?.signal(Signal::STOP)?;
            pause(dice, 300, 3_000);
            town.program()?.signal(Signal::CONT)?;
        }
        Fault::DiskFull => disk_full(town, dice)?,
        Fault::FlushFails => {
            match &town.engine {
                Engine::Sqlite => town.switches.flush_fails(true)?,
                Engine::Postgresql(server) => server.switches.flush_fails(true)?,
            }
            pause(dice, 300, 2_500);
            town.switches.flush_fails(false)?;
            mend_server(town)?;
        }
        Fault::ClockJumps => {
            for _ in 0..dice.between(1, 3) {
                let seconds = dice.between(60, 2 * 86_400) as i64;
                let forward = dice.below(2) == 0;
                town.switches
                    .clock_offset(if forward { seconds } else { -seconds })?;
                pause(dice, 300, 1_500);
            }
        }
        Fault::ConnectionsDropped => {
            if let Engine::Postgresql(server) = &town.engine {
                let drop = "select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null";
                for _ in 0..dice.between(1, 5) {
                    server.ask("postgres", drop)?;
                    pause(dice, 50, 500);
                }
            }
        }
        Fault::ServerKilled | Fault::ServerRestarted => {
            if let Engine::Postgresql(server) = &mut town.engine {
                if fault == Fault::ServerKilled {
                    count.kills += 1;
                    server.kill()?;
                } else {
                    server.stop()?;
                }
                pause(dice, 0, 1_500);
                server.start()?;
            }
        }
        Fault::ServerFrozen => {
            if let Engine::Postgresql(server) = &town.engine {
                server.freeze(true)?;
                pause(dice, 300, 3_000);
                server.freeze(false)?;
            }
        }
    }
    Ok(())
}

fn disk_full(town: &mut Town, dice: &mut Dice) -> anyhow::Result<()> {
    if town.disk.is_real() {
        town.disk.fill()?;
    } else {
        match &town.engine {
            Engine::Sqlite => town.switches.disk_is_full(true)?,
            Engine::Postgresql(server) => server.switches.disk_is_full(true)?,
        }
    }
    pause(dice, 500, 3_000);
    town.disk.make_room()?;
    town.switches.disk_is_full(false)?;
    mend_server(town)
}

/// A server that met a full disk or a failed flush ends itself rather than lie; somebody starts it again.
fn mend_server(town: &mut Town) -> anyhow::Result<()> {
    if let Engine::Postgresql(server) = &mut town.engine {
        server.switches.off()?;
        thread::sleep(Duration::from_millis(200));
        server.start()?;
    }
    Ok(())
}

/// Every acknowledgement follows a flush that succeeded: reports sent one by one flush at least once each.
pub(crate) fn acknowledged_means_flushed(town: &mut Town) -> anyhow::Result<()> {
    town.start()?;
    let mut client = town.program()?.client();
    for number in 0..10 {
        let Some(token) = senders::open(&mut client)? else {
            anyhow::bail!("the form is not there");
        };
        let story = format!("House {}, flushed, report {number}", town.number);
        let before = flushes(town)?;
        let came = senders::send(&mut client, &town.outside, &token, &story, "10.9.9.9");
        let senders::Came::Kept(words) = came else {
            anyhow::bail!("a report was not kept although nothing is wrong");
        };
        if flushes(town)? <= before {
            town.outside
                .wrong("a report was acknowledged before anything was flushed".to_owned());
        }
        town.outside.known().reports.push(crate::told::Told {
            story,
            fate: crate::told::Fate::Kept(words),
            opened: false,
        });
    }
    town.stop()
}

fn flushes(town: &Town) -> anyhow::Result<i64> {
    match &town.engine {
        Engine::Sqlite => town.switches.flushes(),
        Engine::Postgresql(server) => server.switches.flushes(),
    }
}
