//! Reading fixed-size fields from untrusted bytes without ever slicing out of bounds.

use crate::SealError;

/// A cursor over bytes; every read either gives what was asked for or refuses.
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], SealError> {
        let (head, rest) = self.0.split_first_chunk().ok_or(SealError::Malformed)?;
        self.0 = rest;
        Ok(*head)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, SealError> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// So many bytes.
    pub(crate) fn bytes(&mut self, length: usize) -> Result<&'a [u8], SealError> {
        let (head, rest) = self
            .0
            .split_at_checked(length)
            .ok_or(SealError::Malformed)?;
        self.0 = rest;
        Ok(head)
    }

    /// Everything that is left.
    pub(crate) fn rest(self) -> &'a [u8] {
        self.0
    }

    /// Refuses trailing bytes.
    pub(crate) fn finish(self) -> Result<(), SealError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(SealError::Malformed)
        }
    }
}
