//! What the desk refuses: forged forms, a check by the person who coded, values that nobody would send by hand.

use axum::http::StatusCode;
use domain::Role;
use testkit::TestHouse;

use crate::desk_browser::Browser;
use crate::desk_story::{coded, make_incident};

#[tokio::test]
async fn forms_without_their_token_or_from_another_site_are_refused() {
    let house = TestHouse::founded().await;
    house.member("Casey Caseworker", Role::Caseworker).await;
    house.member("Robin Caseworker", Role::Caseworker).await;
    let report = house.some_report().await;
    let casey = Browser::of(&house, "Casey Caseworker").await;
    let robin = Browser::of(&house, "Robin Caseworker").await;
    let path = format!("/en/desk/reports/{report}/incident");
    casey
        .post_as_it_is(&path, &[], &[])
        .await
        .is(StatusCode::FORBIDDEN);
    casey
        .post_as_it_is(&path, &[("form-token", "")], &[])
        .await
        .is(StatusCode::FORBIDDEN);
    casey
        .post_as_it_is(&path, &[("form-token", robin.token())], &[])
        .await
        .is(StatusCode::FORBIDDEN);
    let forged = [("sec-fetch-site", "cross-site")];
    casey
        .post_as_it_is(&path, &[("form-token", casey.token())], &forged)
        .await
        .is(StatusCode::FORBIDDEN);
    let forged = [("origin", "https://evil.example")];
    casey
        .post_as_it_is(&path, &[("form-token", casey.token())], &forged)
        .await
        .is(StatusCode::FORBIDDEN);
    casey
        .post_as_it_is(
            &path,
            &[("form-token", casey.token())],
            &[("sec-fetch-site", "same-origin")],
        )
        .await
        .goes_to();
}

#[tokio::test]
async fn whoever_coded_cannot_check_however_they_ask() {
    let house = TestHouse::founded().await;
    house.member("Samira Senior", Role::Senior).await;
    house.member("Sol Senior", Role::Senior).await;
    let report = house.some_report().await.to_string();
    let mut senior = Browser::of(&house, "Samira Senior").await;
    let incident = make_incident(&mut senior, &report).await;
    let seen = senior.get(&incident).await.field("seen");
    let submit = coded(&[("seen", &seen), ("do", "submit")]);
    let page = senior
        .post_and_follow(&format!("{incident}/coding"), &submit)
        .await;
    page.says("You coded this yourself")
        .does_not_say("Your decision");
    // The page has no form for it; sent by hand, the domain refuses it.
    let seen = page.field("seen");
    for forced in [
        vec![("do", "decide"), ("decision", "verified")],
        vec![("do", "return"), ("words", "no")],
    ] {
        let forced = coded(&[vec![("seen", seen.as_str())], forced].concat());
        let refused = senior.post(&format!("{incident}/check"), &forced).await;
        refused
            .is(StatusCode::FORBIDDEN)
            .says("another person must check it");
    }
    let mut other = Browser::of(&house, "Sol Senior").await;
    let seen = other.get(&incident).await.field("seen");
    let path = format!("{incident}/check");
    let without_reason = coded(&[("seen", &seen), ("do", "return"), ("words", " ")]);
    other
        .post(&path, &without_reason)
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .says("Please give a reason");
    let unnamed = coded(&[
        ("seen", &seen),
        ("do", "decide"),
        ("decision", "reclassified"),
        ("words", "why"),
    ]);
    other
        .post(&path, &unnamed)
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .says("nothing in the coding is different");
    // Another coding under a decision that keeps the coder's is refused, with the typed reason kept.
    let mut changed = coded(&[
        ("seen", &seen),
        ("do", "decide"),
        ("decision", "verified"),
        ("words", "kept words"),
    ]);
    for field in &mut changed {
        if field.0 == "facet-category" {
            field.1 = "threats";
        }
    }
    other
        .post(&path, &changed)
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .says("The coding was changed")
        .says("kept words");
    for field in &mut changed {
        if field.0 == "decision" {
            field.1 = "reclassified";
        }
    }
    let page = other.post_and_follow(&path, &changed).await;
    page.says("Verified under another heading")
        .says("Assault Threats")
        .says("kept words");
    // A decided incident is opened again only with a reason.
    let seen = page.field("seen");
    let path = format!("{incident}/reopen");
    other
        .post(&path, &[("seen", &seen), ("words", "")])
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY);
    other
        .post_and_follow(&path, &[("seen", &seen), ("words", "A witness came.")])
        .await
        .says("A witness came.");
}

#[tokio::test]
async fn evidence_that_is_not_there_is_missed() {
    let house = TestHouse::founded().await;
    house.member("Casey Caseworker", Role::Caseworker).await;
    house.member("Samira Senior", Role::Senior).await;
    let report = house.some_report().await.to_string();
    let mut caseworker = Browser::of(&house, "Casey Caseworker").await;
    let incident = make_incident(&mut caseworker, &report).await;
    let seen = caseworker.get(&incident).await.field("seen");
    let submit = coded(&[("seen", &seen), ("do", "submit")]);
    let submit: Vec<_> = submit
        .into_iter()
        .filter(|field| *field != ("facet-bias-indicator", "witness"))
        .collect();
    caseworker
        .post(&format!("{incident}/coding"), &submit)
        .await
        .goes_to();
    let mut senior = Browser::of(&house, "Samira Senior").await;
    let page = senior.get(&incident).await;
    page.says("It takes 2 of these. Found: 1.");
    let seen = page.field("seen");
    let verdict = [
        ("seen", seen.as_str()),
        ("do", "decide"),
        ("decision", "verified"),
    ];
    let refused = senior.post(&format!("{incident}/check"), &verdict).await;
    refused
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .says("The evidence rule is not met yet.");
    let verdict = [
        ("seen", seen.as_str()),
        ("do", "decide"),
        ("decision", "needs-corroboration"),
        ("words", "One sign."),
    ];
    senior
        .post_and_follow(&format!("{incident}/check"), &verdict)
        .await
        .says("Needs more to go on");
}

