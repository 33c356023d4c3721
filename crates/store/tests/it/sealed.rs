use domain::ObjectId;
use heard_store::{ObjectRow, StoreError, WrapRow};

use crate::build::{bytes16, subject};
use crate::database::{read_with, story, write_with};

fn object(number: u64, of: u64, bytes: Vec<u8>) -> ObjectRow {
    ObjectRow {
        id: ObjectId::from_bytes(bytes16(number)),
        subject: subject(of),
        kind: 200,
        bytes,
    }
}

story!(objects_are_kept_byte_for_byte, |database| {
    let store = database.open().await;
    let large: Vec<u8> = (0..1_048_576_u32)
        .map(|place| place.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    let objects = [
        object(1, 1, large),
        object(2, 1, Vec::new()),
        object(3, 2, vec![0, 255, 0]),
    ];
    let given = objects.clone();
    write_with!(store, |writing| {
        for object in given {
            writing.add_object(object).await?;
        }
    })
    .unwrap();
    let [first, second, third] = objects;
    let (one, none, mut of) = read_with!(store, |reading| (
        reading.object(ObjectId::from_bytes(bytes16(3))).await?,
        reading.object(ObjectId::from_bytes(bytes16(4))).await?,
        reading.objects_of(subject(1)).await?,
    ))
    .unwrap();
    assert_eq!((one, none), (Some(third.clone()), None));
    of.sort_by_key(|object| std::cmp::Reverse(object.bytes.len()));
    assert_eq!(of, [first, second]);
    let refused = write_with!(store, |writing| writing.add_object(third).await?);
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    store.close().await;
});

fn wrap(about: u64, recipient: u8, epoch: u32, byte: u8) -> WrapRow {
    WrapRow {
        subject: subject(about),
        recipient: [recipient; 16],
        epoch,
        bytes: vec![byte],
    }
}

story!(many_objects_at_once_are_kept_each_as_it_is, |database| {
    let store = database.open().await;
    // 64 + 16 + 4 + 1 + 1: every size of statement.
    let mut many: Vec<_> = (0..86_u8)
        .map(|number| object(u64::from(number), 1, vec![number; usize::from(number)]))
        .collect();
    many.sort_by_key(|object| *object.id.as_bytes());
    let given = many.clone();
    write_with!(store, |writing| writing.add_objects(&given).await?).unwrap();
    let kept = read_with!(store, |reading| reading.objects_of(subject(1)).await?).unwrap();
    assert_eq!(kept, many);
    let again = [object(900, 1, vec![1]), many[85].clone()];
    let refused = write_with!(store, |writing| writing.add_objects(&again).await?);
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    let kept = read_with!(store, |reading| reading.objects_of(subject(1)).await?).unwrap();
    assert_eq!(kept.len(), 86, "nothing of what was refused is kept");
    store.close().await;
});

story!(
    wraps_for_an_older_key_are_found_in_turn_and_removed,
    |database| {
        let store = database.open().await;
        write_with!(store, |writing| {
            writing
                .add_wraps(&[
                    wrap(1, 2, 1, 1),
                    wrap(1, 3, 0, 2),
                    wrap(2, 2, 2, 3),
                    wrap(3, 2, 1, 4),
                    wrap(4, 2, 3, 5),
                ])
                .await?;
        })
        .unwrap();
        let mut expected = [wrap(1, 2, 1, 1), wrap(2, 2, 2, 3), wrap(3, 2, 1, 4)];
        expected.sort_by_key(|wrap| *wrap.subject.as_bytes());
        let second = expected[1].subject;
        let (first, rest, all, old) = read_with!(store, |reading| (
            reading.wraps_before([2; 16], 3, None, 2).await?,
            reading.wraps_before([2; 16], 3, Some(second), 2).await?,
            reading.count_wraps([2; 16], u32::MAX).await?,
            reading.count_wraps([2; 16], 3).await?,
        ))
        .unwrap();
        assert_eq!(first, expected[..2]);
        assert_eq!(rest, expected[2..]);
        assert_eq!((all, old), (4, 3));
        let removed = write_with!(store, |writing| (
            writing.remove_wrap(&wrap(3, 2, 1, 4)).await?,
            writing.remove_wrap(&wrap(3, 2, 1, 4)).await?,
            writing.remove_wrap(&wrap(4, 2, 1, 5)).await?,
        ))
        .unwrap();
        assert_eq!(removed, (true, false, false));
        let left = read_with!(store, |reading| (
            reading.count_wraps([2; 16], 3).await?,
            reading.wraps_of(subject(4)).await?,
        ))
        .unwrap();
        assert_eq!(left, (2, vec![wrap(4, 2, 3, 5)]));
        store.close().await;
    }
);

story!(wraps_are_found_by_recipient_and_epoch, |database| {
    let store = database.open().await;
    write_with!(store, |writing| {
        writing
            .add_wraps(&[
                wrap(1, 2, 1, 1),
                wrap(1, 2, 2, 2),
                wrap(1, 1, 1, 3),
                wrap(2, 2, 1, 4),
            ])
            .await?;
    })
    .unwrap();
    let refused = write_with!(store, |writing| writing
        .add_wraps(&[wrap(3, 1, 1, 1), wrap(1, 2, 1, 9)])
        .await?);
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    let (wrap, none, of) = read_with!(store, |reading| (
        reading.wrap(subject(1), [2; 16], 2).await?,
        reading.wrap(subject(1), [2; 16], 3).await?,
        reading.wraps_of(subject(1)).await?,
    ))
    .unwrap();
    assert_eq!((wrap, none), (Some(vec![2]), None));
    let expected =
        [([1; 16], 1, 3), ([2; 16], 1, 1), ([2; 16], 2, 2)].map(|(recipient, epoch, byte)| {
            WrapRow {
                subject: subject(1),
                recipient,
                epoch,
                bytes: vec![byte],
            }
        });
    assert_eq!(of, expected);
    store.close().await;
});
