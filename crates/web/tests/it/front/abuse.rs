//! Floods and robots are slowed down; nobody loses a word by it.

use axum::http::{StatusCode, header};
use web::{LimitSettings, UnderAttack};

use super::{caseworker, form, inbox, told};
use crate::asking::{Answer, Pages, fields};
use crate::html::faults;

#[tokio::test]
async fn over_the_limit_the_page_keeps_the_text_and_says_when() {
    let pages = Pages::with(LimitSettings {
        reports_per_hour: 2,
        ..LimitSettings::default()
    })
    .await;
    for story in ["one", "two"] {
        assert_eq!(
            pages
                .post_from("192.0.2.7", "/en/report", &told(&pages, story).await)
                .await
                .status,
            StatusCode::OK
        );
    }
    let third = told(&pages, "three & more").await;
    let answer = pages.post_from("192.0.2.7", "/en/report", &third).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.holds("three & more") && answer.body.contains("minutes"));
    let seconds: u64 = answer.headers[header::RETRY_AFTER]
        .to_str()
        .expect("text")
        .parse()
        .expect("a number");
    assert!((1..=1801).contains(&seconds));
    assert_eq!(faults(&answer.body), [""; 0]);
    assert!(!answer.body.contains("192.0.2.7"));
    // Others are not touched by it, and the same form can go by another way.
    assert_eq!(
        pages
            .post_from("192.0.2.8", "/en/report", &third)
            .await
            .status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_robot_s_sending_is_not_kept_and_a_person_s_is() {
    let pages = Pages::new().await;
    let by = caseworker(&pages).await;
    let trap = fields(&[("website_url", "https://example.org/pills")]);
    let robot = [told(&pages, "Buy pills").await, trap.clone()].concat();
    let answer = pages.post("/en/report", &robot).await;
    // Not thanked for what isn't kept, and nothing lost should it have been a person.
    assert!(answer.words().is_none() && answer.holds("Buy pills"));
    assert_eq!(answer.hidden("website_url"), None);
    assert!(answer.body.contains(
        "name=\"website_url\" type=\"text\" tabindex=\"-1\" autocomplete=\"off\" value=\"\""
    ));
    assert!(inbox(&pages, &by).await.is_empty());
    // A browser that filled the hidden box by itself, under somebody who took their time.
    let person = [told(&pages, "He pulled my scarf.").await, trap].concat();
    pages.house.clock.pass_seconds(3);
    assert!(pages.post("/en/report", &person).await.words().is_some());
    // A quick sender with an empty trap.
    assert!(
        pages
            .post("/en/report", &told(&pages, "Quick.").await)
            .await
            .words()
            .is_some()
    );
    assert_eq!(inbox(&pages, &by).await.len(), 2);
}

async fn attacked() -> Pages {
    let limits = LimitSettings {
        under_attack: UnderAttack::Always,
        work_bits: 8,
        wait_seconds: 20,
        ..LimitSettings::default()
    };
    Pages::with(limits).await
}

/// What `work.js` does.
fn worked(page: &Answer, story: &str) -> Vec<(String, String)> {
    let (_, rest) = page.body.split_once("data-work=\"").expect("work");
    let (work, _) = rest.split_once('"').expect("a value");
    let (challenge, bits) = work.rsplit_once(':').expect("two parts");
    let answer =
        seal::find_work(challenge.as_bytes(), bits.parse().expect("bits")).expect("an answer");
    let token = page.hidden("form_token").expect("a token");
    fields(&[
        ("form_token", &token),
        ("form_work", &answer.to_string()),
        ("story", story),
    ])
}

#[tokio::test]
async fn under_attack_work_lets_a_report_through() {
    let pages = attacked().await;
    let page = form(&pages).await;
    assert!(page.body.contains("work.js"));
    assert_eq!(faults(&page.body), [""; 0]);
    let sent = worked(&page, "worked");
    assert!(pages.post("/en/report", &sent).await.words().is_some());
    // The answer belongs to its form.
    let mut other = worked(&form(&pages).await, "other");
    other[1].1 = "7".to_owned();
    while {
        let page = pages.post("/en/report", &other).await;
        page.words().is_some()
    } {
        // One answer in 256 fits by chance: take another form.
        other = worked(&form(&pages).await, "other");
        other[1].1 = "7".to_owned();
    }
}

#[tokio::test]
async fn under_attack_somebody_without_javascript_waits_and_sends_again() {
    let pages = attacked().await;
    let mut sent = told(&pages, "without a script").await;
    sent.push(("form_work".to_owned(), String::new()));
    let first = pages.post("/en/report", &sent).await;
    assert_eq!(first.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(first.holds("without a script") && first.headers.contains_key(header::RETRY_AFTER));
    assert_eq!(first.hidden("form_token").as_ref(), Some(&sent[0].1));
    let ticket = first.hidden("form_ticket").expect("a ticket");
    sent.push(("form_ticket".to_owned(), ticket.clone()));
    pages.house.clock.pass_seconds(19);
    let early = pages.post("/en/report", &sent).await;
    assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(early.hidden("form_ticket").as_ref(), Some(&ticket));
    pages.house.clock.pass_seconds(1);
    assert!(pages.post("/en/report", &sent).await.words().is_some());
    // The ticket is no use for another form.
    let mut other = told(&pages, "another").await;
    other.push(("form_ticket".to_owned(), ticket));
    assert_eq!(
        pages.post("/en/report", &other).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
}

#[tokio::test]
async fn one_form_is_not_an_endless_pass() {
    let pages = attacked().await;
    let sent = worked(&form(&pages).await, "again and again");
    let mut taken = 0;
    for turn in 0..18 {
        let mut another = sent.clone();
        another[2].1 = format!("again and again {turn}");
        let answer = pages.post("/en/report", &another).await;
        assert!(answer.words().is_some() || answer.holds(&another[2].1));
        taken += u32::from(answer.words().is_some());
    }
    assert_eq!(taken, 12);
}

#[tokio::test]
async fn forms_ask_for_work_only_while_many_come() {
    let pages = Pages::with(LimitSettings {
        attack_threshold_per_minute: 3,
        ..LimitSettings::default()
    })
    .await;
    for story in ["one", "two", "three"] {
        assert!(
            pages
                .post("/en/report", &told(&pages, story).await)
                .await
                .words()
                .is_some()
        );
    }
    assert!(!form(&pages).await.body.contains("data-work="));
    let held_back = pages.post("/en/report", &told(&pages, "four").await).await;
    assert_eq!(held_back.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(held_back.body.contains("data-work=") && held_back.holds("four"));
    pages.house.clock.pass_seconds(3600);
    assert!(!form(&pages).await.body.contains("data-work="));
    assert!(
        pages
            .post("/en/report", &told(&pages, "five").await)
            .await
            .words()
            .is_some()
    );
}
