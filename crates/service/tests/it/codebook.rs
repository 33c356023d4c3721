//! Code lists are data: another codebook, or one more facet, needs no change of code.

use domain::codebook::FacetOn;
use domain::coding::Coding;
use domain::{Occurred, Role};
use figures::output::{Words, to_csv, to_json};
use figures::{Cell, Unit};
use jiff::civil::date;
use service::counting::StatsQuestion;
use service::import::Mapping;
use service::intake::Standing;
use service::triage::InboxNarrowing;
use service::{CodebookSource, InForce, ServiceError};
use testkit::TestHouse;

use crate::support::{Desk, decision, edit, facets, import_with, posted};

fn disability() -> CodebookSource {
    CodebookSource {
        source: include_str!("../../../../codebooks/example-disability.toml").to_owned(),
        labels: vec![(
            "en".to_owned(),
            include_str!("../../../../codebooks/example-disability/en.ftl").to_owned(),
        )],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_codebook_of_another_field_works_from_the_form_to_the_figure() {
    let mut desk = Desk::over(TestHouse::founded_with(disability()).await).await;
    let house = desk.house();
    let fields = posted(&[
        ("barrier-story", "The driver saw my chair and drove on."),
        ("barrier-kind", "refusal"),
        ("where-kind", "bus"),
        ("bus-number", "22"),
        ("day-kind", "exact"),
        ("day-date", "2026-11-03"),
        ("lives-with", "moving"),
        ("lives-with", "pain-or-fatigue"),
    ]);
    let received = desk.kit.report_of(&fields).await;
    assert_eq!(
        house
            .inbox(&desk.coder, InboxNarrowing::default())
            .await
            .expect("the inbox")
            .total,
        1
    );
    let opened = house
        .open_report(&desk.coder, received.report)
        .await
        .expect("opens");
    assert_eq!(opened.suggested.occurred, Occurred::on(date(2026, 11, 3)));
    let suggested = facets(&[
        ("barrier", "refusal"),
        ("service", "bus"),
        ("impairment", "moving"),
        ("impairment", "pain-or-fatigue"),
    ]);
    assert_eq!(opened.suggested.facets, suggested);
    let id = house
        .make_incident(&desk.coder, received.report, opened.suggested)
        .await
        .expect("made");

    let unknown = Coding {
        codebook: house.in_force().reference(),
        occurred: Occurred::UNKNOWN,
        persons: None,
        facets: facets(&[("strand", "religion")]),
    };
    assert!(matches!(
        house.code(&desk.coder, edit(id, 1, unknown, "")).await,
        Err(ServiceError::Coding(_))
    ));
    let mut coding = Coding {
        codebook: house.in_force().reference(),
        occurred: Occurred::on(date(2026, 11, 3)),
        persons: None,
        facets: suggested,
    };
    coding.facets.insert("evidence", "own-account");
    let submitted = desk.submit(id, &coding).await;
    let unproven = house
        .check(
            &desk.checker,
            edit(id, submitted.revision, decision("confirmed"), ""),
        )
        .await;
    assert!(matches!(unproven, Err(ServiceError::EvidenceMissing)));
    let foreign = house
        .check(
            &desk.checker,
            edit(id, submitted.revision, decision("verified"), ""),
        )
        .await;
    assert!(matches!(foreign, Err(ServiceError::NotInCodebook(_))));
    house
        .return_to_coder(
            &desk.checker,
            edit(id, submitted.revision, (), "Is there a picture?"),
        )
        .await
        .expect("returned");
    coding.facets.insert("evidence", "photograph");
    let submitted = desk.submit(id, &coding).await;
    house
        .check(
            &desk.checker,
            edit(id, submitted.revision, decision("confirmed"), ""),
        )
        .await
        .expect("confirmed");
    let status = house
        .status(&received.receipt.words())
        .await
        .expect("looked up")
        .expect("words")
        .expect("there");
    assert_eq!(status.standing, Standing::Decided("confirmed".to_owned()));

    for (facet, code) in [
        ("barrier", "refusal"),
        ("impairment", "moving"),
        ("service", "bus"),
        ("evidence", "photograph"),
    ] {
        let question = StatsQuestion {
            rows: Some(facet.to_owned()),
            exact: true,
            ..StatsQuestion::default()
        };
        let answers = house.stats(&question).await.expect("an answer");
        assert_eq!(answers.len(), 1);
        assert_eq!(
            (answers[0].series.as_deref(), answers[0].line(code)),
            (Some("members"), Some(Cell::Shown(1))),
            "{facet}"
        );
    }
    let public = house.public_figures().await.expect("public figures");
    assert_eq!(
        public.series[0].trend.base,
        Some(Cell::Hidden),
        "its own rule hides what is below ten"
    );
    assert!(public.series[0].breakdowns.iter().all(|answer| {
        answer
            .rows
            .as_ref()
            .is_none_or(|rows| rows.dimension.name() != "impairment")
    }));
    let wrong = house
        .stats(&StatsQuestion {
            rows: Some("strand".to_owned()),
            ..StatsQuestion::default()
        })
        .await;
    assert!(wrong.is_err(), "facets of another codebook are unknown");
    desk.kit.restart().await;
    desk.house()
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_codebook_of_another_field_takes_imports() {
    let mut source = disability();
    source.source = source.source.replacen(
        "[[decision]]",
        "[[series]]\ncode = \"council\"\ndefinition = \"What the council counted.\"\nunits = [\"incidents\", \"persons\"]\n\n[[decision]]",
        1,
    );
    source.source = source.source.replacen(
        "[disclosure]",
        "[[counting]]\nid = \"council\"\nunit = \"incidents\"\nas_recorded = true\nseries = [\"council\"]\npublic = true\n\n[disclosure]",
        1,
    );
    source.labels[0].1.push_str("\nseries-council = The council\ncounting-council = Council\ncounting-council-note = As the council counts.\n");
    let problems = InForce::new(&source).err().unwrap_or_default();
    assert!(problems.is_empty(), "{problems:?}");
    let kit = TestHouse::founded_with(source).await;
    let house = &kit.house;
    let mapping = r#"
[mapping]
id = "council"
series = "council"
external_id = "Ref"
[[facet]]
facet = "adjustment"
column = "Wanted"
separator = ";"
parents = true
values = { ramp = "clear-way", print = "other-format" }
[[facet]]
facet = "service"
constant = "pavement"
"#;
    // A parent facet that takes one code can't be filled from codes that may have several parents.
    let wrong = Mapping::parse(mapping, &house.in_force().codebook)
        .expect_err("barrier takes one code")
        .to_string();
    assert!(
        wrong.contains("its parent facet takes one code only"),
        "{wrong}"
    );
    let mapping = Mapping::parse(
        &mapping.replace("parents = true\n", ""),
        &house.in_force().codebook,
    )
    .expect("it fits");
    let file = "Ref,Wanted\na,ramp\nb,ramp;print\nc,\n";
    assert_eq!(
        import_with(house, &mapping, file)
            .await
            .expect("imported")
            .added,
        3
    );
    let question = StatsQuestion {
        rows: Some("adjustment".to_owned()),
        exact: true,
        series: Some("council".to_owned()),
        ..StatsQuestion::default()
    };
    let answer = house.stats(&question).await.expect("an answer").remove(0);
    let line = |code| answer.line(code).and_then(Cell::shown);
    assert_eq!(
        (line("clear-way"), line("other-format"), line("not-stated")),
        (Some(2), Some(1), Some(1))
    );
}

/// The program's codebook with one more facet and question, as somebody would edit the file.
fn with_weather() -> CodebookSource {
    let mut source = CodebookSource::uk();
    let facet = r#"[[facet]]
id = "weather"
definition = "What the weather was like, as far as it mattered."
on = "incident"
cardinality = "many"
codes = [{ code = "fog" }, { code = "snow" }, { code = "not-known", unknown = true }]

[[facet]]
id = "channel"
"#;
    let question = r#"[[form.section.question]]
id = "weather"
kind = "many-of"
seals = "narrative"
facet = "weather"
suggests = "weather"

[[form.section]]
id = "where"
"#;
    for (from, to) in [
        ("version = 3\n", "version = 4\n"),
        ("[[facet]]\nid = \"channel\"\n", facet),
        ("[[form.section]]\nid = \"where\"\n", question),
    ] {
        assert_eq!(source.source.matches(from).count(), 1, "{from}");
        source.source = source.source.replacen(from, to, 1);
    }
    for (_, labels) in &mut source.labels {
        labels.push_str(
            "\nfacet-weather = Weather\ncode-weather-fog = Fog\ncode-weather-snow = Snow\ncode-weather-not-known = Not known\nquestion-weather = What was the weather like?\n",
        );
    }
    source
}

#[tokio::test(flavor = "multi_thread")]
async fn a_facet_added_to_the_file_appears_everywhere() {
    let mut desk = Desk::open().await;
    let old = desk.made(desk.kit.some_report().await).await;
    let old_coding = crate::support::coding(desk.house(), date(2026, 11, 1));
    desk.submit(old, &old_coding).await;
    desk.kit.restart_with(with_weather()).await;
    desk.coder = desk.kit.sign_in("Casey Caseworker").await;
    desk.checker = desk.kit.sign_in("Sol Senior").await;
    let house = desk.house();
    let in_force = house.in_force();
    assert_eq!(in_force.reference().version, 4);

    // 1. The form.
    let question = in_force
        .codebook
        .form
        .question("weather")
        .expect("a question");
    assert_eq!(
        question
            .choices
            .iter()
            .map(|choice| choice.code.as_str())
            .collect::<Vec<_>>(),
        ["fog", "snow", "not-known"]
    );
    let received = desk
        .kit
        .report_of(&posted(&[
            ("story", "In the snow, nobody saw."),
            ("weather", "snow"),
            ("weather", "fog"),
        ]))
        .await;
    let opened = house
        .open_report(&desk.coder, received.report)
        .await
        .expect("opens");
    assert!(
        opened.suggested.facets.has("weather", "snow")
            && opened.suggested.facets.has("weather", "fog")
    );
    // 2. The coding panel.
    assert!(
        in_force
            .codebook
            .coding_facets()
            .any(|facet| facet.id == "weather" && facet.on == FacetOn::Incident)
    );
    let id = desk.made(received.report).await;
    let mut coding = crate::support::evident_coding(house, date(2026, 11, 5));
    assert_eq!(coding.codebook.version, 4);
    coding.facets.insert("weather", "snow");
    let submitted = desk.submit(id, &coding).await;
    house
        .check(
            &desk.checker,
            edit(id, submitted.revision, decision("verified"), ""),
        )
        .await
        .expect("verified");
    // What was coded before keeps the edition that it was coded with.
    assert_eq!(
        house
            .incident(&desk.coder, old)
            .await
            .expect("there")
            .coding,
        old_coding
    );
    assert_eq!(
        house
            .incident(&desk.coder, old)
            .await
            .expect("there")
            .coding
            .codebook
            .version,
        3
    );
    // 3. Mappings of imports.
    let mapping = "[mapping]\nid = \"w\"\nseries = \"partner\"\nexternal_id = \"id\"\n[[facet]]\nfacet = \"weather\"\ncolumn = \"sky\"\nvalues = { F = \"fog\" }\n";
    let mapping = Mapping::parse(mapping, &in_force.codebook).expect("it fits");
    import_with(house, &mapping, "id,sky\n1,F\n2,F\n")
        .await
        .expect("imported");
    // 4. Tables, as rows, columns and filters.
    let question = StatsQuestion {
        rows: Some("weather".to_owned()),
        columns: Some("category".to_owned()),
        filters: vec![("weather".to_owned(), "snow".to_owned())],
        exact: true,
        ..StatsQuestion::default()
    };
    let answers = house.stats(&question).await.expect("answers");
    assert_eq!(
        answers
            .iter()
            .map(|answer| answer.base.and_then(Cell::shown))
            .collect::<Vec<_>>(),
        [Some(1), Some(0)]
    );
    let public = house.public_figures().await.expect("public figures");
    assert!(public.series[0].breakdowns.iter().any(|answer| {
        answer
            .rows
            .as_ref()
            .is_some_and(|rows| rows.dimension.name() == "weather")
    }));
    // 5. The export.
    let question = StatsQuestion {
        rows: Some("weather".to_owned()),
        exact: true,
        series: Some("partner".to_owned()),
        ..StatsQuestion::default()
    };
    let answers = house.stats(&question).await.expect("answers");
    let csv = to_csv(&answers, &Words::codes()).expect("a table");
    assert!(
        csv.lines()
            .any(|line| line.starts_with("partner,incidents,weather,fog,fog,,,,cell,2,")),
        "{csv}"
    );
    let json = to_json(&answers[0], &Words::codes());
    assert_eq!(json["rows"]["dimension"], "weather");
    assert_eq!(json["rows"]["lines"][0]["code"], "fog");
    house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_that_was_installed_is_not_replaced_under_its_own_number() {
    let kit = TestHouse::founded().await;
    let entries = kit.house.ledger_head().await.expect("the ledger").0;
    kit.house.close().await;
    let mut changed = CodebookSource::uk();
    changed.source = changed
        .source
        .replacen("hide_below = 5", "hide_below = 1", 1);
    let open = |source: CodebookSource| async {
        let store = store::Store::open(&store::DatabaseUrl::from_data_folder(kit.folder.path()))
            .await
            .expect("it opens");
        let parts = service::SpareParts {
            store,
            clock: std::sync::Arc::new(kit.clock.clone()),
            randomness: std::sync::Arc::new(testkit::SeededRandomness::new(99)),
            codebook: source,
            settings: service::HouseSettings::default(),
            installation_secret: [9; 32],
        };
        service::House::open(parts).await
    };
    assert!(matches!(
        open(changed.clone()).await.err(),
        Some(ServiceError::Damaged(_))
    ));
    changed.source = changed.source.replacen("version = 3\n", "version = 4\n", 1);
    let house = open(changed).await.expect("a new number is fine");
    assert_eq!(
        house.ledger_head().await.expect("the ledger").0,
        entries + 1
    );
    house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
    let broken = CodebookSource {
        source: "id = ".to_owned(),
        labels: Vec::new(),
    };
    assert!(open(broken).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_codebook_without_channels_takes_the_page_only() {
    let kit = TestHouse::founded_with(disability()).await;
    let helper = kit.member("Hana Helper", Role::Helper).await;
    let answers = testkit::answers_of(
        &kit.house,
        &posted(&[("barrier-story", "A step at the door.")]),
    );
    let arrival = |channel, by| service::intake::Arrival {
        seed: [1; 32],
        language: "en",
        channel,
        answers: &answers,
        by,
    };
    let refused = kit
        .house
        .receive(&arrival(
            "my own words",
            service::intake::ArrivalBy::Colleague(&helper),
        ))
        .await;
    assert!(matches!(refused, Err(ServiceError::NotInCodebook(_))));
    kit.house
        .receive(&arrival("web-form", service::intake::ArrivalBy::Reporter))
        .await
        .expect("received");
    let question = StatsQuestion {
        unit: Some(Unit::Reports),
        exact: true,
        series: Some("members".to_owned()),
        ..StatsQuestion::default()
    };
    assert!(
        kit.house.stats(&question).await.is_err(),
        "it has no rule for counting reports"
    );
}
