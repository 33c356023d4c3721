//! What the system says about the machine and about a process. Linux only.

use std::fs;
use std::thread::available_parallelism;

use anyhow::Context as _;

/// The machine in one line.
pub(crate) fn described() -> anyhow::Result<String> {
    let processors = fs::read_to_string("/proc/cpuinfo")?;
    let model = processors
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("an unnamed processor", |(_, name)| name.trim());
    let memory = fs::read_to_string("/proc/meminfo")?;
    let memory = kilobytes(&memory, "MemTotal").unwrap_or(0) / 1024 / 1024;
    Ok(format!(
        "Measured on {} cores of {model} with {memory} GB; load of the machine before: {}.",
        available_parallelism()?,
        load()?
    ))
}

/// The load of the last minute, five minutes and quarter of an hour.
pub(crate) fn load() -> anyhow::Result<String> {
    Ok(fs::read_to_string("/proc/loadavg")?
        .split(' ')
        .take(3)
        .collect::<Vec<_>>()
        .join(" "))
}

/// Memory of a process that lies in the machine's memory, in kilobytes of 1024 bytes: now, and at its highest.
pub(crate) fn memory(process: u32) -> anyhow::Result<(u64, u64)> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let read = |name| {
        kilobytes(&status, name).with_context(|| format!("{name} is not told of the process"))
    };
    Ok((read("VmRSS")?, read("VmHWM")?))
}

fn kilobytes(text: &str, name: &str) -> Option<u64> {
    let line = text
        .lines()
        .find(|line| line.split(':').next() == Some(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Processor time that a process has used so far, in seconds, with all its threads.
pub(crate) fn processor_seconds(process: u32) -> anyhow::Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    Ok(named_seconds(&stat)?.1)
}

/// Processor time that the threads of a process whose name begins so have used, in seconds; those that ended are left
/// out.
pub(crate) fn thread_seconds(process: u32, name: &str) -> anyhow::Result<f64> {
    let mut sum = 0.0;
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else {
        return Ok(sum);
    };
    for thread in threads.flatten() {
        // A thread may end while we look.
        let Ok(stat) = fs::read_to_string(thread.path().join("stat")) else {
            continue;
        };
        let (found, used) = named_seconds(&stat)?;
        if found.starts_with(name) {
            sum += used;
        }
    }
    Ok(sum)
}

/// The processes of that name on this machine, each with the processor time it has used, in seconds.
pub(crate) fn processes_named(name: &str) -> anyhow::Result<Vec<(u32, f64)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")?.flatten() {
        let Some(process) = entry.file_name().to_str().and_then(|id| id.parse().ok()) else {
            continue;
        };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else {
            continue;
        };
        let (its_name, used) = named_seconds(&stat)?;
        if its_name == name {
            found.push((process, used));
        }
    }
    Ok(found)
}

/// Name and processor time in the system's line on a process or thread (proc(5)).
fn named_seconds(stat: &str) -> anyhow::Result<(&str, f64)> {
    // The second field is the name in brackets, which may hold spaces; user and system time are the 14th and 15th.
    let (head, rest) = stat
        .rsplit_once(')')
        .context("the system's line on a process")?;
    let name = head.split_once('(').map_or("", |(_, name)| name);
    let ticks: Vec<f64> = rest
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(str::parse)
        .collect::<Result<_, _>>()
        .context("processor time")?;
    // The system counts in hundredths of a second for everybody who asks, whatever it does inside.
    Ok((name, ticks.iter().sum::<f64>() / 100.0))
}

#[cfg(test)]
mod tests {
    use super::named_seconds;

    #[test]
    fn a_line_on_a_process_is_read_past_a_name_with_brackets() {
        let line = "17 (sqlx-sqlite (1)) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 1 0";
        let (name, used) = named_seconds(line).unwrap();
        assert_eq!((name, used.to_string().as_str()), ("sqlx-sqlite (1)", "3"));
    }
}
