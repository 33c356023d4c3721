use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn empty() -> Table {
    Table::new(
        Layout::new(Holds::Incidents)
            .facet("place", false, ["home"])
            .facet("strand", true, ["faith"]),
    )
}

#[test]
fn refuses_what_does_not_fit_and_changes_nothing() {
    let mut table = empty();
    let two = Row {
        facets: &[("place", &["home", "bus"])],
        ..Row::default()
    };
    assert_eq!(
        table.put(&two),
        Err(RowError::TooManyValues("place".into()))
    );
    let unknown = Row {
        facets: &[("colour", &["red"])],
        ..Row::default()
    };
    assert_eq!(
        table.put(&unknown),
        Err(RowError::UnknownFacet("colour".into()))
    );
    assert!(table.is_empty());
}

#[test]
fn widens_when_a_dictionary_grows() {
    let mut table = empty();
    for number in 0..70_000_u32 {
        let mut key = [0; 16];
        key[..4].copy_from_slice(&number.to_le_bytes());
        let name = number.to_string();
        table
            .put(&Row {
                key,
                facets: &[("place", &[&name])],
                ..Row::default()
            })
            .unwrap();
    }
    assert_eq!(table.facets[0].codes.get(69_999), 70_001);
    assert_eq!(table.facets[0].codes.get(0), 2);
}

proptest! {
    /// Any run of puts and removals leaves the rows that a plain map would hold.
    #[test]
    fn follows_a_plain_map(steps in prop::collection::vec((0_u8..12, 0_u8..4, prop::bool::ANY), 0..80)) {
        let mut table = empty();
        let mut map = BTreeMap::new();
        for (key, value, put) in steps {
            let key = [key; 16];
            if put {
                let place = ["home", "bus", "street", NOT_STATED][usize::from(value)];
                let row = Row { key, ledger_index: u64::from(value), stage: place, facets: &[("place", &[place])], ..Row::default() };
                table.put(&row).unwrap();
                map.insert(key, value);
            } else {
                prop_assert_eq!(table.remove(&key), map.remove(&key).is_some());
            }
        }
        prop_assert_eq!(table.len(), map.len());
        prop_assert_eq!(table.facets[0].unstated, map.values().filter(|value| **value == 3).count());
        for (key, value) in &map {
            let place = table.place(key).unwrap();
            prop_assert_eq!(table.entry(place), u64::from(*value));
            prop_assert_eq!(table.facets[0].codes.get(place) == 0, *value == 3);
        }
        prop_assert_eq!(table.stage.used.iter().sum::<u32>() as usize, map.len());
    }
}
