//! Postcodes, points and names in a file become areas: with made rows, and with the real files of one county.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor};

use areas::Properties;
use domain::Role;
use figures::{Cell, Unit};
use jiff::civil::{Date, date};
use service::areas::{AreaFile, AreaImport};
use service::counting::StatsQuestion;
use service::import::{ImportError, Mapping, MappingError, Rehearsal};
use service::incidents::IncidentNarrowing;
use service::{CodebookSource, House, SignedIn};
use testkit::{TestHouse, data_file, missing_data};

use crate::support::{Hearing, Imported, import_with};

const HEAD: &str = r#"
[mapping]
id = "trial"
series = "partner"
external_id = "id"
[date]
column = "day"
format = ["%Y-%m-%d", "%Y"]
"#;
const WARDS_2013: &str = r#"{"type":"FeatureCollection","features":[
  {"type":"Feature","properties":{"WD13CD":"E05000001","WD13NM":"Central","LAD13CD":"E08000018"},
   "geometry":{"type":"Polygon","coordinates":[[[-1.4,53.4],[-1.2,53.4],[-1.2,53.6],[-1.4,53.6],[-1.4,53.4]]]}},
  {"type":"Feature","properties":{"WD13CD":"E05000002","WD13NM":"Hill","LAD13CD":"E08000018"},
   "geometry":{"type":"Polygon","coordinates":[[[-1.2,53.4],[-1.1,53.4],[-1.1,53.6],[-1.2,53.6],[-1.2,53.4]]]}},
  {"type":"Feature","properties":{"WD13CD":"E05000009","WD13NM":"Central","LAD13CD":"E08000017"},
   "geometry":{"type":"Polygon","coordinates":[[[-1.1,53.4],[-0.9,53.4],[-0.9,53.6],[-1.1,53.6],[-1.1,53.4]]]}}]}"#;
const WARDS_2021: &str = r#"{"type":"FeatureCollection","features":[
  {"type":"Feature","properties":{"WD21CD":"E05012993","WD21NM":"Central","LAD21CD":"E08000018"},
   "geometry":{"type":"Polygon","coordinates":[[[-1.4,53.4],[-1.1,53.4],[-1.1,53.6],[-1.4,53.6],[-1.4,53.4]]]}}]}"#;
const DISTRICTS: &str = r#"{"type":"FeatureCollection","features":[
  {"type":"Feature","properties":{"LAD20CD":"E08000018","LAD20NM":"Rotherham"},
   "geometry":{"type":"Polygon","coordinates":[[[-1.5,53.3],[-1.1,53.3],[-1.1,53.7],[-1.5,53.7],[-1.5,53.3]]]}},
  {"type":"Feature","properties":{"LAD20CD":"E08000017","LAD20NM":"Doncaster"},
   "geometry":{"type":"Polygon","coordinates":[[[-1.1,53.3],[-0.9,53.3],[-0.9,53.7],[-1.1,53.7],[-1.1,53.3]]]}}]}"#;
const FORCES: &str = r#"{"type":"FeatureCollection","features":[
  {"type":"Feature","properties":{"PFA20CD":"E23000011","PFA20NM":"South Yorkshire"},
   "geometry":{"type":"Polygon","coordinates":[[[-1.5,53.3],[-0.9,53.3],[-0.9,53.7],[-1.5,53.7],[-1.5,53.3]]]}}]}"#;
const POSTCODES: &str = "pcds,long,lat,oslaua,osward,ctry\nS60 1AA,-1.3,53.5,E08000018,E05012993,E92000001\n\
    S60 1AB,,,E08000018,E05012994,E92000001\nDN1 1AA,-1.0,53.5,E08000017,E05010999,E92000001\nS60 9ZZ,,,,,\n";
/// Gone before the newer table was made.
const OLDER_POSTCODES: &str = "pcds,long,lat,oslaua,osward,ctry\nS60 1AA,-1.3,53.5,E08000018,E05000001,E92000001\n\
    S60 1ZZ,-1.15,53.5,E08000018,E05000002,E92000001\n";

async fn take(house: &House, text: &'static str, from: Date, to: Option<Date>) {
    let import = AreaImport {
        title: format!("set of {from}"),
        valid_from: from,
        valid_to: to,
        source: seal::sha256(text.as_bytes()),
    };
    let source: Box<dyn BufRead + Send> = Box::new(Cursor::new(text));
    let file = AreaFile::open(source, Properties::default()).expect("a file of areas");
    house.import_areas(import, file).await.expect("taken in");
}

