//! Nothing that comes from outside makes a parser panic, and nothing made up is accepted.

use heard_seal::{
    FormToken, KeyPair, ObjectHeader, ObjectKind, PassphraseSlot, PublicKey, Receipt, RecoveryKit,
    SealingKey, SecretSeed, WrapContext, open_object, unwrap_for_token, unwrap_key,
    unwrap_key_under,
};
use proptest::prelude::*;

const CONTEXT: WrapContext = WrapContext {
    organisation: [1; 16],
    subject: [2; 16],
    recipient: [3; 16],
    epoch: 4,
};

/// Arbitrary bytes, half of them after a beginning that a parser takes seriously.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let beginnings = prop_oneof![
        Just(Vec::new()),
        Just(b"VCS1\x01\x02".to_vec()),
        Just(b"VCSK\x01\0\0\0\x08\0\0\0\x01\x01".to_vec()),
        Just(vec![1]),
        Just(vec![2]),
        Just(vec![3]),
    ];
    (beginnings, prop::collection::vec(any::<u8>(), 0..2_500)).prop_map(|(mut start, rest)| {
        start.extend(rest);
        start
    })
}

proptest! {
    #[test]
    fn arbitrary_bytes_open_nothing(bytes in bytes()) {
        let header = ObjectHeader {
            kind: ObjectKind::Narrative,
            organisation: [1; 16],
            subject: [2; 16],
            object: [3; 16],
            version: 1,
            schema_hash: [4; 32],
        };
        let key = SealingKey::from_bytes([9; 32]);
        prop_assert!(open_object(&key, &header, &bytes).is_err());
        if let Ok(found) = ObjectHeader::read(&bytes) {
            prop_assert!(open_object(&key, &found, &bytes).is_err());
        }
        let pair = KeyPair::from_seed(SecretSeed::from_bytes([1; 32]));
        prop_assert!(unwrap_key(&bytes, &pair, &CONTEXT).is_err());
        prop_assert!(unwrap_key_under(&key, &bytes, &CONTEXT).is_err());
        prop_assert!(unwrap_for_token(&[1; 32], &bytes, b"").is_err());
        prop_assert!(PassphraseSlot::open(&bytes, "passphrase").is_err());
        if bytes.len() != 1216 {
            prop_assert!(PublicKey::from_bytes(&bytes).is_err());
        }
    }

    #[test]
    fn arbitrary_text_is_no_token_kit_or_receipt(text in "\\PC{0,200}") {
        prop_assert!(FormToken::check(&[1; 32], &text).is_err());
        prop_assert!(RecoveryKit::parse(&text).is_err());
        prop_assert!(Receipt::parse(&text).is_err());
    }

    #[test]
    fn every_receipt_reads_back_in_both_forms(seed: [u8; 32]) {
        let receipt = Receipt::from_seed(&seed);
        let from_words = Receipt::from_words(&receipt.words()).map(|read| read.words());
        prop_assert_eq!(from_words, Ok(receipt.words()));
        let from_digits = Receipt::from_digits(&receipt.digits()).map(|read| read.words());
        prop_assert_eq!(from_digits, Ok(receipt.words()));
    }

    #[test]
    fn every_kit_reads_back(seed: [u8; 32]) {
        let text = RecoveryKit::new(SecretSeed::from_bytes(seed)).text();
        let read = RecoveryKit::parse(&text).map(|kit| *kit.seed().expose());
        prop_assert_eq!(read, Ok(seed));
    }
}
