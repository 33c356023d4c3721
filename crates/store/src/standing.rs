//! Where a report stands, as its reporter is told: no more of report and incident than that takes.

use domain::Timestamp;
use domain::fact::SetAside;
use domain::incident::IncidentStage;

use crate::error::StoreError;
use crate::reading::Reading;
use crate::statement::{Bound, Columns, statements};

statements! {
    STANDING = "select received, stage, set_aside, incident_stage, decision, opened, returned, put_aside, attached, moved
        from standing where locator = $1";
}

/// Where a report stands, and when each thing happened that brought it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingRow {
    /// When it was received.
    pub received: Timestamp,
    /// Why it was set aside, while it is.
    pub set_aside: Option<SetAside>,
    /// How far its incident has come, while it belongs to one.
    pub incident: Option<IncidentStage>,
    /// What the check of its incident decided, if anything.
    pub decision: Option<String>,
    /// When a colleague first opened it.
    pub opened: Option<Timestamp>,
    /// When it last came back into the inbox.
    pub returned: Option<Timestamp>,
    /// When it was last set aside.
    pub put_aside: Option<Timestamp>,
    /// When it last became part of an incident.
    pub attached: Option<Timestamp>,
    /// When its incident was last submitted, returned, decided or opened again.
    pub moved: Option<Timestamp>,
}

impl Reading {
    /// Where the report stands whose receipt has that locator.
    pub async fn standing(&mut self, locator: [u8; 16]) -> Result<Option<StandingRow>, StoreError> {
        let Some(row) = self.one(STANDING, Bound::new().bytes(locator)).await? else {
            return Ok(None);
        };
        let mut columns = Columns::of(&row);
        let received = columns.at()?;
        let stage = columns.text()?;
        let set_aside = columns.text_or_null()?.filter(|_| stage == "set-aside");
        let incident = columns.text_or_null()?.filter(|_| stage == "attached");
        Ok(Some(StandingRow {
            received,
            set_aside: set_aside
                .map(|code| SetAside::parse(&code).ok_or(StoreError::Unreadable("a reason")))
                .transpose()?,
            incident: incident
                .map(|word| {
                    IncidentStage::parse(&word)
                        .ok_or(StoreError::Unreadable("the stage of an incident"))
                })
                .transpose()?,
            decision: columns.text_or_null()?,
            opened: columns.at_or_null()?,
            returned: columns.at_or_null()?,
            put_aside: columns.at_or_null()?,
            attached: columns.at_or_null()?,
            moved: columns.at_or_null()?,
        }))
    }
}
