//! Coming back with the receipt: where the report stands.

use domain::incident::IncidentStage;
use domain::report::ReportStage;
use domain::{Report, Timestamp};
use seal::{Receipt, ReceiptError};

use crate::error::ServiceError;
use crate::house::House;

/// Where a report stands, in the steps that a reporter is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has read it yet.
    Waiting,
    /// Somebody has read it.
    Read,
    /// It is part of an incident that is being written up.
    InWork,
    /// A second person is checking.
    InCheck,
    /// The check came to this decision (a code of the codebook).
    Decided(String),
    /// It was not made an incident, for this reason (a code of [`domain::fact::SetAside`]).
    SetAside(&'static str),
}

/// What coming back shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// When we received it.
    pub received: Timestamp,
    /// Where it stands.
    pub standing: Standing,
    /// When that last changed; none while it waits.
    pub since: Option<Timestamp>,
}

impl House {
    /// Where the report stands that these receipt words belong to; none when there is no such report.
    pub async fn status(&self, words: &str) -> Result<Result<Option<Status>, ReceiptError>, ServiceError> {
        let receipt = match Receipt::from_words(words) {
            Ok(receipt) => receipt,
            Err(error) => return Ok(Err(error)),
        };
        let locator = receipt.locator();
        let found = self
            .store
            .read("status", move |reading| {
                Box::pin(async move {
                    let Some((report, _)) = reading.report_by_locator(locator).await? else { return Ok(None) };
                    let incident = match report.stage {
                        ReportStage::Attached(id) => reading.incident(id).await?,
                        _ => None,
                    };
                    let history = reading.history(report.id.into()).await?;
                    Ok::<_, ServiceError>(Some((report, incident, history.last().map(|entry| entry.at))))
                })
            })
            .await?;
        Ok(Ok(found.map(|(report, incident, last)| {
            let (standing, since) = match (&report.stage, &incident) {
                (ReportStage::New, _) if report.opened == 0 => (Standing::Waiting, None),
                (ReportStage::New, _) | (ReportStage::Attached(_), None) => (Standing::Read, last),
                (ReportStage::SetAside(reason), _) => (Standing::SetAside(reason.code()), last),
                (ReportStage::Attached(_), Some(incident)) => match (incident.stage, &incident.verification) {
                    (IncidentStage::Coding, _) => (Standing::InWork, last),
                    (IncidentStage::InCheck, _) | (IncidentStage::Decided, None) => (Standing::InCheck, last),
                    (IncidentStage::Decided, Some(verification)) => {
                        (Standing::Decided(verification.decision.clone()), Some(verification.at))
                    }
                },
            };
            Status { received: received_of(&report), standing, since }
        })))
    }
}

const fn received_of(report: &Report) -> Timestamp {
    report.received
}
