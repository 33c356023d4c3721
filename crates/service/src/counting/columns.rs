//! The coded facets of every incident and report, in columns in memory, kept up to date.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use domain::codebook::{Cardinality, Codebook, FacetOn};
use domain::incident::IncidentStage;
use domain::report::ReportStage;
use domain::{Entry, Fact, Incident, IncidentId, Precision, Report, ReportId};
use figures::{Holds, Layout, Row, Table, Unit};
use jiff::civil::Date;
use store::Reading;
use tokio::sync::Mutex;

use super::{IN_CHECK, IN_WORK, RECORDED, WAITING};
use crate::error::ServiceError;
use crate::house::House;

/// How many rows are read at a time.
const BATCH: u32 = 5_000;

/// Incidents and reports in columns, as of one size of the ledger.
#[derive(Clone)]
pub(crate) struct Loaded {
    pub(crate) incidents: Table,
    pub(crate) reports: Table,
    pub(crate) ledger_size: u64,
    codebook: [u8; 32],
}

impl Loaded {
    /// The table in which a unit is counted.
    pub(crate) fn table(&self, unit: Unit) -> &Table {
        match unit {
            Unit::Reports => &self.reports,
            Unit::Incidents | Unit::Persons => &self.incidents,
        }
    }
}

/// The columns, once somebody has asked for figures.
#[derive(Default)]
pub(crate) struct Columns(Mutex<Option<Arc<Loaded>>>);

impl Columns {
    /// The columns as of now: only what changed since the last question is read.
    pub(crate) async fn fresh(&self, house: &House) -> Result<Arc<Loaded>, ServiceError> {
        let in_force = house.in_force();
        let mut held = self.0.lock().await;
        let known = held
            .take()
            .filter(|loaded| loaded.codebook == in_force.sha256);
        let caught_up = match known {
            Some(loaded) => catch_up(house, loaded).await?,
            None => None,
        };
        let loaded = match caught_up {
            Some(loaded) => loaded,
            None => Arc::new(load(house).await?),
        };
        *held = Some(Arc::clone(&loaded));
        Ok(loaded)
    }
}

fn layout(codebook: &Codebook, holds: Holds) -> Layout {
    let mut layout = Layout::new(holds)
        .stages(
            [WAITING, IN_WORK, IN_CHECK]
                .into_iter()
                .map(str::to_owned)
                .chain(
                    codebook
                        .decisions
                        .iter()
                        .map(|decision| decision.code.clone()),
                )
                .chain(
                    domain::fact::SetAside::ALL
                        .iter()
                        .map(|reason| reason.code().to_owned()),
                )
                .chain([RECORDED.to_owned()]),
        )
        .series(codebook.series.iter().map(|series| series.code.clone()));
    for facet in &codebook.facets {
        let counted = match facet.on {
            FacetOn::Incident => true,
            FacetOn::Report => holds == Holds::Reports && facet.id == "channel",
            FacetOn::Judgement => facet.id == "police-classification",
            FacetOn::Outcome => false,
        };
        if counted {
            // A code may be listed once for each span of dates.
            let mut seen = HashSet::new();
            let codes = facet
                .codes
                .iter()
                .map(|code| code.code.as_str())
                .filter(|code| seen.insert(*code));
            layout = layout.facet(
                facet.id.clone(),
                facet.cardinality == Cardinality::Many,
                codes,
            );
        }
    }
    layout
}

