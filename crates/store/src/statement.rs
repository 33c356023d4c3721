//! Statements: constants that are listed once, what is bound to them, what comes back.

use domain::{MemberId, Timestamp};
use jiff::civil::Date;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Arguments, Row};

use crate::error::StoreError;

/// Declares a file's statements as constants and as one list `STATEMENTS`, so that none can be
/// sent that [`crate::Store::prepare_everything`] doesn't know.
macro_rules! statements {
    ($($name:ident = $sql:expr;)*) => {
        $(const $name: &str = $sql;)*
        /// Every statement of this file.
        pub(crate) const STATEMENTS: &[&str] = &[$($name),*];
    };
}
pub(crate) use statements;

/// What is bound to a statement, in the order of its `$1`, `$2` …
#[derive(Default)]
pub(crate) struct Bound {
    arguments: AnyArguments,
    refused: Option<StoreError>,
}

impl Bound {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    fn add<'v, T>(mut self, value: T) -> Self
    where
        T: sqlx::Encode<'v, sqlx::Any> + sqlx::Type<sqlx::Any>,
    {
        if self.arguments.add(value).is_err() {
            self.refused = Some(StoreError::Unreadable("a value to be bound"));
        }
        self
    }

    pub(crate) fn text(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        if text.contains('\0') {
            self.refused = Some(StoreError::NulInText);
        }
        self.add(text)
    }

    pub(crate) fn text_or_null(self, text: Option<impl Into<String>>) -> Self {
        match text {
            Some(text) => self.text(text),
            None => self.add(None::<String>),
        }
    }

    pub(crate) fn integer(self, number: impl Into<i64>) -> Self {
        self.add(number.into())
    }

    pub(crate) fn integer_or_null(self, number: Option<impl Into<i64>>) -> Self {
        self.add(number.map(Into::into))
    }

    /// A size or place; none of ours comes near 2^63.
    pub(crate) fn size(mut self, size: u64) -> Self {
        if i64::try_from(size).is_err() {
            self.refused = Some(StoreError::Unreadable("a size above 2^63"));
        }
        self.integer(size.cast_signed())
    }

    pub(crate) fn bytes(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.add(bytes.into())
    }

    pub(crate) fn bytes_or_null(self, bytes: Option<impl Into<Vec<u8>>>) -> Self {
        self.add(bytes.map(Into::into))
    }

    pub(crate) fn at(self, moment: Timestamp) -> Self {
        self.integer(moment.microseconds())
    }

    pub(crate) fn at_or_null(self, moment: Option<Timestamp>) -> Self {
        self.integer_or_null(moment.map(Timestamp::microseconds))
    }

    pub(crate) fn member_or_null(self, member: Option<MemberId>) -> Self {
        self.bytes_or_null(member.map(|member| *member.as_bytes()))
    }

    pub(crate) fn day_or_null(self, day: Option<Date>) -> Self {
        self.text_or_null(day.map(|day| day.to_string()))
    }

    pub(crate) fn into_arguments(self) -> Result<AnyArguments, StoreError> {
        self.refused.map_or(Ok(self.arguments), Err)
    }
}

/// Takes the columns of a row one after the other, as the statement lists them.
pub(crate) struct Columns<'r> {
    row: &'r AnyRow,
    place: usize,
}

impl<'r> Columns<'r> {
    pub(crate) const fn of(row: &'r AnyRow) -> Self {
        Self { row, place: 0 }
    }

    fn take<T>(&mut self) -> Result<T, StoreError>
    where
        T: sqlx::Decode<'r, sqlx::Any> + sqlx::Type<sqlx::Any>,
    {
        let value = self
            .row
            .try_get(self.place)
            .map_err(|_| StoreError::Unreadable("a column of another type"))?;
        self.place += 1;
        Ok(value)
    }

    pub(crate) fn text(&mut self) -> Result<String, StoreError> {
        self.take()
    }

    /// A text that is only looked at.
    pub(crate) fn word(&mut self) -> Result<&'r str, StoreError> {
        self.take()
    }

    pub(crate) fn text_or_null(&mut self) -> Result<Option<String>, StoreError> {
        self.take()
    }

    pub(crate) fn integer(&mut self) -> Result<i64, StoreError> {
        self.take()
    }

    /// A number in the range that its type has.
    pub(crate) fn number<T: TryFrom<i64>>(&mut self) -> Result<T, StoreError> {
        T::try_from(self.integer()?).map_err(|_| StoreError::Unreadable("a number out of range"))
    }

    pub(crate) fn number_or_null<T: TryFrom<i64>>(&mut self) -> Result<Option<T>, StoreError> {
        self.take::<Option<i64>>()?
            .map(|number| {
                T::try_from(number).map_err(|_| StoreError::Unreadable("a number out of range"))
            })
            .transpose()
    }

    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, StoreError> {
        self.take()
    }

    pub(crate) fn bytes_or_null(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        self.take()
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], StoreError> {
        let bytes: &[u8] = self.take()?;
        bytes
            .try_into()
            .map_err(|_| StoreError::Unreadable("bytes of another length"))
    }

    pub(crate) fn array_or_null<const N: usize>(&mut self) -> Result<Option<[u8; N]>, StoreError> {
        let bytes: Option<&[u8]> = self.take()?;
        bytes
            .map(|bytes| {
                bytes
                    .try_into()
                    .map_err(|_| StoreError::Unreadable("bytes of another length"))
            })
            .transpose()
    }

    pub(crate) fn at(&mut self) -> Result<Timestamp, StoreError> {
        self.integer().map(Timestamp::from_microseconds)
    }

    pub(crate) fn at_or_null(&mut self) -> Result<Option<Timestamp>, StoreError> {
        Ok(self
            .take::<Option<i64>>()?
            .map(Timestamp::from_microseconds))
    }

    pub(crate) fn member_or_null(&mut self) -> Result<Option<MemberId>, StoreError> {
        Ok(self.array_or_null()?.map(MemberId::from_bytes))
    }

    pub(crate) fn day_or_null(&mut self) -> Result<Option<Date>, StoreError> {
        let day: Option<&str> = self.take()?;
        day.map(|day| day.parse().map_err(|_| StoreError::Unreadable("a day")))
            .transpose()
    }

    /// Something kept as JSON text.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&mut self) -> Result<T, StoreError> {
        serde_json::from_str(self.word()?).map_err(|_| StoreError::Unreadable("JSON text"))
    }
}
