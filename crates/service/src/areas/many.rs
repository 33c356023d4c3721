//! Looking up many places at once, as an import does: all of them in one state of the database.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use areas::{Level, Point, Postcode, folded};
use jiff::civil::Date;
use store::Reading;

use super::AreaSet;
use super::found::{Found, FoundArea};
use super::reader::AreaReader;
use crate::error::ServiceError;
use crate::house::House;

/// So many areas of one name are looked at; more are ambiguous anyway.
const MOST_NAMED: u32 = 500;

/// A place as a file tells of it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    Postcode(Postcode),
    /// Longitude and latitude, in millionths of a degree.
    Point(i32, i32),
    Name(NamedPlace),
}

/// A name of an area, with what tells it from others of that name.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct NamedPlace {
    /// In the form that names are looked for.
    pub(crate) key: String,
    /// What kind of area is called so; any that is at least a ward if not given.
    pub(crate) kind: Option<Level>,
    /// The code or the name of an area around it.
    pub(crate) within: Option<String>,
}

/// A place, and the day for which its areas are asked.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Asked {
    pub(crate) place: Place,
    pub(crate) day: Date,
}

/// What is known of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The areas; of a name, those of each place that is called so.
    Found(Vec<Found>),
    /// Nothing, and what may be the reason.
    Nothing(Nothing),
}

/// Why nothing is known of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nothing {
    /// No table has postcodes that begin so.
    NoSuchBeginning,
    /// The tables have its neighbours, but not this postcode.
    NotListed,
    /// A table has it, without an area and without a place.
    Placeless,
    /// No outline is around the point.
    NoOutline,
    /// No outline is around the point, but one is if latitude and longitude change places.
    Swapped,
    /// The point is 0, 0.
    Zero,
    /// Nothing is called so.
    NoSuchName,
    /// Something is called so, but not within that area.
    NotWithin,
}

/// Looks up many places, batch after batch.
pub(crate) struct ManyPlaces {
    sets: Arc<Vec<Arc<AreaSet>>>,
    /// Away while a batch is looked up.
    areas: Option<AreaReader>,
}

impl ManyPlaces {
    pub(crate) fn new(sets: Vec<AreaSet>) -> Self {
        Self {
            sets: Arc::new(sets.into_iter().map(Arc::new).collect()),
            areas: None,
        }
    }

    /// Whether there is a set of one of these kinds.
    pub(crate) fn has(&self, kinds: &[&str]) -> bool {
        self.sets
            .iter()
            .any(|set| kinds.contains(&set.kind.as_str()))
    }

    /// Looks up places in one state of the database.
    pub(crate) async fn look_up(
        &mut self,
        house: &House,
        mut asked: Vec<Asked>,
    ) -> Result<HashMap<Asked, Answer>, ServiceError> {
        if asked.is_empty() {
            return Ok(HashMap::new());
        }
        // What lies together is looked up together, out of the same pieces.
        asked.sort_by(|one, other| order(&one.place).cmp(&order(&other.place)));
        asked.dedup();
        let areas = self.areas.take();
        let mut areas = areas.unwrap_or_else(|| AreaReader::for_many(Arc::clone(&self.sets)));
        let (areas, answers) = house
            .store
            .read("areas of many places", move |reading| {
                Box::pin(async move {
                    let mut answers = HashMap::with_capacity(asked.len());
                    for asked in asked {
                        let answer = areas.answer(reading, &asked).await?;
                        answers.insert(asked, answer);
                    }
                    Ok::<_, ServiceError>((areas, answers))
                })
            })
            .await?;
        self.areas = Some(areas);
        Ok(answers)
    }
}

fn order(place: &Place) -> (u8, i32, i32, &str, &str) {
    match place {
        Place::Postcode(postcode) => (0, 0, 0, postcode.outward(), postcode.inward()),
        Place::Point(longitude, latitude) => (1, *latitude, *longitude, "", ""),
        Place::Name(name) => (
            2,
            0,
            0,
            &name.key,
            name.within.as_deref().unwrap_or_default(),
        ),
    }
}

