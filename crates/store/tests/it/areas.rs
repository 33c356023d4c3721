//! Sets of areas: kept, looked up by box, by name, by code and by postcode; dropped while unfinished.

use heard_store::{AreaRow, StoreError};
use jiff::civil::date;

use crate::build::at;
use crate::database::{read_with, story, write_with};

fn row(set: u32, code: &str, name: &str, bounds: Option<[i32; 4]>) -> AreaRow {
    AreaRow {
        set,
        level: "ward".to_owned(),
        code: code.to_owned(),
        name: name.to_owned(),
        name_key: name.to_lowercase(),
        within: Some("E08000018".to_owned()),
        bounds,
        shape: bounds.map(|_| vec![0, 1, 255]),
    }
}

story!(areas_are_found_again, |database| {
    let store = database.open().await;
    let set = write_with!(store, |writing| {
        let days = (date(2013, 12, 31), Some(date(2021, 5, 5)));
        let set = writing
            .begin_area_set("Wards", "boundaries", days, [1; 32], at(1))
            .await?;
        writing
            .add_area(&row(
                set,
                "E1",
                "Wath",
                Some([-1_400_000, 53_400_000, -1_300_000, 53_500_000]),
            ))
            .await?;
        writing
            .add_area(&row(set, "E2", "Wathwood é", None))
            .await?;
        let twice = writing.add_area(&row(set, "E2", "Other", None)).await;
        assert!(matches!(twice, Err(StoreError::Conflict)));
        for bytes in [vec![1], vec![2, 0]] {
            writing.put_postcode_block(set, "S60", bytes).await?;
        }
        writing.finish_area_set(set, 2, at(3)).await?;
        let again = writing.finish_area_set(set, 2, at(4)).await;
        assert!(matches!(again, Err(StoreError::Missing)));
        let unknown = writing.drop_area_set(99).await;
        assert!(matches!(unknown, Err(StoreError::Missing)));
        set
    })
    .unwrap();
    read_with!(store, |reading| {
        let sets = reading.area_sets().await?;
        assert_eq!((sets.len(), sets[0].ready, sets[0].pieces), (1, true, 2));
        assert_eq!(sets[0].valid_to, Some(date(2021, 5, 5)));
        assert_eq!(sets[0].imported, at(3));
        for (longitude, latitude, count) in [
            (-1_350_000, 53_450_000, 1),
            (-1_400_000, 53_400_000, 1),
            (-1_400_001, 53_450_000, 0),
            (i32::MAX, i32::MIN, 0),
        ] {
            assert_eq!(
                reading.areas_around(longitude, latitude).await?.len(),
                count
            );
        }
        let named = reading.areas_named("wath", 10).await?;
        let codes: Vec<&str> = named.iter().map(|area| area.code.as_str()).collect();
        assert_eq!(codes, ["E1", "E2"]);
        assert_eq!(
            named[0],
            row(
                set,
                "E1",
                "Wath",
                Some([-1_400_000, 53_400_000, -1_300_000, 53_500_000])
            )
        );
        assert_eq!(reading.areas_named("wathw", 10).await?.len(), 1);
        assert!(reading.areas_named("%", 10).await?.is_empty());
        assert_eq!(reading.areas_of_code("E2").await?.len(), 1);
        let without_shape = |area: &AreaRow| AreaRow {
            shape: None,
            ..area.clone()
        };
        let bearing = reading.areas_bearing("wath", 10).await?;
        assert_eq!(bearing, [without_shape(&named[0])]);
        assert!(reading.areas_bearing("wat", 10).await?.is_empty());
        let outlined = reading.outlined_areas_after(None, 10).await?;
        assert_eq!(outlined, bearing, "E2 has no outline");
        let after = reading
            .outlined_areas_after(Some((set, "ward", "E1")), 10)
            .await?;
        assert!(after.is_empty());
        assert_eq!(
            reading.area_shape(set, "ward", "E1").await?,
            Some(vec![0, 1, 255])
        );
        for (level, code) in [("ward", "E2"), ("ward", "E9"), ("district", "E1")] {
            assert_eq!(reading.area_shape(set, level, code).await?, None);
        }
        assert_eq!(reading.postcode_block(set, "S60").await?, Some(vec![2, 0]));
        assert_eq!(reading.postcode_block(set, "S6").await?, None);
    })
    .unwrap();
});

story!(an_unfinished_set_is_dropped_whole, |database| {
    let store = database.open().await;
    let (first, second) = write_with!(store, |writing| {
        let days = (date(2020, 1, 1), None);
        let first = writing
            .begin_area_set("A", "names", days, [1; 32], at(1))
            .await?;
        writing.add_area(&row(first, "E1", "Wath", None)).await?;
        writing.put_postcode_block(first, "S60", vec![1]).await?;
        let second = writing
            .begin_area_set("B", "names", days, [2; 32], at(2))
            .await?;
        writing.add_area(&row(second, "E1", "Wath", None)).await?;
        writing.drop_area_set(first).await?;
        (first, second)
    })
    .unwrap();
    read_with!(store, |reading| {
        let sets = reading.area_sets().await?;
        assert_eq!(sets.iter().map(|set| set.id).collect::<Vec<_>>(), [second]);
        assert_eq!(reading.areas_of_code("E1").await?.len(), 1);
        assert_eq!(reading.postcode_block(first, "S60").await?, None);
    })
    .unwrap();
});

story!(
    areas_are_read_in_pages_in_the_order_of_their_keys,
    |database| {
        let store = database.open().await;
        write_with!(store, |writing| {
            let days = (date(2020, 1, 1), None);
            for source in [1, 2] {
                let set = writing
                    .begin_area_set("A", "names", days, [source; 32], at(1))
                    .await?;
                for code in ["a", "Z", "é", "E1"] {
                    writing.add_area(&row(set, code, "Wath", None)).await?;
                    writing.put_postcode_block(set, code, vec![1]).await?;
                }
            }
        })
        .unwrap();
        read_with!(store, |reading| {
            let mut seen: Vec<(u32, String)> = Vec::new();
            while let Some(area) = {
                let after = seen.last().map(|(set, code)| (*set, "ward", code.as_str()));
                reading.areas_after(after, 1).await?.pop()
            } {
                seen.push((area.set, area.code));
            }
            let expected =
                [1, 2].map(|set| ["E1", "Z", "a", "é"].map(|code| (set, code.to_owned())));
            assert_eq!(seen, expected.concat());
            let blocks = reading.postcode_blocks_after(None, 100).await?;
            let blocks: Vec<_> = blocks
                .into_iter()
                .map(|row| (row.set, row.outward))
                .collect();
            assert_eq!(blocks, seen);
            let rest = reading.postcode_blocks_after(Some((2, "Z")), 100).await?;
            assert_eq!(rest.len(), 2);
        })
        .unwrap();
    }
);
