//! The pages for importing a file: sound in every language, and closed to what isn't theirs.

use axum::http::StatusCode;
use domain::Role;
use testkit::TestHouse;

use crate::desk_browser::{Browser, Seen};
use crate::desk_pages::{LANGUAGES, sound};

const FILE: &[u8] =
    b"id,day,kind,what\n1,2026-02-03,assault,<b>one</b>\n2,2026-02-30,threats,two\n";

async fn senior(house: &TestHouse) -> Browser {
    house.member("Sol Senior", Role::Senior).await;
    Browser::of(house, "Sol Senior").await
}

/// Sends a file up and gives the path of its page.
async fn sent(browser: &Browser, language: &str, content: &[u8], mapping: &str) -> String {
    let path = format!("/{language}/desk/imports/new");
    let seen = browser
        .post_file(&path, ("list.csv", content), &[("mapping", mapping)])
        .await;
    seen.goes_to().to_owned()
}

/// Looks at a page of work until it is done.
async fn settled(browser: &mut Browser, path: &str) -> Seen {
    loop {
        let seen = browser.get(path).await;
        if !seen.html.contains("<progress") && !seen.html.contains("role=\"status\"><p>") {
            return seen;
        }
        sound(&seen);
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn every_page_of_an_import_is_sound_in_every_language() {
    let house = TestHouse::founded().await;
    let mut browser = senior(&house).await;
    for (number, language) in LANGUAGES.into_iter().enumerate() {
        let at = |path: &str| format!("/{language}/desk/imports{path}");
        sound(&browser.get(&at("")).await);
        sound(&browser.get(&at("/new")).await);
        for (content, status) in [
            (b"%PDF-1.7".as_slice(), StatusCode::UNPROCESSABLE_ENTITY),
            (b"", StatusCode::UNPROCESSABLE_ENTITY),
        ] {
            let refused = browser
                .post_file(&at("/new"), ("a.csv", content), &[("mapping", "")])
                .await;
            sound(refused.is(status));
        }
        let file = sent(&browser, language, FILE, "").await;
        sound(browser.get(&file).await.says("<b>one</b>"));
        let nothing = browser
            .post(&format!("{file}/columns"), &[("name", "A B")])
            .await;
        sound(nothing.is(StatusCode::UNPROCESSABLE_ENTITY));
        let seen = browser
            .post(
                &format!("{file}/columns"),
                &[
                    ("name", "a-list"),
                    ("series", "partner"),
                    ("column-0", "id"),
                    ("column-1", "day"),
                    ("shape-1", "%Y-%m-%d"),
                    ("column-2", "facet:category"),
                    ("column-3", "text"),
                ],
            )
            .await;
        assert_eq!(seen.goes_to(), format!("{file}/values"));
        sound(&browser.get(&format!("{file}/values")).await);
        let seen = browser
            .post(
                &format!("{file}/values"),
                &[
                    ("value-2-0", "assault"),
                    ("code-2-0", "assault"),
                    ("value-2-1", "threats"),
                    ("code-2-1", "threats"),
                    ("others-2", "refuse"),
                ],
            )
            .await;
        assert_eq!(seen.goes_to(), format!("{file}/dry-run"));
        sound(
            settled(&mut browser, &format!("{file}/dry-run"))
                .await
                .is(StatusCode::OK),
        );
        let seen = browser.post(&format!("{file}/import"), &[]).await;
        assert_eq!(seen.goes_to(), format!("{file}/import"));
        sound(
            settled(&mut browser, &format!("{file}/import"))
                .await
                .is(StatusCode::OK),
        );
        sound(&browser.get(&at("")).await);
        browser
            .get(&format!("{file}/rejected.csv"))
            .await
            .is(StatusCode::OK)
            .says("2026-02-30");
        browser
            .get(&format!("{file}/mapping.toml"))
            .await
            .is(StatusCode::OK)
            .says("[mapping]");
        // With the same mapping there is nothing to choose.
        let again = format!("file:{}", file.rsplit('/').next().expect("an id"));
        let second = sent(&browser, language, FILE, &again).await;
        assert!(second.ends_with("/mapping"), "{second}");
        sound(&browser.get(&second).await);
        let second = second.trim_end_matches("/mapping");
        browser
            .post(&format!("{second}/forget"), &[])
            .await
            .goes_to();
        sound(browser.get(second).await.is(StatusCode::NOT_FOUND));
        browser.post(&format!("{file}/forget"), &[]).await.goes_to();
        let imports = house.house.imports(None).await.expect("imports");
        assert_eq!(imports.len(), number + 1);
        let id = imports.last().expect("one").id;
        sound(&browser.get(&at(&format!("/{id}/undo"))).await);
    }
}

#[tokio::test]
async fn a_file_without_its_token_is_not_read_and_another_s_is_not_shown() {
    let house = TestHouse::founded().await;
    let mut browser = senior(&house).await;
    browser.get("/en/desk/imports/new").await;
    let part = |name: &str, value: &str| {
        format!("--between\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let end = "--between--\r\n";
    let token = browser.token().to_owned();
    for body in [
        format!("{}{end}", part("file", "id\n1\n")),
        format!(
            "{}{}{end}",
            part("form-token", "wrong"),
            part("file", "id\n1\n")
        ),
        format!(
            "{}{}{end}",
            part("file", "id\n1\n"),
            part("form-token", &token)
        ),
    ] {
        browser
            .post_parts("/en/desk/imports/new", body.into_bytes())
            .await
            .is(StatusCode::FORBIDDEN);
    }
    // Broken off in the middle.
    let body = format!(
        "{}--between\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nid,wh",
        part("form-token", &token)
    );
    browser
        .post_parts("/en/desk/imports/new", body.into_bytes())
        .await
        .is(StatusCode::BAD_REQUEST)
        .says("did not arrive whole");
    // No file was chosen.
    let body = format!("{}{end}", part("form-token", &token));
    browser
        .post_parts("/en/desk/imports/new", body.into_bytes())
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .says("Choose a file");
    let list = house
        .house
        .import_drafts(&house.sign_in("Sol Senior").await);
    assert!(list.expect("none").is_empty(), "nothing of it was kept");

    let file = sent(&browser, "en", FILE, "").await;
    house.member("Sam Senior", Role::Senior).await;
    let mut other = Browser::of(&house, "Sam Senior").await;
    other.get("/en/desk/imports").await.does_not_say("list.csv");
    for page in [
        "",
        "/values",
        "/dry-run",
        "/import",
        "/mapping",
        "/rejected.csv",
        "/mapping.toml",
    ] {
        other
            .get(&format!("{file}{page}"))
            .await
            .is(StatusCode::NOT_FOUND);
    }
    for form in [
        "/columns", "/values", "/form", "/dry-run", "/import", "/forget",
    ] {
        other
            .post(&format!("{file}{form}"), &[])
            .await
            .is(StatusCode::NOT_FOUND);
    }
    browser.get(&file).await.is(StatusCode::OK);
}
