//! Coming back with the receipt.

use axum::http::StatusCode;
use domain::fact::SetAside;
use seal::Receipt;
use web::LimitSettings;

use super::{caseworker, inbox, told};
use crate::asking::{Answer, Pages, fields};
use crate::html::faults;

async fn come_back(pages: &Pages, language: &str, words: &str) -> Answer {
    pages
        .post(&format!("/{language}/status"), &fields(&[("words", words)]))
        .await
}

#[tokio::test]
async fn the_words_show_where_the_report_stands() {
    let pages = Pages::new().await;
    let words = pages
        .post("/en/report", &told(&pages, "Planted story").await)
        .await
        .words()
        .expect("words");
    let waiting = come_back(&pages, "en", &words).await;
    assert!(
        waiting.body.contains("It is waiting to be read")
            && waiting.body.contains("16 November 2026")
    );
    // The same in capitals with numbers between, and as a number.
    let numbered = (1..)
        .zip(words.split(' '))
        .map(|(at, word)| format!("{at}. {word}"));
    let odd = numbered.collect::<Vec<_>>().join(", ").to_uppercase();
    let digits = Receipt::from_words(&words).expect("a receipt").digits();
    for typed in [odd, digits] {
        assert_eq!(come_back(&pages, "en", &typed).await.body, waiting.body);
    }
    let by = caseworker(&pages).await;
    let report = inbox(&pages, &by).await[0];
    pages.house.clock.pass_seconds(86_400);
    pages
        .house
        .house
        .open_report(&by, report)
        .await
        .expect("opened");
    let read = come_back(&pages, "en", &words).await;
    assert!(read.body.contains("Somebody is reading it") && read.body.contains("17 November 2026"));
    let incident = pages
        .house
        .house
        .same_incident(&by, vec![report])
        .await
        .expect("an incident");
    assert!(
        come_back(&pages, "en", &words)
            .await
            .body
            .contains("It is written down")
    );
    let _ = incident;
    for language in ["en", "ur", "ar"] {
        let page = come_back(&pages, language, &words).await;
        assert_eq!(faults(&page.body), [""; 0]);
        // What was told is never shown here.
        assert!(!page.body.contains("Planted"));
        assert!(!page.body.contains(&words));
    }
}

#[tokio::test]
async fn a_report_set_aside_says_so() {
    let pages = Pages::new().await;
    let words = pages
        .post("/en/report", &told(&pages, "a trial").await)
        .await
        .words()
        .expect("words");
    let by = caseworker(&pages).await;
    let reports = inbox(&pages, &by).await;
    pages
        .house
        .house
        .set_aside(&by, reports, SetAside::Test)
        .await
        .expect("set aside");
    assert!(
        come_back(&pages, "en", &words)
            .await
            .body
            .contains("We put it aside")
    );
}

#[tokio::test]
async fn words_that_are_not_ours_are_told_nothing_but_that() {
    let pages = Pages::new().await;
    let words = pages
        .post("/en/report", &told(&pages, "x").await)
        .await
        .words()
        .expect("words");
    let known = come_back(&pages, "en", &words).await;
    let unknown = come_back(&pages, "en", &Receipt::from_seed(&[3; 32]).words()).await;
    assert_eq!(
        (known.status, unknown.status),
        (StatusCode::OK, StatusCode::OK)
    );
    assert_eq!(known.body.len(), unknown.body.len());
    assert!(unknown.body.contains("don’t open a report"));
    assert!(unknown.headers.get("content-encoding").is_none());
}

#[tokio::test]
async fn slips_are_named_and_nearest_words_offered() {
    let pages = Pages::new().await;
    for (typed, said) in [
        ("", "There are seven"),
        ("abacus abdomen abdominal", "There are seven"),
        (
            "abacus abdomen abdominal abide abiding ability ablase",
            "<strong lang=\"en\" dir=\"ltr\" translate=\"no\">ablaze</strong>",
        ),
        ("402 118 937", "There are thirty"),
        (
            "402 118 937 265 004 771 360 582 119 000",
            "digit is not right",
        ),
    ] {
        let answer = come_back(&pages, "en", typed).await;
        assert!(answer.body.contains(said), "{typed}");
        assert!(answer.holds(typed) && answer.body.contains("aria-invalid"));
        assert_eq!(faults(&answer.body), [""; 0]);
    }
    let huge = come_back(&pages, "ar", &"abacus ".repeat(10_000)).await;
    assert_eq!(huge.status, StatusCode::OK);
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let pages = Pages::with(LimitSettings {
        status_tries_per_minute: 3,
        ..LimitSettings::default()
    })
    .await;
    let guess = fields(&[(
        "words",
        "abacus abdomen abdominal abide abiding ability ablaze",
    )]);
    for _ in 0..3 {
        assert_eq!(
            pages
                .post_from("192.0.2.1", "/en/status", &guess)
                .await
                .status,
            StatusCode::OK
        );
    }
    let refused = pages.post_from("192.0.2.1", "/en/status", &guess).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.body.contains("Too many tries") && refused.holds("ability"));
    assert_eq!(
        pages
            .post_from("192.0.2.2", "/en/status", &guess)
            .await
            .status,
        StatusCode::OK
    );
}
