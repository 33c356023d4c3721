//! A file that was sent up, on disk for as long as somebody works with it: sealed piece by piece under a key that is
//! in memory alone, and without a name, so that it goes with the process.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::Arc;

use seal::{PIECE_OVERHEAD, SpoolKey};

use crate::house::House;

/// Plain bytes of a piece.
const PIECE: usize = 64 << 10;

/// A file that is being written.
pub struct SealedWriter {
    file: File,
    key: SpoolKey,
    piece: Vec<u8>,
    written: u64,
}

impl SealedWriter {
    /// Begins a file in that folder.
    pub(super) fn new(house: &House, folder: &Path) -> io::Result<Self> {
        Ok(Self {
            file: store::nameless_file(folder)?,
            key: SpoolKey::new(&mut house.generator()),
            piece: Vec::with_capacity(PIECE + PIECE_OVERHEAD),
            written: 0,
        })
    }

    /// Plain bytes so far.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.written + self.piece.len() as u64
    }

    fn put(&mut self) -> io::Result<()> {
        let number = self.written / PIECE as u64;
        self.written += self.piece.len() as u64;
        self.key.seal(number, &mut self.piece);
        self.file.write_all(&self.piece)?;
        self.piece.clear();
        Ok(())
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> io::Result<SealedFile> {
        if !self.piece.is_empty() {
            self.put()?;
        }
        Ok(SealedFile(Arc::new(Held {
            file: self.file,
            key: self.key,
            length: self.written,
        })))
    }
}

impl Write for SealedWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        if self.piece.len() == PIECE {
            self.put()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        // What is in hand stays in memory: a piece is sealed once.
        Ok(())
    }
}

/// A file as it was sent, to be read as often as need be. It is gone when the last who holds it lets it go.
#[derive(Clone)]
pub(super) struct SealedFile(Arc<Held>);

struct Held {
    file: File,
    key: SpoolKey,
    length: u64,
}

impl SealedFile {
    /// Plain bytes.
    #[must_use]
    pub(super) fn length(&self) -> u64 {
        self.0.length
    }

    /// Reads it from its start.
    #[must_use]
    pub(super) fn read(&self) -> SealedReader {
        SealedReader {
            held: Arc::clone(&self.0),
            piece: Vec::new(),
            at: 0,
            next: 0,
        }
    }
}

/// Reads a sealed file.
pub struct SealedReader {
    held: Arc<Held>,
    piece: Vec<u8>,
    /// What of the piece has been given out.
    at: usize,
    next: u64,
}

impl SealedReader {
    /// The next piece as it is; none at the end.
    pub fn piece(&mut self) -> io::Result<Option<Vec<u8>>> {
        self.fill()?;
        let rest = self.piece.split_off(self.at.min(self.piece.len()));
        self.piece.clear();
        self.at = 0;
        Ok((!rest.is_empty()).then_some(rest))
    }

    /// Opens the next piece when the last one was given out.
    fn fill(&mut self) -> io::Result<()> {
        let begins = self.next * PIECE as u64;
        if self.at < self.piece.len() || begins >= self.held.length {
            return Ok(());
        }
        let plain = (self.held.length - begins).min(PIECE as u64) as usize;
        self.piece.clear();
        self.piece.resize(plain + PIECE_OVERHEAD, 0);
        let stored = self.next * (PIECE + PIECE_OVERHEAD) as u64;
        self.held.file.read_exact_at(&mut self.piece, stored)?;
        self.held
            .key
            .open(self.next, &mut self.piece)
            .map_err(io::Error::other)?;
        self.at = 0;
        self.next += 1;
        Ok(())
    }
}

impl Read for SealedReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.fill()?;
        let rest = self.piece.get(self.at..).unwrap_or_default();
        let taken = rest.len().min(buffer.len());
        buffer[..taken].copy_from_slice(&rest[..taken]);
        self.at += taken;
        Ok(taken)
    }
}
