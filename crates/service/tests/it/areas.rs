//! Areas are imported and looked up; with the real files of one county where they are at hand.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor};

use areas::{Level, Point, Postcode, Properties};
use jiff::civil::{Date, date};
use service::House;
use service::areas::{AreaFile, AreaImport, AreaImportError, Basis, Found, ImportedAreas};
use testkit::{TestHouse, data_file, missing_data};

const WARDS: &str = r#"{"type":"FeatureCollection","features":[
  {"type":"Feature","properties":{"WD13CD":"E05001040","WD13NM":"Old Ward","LAD13CD":"E08000018"},
   "geometry":{"type":"Polygon","coordinates":[[[-1.4,53.4],[-1.2,53.4],[-1.2,53.6],[-1.4,53.6],[-1.4,53.4]]]}}]}"#;
const DISTRICTS: &str = r#"{"type":"FeatureCollection","features":[
  {"type":"Feature","properties":{"LAD20CD":"E08000018","LAD20NM":"Rotherham"},
   "geometry":{"type":"Polygon","coordinates":[[[-1.5,53.3],[-1.1,53.3],[-1.1,53.7],[-1.5,53.7],[-1.5,53.3]]]}},
  {"type":"Feature","properties":{"LAD20CD":"E08000017","LAD20NM":"Doncaster"},
   "geometry":{"type":"Polygon","coordinates":[[[-1.1,53.3],[-0.9,53.3],[-0.9,53.7],[-1.1,53.7],[-1.1,53.3]]]}}]}"#;
const POSTCODES: &str = "pcds,long,lat,oslaua,osward,ctry\nS60 1AA,-1.3,53.5,E08000018,E05013001,E92000001\n\
    S60 1AB,,,E08000018,E05013002,E92000001\nDN1 1AA,-1.0,53.5,E08000017,E05010999,E92000001\n";

async fn take(
    house: &House,
    text: &'static str,
    from: Date,
    to: Option<Date>,
) -> Result<ImportedAreas, AreaImportError> {
    let import = AreaImport {
        title: format!("set of {from}"),
        valid_from: from,
        valid_to: to,
        source: seal::sha256(text.as_bytes()),
    };
    let source: Box<dyn BufRead + Send> = Box::new(Cursor::new(text));
    house
        .import_areas(import, AreaFile::open(source, Properties::default())?)
        .await
}

fn codes(found: &Found) -> Vec<(Level, &str, &str)> {
    found
        .areas
        .iter()
        .map(|area| (area.level, area.code.as_str(), area.basis.code()))
        .collect()
}

#[tokio::test]
async fn the_set_of_the_day_is_preferred_and_no_code_becomes_another() {
    let test = TestHouse::founded().await;
    let house = &test.house;
    take(house, WARDS, date(2013, 12, 31), Some(date(2021, 5, 5)))
        .await
        .unwrap();
    take(house, DISTRICTS, date(2020, 12, 31), None)
        .await
        .unwrap();
    take(house, POSTCODES, date(2025, 11, 1), None)
        .await
        .unwrap();
    let book = house.area_book().await.unwrap();
    let postcode = Postcode::parse("s601aa").unwrap();

    let now = book
        .find_postcode(&postcode, date(2026, 1, 1))
        .await
        .unwrap();
    assert_eq!(
        codes(&now),
        [
            (Level::Ward, "E05013001", "table"),
            (Level::District, "E08000018", "table"),
            (Level::Country, "E92000001", "table")
        ]
    );
    assert_eq!(now.at(Level::District).unwrap().name, "Rotherham");
    let before = book
        .find_postcode(&postcode, date(2015, 6, 1))
        .await
        .unwrap();
    let ward = before.at(Level::Ward).unwrap();
    assert_eq!(
        (ward.code.as_str(), ward.basis, ward.holds),
        ("E05001040", Basis::Outline, true)
    );
    assert_eq!(ward.set.valid_from, date(2013, 12, 31));
    assert!(
        before
            .others
            .iter()
            .any(|area| area.code == "E05013001" && !area.holds)
    );

    // The code of the codebook: the ward where it is listed, or what the codebook says of the district.
    let codebook = &house.in_force().codebook;
    let facet = codebook.facet("area").unwrap();
    assert_eq!(
        now.code_for(facet, date(2026, 1, 1), false).as_deref(),
        Some("E05013001")
    );
    assert_eq!(
        before.code_for(facet, date(2015, 6, 1), false).as_deref(),
        Some("rotherham-ward-not-known")
    );
    assert_eq!(
        before.code_for(facet, date(2015, 6, 1), true).as_deref(),
        Some("E05001040")
    );
    let elsewhere = book
        .find_point(Point::new(-1.0, 53.5).unwrap(), date(2026, 1, 1))
        .await
        .unwrap();
    assert_eq!(
        elsewhere
            .code_for(facet, date(2026, 1, 1), false)
            .as_deref(),
        Some("elsewhere-south-yorkshire")
    );

    // A postcode without a place is still in its ward.
    let placeless = book
        .find_postcode(&Postcode::parse("S60 1AB").unwrap(), date(2026, 1, 1))
        .await
        .unwrap();
    assert_eq!(placeless.at(Level::Ward).unwrap().code, "E05013002");
    let named = book.find("rotherham", date(2026, 1, 1)).await.unwrap();
    assert_eq!(named[0].at(Level::District).unwrap().code, "E08000018");
    let named = book.find("OLD WARD", date(2015, 1, 1)).await.unwrap();
    assert_eq!(named[0].at(Level::District).unwrap().code, "E08000018");
    for nothing in ["S60 9ZZ", "0,0", "Atlantis", "  ", "%", "x\u{0}y"] {
        assert!(
            book.find(nothing, date(2026, 1, 1))
                .await
                .unwrap()
                .is_empty(),
            "{nothing}"
        );
    }
    house
        .verify(|_| {})
        .await
        .unwrap()
        .expect("everything fits");
}

