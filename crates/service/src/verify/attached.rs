//! What a fact names and what is kept elsewhere.

use std::collections::HashMap;

use domain::fact::{Digest, SealedReference};
use domain::{Entry, Fact, MemberId, ReportId, Subject};
use store::{OrganisationRow, Reading};

use super::walk::Sealed;
use super::{Read as _, Trouble, at, row};
use crate::organisation::origin_of;
use crate::{intake, sealing};

/// What facts name, as it is met along the walk.
pub(super) struct Attached {
    organisation: OrganisationRow,
    wraps: Wraps,
    /// How many keys the team has had.
    team_keys: usize,
}

/// Wrapped keys that are not what an entry says: a later entry may say that they were wrapped anew.
#[derive(Default)]
struct Wraps(HashMap<Subject, u64>);

impl Attached {
    pub(super) fn new(organisation: OrganisationRow) -> Self {
        Self {
            organisation,
            wraps: Wraps::default(),
            team_keys: 0,
        }
    }

    /// Sealed objects, wrapped keys, receipts, public keys and codebooks are as a fact names them.
    pub(super) async fn check(
        &mut self,
        reading: &mut Reading,
        entry: &Entry,
    ) -> Result<(), Trouble> {
        let index = entry.index;
        let organisation = &self.organisation;
        for reference in entry.fact.sealed() {
            check_object(reading, entry, entry.subject, reference).await?;
        }
        if let Some(story) = entry.fact.story() {
            check_object(reading, entry, story.subject, &story.sealed).await?;
            self.wraps
                .check(reading, entry, story.subject, story.wraps)
                .await?;
            if reading.objects_of(story.subject).await.of("object")?.len() != 1 {
                return Err(at(
                    index,
                    "its story has a sealed object that no entry names",
                ));
            }
        }
        match &entry.fact {
            Fact::ReportReceived { wraps, receipt, .. } => {
                self.wraps
                    .check(reading, entry, entry.subject, *wraps)
                    .await?;
                let parts = reading
                    .receipt_of(ReportId::from_bytes(*entry.subject.as_bytes()))
                    .await
                    .of("report")?;
                if parts.map(|parts| intake::digest_of_receipt(&parts)) != Some(*receipt) {
                    return Err(at(index, "the public parts of the receipt were altered"));
                }
            }
            Fact::IncidentKeyMade { wraps } | Fact::KeyRewrapped { wraps, .. } => {
                self.wraps
                    .check(reading, entry, entry.subject, *wraps)
                    .await?;
            }
            Fact::MemberJoined { keys } => {
                let kept = reading
                    .member(MemberId::from_bytes(*entry.subject.as_bytes()))
                    .await
                    .of("member")?;
                if kept.map(|kept| Digest(seal::sha256(&kept.public_keys))) != Some(*keys) {
                    return Err(at(index, "a member's public keys were altered"));
                }
            }
            Fact::OrganisationFounded {
                recovery_key,
                checkpoint_key,
                team_key,
            } => {
                let fits = Digest(seal::sha256(&organisation.recovery_public)) == *recovery_key
                    && Digest(seal::sha256(&organisation.checkpoint_public)) == *checkpoint_key
                    && entry.subject == organisation.id.into();
                self.team_keys += 1;
                if !fits || team_key_of(reading, 1).await? != Some(*team_key) {
                    return Err(at(index, "a public key of the organisation was altered"));
                }
                if organisation.founded != entry.at
                    || organisation.origin != origin_of(organisation.id)
                {
                    return Err(at(index, "the organisation was altered"));
                }
            }
            Fact::TeamKeyRenewed { epoch, team_key } => {
                self.team_keys += 1;
                if team_key_of(reading, *epoch).await? != Some(*team_key) {
                    return Err(at(index, "a public key of the team was altered"));
                }
            }
            Fact::CodebookInstalled { codebook, sha256 } => {
                let kept = reading
                    .codebook(&codebook.id, codebook.version)
                    .await
                    .of("codebook")?;
                let fits = |kept: &store::CodebookRow| {
                    Digest(seal::sha256(kept.source.as_bytes())) == *sha256
                        && Digest(kept.sha256) == *sha256
                };
                if !kept.is_some_and(|kept| fits(&kept)) {
                    return Err(at(index, "a codebook was altered"));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// After the last entry: every wrapped key is as its newest entry says, and the team has no key besides.
    pub(super) async fn finish(self, reading: &mut Reading) -> Result<(), Trouble> {
        if let Some(index) = self.wraps.0.into_values().min() {
            return Err(at(index, "a wrapped key was altered"));
        }
        if reading.team_keys().await.of("team_key")?.len() != self.team_keys {
            return Err(row("team_key", "there is a key that no entry names"));
        }
        Ok(())
    }
}

impl Wraps {
    async fn check(
        &mut self,
        reading: &mut Reading,
        entry: &Entry,
        subject: Subject,
        expected: Digest,
    ) -> Result<(), Trouble> {
        let wraps = reading.wraps_of(subject).await.of("wrap")?;
        if sealing::digest_of_wraps(&wraps) == expected {
            self.0.remove(&subject);
        } else {
            self.0.insert(subject, entry.index);
        }
        Ok(())
    }
}

/// Digest of the team's public key of an epoch.
async fn team_key_of(reading: &mut Reading, epoch: u32) -> Result<Option<Digest>, Trouble> {
    let keys = reading.team_keys().await.of("team_key")?;
    let found = keys.into_iter().find(|(kept, _)| *kept == epoch);
    Ok(found.map(|(_, public)| Digest(seal::sha256(&public))))
}

/// The sealed object of that subject is there, as the entry names it.
async fn check_object(
    reading: &mut Reading,
    entry: &Entry,
    subject: Subject,
    reference: &SealedReference,
) -> Result<(), Trouble> {
    let index = entry.index;
    let Some(object) = reading.object(reference.object).await.of("object")? else {
        return Err(at(index, "a sealed object is missing"));
    };
    if Digest(seal::sha256(&object.bytes)) != reference.sha256 {
        return Err(at(index, "a sealed object was altered"));
    }
    let header = seal::ObjectHeader::read(&object.bytes).map_err(|error| at(index, error))?;
    if object.subject != subject || object.kind != header.kind.number() {
        return Err(at(index, "a sealed object is kept under another name"));
    }
    Ok(())
}

/// A subject has the sealed objects that its facts name, and none besides: one more would keep the others
/// from being opened. `last` is its last entry.
pub(super) async fn check_nothing_more(
    reading: &mut Reading,
    last: &Entry,
    sealed: Sealed,
) -> Result<(), Trouble> {
    if sealed.objects > 0
        && reading.objects_of(last.subject).await.of("object")?.len() != sealed.objects
    {
        return Err(at(
            last.index,
            "its subject has a sealed object that no entry names",
        ));
    }
    Ok(())
}
