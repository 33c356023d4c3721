//! The files in `vectors/`: what this implementation makes from fixed input. They are compared here byte by byte, and
//! read by a second implementation (`second.rs`). After a change of format: `HEARD_WRITE_VECTORS=1 cargo test -p
//! heard-seal vectors`, and a new suite or version number, because what is kept must stay readable.

use std::fs;
use std::path::{Path, PathBuf};

use heard_seal::object::padding::padded_length;
use heard_seal::parcel::{Parcel, Recipients, report_id_of};
use heard_seal::shares::{self, RecoveryShare, join};
use heard_seal::wrap::{RECOVERY, TEAM};
use heard_seal::{
    ArgonCost, FormToken, KeyPair, MemberSecret, ObjectHeader, ObjectKind, PaperSlot,
    PassphraseSlot, Receipt, RecoveryKit, SealingKey, SecretSeed, SignIn, WrapContext, Zeroizing,
    content_mac, find_work, open_object, seal_object, token_hash, unwrap_for_token, unwrap_key,
    unwrap_key_under, wrap_for_token, wrap_key, wrap_key_under, wrap_secret,
};
use serde_json::{Value, json};

use crate::rng;

const CONTEXT: WrapContext = WrapContext {
    organisation: [0x11; 16],
    subject: [0x22; 16],
    recipient: TEAM,
    epoch: 3,
};

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

