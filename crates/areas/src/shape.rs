//! The outline of an area, and whether a point lies in it.

use geo::{
    Contains as _, CoordsIter as _, InteriorPoint as _, Intersects as _, LineString, MultiPolygon,
    Polygon,
};
use serde::{Deserialize, Serialize};

use crate::packed::{self, Unreadable};

/// Outlines are kept to a millionth of a degree, about a tenth of a metre.
const STEPS: f64 = 1_000_000.0;

/// A place on the ground.
#[derive(Clone, Copy, PartialEq)]
pub struct Point {
    longitude: f64,
    latitude: f64,
}

impl Point {
    /// A point by its longitude and latitude (WGS84) in degrees; none if there is no such place.
    #[must_use]
    pub fn new(longitude: f64, latitude: f64) -> Option<Self> {
        let is_there = (-180.0..=180.0).contains(&longitude) && (-90.0..=90.0).contains(&latitude);
        is_there.then_some(Self {
            longitude,
            latitude,
        })
    }

    /// Reads `latitude, longitude`, the order in which people write it.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        let (latitude, longitude) = written.split_once(',')?;
        Self::new(
            longitude.trim().parse().ok()?,
            latitude.trim().parse().ok()?,
        )
    }

    /// East of Greenwich, in degrees.
    #[must_use]
    pub const fn longitude(self) -> f64 {
        self.longitude
    }

    /// North of the equator, in degrees.
    #[must_use]
    pub const fn latitude(self) -> f64 {
        self.latitude
    }

    /// Longitude and latitude in millionths of a degree, as kept.
    #[must_use]
    pub fn steps(self) -> (i32, i32) {
        (steps(self.longitude), steps(self.latitude))
    }

    /// The point at those millionths of a degree.
    #[must_use]
    pub fn from_steps(longitude: i32, latitude: i32) -> Option<Self> {
        Self::new(f64::from(longitude) / STEPS, f64::from(latitude) / STEPS)
    }
}

impl std::fmt::Debug for Point {
    /// A point can be the home of one person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Point(…)")
    }
}

fn steps(degrees: f64) -> i32 {
    (degrees * STEPS).round() as i32
}

/// The smallest upright box around an outline, in millionths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Smallest longitude.
    pub west: i32,
    /// Smallest latitude.
    pub south: i32,
    /// Largest longitude.
    pub east: i32,
    /// Largest latitude.
    pub north: i32,
}

/// An outline: polygons with holes. Outlines that touch or cross themselves are taken as they are; a point is in
/// one if a line from it to far away crosses the outline an odd number of times.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape(MultiPolygon<f64>);

/// As kept: polygons, rings, and the steps from each corner to the next.
#[derive(Serialize, Deserialize)]
struct Kept(Vec<Vec<Vec<i32>>>);

impl Shape {
    /// An outline of these polygons; none if there is nothing in it, or a corner is no place on the ground.
    #[must_use]
    pub fn new(polygons: MultiPolygon<f64>) -> Option<Self> {
        let all_on_ground = polygons
            .coords_iter()
            .all(|corner| Point::new(corner.x, corner.y).is_some());
        let has_area = polygons
            .0
            .iter()
            .any(|polygon| polygon.exterior().0.len() >= 4);
        (all_on_ground && has_area).then_some(Self(polygons))
    }

