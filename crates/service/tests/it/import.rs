//! Importing files: what is wrong is said with its line, and nothing comes in twice.

use figures::{Cell, Unit};
use service::counting::StatsQuestion;
use service::import::{ImportError, Mapping, MappingError, SHIPPED};
use service::{House, ServiceError};
use testkit::TestHouse;

use crate::support::{Imported, import_with};

const MAPPING: &str = r#"
[mapping]
id = "trial"
series = "partner"
external_id = "id"

[date]
column = "day"
format = "%d.%m.%Y"

[persons]
column = "people"

[[facet]]
facet = "category"
column = "kind"
otherwise = "other"
[facet.values]
threat = "threats"
damage = "vandalism"

[[facet]]
facet = "target"
column = "group"
separator = ","
ignore = ["none"]
parents = true
[facet.values]
Muslims = "muslim"
Jews = "jewish"

[[facet]]
facet = "area"
column = "where"
prefix = "XX-"

[[facet]]
facet = "place-type"
constant = "street"
"#;

const HEADER: &str = "id,day,people,kind,group,where\n";

fn mapping(house: &House) -> Mapping {
    Mapping::parse(MAPPING, &house.in_force().codebook).expect("it fits the codebook")
}

async fn import(house: &House, file: impl AsRef<[u8]>) -> Result<Imported, ImportError> {
    import_with(house, &mapping(house), file.as_ref().to_vec()).await
}

