//! What kind of area an area is.

use serde::{Deserialize, Serialize};

/// The kinds of areas, the finest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A small area of the census (LSOA).
    SmallArea,
    /// Several small areas of the census together (MSOA).
    MiddleArea,
    /// An electoral ward.
    Ward,
    /// A local authority's district.
    District,
    /// The area of a police force.
    PoliceForce,
    /// A country.
    Country,
}

impl Level {
    /// Every level, the finest first.
    pub const ALL: [Self; 6] = [
        Self::SmallArea,
        Self::MiddleArea,
        Self::Ward,
        Self::District,
        Self::PoliceForce,
        Self::Country,
    ];

    /// The word used on the command line and in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SmallArea => "small-area",
            Self::MiddleArea => "middle-area",
            Self::Ward => "ward",
            Self::District => "district",
            Self::PoliceForce => "police-force",
            Self::Country => "country",
        }
    }

    /// What people call an area of it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SmallArea => "small area",
            Self::MiddleArea => "middle area",
            Self::Ward => "ward",
            Self::District => "district",
            Self::PoliceForce => "police force",
            Self::Country => "country",
        }
    }

    /// The level of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == word)
    }

    /// The level that a statistical office's abbreviation stands for, as in `WD13CD`.
    pub(crate) fn of_abbreviation(letters: &str) -> Option<Self> {
        Some(match letters {
            "LSOA" => Self::SmallArea,
            "MSOA" => Self::MiddleArea,
            "WD" => Self::Ward,
            "LAD" => Self::District,
            "PFA" => Self::PoliceForce,
            "CTRY" => Self::Country,
            _ => return None,
        })
    }

    /// The level that a list of names calls by a word of its own, such as `lsoa2021`.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        let letters = word.trim_end_matches(|character: char| character.is_ascii_digit());
        Self::parse(word)
            .or_else(|| Self::of_abbreviation(&letters.to_ascii_uppercase()))
            .or(match word {
                "police_force_area" => Some(Self::PoliceForce),
                _ => None,
            })
    }
}
