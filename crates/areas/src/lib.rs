//! Boundaries, postcode tables and names of areas: files in, packed pieces and answers out.
//!
//! Nothing here reads a file, a database or a clock. [`boundaries`] reads GeoJSON and TopoJSON, [`PostcodeTable`]
//! reads Code-Point Open and ONSPD, [`names`] a list of names; what they give is packed small
//! ([`Shape`], [`Block`]), so that a whole country can be kept in a database and looked up piece by piece.

pub mod boundaries;
mod grid;
mod level;
mod names;
mod packed;
mod postcode;
mod shape;
mod table;
mod topology;

pub use boundaries::{Boundaries, Boundary, Properties};
pub use grid::Grid;
pub use level::Level;
pub use names::{NamedArea, folded, names};
pub use packed::Unreadable;
pub use postcode::Postcode;
pub use shape::{Bounds, Point, Shape};
pub use table::{Block, Known, Located, PostcodeTable};

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct WrongFile {
    /// The line, or the number of the feature.
    pub place: String,
    /// What is wrong with it, and how to mend it.
    pub reason: String,
}

impl WrongFile {
    pub(crate) fn at(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            reason: reason.into(),
        }
    }
}
