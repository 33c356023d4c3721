//! Telling us: what is typed arrives as it was typed, once, or stays on the page.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::form::DisplayLine;

use super::{caseworker, form, inbox, read, story, told};
use crate::asking::{Pages, fields};
use crate::html::faults;

#[tokio::test]
async fn any_story_arrives_as_it_was_typed() {
    let pages = Pages::new().await;
    let long: String = "Es war spät — دیر ہو گئی 🚕 "
        .chars()
        .cycle()
        .take(100_000)
        .collect();
    let stories = [
        "They shouted at me on the number 12 bus.",
        "انہوں نے مجھ پر چیخ کر کہا: واپس جاؤ",
        "صرخوا في وجهي في الحافلة",
        "ਉਹਨਾਂ ਨੇ ਮੈਨੂੰ ਗਾਲ੍ਹਾਂ ਕੱਢੀਆਂ · 他们对我大喊大叫 · Кричали",
        "👩🏽‍🦽🕌🏳️‍🌈 👨‍👩‍👧‍👦",
        "before\u{0}after",
        "a \u{202e}turned\u{202c} around \u{2066}isolated\u{2069} \u{200f}mark",
        "<script>alert(1)</script> &amp; \" ' </textarea>",
        "line one\nline two\n\n\tindented  twice ",
        "\nbegins with an empty line",
        "e\u{301} is not \u{e9}",
        &long,
    ];
    for story in stories {
        let answer = pages.post("/en/report", &told(&pages, story).await).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(
            answer.words().map(|words| words.split(' ').count()),
            Some(7)
        );
        // What was told is not repeated on the page that may be left open.
        assert!(!answer.holds(story));
    }
    let by = caseworker(&pages).await;
    let mut arrived = Vec::new();
    for report in inbox(&pages, &by).await {
        arrived.push(super::story(&pages, &by, report).await);
    }
    arrived.sort();
    let mut sent: Vec<String> = stories.iter().map(|story| (*story).to_owned()).collect();
    sent.sort();
    assert!(arrived == sent);
}

#[tokio::test]
async fn browsers_line_ends_become_plain_ones() {
    let pages = Pages::new().await;
    assert!(
        pages
            .post("/en/report", &told(&pages, "one\r\ntwo").await)
            .await
            .words()
            .is_some()
    );
    let by = caseworker(&pages).await;
    let reports = inbox(&pages, &by).await;
    assert_eq!(story(&pages, &by, reports[0]).await, "one\ntwo");
}

#[tokio::test]
async fn approximate_days_and_places_arrive() {
    let pages = Pages::new().await;
    let mut sent = told(&pages, "x").await;
    sent.extend(fields(&[
        ("when-kind", "about"),
        ("when-date-day", "٥"),
        ("when-date-month", "11"),
        ("when-date-year", "2026"),
        ("when-words", "the night after the match"),
        ("place-words", "outside the mosque"),
        ("place-postcode", "S60"),
    ]));
    assert_eq!(pages.post("/ur/report", &sent).await.status, StatusCode::OK);
    let by = caseworker(&pages).await;
    let reports = inbox(&pages, &by).await;
    match read(&pages, &by, reports[0], "when").await.as_slice() {
        [DisplayLine::When(when)] => {
            assert_eq!(when.date, Some(jiff::civil::date(2026, 11, 5)));
            assert_eq!(when.words.as_deref(), Some("the night after the match"));
        }
        other => panic!("{} lines", other.len()),
    }
    let place = read(&pages, &by, reports[0], "place").await;
    assert!(
        place
            == [
                DisplayLine::Text("outside the mosque".into()),
                DisplayLine::Postcode("S60".into())
            ]
    );
}

