//! Sets of areas: outlines, names and postcodes, packed. Understood by nothing here.

use domain::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;

use crate::error::StoreError;
use crate::reading::{Reading, Writing};
use crate::statement::{Bound, Columns, statements};

statements! {
    NEXT_SET = "select coalesce(max(id) + 1, 1) from area_set";
    ADD_SET = "insert into area_set (id, title, kind, valid_from, valid_to, source, imported, ready, pieces)
        values ($1, $2, $3, $4, $5, $6, $7, 0, 0) on conflict do nothing";
    FINISH_SET = "update area_set set ready = 1, pieces = $2, imported = $3 where id = $1 and ready = 0";
    SETS = "select id, title, kind, valid_from, valid_to, source, imported, ready, pieces from area_set order by id";
    DROP_AREAS = "delete from area where area_set = $1";
    DROP_BLOCKS = "delete from postcode_block where area_set = $1";
    DROP_SET = "delete from area_set where id = $1 and ready = 0";
    ADD_AREA = "insert into area (area_set, level, code, name, name_key, within, west, south, east, north, shape)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing";
    PUT_BLOCK = "insert into postcode_block (area_set, outward, bytes) values ($1, $2, $3)
        on conflict (area_set, outward) do update set bytes = excluded.bytes";
    BLOCK = "select bytes from postcode_block where area_set = $1 and outward = $2";
    AROUND = "select area_set, level, code, name, name_key, within, west, south, east, north, shape from area
        where west <= $1 and east >= $1 and south <= $2 and north >= $2 order by area_set, level, code";
    BY_NAME = "select area_set, level, code, name, name_key, within, west, south, east, north, shape from area
        where name_key >= $1 and name_key < $2 order by name_key, code, area_set limit $3";
    BEARING = "select area_set, level, code, name, name_key, within, west, south, east, north from area
        where name_key = $1 order by area_set, level, code limit $2";
    OUTLINED_AFTER = "select area_set, level, code, name, name_key, within, west, south, east, north from area
        where west is not null and (area_set, level, code) > ($1, $2, $3) order by area_set, level, code limit $4";
    SHAPE = "select shape from area where area_set = $1 and level = $2 and code = $3 and shape is not null";
    BY_CODE = "select area_set, level, code, name, name_key, within, west, south, east, north, shape from area
        where code = $1 order by area_set desc";
    AFTER = "select area_set, level, code, name, name_key, within, west, south, east, north, shape from area
        where (area_set, level, code) > ($1, $2, $3) order by area_set, level, code limit $4";
    BLOCKS_AFTER = "select area_set, outward, bytes from postcode_block
        where (area_set, outward) > ($1, $2) order by area_set, outward limit $3";
}

/// A set of areas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaSetRow {
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
    /// SHA-256 of the file it came from.
    pub source: [u8; 32],
    /// When it was imported.
    pub imported: Timestamp,
    /// Whether all of it is there.
    pub ready: bool,
    /// How many areas or postcodes it holds.
    pub pieces: u64,
}

/// The postcodes of a set that share the part before the space, packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostcodeBlockRow {
    /// The set's number.
    pub set: u32,
    /// The part before the space.
    pub outward: String,
    /// The packed block.
    pub bytes: Vec<u8>,
}

/// One area of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaRow {
    /// The set's number.
    pub set: u32,
    /// What kind of area.
    pub level: String,
    /// Its official code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its name as it is looked for.
    pub name_key: String,
    /// The code of the district around it.
    pub within: Option<String>,
    /// West, south, east and north of its box, in millionths of a degree; none without an outline.
    pub bounds: Option<[i32; 4]>,
    /// The packed outline.
    pub shape: Option<Vec<u8>>,
}

fn set(row: &AnyRow) -> Result<AreaSetRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(AreaSetRow {
        id: columns.number()?,
        title: columns.text()?,
        kind: columns.text()?,
        valid_from: columns
            .day_or_null()?
            .ok_or(StoreError::Unreadable("a day"))?,
        valid_to: columns.day_or_null()?,
        source: columns.array()?,
        imported: columns.at()?,
        ready: columns.integer()? == 1,
        pieces: columns.number()?,
    })
}

