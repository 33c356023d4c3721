//! The module that seals in a reporter's browser: built the same everywhere, and compared with the one in the tree.
//!
//! Whoever runs or builds Heard needs none of this: the module is an asset, committed as it was built. Only who changes
//! `crates/browser`, `crates/seal` or the form of `crates/domain` builds it anew, with `cargo xtask module`.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::guard::Guard;
use crate::tally::Tally;

const TARGET: &str = "wasm32-unknown-unknown";
/// Where it lies among the assets.
const ASSET: &str = "crates/web/assets/seal.wasm";
/// By which compiler the asset was built: another one's bytes differ, and say nothing.
const COMPILER: &str = "crates/browser/compiler.txt";
/// What a reporter on a slow line may be asked to load, in bytes on the wire.
const LARGEST: usize = 120 * 1024;

/// Builds the module and puts it among the assets.
pub(crate) fn renew(guard: &Guard) -> Result<Tally> {
    let mut tally = Tally::default();
    if !is_installed(guard) {
        bail!("install what it is built for first: rustup target add {TARGET}");
    }
    let built = build(guard)?;
    let root = &guard.place.root;
    fs::write(root.join(ASSET), &built)?;
    fs::write(root.join(COMPILER), compiler(guard)?)?;
    println!("{ASSET}: {} bytes, {} packed", built.len(), packed(&built)?);
    note_size(&built, &mut tally)?;
    Ok(tally)
}

/// Builds it again and says when the asset is another, or too large.
pub(crate) fn check(guard: &Guard, tally: &mut Tally) -> Result<()> {
    let root = &guard.place.root;
    let asset = fs::read(root.join(ASSET)).context(ASSET)?;
    note_size(&asset, tally)?;
    let (kept, here) = (fs::read_to_string(root.join(COMPILER))?, compiler(guard)?);
    if kept != here {
        let kept = kept.trim();
        tally.skipped.push(format!(
            "{ASSET}: was built by {kept}, and here is {}",
            here.trim()
        ));
        return Ok(());
    }
    if !is_installed(guard) {
        tally.skipped.push(format!(
            "{ASSET}: cannot be built again without `rustup target add {TARGET}`"
        ));
        return Ok(());
    }
    if build(guard)? == asset {
        tally.passed += 1;
    } else {
        tally.failed.push(format!(
            "{ASSET} is stale: run `cargo xtask module` and commit what it changed"
        ));
    }
    Ok(())
}

fn note_size(module: &[u8], tally: &mut Tally) -> Result<()> {
    let size = packed(module)?;
    if size <= LARGEST {
        tally.passed += 1;
    } else {
        tally.failed.push(format!(
            "{ASSET} has {size} bytes packed, and may have {LARGEST}"
        ));
    }
    Ok(())
}

/// Its size as a browser gets it that knows gzip only.
fn packed(module: &[u8]) -> Result<usize> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(module)?;
    Ok(encoder.finish()?.len())
}

fn compiler(guard: &Guard) -> Result<String> {
    let output = guard.command("rustc").arg("--version").output()?;
    String::from_utf8(output.stdout).context("rustc names its version")
}

fn is_installed(guard: &Guard) -> bool {
    let output = guard
        .command("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .stderr(Stdio::null())
        .output();
    output.is_ok_and(|output| Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}

/// Builds it. Nothing in it tells where: paths are replaced, and cargo names our crates by their place in the
/// workspace.
fn build(guard: &Guard) -> Result<Vec<u8>> {
    let root = guard.place.root.display();
    let cargo = cargo_home()?;
    let flags = [
        format!("--remap-path-prefix={root}=/heard"),
        format!("--remap-path-prefix={}=/cargo", cargo.display()),
    ];
    let mut command = guard.command("cargo");
    command
        .args(["build", "--locked", "--package", "heard-browser", "--lib"])
        .args(["--profile", "browser", "--target", TARGET])
        // Beside the others, since other flags would make cargo build everything anew.
        .arg("--target-dir")
        .arg(guard.place.target.join("module"))
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"))
        .env_remove("RUSTFLAGS");
    if !guard.succeeds(&mut command)? {
        bail!("the module could not be built");
    }
    let built = guard
        .place
        .target
        .join("module")
        .join(TARGET)
        .join("browser/heard_browser.wasm");
    fs::read(&built).with_context(|| built.display().to_string())
}

fn cargo_home() -> Result<PathBuf> {
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")))
        .context("neither CARGO_HOME nor HOME is set")
}