    /// The box around it.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        let mut bounds = Bounds {
            west: i32::MAX,
            south: i32::MAX,
            east: i32::MIN,
            north: i32::MIN,
        };
        for corner in self.0.coords_iter() {
            let (x, y) = (steps(corner.x), steps(corner.y));
            bounds.west = bounds.west.min(x);
            bounds.east = bounds.east.max(x);
            bounds.south = bounds.south.min(y);
            bounds.north = bounds.north.max(y);
        }
        bounds
    }

    /// How many corners it has, which says how much memory it takes.
    #[must_use]
    pub fn corners(&self) -> usize {
        self.0.coords_count()
    }

    /// Whether a point lies in it or on its edge.
    #[must_use]
    pub fn covers(&self, point: Point) -> bool {
        let point = geo::Point::new(point.longitude, point.latitude);
        self.0.contains(&point) || self.0.intersects(&point)
    }

    /// A point inside it, as far from its edges as is easily found.
    #[must_use]
    pub fn point_inside(&self) -> Option<Point> {
        let point = self.0.interior_point()?;
        Point::new(point.x(), point.y())
    }

    /// The outline as kept.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        let ring = |ring: &LineString<f64>| {
            let mut last = (0, 0);
            let mut moves = Vec::with_capacity(ring.0.len() * 2);
            for corner in &ring.0 {
                let here = (steps(corner.x), steps(corner.y));
                // Differences of two places on the ground fit: at most 360 million.
                moves.extend([here.0 - last.0, here.1 - last.1]);
                last = here;
            }
            moves
        };
        let polygons = self.0.0.iter().map(|polygon| {
            std::iter::once(polygon.exterior())
                .chain(polygon.interiors())
                .map(ring)
                .collect()
        });
        packed::pack(&Kept(polygons.collect()))
    }

    /// Reads an outline as kept.
    pub fn unpack(bytes: &[u8]) -> Result<Self, Unreadable> {
        let Kept(polygons) = packed::unpack(bytes)?;
        let ring = |moves: Vec<i32>| {
            let (pairs, rest) = moves.as_chunks::<2>();
            if !rest.is_empty() {
                return Err(Unreadable);
            }
            let mut here = (0_i32, 0_i32);
            pairs
                .iter()
                .map(|[x, y]| {
                    here.0 = here.0.checked_add(*x).ok_or(Unreadable)?;
                    here.1 = here.1.checked_add(*y).ok_or(Unreadable)?;
                    Ok((f64::from(here.0) / STEPS, f64::from(here.1) / STEPS))
                })
                .collect::<Result<Vec<(f64, f64)>, _>>()
                .map(LineString::from)
        };
        let polygons = polygons
            .into_iter()
            .map(|rings| {
                let mut rings = rings
                    .into_iter()
                    .map(ring)
                    .collect::<Result<Vec<_>, _>>()?
                    .into_iter();
                let exterior = rings.next().ok_or(Unreadable)?;
                Ok(Polygon::new(exterior, rings.collect()))
            })
            .collect::<Result<Vec<_>, _>>()?;
        Self::new(MultiPolygon(polygons)).ok_or(Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(rings: &[&[(f64, f64)]]) -> Shape {
        let mut rings = rings.iter().map(|ring| LineString::from(ring.to_vec()));
        let exterior = rings.next().unwrap();
        Shape::new(MultiPolygon(vec![Polygon::new(exterior, rings.collect())])).unwrap()
    }

    fn point(longitude: f64, latitude: f64) -> Point {
        Point::new(longitude, latitude).unwrap()
    }

    const SQUARE: &[(f64, f64)] = &[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)];

    #[test]
    fn inside_outside_edge_and_hole() {
        let hole: &[(f64, f64)] = &[(1.0, 1.0), (1.0, 2.0), (2.0, 2.0), (2.0, 1.0), (1.0, 1.0)];
        let ring = shape(&[SQUARE, hole]);
        assert!(ring.covers(point(3.0, 3.0)));
        assert!(ring.covers(point(4.0, 2.0)), "the edge belongs to it");
        assert!(!ring.covers(point(1.5, 1.5)), "a hole does not");
        assert!(!ring.covers(point(5.0, 2.0)));
    }

    #[test]
    fn an_outline_that_crosses_itself_is_coped_with() {
        let bow: &[(f64, f64)] = &[(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)];
        let bow = shape(&[bow]);
        assert!(bow.covers(point(0.2, 1.0)) && bow.covers(point(1.8, 1.0)));
        assert!(!bow.covers(point(1.0, 0.2)));
        // It touches itself in one point, as real outlines do.
        let touching: &[(f64, f64)] = &[
            (0.0, 0.0),
            (4.0, 0.0),
            (4.0, 4.0),
            (2.0, 0.0),
            (0.0, 4.0),
            (0.0, 0.0),
        ];
        let touching = shape(&[touching]);
        assert!(touching.covers(point(0.2, 1.0)) && touching.covers(point(3.9, 1.0)));
        assert!(!touching.covers(point(2.0, 3.0)));
    }

    #[test]
    fn what_is_packed_is_read_back() {
        let square = shape(&[&[
            (-1.464_176, 53.539_431),
            (-1.3, 53.5),
            (-1.35, 53.6),
            (-1.464_176, 53.539_431),
        ]]);
        let again = Shape::unpack(&square.pack()).unwrap();
        assert_eq!(again.bounds(), square.bounds());
        assert_eq!(again, square);
        assert!(square.covers(square.point_inside().unwrap()));
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let packed = shape(&[SQUARE]).pack();
        assert!(Shape::unpack(&packed[..packed.len() - 3]).is_err());
        assert!(Shape::unpack(b"").is_err());
        assert!(Shape::unpack(&packed::pack(&vec![vec![vec![1, 2, 3]]])).is_err());
        assert!(Shape::unpack(&packed::pack(&vec![vec![vec![i32::MAX, 0, 1, 0]]])).is_err());
    }

    #[test]
    fn a_point_is_read_as_people_write_it() {
        let read = Point::parse("53.4326, -1.3635").unwrap();
        assert_eq!(read.steps(), (-1_363_500, 53_432_600));
        for wrong in ["", "53.4", "53.4;-1.3", "91,0", "0,181", "NaN,1", "a,b"] {
            assert!(Point::parse(wrong).is_none(), "{wrong}");
        }
    }
}
