//! More than can be done at once: whoever finds no place is told so, with what they typed in the answer.

use axum::http::{StatusCode, header};
use futures::future::join_all;
use web::LimitSettings;

use super::{caseworker, inbox, story, told};
use crate::asking::{Pages, fields};
use crate::html::faults;

/// Far more senders than places.
const SENDERS: usize = 40;

async fn narrow() -> Pages {
    Pages::with(LimitSettings {
        reports_at_once: 2,
        reports_per_hour: 10_000,
        attack_threshold_per_minute: 10_000,
        ..LimitSettings::default()
    })
    .await
}

#[tokio::test]
async fn a_flood_is_told_to_wait_and_every_word_comes_back() {
    let pages = narrow().await;
    let mut forms = Vec::new();
    for sender in 0..SENDERS {
        forms.push(told(&pages, &of_sender(sender)).await);
    }
    let mut taken = 0;
    let mut rounds = 0;
    while !forms.is_empty() {
        rounds += 1;
        assert!(rounds <= SENDERS, "nobody is refused for ever");
        let answers = join_all(forms.iter().map(|form| pages.post("/en/report", form))).await;
        let mut left = Vec::new();
        for (form, answer) in forms.into_iter().zip(answers) {
            if answer.words().is_some() {
                taken += 1;
                continue;
            }
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
            assert!(answer.headers.contains_key(header::RETRY_AFTER));
            assert!(answer.holds(&form[1].1), "the story came back");
            assert_eq!(answer.hidden("form_token").as_ref(), Some(&form[0].1));
            assert_eq!(faults(&answer.body), [""; 0]);
            left.push(form);
        }
        forms = left;
    }
    assert_eq!(taken, SENDERS);
    assert!(rounds > 1, "the flood was more than there were places for");
    // All of them are there once, under their own words.
    let by = caseworker(&pages).await;
    let mut stories = Vec::new();
    for report in inbox(&pages, &by).await {
        stories.push(story(&pages, &by, report).await);
    }
    let mut sent: Vec<String> = (0..SENDERS).map(of_sender).collect();
    stories.sort();
    sent.sort();
    assert_eq!(stories, sent);
}

fn of_sender(sender: usize) -> String {
    format!("Sender {sender} wrote <this> & that")
}

#[tokio::test]
async fn the_desk_has_places_of_its_own() {
    let pages = narrow().await;
    let mut forms = Vec::new();
    for sender in 0..SENDERS {
        forms.push(told(&pages, &of_sender(sender)).await);
    }
    let flood = join_all(forms.iter().map(|form| pages.post("/en/report", form)));
    let beside = join_all((0..20).map(|_| pages.get("/en/desk/sign-in")));
    let (flood, beside) = tokio::join!(flood, beside);
    assert!(
        flood
            .iter()
            .any(|answer| answer.status == StatusCode::SERVICE_UNAVAILABLE)
    );
    assert!(beside.iter().all(|answer| answer.status == StatusCode::OK));
}

#[tokio::test]
async fn when_nothing_can_be_kept_the_words_come_back_from_every_form() {
    let pages = Pages::new().await;
    let form = told(&pages, "kept nowhere <yet>").await;
    pages.house.house.close().await;
    let answer = pages.post("/en/report", &form).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.holds("kept nowhere <yet>"));
}

#[tokio::test]
async fn a_passphrase_is_never_given_back() {
    let pages = Pages::new().await;
    pages.house.house.close().await;
    let secret = "seven paper boats on a slow canal";
    let typed = fields(&[("name", "Casey Worker"), ("passphrase", secret)]);
    let answer = pages.post("/en/desk/sign-in", &typed).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
    assert!(!answer.body.contains(secret));
}
