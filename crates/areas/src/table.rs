//! Tables of postcodes: Code-Point Open (without a header) and ONSPD (with one).

use std::collections::BTreeMap;
use std::io::{BufRead, Read};

use serde::{Deserialize, Serialize};

use crate::WrongFile;
use crate::boundaries::is_code;
use crate::grid::Grid;
use crate::level::Level;
use crate::packed::{self, Unreadable};
use crate::postcode::Postcode;
use crate::shape::Point;

/// What a table says of one postcode.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// The postcode.
    pub postcode: Postcode,
    /// Where it is; none if the table has no usable place.
    pub point: Option<Point>,
    /// The areas it lies in by the table's own codes, the finest first.
    pub codes: Vec<(Level, String)>,
}

/// Which column of a table holds what.
struct Columns {
    postcode: usize,
    quality: Option<(usize, &'static [&'static str])>,
    grid: Option<(usize, usize)>,
    degrees: Option<(usize, usize)>,
    codes: Vec<(Level, usize)>,
}

/// Qualities of Code-Point Open that mean: no place is known.
const NO_PLACE_IN_CODE_POINT: &[&str] = &["60", "90"];
/// The quality of ONSPD that means the same.
const NO_PLACE_IN_ONSPD: &[&str] = &["9"];

impl Columns {
    /// The layout of Code-Point Open.
    fn code_point() -> Self {
        Self {
            postcode: 0,
            quality: Some((1, NO_PLACE_IN_CODE_POINT)),
            grid: Some((2, 3)),
            degrees: None,
            codes: vec![(Level::Ward, 9), (Level::District, 8), (Level::Country, 4)],
        }
    }

    /// The columns that a header names, as ONSPD and tables made after it do. Some editions add a year: `osward23`.
    fn named(header: &csv::StringRecord) -> Option<Self> {
        let names: Vec<String> = header
            .iter()
            .map(|name| {
                name.trim_start_matches('\u{feff}')
                    .trim()
                    .to_ascii_lowercase()
            })
            .collect();
        let place = |wanted: &[&str]| {
            wanted.iter().find_map(|wanted| {
                names.iter().position(|name| {
                    name == wanted
                        || name.strip_prefix(wanted).is_some_and(|rest| {
                            rest.trim_end_matches("cd")
                                .bytes()
                                .all(|byte| byte.is_ascii_digit())
                        })
                })
            })
        };
        let codes = [
            (Level::SmallArea, place(&["lsoa11", "lsoa21", "lsoa"])),
            (Level::MiddleArea, place(&["msoa11", "msoa21", "msoa"])),
            (Level::Ward, place(&["osward", "wd"])),
            (Level::District, place(&["oslaua", "laua", "lad"])),
            (Level::PoliceForce, place(&["pfa"])),
            (Level::Country, place(&["ctry"])),
        ];
        Some(Self {
            postcode: place(&["pcds", "pcd8", "pcd7", "pcd", "postcode"])?,
            quality: place(&["osgrdind", "gridind"]).map(|at| (at, NO_PLACE_IN_ONSPD)),
            grid: place(&["oseast1m", "east1m"]).zip(place(&["osnrth1m", "north1m"])),
            degrees: place(&["long", "longitude"]).zip(place(&["lat", "latitude"])),
            codes: codes
                .into_iter()
                .filter_map(|(level, at)| Some((level, at?)))
                .collect(),
        })
    }
}

/// The rows of a table of postcodes, one after the other.
pub struct PostcodeTable<R> {
    rows: csv::StringRecordsIntoIter<R>,
    columns: Columns,
    grid: Grid,
}

impl<R: BufRead> PostcodeTable<R> {
    /// Whether a file begins as a table of postcodes does: in its first cell or its header.
    pub fn is_one(source: &mut R) -> bool {
        let Ok(start) = source.fill_buf() else {
            return false;
        };
        let first = start
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(first);
        let Some(Ok(record)) = reader.records().next() else {
            return false;
        };
        record
            .get(0)
            .is_some_and(|cell| Postcode::parse(cell).is_some())
            || Columns::named(&record).is_some()
    }