#[tokio::test]
async fn values_that_nobody_would_send_get_a_clear_page() {
    let house = TestHouse::founded().await;
    house.member("Samira Senior", Role::Senior).await;
    let report = house.some_report().await.to_string();
    let mut senior = Browser::of(&house, "Samira Senior").await;
    let zeros = "0".repeat(32);
    for path in [
        "/en/desk/reports/x".to_owned(),
        format!("/en/desk/reports/{zeros}"),
        format!("/en/desk/reports/{}", "9".repeat(4000)),
        "/en/desk/incidents/x".to_owned(),
        format!("/en/desk/incidents/{zeros}"),
        "/xx/desk/inbox".to_owned(),
        "/en/desk/nothing".to_owned(),
    ] {
        senior.get(&path).await.is(StatusCode::NOT_FOUND);
    }
    for path in [
        "/en/desk/inbox?stage=nonsense&channel=%00&language=%f0%9f%92%a9&after=x.y",
        "/en/desk/inbox?after=99999999999999999999.00000000000000000000000000000000",
        "/en/desk/incidents?stage=nonsense&category=%27%3B&after=9.9",
        "/en/desk/checks?after=-1.x",
        "/en/desk/members?did=nonsense",
    ] {
        senior.get(path).await.is(StatusCode::OK);
    }
    for path in [
        "/en/desk/incidents?from=yesterday",
        "/en/desk/figures?rows=nonsense",
        "/en/desk/figures?rows=category&columns=category",
        "/en/desk/figures?rows=category&where=category=nonsense",
        "/en/desk/figures?from=2026-02-30",
        "/en/desk/figures?unit=elephants",
        "/en/desk/figures?series=nonsense",
        "/en/desk/figures.csv?rows=nonsense",
        "/en/desk/figures.json?unit=elephants",
    ] {
        senior.get(path).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let incident = make_incident(&mut senior, &report).await;
    let seen = senior.get(&incident).await.field("seen");
    let huge = "9".repeat(40);
    let coding = format!("{incident}/coding");
    for (name, value) in [
        ("facet-category", "nonsense"),
        ("facet-category", "threats"),
        ("facet-area", "\u{0}\u{202e}"),
        ("persons", huge.as_str()),
        ("persons", "-1"),
        ("when-from", "2026-13-40"),
        ("when-precision", "nonsense"),
    ] {
        let mut fields = coded(&[("seen", &seen), ("do", "save")]);
        if value == "threats" {
            // A second category beside the first.
            fields.push((name, value));
        } else {
            fields
                .iter_mut()
                .filter(|field| field.0 == name)
                .for_each(|field| field.1 = value);
        }
        let refused = senior.post(&coding, &fields).await;
        refused.is(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let police = format!("{incident}/police");
    senior
        .post(&police, &[("seen", &seen), ("classification", "nonsense")])
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY);
    let wrong_day = [
        ("seen", seen.as_str()),
        ("classification", "crime"),
        ("decided-on", "x"),
        ("words", "kept words"),
    ];
    senior
        .post(&police, &wrong_day)
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .says("kept words");
    let perceived = [("seen", seen.as_str()), ("perceived-strand", "nonsense")];
    senior
        .post(&format!("{incident}/perception"), &perceived)
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY);
    senior
        .post(&format!("{incident}/check"), &[("decision", "withdrawn")])
        .await
        .is(StatusCode::CONFLICT);
    senior
        .post("/en/desk/inbox/chosen", &[("do", "spam")])
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY);
    senior
        .post("/en/desk/inbox/chosen", &[("do", "spam"), ("report", "x")])
        .await
        .is(StatusCode::NOT_FOUND);
    senior
        .post(
            "/en/desk/inbox/chosen",
            &[("do", "spam"), ("report", &report)],
        )
        .await
        .is(StatusCode::CONFLICT);
    senior
        .post("/en/desk/members/key", &[("member", &zeros)])
        .await
        .is(StatusCode::NOT_FOUND);
    let mut nobody = Browser::new(&house);
    let strange = [("name", "\u{0}\u{202e}"), ("passphrase", "\u{0}")];
    nobody
        .post("/en/desk/sign-in", &strange)
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY);
    let long = "words ".repeat(10_000);
    senior
        .post("/en/desk/search", &[("words", &long)])
        .await
        .is(StatusCode::OK)
        .says("Nothing found.");
    // Through all of this nothing was changed but the making of the incident.
    assert_eq!(senior.get(&incident).await.field("seen"), seen);
}

#[tokio::test]
async fn words_looked_for_stand_in_no_address() {
    let house = TestHouse::founded().await;
    house.member("Casey Caseworker", Role::Caseworker).await;
    house.report("A man in a blue anorak shouted at us.").await;
    let mut caseworker = Browser::of(&house, "Casey Caseworker").await;
    caseworker.get("/en/desk/search").await.is(StatusCode::OK);
    let found = caseworker
        .post("/en/desk/search", &[("words", "ANORAK")])
        .await;
    found.is(StatusCode::OK).says("1 found").says("blue anorak");
    for address in found
        .html
        .split("href=\"")
        .skip(1)
        .chain(found.html.split("action=\"").skip(1))
    {
        assert!(
            !address
                .split('"')
                .next()
                .unwrap_or_default()
                .to_lowercase()
                .contains("anorak")
        );
    }
}
