use domain::fact::{Digest, Fact};
use domain::incident::IncidentStage;
use domain::occurred::{Occurred, Precision};
use domain::{Entry, Incident};
use heard_store::{IncidentFilter, StoreError};
use jiff::civil::date;

use crate::build::{
    at, coding, facets, incident, incident_id, incident_imported, incident_made, member_id,
};
use crate::database::{read_with, story, write_with};

fn go_on(incident: &mut Incident, index: u64, actor: u64, fact: Fact) {
    let entry = Entry {
        index,
        subject: incident.id.into(),
        number: incident.number + 1,
        actor: Some(member_id(actor)),
        at: at(100),
        fact,
    };
    incident.apply(&entry).unwrap();
}

/// An own incident at every stage of its life.
fn life() -> Vec<Incident> {
    let mut now = incident(1, 3, incident_made(2026, 417));
    let mut life = vec![now.clone()];
    let mut step = |actor, fact| {
        let index = 10 + life.len() as u64;
        go_on(&mut now, index, actor, fact);
        life.push(now.clone());
    };
    let mut anew = coding(&[
        ("category", "assault"),
        ("strand", "faith"),
        ("strand", "race"),
    ]);
    anew.occurred = Occurred::new(
        Precision::Between,
        Some(date(2025, 12, 30)),
        Some(date(2026, 1, 2)),
    )
    .unwrap();
    anew.persons = None;
    step(
        2,
        Fact::IncidentCoded {
            coding: anew,
            note: None,
        },
    );
    step(
        2,
        Fact::PerceptionRecorded {
            perceived: facets(&[("strand", "disability")]),
            note: None,
        },
    );
    step(
        1,
        Fact::PoliceClassified {
            classification: "hate-crime".to_owned(),
            decided_on: Some(date(2026, 2, 28)),
            note: None,
        },
    );
    step(3, Fact::SubmittedForCheck { note: None });
    let mut unknown = coding(&[("category", "abuse")]);
    unknown.occurred = Occurred::UNKNOWN;
    step(
        4,
        Fact::Checked {
            decision: "verified".to_owned(),
            coding: Some(unknown),
            reason: None,
        },
    );
    life
}

story!(an_incident_is_read_back_at_every_stage, |database| {
    let store = database.open().await;
    let life = life();
    let first = life[0].clone();
    write_with!(store, |writing| writing.add_incident(&first).await?).unwrap();
    for now in life {
        let given = now.clone();
        write_with!(store, |writing| writing.update_incident(&given).await?).unwrap();
        let kept = read_with!(store, |reading| reading.incident(incident_id(1)).await?).unwrap();
        assert_eq!(kept.as_ref(), Some(&now));
        let walks = read_with!(store, |reading| (
            reading.incidents_after(None, 10).await?,
            reading.incidents_changed_since(0, 10).await?
        ));
        assert_eq!(walks.unwrap(), (vec![now.clone()], vec![now]));
    }
    let imported = incident(2, 30, incident_imported("fbi", "1991-7"));
    let given = imported.clone();
    write_with!(store, |writing| writing.add_incident(&given).await?).unwrap();
    let (kept, by_external, absent, elsewhere) = read_with!(store, |reading| (
        reading.incident(incident_id(2)).await?,
        reading.incident_by_external("fbi", "1991-7").await?,
        reading.incident_by_external("fbi", "1991-8").await?,
        reading.incident_by_external("own", "1991-7").await?,
    ))
    .unwrap();
    assert_eq!(kept, Some(imported));
    assert_eq!(
        (by_external, absent, elsewhere),
        (Some(incident_id(2)), None, None)
    );
    store.close().await;
});

