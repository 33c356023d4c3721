//! Every page of the desk in every language: whole, labelled, without anything inline.

use axum::http::StatusCode;
use domain::Role;
use testkit::{PASSPHRASE, TestHouse, answers_of};

use crate::desk_browser::{Browser, Seen};
use crate::desk_story::{coded, make_incident};
use crate::html;

pub(crate) const LANGUAGES: [&str; 3] = ["en", "ur", "ar"];

/// Fails unless a page is sound: our own rules of HTML, one heading of the first rank, a label for every field.
#[track_caller]
pub(crate) fn sound(seen: &Seen) {
    assert!(
        seen.html.starts_with("<!doctype html>"),
        "{} is no page: {} {}",
        seen.path,
        seen.status,
        seen.html
    );
    let faults = html::faults(&seen.html);
    assert!(faults.is_empty(), "{}: {faults:#?}", seen.path);
    assert_eq!(
        seen.html.matches("<h1").count(),
        1,
        "{} needs one h1",
        seen.path
    );
    let nameless = nameless_fields(&seen.html);
    assert!(
        nameless.is_empty(),
        "{} has fields without a name: {nameless:#?}",
        seen.path
    );
}

/// Fields that nothing names: no label around or for them, no label of their own.
fn nameless_fields(html: &str) -> Vec<&str> {
    let mut nameless = Vec::new();
    for start in ["<input", "<select", "<textarea"] {
        for (at, _) in html.match_indices(start) {
            let tag = &html[at..at + html[at..].find('>').expect("the end of a tag")];
            if tag.contains("type=\"hidden\"") || tag.contains("aria-label=\"") {
                continue;
            }
            let id = tag
                .split(" id=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            let labelled = id.is_some_and(|id| html.contains(&format!("for=\"{id}\"")));
            let before = &html[..at];
            let within = before.rfind("<label") > before.rfind("</label");
            if !labelled && !within {
                nameless.push(tag);
            }
        }
    }
    nameless
}

#[test]
fn a_field_without_a_name_is_found() {
    assert_eq!(
        nameless_fields(
            "<label for=\"a\">A</label><input id=\"a\"> <label><input type=\"radio\"></label>"
        ),
        [""; 0]
    );
    assert_eq!(
        nameless_fields("<label>A</label><input id=\"a\"><select aria-label=\"B\"></select>").len(),
        1
    );
}

#[tokio::test]
async fn the_pages_before_signing_in() {
    let house = TestHouse::unfounded_with(service::CodebookSource::uk()).await;
    let mut browser = Browser::new(&house);
    let token = house.house.first_run_token();
    for language in LANGUAGES {
        let path = format!("/{language}/first-run/{token}");
        sound(&browser.get(&path).await);
        sound(
            browser
                .post(&path, &[("passphrase", "a"), ("again", "b")])
                .await
                .is(StatusCode::UNPROCESSABLE_ENTITY),
        );
        sound(
            browser
                .get(&format!("/{language}/desk/sign-in"))
                .await
                .is(StatusCode::OK),
        );
        sound(
            browser
                .get(&format!("/{language}/first-run/wrong"))
                .await
                .is(StatusCode::GONE),
        );
    }
    let founding = [
        ("organisation", "مرکز"),
        ("name", "Avery"),
        ("passphrase", PASSPHRASE),
        ("again", PASSPHRASE),
    ];
    sound(
        browser
            .post(&format!("/ur/first-run/{token}"), &founding)
            .await
            .is(StatusCode::OK),
    );

    let house = TestHouse::founded().await;
    let administrator = house.administrator().await;
    let invited = house
        .house
        .invite(Some(&administrator), "Noor <b>", Role::Caseworker)
        .await
        .expect("an invitation");
    let mut browser = Browser::new(&house);
    for language in LANGUAGES {
        let path = format!("/{language}/invitation/{}", invited.token);
        sound(browser.get(&path).await.is(StatusCode::OK).says("Noor <b>"));
        let weak = [("passphrase", "aaaaaaaaaaaa"), ("again", "aaaaaaaaaaaa")];
        sound(
            browser
                .post(&path, &weak)
                .await
                .is(StatusCode::UNPROCESSABLE_ENTITY),
        );
        sound(
            browser
                .post(&path, &[("passphrase", "a"), ("again", "b")])
                .await
                .is(StatusCode::UNPROCESSABLE_ENTITY),
        );
        let wrong = [("name", "Nobody"), ("passphrase", "wrong")];
        let path = format!("/{language}/desk/sign-in");
        sound(
            browser
                .post(&path, &wrong)
                .await
                .is(StatusCode::UNPROCESSABLE_ENTITY),
        );
        sound(
            browser
                .get(&format!("{path}?joined"))
                .await
                .is(StatusCode::OK),
        );
        sound(browser.get(&format!("{path}?out")).await.is(StatusCode::OK));
        sound(
            browser
                .get(&format!("/{language}/invitation/{}", "0".repeat(64)))
                .await
                .is(StatusCode::GONE),
        );
    }
}

