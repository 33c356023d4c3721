//! Where things are: the checkout, and the cache outside it.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result};

/// The checkout and the folders that are kept from run to run. Nothing is written to the checkout.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The workspace.
    pub(crate) root: PathBuf,
    /// Kept from run to run, outside the checkout; may be deleted at any time.
    pub(crate) cache: PathBuf,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
}

impl Place {
    /// Finds them, after the XDG base directory specification and `CARGO_TARGET_DIR`.
    pub(crate) fn find() -> Result<Self> {
        // Set by `cargo run`; the path at compile time may be of another checkout that shares the
        // target folder.
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .context("start this with `cargo xtask`, from anywhere in the checkout")?;
        let root = Path::new(&manifest)
            .parent()
            .context("xtask lies in the workspace")?
            .to_owned();
        let absolute = |name: &str| {
            env::var_os(name)
                .map(PathBuf::from)
                .filter(|path| path.is_absolute())
        };
        let cache = absolute("XDG_CACHE_HOME")
            .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
            .context("neither XDG_CACHE_HOME nor HOME is set")?
            .join("heard");
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => env::current_dir()?.join(folder),
            None => cache.join("target"),
        };
        fs::create_dir_all(&cache).with_context(|| format!("cannot make {}", cache.display()))?;
        Ok(Self {
            root,
            cache,
            target,
        })
    }

    /// The folder with data that tests read, whether it is there or not.
    pub(crate) fn data(&self) -> PathBuf {
        env::var_os("HEARD_DATA").map_or_else(|| self.root.join("../shared/data"), PathBuf::from)
    }
}

/// Whether tests must fail rather than be skipped when their data is absent.
pub(crate) fn data_is_required() -> bool {
    env::var("HEARD_DATA_REQUIRED").is_ok_and(|value| value == "1")
}
