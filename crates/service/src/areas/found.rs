//! What was found: areas of each level, each with the set that says so and its days.

use std::sync::Arc;

use areas::Level;
use domain::codebook::Facet;
use jiff::civil::Date;

use super::AreaSet;

/// How it is known that something lies in an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// A table of postcodes says so.
    Table,
    /// The point lies within its outline.
    Outline,
    /// It is called so, or lies around what is called so.
    Name,
}

impl Basis {
    /// The word used in outputs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Outline => "outline",
            Self::Name => "name",
        }
    }
}

/// One area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundArea {
    /// What kind of area.
    pub level: Level,
    /// Its official code.
    pub code: String,
    /// Its name; the code where no set names it.
    pub name: String,
    /// The set that says so.
    pub set: Arc<AreaSet>,
    /// Whether that set holds on the day that was asked for.
    pub holds: bool,
    /// How it is known.
    pub basis: Basis,
}

/// Everything that was found for one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The preferred area of each level, the finest first.
    pub areas: Vec<FoundArea>,
    /// What other sets say: earlier and later ones, or another way of knowing.
    pub others: Vec<FoundArea>,
}

impl Found {
    /// Sorts what the sets say: a set that holds on the day goes before one that doesn't, then the one that began
    /// last, then a table of postcodes before an outline.
    pub(super) fn new(mut all: Vec<FoundArea>, day: Date) -> Self {
        for area in &mut all {
            area.holds = area.set.holds_on(day);
        }
        all.sort_by(|a, b| {
            // Of sets that don't hold yet, the one that begins first is nearest to the day.
            let began = |area: &FoundArea| {
                let from = area.set.valid_from;
                let distance = from.duration_since(day).as_hours();
                if from <= day {
                    (false, -distance)
                } else {
                    (true, distance)
                }
            };
            (a.level, !a.holds, began(a), a.basis, &a.code).cmp(&(
                b.level,
                !b.holds,
                began(b),
                b.basis,
                &b.code,
            ))
        });
        let mut found = Self::default();
        for area in all {
            if found
                .areas
                .last()
                .is_some_and(|last| last.level == area.level)
            {
                found.others.push(area);
            } else {
                found.areas.push(area);
            }
        }
        found
    }

    /// The preferred area of a level.
    #[must_use]
    pub fn at(&self, level: Level) -> Option<&FoundArea> {
        self.areas.iter().find(|area| area.level == level)
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// The code of a facet for this place: the ward itself if the facet lists it on that day, else the code that the
    /// codebook maps it to under `areas`, else the same of the district, the force, the country. An imported incident
    /// may bring a ward that an open facet does not list.
    #[must_use]
    pub fn code_for(&self, facet: &Facet, day: Date, imported: bool) -> Option<String> {
        self.area_for(facet, day, Level::Ward, imported)
            .map(|(_, code)| code)
    }

    /// The code of a facet for this place, as [`Found::code_for`] gives it, from a level on, with the area that it is
    /// the code of. With `imported`, an open facet takes the area of that level even if it doesn't list it.
    #[must_use]
    pub fn area_for(
        &self,
        facet: &Facet,
        day: Date,
        finest: Level,
        imported: bool,
    ) -> Option<(&FoundArea, String)> {
        let found = Level::ALL
            .into_iter()
            .filter(|level| *level >= finest)
            .filter_map(|level| self.at(level));
        for area in found {
            let is_listed = facet
                .codes
                .iter()
                .any(|entry| entry.code == area.code && entry.holds_on(day));
            if is_listed {
                return Some((area, area.code.clone()));
            }
            let mapped = facet.codes_on(day).find(|entry| {
                entry
                    .maps
                    .get("areas")
                    .is_some_and(|codes| codes.contains(&area.code))
            });
            if let Some(mapped) = mapped {
                return Some((area, mapped.code.clone()));
            }
            if imported && facet.open && area.level == finest {
                return Some((area, area.code.clone()));
            }
        }
        None
    }
}