async fn figure(house: &House, unit: Unit, filter: &[(&str, &str)]) -> Option<u64> {
    let question = StatsQuestion {
        unit: Some(unit),
        series: Some("partner".to_owned()),
        exact: true,
        filters: filter
            .iter()
            .map(|(facet, code)| ((*facet).to_owned(), (*code).to_owned()))
            .collect(),
        ..StatsQuestion::default()
    };
    house
        .stats(&question)
        .await
        .expect("an answer")
        .first()
        .and_then(|answer| answer.base)
        .and_then(Cell::shown)
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_wrong_with_a_mapping_is_said() {
    let kit = TestHouse::founded().await;
    let in_force = kit.house.in_force();
    let wrong = |from: &str, to: &str| {
        assert!(MAPPING.contains(from), "{from}");
        Mapping::parse(&MAPPING.replacen(from, to, 1), &in_force.codebook)
            .map(|_| ())
            .expect_err(to)
    };
    for (from, to, says) in [
        (
            "series = \"partner\"",
            "series = \"parner\"",
            "mapping.series: \"parner\" is not a series of the codebook",
        ),
        (
            "series = \"partner\"",
            "series = \"own\"",
            "mapping.series: \"own\" is not a series of the codebook that takes imports",
        ),
        (
            "external_id = \"id\"",
            "external_id = \"id\"\ndecision = \"verfied\"",
            "mapping.decision: \"verfied\"",
        ),
        (
            "facet = \"category\"",
            "facet = \"categry\"",
            "facet \"categry\": the codebook has no such facet",
        ),
        (
            "facet = \"category\"",
            "facet = \"channel\"",
            "facet \"channel\": the codebook has no such facet of incidents",
        ),
        (
            "threat = \"threats\"",
            "threat = \"treats\"",
            "facet \"category\": the codebook has no code \"treats\"",
        ),
        (
            "otherwise = \"other\"",
            "otherwise = \"else\"",
            "the codebook has no code \"else\"",
        ),
        (
            "constant = \"street\"",
            "constant = \"steet\"",
            "the codebook has no code \"steet\"",
        ),
        (
            "constant = \"street\"",
            "constant = \"street\"\ncolumn = \"where\"",
            "give either a column or a constant",
        ),
        (
            "constant = \"street\"",
            "",
            "give either a column or a constant",
        ),
        (
            "otherwise = \"other\"",
            "prefix = \"X\"",
            "only an open facet",
        ),
        (
            "otherwise = \"other\"",
            "parents = true",
            "the codebook gives it no parent facet",
        ),
    ] {
        match wrong(from, to) {
            MappingError::Codebook(said) => assert!(
                said.iter().any(|line| line.contains(says)),
                "{to}: {said:?}"
            ),
            MappingError::Form(said) => panic!("{to}: {said}"),
        }
    }
    for (from, to, says) in [
        ("[mapping]", "[mapping", "line 2"),
        (
            "column = \"day\"",
            "colum = \"day\"",
            "unknown field `colum`",
        ),
        ("id = \"trial\"", "", "missing field `id`"),
        ("people", "people\"\nmore = \"x", "unknown field `more`"),
        ("external_id = \"id\"", "external_id = true", "invalid type"),
    ] {
        match wrong(from, to) {
            MappingError::Form(said) => assert!(said.contains(says), "{to}: {said}"),
            MappingError::Codebook(said) => panic!("{to}: {said:?}"),
        }
    }
    let many = MAPPING
        .replace("\"threats\"", "\"treats\"")
        .replace("\"muslim\"", "\"moslem\"")
        .replace("\"partner\"", "\"parner\"");
    match Mapping::parse(&many, &in_force.codebook) {
        Err(MappingError::Codebook(said)) => assert_eq!(said.len(), 3, "all at once: {said:?}"),
        other => panic!("{other:?}"),
    }
    for (name, source) in SHIPPED {
        assert_eq!(
            &Mapping::parse(source, &in_force.codebook)
                .expect("it fits")
                .id,
            name
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_become_incidents_and_wrong_ones_are_named() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let file = "id,day,people,kind,group,where
1,05.03.2024,2,threat,\"Muslims,Jews\",01
2,,,damage,Muslims,02
,06.03.2024,1,threat,Muslims,01
3,2024-03-06,1,threat,Muslims,01
4,06.03.2024,one,threat,Muslims,01
5,06.03.2024,-1,threat,Muslims,01
6,30.02.2024,1,threat,Muslims,01
\"seven
of two lines\",06.03.2024,1,threat,Muslims,01
8,06.03.2024,1,strange,Martians,01
9,06.03.2024,1,strange,none,a whole sentence about somebody
10,06.03.2024,0,strange,\"none, \",03
11,06.03.2024
12,06.03.2024,3,threat,Jews,04,more,than,there,should,be
";
    let done = import(house, file).await.expect("imported");
    assert_eq!(
        (done.read, done.added, done.unchanged, done.rejected),
        (13, 5, 0, 8)
    );
    let said: Vec<String> = done
        .rejects
        .iter()
        .map(|reject| format!("{} {}: {}", reject.line, reject.column, reject.reason))
        .collect();
    assert_eq!(
        said,
        [
            "4 id: the id is empty, over 200 characters, or has control characters",
            "5 day: \"2024-03-06\" is not a date like %d.%m.%Y",
            "6 people: \"one\" is not a number of people",
            "7 people: \"-1\" is not a number of people",
            "8 day: \"30.02.2024\" is not a date like %d.%m.%Y",
            "9 id: the id is empty, over 200 characters, or has control characters",
            "11 group: \"Martians\" is not mapped",
            "12 where: \"a whole sentence about somebody\" is not a code",
        ]
    );
    assert_eq!(figure(house, Unit::Incidents, &[]).await, Some(5));
    assert_eq!(
        figure(house, Unit::Persons, &[]).await,
        Some(5),
        "empty is unknown and adds nothing"
    );
    assert_eq!(
        figure(house, Unit::Incidents, &[("target", "muslim")]).await,
        Some(2)
    );
    assert_eq!(
        figure(house, Unit::Incidents, &[("strand", "race")]).await,
        Some(2),
        "the strands of a target come with it"
    );
    assert_eq!(
        figure(house, Unit::Incidents, &[("area", "XX-01")]).await,
        Some(1)
    );
    assert_eq!(
        figure(house, Unit::Incidents, &[("category", "other")]).await,
        Some(1)
    );
    assert_eq!(
        figure(house, Unit::Incidents, &[("place-type", "street")]).await,
        Some(5)
    );
    let question = StatsQuestion {
        series: Some("partner".to_owned()),
        exact: true,
        unit: Some(Unit::Persons),
        ..StatsQuestion::default()
    };
    let answers = house.stats(&question).await.expect("an answer");
    assert!(
        answers[0]
            .notes
            .contains(&figures::Note::PersonsNotStated { incidents: Some(2) }),
        "{:?}",
        answers[0].notes
    );
    house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_twice_and_the_same_id_twice_change_nothing() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let rows: String = (0..2500)
        .map(|row| format!("id-{row},01.02.2023,1,threat,Muslims,1\n"))
        .collect();
    let file = format!("{HEADER}{rows}");
    let done = import(house, &file).await.expect("imported");
    assert_eq!((done.added, done.unchanged), (2500, 0));
    assert_eq!(done.told, [1000, 2000, 2500]);
    let entries = house.ledger_head().await.expect("the ledger").0;
    let again = import(house, &file).await.expect("imported");
    assert_eq!(
        (again.read, again.added, again.unchanged, again.rejected),
        (2500, 0, 2500, 0)
    );
    assert_eq!(
        house.ledger_head().await.expect("the ledger").0,
        entries + 2,
        "that it was delivered once more, and nothing else"
    );

    // Other content under a known id is a recoding; of two rows with one id in one delivery the first is taken.
    let changed = import(house, format!("{HEADER}id-7,01.02.2023,9,damage,Jews,2\nnew,01.02.2023,1,damage,Jews,2\nnew,01.02.2023,1,threat,Jews,2\n")).await;
    let changed = changed.expect("imported");
    assert_eq!(
        (changed.added, changed.changed, changed.rejected),
        (1, 1, 1)
    );
    assert_eq!(
        figure(house, Unit::Incidents, &[("category", "vandalism")]).await,
        Some(2)
    );
    // The same id in another series is another incident.
    let other = Mapping::parse(
        &MAPPING.replace("\"partner\"", "\"south-yorkshire-police\""),
        &house.in_force().codebook,
    )
    .expect("a mapping");
    let row = format!("{HEADER}id-7,01.02.2023,1,threat,Jews,2\n");
    let other = import_with(house, &other, row.into_bytes())
        .await
        .expect("imported");
    assert_eq!(other.added, 1);
    assert_eq!(figure(house, Unit::Incidents, &[]).await, Some(2501));
    let all = house
        .stats(&StatsQuestion {
            exact: true,
            ..StatsQuestion::default()
        })
        .await
        .expect("answers");
    let series: Vec<_> = all
        .iter()
        .map(|answer| (answer.series.as_deref(), answer.base))
        .collect();
    assert_eq!(
        series,
        [
            (Some("south-yorkshire-police"), Some(Cell::Shown(1))),
            (Some("partner"), Some(Cell::Shown(2501)))
        ],
        "never added up"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_imports_at_once_bring_each_incident_once() {
    let kit = TestHouse::founded().await;
    let rows: String = (0..1500)
        .map(|row| format!("id-{row},01.02.2023,1,threat,Muslims,1\n"))
        .collect();
    let file = format!("{HEADER}{rows}");
    let (one, other) = tokio::join!(import(&kit.house, &file), import(&kit.house, &file));
    let (one, other) = (one.expect("imported"), other.expect("imported"));
    assert_eq!(
        (one.added + other.added, one.unchanged + other.unchanged),
        (1500, 1500)
    );
    assert_eq!(figure(&kit.house, Unit::Incidents, &[]).await, Some(1500));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_odd_are_taken_or_refused_clearly() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let said = async |file: &[u8]| {
        import(house, file)
            .await
            .expect_err("it is refused")
            .to_string()
    };
    assert!(said(b"").await.starts_with("the file holds no rows"));
    assert_eq!(
        said(b"id,day,people,kind,group,where,kind\n1,,,,,,\n").await,
        "several columns are named \"kind\": in the mapping, name the right one by its place, which is 4 or 7"
    );
    let unclosed = format!("{HEADER}1,,,threat,Muslims,\"1\n2,,,threat,Muslims,1\n");
    assert_eq!(
        said(unclosed.as_bytes()).await,
        "line 2: a quotation mark in the row that begins here is never closed, so that the rest of the file is one cell"
    );
    assert_eq!(
        said(b"id,day,kind,group\n1,,,\n").await,
        "the file has no column named people, where; row 1 names id, day, kind, group"
    );
    assert!(
        said(b"id;day;people;kind;group;where\n")
            .await
            .ends_with("say so in the mapping, [file] delimiter = \";\"")
    );
    let header_only = import(house, HEADER).await.expect("nothing to do");
    assert_eq!((header_only.read, header_only.added), (0, 0));
    assert_eq!(
        import(house, HEADER.trim_end())
            .await
            .expect("nothing to do")
            .read,
        0
    );

    let marked = format!("\u{feff}{HEADER}1,01.02.2023,1,threat,Muslims,1\r\n");
    assert_eq!(
        import(house, marked)
            .await
            .expect("a byte-order mark is passed over")
            .added,
        1
    );
    let ordered =
        "where , group,kind,extra,people,day, id\n1,Muslims,threat,?,1,01.02.2023,2\n\n\n";
    assert_eq!(
        import(house, ordered)
            .await
            .expect("columns in any order, blanks around names")
            .added,
        1
    );

    let mut latin =
        format!("{HEADER}3,01.02.2023,1,threat,Muslims,1\n4,01.02.2023,1,").into_bytes();
    latin.extend_from_slice(b"D\xfcsseldorf,Muslims,1\n");
    assert!(
        said(&latin)
            .await
            .starts_with("line 3: this is not UTF-8 text")
    );
    let wide: Vec<u8> = HEADER.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(
        said(&wide).await.contains("encoding = \"utf-16le\""),
        "UTF-16 is told apart"
    );

    let huge = "x".repeat(5_000_000);
    let file = format!(
        "{HEADER}5,01.02.2023,1,{huge},Muslims,1\n{huge},01.02.2023,1,threat,Muslims,1\n6,{huge},1,threat,Muslims,1\n7,01.02.2023,1,threat,Muslims,{huge}\n8,01.02.2023,99999999999,threat,Muslims,1\n9\u{0},01.02.2023,1,threat,Muslims,1\n"
    );
    let done = import(house, file).await.expect("imported");
    assert_eq!((done.added, done.rejected), (1, 5));
    assert!(
        done.rejects
            .iter()
            .all(|reject| reject.reason.chars().count() < 120),
        "a message is no place for a huge cell"
    );
    let many: String = (0..12_000)
        .map(|row| format!("n{row},nonsense,1,threat,Muslims,1\n"))
        .collect();
    assert!(
        said(format!("{HEADER}{many}").as_bytes())
            .await
            .starts_with("not one of the first 10000 rows could be taken"),
        "an hour of refusals helps nobody"
    );
    assert_eq!(figure(house, Unit::Incidents, &[]).await, Some(3));
    house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_needs_a_founded_house() {
    let kit = TestHouse::unfounded_with(service::CodebookSource::uk()).await;
    let refused = import(&kit.house, HEADER).await;
    assert!(matches!(
        refused,
        Err(ImportError::Service(ServiceError::NotFounded))
    ));
}