/// A desk with something in every state.
struct Busy {
    house: TestHouse,
    senior: Browser,
    /// Paths of incidents: being coded, in check by another, in check by the senior, decided.
    incidents: [String; 4],
    new_report: String,
}

async fn busy() -> Busy {
    let house = TestHouse::founded().await;
    house.member("Casey Caseworker", Role::Caseworker).await;
    house.member("Samira Senior", Role::Senior).await;
    let caseworker = Browser::of(&house, "Casey Caseworker").await;
    let mut senior = Browser::of(&house, "Samira Senior").await;
    let mut incidents = Vec::new();
    for coder in [
        &mut caseworker.clone(),
        &mut caseworker.clone(),
        &mut senior.clone(),
        &mut caseworker.clone(),
    ] {
        let report = house
            .report("They shouted <script>alert(1)</script> & left.")
            .await
            .report
            .to_string();
        incidents.push(make_incident(coder, &report).await);
        let incident = incidents.last().expect("an incident");
        let seen = coder.get(incident).await.field("seen");
        if incidents.len() > 1 {
            let fields = coded(&[
                ("seen", &seen),
                ("do", "submit"),
                ("note", "See the second line."),
            ]);
            coder
                .post(&format!("{incident}/coding"), &fields)
                .await
                .goes_to();
        }
    }
    let decided = incidents.last().expect("an incident");
    let seen = senior.get(decided).await.field("seen");
    let fields = [
        ("seen", seen.as_str()),
        ("do", "decide"),
        ("decision", "verified"),
    ];
    senior
        .post(&format!("{decided}/check"), &fields)
        .await
        .goes_to();
    let seen = senior.get(decided).await.field("seen");
    let police = [
        ("seen", seen.as_str()),
        ("classification", "crime"),
        ("decided-on", "2026-11-15"),
        ("words", "By post."),
    ];
    senior
        .post(&format!("{decided}/police"), &police)
        .await
        .goes_to();
    let seen = senior.get(decided).await.field("seen");
    let perceived = [
        ("seen", seen.as_str()),
        ("perceived-strand", "religion"),
        ("perceived-target", "muslim"),
    ];
    senior
        .post(&format!("{decided}/perception"), &perceived)
        .await
        .goes_to();
    let new_report = everything_told(&house).await;
    Busy {
        house,
        senior,
        incidents: incidents.try_into().expect("four"),
        new_report,
    }
}

/// A report in which every kind of question is answered.
async fn everything_told(house: &TestHouse) -> String {
    let fields = [
        ("story", "ایک آدمی نے مجھے دھکا دیا۔\n\"Get out\" he said."),
        ("when-kind", "keeps-happening"),
        ("when-words", "most Fridays"),
        ("place-kind", "online"),
        ("place-words", "A group"),
        ("place-postcode", "S60 1AB"),
        ("place-link", "https://example.org/?a=1&b=2"),
        ("people", "3"),
        ("strand", "religion"),
        ("religion", "muslim"),
    ];
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let answers = answers_of(&house.house, &fields);
    let arrival = service::intake::Arrival {
        seed: [3; 32],
        language: "ur",
        channel: "web-form",
        answers: &answers,
        by: service::intake::ArrivalBy::Reporter,
    };
    house
        .house
        .receive(&arrival)
        .await
        .expect("received")
        .report
        .to_string()
}

#[tokio::test]
async fn every_page_that_is_read_is_sound_in_every_language() {
    let mut busy = busy().await;
    let mut paths: Vec<String> = [
        "sessions",
        "sessions?did=closed",
        "inbox",
        "inbox?stage=attached",
        "inbox?stage=set-aside&channel=web-form&language=ur",
        "inbox?did=set-aside&count=3",
        "inbox?did=returned",
        "reports/new",
        "incidents",
        "incidents?stage=decided&decision=verified&strand=religion&from=2026-11-01&to=2026-11-30",
        "incidents?from=x",
        "checks",
        "search",
        "figures",
        "figures?rows=stage",
        "figures?rows=category&columns=strand&unit=incidents",
        "figures?rows=target&as=public",
        "figures?rows=month&unit=persons",
        "figures?rows=stage&unit=reports",
        "figures?rows=nonsense",
        "figures?rows=year&known=2026-11-15",
        "figures?rows=area&where=category=assault&where=strand=religion",
        "members",
        "members?did=key",
        "permissions",
        "ledger",
    ]
    .map(str::to_owned)
    .into();
    paths.push(format!("reports/{}", busy.new_report));
    for incident in &busy.incidents {
        let path = incident
            .strip_prefix("/en/desk/")
            .expect("a path of the desk");
        paths.push(path.to_owned());
        paths.push(format!("{path}?did=saved"));
    }
    for language in LANGUAGES {
        for path in &paths {
            let seen = busy.senior.get(&format!("/{language}/desk/{path}")).await;
            assert!(
                !seen.status.is_server_error() && !seen.status.is_redirection(),
                "{path}: {}",
                seen.status
            );
            sound(&seen);
        }
    }
    let opened = busy
        .senior
        .get(&format!("/en/desk/reports/{}", busy.new_report))
        .await;
    opened
        .says("most Fridays")
        .says("It keeps happening")
        .says("S60 1AB")
        .says("https://example.org/?a=1&b=2");
    busy.senior
        .get(&busy.incidents[0])
        .await
        .says("They shouted <script>alert(1)</script> & left.");
}

