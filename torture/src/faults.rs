//! Faults inside a process: fsync that fails, a disk that is full, a clock that jumps.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

const SOURCE: &str = include_str!("faults.c");
/// Each switch is a number of eight bytes, in the order of the C structure.
const SWITCH: u64 = 8;

/// Builds the library that brings the faults, with the C compiler that Rust links with.
pub(crate) fn build(folder: &Path) -> anyhow::Result<PathBuf> {
    let (source, library) = (folder.join("faults.c"), folder.join("faults.so"));
    std::fs::write(&source, SOURCE)?;
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([&library, &source])
        .arg("-ldl")
        .status()
        .context("there is no C compiler `cc`")?;
    ensure!(built.success(), "the library of faults does not build");
    Ok(library)
}

/// The switches of one process or server.
pub(crate) struct Switches {
    library: PathBuf,
    path: PathBuf,
    file: File,
}

impl Switches {
    pub(crate) fn new(library: &Path, path: PathBuf) -> anyhow::Result<Self> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(&path)?;
        file.set_len(4096)?;
        // A server may run under another user.
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o666))?;
        Ok(Self {
            library: library.to_owned(),
            path,
            file,
        })
    }

    /// What puts the switches into a program.
    pub(crate) fn environment(&self) -> Vec<(OsString, OsString)> {
        vec![
            ("LD_PRELOAD".into(), self.library.clone().into()),
            ("TORTURE_CONTROL".into(), self.path.clone().into()),
        ]
    }

    fn set(&self, place: u64, value: i64) -> anyhow::Result<()> {
        Ok(self
            .file
            .write_all_at(&value.to_ne_bytes(), place * SWITCH)?)
    }

    pub(crate) fn flush_fails(&self, fails: bool) -> anyhow::Result<()> {
        self.set(0, i64::from(fails))
    }

    pub(crate) fn disk_is_full(&self, full: bool) -> anyhow::Result<()> {
        self.set(1, i64::from(full))
    }

    pub(crate) fn clock_offset(&self, seconds: i64) -> anyhow::Result<()> {
        self.set(2, seconds)
    }

    /// How many flushes have succeeded.
    pub(crate) fn flushes(&self) -> anyhow::Result<i64> {
        let mut number = [0; 8];
        self.file.read_exact_at(&mut number, 3 * SWITCH)?;
        Ok(i64::from_ne_bytes(number))
    }

    /// All as it should be.
    pub(crate) fn off(&self) -> anyhow::Result<()> {
        self.flush_fails(false)?;
        self.disk_is_full(false)?;
        self.clock_offset(0)
    }
}