    /// Opens a table of either layout.
    pub fn open(mut source: R) -> Result<Self, WrongFile> {
        let start = source
            .fill_buf()
            .map_err(|error| WrongFile::at("line 1", error.to_string()))?;
        let line = start
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default();
        let first = line.split(|byte| *byte == b',').next().map(|cell| {
            String::from_utf8_lossy(cell)
                .trim()
                .trim_matches('"')
                .to_owned()
        });
        let headless = first.is_some_and(|cell| Postcode::parse(&cell).is_some());
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(!headless)
            .flexible(true)
            .from_reader(source);
        let columns = if headless {
            Columns::code_point()
        } else {
            let header = reader
                .headers()
                .map_err(|error| WrongFile::at("line 1", error.to_string()))?;
            Columns::named(header).ok_or_else(|| {
                WrongFile::at(
                    "line 1",
                    "this is neither Code-Point Open nor ONSPD: no column is called pcds, pcd or postcode",
                )
            })?
        };
        if columns.codes.is_empty() && columns.grid.is_none() && columns.degrees.is_none() {
            return Err(WrongFile::at(
                "line 1",
                "no column says where a postcode is, and none in which area",
            ));
        }
        Ok(Self {
            rows: reader.into_records(),
            columns,
            grid: Grid::national(),
        })
    }
}

impl<R: Read> Iterator for PostcodeTable<R> {
    type Item = Result<Located, WrongFile>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = match self.rows.next()? {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                return Some(Err(WrongFile::at(
                    format!("line {line}"),
                    error.to_string(),
                )));
            }
        };
        Some(self.located(&record))
    }
}

impl<R> PostcodeTable<R> {
    fn located(&self, record: &csv::StringRecord) -> Result<Located, WrongFile> {
        let line = || format!("line {}", record.position().map_or(0, csv::Position::line));
        let cell = |place: usize| record.get(place).unwrap_or_default().trim();
        let number = |place: usize| cell(place).parse::<f64>().ok();
        let postcode = Postcode::parse(cell(self.columns.postcode))
            .ok_or_else(|| WrongFile::at(line(), "this is not a postcode"))?;
        let is_nowhere = self
            .columns
            .quality
            .is_some_and(|(place, nowhere)| nowhere.contains(&cell(place)));
        let by_degrees = self
            .columns
            .degrees
            .and_then(|(longitude, latitude)| Point::new(number(longitude)?, number(latitude)?));
        // ONSPD says 99.999999, 0 for a place that it doesn't know.
        let by_degrees = by_degrees.filter(|point| point.latitude() < 90.0);
        let by_grid = || {
            let (easting, northing) = self.columns.grid?;
            self.grid.point(number(easting)?, number(northing)?)
        };
        let point = if is_nowhere {
            None
        } else {
            by_degrees.or_else(by_grid)
        };
        let codes = self
            .columns
            .codes
            .iter()
            .filter_map(|(level, place)| {
                let code = cell(*place);
                // Codes that end so stand for "none here".
                (is_code(code) && !code.ends_with("99999999")).then(|| (*level, code.to_owned()))
            })
            .collect();
        Ok(Located {
            postcode,
            point,
            codes,
        })
    }
}

/// The postcodes that share the part before the space, as kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Every code that occurs, once.
    codes: Vec<(Level, String)>,
    /// By the part after the space.
    rows: BTreeMap<String, Row>,
}

/// Longitude and latitude in millionths of a degree, and the places of its areas among the block's codes.
type Row = (Option<(i32, i32)>, Vec<u16>);

/// A postcode found in a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Where it is, if that is known.
    pub point: Option<Point>,
    /// The areas it lies in by the table's codes, the finest first.
    pub codes: Vec<(Level, String)>,
}

