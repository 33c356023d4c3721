//! Values that we give out and recognise when they come back: form tokens, links, challenges.
//!
//! The text is base64url (RFC 4648, without padding) of: issued i64 big-endian (seconds since 1970) || payload
//! || HMAC-SHA256 of u32 length of purpose || purpose || issued || payload. The payload is readable by
//! whoever holds the text; what is secret does not belong into it, unless it is the holder's own.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::mac::constant_time_eq;
use crate::primitives::hmac_of;
use crate::reader::Reader;

const MAC_LENGTH: usize = 32;
/// Longer texts are refused before they are decoded.
const LONGEST_TEXT: usize = 8192;

/// Why a value that came back is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not in the form that we give out.
    #[error("not a value that was given out here")]
    Malformed,
    /// The signature does not fit: altered, made up, or given out for another purpose or under another key.
    #[error("the signature of the value does not fit")]
    Forged,
    /// Given out too long ago, or in the future.
    #[error("the value has expired")]
    Expired,
}

/// A signed, dated value for one purpose.
#[derive(Debug, Clone, Copy)]
pub struct SignedValue;

impl SignedValue {
    /// The text of a payload, signed for a purpose.
    pub fn issue(
        key: &[u8; 32],
        purpose: &str,
        payload: &[u8],
        issued_unix_seconds: i64,
    ) -> String {
        let issued = issued_unix_seconds.to_be_bytes();
        let mac = signature(key, purpose, issued, payload);
        let mut bytes = issued.to_vec();
        bytes.extend_from_slice(payload);
        bytes.extend_from_slice(&mac);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The payload and the time of issue (Unix seconds) of a text that was issued under this key for this
    /// purpose. How old it may be is for the caller to say; see [`FormToken::check_fresh`] for a ready rule.
    pub fn check(key: &[u8; 32], purpose: &str, text: &str) -> Result<(Vec<u8>, i64), TokenError> {
        if text.len() > LONGEST_TEXT {
            return Err(TokenError::Malformed);
        }
        let bytes = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| TokenError::Malformed)?;
        let mut reader = Reader::new(&bytes);
        let issued = reader.array::<8>().map_err(|_| TokenError::Malformed)?;
        let (payload, mac) = reader
            .rest()
            .split_last_chunk::<MAC_LENGTH>()
            .ok_or(TokenError::Malformed)?;
        if !constant_time_eq(&signature(key, purpose, issued, payload), mac) {
            return Err(TokenError::Forged);
        }
        Ok((payload.to_vec(), i64::from_be_bytes(issued)))
    }
}

fn signature(key: &[u8; 32], purpose: &str, issued: [u8; 8], payload: &[u8]) -> [u8; MAC_LENGTH] {
    let length = (purpose.len() as u32).to_be_bytes();
    hmac_of(key, &[&length, purpose.as_bytes(), &issued, payload])
}

/// The token in an empty report form. It carries the form's seed, from which the receipt follows, so that a form
/// sent twice makes one report and shows the same words; and the time, so that old forms can be refused.
///
/// The seed is the reporter's own secret: the token is written into their page and nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct FormToken;

impl FormToken {
    const PURPOSE: &'static str = "heard/form/v1";

    /// The token of a new form; `seed` is random.
    pub fn issue(key: &[u8; 32], seed: &[u8; 32], issued_unix_seconds: i64) -> String {
        SignedValue::issue(key, Self::PURPOSE, seed, issued_unix_seconds)
    }

    /// The seed and the time of issue (Unix seconds) of a token that was issued under this key.
    pub fn check(key: &[u8; 32], text: &str) -> Result<([u8; 32], i64), TokenError> {
        let (payload, issued) = SignedValue::check(key, Self::PURPOSE, text)?;
        let seed = payload.try_into().map_err(|_| TokenError::Malformed)?;
        Ok((seed, issued))
    }

    /// As [`FormToken::check`], and fails with [`TokenError::Expired`] unless the token was issued at most
    /// `longest_seconds` before `now_unix_seconds` and not after it.
    pub fn check_fresh(
        key: &[u8; 32],
        text: &str,
        now_unix_seconds: i64,
        longest_seconds: i64,
    ) -> Result<[u8; 32], TokenError> {
        let (seed, issued) = Self::check(key, text)?;
        let age = now_unix_seconds.saturating_sub(issued);
        if (0..=longest_seconds).contains(&age) {
            Ok(seed)
        } else {
            Err(TokenError::Expired)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [1; 32];

    #[test]
    fn a_token_comes_back_with_its_seed_and_time() {
        let text = FormToken::issue(&KEY, &[2; 32], 1_780_000_000);
        assert_eq!(FormToken::check(&KEY, &text), Ok(([2; 32], 1_780_000_000)));
        assert!(
            text.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
        );
    }

    #[test]
    fn tokens_expire_and_do_not_come_from_the_future() {
        let text = FormToken::issue(&KEY, &[2; 32], 1_000);
        assert_eq!(FormToken::check_fresh(&KEY, &text, 1_000, 60), Ok([2; 32]));
        assert_eq!(FormToken::check_fresh(&KEY, &text, 1_060, 60), Ok([2; 32]));
        assert_eq!(
            FormToken::check_fresh(&KEY, &text, 1_061, 60),
            Err(TokenError::Expired)
        );
        assert_eq!(
            FormToken::check_fresh(&KEY, &text, 999, 60),
            Err(TokenError::Expired)
        );
    }

    #[test]
    fn altered_and_foreign_tokens_are_refused() {
        let text = FormToken::issue(&KEY, &[2; 32], 1_000);
        for index in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[index] = if bytes[index] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert!(
                FormToken::check(&KEY, &changed).is_err(),
                "character {index}"
            );
        }
        assert_eq!(FormToken::check(&[9; 32], &text), Err(TokenError::Forged));
        let foreign = SignedValue::issue(&KEY, "heard/other/v1", &[2; 32], 1_000);
        assert_eq!(FormToken::check(&KEY, &foreign), Err(TokenError::Forged));
        let short = SignedValue::issue(&KEY, FormToken::PURPOSE, &[2; 31], 1_000);
        assert_eq!(FormToken::check(&KEY, &short), Err(TokenError::Malformed));
        for nonsense in ["", "x", "äöü", &"A".repeat(100_000)] {
            assert_eq!(FormToken::check(&KEY, nonsense), Err(TokenError::Malformed));
        }
    }

    #[test]
    fn the_purpose_cannot_run_into_the_payload() {
        let text = SignedValue::issue(&KEY, "ab", b"c", 0);
        assert!(SignedValue::check(&KEY, "a", &text).is_err());
        assert_eq!(
            SignedValue::check(&KEY, "ab", &text),
            Ok((b"c".to_vec(), 0))
        );
    }
}
