//! TopoJSON: outlines as a list of shared arcs. The format is small and settled; the one crate for it indexes
//! arcs without asking whether they are there, so that a damaged file would end the program.

use std::collections::BTreeMap;
use std::io::Read;

use geo::{LineString, MultiPolygon, Polygon};
use geojson::JsonObject;
use serde::Deserialize;

use crate::WrongFile;
use crate::boundaries::Found;

/// Collections within collections go no deeper.
const DEEPEST: usize = 8;

#[derive(Deserialize)]
pub(crate) struct Topology {
    objects: BTreeMap<String, Object>,
    arcs: Vec<Vec<Vec<f64>>>,
    transform: Option<Transform>,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Object {
    Polygon {
        #[serde(default)]
        properties: Option<JsonObject>,
        arcs: Vec<Vec<i64>>,
    },
    MultiPolygon {
        #[serde(default)]
        properties: Option<JsonObject>,
        arcs: Vec<Vec<Vec<i64>>>,
    },
    GeometryCollection {
        #[serde(default)]
        geometries: Vec<Object>,
    },
    #[serde(other)]
    Other,
}

impl Topology {
    pub(crate) fn read(source: impl Read) -> Result<Self, WrongFile> {
        serde_json::from_reader(source).map_err(|error| {
            WrongFile::at(
                format!("line {}", error.line()),
                format!("this is not TopoJSON: {error}"),
            )
        })
    }

    /// The arcs with their corners in degrees.
    fn corners(&mut self) -> Result<Vec<Vec<(f64, f64)>>, WrongFile> {
        let transform = self.transform.take();
        std::mem::take(&mut self.arcs)
            .into_iter()
            .enumerate()
            .map(|(number, arc)| {
                let mut here = (0.0, 0.0);
                arc.into_iter()
                    .map(|corner| {
                        let [x, y, ..] = corner[..] else {
                            return Err(WrongFile::at(
                                format!("arc {number}"),
                                "a corner has less than two numbers",
                            ));
                        };
                        Ok(match &transform {
                            None => (x, y),
                            Some(Transform { scale, translate }) => {
                                here = (here.0 + x, here.1 + y);
                                (
                                    here.0 * scale[0] + translate[0],
                                    here.1 * scale[1] + translate[1],
                                )
                            }
                        })
                    })
                    .collect()
            })
            .collect()
    }

    /// The areas in it.
    pub(crate) fn into_features(mut self) -> impl Iterator<Item = Result<Found, WrongFile>> {
        let (arcs, wrong) = match self.corners() {
            Ok(arcs) => (arcs, None),
            Err(wrong) => (Vec::new(), Some(Err(wrong))),
        };
        let mut objects = Vec::new();
        if wrong.is_none() {
            for object in std::mem::take(&mut self.objects).into_values() {
                flatten(object, 0, &mut objects);
            }
        }
        let features = objects
            .into_iter()
            .enumerate()
            .map(move |(number, object)| feature(object, &arcs, number + 1));
        wrong.into_iter().chain(features)
    }
}

fn flatten(object: Object, depth: usize, into: &mut Vec<Object>) {
    match object {
        Object::GeometryCollection { geometries } if depth < DEEPEST => {
            for geometry in geometries {
                flatten(geometry, depth + 1, into);
            }
        }
        other => into.push(other),
    }
}

fn feature(object: Object, arcs: &[Vec<(f64, f64)>], number: usize) -> Result<Found, WrongFile> {
    let polygon = |rings: &Vec<Vec<i64>>| {
        let mut rings = rings
            .iter()
            .map(|ring| corners_of(ring, arcs))
            .collect::<Option<Vec<_>>>()?
            .into_iter();
        Some(Polygon::new(rings.next()?, rings.collect()))
    };
    let missing = || {
        WrongFile::at(
            format!("feature {number}"),
            "it names an arc that is not in the file",
        )
    };
    let (properties, polygons) = match object {
        Object::Polygon { properties, arcs } => (
            properties,
            Some(MultiPolygon(vec![polygon(&arcs).ok_or_else(missing)?])),
        ),
        Object::MultiPolygon { properties, arcs } => (
            properties,
            Some(MultiPolygon(
                arcs.iter()
                    .map(polygon)
                    .collect::<Option<Vec<_>>>()
                    .ok_or_else(missing)?,
            )),
        ),
        Object::GeometryCollection { .. } | Object::Other => (None, None),
    };
    Ok(Found {
        properties: properties.unwrap_or_default(),
        polygons,
    })
}

/// The ring that arcs make one after the other; a negative number is an arc backwards.
fn corners_of(ring: &[i64], arcs: &[Vec<(f64, f64)>]) -> Option<LineString<f64>> {
    let mut corners: Vec<(f64, f64)> = Vec::new();
    for number in ring {
        let (place, backwards) = if *number < 0 {
            (!*number, true)
        } else {
            (*number, false)
        };
        let arc = arcs.get(usize::try_from(place).ok()?)?;
        // Where two arcs meet, both have the corner.
        corners.pop();
        if backwards {
            corners.extend(arc.iter().rev());
        } else {
            corners.extend(arc);
        }
    }
    Some(LineString::from(corners))
}

#[cfg(test)]
mod tests {
    use crate::{Boundaries, Level, Point, Properties};

    /// Two triangles that share an edge.
    fn topology(arcs_of_second: &str) -> String {
        format!(
            r#"{{"type":"Topology","transform":{{"scale":[0.1,0.1],"translate":[-2.0,53.0]}},
            "objects":{{"wards":{{"type":"GeometryCollection","geometries":[
              {{"type":"Polygon","properties":{{"WD13CD":"E1","WD13NM":"First"}},"arcs":[[0,1]]}},
              {{"type":"Polygon","properties":{{"WD13CD":"E2","WD13NM":"Second"}},"arcs":[{arcs_of_second}]}}]}}}},
            "arcs":[[[0,0],[4,4]],[[4,4],[0,-4],[-4,0]],[[0,0],[0,4],[4,0]]]}}"#
        )
    }

    #[test]
    fn shared_arcs_become_two_outlines() {
        let text = topology("[-1,2]");
        let read: Vec<_> = Boundaries::open(text.as_bytes(), Properties::default())
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let within = |code: &str, longitude, latitude| {
            let boundary = read.iter().find(|boundary| boundary.code == code).unwrap();
            boundary.level == Level::Ward
                && boundary
                    .shape
                    .covers(Point::new(longitude, latitude).unwrap())
        };
        assert!(within("E1", -1.7, 53.1) && !within("E1", -1.9, 53.3));
        assert!(within("E2", -1.9, 53.3) && !within("E2", -1.7, 53.1));
    }

    #[test]
    fn an_arc_that_is_not_there_is_said() {
        for arcs in [
            "[7]",
            "[-9]",
            "[9223372036854775807]",
            "[-9223372036854775808]",
            "[]",
        ] {
            let text = topology(arcs);
            let read: Vec<_> = Boundaries::open(text.as_bytes(), Properties::default())
                .unwrap()
                .collect();
            assert!(read[0].is_ok() && read[1].is_err(), "{arcs}");
        }
    }
}
