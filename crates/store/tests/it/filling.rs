//! An empty database is filled with the rows of another one, whole or not at all.

use std::collections::BTreeMap;

use heard_store::{Filling, Store, StoreError, Value, newest_schema, tables};

use crate::build::{append, member, member_id, receipt, report, report_received};
use crate::database::{Database, read_with, write_with};

type Rows = BTreeMap<String, Vec<Vec<Value>>>;

async fn fill(store: &Store) {
    write_with!(store, |writing| {
        writing.add_member(&member(1, "Zoë")).await?;
        writing
            .add_slot(member_id(1), "passphrase", vec![0; 300])
            .await?;
        for number in 0..300 {
            let kept = report(number);
            append(writing, kept.id.into(), 1, &report_received()).await?;
            writing.add_reports(&[(kept, receipt(number))]).await?;
        }
    })
    .unwrap();
}

async fn rows_of(store: &Store) -> Rows {
    let tables = tables(newest_schema()).await.unwrap();
    read_with!(store, |reading| {
        let mut all = Rows::new();
        for table in &tables {
            let mut rows = Vec::new();
            reading
                .send_rows(table, &mut |row| {
                    rows.push(row);
                    Ok::<_, StoreError>(())
                })
                .await?;
            all.insert(table.name.clone(), rows);
        }
        all
    })
    .unwrap()
}

async fn some_rows() -> Rows {
    let source = Database::sqlite();
    let store = source.open().await;
    fill(&store).await;
    let rows = rows_of(&store).await;
    store.close().await;
    assert_eq!((rows["entry"].len(), rows["report"].len()), (300, 300));
    rows
}

async fn add_all(filling: &mut Filling, rows: &Rows) {
    for table in filling.tables().to_vec() {
        let rows = rows[&table.name].clone();
        filling.writing().add_rows(&table, rows).await.unwrap();
    }
}

crate::database::story!(a_database_is_filled_whole_or_not_at_all, |database| {
    let rows = some_rows().await;
    let mut filling = Filling::begin(&database.url, newest_schema())
        .await
        .unwrap();
    add_all(&mut filling, &rows).await;
    // Nobody else comes in meanwhile.
    let refused = Store::open(&database.url).await.map(|_| ());
    assert!(
        matches!(refused, Err(StoreError::BeingMoved)),
        "{refused:?}"
    );
    filling.leave().await;
    let store = database.open().await;
    assert!(rows_of(&store).await.values().all(Vec::is_empty));
    // Whoever has it open keeps others from filling it.
    let refused = Filling::begin(&database.url, newest_schema())
        .await
        .map(|_| ());
    assert!(matches!(refused, Err(StoreError::InUse)), "{refused:?}");
    store.close().await;

    let mut filling = Filling::begin(&database.url, newest_schema())
        .await
        .unwrap();
    add_all(&mut filling, &rows).await;
    filling.bring_up().await.unwrap();
    filling.keep().await.unwrap();
    let store = database.open().await;
    assert_eq!(rows_of(&store).await, rows);
    store.close().await;

    let refused = Filling::begin(&database.url, newest_schema())
        .await
        .map(|_| ());
    assert!(
        matches!(&refused, Err(StoreError::NotEmpty { table }) if table == "entry"),
        "{refused:?}"
    );
});

crate::database::story!(rows_that_do_not_fit_are_refused, |database| {
    let rows = some_rows().await;
    let mut filling = Filling::begin(&database.url, newest_schema())
        .await
        .unwrap();
    let find = |filling: &Filling, name: &str| {
        let mut tables = filling.tables().iter();
        tables.find(|table| table.name == name).unwrap().clone()
    };
    let member = find(&filling, "member");
    let refused = filling
        .writing()
        .add_rows(&member, vec![vec![Value::Integer(Some(1))]])
        .await;
    assert!(
        matches!(refused, Err(StoreError::Unreadable(_))),
        "{refused:?}"
    );
    // A slot of a member who is not there.
    let slot = find(&filling, "slot");
    let refused = filling
        .writing()
        .add_rows(&slot, rows["slot"].clone())
        .await;
    match refused {
        Err(StoreError::Engine(error)) => assert!(error.names_a_wrong_row(), "{error}"),
        other => panic!("{other:?}"),
    }
    filling.leave().await;
});

crate::database::story!(what_an_earlier_version_kept_is_brought_up, |database| {
    let known = newest_schema();
    let refused = Filling::begin(&database.url, known + 1).await.map(|_| ());
    assert!(
        matches!(refused, Err(StoreError::NewerSchema { .. })),
        "{refused:?}"
    );
    let mut rows = some_rows().await;
    let earlier = tables(5).await.unwrap();
    assert!(earlier.iter().all(|table| table.name != "import"));
    rows.retain(|name, _| earlier.iter().any(|table| table.name == *name));
    let mut filling = Filling::begin(&database.url, 5).await.unwrap();
    assert_eq!(filling.tables(), earlier);
    add_all(&mut filling, &rows).await;
    filling.keep().await.unwrap();
    let store = database.open().await;
    let mut kept = rows_of(&store).await;
    assert_eq!(kept["import"], [[Value::Integer(None); 0]; 0]);
    kept.retain(|name, _| rows.contains_key(name));
    assert_eq!(kept, rows);
    store.close().await;
});

crate::database::story!(
    an_earlier_version_needs_a_place_without_tables,
    |database| {
        database.open().await.close().await;
        let refused = Filling::begin(&database.url, 5).await.map(|_| ());
        assert!(
            matches!(refused, Err(StoreError::TablesAreNewer)),
            "{refused:?}"
        );
        let filling = Filling::begin(&database.url, newest_schema())
            .await
            .unwrap();
        filling.leave().await;
    }
);
