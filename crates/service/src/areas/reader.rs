//! Reading areas: what a point lies in, what the tables say of a postcode, what is called so. What was read is kept for
//! the next question, up to a bound, so that many places are looked up as fast as they can be compared.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use areas::{Block, Level, Point, Postcode, Shape};
use jiff::civil::Date;
use store::{AreaRow, Reading, StoreError};

use super::AreaSet;
use super::found::{Basis, FoundArea};
use crate::error::ServiceError;

/// So many corners of outlines are kept: some 16 MB.
const MOST_CORNERS: usize = 1_000_000;
/// So many postcodes are kept, in their blocks: some 15 MB.
const MOST_POSTCODES: usize = 150_000;
/// So many points are kept with what is around them: some 10 MB.
const MOST_POINTS: usize = 10_000;
/// So many codes are kept with their names.
const MOST_CODES: usize = 20_000;
/// So many rows are read at a time.
const PAGE: u32 = 2_000;

/// What was read, up to a weight; when it is full, it begins anew.
struct Kept<K, V> {
    known: HashMap<K, V>,
    weight: usize,
    most: usize,
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    fn up_to(most: usize) -> Self {
        Self {
            known: HashMap::new(),
            weight: 0,
            most,
        }
    }

    fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: std::borrow::Borrow<Q>,
    {
        self.known.get(key).cloned()
    }

    fn put(&mut self, key: K, value: V, weight: usize) {
        if self.weight + weight > self.most {
            self.known.clear();
            self.weight = 0;
        }
        self.weight += weight;
        self.known.insert(key, value);
    }
}

/// How points find the outlines that may be around them.
enum Outlines {
    /// The database is asked for each point: right for one question.
    Asked,
    /// All boxes will be read when the first point comes: right for many.
    Unread,
    /// All boxes have been read.
    Read(Arc<Boxes>),
}

/// Reads areas, and keeps what it read.
pub(super) struct AreaReader {
    sets: Arc<Vec<Arc<AreaSet>>>,
    finest: Level,
    outlines: Outlines,
    shapes: Kept<(u32, Level, String), Arc<Shape>>,
    points: Kept<(i32, i32), Arc<Vec<FoundArea>>>,
    blocks: Kept<(u32, String), Option<Arc<Block>>>,
    names: Kept<String, String>,
}

/// What the tables say of a postcode.
pub(super) struct OfPostcode {
    pub(super) areas: Vec<FoundArea>,
    /// Whether a table has postcodes that begin so.
    pub(super) begins_so: bool,
    /// Whether a table has this one.
    pub(super) is_listed: bool,
}

impl AreaReader {
    /// A reader for one question, of areas of every level.
    pub(super) fn for_one(sets: Arc<Vec<Arc<AreaSet>>>) -> Self {
        Self::new(sets, Level::SmallArea, Outlines::Asked)
    }

    /// A reader for many questions, of wards and what is larger.
    pub(super) fn for_many(sets: Arc<Vec<Arc<AreaSet>>>) -> Self {
        Self::new(sets, Level::Ward, Outlines::Unread)
    }

    fn new(sets: Arc<Vec<Arc<AreaSet>>>, finest: Level, outlines: Outlines) -> Self {
        Self {
            sets,
            finest,
            outlines,
            shapes: Kept::up_to(MOST_CORNERS),
            points: Kept::up_to(MOST_POINTS),
            blocks: Kept::up_to(MOST_POSTCODES),
            names: Kept::up_to(MOST_CODES),
        }
    }

    fn area(&self, row: &AreaRow, basis: Basis) -> Option<FoundArea> {
        found_area(&self.sets, row, basis)
    }

    /// The areas whose outline covers a point; above a level, if one is given.
    pub(super) async fn around(
        &mut self,
        reading: &mut Reading,
        point: Point,
        above: Option<Level>,
    ) -> Result<Vec<FoundArea>, ServiceError> {
        let all = if matches!(self.outlines, Outlines::Asked) {
            self.around_one(reading, point).await?
        } else {
            self.around_of_many(reading, point).await?.to_vec()
        };
        Ok(all
            .into_iter()
            .filter(|area| above.is_none_or(|above| area.level > above))
            .collect())
    }

