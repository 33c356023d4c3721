//! What was known on a day that is past is what was said on that day.

use domain::fact::SetAside;
use figures::{Answer, Unit};
use jiff::civil::{Date, date};
use service::counting::StatsQuestion;

use crate::support::{Desk, coding, decision, edit, evident_coding};

const DAY: i64 = 24 * 60 * 60;

/// Every kind of question, as the desk and the public ask them.
fn questions(as_known_on: Option<Date>) -> Vec<StatsQuestion> {
    let mut questions = Vec::new();
    for unit in [Unit::Reports, Unit::Incidents, Unit::Persons] {
        for rows in [None, Some("stage"), Some("target"), Some("month")] {
            for exact in [true, false] {
                questions.push(StatsQuestion {
                    unit: Some(unit),
                    rows: rows.map(str::to_owned),
                    exact,
                    entries: exact,
                    as_known_on,
                    ..StatsQuestion::default()
                });
            }
        }
    }
    questions
}

async fn said(desk: &Desk, as_known_on: Option<Date>) -> Vec<Vec<Answer>> {
    let mut said = Vec::new();
    for question in questions(as_known_on) {
        said.push(desk.house().stats(&question).await.expect("an answer"));
    }
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_as_known_on_a_past_day_are_what_was_said_then() {
    let desk = Desk::open().await;
    let house = desk.house();
    let mut diary: Vec<(Date, Vec<Vec<Answer>>)> = Vec::new();
    let mut incidents = Vec::new();
    for day in 0..7_u8 {
        match day {
            // Nothing but the founding.
            0 => {}
            1 => {
                for _ in 0..6 {
                    desk.kit.report("Shouted at from a car.").await;
                }
            }
            2 => {
                for number in 0..3_i8 {
                    let coding = evident_coding(house, date(2026, 10, 20 + number));
                    incidents.push(desk.submitted("Spat at on the bus.", &coding).await);
                }
            }
            3 => {
                for incident in &incidents {
                    let edit = edit(incident.id, incident.revision, decision("verified"), "");
                    house.check(&desk.checker, edit).await.expect("verified");
                }
                desk.submitted(
                    "A leaflet through the door.",
                    &coding(house, date(2026, 11, 1)),
                )
                .await;
            }
            4 => {
                let revision = house
                    .incident(&desk.checker, incidents[0].id)
                    .await
                    .expect("there")
                    .revision;
                house
                    .reopen(
                        &desk.checker,
                        edit(incidents[0].id, revision, (), "A film came."),
                    )
                    .await
                    .expect("open");
                let mut other = coding(house, date(2026, 9, 1));
                other.facets =
                    crate::support::facets(&[("target", "sikh"), ("strand", "religion")]);
                house
                    .code(&desk.coder, edit(incidents[0].id, revision + 2, other, ""))
                    .await
                    .expect("coded anew");
            }
            5 => {
                let report = desk.kit.some_report().await;
                house
                    .set_aside(&desk.coder, vec![report], SetAside::NotForUs)
                    .await
                    .expect("set aside");
                for number in 0..6_i8 {
                    desk.verified(
                        "A stone at the window.",
                        &evident_coding(house, date(2026, 8, 1 + number)),
                    )
                    .await;
                }
            }
            _ => {
                let report = desk.kit.some_report().await;
                house
                    .set_aside(&desk.coder, vec![report], SetAside::Spam)
                    .await
                    .expect("set aside");
                house
                    .return_to_inbox(&desk.coder, report)
                    .await
                    .expect("returned");
            }
        }
        diary.push((house.today(), said(&desk, None).await));
        desk.kit.clock.pass_seconds(DAY);
    }
    let mut changes = 0;
    for (number, (day, then)) in diary.iter().enumerate() {
        let now = said(&desk, Some(*day)).await;
        assert_eq!(&now, then, "as known on {day}");
        changes += usize::from(
            number > 0
                && diary[number - 1].1.iter().zip(then).any(|(one, other)| {
                    one.iter()
                        .zip(other)
                        .any(|(one, other)| one.base != other.base || one.cells != other.cells)
                }),
        );
    }
    assert_eq!(
        changes, 6,
        "every day said something else, so that each comparison can fail"
    );
    let before = said(&desk, Some(date(2026, 1, 1))).await;
    assert!(
        before
            .iter()
            .flatten()
            .all(|answer| answer.ledger_size == 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_ends_where_the_organisation_is() {
    let desk = Desk::open().await;
    let house = desk.house();
    // From noon on 16 November to 23:30 in London, which has no summer time then.
    desk.kit.clock.pass_seconds(11 * 3600 + 1800);
    desk.kit.some_report().await;
    desk.kit.clock.pass_seconds(3600);
    desk.kit.some_report().await;
    let reports = async |day| {
        let question = StatsQuestion {
            unit: Some(Unit::Reports),
            exact: true,
            as_known_on: Some(day),
            ..StatsQuestion::default()
        };
        crate::support::own_figure(house, question)
            .await
            .base
            .and_then(figures::Cell::shown)
    };
    assert_eq!(reports(date(2026, 11, 15)).await, Some(0));
    assert_eq!(reports(date(2026, 11, 16)).await, Some(1));
    assert_eq!(reports(date(2026, 11, 17)).await, Some(2));
}
