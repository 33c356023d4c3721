//! Two people at once: nothing is silently overwritten, and bulk changes are whole.

use std::sync::Arc;

use domain::Role;
use domain::fact::SetAside;
use domain::report::ReportRefusal;
use jiff::civil::date;
use service::ServiceError;
use service::triage::InboxNarrowing;

use crate::support::{Desk, coding, decision, edit, evident_coding};

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_editors_is_told_and_nothing_is_overwritten() {
    let desk = Desk::open().await;
    let house = desk.house();
    let report = desk.kit.some_report().await;
    let id = desk.made(report).await;
    let seen = house
        .incident(&desk.coder, id)
        .await
        .expect("there")
        .revision;
    let first = coding(house, date(2026, 11, 1));
    let second = coding(house, date(2026, 11, 2));
    house
        .code(&desk.coder, edit(id, seen, first.clone(), "The first."))
        .await
        .expect("the first is taken");
    let late = house
        .code(&desk.checker, edit(id, seen, second, "The second."))
        .await;
    assert!(matches!(late, Err(ServiceError::ChangedMeanwhile)));
    assert_eq!(
        house.incident(&desk.coder, id).await.expect("there").coding,
        first
    );

    // Opening it changes nothing that the other is editing.
    let seen = house
        .open_incident(&desk.checker, id)
        .await
        .expect("opens")
        .incident
        .revision;
    house.open_incident(&desk.coder, id).await.expect("opens");
    let submitted = house
        .submit_for_check(&desk.coder, edit(id, seen, (), ""))
        .await
        .expect("still what was seen");
    assert!(submitted.revision > seen);
    let words: Vec<_> = house
        .open_incident(&desk.coder, id)
        .await
        .expect("opens")
        .history
        .into_iter()
        .filter_map(|line| line.words)
        .collect();
    assert_eq!(
        words,
        ["The first."],
        "the words of the refused edit are not kept"
    );
    house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_coders_exactly_one_wins_each_revision() {
    const CODERS: usize = 20;
    const ROUNDS: i8 = 5;
    let desk = Desk::open().await;
    let mut coders = Vec::new();
    for number in 0..CODERS {
        coders.push(
            desk.kit
                .member(&format!("Coder {number}"), Role::Caseworker)
                .await,
        );
    }
    let report = desk.kit.some_report().await;
    let id = desk.made(report).await;
    for round in 1..=ROUNDS {
        let seen = desk
            .house()
            .incident(&desk.coder, id)
            .await
            .expect("there")
            .revision;
        let mut at_once = tokio::task::JoinSet::new();
        for (number, coder) in coders.iter().cloned().enumerate() {
            let house = Arc::clone(&desk.kit.house);
            let mut coding = coding(&house, date(2026, 11, round));
            coding.persons = Some(u32::try_from(number).expect("small"));
            // With words in some rounds: then the first also makes the incident's key.
            let words = if round % 2 == 0 {
                format!("round {round}, coder {number}")
            } else {
                String::new()
            };
            at_once.spawn(async move {
                (
                    number,
                    house.code(&coder, edit(id, seen, coding, &words)).await,
                )
            });
        }
        let mut won = Vec::new();
        while let Some(done) = at_once.join_next().await {
            match done.expect("no panic") {
                (number, Ok(incident)) => won.push((number, incident)),
                (_, Err(ServiceError::ChangedMeanwhile)) => {}
                (_, Err(other)) => panic!("{other}"),
            }
        }
        let [(winner, incident)] = won.as_slice() else {
            panic!("{} won round {round}", won.len())
        };
        assert_eq!(incident.coding.persons, u32::try_from(*winner).ok());
        assert_eq!(
            desk.house()
                .incident(&desk.coder, id)
                .await
                .expect("there")
                .coding,
            incident.coding
        );
    }
    let checked = desk.house().verify(|_| {}).await.expect("checked");
    checked.expect("all fits");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_checkers_at_once_one_decides() {
    let desk = Desk::open().await;
    let house = desk.house();
    let other = desk.kit.member("Sam Second", Role::Senior).await;
    let submitted = desk
        .submitted(
            "Words at the till.",
            &evident_coding(house, date(2026, 11, 2)),
        )
        .await;
    let verify = house.check(
        &desk.checker,
        edit(submitted.id, submitted.revision, decision("verified"), ""),
    );
    let refuse = house.check(
        &other,
        edit(
            submitted.id,
            submitted.revision,
            decision("unfounded"),
            "It was a play.",
        ),
    );
    let (verified, unfounded) = tokio::join!(verify, refuse);
    assert_eq!(
        usize::from(verified.is_ok()) + usize::from(unfounded.is_ok()),
        1
    );
    for refused in [verified.err(), unfounded.err()].into_iter().flatten() {
        assert!(
            matches!(refused, ServiceError::ChangedMeanwhile),
            "{refused}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn setting_aside_in_bulk_is_all_or_nothing() {
    let desk = Desk::open().await;
    let house = desk.house();
    let mut reports = Vec::new();
    for _ in 0..5 {
        reports.push(desk.kit.some_report().await);
    }
    desk.made(reports[3]).await;
    let entries = house.ledger_head().await.expect("the ledger").0;
    let refused = house
        .set_aside(&desk.coder, reports.clone(), SetAside::Test)
        .await;
    assert!(matches!(
        refused,
        Err(ServiceError::Report(ReportRefusal::NotNew))
    ));
    let mut unknown = reports[..3].to_vec();
    unknown.push(domain::ReportId::from_bytes([9; 16]));
    assert!(matches!(
        house.set_aside(&desk.coder, unknown, SetAside::Test).await,
        Err(ServiceError::NotFound)
    ));
    assert_eq!(house.ledger_head().await.expect("the ledger").0, entries);
    assert_eq!(
        house
            .inbox(&desk.coder, InboxNarrowing::default())
            .await
            .expect("the inbox")
            .total,
        4
    );
    reports.remove(3);
    house
        .set_aside(&desk.coder, reports, SetAside::Test)
        .await
        .expect("all of them");
    assert_eq!(
        house
            .inbox(&desk.coder, InboxNarrowing::default())
            .await
            .expect("the inbox")
            .total,
        0
    );
    assert_eq!(
        house.ledger_head().await.expect("the ledger").0,
        entries + 4
    );
}