async fn load(house: &House) -> Result<Loaded, ServiceError> {
    let in_force = house.in_force();
    let zone = house.settings.zone.clone();
    let sha256 = in_force.sha256;
    house
        .store
        .read("load the columns", move |reading| {
            Box::pin(async move {
                let mut loaded = Loaded {
                    incidents: Table::new(layout(&in_force.codebook, Holds::Incidents)),
                    reports: Table::new(layout(&in_force.codebook, Holds::Reports)),
                    ledger_size: reading.ledger_size().await?,
                    codebook: sha256,
                };
                let own = own_series(&in_force.codebook);
                let mut after = None;
                loop {
                    let batch = reading.incidents_after(after, BATCH).await?;
                    let Some(last) = batch.last() else { break };
                    after = Some(last.id);
                    for incident in &batch {
                        put_incident(&mut loaded.incidents, incident, &zone)?;
                    }
                }
                let mut after = None;
                loop {
                    let batch = reading.reports_after(after, BATCH).await?;
                    let Some(last) = batch.last() else { break };
                    after = Some(last.id);
                    for report in &batch {
                        let incident = incident_of(reading, report).await?;
                        put_report(&mut loaded.reports, report, incident.as_ref(), own, &zone)?;
                    }
                }
                Ok(loaded)
            })
        })
        .await
}

/// Brings the columns up to date; none when so much has changed that to load them anew is the shorter way.
async fn catch_up(house: &House, loaded: Arc<Loaded>) -> Result<Option<Arc<Loaded>>, ServiceError> {
    let in_force = house.in_force();
    let zone = house.settings.zone.clone();
    house
        .store
        .read("bring the columns up to date", move |reading| {
            Box::pin(async move {
                let size = reading.ledger_size().await?;
                if size == loaded.ledger_size {
                    return Ok(Some(loaded));
                }
                // Looking up one changed record costs as much as reading some twenty in a row.
                let changes = size.saturating_sub(loaded.ledger_size);
                let rows = (loaded.incidents.len() + loaded.reports.len()) as u64;
                if changes > u64::from(BATCH) && changes > rows / 20 {
                    return Ok(None);
                }
                let mut incidents = BTreeSet::new();
                let mut reports = BTreeSet::new();
                let mut from = loaded.ledger_size;
                while from < size {
                    let entries = reading.entries(from, BATCH).await?;
                    let Some(last) = entries.last() else { break };
                    from = last.index + 1;
                    for entry in entries {
                        let fact = Fact::from_text(&entry.fact_text)
                            .ok_or(ServiceError::Damaged("an entry"))?;
                        match subject_kind(&fact) {
                            Some(SubjectKind::Incident) => {
                                incidents.insert(IncidentId::from_bytes(*entry.subject.as_bytes()));
                            }
                            Some(SubjectKind::Report) => {
                                reports.insert(ReportId::from_bytes(*entry.subject.as_bytes()));
                            }
                            None => {}
                        }
                    }
                }
                let mut loaded = Arc::try_unwrap(loaded).unwrap_or_else(|shared| (*shared).clone());
                let own = own_series(&in_force.codebook);
                for id in incidents {
                    let incident = reading
                        .incident(id)
                        .await?
                        .ok_or(ServiceError::Damaged("an incident is missing"))?;
                    put_incident(&mut loaded.incidents, &incident, &zone)?;
                    // Reports are shown with what became of their incident.
                    reports.extend(
                        reading
                            .reports_of(id)
                            .await?
                            .into_iter()
                            .map(|report| report.id),
                    );
                }
                for id in reports {
                    let report = reading
                        .report(id)
                        .await?
                        .ok_or(ServiceError::Damaged("a report is missing"))?;
                    let incident = incident_of(reading, &report).await?;
                    put_report(&mut loaded.reports, &report, incident.as_ref(), own, &zone)?;
                }
                loaded.ledger_size = size;
                Ok(Some(Arc::new(loaded)))
            })
        })
        .await
}

