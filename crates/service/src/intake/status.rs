//! Coming back with the receipt: where the report stands.

use domain::Timestamp;
use domain::incident::IncidentStage;
use seal::{Receipt, ReceiptError};
use store::StandingRow;

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
                Box::pin(async move { Ok::<_, ServiceError>(reading.standing(locator).await?) })
            })
            .await?;
        Ok(Ok(found.map(|row| {
            let standing = standing(&row);
            Status {
                received: row.received,
                since: since(&standing, &row),
                standing,
            }
        })))
    }
}

fn standing(row: &StandingRow) -> Standing {
    match (row.set_aside, row.incident, &row.decision) {
        (Some(reason), ..) => Standing::SetAside(reason.code()),
        (None, None, _) if row.opened.is_none() => Standing::Waiting,
        (None, None, _) => Standing::Read,
        (None, Some(IncidentStage::Coding), _) => Standing::InWork,
        (None, Some(IncidentStage::Decided), Some(decision)) => Standing::Decided(decision.clone()),
        // No report tells of an imported incident, so none stands by one that was taken back.
        (None, Some(_), _) => Standing::InCheck,
    }
}

/// Since when a report stands so: the last moment that brought it there, of its own entries and its incident's.
/// Colleagues opening it or writing on the coding move nothing.
fn since(standing: &Standing, row: &StandingRow) -> Option<Timestamp> {
    match standing {
        Standing::Waiting => None,
        // In the inbox, it stands as read from the first time that somebody opened it.
        Standing::Read => row.returned.or(row.opened),
        Standing::SetAside(_) => row.put_aside,
        Standing::InWork | Standing::InCheck | Standing::Decided(_) => row.attached.max(row.moved),
    }
}
