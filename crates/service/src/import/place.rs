//! Where something happened, as a file writes it: read from its cells, asked of the sets of areas batch by batch, and
//! turned into the code of an area. What was written is not kept.

use std::collections::{BTreeSet, HashMap};

use areas::{Grid, Level, Point, Postcode, folded};
use csv::StringRecord;
use domain::codebook::Facet;
use jiff::civil::Date;

use super::ImportError;
use super::mapping::{Axis, ColumnName, FacetColumn, Mapping, PlaceKind};
use super::row::{Reject, Why, cell, short};
use crate::areas::{Answer, Asked, Found, FoundArea, ManyPlaces, NamedPlace, Nothing, Place};

/// So many areas of one name are told in a reason.
const MOST_TOLD: usize = 5;

/// What is known of the places of a batch of rows.
pub(super) type Answers = HashMap<Asked, Answer>;

/// Where the columns of a place are in one file.
pub(super) struct PlaceColumns {
    kind: PlaceKind,
    cells: Cells,
    within: Option<usize>,
    grid: Option<Grid>,
}

enum Cells {
    One(usize),
    /// Latitude and longitude, or easting and northing.
    Two(usize, usize),
}

/// What a row says of a place.
pub(super) enum Told {
    /// Nothing.
    Nothing,
    /// A value that the mapping lists, with its code; none if it says nothing.
    Listed(Option<String>),
    /// A place to look up.
    Place(Place),
}

/// An area found for a place, and its code in the codebook.
pub(super) struct Coded<'a> {
    pub(super) area: &'a FoundArea,
    pub(super) code: String,
}

impl PlaceColumns {
    pub(super) fn find(
        column: &FacetColumn,
        place: &mut impl FnMut(&ColumnName) -> usize,
    ) -> Option<Self> {
        let kind = column.place?;
        let mut two = |one: &Option<ColumnName>, other: &Option<ColumnName>| {
            Some(Cells::Two(place(one.as_ref()?), place(other.as_ref()?)))
        };
        let cells = two(&column.latitude, &column.longitude)
            .or_else(|| two(&column.easting, &column.northing));
        let is_grid = column.easting.is_some();
        let cells = cells.or_else(|| column.column.as_ref().map(|one| Cells::One(place(one))))?;
        Some(Self {
            kind,
            cells,
            within: column.within_column.as_ref().map(place),
            grid: is_grid.then(Grid::national),
        })
    }

    /// The columns, as a person knows them.
    fn names(&self, name: &impl Fn(usize) -> String) -> String {
        match self.cells {
            Cells::One(place) => name(place),
            Cells::Two(one, other) => format!("{}, {}", name(one), name(other)),
        }
    }

    /// What stands in them.
    fn written(&self, record: &StringRecord) -> String {
        match self.cells {
            Cells::One(place) => cell(record, place).to_owned(),
            Cells::Two(one, other) => match (cell(record, one), cell(record, other)) {
                ("", "") => String::new(),
                (one, other) => format!("{one}, {other}"),
            },
        }
    }

    /// What a row says of the place, or why that can't be read.
    pub(super) fn told(&self, record: &StringRecord, column: &FacetColumn) -> Result<Told, String> {
        let written = self.written(record);
        let looked_up = if column.ignore_case {
            written.to_lowercase()
        } else {
            written.clone()
        };
        let is_ignored = |cell: &str| column.ignore.contains(cell);
        let says_nothing = match self.cells {
            Cells::One(_) => false,
            Cells::Two(one, other) => {
                is_ignored(cell(record, one)) || is_ignored(cell(record, other))
            }
        };
        if written.is_empty() || is_ignored(&looked_up) || says_nothing {
            return Ok(Told::Nothing);
        }
        if let Some(code) = column.values.get(&looked_up) {
            return Ok(Told::Listed((!code.is_empty()).then(|| code.clone())));
        }
        let place = match self.kind {
            PlaceKind::Postcode => Postcode::parse(&written)
                .map(Place::Postcode)
                .ok_or_else(|| "this is not a whole postcode, such as S60 1AA".to_owned())?,
            PlaceKind::Point => self.point(record, column)?,
            PlaceKind::Name => {
                let key = folded(&written);
                if key.is_empty() {
                    return Err("this is not the name of an area".to_owned());
                }
                let within = match self.within {
                    Some(place) => Some(cell(record, place)).filter(|cell| !cell.is_empty()),
                    None => column.within.as_deref(),
                };
                Place::Name(NamedPlace {
                    key,
                    kind: column.kind,
                    within: within.map(str::to_owned),
                })
            }
        };
        Ok(Told::Place(place))
    }

