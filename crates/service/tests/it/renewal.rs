//! A new key for the team: who left is out for good, who stays goes on, and an interrupted work is finished.

use domain::{Fact, Role};
use jiff::civil::date;
use service::import::Mapping;
use service::incidents::IncidentNarrowing;
use service::intake::{Arrival, ArrivalBy};
use service::members::RenewalProgress;
use service::verify::Fault;
use service::{House, ServiceError, SignedIn};
use testkit::{PASSPHRASE, TestHouse};

use crate::database::Database;
use crate::support::{Desk, coding, edit, import_with};

async fn progress(house: &House, by: &SignedIn) -> (u64, u64) {
    let RenewalProgress { all, left } = house.renewal_progress(by).await.expect("progress");
    (all, left)
}

async fn all_fits(house: &House) {
    house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_left_is_out_and_who_stays_reads_old_and_new() {
    let desk = Desk::open().await;
    let (house, kit) = (desk.house(), &desk.kit);
    let administrator = kit.administrator().await;
    let gone = kit.member("Gael Gone", Role::Caseworker).await;
    let old = kit.some_report().await;
    let incident = desk.made(old).await;
    house
        .code(
            &desk.coder,
            edit(
                incident,
                house
                    .incident(&desk.coder, incident)
                    .await
                    .expect("there")
                    .revision,
                coding(house, date(2026, 11, 2)),
                "A note.",
            ),
        )
        .await
        .expect("coded");
    let invitation = house
        .invite(Some(&administrator), "Nia New", Role::Caseworker)
        .await
        .expect("a link");
    let revision = house
        .incident(&desk.coder, incident)
        .await
        .expect("there")
        .revision;

    house
        .renew_team_key(&administrator, Some(gone.actor.member))
        .await
        .expect("renewed");
    assert_eq!(house.keys().expect("keys").epoch, 2);
    assert_eq!(progress(house, &administrator).await, (2, 2));
    assert!(
        house
            .sign_in("Gael Gone", PASSPHRASE, "both")
            .await
            .is_err()
    );
    // Between the two, sessions from before read on, and what comes is sealed to the new key.
    house.open_report(&desk.coder, old).await.expect("old");
    let new = kit.some_report().await;
    house.open_report(&desk.coder, new).await.expect("new");

    assert_eq!(house.rewrap(&administrator).await.expect("wrapped"), 2);
    assert_eq!(house.rewrap(&administrator).await.expect("nothing left"), 0);
    assert_eq!(progress(house, &administrator).await, (3, 0));
    let mut database = Database::open(kit.folder.path()).await;
    let rows = database.rows("select 1 from wrap where epoch = 1").await;
    assert!(
        rows.is_empty(),
        "nothing lies there for the key that was copied"
    );
    let rows = database
        .rows("select 1 from team_wrap where epoch = 1")
        .await;
    assert!(rows.is_empty(), "nobody is kept a copy of the older key");
    all_fits(house).await;
    for person in [&desk.coder, &kit.sign_in("Casey Caseworker").await] {
        for report in [old, new] {
            house.open_report(person, report).await.expect("it opens");
        }
        let opened = house
            .open_incident(person, incident)
            .await
            .expect("it opens");
        assert_eq!(
            opened.incident.revision, revision,
            "nobody's editing is disturbed"
        );
    }
    // A link from before no longer carries a key: somebody hands over the new one.
    house
        .accept_invitation(&invitation.token, PASSPHRASE)
        .await
        .expect("joined");
    let newcomer = kit.sign_in("Nia New").await;
    assert!(!newcomer.holds_team_key());
    house
        .hand_over_key(&administrator, newcomer.actor.member)
        .await
        .expect("handed over");
    house.open_report(&newcomer, old).await.expect("it opens");
    // And whoever is let in again waits for it too.
    house
        .set_suspended(&administrator, gone.actor.member, false)
        .await
        .expect("let in again");
    let members = house.members(&administrator).await.expect("members");
    let waits = members.iter().find(|member| member.id == gone.actor.member);
    assert!(waits.is_some_and(|member| member.waits_for_key));
    all_fits(house).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_work_that_was_killed_goes_on_with_the_next_sign_in() {
    let mut kit = TestHouse::founded().await;
    kit.member("Casey Caseworker", Role::Caseworker).await;
    let mut reports = Vec::new();
    for _ in 0..5 {
        reports.push(kit.some_report().await);
    }
    let administrator = kit.administrator().await;
    kit.house
        .renew_team_key(&administrator, None)
        .await
        .expect("renewed");
    kit.restart().await;
    assert_eq!(kit.house.keys().expect("keys").epoch, 2);
    let newcomer = kit.member("Nia New", Role::Caseworker).await;
    assert!(matches!(
        kit.house.open_report(&newcomer, reports[0]).await,
        Err(ServiceError::BeingRenewed)
    ));
    assert_eq!(
        kit.house.rewrap(&newcomer).await.expect("asked"),
        0,
        "a newcomer can't open what is left"
    );
    let casey = kit.sign_in("Casey Caseworker").await;
    let (one, two) = tokio::join!(kit.house.rewrap(&casey), kit.house.rewrap(&casey));
    assert_eq!(
        one.expect("wrapped") + two.expect("wrapped"),
        5,
        "each once"
    );
    assert_eq!(
        progress(&kit.house, &administrator_of(&kit).await).await,
        (5, 0)
    );
    for report in reports {
        kit.house
            .open_report(&newcomer, report)
            .await
            .expect("it opens");
    }
    all_fits(&kit.house).await;
}

async fn administrator_of(kit: &TestHouse) -> SignedIn {
    kit.administrator().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_has_ended_wraps_nothing_more() {
    let kit = TestHouse::founded().await;
    let casey = kit.member("Casey Caseworker", Role::Caseworker).await;
    kit.some_report().await;
    let administrator = kit.administrator().await;
    kit.house
        .renew_team_key(&administrator, None)
        .await
        .expect("renewed");
    kit.house.sign_out(&casey).await.expect("signed out");
    assert_eq!(kit.house.rewrap(&casey).await.expect("asked"), 0);
    assert_eq!(progress(&kit.house, &administrator).await, (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_renewals_at_once_one_is_told_to_look_again() {
    let kit = TestHouse::founded().await;
    let administrator = kit.administrator().await;
    kit.member("Casey Caseworker", Role::Caseworker).await;
    let (one, two) = tokio::join!(
        kit.house.renew_team_key(&administrator, None),
        kit.house.renew_team_key(&administrator, None)
    );
    let done = [one, two].iter().filter(|outcome| outcome.is_ok()).count() as u32;
    assert!(done >= 1);
    assert_eq!(kit.house.keys().expect("keys").epoch, 1 + done);
    let myself = administrator.actor.member;
    assert!(
        kit.house
            .renew_team_key(&administrator, Some(myself))
            .await
            .is_err(),
        "nobody shuts themselves out"
    );
    all_fits(&kit.house).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_exchanged_in_the_database_gets_nothing() {
    let desk = Desk::open().await;
    let kit = &desk.kit;
    let administrator = kit.administrator().await;
    let mut database = Database::open(kit.folder.path()).await;
    // Whoever can write the database gives one member's keys to another.
    database
        .run(
            "update member set public_keys = (select public_keys from member where name_key = 'sol senior')
             where name_key = 'casey caseworker'",
        )
        .await;
    let refused = kit.house.renew_team_key(&administrator, None).await;
    assert!(matches!(refused, Err(ServiceError::ForeignKey(_))));
    assert_eq!(kit.house.keys().expect("keys").epoch, 1);
    // Nor is a team's key taken that no entry names.
    database
        .run("insert into team_key (epoch, public) select 2, recovery_public from organisation")
        .await;
    assert!(matches!(
        kit.house.reload().await,
        Err(ServiceError::ForeignKey(_))
    ));
    let found = kit.house.verify(|_| {}).await.expect("checked");
    assert!(found.is_err(), "and a check names it");
}

const WITH_WORDS: &str = r#"
[mapping]
id = "trial"
series = "partner"
external_id = "id"
[date]
column = "day"
format = ["%Y-%m-%d"]
[story]
text = ["words"]
[[facet]]
facet = "category"
column = "kind"
values = { threat = "threats" }
"#;

#[tokio::test(flavor = "multi_thread")]
async fn words_of_a_delivery_are_wrapped_anew_too_and_an_altered_wrap_is_named() {
    let desk = Desk::open().await;
    let (house, kit) = (desk.house(), &desk.kit);
    let administrator = kit.administrator().await;
    let mapping = Mapping::parse(WITH_WORDS, &house.in_force().codebook).expect("it fits");
    let rows = "id,day,words,kind\n1,2026-01-02,Somebody called from a car.,threat\n";
    import_with(house, &mapping, rows.to_owned())
        .await
        .expect("taken in");
    house
        .renew_team_key(&administrator, None)
        .await
        .expect("renewed");
    assert_eq!(house.rewrap(&administrator).await.expect("wrapped"), 1);
    all_fits(house).await;
    let casey = kit.sign_in("Casey Caseworker").await;
    let listed = house
        .incidents(&casey, IncidentNarrowing::default())
        .await
        .expect("a list")
        .incidents;
    let opened = house
        .open_incident(&casey, listed[0].id)
        .await
        .expect("it opens");
    let words: Vec<String> = opened
        .history
        .into_iter()
        .filter_map(|line| line.words)
        .collect();
    assert_eq!(words, ["Somebody called from a car."]);

    let mut database = Database::open(kit.folder.path()).await;
    let entries = house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("fits")
        .entries;
    database
        .run("update wrap set bytes = zeroblob(length(bytes)) where epoch = 2")
        .await;
    let found = house.verify(|_| {}).await.expect("checked").unwrap_err();
    assert!(
        matches!(&found, Fault::Entry { index, .. } if *index < entries),
        "{found}"
    );
    assert!(found.to_string().contains("a wrapped key was altered"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_comes_while_the_key_is_renewed_lands_under_the_new_one() {
    let kit = TestHouse::founded().await;
    let administrator = kit.administrator().await;
    // Another program that has not learnt of the renewal yet.
    let other = kit.sharing_house().await;
    kit.house
        .renew_team_key(&administrator, None)
        .await
        .expect("renewed");
    assert_eq!(other.keys().expect("keys").epoch, 1);
    let answers = testkit::answers_of(&other, &testkit::report_form("Somebody spat at me."));
    other
        .receive(&Arrival {
            seed: [3; 32],
            language: "en",
            channel: "web-form",
            answers: &answers,
            by: ArrivalBy::Reporter,
        })
        .await
        .expect("received");
    assert_eq!(other.keys().expect("keys").epoch, 2);
    assert_eq!(progress(&kit.house, &administrator).await, (1, 0));
    all_fits(&kit.house).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_several_desks_one_wraps_anew_and_any_goes_on() {
    let kit = TestHouse::founded().await;
    kit.member("Casey Caseworker", Role::Caseworker).await;
    let report = kit.some_report().await;
    let (one, other) = (kit.sharing_house().await, kit.sharing_house().await);
    let sign_in = async |house: &House, name: &str| {
        house
            .sign_in(name, PASSPHRASE, "desk")
            .await
            .expect("signed in")
            .token
    };
    let avery = sign_in(&one, "Avery Administrator").await;
    let casey = sign_in(&other, "Casey Caseworker").await;
    let by = one
        .signed_in(&avery, "desk")
        .await
        .expect("looked up")
        .expect("open");
    assert!(
        other
            .signed_in(&avery, "desk")
            .await
            .expect("looked up")
            .is_some()
    );
    one.renew_team_key(&by, None).await.expect("renewed");
    assert!(
        other
            .signed_in(&casey, "desk")
            .await
            .expect("looked up")
            .is_none(),
        "what the store keeps for that session opens the older key alone"
    );
    other.follow().await.expect("followed");
    assert_eq!(other.keys().expect("keys").epoch, 2);
    assert_eq!(
        other.go_on_rewrapping().await.expect("asked"),
        0,
        "nobody is signed in there who has both keys"
    );
    // The session that renewed goes on at the other desk too, once its token was seen where the key was made.
    one.signed_in(&avery, "desk")
        .await
        .expect("looked up")
        .expect("open");
    let there = other
        .signed_in(&avery, "desk")
        .await
        .expect("looked up")
        .expect("open");
    assert!(there.holds_team_key());
    let (here, there) = tokio::join!(one.go_on_rewrapping(), other.go_on_rewrapping());
    assert_eq!(here.expect("wrapped") + there.expect("wrapped"), 1, "once");
    let casey = sign_in(&other, "Casey Caseworker").await;
    let casey = other
        .signed_in(&casey, "desk")
        .await
        .expect("looked up")
        .expect("open");
    other.open_report(&casey, report).await.expect("it opens");
    all_fits(&one).await;
}

#[test]
fn a_renewal_is_told_by_its_own_facts() {
    let renewed = Fact::TeamKeyRenewed {
        epoch: 2,
        team_key: domain::fact::Digest([1; 32]),
    };
    assert_eq!(Fact::from_text(&renewed.to_text()), Some(renewed.clone()));
    assert!(renewed.to_text().contains(renewed.name()));
    let retired = Fact::TeamKeysRetired { before: 2 };
    assert_eq!(Fact::from_text(&retired.to_text()), Some(retired.clone()));
    assert!(retired.to_text().contains(retired.name()));
    let wrapped = Fact::KeyRewrapped {
        epoch: 2,
        wraps: domain::fact::Digest([1; 32]),
    };
    assert!(wrapped.leaves_content());
    assert!(wrapped.to_text().contains(wrapped.name()));
}