    async fn around_one(
        &self,
        reading: &mut Reading,
        point: Point,
    ) -> Result<Vec<FoundArea>, ServiceError> {
        let (longitude, latitude) = point.steps();
        let mut all = Vec::new();
        for row in reading.areas_around(longitude, latitude).await? {
            let Some(area) = self.area(&row, Basis::Outline) else {
                continue;
            };
            let shape = Shape::unpack(&row.shape.unwrap_or_default()).map_err(|_| damaged())?;
            if shape.covers(point) {
                all.push(area);
            }
        }
        Ok(all)
    }

    async fn around_of_many(
        &mut self,
        reading: &mut Reading,
        point: Point,
    ) -> Result<Arc<Vec<FoundArea>>, ServiceError> {
        let steps = point.steps();
        if let Some(known) = self.points.get(&steps) {
            return Ok(known);
        }
        let boxes = match &self.outlines {
            Outlines::Read(boxes) => Arc::clone(boxes),
            Outlines::Asked | Outlines::Unread => {
                let read = Arc::new(Boxes::read(reading, &self.sets, self.finest).await?);
                self.outlines = Outlines::Read(Arc::clone(&read));
                read
            }
        };
        let mut all = Vec::new();
        for area in boxes.around(steps) {
            if self.shape(reading, area).await?.covers(point) {
                all.push(area.clone());
            }
        }
        let all = Arc::new(all);
        self.points.put(steps, Arc::clone(&all), 1 + all.len());
        Ok(all)
    }

    async fn shape(
        &mut self,
        reading: &mut Reading,
        area: &FoundArea,
    ) -> Result<Arc<Shape>, ServiceError> {
        let key = (area.set.id, area.level, area.code.clone());
        if let Some(shape) = self.shapes.get(&key) {
            return Ok(shape);
        }
        let packed = reading
            .area_shape(area.set.id, area.level.code(), &area.code)
            .await?
            .ok_or_else(damaged)?;
        let shape = Arc::new(Shape::unpack(&packed).map_err(|_| damaged())?);
        self.shapes.put(key, Arc::clone(&shape), shape.corners());
        Ok(shape)
    }

    async fn block(
        &mut self,
        reading: &mut Reading,
        set: u32,
        outward: &str,
    ) -> Result<Option<Arc<Block>>, ServiceError> {
        let key = (set, outward.to_owned());
        if let Some(block) = self.blocks.get(&key) {
            return Ok(block);
        }
        let block = match reading.postcode_block(set, outward).await? {
            Some(bytes) => Some(Arc::new(Block::unpack(&bytes).map_err(|_| damaged())?)),
            None => None,
        };
        let weight = 1 + block.as_ref().map_or(0, |block| block.len());
        self.blocks.put(key, block.clone(), weight);
        Ok(block)
    }

    /// The areas of a postcode: by the tables' own codes, and by outlines around its point, which is the one that the
    /// table of the day gives.
    pub(super) async fn postcode(
        &mut self,
        reading: &mut Reading,
        postcode: &Postcode,
        day: Date,
    ) -> Result<OfPostcode, ServiceError> {
        let mut of = OfPostcode {
            areas: Vec::new(),
            begins_so: false,
            is_listed: false,
        };
        let mut points: Vec<(bool, Date, Point)> = Vec::new();
        let sets = Arc::clone(&self.sets);
        for set in sets.iter().filter(|set| set.kind == "postcodes") {
            let Some(block) = self.block(reading, set.id, postcode.outward()).await? else {
                continue;
            };
            of.begins_so = true;
            let Some(known) = block.find(postcode) else {
                continue;
            };
            of.is_listed = true;
            if let Some(point) = known.point {
                points.push((set.holds_on(day), set.valid_from, point));
            }
            for (level, code) in known.codes {
                if level < self.finest {
                    continue;
                }
                let name = self.name_of(reading, &code).await?;
                of.areas.push(FoundArea {
                    level,
                    name,
                    code,
                    set: Arc::clone(set),
                    holds: false,
                    basis: Basis::Table,
                });
            }
        }
        points.sort_by_key(|(holds, from, _)| (*holds, *from));
        if let Some((_, _, point)) = points.last() {
            of.areas.extend(self.around(reading, *point, None).await?);
        }
        Ok(of)
    }

