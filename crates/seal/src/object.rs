//! The sealed form of everything a person told us, format v1.
//!
//! A sealed object is a header of 116 bytes followed by chunks. All integers are big-endian.
//!
//! | bytes | field |
//! | --- | --- |
//! | 4 | `VCS1` |
//! | 1 | suite: 1 |
//! | 1 | kind, see [`ObjectKind`] |
//! | 16, 16, 16 | organisation, subject (the report), object |
//! | 2 | version of the content's schema |
//! | 32 | hash of the content's schema |
//! | 1 | log2 of the chunk length: 16 |
//! | 8 | padded length of the plain bytes |
//! | 19 | nonce prefix, random |
//!
//! The whole header is the associated data of every chunk. Chunk `i` is encrypted by XChaCha20-Poly1305 under
//! HKDF-SHA256(report key, "vcs1/obj" || object), with nonce prefix || u32 `i` || u8 last, where `last` is 1 for
//! the last chunk and 0 for the others (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
//! Every chunk but the last holds 65,536 plain bytes and each is followed by its 16-byte tag.
//!
//! The plain bytes are u64 length of the content || the content || zeros up to the padded length (see
//! [`padding`]). The real length is therefore sealed too, and the zeros are checked when opening.

pub mod padding;

use rand_core::CryptoRng;
use zeroize::{Zeroize, Zeroizing};

use crate::keys::SealingKey;
use crate::primitives::{Cipher, NONCE_LENGTH, TAG_LENGTH, derive, random};
use crate::reader::Reader;
use crate::{SUITE_V1, SealError};
use padding::padded_length;

const MAGIC: [u8; 4] = *b"VCS1";
const CHUNK_LOG2: u8 = 16;
const CHUNK_LENGTH: usize = 1 << CHUNK_LOG2;
const PREFIX_LENGTH: usize = 19;
const LENGTH_FIELD: usize = 8;

/// Length in bytes of the header before the chunks.
pub const HEADER_LENGTH: usize = 116;

/// What a sealed object is. The number is part of the format and never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum ObjectKind {
    /// Who a person is.
    Identity = 1,
    /// What happened, in the reporter's words.
    Narrative = 2,
    /// A message of a mailbox.
    Message = 3,
    /// A file in the cleaned form that is shown.
    Attachment = 4,
    /// A note of staff on an incident or case.
    CodingNote = 5,
    /// A shard of a search index.
    IndexShard = 6,
    /// A file exactly as it was received.
    EvidenceOriginal = 7,
    /// How a person can be reached, and how not.
    Contact = 8,
    /// The exact place.
    Place = 9,
}

impl ObjectKind {
    /// Every kind, in the order of its number.
    pub const ALL: [Self; 9] = [
        Self::Identity,
        Self::Narrative,
        Self::Message,
        Self::Attachment,
        Self::CodingNote,
        Self::IndexShard,
        Self::EvidenceOriginal,
        Self::Contact,
        Self::Place,
    ];

    /// The number in the header.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The kind of a number, if there is one.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
}

/// Where a sealed object belongs and how its content is to be read. Not secret, authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectHeader {
    /// What it is.
    pub kind: ObjectKind,
    /// The organisation.
    pub organisation: [u8; 16],
    /// The report (or whatever else owns the sealing key).
    pub subject: [u8; 16],
    /// The object itself; unique under one sealing key.
    pub object: [u8; 16],
    /// Version of the content's schema.
    pub version: u16,
    /// Hash of the content's schema.
    pub schema_hash: [u8; 32],
}

impl ObjectHeader {
    /// What the header of a sealed object says. **Not authenticated** until the object is opened, so this is
    /// for sorting and for [`ObjectHeader::with_schema_of`], not for trusting.
    pub fn read(bytes: &[u8]) -> Result<Self, SealError> {
        Frame::read(bytes).map(|frame| frame.header)
    }

    /// The same place, with version and schema hash taken from a sealed object: for opening an object written
    /// under an earlier schema. Opening still authenticates them.
    pub fn with_schema_of(self, bytes: &[u8]) -> Result<Self, SealError> {
        let found = Self::read(bytes)?;
        Ok(Self {
            version: found.version,
            schema_hash: found.schema_hash,
            ..self
        })
    }
}

/// The header with what the format adds to it.
struct Frame {
    header: ObjectHeader,
    padded: u64,
    prefix: [u8; PREFIX_LENGTH],
}

