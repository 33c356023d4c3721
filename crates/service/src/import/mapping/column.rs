//! How a mapping names a column, and the shorthands of its file.

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

/// A column by its name, or by its place from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub(crate) enum ColumnName {
    Name(String),
    Place(usize),
}

impl std::fmt::Display for ColumnName {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => out.write_str(name),
            Self::Place(place) => write!(out, "{place}"),
        }
    }
}

struct ColumnVisitor;

impl Visitor<'_> for ColumnVisitor {
    type Value = ColumnName;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("the name of a column, or its place from 1")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<ColumnName, E> {
        if name.trim().is_empty() {
            return Err(E::invalid_value(de::Unexpected::Str(name), &self));
        }
        Ok(ColumnName::Name(name.trim().to_owned()))
    }

    fn visit_i64<E: de::Error>(self, place: i64) -> Result<ColumnName, E> {
        usize::try_from(place)
            .ok()
            .filter(|place| *place > 0)
            .map(ColumnName::Place)
            .ok_or_else(|| E::invalid_value(de::Unexpected::Signed(place), &self))
    }
}

impl<'de> Deserialize<'de> for ColumnName {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ColumnVisitor)
    }
}

/// A column with the words that stand before its value.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Column {
    pub(crate) column: ColumnName,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) label: Option<String>,
}

impl<'de> Deserialize<'de> for Column {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Labelled {
            column: ColumnName,
            label: Option<String>,
        }
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Column;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("a column, or { column = …, label = … }")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Column, E> {
                let column = ColumnVisitor.visit_str(name)?;
                Ok(Column {
                    column,
                    label: None,
                })
            }

            fn visit_i64<E: de::Error>(self, place: i64) -> Result<Column, E> {
                let column = ColumnVisitor.visit_i64(place)?;
                Ok(Column {
                    column,
                    label: None,
                })
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Column, A::Error> {
                let Labelled { column, label } =
                    Labelled::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(Column { column, label })
            }
        }
        from.deserialize_any(Either)
    }
}

/// One value or a list of them.
macro_rules! one_or_more {
    ($module:ident, $type:ty, $expecting:literal) => {
        pub(crate) mod $module {
            use super::*;

            pub(crate) fn serialize<S: Serializer>(
                values: &[$type],
                to: S,
            ) -> Result<S::Ok, S::Error> {
                match values {
                    [one] => one.serialize(to),
                    several => several.serialize(to),
                }
            }

            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
                from: D,
            ) -> Result<Vec<$type>, D::Error> {
                struct Several;
                impl<'de> Visitor<'de> for Several {
                    type Value = Vec<$type>;

                    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        out.write_str($expecting)
                    }

                    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                        <$type>::deserialize(de::value::StrDeserializer::new(text))
                            .map(|one| vec![one])
                    }

                    fn visit_i64<E: de::Error>(self, place: i64) -> Result<Self::Value, E> {
                        <$type>::deserialize(de::value::I64Deserializer::new(place))
                            .map(|one| vec![one])
                    }

                    fn visit_seq<A: de::SeqAccess<'de>>(
                        self,
                        mut list: A,
                    ) -> Result<Self::Value, A::Error> {
                        let mut all = Vec::new();
                        while let Some(one) = list.next_element()? {
                            all.push(one);
                        }
                        if all.is_empty() {
                            return Err(de::Error::invalid_length(0, &self));
                        }
                        Ok(all)
                    }
                }
                from.deserialize_any(Several)
            }
        }
    };
}

one_or_more!(one_or_more, ColumnName, "a column, or a list of columns");
one_or_more!(one_or_more_texts, String, "a text, or a list of texts");

/// One byte between two values, written as a character.
pub(crate) mod delimiter {
    use super::{Deserialize, Deserializer, Serialize, Serializer, de};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
    pub(crate) fn serialize<S: Serializer>(delimiter: &u8, to: S) -> Result<S::Ok, S::Error> {
        char::from(*delimiter).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u8, D::Error> {
        let text = String::deserialize(from)?;
        match text.as_bytes() {
            b"tab" => Ok(b'\t'),
            [one]
                if one.is_ascii() && !one.is_ascii_alphanumeric() && !b"\"\r\n ".contains(one) =>
            {
                Ok(*one)
            }
            _ => Err(de::Error::invalid_value(
                de::Unexpected::Str(&text),
                &"one mark between values, such as \";\", or \"tab\"",
            )),
        }
    }
}
