//! What later deliveries, mended rejects, dry runs and undoing do to what was imported.

use std::io::Cursor;

use domain::incident::{IncidentRefusal, IncidentStage};
use domain::{IncidentId, Role};
use figures::{Cell, Unit};
use service::counting::StatsQuestion;
use service::import::{ImportError, Mapping};
use service::incidents::IncidentNarrowing;
use service::{House, ServiceError, SignedIn};
use testkit::TestHouse;

use crate::support::{Hearing, Imported, edit, import_with};

const MAPPING: &str = r#"
[mapping]
id = "trial"
series = "partner"
external_id = "id"
complete = true
[date]
column = "day"
format = ["%Y-%m-%d", "%Y-%m", "%Y"]
to = "last"
time = "time"
time_format = "hmm"
[decision]
column = "checked"
values = { yes = "verified" }
ignore = ["no"]
[story]
text = ["words"]
details = ["town"]
links = ["link"]
[[facet]]
facet = "category"
column = "kind"
values = { threat = "threats", damage = "vandalism" }
"#;
const HEADER: &str = "id,day,last,time,checked,kind,words,town,link\n";

fn mapping(house: &House) -> Mapping {
    Mapping::parse(MAPPING, &house.in_force().codebook).expect("it fits the codebook")
}

async fn import(house: &House, rows: &str) -> Result<Imported, ImportError> {
    import_with(house, &mapping(house), format!("{HEADER}{rows}")).await
}

async fn count(house: &House, category: &str) -> u64 {
    let question = StatsQuestion {
        unit: Some(Unit::Incidents),
        series: Some("partner".to_owned()),
        exact: true,
        filters: vec![("category".to_owned(), category.to_owned())],
        ..StatsQuestion::default()
    };
    let answers = house.stats(&question).await.expect("an answer");
    answers
        .first()
        .and_then(|answer| answer.base)
        .and_then(Cell::shown)
        .unwrap_or_default()
}

async fn all(house: &House, by: &SignedIn) -> Vec<domain::Incident> {
    let mut all = house
        .incidents(by, IncidentNarrowing::default())
        .await
        .expect("a list")
        .incidents;
    all.sort_by(|one, other| one.external_id.cmp(&other.external_id));
    all
}

async fn words(house: &House, by: &SignedIn, id: IncidentId) -> Vec<String> {
    house
        .open_incident(by, id)
        .await
        .expect("it opens")
        .history
        .into_iter()
        .filter_map(|line| line.words)
        .collect()
}

