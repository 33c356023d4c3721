//! Looking things up. Outlines and blocks of postcodes are read when they are asked for; none is kept in memory.

use std::sync::Arc;

use areas::{Block, Level, Point, Postcode, Shape, folded};
use jiff::civil::Date;
use store::{AreaRow, Reading, StoreError};

use super::AreaSet;
use super::found::{Basis, Found, FoundArea};
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
        let sets = Arc::clone(&self.sets);
        self.house
            .store
            .read("areas around a point", move |reading| {
                Box::pin(async move {
                    let all = around(reading, &sets, point, day, None).await?;
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
        let (sets, postcode) = (Arc::clone(&self.sets), postcode.clone());
        self.house
            .store
            .read("areas of a postcode", move |reading| {
                Box::pin(async move {
                    let mut all = Vec::new();
                    let mut points: Vec<(bool, Date, Point)> = Vec::new();
                    for set in sets.iter().filter(|set| set.kind == "postcodes") {
                        let Some(bytes) =
                            reading.postcode_block(set.id, postcode.outward()).await?
                        else {
                            continue;
                        };
                        let block = Block::unpack(&bytes).map_err(|_| damaged())?;
                        let Some(known) = block.find(&postcode) else {
                            continue;
                        };
                        if let Some(point) = known.point {
                            points.push((set.holds_on(day), set.valid_from, point));
                        }
                        for (level, code) in known.codes {
                            let name = name_of(reading, &code).await?;
                            all.push(FoundArea {
                                level,
                                name,
                                code,
                                set: Arc::clone(set),
                                holds: set.holds_on(day),
                                basis: Basis::Table,
                            });
                        }
                    }
                    points.sort_by_key(|(holds, from, _)| (*holds, *from));
                    if let Some((_, _, point)) = points.last() {
                        all.extend(around(reading, &sets, *point, day, None).await?);
                    }
                    Ok(Found::new(all, day))
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
        let sets = Arc::clone(&self.sets);
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
                        found.push(named(reading, &sets, &row.code, day).await?);
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

fn damaged() -> ServiceError {
    ServiceError::Damaged("a packed piece of an area")
}

fn found_area(sets: &[Arc<AreaSet>], row: &AreaRow, day: Date, basis: Basis) -> Option<FoundArea> {
    let set = sets.iter().find(|set| set.id == row.set)?;
    Some(FoundArea {
        level: Level::parse(&row.level)?,
        code: row.code.clone(),
        name: row.name.clone(),
        set: Arc::clone(set),
        holds: set.holds_on(day),
        basis,
    })
}

/// The areas whose outline covers a point; above a level, if one is given.
async fn around(
    reading: &mut Reading,
    sets: &[Arc<AreaSet>],
    point: Point,
    day: Date,
    above: Option<Level>,
) -> Result<Vec<FoundArea>, ServiceError> {
    let (longitude, latitude) = point.steps();
    let mut all = Vec::new();
    for row in reading.areas_around(longitude, latitude).await? {
        let Some(area) = found_area(sets, &row, day, Basis::Outline) else {
            continue;
        };
        if above.is_some_and(|above| area.level <= above) {
            continue;
        }
        let shape = Shape::unpack(&row.shape.unwrap_or_default()).map_err(|_| damaged())?;
        if shape.covers(point) {
            all.push(area);
        }
    }
    Ok(all)
}

/// The name that the newest set gives a code; the code itself if none does.
async fn name_of(reading: &mut Reading, code: &str) -> Result<String, StoreError> {
    let rows = reading.areas_of_code(code).await?;
    Ok(rows
        .into_iter()
        .map(|row| row.name)
        .find(|name| name != code)
        .unwrap_or_else(|| code.to_owned()))
}

/// An area by its code, with the district that it is said to lie in, and the areas around a point inside it.
async fn named(
    reading: &mut Reading,
    sets: &[Arc<AreaSet>],
    code: &str,
    day: Date,
) -> Result<Found, ServiceError> {
    let mut all = Vec::new();
    let mut inside: Option<(Level, Point)> = None;
    let mut next = Some(code.to_owned());
    let mut rounds = 0;
    while let Some(code) = next.take().filter(|_| rounds < 3) {
        rounds += 1;
        for row in reading.areas_of_code(&code).await? {
            let Some(area) = found_area(sets, &row, day, Basis::Name) else {
                continue;
            };
            next = next.or_else(|| row.within.clone());
            if let Some(bytes) = row.shape.filter(|_| inside.is_none()) {
                let shape = Shape::unpack(&bytes).map_err(|_| damaged())?;
                inside = shape.point_inside().map(|point| (area.level, point));
            }
            all.push(area);
        }
    }
    if let Some((level, point)) = inside {
        all.extend(around(reading, sets, point, day, Some(level)).await?);
    }
    Ok(Found::new(all, day))
}
