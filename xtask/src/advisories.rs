//! The RustSec advisory database: the live one, or an archived copy where there is no network.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::guard::Guard;

/// How long fetching the live database may take.
const PATIENCE: Duration = Duration::from_secs(90);
/// The folder in which cargo-deny looks for the database of its default address: the last part of
/// that address, and a hash of the whole.
const FOLDER: &str = "advisory-db-3157b0e258782691";

/// The configuration for cargo-deny that finds a database; nothing when there is none at all.
pub(crate) fn configuration(guard: &Guard) -> Result<Option<PathBuf>> {
    let ours = guard.place.root.join("deny.toml");
    let mut fetch = guard.command("cargo");
    fetch.args(["deny", "--log-level", "off", "fetch", "db"]);
    fetch.stdout(Stdio::null()).stderr(Stdio::null());
    if guard.succeeds_within(PATIENCE, &mut fetch)? {
        println!("advisories: fetched now");
        return Ok(Some(ours));
    }
    let Some(archive) = newest(&guard.place.data().join("advisories")) else {
        println!("advisories: the database cannot be fetched, and there is no archived copy");
        return Ok(None);
    };
    let name = archive
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    println!("advisories: no network; from the archive {name}");
    let databases = unpack(guard, &archive, &name)?;
    let text = fs::read_to_string(&ours).context("cannot read deny.toml")?;
    let copy = guard.folder.join("deny.toml");
    fs::write(&copy, with_databases(&text, &databases)?)?;
    Ok(Some(copy))
}

/// The newest archive in this folder; their names end with their dates.
fn newest(folder: &Path) -> Option<PathBuf> {
    let named_so =
        |path: &PathBuf| date(&path.file_name().unwrap_or_default().to_string_lossy()).is_some();
    fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .filter(named_so)
        .max()
}

/// The day of an archive, by its name.
fn date(name: &str) -> Option<Date> {
    name.strip_prefix("advisory-db-")?
        .strip_suffix(".tar.zst")?
        .parse()
        .ok()
}

/// Unpacks the archive in the cache, once, and returns the folder of databases.
fn unpack(guard: &Guard, archive: &Path, name: &str) -> Result<PathBuf> {
    let folder = guard.place.cache.join("advisories").join(name);
    if folder.is_dir() {
        return Ok(folder);
    }
    let new = folder.with_extension(format!("{}.new", std::process::id()));
    let database = new.join(FOLDER);
    // cargo-deny takes the age of this file for the age of the database.
    fs::create_dir_all(database.join(".git"))?;
    let mark = fs::File::create(database.join(".git/FETCH_HEAD"))?;
    let day = date(name).with_context(|| format!("{name} does not end with its date"))?;
    mark.set_modified(
        day.to_zoned_datetime(TimeZone::UTC)?
            .timestamp()
            .try_into()?,
    )?;

    let packed = fs::File::open(archive)?;
    let mut tar = guard.command("tar");
    tar.arg("--extract")
        .arg("--directory")
        .arg(&database)
        .stdin(Stdio::piped());
    let mut child = guard.spawn(&mut tar)?;
    let mut into = child.stdin.take().context("tar's input is piped")?;
    zstd::stream::copy_decode(packed, &mut into)?;
    into.flush()?;
    drop(into);
    if !guard.wait(child)?.success() {
        bail!("{} cannot be unpacked", archive.display());
    }
    fs::rename(&new, &folder)?;
    Ok(folder)
}

/// The configuration with the folder of databases set.
fn with_databases(configuration: &str, folder: &Path) -> Result<String> {
    let section = "[advisories]\n";
    if !configuration.contains(section) {
        bail!("deny.toml has no section [advisories]");
    }
    let setting = format!("{section}db-path = {:?}\n", folder.display().to_string());
    Ok(configuration.replacen(section, &setting, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_archive_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(newest(folder.path()), None);
        for name in [
            "advisory-db-2026-01-02.tar.zst",
            "advisory-db-2025-12-31.tar.zst",
            "advisory-db-new.tar.zst",
        ] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        assert!(
            newest(folder.path())
                .unwrap()
                .ends_with("advisory-db-2026-01-02.tar.zst")
        );
    }

    #[test]
    fn the_folder_goes_into_its_section() {
        let text = with_databases("a\n[advisories]\nb\n", Path::new("/x y")).unwrap();
        assert_eq!(text, "a\n[advisories]\ndb-path = \"/x y\"\nb\n");
        assert!(with_databases("[graph]\n", Path::new("/x")).is_err());
    }
}
