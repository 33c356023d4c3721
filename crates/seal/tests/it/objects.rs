use heard_seal::object::HEADER_LENGTH;
use heard_seal::object::padding::padded_length;
use heard_seal::{ObjectHeader, ObjectKind, SealError, SealingKey, open_object, seal_object};
use proptest::prelude::*;

use crate::rng;

const CHUNK: usize = 65_536 + 16;

fn header() -> ObjectHeader {
    ObjectHeader {
        kind: ObjectKind::Narrative,
        organisation: [1; 16],
        subject: [2; 16],
        object: [3; 16],
        version: 1,
        schema_hash: [4; 32],
    }
}

fn key() -> SealingKey {
    SealingKey::from_bytes([9; 32])
}

/// Content without two equal chunks.
fn content(length: usize) -> Vec<u8> {
    (0..length)
        .map(|index| (index.wrapping_mul(2_654_435_761) >> 16) as u8)
        .collect()
}

fn sealed(length: usize) -> Vec<u8> {
    seal_object(&key(), header(), &content(length), &mut rng(1))
}

fn opened(bytes: &[u8]) -> Result<Vec<u8>, SealError> {
    open_object(&key(), &header(), bytes).map(|plain| plain.to_vec())
}

#[test]
fn contents_around_every_boundary_come_back() {
    for length in [
        0, 1, 7, 8, 9, 247, 248, 249, 255, 256, 2_000, 63_000, 65_527, 65_528, 65_529, 65_535,
        65_536, 65_537, 131_064, 131_072, 200_000,
    ] {
        let bytes = sealed(length);
        assert_eq!(opened(&bytes), Ok(content(length)), "{length}");
        let padded = padded_length(length + 8);
        assert_eq!(
            bytes.len(),
            HEADER_LENGTH + padded + 16 * padded.div_ceil(65_536)
        );
    }
}

#[test]
fn lengths_are_hidden_up_to_the_padding() {
    assert_eq!(sealed(0).len(), sealed(248).len());
    assert_eq!(sealed(1_990).len(), sealed(2_000).len());
}

#[test]
fn sealing_twice_gives_different_bytes() {
    let mut rng = rng(1);
    let one = seal_object(&key(), header(), b"same", &mut rng);
    let two = seal_object(&key(), header(), b"same", &mut rng);
    assert_ne!(one[HEADER_LENGTH..], two[HEADER_LENGTH..]);
}

#[test]
fn an_object_opens_only_where_it_belongs() {
    let bytes = sealed(500);
    let elsewhere = [
        ObjectHeader {
            kind: ObjectKind::Identity,
            ..header()
        },
        ObjectHeader {
            organisation: [7; 16],
            ..header()
        },
        ObjectHeader {
            subject: [7; 16],
            ..header()
        },
        ObjectHeader {
            object: [7; 16],
            ..header()
        },
        ObjectHeader {
            version: 2,
            ..header()
        },
        ObjectHeader {
            schema_hash: [7; 32],
            ..header()
        },
    ];
    for expected in elsewhere {
        let result = open_object(&key(), &expected, &bytes).err();
        assert_eq!(result, Some(SealError::WrongHeader));
        // Rewriting the header to say what is expected does not help either.
        let mut rewritten =
            seal_object(&key(), expected, b"", &mut rng(1))[..HEADER_LENGTH - 27].to_vec();
        rewritten.extend_from_slice(&bytes[HEADER_LENGTH - 27..]);
        let result = open_object(&key(), &expected, &rewritten).err();
        assert_eq!(result, Some(SealError::Refused));
    }
    let other_key = SealingKey::from_bytes([8; 32]);
    assert_eq!(
        open_object(&other_key, &header(), &bytes).err(),
        Some(SealError::Refused)
    );
}