#[tokio::test]
async fn past_the_limit_the_page_holds_the_text() {
    let pages = Pages::new().await;
    let story = format!("\n{}", "ظلم & \"<b>".repeat(12_000));
    assert!(story.chars().count() > 100_000);
    let mut sent = told(&pages, &story).await;
    sent.extend(fields(&[
        ("others", "two of them"),
        ("strand", "religion"),
        ("religion", "muslim"),
        ("when-kind", "today"),
    ]));
    let answer = pages.post("/en/report", &sent).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    // A line break straight after the tag would be swallowed, so one of the page's own stands before the text.
    assert!(answer.body.contains(&format!(
        ">\n{}</textarea>",
        testkit::outside::pages::escaped(&story)
    )));
    assert!(answer.holds("two of them"));
    assert!(
        answer.body.contains("value=\"religion\" checked")
            && answer.body.contains("value=\"today\" checked")
    );
    assert!(answer.body.contains("href=\"#story\"") && answer.body.contains("100,000"));
    assert_eq!(faults(&answer.body), [""; 0]);
    // Shortened on that page, it goes through.
    let token = answer.hidden("form_token").expect("a token");
    let again = pages
        .post(
            "/en/report",
            &fields(&[("form_token", &token), ("story", "shorter")]),
        )
        .await;
    assert!(again.words().is_some());
}

#[tokio::test]
async fn every_mistake_is_named_beside_its_field_and_at_the_top() {
    let pages = Pages::new().await;
    let mut sent = told(&pages, " ").await;
    sent.extend(fields(&[
        ("when-kind", "exact"),
        ("when-date-day", "31"),
        ("when-date-month", "2"),
        ("when-date-year", "2026"),
        ("place-kind", "the-moon"),
        ("people", "some"),
        ("others-count", "999999999"),
        ("role", "affected"),
        ("role", "witness"),
        ("reach", "email"),
        ("email", "nobody"),
    ]));
    for language in ["en", "ur", "ar"] {
        let answer = pages.post(&format!("/{language}/report"), &sent).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for field in [
            "story",
            "when-date",
            "place-kind",
            "role",
            "people",
            "others-count",
            "email",
        ] {
            assert!(
                answer.body.contains(&format!("href=\"#{field}\"")),
                "{language} {field}"
            );
            assert!(
                answer.body.contains(&format!("id=\"{field}--error\"")),
                "{language} {field}"
            );
        }
        assert!(answer.body.contains(
            "name=\"when-date-day\" inputmode=\"numeric\" autocomplete=\"off\" value=\"31\""
        ));
        assert!(answer.body.contains("value=\"some\"") && answer.body.contains("value=\"nobody\""));
        assert_eq!(faults(&answer.body), [""; 0]);
    }
}

#[tokio::test]
async fn the_same_form_twice_is_one_report_with_the_same_words() {
    let pages = Pages::new().await;
    let sent = told(&pages, "They spat at my sister.").await;
    let first = pages
        .post("/en/report", &sent)
        .await
        .words()
        .expect("words");
    // Also after a while, and when the page was left open past its time in between.
    pages.house.clock.pass_seconds(3600);
    assert_eq!(
        pages.post("/ar/report", &sent).await.words().as_ref(),
        Some(&first)
    );
    pages.house.clock.pass_seconds(48 * 3600);
    let stale = pages.post("/en/report", &sent).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let mut renewed = sent.clone();
    renewed[0].1 = stale.hidden("form_token").expect("a token");
    assert_eq!(
        pages.post("/en/report", &renewed).await.words().as_ref(),
        Some(&first)
    );
    let by = caseworker(&pages).await;
    assert_eq!(inbox(&pages, &by).await.len(), 1);
    // Other words in the same form make a second report: nothing typed is lost.
    renewed[1].1.push_str(" And at me.");
    let second = pages
        .post("/en/report", &renewed)
        .await
        .words()
        .expect("words");
    assert_ne!(first, second);
    assert_eq!(inbox(&pages, &by).await.len(), 2);
}

#[tokio::test]
async fn eight_at_once_are_one_report() {
    let pages = Pages::new().await;
    let sent = told(&pages, "All at once.").await;
    let send = || pages.post("/en/report", &sent);
    let pair = || async { tokio::join!(send(), send(), send(), send()) };
    let (first, second) = tokio::join!(pair(), pair());
    let answers = [
        first.0, first.1, first.2, first.3, second.0, second.1, second.2, second.3,
    ];
    let words: Vec<_> = answers
        .iter()
        .map(|answer| (answer.status, answer.words()))
        .collect();
    assert!(
        words
            .iter()
            .all(|one| one.0 == StatusCode::OK && *one == words[0])
    );
    let by = caseworker(&pages).await;
    assert_eq!(inbox(&pages, &by).await.len(), 1);
}

