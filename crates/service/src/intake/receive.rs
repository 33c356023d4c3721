//! Receiving a report: sealed, committed with its ledger entry, answered with a receipt, in that order.

use domain::fact::{Digest, SealedAt, SealedReference};
use domain::form::{Answers, SealGroup};
use domain::{CodebookReference, Fact, MemberId, Permission, ReportId};
use seal::Receipt;
use store::{ObjectRow, ReceiptParts, WrapRow};
use text::Language;

use crate::error::ServiceError;
use crate::house::House;
use crate::intake::keep::Sealed;
use crate::keyring::SignedIn;
use crate::record::Recording;
use crate::sealing::{self, Sealer};

/// The channel of the public report page.
pub const WEB_FORM: &str = "web-form";

/// Who brings a report.
#[derive(Clone, Copy)]
pub enum ArrivalBy<'a> {
    /// The reporter, through the public page.
    Reporter,
    /// A colleague who enters what came by phone, in person, by message or letter.
    Colleague(&'a SignedIn),
}

/// A report as it comes in.
pub struct Arrival<'a> {
    /// The form's own random seed: the receipt comes from it, so that the same form sent twice gives
    /// the same receipt and one report.
    pub seed: [u8; 32],
    /// The language of the form.
    pub language: &'a str,
    /// A code of the codebook's facet `channel`; [`WEB_FORM`] where the codebook has no such facet.
    pub channel: &'a str,
    /// What was answered.
    pub answers: &'a Answers,
    /// Who brings it.
    pub by: ArrivalBy<'a>,
}

/// What the reporter is given.
pub struct Received {
    /// The receipt; shown once.
    pub receipt: Receipt,
    /// Which report.
    pub report: ReportId,
    /// Whether the very same form had been received before.
    pub again: bool,
    /// The place of its entry in the ledger; none if it had been received before.
    pub entry: Option<u64>,
}

/// A sealed report, wherever it was sealed.
pub(crate) struct SealedReport {
    pub(crate) id: ReportId,
    pub(crate) channel: String,
    pub(crate) language: String,
    pub(crate) codebook: CodebookReference,
    pub(crate) sealed_at: SealedAt,
    pub(crate) entered_by: Option<MemberId>,
    pub(crate) receipt: ReceiptParts,
    /// The reporter's salt in the ledger.
    pub(crate) salt: [u8; 32],
    pub(crate) wraps: Vec<WrapRow>,
    pub(crate) objects: Vec<ObjectRow>,
}

/// What came of keeping a sealed report.
pub(crate) enum Kept {
    /// It is kept, as this entry of the ledger.
    New(u64),
    /// The receipt had come before, with these words.
    Before(ReportId),
    /// The receipt had come before, with other words; nothing of this one is kept.
    OtherWords,
}

impl House {
    /// Receives a report. When this returns, it is kept.
    ///
    /// The same form sent twice makes one report; the same form with other words makes a second
    /// report with a receipt of its own, so that nothing that was typed is lost.
    pub async fn receive(&self, arrival: &Arrival<'_>) -> Result<Received, ServiceError> {
        if let ArrivalBy::Colleague(by) = arrival.by {
            by.actor.needs(Permission::EnterReport)?;
        }
        let in_force = self.in_force();
        // Channel and language stand in the clear, so neither may be anything but a known word.
        let known_channel = match in_force.codebook.facet("channel") {
            Some(facet) => facet.lists(arrival.channel),
            // A codebook that doesn't tell channels apart takes what comes by the public page.
            None => arrival.channel == WEB_FORM,
        };
        if !known_channel {
            return Err(ServiceError::NotInCodebook(arrival.channel.to_owned()));
        }
        if Language::parse(arrival.language).is_none() {
            return Err(ServiceError::NotInCodebook(arrival.language.to_owned()));
        }
        let groups = arrival.answers.sealed_groups();
        let content = serde_json::to_vec(&groups).map_err(|_| ServiceError::Damaged("answers"))?;
        if let Some(received) = self
            .receive_with(arrival, &groups, &content, arrival.seed)
            .await?
        {
            return Ok(received);
        }
        // The page was sent before with other words: a report is never changed, so this is another. Its seed
        // follows from the words, so that these words sent twice make one report as well.
        let seed = seal::keyed_hash(&arrival.seed, &content);
        self.receive_with(arrival, &groups, &content, seed)
            .await?
            .ok_or(ServiceError::ChangedMeanwhile)
    }

