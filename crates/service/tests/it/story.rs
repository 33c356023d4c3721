//! The main job from the first run to a figure, with everything that may happen on the way.

use domain::fact::SetAside;
use domain::incident::{IncidentRefusal, IncidentStage};
use domain::report::{ReportRefusal, ReportStage};
use domain::{Fact, Role};
use figures::{Cell, Unit};
use jiff::civil::date;
use seal::RecoveryKit;
use service::counting::StatsQuestion;
use service::intake::{Standing, Status};
use service::organisation::Founding;
use service::triage::{CandidateQuery, InboxNarrowing};
use service::{CodebookSource, House, ServiceError};
use testkit::{PASSPHRASE, TestHouse};

use crate::support::{
    Desk, coding, decision, edit, evident_coding, facets, own_figure, own_total, posted,
};

fn founding() -> Founding {
    Founding {
        organisation: "Trial Reporting Centre".to_owned(),
        name: "Avery Administrator".to_owned(),
        passphrase: PASSPHRASE.to_owned(),
    }
}

async fn status(house: &House, words: &str) -> Status {
    house
        .status(words)
        .await
        .expect("it is looked up")
        .expect("these are words of a receipt")
        .expect("it is there")
}

/// The second since which a report stands where it stands.
async fn since(house: &House, words: &str) -> Option<i64> {
    let since = status(house, words).await.since;
    since.map(domain::Timestamp::seconds)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_run_makes_the_organisation_once() {
    let kit = TestHouse::unfounded_with(CodebookSource::uk()).await;
    let house = &kit.house;
    assert!(!house.is_founded());
    let refused = house
        .found("00000000000000000000000000000000", founding())
        .await;
    assert!(matches!(refused, Err(ServiceError::LinkGone)));
    let weak = Founding {
        passphrase: "password1234".to_owned(),
        ..founding()
    };
    assert!(matches!(
        house.found(&house.first_run_token(), weak).await,
        Err(ServiceError::WeakPassphrase(_))
    ));
    assert!(!house.is_founded());

    let founded = house
        .found(&house.first_run_token(), founding())
        .await
        .expect("founded");
    let kept = house.keys().expect("keys");
    let recovered = RecoveryKit::parse(&founded.recovery_kit).expect("what is printed reads back");
    let recovery =
        seal::KeyPair::from_seed(seal::SecretSeed::from_bytes(*recovered.seed().expose()));
    assert_eq!(
        recovery.public().as_bytes(),
        kept.recovery.as_bytes(),
        "the kit opens what is sealed to recovery"
    );

    let again = house.found(&house.first_run_token(), founding()).await;
    assert!(matches!(again, Err(ServiceError::AlreadyFounded)));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_first_runs_at_once_one_wins() {
    let kit = TestHouse::unfounded_with(CodebookSource::uk()).await;
    let token = kit.house.first_run_token();
    let (one, other) = tokio::join!(
        kit.house.found(&token, founding()),
        kit.house.found(&token, founding())
    );
    let refused = [one.err(), other.err()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>();
    assert!(
        matches!(refused.as_slice(), [ServiceError::AlreadyFounded]),
        "{refused:?}"
    );
    kit.administrator().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_from_the_administrator_carries_the_key_and_one_from_the_command_line_waits_for_it()
{
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let administrator = kit.administrator().await;
    assert!(administrator.holds_team_key());

    let link = house
        .invite(Some(&administrator), "Casey Caseworker", Role::Caseworker)
        .await
        .expect("a link");
    let shown = house.invitation(&link.token).await.expect("it is shown");
    assert_eq!(
        (shown.name.as_str(), shown.role),
        ("Casey Caseworker", Role::Caseworker)
    );
    house
        .accept_invitation(&link.token, PASSPHRASE)
        .await
        .expect("taken up");
    assert!(kit.sign_in("casey  CASEWORKER").await.holds_team_key());

    // Who may not read is given no key, whoever invites them.
    let link = house
        .invite(Some(&administrator), "Ana Analyst", Role::Analyst)
        .await
        .expect("a link");
    house
        .accept_invitation(&link.token, PASSPHRASE)
        .await
        .expect("taken up");
    assert!(!kit.sign_in("Ana Analyst").await.holds_team_key());

    let link = house
        .invite(None, "Sol Senior", Role::Senior)
        .await
        .expect("a link");
    house
        .accept_invitation(&link.token, PASSPHRASE)
        .await
        .expect("taken up");
    let senior = kit.sign_in("Sol Senior").await;
    assert!(!senior.holds_team_key());
    let report = kit.some_report().await;
    assert!(matches!(
        house.open_report(&senior, report).await,
        Err(ServiceError::NoTeamKey)
    ));
    let waiting = |members: Vec<service::members::MemberLine>| {
        members
            .into_iter()
            .filter(|line| line.waits_for_key)
            .map(|line| line.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        waiting(house.members(&administrator).await.expect("a list")),
        ["Sol Senior"]
    );

    house
        .hand_over_key(&administrator, link.member)
        .await
        .expect("handed over");
    house
        .open_report(&senior, report)
        .await
        .expect("the open session can go on");
    let anew = kit.sign_in("Sol Senior").await;
    house
        .open_report(&anew, report)
        .await
        .expect("so can a new one");
    assert_eq!(
        waiting(house.members(&administrator).await.expect("a list")),
        [""; 0]
    );
    assert!(
        house
            .hand_over_key(&administrator, link.member)
            .await
            .is_err(),
        "once is enough"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_becomes_a_figure_through_two_people() {
    let desk = Desk::open().await;
    let house = desk.house();
    let received = desk
        .kit
        .report_of(&posted(&[
            (
                "story",
                "A man at the rank shouted at me and would not let me drive off.",
            ),
            ("when-kind", "exact"),
            ("when-date", "2026-11-02"),
            ("place-kind", "taxi"),
            ("people", "3"),
            ("strand", "religion"),
            ("religion", "muslim"),
        ]))
        .await;
    let words = received.receipt.words();
    assert_eq!(status(house, &words).await.standing, Standing::Waiting);
    assert_eq!(status(house, &words).await.since, None);

    let inbox = house
        .inbox(&desk.coder, InboxNarrowing::default())
        .await
        .expect("the inbox");
    assert_eq!((inbox.total, inbox.reports[0].id), (1, received.report));
    desk.kit.clock.pass_seconds(60);
    let opened = house
        .open_report(&desk.coder, received.report)
        .await
        .expect("it opens");
    assert_eq!(opened.report.opened, 1, "opening is recorded");
    assert_eq!(status(house, &words).await.standing, Standing::Read);
    assert_eq!(since(house, &words).await, Some(house.now().seconds()));

    let suggested = &opened.suggested;
    assert_eq!(suggested.occurred, domain::Occurred::on(date(2026, 11, 2)));
    assert_eq!(suggested.persons, Some(3));
    assert!(
        suggested.facets.has("place-type", "taxi") && suggested.facets.has("strand", "religion")
    );
    assert!(
        suggested.perceived.has("target", "muslim")
            && suggested.perceived.has("strand", "religion")
    );

    desk.kit.clock.pass_seconds(60);
    let id = house
        .make_incident(&desk.coder, received.report, opened.suggested.clone())
        .await
        .expect("made");
    let incident = house.incident(&desk.coder, id).await.expect("there");
    assert_eq!(incident.reference, Some((2026, 1)));
    assert!(
        incident.perception.is_some()
            && incident.verification.is_none()
            && incident.police.is_none()
    );
    assert_eq!(status(house, &words).await.standing, Standing::InWork);
    assert_eq!(since(house, &words).await, Some(house.now().seconds()));
    assert_eq!(
        house
            .inbox(&desk.coder, InboxNarrowing::default())
            .await
            .expect("the inbox")
            .total,
        0
    );

    // Submitting needs the facets that a check needs.
    let early = house
        .submit_for_check(&desk.coder, edit(id, incident.revision, (), ""))
        .await;
    assert!(matches!(early, Err(ServiceError::Coding(_))));
    let first = coding(house, date(2026, 11, 2));
    let coded = house
        .code(
            &desk.coder,
            edit(id, incident.revision, first, "Coded from the call."),
        )
        .await
        .expect("coded");
    let police = ("not-recorded".to_owned(), Some(date(2026, 11, 9)));
    let coded = house
        .record_police_classification(
            &desk.coder,
            edit(id, coded.revision, police, "A letter from the force."),
        )
        .await
        .expect("recorded");
    let coded = house
        .record_perception(
            &desk.coder,
            edit(id, coded.revision, facets(&[("strand", "race")]), ""),
        )
        .await
        .expect("recorded");
    desk.kit.clock.pass_seconds(60);
    let submitted = house
        .submit_for_check(&desk.coder, edit(id, coded.revision, (), "Please look."))
        .await
        .expect("submitted");
    assert_eq!(submitted.stage, IncidentStage::InCheck);
    let submitted_at = house.now().seconds();
    desk.kit.clock.pass_seconds(60);
    house
        .open_incident(&desk.checker, id)
        .await
        .expect("it opens");
    assert_eq!(status(house, &words).await.standing, Standing::InCheck);
    assert_eq!(
        since(house, &words).await,
        Some(submitted_at),
        "reading moves nothing"
    );
    assert_eq!(house.waiting(&desk.checker).await.expect("counts"), (0, 1));
    assert_eq!(own_total(house, true).await, Some(Cell::Shown(0)));

    // Evidence first: the codebook asks for two kinds.
    let unproven = house
        .check(
            &desk.checker,
            edit(id, submitted.revision, decision("verified"), ""),
        )
        .await;
    assert!(matches!(unproven, Err(ServiceError::EvidenceMissing)));
    let silent = house
        .return_to_coder(&desk.checker, edit(id, submitted.revision, (), " "))
        .await;
    assert!(matches!(silent, Err(ServiceError::ReasonNeeded)));
    let returned = house
        .return_to_coder(
            &desk.checker,
            edit(id, submitted.revision, (), "Which words were used?"),
        )
        .await
        .expect("returned");
    assert_eq!(status(house, &words).await.standing, Standing::InWork);
    assert_eq!(returned.stage, IncidentStage::Coding);

    let submitted = desk
        .submit(id, &evident_coding(house, date(2026, 11, 2)))
        .await;
    desk.kit.clock.pass_seconds(60);
    let verified = house
        .check(
            &desk.checker,
            edit(
                id,
                submitted.revision,
                decision("verified"),
                "Two witnesses.",
            ),
        )
        .await
        .expect("ok");
    assert_eq!(
        status(house, &words).await.standing,
        Standing::Decided("verified".to_owned())
    );
    assert_eq!(since(house, &words).await, Some(house.now().seconds()));
    assert_eq!(
        verified.perception.as_ref().map(|p| p.perceived.clone()),
        Some(facets(&[("strand", "race")]))
    );
    assert_eq!(
        verified.police.as_ref().map(|p| p.classification.as_str()),
        Some("not-recorded")
    );

    assert_eq!(own_total(house, true).await, Some(Cell::Shown(1)));
    assert_eq!(own_total(house, false).await, Some(Cell::Hidden));
    let persons = own_figure(
        house,
        StatsQuestion {
            unit: Some(Unit::Persons),
            exact: true,
            ..StatsQuestion::default()
        },
    );
    assert_eq!(persons.await.base, Some(Cell::Shown(2)));
    let reports = StatsQuestion {
        unit: Some(Unit::Reports),
        exact: true,
        rows: Some("channel".to_owned()),
        ..StatsQuestion::default()
    };
    assert_eq!(
        own_figure(house, reports).await.line("web-form"),
        Some(Cell::Shown(1))
    );

    let opened = house
        .open_incident(&desk.checker, id)
        .await
        .expect("it opens");
    let told: Vec<(&str, Option<&str>, Option<&str>)> = opened
        .history
        .iter()
        .map(|line| {
            (
                line.entry.fact.name(),
                line.name.as_deref(),
                line.words.as_deref(),
            )
        })
        .collect();
    let (casey, sol) = (Some("Casey Caseworker"), Some("Sol Senior"));
    assert_eq!(
        told,
        [
            ("incident-made", casey, None),
            ("perception-recorded", casey, None),
            ("incident-key-made", casey, None),
            ("incident-coded", casey, Some("Coded from the call.")),
            ("police-classified", casey, Some("A letter from the force.")),
            ("perception-recorded", casey, None),
            ("submitted-for-check", casey, Some("Please look.")),
            ("incident-opened", sol, None),
            ("returned-to-coder", sol, Some("Which words were used?")),
            ("incident-coded", casey, None),
            ("submitted-for-check", casey, None),
            ("checked", sol, Some("Two witnesses.")),
            ("incident-opened", sol, None),
        ]
    );
    house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_coded_or_submitted_cannot_check() {
    let desk = Desk::open().await;
    let house = desk.house();
    let coding = evident_coding(house, date(2026, 11, 2));
    let other = desk.kit.member("Sam Second", Role::Senior).await;

    // A senior who coded, and a senior who only submitted what another coded.
    let report = desk.kit.some_report().await;
    let opened = house.open_report(&other, report).await.expect("opens");
    let id = house
        .make_incident(&other, report, opened.suggested)
        .await
        .expect("made");
    let coded = house
        .code(&desk.checker, edit(id, 1, coding, ""))
        .await
        .expect("coded");
    let submitted = house
        .submit_for_check(&other, edit(id, coded.revision, (), ""))
        .await
        .expect("submitted");
    for senior in [&desk.checker, &other] {
        let refused = house
            .check(
                senior,
                edit(id, submitted.revision, decision("verified"), ""),
            )
            .await;
        assert!(matches!(
            refused,
            Err(ServiceError::Incident(IncidentRefusal::SamePerson))
        ));
        let refused = house
            .return_to_coder(senior, edit(id, submitted.revision, (), "Look again."))
            .await;
        assert!(matches!(
            refused,
            Err(ServiceError::Incident(IncidentRefusal::SamePerson))
        ));
    }
    let third = desk.kit.member("Toni Third", Role::Senior).await;
    house
        .check(
            &third,
            edit(id, submitted.revision, decision("verified"), ""),
        )
        .await
        .expect("a third person checks");
}

#[tokio::test(flavor = "multi_thread")]
async fn six_incidents_are_enough_to_be_shown_to_the_public() {
    let desk = Desk::open().await;
    let house = desk.house();
    for number in 1..=6_u64 {
        let day = date(2026, 10, i8::try_from(number).expect("a day"));
        desk.verified("Somebody shouted at me.", &evident_coding(house, day))
            .await;
        let shown = if number < 5 {
            Cell::Hidden
        } else {
            Cell::Shown(number)
        };
        assert_eq!(
            own_total(house, false).await,
            Some(shown),
            "{number} incidents"
        );
        assert_eq!(own_total(house, true).await, Some(Cell::Shown(number)));
    }
    let public = house.public_figures().await.expect("public figures");
    let own = &public.series[0];
    assert!(own.own);
    assert_eq!(own.trend.base, Some(Cell::Shown(6)));
    assert_eq!(own.trend.line("2026-Q4"), Some(Cell::Shown(6)));
    assert_eq!(
        own.received.as_ref().and_then(|received| received.base),
        Some(Cell::Shown(6))
    );
    let sensitive = |answer: &figures::Answer| {
        answer.rows.as_ref().is_some_and(|rows| {
            house
                .in_force()
                .codebook
                .facet(rows.dimension.name())
                .is_some_and(|facet| facet.sensitive)
        })
    };
    assert!(!own.breakdowns.iter().any(sensitive));
    assert_eq!(
        house.public_figures().await.expect("again").ledger_size,
        public.ledger_size
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checker_reclassifies_with_a_coding_and_a_reason_and_a_decision_can_be_opened_again() {
    let desk = Desk::open().await;
    let house = desk.house();
    let day = date(2026, 11, 2);
    let submitted = desk
        .submitted("They broke the window of the shop.", &coding(house, day))
        .await;
    let mut changed = evident_coding(house, day);
    changed.facets = facets(&[
        ("category", "vandalism"),
        ("strand", "race"),
        ("target", "asian"),
        ("bias-indicator", "words-used"),
        ("bias-indicator", "recording"),
        ("place-type", "shop"),
        ("area", "E05012997"),
    ]);
    let reclassify = |coding| service::check::CheckDecision {
        decision: "reclassified".to_owned(),
        coding,
    };
    let without = house
        .check(
            &desk.checker,
            edit(submitted.id, submitted.revision, reclassify(None), "Why."),
        )
        .await;
    assert!(matches!(without, Err(ServiceError::NotInCodebook(_))));
    let silent = edit(
        submitted.id,
        submitted.revision,
        reclassify(Some(changed.clone())),
        "",
    );
    assert!(matches!(
        house.check(&desk.checker, silent).await,
        Err(ServiceError::ReasonNeeded)
    ));
    let mut incomplete = changed.clone();
    incomplete.facets = facets(&[("category", "vandalism")]);
    let incomplete = edit(
        submitted.id,
        submitted.revision,
        reclassify(Some(incomplete)),
        "Why.",
    );
    assert!(matches!(
        house.check(&desk.checker, incomplete).await,
        Err(ServiceError::Coding(_))
    ));
    let mut verify_with_coding = decision("verified");
    verify_with_coding.coding = Some(changed.clone());
    let sneaky = edit(submitted.id, submitted.revision, verify_with_coding, "Why.");
    assert!(matches!(
        house.check(&desk.checker, sneaky).await,
        Err(ServiceError::NotInCodebook(_))
    ));

    let reason = "The stone came with a note about where they are from.";
    let decided = house
        .check(
            &desk.checker,
            edit(
                submitted.id,
                submitted.revision,
                reclassify(Some(changed.clone())),
                reason,
            ),
        )
        .await
        .expect("reclassified");
    assert_eq!(decided.coding, changed);
    let of_target = |code: &str| StatsQuestion {
        exact: true,
        filters: vec![("target".to_owned(), code.to_owned())],
        ..StatsQuestion::default()
    };
    assert_eq!(
        own_figure(house, of_target("asian")).await.base,
        Some(Cell::Shown(1))
    );
    assert_eq!(
        own_figure(house, of_target("muslim")).await.base,
        Some(Cell::Shown(0))
    );

    let silent = house
        .reopen(&desk.checker, edit(decided.id, decided.revision, (), ""))
        .await;
    assert!(matches!(silent, Err(ServiceError::ReasonNeeded)));
    let late = house
        .code(
            &desk.coder,
            edit(decided.id, decided.revision, changed.clone(), ""),
        )
        .await;
    assert!(matches!(
        late,
        Err(ServiceError::Incident(IncidentRefusal::NotInCoding))
    ));
    let open = house
        .reopen(
            &desk.checker,
            edit(decided.id, decided.revision, (), "The film shows more."),
        )
        .await
        .expect("open");
    assert_eq!(
        (open.stage, open.verification.clone()),
        (IncidentStage::Coding, None)
    );
    assert_eq!(own_total(house, true).await, Some(Cell::Shown(0)));
    let history = house
        .open_incident(&desk.coder, decided.id)
        .await
        .expect("opens")
        .history;
    let words: Vec<&str> = history
        .iter()
        .filter_map(|line| line.words.as_deref())
        .collect();
    assert_eq!(words, [reason, "The film shows more."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_are_set_aside_returned_and_attached() {
    let desk = Desk::open().await;
    let house = desk.house();
    let received = desk.kit.report("Buy cheap watches.").await;
    let words = received.receipt.words();
    house
        .set_aside(&desk.coder, vec![received.report], SetAside::Spam)
        .await
        .expect("set aside");
    assert_eq!(
        status(house, &words).await.standing,
        Standing::SetAside("spam")
    );
    let set_aside = InboxNarrowing {
        stage: Some("set-aside".to_owned()),
        ..InboxNarrowing::default()
    };
    assert_eq!(
        house
            .inbox(&desk.coder, set_aside)
            .await
            .expect("a list")
            .total,
        1
    );
    let by_stage = StatsQuestion {
        unit: Some(Unit::Reports),
        exact: true,
        rows: Some("stage".to_owned()),
        ..StatsQuestion::default()
    };
    assert_eq!(
        own_figure(house, by_stage).await.line("spam"),
        Some(Cell::Shown(1))
    );
    house
        .return_to_inbox(&desk.coder, received.report)
        .await
        .expect("returned");
    assert_eq!(status(house, &words).await.standing, Standing::Waiting);
    let twice = house.return_to_inbox(&desk.coder, received.report).await;
    assert!(matches!(
        twice,
        Err(ServiceError::Report(ReportRefusal::AlreadyNew))
    ));

    // Two people tell of one happening, a third joins later.
    let first = desk
        .kit
        .report("Paint on the door of the prayer room.")
        .await;
    let second = desk
        .kit
        .report("Someone painted on the prayer room door.")
        .await;
    let id = desk.made(first.report).await;
    house
        .attach(&desk.coder, vec![second.report], id)
        .await
        .expect("attached");
    let opened = house.open_incident(&desk.coder, id).await.expect("opens");
    let attached: Vec<_> = opened
        .reports
        .iter()
        .map(|report| report.report.id)
        .collect();
    assert_eq!(attached, [first.report, second.report]);
    assert!(
        matches!(&opened.history.last().expect("history").entry.fact, Fact::IncidentOpened { reports } if reports.len() == 2)
    );
    assert_eq!(
        status(house, &second.receipt.words()).await.standing,
        Standing::InWork
    );
    let nowhere = house
        .attach(
            &desk.coder,
            vec![received.report],
            domain::IncidentId::from_bytes([7; 16]),
        )
        .await;
    assert!(matches!(nowhere, Err(ServiceError::NotFound)));

    // By words, day and place it is found again.
    let found = house.candidates(
        &desk.coder,
        CandidateQuery {
            words: "PRAYER painted".to_owned(),
            ..CandidateQuery::default()
        },
    );
    assert_eq!(
        found
            .await
            .expect("a list")
            .iter()
            .map(|incident| incident.id)
            .collect::<Vec<_>>(),
        [id]
    );
    let found = house.candidates(
        &desk.coder,
        CandidateQuery {
            words: "watches".to_owned(),
            ..CandidateQuery::default()
        },
    );
    assert!(found.await.expect("a list").is_empty());
    desk.submit(id, &coding(house, date(2026, 11, 2))).await;
    let near = |from, to, area: &str| CandidateQuery {
        from: Some(from),
        to: Some(to),
        area: Some(area.to_owned()),
        ..CandidateQuery::default()
    };
    let hits = |query| async {
        house
            .candidates(&desk.coder, query)
            .await
            .expect("a list")
            .len()
    };
    assert_eq!(
        hits(near(date(2026, 11, 1), date(2026, 11, 3), "E05012996")).await,
        1
    );
    assert_eq!(
        hits(near(date(2026, 11, 1), date(2026, 11, 3), "E05012997")).await,
        0
    );
    assert_eq!(
        hits(near(date(2026, 11, 3), date(2026, 11, 5), "E05012996")).await,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn same_incident_takes_all_of_the_reports_or_none() {
    let desk = Desk::open().await;
    let house = desk.house();
    let mut reports = Vec::new();
    for story in ["One saw it.", "Two saw it.", "Three saw it."] {
        reports.push(desk.kit.report(story).await.report);
    }
    let elsewhere = desk.kit.report("Something else.").await.report;
    desk.made(elsewhere).await;
    let incidents = || async {
        house
            .incidents(
                &desk.coder,
                service::incidents::IncidentNarrowing::default(),
            )
            .await
            .expect("a list")
            .incidents
            .len()
    };
    assert_eq!(incidents().await, 1);

    let refused = house
        .same_incident(&desk.coder, vec![reports[0], elsewhere, reports[1]])
        .await;
    assert!(matches!(
        refused,
        Err(ServiceError::Report(ReportRefusal::NotNew))
    ));
    let refused = house
        .same_incident(&desk.coder, vec![reports[0], reports[1], reports[0]])
        .await;
    assert!(matches!(
        refused,
        Err(ServiceError::Report(ReportRefusal::NotNew))
    ));
    assert!(matches!(
        house.same_incident(&desk.coder, Vec::new()).await,
        Err(ServiceError::NotFound)
    ));
    assert_eq!(incidents().await, 1, "no incident is left behind");
    assert_eq!(
        house
            .inbox(&desk.coder, InboxNarrowing::default())
            .await
            .expect("the inbox")
            .total,
        3
    );

    let id = house
        .same_incident(&desk.coder, reports.clone())
        .await
        .expect("one incident");
    let opened = house.open_incident(&desk.coder, id).await.expect("opens");
    assert_eq!(opened.reports.len(), 3);
    assert!(
        opened
            .reports
            .iter()
            .all(|report| report.report.stage == ReportStage::Attached(id))
    );
    assert_eq!(
        own_figure(
            house,
            StatsQuestion {
                unit: Some(Unit::Reports),
                exact: true,
                ..StatsQuestion::default()
            }
        )
        .await
        .base,
        Some(Cell::Shown(4))
    );
}