impl Frame {
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_LENGTH);
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&[SUITE_V1, self.header.kind.number()]);
        bytes.extend_from_slice(&self.header.organisation);
        bytes.extend_from_slice(&self.header.subject);
        bytes.extend_from_slice(&self.header.object);
        bytes.extend_from_slice(&self.header.version.to_be_bytes());
        bytes.extend_from_slice(&self.header.schema_hash);
        bytes.push(CHUNK_LOG2);
        bytes.extend_from_slice(&self.padded.to_be_bytes());
        bytes.extend_from_slice(&self.prefix);
        bytes
    }

    fn read(bytes: &[u8]) -> Result<Self, SealError> {
        let mut reader = Reader::new(bytes);
        if reader.array()? != MAGIC {
            return Err(SealError::Malformed);
        }
        if reader.byte()? != SUITE_V1 {
            return Err(SealError::UnknownSuite);
        }
        let kind = ObjectKind::from_number(reader.byte()?).ok_or(SealError::Malformed)?;
        let header = ObjectHeader {
            kind,
            organisation: reader.array()?,
            subject: reader.array()?,
            object: reader.array()?,
            version: u16::from_be_bytes(reader.array()?),
            schema_hash: reader.array()?,
        };
        if reader.byte()? != CHUNK_LOG2 {
            return Err(SealError::Malformed);
        }
        Ok(Self {
            header,
            padded: u64::from_be_bytes(reader.array()?),
            prefix: reader.array()?,
        })
    }

    fn nonce(&self, index: usize, last: bool) -> [u8; NONCE_LENGTH] {
        let mut nonce = [0; NONCE_LENGTH];
        let tail = (index as u32).to_be_bytes();
        let fields = self.prefix.iter().chain(&tail);
        for (slot, byte) in nonce.iter_mut().zip(fields) {
            *slot = *byte;
        }
        if let Some(flag) = nonce.last_mut() {
            *flag = u8::from(last);
        }
        nonce
    }
}

/// Seals bytes as one object of a report. The result is longer than the content by the padding and by
/// 116 bytes plus 16 for every 64 KiB.
///
/// Sizes above 2^32 chunks (256 TiB) do not fit into the format, nor into memory.
pub fn seal_object(
    key: &SealingKey,
    header: ObjectHeader,
    plain: &[u8],
    rng: &mut dyn CryptoRng,
) -> Vec<u8> {
    let padded = padded_length(plain.len() + LENGTH_FIELD);
    let frame = Frame {
        header,
        padded: padded as u64,
        prefix: random(rng),
    };
    let aad = frame.to_bytes();
    let cipher = object_cipher(key, &header);

    let mut padded_plain = Zeroizing::new(Vec::with_capacity(padded));
    padded_plain.extend_from_slice(&(plain.len() as u64).to_be_bytes());
    padded_plain.extend_from_slice(plain);
    padded_plain.resize(padded, 0);

    let chunks = padded.div_ceil(CHUNK_LENGTH);
    let mut sealed = Vec::with_capacity(HEADER_LENGTH + padded + chunks * TAG_LENGTH);
    sealed.extend_from_slice(&aad);
    for (index, chunk) in padded_plain.chunks_mut(CHUNK_LENGTH).enumerate() {
        let tag = cipher.encrypt(&frame.nonce(index, index + 1 == chunks), &aad, chunk);
        sealed.extend_from_slice(chunk);
        sealed.extend_from_slice(&tag);
    }
    sealed
}

/// The header of bytes that have the shape of a sealed object in every respect that can be seen without its key:
/// header, length, and a padded length that [`padding`] makes. **Not authenticated**; for refusing what can't be
/// an object before it is kept.
pub fn shape_of(bytes: &[u8]) -> Result<ObjectHeader, SealError> {
    let frame = Frame::read(bytes)?;
    let padded = usize::try_from(frame.padded).map_err(|_| SealError::Malformed)?;
    let body = padded
        .div_ceil(CHUNK_LENGTH)
        .checked_mul(TAG_LENGTH)
        .and_then(|tags| tags.checked_add(padded));
    let fits = bytes.len().checked_sub(HEADER_LENGTH) == body && padded_length(padded) == padded;
    fits.then_some(frame.header).ok_or(SealError::Malformed)
}

