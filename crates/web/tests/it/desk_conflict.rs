//! Two people at once: the second sees both, chooses, and nothing is overwritten unseen.

use axum::http::StatusCode;
use domain::Role;
use testkit::TestHouse;

use crate::desk_browser::Browser;
use crate::desk_story::{coded, make_incident};

async fn two_editors() -> (TestHouse, Browser, Browser, String, String) {
    let house = TestHouse::founded().await;
    house.member("Casey Caseworker", Role::Caseworker).await;
    house.member("Robin Caseworker", Role::Caseworker).await;
    let report = house.some_report().await.to_string();
    let mut casey = Browser::of(&house, "Casey Caseworker").await;
    let robin = Browser::of(&house, "Robin Caseworker").await;
    let incident = make_incident(&mut casey, &report).await;
    let seen = casey.get(&incident).await.field("seen");
    (house, casey, robin, incident, seen)
}

/// The coding of the tests with one field otherwise.
fn with<'f>(
    seen: &'f str,
    name: &'f str,
    value: &'f str,
    more: &[(&'f str, &'f str)],
) -> Vec<(&'f str, &'f str)> {
    let mut fields = coded(&[more, &[("seen", seen), ("do", "save")]].concat());
    for field in &mut fields {
        if field.0 == name {
            field.1 = value;
        }
    }
    fields
}

#[tokio::test]
async fn the_second_editor_sees_both_codings_and_chooses() {
    let (_house, mut casey, mut robin, incident, seen) = two_editors().await;
    let path = format!("{incident}/coding");
    // Casey says threats, Robin assault, both from the same beginning; Robin adds words.
    casey
        .post(&path, &with(&seen, "facet-category", "threats", &[]))
        .await
        .goes_to();
    robin.get(&incident).await;
    let conflict = robin
        .post(
            &path,
            &with(
                &seen,
                "facet-category",
                "assault",
                &[("note", "He was struck.")],
            ),
        )
        .await;
    conflict.is(StatusCode::CONFLICT);
    conflict
        .says("Someone else has changed this")
        .says("Casey Caseworker saved this");
    conflict
        .says("Threats")
        .says("Assault")
        .says("He was struck.");
    casey
        .get(&incident)
        .await
        .says("Robin Caseworker opened it")
        .does_not_say("He was struck.");
    // Without a choice nothing is saved, and everything is still there.
    let now = conflict.field("seen");
    let unchosen = with(
        &now,
        "facet-category",
        "assault",
        &[("note", "He was struck.")],
    );
    let again = robin.post(&format!("{path}/chosen"), &unchosen).await;
    again
        .is(StatusCode::CONFLICT)
        .says("Please choose for every part.")
        .says("He was struck.");
    // Robin keeps their own, over what Robin has now seen.
    let chosen = [unchosen, vec![("choose-category", "yours")]].concat();
    let page = robin
        .post_and_follow(&format!("{path}/chosen"), &chosen)
        .await;
    page.says("Saved.")
        .says("What was done: Threats Assault")
        .says("He was struck.");
    page.says("Casey Caseworker changed the coding")
        .says("Robin Caseworker changed the coding");
}

#[tokio::test]
async fn what_only_one_changed_is_proposed_and_theirs_can_be_kept() {
    let (_house, mut casey, mut robin, incident, seen) = two_editors().await;
    let path = format!("{incident}/coding");
    casey.post(&path, &with(&seen, "", "", &[])).await.goes_to();
    let seen = casey.get(&incident).await.field("seen");
    casey
        .post(&path, &with(&seen, "facet-category", "threats", &[]))
        .await
        .goes_to();
    robin.get(&incident).await;
    // Robin changed the area only, so theirs is proposed for the category and Robin's for the area.
    let conflict = robin
        .post(&path, &with(&seen, "facet-area", "E05012994", &[]))
        .await;
    conflict.is(StatusCode::CONFLICT);
    let row = |key: &str, whose: &str| {
        let marked = format!("name=\"choose-{key}\" value=\"{whose}\"");
        let tag = conflict
            .html
            .split(&marked)
            .nth(1)
            .unwrap_or_else(|| panic!("no choice {key} {whose}"));
        tag.split('>')
            .next()
            .unwrap_or_default()
            .contains("checked")
    };
    assert!(row("category", "theirs") && !row("category", "yours"));
    assert!(row("area", "yours") && !row("area", "theirs"));
    let now = conflict.field("seen");
    let choices = [("choose-category", "theirs"), ("choose-area", "yours")];
    let chosen = with(&now, "facet-area", "E05012994", &choices);
    let page = robin
        .post_and_follow(&format!("{path}/chosen"), &chosen)
        .await;
    page.says("Saved.");
    // Both changes stand.
    let panel = page
        .html
        .split("name=\"facet-category\" value=\"threats\"")
        .nth(1)
        .expect("threats");
    assert!(
        panel
            .split('>')
            .next()
            .unwrap_or_default()
            .contains("checked")
    );
    assert!(page.html.contains("value=\"E05012994\" selected"));
}

#[tokio::test]
async fn words_typed_into_a_form_that_came_too_late_are_given_back() {
    let (house, mut casey, mut robin, incident, seen) = two_editors().await;
    house.member("Samira Senior", Role::Senior).await;
    casey
        .post(
            &format!("{incident}/coding"),
            &with(&seen, "", "", &[("do", "submit")]),
        )
        .await
        .goes_to();
    robin.get(&incident).await;
    let fields = [
        ("seen", seen.as_str()),
        ("classification", "crime"),
        ("words", "The officer rang us."),
    ];
    let late = robin.post(&format!("{incident}/police"), &fields).await;
    late.is(StatusCode::CONFLICT)
        .says("what you typed is still here")
        .says("The officer rang us.");
    // A coding that came too late can't be saved any more, and is shown.
    let late = robin
        .post(
            &format!("{incident}/coding"),
            &with(&seen, "facet-category", "arson", &[]),
        )
        .await;
    late.is(StatusCode::CONFLICT)
        .says("Someone else has changed this")
        .says("Arson");
}
