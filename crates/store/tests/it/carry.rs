//! Everything goes from one engine to the other and comes out the same.

use std::time::Duration;

use domain::Subject;
use heard_store::{
    CarryError, DatabaseUrl, ObjectRow, SessionRow, Stage, Store, StoreError, carry,
};
use sqlx::{Connection as _, Row as _};

use crate::build::{
    append, at, bytes16, bytes32, incident, incident_id, incident_imported, incident_made, member,
    member_id, receipt, report, report_received, subject,
};
use crate::database::{Database, read_with, write_with};

const HOSTILE: &str = "'; drop table entry; -- \u{202e}é🕌\u{1}\t\r\n\\x00 ÿ $1 {bytes} %00";

/// Something in as many tables as a story can fill by hand, with empty, huge and hostile values.
async fn fill(store: &Store) {
    write_with!(store, |writing| {
        writing
            .add_member(&member(1, "Zoë ‘Amina’ \u{5d0}"))
            .await?;
        writing.add_member(&member(2, HOSTILE)).await?;
        writing
            .add_slot(member_id(1), "passphrase", vec![0; 300_000])
            .await?;
        writing
            .add_session(&SessionRow {
                token_hash: bytes32(1),
                id: [1; 16],
                member: member_id(1),
                opened: at(-4_000_000_000),
                seen: at(0),
                expires: at(9_000_000_000),
                door: String::new(),
            })
            .await?;
        for number in 0..700 {
            let kept = report(number);
            append(writing, kept.id.into(), 1, &report_received()).await?;
            writing
                .add_reports(&[(kept.clone(), receipt(number))])
                .await?;
            writing
                .add_object(ObjectRow {
                    id: domain::ObjectId::from_bytes(bytes16(3_000_000 + number)),
                    subject: kept.id.into(),
                    kind: 1,
                    bytes: vec![u8::try_from(number % 256).unwrap_or(0); (number % 50) as usize],
                })
                .await?;
        }
        for number in 0..3 {
            let fact = if number == 0 {
                incident_made(2026, 1)
            } else {
                incident_imported(HOSTILE, &format!("{number}{HOSTILE}"))
            };
            let entry = append(writing, incident_id(number).into(), 1, &fact).await?;
            writing
                .add_incident(&incident(number, entry.index, fact))
                .await?;
        }
        writing
            .add_checkpoint(703, format!("{HOSTILE}\n"), at(1))
            .await?;
        writing.put_tile("tile/0/x001/067", vec![9; 8192]).await?;
        // Larger than what goes in one statement.
        writing
            .add_object(ObjectRow {
                id: domain::ObjectId::from_bytes(bytes16(4_000_000)),
                subject: subject(9),
                kind: 255,
                bytes: (0..9_000_000_u32)
                    .map(|place| place.to_le_bytes()[0])
                    .collect(),
            })
            .await?;
    })
    .unwrap();
}

async fn history_of(store: &Store, subject: Subject) -> String {
    let entries = read_with!(store, |reading| reading.history(subject).await?).unwrap();
    format!("{entries:?}")
}

