//! The whole story of the desk, as people do it: founding, joining, telling, coding, checking, counting.

use axum::http::StatusCode;
use domain::Role;
use testkit::{PASSPHRASE, TestHouse};

use crate::desk_browser::Browser;

/// The fields of a coding that may go to a check.
pub(crate) const CODED: &[(&str, &str)] = &[
    ("when-precision", "exact"),
    ("when-from", "2026-11-14"),
    ("when-to", ""),
    ("persons", "1"),
    ("facet-category", "assault"),
    ("facet-strand", "religion"),
    ("facet-target", "muslim"),
    ("facet-bias-indicator", "words-used"),
    ("facet-bias-indicator", "witness"),
    ("facet-place-type", "taxi"),
    ("facet-area", "E05012993"),
];

/// Those fields with some more.
pub(crate) fn coded<'f>(more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    CODED.iter().chain(more).copied().collect()
}

/// Makes an incident of a report, and gives its path.
pub(crate) async fn make_incident(browser: &mut Browser, report: &str) -> String {
    browser
        .get(&format!("/en/desk/reports/{report}"))
        .await
        .is(StatusCode::OK);
    let made = browser
        .post(&format!("/en/desk/reports/{report}/incident"), &[])
        .await;
    made.goes_to().split('?').next().expect("a path").to_owned()
}

#[tokio::test]
async fn from_the_first_run_to_a_figure() {
    let house = TestHouse::unfounded_with(service::CodebookSource::uk()).await;
    let mut administrator = Browser::new(&house);
    let first_run = format!("/en/first-run/{}", house.house.first_run_token());
    administrator
        .get(&first_run)
        .await
        .is(StatusCode::OK)
        .says("Set up Heard");
    let founding = |passphrase: &'static str, again: &'static str| {
        [
            ("organisation", "Trial Reporting Centre"),
            ("name", "Avery Administrator"),
            ("passphrase", passphrase),
            ("again", again),
        ]
    };
    administrator
        .post(&first_run, &founding("password1234", "password1234"))
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .says("one of the first that anybody would try");
    administrator
        .post(&first_run, &founding(PASSPHRASE, "something else"))
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .says("The two are not the same");
    let founded = administrator
        .post(&first_run, &founding(PASSPHRASE, PASSPHRASE))
        .await;
    founded
        .is(StatusCode::OK)
        .says("The recovery key")
        .does_not_say(PASSPHRASE);
    assert!(founded.html.contains("class=\"secret\""));
    administrator.get(&first_run).await.is(StatusCode::GONE);

    // The administrator signs in, and invites three.
    sign_in(
        &mut administrator,
        "Avery Administrator",
        "/en/desk/members",
    )
    .await;
    let mut people = Vec::new();
    for (name, role) in [
        ("Hanna Helper", "helper"),
        ("Casey Caseworker", "caseworker"),
        ("Samira Senior", "senior"),
    ] {
        administrator
            .get("/en/desk/members")
            .await
            .is(StatusCode::OK);
        let invited = administrator
            .post("/en/desk/members/invite", &[("name", name), ("role", role)])
            .await;
        invited.is(StatusCode::OK).says("It is shown once");
        let at = invited
            .html
            .find("http://desk.example/en/invitation/")
            .expect("a link")
            + "http://desk.example".len();
        let link: String = invited.html[at..]
            .chars()
            .take_while(|letter| *letter != '<')
            .collect();
        let mut person = Browser::new(&house);
        person.get(&link).await.is(StatusCode::OK).says(name);
        let joined = person
            .post(&link, &[("passphrase", PASSPHRASE), ("again", PASSPHRASE)])
            .await;
        assert_eq!(joined.goes_to(), "/en/desk/sign-in?joined");
        person.get(&link).await.is(StatusCode::GONE);
        people.push(person);
    }
    let [helper, caseworker, senior] = people.as_mut_slice() else {
        panic!("three people")
    };
    sign_in(helper, "Hanna Helper", "/en/desk/reports/new").await;
    sign_in(caseworker, "Casey Caseworker", "/en/desk/inbox").await;
    sign_in(senior, "Samira Senior", "/en/desk/inbox").await;

    // The helper enters what came by phone, and hands over a receipt.
    let form = helper.get("/en/desk/reports/new").await;
    let once = form.field("once");
    let told: Vec<(&str, &str)> = vec![
        ("once", &once),
        ("channel", "phone"),
        (
            "story",
            "Two men struck my passenger's window and shouted about his faith.",
        ),
        ("when-kind", "exact"),
        ("when-date-day", "14"),
        ("when-date-month", "11"),
        ("when-date-year", "2026"),
        ("place-kind", "taxi"),
        ("place-link", "https://example.org/clip"),
        ("strand", "religion"),
        ("religion", "muslim"),
        ("people", "1"),
    ];
    let unfinished: Vec<_> = told
        .iter()
        .filter(|(name, _)| *name != "channel")
        .copied()
        .collect();
    helper
        .post("/en/desk/reports/new", &unfinished)
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .says("shouted about his faith");
    let receipt = helper.post("/en/desk/reports/new", &told).await;
    receipt.is(StatusCode::OK).says("Hand over the receipt");
    let again = helper.post("/en/desk/reports/new", &told).await;
    again.is(StatusCode::OK).says("the same report");
    helper.get("/en/desk/inbox").await.is(StatusCode::FORBIDDEN);

    // The caseworker reads it, makes an incident, codes it and submits it.
    let inbox = caseworker.get("/en/desk/inbox").await;
    inbox.is(StatusCode::OK).says("1 report").says("came today");
    let report = inbox.field("report");
    let opened = caseworker.get(&format!("/en/desk/reports/{report}")).await;
    opened
        .is(StatusCode::OK)
        .says("shouted about his faith")
        .says("That is recorded")
        .says("Who has seen this: 2 entries")
        .says("Casey Caseworker opened it")
        .says("Hanna Helper entered it")
        .says("14 November 2026");
    assert!(
        opened.html.contains("class=\"veiled\""),
        "a link is veiled until asked for"
    );
    let incident = make_incident(caseworker, &report).await;
    let page = caseworker.get(&incident).await;
    page.is(StatusCode::OK)
        .says("Incident 1 of 2026")
        .says("shouted about his faith")
        .says("Nothing yet");
    let seen = page.field("seen");
    let short: Vec<_> = coded(&[("seen", &seen), ("do", "submit")]);
    let short: Vec<_> = short
        .into_iter()
        .filter(|(name, _)| *name != "facet-area")
        .collect();
    let missing = caseworker.post(&format!("{incident}/coding"), &short).await;
    missing
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .says("Needed before a check: Area");
    let seen = missing.field("seen");
    let submit = coded(&[
        ("seen", &seen),
        ("do", "submit"),
        ("note", "The passenger saw it too."),
    ]);
    let page = caseworker
        .post_and_follow(&format!("{incident}/coding"), &submit)
        .await;
    page.is(StatusCode::OK)
        .says("Submitted. Another person will check it.");
    page.says("You coded this yourself, so another person must check it.")
        .says("The passenger saw it too.");

    // A second person finds it in the checks and verifies it.
    let checks = senior.get("/en/desk/checks").await;
    checks.is(StatusCode::OK).says("Incident 1 of 2026");
    let page = senior.get(&incident).await;
    page.is(StatusCode::OK)
        .says("It takes 2 of these. Found: 2.")
        .says("The evidence rule is met.");
    let seen = page.field("seen");
    let verdict = coded(&[("seen", &seen), ("do", "decide"), ("decision", "verified")]);
    let page = senior
        .post_and_follow(&format!("{incident}/check"), &verdict)
        .await;
    page.is(StatusCode::OK)
        .says("Your decision has been recorded.")
        .says("Samira Senior decided: Verified");

    // It is counted.
    let figures = senior
        .get("/en/desk/figures?rows=category&unit=incidents")
        .await;
    figures
        .is(StatusCode::OK)
        .says("1 incident")
        .says("Assault 1 100%");
    let table = senior.get("/en/desk/figures.csv?rows=category").await;
    assert!(
        table.html.contains(",category,assault,Assault,,,,cell,1,"),
        "{}",
        table.html
    );
    let public = senior.get("/en/desk/figures?rows=category&as=public").await;
    public.is(StatusCode::OK).does_not_say("1 incident");
}

