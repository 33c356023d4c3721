//! The programs the tests need: found, installed where we may, or named.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::guard::Guard;

/// The oldest Node that the browser driver runs on.
const OLDEST_NODE: u32 = 20;
/// The oldest PostgreSQL that Heard supports.
const OLDEST_POSTGRES: u32 = 15;

/// Everything that is needed, ready to use.
pub(crate) struct Tools {
    /// The browser.
    pub(crate) chromium: PathBuf,
    /// Node, new enough for the browser driver.
    pub(crate) node: PathBuf,
    /// The folder with the packages of the browser tests.
    pub(crate) modules: PathBuf,
    /// The folder with PostgreSQL's programs.
    pub(crate) postgres: PathBuf,
}

/// Finds what is needed and installs what is missing, or says exactly what to install.
pub(crate) fn ready(guard: &Guard) -> Result<Tools> {
    let mut packages = Vec::new();
    if chromium().is_none() {
        // Without fonts a picture of an Urdu or Arabic page shows boxes.
        packages.extend(["chromium", "fonts-noto-core"]);
    }
    let had_postgres = postgres().is_some();
    if !had_postgres {
        packages.push("postgresql-15");
    }
    let had_patroni = has_patroni();
    if !had_patroni {
        packages.extend(["patroni", "etcd-server"]);
    }
    if node(guard).is_none() && version_of("nodejs").is_none() && version_of("node").is_none() {
        packages.push("nodejs");
    }
    if !can_run("npm") {
        packages.push("npm");
    }
    // The second implementation of the sealed forms is in it.
    if !can_run("python3") {
        packages.push("python3");
    }
    if !packages.is_empty() {
        install(guard, &packages)?;
        if !had_postgres {
            drop_packaged_cluster(guard)?;
        }
        if !had_patroni {
            stop_packaged_etcd();
        }
    }
    if !has_patroni() {
        bail!("Patroni with etcd was installed and is still not found");
    }
    // Debian 12 has a Node that is too old for the driver; its npm can fetch a newer one.
    if node(guard).is_none() {
        install_packages_of_node(guard, &guard.place.root.join("e2e/node"), "node")?;
    }
    let missing = "was installed and is still not found";
    Ok(Tools {
        chromium: chromium().with_context(|| format!("Chromium {missing}"))?,
        node: node(guard).with_context(|| format!("Node {OLDEST_NODE} or newer {missing}"))?,
        postgres: postgres().with_context(|| format!("PostgreSQL {missing}"))?,
        modules: install_packages_of_node(guard, &guard.place.root.join("e2e"), "e2e")?,
    })
}

/// The folder with PostgreSQL's programs, when nothing else is needed.
pub(crate) fn postgres_programs(guard: &Guard) -> Result<PathBuf> {
    if let Some(found) = postgres() {
        return Ok(found);
    }
    install(guard, &["postgresql-15"])?;
    drop_packaged_cluster(guard)?;
    postgres().context("PostgreSQL was installed and is still not found")
}

fn chromium() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM") {
        return Some(named.into());
    }
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find_map(on_path)
}

/// Where this program is, by the search path.
fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

fn node(guard: &Guard) -> Option<PathBuf> {
    let own = node_folder(guard, &guard.place.root.join("e2e/node"), "node").ok();
    let own = own.map(|folder| {
        let machine = if cfg!(target_arch = "aarch64") {
            "arm64"
        } else {
            "x64"
        };
        folder.join(format!("node-linux-{machine}/bin/node"))
    });
    [on_path("node"), on_path("nodejs"), own]
        .into_iter()
        .flatten()
        .find(|node| version_of(node).is_some_and(|version| version >= OLDEST_NODE))
}

fn can_run(program: &str) -> bool {
    output(Command::new(program).arg("--version")).is_some()
}

/// What the command prints, if it succeeds.
fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn version_of(program: impl AsRef<Path>) -> Option<u32> {
    major_version(&output(Command::new(program.as_ref()).arg("--version"))?)
}