async fn sound(house: &House) {
    house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_delivery_is_a_recoding_with_history() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let reader = kit.member("Robin Reader", Role::Caseworker).await;
    let first = "1,2024-03,,5,yes,threat,What was shouted.,Rotherham,https://news.example/1\n2,2020,,,no,damage,,,\n3,2024-01-01,2024-01-09,,no,damage,,,\n";
    let done = import(house, first).await.expect("imported");
    assert_eq!((done.added, done.rejected), (3, 0), "{:?}", done.rejects);
    assert_eq!(done.import.as_ref().expect("ended").counts.absent, Some(0));
    let incidents = all(house, &reader).await;
    let days: Vec<_> = incidents
        .iter()
        .map(|incident| {
            incident
                .coding
                .occurred
                .from
                .zip(incident.coding.occurred.to)
                .map(|(from, to)| format!("{from} {to}"))
        })
        .collect();
    assert_eq!(
        days,
        [
            Some("2024-03-01 2024-03-31"),
            Some("2020-01-01 2020-12-31"),
            Some("2024-01-01 2024-01-09")
        ]
        .map(|days| days.map(str::to_owned))
    );
    assert_eq!(
        incidents[0].stage,
        IncidentStage::Decided,
        "its source says verified"
    );
    assert_eq!(incidents[1].stage, IncidentStage::Coding);
    assert_eq!(
        words(house, &reader, incidents[0].id).await,
        ["What was shouted.\n\ntime: 00:05\ntown: Rotherham\nhttps://news.example/1"]
    );

    // The second delivery says the same of 2, other things of 1, and nothing of 3.
    let second = "2,2020,,,no,damage,,,\n1,2024-03-05,,5,yes,damage,What was thrown.,Rotherham,\n4,2024-02-02,,,no,threat,,,\n";
    let done = import(house, second).await.expect("imported");
    assert_eq!((done.added, done.changed, done.unchanged), (1, 1, 1));
    let import_2 = done.import.expect("ended");
    assert_eq!(import_2.counts.absent, Some(1));
    assert_eq!(house.absent_from(&import_2, "").await.expect("ids"), ["3"]);
    assert_eq!(
        (
            count(house, "threats").await,
            count(house, "vandalism").await
        ),
        (1, 3)
    );
    assert_eq!(
        words(house, &reader, incidents[0].id).await.len(),
        2,
        "both tellings are kept"
    );
    sound(house).await;

    // Undone, everything is as it was; told once more, it is as it was told.
    let first_import = house.imports(None).await.expect("imports")[0].id;
    assert!(matches!(
        house.undo_import(None, first_import).await,
        Err(ServiceError::LaterImport(later)) if later == import_2.id
    ));
    let undone = house.undo_import(None, import_2.id).await.expect("undone");
    let (_, what) = undone.undone.expect("it is");
    assert_eq!((what.taken_back, what.put_back, what.kept), (1, 1, 0));
    assert_eq!(
        (
            count(house, "threats").await,
            count(house, "vandalism").await
        ),
        (1, 2)
    );
    assert!(matches!(
        house.undo_import(None, import_2.id).await,
        Err(ServiceError::Import(domain::import::ImportRefusal::Undone))
    ));
    let again = import(house, second).await.expect("imported");
    assert_eq!((again.added, again.changed, again.unchanged), (0, 2, 1));
    assert_eq!(
        (
            count(house, "threats").await,
            count(house, "vandalism").await
        ),
        (1, 3)
    );
    let third = again.import.expect("ended").id;
    house.undo_import(None, third).await.expect("undone");
    house.undo_import(None, first_import).await.expect("undone");
    assert_eq!(
        (
            count(house, "threats").await,
            count(house, "vandalism").await
        ),
        (0, 0)
    );
    sound(house).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_colleague_worked_on_stays_as_they_left_it() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let coder = kit.member("Casey Caseworker", Role::Caseworker).await;
    import(
        house,
        "1,2024-03-05,,,no,threat,,,\n2,2024-03-05,,,no,threat,,,\n",
    )
    .await
    .expect("imported");
    let incidents = all(house, &coder).await;
    let mut coding = incidents[0].coding.clone();
    coding.persons = Some(4);
    house
        .code(
            &coder,
            edit(
                incidents[0].id,
                incidents[0].revision,
                coding.clone(),
                "Four were there.",
            ),
        )
        .await
        .expect("coded");
    let done = import(
        house,
        "1,2024-03-06,,,no,damage,,,\n2,2024-03-06,,,no,damage,,,\n",
    )
    .await
    .expect("imported");
    assert_eq!((done.changed, done.kept), (1, 1));
    assert_eq!(all(house, &coder).await[0].coding, coding);
    for import in house
        .imports(None)
        .await
        .expect("imports")
        .into_iter()
        .rev()
    {
        house.undo_import(None, import.id).await.expect("undone");
    }
    let undone = &house.imports(None).await.expect("imports")[0];
    let (_, what) = undone.undone.expect("it is");
    assert_eq!((what.taken_back, what.kept), (1, 1));
    let after = all(house, &coder).await;
    assert_eq!(after[0].coding, coding);
    assert_eq!(after[1].stage, IncidentStage::TakenBack);
    let refused = house
        .code(&coder, edit(after[1].id, after[1].revision, coding, ""))
        .await
        .map(|_| ());
    assert!(
        matches!(
            refused,
            Err(ServiceError::Incident(IncidentRefusal::NotInCoding))
        ),
        "{refused:?}"
    );
    sound(house).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rejected_rows_are_mended_and_fed_again() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let rows = "1,2024-03-05,,,no,threat,\"=HYPERLINK(\"\"x\"\")\",'quoted',\n2,the 5th,,,perhaps,stare,\"two\nlines\",,ftp://x\n3,2999-01-01,,,no,threat,,,\n4,2024-03-05,2024-03-01,,no,threat,,,\n5,2024-03-05,,2575,no,threat,,,\n6,2024-03-05,,,no,threat,-1 and more,,nowhere\n";
    let done = import(house, rows).await.expect("imported");
    assert_eq!((done.added, done.rejected), (1, 5));
    let said: Vec<_> = done
        .rejects
        .iter()
        .map(|reject| {
            format!(
                "{} {} [{}] {}",
                reject.line, reject.column, reject.value, reject.reason
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            "3 day [the 5th] \"the 5th\" is not a date like %Y-%m-%d or %Y-%m or %Y",
            "3 checked [perhaps] \"perhaps\" is not mapped",
            "3 link [ftp://x] this is not a web address that begins with http:// or https://",
            "3 kind [stare] \"stare\" is not mapped",
            "5 day [2999-01-01] the date lies in the future",
            "6 last [2024-03-01] the last day lies before the first",
            "7 time [2575] \"2575\" is not a time like hmm",
            "8 link [nowhere] this is not a web address that begins with http:// or https://",
        ]
    );
    let file = String::from_utf8(done.rejects_file.clone()).expect("UTF-8");
    assert!(
        file.starts_with(
            "\u{feff}rejected-line,rejected-column,rejected-value,rejected-reason,id,day,"
        ),
        "{file}"
    );
    assert!(
        file.contains(",'-1 and more,"),
        "no cell is taken for a formula: {file}"
    );
    let mended = file
        .replace("the 5th,", "2024-03-05,")
        .replace(",perhaps,stare,", ",yes,damage,")
        .replace("ftp://x\n", "\n")
        .replace("2999-01-01", "1999-01-01")
        .replace("2024-03-01", "2024-03-31")
        .replace(",2575,", ",,")
        .replace("nowhere\n", "\n");
    // Whatever is said of the first file holds no more for the mended one.
    let source = MAPPING.replacen(
        "[date]",
        "[file]\nencoding = \"macintosh\"\nheader = 2\ndelimiter = \";\"\n[date]",
        1,
    );
    let odd = Mapping::parse(&source, &house.in_force().codebook).expect("a mapping");
    let again = import_with(house, &odd, mended).await.expect("imported");
    assert_eq!((again.added, again.rejected), (5, 0), "{:?}", again.rejects);
    assert_eq!(
        again.import.expect("ended").counts.absent,
        None,
        "a part is no register"
    );
    let reader = kit.member("Robin Reader", Role::Caseworker).await;
    let incidents = all(house, &reader).await;
    assert_eq!(
        words(house, &reader, incidents[5].id).await,
        ["-1 and more"]
    );
    sound(house).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_says_everything_and_keeps_nothing() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    import(
        house,
        "1,2024-03-05,,,no,threat,,,\n2,2024-03-05,,,no,threat,,,\n",
    )
    .await
    .expect("imported");
    let before = house.ledger_head().await.expect("the ledger");
    let source = MAPPING.replace("threat = \"threats\",", "").replace(
        "column = \"kind\"",
        "column = \"kind\"\notherwise = \"other\"",
    );
    let mapping = Mapping::parse(&source, &house.in_force().codebook).expect("a mapping");
    let mut run = house.begin_import(&mapping, None).expect("it begins");
    let rows = "1,2024-03-05,,,no,threat,,,\n2,2024-03-05,,,no,damage,,,\n3,2024-03-07,,,maybe,damage,x,,\n4,,,,maybe,damage,,,\n5,,,,no,damage,Words.,,\n";
    let would = run
        .rehearse(
            Cursor::new(format!("{HEADER}{rows}").into_bytes()),
            &mut Hearing::new(),
        )
        .await
        .expect("rehearsed");
    assert_eq!(
        (
            would.read,
            would.new,
            would.changed,
            would.unchanged,
            would.rejected
        ),
        (5, 1, 2, 0, 2)
    );
    assert_eq!((would.stories, would.undated), (1, 1));
    let unmapped: Vec<_> = would
        .unmapped
        .iter()
        .map(|value| (value.column.as_str(), value.value.as_str(), value.count))
        .collect();
    assert_eq!(unmapped, [("checked", "maybe", 2)]);
    let otherwise: Vec<_> = would
        .otherwise
        .iter()
        .map(|value| (value.value.as_str(), value.count))
        .collect();
    assert_eq!(otherwise, [("threat", 1)]);
    assert_eq!(
        would
            .codes
            .get(&("category".to_owned(), "vandalism".to_owned())),
        Some(&2)
    );
    assert_eq!(house.ledger_head().await.expect("the ledger"), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_those_who_may_import_do() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let mapping = mapping(house);
    for role in [
        Role::Administrator,
        Role::Helper,
        Role::Caseworker,
        Role::Analyst,
    ] {
        let member = kit.member(&format!("Member {}", role.code()), role).await;
        assert!(matches!(
            house.begin_import(&mapping, Some(&member)),
            Err(ServiceError::NotPermitted(_))
        ));
        assert!(matches!(
            house.imports(Some(&member)).await,
            Err(ServiceError::NotPermitted(_))
        ));
    }
    let senior = kit.member("Sol Senior", Role::Senior).await;
    let mut run = house
        .begin_import(&mapping, Some(&senior))
        .expect("they may");
    let rows = format!("{HEADER}1,2024-03-05,,,no,threat,,,\n");
    run.file(Cursor::new(rows.into_bytes()), &mut Hearing::new())
        .await
        .expect("imported");
    let import = run.finish().await.expect("ended");
    assert_eq!(import.by, Some(senior.actor.member));
    assert!(
        all(house, &senior).await[0].is_as_delivered(),
        "to import is not to work on it"
    );
}