impl AreaReader {
    async fn answer(
        &mut self,
        reading: &mut Reading,
        asked: &Asked,
    ) -> Result<Answer, ServiceError> {
        match &asked.place {
            Place::Postcode(postcode) => {
                let of = self.postcode(reading, postcode, asked.day).await?;
                Ok(if !of.areas.is_empty() {
                    Answer::Found(vec![Found::new(of.areas, asked.day)])
                } else if of.is_listed {
                    Answer::Nothing(Nothing::Placeless)
                } else if of.begins_so {
                    Answer::Nothing(Nothing::NotListed)
                } else {
                    Answer::Nothing(Nothing::NoSuchBeginning)
                })
            }
            Place::Point(longitude, latitude) => {
                self.at_point(reading, (*longitude, *latitude), asked.day)
                    .await
            }
            Place::Name(name) => self.called(reading, name, asked.day).await,
        }
    }

    async fn at_point(
        &mut self,
        reading: &mut Reading,
        (longitude, latitude): (i32, i32),
        day: Date,
    ) -> Result<Answer, ServiceError> {
        let all = match Point::from_steps(longitude, latitude) {
            Some(point) => self.around(reading, point, None).await?,
            None => Vec::new(),
        };
        if !all.is_empty() {
            return Ok(Answer::Found(vec![Found::new(all, day)]));
        }
        if (longitude, latitude) == (0, 0) {
            return Ok(Answer::Nothing(Nothing::Zero));
        }
        let is_there_swapped = match Point::from_steps(latitude, longitude) {
            Some(swapped) => !self.around(reading, swapped, None).await?.is_empty(),
            None => false,
        };
        Ok(Answer::Nothing(if is_there_swapped {
            Nothing::Swapped
        } else {
            Nothing::NoOutline
        }))
    }

    /// The places that are called so. What earlier and later sets call so is one place if it is a district or larger,
    /// or lies in one district; codes change, and the one of the day is preferred.
    async fn called(
        &mut self,
        reading: &mut Reading,
        name: &NamedPlace,
        day: Date,
    ) -> Result<Answer, ServiceError> {
        let mut places: BTreeMap<(Level, String), Vec<FoundArea>> = BTreeMap::new();
        let mut seen: Vec<(String, String)> = Vec::new();
        for row in reading.areas_bearing(&name.key, MOST_NAMED).await? {
            let Some(level) = Level::parse(&row.level) else {
                continue;
            };
            let is_of_kind = name.kind.map_or(level >= Level::Ward, |kind| level == kind);
            let seen_before = seen.contains(&(row.level.clone(), row.code.clone()));
            if !is_of_kind || seen_before {
                continue;
            }
            let mut all = self.named(reading, &row.code).await?;
            // A code belongs to one level, but nothing keeps two files from using it at two.
            all.retain(|area| area.level >= level);
            if all.is_empty() {
                continue;
            }
            let district = all.iter().find(|area| area.level == Level::District);
            let around = match district {
                _ if level >= Level::District => String::new(),
                Some(district) => folded(&district.name),
                None => row.code.clone(),
            };
            seen.push((row.level, row.code));
            places.entry((level, around)).or_default().extend(all);
        }
        if places.is_empty() {
            return Ok(Answer::Nothing(Nothing::NoSuchName));
        }
        let is_within = |all: &[FoundArea]| {
            name.within.as_ref().is_none_or(|within| {
                let key = folded(within);
                all.iter()
                    .any(|area| area.code == *within || folded(&area.name) == key)
            })
        };
        let found: Vec<Found> = places
            .into_values()
            .filter(|all| is_within(all))
            .map(|all| Found::new(all, day))
            .collect();
        Ok(if found.is_empty() {
            Answer::Nothing(Nothing::NotWithin)
        } else {
            Answer::Found(found)
        })
    }
}
