//! A first real file: the FBI's hate crimes of 1991 to 2020 come out as a direct count of the file gives them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;
use std::time::Instant;

use figures::{Answer, Cell, Unit};
use service::House;
use service::counting::StatsQuestion;
use testkit::{TestHouse, data_file, missing_data};

use crate::support::{Imported, import_with, shipped};

const FILE: &str = "fbi/hate_crime_1991_2020.csv.zst";
const EARLIER: &str = "fbi/hate_crime_1991_2018.csv.zst";
/// Rows of both releases that tell otherwise in a column that is mapped: 58 of another state, and others.
const CHANGED: u64 = 58;
const SERIES: &str = "fbi-hate-crime";

/// What the file itself says, counted without any of Heard's own code.
#[derive(Default)]
struct Direct {
    rows: u64,
    incidents: BTreeMap<String, u64>,
    victims: BTreeMap<String, u64>,
    against_muslims: BTreeMap<String, u64>,
    by_religion: BTreeMap<String, u64>,
    in_california: BTreeMap<String, u64>,
}

/// The file's own names of motives that the codebook's strand of religion takes in.
const RELIGION: [&str; 14] = [
    "Anti-Jewish",
    "Anti-Catholic",
    "Anti-Protestant",
    "Anti-Islamic (Muslim)",
    "Anti-Other Religion",
    "Anti-Multiple Religions, Group",
    "Anti-Atheism/Agnosticism",
    "Anti-Mormon",
    "Anti-Jehovah's Witness",
    "Anti-Eastern Orthodox (Russian, Greek, Other)",
    "Anti-Other Christian",
    "Anti-Buddhist",
    "Anti-Hindu",
    "Anti-Sikh",
];

impl Direct {
    fn of(path: &Path) -> Self {
        let file =
            zstd::Decoder::new(File::open(path).expect("the file opens")).expect("it is packed");
        let mut reader = csv::Reader::from_reader(file);
        let headers = reader.headers().expect("a header").clone();
        let place = |name: &str| {
            headers
                .iter()
                .position(|header| header == name)
                .expect(name)
        };
        let [year, victims, bias, state, date] = [
            "DATA_YEAR",
            "VICTIM_COUNT",
            "BIAS_DESC",
            "STATE_ABBR",
            "INCIDENT_DATE",
        ]
        .map(place);
        let mut direct = Self::default();
        for record in reader.records() {
            let record = record.expect("a row");
            let of_year = record[year].to_owned();
            let short = &record[date][record[date].len() - 2..];
            assert_eq!(
                short,
                &of_year[2..],
                "the year of the record is the year of the incident"
            );
            let motives: BTreeSet<&str> = record[bias].split(';').map(str::trim).collect();
            direct.rows += 1;
            *direct.victims.entry(of_year.clone()).or_default() +=
                record[victims].parse::<u64>().expect("a number");
            let count = |counts: &mut BTreeMap<String, u64>, holds: bool| {
                *counts.entry(of_year.clone()).or_default() += u64::from(holds);
            };
            count(&mut direct.incidents, true);
            count(
                &mut direct.against_muslims,
                motives.contains("Anti-Islamic (Muslim)"),
            );
            count(
                &mut direct.by_religion,
                RELIGION.iter().any(|motive| motives.contains(motive)),
            );
            count(&mut direct.in_california, &record[state] == "CA");
        }
        direct
    }
}

async fn by_year(house: &House, unit: Unit, filter: Option<(&str, &str)>) -> BTreeMap<String, u64> {
    let question = StatsQuestion {
        rows: Some("year".to_owned()),
        filters: filter
            .into_iter()
            .map(|(facet, code)| (facet.to_owned(), code.to_owned()))
            .collect(),
        unit: Some(unit),
        series: Some(SERIES.to_owned()),
        exact: true,
        ..StatsQuestion::default()
    };
    let answers = house.stats(&question).await.expect("an answer");
    let [answer] = answers.as_slice() else {
        panic!("one series was asked for")
    };
    let total = answer.base.and_then(Cell::shown);
    let lines = lines(answer);
    assert_eq!(
        lines.values().sum::<u64>(),
        total.expect("exact figures are shown")
    );
    lines
}

fn lines(answer: &Answer) -> BTreeMap<String, u64> {
    let codes = &answer.rows.as_ref().expect("years").codes;
    codes
        .iter()
        .filter_map(|code| Some((code.clone(), answer.line(code)?.shown()?)))
        .collect()
}

async fn import(house: &House, path: &Path) -> Imported {
    import_with(
        house,
        &shipped(house, "fbi-hate-crime"),
        std::fs::read(path).expect("a file"),
    )
    .await
    .expect("imported")
}

