//! Sessions at the desk: one answer to everybody who isn't let in, one door for each session, and an end from elsewhere.

use axum::http::StatusCode;
use domain::Role;
use testkit::{PASSPHRASE, TestHouse};
use web::Door;

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