story!(references_and_external_ids_are_given_once, |database| {
    let store = database.open().await;
    let next = |year| {
        let store = store.clone();
        async move { write_with!(store, |writing| writing.next_reference(year).await?).unwrap() }
    };
    assert_eq!(next(2026).await, 1);
    write_with!(store, |writing| {
        writing
            .add_incident(&incident(1, 1, incident_made(2026, 41)))
            .await?;
        writing
            .add_incident(&incident(2, 2, incident_imported("fbi", "a")))
            .await?;
        writing
            .add_incident(&incident(3, 3, incident_imported("city", "a")))
            .await?;
    })
    .unwrap();
    assert_eq!((next(2026).await, next(2027).await), (42, 1));
    for fact in [incident_made(2026, 41), incident_imported("fbi", "a")] {
        let refused = write_with!(store, |writing| writing
            .add_incident(&incident(9, 9, fact))
            .await?);
        assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    }
    let missing = write_with!(store, |writing| writing
        .update_incident(&incident(9, 9, incident_made(2026, 5)))
        .await?);
    assert!(matches!(missing, Err(StoreError::Missing)), "{missing:?}");

    let asked: Vec<String> = (0..250)
        .map(|number| format!("{number}"))
        .chain(["a".to_owned()])
        .collect();
    let found = read_with!(store, |reading| (
        reading.known_rows("fbi", &asked).await?,
        reading.known_rows("fbi", &[]).await?,
        reading.known_rows("own", &asked).await?,
    ))
    .unwrap();
    assert_eq!(found.0.into_keys().collect::<Vec<_>>(), ["a"]);
    assert!(found.1.is_empty() && found.2.is_empty());
    store.close().await;
});

story!(
    lists_of_incidents_are_filtered_and_paged_newest_first,
    |database| {
        let store = database.open().await;
        write_with!(store, |writing| {
            for number in 0..30_u64 {
                let fact = if number % 3 == 0 {
                    incident_made(2026, number as u32 + 1)
                } else {
                    incident_imported("fbi", &format!("{number}"))
                };
                let mut incident = incident(number, number, fact);
                incident.made_at = at(number.cast_signed() / 2);
                if number % 5 == 0 {
                    incident.coding = coding(&[("strand", "race"), ("strand", "Race\",\"x=y")]);
                    incident.coding.occurred = Occurred::new(
                        Precision::Between,
                        Some(date(2025, 1, 1)),
                        Some(date(2025, 1, 31)),
                    )
                    .unwrap();
                }
                if number == 7 {
                    incident.coding.occurred = Occurred::UNKNOWN;
                }
                if number == 6 {
                    incident.stage = IncidentStage::InCheck;
                }
                writing.add_incident(&incident).await?;
            }
        })
        .unwrap();

        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = read_with!(store, |reading| reading
                .incidents(&IncidentFilter::default(), 7, after)
                .await?)
            .unwrap();
            let Some(last) = page.last() else { break };
            after = Some((last.made_at, last.id));
            seen.extend(page);
        }
        assert_eq!(seen.len(), 30);
        assert!(seen.is_sorted_by(|one, next| (one.made_at, one.id) > (next.made_at, next.id)));

        let count = async |filter: IncidentFilter| {
            let (count, list) = read_with!(store, |reading| (
                reading.count_incidents(&filter).await?,
                reading.incidents(&filter, 100, None).await?.len() as u64,
            ))
            .unwrap();
            assert_eq!(count, list);
            count
        };
        let none = IncidentFilter::default;
        let with = |pairs: &[(&str, &str)]| IncidentFilter {
            facets: pairs
                .iter()
                .map(|(facet, code)| ((*facet).to_owned(), (*code).to_owned()))
                .collect(),
            ..none()
        };
        assert_eq!(
            count(IncidentFilter {
                own_only: true,
                ..none()
            })
            .await,
            10
        );
        assert_eq!(
            count(IncidentFilter {
                series: Some("fbi".to_owned()),
                ..none()
            })
            .await,
            20
        );
        assert_eq!(
            count(IncidentFilter {
                stage: Some("in-check".to_owned()),
                ..none()
            })
            .await,
            1
        );
        assert_eq!(
            count(IncidentFilter {
                decision: Some("verified".to_owned()),
                ..none()
            })
            .await,
            20
        );
        assert_eq!(
            count(IncidentFilter {
                decision: Some("verified".to_owned()),
                own_only: true,
                ..none()
            })
            .await,
            0
        );
        assert_eq!(count(with(&[("strand", "race")])).await, 6);
        assert_eq!(
            count(IncidentFilter {
                own_only: true,
                ..with(&[("strand", "race")])
            })
            .await,
            2
        );
        assert_eq!(
            count(with(&[("strand", "Race\",\"x=y"), ("strand", "race")])).await,
            6
        );
        assert_eq!(
            count(with(&[("x", "y")])).await,
            0,
            "a code can't pretend to be a facet"
        );
        assert_eq!(count(with(&[("strand", "RACE")])).await, 0);
        assert_eq!(count(with(&[("strand", "rac%")])).await, 0);
        assert_eq!(
            count(with(&[("strand", "race"), ("target", "muslim")])).await,
            0
        );
        let days = |from, to| IncidentFilter {
            occurred_from: from,
            occurred_to: to,
            ..none()
        };
        assert_eq!(
            count(days(Some(date(2025, 1, 31)), Some(date(2025, 2, 1)))).await,
            6,
            "the last day counts"
        );
        assert_eq!(count(days(Some(date(2025, 2, 1)), None)).await, 23);
        assert_eq!(count(days(None, Some(date(2024, 12, 31)))).await, 0);
        store.close().await;
    }
);

