//! The suite covers the store: every public operation has a story, on both engines.

use std::collections::BTreeSet;
use std::path::Path;

use heard_store::{NewEntry, SessionRow, StoreError};

use crate::build::{
    append, at, bytes16, bytes32, leaf, member, member_id, report_received, subject,
};
use crate::database::{read_with, story, write_with};

/// The text of every Rust file in a folder of this crate and in those inside it, with the file's name.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

/// The names of the operations that a source offers to other crates.
fn operations(source: &str) -> Vec<&str> {
    let ours = source.split("#[cfg(test)]").next().unwrap_or_default();
    ours.split("pub async fn ")
        .skip(1)
        .filter_map(|rest| rest.split(['(', '<']).next())
        .collect()
}

#[test]
fn every_operation_has_a_story() {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stories: String = sources(&crate_folder.join("tests/it"))
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    let sources = sources(&crate_folder.join("src"));
    let offered: BTreeSet<&str> = sources
        .iter()
        .flat_map(|(_, text)| operations(text))
        .collect();
    assert!(offered.len() > 70, "only {} were found", offered.len());
    let left_out: Vec<&str> = offered
        .into_iter()
        .filter(|name| {
            let called = [
                format!(".{name}("),
                format!("::{name}("),
                format!(" {name}("),
            ];
            !called.iter().any(|call| stories.contains(call.as_str()))
        })
        .collect();
    assert!(left_out.is_empty(), "no story calls {left_out:?}");
}

#[test]
fn an_operation_without_a_story_would_be_seen() {
    let source = "pub async fn known(&self) {} pub(crate) async fn inner() {}
        pub async fn wide<T>(&self) {} #[cfg(test)] pub async fn only_here() {}";
    assert_eq!(operations(source), ["known", "wide"]);
}

#[test]
fn every_file_of_stories_is_part_of_the_suite() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let suite = std::fs::read_to_string(folder.join("main.rs")).unwrap();
    for (name, _) in sources(&folder) {
        let module = name.trim_end_matches(".rs");
        assert!(
            module == "main" || suite.contains(&format!("mod {module};")),
            "{name} is never run"
        );
    }
}

story!(many_facts_are_appended_in_one_order, |database| {
    let store = database.open().await;
    write_with!(store, |writing| {
        append(writing, subject(0), 1, &report_received()).await?;
        let fact = report_received();
        let news: Vec<NewEntry<'_>> = (1..150)
            .map(|number| NewEntry {
                subject: subject(number),
                number: 1,
                actor: None,
                at: at(0),
                fact: &fact,
                salt: [7; 32],
            })
            .collect();
        let entries = writing
            .append_all(&news, |_, index, text| leaf(index, text))
            .await?;
        assert!(
            entries
                .iter()
                .zip(1..)
                .all(|(entry, index)| entry.index == index)
        );
        append(writing, subject(150), 1, &fact).await?;
    })
    .unwrap();
    let (size, count) = read_with!(store, |reading| (
        reading.ledger_size().await?,
        reading.entry_count().await?
    ))
    .unwrap();
    assert_eq!((size, count), (151, 151));

    // One of many is in conflict: none of them is kept.
    let refused = write_with!(store, |writing| {
        let fact = report_received();
        let news = [200, 0, 201].map(|number| NewEntry {
            subject: subject(number),
            number: 1,
            actor: None,
            at: at(0),
            fact: &fact,
            salt: [7; 32],
        });
        writing
            .append_all(&news, |_, index, text| leaf(index, text))
            .await?;
    });
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    let count = read_with!(store, |reading| reading.entry_count().await?).unwrap();
    assert_eq!(count, 151);
    store.close().await;
});

story!(an_entry_put_in_past_the_end_is_seen, |database| {
    let store = database.open().await;
    write_with!(store, |writing| append(
        writing,
        subject(0),
        1,
        &report_received()
    )
    .await?)
    .unwrap();
    database
        .spoil("update entry set idx = 7 where idx = 0")
        .await;
    let (size, count) = read_with!(store, |reading| (
        reading.ledger_size().await?,
        reading.entry_count().await?
    ))
    .unwrap();
    assert_eq!((size, count), (8, 1));
    store.close().await;
});

