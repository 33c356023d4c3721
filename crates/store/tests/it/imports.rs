use domain::fact::{Digest, Entry};
use domain::import::{Import, ImportCounts};
use domain::incident::IncidentStage;
use domain::{Fact, ImportId, Timestamp};
use heard_store::StoreError;

use crate::build::{incident, incident_id, incident_imported, member_id};
use crate::database::{read_with, story, write_with};

fn id(number: u8) -> ImportId {
    ImportId::from_bytes([number; 16])
}

fn entry(number: u8, entry: u32, index: u64, fact: Fact) -> Entry {
    Entry {
        index,
        subject: id(number).into(),
        number: entry,
        actor: Some(member_id(1)),
        at: Timestamp::from_microseconds(7),
        fact,
    }
}

fn begun(number: u8, series: &str, index: u64) -> Import {
    let fact = Fact::ImportStarted {
        series: series.to_owned(),
        name: "trial".to_owned(),
        mapping: Digest([3; 32]),
    };
    Import::begin(&entry(number, 1, index, fact)).unwrap()
}

story!(
    what_an_import_brought_changed_and_left_out_is_found,
    |database| {
        let store = database.open().await;
        let mut first = begun(1, "fbi", 4);
        let (earlier, later, elsewhere) =
            (first.clone(), begun(2, "fbi", 90), begun(3, "city", 70));
        let second = begun(2, "fbi", 90);
        let other = begun(3, "city", 70);
        write_with!(store, |writing| {
            for import in [&later, &earlier, &elsewhere] {
                writing.add_import(import).await?;
            }
            let incidents: Vec<_> = (0..150)
                .map(|number| {
                    let fact = incident_imported("fbi", &format!("{number:03}"));
                    incident(number, number, fact)
                })
                .collect();
            writing.add_incidents(&incidents).await?;
            let brought: Vec<_> = (0..150)
                .map(|number| (incident_id(number), [number as u8; 16]))
                .collect();
            writing.add_imported(id(1), &brought).await?;
        })
        .unwrap();
        let again = write_with!(store, |writing| writing
            .add_import(&begun(1, "fbi", 5))
            .await?);
        assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");

        let finished = Fact::ImportFinished {
            files: vec![Digest([9; 32])],
            counts: ImportCounts {
                read: 150,
                added: 150,
                absent: Some(0),
                ..ImportCounts::default()
            },
        };
        first.apply(&entry(1, 2, 89, finished)).unwrap();
        let kept = first.clone();
        write_with!(store, |writing| writing.update_import(&kept).await?).unwrap();

        // The second delivers all but ten as they were, and one otherwise.
        write_with!(store, |writing| {
            let same: Vec<_> = (10..149).map(incident_id).collect();
            writing.mark_delivered(id(2), &same).await?;
            writing
                .set_delivered(id(2), incident_id(149), [255; 16])
                .await?;
            writing
                .add_import_changes(id(2), &[(incident_id(149), [149; 16])])
                .await?;
            let mut gone = incident(9, 9, incident_imported("fbi", "009"));
            gone.stage = IncidentStage::TakenBack;
            writing.update_incident(&gone).await?;
        })
        .unwrap();
        let found = read_with!(store, |reading| (
            reading.imports().await?,
            reading.later_import(id(1)).await?,
            reading.later_import(id(2)).await?,
            reading.count_absent("fbi", id(2)).await?,
            reading.absent("fbi", id(2), "002", 3).await?,
            reading.brought_by(id(1), None, 200).await?.len(),
            reading.changed_by(id(2), 10).await?,
            reading
                .known_rows("fbi", &["149".to_owned(), "500".to_owned()])
                .await?,
        ))
        .unwrap();
        assert_eq!(
            found.0,
            [first, other, second],
            "in the order of their beginning"
        );
        assert_eq!((found.1, found.2), (Some(id(2)), None));
        assert_eq!(
            (found.3, found.5),
            (9, 149),
            "what was taken back is neither"
        );
        assert_eq!(found.4, ["003", "004", "005"]);
        assert_eq!(found.6, [(incident_id(149), [149; 16])]);
        let known = &found.7["149"];
        assert_eq!(
            (
                found.7.len(),
                known.incident,
                known.delivered,
                known.fingerprint
            ),
            (1, incident_id(149), Some(id(2)), Some([255; 16]))
        );

        let done = write_with!(store, |writing| {
            writing
                .mark_import_change(id(2), incident_id(149), true)
                .await?;
            (
                writing.changed_by(id(2), 10).await?.len(),
                writing.undone_so_far(id(1)).await?,
                writing.undone_so_far(id(2)).await?,
            )
        })
        .unwrap();
        assert_eq!(done.0, 0);
        assert_eq!((done.1.taken_back, done.1.kept), (1, 149));
        assert_eq!((done.2.put_back, done.2.kept), (1, 0));

        // Put back, it is known again by what the first delivery told.
        let found = write_with!(store, |writing| {
            writing.set_fingerprint(incident_id(149), [149; 16]).await?;
            let known = writing.known_rows("fbi", &["149".to_owned()]).await?;
            (
                known["149"].fingerprint,
                writing.import(id(1)).await?.map(|import| import.counts),
                writing.import(id(7)).await?,
            )
        })
        .unwrap();
        assert_eq!(found.0, Some([149; 16]));
        assert_eq!(found.1.map(|counts| counts.read), Some(150));
        assert_eq!(found.2, None);
        store.close().await;
    }
);