/// The columns as they were at the end of a day, folded anew from the entries up to then.
pub(crate) async fn as_known_on(house: &House, day: Date) -> Result<Arc<Loaded>, ServiceError> {
    let in_force = house.in_force();
    let zone = house.settings.zone.clone();
    let sha256 = in_force.sha256;
    house
        .store
        .read("figures as known on a day", move |reading| {
            Box::pin(async move {
                let mut incidents: HashMap<IncidentId, Incident> = HashMap::new();
                let mut reports: HashMap<ReportId, Report> = HashMap::new();
                let mut size = 0;
                'entries: loop {
                    let batch = reading.entries(size, BATCH).await?;
                    if batch.is_empty() {
                        break;
                    }
                    for stored in batch {
                        if stored.at.day(&zone) > day {
                            break 'entries;
                        }
                        size = stored.index + 1;
                        let fact = Fact::from_text(&stored.fact_text)
                            .ok_or(ServiceError::Damaged("an entry"))?;
                        let entry = Entry {
                            index: stored.index,
                            subject: stored.subject,
                            number: stored.number,
                            actor: stored.actor,
                            at: stored.at,
                            fact,
                        };
                        match subject_kind(&entry.fact) {
                            Some(SubjectKind::Incident) => {
                                let id = IncidentId::from_bytes(*entry.subject.as_bytes());
                                match incidents.get_mut(&id) {
                                    Some(incident) => incident.apply(&entry)?,
                                    None => drop(incidents.insert(id, Incident::begin(&entry)?)),
                                }
                            }
                            Some(SubjectKind::Report) => {
                                let id = ReportId::from_bytes(*entry.subject.as_bytes());
                                match reports.get_mut(&id) {
                                    Some(report) => report.apply(&entry)?,
                                    None => drop(reports.insert(id, Report::begin(&entry)?)),
                                }
                            }
                            None => {}
                        }
                    }
                }
                let mut loaded = Loaded {
                    incidents: Table::new(layout(&in_force.codebook, Holds::Incidents)),
                    reports: Table::new(layout(&in_force.codebook, Holds::Reports)),
                    ledger_size: size,
                    codebook: sha256,
                };
                let own = own_series(&in_force.codebook);
                for incident in incidents.values() {
                    put_incident(&mut loaded.incidents, incident, &zone)?;
                }
                for report in reports.values() {
                    let incident = match report.stage {
                        ReportStage::Attached(id) => incidents.get(&id),
                        _ => None,
                    };
                    put_report(&mut loaded.reports, report, incident, own, &zone)?;
                }
                Ok(Arc::new(loaded))
            })
        })
        .await
}

/// Whether a fact is about an incident or a report.
pub(crate) enum SubjectKind {
    Incident,
    Report,
}

pub(crate) const fn subject_kind(fact: &Fact) -> Option<SubjectKind> {
    match fact {
        Fact::ReportReceived { .. }
        | Fact::ReportOpened {}
        | Fact::ReportAttached { .. }
        | Fact::ReportSetAside { .. }
        | Fact::ReportReturned {} => Some(SubjectKind::Report),
        Fact::IncidentMade { .. }
        | Fact::IncidentKeyMade { .. }
        | Fact::IncidentImported { .. }
        | Fact::IncidentRedelivered { .. }
        | Fact::IncidentTakenBack { .. }
        | Fact::IncidentPutBack { .. }
        | Fact::IncidentOpened { .. }
        | Fact::IncidentCoded { .. }
        | Fact::PerceptionRecorded { .. }
        | Fact::PoliceClassified { .. }
        | Fact::SubmittedForCheck { .. }
        | Fact::ReturnedToCoder { .. }
        | Fact::Checked { .. }
        | Fact::IncidentReopened { .. } => Some(SubjectKind::Incident),
        _ => None,
    }
}

fn own_series(codebook: &Codebook) -> &str {
    codebook
        .own_series()
        .map_or("own", |series| series.code.as_str())
}

async fn incident_of(
    reading: &mut Reading,
    report: &Report,
) -> Result<Option<Incident>, ServiceError> {
    Ok(match report.stage {
        ReportStage::Attached(id) => reading.incident(id).await?,
        _ => None,
    })
}