story!(walks_meet_every_incident_once, |database| {
    let store = database.open().await;
    write_with!(store, |writing| {
        for number in 0..25 {
            writing
                .add_incident(&incident(
                    number,
                    100 - number,
                    incident_imported("fbi", &number.to_string()),
                ))
                .await?;
        }
    })
    .unwrap();
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let page = read_with!(store, |reading| reading.incidents_after(cursor, 10).await?).unwrap();
        let Some(last) = page.last() else { break };
        cursor = Some(last.id);
        seen.extend(page.into_iter().map(|incident| incident.id));
    }
    let mut expected: Vec<_> = (0..25).map(incident_id).collect();
    expected.sort_unstable();
    assert_eq!(seen, expected);

    let changed = read_with!(store, |reading| reading
        .incidents_changed_since(95, 4)
        .await?)
    .unwrap();
    assert_eq!(
        changed
            .iter()
            .map(|incident| incident.counted_as)
            .collect::<Vec<_>>(),
        [96, 97, 98, 99]
    );
    assert!(
        read_with!(store, |reading| reading
            .incidents_changed_since(100, 4)
            .await?)
        .unwrap()
        .is_empty()
    );
    store.close().await;
});

story!(codes_of_any_characters_are_kept, |database| {
    let store = database.open().await;
    let odd = "NUL:\0 emoji:🫖 quote:\" rtl:\u{202e} long:".to_owned() + &"ä".repeat(5000);
    let mut given = incident(1, 1, incident_made(2026, 1));
    given.coding.facets = facets(&[("place", &odd)]);
    let (kept, filter) = (
        given.clone(),
        IncidentFilter {
            facets: vec![("place".to_owned(), odd)],
            ..IncidentFilter::default()
        },
    );
    write_with!(store, |writing| writing.add_incident(&given).await?).unwrap();
    let found = read_with!(store, |reading| reading
        .incidents(&filter, 10, None)
        .await?)
    .unwrap();
    assert_eq!(found, std::slice::from_ref(&kept));
    let walked = read_with!(store, |reading| reading.incidents_after(None, 10).await?).unwrap();
    assert_eq!(walked, [kept]);

    let mapping = Digest([0; 32]);
    let with_nul = Fact::IncidentImported {
        series: "fbi".to_owned(),
        external_id: "a\0b".to_owned(),
        coding: coding(&[]),
        decision: None,
        mapping,
        import: None,
        story: None,
    };
    let refused = write_with!(store, |writing| writing
        .add_incident(&incident(2, 2, with_nul))
        .await?);
    assert!(matches!(refused, Err(StoreError::NulInText)), "{refused:?}");
    store.close().await;
});

story!(a_spoiled_row_is_named, |database| {
    let store = database.open().await;
    write_with!(store, |writing| {
        for number in 0..9 {
            let fact = incident_imported("fbi", &number.to_string());
            writing
                .add_incident(&incident(number, number, fact))
                .await?;
        }
    })
    .unwrap();
    assert_eq!(
        read_with!(store, |reading| reading.incidents_after(None, 100).await?)
            .unwrap()
            .len(),
        9
    );
    database
        .spoil("update incident set facets = '{\"strand\":[\"faith\"' where external_id = '5'")
        .await;
    let refused = read_with!(store, |reading| reading.incidents_after(None, 100).await?);
    match refused {
        Err(StoreError::UnreadableRow {
            table: "incident",
            key,
        }) => assert_eq!(key, incident_id(5).to_string()),
        other => panic!("{other:?}"),
    }
    store.close().await;
});
