use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::fact::Fact;
use futures::future::BoxFuture;
use heard_store::{Store, StoreError, Writing};

use crate::build::{append, at, bytes32, member, member_id, report_received, subject};
use crate::database::{read_with, story, write_with};

/// `tasks` callers, each with `rounds` jobs one after the other; the indexes that were acknowledged.
async fn crowd(store: &Store, first: u64, tasks: u64, rounds: u64) -> Vec<u64> {
    let callers: Vec<_> = (0..tasks)
        .map(|task| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut indexes = Vec::new();
                for round in 0..rounds {
                    let about = subject(first + task * rounds + round);
                    let entry = write_with!(store, |writing| append(
                        writing,
                        about,
                        1,
                        &report_received()
                    )
                    .await?);
                    indexes.push(entry.unwrap().index);
                }
                indexes
            })
        })
        .collect();
    let mut all = Vec::new();
    for caller in callers {
        all.extend(caller.await.unwrap());
    }
    all
}

story!(many_writers_leave_no_gap_and_lose_nothing, |database| {
    let store = database.open().await;
    let acknowledged: BTreeSet<u64> = crowd(&store, 0, 64, 5).await.into_iter().collect();
    assert_eq!(acknowledged, (0..320).collect());
    store.close().await;
    let store = Store::open_existing(&database.url).await.unwrap();
    let kept = read_with!(store, |reading| reading.entries(0, 1000).await?).unwrap();
    assert_eq!(
        kept.iter()
            .map(|entry| entry.index)
            .collect::<BTreeSet<_>>(),
        acknowledged
    );
    store.close().await;
});

story!(two_programs_may_write_at_once, |database| {
    let (one, other) = (database.open().await, database.open().await);
    let (mut indexes, more) = tokio::join!(crowd(&one, 0, 16, 6), crowd(&other, 1000, 16, 6));
    indexes.extend(more);
    assert_eq!(
        indexes.into_iter().collect::<BTreeSet<_>>(),
        (0..192).collect()
    );
    one.close().await;
    other.close().await;
});

/// Appends an entry for each number that is not a multiple of 100; fails for all if a number is 13, panics at 17.
fn append_all<'t>(
    writing: &'t mut Writing,
    numbers: &'t [u64],
) -> BoxFuture<'t, Result<Vec<Option<u64>>, StoreError>> {
    Box::pin(async move {
        let mut indexes = Vec::new();
        for &number in numbers {
            if number % 100 == 0 {
                indexes.push(None);
                continue;
            }
            let entry = append(writing, subject(number), 1, &report_received()).await?;
            match number {
                13 => return Err(StoreError::Missing),
                17 => panic!("seventeen"),
                _ => indexes.push(Some(entry.index)),
            }
        }
        Ok(indexes)
    })
}

story!(what_is_gathered_is_answered_one_by_one, |database| {
    let store = database.open().await;
    let gatherer = Arc::new(store.gatherer("gathered", append_all));
    let callers: Vec<_> = (0..200_u64)
        .map(|number| {
            let gatherer = Arc::clone(&gatherer);
            tokio::spawn(async move { (number, gatherer.write(number).await) })
        })
        .collect();
    let mut acknowledged = BTreeSet::new();
    for caller in callers {
        match caller.await.unwrap() {
            (0 | 100, Ok(None))
            | (13, Err(StoreError::Missing))
            | (17, Err(StoreError::Panicked(_))) => {}
            (_, Ok(Some(index))) => assert!(acknowledged.insert(index), "{index} twice"),
            other => panic!("{other:?}"),
        }
    }
    // Those who were gathered with the one that fails are kept all the same, and leave no gap.
    assert_eq!(acknowledged, (0..196).collect());
    store.close().await;
    assert!(matches!(gatherer.write(1).await, Err(StoreError::Closed)));
});