/// Compares what was made with the file of that name, or writes it when asked to.
fn same_as_file(name: &str, made: &Value) {
    let path = folder().join(name);
    let text = format!("{made:#}\n");
    if std::env::var_os("HEARD_WRITE_VECTORS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap();
    assert!(
        kept == text,
        "{name} is no longer what this implementation makes"
    );
}

fn pair(seed: u8) -> KeyPair {
    KeyPair::from_seed(SecretSeed::from_bytes([seed; 32]))
}

/// The content of long vectors: byte i is 7 i + 3.
pub(crate) fn counted(length: usize) -> Vec<u8> {
    (0..length).map(|i| (i * 7 + 3) as u8).collect()
}

fn context_as_json(context: &WrapContext) -> Value {
    json!({
        "organisation": hex::encode(context.organisation),
        "subject": hex::encode(context.subject),
        "recipient": hex::encode(context.recipient),
        "epoch": context.epoch,
    })
}

#[test]
fn receipts() {
    let seeds = [[0; 32], [5; 32], [0xff; 32]].into_iter();
    let made: Vec<Value> = seeds
        .map(|seed| {
            let receipt = Receipt::from_seed(&seed);
            let challenge = SignIn {
                nonce: [4; 32],
                origin: "https://example.org",
                purpose: "mailbox",
            };
            json!({
                "seed": hex::encode(seed),
                "words": receipt.words(),
                "digits": receipt.digits(),
                "auth_public": hex::encode(receipt.auth_public()),
                "locator": hex::encode(receipt.locator()),
                "report": hex::encode(report_id_of(&receipt.auth_public())),
                "mailbox_public": hex::encode(receipt.mailbox_public().as_bytes()),
                "ledger_salt": hex::encode(receipt.ledger_salt()),
                "sign_in": {
                    "nonce": hex::encode(challenge.nonce),
                    "origin": challenge.origin,
                    "purpose": challenge.purpose,
                    "signature": hex::encode(receipt.sign_in(&challenge)),
                },
            })
        })
        .collect();
    same_as_file("receipts.json", &json!(made));
}

#[test]
fn wraps() {
    let key = SealingKey::from_bytes([0x5a; 32]);
    let seed = SecretSeed::from_bytes([0x6b; 32]);
    let reader = pair(7);
    let for_recovery = WrapContext {
        recipient: RECOVERY,
        epoch: 0,
        ..CONTEXT
    };
    let to_public = |info: &str, context: &WrapContext, bytes: Vec<u8>, secret: [u8; 32]| {
        json!({
            "reader_seed": hex::encode([7; 32]),
            "reader_public": hex::encode(reader.public().as_bytes()),
            "info": info,
            "context": context_as_json(context),
            "secret": hex::encode(secret),
            "wrapped": hex::encode(bytes),
        })
    };
    let made = json!({
        "to_public_keys": [
            to_public("vcs1/rk", &CONTEXT, wrap_key(&key, reader.public(), &CONTEXT, &mut rng(1)), [0x5a; 32]),
            to_public("vcs1/rk", &for_recovery, wrap_key(&key, reader.public(), &for_recovery, &mut rng(2)), [0x5a; 32]),
            to_public("vcs1/seed", &CONTEXT, wrap_secret(&seed, reader.public(), &CONTEXT, &mut rng(3)), [0x6b; 32]),
        ],
        "under_batch_key": {
            "batch": hex::encode([0x7c; 32]),
            "context": context_as_json(&CONTEXT),
            "secret": hex::encode([0x5a; 32]),
            "wrapped": hex::encode(wrap_key_under(&SealingKey::from_bytes([0x7c; 32]), &key, &CONTEXT, &mut rng(4))),
        },
        "under_token": {
            "token": hex::encode([0x8d; 32]),
            "context": hex::encode("invitation"),
            "secret": hex::encode([0x6b; 32]),
            "wrapped": hex::encode(wrap_for_token(&[0x8d; 32], &seed, b"invitation", &mut rng(5))),
        },
    });
    same_as_file("wraps.json", &made);
}

#[test]
fn objects() {
    let header = |kind, version| ObjectHeader {
        kind,
        organisation: [0x11; 16],
        subject: [0x22; 16],
        object: [0x33; 16],
        version,
        schema_hash: [0x44; 32],
    };
    let cases = [
        (ObjectKind::Narrative, 1, 0),
        (ObjectKind::Identity, 1, 1),
        (ObjectKind::Contact, 258, 248),
        (ObjectKind::Place, 1, 249),
        (ObjectKind::CodingNote, 1, 2_000),
        // The last chunk is full; then two chunks.
        (ObjectKind::Attachment, 1, 65_528),
        (ObjectKind::EvidenceOriginal, 1, 65_529),
    ];
    let made: Vec<Value> = cases
        .into_iter()
        .map(|(kind, version, length)| {
            let key = SealingKey::from_bytes([0x5a; 32]);
            let sealed = seal_object(
                &key,
                header(kind, version),
                &counted(length),
                &mut rng(kind.number()),
            );
            let mut made = json!({
                "key": hex::encode([0x5a; 32]),
                "kind": kind.number(),
                "organisation": hex::encode([0x11; 16]),
                "subject": hex::encode([0x22; 16]),
                "object": hex::encode([0x33; 16]),
                "version": version,
                "schema_hash": hex::encode([0x44; 32]),
                "content_length": length,
                "sealed_length": sealed.len(),
                "sealed_sha256": hex::encode(heard_seal::sha256(&sealed)),
                "nonce_prefix": hex::encode(&sealed[97..116]),
            });
            if sealed.len() < 4_000 {
                made["sealed"] = json!(hex::encode(&sealed));
            }
            made
        })
        .collect();
    same_as_file("objects.json", &json!(made));
}

#[test]
fn paddings() {
    let lengths = [
        1,
        7,
        255,
        256,
        257,
        300,
        1_000,
        2_000,
        65_536,
        65_544,
        1_000_000,
        123_456_789,
    ];
    let made: Vec<Value> = lengths
        .into_iter()
        .map(|length| json!([length, padded_length(length)]))
        .collect();
    same_as_file("paddings.json", &json!(made));
}

#[test]
fn slots() {
    let secret = MemberSecret::from_seeds(
        SecretSeed::from_bytes([0x6b; 32]),
        SecretSeed::from_bytes([0x9e; 32]),
    );
    let slot = |passphrase: &str, cost, seed| {
        json!({
            "passphrase": passphrase,
            "slot": hex::encode(PassphraseSlot::create(passphrase, &secret, cost, &mut rng(seed))),
            "sealing_seed": hex::encode([0x6b; 32]),
            "signing_seed": hex::encode([0x9e; 32]),
            "signing_public": hex::encode(secret.signing_public()),
        })
    };
    let made = json!([
        slot("a lantern under the bridge", ArgonCost::for_tests(), 1),
        slot("چراغ پل کے نیچے", ArgonCost::new(64, 2, 1).unwrap(), 2),
        // The same passphrase in another of Unicode's forms.
        slot("cafe\u{301} \u{2164}", ArgonCost::for_tests(), 3),
    ]);
    same_as_file("slots.json", &made);
}

#[test]
fn paper_slots() {
    let secret = MemberSecret::from_seeds(
        SecretSeed::from_bytes([0x6b; 32]),
        SecretSeed::from_bytes([0x9e; 32]),
    );
    let made: Vec<Value> = [(0x01, 0x22), (0xfe, 0xb0)]
        .into_iter()
        .map(|(paper, member)| {
            let seed = SecretSeed::from_bytes([paper; 32]);
            let slot = PaperSlot::create(&seed, &[member; 16], &secret, &mut rng(paper));
            json!({
                "paper": hex::encode([paper; 32]),
                "member": hex::encode([member; 16]),
                "slot": hex::encode(slot),
                "sealing_seed": hex::encode([0x6b; 32]),
                "signing_seed": hex::encode([0x9e; 32]),
            })
        })
        .collect();
    same_as_file("paper_slots.json", &json!(made));
}

#[test]
fn shares_of_the_recovery_key() {
    let made: Vec<Value> = [(2, 2), (3, 5)]
        .into_iter()
        .map(|(needed, count)| {
            let seed = SecretSeed::from_bytes([0x31 + needed; 32]);
            let shares = shares::split(&seed, needed, count, &mut rng(needed)).unwrap();
            let sheets: Vec<String> = shares.iter().map(|one| one.rows().to_string()).collect();
            json!({
                "seed": hex::encode(seed.expose()),
                "needed": needed,
                "count": count,
                "sheets": sheets,
            })
        })
        .collect();
    same_as_file("shares.json", &json!(made));
}

#[test]
fn kits() {
    let made: Vec<Value> = [[0; 32], [0xa5; 32], std::array::from_fn(|i| (i * 37) as u8)]
        .into_iter()
        .map(|seed| {
            let text = RecoveryKit::new(SecretSeed::from_bytes(seed)).text();
            json!({ "seed": hex::encode(seed), "text": text.as_str() })
        })
        .collect();
    same_as_file("kits.json", &json!(made));
}

#[test]
fn tokens() {
    let made = json!({
        "form": {
            "key": hex::encode([1; 32]),
            "seed": hex::encode([2; 32]),
            "issued": 1_780_000_000,
            "text": FormToken::issue(&[1; 32], &[2; 32], 1_780_000_000),
        },
        "content": {
            "seed": hex::encode([2; 32]),
            "content": "what was told",
            "mac": hex::encode(content_mac(&[2; 32], b"what was told")),
        },
        "hash": {
            "token": hex::encode([3; 32]),
            "hash": hex::encode(token_hash(&[3; 32])),
        },
        "work": {
            "challenge": "challenge",
            "bits": 12,
            "answer": find_work(b"challenge", 12).unwrap(),
        },
    });
    same_as_file("tokens.json", &made);
}

#[test]
fn parcels() {
    let (team, recovery) = (pair(7), pair(8));
    let to = Recipients {
        organisation: [0x11; 16],
        team: team.public().clone(),
        epoch: 3,
        recovery: recovery.public().clone(),
        version: 1,
        schema_hash: [0x44; 32],
    };
    let contents = [
        (
            ObjectKind::Narrative,
            Zeroizing::new(b"what happened".to_vec()),
        ),
        (
            ObjectKind::Contact,
            Zeroizing::new(b"how to reach them".to_vec()),
        ),
    ];
    let parcel = Parcel::pack(&[5; 32], &contents, b"all of it", &to, &mut rng(9));
    assert_eq!(Parcel::read(&parcel.to_bytes()).unwrap(), parcel);
    let made = json!({
        "receipt_seed": hex::encode([5; 32]),
        "organisation": hex::encode([0x11; 16]),
        "team_seed": hex::encode([7; 32]),
        "epoch": 3,
        "recovery_seed": hex::encode([8; 32]),
        "version": 1,
        "schema_hash": hex::encode([0x44; 32]),
        "whole": "all of it",
        "contents": [
            { "kind": 2, "content": "what happened" },
            { "kind": 8, "content": "how to reach them" },
        ],
        "parcel": hex::encode(parcel.to_bytes()),
    });
    same_as_file("parcels.json", &made);
}

/// The vectors of that name, as they lie in the folder.
fn kept(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder().join(name)).unwrap()).unwrap()
}

