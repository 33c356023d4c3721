//! Several programs over one store: a session is good at each, and ends at each.

use std::collections::BTreeSet;

use domain::Role;
use domain::codebook::UK;
use jiff::civil::date;
use service::counting::StatsQuestion;
use service::counts::{Count, CountOf};
use service::{CodebookSource, ServiceError};
use store::StoreError;
use testkit::{PASSPHRASE, TestHouse};

use crate::database::Database;
use crate::support::{Desk, evident_coding};

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_good_at_every_desk_and_ends_at_every_desk() {
    let kit = TestHouse::founded().await;
    kit.member("Casey Caseworker", Role::Caseworker).await;
    let report = kit.some_report().await;
    let (one, other) = (kit.sharing_house().await, kit.sharing_house().await);
    let token = one
        .sign_in("Casey Caseworker", PASSPHRASE, "both")
        .await
        .expect("signed in")
        .token;
    let here = one.signed_in(&token, "both").await.expect("looked up");
    assert!(here.expect("open").holds_team_key());
    let there = other
        .signed_in(&token, "both")
        .await
        .expect("looked up")
        .expect("open");
    assert!(there.holds_team_key());
    other
        .open_report(&there, report)
        .await
        .expect("the report opens with the key that came over");

    // A house that keeps keys in memory alone does not take it.
    assert!(
        kit.house
            .signed_in(&token, "both")
            .await
            .expect("looked up")
            .is_none()
    );
    // Nor does any without the token.
    let wrong = format!(
        "{}{}",
        if token.starts_with('0') { '1' } else { '0' },
        &token[1..]
    );
    assert!(
        other
            .signed_in(&wrong, "both")
            .await
            .expect("looked up")
            .is_none()
    );

    // After a restart it goes on; after signing out at one desk it is over at the other.
    one.close().await;
    let restarted = kit.sharing_house().await;
    let again = restarted
        .signed_in(&token, "both")
        .await
        .expect("looked up")
        .expect("open");
    assert!(again.holds_team_key());
    restarted.sign_out(&again).await.expect("signed out");
    assert!(
        other
            .signed_in(&token, "both")
            .await
            .expect("looked up")
            .is_none()
    );
    assert!(
        restarted
            .signed_in(&token, "both")
            .await
            .expect("looked up")
            .is_none()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_suspended_at_one_desk_is_out_at_the_other() {
    let kit = TestHouse::founded().await;
    let casey = kit.member("Casey Caseworker", Role::Caseworker).await;
    let administrator = kit.administrator().await;
    let (one, other) = (kit.sharing_house().await, kit.sharing_house().await);
    let token = one
        .sign_in("Casey Caseworker", PASSPHRASE, "both")
        .await
        .expect("signed in")
        .token;
    assert!(
        other
            .signed_in(&token, "both")
            .await
            .expect("looked up")
            .is_some()
    );
    kit.house
        .set_suspended(&administrator, casey.actor.member, true)
        .await
        .expect("suspended");
    for house in [&one, &other] {
        assert!(
            house
                .signed_in(&token, "both")
                .await
                .expect("looked up")
                .is_none()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_signed_by_several_programs_make_one_ledger() {
    let kit = TestHouse::founded().await;
    let houses = [
        kit.house.clone(),
        kit.sharing_house().await,
        kit.sharing_house().await,
    ];
    let mut sizes = BTreeSet::new();
    for round in 0..6 {
        kit.some_report().await;
        let (a, b, c) = tokio::join!(
            houses[0].publish_checkpoint(),
            houses[1].publish_checkpoint(),
            houses[2].publish_checkpoint()
        );
        // One of them signs for what is new; nobody signs for the same size twice.
        let signed: Vec<u64> = [a, b, c]
            .into_iter()
            .filter_map(|outcome| outcome.expect("signed or left to another"))
            .collect();
        assert_eq!(signed.len(), 1, "round {round}");
        assert!(sizes.insert(signed[0]));
    }
    for house in houses {
        let checked = house
            .verify(|_| {})
            .await
            .expect("it is read")
            .expect("everything fits");
        assert_eq!(checked.checkpoints, 6);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_program_works_on_duty_and_who_lost_it_writes_no_more() {
    let kit = TestHouse::founded().await;
    let (one, other) = (kit.sharing_house().await, kit.sharing_house().await);
    kit.some_report().await;
    one.take_duties().await.expect("taken");
    other.take_duties().await.expect("looked");
    let duty = one.on_ledger_duty().expect("on duty");
    assert!(other.on_ledger_duty().is_none() && other.on_upkeep_duty().is_none());
    let signed = one.publish_checkpoint_on(duty).await.expect("signed");
    assert!(signed.is_some());
    one.leave_duties().await.expect("left");
    other.take_duties().await.expect("taken");
    assert!(one.on_ledger_duty().is_none());
    let duty = other.on_upkeep_duty().expect("on duty");
    other.forget_what_ran_out(duty).await.expect("forgotten");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_program_finds_wrong_with_the_record_the_others_heed() {
    let kit = TestHouse::founded().await;
    kit.some_report().await;
    let (one, other) = (kit.sharing_house().await, kit.sharing_house().await);
    one.take_duties().await.expect("taken");
    let look = async || {
        let duty = one.on_upkeep_duty().expect("on duty");
        one.look_over_record(Some(duty)).await.expect("looked over")
    };
    let mut database = Database::open(kit.folder.path()).await;
    database.run("update report set channel = 'phone'").await;
    assert!(look().await.is_some());
    other.follow().await.expect("followed");
    assert!(other.public_figures().await.is_err());
    database.run("update report set channel = 'web-form'").await;
    assert_eq!(look().await, None);
    assert!(other.public_figures().await.is_err(), "not heard of yet");
    other.follow().await.expect("followed");
    other.public_figures().await.expect("figures");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coding_made_at_one_desk_is_in_the_figures_of_the_other() {
    let desk = Desk::open().await;
    let other = desk.kit.sharing_house().await;
    let question = StatsQuestion {
        rows: Some("category".to_owned()),
        exact: true,
        ..StatsQuestion::default()
    };
    let told = async |house: &service::House| {
        let answers = house.stats(&question).await.expect("counted");
        answers
            .iter()
            .map(|answer| answer.base.and_then(figures::Cell::shown).unwrap_or(0))
            .sum::<u64>()
    };
    assert_eq!(told(&other).await, 0);
    let coding = evident_coding(desk.house(), date(2026, 11, 1));
    desk.verified("A sign was torn down", &coding).await;
    assert_eq!((told(&other).await, told(desk.house()).await), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_codebook_is_taken_over_while_running_and_an_older_one_is_not() {
    let mut kit = TestHouse::founded().await;
    let other = kit.sharing_house().await;
    let version = other.in_force().reference().version;
    let newer = CodebookSource {
        source: UK.replacen(
            &format!("\nversion = {version}\n"),
            &format!("\nversion = {}\n", version + 1),
            1,
        ),
        ..CodebookSource::uk()
    };
    kit.restart_with(newer).await;
    assert_eq!(other.in_force().reference().version, version);
    other.follow().await.expect("followed");
    assert_eq!(other.in_force().reference().version, version + 1);
    assert_eq!(other.in_force().sha256, kit.house.in_force().sha256);
    // A program that is started with the older one goes on with the newer.
    let late = kit.sharing_house().await;
    late.follow().await.expect("followed");
    assert_eq!(late.in_force().reference().version, version + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_count_is_heard_once_by_each_other_program() {
    let kit = TestHouse::founded().await;
    let (one, other) = (kit.sharing_house().await, kit.sharing_house().await);
    let count = |number| Count {
        of: CountOf::Reports,
        key: [7; 16],
        number,
    };
    let told = async |house: &service::House, counts: Vec<Count>| {
        house.exchange_counts(counts).await.expect("exchanged")
    };
    assert_eq!(told(&one, vec![count(3)]).await, [], "not one's own");
    assert_eq!(told(&one, vec![count(4)]).await, []);
    assert_eq!(told(&other, vec![]).await, [count(3), count(4)]);
    assert_eq!(told(&other, vec![]).await, []);
    let third = kit.sharing_house().await;
    assert_eq!(told(&third, vec![count(1)]).await, [count(3), count(4)]);
    assert_eq!(told(&other, vec![]).await, [count(1)]);
    // One key of the day for all.
    let key = one.key_of_day(20_000).await.expect("a key");
    assert_eq!(other.key_of_day(20_000).await.expect("a key"), key);
    assert_ne!(other.key_of_day(20_001).await.expect("a key"), key);
    // Alone, nobody is told.
    assert_eq!(told(&kit.house, vec![count(9)]).await, []);
    assert_eq!(told(&other, vec![]).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_made_at_one_door_slow_the_other() {
    let kit = TestHouse::founded().await;
    let (one, other) = (kit.sharing_house().await, kit.sharing_house().await);
    let guess = async |house: &service::House| {
        house
            .sign_in("Avery Administrator", "a guess", "both")
            .await
            .map(|_| ())
    };
    for _ in 0..6 {
        assert!(matches!(
            guess(&one).await,
            Err(ServiceError::WrongCredentials)
        ));
    }
    one.exchange_counts(Vec::new()).await.expect("told");
    other.exchange_counts(Vec::new()).await.expect("heard");
    assert!(matches!(
        guess(&other).await,
        Err(ServiceError::TooManyTries)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn beside_a_newer_version_a_house_is_not_well() {
    let kit = TestHouse::founded().await;
    assert!(kit.house.is_well().await);
    let mut database = Database::open(kit.folder.path()).await;
    database
        .run("insert into schema_step (version, name, sha256) values (90, '0090_later.sql', 'x')")
        .await;
    assert!(!kit.house.is_well().await);
    assert!(matches!(
        kit.house.follow().await,
        Err(ServiceError::Store(StoreError::NewerSchema { .. }))
    ));
}
