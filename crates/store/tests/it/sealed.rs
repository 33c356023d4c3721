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

story!(wraps_are_found_by_recipient_and_epoch, |database| {
    let store = database.open().await;
    write_with!(store, |writing| {
        writing.add_wrap(subject(1), [2; 16], 1, vec![1]).await?;
        writing.add_wrap(subject(1), [2; 16], 2, vec![2]).await?;
        writing.add_wrap(subject(1), [1; 16], 1, vec![3]).await?;
        writing.add_wrap(subject(2), [2; 16], 1, vec![4]).await?;
    })
    .unwrap();
    let refused = write_with!(store, |writing| writing
        .add_wrap(subject(1), [2; 16], 1, vec![9])
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
