//! Sessions at the desk: one answer to everybody who isn't let in, one door for each session, and an end from elsewhere.

use axum::http::StatusCode;
use domain::Role;
use testkit::{PASSPHRASE, TestHouse};
use web::{Door, routes};

use crate::desk_browser::Browser;

const SIGN_IN: &str = "/en/desk/sign-in";

#[tokio::test]
async fn whoever_is_not_let_in_reads_the_same_page_byte_for_byte() {
    let house = TestHouse::founded().await;
    let administrator = house.administrator().await;
    let gone = house.member("Gael Gone", Role::Caseworker).await;
    house
        .house
        .set_suspended(&administrator, gone.actor.member, true)
        .await
        .expect("suspended");
    house
        .house
        .invite(Some(&administrator), "Ina Invited", Role::Senior)
        .await
        .expect("invited");
    let anybody = Browser::new(&house);
    let mut answers = Vec::new();
    for (name, passphrase) in [
        ("Avery Administrator", "not the passphrase"),
        ("Nobody Known", PASSPHRASE),
        ("Gael Gone", PASSPHRASE),
        ("Ina Invited", PASSPHRASE),
        ("Ina Invited", ""),
    ] {
        let fields = [("name", name), ("passphrase", passphrase)];
        let seen = anybody.post_as_it_is(SIGN_IN, &fields, &[]).await;
        seen.is(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(seen.cookie.is_none() && seen.location.is_none(), "{name}");
        assert!(!seen.html.contains(PASSPHRASE), "{name}");
        // What was typed stays in its field; all else must not tell one from another.
        answers.push(seen.html.replace(&format!("value=\"{name}\""), "value"));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
}

#[tokio::test]
async fn a_cookie_of_another_door_is_nobodys() {
    let house = TestHouse::founded().await;
    let mut desk = Browser::through(&house, Door::Desk);
    let fields = [("name", "Avery Administrator"), ("passphrase", PASSPHRASE)];
    let seen = desk.post(SIGN_IN, &fields).await;
    assert_eq!(seen.goes_to(), "/en/desk");
    let cookie = seen.cookie.expect("a cookie");
    let token = cookie
        .split(';')
        .next()
        .and_then(|pair| pair.strip_prefix("desk="))
        .expect("a token");
    let members = "/en/desk/members";
    let mut elsewhere = Browser::with_session(&house, token);
    assert_eq!(elsewhere.get(members).await.goes_to(), SIGN_IN);
    desk.get(members).await.is(StatusCode::OK);
}

#[tokio::test]
async fn a_session_that_somebody_else_chose_is_never_taken_over() {
    let house = TestHouse::founded().await;
    let chosen = "5a".repeat(32);
    let mut browser = Browser::with_session(&house, &chosen);
    let fields = [("name", "Avery Administrator"), ("passphrase", PASSPHRASE)];
    let seen = browser.post(SIGN_IN, &fields).await;
    assert!(!seen.cookie.expect("a cookie").contains(&chosen));
    let mut planter = Browser::with_session(&house, &chosen);
    assert_eq!(planter.get("/en/desk/members").await.goes_to(), SIGN_IN);
}

#[tokio::test]
async fn a_far_reaching_act_asks_again_after_a_while_and_goes_on_with_what_was_filled_in() {
    let house = TestHouse::founded().await;
    let mut avery = Browser::of(&house, "Avery Administrator").await;
    let invite = "/en/desk/members/invite";
    let fields = [("name", "Nia \"New\" <Newcomer>"), ("role", "senior")];
    let entries = async || house.house.ledger_head().await.expect("the ledger").0;
    let before = entries().await;
    house
        .clock
        .pass_seconds(house.house.settings().confirmed_seconds);
    let asked = avery.post(invite, &fields).await;
    asked.is(StatusCode::FORBIDDEN).says("Is it still you?");
    for (name, value) in fields {
        assert_eq!(asked.field(name), value, "it is carried along");
    }
    // A forged form is not even asked about, and guesses nothing.
    let spent = house.house.spent_on_guesses();
    let forged = [("form-token", "x"), ("confirm-passphrase", PASSPHRASE)];
    avery
        .post_as_it_is(invite, &forged, &[])
        .await
        .is(StatusCode::FORBIDDEN)
        .says("This page is too old");
    assert_eq!(house.house.spent_on_guesses(), spent);
    for wrong in ["", "not the passphrase", &"x".repeat(100_000)] {
        let tried = [fields.as_slice(), &[("confirm-passphrase", wrong)]].concat();
        let seen = avery.post(invite, &tried).await;
        seen.is(StatusCode::UNPROCESSABLE_ENTITY)
            .says("This is not your passphrase.");
        assert_eq!(seen.field("name"), fields[0].1);
        assert!(wrong.is_empty() || !seen.html.contains(wrong));
    }
    assert_eq!(entries().await, before, "nothing was done so far");
    let right = [fields.as_slice(), &[("confirm-passphrase", PASSPHRASE)]].concat();
    avery
        .post(invite, &right)
        .await
        .is(StatusCode::OK)
        .says("Send this link to Nia");
    assert_eq!(entries().await, before + 1);
    // For a while nothing is asked, then it is again; reading is never in the way.
    let others = [("name", "Omar Other"), ("role", "helper")];
    avery.post(invite, &others).await.is(StatusCode::OK);
    house
        .clock
        .pass_seconds(house.house.settings().confirmed_seconds);
    avery.get("/en/desk/members").await.is(StatusCode::OK);
    avery
        .post(invite, &[("name", "Pat Person"), ("role", "helper")])
        .await
        .is(StatusCode::FORBIDDEN)
        .says("Is it still you?");
    assert_eq!(entries().await, before + 2);
}

#[tokio::test]
async fn guesses_at_the_question_are_slowed_down_as_at_the_door() {
    let house = TestHouse::founded().await;
    let mut avery = Browser::of(&house, "Avery Administrator").await;
    house
        .clock
        .pass_seconds(house.house.settings().confirmed_seconds);
    let guess = [("member", "x"), ("confirm-passphrase", "a guess")];
    let mut refused = 0;
    for _ in 0..20 {
        let status = avery.post("/en/desk/members/suspend", &guess).await.status;
        refused += usize::from(status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused > 0);
}

/// What can't be taken back, or lets somebody in, asks again. Whoever adds such a route adds it here.
#[test]
fn these_acts_ask_again() {
    let asking: Vec<&str> = routes(Door::Both)
        .iter()
        .filter(|route| route.asks_again)
        .map(|route| route.path)
        .collect();
    assert_eq!(
        asking,
        [
            "/{language}/desk/imports/{id}/undo",
            "/{language}/desk/members/invite",
            "/{language}/desk/members/suspend",
            "/{language}/desk/members/reinstate",
            "/{language}/desk/members/close-sessions",
            "/{language}/desk/members/key",
            "/{language}/desk/members/renewal",
        ]
    );
}

#[tokio::test]
async fn an_administrator_closes_the_sessions_of_a_colleague_from_the_list() {
    let house = TestHouse::founded().await;
    let member = house.member("Sol Senior", Role::Senior).await.actor.member;
    let mut senior = Browser::of(&house, "Sol Senior").await;
    let mut avery = Browser::of(&house, "Avery Administrator").await;
    let close = "/en/desk/members/close-sessions";
    let member = member.to_string();
    senior
        .get("/en/desk/members")
        .await
        .is(StatusCode::OK)
        .does_not_say("Close their sessions");
    senior
        .post(close, &[("member", &member)])
        .await
        .is(StatusCode::FORBIDDEN);
    avery
        .get("/en/desk/members")
        .await
        .says("Close their sessions");
    for nobody in ["", "x", &"0".repeat(32), &"f".repeat(100_000)] {
        avery
            .post(close, &[("member", nobody)])
            .await
            .is(StatusCode::NOT_FOUND);
    }
    avery
        .post_and_follow(close, &[("member", &member)])
        .await
        .says("Closed. They can sign in again.");
    assert_eq!(senior.get("/en/desk/members").await.goes_to(), SIGN_IN);
    Browser::of(&house, "Sol Senior").await;
}
