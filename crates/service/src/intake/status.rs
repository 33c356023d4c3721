//! Coming back with the receipt: where the report stands.

use domain::incident::IncidentStage;
use domain::report::ReportStage;
use domain::{Entry, Fact, Incident, Report, Timestamp};
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
    pub async fn status(
        &self,
        words: &str,
    ) -> Result<Result<Option<Status>, ReceiptError>, ServiceError> {
        let receipt = match Receipt::from_words(words) {
            Ok(receipt) => receipt,
            Err(error) => return Ok(Err(error)),
        };
        let locator = receipt.locator();
        let found = self
            .store
            .read("status", move |reading| {
                Box::pin(async move {
                    let Some((report, _)) = reading.report_by_locator(locator).await? else {
                        return Ok(None);
                    };
                    let incident = match report.stage {
                        ReportStage::Attached(id) => reading.incident(id).await?,
                        _ => None,
                    };
                    let mut history = reading.history(report.id.into()).await?;
                    if let Some(incident) = &incident {
                        history.extend(reading.history(incident.id.into()).await?);
                    }
                    Ok::<_, ServiceError>(Some((report, incident, history)))
                })
            })
            .await?;
        Ok(Ok(found.map(|(report, incident, history)| {
            let standing = standing(&report, incident.as_ref());
            Status {
                received: report.received,
                since: since(&standing, &history),
                standing,
            }
        })))
    }
}

fn standing(report: &Report, incident: Option<&Incident>) -> Standing {
    match (&report.stage, incident) {
        (ReportStage::New, _) if report.opened == 0 => Standing::Waiting,
        (ReportStage::New, _) | (ReportStage::Attached(_), None) => Standing::Read,
        (ReportStage::SetAside(reason), _) => Standing::SetAside(reason.code()),
        (ReportStage::Attached(_), Some(incident)) => {
            match (incident.stage, &incident.verification) {
                (IncidentStage::Coding, _) => Standing::InWork,
                // No report tells of an imported incident, so none stands by one that was taken back.
                (IncidentStage::InCheck | IncidentStage::TakenBack, _)
                | (IncidentStage::Decided, None) => Standing::InCheck,
                (IncidentStage::Decided, Some(verification)) => {
                    Standing::Decided(verification.decision.clone())
                }
            }
        }
    }
}

/// Since when a report stands so: the last moment that brought it there, of its own entries and its incident's.
/// Colleagues opening it or writing on the coding move nothing.
fn since(standing: &Standing, history: &[Entry]) -> Option<Timestamp> {
    let moves = |fact: &Fact| match standing {
        Standing::Waiting => false,
        Standing::Read => matches!(fact, Fact::ReportReturned {}),
        Standing::SetAside(_) => matches!(fact, Fact::ReportSetAside { .. }),
        Standing::InWork | Standing::InCheck | Standing::Decided(_) => matches!(
            fact,
            Fact::ReportAttached { .. }
                | Fact::SubmittedForCheck { .. }
                | Fact::ReturnedToCoder { .. }
                | Fact::Checked { .. }
                | Fact::IncidentReopened { .. }
        ),
    };
    let last = history
        .iter()
        .filter(|entry| moves(&entry.fact))
        .map(|entry| entry.at)
        .max();
    // In the inbox, it stands as read from the first time that somebody opened it.
    let opened = || {
        history
            .iter()
            .find(|entry| entry.fact == Fact::ReportOpened {})
            .map(|entry| entry.at)
    };
    if *standing == Standing::Read {
        last.or_else(opened)
    } else {
        last
    }
}
