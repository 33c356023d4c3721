//! Feeds one parser for longer, or with one file. See the library's page.
#![expect(clippy::print_stdout, reason = "a tool for developers talks to them")]

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use heard_fuzz::{TARGETS, corpus, feed, target};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    let names = names.join(", ");
    match arguments.as_slice() {
        [name, "--replay", file] => {
            let target = target(name).with_context(|| format!("one of: {names}"))?;
            (target.parse)(&fs::read(file)?);
            println!("{name} takes it");
            Ok(())
        }
        [name, seconds] => {
            let target = target(name).with_context(|| format!("one of: {names}"))?;
            let lasts = Duration::from_secs(seconds.parse().context("a number of seconds")?);
            let corpus = corpus::of(name)?;
            let times = if target.slow { 10 } else { 1_000 };
            let (started, mut seed) = (Instant::now(), 0_u64);
            while started.elapsed() < lasts {
                seed += 1;
                if let Err(input) = feed(target, &corpus, seed, times) {
                    let folder = corpus::root().join("fuzz/found");
                    fs::create_dir_all(&folder)?;
                    let file = folder.join(format!("{name}-{seed}"));
                    fs::write(&file, input)?;
                    bail!("{name} broke; the input is in {}", file.display());
                }
            }
            println!("{name}: {} inputs, none broke it", seed * times);
            Ok(())
        }
        _ => bail!(
            "usage: heard-fuzz TARGET SECONDS | TARGET --replay FILE, where TARGET is one of: {names}"
        ),
    }
}