fn bytes_of(case: &Value, field: &str) -> Vec<u8> {
    hex::decode(case[field].as_str().unwrap()).unwrap()
}

/// Calls `opens` with the bytes themselves, which must open, and then with each byte of them flipped in one bit,
/// which must not.
fn every_flip_is_refused(bytes: &[u8], from: usize, opens: impl Fn(&[u8]) -> bool) {
    assert!(opens(bytes));
    let mut changed = bytes.to_vec();
    for place in from..bytes.len() {
        changed[place] ^= 1 << (place % 8);
        assert!(!opens(&changed), "byte {place} was flipped, and it opened");
        changed[place] = bytes[place];
    }
}

#[test]
fn a_flipped_byte_anywhere_in_a_vector_is_refused() {
    let key = SealingKey::from_bytes([0x5a; 32]);
    let objects = kept("objects.json");
    let mut opened = 0;
    for case in objects.as_array().unwrap() {
        if case["sealed"].is_string() {
            let sealed = bytes_of(case, "sealed");
            let header = ObjectHeader::read(&sealed).unwrap();
            every_flip_is_refused(&sealed, 0, |bytes| {
                open_object(&key, &header, bytes).is_ok()
            });
            opened += 1;
        }
    }
    assert!(opened >= 4);

    let wraps = kept("wraps.json");
    let wrapped = bytes_of(&wraps["to_public_keys"][0], "wrapped");
    let reader = pair(7);
    every_flip_is_refused(&wrapped, 0, |bytes| {
        unwrap_key(bytes, &reader, &CONTEXT).is_ok()
    });
    let batch = SealingKey::from_bytes([0x7c; 32]);
    let wrapped = bytes_of(&wraps["under_batch_key"], "wrapped");
    every_flip_is_refused(&wrapped, 0, |bytes| {
        unwrap_key_under(&batch, bytes, &CONTEXT).is_ok()
    });
    let wrapped = bytes_of(&wraps["under_token"], "wrapped");
    every_flip_is_refused(&wrapped, 0, |bytes| {
        unwrap_for_token(&[0x8d; 32], bytes, b"invitation").is_ok()
    });

    let case = &kept("slots.json")[0];
    let (slot, passphrase) = (bytes_of(case, "slot"), case["passphrase"].as_str().unwrap());
    // Its first bytes say how much work to do; with others it would take minutes to be refused.
    every_flip_is_refused(&slot, 14, |bytes| {
        PassphraseSlot::open(bytes, passphrase).is_ok()
    });
    let case = &kept("paper_slots.json")[0];
    let paper = SecretSeed::from_bytes([0x01; 32]);
    every_flip_is_refused(&bytes_of(case, "slot"), 0, |bytes| {
        PaperSlot::open(bytes, &paper, &[0x22; 16]).is_ok()
    });

    let form = &kept("tokens.json")["form"];
    let token = form["text"].as_str().unwrap();
    every_flip_is_refused(token.as_bytes(), 0, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        FormToken::check(&[1; 32], &text).is_ok_and(|(seed, _)| seed == [2; 32])
    });
}

#[test]
fn shares_of_a_vector_join_and_one_too_few_do_not() {
    for case in kept("shares.json").as_array().unwrap() {
        let sheets = case["sheets"].as_array().unwrap().iter();
        let shares: Vec<RecoveryShare> = sheets
            .map(|sheet| RecoveryShare::parse(sheet.as_str().unwrap()).unwrap())
            .collect();
        let needed = case["needed"].as_u64().unwrap() as usize;
        let joined = join(&shares[shares.len() - needed..]).unwrap();
        assert_eq!(hex::encode(joined.expose()), case["seed"]);
        assert!(join(&shares[..needed - 1]).is_err());
    }
}