async fn there_and_back(source: &Database, target: &Database, back: &Database) {
    let store = source.open().await;
    fill(&store).await;
    let history = history_of(&store, incident_id(2).into()).await;
    store.close().await;

    let carried = carry(&source.url, &target.url, |_, _, _| {}).await.unwrap();
    let rows = |table: &str| {
        let found = carried.iter().find(|carried| carried.table == table);
        found.unwrap().rows
    };
    assert_eq!(
        (
            rows("entry"),
            rows("report"),
            rows("object"),
            rows("incident")
        ),
        (703, 700, 701, 3)
    );
    assert_eq!((rows("member"), rows("session"), rows("slot")), (2, 1, 1));

    // What went over can be used, and goes on where the source was.
    let store = target.open().await;
    assert_eq!(history_of(&store, incident_id(2).into()).await, history);
    assert_eq!(
        store.integrity(heard_store::Depth::Indexes).await.unwrap(),
        Vec::<String>::new()
    );
    let huge = read_with!(store, |reading| reading
        .object(domain::ObjectId::from_bytes(bytes16(4_000_000)))
        .await?)
    .unwrap()
    .unwrap();
    assert_eq!(huge.bytes.len(), 9_000_000);
    store.close().await;

    // And back: the digests say that nothing was changed on the way.
    let mut stages = Vec::new();
    let again = carry(&target.url, &back.url, |stage, table, _| {
        stages.push((stage, table.to_owned()));
    })
    .await
    .unwrap();
    assert_eq!(again, carried);
    assert!(stages.contains(&(Stage::Copying, "entry".to_owned())));
    assert!(stages.contains(&(Stage::Comparing, "wrap".to_owned())));
    let store = back.open().await;
    let entry = write_with!(store, |writing| append(
        writing,
        subject(1),
        1,
        &report_received()
    )
    .await?)
    .unwrap();
    assert_eq!(entry.index, 703);
    store.close().await;
    // The source was left as it was, and says where to go.
    let refused = Store::open(&source.url).await.map(|_| ());
    assert!(
        matches!(&refused, Err(StoreError::Moved { to }) if *to == target.url.to_string()),
        "{refused:?}"
    );
    let refused = carry(&source.url, &Database::sqlite().url, |_, _, _| {}).await;
    assert!(
        matches!(refused, Err(CarryError::Source(StoreError::Moved { .. }))),
        "{refused:?}"
    );
    let from_source = source.number("select count(*) from entry").await;
    assert_eq!(from_source, 703);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn to_a_server_and_back() {
    let Some(server) = Database::postgres().await else {
        return;
    };
    let (file, back) = (Database::sqlite(), Database::sqlite());
    there_and_back(&file, &server, &back).await;
    server.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn between_servers_by_way_of_a_file() {
    let (Some(from), Some(to)) = (Database::postgres().await, Database::postgres().await) else {
        return;
    };
    there_and_back(&from, &Database::sqlite(), &to).await;
    from.drop().await;
    to.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn between_files() {
    there_and_back(
        &Database::sqlite(),
        &Database::sqlite(),
        &Database::sqlite(),
    )
    .await;
}

crate::database::story!(a_target_that_is_not_empty_is_refused, |database| {
    let source = Database::sqlite();
    let store = source.open().await;
    fill(&store).await;
    store.close().await;
    let store = database.open().await;
    write_with!(store, |writing| writing
        .put_tile("tile/0/000", vec![1])
        .await?)
    .unwrap();
    store.close().await;
    let refused = carry(&source.url, &database.url, |_, _, _| {}).await;
    assert!(
        matches!(&refused, Err(CarryError::NotEmpty(_))),
        "{refused:?}"
    );
    assert_eq!(database.number("select count(*) from entry").await, 0);
    // The source was not marked.
    source.open().await.close().await;
});

crate::database::story!(
    a_move_that_broke_off_before_the_mark_is_finished,
    |database| {
        let source = Database::sqlite();
        let store = source.open().await;
        fill(&store).await;
        store.close().await;
        let carried = carry(&source.url, &database.url, |_, _, _| {})
            .await
            .unwrap();
        // As if it had been killed between the two commits.
        source
            .spoil("delete from schema_step where version = 2147483647")
            .await;
        let mut copied = false;
        let again = carry(&source.url, &database.url, |stage, _, _| {
            copied |= stage == Stage::Copying;
        })
        .await
        .unwrap();
        assert_eq!(again, carried);
        assert!(!copied);
        let refused = Store::open(&source.url).await.map(|_| ());
        assert!(
            matches!(refused, Err(StoreError::Moved { .. })),
            "{refused:?}"
        );
    }
);

crate::database::story!(nothing_is_carried_to_itself_or_from_nothing, |database| {
    database.open().await.close().await;
    let refused = carry(&database.url, &database.url, |_, _, _| {}).await;
    assert!(matches!(refused, Err(CarryError::Same)), "{refused:?}");
    let nothing = Database::sqlite();
    let refused = carry(&nothing.url, &database.url, |_, _, _| {}).await;
    assert!(
        matches!(refused, Err(CarryError::Source(StoreError::NothingThere))),
        "{refused:?}"
    );
    if database.is_postgres {
        // The same database by another name is seen by the lock.
        let other = database.text.replace("127.0.0.1", "localhost");
        let other = DatabaseUrl::parse(&other).unwrap();
        let refused = carry(&database.url, &other, |_, _, _| {}).await;
        assert!(
            matches!(refused, Err(CarryError::Target(StoreError::InUse))),
            "{refused:?}"
        );
    }
});

crate::database::story!(a_database_in_use_is_not_carried, |database| {
    let store = database.open().await;
    fill(&store).await;
    let elsewhere = Database::sqlite();
    let refused = carry(&database.url, &elsewhere.url, |_, _, _| {}).await;
    assert!(
        matches!(refused, Err(CarryError::Source(StoreError::InUse))),
        "{refused:?}"
    );
    assert_eq!(
        refused.unwrap_err().to_string(),
        "the source: Heard is running on this database. Stop every `heard` that uses it, then try again"
    );
    let empty = Database::sqlite();
    empty.open().await.close().await;
    let refused = carry(&empty.url, &database.url, |_, _, _| {}).await;
    assert!(
        matches!(refused, Err(CarryError::Target(StoreError::InUse))),
        "{refused:?}"
    );
    store.close().await;

    // While it is carried nobody else gets in: the copying is held up until somebody was told so.
    let mut met = None;
    let url = database.url.clone();
    let (ask, asked) = std::sync::mpsc::channel::<()>();
    let (tell, told) = std::sync::mpsc::channel();
    let told = std::sync::Mutex::new(told);
    let meanwhile = tokio::spawn(async move {
        tokio::task::spawn_blocking(move || asked.recv().unwrap())
            .await
            .unwrap();
        tell.send(Store::open(&url).await.map(|_| ())).unwrap();
    });
    carry(&database.url, &elsewhere.url, |stage, table, _| {
        if met.is_none() && (stage, table) == (Stage::Copying, "report") {
            ask.send(()).unwrap();
            met = Some(told.lock().unwrap().recv().unwrap());
        }
    })
    .await
    .unwrap();
    meanwhile.await.unwrap();
    let refused = met.expect("somebody asked while it was carried");
    assert!(
        matches!(refused, Err(StoreError::BeingMoved)),
        "{refused:?}"
    );
    let refused = Store::open(&database.url).await.map(|_| ());
    assert!(
        matches!(refused, Err(StoreError::Moved { .. })),
        "{refused:?}"
    );
});

crate::database::story!(an_interrupted_carrying_leaves_nothing_behind, |database| {
    let source = Database::sqlite();
    let store = source.open().await;
    fill(&store).await;
    store.close().await;
    for table in ["entry", "object", "tile"] {
        let broken = tokio::spawn({
            let (from, to) = (source.url.clone(), database.url.clone());
            async move {
                carry(&from, &to, |stage, name, _| {
                    assert!(
                        !(stage == Stage::Comparing && name == table),
                        "pulled out of the wall"
                    );
                })
                .await
            }
        });
        assert!(broken.await.is_err());
        // The server notices that the connection is gone a moment later.
        for _ in 0..50 {
            if let Ok(store) = Store::open(&database.url).await {
                store.close().await;
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(database.number("select count(*) from entry").await, 0);
    }
    let carried = carry(&source.url, &database.url, |_, _, _| {})
        .await
        .unwrap();
    assert!(carried.iter().any(|carried| carried.rows == 703));
});

crate::database::story!(a_source_of_an_older_version_is_named, |database| {
    database.open().await.close().await;
    database
        .spoil("delete from schema_step where version = (select max(version) from schema_step)")
        .await;
    let target = Database::sqlite();
    let refused = carry(&database.url, &target.url, |_, _, _| {}).await;
    assert!(
        matches!(refused, Err(CarryError::OlderSource)),
        "{refused:?}"
    );
    database
        .spoil("insert into schema_step (version, name, sha256) values (99, '0099_later.sql', 'x')")
        .await;
    let refused = carry(&database.url, &target.url, |_, _, _| {}).await;
    assert!(matches!(refused, Err(CarryError::Source(_))), "{refused:?}");
});

/// A target that changes what it is given is caught by reading it back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_that_keeps_something_else_is_caught() {
    let (source, target) = (Database::sqlite(), Database::sqlite());
    let store = source.open().await;
    fill(&store).await;
    store.close().await;
    target.open().await.close().await;
    target
        .spoil(
            "create trigger forged after insert on object when new.kind = 255
             begin update object set bytes = x'00' where id = new.id; end",
        )
        .await;
    let refused = carry(&source.url, &target.url, |_, _, _| {}).await;
    assert!(
        matches!(&refused, Err(CarryError::Different(table)) if table == "object"),
        "{refused:?}"
    );
    assert_eq!(target.number("select count(*) from entry").await, 0);
    let mut connection = target.connect().await;
    let row = sqlx::query("select count(*) from object")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(row.try_get::<i64, _>(0).unwrap(), 0);
    connection.close().await.unwrap();
}