    fn point(&self, record: &StringRecord, column: &FacetColumn) -> Result<Place, String> {
        let (one, other) = match self.cells {
            Cells::One(place) => {
                let written = cell(record, place);
                let (one, other, is_reversed) = numbers(written).ok_or_else(|| {
                    "this is not a latitude and a longitude in degrees, such as 53.43, -1.36"
                        .to_owned()
                })?;
                if is_reversed || column.first == Some(Axis::Longitude) {
                    (other, one)
                } else {
                    (one, other)
                }
            }
            Cells::Two(one, other) => number(cell(record, one))
                .zip(number(cell(record, other)))
                .ok_or_else(|| "one of the two is not a number".to_owned())?,
        };
        let point = match &self.grid {
            Some(grid) => grid
                .point(one, other)
                .ok_or_else(|| "these metres are outside the British National Grid".to_owned())?,
            None => Point::new(other, one).ok_or_else(|| {
                let is_swapped = Point::new(one, other).is_some();
                let hint = if is_swapped { SWAPPED } else { "" };
                format!("there is no such latitude and longitude{hint}")
            })?,
        };
        let (longitude, latitude) = point.steps();
        Ok(Place::Point(longitude, latitude))
    }

    /// The code of a facet for a place, or why there is none.
    pub(super) fn coded<'a>(
        answer: &'a Answer,
        column: &FacetColumn,
        facet: &Facet,
        day: Date,
    ) -> Result<Coded<'a>, String> {
        let found = match answer {
            Answer::Found(found) => found,
            Answer::Nothing(nothing) => return Err(reason(*nothing).to_owned()),
        };
        let finest = column.level.unwrap_or(Level::Ward);
        let code_of = |found: &'a Found| found.area_for(facet, day, finest, true);
        let different: BTreeSet<Option<String>> = found
            .iter()
            .map(|found| code_of(found).map(|(_, code)| code))
            .collect();
        if different.len() > 1 {
            return Err(ambiguous(found));
        }
        let Some(first) = found.first() else {
            return Err(reason(Nothing::NoSuchName).to_owned());
        };
        if let Some((area, code)) = code_of(first) {
            return Ok(Coded { area, code });
        }
        let known = first.areas.iter().find(|area| area.level >= finest);
        Err(match known.or(first.areas.first()) {
            Some(area) => format!(
                "it lies in {}, and the codebook has no code for that",
                told(area)
            ),
            None => "no area is known around it".to_owned(),
        })
    }

    /// The rejection of a row for its place.
    pub(super) fn reject(
        &self,
        record: &StringRecord,
        name: &impl Fn(usize) -> String,
        reason: String,
    ) -> Reject {
        let mut reject = Reject::new(
            &self.names(name),
            &self.written(record),
            Why::NoArea,
            reason,
        );
        reject.shown = self.shown(record);
        reject
    }

    /// What stands there, as far as a screen may show it: a postcode or a point can be the home of one person.
    fn shown(&self, record: &StringRecord) -> String {
        let written = self.written(record);
        match self.kind {
            PlaceKind::Name => short(&written),
            PlaceKind::Postcode => match Postcode::parse(&written) {
                Some(postcode) => format!("{} …", postcode.outward()),
                None => "…".to_owned(),
            },
            PlaceKind::Point => {
                let both = match self.cells {
                    Cells::One(place) => {
                        numbers(cell(record, place)).map(|(one, other, _)| (one, other))
                    }
                    Cells::Two(one, other) => {
                        number(cell(record, one)).zip(number(cell(record, other)))
                    }
                };
                match both {
                    Some((one, other)) if self.grid.is_none() => {
                        format!("{one:.0}…, {other:.0}…")
                    }
                    _ => "…".to_owned(),
                }
            }
        }
    }
}

/// Whether there are sets of areas to look the mapping's places up in.
pub(super) fn can_be_looked_up(mapping: &Mapping, areas: &ManyPlaces) -> Result<(), ImportError> {
    for column in &mapping.facets {
        let (kinds, wanted): (&[&str], _) = match column.place {
            None => continue,
            Some(PlaceKind::Postcode) => (&["postcodes"], "a table of postcodes"),
            Some(PlaceKind::Point) => (&["boundaries"], "boundaries"),
            Some(PlaceKind::Name) => (&["boundaries", "names"], "boundaries or a list of names"),
        };
        if !areas.has(kinds) {
            return Err(ImportError::Refused(format!(
                "its mapping codes the facet \"{}\" by place, and there are no areas for that yet: take in {wanted} \
                 with `heard areas import`",
                column.facet
            )));
        }
    }
    Ok(())
}

