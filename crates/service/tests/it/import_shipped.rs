//! The mappings of the program on the files that they were written for, and one that may not be shipped.

use domain::{Precision, Role};
use figures::{Cell, Unit};
use service::House;
use service::counting::StatsQuestion;
use service::import::Mapping;
use service::incidents::IncidentNarrowing;
use testkit::{TestHouse, data_file, missing_data};

use crate::support::{import_with, shipped};

async fn count(house: &House, series: &str, filter: Option<(&str, &str)>) -> u64 {
    let question = StatsQuestion {
        unit: Some(Unit::Incidents),
        series: Some(series.to_owned()),
        exact: true,
        filters: filter
            .into_iter()
            .map(|(facet, code)| (facet.to_owned(), code.to_owned()))
            .collect(),
        ..StatsQuestion::default()
    };
    let answers = house.stats(&question).await.expect("an answer");
    answers[0].base.and_then(Cell::shown).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn toronto() {
    const FILE: &str = "city/toronto_hate_crimes_2018_2023.csv";
    let Some(path) = data_file(FILE) else {
        return missing_data("the Toronto test", FILE);
    };
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let mapping = shipped(house, "toronto-hate-crime");
    let done = import_with(house, &mapping, std::fs::read(path).expect("a file"))
        .await
        .expect("imported");
    assert_eq!(
        (done.added, done.rejected),
        (1_350, 0),
        "{:?}",
        done.rejects.first()
    );
    assert_eq!(count(house, &mapping.series, None).await, 1_350);
    assert_eq!(
        count(house, &mapping.series, Some(("target", "muslim"))).await,
        111
    );
    assert_eq!(
        count(house, &mapping.series, Some(("strand", "disability"))).await,
        3
    );
    assert_eq!(
        count(house, &mapping.series, Some(("place-type", "not-known"))).await,
        37
    );
    assert_eq!(
        count(house, &mapping.series, Some(("area", "CA-TORONTO-170"))).await,
        50
    );
    let again = import_with(
        house,
        &mapping,
        std::fs::read(data_file(FILE).expect("it was there")).expect("a file"),
    )
    .await
    .expect("imported");
    assert_eq!(
        again.unchanged, 1_350,
        "words that are sealed anew are known all the same"
    );
    house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_articles() {
    const FILE: &str = "chronicles/documenting_hate_2017-08-16.csv";
    let Some(path) = data_file(FILE) else {
        return missing_data("the chronicle test", FILE);
    };
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let mapping = shipped(house, "documenting-hate");
    let done = import_with(house, &mapping, std::fs::read(path).expect("a file"))
        .await
        .expect("imported");
    // Eleven rows stand in it twice.
    assert_eq!(
        (done.read, done.added, done.unchanged + done.rejected),
        (3_702, 3_691, 11),
        "{:?}",
        done.rejects.first()
    );
    let reader = kit.member("Robin Reader", Role::Caseworker).await;
    let narrowing = IncidentNarrowing {
        from: Some("2017-02-13".parse().expect("a day")),
        to: Some("2017-02-13".parse().expect("a day")),
        ..IncidentNarrowing::default()
    };
    let listed = house
        .incidents(&reader, narrowing)
        .await
        .expect("a list")
        .incidents;
    assert!(
        listed
            .iter()
            .all(|incident| incident.coding.occurred.precision == Precision::About)
    );
    let mut told = String::new();
    for incident in listed {
        let opened = house
            .open_incident(&reader, incident.id)
            .await
            .expect("it opens");
        told.extend(opened.history.into_iter().filter_map(|line| line.words));
    }
    assert!(
        told.contains("Kentucky\u{27}s hate crimes law") && told.contains("\nCity: Cincinnati"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chronicle_in_another_language() {
    const FILE: &str = "chronicles/brandenburg_2000_2016.csv";
    const MAPPING: &str = r#"
[mapping]
id = "brandenburg"
series = "partner"
external_id = "id"
[date]
column = "date"
format = "%Y-%m-%dT%H:%M:%S"
[story]
text = ["text"]
details = [{ column = "location", label = "Ort" }, { column = "source", label = "Quelle" }]
[[facet]]
facet = "area"
constant = "outside-uk"
"#;
    let Some(path) = data_file(FILE) else {
        return missing_data("the Brandenburg test", FILE);
    };
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let mapping = Mapping::parse(MAPPING, &house.in_force().codebook).expect("a mapping");
    let done = import_with(house, &mapping, std::fs::read(path).expect("a file"))
        .await
        .expect("imported");
    assert_eq!(
        (done.added, done.rejected),
        (1_857, 0),
        "{:?}",
        done.rejects.first()
    );
}
