//! Boundaries from GeoJSON (one feature at a time) or TopoJSON.

use std::io::{BufRead, Read};

use geo::MultiPolygon;
use geojson::{FeatureReader, GeometryValue, JsonObject};

use crate::WrongFile;
use crate::level::Level;
use crate::shape::Shape;
use crate::topology::Topology;

/// The longest code and name that are taken.
const LONGEST_CODE: usize = 40;
const LONGEST_NAME: usize = 200;

/// One area with its outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    /// What kind of area.
    pub level: Level,
    /// Its official code.
    pub code: String,
    /// Its name; the code if it has none.
    pub name: String,
    /// The code of the district it lies in, if the file says so.
    pub within: Option<String>,
    /// Its outline.
    pub shape: Shape,
}

/// Which properties of a feature say what; found by their usual names where not given.
#[derive(Debug, Clone, Default)]
pub struct Properties {
    /// What kind of areas the file holds.
    pub level: Option<Level>,
    /// The property with the code.
    pub code: Option<String>,
    /// The property with the name.
    pub name: Option<String>,
}

/// The areas of a file, one after the other.
pub struct Boundaries<'r> {
    features: Box<dyn Iterator<Item = Result<Found, WrongFile>> + 'r>,
    properties: Properties,
    read: u64,
    is_over: bool,
}

/// A feature as either format gives it.
pub(crate) struct Found {
    pub(crate) properties: JsonObject,
    pub(crate) polygons: Option<MultiPolygon<f64>>,
}

impl<'r> Boundaries<'r> {
    /// Opens a file, of whichever format.
    pub fn open(mut source: impl BufRead + 'r, properties: Properties) -> Result<Self, WrongFile> {
        let start = source
            .fill_buf()
            .map_err(|error| WrongFile::at("start", error.to_string()))?;
        let start = String::from_utf8_lossy(start);
        let is_topology = start.contains("\"Topology\"");
        if !start
            .trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with('{')
        {
            return Err(WrongFile::at(
                "start",
                "this is neither GeoJSON nor TopoJSON: it does not begin with {",
            ));
        }
        let features: Box<dyn Iterator<Item = Result<Found, WrongFile>> + 'r> = if is_topology {
            Box::new(Topology::read(source)?.into_features())
        } else {
            Box::new(features(source))
        };
        Ok(Self {
            features,
            properties,
            read: 0,
            is_over: false,
        })
    }
}

fn features<'r>(source: impl Read + 'r) -> impl Iterator<Item = Result<Found, WrongFile>> + 'r {
    let mut number = 0;
    FeatureReader::from_reader(source)
        .features()
        .map(move |feature| {
            number += 1;
            let place = || format!("feature {number}");
            let feature = feature.map_err(|error| WrongFile::at(place(), error.to_string()))?;
            let polygons = match feature.geometry.as_ref().map(|geometry| &geometry.value) {
                Some(
                    value @ (GeometryValue::Polygon { .. } | GeometryValue::MultiPolygon { .. }),
                ) => {
                    // The library takes it for granted, and would end the program.
                    if !has_pairs(value) {
                        let reason = "a corner has less than two numbers";
                        return Err(WrongFile::at(place(), reason));
                    }
                    let geometry = geo::Geometry::<f64>::try_from(value)
                        .map_err(|error| WrongFile::at(place(), error.to_string()))?;
                    match geometry {
                        geo::Geometry::Polygon(polygon) => Some(MultiPolygon(vec![polygon])),
                        geo::Geometry::MultiPolygon(polygons) => Some(polygons),
                        _ => None,
                    }
                }
                _ => None,
            };
            Ok(Found {
                properties: feature.properties.unwrap_or_default(),
                polygons,
            })
        })
}

/// Whether every corner of an outline has a longitude and a latitude.
fn has_pairs(value: &GeometryValue) -> bool {
    let in_rings = |rings: &[Vec<geojson::Position>]| {
        let mut corners = rings.iter().flatten();
        corners.all(|corner| corner.len() >= 2)
    };
    match value {
        GeometryValue::Polygon { coordinates } => in_rings(coordinates),
        GeometryValue::MultiPolygon { coordinates } => {
            coordinates.iter().all(|rings| in_rings(rings))
        }
        _ => true,
    }
}

impl Iterator for Boundaries<'_> {
    type Item = Result<Boundary, WrongFile>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let found = self.features.next()?;
        self.read += 1;
        let place = format!("feature {}", self.read);
        let read = found.and_then(|found| boundary(found, &self.properties, &place));
        // After something that isn't JSON the reader would stumble over the same place for ever.
        self.is_over = read.is_err();
        Some(read)
    }
}

