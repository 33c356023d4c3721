use domain::OrganisationId;
use domain::coding::CodebookReference;
use heard_store::{CheckpointRow, CodebookRow, OrganisationRow, StoreError};

use crate::build::{at, bytes16};
use crate::database::{read_with, story, write_with};

fn row() -> OrganisationRow {
    OrganisationRow {
        id: OrganisationId::from_bytes(bytes16(1)),
        name: "A small charity — جمعية".to_owned(),
        founded: at(0),
        recovery_public: vec![1; 1216],
        checkpoint_public: [2; 32],
        origin: "example.org/heard".to_owned(),
    }
}

story!(there_is_one_organisation, |database| {
    let store = database.open().await;
    assert_eq!(
        read_with!(store, |reading| reading.organisation().await?).unwrap(),
        None
    );
    write_with!(store, |writing| writing.found(&row()).await?).unwrap();
    let mut second = row();
    second.id = OrganisationId::from_bytes(bytes16(2));
    let refused = write_with!(store, |writing| writing.found(&second).await?);
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    assert_eq!(
        read_with!(store, |reading| reading.organisation().await?).unwrap(),
        Some(row())
    );
    store.close().await;
});

story!(the_newest_team_key_is_given, |database| {
    let store = database.open().await;
    assert_eq!(
        read_with!(store, |reading| reading.team_key().await?).unwrap(),
        None
    );
    write_with!(store, |writing| {
        writing.add_team_key(2, vec![2]).await?;
        writing.add_team_key(1, vec![1]).await?;
    })
    .unwrap();
    assert_eq!(
        read_with!(store, |reading| reading.team_key().await?).unwrap(),
        Some((2, vec![2]))
    );
    assert_eq!(
        read_with!(store, |reading| reading.team_keys().await?).unwrap(),
        [(1, vec![1]), (2, vec![2])]
    );
    let refused = write_with!(store, |writing| writing.add_team_key(2, vec![3]).await?);
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    store.close().await;
});

story!(the_codebook_installed_last_is_in_force, |database| {
    let store = database.open().await;
    assert_eq!(
        read_with!(store, |reading| (
            reading.codebook_in_force().await?,
            reading.newest_codebook().await?
        ))
        .unwrap(),
        (None, None)
    );
    let labels = || {
        vec![
            ("ar".to_owned(), "a = ب".to_owned()),
            ("en".to_owned(), "a = b\n".to_owned()),
        ]
    };
    let long = "#".repeat(1_048_576);
    let source = long.clone();
    write_with!(store, |writing| {
        writing
            .add_codebook("uk", 2, [2; 32], source, labels())
            .await?;
        writing
            .add_codebook("uk", 1, [1; 32], "first".to_owned(), Vec::new())
            .await?;
    })
    .unwrap();
    let all = read_with!(store, |reading| reading.codebooks().await?).unwrap();
    let versions: Vec<u32> = all.iter().map(|row| row.reference.version).collect();
    assert_eq!(versions, [2, 1], "in the order in which they came");
    assert_eq!(all[1].source, "first");
    let (in_force, second, none) = read_with!(store, |reading| (
        reading.codebook_in_force().await?,
        reading.codebook("uk", 2).await?,
        reading.codebook("uk", 3).await?,
    ))
    .unwrap();
    let reference = |version| CodebookReference {
        id: "uk".to_owned(),
        version,
    };
    let newest = read_with!(store, |reading| reading.newest_codebook().await?).unwrap();
    assert_eq!(newest, Some(reference(1)));
    let first = CodebookRow {
        reference: reference(1),
        sha256: [1; 32],
        source: "first".to_owned(),
        labels: Vec::new(),
    };
    assert_eq!(in_force, Some(first));
    let expected = CodebookRow {
        reference: reference(2),
        sha256: [2; 32],
        source: long,
        labels: labels(),
    };
    assert_eq!(second, Some(expected));
    assert_eq!(none, None);
    let again = write_with!(store, |writing| writing
        .add_codebook("uk", 1, [9; 32], String::new(), Vec::new())
        .await?);
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    store.close().await;
});

story!(checkpoints_tiles_and_the_edge_are_kept, |database| {
    let store = database.open().await;
    let before = read_with!(store, |reading| (
        reading.newest_checkpoint().await?,
        reading.tile("tile/0/000").await?,
        reading.tree_edge().await?
    ));
    assert_eq!(before.unwrap(), (None, None, None));
    write_with!(store, |writing| {
        writing
            .add_checkpoint(300, "three".to_owned(), at(3))
            .await?;
        writing.add_checkpoint(20, "two".to_owned(), at(2)).await?;
        for byte in [1, 2] {
            writing.put_tile("tile/0/000", vec![byte]).await?;
            writing.set_tree_edge(u64::from(byte), vec![byte]).await?;
        }
    })
    .unwrap();
    let refused = write_with!(store, |writing| writing
        .add_checkpoint(300, "other".to_owned(), at(4))
        .await?);
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    let (newest, all, tile, edge) = read_with!(store, |reading| (
        reading.newest_checkpoint().await?,
        reading.checkpoints().await?,
        reading.tile("tile/0/000").await?,
        reading.tree_edge().await?,
    ))
    .unwrap();
    assert_eq!(newest, Some((300, "three".to_owned())));
    let checkpoint = |size, note: &str, seconds| CheckpointRow {
        size,
        note: note.to_owned(),
        at: at(seconds),
    };
    assert_eq!(all, [checkpoint(20, "two", 2), checkpoint(300, "three", 3)]);
    assert_eq!((tile, edge), (Some(vec![2]), Some((2, vec![2]))));
    store.close().await;
});