impl Block {
    /// Adds a postcode; says whether it is new here. The first of two stays.
    pub fn add(&mut self, located: &Located) -> bool {
        let places: Vec<u16> = located
            .codes
            .iter()
            .map(|code| {
                let known = self.codes.iter().position(|known| known == code);
                let place = known.unwrap_or_else(|| {
                    self.codes.push(code.clone());
                    self.codes.len() - 1
                });
                u16::try_from(place).unwrap_or(u16::MAX)
            })
            .collect();
        let row = (located.point.map(Point::steps), places);
        let inward = located.postcode.inward().to_owned();
        match self.rows.entry(inward) {
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(row);
                true
            }
            std::collections::btree_map::Entry::Occupied(_) => false,
        }
    }

    /// What is known of a postcode of this block.
    #[must_use]
    pub fn find(&self, postcode: &Postcode) -> Option<Known> {
        let (steps, places) = self.rows.get(postcode.inward())?;
        Some(Known {
            point: steps.and_then(|(longitude, latitude)| Point::from_steps(longitude, latitude)),
            codes: places
                .iter()
                .filter_map(|place| self.codes.get(usize::from(*place)).cloned())
                .collect(),
        })
    }

    /// How many postcodes it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The block as kept.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        packed::pack(self)
    }

    /// Reads a block as kept.
    pub fn unpack(bytes: &[u8]) -> Result<Self, Unreadable> {
        packed::unpack(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE_POINT: &str = "\"S1 1AA\",10,435732,387312,\"E92000001\",\"E19000001\",\"E18000003\",\"\",\"E08000039\",\"E05010862\"\n\
        \"S1  1AD\",90,0,0,\"E92000001\",\"\",\"\",\"\",\"E08000039\",\"E05010862\"\n";
    const ONSPD: &str = "pcd,pcd2,pcds,dointr,doterm,oscty,oslaua,osward,osgrdind,oseast1m,osnrth1m,ctry,lat,long,pfa\n\
        \"S60 1AA\",\"S60  1AA\",\"S60 1AA\",198001,,E99999999,E08000018,E05013001,1,442700,392900,E92000001,53.43,-1.36,E23000011\n\
        \"S60 1ZZ\",\"S60  1ZZ\",\"S60 1ZZ\",198001,200001,E99999999,E08000018,E05013001,9,,,E92000001,99.999999,0.000000,E23000011\n";

    fn read(text: &str) -> Vec<Result<Located, WrongFile>> {
        PostcodeTable::open(text.as_bytes()).unwrap().collect()
    }

    #[test]
    fn code_point_open_is_read_without_a_header() {
        let rows = read(CODE_POINT);
        let first = rows[0].as_ref().unwrap();
        assert_eq!(first.postcode.to_string(), "S1 1AA");
        assert_eq!(
            first.codes,
            [
                (Level::Ward, "E05010862".to_owned()),
                (Level::District, "E08000039".to_owned()),
                (Level::Country, "E92000001".to_owned())
            ]
        );
        let point = first.point.unwrap();
        assert!(
            (point.latitude() - 53.3815).abs() < 0.001
                && (point.longitude() + 1.4640).abs() < 0.001
        );
        let second = rows[1].as_ref().unwrap();
        assert_eq!(second.postcode.to_string(), "S1 1AD");
        assert!(second.point.is_none(), "quality 90 is no place");
    }

    #[test]
    fn onspd_is_read_by_its_header() {
        let rows = read(ONSPD);
        let first = rows[0].as_ref().unwrap();
        assert_eq!(first.point, Point::new(-1.36, 53.43));
        assert!(
            first
                .codes
                .contains(&(Level::PoliceForce, "E23000011".to_owned()))
        );
        assert!(rows[1].as_ref().unwrap().point.is_none());
    }

    #[test]
    fn tables_are_told_from_others() {
        for (text, is_one) in [
            (CODE_POINT, true),
            (ONSPD, true),
            ("level,code,name\nward,E1,X\n", false),
            ("", false),
            ("{\"type\":", false),
        ] {
            assert_eq!(
                PostcodeTable::is_one(&mut text.as_bytes()),
                is_one,
                "{text}"
            );
        }
    }

    #[test]
    fn wrong_lines_are_named_without_what_they_hold() {
        let rows = read("S1 1AA,10,435732,387312,,,,,E1,E2\nElm Road 7,10,1,1,,,,,E1,E2\n");
        assert!(rows[0].is_ok());
        let said = rows[1].as_ref().unwrap_err().to_string();
        assert!(said.contains("line 2") && !said.contains("Elm"), "{said}");
        assert!(PostcodeTable::open("a,b,c\n".as_bytes()).is_err());
        assert!(PostcodeTable::open("postcode,b\n".as_bytes()).is_err());
    }

    #[test]
    fn a_block_gives_back_what_was_put_in() {
        let mut block = Block::default();
        for row in read(CODE_POINT) {
            assert!(block.add(&row.unwrap()));
        }
        let again = Block::unpack(&block.pack()).unwrap();
        assert_eq!(again, block);
        let known = again.find(&Postcode::parse("s11aa").unwrap()).unwrap();
        assert_eq!(known.codes[0].1, "E05010862");
        assert!(known.point.is_some());
        assert!(again.find(&Postcode::parse("S1 9ZZ").unwrap()).is_none());
        assert!(
            !block.add(read(CODE_POINT)[0].as_ref().unwrap()),
            "the first stays"
        );
    }
}
