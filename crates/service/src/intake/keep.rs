//! Keeping reports: those that come at the same time share a few statements and one commit.

use domain::{Fact, Report, Subject};
use futures::future::BoxFuture;
use store::{Gatherer, ObjectRow, ReceiptParts, Store, WrapRow, Writing};

use crate::error::ServiceError;
use crate::record::{self, Recording};
use crate::sealing;

/// A report as it is to be kept.
pub(crate) struct Sealed {
    pub(crate) recording: Recording,
    pub(crate) subject: Subject,
    /// That it was received.
    pub(crate) fact: Fact,
    /// The reporter's own salt: the opening can be computed again from the words alone.
    pub(crate) salt: [u8; 32],
    pub(crate) receipt: ReceiptParts,
    pub(crate) wraps: Vec<WrapRow>,
    pub(crate) objects: Vec<ObjectRow>,
}

/// Where reports come together. It answers with the place of the report's entry in the ledger; none when another
/// report has the same receipt, and then nothing of this one is kept.
pub(crate) type Intake = Gatherer<Sealed, Option<u64>, ServiceError>;

/// The intake of a house.
pub(crate) fn of(store: &Store) -> Intake {
    store.gatherer("receive reports", keep)
}

fn keep<'t>(
    writing: &'t mut Writing,
    all: &'t [Sealed],
) -> BoxFuture<'t, Result<Vec<Option<u64>>, ServiceError>> {
    Box::pin(async move {
        let locators: Vec<_> = all.iter().map(|sealed| sealed.receipt.locator).collect();
        let mut known = writing.known_locators(&locators).await?;
        // Of two that came at once, the first is kept.
        let is_new: Vec<bool> = locators
            .iter()
            .map(|locator| known.insert(*locator))
            .collect();
        let fresh: Vec<&Sealed> = all
            .iter()
            .zip(&is_new)
            .filter_map(|(sealed, is_new)| is_new.then_some(sealed))
            .collect();
        let news: Vec<_> = fresh
            .iter()
            .map(|sealed| {
                sealed
                    .recording
                    .entry(sealed.subject, 1, &sealed.fact, sealed.salt)
            })
            .collect();
        let mut specifications = fresh.iter().map(|sealed| sealed.recording.specification);
        let entries = writing
            .append_all(&news, |new, _, text| {
                let specification = specifications.next().unwrap_or_default();
                record::leaf(new, specification, text)
            })
            .await?;
        let (mut reports, mut wraps, mut objects) = (Vec::new(), Vec::new(), Vec::new());
        for (entry, sealed) in entries.iter().zip(&fresh) {
            reports.push((Report::begin(entry)?, sealed.receipt.clone()));
            wraps.extend_from_slice(&sealed.wraps);
            objects.extend_from_slice(&sealed.objects);
        }
        writing.add_reports(&reports).await?;
        sealing::keep_wraps(writing, &wraps).await?;
        writing.add_objects(&objects).await?;
        let mut entries = entries.into_iter();
        Ok(is_new
            .into_iter()
            .map(|is_new| {
                let entry = if is_new { entries.next() } else { None };
                entry.map(|entry| entry.index)
            })
            .collect())
    })
}
