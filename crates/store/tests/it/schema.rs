use heard_store::{DatabaseUrl, Store, StoreError};

use crate::build::{append, report_received, subject};
use crate::database::{read_with, story, write_with};

story!(nothing_is_found_where_nothing_was_made, |database| {
    let missing = Store::open_existing(&database.url).await;
    assert!(matches!(missing.map(|_| ()), Err(StoreError::NothingThere)));
    database.open().await.close().await;
    Store::open_existing(&database.url)
        .await
        .unwrap()
        .close()
        .await;
});

story!(what_was_kept_is_there_after_reopening, |database| {
    for round in 0..3_u64 {
        let store = database.open().await;
        assert_eq!(
            read_with!(store, |reading| reading.ledger_size().await?).unwrap(),
            round
        );
        write_with!(store, |writing| append(
            writing,
            subject(round),
            1,
            &report_received()
        )
        .await?)
        .unwrap();
        assert_eq!(
            store.integrity(heard_store::Depth::Indexes).await.unwrap(),
            Vec::<String>::new()
        );
        store.close().await;
    }
});

story!(a_newer_schema_is_refused, |database| {
    database.open().await.close().await;
    database
        .spoil("insert into schema_step (version, name, sha256) values (99, '0099_later.sql', 'x')")
        .await;
    let refused = Store::open(&database.url).await.map(|_| ());
    assert!(
        matches!(refused, Err(StoreError::NewerSchema { found: 99, .. })),
        "{refused:?}"
    );
});

story!(a_step_that_was_edited_is_refused, |database| {
    database.open().await.close().await;
    database
        .spoil("update schema_step set sha256 = 'x' where version = 2")
        .await;
    let refused = Store::open(&database.url).await.map(|_| ());
    assert!(
        matches!(refused, Err(StoreError::ChangedMigration { version: 2 })),
        "{refused:?}"
    );
    database
        .spoil("delete from schema_step where version = 1")
        .await;
    let refused = Store::open_existing(&database.url).await.map(|_| ());
    assert!(
        matches!(refused, Err(StoreError::ChangedMigration { version: 2 })),
        "{refused:?}"
    );
});

story!(
    several_programs_may_open_an_empty_database_at_once,
    |database| {
        let opening: Vec<_> = (0..6)
            .map(|_| {
                let url = database.url.clone();
                tokio::spawn(async move { Store::open(&url).await.unwrap().close().await })
            })
            .collect();
        for opened in opening {
            opened.await.unwrap();
        }
        let steps = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations"));
        let applied = database.number("select count(*) from schema_step").await;
        assert_eq!(applied, i64::try_from(steps.unwrap().count()).unwrap());
    }
);

story!(every_statement_can_be_prepared, |database| {
    let store = database.open().await;
    assert!(store.prepare_everything().await.unwrap() > 60);
    store.close().await;
});

story!(a_missing_column_is_found_by_preparing, |database| {
    let store = database.open().await;
    database
        .spoil("alter table session rename column door to gate")
        .await;
    assert!(store.prepare_everything().await.is_err());
    store.close().await;
});

#[tokio::test]
async fn a_database_that_is_none_is_an_error_and_shows_no_password() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("heard.db");
    std::fs::write(&path, "this is a letter, not a database. ".repeat(100)).unwrap();
    let url = DatabaseUrl::from_data_folder(folder.path());
    assert!(Store::open(&url).await.is_err());
    let url = DatabaseUrl::parse("postgres://heard:open-sesame@127.0.0.1:1/heard").unwrap();
    let refused = Store::open(&url).await.map(|_| ()).unwrap_err();
    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused:?}");
    assert!(!format!("{refused} {refused:?}").contains("sesame"));
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("new/data");
    let store = Store::open(&DatabaseUrl::from_data_folder(&data))
        .await
        .unwrap();
    let mode =
        |path: std::path::PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(data.clone()), 0o700);
    assert_eq!(mode(data.join("heard.db")), 0o600);
    assert_eq!(mode(data.join("heard.db-wal")), 0o600);
    store.close().await;
}

#[tokio::test]
async fn damage_in_the_file_is_named() {
    use std::io::{Seek, SeekFrom, Write};
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::from_data_folder(folder.path());
    let store = Store::open(&url).await.unwrap();
    write_with!(store, |writing| {
        for number in 0..200 {
            append(writing, subject(number), 1, &report_received()).await?;
        }
    })
    .unwrap();
    store.close().await;
    let path = folder.path().join("heard.db");
    let length = std::fs::metadata(&path).unwrap().len();
    let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    for page in (length / 4096 / 2)..(length / 4096) {
        file.seek(SeekFrom::Start(page * 4096)).unwrap();
        file.write_all(&[0xA5; 300]).unwrap();
    }
    drop(file);
    let damaged = match Store::open_existing(&url).await {
        Ok(store) => store
            .integrity(heard_store::Depth::Pages)
            .await
            .map_or(true, |damages| !damages.is_empty()),
        Err(_) => true,
    };
    assert!(damaged);
}
