//! Finding the area of an incident at the desk, without JavaScript.

use std::io::{BufRead, Cursor};

use axum::http::StatusCode;
use domain::Role;
use jiff::civil::date;
use service::areas::{AreaFile, AreaImport, Properties};
use testkit::TestHouse;

use crate::desk_browser::Browser;
use crate::desk_story::{coded, make_incident};
use crate::html;

const POSTCODES: &str = "pcds,long,lat,oslaua,osward,ctry\nS60 1AA,-1.3,53.5,E08000018,E05013001,E92000001\n\
    S1 1AA,-1.4,53.4,E08000039,E05010862,E92000001\nEH1 1AA,-3.2,55.9,S12000036,S13002929,\n";

async fn import(house: &TestHouse) {
    let import = AreaImport {
        title: "Postcodes <of> 2025".to_owned(),
        valid_from: date(2025, 11, 1),
        valid_to: None,
        source: [7; 32],
    };
    let source: Box<dyn BufRead + Send> = Box::new(Cursor::new(POSTCODES));
    let file = AreaFile::open(source, Properties::default()).expect("a table of postcodes");
    house
        .house
        .import_areas(import, file)
        .await
        .expect("postcodes");
}

#[tokio::test]
async fn a_postcode_is_offered_as_a_code_and_nothing_typed_is_lost() {
    let house = TestHouse::founded().await;
    house.member("Samira Senior", Role::Senior).await;
    let report = house.some_report().await.to_string();
    let mut senior = Browser::of(&house, "Samira Senior").await;
    let incident = make_incident(&mut senior, &report).await;
    senior
        .get(&incident)
        .await
        .is(StatusCode::OK)
        .does_not_say("Find the area");
    import(&house).await;
    let first = senior.get(&incident).await;
    first.is(StatusCode::OK).says("Find the area");
    let seen = first.field("seen");
    let area = format!("{incident}/area");

    let mut fields = coded(&[
        ("seen", &seen),
        ("do", "find"),
        ("place", "s60 1aa"),
        ("note", "Kept as typed."),
    ]);
    fields.retain(|(name, _)| *name != "facet-area");
    let offered = senior.post(&area, &fields).await;
    offered
        .is(StatusCode::OK)
        .says("E05013001")
        .says("Postcodes <of> 2025")
        .says("1 November 2025")
        .says("Kept as typed.");
    assert!(html::faults(&offered.html).is_empty());
    assert!(
        !offered.html.contains("value=\"E05013001\" selected"),
        "nothing is chosen by itself"
    );

    fields.retain(|(name, _)| *name != "do" && *name != "place");
    fields.push(("take-area", "E05013001"));
    let taken = senior.post(&area, &fields).await;
    taken.is(StatusCode::OK).says("Kept as typed.");
    assert!(taken.html.contains("value=\"E05013001\" selected"));
    assert_eq!(taken.field("when-from"), "2026-11-14");

    for (place, said) in [
        ("S1 1AA", "Elsewhere in South Yorkshire"),
        ("EH1 1AA", "No code of the codebook stands for this place"),
        ("S60 9ZZ", "Nothing is known of this place"),
        ("", "Nothing is known of this place"),
        ("<script>\u{0}", "Nothing is known of this place"),
    ] {
        let asked = coded(&[("seen", &seen), ("place", place)]);
        senior
            .post(&area, &asked)
            .await
            .is(StatusCode::OK)
            .says(said);
    }
    // A code that was never offered goes no further than the panel.
    let forged = coded(&[("seen", &seen), ("do", "save"), ("facet-area", "E99")]);
    senior
        .post(&format!("{incident}/coding"), &forged)
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY);
    // Who may not code may not look things up here either.
    house.member("Ana Analyst", Role::Analyst).await;
    let mut analyst = Browser::of(&house, "Ana Analyst").await;
    analyst
        .post(&area, &[("place", "S60 1AA")])
        .await
        .is(StatusCode::FORBIDDEN);
}
