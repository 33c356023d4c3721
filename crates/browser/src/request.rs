//! What the page hands over, and what it gets back, as bytes.
//!
//! A request is: u32 length and bytes of the guide || 32 bytes seed || 32 bytes for everything else that has to be
//! random || u8 1 if the form was received before with other words, else 0 || then for each field u32 length and
//! bytes of its name, u32 length and bytes of what was filled in. Numbers are big-endian.
//!
//! An answer is `1`, the receipt's words, a line end, its digits, a line end, the parcel; or `2` and for each field
//! that needs mending a line of field, what is wrong, limit, length with tabs between; or `0` if the request wasn't
//! one.

use crate::{Outcome, seal};

/// A form that was filled in, with what is needed to seal it.
pub struct Request<'a> {
    /// The guide, as the server gave it.
    pub guide: &'a [u8],
    /// 32 random bytes from the browser: the receipt follows from them.
    pub seed: &'a [u8; 32],
    /// 32 more, from which all else is drawn.
    pub random: &'a [u8; 32],
    /// Whether this form was received before with other words.
    pub again: bool,
    /// What was filled in, in the order of the page.
    pub pairs: Vec<(String, String)>,
}

impl<'a> Request<'a> {
    /// Reads the bytes of a request.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes;
        let guide = counted(&mut rest)?;
        let (seed, after) = rest.split_first_chunk::<32>()?;
        let (random, after) = after.split_first_chunk::<32>()?;
        let (again, after) = after.split_first()?;
        rest = after;
        let mut pairs = Vec::new();
        while !rest.is_empty() {
            let mut text = || {
                let bytes = counted(&mut rest)?;
                Some(String::from_utf8_lossy(bytes).into_owned())
            };
            pairs.push((text()?, text()?));
        }
        Some(Self {
            guide,
            seed,
            random,
            again: *again == 1,
            pairs,
        })
    }
}

/// Takes a length and so many bytes off the front.
fn counted<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (bytes, after) = after.split_at_checked(length)?;
    *rest = after;
    Some(bytes)
}

/// The answer to the bytes of a request.
pub fn answer_to(bytes: &[u8]) -> Vec<u8> {
    match Request::read(bytes).and_then(|request| seal(&request)) {
        None => b"0".to_vec(),
        Some(Outcome::Wrong(wrongs)) => {
            let mut text = String::from("2");
            for wrong in wrongs {
                let (limit, length) = (wrong.limit.to_string(), wrong.length.to_string());
                text.push_str(&[wrong.field.as_str(), wrong.what, &limit, &length].join("\t"));
                text.push('\n');
            }
            text.into_bytes()
        }
        Some(Outcome::Sealed { parcel, receipt }) => {
            let mut answer = b"1".to_vec();
            for text in [receipt.words(), receipt.digits()] {
                answer.extend_from_slice(text.as_bytes());
                answer.push(b'\n');
            }
            answer.extend_from_slice(&parcel.to_bytes());
            answer
        }
    }
}
