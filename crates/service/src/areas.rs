//! Areas: sets of boundaries, postcodes and names are imported, each with the days for which it holds; a point, a
//! postcode or a name is looked up in them.
//!
//! Nothing that was coded is ever changed by an import: an incident keeps the code that it was given, and a code of
//! one set is never turned into one of another.

mod book;
mod found;
mod import;
mod kept;
mod many;
mod reader;

pub use ::areas::{Level, Point, Postcode, Properties};
pub use book::AreaBook;
pub use found::{Basis, Found, FoundArea};
pub use import::{AreaFile, AreaImport, AreaImportError, ImportedAreas};

pub(crate) use kept::digests_of_areas;
pub(crate) use many::{Answer, Asked, ManyPlaces, NamedPlace, Nothing, Place};

use jiff::civil::Date;
use store::AreaSetRow;

use crate::error::ServiceError;
use crate::house::House;

/// A set of areas as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaSet {
    /// Its number.
    pub id: u32,
    /// What people call it.
    pub title: String,
    /// `boundaries`, `postcodes` or `names`.
    pub kind: String,
    /// First day for which it holds.
    pub valid_from: Date,
    /// Last day for which it holds, if known.
    pub valid_to: Option<Date>,
    /// How many areas or postcodes it holds.
    pub pieces: u64,
}

impl AreaSet {
    fn of(row: AreaSetRow) -> Self {
        Self {
            id: row.id,
            title: row.title,
            kind: row.kind,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            pieces: row.pieces,
        }
    }

    /// Whether it holds on that day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

impl House {
    /// Every finished set of areas, in the order they came.
    pub async fn area_sets(&self) -> Result<Vec<AreaSet>, ServiceError> {
        let rows = self
            .store
            .read("sets of areas", |reading| {
                Box::pin(async move { reading.area_sets().await })
            })
            .await?;
        Ok(rows
            .into_iter()
            .filter(|row| row.ready)
            .map(AreaSet::of)
            .collect())
    }

    /// The sets of areas as they are now, to look things up in.
    pub async fn area_book(&self) -> Result<AreaBook<'_>, ServiceError> {
        Ok(AreaBook::new(self, self.area_sets().await?))
    }
}
