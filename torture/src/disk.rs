//! A small disk of our own, which can be full: where mounting is not permitted, fullness is played.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Room for a house and, on the other engine, a whole cluster.
const MEGABYTES: u32 = 400;

/// The disk.
pub(crate) struct Disk {
    /// Where it is.
    pub(crate) folder: PathBuf,
    mounted: bool,
}

impl Disk {
    /// Mounts one, or takes a plain folder.
    pub(crate) fn new(folder: PathBuf) -> anyhow::Result<Self> {
        fs::create_dir_all(&folder)?;
        let mounted = Command::new("mount")
            .args([
                "-t",
                "tmpfs",
                "-o",
                &format!("size={MEGABYTES}m,mode=755"),
                "torture",
            ])
            .arg(&folder)
            .stderr(std::process::Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        Ok(Self { folder, mounted })
    }

    /// Whether it really can be full.
    pub(crate) fn is_real(&self) -> bool {
        self.mounted
    }

    fn ballast(&self) -> PathBuf {
        self.folder.join("ballast")
    }

    /// Fills it to the last byte.
    pub(crate) fn fill(&self) -> anyhow::Result<()> {
        let mut file = File::create(self.ballast())?;
        for size in [1 << 20, 1 << 12, 1] {
            let bytes = vec![0; size];
            while file.write_all(&bytes).is_ok() {}
        }
        Ok(())
    }

    /// Gives the room back.
    pub(crate) fn make_room(&self) -> anyhow::Result<()> {
        match fs::remove_file(self.ballast()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.mounted {
            let _ = Command::new("umount")
                .arg("--lazy")
                .arg(&self.folder)
                .status();
        }
    }
}

/// The files of a folder, with their lengths.
pub(crate) fn length_of(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |about| about.len())
}
