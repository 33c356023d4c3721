//! Sealing and unsealing what people wrote, and keeping it.

pub(crate) use browser::kind_of;
use domain::fact::{Digest, SealedReference};
use domain::{CodebookReference, ObjectId, Subject};
pub(crate) use seal::wrap::{RECOVERY, TEAM};
use seal::{KeyPair, ObjectHeader, ObjectKind, SealingKey, WrapContext};
use store::{ObjectRow, Reading, WrapRow, Writing};

use crate::error::ServiceError;
use crate::house::{House, PublicKeys};
use crate::keyring::TeamKeys;
use crate::ports::Generator;

/// Version of what is inside our sealed objects: JSON of the codebook's answers, or plain text.
pub(crate) const CONTENT_VERSION: u16 = 1;

/// Hash of what describes the content: the codebook's id and version.
pub(crate) fn schema_hash(codebook: &CodebookReference) -> [u8; 32] {
    seal::sha256(format!("{}/{}", codebook.id, codebook.version).as_bytes())
}

/// Something with a key of its own: a report, or an incident with what was written about it.
pub(crate) struct Sealer<'a> {
    house: &'a House,
    keys: &'a PublicKeys,
    subject: Subject,
    key: SealingKey,
}

/// Digest of the wrapped keys of a subject, in the order of their recipients.
pub(crate) fn digest_of_wraps(wraps: &[WrapRow]) -> Digest {
    let mut wraps: Vec<_> = wraps
        .iter()
        .map(|wrap| (wrap.recipient, wrap.epoch, wrap.bytes.as_slice()))
        .collect();
    wraps.sort_unstable();
    let mut bytes = Vec::new();
    for (recipient, epoch, wrapped) in wraps {
        bytes.extend_from_slice(&recipient);
        bytes.extend_from_slice(&epoch.to_be_bytes());
        bytes.extend_from_slice(&(wrapped.len() as u64).to_be_bytes());
        bytes.extend_from_slice(wrapped);
    }
    Digest(seal::sha256(&bytes))
}

impl<'a> Sealer<'a> {
    /// A new key for a subject.
    pub(crate) fn new(house: &'a House, keys: &'a PublicKeys, subject: Subject) -> Self {
        let key = SealingKey::from_random(&mut house.generator());
        Self {
            house,
            keys,
            subject,
            key,
        }
    }

    /// With a key that was unwrapped.
    pub(crate) fn with_key(
        house: &'a House,
        keys: &'a PublicKeys,
        subject: Subject,
        key: SealingKey,
    ) -> Self {
        Self {
            house,
            keys,
            subject,
            key,
        }
    }

    /// The key wrapped for the team and for recovery: two recipients, always.
    pub(crate) fn wraps(&self) -> Vec<WrapRow> {
        let mut generator: Generator<'_> = self.house.generator();
        [
            (TEAM, self.keys.epoch, &self.keys.team),
            (RECOVERY, 0, &self.keys.recovery),
        ]
        .into_iter()
        .map(|(recipient, epoch, public)| WrapRow {
            subject: self.subject,
            recipient,
            epoch,
            bytes: seal::wrap_key(
                &self.key,
                public,
                &context(self.keys, self.subject, recipient, epoch),
                &mut generator,
            ),
        })
        .collect()
    }

    /// Seals one object.
    pub(crate) fn seal(
        &self,
        kind: ObjectKind,
        codebook: &CodebookReference,
        plain: &[u8],
    ) -> (ObjectRow, SealedReference) {
        let id = ObjectId::from_bytes(self.house.random());
        let header = header(self.keys, self.subject, id, kind, codebook);
        let bytes = seal::seal_object(&self.key, header, plain, &mut self.house.generator());
        let reference = SealedReference {
            object: id,
            sha256: Digest(seal::sha256(&bytes)),
        };
        (
            ObjectRow {
                id,
                subject: self.subject,
                kind: kind.number(),
                bytes,
            },
            reference,
        )
    }
}

fn context(keys: &PublicKeys, subject: Subject, recipient: [u8; 16], epoch: u32) -> WrapContext {
    WrapContext {
        organisation: *keys.organisation.as_bytes(),
        subject: *subject.as_bytes(),
        recipient,
        epoch,
    }
}

