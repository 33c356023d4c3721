//! What opens a member's keys: a passphrase that can be changed, and a second key on paper.

use domain::Role;
use seal::{RecoveryKitError, WeakReason};
use service::ServiceError;
use testkit::{PASSPHRASE, TestHouse};

const NEW: &str = "seven kettles under a plum sky";
const DAY: i64 = 24 * 60 * 60;

async fn signs_in(kit: &TestHouse, name: &str, passphrase: &str) -> bool {
    match kit.house.sign_in(name, passphrase, "both").await {
        Ok(_) => true,
        Err(ServiceError::WrongCredentials) => false,
        Err(error) => panic!("{error}"),
    }
}

/// Casey signs in with the new passphrase, and what was sealed before opens.
async fn opens_with_new(kit: &TestHouse, report: domain::ReportId) {
    let token = kit
        .house
        .sign_in("Casey Caseworker", NEW, "both")
        .await
        .expect("the new one opens")
        .token;
    let back = kit
        .house
        .signed_in(&token, "both")
        .await
        .expect("looked up");
    kit.house
        .open_report(&back.expect("open"), report)
        .await
        .expect("what was sealed before opens");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_passphrase_opens_what_the_old_one_opened_and_closes_other_sessions() {
    let kit = TestHouse::founded().await;
    let casey = kit.member("Casey Caseworker", Role::Caseworker).await;
    let elsewhere = kit.session("Casey Caseworker").await;
    let report = kit.some_report().await;
    let change = |current, new| kit.house.change_passphrase(&casey, current, new);
    assert!(matches!(
        change("not this one", NEW).await,
        Err(ServiceError::WrongCredentials)
    ));
    let weak = change(PASSPHRASE, "Casey Caseworker 2026").await;
    assert!(
        matches!(weak, Err(ServiceError::WeakPassphrase(strength)) if strength.reason == Some(WeakReason::AboutYou))
    );
    change(PASSPHRASE, NEW).await.expect("changed");

    let open = kit
        .house
        .signed_in(&elsewhere, "both")
        .await
        .expect("looked up");
    assert!(open.is_none(), "the session elsewhere is closed");
    kit.house
        .open_report(&casey, report)
        .await
        .expect("this one stays");
    assert!(!signs_in(&kit, "Casey Caseworker", PASSPHRASE).await);
    opens_with_new(&kit, report).await;
    kit.house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_passphrase_is_replaced_with_the_paper_key_and_only_with_the_newest() {
    let kit = TestHouse::founded().await;
    let casey = kit.member("Casey Caseworker", Role::Caseworker).await;
    let report = kit.some_report().await;
    let first = kit
        .house
        .make_paper_key(&casey, PASSPHRASE)
        .await
        .expect("made");
    let second = kit
        .house
        .make_paper_key(&casey, PASSPHRASE)
        .await
        .expect("made anew");

    let reset = |name, key, new| kit.house.reset_passphrase(name, key, new);
    let told = reset("Casey Caseworker", &first, NEW).await;
    assert!(matches!(told, Err(ServiceError::WrongCredentials)));
    let slip = reset("Casey Caseworker", &second[1..], NEW).await;
    assert!(matches!(
        slip,
        Err(ServiceError::MistypedKey(RecoveryKitError::Length {
            found: 55
        }))
    ));
    let sloppy = second.to_lowercase().replace('-', " ");
    reset(" CASEY caseworker", &sloppy, NEW)
        .await
        .expect("set anew");
    opens_with_new(&kit, report).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_from_a_lost_passphrase_who_exists_or_has_a_paper_key() {
    let kit = TestHouse::founded().await;
    let administrator = kit.administrator().await;
    let casey = kit.member("Casey Caseworker", Role::Caseworker).await;
    let gone = kit.member("Gael Gone", Role::Caseworker).await;
    let of_gone = kit
        .house
        .make_paper_key(&gone, PASSPHRASE)
        .await
        .expect("made");
    kit.house
        .set_suspended(&administrator, gone.actor.member, true)
        .await
        .expect("suspended");
    kit.house
        .make_paper_key(&casey, PASSPHRASE)
        .await
        .expect("made");
    for name in [
        "Casey Caseworker",
        "Avery Administrator",
        "Gael Gone",
        "Nobody Known",
        "",
    ] {
        let before = kit.house.spent_on_guesses();
        let told = kit.house.reset_passphrase(name, &of_gone, NEW).await;
        assert!(
            matches!(told, Err(ServiceError::WrongCredentials)),
            "{name}"
        );
        assert_eq!(kit.house.spent_on_guesses(), before, "{name}");
    }
    // Keys are tried as slowly as passphrases, by the same count.
    let mut refused = 0;
    for _ in 0..7 {
        let told = kit
            .house
            .reset_passphrase("Nobody Known", &of_gone, NEW)
            .await;
        refused += usize::from(matches!(told, Err(ServiceError::TooManyTries)));
    }
    assert!(refused >= 1);
    assert!(matches!(
        kit.house.sign_in("Nobody Known", PASSPHRASE, "both").await,
        Err(ServiceError::TooManyTries)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_let_in_costs_the_same_work_as_whoever_is() {
    let kit = TestHouse::founded().await;
    kit.member("Casey Caseworker", Role::Caseworker).await;
    let administrator = kit.administrator().await;
    let gone = kit.member("Gael Gone", Role::Caseworker).await;
    kit.house
        .set_suspended(&administrator, gone.actor.member, true)
        .await
        .expect("suspended");
    kit.house
        .invite(Some(&administrator), "Ina Invited", Role::Senior)
        .await
        .expect("invited");
    let mut costs = Vec::new();
    for (name, passphrase) in [
        ("Casey Caseworker", PASSPHRASE),
        ("Casey Caseworker", "wrong"),
        ("Nobody Known", PASSPHRASE),
        ("Gael Gone", PASSPHRASE),
        ("Ina Invited", PASSPHRASE),
        ("", ""),
    ] {
        let before = kit.house.spent_on_guesses();
        let _ = kit.house.sign_in(name, passphrase, "both").await;
        costs.push(kit.house.spent_on_guesses() - before);
    }
    assert!(costs[0] > 0);
    costs.dedup();
    assert_eq!(costs.len(), 1, "{costs:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_can_unseal_is_asked_for_a_second_key_and_in_the_end_told_to() {
    let kit = TestHouse::founded().await;
    let helper = kit.member("Hana Helper", Role::Helper).await;
    assert!(helper.second_key.is_none(), "a helper opens nothing");
    let casey = kit.member("Casey Caseworker", Role::Caseworker).await;
    let asked = casey.second_key.expect("asked");
    assert!(!asked.insisted);
    assert_eq!(asked.due.seconds(), kit.house.now().seconds() + 14 * DAY);

    kit.clock.pass_seconds(14 * DAY - 60);
    let token = kit.session("Casey Caseworker").await;
    kit.clock.pass_seconds(120);
    let at_work = kit
        .house
        .signed_in(&token, "both")
        .await
        .expect("looked up");
    let at_work = at_work.expect("open");
    assert!(
        at_work.second_key.is_some_and(|second| !second.insisted),
        "nobody is cut off in the middle of their work"
    );
    let casey = kit.sign_in("Casey Caseworker").await;
    assert!(casey.second_key.is_some_and(|second| second.insisted));
    kit.house
        .make_paper_key(&casey, PASSPHRASE)
        .await
        .expect("made");
    assert!(kit.sign_in("Casey Caseworker").await.second_key.is_none());
}
