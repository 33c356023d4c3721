//! A file that is there whole or not at all, readable by its owner alone.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, bail};

/// A file that is being written under another name beside its own. Given up, it is removed. What is no file, as a
/// device or a named pipe, is written to as it is.
pub(crate) struct NewFile {
    to: PathBuf,
    partial: Option<PathBuf>,
}

impl NewFile {
    /// Begins to write a file. What stands under its name stays there until it is finished.
    pub(crate) fn begin(to: &Path) -> anyhow::Result<(Self, fs::File)> {
        if to.is_dir() {
            bail!("{} is a folder; name a file", to.display());
        }
        if to.exists() && !to.is_file() {
            let opened = fs::OpenOptions::new().write(true).open(to);
            let opened = opened.with_context(|| format!("{} could not be opened", to.display()))?;
            let new = Self {
                to: to.to_owned(),
                partial: None,
            };
            return Ok((new, opened));
        }
        let name = to
            .file_name()
            .with_context(|| format!("{} names no file", to.display()))?;
        let mut partial = name.to_owned();
        partial.push(".partial");
        let partial = to.with_file_name(partial);
        let file = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&partial)
            .with_context(|| format!("{} could not be made", partial.display()))?;
        let new = Self {
            to: to.to_owned(),
            partial: Some(partial),
        };
        Ok((new, file))
    }

    /// All of it is written: gives it its name.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        if let Some(partial) = &self.partial {
            fs::File::open(partial)
                .and_then(|file| file.sync_all())
                .and_then(|()| fs::rename(partial, &self.to))
                .with_context(|| format!("{} could not be finished", self.to.display()))?;
        }
        self.partial = None;
        Ok(())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(partial) = &self.partial {
            // Whoever gave it up has said why.
            let _ = fs::remove_file(partial);
        }
    }
}

/// Packs what is written as the name of the file says.
pub(crate) enum Packing<W: Write> {
    Plain(BufWriter<W>),
    Gzip(flate2::write::GzEncoder<BufWriter<W>>),
    Zstandard(zstd::Encoder<'static, BufWriter<W>>),
}

impl<W: Write> Packing<W> {
    /// By the ending of a name: `.gz`, `.zst`, or neither.
    pub(crate) fn of(name: &Path, to: W) -> io::Result<Self> {
        let to = BufWriter::with_capacity(1 << 16, to);
        Ok(match packing(name) {
            Some("gz") => Self::Gzip(flate2::write::GzEncoder::new(
                to,
                flate2::Compression::default(),
            )),
            Some(_) => {
                let mut encoder = zstd::Encoder::new(to, zstd::DEFAULT_COMPRESSION_LEVEL)?;
                encoder.include_checksum(true)?;
                Self::Zstandard(encoder)
            }
            None => Self::Plain(to),
        })
    }

    /// Ends what is packed.
    fn finish(self) -> io::Result<()> {
        let mut to = match self {
            Self::Plain(to) => to,
            Self::Gzip(encoder) => encoder.finish()?,
            Self::Zstandard(encoder) => encoder.finish()?,
        };
        to.flush()
    }
}

impl<W: Write> Write for Packing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(to) => to.write(bytes),
            Self::Gzip(to) => to.write(bytes),
            Self::Zstandard(to) => to.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(to) => to.flush(),
            Self::Gzip(to) => to.flush(),
            Self::Zstandard(to) => to.flush(),
        }
    }
}

/// With what a file of that name is packed, if with anything.
pub(crate) fn packing(name: &Path) -> Option<&'static str> {
    let ending = name.extension()?;
    ["gz", "zst"].into_iter().find(|known| ending == *known)
}

/// Lends a writer to somebody who keeps it, and gets it back.
pub(crate) struct Lent<W>(Arc<Mutex<W>>);

impl<W: Write> Lent<W> {
    pub(crate) fn new(writer: W) -> Self {
        Self(Arc::new(Mutex::new(writer)))
    }

    pub(crate) fn again(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<W: Write> Lent<Packing<W>> {
    /// Ends what is packed. Whoever it was lent to must have let go of it.
    pub(crate) fn finish(self) -> io::Result<()> {
        let packing = Arc::into_inner(self.0)
            .ok_or_else(|| io::Error::other("somebody still writes to it"))?;
        packing
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .finish()
    }
}

impl<W: Write> Write for Lent<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .flush()
    }
}