/// Binds the key of an area, or what stands before the first.
fn after_key(after: Option<(u32, &str, &str)>) -> Bound {
    let (set, level, code) = after.map_or((i64::MIN, "", ""), |(set, level, code)| {
        (i64::from(set), level, code)
    });
    Bound::new().integer(set).text(level).text(code)
}

/// An area with its outline.
fn area(row: &AnyRow) -> Result<AreaRow, StoreError> {
    let mut columns = Columns::of(row);
    let mut area = bare_area(&mut columns)?;
    area.shape = columns.bytes_or_null()?;
    Ok(area)
}

/// An area without its outline, out of the columns before it.
fn bare_area(columns: &mut Columns<'_>) -> Result<AreaRow, StoreError> {
    let (set, level, code) = (columns.number()?, columns.text()?, columns.text()?);
    let (name, name_key) = (columns.text()?, columns.text()?);
    let within = columns.text_or_null()?;
    let sides = [
        columns.number_or_null()?,
        columns.number_or_null()?,
        columns.number_or_null()?,
        columns.number_or_null()?,
    ];
    let bounds = match sides {
        [Some(west), Some(south), Some(east), Some(north)] => Some([west, south, east, north]),
        _ => None,
    };
    Ok(AreaRow {
        set,
        level,
        code,
        name,
        name_key,
        within,
        bounds,
        shape: None,
    })
}

impl Writing {
    /// Begins a set of areas and gives its number. It is not looked in until it is finished.
    pub async fn begin_area_set(
        &mut self,
        title: &str,
        kind: &str,
        days: (Date, Option<Date>),
        source: [u8; 32],
        now: Timestamp,
    ) -> Result<u32, StoreError> {
        let id = self.count(NEXT_SET, Bound::new()).await?;
        let bound = Bound::new()
            .size(id)
            .text(title)
            .text(kind)
            .day_or_null(Some(days.0))
            .day_or_null(days.1)
            .bytes(source)
            .at(now);
        self.insert(ADD_SET, bound).await?;
        u32::try_from(id).map_err(|_| StoreError::Unreadable("the number of a set of areas"))
    }

    /// Says that all of a set is there, from that moment; [`StoreError::Missing`] when it is not being filled.
    pub async fn finish_area_set(
        &mut self,
        set: u32,
        pieces: u64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let bound = Bound::new().integer(set).size(pieces).at(now);
        self.change(FINISH_SET, bound).await
    }

    /// Forgets a set that was never finished.
    pub async fn drop_area_set(&mut self, set: u32) -> Result<(), StoreError> {
        self.execute(DROP_AREAS, Bound::new().integer(set)).await?;
        self.execute(DROP_BLOCKS, Bound::new().integer(set)).await?;
        self.change(DROP_SET, Bound::new().integer(set)).await
    }

    /// Adds an area; [`StoreError::Conflict`] when its set has that code at that level.
    pub async fn add_area(&mut self, area: &AreaRow) -> Result<(), StoreError> {
        let side = |place: usize| area.bounds.map(|bounds| bounds[place]);
        let bound = Bound::new()
            .integer(area.set)
            .text(&area.level)
            .text(&area.code)
            .text(&area.name)
            .text(&area.name_key)
            .text_or_null(area.within.as_deref())
            .integer_or_null(side(0))
            .integer_or_null(side(1))
            .integer_or_null(side(2))
            .integer_or_null(side(3))
            .bytes_or_null(area.shape.as_deref());
        self.insert(ADD_AREA, bound).await
    }

    /// Keeps a block of postcodes, in place of an earlier one.
    pub async fn put_postcode_block(
        &mut self,
        set: u32,
        outward: &str,
        bytes: Vec<u8>,
    ) -> Result<(), StoreError> {
        self.change(
            PUT_BLOCK,
            Bound::new().integer(set).text(outward).bytes(bytes),
        )
        .await
    }
}

