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
    // The second field is the name in brackets, which may hold spaces; user and system time are the 14th and 15th.
    let (_, rest) = stat
        .rsplit_once(')')
        .context("the system's line on a process")?;
    let ticks: Vec<f64> = rest
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(str::parse)
        .collect::<Result<_, _>>()
        .context("processor time")?;
    // The system counts in hundredths of a second for everybody who asks, whatever it does inside.
    Ok(ticks.iter().sum::<f64>() / 100.0)
}