fn stage_of(incident: &Incident) -> &str {
    match (incident.stage, &incident.verification) {
        (IncidentStage::Decided, Some(verification)) => &verification.decision,
        (IncidentStage::InCheck | IncidentStage::TakenBack, _) | (IncidentStage::Decided, None) => {
            IN_CHECK
        }
        (IncidentStage::Coding, _) if incident.is_as_delivered() => RECORDED,
        (IncidentStage::Coding, _) => IN_WORK,
    }
}

/// The facets of an incident as lists that a row can lend from.
fn facets_of(incident: &Incident) -> Vec<(&str, Vec<&str>)> {
    let mut facets: Vec<(&str, Vec<&str>)> = incident
        .coding
        .facets
        .iter()
        .map(|(facet, codes)| (facet, codes.iter().map(String::as_str).collect()))
        .collect();
    if let Some(police) = &incident.police {
        facets.push(("police-classification", vec![&police.classification]));
    }
    facets
}

fn known_only<'a>(
    table: &Table,
    facets: Vec<(&'a str, Vec<&'a str>)>,
) -> Vec<(&'a str, Vec<&'a str>)> {
    // A coding keeps the codebook it was made with; a facet that is gone since isn't counted any more.
    facets
        .into_iter()
        .filter(|(facet, _)| table.facet_ids().any(|known| known == *facet))
        .collect()
}

fn put_incident(
    table: &mut Table,
    incident: &Incident,
    zone: &jiff::tz::TimeZone,
) -> Result<(), ServiceError> {
    if incident.stage == IncidentStage::TakenBack {
        table.remove(incident.id.as_bytes());
        return Ok(());
    }
    let facets = known_only(table, facets_of(incident));
    let facets: Vec<(&str, &[&str])> = facets
        .iter()
        .map(|(facet, codes)| (*facet, codes.as_slice()))
        .collect();
    let occurred = incident.coding.occurred;
    let row = Row {
        key: *incident.id.as_bytes(),
        ledger_index: incident.counted_as,
        series: &incident.series,
        stage: stage_of(incident),
        occurred: occurred.from.zip(occurred.to),
        precision: precision(occurred.precision),
        received: Some(incident.made_at.day(zone)),
        persons: incident.coding.persons,
        facets: &facets,
    };
    table
        .put(&row)
        .map_err(|_| ServiceError::Damaged("a coding does not fit its table"))
}

fn put_report(
    table: &mut Table,
    report: &Report,
    incident: Option<&Incident>,
    own: &str,
    zone: &jiff::tz::TimeZone,
) -> Result<(), ServiceError> {
    let stage = match (&report.stage, incident) {
        (ReportStage::SetAside(reason), _) => reason.code(),
        (ReportStage::Attached(_), Some(incident)) => stage_of(incident),
        _ => WAITING,
    };
    let mut facets = incident.map(facets_of).unwrap_or_default();
    facets.push(("channel", vec![&report.channel]));
    let facets = known_only(table, facets);
    let facets: Vec<(&str, &[&str])> = facets
        .iter()
        .map(|(facet, codes)| (*facet, codes.as_slice()))
        .collect();
    let occurred = incident.map(|incident| incident.coding.occurred);
    let row = Row {
        key: *report.id.as_bytes(),
        ledger_index: incident.map_or(0, |incident| incident.counted_as),
        series: own,
        stage,
        occurred: occurred.and_then(|occurred| occurred.from.zip(occurred.to)),
        precision: occurred.map_or(figures::Precision::Within, |occurred| {
            precision(occurred.precision)
        }),
        received: Some(report.received.day(zone)),
        persons: None,
        facets: &facets,
    };
    table
        .put(&row)
        .map_err(|_| ServiceError::Damaged("a report does not fit its table"))
}

const fn precision(precision: Precision) -> figures::Precision {
    match precision {
        Precision::Exact | Precision::About => figures::Precision::Exact,
        Precision::Between | Precision::Unknown => figures::Precision::Within,
    }
}