/// Says how long a step took, for whoever looks.
#[expect(clippy::print_stdout, reason = "the test runner collects this line")]
fn took(step: &str, since: Instant) {
    println!("{step}: {:.1} s", since.elapsed().as_secs_f64());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_of_the_whole_file_is_what_a_direct_count_gives() {
    let Some(path) = data_file(FILE) else {
        return missing_data("the FBI test", FILE);
    };
    let start = Instant::now();
    let direct = Direct::of(&path);
    assert_eq!(direct.rows, 219_577);
    took("direct count", start);

    let kit = TestHouse::founded().await;
    let house = &kit.house;
    // Somebody has looked at figures before, so that the columns must be brought up to date.
    house.public_figures().await.expect("public figures");

    let start = Instant::now();
    let imported = import(house, &path).await;
    took("import", start);
    assert_eq!(
        (imported.read, imported.added, imported.rejected),
        (direct.rows, direct.rows, 0),
        "{:?}",
        imported.rejects
    );

    let start = Instant::now();
    assert_eq!(
        by_year(house, Unit::Incidents, None).await,
        direct.incidents
    );
    took("first figure", start);
    let start = Instant::now();
    assert_eq!(by_year(house, Unit::Persons, None).await, direct.victims);
    assert_eq!(
        by_year(house, Unit::Incidents, Some(("target", "muslim"))).await,
        direct.against_muslims
    );
    assert_eq!(
        by_year(house, Unit::Incidents, Some(("strand", "religion"))).await,
        direct.by_religion
    );
    assert_eq!(
        by_year(house, Unit::Incidents, Some(("area", "US-CA"))).await,
        direct.in_california
    );
    took("four more figures", start);
    let start = Instant::now();
    house.public_figures().await.expect("public figures");
    took("public figures", start);

    let start = Instant::now();
    let again = import(house, &path).await;
    took("second import", start);
    assert_eq!(
        (again.added, again.unchanged, again.rejected),
        (0, direct.rows, 0)
    );
    assert_eq!(
        by_year(house, Unit::Incidents, None).await,
        direct.incidents
    );

    let start = Instant::now();
    let size = house.publish_checkpoint().await.expect("a checkpoint");
    took("checkpoint", start);
    let start = Instant::now();
    let checked = house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
    took("verify", start);
    assert_eq!(
        (checked.incidents, Some(checked.signed_entries)),
        (direct.rows, size)
    );
}

/// The second release of the register over the first, and back: figures follow, nothing is lost, nothing doubled.
#[tokio::test(flavor = "multi_thread")]
async fn a_later_release_is_an_update_and_can_be_undone() {
    let (Some(earlier), Some(later)) = (data_file(EARLIER), data_file(FILE)) else {
        return missing_data("the FBI update test", EARLIER);
    };
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let first = import(house, &earlier).await;
    assert_eq!((first.added, first.rejected), (201_403, 0));
    let before = by_year(house, Unit::Incidents, None).await;

    let start = Instant::now();
    let second = import(house, &later).await;
    took("second release", start);
    assert_eq!(
        (
            second.read,
            second.added,
            second.changed,
            second.unchanged,
            second.rejected
        ),
        (219_577, 23_112, CHANGED, 196_465 - CHANGED, 0)
    );
    let import = second.import.expect("it ended");
    assert_eq!(import.counts.absent, Some(4_938));
    let mut absent: Vec<String> = Vec::new();
    loop {
        let after = absent.last().cloned().unwrap_or_default();
        let page = house.absent_from(&import, &after).await.expect("ids");
        if page.is_empty() {
            break;
        }
        absent.extend(page);
    }
    assert_eq!(absent.len(), 4_938);
    let after = by_year(house, Unit::Incidents, None).await;
    assert_eq!(
        after.values().sum::<u64>(),
        201_403 + 23_112,
        "what vanished is kept"
    );
    assert_eq!(
        by_year(house, Unit::Incidents, Some(("area", "US-FS")))
            .await
            .values()
            .sum::<u64>(),
        federal(&later)
    );

    let start = Instant::now();
    let undone = house.undo_import(None, import.id).await.expect("undone");
    took("undo", start);
    let (_, what) = undone.undone.expect("it is");
    assert_eq!(
        (what.taken_back, what.put_back, what.kept),
        (23_112, CHANGED, 0)
    );
    assert_eq!(by_year(house, Unit::Incidents, None).await, before);
    house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
}

/// How many rows the state of which is FS.
fn federal(path: &Path) -> u64 {
    let file = zstd::Decoder::new(File::open(path).expect("the file opens")).expect("it is packed");
    let mut reader = csv::Reader::from_reader(file);
    let headers = reader.headers().expect("a header").clone();
    let state = headers
        .iter()
        .position(|name| name == "STATE_ABBR")
        .expect("a state");
    reader
        .records()
        .filter(|record| &record.as_ref().expect("a row")[state] == "FS")
        .count() as u64
}
