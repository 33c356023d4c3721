//! A report that the browser sealed: what the page gives for it, and what comes back.

use axum::http::{StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use browser::{Outcome, Request};
use serde_json::Value;

use super::{caseworker, form, inbox, story};
use crate::asking::{Answer, Pages, fields};

/// A parcel as the browser's module makes it, in base64.
fn parcel(pages: &Pages, seed: u8, words: &str) -> String {
    let guide = pages.house.house.guide().expect("founded");
    let request = Request {
        guide: &guide,
        seed: &[seed; 32],
        random: &[seed + 1; 32],
        again: false,
        pairs: fields(&[("story", words)]),
    };
    match browser::seal(&request) {
        Some(Outcome::Sealed { parcel, .. }) => URL_SAFE_NO_PAD.encode(parcel.to_bytes()),
        _ => panic!("it is sealed"),
    }
}

async fn send(pages: &Pages, token: &str, parcel: &str) -> (Answer, Value) {
    let sent = fields(&[("parcel", parcel), ("form_token", token)]);
    let answer = pages.post("/en/report/sealed", &sent).await;
    let told = serde_json::from_str(&answer.body).unwrap_or(Value::Null);
    (answer, told)
}

async fn token(pages: &Pages) -> String {
    form(pages).await.hidden("form_token").expect("a token")
}

#[tokio::test]
async fn a_sealed_report_arrives_once_and_the_answer_knows_nothing_of_it() {
    let pages = Pages::new().await;
    let token = token(&pages).await;
    let sealed = parcel(&pages, 1, "They shouted at me.\r\nTwice.");
    let (answer, told) = send(&pages, &token, &sealed).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(told["kept"], true);
    assert!(told["proof"].as_str().is_some());
    let (_, told) = send(&pages, &token, &sealed).await;
    assert_eq!(
        (&told["kept"], &told["proof"]),
        (&Value::Bool(true), &Value::Null)
    );
    let (answer, told) = send(&pages, &token, &parcel(&pages, 1, "Others.")).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(told["otherWords"], true);
    let by = caseworker(&pages).await;
    let reports = inbox(&pages, &by).await;
    assert_eq!(reports.len(), 1);
    assert_eq!(
        story(&pages, &by, reports[0]).await,
        "They shouted at me.\nTwice."
    );
}

#[tokio::test]
async fn what_is_no_parcel_is_refused_and_nothing_is_kept() {
    let pages = Pages::new().await;
    let token = token(&pages).await;
    let whole = parcel(&pages, 1, "They shouted at me.");
    let bytes = URL_SAFE_NO_PAD.decode(&whole).expect("base64");
    let changed = |place: usize| {
        let mut bytes = bytes.clone();
        bytes[place] ^= 1;
        URL_SAFE_NO_PAD.encode(bytes)
    };
    let longer = URL_SAFE_NO_PAD.encode([bytes.as_slice(), &[0]].concat());
    let huge = "A".repeat(2_000_000);
    for wrong in [
        "",
        "%%%",
        "VCP1",
        &whole[..whole.len() - 4],
        &longer,
        &huge,
        &changed(0),
        // The id does not follow from the receipt.
        &changed(4),
        // How many objects.
        &changed(4 + 16 + 4 + 32 + 32 + 32 + 1216 + 1169 + 1169),
    ] {
        let (answer, told) = send(&pages, &token, wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            told["title"]
                .as_str()
                .is_some_and(|title| !title.is_empty())
        );
        assert_eq!(told["token"], token);
    }
    let (answer, told) = send(&pages, "not a token", &whole).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_ne!(told["token"], "not a token");
    let by = caseworker(&pages).await;
    assert!(inbox(&pages, &by).await.is_empty());
    // What was refused is none the worse for it.
    assert_eq!(send(&pages, &token, &whole).await.1["kept"], true);
}

#[tokio::test]
async fn the_page_names_the_module_and_alone_may_run_it() {
    let pages = Pages::new().await;
    let page = form(&pages).await;
    let policy = |answer: &Answer| {
        let policy = &answer.headers[header::CONTENT_SECURITY_POLICY];
        policy.to_str().expect("text").to_owned()
    };
    assert!(policy(&page).contains("script-src 'self' 'wasm-unsafe-eval';"));
    for path in ["/en", "/en/figures", "/en/desk/sign-in", "/en/report/guide"] {
        assert!(!policy(&pages.get(path).await).contains("unsafe"), "{path}");
    }
    let module = web::browser_program()
        .into_iter()
        .find(|(name, _)| name == "seal.wasm")
        .expect("it is an asset");
    let named = base64::engine::general_purpose::STANDARD.encode(module.1);
    assert!(
        page.holds(&format!("data-seal-hash=\"sha256-{named}\"")) || page.body.contains(&named)
    );
    let guide = pages.get("/en/report/guide").await;
    assert_eq!(guide.status, StatusCode::OK);
    assert_eq!(
        guide.headers[header::CONTENT_TYPE],
        "application/octet-stream"
    );
    assert_eq!(guide.headers[header::CACHE_CONTROL], "no-store");
}

#[tokio::test]
async fn every_mistake_has_words_in_the_page() {
    let pages = Pages::new().await;
    for language in ["en", "ur", "ar"] {
        let page = pages.get(&format!("/{language}/report")).await;
        for (name, _, _) in browser::WRONGS {
            let (_, rest) = page
                .body
                .split_once(&format!("<p data-what=\"{name}\">"))
                .expect(name);
            assert!(!rest.starts_with("</p>"), "{name} in {language}");
        }
    }
}