story!(who_goes_away_holds_up_nobody, |database| {
    let store = database.open().await;
    let gatherer = Arc::new(store.gatherer("gathered", append_all));
    for number in 200..260 {
        let gatherer = Arc::clone(&gatherer);
        let caller = tokio::spawn(async move { gatherer.write(number).await });
        if number % 2 == 0 {
            tokio::task::yield_now().await;
        }
        caller.abort();
    }
    let last = tokio::time::timeout(Duration::from_secs(20), gatherer.write(999)).await;
    assert!(matches!(last, Ok(Ok(Some(_)))), "{last:?}");
    store.close().await;
});

story!(a_failing_closure_takes_back_only_itself, |database| {
    let store = database.open().await;
    let callers: Vec<_> = (0..60_u64)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                store
                    .write("some fail", move |writing| {
                        Box::pin(async move {
                            append(writing, subject(number), 1, &report_received()).await?;
                            match number % 3 {
                                0 => Err(StoreError::Missing),
                                1 => panic!("as the test wants it"),
                                _ => Ok::<_, StoreError>(number),
                            }
                        })
                    })
                    .await
            })
        })
        .collect();
    for (number, caller) in callers.into_iter().enumerate() {
        let outcome = caller.await.unwrap();
        match number % 3 {
            0 => assert!(matches!(outcome, Err(StoreError::Missing)), "{outcome:?}"),
            1 => assert!(
                matches!(outcome, Err(StoreError::Panicked("some fail"))),
                "{outcome:?}"
            ),
            _ => assert_eq!(outcome.unwrap(), number as u64),
        }
    }
    let kept = read_with!(store, |reading| reading.entries(0, 100).await?).unwrap();
    assert_eq!(
        kept.iter().map(|entry| entry.index).collect::<Vec<_>>(),
        (0..20).collect::<Vec<_>>()
    );
    store.close().await;
});

story!(
    a_closure_that_goes_on_after_an_error_keeps_nothing,
    |database| {
        let store = database.open().await;
        let outcome = write_with!(store, |writing| {
            append(writing, subject(1), 1, &report_received()).await?;
            // No such member: the engine refuses.
            let refused = writing.add_slot(member_id(9), "passphrase", vec![1]).await;
            assert!(matches!(refused, Err(StoreError::Engine(_))), "{refused:?}");
        });
        assert!(
            matches!(outcome, Err(StoreError::WentOn("test"))),
            "{outcome:?}"
        );
        assert_eq!(
            read_with!(store, |reading| reading.ledger_size().await?).unwrap(),
            0
        );
        write_with!(store, |writing| append(
            writing,
            subject(1),
            1,
            &report_received()
        )
        .await?)
        .unwrap();
        store.close().await;
    }
);

story!(a_write_within_a_write_is_refused, |database| {
    let store = database.open().await;
    let inner = store.clone();
    let outcome: Result<(), StoreError> = store
        .write("outer", move |_| {
            Box::pin(async move {
                inner
                    .write("inner", |_| Box::pin(async { Ok::<_, StoreError>(()) }))
                    .await
            })
        })
        .await;
    assert!(matches!(outcome, Err(StoreError::Nested)), "{outcome:?}");
    store.close().await;
});

story!(a_reader_sees_one_state_throughout, |database| {
    let store = database.open().await;
    write_with!(store, |writing| append(
        writing,
        subject(1),
        1,
        &report_received()
    )
    .await?)
    .unwrap();
    let writer = store.clone();
    let sizes = read_with!(store, |reading| {
        let before = reading.ledger_size().await?;
        write_with!(writer, |writing| append(
            writing,
            subject(1),
            2,
            &Fact::ReportOpened {}
        )
        .await?)?;
        (before, reading.ledger_size().await?)
    })
    .unwrap();
    assert_eq!(sizes, (1, 1));
    assert_eq!(
        read_with!(store, |reading| reading.ledger_size().await?).unwrap(),
        2
    );
    store.close().await;
});

