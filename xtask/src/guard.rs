//! Ends everything a task started, however the task ends.
//!
//! A task starts a second copy of this program, the guard, and tells it through a pipe which
//! process groups and folders are its own. The pipe closes when the task is done, interrupted or
//! killed; the guard then ends the groups and removes the folders. On Linux it also ends whatever
//! carries the run's mark in its environment, so that a browser that made a group of its own is
//! found too.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

use anyhow::{Context, Result, bail};
use rustix::process::{
    Pid, Signal, getppid, kill_process, kill_process_group, test_kill_process_group,
};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::place::Place;

/// The environment variable that marks everything a run started.
const MARK: &str = "HEARD_RUN";
/// How long the guard waits for a polite end before it kills.
const PATIENCE: Duration = Duration::from_secs(8);
/// How long the guard looks at least for processes with its mark.
const SECOND_LOOK: Duration = Duration::from_millis(100);

/// The running task's side: starts processes and folders that end with it.
pub(crate) struct Guard {
    /// Where things are.
    pub(crate) place: Place,
    /// A folder of this run alone, removed at its end. Anybody may enter it, for PostgreSQL must
    /// not run as root; what lies in it says for itself who may read it.
    pub(crate) folder: PathBuf,
    mark: String,
    link: Arc<Mutex<Link>>,
}

/// The pipe to the guard, and the guard.
struct Link {
    pipe: Option<ChildStdin>,
    guard: Child,
}

impl Link {
    fn tell(&mut self, line: &str) -> Result<()> {
        match &mut self.pipe {
            Some(pipe) => writeln!(pipe, "{line}").context("the guard is gone"),
            None => bail!("the run is ending"),
        }
    }

    /// Closes the pipe and waits until the guard has ended everything.
    fn end(&mut self) {
        drop(self.pipe.take());
        if let Err(error) = self.guard.wait() {
            eprintln!("error: the guard cannot be waited for: {error}");
        }
    }
}

impl Guard {
    /// Starts the guard, and watches for signals and for the end of the process that started us.
    pub(crate) fn start(place: Place) -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("heard-run-")
            .tempdir()?
            .keep();
        let mark = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let mut guard = Command::new(env::current_exe()?)
            .args(["guard", &mark])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .process_group(0)
            .spawn()
            .context("cannot start the guard")?;
        let pipe = guard.stdin.take();
        let link = Arc::new(Mutex::new(Link { pipe, guard }));
        locked(&link).tell(&format!("folder {}", folder.display()))?;
        watch(&link)?;

        fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
        fs::create_dir(folder.join("tmp"))?;
        Ok(Self {
            place,
            folder,
            mark,
            link,
        })
    }

    /// Does the work, then ends everything it started.
    pub(crate) fn run<T>(self, work: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        let result = work(&self);
        let mut link = locked(&self.link);
        if link.pipe.is_none() {
            // Interrupted: `stop` is about to leave with its own exit code.
            drop(link);
            loop {
                thread::park();
            }
        }
        link.end();
        result
    }

    /// A command that sees this run's settings and no others: marked, without input, at the root of
    /// the checkout, with its temporary files in the run's folder.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        // `cargo run` describes xtask in the environment; what we start is not xtask.
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                command.env_remove(name);
            }
        }
        command
            .current_dir(&self.place.root)
            .env("CARGO_TARGET_DIR", &self.place.target)
            .env("TMPDIR", self.folder.join("tmp"))
            .env(MARK, &self.mark)
            .stdin(Stdio::null())
            .process_group(0);
        command
    }

    /// Builds programs of the workspace and copies them into a folder of this run: another checkout that shares the
    /// target folder may build meanwhile. None if they don't build.
    pub(crate) fn built<const N: usize>(
        &self,
        folder: &str,
        names: [&str; N],
    ) -> Result<Option<[PathBuf; N]>> {
        let mut build = self.command("cargo");
        build.arg("build");
        for name in names {
            build.args(["--package", name]);
        }
        if !self.succeeds(&mut build)? {
            return Ok(None);
        }
        let folder = self.folder.join(folder);
        fs::create_dir(&folder)?;
        let copies = names.map(|name| folder.join(name));
        for (name, copy) in names.iter().zip(&copies) {
            fs::copy(self.place.target.join("debug").join(name), copy)
                .with_context(|| format!("{name} was built and is not there"))?;
        }
        Ok(Some(copies))
    }

    /// Starts the command in a group of its own, which ends with the run.
    pub(crate) fn spawn(&self, command: &mut Command) -> Result<Child> {
        let program = command.get_program().to_string_lossy().into_owned();
        let mut link = locked(&self.link);
        let child = command
            .spawn()
            .with_context(|| format!("cannot start {program}"))?;
        link.tell(&format!("group {}", child.id()))?;
        Ok(child)
    }

    /// Waits for the command, then ends what it left behind.
    pub(crate) fn wait(&self, mut child: Child) -> Result<ExitStatus> {
        let status = child.wait()?;
        self.forget(&child)?;
        Ok(status)
    }

    /// Runs the command to its end and says whether it succeeded.
    pub(crate) fn succeeds(&self, command: &mut Command) -> Result<bool> {
        let child = self.spawn(command)?;
        Ok(self.wait(child)?.success())
    }

    /// Runs the command for at most so long and says whether it succeeded in that time.
    pub(crate) fn succeeds_within(&self, time: Duration, command: &mut Command) -> Result<bool> {
        let mut child = self.spawn(command)?;
        let start = Instant::now();
        while start.elapsed() < time {
            if let Some(status) = child.try_wait()? {
                self.forget(&child)?;
                return Ok(status.success());
            }
            thread::sleep(Duration::from_millis(50));
        }
        child.kill()?;
        self.wait(child)?;
        Ok(false)
    }

    fn forget(&self, child: &Child) -> Result<()> {
        let mut link = locked(&self.link);
        if let Some(group) = pid(child.id()) {
            // The leader is gone; whoever is left in its group has no business here.
            let _ = kill_process_group(group, Signal::KILL);
        }
        link.tell(&format!("done {}", child.id()))
    }
}

fn locked(link: &Arc<Mutex<Link>>) -> MutexGuard<'_, Link> {
    link.lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn pid(number: u32) -> Option<Pid> {
    i32::try_from(number).ok().and_then(Pid::from_raw)
}

/// Ends the run when we are told to, or when whoever started us is gone.
fn watch(link: &Arc<Mutex<Link>>) -> Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    let ended = Arc::clone(link);
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            stop(&ended, "interrupted", 128 + signal);
        }
    });
    if started_to_stay() {
        return Ok(());
    }
    let (parent, ended) = (getppid(), Arc::clone(link));
    thread::spawn(move || {
        while getppid() == parent {
            thread::sleep(Duration::from_millis(500));
        }
        stop(&ended, "nobody waits for this any more", 129);
    });
    Ok(())
}

fn stop(link: &Arc<Mutex<Link>>, why: &str, code: i32) -> ! {
    // The terminal may be gone with whoever started us: a message that cannot be written must
    // not keep us from ending.
    let _ = writeln!(std::io::stderr(), "{why}: stopping all that was started");
    locked(link).end();
    process::exit(code)
}

/// Whether we were started so as to outlive our parent: with `nohup`, or as a session of our own.
fn started_to_stay() -> bool {
    let of_ours = |file: &str| fs::read_to_string(file).unwrap_or_default();
    leads_its_session(&of_ours("/proc/self/stat")) || ignores_hangup(&of_ours("/proc/self/status"))
}

/// Whether the process of this line (`/proc/PID/stat`, proc(5)) leads its session. The system call
/// for the session is of no use here: in a container whose session began outside, it gives 0, at
/// which its wrapper panics.
fn leads_its_session(stat: &str) -> bool {
    let process = stat.split_once(' ').map(|(process, _)| process);
    // The program's name stands in brackets and may hold anything; state, parent, group and session
    // follow it.
    let session = stat
        .rsplit_once(')')
        .and_then(|(_, after)| after.split_whitespace().nth(3));
    process.is_some() && process == session
}

