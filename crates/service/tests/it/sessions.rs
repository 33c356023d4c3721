//! Signing in, staying in, and being out at once.

use domain::{MemberId, Role};
use seal::WeakReason;
use service::members::INVITATION_SECONDS;
use service::{ServiceError, SignedIn};
use testkit::{PASSPHRASE, TestHouse};

async fn is_open(kit: &TestHouse, token: &str) -> bool {
    kit.house
        .signed_in(token, "both")
        .await
        .expect("it is looked up")
        .is_some()
}

fn why<T>(outcome: Result<T, ServiceError>) -> String {
    outcome.err().expect("it is refused").to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_passphrase_an_unknown_name_and_a_suspended_member_are_told_the_same() {
    let kit = TestHouse::founded().await;
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
    let mut told = Vec::new();
    for (name, passphrase) in [
        ("Avery Administrator", "copper lantern over quiet harbou"),
        ("Avery Administrator", ""),
        ("Nobody Known", PASSPHRASE),
        ("Gael Gone", PASSPHRASE),
        ("Ina Invited", PASSPHRASE),
        ("", ""),
    ] {
        let refused = kit.house.sign_in(name, passphrase, "both").await;
        assert!(
            matches!(refused, Err(ServiceError::WrongCredentials)),
            "{name}"
        );
        told.push(why(refused));
    }
    told.dedup();
    assert_eq!(told, ["name or passphrase is wrong"]);
    let names = ["avery administrator", " AVERY\u{a0}administrator "];
    for name in names {
        kit.house
            .sign_in(name, PASSPHRASE, "both")
            .await
            .expect("case, width and spaces don't matter");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_six_tries_a_name_has_to_wait_and_others_do_not() {
    let kit = TestHouse::founded().await;
    kit.member("Casey Caseworker", Role::Caseworker).await;
    for name in ["Casey Caseworker", "Nobody Known"] {
        let used = usize::from(name == "Casey Caseworker");
        for _ in used..6 {
            assert!(matches!(
                kit.house.sign_in(name, "a wrong guess", "both").await,
                Err(ServiceError::WrongCredentials)
            ));
        }
        for _ in 0..100 {
            let passphrase = PASSPHRASE;
            let refused = kit
                .house
                .sign_in(&name.to_uppercase(), passphrase, "both")
                .await;
            assert!(
                matches!(refused, Err(ServiceError::TooManyTries)),
                "also the right passphrase, in any case"
            );
        }
    }
    // Whoever hammers at one name doesn't lock out the whole house.
    kit.house
        .sign_in("Avery Administrator", PASSPHRASE, "both")
        .await
        .expect("another name is let in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_after_half_an_hour_without_a_request_and_after_twelve_hours_anyway() {
    let kit = TestHouse::founded().await;
    let token = kit.session("Avery Administrator").await;
    let settings = kit.house.settings().clone();
    kit.clock.pass_seconds(settings.session_idle_seconds - 1);
    assert!(is_open(&kit, &token).await);
    kit.clock.pass_seconds(settings.session_idle_seconds - 1);
    assert!(
        is_open(&kit, &token).await,
        "each request begins the half hour anew"
    );
    kit.clock.pass_seconds(settings.session_idle_seconds);
    assert!(!is_open(&kit, &token).await);
    kit.clock.pass_seconds(-settings.session_idle_seconds);
    assert!(
        !is_open(&kit, &token).await,
        "what has ended doesn't come back"
    );

    let token = kit.session("Avery Administrator").await;
    let step = settings.session_idle_seconds / 2;
    for _ in 0..settings.session_absolute_seconds / step - 1 {
        kit.clock.pass_seconds(step);
        assert!(is_open(&kit, &token).await);
    }
    kit.clock.pass_seconds(step);
    assert!(!is_open(&kit, &token).await, "twelve hours are over");
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_closed_one_by_one_or_all() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let other = kit.member("Casey Caseworker", Role::Caseworker).await;
    let mut tokens = Vec::new();
    for _ in 0..3 {
        kit.clock.pass_seconds(60);
        tokens.push(kit.session("Casey Caseworker").await);
    }
    let this = signed_in(&kit, &tokens[2]).await;
    let lines = house.own_sessions(&this).await.expect("a list");
    assert_eq!(
        lines.iter().map(|line| line.is_this).collect::<Vec<_>>(),
        [false, false, false, true]
    );
    assert_eq!(lines[3].opened, lines[3].seen);
    assert_eq!(lines[3].opened.seconds(), house.now().seconds());

    let administrator = kit.administrator().await;
    let foreign = house.close_own_session(&administrator, lines[1].id).await;
    assert!(
        matches!(foreign, Err(ServiceError::NotFound)),
        "nobody closes another's"
    );
    assert!(is_open(&kit, &tokens[0]).await);
    house
        .close_own_session(&this, lines[1].id)
        .await
        .expect("closed");
    assert!(!is_open(&kit, &tokens[0]).await);
    assert!(is_open(&kit, &tokens[1]).await && is_open(&kit, &tokens[2]).await);
    house.sign_out(&this).await.expect("signed out");
    assert!(is_open(&kit, &tokens[1]).await && !is_open(&kit, &tokens[2]).await);
    house.close_own_sessions(&other).await.expect("all closed");
    assert!(!is_open(&kit, &tokens[1]).await);
    assert!(house.own_sessions(&other).await.expect("a list").is_empty());
    house
        .own_sessions(&kit.administrator().await)
        .await
        .expect("others' stay open");

    // Nonsense in a cookie is nobody.
    for token in ["", "00", "zz", &"0".repeat(64), &"é".repeat(32)] {
        assert!(!is_open(&kit, token).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_nobodys_at_another_door_and_stays_open_at_its_own() {
    let kit = TestHouse::founded().await;
    let at_desk = kit
        .house
        .sign_in("Avery Administrator", PASSPHRASE, "desk")
        .await
        .expect("signed in")
        .token;
    for door in ["both", "front", "command line", "", "DESK"] {
        let elsewhere = kit.house.signed_in(&at_desk, door).await;
        assert!(elsewhere.expect("looked up").is_none(), "{door}");
    }
    let at_home = kit.house.signed_in(&at_desk, "desk").await;
    assert!(at_home.expect("looked up").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_closes_all_sessions_of_a_colleague_and_the_ledger_tells() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let administrator = kit.administrator().await;
    let casey = kit.member("Casey Caseworker", Role::Caseworker).await;
    let other = kit.session("Avery Administrator").await;
    let tokens = [
        kit.session("Casey Caseworker").await,
        kit.session("Casey Caseworker").await,
    ];
    let refused = house
        .close_sessions_of(&casey, administrator.actor.member)
        .await;
    assert!(matches!(refused, Err(ServiceError::NotPermitted(_))));
    let entries = house.ledger_head().await.expect("the ledger").0;
    house
        .close_sessions_of(&administrator, casey.actor.member)
        .await
        .expect("closed");
    for token in &tokens {
        assert!(!is_open(&kit, token).await);
    }
    assert!(is_open(&kit, &other).await, "others' stay open");
    assert_eq!(
        house.ledger_head().await.expect("the ledger").0,
        entries + 1
    );
    assert!(
        kit.sign_in("Casey Caseworker").await.holds_team_key(),
        "they may come back at once"
    );

    let link = house
        .invite(Some(&administrator), "Ina Invited", Role::Senior)
        .await
        .expect("invited");
    let invited = house.close_sessions_of(&administrator, link.member).await;
    assert!(matches!(invited, Err(ServiceError::Member(_))));
    for nobody in [administrator.actor.member, MemberId::from_bytes([1; 16])] {
        let refused = house.close_sessions_of(&administrator, nobody).await;
        assert!(matches!(refused, Err(ServiceError::NotFound)));
    }
    assert!(is_open(&kit, &other).await);
    house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
}

async fn tidy(kit: &TestHouse) {
    kit.house.take_duties().await.expect("nobody else is there");
    let duty = kit.house.on_upkeep_duty().expect("on duty");
    kit.house
        .forget_what_ran_out(duty)
        .await
        .expect("forgotten");
    kit.house.forget_ended_sessions().await.expect("wiped");
}

#[tokio::test(flavor = "multi_thread")]
async fn tidying_ends_what_ran_out_and_nothing_else() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let idle = kit.session("Avery Administrator").await;
    let link = house
        .invite(None, "Casey Caseworker", Role::Caseworker)
        .await
        .expect("a link");
    kit.clock
        .pass_seconds(house.settings().session_idle_seconds - 10);
    let fresh = kit.session("Avery Administrator").await;
    tidy(&kit).await;
    assert!(is_open(&kit, &fresh).await);
    kit.clock.pass_seconds(10);
    tidy(&kit).await;
    let by = signed_in(&kit, &fresh).await;
    assert_eq!(house.own_sessions(&by).await.expect("a list").len(), 1);
    assert!(!is_open(&kit, &idle).await);
    house
        .invitation(&link.token)
        .await
        .expect("the link is good for days");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_member_is_out_at_once_and_may_come_back() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let administrator = kit.administrator().await;
    let casey = kit
        .member("Casey Caseworker", Role::Caseworker)
        .await
        .actor
        .member;
    let tokens = [
        kit.session("Casey Caseworker").await,
        kit.session("Casey Caseworker").await,
    ];
    house
        .set_suspended(&administrator, casey, true)
        .await
        .expect("suspended");
    for token in &tokens {
        assert!(!is_open(&kit, token).await);
    }
    assert!(matches!(
        house.sign_in("Casey Caseworker", PASSPHRASE, "both").await,
        Err(ServiceError::WrongCredentials)
    ));
    assert!(matches!(
        house.set_suspended(&administrator, casey, true).await,
        Err(ServiceError::Member(_))
    ));
    house
        .set_suspended(&administrator, casey, false)
        .await
        .expect("let in again");
    assert!(!is_open(&kit, &tokens[0]).await, "old sessions stay closed");
    assert!(kit.sign_in("Casey Caseworker").await.holds_team_key());

    let myself = house
        .set_suspended(&administrator, administrator.actor.member, true)
        .await;
    assert!(
        matches!(myself, Err(ServiceError::NotFound)),
        "an administrator can't lock themselves out"
    );
    let nobody = house
        .set_suspended(&administrator, MemberId::from_bytes([1; 16]), true)
        .await;
    assert!(matches!(nobody, Err(ServiceError::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_weak_passphrase_is_refused_with_the_reason() {
    let kit = TestHouse::founded().await;
    let link = kit
        .house
        .invite(None, "Casey Caseworker", Role::Caseworker)
        .await
        .expect("a link");
    for (passphrase, reason) in [
        ("x7#kQ", Some(WeakReason::TooShort)),
        ("", Some(WeakReason::TooShort)),
        ("caseycaseworker", Some(WeakReason::AboutYou)),
        ("passwordpassword", None),
        ("aaaaaaaaaaaaaaaaaaaa", None),
        ("trialreportingcentre", Some(WeakReason::AboutYou)),
    ] {
        match kit.house.accept_invitation(&link.token, passphrase).await {
            Err(ServiceError::WeakPassphrase(strength)) => {
                assert!(!strength.acceptable);
                assert!(strength.reason.is_some(), "{passphrase}: says why");
                assert!(
                    reason.is_none() || strength.reason == reason,
                    "{passphrase}: {:?}",
                    strength.reason
                );
            }
            other => panic!("{passphrase}: {other:?}"),
        }
    }
    kit.house
        .accept_invitation(&link.token, PASSPHRASE)
        .await
        .expect("the link is still good");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_once_and_for_three_days_and_can_be_given_anew() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let administrator = kit.administrator().await;
    let link = house
        .invite(Some(&administrator), "Casey Caseworker", Role::Caseworker)
        .await
        .expect("a link");
    let (one, other) = tokio::join!(
        house.accept_invitation(&link.token, PASSPHRASE),
        house.accept_invitation(&link.token, PASSPHRASE)
    );
    assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1);
    for refused in [one.err(), other.err()].into_iter().flatten() {
        assert!(matches!(refused, ServiceError::LinkGone), "{refused}");
    }
    assert!(matches!(
        house.invitation(&link.token).await.err(),
        Some(ServiceError::LinkGone)
    ));
    let taken = house
        .invite(Some(&administrator), " casey caseworker", Role::Senior)
        .await;
    assert!(matches!(taken.err(), Some(ServiceError::UnusableName)));
    for name in ["", "  ", "a\u{0}b", &"x".repeat(121)] {
        assert!(matches!(
            house.invite(None, name, Role::Senior).await.err(),
            Some(ServiceError::UnusableName)
        ));
    }

    let first = house
        .invite(Some(&administrator), "Sol Senior", Role::Senior)
        .await
        .expect("a link");
    let entries = house.ledger_head().await.expect("the ledger").0;
    kit.clock.pass_seconds(INVITATION_SECONDS);
    for token in [first.token.as_str(), "00", "", &"0".repeat(64)] {
        assert!(matches!(
            house.accept_invitation(token, PASSPHRASE).await,
            Err(ServiceError::LinkGone)
        ));
    }
    // The name is not lost with the link; another role would be another member.
    let administrator = kit.administrator().await;
    let other_role = house
        .invite(Some(&administrator), "Sol Senior", Role::Analyst)
        .await;
    assert!(matches!(other_role.err(), Some(ServiceError::UnusableName)));
    let second = house
        .invite(Some(&administrator), "Sol Senior", Role::Senior)
        .await
        .expect("another link");
    let third = house
        .invite(Some(&administrator), "sol SENIOR", Role::Senior)
        .await
        .expect("and another");
    assert!(second.member == first.member && third.member == first.member);
    assert_eq!(
        house.ledger_head().await.expect("the ledger").0,
        entries,
        "it is the same invited member"
    );
    house
        .accept_invitation(&third.token, PASSPHRASE)
        .await
        .expect("joined");
    let late = house
        .accept_invitation(&second.token, "another passphrase that is long")
        .await;
    assert!(
        late.is_err(),
        "whoever comes second can't take the account over"
    );
    assert!(kit.sign_in("Sol Senior").await.holds_team_key());
    house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_everybody_signs_in_again() {
    let mut kit = TestHouse::founded().await;
    let token = kit.session("Avery Administrator").await;
    kit.restart().await;
    assert!(!is_open(&kit, &token).await, "the keys were in memory only");
    assert!(kit.administrator().await.holds_team_key());
}

async fn signed_in(kit: &TestHouse, token: &str) -> SignedIn {
    kit.house
        .signed_in(token, "both")
        .await
        .expect("it is looked up")
        .expect("it is open")
}