fn boundary(found: Found, given: &Properties, place: &str) -> Result<Boundary, WrongFile> {
    let wrong = |reason: &str| WrongFile::at(place, reason);
    let known = usual_codes(&found.properties);
    let own = known
        .iter()
        .find(|(level, _)| given.level.is_none_or(|given| given == *level));
    let level = given.level.or(own.map(|(level, _)| *level)).ok_or_else(|| {
        wrong("no property like WD13CD, LAD20CD or PFA20CD says what kind of area it is: name the level")
    })?;
    let text = |property: &str| match found.properties.get(property) {
        Some(serde_json::Value::String(text)) => Some(text.trim().to_owned()),
        Some(serde_json::Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let code_property = given.code.as_ref().or(own.map(|(_, property)| property));
    let code = code_property
        .and_then(|property| text(property))
        .ok_or_else(|| wrong("it has no code: name the property that holds it"))?;
    if !is_code(&code) {
        return Err(wrong(
            "its code is empty, too long, or has other signs than letters, digits and -_.:/",
        ));
    }
    let name = match (&given.name, code_property) {
        (Some(property), _) => text(property),
        (None, Some(property)) => name_property(property).and_then(|property| {
            found
                .properties
                .keys()
                .find(|key| key.eq_ignore_ascii_case(&property))
                .and_then(|key| text(key))
        }),
        (None, None) => None,
    };
    let within = (level < Level::District)
        .then(|| known.iter().find(|(level, _)| *level == Level::District))
        .flatten()
        .and_then(|(_, property)| text(property))
        .filter(|code| is_code(code));
    let polygons = found
        .polygons
        .ok_or_else(|| wrong("it has no outline: a polygon, or several, is needed"))?;
    let shape = Shape::new(polygons).ok_or_else(|| {
        wrong(
            "its outline is empty or not in longitude and latitude (WGS84): convert the file, for example with \
             ogr2ogr -t_srs EPSG:4326",
        )
    })?;
    Ok(Boundary {
        level,
        name: usable_name(name.as_deref().unwrap_or_default(), &code),
        code,
        within,
        shape,
    })
}

/// Whether a code may be kept: short, and made of nothing but signs of codes.
pub(crate) fn is_code(code: &str) -> bool {
    !code.is_empty()
        && code.len() <= LONGEST_CODE
        && code
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.:/".contains(&byte))
}

/// A name without control signs and not endless; the code if it has none.
pub(crate) fn usable_name(name: &str, code: &str) -> String {
    let name: String = name
        .chars()
        .filter(|character| !character.is_control())
        .take(LONGEST_NAME)
        .collect();
    match name.trim() {
        "" => code.to_owned(),
        name => name.to_owned(),
    }
}

/// The properties named as statistical offices do (`WD13CD`), the finest level first.
fn usual_codes(properties: &JsonObject) -> Vec<(Level, String)> {
    let mut known: Vec<(Level, String)> = properties
        .keys()
        .filter_map(|key| {
            let upper = key.to_ascii_uppercase();
            let letters = upper
                .strip_suffix("CD")?
                .trim_end_matches(|character: char| character.is_ascii_digit());
            Some((Level::of_abbreviation(letters)?, key.clone()))
        })
        .collect();
    known.sort();
    known
}

/// The property with the name that belongs to one with a code: `WD13NM` for `WD13CD`.
fn name_property(code: &str) -> Option<String> {
    let stem = code.get(..code.len().checked_sub(2)?)?;
    code.to_ascii_uppercase()
        .ends_with("CD")
        .then(|| format!("{stem}NM"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Result<Boundary, WrongFile>> {
        match Boundaries::open(text.as_bytes(), Properties::default()) {
            Ok(boundaries) => boundaries.collect(),
            Err(wrong) => vec![Err(wrong)],
        }
    }

    fn feature(properties: &str, coordinates: &str) -> String {
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{properties},
            "geometry":{{"type":"Polygon","coordinates":{coordinates}}}}}]}}"#
        )
    }

    const TRIANGLE: &str = "[[[-1.4,53.4],[-1.3,53.4],[-1.3,53.5],[-1.4,53.4]]]";

    #[test]
    fn a_ward_is_read_with_its_district() {
        let text = feature(
            r#"{"WD13CD":"E05000976","WD13NM":"Central","LAD13CD":"E08000016","LAD13NM":"Barnsley"}"#,
            TRIANGLE,
        );
        let boundary = read(&text).remove(0).unwrap();
        assert_eq!(
            (
                boundary.level,
                boundary.code.as_str(),
                boundary.name.as_str(),
                boundary.within.as_deref()
            ),
            (Level::Ward, "E05000976", "Central", Some("E08000016"))
        );
    }

    #[test]
    fn small_letters_and_own_properties_are_understood() {
        let text = feature(r#"{"lad20cd":"E08000018","lad20nm":"Rotherham"}"#, TRIANGLE);
        assert_eq!(read(&text).remove(0).unwrap().level, Level::District);
        let text = feature(
            r#"{"HOOD_158":70,"AREA_NAME":"South\u0000 Riverdale"}"#,
            TRIANGLE,
        );
        let properties = Properties {
            level: Some(Level::Ward),
            code: Some("HOOD_158".to_owned()),
            name: Some("AREA_NAME".to_owned()),
        };
        let mut read = Boundaries::open(text.as_bytes(), properties).unwrap();
        let boundary = read.next().unwrap().unwrap();
        assert_eq!(
            (boundary.code.as_str(), boundary.name.as_str()),
            ("70", "South Riverdale")
        );
    }

    #[test]
    fn what_is_wrong_is_said_with_its_feature() {
        let cases = [
            (feature(r#"{"name":"x"}"#, TRIANGLE), "name the level"),
            (feature(r#"{"WD13NM":"x","WD13CD":null}"#, TRIANGLE), "it has no code"),
            (feature(r#"{"WD13CD":"a b"}"#, TRIANGLE), "other signs"),
            (feature(r#"{"WD13CD":"E1"}"#, "[[[435732,387312],[435800,387312],[435800,387400],[435732,387312]]]"), "longitude and latitude"),
            (feature(r#"{"WD13CD":"E1"}"#, "[]"), "outline"),
            (
                r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"WD13CD":"E1"},"geometry":null}]}"#.to_owned(),
                "no outline",
            ),
        ];
        for (text, said) in cases {
            let wrong = read(&text).remove(0).expect_err(said);
            assert!(
                wrong.reason.contains(said) && wrong.place == "feature 1",
                "{wrong}"
            );
        }
        for text in ["", "WD13CD,WD13NM", "[1]", "\u{0}\u{1}"] {
            assert!(read(text).remove(0).is_err(), "{text}");
        }
        let cut = feature(r#"{"WD13CD":"E1"}"#, TRIANGLE);
        assert!(read(&cut[..cut.len() - 30]).iter().any(Result::is_err));
    }
}