/// Whether the process whose status this is (proc(5)) was started with SIGHUP ignored.
fn ignores_hangup(status: &str) -> bool {
    status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .is_some_and(|mask| mask & 1 == 1)
}

/// The guard's side: listens until the pipe closes, then ends everything.
pub(crate) fn stand(mark: &str) -> Result<()> {
    // A signal to everything at once must not take the guard before its work is done.
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::default())?;
    }
    let (mut groups, mut folders) = (Vec::new(), Vec::new());
    for line in BufReader::new(std::io::stdin()).lines() {
        let Ok(line) = line else { break };
        match line.split_once(' ') {
            Some(("group", number)) => groups.extend(number.parse().ok().and_then(pid)),
            Some(("done", number)) => {
                groups.retain(|group| Some(*group) != number.parse().ok().and_then(pid));
            }
            Some(("folder", path)) => folders.push(PathBuf::from(path)),
            _ => bail!("the guard does not understand `{line}`"),
        }
    }
    end_all(&groups, mark);
    for folder in &folders {
        remove(folder);
    }
    Ok(())
}

fn end_all(groups: &[Pid], mark: &str) {
    for signal in [Signal::TERM, Signal::KILL] {
        for group in groups {
            let _ = kill_process_group(*group, signal);
        }
        let mut told = Vec::new();
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let alive = marked(Path::new("/proc"), mark);
            for process in &alive {
                if !told.contains(process) {
                    let _ = kill_process(*process, signal);
                    told.push(*process);
                }
            }
            // The environment of a process that is just starting cannot be read yet, so nothing
            // counts as ended before a second look.
            let first_look = start.elapsed() < SECOND_LOOK;
            let group_alive = |group: &Pid| test_kill_process_group(*group).is_ok();
            if !first_look && alive.is_empty() && !groups.iter().any(group_alive) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// The processes that carry the mark in their environment. Empty where there is no such folder.
fn marked(processes: &Path, mark: &str) -> Vec<Pid> {
    let wanted = format!("{MARK}={mark}");
    let Ok(entries) = fs::read_dir(processes) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter_map(|entry| {
            let process = pid(entry.file_name().to_str()?.parse().ok()?)?;
            let environment = fs::read(entry.path().join("environ")).ok()?;
            let found = environment
                .split(|byte| *byte == 0)
                .any(|pair| pair == wanted.as_bytes());
            found.then_some(process)
        })
        .collect()
}

fn remove(folder: &Path) {
    // What was just killed may still be letting go of its last files.
    for _ in 0..10 {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                thread::sleep(Duration::from_millis(100));
            }
            _ => return,
        }
    }
    let _ = writeln!(
        std::io::stderr(),
        "warning: {} could not be removed",
        folder.display()
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nohup_is_recognised() {
        assert!(ignores_hangup("Name:\txtask\nSigIgn:\t0000000000000001\n"));
        assert!(!ignores_hangup("Name:\txtask\nSigIgn:\t0000000000001000\n"));
        assert!(!ignores_hangup(""));
    }

    #[test]
    fn a_session_of_our_own_is_recognised() {
        assert!(leads_its_session("41 (xtask) S 40 41 41 0 -1"));
        assert!(leads_its_session("41 (a ) 7 (odd name) S 40 41 41 0 -1"));
        assert!(!leads_its_session("41 (xtask) S 40 41 40 0 -1"));
        // The session began outside the container.
        assert!(!leads_its_session("41 (xtask) S 0 0 0 0 -1"));
        assert!(!leads_its_session(""));
    }

    #[test]
    fn only_marked_processes_are_found() {
        let processes = tempfile::tempdir().unwrap();
        for (number, environment) in [
            ("11", "A=1\0HEARD_RUN=mine\0B=2\0"),
            ("12", "HEARD_RUN=mine-too\0"),
            ("self", "HEARD_RUN=mine\0"),
        ] {
            fs::create_dir(processes.path().join(number)).unwrap();
            fs::write(processes.path().join(number).join("environ"), environment).unwrap();
        }
        assert_eq!(marked(processes.path(), "mine"), [pid(11).unwrap()]);
    }
}
