//! The bytes of a delivery: counted and hashed as they come, unpacked, and never more of one record than fits.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::{LONGEST_RECORD, NoRow, NoTable, unreadable};
use crate::import::ImportError;

/// How much of a delivery has been received, and its hash so far.
#[derive(Default)]
pub(in crate::import) struct Received {
    bytes: AtomicU64,
    hash: Mutex<seal::RunningHash>,
}

impl Received {
    /// Bytes as delivered, still packed.
    pub(in crate::import) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// SHA-256 of what has been received.
    pub(in crate::import) fn sha256(&self) -> [u8; 32] {
        self.hash
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
            .finish()
    }
}

/// Counts and hashes what passes.
pub(super) struct Listening {
    source: Box<dyn Read + Send>,
    received: Arc<Received>,
}

impl Listening {
    pub(super) fn new(source: impl Read + Send + 'static, received: Arc<Received>) -> Self {
        Self {
            source: Box::new(source),
            received,
        }
    }
}

impl Read for Listening {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.received
            .bytes
            .fetch_add(read as u64, Ordering::Relaxed);
        self.received
            .hash
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .update(&buffer[..read]);
        Ok(read)
    }
}

/// Takes off gzip or Zstandard, as the first bytes say; names of files are not believed.
pub(super) fn unpacked(
    mut source: BufReader<Listening>,
) -> Result<Box<dyn Read + Send>, ImportError> {
    let start = source.fill_buf().map_err(|error| unreadable(1, &error))?;
    if start.starts_with(&[0x1F, 0x8B]) {
        Ok(Box::new(flate2::bufread::MultiGzDecoder::new(source)))
    } else if start.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        let decoder = zstd::Decoder::with_buffer(source).map_err(|_| NoTable::DamagedZstandard)?;
        Ok(Box::new(decoder))
    } else {
        Ok(Box::new(source))
    }
}

/// Lets no record grow beyond what fits: whoever reads says where the last one ended.
pub(super) struct Bounded<R> {
    source: R,
    delivered: u64,
    ended: Arc<AtomicU64>,
    /// The last byte so far that does not end a line.
    last: u8,
    /// Whether nothing more came when more was asked for.
    is_over: bool,
}

impl<R> Bounded<R> {
    /// Whether the source is at its end, and that is no quotation mark.
    pub(super) const fn ends_unquoted(&self) -> bool {
        self.is_over && self.last != b'"'
    }

    pub(super) fn new(source: R) -> (Self, Arc<AtomicU64>) {
        let ended = Arc::new(AtomicU64::new(0));
        let bounded = Self {
            source,
            delivered: 0,
            ended: Arc::clone(&ended),
            last: 0,
            is_over: false,
        };
        (bounded, ended)
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self
            .delivered
            .saturating_sub(self.ended.load(Ordering::Relaxed))
            > LONGEST_RECORD
        {
            return Err(io::Error::other(NoRow::TooLong));
        }
        let read = self.source.read(buffer)?;
        self.delivered += read as u64;
        self.is_over = read == 0 && !buffer.is_empty();
        let of_lines = |byte: &&u8| !matches!(**byte, b'\r' | b'\n');
        if let Some(last) = buffer[..read].iter().rfind(of_lines) {
            self.last = *last;
        }
        Ok(read)
    }
}
