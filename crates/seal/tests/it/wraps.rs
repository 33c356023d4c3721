use heard_seal::wrap::WRAPPED_LENGTH;
use heard_seal::{
    KeyPair, SealError, SealingKey, SecretSeed, WrapContext, unwrap_for_token, unwrap_key,
    unwrap_key_under, unwrap_secret, wrap_for_token, wrap_key, wrap_key_under, wrap_secret,
};

use crate::rng;

const CONTEXT: WrapContext = WrapContext {
    organisation: [1; 16],
    subject: [2; 16],
    recipient: [3; 16],
    epoch: 4,
};

fn elsewhere() -> [WrapContext; 5] {
    [
        WrapContext {
            organisation: [9; 16],
            ..CONTEXT
        },
        WrapContext {
            subject: [9; 16],
            ..CONTEXT
        },
        WrapContext {
            recipient: [9; 16],
            ..CONTEXT
        },
        WrapContext {
            epoch: 5,
            ..CONTEXT
        },
        // The same bytes with the fields exchanged.
        WrapContext {
            organisation: [2; 16],
            subject: [1; 16],
            ..CONTEXT
        },
    ]
}

fn pair(seed: u8) -> KeyPair {
    KeyPair::from_seed(SecretSeed::from_bytes([seed; 32]))
}

#[test]
fn a_report_key_opens_for_its_reader_and_context_only() {
    let key = SealingKey::from_random(&mut rng(1));
    let bytes = wrap_key(&key, pair(1).public(), &CONTEXT, &mut rng(2));
    assert_eq!(bytes.len(), WRAPPED_LENGTH);
    let unwrapped = unwrap_key(&bytes, &pair(1), &CONTEXT).unwrap();
    assert_eq!(unwrapped.expose(), key.expose());

    assert_eq!(
        unwrap_key(&bytes, &pair(2), &CONTEXT).err(),
        Some(SealError::Refused)
    );
    for context in elsewhere() {
        assert_eq!(
            unwrap_key(&bytes, &pair(1), &context).err(),
            Some(SealError::Refused)
        );
    }
}

#[test]
fn a_report_key_is_not_a_seed_nor_the_other_way_round() {
    let key = SealingKey::from_bytes([5; 32]);
    let seed = SecretSeed::from_bytes([6; 32]);
    let wrapped_key = wrap_key(&key, pair(1).public(), &CONTEXT, &mut rng(1));
    let wrapped_seed = wrap_secret(&seed, pair(1).public(), &CONTEXT, &mut rng(1));
    assert_eq!(
        unwrap_secret(&wrapped_seed, &pair(1), &CONTEXT)
            .unwrap()
            .expose(),
        seed.expose()
    );
    assert!(unwrap_secret(&wrapped_key, &pair(1), &CONTEXT).is_err());
    assert!(unwrap_key(&wrapped_seed, &pair(1), &CONTEXT).is_err());
}

#[test]
fn altered_cut_and_extended_wraps_are_refused() {
    let key = SealingKey::from_bytes([5; 32]);
    let bytes = wrap_key(&key, pair(1).public(), &CONTEXT, &mut rng(1));
    for index in (0..bytes.len()).step_by(31).chain([bytes.len() - 1]) {
        let mut altered = bytes.clone();
        altered[index] ^= 0x10;
        assert!(unwrap_key(&altered, &pair(1), &CONTEXT).is_err(), "{index}");
        assert!(unwrap_key(&bytes[..index], &pair(1), &CONTEXT).is_err());
    }
    let mut unknown = bytes.clone();
    unknown[0] = 200;
    assert_eq!(
        unwrap_key(&unknown, &pair(1), &CONTEXT).err(),
        Some(SealError::UnknownSuite)
    );
    let longer = [bytes.as_slice(), &[0]].concat();
    assert_eq!(
        unwrap_key(&longer, &pair(1), &CONTEXT).err(),
        Some(SealError::Malformed)
    );
}

#[test]
fn a_batch_opens_its_own_keys_only() {
    let batch = SealingKey::from_bytes([1; 32]);
    let key = SealingKey::from_bytes([2; 32]);
    let bytes = wrap_key_under(&batch, &key, &CONTEXT, &mut rng(1));
    assert_eq!(
        unwrap_key_under(&batch, &bytes, &CONTEXT).unwrap().expose(),
        key.expose()
    );
    let other = SealingKey::from_bytes([3; 32]);
    assert!(unwrap_key_under(&other, &bytes, &CONTEXT).is_err());
    for context in elsewhere() {
        assert!(unwrap_key_under(&batch, &bytes, &context).is_err());
    }
    for index in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[index] ^= 1;
        assert!(unwrap_key_under(&batch, &altered, &CONTEXT).is_err());
        assert!(unwrap_key_under(&batch, &bytes[..index], &CONTEXT).is_err());
    }
}

#[test]
fn an_invitation_opens_with_its_token_and_for_its_purpose_only() {
    let token = [7; 32];
    let seed = SecretSeed::from_bytes([2; 32]);
    let bytes = wrap_for_token(&token, &seed, b"invitation 1", &mut rng(1));
    assert_eq!(
        unwrap_for_token(&token, &bytes, b"invitation 1")
            .unwrap()
            .expose(),
        seed.expose()
    );
    assert!(unwrap_for_token(&[8; 32], &bytes, b"invitation 1").is_err());
    assert!(unwrap_for_token(&token, &bytes, b"invitation 2").is_err());
    // Nor can it be taken for a key under a batch with the same 32 bytes.
    assert!(unwrap_key_under(&SealingKey::from_bytes(token), &bytes, &CONTEXT).is_err());
    for index in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[index] ^= 1;
        assert!(unwrap_for_token(&token, &altered, b"invitation 1").is_err());
    }
}

#[test]
fn the_same_seed_and_randomness_give_the_same_bytes() {
    let key = SealingKey::from_bytes([5; 32]);
    let wrap = || wrap_key(&key, pair(1).public(), &CONTEXT, &mut rng(1));
    assert_eq!(wrap(), wrap());
}