impl Reading {
    /// All sets, also unfinished ones, in the order they came.
    pub async fn area_sets(&mut self) -> Result<Vec<AreaSetRow>, StoreError> {
        self.all(SETS, Bound::new())
            .await?
            .iter()
            .map(set)
            .collect()
    }

    /// The block of postcodes with that beginning.
    pub async fn postcode_block(
        &mut self,
        set: u32,
        outward: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let row = self
            .one(BLOCK, Bound::new().integer(set).text(outward))
            .await?;
        row.map(|row| Columns::of(&row).bytes()).transpose()
    }

    /// The areas in whose box that point lies, given in millionths of a degree.
    pub async fn areas_around(
        &mut self,
        longitude: i32,
        latitude: i32,
    ) -> Result<Vec<AreaRow>, StoreError> {
        self.all(AROUND, Bound::new().integer(longitude).integer(latitude))
            .await?
            .iter()
            .map(area)
            .collect()
    }

    /// Up to `limit` areas whose name begins so, in the form that names are looked for.
    pub async fn areas_named(
        &mut self,
        beginning: &str,
        limit: u32,
    ) -> Result<Vec<AreaRow>, StoreError> {
        let end = format!("{beginning}\u{10ffff}");
        let bound = Bound::new().text(beginning).text(end).integer(limit);
        self.all(BY_NAME, bound).await?.iter().map(area).collect()
    }

    /// Up to `limit` areas of exactly that name, in the form that names are looked for, without their outlines.
    pub async fn areas_bearing(
        &mut self,
        name_key: &str,
        limit: u32,
    ) -> Result<Vec<AreaRow>, StoreError> {
        self.all(BEARING, Bound::new().text(name_key).integer(limit))
            .await?
            .iter()
            .map(|row| bare_area(&mut Columns::of(row)))
            .collect()
    }

    /// The areas that have an outline, after the one of that set, level and code, in the order of their keys; with
    /// the box around it, and without the outline itself.
    pub async fn outlined_areas_after(
        &mut self,
        after: Option<(u32, &str, &str)>,
        limit: u32,
    ) -> Result<Vec<AreaRow>, StoreError> {
        self.all(OUTLINED_AFTER, after_key(after).integer(limit))
            .await?
            .iter()
            .map(|row| bare_area(&mut Columns::of(row)))
            .collect()
    }

    /// The packed outline of one area; none if it has none.
    pub async fn area_shape(
        &mut self,
        set: u32,
        level: &str,
        code: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let row = self
            .one(SHAPE, Bound::new().integer(set).text(level).text(code))
            .await?;
        row.map(|row| Columns::of(&row).bytes()).transpose()
    }

    /// The areas after the one of that set, level and code, in the order of their keys; without one, from the first.
    pub async fn areas_after(
        &mut self,
        after: Option<(u32, &str, &str)>,
        limit: u32,
    ) -> Result<Vec<AreaRow>, StoreError> {
        self.all(AFTER, after_key(after).integer(limit))
            .await?
            .iter()
            .map(area)
            .collect()
    }

    /// The blocks of postcodes after the one of that set and beginning, in the order of their keys; without one, from
    /// the first.
    pub async fn postcode_blocks_after(
        &mut self,
        after: Option<(u32, &str)>,
        limit: u32,
    ) -> Result<Vec<PostcodeBlockRow>, StoreError> {
        let (set, outward) =
            after.map_or((i64::MIN, ""), |(set, outward)| (i64::from(set), outward));
        let bound = Bound::new().integer(set).text(outward).integer(limit);
        self.all(BLOCKS_AFTER, bound)
            .await?
            .iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                Ok(PostcodeBlockRow {
                    set: columns.number()?,
                    outward: columns.text()?,
                    bytes: columns.bytes()?,
                })
            })
            .collect()
    }

    /// Every area of that code, from the newest set to the oldest.
    pub async fn areas_of_code(&mut self, code: &str) -> Result<Vec<AreaRow>, StoreError> {
        self.all(BY_CODE, Bound::new().text(code))
            .await?
            .iter()
            .map(area)
            .collect()
    }
}