    /// The name that the newest set gives a code; the code itself if none does.
    async fn name_of(&mut self, reading: &mut Reading, code: &str) -> Result<String, StoreError> {
        if let Some(name) = self.names.get(code) {
            return Ok(name);
        }
        let rows = reading.areas_of_code(code).await?;
        let name = rows
            .into_iter()
            .map(|row| row.name)
            .find(|name| name != code)
            .unwrap_or_else(|| code.to_owned());
        self.names.put(code.to_owned(), name.clone(), 1);
        Ok(name)
    }

    /// An area by its code, with the district that it is said to lie in, and the areas around a point inside it.
    pub(super) async fn named(
        &mut self,
        reading: &mut Reading,
        code: &str,
    ) -> Result<Vec<FoundArea>, ServiceError> {
        let mut all = Vec::new();
        let mut inside: Option<(Level, Point)> = None;
        let mut next = Some(code.to_owned());
        let mut rounds = 0;
        while let Some(code) = next.take().filter(|_| rounds < 3) {
            rounds += 1;
            for row in reading.areas_of_code(&code).await? {
                let Some(area) = self.area(&row, Basis::Name) else {
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
            all.extend(self.around(reading, point, Some(level)).await?);
        }
        Ok(all)
    }
}

pub(super) fn damaged() -> ServiceError {
    ServiceError::Damaged("a packed piece of an area")
}

/// An area of a set that is finished. Whether it holds depends on the day that is asked for.
fn found_area(sets: &[Arc<AreaSet>], row: &AreaRow, basis: Basis) -> Option<FoundArea> {
    let set = sets.iter().find(|set| set.id == row.set)?;
    Some(FoundArea {
        level: Level::parse(&row.level)?,
        code: row.code.clone(),
        name: row.name.clone(),
        set: Arc::clone(set),
        holds: false,
        basis,
    })
}

/// The boxes around all outlines, in strips from west to east, so that a point need only look at those of its own.
struct Boxes {
    all: Vec<(FoundArea, [i32; 4])>,
    strips: HashMap<i32, Vec<usize>>,
    /// Those that are too tall to be worth noting in each strip.
    tall: Vec<usize>,
}

/// The height of a strip, in millionths of a degree: about five kilometres.
const STRIP: i32 = 50_000;
/// A box over more strips than this is tall.
const TALL: i32 = 60;

impl Boxes {
    async fn read(
        reading: &mut Reading,
        sets: &[Arc<AreaSet>],
        finest: Level,
    ) -> Result<Self, StoreError> {
        let mut boxes = Self {
            all: Vec::new(),
            strips: HashMap::new(),
            tall: Vec::new(),
        };
        let mut after: Option<(u32, String, String)> = None;
        loop {
            let key = after
                .as_ref()
                .map(|(set, level, code)| (*set, level.as_str(), code.as_str()));
            let page = reading.outlined_areas_after(key, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(boxes);
            };
            after = Some((last.set, last.level.clone(), last.code.clone()));
            for row in &page {
                let (Some(area), Some(bounds)) =
                    (found_area(sets, row, Basis::Outline), row.bounds)
                else {
                    continue;
                };
                if area.level >= finest {
                    boxes.add(area, bounds);
                }
            }
        }
    }

    fn add(&mut self, area: FoundArea, bounds: [i32; 4]) {
        let [_, south, _, north] = bounds;
        let place = self.all.len();
        let (first, last) = (south.div_euclid(STRIP), north.div_euclid(STRIP));
        if last - first > TALL {
            self.tall.push(place);
        } else {
            for strip in first..=last {
                self.strips.entry(strip).or_default().push(place);
            }
        }
        self.all.push((area, bounds));
    }

    /// The areas in whose box a point lies.
    fn around(&self, (longitude, latitude): (i32, i32)) -> impl Iterator<Item = &FoundArea> {
        let strip = self.strips.get(&latitude.div_euclid(STRIP));
        strip
            .into_iter()
            .flatten()
            .chain(&self.tall)
            .filter_map(|place| self.all.get(*place))
            .filter(move |(_, [west, south, east, north])| {
                (*west..=*east).contains(&longitude) && (*south..=*north).contains(&latitude)
            })
            .map(|(area, _)| area)
    }
}
