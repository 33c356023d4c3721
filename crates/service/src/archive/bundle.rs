//! The files of an archive in one: a tar, which every system can unpack.
//!
//! Nothing is ever unpacked here: a name in it is only compared with the one that belongs there.

use std::io::{self, Read, Write};

use tar::{EntryType, Header};

use super::{ArchiveError, ArchiveFrom, ArchiveTo};

/// What a tar is made of.
const BLOCK: u64 = 512;
/// So many things that are no files (folders, notes of other programs) may stand before a file.
const MOST_NOTES: usize = 1_000;

/// Bytes to the next whole block.
const fn padding(bytes: u64) -> u64 {
    bytes.next_multiple_of(BLOCK) - bytes
}

/// Writes a tar, as a stream.
pub struct TarTo<W> {
    to: W,
    left: u64,
    padding: u64,
    modified: u64,
}

impl<W: Write> TarTo<W> {
    /// Begins a tar whose files were last changed at that second.
    pub const fn new(to: W, modified: u64) -> Self {
        Self {
            to,
            left: 0,
            padding: 0,
            modified,
        }
    }
}

impl<W: Write + Send> ArchiveTo for TarTo<W> {
    fn begin(&mut self, file: &str, bytes: u64) -> io::Result<()> {
        let mut header = Header::new_gnu();
        header.set_path(file)?;
        header.set_size(bytes);
        header.set_mode(0o600);
        header.set_mtime(self.modified);
        header.set_entry_type(EntryType::Regular);
        header.set_cksum();
        self.left = bytes;
        self.padding = padding(bytes);
        self.to.write_all(header.as_bytes())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.left = self
            .left
            .checked_sub(bytes.len() as u64)
            .ok_or_else(|| io::Error::other("a file is longer than it was said to be"))?;
        self.to.write_all(bytes)
    }

    fn end(&mut self) -> io::Result<()> {
        if self.left > 0 {
            return Err(io::Error::other("a file is shorter than it was said to be"));
        }
        io::copy(&mut io::repeat(0).take(self.padding), &mut self.to)?;
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.to.write_all(&[0; 2 * BLOCK as usize])?;
        self.to.flush()
    }
}

/// Reads a tar, as a stream.
pub struct TarFrom<R> {
    from: R,
    /// Bytes of the file that is being read, and of its padding.
    left: u64,
    padding: u64,
}

impl<R: Read + Send> TarFrom<R> {
    /// Begins to read a tar, unpacked.
    pub const fn new(from: R) -> Self {
        Self {
            from,
            left: 0,
            padding: 0,
        }
    }

    /// The next header of a file, past whatever is none; none at the end.
    fn next(&mut self, wanted: &str) -> Result<Option<Header>, ArchiveError> {
        for _ in 0..MOST_NOTES {
            let rest = self.left + self.padding;
            let skipped = io::copy(&mut (&mut self.from).take(rest), &mut io::sink())
                .map_err(|error| ArchiveError::reading(wanted, error))?;
            if skipped < rest {
                return Err(ArchiveError::CutOff(wanted.to_owned()));
            }
            (self.left, self.padding) = (0, 0);
            let mut block = [0; BLOCK as usize];
            self.from
                .read_exact(&mut block)
                .map_err(|error| ArchiveError::reading(wanted, error))?;
            if block.iter().all(|byte| *byte == 0) {
                return Ok(None);
            }
            let header = Header::from_byte_slice(&block);
            // The sum is over the header with spaces where the sum itself stands.
            let sum: u32 = block[..148]
                .iter()
                .chain(&block[156..])
                .map(|byte| u32::from(*byte))
                .sum::<u32>()
                + 8 * u32::from(b' ');
            if header.cksum().ok() != Some(sum) {
                return Err(ArchiveError::damaged(
                    wanted,
                    "what should stand before it is not the head of a file",
                ));
            }
            let bytes = header
                .size()
                .map_err(|error| ArchiveError::damaged(wanted, error.to_string()))?;
            (self.left, self.padding) = (bytes, padding(bytes.min(u64::MAX - BLOCK)));
            match header.entry_type() {
                EntryType::Regular | EntryType::Continuous => return Ok(Some(header.clone())),
                EntryType::Directory | EntryType::XHeader | EntryType::XGlobalHeader => {}
                _ => {
                    return Err(ArchiveError::NoArchive(
                        "there is something in it that is neither a file nor a folder".to_owned(),
                    ));
                }
            }
        }
        Err(ArchiveError::NoArchive(
            "there are no files in it".to_owned(),
        ))
    }
}

impl<R: Read + Send> ArchiveFrom for TarFrom<R> {
    fn open(&mut self, file: &str) -> Result<Box<dyn Read + Send + '_>, ArchiveError> {
        let header = self
            .next(file)?
            .ok_or_else(|| ArchiveError::CutOff(file.to_owned()))?;
        let path = header.path_bytes();
        let name = path.strip_prefix(b"./").unwrap_or(&path);
        if name != file.as_bytes() {
            return Err(ArchiveError::damaged(
                file,
                "another file stands in its place. If the archive was packed anew, unpack it and take in the folder",
            ));
        }
        Ok(Box::new(File(self)))
    }

    fn finish(&mut self) -> Result<(), ArchiveError> {
        match self.next("the end")? {
            None => Ok(()),
            Some(_) => Err(ArchiveError::damaged(
                "the end",
                "there are more files than the manifest names",
            )),
        }
    }
}

/// The file of a tar that is being read.
struct File<'t, R>(&'t mut TarFrom<R>);

impl<R: Read> Read for File<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.0.left)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        let read = self.0.from.read(&mut buffer[..most])?;
        if read == 0 && most > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.0.left -= read as u64;
        Ok(read)
    }
}
