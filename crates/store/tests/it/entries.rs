use domain::fact::Fact;
use heard_store::{NewEntry, StoreError};

use crate::build::{append, at, leaf, member_id, report_received, subject};
use crate::database::{read_with, story, write_with};

story!(an_entry_is_read_back_as_it_was_appended, |database| {
    let store = database.open().await;
    let fact = report_received();
    let given = fact.clone();
    let entry = write_with!(store, |writing| {
        let new = NewEntry {
            subject: subject(1),
            number: 1,
            actor: Some(member_id(4)),
            at: at(9),
            fact: &given,
            salt: [9; 32],
        };
        let entry = writing.append(new, leaf).await?;
        assert_eq!(
            writing.ledger_size().await?,
            1,
            "a transaction sees what it wrote"
        );
        entry
    })
    .unwrap();
    assert_eq!((entry.index, entry.number, &entry.fact), (0, 1, &fact));
    let (stored, history, leaves, last) = read_with!(store, |reading| (
        reading.entries(0, 10).await?,
        reading.history(subject(1)).await?,
        reading.leaves(0, 10).await?,
        (
            reading.last_number(subject(1)).await?,
            reading.last_number(subject(2)).await?
        ),
    ))
    .unwrap();
    assert_eq!(history, [entry]);
    assert_eq!(last, (1, 0));
    assert_eq!(stored[0].fact_text, fact.to_text());
    assert_eq!(
        (stored[0].actor, stored[0].at, stored[0].salt),
        (Some(member_id(4)), at(9), [9; 32])
    );
    assert_eq!(stored[0].leaf, leaf(0, &fact.to_text()));
    assert_eq!(leaves, [leaf(0, &fact.to_text())]);
    store.close().await;
});

story!(
    a_number_is_given_once_and_the_loser_leaves_no_gap,
    |database| {
        let store = database.open().await;
        write_with!(store, |writing| append(
            writing,
            subject(1),
            1,
            &report_received()
        )
        .await?)
        .unwrap();
        let refused = write_with!(store, |writing| {
            append(writing, subject(2), 1, &report_received()).await?;
            append(writing, subject(1), 1, &report_received()).await?
        });
        assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
        let next = write_with!(store, |writing| append(
            writing,
            subject(1),
            2,
            &Fact::ReportOpened {}
        )
        .await?)
        .unwrap();
        assert_eq!(next.index, 1);
        store.close().await;
    }
);

story!(
    a_conflict_may_be_survived_within_one_transaction,
    |database| {
        let store = database.open().await;
        write_with!(store, |writing| {
            append(writing, subject(1), 1, &report_received()).await?;
            let refused = append(writing, subject(1), 1, &report_received()).await;
            assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
            append(writing, subject(1), 2, &Fact::ReportOpened {}).await?
        })
        .unwrap();
        assert_eq!(
            read_with!(store, |reading| reading.ledger_size().await?).unwrap(),
            2
        );
        store.close().await;
    }
);

story!(entries_come_in_pages, |database| {
    let store = database.open().await;
    write_with!(store, |writing| {
        for number in 1..=10 {
            append(writing, subject(1), number, &Fact::ReportOpened {}).await?;
        }
    })
    .unwrap();
    let page = read_with!(store, |reading| reading.entries(7, 2).await?).unwrap();
    assert_eq!(
        page.iter().map(|entry| entry.index).collect::<Vec<_>>(),
        [7, 8]
    );
    assert_eq!(
        read_with!(store, |reading| reading.leaves(8, 100).await?)
            .unwrap()
            .len(),
        2
    );
    assert!(
        read_with!(store, |reading| reading.entries(10, 5).await?)
            .unwrap()
            .is_empty()
    );
    store.close().await;
});

story!(subjects_with_several_entries_come_in_pages, |database| {
    let store = database.open().await;
    write_with!(store, |writing| {
        for (who, last) in [(3, 2), (1, 3), (2, 1), (4, 2)] {
            for number in 1..=last {
                append(writing, subject(who), number, &Fact::ReportOpened {}).await?;
            }
        }
    })
    .unwrap();
    let mut several = [(subject(1), 3), (subject(3), 2), (subject(4), 2)];
    several.sort_unstable();
    let (second, third) = (Some(several[1].0), Some(several[2].0));
    let (first, rest, none) = read_with!(store, |reading| (
        reading.subjects_with_several_entries(None, 2).await?,
        reading.subjects_with_several_entries(second, 2).await?,
        reading.subjects_with_several_entries(third, 2).await?,
    ))
    .unwrap();
    assert_eq!(first, several[..2]);
    assert_eq!(rest, several[2..]);
    assert_eq!(none, []);
    store.close().await;
});

story!(
    a_fact_that_is_none_is_given_as_stored_but_not_as_history,
    |database| {
        let store = database.open().await;
        write_with!(store, |writing| append(
            writing,
            subject(1),
            1,
            &report_received()
        )
        .await?)
        .unwrap();
        database
            .spoil("update entry set fact = '{\"fact\":\"made-up\"}'")
            .await;
        let stored = read_with!(store, |reading| reading.entries(0, 1).await?).unwrap();
        assert_eq!(stored[0].fact_text, "{\"fact\":\"made-up\"}");
        let history = read_with!(store, |reading| reading.history(subject(1)).await?);
        assert!(
            matches!(history, Err(StoreError::Unreadable(_))),
            "{history:?}"
        );
        store.close().await;
    }
);

story!(a_spoiled_entry_is_named, |database| {
    let store = database.open().await;
    write_with!(store, |writing| {
        for number in 1..=9 {
            append(writing, subject(1), number, &Fact::ReportOpened {}).await?;
        }
    })
    .unwrap();
    let spoil = if database.is_postgres {
        "update entry set salt = '\\x00' where idx = 6"
    } else {
        // No UTF-8.
        "update entry set fact = cast(x'7bff7d' as text) where idx = 6"
    };
    database.spoil(spoil).await;
    let refused = read_with!(store, |reading| reading.entries(2, 100).await?);
    match refused {
        Err(StoreError::UnreadableRow {
            table: "entry",
            key,
        }) => assert_eq!(key, "6"),
        other => panic!("{other:?}"),
    }
    assert_eq!(
        read_with!(store, |reading| reading.entries(7, 100).await?)
            .unwrap()
            .len(),
        2
    );
    store.close().await;
});
