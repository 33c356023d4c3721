//! Looking one thing up, for a person. Outlines and blocks of postcodes are read when they are asked for.

use std::sync::Arc;

use areas::{Point, Postcode, folded};
use jiff::civil::Date;

use super::AreaSet;
use super::found::Found;
use super::reader::AreaReader;
use crate::error::ServiceError;
use crate::house::House;

/// So many areas of one name are shown.
const MOST_NAMES: u32 = 60;

/// The sets of areas, to look things up in.
pub struct AreaBook<'h> {
    house: &'h House,
    sets: Arc<Vec<Arc<AreaSet>>>,
}

impl<'h> AreaBook<'h> {
    pub(super) fn new(house: &'h House, sets: Vec<AreaSet>) -> Self {
        Self {
            house,
            sets: Arc::new(sets.into_iter().map(Arc::new).collect()),
        }
    }

    /// Whether there is no set to look in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// The areas around a point, as they were on that day.
    pub async fn find_point(&self, point: Point, day: Date) -> Result<Found, ServiceError> {
        let mut areas = AreaReader::for_one(Arc::clone(&self.sets));
        self.house
            .store
            .read("areas around a point", move |reading| {
                Box::pin(async move {
                    let all = areas.around(reading, point, None).await?;
                    Ok(Found::new(all, day))
                })
            })
            .await
    }

    /// The areas of a postcode, as they were on that day: by the tables' own codes, and by outlines around its point.
    pub async fn find_postcode(
        &self,
        postcode: &Postcode,
        day: Date,
    ) -> Result<Found, ServiceError> {
        let mut areas = AreaReader::for_one(Arc::clone(&self.sets));
        let postcode = postcode.clone();
        self.house
            .store
            .read("areas of a postcode", move |reading| {
                Box::pin(async move {
                    let of = areas.postcode(reading, &postcode, day).await?;
                    Ok(Found::new(of.areas, day))
                })
            })
            .await
    }

    /// The areas of that name, or whose name begins so: each with what lies around it. An exact name goes first.
    pub async fn find_name(&self, name: &str, day: Date) -> Result<Vec<Found>, ServiceError> {
        let wanted = folded(name);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let mut areas = AreaReader::for_one(Arc::clone(&self.sets));
        self.house
            .store
            .read("areas of a name", move |reading| {
                Box::pin(async move {
                    let rows = reading.areas_named(&wanted, MOST_NAMES).await?;
                    let exact = rows.iter().any(|row| row.name_key == wanted);
                    let mut seen: Vec<String> = Vec::new();
                    let mut found = Vec::new();
                    for row in rows {
                        if (exact && row.name_key != wanted) || seen.contains(&row.code) {
                            continue;
                        }
                        seen.push(row.code.clone());
                        let all = areas.named(reading, &row.code).await?;
                        found.push(Found::new(all, day));
                    }
                    found.retain(|found: &Found| !found.is_empty());
                    // Those that hold on the day go first, then the coarser before the finer.
                    found.sort_by_key(|found| {
                        let first = found.areas.first();
                        (
                            first.is_none_or(|area| !area.holds),
                            std::cmp::Reverse(first.map(|area| area.level)),
                        )
                    });
                    Ok(found)
                })
            })
            .await
    }

    /// Looks up whatever was written: a point (latitude, longitude), a postcode, or else a name.
    pub async fn find(&self, written: &str, day: Date) -> Result<Vec<Found>, ServiceError> {
        let found = if let Some(point) = Point::parse(written) {
            self.find_point(point, day).await?
        } else if let Some(postcode) = Postcode::parse(written) {
            self.find_postcode(&postcode, day).await?
        } else {
            return self.find_name(written, day).await;
        };
        Ok(if found.is_empty() {
            Vec::new()
        } else {
            vec![found]
        })
    }
}