#[tokio::test]
async fn every_page_that_answers_a_form_is_sound_in_every_language() {
    let mut busy = busy().await;
    let coding_path = busy.incidents[0].replacen("/en/", "", 1);
    let check_path = busy.incidents[1].replacen("/en/", "", 1);
    for language in LANGUAGES {
        let report = format!("/{language}/desk/reports/{}", busy.new_report);
        let senior = &mut busy.senior;
        sound(
            &senior
                .post(
                    &format!("{report}/candidates"),
                    &[("from", "2026-11-10"), ("to", "2026-11-20")],
                )
                .await,
        );
        sound(
            &senior
                .post(
                    &format!("{report}/candidates"),
                    &[("words", "shouted"), ("from", "x")],
                )
                .await,
        );
        sound(
            &senior
                .post(&format!("/{language}/desk/inbox/chosen"), &[("do", "same")])
                .await,
        );
        sound(
            &senior
                .post(&format!("/{language}/desk/search"), &[("words", "shouted")])
                .await,
        );
        sound(
            &senior
                .post(&format!("/{language}/desk/reports/new"), &[("people", "x")])
                .await,
        );
        let incident = format!("/{language}/{coding_path}");
        let stale = coded(&[("seen", "1"), ("do", "save"), ("note", "kept")]);
        let seen = senior.get(&incident).await.field("seen");
        sound(
            senior
                .post(
                    &format!("{incident}/coding"),
                    &[("seen", &seen), ("do", "save")],
                )
                .await
                .is(StatusCode::UNPROCESSABLE_ENTITY),
        );
        let unknown = coded(&[
            ("seen", &seen),
            ("do", "save"),
            ("facet-gender", "nonsense"),
            ("facet-category", "arson"),
        ]);
        sound(
            senior
                .post(&format!("{incident}/coding"), &unknown)
                .await
                .is(StatusCode::UNPROCESSABLE_ENTITY),
        );
        // Somebody records something else meanwhile.
        senior
            .post(
                &format!("{incident}/police"),
                &[("seen", &seen), ("classification", "crime")],
            )
            .await
            .goes_to();
        sound(
            senior
                .post(&format!("{incident}/coding"), &stale)
                .await
                .is(StatusCode::CONFLICT),
        );
        sound(
            senior
                .post(&format!("{incident}/coding/chosen"), &stale)
                .await
                .is(StatusCode::CONFLICT),
        );
        let check = format!("/{language}/{check_path}/check");
        sound(
            senior
                .post(
                    &check,
                    &[("seen", "1"), ("do", "return"), ("words", "More")],
                )
                .await
                .is(StatusCode::CONFLICT),
        );
        sound(
            senior
                .post(&check, &[("do", "decide")])
                .await
                .is(StatusCode::UNPROCESSABLE_ENTITY),
        );
        let mut administrator = Browser::of(&busy.house, "Avery Administrator").await;
        let members = format!("/{language}/desk/members");
        sound(administrator.get(&members).await.is(StatusCode::OK));
        let invite = format!("{members}/invite");
        sound(
            administrator
                .post(&invite, &[("name", ""), ("role", "helper")])
                .await
                .is(StatusCode::UNPROCESSABLE_ENTITY),
        );
        sound(
            administrator
                .post(&invite, &[("name", "A"), ("role", "king")])
                .await
                .is(StatusCode::UNPROCESSABLE_ENTITY),
        );
        let name = format!("Noor <b> {language}");
        let invited = administrator
            .post(&invite, &[("name", &name), ("role", "caseworker")])
            .await;
        sound(invited.is(StatusCode::OK).says(&name));
        let told = [
            ("once", language),
            ("channel", "letter"),
            ("story", "By letter."),
        ];
        sound(
            busy.senior
                .post(&format!("/{language}/desk/reports/new"), &told)
                .await
                .is(StatusCode::OK),
        );
    }
}

#[tokio::test]
async fn pages_with_what_people_wrote_are_neither_kept_nor_compressed() {
    let busy = busy().await;
    let answer = busy.senior.headers_of(&busy.incidents[0]).await;
    assert_eq!(
        answer
            .get("cache-control")
            .map(axum::http::HeaderValue::as_bytes),
        Some(b"no-store".as_slice())
    );
    assert!(answer.get("content-encoding").is_none());
    let assets = busy.senior.headers_of("/assets/any/heard.css").await;
    assert!(
        assets.get("content-encoding").is_some(),
        "assets are compressed"
    );
}
