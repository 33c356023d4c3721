//! Rows of values with a comma or another mark between them, in whatever encoding.

use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::{ByteRecord, StringRecord};
use encoding_rs::Encoding;
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::bytes::Bounded;
use super::{NoRow, NoTable, REJECTS_COLUMNS, unreadable};
use crate::import::ImportError;
use crate::import::mapping::FileForm;

type Source = Bounded<Box<dyn Read + Send>>;

/// The rows of a file of comma-separated values.
pub(super) struct Delimited {
    reader: csv::Reader<Source>,
    ended: Arc<AtomicU64>,
    bytes: ByteRecord,
}

impl Delimited {
    pub(super) fn open(
        mut source: BufReader<Box<dyn Read + Send>>,
        form: &FileForm,
    ) -> Result<Self, ImportError> {
        use std::io::BufRead as _;
        let start = source.fill_buf().map_err(|error| unreadable(1, &error))?;
        let declared = form
            .encoding
            .as_deref()
            .and_then(|label| Encoding::for_label(label.as_bytes()));
        let marked = Encoding::for_bom(start).map(|(encoding, _)| encoding);
        // A file that was mended and is fed again is in UTF-8 with its mark, whatever the first one was in.
        let encoding = marked.or(declared).unwrap_or(encoding_rs::UTF_8);
        if marked.is_none()
            && declared.is_none()
            && start.iter().take(1 << 10).any(|byte| *byte == 0)
        {
            return Err(NoTable::NoText.into());
        }
        // A spreadsheet may save a mended file with its own mark between values.
        let mended = start
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(start)
            .strip_prefix(REJECTS_COLUMNS[0].as_bytes())
            .and_then(|rest| rest.first().copied())
            .filter(|mark| b",;\t".contains(mark));
        let source: Box<dyn Read + Send> = if encoding == encoding_rs::UTF_8 {
            // Bytes that are no UTF-8 are said with their line, and never replaced.
            Box::new(source)
        } else {
            Box::new(
                DecodeReaderBytesBuilder::new()
                    .encoding(Some(encoding))
                    .bom_override(true)
                    .build(source),
            )
        };
        let (bounded, ended) = Bounded::new(source);
        let reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .delimiter(mended.unwrap_or(form.delimiter))
            .buffer_capacity(1 << 16)
            .from_reader(bounded);
        Ok(Self {
            reader,
            ended,
            bytes: ByteRecord::new(),
        })
    }

    pub(super) fn next(&mut self, record: &mut StringRecord) -> Result<Option<u64>, ImportError> {
        let begins = self.reader.position().line();
        match self.reader.read_byte_record(&mut self.bytes) {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(error) => {
                let csv::ErrorKind::Io(error) = error.kind() else {
                    return Err(ImportError::Unreadable {
                        line: begins,
                        reason: NoRow::NoValues,
                    });
                };
                return Err(unreadable(begins, error));
            }
        }
        self.ended
            .store(self.reader.position().byte(), Ordering::Relaxed);
        let line = self.bytes.position().map_or(begins, csv::Position::line);
        // A quotation mark that is never closed makes one cell of all that follows, without a complaint.
        let swallows = |cell: &[u8]| cell.contains(&b'\n') || cell.contains(&b'\r');
        if self.reader.get_ref().ends_unquoted()
            && self.bytes.iter().next_back().is_some_and(swallows)
        {
            return Err(ImportError::Unreadable {
                line,
                reason: NoRow::Unclosed,
            });
        }
        let bytes = std::mem::take(&mut self.bytes);
        match StringRecord::from_byte_record(bytes) {
            Ok(text) => {
                self.bytes = std::mem::replace(record, text).into_byte_record();
                Ok(Some(line))
            }
            Err(_) => Err(ImportError::Unreadable {
                line,
                reason: NoRow::NotUtf8,
            }),
        }
    }

    /// Reads the rest and throws it away.
    pub(super) fn drain(self) -> Result<(), ImportError> {
        let mut rest = self.reader.into_inner();
        self.ended.store(u64::MAX, Ordering::Relaxed);
        io::copy(&mut rest, &mut io::sink()).map_err(|error| unreadable(0, &error))?;
        Ok(())
    }
}
