//! Moments and days mean the same, wherever the program, the server and the connection believe they are.

use std::process::Command;

use domain::Timestamp;
use jiff::civil::date;

use crate::build::{append, incident, incident_id, incident_made, receipt, report};
use crate::database::{Database, read_with, story, write_with};

/// Around midnight, around changes of the clock in London and Lord Howe, and before and after what 32 bits hold.
const MOMENTS: [i64; 7] = [
    0,
    -1,
    1_774_746_000_000_000,
    1_792_890_000_000_001,
    1_775_314_800_999_999,
    -62_135_596_800_000_000,
    253_402_300_799_999_999,
];

/// Lets the server believe that this database is in that zone.
async fn move_server(database: &Database, zone: &str) {
    if !database.is_postgres {
        return; // a file has no zone
    }
    let mut connection = database.connect().await;
    let sql = format!(
        "do $$ begin execute format('alter database %I set timezone = ''{zone}''', current_database()); end $$"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap();
}

story!(moments_and_days_are_the_same_everywhere, |database| {
    move_server(database, "Pacific/Chatham").await;
    let store = database.open().await;
    write_with!(store, |writing| {
        for (number, moment) in (0_u64..).zip(MOMENTS) {
            let mut kept = report(number);
            kept.received = Timestamp::from_microseconds(moment);
            writing.add_reports(&[(kept, receipt(number))]).await?;
        }
        let fact = incident_made(2026, 1);
        let entry = append(writing, incident_id(1).into(), 1, &fact).await?;
        let mut kept = incident(1, entry.index, fact);
        kept.coding.occurred = domain::occurred::Occurred::on(date(2026, 3, 29));
        writing.add_incident(&kept).await?;
    })
    .unwrap();
    store.close().await;

    move_server(database, "America/St_Johns").await;
    let store = database.open().await;
    for (number, moment) in (0_u64..).zip(MOMENTS) {
        let kept = read_with!(store, |reading| reading.report(report(number).id).await?);
        let received = kept.unwrap().unwrap().received;
        assert_eq!(received.microseconds(), moment);
    }
    let kept = read_with!(store, |reading| reading.incident(incident_id(1)).await?);
    let occurred = kept.unwrap().unwrap().coding.occurred;
    assert_eq!(occurred.from, Some(date(2026, 3, 29)));
    store.close().await;
    let kept = database
        .number("select count(*) from incident where occurred_from = '2026-03-29'")
        .await;
    assert_eq!(kept, 1);
});

/// The story once more, in a process of its own that is told that it is far away.
#[test]
fn so_they_are_in_a_program_far_away() {
    for zone in ["Pacific/Kiritimati", "America/St_Johns", "no such place"] {
        let told = Command::new(std::env::current_exe().unwrap())
            .env("TZ", zone)
            .arg("zones::moments_and_days_are_the_same_everywhere")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&told.stdout);
        assert!(told.status.success(), "{zone}: {said}");
        assert!(said.contains("2 passed"), "{zone}: {said}");
    }
}
