//! Receiving a report that the reporter's browser has sealed. What is in it nobody here can see, so everything that
//! can be seen is checked; after that it is kept as any other.

use browser::Guide;
use domain::fact::SealedAt;
use domain::{ObjectId, ReportId, Subject};
use seal::parcel::Recipients;
use seal::receipt::locator_of;
use seal::wrap::{RECOVERY, TEAM};
use seal::{ObjectHeader, Parcel};
use store::{ObjectRow, ReceiptParts, WrapRow};
use text::Language;

use crate::error::ServiceError;
use crate::house::House;
use crate::intake::receive::{Kept, SealedReport, WEB_FORM};
use crate::sealing::{self, CONTENT_VERSION};

/// A sealed report as it comes in through the public page.
pub struct BrowserSealed<'a> {
    /// The language of the form.
    pub language: &'a str,
    /// What the browser made.
    pub parcel: &'a Parcel,
}

/// What came of a sealed report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealedKept {
    /// It is kept, as this entry of the ledger.
    New(u64),
    /// This very report had been received before.
    Before,
    /// The page had been received before with other words. Nothing is kept; the browser makes another receipt.
    OtherWords,
    /// It was sealed to other keys, or by another form, than are in force. Nothing is kept; the browser seals anew.
    Renew,
}

impl House {
    /// What a browser needs to read the form and to seal it. All of it is public.
    pub fn guide(&self) -> Result<Vec<u8>, ServiceError> {
        let keys = self.keys()?;
        let in_force = self.in_force();
        let recipients = Recipients {
            organisation: *keys.organisation.as_bytes(),
            team: keys.team.clone(),
            epoch: keys.epoch,
            recovery: keys.recovery.clone(),
            version: CONTENT_VERSION,
            schema_hash: sealing::schema_hash(&in_force.reference()),
        };
        let today = domain::day::written(self.today());
        Ok(Guide::new(in_force.codebook.form.clone(), today, &recipients).to_bytes())
    }

    /// Receives a report that was sealed in the browser. When this returns [`SealedKept::New`], it is kept.
    pub async fn receive_sealed(
        &self,
        arrival: &BrowserSealed<'_>,
    ) -> Result<SealedKept, ServiceError> {
        if Language::parse(arrival.language).is_none() {
            return Err(ServiceError::NotInCodebook(arrival.language.to_owned()));
        }
        let keys = self.keys()?;
        let in_force = self.in_force();
        let codebook = in_force.reference();
        if in_force
            .codebook
            .facet("channel")
            .is_some_and(|channels| !channels.lists(WEB_FORM))
        {
            return Err(ServiceError::NotInCodebook(WEB_FORM.to_owned()));
        }
        let parcel = arrival.parcel;
        let id = ReportId::from_bytes(parcel.report);
        let subject = Subject::from(id);
        let mut objects = Vec::with_capacity(parcel.objects.len());
        for bytes in &parcel.objects {
            let header = ObjectHeader::read(bytes)?;
            if header.organisation != *keys.organisation.as_bytes()
                || header.version != CONTENT_VERSION
                || header.schema_hash != sealing::schema_hash(&codebook)
            {
                return Ok(SealedKept::Renew);
            }
            objects.push(ObjectRow {
                id: ObjectId::from_bytes(header.object),
                subject,
                kind: header.kind.number(),
                bytes: bytes.clone(),
            });
        }
        if parcel.epoch != keys.epoch {
            return Ok(SealedKept::Renew);
        }
        let wrap = |recipient, epoch, bytes: &[u8]| WrapRow {
            subject,
            recipient,
            epoch,
            bytes: bytes.to_vec(),
        };
        let kept = self
            .keep(SealedReport {
                id,
                channel: WEB_FORM.to_owned(),
                language: arrival.language.to_owned(),
                codebook,
                sealed_at: SealedAt::Browser,
                entered_by: None,
                receipt: ReceiptParts {
                    locator: locator_of(&parcel.auth_public),
                    auth_public: parcel.auth_public,
                    mailbox_public: parcel.mailbox_public.to_vec(),
                    content_mac: parcel.content_mac,
                },
                salt: parcel.ledger_salt,
                wraps: vec![
                    wrap(TEAM, keys.epoch, &parcel.for_team),
                    wrap(RECOVERY, 0, &parcel.for_recovery),
                ],
                objects,
            })
            .await;
        let kept = match kept {
            Err(ServiceError::OlderTeamKey) => {
                self.reload().await?;
                return Ok(SealedKept::Renew);
            }
            kept => kept?,
        };
        Ok(match kept {
            Kept::New(entry) => SealedKept::New(entry),
            Kept::Before(_) => SealedKept::Before,
            Kept::OtherWords => SealedKept::OtherWords,
        })
    }
}