story!(
    a_reader_that_gives_up_leaves_a_clean_connection,
    |database| {
        let store = database.open().await;
        for _ in 0..10 {
            let waiting = store.read("gives up", |reading| {
                Box::pin(async move {
                    reading.ledger_size().await?;
                    std::future::pending::<()>().await;
                    Ok::<_, StoreError>(())
                })
            });
            assert!(
                tokio::time::timeout(Duration::from_millis(20), waiting)
                    .await
                    .is_err()
            );
        }
        write_with!(store, |writing| append(
            writing,
            subject(1),
            1,
            &report_received()
        )
        .await?)
        .unwrap();
        for _ in 0..10 {
            assert_eq!(
                read_with!(store, |reading| reading.ledger_size().await?).unwrap(),
                1
            );
        }
        store.close().await;
    }
);

story!(
    closing_finishes_what_was_accepted_and_refuses_the_rest,
    |database| {
        let store = database.open().await;
        let done = Arc::new(AtomicU64::new(0));
        let mut waiting = Vec::new();
        for number in 0..40 {
            let (store, done) = (store.clone(), done.clone());
            waiting.push(tokio::spawn(async move {
                let outcome = write_with!(store, |writing| append(
                    writing,
                    subject(number),
                    1,
                    &report_received()
                )
                .await?);
                match outcome {
                    Ok(_) => {
                        done.fetch_add(1, Ordering::SeqCst);
                    }
                    Err(error) => assert!(matches!(error, StoreError::Closed), "{error:?}"),
                }
            }));
        }
        tokio::task::yield_now().await;
        let late = store.clone();
        store.close().await;
        for caller in waiting {
            caller.await.unwrap();
        }
        let refused = write_with!(late, |writing| writing.ledger_size().await?);
        assert!(matches!(refused, Err(StoreError::Closed)), "{refused:?}");
        let refused = read_with!(late, |reading| reading.ledger_size().await?);
        assert!(matches!(refused, Err(StoreError::Closed)), "{refused:?}");
        let entries = database.number("select count(*) from entry").await;
        assert_eq!(u64::try_from(entries).unwrap(), done.load(Ordering::SeqCst));
    }
);

story!(hostile_texts_are_kept_or_refused_alike, |database| {
    let store = database.open().await;
    let texts = [
        "'; drop table member; --",
        "$1 ? :a @b %s \\ \" ` 🫖 \u{202e}abc\u{202c} \u{feff}",
        "e\u{301}\u{301}\u{301} نص عربي اردو",
        "\u{1}\u{7f}\r\n\t",
        &"x".repeat(1_048_576),
    ];
    for (number, text) in texts.into_iter().enumerate() {
        let row = member(number as u64, text);
        let (given, key) = (row.clone(), row.name_key.clone());
        write_with!(store, |writing| {
            // PostgreSQL indexes no text of a megabyte.
            let mut given = given;
            given.name_key = format!(
                "{}{}",
                given.name_key.chars().take(50).collect::<String>(),
                number
            );
            writing.add_member(&given).await?;
        })
        .unwrap();
        let short = format!("{}{number}", key.chars().take(50).collect::<String>());
        let kept = read_with!(store, |reading| reading.member_by_name(&short).await?)
            .unwrap()
            .unwrap();
        assert_eq!(kept.name, row.name);
    }
    let refused = write_with!(store, |writing| writing
        .add_member(&member(99, "a\0b"))
        .await?);
    assert!(matches!(refused, Err(StoreError::NulInText)), "{refused:?}");
    let refused = read_with!(store, |reading| reading.member_by_name("a\0b").await?);
    assert!(matches!(refused, Err(StoreError::NulInText)), "{refused:?}");

    // A fact's text is JSON, in which U+0000 is written with six characters.
    let hostile = format!("\0{}", "🫖\0\"\\".repeat(200_000));
    let fact = Fact::ReportReceived {
        channel: hostile.clone(),
        language: "en".to_owned(),
        codebook: crate::build::codebook(),
        sealed_at: domain::fact::SealedAt::Desk,
        objects: Vec::new(),
        wraps: domain::fact::Digest([0; 32]),
        receipt: domain::fact::Digest([0; 32]),
    };
    let given = fact.clone();
    write_with!(store, |writing| append(writing, subject(1), 1, &given)
        .await?)
    .unwrap();
    let history = read_with!(store, |reading| reading.history(subject(1)).await?).unwrap();
    assert_eq!(history[0].fact, fact);
    store.close().await;
});

