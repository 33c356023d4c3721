//! Several programs over one store: a session is good at each, and ends at each.

use std::collections::BTreeSet;

use domain::Role;
use testkit::{PASSPHRASE, TestHouse};

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_good_at_every_desk_and_ends_at_every_desk() {
    let kit = TestHouse::founded().await;
    kit.member("Casey Caseworker", Role::Caseworker).await;
    let report = kit.some_report().await;
    let (one, other) = (kit.sharing_house().await, kit.sharing_house().await);
    let token = one
        .sign_in("Casey Caseworker", PASSPHRASE, "desk")
        .await
        .expect("signed in")
        .token;
    let here = one.signed_in(&token).await.expect("looked up");
    assert!(here.expect("open").holds_team_key());
    let there = other
        .signed_in(&token)
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
            .signed_in(&token)
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
    assert!(other.signed_in(&wrong).await.expect("looked up").is_none());

    // After a restart it goes on; after signing out at one desk it is over at the other.
    one.close().await;
    let restarted = kit.sharing_house().await;
    let again = restarted
        .signed_in(&token)
        .await
        .expect("looked up")
        .expect("open");
    assert!(again.holds_team_key());
    restarted.sign_out(&again).await.expect("signed out");
    assert!(other.signed_in(&token).await.expect("looked up").is_none());
    assert!(
        restarted
            .signed_in(&token)
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
        .sign_in("Casey Caseworker", PASSPHRASE, "desk")
        .await
        .expect("signed in")
        .token;
    assert!(other.signed_in(&token).await.expect("looked up").is_some());
    kit.house
        .set_suspended(&administrator, casey.actor.member, true)
        .await
        .expect("suspended");
    for house in [&one, &other] {
        assert!(house.signed_in(&token).await.expect("looked up").is_none());
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
