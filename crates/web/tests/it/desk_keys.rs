//! One's own keys at the desk: a second key on paper, a changed passphrase, and the way back in.

use axum::http::StatusCode;
use domain::Role;
use testkit::{PASSPHRASE, TestHouse};

use crate::desk_browser::{Browser, Seen};

const NEW: &str = "seven kettles under a plum sky";

/// The key that a page shows to be printed.
fn printed(page: &Seen) -> String {
    let start = page.html.find("translate=\"no\">").expect("a key") + "translate=\"no\">".len();
    page.html[start..start + 63].to_owned()
}

#[tokio::test]
async fn a_key_is_printed_once_and_lets_its_owner_back_in() {
    let house = TestHouse::founded().await;
    house.member("Casey Caseworker", Role::Caseworker).await;
    let mut casey = Browser::of(&house, "Casey Caseworker").await;
    casey
        .get("/en/desk/inbox")
        .await
        .says("You have one key only");
    casey.get("/en/desk/keys").await.says("You have none yet.");
    casey
        .post("/en/desk/keys/paper", &[("passphrase-now", "wrong")])
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .says("This is not your passphrase.");
    let page = casey
        .post("/en/desk/keys/paper", &[("passphrase-now", PASSPHRASE)])
        .await;
    page.is(StatusCode::OK).says("It is shown once, now.");
    let key = printed(&page);
    casey
        .get("/en/desk/keys")
        .await
        .says("You made it on")
        .does_not_say("You have one key only")
        .does_not_say(&key);

    let mut anybody = Browser::new(&house);
    let lost = "/en/desk/lost-passphrase";
    anybody
        .get(lost)
        .await
        .is(StatusCode::OK)
        .says("Lost a key or a person: what now");
    anybody
        .get("/en/desk/lost")
        .await
        .is(StatusCode::OK)
        .says("Everybody who could read")
        .says("opens everything for somebody new");
    let typed = |name: &'static str, paper: String, again: &'static str| {
        [
            ("name", name.to_owned()),
            ("paper", paper),
            ("passphrase", NEW.to_owned()),
            ("again", again.to_owned()),
        ]
    };
    for (name, paper, again, status, said) in [
        (
            "Casey Caseworker",
            key.clone(),
            "another",
            StatusCode::UNPROCESSABLE_ENTITY,
            "The two are not the same.",
        ),
        (
            "Casey Caseworker",
            key[1..].to_owned(),
            NEW,
            StatusCode::UNPROCESSABLE_ENTITY,
            "this has 55",
        ),
        (
            "Casey Caseworker",
            key.replacen(&key[9..10], "?", 1),
            NEW,
            StatusCode::UNPROCESSABLE_ENTITY,
            "has a sign that no key has",
        ),
        (
            "Nobody <Known>",
            key.clone(),
            NEW,
            StatusCode::UNPROCESSABLE_ENTITY,
            "don’t belong together",
        ),
    ] {
        let fields = typed(name, paper, again);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let seen = anybody.post_as_it_is(lost, &fields, &[]).await;
        seen.is(status).says(said);
        assert_eq!(seen.field("name"), name, "what was typed stays");
        assert!(!seen.html.contains(NEW) && !seen.html.contains(&key));
    }
    let fields = typed("Casey Caseworker", key, NEW);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let done = anybody.post_as_it_is(lost, &fields, &[]).await;
    assert_eq!(done.goes_to(), "/en/desk/sign-in?reset");
    assert_eq!(
        casey.get("/en/desk/inbox").await.goes_to(),
        "/en/desk/sign-in",
        "the session from before is closed"
    );
    anybody
        .post_as_it_is(
            "/en/desk/sign-in",
            &[("name", "Casey Caseworker"), ("passphrase", NEW)],
            &[],
        )
        .await
        .goes_to();
}

#[tokio::test]
async fn a_passphrase_is_changed_with_the_one_in_use() {
    let house = TestHouse::founded().await;
    house.member("Casey Caseworker", Role::Caseworker).await;
    let mut casey = Browser::of(&house, "Casey Caseworker").await;
    let path = "/en/desk/keys/passphrase";
    let form = |current, new, again| [("current", current), ("passphrase", new), ("again", again)];
    for (form, said) in [
        (form("wrong", NEW, NEW), "This is not your passphrase."),
        (form(PASSPHRASE, "short", "short"), "12"),
        (form(PASSPHRASE, NEW, "other"), "The two are not the same."),
        (form("", "", ""), "12"),
    ] {
        casey
            .post(path, &form)
            .await
            .is(StatusCode::UNPROCESSABLE_ENTITY)
            .says(said);
    }
    let changed = casey
        .post_and_follow(path, &form(PASSPHRASE, NEW, NEW))
        .await;
    changed.says("Your passphrase has been changed.");
}

#[tokio::test]
async fn without_a_second_key_nothing_else_is_let_through_in_the_end() {
    let house = TestHouse::founded().await;
    house.member("Casey Caseworker", Role::Caseworker).await;
    house.clock.pass_seconds(14 * 24 * 60 * 60);
    // The browser of the tests asks for another page first, and lands on the keys.
    let signed_in = house.session("Casey Caseworker").await;
    let mut casey = Browser::with_session(&house, &signed_in);
    for path in [
        "/en/desk/inbox",
        "/en/desk/search",
        "/en/desk",
        "/en/desk/permissions",
    ] {
        assert_eq!(casey.get(path).await.goes_to(), "/en/desk/keys", "{path}");
    }
    casey
        .get("/en/desk/keys")
        .await
        .is(StatusCode::OK)
        .says("Before you go on: print a second key.");
    casey.get("/en/desk/sessions").await.is(StatusCode::OK);
    let report = house.some_report().await;
    let made = casey
        .post(&format!("/en/desk/reports/{report}/incident"), &[])
        .await;
    assert_eq!(made.goes_to(), "/en/desk/keys", "a form is not let through");
    casey
        .post("/en/desk/keys/paper", &[("passphrase-now", PASSPHRASE)])
        .await
        .is(StatusCode::OK);
    casey.get("/en/desk/inbox").await.is(StatusCode::OK);
}