async fn sign_in(browser: &mut Browser, name: &str, first_page: &str) {
    browser.get("/en/desk/sign-in").await.is(StatusCode::OK);
    let fields = [("name", name), ("passphrase", PASSPHRASE)];
    let signed_in = browser.post("/en/desk/sign-in", &fields).await;
    assert_eq!(signed_in.goes_to(), "/en/desk");
    let cookie = signed_in.cookie.expect("a cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    let first = browser.get("/en/desk").await;
    assert_eq!(first.location.as_deref(), Some(first_page));
}

#[tokio::test]
async fn a_wrong_passphrase_says_no_more_than_a_wrong_name() {
    let house = TestHouse::founded().await;
    let mut browser = Browser::new(&house);
    let mut answers = Vec::new();
    for name in ["Avery Administrator", "Nobody Known"] {
        let answer = browser
            .post(
                "/en/desk/sign-in",
                &[("name", name), ("passphrase", "wrong")],
            )
            .await;
        answer.is(StatusCode::UNPROCESSABLE_ENTITY);
        answers.push(answer.html.replace(name, ""));
    }
    assert_eq!(answers[0], answers[1]);
    for _ in 0..6 {
        browser
            .post(
                "/en/desk/sign-in",
                &[("name", "Avery Administrator"), ("passphrase", "wrong")],
            )
            .await;
    }
    let throttled = browser
        .post(
            "/en/desk/sign-in",
            &[("name", "Avery Administrator"), ("passphrase", PASSPHRASE)],
        )
        .await;
    throttled
        .is(StatusCode::TOO_MANY_REQUESTS)
        .says("Please wait 10 seconds");
}

#[tokio::test]
async fn sessions_are_listed_closed_and_end_by_themselves() {
    let house = TestHouse::founded().await;
    let mut first = Browser::of(&house, "Avery Administrator").await;
    let mut second = Browser::of(&house, "Avery Administrator").await;
    let page = first.get("/en/desk/sessions").await;
    page.is(StatusCode::OK)
        .says("after 30 minutes")
        .says("after 12 hours");
    assert_eq!(page.html.matches("name=\"session\"").count(), 2);
    let out = second.post("/en/desk/sign-out", &[]).await;
    assert_eq!(out.goes_to(), "/en/desk/sign-in?out");
    assert!(
        out.cookie
            .expect("the cookie is taken away")
            .contains("Max-Age=0")
    );
    assert_eq!(
        first
            .get("/en/desk/sessions")
            .await
            .html
            .matches("name=\"session\"")
            .count(),
        1
    );
    house.clock.pass_seconds(31 * 60);
    assert_eq!(
        first.get("/en/desk/sessions").await.goes_to(),
        "/en/desk/sign-in"
    );
}

#[tokio::test]
async fn the_key_is_handed_over_to_whoever_waits_for_it() {
    let house = TestHouse::founded().await;
    let link = house
        .house
        .invite(None, "Casey Caseworker", Role::Caseworker)
        .await
        .expect("an invitation");
    house
        .house
        .accept_invitation(&link.token, PASSPHRASE)
        .await
        .expect("joined");
    let report = house.some_report().await;
    let mut caseworker = Browser::of(&house, "Casey Caseworker").await;
    caseworker
        .get(&format!("/en/desk/reports/{report}"))
        .await
        .is(StatusCode::FORBIDDEN)
        .says("team’s key");
    let mut administrator = Browser::of(&house, "Avery Administrator").await;
    let page = administrator.get("/en/desk/members").await;
    page.says("Waiting for the team’s key");
    let member = page.field("member");
    let page = administrator
        .post_and_follow("/en/desk/members/key", &[("member", &member)])
        .await;
    page.is(StatusCode::OK)
        .does_not_say("Waiting for the team’s key");
    caseworker
        .get(&format!("/en/desk/reports/{report}"))
        .await
        .is(StatusCode::OK);
    let page = administrator
        .post_and_follow("/en/desk/members/suspend", &[("member", &member)])
        .await;
    page.says("Suspended. All their sessions have been closed.");
    assert_eq!(
        caseworker.get("/en/desk/inbox").await.goes_to(),
        "/en/desk/sign-in"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn codes_are_taken_away_by_those_who_may() {
    let house = TestHouse::founded().await;
    house.member("Ana Analyst", Role::Analyst).await;
    let senior = house.member("Sol Senior", Role::Senior).await;
    let report = house.report("Canary words of a reporter.").await.report;
    let opened = house.house.open_report(&senior, report).await.unwrap();
    house
        .house
        .make_incident(&senior, report, opened.suggested)
        .await
        .unwrap();
    let mut analyst = Browser::new(&house);
    sign_in(&mut analyst, "Ana Analyst", "/en/desk/figures").await;
    for (language, words) in [
        ("en", "Publish figures, never rows"),
        ("ur", "برآمد"),
        ("ar", "التصدير"),
    ] {
        let page = analyst.get(&format!("/{language}/desk/export")).await;
        page.is(StatusCode::OK).says(words);
        for ending in ["csv", "xlsx", "parquet", "jsonl"] {
            let link = format!("href=\"/{language}/desk/export/facets.{ending}\"");
            assert!(page.html.contains(&link), "{link}");
        }
    }
    let table = analyst.get("/en/desk/export/facets.csv").await;
    table.is(StatusCode::OK);
    assert!(
        table.html.starts_with("\u{feff}incident,series,reference,"),
        "{}",
        table.html
    );
    assert_eq!(table.html.lines().count(), 2);
    assert!(table.html.contains(",2026-1,") && !table.html.contains("Canary"));
    let lines = analyst.get("/en/desk/export/facets.jsonl").await;
    lines.is(StatusCode::OK);
    let row: serde_json::Value = serde_json::from_str(lines.html.trim()).unwrap();
    assert_eq!(row["reference"], "2026-1");
    for ending in ["xlsx", "parquet"] {
        let file = analyst
            .get(&format!("/en/desk/export/facets.{ending}"))
            .await;
        file.is(StatusCode::OK);
        assert!(file.html.contains("PK") || file.html.contains("PAR1"));
    }
    for nothing in ["facets.pdf", "facets", "facets.csv.csv", "..%2Ffacets.csv"] {
        let page = analyst.get(&format!("/en/desk/export/{nothing}")).await;
        page.is(StatusCode::NOT_FOUND);
    }
}
