//! A report as a reporter's browser sends it: sealed already, with what the receipt lets the server know.
//!
//! All integers are big-endian.
//!
//! | bytes | field |
//! | --- | --- |
//! | 4 | `VCP1` |
//! | 16 | the report: first 16 bytes of SHA-256("heard/report/v1" \|\| auth public key) |
//! | 4 | epoch of the team's key |
//! | 32 | auth public key (Ed25519), see [`receipt`](crate::receipt) |
//! | 32 | authentication of the content, see [`content_mac`](crate::content_mac) |
//! | 32 | ledger salt |
//! | 1,216 | mailbox public key |
//! | 1,169 | report key wrapped for the team |
//! | 1,169 | report key wrapped for recovery |
//! | 1 | how many objects: 1 to 4 |
//! | for each: 4, … | length, sealed object (see [`object`](crate::object)) |
//!
//! An object's id is the first 16 bytes of SHA-256("heard/object/v1" || report || kind).
//!
//! The receipt's words, its seed and the report's key are not in it, nor can they be found from it.

use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::keys::{PUBLIC_KEY_LENGTH, PublicKey, SealingKey};
use crate::object::{ObjectHeader, ObjectKind, seal_object, shape_of};
use crate::reader::Reader;
use crate::receipt::Receipt;
use crate::wrap::{RECOVERY, TEAM, WRAPPED_LENGTH, WrapContext, has_shape_of_wrap, wrap_key};
use crate::{SealError, content_mac};

const MAGIC: [u8; 4] = *b"VCP1";
const MOST_OBJECTS: usize = 4;

/// What a report may consist of, each at most once.
const KINDS: [ObjectKind; MOST_OBJECTS] = [
    ObjectKind::Narrative,
    ObjectKind::Identity,
    ObjectKind::Contact,
    ObjectKind::Place,
];

/// To whom a report is sealed, and by which schema its content is to be read. All of it is public.
#[derive(Debug, Clone)]
pub struct Recipients {
    /// The organisation.
    pub organisation: [u8; 16],
    /// The team's key.
    pub team: PublicKey,
    /// Its epoch.
    pub epoch: u32,
    /// The recovery key.
    pub recovery: PublicKey,
    /// Version of the content's schema.
    pub version: u16,
    /// Hash of the content's schema.
    pub schema_hash: [u8; 32],
}

/// A sealed report on its way from the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// The report's id.
    pub report: [u8; 16],
    /// Epoch of the team's key.
    pub epoch: u32,
    /// The Ed25519 public key by which the holder of the receipt is known.
    pub auth_public: [u8; 32],
    /// Authentication of the content under the receipt's seed.
    pub content_mac: [u8; 32],
    /// The reporter's salt in the ledger.
    pub ledger_salt: [u8; 32],
    /// The key to which replies are sealed.
    pub mailbox_public: [u8; PUBLIC_KEY_LENGTH],
    /// The report's key for the team.
    pub for_team: Vec<u8>,
    /// The report's key for recovery.
    pub for_recovery: Vec<u8>,
    /// The sealed objects.
    pub objects: Vec<Vec<u8>>,
}

/// The id of a report that was sealed in a browser: it follows from the receipt, so that nobody can choose the id
/// of something else.
pub fn report_id_of(auth_public: &[u8; 32]) -> [u8; 16] {
    id_of(&[b"heard/report/v1", auth_public])
}

/// The id of an object of such a report: it follows from the report, for the same reason.
pub fn object_id_of(report: &[u8; 16], kind: ObjectKind) -> [u8; 16] {
    id_of(&[b"heard/object/v1", report, &[kind.number()]])
}

fn id_of(parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    let digest: [u8; 32] = hash.finalize().into();
    std::array::from_fn(|place| digest.get(place).copied().unwrap_or_default())
}