#[tokio::test]
async fn a_wrong_file_leaves_nothing_and_the_same_one_twice_changes_nothing() {
    let test = TestHouse::founded().await;
    let house = &test.house;
    let day = date(2013, 12, 31);
    let first = take(house, WARDS, day, None).await.unwrap();
    assert_eq!((first.added, first.known), (1, false));
    let again = take(house, WARDS, day, None).await.unwrap();
    assert!(again.known);
    let broken: &'static str =
        Box::leak(DISTRICTS.replace("-0.9,53.7", "9999,53.7").into_boxed_str());
    let wrong = take(house, broken, day, None).await.unwrap_err();
    assert!(wrong.to_string().contains("feature 2"), "{wrong}");
    assert!(matches!(
        take(house, "level,code,name\n", day, None).await,
        Err(AreaImportError::Empty)
    ));
    let empty = "{\"type\":\"FeatureCollection\",\"features\":[]}";
    assert!(take(house, empty, day, None).await.is_err());
    assert!(matches!(
        take(house, DISTRICTS, day, Some(date(2013, 1, 1))).await,
        Err(AreaImportError::DaysReversed)
    ));
    for nonsense in ["", "a,b\n1,2\n", "PK\u{3}\u{4}"] {
        assert!(
            take(house, nonsense, day, None).await.is_err(),
            "{nonsense}"
        );
    }
    assert_eq!(house.area_sets().await.unwrap().len(), 1);
    assert!(
        house
            .area_book()
            .await
            .unwrap()
            .find("Doncaster", day)
            .await
            .unwrap()
            .is_empty(),
        "nothing of the broken file is found"
    );
    house
        .verify(|_| {})
        .await
        .unwrap()
        .expect("everything fits");
}

/// Takes in a real file; says whether it is at hand.
async fn take_file(house: &House, name: &str, from: Date) -> Option<ImportedAreas> {
    let path = data_file(&format!("geo/{name}"))?;
    let opened = BufReader::new(File::open(path).unwrap());
    let source: Box<dyn BufRead + Send> = if name.contains(".gz") {
        Box::new(BufReader::new(flate2::read::MultiGzDecoder::new(opened)))
    } else {
        Box::new(opened)
    };
    let import = AreaImport {
        title: name.to_owned(),
        valid_from: from,
        valid_to: None,
        source: seal::sha256(name.as_bytes()),
    };
    let file = AreaFile::open(source, Properties::default()).unwrap();
    Some(house.import_areas(import, file).await.unwrap())
}

