//! Who has seen a report: read from the facts that every opening leaves.

use std::collections::HashMap;

use domain::fact::Fact;
use domain::{MemberId, ReportId, Role, Timestamp};
use store::Reading;

use crate::error::ServiceError;

/// One time that somebody had a report before them.
pub struct SeenLine {
    /// What the member is called.
    pub name: String,
    /// What they are now.
    pub role: Role,
    /// When.
    pub at: Timestamp,
    /// What they did: a fact of the report, or the opening of the incident that it is part of.
    pub fact: Fact,
}

/// Everybody who opened or handled a report, by itself or with an incident that it was ever part of; newest first.
/// Searches are not here: a search records how many reports it opened, not which.
pub(crate) async fn who_has_seen(
    reading: &mut Reading,
    id: ReportId,
) -> Result<Vec<SeenLine>, ServiceError> {
    let members: HashMap<MemberId, (String, Role)> = reading
        .members()
        .await?
        .into_iter()
        .map(|row| (row.member.id, (row.name, row.member.role)))
        .collect();
    let mut entries = reading.history(id.into()).await?;
    let mut incidents = Vec::new();
    for entry in &entries {
        if let Fact::ReportAttached { incident } = entry.fact
            && !incidents.contains(&incident)
        {
            incidents.push(incident);
        }
    }
    for incident in incidents {
        let opened = reading.history(incident.into()).await?.into_iter();
        entries.extend(opened.filter(|entry| {
            matches!(&entry.fact, Fact::IncidentOpened { reports } if reports.contains(&id))
        }));
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.index));
    let lines = entries.into_iter().filter_map(|entry| {
        let (name, role) = members.get(&entry.actor?)?.clone();
        Some(SeenLine {
            name,
            role,
            at: entry.at,
            fact: entry.fact,
        })
    });
    Ok(lines.collect())
}
