//! Where it happened, as exactly as the person likes.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::answers::Chosen;

/// An answer to a question of the kind "place". Its `Debug` form shows nothing that was typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceAnswer {
    /// What kind of place it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Chosen>,
    /// The place in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// A postcode, or the beginning of one, as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// Where on the internet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl fmt::Debug for PlaceAnswer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PlaceAnswer(…)")
    }
}