#[tokio::test]
async fn real_postcodes_fall_into_the_wards_that_their_table_names() {
    const NAME: &str = "real_postcodes_fall_into_the_wards_that_their_table_names";
    if data_file("geo/codepoint_open_2014-08_s.csv.gz").is_none() {
        missing_data(NAME, "geo/");
        return;
    }
    let test = TestHouse::founded().await;
    let house = &test.house;
    let added = |done: Option<ImportedAreas>| done.map(|done| (done.added, done.without_place));
    let boundaries = [
        ("wards2013_south_yorkshire.geojson.gz", 91),
        ("lsoa2011_south_yorkshire.geojson.gz", 853),
        ("msoa2011_south_yorkshire.geojson.gz", 172),
        ("lad2020_south_yorkshire.geojson", 4),
        ("pfa_south_yorkshire.geojson", 1),
    ];
    for (name, count) in boundaries {
        assert_eq!(
            added(take_file(house, name, date(2013, 12, 31)).await),
            Some((count, 0)),
            "{name}"
        );
    }
    let topology = take_file(house, "wards2013_rotherham.topojson", date(2013, 12, 30)).await;
    assert_eq!(added(topology), Some((21, 0)));
    let table = take_file(house, "codepoint_open_2014-08_s.csv.gz", date(2014, 8, 1))
        .await
        .unwrap();
    assert!(table.added > 30_000 && table.twice == 0);
    let newer = take_file(house, "codepoint_open_2025-11_s.csv.gz", date(2025, 11, 1)).await;
    assert_eq!(added(newer), Some((34_434, 3)));

    let path = data_file("geo/codepoint_open_2014-08_s.csv.gz").unwrap();
    let opened = BufReader::new(File::open(path).unwrap());
    let unpacked: Box<dyn BufRead + Send> =
        Box::new(BufReader::new(flate2::read::MultiGzDecoder::new(opened)));
    let book = house.area_book().await.unwrap();
    let (mut asked, mut same_ward, mut same_district, mut in_no_ward) =
        (0_u32, 0_u32, 0_u32, 0_u32);
    for located in areas::PostcodeTable::open(unpacked).unwrap().step_by(23) {
        let located = located.unwrap();
        let code = |level| {
            located
                .codes
                .iter()
                .find(|(of, _)| *of == level)
                .map(|(_, code)| code.as_str())
        };
        // Only the county's wards are at hand.
        let is_ours = matches!(
            code(Level::District),
            Some("E08000016" | "E08000017" | "E08000018" | "E08000019")
        );
        let (true, Some(point)) = (is_ours, located.point) else {
            continue;
        };
        asked += 1;
        let found = book.find_point(point, date(2014, 1, 1)).await.unwrap();
        let at = |level| found.at(level).map(|area| area.code.as_str());
        same_ward += u32::from(at(Level::Ward) == code(Level::Ward));
        in_no_ward += u32::from(at(Level::Ward).is_none());
        same_district += u32::from(at(Level::District) == code(Level::District));
        assert!(
            at(Level::Ward).is_none() || at(Level::SmallArea).is_some(),
            "a ward without a small area"
        );
    }
    println!(
        "postcodes {asked}: same ward {same_ward}, in no ward {in_no_ward}, same district {same_district}"
    );
    assert!(asked > 1_000);
    assert!(
        same_ward * 1000 >= asked * 985,
        "{same_ward} of {asked} in the ward of the table"
    );
    assert!(
        same_district * 1000 >= asked * 990,
        "{same_district} of {asked}"
    );

    let force = book.find("S60 1AE", date(2025, 12, 1)).await.unwrap();
    let force = force.first().and_then(|found| found.at(Level::PoliceForce));
    assert_eq!(force.map(|area| area.code.as_str()), Some("E23000011"));
    // The new codes are not the old ones, and each day has its own.
    let sheffield = Postcode::parse("S1 1AA").unwrap();
    for (day, district, ward) in [
        (date(2014, 12, 1), "E08000019", "E05001045"),
        (date(2025, 12, 1), "E08000039", "E05010862"),
    ] {
        let found = book.find_postcode(&sheffield, day).await.unwrap();
        assert_eq!(found.at(Level::District).unwrap().code, district);
        assert_eq!(found.at(Level::Ward).unwrap().code, ward);
    }
    house
        .verify(|_| {})
        .await
        .unwrap()
        .expect("everything fits");
}
