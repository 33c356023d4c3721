//! Pieces as they are kept: JSON, packed with Zstandard. Readable with any tool, and small.

use std::io::Read as _;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// No piece comes near this when unpacked; a damaged one must not fill the memory.
const LARGEST: u64 = 64 << 20;
/// The more it tries, the less it takes; pieces are packed once and read often.
const EFFORT: i32 = 9;

/// A piece that can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a packed piece of an area can't be read")]
pub struct Unreadable;

pub(crate) fn pack(value: &impl Serialize) -> Vec<u8> {
    let text = serde_json::to_vec(value).expect("text keys and finite numbers");
    zstd::bulk::compress(&text, EFFORT).expect("memory can be written to")
}

pub(crate) fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    let mut text = Vec::new();
    zstd::Decoder::new(bytes)
        .map_err(|_| Unreadable)?
        .take(LARGEST)
        .read_to_end(&mut text)
        .map_err(|_| Unreadable)?;
    serde_json::from_slice(&text).map_err(|_| Unreadable)
}
