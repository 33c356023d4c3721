//! Several processes over one database: who is on duty, what they tell each other, and a newer version beside them.

use std::time::{Duration, Instant};

use heard_store::{Store, StoreError, ToldRow};

use crate::build::{append, at, bytes16, bytes32, report_received, subject};
use crate::database::{Database, read_with, story, write_with};

/// A lease lasts six seconds.
const TAKEN_OVER_WITHIN: Duration = Duration::from_secs(8);

/// Two processes, each with connections of its own.
async fn two(database: &Database) -> (Store, Store) {
    (database.open().await, database.open().await)
}

story!(one_process_is_on_duty_at_a_time, |database| {
    let (one, other) = two(database).await;
    let (here, there) = (
        one.duty("upkeep", bytes16(1)),
        other.duty("upkeep", bytes16(2)),
    );
    assert!(here.shown().is_none(), "nobody is on duty by themselves");
    assert!(here.take().await.unwrap());
    assert!(!there.take().await.unwrap());
    assert!(there.shown().is_none());
    assert!(here.take().await.unwrap(), "it is kept by taking it again");
    // Another kind of work is another duty.
    let work = other.duty("ledger", bytes16(2));
    assert!(work.take().await.unwrap());
    // Whoever leaves is followed at once.
    let shown = here.shown().unwrap();
    here.leave().await.unwrap();
    assert!(here.shown().is_none());
    assert!(there.take().await.unwrap());
    assert!(!here.take().await.unwrap());
    // A file's lock can't be lost but by leaving; on a server what was shown before is worth nothing now.
    if database.is_postgres {
        let late = write_with!(one, |writing| {
            append(writing, subject(1), 1, &report_received()).await?;
            writing.on_duty(&shown).await?;
        });
        assert!(
            matches!(late, Err(StoreError::NotOnDuty("upkeep"))),
            "{late:?}"
        );
        let size = read_with!(one, |reading| reading.ledger_size().await?).unwrap();
        assert_eq!(size, 0, "what was written off duty is not kept");
    }
    let shown = there.shown().unwrap();
    write_with!(other, |writing| writing.on_duty(&shown).await?).unwrap();
    one.close().await;
    other.close().await;
});

/// The process that was on duty says nothing more: its machine has gone away, or it lies still.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_duty_is_taken_over_within_seconds() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let (one, other) = two(&database).await;
    let (here, there) = (
        one.duty("upkeep", bytes16(1)),
        other.duty("upkeep", bytes16(2)),
    );
    assert!(here.take().await.unwrap());
    let shown = here.shown().unwrap();
    let start = Instant::now();
    while !there.take().await.unwrap() {
        assert!(start.elapsed() < TAKEN_OVER_WITHIN);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(start.elapsed() > Duration::from_secs(4), "too soon");
    assert!(here.shown().is_none(), "it knows by its own clock");
    let late = write_with!(one, |writing| writing.on_duty(&shown).await?);
    assert!(matches!(late, Err(StoreError::NotOnDuty(_))), "{late:?}");
    // It comes back, and finds another at work.
    assert!(!here.take().await.unwrap());
    database.drop().await;
}

/// A process that lies still in the middle of a transaction holds up all others, but not for long.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_lies_still_in_a_transaction_is_given_up() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let (one, other) = two(&database).await;
    let still = tokio::spawn(async move {
        write_with!(one, |writing| {
            append(writing, subject(1), 1, &report_received()).await?;
            tokio::time::sleep(Duration::from_secs(25)).await;
        })
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    let start = Instant::now();
    let entry = write_with!(other, |writing| append(
        writing,
        subject(2),
        1,
        &report_received()
    )
    .await?)
    .unwrap();
    assert!(start.elapsed() < Duration::from_secs(20));
    assert_eq!(entry.index, 0, "nothing of it is kept");
    assert!(still.await.unwrap().is_err(), "and it is told");
    other.close().await;
    database.drop().await;
}

story!(what_one_process_counts_the_others_hear, |database| {
    let (one, other) = two(database).await;
    let told = |process: u64, number: u64| ToldRow {
        process: bytes16(process),
        number,
        counts: vec![1, 2, 3],
    };
    for number in 1..=5 {
        write_with!(one, |writing| writing
            .tell_counts(told(1, number), at(number.cast_signed()), 3)
            .await?)
        .unwrap();
    }
    let again = write_with!(one, |writing| writing
        .tell_counts(told(1, 5), at(5), 3)
        .await?);
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    let heard = read_with!(other, |reading| reading
        .counts_of_others(bytes16(2))
        .await?)
    .unwrap();
    assert_eq!(heard, [told(1, 3), told(1, 4), told(1, 5)]);
    let own = read_with!(other, |reading| reading
        .counts_of_others(bytes16(1))
        .await?)
    .unwrap();
    assert_eq!(own, []);

    // The first who needs a salt makes it.
    let none = read_with!(one, |reading| reading.shared_salt(20_000).await?).unwrap();
    assert_eq!(none, None);
    for (store, fresh) in [(&one, 1), (&other, 2)] {
        let salt = write_with!(store, |writing| writing
            .share_salt(20_000, bytes32(fresh))
            .await?)
        .unwrap();
        assert_eq!(salt, bytes32(1));
    }
    write_with!(one, |writing| writing
        .drop_old_counts(at(5), 20_001)
        .await?)
    .unwrap();
    let left = read_with!(other, |reading| (
        reading.counts_of_others(bytes16(2)).await?.len(),
        reading.shared_salt(20_000).await?
    ))
    .unwrap();
    assert_eq!(left, (1, None));

    let never = read_with!(other, |reading| reading.record_check().await?).unwrap();
    assert_eq!(never, None);
    for is_sound in [true, false] {
        write_with!(one, |writing| writing
            .set_record_check(at(9), is_sound)
            .await?)
        .unwrap();
        let heard = read_with!(other, |reading| reading.record_check().await?).unwrap();
        assert_eq!(heard, Some((at(9), is_sound)));
    }
    one.close().await;
    other.close().await;
});

story!(
    an_older_program_writes_no_more_beside_a_newer_one,
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
        read_with!(store, |reading| reading.is_of_this_version().await?).unwrap();
        database
        .spoil("insert into schema_step (version, name, sha256) values (90, '0090_later.sql', 'x')")
        .await;
        for _ in 0..3 {
            let refused = write_with!(store, |writing| append(
                writing,
                subject(2),
                1,
                &report_received()
            )
            .await?);
            assert!(
                matches!(refused, Err(StoreError::NewerSchema { found: 90, .. })),
                "{refused:?}"
            );
        }
        let refused = read_with!(store, |reading| reading.is_of_this_version().await?);
        assert!(
            matches!(refused, Err(StoreError::NewerSchema { .. })),
            "{refused:?}"
        );
        // Nothing is held: others write, and so does this one should the newer version be taken back.
        database
            .spoil("delete from schema_step where version = 90")
            .await;
        let entry = write_with!(store, |writing| append(
            writing,
            subject(2),
            1,
            &report_received()
        )
        .await?)
        .unwrap();
        assert_eq!(entry.index, 1);
        store.close().await;
    }
);