#[test]
fn an_earlier_schema_can_be_asked_for_and_is_still_authenticated() {
    let earlier = ObjectHeader {
        version: 7,
        schema_hash: [8; 32],
        ..header()
    };
    let bytes = seal_object(&key(), earlier, b"text", &mut rng(1));
    let expected = header().with_schema_of(&bytes).unwrap();
    assert_eq!(expected, earlier);
    assert_eq!(
        open_object(&key(), &expected, &bytes).unwrap().as_slice(),
        b"text"
    );

    let mut pretended = bytes;
    pretended[54] ^= 1; // the version
    let expected = header().with_schema_of(&pretended).unwrap();
    assert_eq!(
        open_object(&key(), &expected, &pretended).err(),
        Some(SealError::Refused)
    );
}

#[test]
fn streams_cannot_be_cut_joined_or_reordered() {
    let bytes = sealed(190_000);
    let (head, body) = bytes.split_at(HEADER_LENGTH);
    let chunks: Vec<&[u8]> = body.chunks(CHUNK).collect();
    assert_eq!(chunks.len(), 3);
    let joined = |order: &[usize]| {
        let mut stream = head.to_vec();
        for index in order {
            stream.extend_from_slice(chunks[*index]);
        }
        stream
    };
    assert!(opened(&joined(&[0, 1, 2])).is_ok());
    for order in [
        &[1, 0, 2][..],
        &[0, 0, 2],
        &[0, 1],
        &[0, 1, 1],
        &[0, 2],
        &[0, 1, 2, 2],
        &[2],
        &[],
    ] {
        assert_eq!(opened(&joined(order)), Err(SealError::Refused), "{order:?}");
    }
    // A cut stream whose header is made to promise no more than is there.
    for kept in [1_u64, 2] {
        let mut cut = joined(&[0, 1][..usize::try_from(kept).unwrap()]);
        cut[89..97].copy_from_slice(&(kept * 65_536).to_be_bytes());
        assert_eq!(opened(&cut), Err(SealError::Refused));
    }
    for length in (0..bytes.len()).step_by(997).chain([bytes.len() - 1]) {
        assert!(opened(&bytes[..length]).is_err());
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert_eq!(opened(&longer), Err(SealError::Refused));
}

#[test]
fn chunks_cannot_be_exchanged_between_objects() {
    let mut rng = rng(1);
    let one = seal_object(&key(), header(), &content(100), &mut rng);
    let two = seal_object(&key(), header(), &content(101), &mut rng);
    let mixed = [&one[..HEADER_LENGTH], &two[HEADER_LENGTH..]].concat();
    assert_eq!(opened(&mixed), Err(SealError::Refused));
}

#[test]
fn a_promised_length_is_not_believed() {
    for padded in [0, 7, 8, u64::from(u32::MAX), u64::MAX - 1, u64::MAX] {
        let mut bytes = sealed(10);
        bytes[89..97].copy_from_slice(&padded.to_be_bytes());
        assert!(opened(&bytes).is_err());
    }
}

#[test]
fn every_altered_bit_is_noticed() {
    let bytes = sealed(10);
    for index in 0..bytes.len() {
        for bit in 0..8 {
            let mut altered = bytes.clone();
            altered[index] ^= 1 << bit;
            assert!(opened(&altered).is_err(), "byte {index} bit {bit}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_content_comes_back(length in 0_usize..200_000, seed: u8) {
        let plain = content(length);
        let bytes = seal_object(&key(), header(), &plain, &mut rng(seed));
        prop_assert_eq!(opened(&bytes), Ok(plain));
    }

    #[test]
    fn padding_costs_at_most_twelve_per_cent(length in 256_usize..1 << 40) {
        let padded = padded_length(length);
        prop_assert!(padded >= length && (padded - length) * 100 <= length * 12);
    }

    #[test]
    fn an_altered_byte_anywhere_is_noticed(
        length in 0_usize..150_000, place: prop::sample::Index, change in 1_u8..,
    ) {
        let mut bytes = sealed(length);
        let index = place.index(bytes.len());
        bytes[index] ^= change;
        prop_assert!(opened(&bytes).is_err());
    }
}