const SWAPPED: &str = "; latitude and longitude seem to have changed places";

const fn reason(nothing: Nothing) -> &'static str {
    match nothing {
        Nothing::NoSuchBeginning => {
            "no table has postcodes that begin so: a table for that part of the country is missing, or it is mistyped"
        }
        Nothing::NotListed => {
            "no table has this postcode: it is mistyped, or older or newer than the tables"
        }
        Nothing::Placeless => "the table says neither where this postcode is nor in which area",
        Nothing::NoOutline => {
            "no area is known around this point: it lies in the sea, or outlines for that part of the world are missing"
        }
        Nothing::Swapped => {
            "no area is known around this point; latitude and longitude seem to have changed places"
        }
        Nothing::Zero => {
            "0, 0 lies in the sea and mostly stands for a place that isn't known: say so with ignore"
        }
        Nothing::NoSuchName => "no area is called so",
        Nothing::NotWithin => "an area is called so, but none within the one that is named",
    }
}

fn told(area: &FoundArea) -> String {
    if area.name == area.code {
        format!("the {} {}", area.level.word(), area.code)
    } else {
        format!("the {} {} ({})", area.level.word(), area.name, area.code)
    }
}

fn ambiguous(found: &[Found]) -> String {
    let mut names: Vec<String> = found
        .iter()
        .take(MOST_TOLD)
        .filter_map(|found| {
            let area = found.areas.first()?;
            let around = found
                .at(Level::District)
                .filter(|district| district.level > area.level);
            Some(match around {
                Some(district) => format!("{} in {}", told(area), district.name),
                None => told(area),
            })
        })
        .collect();
    if found.len() > MOST_TOLD {
        names.push(format!("{} more", found.len() - MOST_TOLD));
    }
    format!(
        "several areas are called so: {}; say which with within, within_column or kind",
        names.join(", ")
    )
}

/// A number with a point, or with a comma where there is no point.
fn number(written: &str) -> Option<f64> {
    let trimmed = written.trim().trim_end_matches('°');
    let number: f64 = trimmed
        .parse()
        .or_else(|_| trimmed.replacen(',', ".", 1).parse())
        .ok()?;
    number.is_finite().then_some(number)
}

/// The two numbers of a cell, and whether it is of a form that has the longitude first: `POINT (-1.36 53.43)`.
fn numbers(written: &str) -> Option<(f64, f64, bool)> {
    let written = written.trim();
    let is_reversed = written
        .get(..5)
        .is_some_and(|start| start.eq_ignore_ascii_case("point"));
    let inner = if is_reversed { &written[5..] } else { written };
    let inner = inner
        .trim()
        .trim_start_matches(['(', '['])
        .trim_end_matches([')', ']']);
    let parts: Vec<&str> = if inner.contains(';') {
        inner.split(';').collect()
    } else if inner.matches(',').count() == 1 && !is_reversed {
        inner.split(',').collect()
    } else {
        inner
            .split([' ', '\t'])
            .map(|part| part.trim_end_matches(','))
            .filter(|part| !part.is_empty())
            .collect()
    };
    match parts[..] {
        [one, other] => Some((number(one)?, number(other)?, is_reversed)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_as_people_write_them() {
        let plain = Some((53.43, -1.36, false));
        for written in [
            "53.43, -1.36",
            "53.43,-1.36",
            "(53.43, -1.36)",
            "[53.43 -1.36]",
            "53.43 -1.36",
            "53,43; -1,36",
            "53,43 -1,36",
            "53,43, -1,36",
            "53.43°, -1.36°",
        ] {
            assert_eq!(numbers(written), plain, "{written}");
        }
        assert_eq!(numbers("POINT (-1.36 53.43)"), Some((-1.36, 53.43, true)));
        assert_eq!(numbers("point(-1.36 53.43)"), Some((-1.36, 53.43, true)));
        for wrong in [
            "",
            "53.43",
            "a, b",
            "1, 2, 3",
            "NaN, 1",
            "inf, 1",
            "POINT EMPTY",
            "ö",
        ] {
            assert_eq!(numbers(wrong), None, "{wrong}");
        }
    }
}