/// A house with two sets of wards and of postcodes, districts and a police force.
async fn house_with_areas() -> TestHouse {
    with_areas(TestHouse::founded().await).await
}

async fn with_areas(kit: TestHouse) -> TestHouse {
    let house = &kit.house;
    let change = date(2021, 5, 6);
    take(
        house,
        WARDS_2013,
        date(2013, 12, 31),
        Some(date(2021, 5, 5)),
    )
    .await;
    take(house, WARDS_2021, change, None).await;
    take(house, DISTRICTS, date(2010, 1, 1), None).await;
    take(house, FORCES, date(2010, 1, 2), None).await;
    take(
        house,
        OLDER_POSTCODES,
        date(2013, 12, 31),
        Some(date(2021, 5, 5)),
    )
    .await;
    take(house, POSTCODES, change, None).await;
    kit
}

fn parse(house: &House, facets: &str) -> Result<Mapping, MappingError> {
    Mapping::parse(&format!("{HEAD}{facets}"), &house.in_force().codebook)
}

fn mapping(house: &House, facets: &str) -> Mapping {
    parse(house, facets).unwrap_or_else(|error| panic!("{error}"))
}

async fn import(house: &House, facets: &str, rows: &str) -> Result<Imported, ImportError> {
    import_with(house, &mapping(house, facets), rows).await
}

/// The codes of a facet of each incident, by the source's id.
async fn codes_of(house: &House, reader: &SignedIn, facet: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = house
        .incidents(reader, IncidentNarrowing::default())
        .await
        .expect("a list")
        .incidents
        .into_iter()
        .map(|incident| {
            let codes: Vec<&str> = incident.coding.facets.codes(facet).collect();
            let codes = codes.join(" ");
            (incident.external_id.unwrap_or_default(), codes)
        })
        .collect();
    all.sort();
    all
}

async fn areas_of(kit: &TestHouse, reader: &SignedIn) -> Vec<(String, String)> {
    codes_of(&kit.house, reader, "area").await
}

fn pairs(of: &[(String, String)]) -> Vec<(&str, &str)> {
    of.iter()
        .map(|(id, code)| (id.as_str(), code.as_str()))
        .collect()
}

fn reasons(done: &Imported) -> Vec<(u64, &str, &str)> {
    done.rejects
        .iter()
        .map(|reject| (reject.line, reject.column.as_str(), reject.reason.as_str()))
        .collect()
}