story!(numbers_at_the_edge_are_kept_or_refused, |database| {
    let store = database.open().await;
    write_with!(store, |writing| {
        writing
            .add_checkpoint(i64::MAX as u64, "far".to_owned(), at(0))
            .await?;
        writing.add_team_key(u32::MAX, vec![]).await?;
    })
    .unwrap();
    let kept = read_with!(store, |reading| (
        reading.newest_checkpoint().await?,
        reading.team_key().await?
    ))
    .unwrap();
    assert_eq!(
        kept,
        (
            Some((i64::MAX as u64, "far".to_owned())),
            Some((u32::MAX, vec![]))
        )
    );
    let refused = write_with!(store, |writing| writing
        .add_checkpoint(u64::MAX, "farther".to_owned(), at(0))
        .await?);
    assert!(
        matches!(refused, Err(StoreError::Unreadable(_))),
        "{refused:?}"
    );
    store.close().await;
});

story!(a_session_of_nobody_is_refused, |database| {
    let store = database.open().await;
    let session = heard_store::SessionRow {
        token_hash: bytes32(1),
        id: [1; 16],
        member: member_id(1),
        opened: at(0),
        seen: at(0),
        expires: at(1),
        door: "desk".to_owned(),
    };
    let refused = write_with!(store, |writing| writing.add_session(&session).await?);
    assert!(matches!(refused, Err(StoreError::Engine(_))), "{refused:?}");
    store.close().await;
});

story!(a_writer_waits_for_another_program_to_finish, |database| {
    if database.is_postgres {
        return; // there the lock is the engine's and waits without end
    }
    let store = database.open().await;
    let mut other = database.connect().await;
    sqlx::raw_sql("begin immediate")
        .execute(&mut other)
        .await
        .unwrap();
    let writing = tokio::spawn({
        let store = store.clone();
        async move {
            write_with!(store, |writing| append(
                writing,
                subject(1),
                1,
                &report_received()
            )
            .await?)
        }
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!writing.is_finished());
    sqlx::raw_sql("commit").execute(&mut other).await.unwrap();
    writing.await.unwrap().unwrap();
    store.close().await;
});

/// Cuts every other connection to this database.
const CUT: &str = "select count(pg_terminate_backend(pid)) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()";

story!(a_cut_connection_is_opened_anew, |database| {
    if !database.is_postgres {
        return; // a file has no connection that could be cut
    }
    let store = database.open().await;
    for round in 0..3 {
        write_with!(store, |writing| append(
            writing,
            subject(round),
            1,
            &report_received()
        )
        .await?)
        .unwrap();
        assert_eq!(
            read_with!(store, |reading| reading.ledger_size().await?).unwrap(),
            round + 1
        );
        assert!(database.number(CUT).await >= 1);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    write_with!(store, |writing| append(
        writing,
        subject(9),
        1,
        &report_received()
    )
    .await?)
    .unwrap();

    // Cut in the middle of a job: nobody is told that it is kept, and those who waited are served.
    let mut cutter = database.connect().await;
    let cut = store.write("cut", move |writing| {
        Box::pin(async move {
            append(writing, subject(10), 1, &report_received()).await?;
            sqlx::query(CUT).fetch_one(&mut cutter).await.unwrap();
            tokio::time::sleep(Duration::from_millis(100)).await;
            append(writing, subject(11), 1, &report_received()).await?;
            Ok::<_, StoreError>(())
        })
    });
    let waiting = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        write_with!(store, |writing| append(
            writing,
            subject(12),
            1,
            &report_received()
        )
        .await?)
    };
    let (cut, waited) = tokio::join!(cut, waiting);
    assert!(cut.is_err(), "{cut:?}");
    assert_eq!(waited.unwrap().index, 4);
    store.close().await;
});