impl Parcel {
    /// Seals a report: each content as one object under a fresh key, the key for team and recovery. Receipt and
    /// report id follow from `seed`; `whole` is all content as the authentication of the form sees it.
    pub fn pack(
        seed: &[u8; 32],
        contents: &[(ObjectKind, Zeroizing<Vec<u8>>)],
        whole: &[u8],
        to: &Recipients,
        rng: &mut dyn CryptoRng,
    ) -> Self {
        let receipt = Receipt::from_seed(seed);
        let auth_public = receipt.auth_public();
        let report = report_id_of(&auth_public);
        let key = SealingKey::from_random(rng);
        let objects = contents.iter().map(|(kind, plain)| {
            let header = ObjectHeader {
                kind: *kind,
                organisation: to.organisation,
                subject: report,
                object: object_id_of(&report, *kind),
                version: to.version,
                schema_hash: to.schema_hash,
            };
            seal_object(&key, header, plain, rng)
        });
        let objects = objects.collect();
        let context = |recipient, epoch| WrapContext {
            organisation: to.organisation,
            subject: report,
            recipient,
            epoch,
        };
        Self {
            report,
            epoch: to.epoch,
            auth_public,
            content_mac: content_mac(seed, whole),
            ledger_salt: receipt.ledger_salt(),
            mailbox_public: *receipt.mailbox_public().as_bytes(),
            for_team: wrap_key(&key, &to.team, &context(TEAM, to.epoch), rng),
            for_recovery: wrap_key(&key, &to.recovery, &context(RECOVERY, 0), rng),
            objects,
        }
    }

    /// The bytes on the wire.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&self.report);
        bytes.extend_from_slice(&self.epoch.to_be_bytes());
        bytes.extend_from_slice(&self.auth_public);
        bytes.extend_from_slice(&self.content_mac);
        bytes.extend_from_slice(&self.ledger_salt);
        bytes.extend_from_slice(&self.mailbox_public);
        bytes.extend_from_slice(&self.for_team);
        bytes.extend_from_slice(&self.for_recovery);
        bytes.push(self.objects.len() as u8);
        for object in &self.objects {
            bytes.extend_from_slice(&(object.len() as u32).to_be_bytes());
            bytes.extend_from_slice(object);
        }
        bytes
    }

    /// Reads what a browser sent, and refuses what can't be a report: another shape, an id that doesn't follow from
    /// the receipt, no public key, no or too many objects, the same kind twice, an object of another report or with
    /// another id, a length that our padding doesn't make. What is inside can be seen by whoever holds a key, and by nobody here.
    pub fn read(bytes: &[u8]) -> Result<Self, SealError> {
        let mut reader = Reader::new(bytes);
        if reader.array()? != MAGIC {
            return Err(SealError::Malformed);
        }
        let mut parcel = Self {
            report: reader.array()?,
            epoch: u32::from_be_bytes(reader.array()?),
            auth_public: reader.array()?,
            content_mac: reader.array()?,
            ledger_salt: reader.array()?,
            mailbox_public: reader.array()?,
            for_team: reader.bytes(WRAPPED_LENGTH)?.to_vec(),
            for_recovery: reader.bytes(WRAPPED_LENGTH)?.to_vec(),
            objects: Vec::new(),
        };
        if parcel.report != report_id_of(&parcel.auth_public) {
            return Err(SealError::WrongHeader);
        }
        PublicKey::from_bytes(&parcel.mailbox_public)?;
        has_shape_of_wrap(&parcel.for_team)?;
        has_shape_of_wrap(&parcel.for_recovery)?;
        let count = usize::from(reader.byte()?);
        if !(1..=MOST_OBJECTS).contains(&count) {
            return Err(SealError::Malformed);
        }
        let mut kinds = Vec::with_capacity(count);
        for _ in 0..count {
            let length = u32::from_be_bytes(reader.array()?);
            let length = usize::try_from(length).map_err(|_| SealError::Malformed)?;
            let object = reader.bytes(length)?;
            let header = shape_of(object)?;
            if header.subject != parcel.report
                || header.object != object_id_of(&parcel.report, header.kind)
            {
                return Err(SealError::WrongHeader);
            }
            if !KINDS.contains(&header.kind) || kinds.contains(&header.kind) {
                return Err(SealError::Malformed);
            }
            kinds.push(header.kind);
            parcel.objects.push(object.to_vec());
        }
        reader.finish()?;
        Ok(parcel)
    }
}