/// The first whole number in what a program says of its version.
fn major_version(said: &str) -> Option<u32> {
    let from = said.find(|c: char| c.is_ascii_digit())?;
    said[from..]
        .split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

/// The folder with the programs of the newest PostgreSQL that is new enough.
fn postgres() -> Option<PathBuf> {
    // Debian keeps a folder for each version and puts none on the search path.
    let packaged = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut found: Vec<(u32, PathBuf)> = packaged
        .map(|entry| entry.path().join("bin"))
        .chain(on_path("postgres").and_then(|program| {
            // A link on the search path need not lie beside the other programs.
            Some(program.canonicalize().ok()?.parent()?.to_owned())
        }))
        .filter(|folder| {
            ["initdb", "pg_isready"]
                .iter()
                .all(|name| folder.join(name).is_file())
        })
        .filter_map(|folder| Some((version_of(folder.join("postgres"))?, folder)))
        .filter(|(version, _)| *version >= OLDEST_POSTGRES)
        .collect();
    found.sort();
    found.pop().map(|(_, folder)| folder)
}

/// Installs packages of the system, or says how.
fn install(guard: &Guard, packages: &[&str]) -> Result<()> {
    let advice = format!(
        "install them with\n    sudo apt-get install {}",
        packages.join(" ")
    );
    if !can_run("apt-get") {
        let needed = format!(
            "Chromium, Node {OLDEST_NODE} or newer with npm, PostgreSQL {OLDEST_POSTGRES} or newer, and Patroni with etcd"
        );
        bail!(
            "the tests need {needed}; on Debian these are missing: {}",
            packages.join(", ")
        );
    }
    let mut prefix: Vec<&str> = Vec::new();
    if !rustix::process::geteuid().is_root() {
        if output(Command::new("sudo").args(["-n", "true"])).is_none() {
            bail!("the tests need packages that only an administrator can install; {advice}");
        }
        prefix.extend(["sudo", "-n"]);
    }
    let apt = |arguments: &[&str]| {
        let settings = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"];
        let mut words = prefix.iter().chain(&settings).chain(arguments);
        let mut command = guard.command(words.next().unwrap_or(&"env"));
        // Packages may keep temporary files for longer than this run.
        command.args(words).env_remove("TMPDIR");
        guard.succeeds(&mut command)
    };
    println!("installing {}", packages.join(", "));
    let install = [&["install", "--yes", "--no-install-recommends"], packages].concat();
    // The lists of a bare machine are empty, and old ones name packages that are gone.
    let done = apt(&install)? || (apt(&["update"])? && apt(&install)?);
    if done {
        Ok(())
    } else {
        bail!("the packages could not be installed; {advice}")
    }
}

/// Debian's package starts a cluster of its own when it is installed; we did not ask for one.
fn drop_packaged_cluster(guard: &Guard) -> Result<()> {
    let Some(list) = output(Command::new("pg_lsclusters").arg("--no-header")) else {
        return Ok(());
    };
    for cluster in list.lines() {
        let mut words = cluster.split_whitespace();
        let (Some(version), Some(name)) = (words.next(), words.next()) else {
            continue;
        };
        let drop = ["pg_dropcluster", "--stop", version, name];
        let root = rustix::process::geteuid().is_root();
        let words = if root {
            drop.to_vec()
        } else {
            [&["sudo", "-n"], &drop[..]].concat()
        };
        guard.succeeds(guard.command(words[0]).args(&words[1..]))?;
    }
    Ok(())
}

/// Whether Patroni, which changes servers when one dies, is there with etcd, in which it remembers which is first.
fn has_patroni() -> bool {
    ["patroni", "etcd"]
        .iter()
        .all(|name| on_path(name).is_some())
}

/// Debian's package starts an etcd of its own when it is installed; we did not ask for one.
fn stop_packaged_etcd() {
    let root = rustix::process::geteuid().is_root();
    let mut stop = Command::new(if root { "systemctl" } else { "sudo" });
    if !root {
        stop.args(["-n", "systemctl"]);
    }
    // Without systemd none was started.
    let _ = output(
        stop.args(["disable", "--now", "etcd"])
            .stderr(Stdio::null()),
    );
}

/// Where the packages of this lock file are, whether installed or not.
fn node_folder(guard: &Guard, source: &Path, name: &str) -> Result<PathBuf> {
    let lock = source.join("package-lock.json");
    let lock = fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    let mut hasher = DefaultHasher::new();
    lock.hash(&mut hasher);
    Ok(guard
        .place
        .cache
        .join(format!("{name}-{:016x}", hasher.finish()))
        .join("node_modules"))
}

/// Installs exactly what the lock file names, once for each content of it.
fn install_packages_of_node(guard: &Guard, source: &Path, name: &str) -> Result<PathBuf> {
    let modules = node_folder(guard, source, name)?;
    if modules.is_dir() {
        return Ok(modules);
    }
    // Made under another name and moved when whole, so that an interrupted run leaves no half.
    let parent = guard
        .place
        .cache
        .join(format!("{name}-{}.new", std::process::id()));
    fs::create_dir_all(&parent)?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        fs::copy(source.join(file), parent.join(file))?;
    }
    let mut command = guard.command("npm");
    command
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&parent);
    let done = guard.succeeds(&mut command)?;
    let whole = modules.parent().context("node_modules lies in a folder")?;
    if done && !whole.exists() {
        fs::rename(&parent, whole)?;
    } else {
        fs::remove_dir_all(&parent)?;
    }
    if modules.is_dir() {
        Ok(modules)
    } else {
        bail!(
            "npm could not install what {} names",
            source.join("package-lock.json").display()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_what_programs_say() {
        assert_eq!(major_version("v20.20.2\n"), Some(20));
        assert_eq!(
            major_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"),
            Some(15)
        );
        assert_eq!(major_version("unknown"), None);
    }
}
