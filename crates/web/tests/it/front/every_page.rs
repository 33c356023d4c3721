//! What holds for every page of the front door, in every language.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use text::Language;
use web::SiteSettings;

use super::told;
use crate::asking::{Answer, Pages, fields};
use crate::html::faults;

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'";

fn is_sound(path: &str, answer: &Answer) {
    assert_eq!(faults(&answer.body), [""; 0], "{path}");
    let header = |name: &str| {
        answer
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    // The report page may run the one module that it seals by; nothing else may.
    let seals = answer.body.contains(" data-seal=\"");
    assert_eq!(seals, path.ends_with("/report"), "{path}");
    let policy = if seals {
        POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
    } else {
        POLICY.to_owned()
    };
    assert_eq!(
        header("content-security-policy"),
        Some(policy.as_str()),
        "{path}"
    );
    assert_eq!(header("cache-control"), Some("no-store"), "{path}");
    assert_eq!(header("x-content-type-options"), Some("nosniff"), "{path}");
    assert_eq!(header("referrer-policy"), Some("no-referrer"), "{path}");
    assert_eq!(header("set-cookie"), None, "{path}");
    assert!(
        !answer.body.contains("http://")
            && !answer
                .body
                .replace("https://</p>", "")
                .contains("=\"https://"),
        "{path}"
    );
}

#[tokio::test]
async fn pages_render_in_every_language() {
    let pages = Pages::new().await;
    for language in Language::all() {
        let code = language.code();
        for page in [
            "",
            "report",
            "status",
            "figures",
            "how-we-count",
            "ledger",
            "leave",
            "nothing-here",
        ] {
            let path = format!("/{code}/{page}");
            let answer = pages.get(&path).await;
            let expected = if page == "nothing-here" {
                StatusCode::NOT_FOUND
            } else {
                StatusCode::OK
            };
            assert_eq!(answer.status, expected, "{path}");
            is_sound(&path, &answer);
            let frame = format!("<html lang=\"{code}\" dir=\"{}\">", language.direction());
            assert!(answer.body.contains(&frame), "{path}");
        }
        let sent = told(&pages, "x").await;
        let thanks = pages.post(&format!("/{code}/report"), &sent).await;
        is_sound("thank you", &thanks);
        let words = thanks.words().expect("words");
        is_sound(
            "status",
            &pages
                .post(&format!("/{code}/status"), &fields(&[("words", &words)]))
                .await,
        );
        is_sound(
            "word",
            &pages
                .post(&format!("/{code}/report/words"), &fields(&[("word", "x")]))
                .await,
        );
    }
}

#[tokio::test]
async fn the_language_switch_leads_to_the_same_page() {
    let pages = Pages::new().await;
    for page in ["", "report", "status", "figures"] {
        let answer = pages.get(&format!("/en/{page}")).await;
        for language in Language::all() {
            let code = language.code();
            assert!(
                answer.body.contains(&format!(
                    "href=\"/{code}/{page}\" hreflang=\"{code}\" lang=\"{code}\""
                )),
                "{page}"
            );
        }
    }
}

#[tokio::test]
async fn the_root_leads_to_the_language_that_is_asked_for() {
    let pages = Pages::new().await;
    for (wanted, to) in [
        ("ur-PK, en;q=0.5", "/ur/"),
        ("ar", "/ar/"),
        ("de", "/en/"),
        ("", "/en/"),
    ] {
        let request = Request::get("/")
            .header(header::ACCEPT_LANGUAGE, wanted)
            .body(Body::empty())
            .expect("a request");
        let answer = pages.ask(request).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.headers[header::LOCATION], to);
    }
    assert_eq!(pages.get("/en").await.status, StatusCode::OK);
    assert_eq!(pages.get("/xx/report").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn leaving_clears_and_says_nothing() {
    let pages = Pages::new().await;
    for path in ["/leave", "/ur/leave"] {
        let answer = pages.get(path).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.headers["clear-site-data"], "\"cache\", \"storage\"");
        assert!(!answer.body.to_lowercase().contains("hate") && !answer.body.contains("/report"));
        assert!(!answer.body.contains("Heard") && !answer.body.contains("<a "));
    }
    let elsewhere = SiteSettings {
        leave_to: Some("https://www.example.org/weather".to_owned()),
        ..SiteSettings::default()
    };
    let answer = Pages::set(elsewhere).await.get("/en/leave").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(
        answer.headers[header::LOCATION],
        "https://www.example.org/weather"
    );
    assert!(answer.headers.contains_key("clear-site-data"));
}

#[tokio::test]
async fn titles_of_what_is_private_say_nothing() {
    let pages = Pages::new().await;
    let thanks = pages.post("/en/report", &told(&pages, "x").await).await;
    let [home, report, status] = [
        pages.get("/en/").await,
        pages.get("/en/report").await,
        pages.get("/en/status").await,
    ];
    for page in [thanks, home, report, status] {
        let (_, rest) = page.body.split_once("<title>").expect("a title");
        let (title, _) = rest.split_once("</title>").expect("an end");
        let telling = ["hate", "report", "heard", "police", "tell"];
        assert!(
            !title.is_empty()
                && telling
                    .iter()
                    .all(|word| !title.to_lowercase().contains(word)),
            "{title}"
        );
    }
}

#[tokio::test]
async fn everything_a_page_loads_is_there_and_may_be_kept() {
    let pages = Pages::new().await;
    let mut loads: Vec<String> = Vec::new();
    for page in ["/en/report", "/ur/status", "/en/leave"] {
        let body = pages.get(page).await.body;
        let mut rest = body.as_str();
        while let Some((_, after)) = rest.split_once("\"/assets/") {
            let (name, after) = after.split_once(['"', '#']).expect("an end");
            loads.push(format!("/assets/{name}"));
            rest = after;
        }
    }
    let thanks = pages.post("/en/report", &told(&pages, "x").await).await;
    assert!(thanks.body.contains("receipt.js"));
    loads.sort();
    loads.dedup();
    assert!(loads.len() >= 4, "{loads:?}");
    let style = loads
        .iter()
        .find(|name| name.ends_with("heard.css"))
        .expect("a style sheet")
        .clone();
    let sheet = pages.get(&style).await.body;
    let folder = style.trim_end_matches("heard.css");
    for font in sheet
        .split("url(\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
    {
        loads.push(format!("{folder}{}", font.0));
    }
    assert!(loads.iter().any(|name| name.contains(".woff2")));
    for name in loads {
        let answer = pages.get(&name).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}");
        assert_eq!(
            answer.headers[header::CACHE_CONTROL],
            "public, max-age=31536000, immutable",
            "{name}"
        );
    }
}

#[tokio::test]
async fn files_for_programs() {
    let pages = Pages::new().await;
    for probe in ["/alive", "/ready"] {
        assert_eq!(pages.get(probe).await.status, StatusCode::OK, "{probe}");
    }
    pages
        .house
        .house
        .publish_checkpoint()
        .await
        .expect("a checkpoint")
        .expect("a size");
    let checkpoint = pages.get("/ledger/checkpoint").await;
    assert_eq!(checkpoint.status, StatusCode::OK);
    let size: u64 = checkpoint
        .body
        .lines()
        .nth(1)
        .expect("a size")
        .parse()
        .expect("a number");
    assert!(size > 0);
    let tile = pages.get(&format!("/ledger/tile/0/000.p/{size}")).await;
    assert_eq!(tile.status, StatusCode::OK);
    for nothing in [
        "/ledger/tile/9/999",
        "/ledger/tile/../checkpoint",
        "/ledger/tile/0/%2e%2e",
    ] {
        assert_eq!(
            pages.get(nothing).await.status,
            StatusCode::NOT_FOUND,
            "{nothing}"
        );
    }
    let csv = pages.get("/en/figures.csv").await;
    assert!(
        csv.body.starts_with("series,unit,")
            && csv.headers[header::CONTENT_TYPE] == "text/csv; charset=utf-8"
    );
    let json: serde_json::Value =
        serde_json::from_str(&pages.get("/ar/figures.json").await.body).expect("JSON");
    assert_eq!(json["known_on"], "2026-11-16");
}

#[tokio::test]
async fn without_its_store_it_is_alive_and_not_ready() {
    let pages = Pages::new().await;
    pages.house.house.close().await;
    assert_eq!(
        pages.get("/ready").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(pages.get("/alive").await.status, StatusCode::OK);
}