const BY_POSTCODE: &str =
    "[[facet]]\nfacet = \"area\"\nplace = \"postcode\"\ncolumn = \"postcode\"\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_postcode_becomes_the_ward_of_its_day() {
    let kit = house_with_areas().await;
    let reader = kit.member("Robin Reader", Role::Caseworker).await;
    let rows = "id,day,postcode\n\
        1,2024-03-01,S60 1AA\n\
        2,2015-03-01,s601aa\n\
        3,2015-03-01,  S60  1zz \n\
        4,2024-03-01,S60 1ZZ\n\
        5,2024-03-01,S60 1AB\n\
        6,,S60 1AA\n\
        7,2021,S60 1AA\n\
        8,2024-03-01,\n\
        9,1999-01-01,S60 1AA\n";
    let done = import(&kit.house, BY_POSTCODE, rows)
        .await
        .expect("imported");
    assert_eq!((done.added, done.rejected), (9, 0), "{:?}", reasons(&done));
    assert_eq!(
        pairs(&areas_of(&kit, &reader).await),
        [
            ("1", "E05012993"),
            // Lower case and without a space; the wards that held then.
            ("2", "E05000001"),
            ("3", "E05000002"),
            // Ended before that day: its point is of the older table, its ward of the day.
            ("4", "E05012993"),
            // Without a point, but the table names its ward.
            ("5", "E05012994"),
            // Without a day: as areas are now.
            ("6", "E05012993"),
            // A year begins on its first day.
            ("7", "E05000001"),
            ("8", ""),
            // Before every set: the earliest.
            ("9", "E05000001"),
        ]
    );
    kit.house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_known_postcode_is_rejected_in_words_and_mended() {
    let kit = house_with_areas().await;
    let reader = kit.member("Robin Reader", Role::Caseworker).await;
    let long = "S".repeat(100_000);
    let rows = format!(
        "id,day,postcode\n1,2024-03-01,S60 1AC\n2,2024-03-01,BT1 5GS\n3,2024-03-01,EH1 1AA\n\
         4,2024-03-01,12 Elm Road\n5,2024-03-01,S60 9ZZ\n6,2024-03-01,{long}\n7,2024-03-01,S60\n8,2024-03-01,DN1 1AA\n"
    );
    let done = import(&kit.house, BY_POSTCODE, &rows)
        .await
        .expect("imported");
    assert_eq!((done.added, done.rejected), (1, 7));
    let whole = "this is not a whole postcode, such as S60 1AA";
    let begins = "no table has postcodes that begin so: a table for that part of the country is missing, or it is mistyped";
    assert_eq!(
        reasons(&done),
        [
            (
                2,
                "postcode",
                "no table has this postcode: it is mistyped, or older or newer than the tables"
            ),
            (3, "postcode", begins),
            (4, "postcode", begins),
            (5, "postcode", whole),
            (
                6,
                "postcode",
                "the table says neither where this postcode is nor in which area"
            ),
            (7, "postcode", whole),
            (8, "postcode", whole),
        ]
    );
    for reject in &done.rejects {
        assert!(
            reject.value.len() < 4 || !reject.reason.contains(&reject.value),
            "reasons are shown on screens"
        );
    }
    // Mended and fed again.
    let file = String::from_utf8(done.rejects_file.clone()).expect("text");
    let mended = file
        .replace("S60 1AC", "S60 1AB")
        .replace("BT1 5GS", "S60 1AA");
    let again = import(&kit.house, BY_POSTCODE, &mended)
        .await
        .expect("imported");
    assert_eq!((again.added, again.rejected), (2, 5));

    // With a code for all others nothing is rejected, and a listed value needs no table.
    let kind = format!(
        "{BY_POSTCODE}otherwise = \"not-known\"\nempty = \"not-known\"\nignore = [\"S60\"]\nvalues = {{ \"12 Elm Road\" = \"elsewhere-uk\" }}\n"
    );
    let done = import(&kit.house, &kind, &rows).await.expect("imported");
    assert_eq!((done.rejected, done.read), (0, 8), "{:?}", reasons(&done));
    assert_eq!(
        pairs(&areas_of(&kit, &reader).await),
        [
            ("1", "not-known"),
            ("2", "not-known"),
            ("3", "not-known"),
            ("4", "elsewhere-uk"),
            ("5", "not-known"),
            ("6", "not-known"),
            ("7", "not-known"),
            ("8", "E05010999"),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn points_are_found_in_the_sea_on_edges_and_the_wrong_way_round() {
    let kit = house_with_areas().await;
    let reader = kit.member("Robin Reader", Role::Caseworker).await;
    let two = "[[facet]]\nfacet = \"area\"\nplace = \"point\"\nlatitude = \"lat\"\nlongitude = \"lng\"\nignore = [\"NA\"]\n";
    let rows = "id,day,lat,lng\n\
        1,2015-01-01,53.5,-1.3\n\
        2,2015-01-01,\"53,5\",\"-1,15\"\n\
        3,2015-01-01,53.5,-1.2\n\
        4,2015-01-01,54.9,0.5\n\
        5,2015-01-01,-1.3,53.5\n\
        6,2015-01-01,0,0\n\
        7,2015-01-01,-100,53\n\
        8,2015-01-01,53.5,\n\
        9,2015-01-01,NA,NA\n\
        10,2015-01-01,,\n\
        11,2015-01-01,1e400,-1.3\n\
        12,2015-01-01,53.35,-1.45\n";
    let done = import(&kit.house, two, rows).await.expect("imported");
    let swapped =
        "no area is known around this point; latitude and longitude seem to have changed places";
    assert_eq!(
        reasons(&done),
        [
            (
                5,
                "lat, lng",
                "no area is known around this point: it lies in the sea, or outlines for that part of the world are missing"
            ),
            (6, "lat, lng", swapped),
            (
                7,
                "lat, lng",
                "0, 0 lies in the sea and mostly stands for a place that isn't known: say so with ignore"
            ),
            (
                8,
                "lat, lng",
                "there is no such latitude and longitude; latitude and longitude seem to have changed places"
            ),
            (9, "lat, lng", "one of the two is not a number"),
            (12, "lat, lng", "one of the two is not a number"),
        ]
    );
    assert_eq!(
        pairs(&areas_of(&kit, &reader).await),
        [
            ("1", "E05000001"),
            ("10", ""),
            // In the district, and in no ward.
            ("12", "rotherham-ward-not-known"),
            ("2", "E05000002"),
            // On the edge of two: always the same one.
            ("3", "E05000001"),
            ("9", ""),
        ]
    );
    let one = "[[facet]]\nfacet = \"area\"\nplace = \"point\"\ncolumn = \"where\"\n";
    let rows = "id,day,where\n1,2024-01-01,\"53.5, -1.3\"\n2,2024-01-01,POINT (-1.3 53.5)\n3,2024-01-01,\"(53.5,-1.3)\"\n4,2024-01-01,S60 1AA\n";
    let done = import(&kit.house, one, rows).await.expect("imported");
    assert_eq!((done.read, done.rejected), (4, 1), "{:?}", reasons(&done));
    let reversed = format!("{one}first = \"longitude\"\n");
    let done = import(
        &kit.house,
        &reversed,
        "id,day,where\n20,2024-01-01,\"-1.3, 53.5\"\n",
    )
    .await
    .expect("imported");
    assert_eq!((done.added, done.rejected), (1, 0), "{:?}", reasons(&done));
    let metres =
        "[[facet]]\nfacet = \"area\"\nplace = \"point\"\neasting = \"E\"\nnorthing = \"N\"\n";
    let rows = "id,day,E,N\n30,2024-01-01,446000,396000\n31,2024-01-01,0,0\n32,2024-01-01,x,1\n";
    let done = import(&kit.house, metres, rows).await.expect("imported");
    assert_eq!((done.added, done.rejected), (1, 2), "{:?}", reasons(&done));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_several_areas_bear_is_told_apart_or_rejected() {
    let kit = house_with_areas().await;
    let reader = kit.member("Robin Reader", Role::Caseworker).await;
    let by_name = "[[facet]]\nfacet = \"area\"\nplace = \"name\"\ncolumn = \"town\"\n";
    let rows = "id,day,town,council\n1,2015-01-01,Central,Rotherham\n2,2015-01-01,hill,\n3,2015-01-01,ROTHERHAM,\n\
        4,2015-01-01,Atlantis,\n5,2015-01-01,--,\n6,2024-01-01,Central,E08000018\n7,2015-01-01,Central,Sheffield\n";
    let done = import(&kit.house, by_name, rows).await.expect("imported");
    let both = "several areas are called so: the ward Central (E05000009) in Doncaster, the ward Central (E05000001) in Rotherham; say which with within, within_column or kind";
    let now = "several areas are called so: the ward Central (E05000009) in Doncaster, the ward Central (E05012993) in Rotherham; say which with within, within_column or kind";
    assert_eq!(
        reasons(&done),
        [
            (2, "town", both),
            (5, "town", "no area is called so"),
            (6, "town", "this is not the name of an area"),
            (7, "town", now),
            (8, "town", both),
        ]
    );
    let with_column = format!("{by_name}within_column = \"council\"\n");
    let file = String::from_utf8(done.rejects_file.clone()).expect("text");
    let again = import(&kit.house, &with_column, &file)
        .await
        .expect("imported");
    assert_eq!(
        reasons(&again),
        [
            (3, "town", "no area is called so"),
            (4, "town", "this is not the name of an area"),
            (
                6,
                "town",
                "an area is called so, but none within the one that is named"
            ),
        ]
    );
    assert_eq!(
        pairs(&areas_of(&kit, &reader).await),
        [
            ("1", "E05000001"),
            ("2", "E05000002"),
            ("3", "rotherham-ward-not-known"),
            // Codes change: the one of the day.
            ("6", "E05012993"),
        ]
    );
    let always = format!("{by_name}within = \"doncaster\"\nkind = \"ward\"\n");
    let done = import(
        &kit.house,
        &always,
        "id,day,town\n9,2015-01-01,Central\n10,2015-01-01,Doncaster\n",
    )
    .await
    .expect("imported");
    assert_eq!((done.added, done.rejected), (1, 1), "{:?}", reasons(&done));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_places_of_a_row_are_tried_in_turn() {
    let kit = house_with_areas().await;
    let reader = kit.member("Robin Reader", Role::Caseworker).await;
    let facets = format!(
        "{BY_POSTCODE}\n[[facet]]\nfacet = \"area\"\nplace = \"name\"\ncolumn = \"town\"\notherwise = \"elsewhere-uk\"\n\
         [[facet]]\nfacet = \"area\"\ncolumn = \"online\"\nvalues = {{ yes = \"online-only\" }}\nignore = [\"no\"]\nempty = \"not-known\"\n"
    );
    let rows = "id,day,postcode,town,online\n1,2024-01-01,S60 1AA,Doncaster,no\n2,2024-01-01,BT1 1AA,Rotherham,no\n\
        3,2024-01-01,BT1 1AA,Belfast,no\n4,2024-01-01,,,yes\n5,2024-01-01,,,\n6,2024-01-01,BT1 1AA,,no\n";
    let done = import(&kit.house, &facets, rows).await.expect("imported");
    assert_eq!(reasons(&done).len(), 1, "{:?}", reasons(&done));
    assert_eq!(
        pairs(&areas_of(&kit, &reader).await),
        [
            ("1", "E05012993"),
            ("2", "rotherham-ward-not-known"),
            ("3", "elsewhere-uk"),
            ("4", "online-only"),
            ("5", "not-known"),
        ]
    );
}

/// The program's codebook with a facet for districts and one for police forces.
fn with_districts() -> CodebookSource {
    let mut source = CodebookSource::uk();
    let facets = r#"[[facet]]
id = "district"
definition = "The district."
on = "incident"
cardinality = "one"
open = true
codes = [{ code = "not-known", unknown = true }]

[[facet]]
id = "force"
definition = "The police force."
on = "incident"
cardinality = "one"
codes = [{ code = "south-yorkshire", maps = { areas = ["E23000011"] } }, { code = "not-known", unknown = true }]

[[facet]]
id = "channel"
"#;
    source.source = source
        .source
        .replacen("[[facet]]\nid = \"channel\"\n", facets, 1);
    for (_, labels) in &mut source.labels {
        labels.push_str(
            "\nfacet-district = District\ncode-district-not-known = Not known\nfacet-force = Force\ncode-force-south-yorkshire = South Yorkshire\ncode-force-not-known = Not known\n",
        );
    }
    source
}

#[tokio::test(flavor = "multi_thread")]
async fn one_postcode_fills_facets_of_several_levels() {
    let kit = with_areas(TestHouse::founded_with(with_districts()).await).await;
    let facets = format!(
        "{BY_POSTCODE}{}level = \"district\"\n{}level = \"police-force\"\notherwise = \"not-known\"\n",
        BY_POSTCODE.replace("area", "district"),
        BY_POSTCODE.replace("area", "force")
    );
    let rows = "id,day,postcode\n1,2024-01-01,S60 1AA\n2,2024-01-01,DN1 1AA\n3,2024-01-01,S60 1AB\n4,2024-01-01,BT1 1AA\n";
    let done = import(&kit.house, &facets, rows).await.expect("imported");
    // Without a point nothing says which force it is; of the three facets of the last row two reject it.
    assert_eq!(reasons(&done).len(), 2, "{:?}", reasons(&done));
    let reader = kit.member("Robin Reader", Role::Caseworker).await;
    for (facet, wanted) in [
        ("area", ["E05012993", "E05010999", "E05012994"]),
        ("district", ["E08000018", "E08000017", "E08000018"]),
        ("force", ["south-yorkshire", "south-yorkshire", "not-known"]),
    ] {
        let found = codes_of(&kit.house, &reader, facet).await;
        let codes: Vec<&str> = found.iter().map(|(_, code)| code.as_str()).collect();
        assert_eq!(codes, wanted, "{facet}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_is_where_looking_begins() {
    let kit = house_with_areas().await;
    let reader = kit.member("Robin Reader", Role::Caseworker).await;
    let rows = "id,day,postcode\n1,2024-01-01,S60 1AA\n2,2024-01-01,DN1 1AA\n";
    let facets = format!("{BY_POSTCODE}level = \"district\"\n");
    import(&kit.house, &facets, rows).await.expect("imported");
    assert_eq!(
        pairs(&areas_of(&kit, &reader).await),
        [
            ("1", "rotherham-ward-not-known"),
            ("2", "elsewhere-south-yorkshire")
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_delivery_with_another_place_is_a_recoding_with_history() {
    let kit = house_with_areas().await;
    let house = &kit.house;
    let reader = kit.member("Robin Reader", Role::Caseworker).await;
    import(
        house,
        BY_POSTCODE,
        "id,day,postcode\n1,2024-01-01,S60 1AA\n2,2024-01-01,DN1 1AA\n",
    )
    .await
    .expect("imported");
    // The same place written otherwise is the same.
    let same = import(
        house,
        BY_POSTCODE,
        "id,day,postcode\n1,2024-01-01,s601aa\n2,2024-01-01,DN11AA\n",
    )
    .await
    .expect("imported");
    assert_eq!((same.unchanged, same.changed), (2, 0));
    let moved = import(
        house,
        BY_POSTCODE,
        "id,day,postcode\n1,2024-01-01,DN1 1AA\n2,2015-01-01,S60 1AA\n",
    )
    .await
    .expect("imported");
    assert_eq!((moved.unchanged, moved.changed), (0, 2));
    assert_eq!(
        pairs(&areas_of(&kit, &reader).await),
        [("1", "E05010999"), ("2", "E05000001")]
    );
    let incidents = house
        .incidents(&reader, IncidentNarrowing::default())
        .await
        .expect("a list")
        .incidents;
    for incident in incidents {
        let opened = house
            .open_incident(&reader, incident.id)
            .await
            .expect("it opens");
        assert!(opened.history.len() >= 2, "both are in its history");
    }
    let undone = house
        .undo_import(None, moved.import.as_ref().expect("ended").id)
        .await
        .expect("undone");
    assert!(undone.undone.is_some());
    assert_eq!(
        pairs(&areas_of(&kit, &reader).await),
        [("1", "E05012993"), ("2", "E05010999")]
    );
    house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
}

async fn rehearse(house: &House, mapping: &Mapping, rows: &str) -> Rehearsal {
    let mut run = house.begin_import(mapping, None).expect("begun");
    run.rehearse(
        Cursor::new(rows.to_owned().into_bytes()),
        &mut Hearing::new(),
    )
    .await
    .expect("rehearsed")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_tells_by_which_areas_and_hides_homes() {
    let kit = house_with_areas().await;
    let mapping = mapping(&kit.house, BY_POSTCODE);
    let rows = "id,day,postcode\n1,2024-01-01,S60 1AA\n2,2024-01-01,S60 1AB\n3,1999-01-01,S60 1AA\n4,2024-01-01,S60 7XX\n5,2024-01-01,S60 7XY\n6,2024-01-01,7 Elm Road\n";
    let would = rehearse(&kit.house, &mapping, rows).await;
    assert_eq!((would.new, would.rejected), (3, 3));
    let by: Vec<_> = would
        .places
        .iter()
        .map(|(by, count)| (by.level.as_str(), by.set.as_str(), by.holds, *count))
        .collect();
    assert_eq!(
        by,
        [
            ("ward", "set of 2013-12-31", false, 1),
            ("ward", "set of 2021-05-06", true, 2),
        ]
    );
    let unknown: Vec<_> = would
        .unmapped
        .iter()
        .map(|value| (value.value.as_str(), value.count))
        .collect();
    assert_eq!(unknown, [("S60 …", 2), ("…", 1)]);
    assert!(
        would.unmapped[0]
            .reason
            .as_deref()
            .is_some_and(|reason| reason.contains("no table has this postcode"))
    );
    let twice =
        "id,day,postcode\n1,2024-01-01,S60 1AA\n1,2024-01-02,S60 1AA\n1,2024-01-01,S60 1AA\n";
    let would_twice = rehearse(&kit.house, &mapping, twice).await;
    assert_eq!(
        (would_twice.new, would_twice.unchanged, would_twice.rejected),
        (1, 1, 1)
    );
    let why = would_twice.unmapped[0].reason.as_deref();
    assert!(
        why.is_some_and(|why| why.contains("stood before")),
        "{why:?}"
    );
    let kind = format!("{BY_POSTCODE}otherwise = \"not-known\"\n");
    let would = rehearse(&kit.house, &self::mapping(&kit.house, &kind), rows).await;
    assert_eq!(would.rejected, 0);
    assert_eq!(would.otherwise[0].value, "S60 …");
    assert_eq!(
        would.otherwise[0].becomes,
        Some(("area".to_owned(), "not-known".to_owned()))
    );
    assert!(would.otherwise[0].reason.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_areas_a_mapping_with_places_takes_nothing() {
    let kit = TestHouse::founded().await;
    let refused = import(
        &kit.house,
        BY_POSTCODE,
        "id,day,postcode\n1,2024-01-01,S60 1AA\n",
    )
    .await
    .expect_err("refused");
    assert!(
        refused.to_string().contains("heard areas import"),
        "{refused}"
    );
    take(&kit.house, DISTRICTS, date(2010, 1, 1), None).await;
    let refused = import(
        &kit.house,
        BY_POSTCODE,
        "id,day,postcode\n1,2024-01-01,S60 1AA\n",
    )
    .await
    .expect_err("refused");
    assert!(
        refused.to_string().contains("a table of postcodes"),
        "{refused}"
    );
    let empty = import(
        &kit.house,
        "[[facet]]\nfacet = \"area\"\nplace = \"point\"\ncolumn = \"where\"\n",
        "id,day,where\n",
    )
    .await
    .expect("nothing to do");
    assert_eq!(empty.read, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn contradictory_keys_are_refused_with_their_line() {
    let kit = TestHouse::founded().await;
    let codebook = kit.house.in_force();
    for (keys, wanted) in [
        ("place = \"postcode\"", "give the column with it"),
        (
            "place = \"point\"\nlatitude = \"a\"",
            "a point stands in one column",
        ),
        (
            "place = \"point\"\ncolumn = \"w\"\nlatitude = \"a\"\nlongitude = \"b\"",
            "a point stands in one column",
        ),
        (
            "place = \"point\"\neasting = \"a\"\nnorthing = \"b\"\nfirst = \"longitude\"",
            "first is for",
        ),
        (
            "place = \"postcode\"\ncolumn = \"w\"\nwithin = \"X\"",
            "are for place = \"name\"",
        ),
        (
            "place = \"name\"\ncolumn = \"w\"\nwithin = \"X\"\nwithin_column = \"y\"",
            "either within or",
        ),
        (
            "place = \"name\"\ncolumn = \"w\"\nseparator = \";\"",
            "a place takes no separator",
        ),
        (
            "place = \"name\"\ncolumns = [\"w\"]",
            "a place takes no columns",
        ),
        (
            "place = \"postcode\"\ncolumn = \"w\"\nprefix = \"X\"",
            "a place takes no prefix",
        ),
        (
            "place = \"postcode\"\ncolumn = \"w\"\nlevel = \"small-area\"",
            "finer than a ward",
        ),
        ("place = \"postcode\"\ncolumn = \"id\"", "external_id"),
        ("column = \"w\"\nlevel = \"ward\"", "level needs place"),
        (
            "place = \"postcode\"\ncolumn = \"w\"\notherwise = \"nowhere\"",
            "no code \"nowhere\"",
        ),
    ] {
        let source = format!(
            "{HEAD}[[facet]]\nfacet = \"category\"\nconstant = \"threats\"\n[[facet]]\nfacet = \"area\"\n{keys}\n"
        );
        let refused = Mapping::parse(&source, &codebook.codebook)
            .expect_err(keys)
            .to_string();
        assert!(
            refused.contains(wanted) && refused.contains("line 12: facet \"area\""),
            "{keys}: {refused}"
        );
    }
    let closed = parse(
        &kit.house,
        "[[facet]]\nfacet = \"category\"\nplace = \"postcode\"\ncolumn = \"w\"\n",
    )
    .expect_err("refused");
    assert!(
        closed.to_string().contains("stands for an area"),
        "{closed}"
    );
    let leaks = format!(
        "{BY_POSTCODE}[[facet]]\nfacet = \"area\"\ncolumn = \"postcode\"\nprefix = \"PC-\"\n"
    );
    let refused = parse(&kit.house, &leaks).expect_err("refused");
    assert!(
        refused.to_string().contains("kept in the clear"),
        "{refused}"
    );
    for wrong in [
        "place = \"address\"\ncolumn = \"w\"",
        "place = \"postcode\"\ncolumn = \"w\"\nlevel = \"street\"",
    ] {
        let refused = parse(
            &kit.house,
            &format!("[[facet]]\nfacet = \"area\"\n{wrong}\n"),
        )
        .expect_err(wrong);
        assert!(matches!(refused, MappingError::Form(_)), "{refused}");
    }
    let date = Mapping::parse(
        &HEAD.replace("format = [\"%Y-%m-%d\", \"%Y\"]", ""),
        &codebook.codebook,
    )
    .expect_err("refused");
    assert!(date.to_string().contains("line 6: date.format"), "{date}");
}

/// Takes in a real file of areas.
async fn take_file(house: &House, name: &str, from: Date, to: Option<Date>) -> Option<()> {
    let path = data_file(&format!("geo/{name}"))?;
    let opened = BufReader::new(File::open(path).expect("a file"));
    let source: Box<dyn BufRead + Send> = if name.contains(".gz") {
        Box::new(BufReader::new(flate2::read::MultiGzDecoder::new(opened)))
    } else {
        Box::new(opened)
    };
    let import = AreaImport {
        title: name.to_owned(),
        valid_from: from,
        valid_to: to,
        source: seal::sha256(name.as_bytes()),
    };
    let file = AreaFile::open(source, Properties::default()).expect("a file of areas");
    house.import_areas(import, file).await.expect("taken in");
    Some(())
}

#[tokio::test(flavor = "multi_thread")]
async fn real_postcodes_come_to_the_wards_of_their_table() {
    const TABLE: &str = "codepoint_open_2014-08_s.csv.gz";
    let Some(path) = data_file(&format!("geo/{TABLE}")) else {
        return missing_data("the postcode import test", "geo/");
    };
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let change = date(2021, 5, 6);
    for (name, from, to) in [
        (
            "wards2013_south_yorkshire.geojson.gz",
            date(2013, 12, 31),
            Some(date(2021, 5, 5)),
        ),
        ("lad2020_south_yorkshire.geojson", date(2013, 12, 31), None),
        ("pfa_south_yorkshire.geojson", date(2013, 12, 31), None),
        (TABLE, date(2013, 12, 31), Some(date(2021, 5, 5))),
        ("codepoint_open_2025-11_s.csv.gz", change, None),
        ("area_names_south_yorkshire.csv", change, None),
    ] {
        take_file(house, name, from, to).await.expect("at hand");
    }
    // Every 20th postcode of the older table, on a day of its own; what the table says is in the last column.
    let unpacked = BufReader::new(flate2::read::MultiGzDecoder::new(
        File::open(path).expect("a file"),
    ));
    let mut rows = String::from("id,day,postcode\n");
    let mut wanted: Vec<String> = Vec::new();
    let table =
        areas::PostcodeTable::open(Box::new(unpacked) as Box<dyn BufRead + Send>).expect("a table");
    for (number, located) in table.step_by(20).enumerate() {
        let located = located.expect("a row");
        let ward = located
            .codes
            .iter()
            .find(|(level, _)| *level == areas::Level::Ward);
        let Some((_, ward)) = ward else { continue };
        let day = date(2014, 1 + (number % 12) as i8, 1 + (number % 28) as i8);
        writeln!(rows, "{number},{day},{}", located.postcode).expect("memory can be written to");
        wanted.push(ward.clone());
    }
    let done = import(house, BY_POSTCODE, &rows).await.expect("imported");
    assert_eq!(
        (done.added, done.rejected),
        (wanted.len() as u64, 0),
        "{:?}",
        reasons(&done).first()
    );
    assert!(wanted.len() > 1_500);
    let mut by_ward: BTreeMap<&str, u64> = BTreeMap::new();
    for ward in &wanted {
        *by_ward.entry(ward).or_default() += 1;
    }
    for (ward, count) in by_ward.into_iter().step_by(9) {
        let question = StatsQuestion {
            unit: Some(Unit::Incidents),
            series: Some("partner".to_owned()),
            exact: true,
            filters: vec![("area".to_owned(), ward.to_owned())],
            ..StatsQuestion::default()
        };
        let answers = house.stats(&question).await.expect("an answer");
        let counted = answers[0].base.and_then(Cell::shown).unwrap_or_default();
        assert_eq!(counted, count, "{ward}");
    }
}

/// The n-th block of TOML on the page about importing.
fn example(number: usize) -> String {
    let guide = include_str!("../../../../docs/import.md");
    let block = guide.split("```toml\n").nth(number).expect("an example");
    block.split("```").next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_examples_of_the_guide_take_in_a_file() {
    let kit = house_with_areas().await;
    let house = &kit.house;
    let reader = kit.member("Robin Reader", Role::Caseworker).await;
    // The state of the first example and the places of the second are of different countries.
    let (first, places) = (example(1), example(2));
    let (before, after) = first
        .split_once("[[facet]]\nfacet = \"area\"")
        .expect("the facet of areas");
    let (_, after) = after.split_once("[[facet]]").expect("the next facet");
    let source = format!("{before}[[facet]]{after}{places}");
    let mapping = Mapping::parse(&source, &house.in_force().codebook).expect("it can be used");
    let rows = "Reference;Date;Type;Group;Second group;People affected;What happened;Town;Source;Postcode;Ward;Council\n\
        A-1;01/03/2024;Assault;Muslim;;2;What was said.;Rotherham;https://news.example/1;S60 1AA;;\n\
        A-2;03/2024;Verbal abuse;Muslim;Jewish;;;;;;Central;Rotherham\n\
        A-3;2024;Shouting;-;;;;;;BT1 1AA;Atlantis;\n";
    let done = import_with(house, &mapping, rows).await.expect("imported");
    assert_eq!((done.added, done.rejected), (3, 0), "{:?}", reasons(&done));
    assert_eq!(
        pairs(&areas_of(&kit, &reader).await),
        [
            ("A-1", "E05012993"),
            ("A-2", "E05012993"),
            ("A-3", "not-known")
        ]
    );
}