    async fn receive_with(
        &self,
        arrival: &Arrival<'_>,
        groups: &[(SealGroup, serde_json::Value)],
        content: &[u8],
        seed: [u8; 32],
    ) -> Result<Option<Received>, ServiceError> {
        let keys = self.keys()?;
        let in_force = self.in_force();
        let codebook = in_force.reference();
        let receipt = Receipt::from_seed(&seed);
        // Each of the receipt's keys takes a while to make: none is made twice.
        let auth_public = receipt.auth_public();
        let id = ReportId::from_bytes(self.random());
        let (wraps, objects) = {
            let sealer = Sealer::new(self, &keys, id.into());
            let mut objects = Vec::with_capacity(groups.len());
            for (group, value) in groups {
                let plain =
                    serde_json::to_vec(value).map_err(|_| ServiceError::Damaged("answers"))?;
                let (row, _) = sealer.seal(sealing::kind_of(*group), &codebook, &plain);
                objects.push(row);
            }
            (sealer.wraps(), objects)
        };
        let (sealed_at, entered_by) = match arrival.by {
            ArrivalBy::Reporter => (SealedAt::FrontDoor, None),
            ArrivalBy::Colleague(by) => (SealedAt::Desk, Some(by.actor.member)),
        };
        let kept = self
            .keep(SealedReport {
                id,
                channel: arrival.channel.to_owned(),
                language: arrival.language.to_owned(),
                codebook,
                sealed_at,
                entered_by,
                receipt: ReceiptParts {
                    locator: seal::receipt::locator_of(&auth_public),
                    auth_public,
                    mailbox_public: receipt.mailbox_public().as_bytes().to_vec(),
                    content_mac: seal::content_mac(&seed, content),
                },
                salt: receipt.ledger_salt(),
                wraps,
                objects,
            })
            .await?;
        Ok(match kept {
            Kept::New(entry) => Some(Received {
                receipt,
                report: id,
                again: false,
                entry: Some(entry),
            }),
            Kept::Before(report) => Some(Received {
                receipt,
                report,
                again: true,
                entry: None,
            }),
            Kept::OtherWords => None,
        })
    }

    /// Keeps a sealed report with its ledger entry. From here on it is the same wherever it was sealed.
    pub(crate) async fn keep(&self, sealed: SealedReport) -> Result<Kept, ServiceError> {
        let (locator, content_mac) = (sealed.receipt.locator, sealed.receipt.content_mac);
        let objects = sealed.objects.iter().map(|row| SealedReference {
            object: row.id,
            sha256: Digest(seal::sha256(&row.bytes)),
        });
        let fact = Fact::ReportReceived {
            channel: sealed.channel,
            language: sealed.language,
            codebook: sealed.codebook,
            sealed_at: sealed.sealed_at,
            objects: objects.collect(),
            wraps: sealing::digest_of_wraps(&sealed.wraps),
            receipt: digest_of_receipt(&sealed.receipt),
        };
        let entry = self
            .intake
            .write(Sealed {
                recording: Recording::now(self, sealed.entered_by).to_the_hour(self),
                subject: sealed.id.into(),
                fact,
                salt: sealed.salt,
                receipt: sealed.receipt,
                wraps: sealed.wraps,
                objects: sealed.objects,
            })
            .await?;
        if let Some(entry) = entry {
            return Ok(Kept::New(entry));
        }
        // The same form was received before: with these words, or with others.
        let kept = self
            .store
            .read("report by receipt", move |reading| {
                Box::pin(async move { reading.sent_before(locator).await })
            })
            .await?;
        let (report, kept_mac) = kept.ok_or(ServiceError::ChangedMeanwhile)?;
        if seal::constant_time_eq(&kept_mac, &content_mac) {
            Ok(Kept::Before(report))
        } else {
            Ok(Kept::OtherWords)
        }
    }
}

/// Digest of the public parts of a receipt, as the ledger commits to them.
pub(crate) fn digest_of_receipt(parts: &ReceiptParts) -> Digest {
    let mut bytes = parts.locator.to_vec();
    bytes.extend_from_slice(&parts.auth_public);
    bytes.extend_from_slice(&parts.content_mac);
    bytes.extend_from_slice(&parts.mailbox_public);
    Digest(seal::sha256(&bytes))
}