story!(tiles_are_listed_and_dropped, |database| {
    let store = database.open().await;
    write_with!(store, |writing| {
        for path in ["tile/1/000", "tile/0/x001/067", "tile/0/000"] {
            writing.put_tile(path, vec![1]).await?;
        }
        writing.drop_tile("tile/1/000").await?;
    })
    .unwrap();
    let paths = read_with!(store, |reading| reading.tile_paths().await?).unwrap();
    assert_eq!(paths, ["tile/0/000", "tile/0/x001/067"]);
    let missing = write_with!(store, |writing| writing.drop_tile("tile/1/000").await?);
    assert!(matches!(missing, Err(StoreError::Missing)), "{missing:?}");
    store.close().await;
});

story!(every_session_is_listed_oldest_first, |database| {
    let store = database.open().await;
    write_with!(store, |writing| {
        for number in 1..=2 {
            writing
                .add_member(&member(number, &format!("Person {number}")))
                .await?;
        }
        for number in [3_u64, 1, 2] {
            writing
                .add_session(&SessionRow {
                    token_hash: bytes32(number),
                    id: bytes16(number),
                    member: member_id(1 + number % 2),
                    opened: at(number.cast_signed()),
                    seen: at(number.cast_signed()),
                    expires: at(100),
                    door: "desk".to_owned(),
                })
                .await?;
        }
    })
    .unwrap();
    let opened: Vec<_> = read_with!(store, |reading| reading.sessions().await?)
        .unwrap()
        .iter()
        .map(|session| session.opened)
        .collect();
    assert_eq!(opened, [at(1), at(2), at(3)]);
    store.close().await;
});

story!(the_key_of_a_session_goes_with_it, |database| {
    let store = database.open().await;
    write_with!(store, |writing| {
        writing.add_member(&member(1, "Person")).await?;
        for number in 1..=4 {
            writing
                .add_session(&SessionRow {
                    token_hash: bytes32(number),
                    id: bytes16(number),
                    member: member_id(1),
                    opened: at(0),
                    seen: at(0),
                    expires: at(number.cast_signed()),
                    door: "desk".to_owned(),
                })
                .await?;
            writing
                .add_session_key(bytes32(number), 7, vec![1, 2, 3])
                .await?;
        }
    })
    .unwrap();
    let again = write_with!(store, |writing| writing
        .add_session_key(bytes32(1), 8, vec![])
        .await?);
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    let kept = read_with!(store, |reading| reading.session_key(bytes32(1)).await?).unwrap();
    assert_eq!(kept, Some((7, vec![1, 2, 3])));
    let (replaced, nobodys) = write_with!(store, |writing| (
        writing.replace_session_key(bytes32(1), 8, vec![4]).await?,
        writing.replace_session_key(bytes32(9), 8, vec![4]).await?,
    ))
    .unwrap();
    assert_eq!((replaced, nobodys), (true, false));
    let kept = read_with!(store, |reading| reading.session_key(bytes32(1)).await?).unwrap();
    assert_eq!(kept, Some((8, vec![4])));
    // Closed, expired, and all of a member's.
    write_with!(store, |writing| {
        writing.close_session(bytes16(1)).await?;
        writing.drop_expired_sessions(at(2)).await?;
    })
    .unwrap();
    assert_eq!(database.number("select count(*) from session_key").await, 2);
    write_with!(store, |writing| writing
        .close_all_sessions(member_id(1))
        .await?)
    .unwrap();
    assert_eq!(database.number("select count(*) from session_key").await, 0);
    let nobodys = write_with!(store, |writing| writing
        .add_session_key(bytes32(9), 7, vec![])
        .await?);
    assert!(matches!(nobodys, Err(StoreError::Engine(_))), "{nobodys:?}");
    store.close().await;
});