#[tokio::test]
async fn an_old_or_made_up_token_costs_no_text() {
    let pages = Pages::new().await;
    let good = form(&pages).await.hidden("form_token").expect("a token");
    pages.house.clock.pass_seconds(24 * 3600 + 1);
    let mut forged = good.clone();
    forged.replace_range(0..4, "BBBB");
    for token in [good.as_str(), &forged, "", "nonsense", &"A".repeat(20_000)] {
        let answer = pages
            .post(
                "/ur/report",
                &fields(&[("form_token", token), ("story", "ابھی لکھا ہوا")]),
            )
            .await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.holds("ابھی لکھا ہوا") && answer.body.contains("role=\"alert\""));
        let fresh = answer.hidden("form_token").expect("a token");
        let again = pages
            .post(
                "/ur/report",
                &fields(&[("form_token", &fresh), ("story", "ابھی لکھا ہوا")]),
            )
            .await;
        assert!(again.words().is_some());
    }
}

#[tokio::test]
async fn what_is_no_form_is_refused_with_a_page() {
    let pages = Pages::new().await;
    let ask = |kind: Option<&'static str>, body: Vec<u8>| {
        let mut request = Request::post("/ur/report");
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        pages.ask(request.body(Body::from(body)).expect("a request"))
    };
    for (kind, body, status) in [
        (None, b"story=x".to_vec(), StatusCode::BAD_REQUEST),
        (
            Some("application/json"),
            b"{\"story\":\"x\"}".to_vec(),
            StatusCode::BAD_REQUEST,
        ),
        (
            Some("multipart/form-data; boundary=x"),
            b"--x--".to_vec(),
            StatusCode::BAD_REQUEST,
        ),
        (
            Some("application/x-www-form-urlencoded"),
            vec![b'a'; 9 * 1024 * 1024],
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
        (
            Some("application/x-www-form-urlencoded"),
            Vec::new(),
            StatusCode::CONFLICT,
        ),
        (
            Some("application/x-www-form-urlencoded"),
            b"&&&=&%&%zz=\xff".to_vec(),
            StatusCode::CONFLICT,
        ),
    ] {
        let answer = ask(kind, body).await;
        assert_eq!(answer.status, status, "{kind:?}");
        assert!(answer.body.contains("dir=\"rtl\""), "{kind:?}");
        assert_eq!(faults(&answer.body), [""; 0]);
    }
    let by = caseworker(&pages).await;
    assert!(inbox(&pages, &by).await.is_empty());
}

#[tokio::test]
async fn when_it_can_t_be_kept_the_page_says_so_and_holds_the_text() {
    let pages = Pages::new().await;
    let sent = told(&pages, "Kept nowhere <yet>.").await;
    pages.house.house.close().await;
    let answer = pages.post("/en/report", &sent).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.holds("Kept nowhere <yet>.") && answer.words().is_none());
    // The same token, so that what may have been kept after all is not kept twice.
    assert_eq!(answer.hidden("form_token").as_ref(), Some(&sent[0].1));
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
    assert_eq!(faults(&answer.body), [""; 0]);
}

#[tokio::test]
async fn the_word_asked_back_is_told_right_from_wrong() {
    let pages = Pages::new().await;
    let thanks = pages.post("/en/report", &told(&pages, "x").await).await;
    let words = thanks.words().expect("words");
    let [place, nonce, check] =
        ["place", "nonce", "check"].map(|name| thanks.hidden(name).expect("a field"));
    let word = words
        .split(' ')
        .nth(place.parse::<usize>().expect("a number") - 1)
        .expect("a word");
    let ask = |word: &str| {
        let sent = fields(&[
            ("place", &place),
            ("nonce", &nonce),
            ("check", &check),
            ("word", word),
        ]);
        async {
            let sent = sent;
            pages.post("/en/report/words", &sent).await
        }
    };
    for right in [word.to_owned(), format!("  {} ", word.to_uppercase())] {
        let answer = ask(&right).await;
        assert!(answer.body.contains("notice good"), "{right}");
        assert!(!answer.body.contains(word));
    }
    for wrong in ["", "abacus abdomen", "another"] {
        let answer = ask(wrong).await;
        assert!(
            answer.body.contains("notice bad") && answer.hidden("check").as_ref() == Some(&check),
            "{wrong}"
        );
        assert!(!answer.body.contains(&words));
    }
}