/// Opens an object that belongs where `expected` says.
///
/// Fails with [`SealError::WrongHeader`] if it belongs elsewhere, with [`SealError::Refused`] if the key is
/// wrong or anything was altered, exchanged, cut off or added, and with [`SealError::Malformed`] or
/// [`SealError::UnknownSuite`] if the bytes are not an object of format v1. Gives nothing of an object of which
/// a part is refused.
pub fn open_object(
    key: &SealingKey,
    expected: &ObjectHeader,
    bytes: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let frame = Frame::read(bytes)?;
    if frame.header != *expected {
        return Err(SealError::WrongHeader);
    }
    let (aad, body) = bytes
        .split_at_checked(HEADER_LENGTH)
        .ok_or(SealError::Malformed)?;
    // The length is settled before anything is decrypted or reserved.
    let padded = usize::try_from(frame.padded).map_err(|_| SealError::Malformed)?;
    let chunks = padded.div_ceil(CHUNK_LENGTH);
    let promised = chunks
        .checked_mul(TAG_LENGTH)
        .and_then(|tags| tags.checked_add(padded));
    if padded < LENGTH_FIELD || u32::try_from(chunks).is_err() {
        return Err(SealError::Malformed);
    }
    if promised != Some(body.len()) {
        return Err(SealError::Refused);
    }

    let cipher = object_cipher(key, expected);
    let mut plain = Zeroizing::new(Vec::with_capacity(padded));
    for (index, sealed_chunk) in body.chunks(CHUNK_LENGTH + TAG_LENGTH).enumerate() {
        let (message, tag) = sealed_chunk
            .split_last_chunk::<TAG_LENGTH>()
            .ok_or(SealError::Malformed)?;
        let start = plain.len();
        plain.extend_from_slice(message);
        let chunk = plain.get_mut(start..).ok_or(SealError::Malformed)?;
        cipher.decrypt(&frame.nonce(index, index + 1 == chunks), aad, chunk, tag)?;
    }
    unpad(plain)
}

fn unpad(mut plain: Zeroizing<Vec<u8>>) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (field, rest) = plain
        .split_first_chunk::<LENGTH_FIELD>()
        .ok_or(SealError::Malformed)?;
    let length = usize::try_from(u64::from_be_bytes(*field)).map_err(|_| SealError::Malformed)?;
    let padding = rest.get(length..).ok_or(SealError::Malformed)?;
    if padding.iter().any(|byte| *byte != 0) {
        return Err(SealError::Malformed);
    }
    plain.copy_within(LENGTH_FIELD..LENGTH_FIELD + length, 0);
    // `truncate` alone would leave the last bytes of the content behind; they are wiped now rather than later.
    if let Some(tail) = plain.get_mut(length..) {
        tail.zeroize();
    }
    plain.truncate(length);
    Ok(plain)
}

fn object_cipher(key: &SealingKey, header: &ObjectHeader) -> Cipher {
    Cipher::new(&derive(key.expose(), &[b"vcs1/obj", &header.object]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_keep_their_numbers() {
        let numbers: Vec<u8> = ObjectKind::ALL.iter().map(|kind| kind.number()).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        for kind in ObjectKind::ALL {
            assert_eq!(ObjectKind::from_number(kind.number()), Some(kind));
        }
        assert_eq!(ObjectKind::from_number(0), None);
        assert_eq!(ObjectKind::from_number(10), None);
    }

    #[test]
    fn the_header_has_the_documented_layout() {
        let frame = Frame {
            header: ObjectHeader {
                kind: ObjectKind::Contact,
                organisation: [0xaa; 16],
                subject: [0xbb; 16],
                object: [0xcc; 16],
                version: 0x0102,
                schema_hash: [0xdd; 32],
            },
            padded: 0x0304,
            prefix: [0xee; PREFIX_LENGTH],
        };
        let expected = format!(
            "56435331{}{}{}{}{}{}{}{}{}{}",
            "01",
            "08",
            "aa".repeat(16),
            "bb".repeat(16),
            "cc".repeat(16),
            "0102",
            "dd".repeat(32),
            "10",
            "0000000000000304",
            "ee".repeat(19),
        );
        assert_eq!(hex::encode(frame.to_bytes()), expected);
        assert_eq!(frame.to_bytes().len(), HEADER_LENGTH);
        assert_eq!(
            hex::encode(frame.nonce(258, true)),
            format!("{}0000010201", "ee".repeat(19))
        );
    }

    #[test]
    fn padding_must_be_zeros_and_the_length_must_fit() {
        let plain = |length: u64, rest: &[u8]| {
            let mut bytes = length.to_be_bytes().to_vec();
            bytes.extend_from_slice(rest);
            unpad(Zeroizing::new(bytes)).map(|content| content.to_vec())
        };
        assert_eq!(plain(2, b"ab\0\0"), Ok(b"ab".to_vec()));
        assert_eq!(plain(4, b"ab\0\0"), Ok(b"ab\0\0".to_vec()));
        assert_eq!(plain(2, b"ab\0x"), Err(SealError::Malformed));
        assert_eq!(plain(5, b"ab\0\0"), Err(SealError::Malformed));
        assert_eq!(plain(u64::MAX, b""), Err(SealError::Malformed));
        assert!(unpad(Zeroizing::new(vec![0; 7])).is_err());
    }
}
