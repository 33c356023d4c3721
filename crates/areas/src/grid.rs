//! Eastings and northings of the British National Grid, to longitude and latitude.
//!
//! The old grid (OSGB36) does not fit the satellites' (WGS84) by one simple rule. The seven numbers used here bring
//! it within about 5 metres everywhere in Great Britain, by the Ordnance Survey's own account; the exact table
//! (OSTN15) weighs 15 MB. A postcode's point is the middle of some 15 addresses, so that 5 metres decide nothing.

use proj4rs::proj::Proj;
use proj4rs::transform::transform;

use crate::shape::Point;

const NATIONAL_GRID: &str = "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy \
     +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs";
const WGS84: &str = "+proj=longlat +datum=WGS84 +no_defs";

/// The grid covers Great Britain; beyond it the rule means nothing.
const EASTINGS: std::ops::RangeInclusive<f64> = 0.0..=700_000.0;
const NORTHINGS: std::ops::RangeInclusive<f64> = 0.0..=1_300_000.0;

/// The rule from the grid to longitude and latitude.
pub struct Grid {
    from: Proj,
    to: Proj,
}

impl Grid {
    /// The British National Grid.
    ///
    /// # Panics
    /// Never: both definitions are constants, and tested.
    #[must_use]
    pub fn national() -> Self {
        let read = |text| Proj::from_proj_string(text).expect("a constant that is tested");
        Self {
            from: read(NATIONAL_GRID),
            to: read(WGS84),
        }
    }

    /// The point at that easting and northing, in metres; none outside the grid.
    #[must_use]
    pub fn point(&self, easting: f64, northing: f64) -> Option<Point> {
        let at_origin = easting <= 0.0 || northing <= 0.0;
        if at_origin || !EASTINGS.contains(&easting) || !NORTHINGS.contains(&northing) {
            return None;
        }
        let mut point = (easting, northing, 0.0);
        transform(&self.from, &self.to, &mut point).ok()?;
        Point::new(point.0.to_degrees(), point.1.to_degrees())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Metres between two points that are close together.
    fn metres(a: Point, longitude: f64, latitude: f64) -> f64 {
        let north = (a.latitude() - latitude) * 111_200.0;
        let east = (a.longitude() - longitude) * 111_200.0 * latitude.to_radians().cos();
        north.hypot(east)
    }

    #[test]
    fn known_points_come_out_within_five_metres() {
        let grid = Grid::national();
        // From the Ordnance Survey's own tests of its exact table (OSTN15): grid, longitude, latitude.
        for (easting, northing, longitude, latitude) in [
            (91_492.146, 11_318.804, -6.299_777_52, 49.922_263_94),
            (170_370.718, 11_572.405, -5.203_046_10, 49.960_061_38),
            (250_359.811, 62_016.569, -4.108_645_64, 50.438_858_26),
            (438_710.920, 114_792.250, -1.450_514_34, 50.931_279_38),
            (639_821.835, 169_565.858, 1.444_547_30, 51.374_470_26),
            (530_624.974, 178_388.464, -0.119_925_57, 51.489_365_65),
            (389_544.190, 261_912.153, -2.154_586_14, 52.255_293_82),
        ] {
            let point = grid.point(easting, northing).unwrap();
            let off = metres(point, longitude, latitude);
            assert!(off < 5.5, "{easting} {northing}: {off} m off");
        }
    }

    #[test]
    fn nothing_outside_the_grid_is_a_point() {
        let grid = Grid::national();
        for (easting, northing) in [
            (0.0, 0.0),
            (-1.0, 200_000.0),
            (700_001.0, 1.0),
            (400_000.0, 1_300_001.0),
            (f64::NAN, 1.0),
            (1.0, f64::INFINITY),
        ] {
            assert!(
                grid.point(easting, northing).is_none(),
                "{easting} {northing}"
            );
        }
    }
}