fn header(
    keys: &PublicKeys,
    subject: Subject,
    object: ObjectId,
    kind: ObjectKind,
    codebook: &CodebookReference,
) -> ObjectHeader {
    ObjectHeader {
        kind,
        organisation: *keys.organisation.as_bytes(),
        subject: *subject.as_bytes(),
        object: *object.as_bytes(),
        version: CONTENT_VERSION,
        schema_hash: schema_hash(codebook),
    }
}

/// Unwraps the key of a subject with the team's key; none if the subject has no key.
pub(crate) async fn unwrap_subject(
    reading: &mut Reading,
    keys: &PublicKeys,
    team: &TeamKeys,
    subject: Subject,
) -> Result<Option<SealingKey>, ServiceError> {
    let wraps = reading.wraps_of(subject).await?;
    let mut for_team = wraps
        .iter()
        .filter(|wrap| wrap.recipient == TEAM)
        .peekable();
    if for_team.peek().is_none() {
        return Ok(None);
    }
    // Somebody who joined after a renewal has only the newer key until all is wrapped anew.
    let (wrap, pair) = for_team
        .find_map(|wrap| Some((wrap, team.of(wrap.epoch)?)))
        .ok_or(ServiceError::BeingRenewed)?;
    open_wrap(keys, wrap, &pair).map(Some)
}

fn open_wrap(
    keys: &PublicKeys,
    wrap: &WrapRow,
    pair: &KeyPair,
) -> Result<SealingKey, ServiceError> {
    let context = context(keys, wrap.subject, wrap.recipient, wrap.epoch);
    Ok(seal::unwrap_key(&wrap.bytes, pair, &context)?)
}

/// The key of a subject, as wrapped for an older key of the team or for recovery, wrapped for the team's newest key.
pub(crate) fn wrap_anew(
    keys: &PublicKeys,
    old: &WrapRow,
    pair: &KeyPair,
    generator: &mut Generator<'_>,
) -> Result<WrapRow, ServiceError> {
    let key = open_wrap(keys, old, pair)?;
    let context = context(keys, old.subject, TEAM, keys.epoch);
    Ok(WrapRow {
        subject: old.subject,
        recipient: TEAM,
        epoch: keys.epoch,
        bytes: seal::wrap_key(&key, &keys.team, &context, generator),
    })
}

/// Keeps wrapped keys, if those for the team are for the newest key that it has.
pub(crate) async fn keep_wraps(
    writing: &mut Writing,
    wraps: &[WrapRow],
) -> Result<(), ServiceError> {
    if !wraps.is_empty() {
        let newest = writing.team_key().await?.map(|(epoch, _)| epoch);
        let mut for_team = wraps.iter().filter(|wrap| wrap.recipient == TEAM);
        if for_team.any(|wrap| Some(wrap.epoch) != newest) {
            return Err(ServiceError::OlderTeamKey);
        }
    }
    writing.add_wraps(wraps).await?;
    Ok(())
}

/// A sealed object as unsealed.
pub(crate) struct Unsealed {
    pub(crate) id: ObjectId,
    pub(crate) plain: Vec<u8>,
}

/// Unseals everything that a subject has.
pub(crate) async fn unseal_all(
    reading: &mut Reading,
    keys: &PublicKeys,
    team: &TeamKeys,
    subject: Subject,
) -> Result<Vec<Unsealed>, ServiceError> {
    let Some(key) = unwrap_subject(reading, keys, team, subject).await? else {
        return Ok(Vec::new());
    };
    let mut opened = Vec::new();
    for row in reading.objects_of(subject).await? {
        let plain = open_row(&key, keys, subject, &row)?;
        opened.push(Unsealed { id: row.id, plain });
    }
    Ok(opened)
}

/// Opens one sealed object with the key of its subject.
pub(crate) fn open_row(
    key: &SealingKey,
    keys: &PublicKeys,
    subject: Subject,
    row: &ObjectRow,
) -> Result<Vec<u8>, ServiceError> {
    let found = ObjectHeader::read(&row.bytes)?;
    let kind = ObjectKind::from_number(row.kind)
        .ok_or(ServiceError::Damaged("kind of a sealed object"))?;
    // Everything but the schema is what we expect it to be, not what the bytes say.
    let expected = ObjectHeader {
        kind,
        organisation: *keys.organisation.as_bytes(),
        subject: *subject.as_bytes(),
        object: *row.id.as_bytes(),
        version: found.version,
        schema_hash: found.schema_hash,
    };
    Ok(seal::open_object(key, &expected, &row.bytes)?.to_vec())
}
