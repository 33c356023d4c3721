//! The inbox: reading new reports, making incidents of them, attaching, setting aside.

use domain::codebook::{Cardinality, Codebook, FacetOn};
use domain::coding::{Coding, Facets};
use domain::fact::{SealedAt, SetAside};
use domain::form::{Answers, DisplayAnswer, Value, WhenAnswer, WhenKind};
use domain::report::ReportStage;
use domain::{
    Fact, Incident, IncidentId, Occurred, Permission, Precision, Report, ReportId, Subject,
    Timestamp,
};
use jiff::ToSpan as _;
use store::{InboxFilter, IncidentFilter, Writing};

use crate::error::ServiceError;
use crate::house::House;
use crate::keyring::SignedIn;
use crate::record::Recording;
use crate::sealing::{self, Unsealed};

/// How many lines a list shows at a time.
pub const PAGE_LENGTH: u32 = 50;

/// What the inbox is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct InboxNarrowing {
    /// Where reports stand: `new`, `attached` or `set-aside`; new ones when none is given.
    pub stage: Option<String>,
    /// By this channel only.
    pub channel: Option<String>,
    /// In this language only.
    pub language: Option<String>,
    /// Go on after this report of the page before.
    pub after: Option<(Timestamp, ReportId)>,
}

/// The inbox as shown.
pub struct Inbox {
    /// Oldest first.
    pub reports: Vec<Report>,
    /// How many there are in all.
    pub total: u64,
    /// Where the next page goes on.
    pub next: Option<(Timestamp, ReportId)>,
}

/// A report unsealed for somebody who may read it.
pub struct OpenedReport {
    /// Where it stands.
    pub report: Report,
    /// What was said, in the order of the form.
    pub answers: Vec<DisplayAnswer>,
    /// What the answers suggest for a coding.
    pub suggested: Suggested,
    /// Whether it can't be read: it was sealed in a browser, and not as our page seals.
    pub unreadable: bool,
}

/// A first coding, taken from what the reporter chose; a person decides.
#[derive(Debug, Clone)]
pub struct Suggested {
    /// When it happened.
    pub occurred: Occurred,
    /// How many people it was done to.
    pub persons: Option<u32>,
    /// Facets.
    pub facets: Facets,
    /// What the reporter believes that it was done for.
    pub perceived: Facets,
}

/// How the "same incident?" list is narrowed.
#[derive(Debug, Clone, Default)]
pub struct CandidateQuery {
    /// First day.
    pub from: Option<jiff::civil::Date>,
    /// Last day.
    pub to: Option<jiff::civil::Date>,
    /// A code of the facet `area`.
    pub area: Option<String>,
    /// A code of the facet `category`.
    pub category: Option<String>,
    /// Words that a report of the incident holds.
    pub words: String,
}

fn answers_in(objects: &[Unsealed]) -> Result<Answers, ServiceError> {
    let groups = objects
        .iter()
        .map(|object| serde_json::from_slice(&object.plain))
        .collect::<Result<Vec<serde_json::Value>, _>>()
        .map_err(|_| ServiceError::Damaged("a report's answers"))?;
    Answers::from_sealed_groups(&groups).map_err(|_| ServiceError::Damaged("a report's answers"))
}

impl House {
    /// The inbox.
    pub async fn inbox(
        &self,
        by: &SignedIn,
        narrowing: InboxNarrowing,
    ) -> Result<Inbox, ServiceError> {
        by.actor.needs(Permission::SeeInbox)?;
        let filter = InboxFilter {
            stage: Some(narrowing.stage.unwrap_or_else(|| "new".to_owned())),
            channel: narrowing.channel,
            language: narrowing.language,
            ..InboxFilter::default()
        };
        let after = narrowing.after;
        self.store
            .read("inbox", move |reading| {
                Box::pin(async move {
                    let total = reading.count_reports(&filter).await?;
                    let mut reports = reading.inbox(&filter, PAGE_LENGTH + 1, after).await?;
                    let more = reports.len() > PAGE_LENGTH as usize;
                    reports.truncate(PAGE_LENGTH as usize);
                    let next = more
                        .then(|| reports.last().map(|report| (report.received, report.id)))
                        .flatten();
                    Ok(Inbox {
                        reports,
                        total,
                        next,
                    })
                })
            })
            .await
    }

    /// How many reports wait, and how many incidents wait for a check.
    pub async fn waiting(&self, by: &SignedIn) -> Result<(u64, u64), ServiceError> {
        by.actor.needs(Permission::SeeInbox)?;
        self.store
            .read("waiting", |reading| {
                Box::pin(async move { Ok(reading.waiting().await?) })
            })
            .await
    }

    /// Unseals a report and records that it was opened.
    pub async fn open_report(
        &self,
        by: &SignedIn,
        id: ReportId,
    ) -> Result<OpenedReport, ServiceError> {
        by.actor.needs(Permission::OpenReport)?;
        let unsealed = self.unseal_reports(by, vec![id]).await?;
        let recording = Recording::now(self, Some(by.actor.member));
        let salt = self.random();
        let report = self
            .store
            .write("open a report", move |writing| {
                Box::pin(async move {
                    note_on_report(writing, recording, id, Fact::ReportOpened {}, salt).await
                })
            })
            .await?;
        let answers = unsealed
            .into_iter()
            .next()
            .map(|(_, answers)| answers)
            .ok_or(ServiceError::NotFound)?;
        Ok(self.opened(report, answers))
    }

    /// Unseals reports without recording it; every caller records in the same request. What a browser sealed is none
    /// where it can't be read: anybody may send such a thing, and it must not hide what others told.
    pub(crate) async fn unseal_reports(
        &self,
        by: &SignedIn,
        ids: Vec<ReportId>,
    ) -> Result<Vec<(Report, Option<Answers>)>, ServiceError> {
        let keys = self.keys()?;
        let team = by.keys.team_keys().needed()?;
        self.store
            .read("unseal reports", move |reading| {
                Box::pin(async move {
                    let mut opened = Vec::with_capacity(ids.len());
                    for id in ids {
                        let report = reading.report(id).await?.ok_or(ServiceError::NotFound)?;
                        let objects = sealing::unseal_all(reading, &keys, &team, id.into()).await;
                        let answers = match objects.and_then(|objects| answers_in(&objects)) {
                            Ok(answers) => Some(answers),
                            Err(ServiceError::Sealed(_) | ServiceError::Damaged(_))
                                if report.sealed_at == SealedAt::Browser =>
                            {
                                None
                            }
                            Err(error) => return Err(error),
                        };
                        opened.push((report, answers));
                    }
                    Ok(opened)
                })
            })
            .await
    }

    pub(crate) fn opened(&self, report: Report, answers: Option<Answers>) -> OpenedReport {
        let unreadable = answers.is_none();
        let answers = answers.unwrap_or_else(|| Answers {
            codebook: report.codebook.id.clone(),
            version: report.codebook.version,
            answers: Vec::new(),
        });
        OpenedReport {
            answers: answers.display(),
            suggested: suggested(&self.in_force().codebook, &answers),
            report,
            unreadable,
        }
    }

    /// Makes an incident of a report, coded with what the report suggests, and attaches the report.
    pub async fn make_incident(
        &self,
        by: &SignedIn,
        id: ReportId,
        suggested: Suggested,
    ) -> Result<IncidentId, ServiceError> {
        self.make_incident_of(by, vec![id], suggested).await
    }

    /// Makes an incident and attaches reports to it, all in one transaction.
    async fn make_incident_of(
        &self,
        by: &SignedIn,
        ids: Vec<ReportId>,
        suggested: Suggested,
    ) -> Result<IncidentId, ServiceError> {
        by.actor.needs(Permission::TriageReport)?;
        let in_force = self.in_force();
        let series = in_force
            .codebook
            .own_series()
            .ok_or(ServiceError::NotInCodebook("series".to_owned()))?;
        let coding = Coding {
            codebook: in_force.reference(),
            occurred: suggested.occurred,
            persons: suggested.persons,
            facets: suggested.facets,
        };
        let problems = coding.problems(&in_force.codebook, false);
        if !problems.is_empty() {
            return Err(ServiceError::Coding(problems));
        }
        let incident = IncidentId::from_bytes(self.random());
        let recording = Recording::now(self, Some(by.actor.member));
        let year = self.today().year();
        let salts: [[u8; 32]; 2] = std::array::from_fn(|_| self.random());
        let report_salts: Vec<[u8; 32]> = ids.iter().map(|_| self.random()).collect();
        let (series, perceived) = (series.code.clone(), suggested.perceived);
        self.store
            .write("make an incident", move |writing| {
                Box::pin(async move {
                    let number = writing.next_reference(year).await?;
                    let made = Fact::IncidentMade {
                        series,
                        year,
                        number,
                        coding,
                    };
                    let entry = recording
                        .append(writing, incident.into(), 1, &made, salts[0])
                        .await?;
                    let mut state = Incident::begin(&entry)?;
                    if !perceived.is_empty() {
                        let fact = Fact::PerceptionRecorded {
                            perceived,
                            note: None,
                        };
                        let entry = recording
                            .append(writing, incident.into(), 2, &fact, salts[1])
                            .await?;
                        state.apply(&entry)?;
                    }
                    writing.add_incident(&state).await?;
                    for (id, salt) in ids.into_iter().zip(report_salts) {
                        note_on_report(
                            writing,
                            recording,
                            id,
                            Fact::ReportAttached { incident },
                            salt,
                        )
                        .await?;
                    }
                    Ok::<_, ServiceError>(())
                })
            })
            .await?;
        Ok(incident)
    }

    /// Attaches reports to an incident that exists; either all of them or none.
    pub async fn attach(
        &self,
        by: &SignedIn,
        ids: Vec<ReportId>,
        incident: IncidentId,
    ) -> Result<(), ServiceError> {
        by.actor.needs(Permission::TriageReport)?;
        self.change_reports(by, ids, Some(incident), Fact::ReportAttached { incident })
            .await
    }

    /// Makes one incident of several reports, of all of them or of none: the first gives the coding.
    pub async fn same_incident(
        &self,
        by: &SignedIn,
        ids: Vec<ReportId>,
    ) -> Result<IncidentId, ServiceError> {
        by.actor.needs(Permission::TriageReport)?;
        let first = ids.first().ok_or(ServiceError::NotFound)?;
        let opened = self.open_report(by, *first).await?;
        self.make_incident_of(by, ids, opened.suggested).await
    }

    /// Sets reports aside; either all of them or none.
    pub async fn set_aside(
        &self,
        by: &SignedIn,
        ids: Vec<ReportId>,
        reason: SetAside,
    ) -> Result<(), ServiceError> {
        by.actor.needs(Permission::TriageReport)?;
        self.change_reports(by, ids, None, Fact::ReportSetAside { reason })
            .await
    }

    /// Puts a report back into the inbox.
    pub async fn return_to_inbox(&self, by: &SignedIn, id: ReportId) -> Result<(), ServiceError> {
        by.actor.needs(Permission::TriageReport)?;
        self.change_reports(by, vec![id], None, Fact::ReportReturned {})
            .await
    }

    async fn change_reports(
        &self,
        by: &SignedIn,
        ids: Vec<ReportId>,
        incident: Option<IncidentId>,
        fact: Fact,
    ) -> Result<(), ServiceError> {
        let recording = Recording::now(self, Some(by.actor.member));
        let salts: Vec<[u8; 32]> = ids.iter().map(|_| self.random()).collect();
        self.store
            .write("change reports", move |writing| {
                Box::pin(async move {
                    if let Some(incident) = incident {
                        writing
                            .incident(incident)
                            .await?
                            .ok_or(ServiceError::NotFound)?;
                    }
                    for (id, salt) in ids.into_iter().zip(salts) {
                        note_on_report(writing, recording, id, fact.clone(), salt).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Incidents that a report may belong to: near in time, same place or category, same words.
    pub async fn candidates(
        &self,
        by: &SignedIn,
        query: CandidateQuery,
    ) -> Result<Vec<Incident>, ServiceError> {
        by.actor.needs(Permission::TriageReport)?;
        let mut facets = Vec::new();
        facets.extend(query.area.map(|code| ("area".to_owned(), code)));
        facets.extend(query.category.map(|code| ("category".to_owned(), code)));
        let filter = IncidentFilter {
            occurred_from: query.from,
            occurred_to: query.to,
            facets,
            own_only: true,
            ..IncidentFilter::default()
        };
        let mut found = self
            .store
            .read("candidates", move |reading| {
                Box::pin(async move { reading.incidents(&filter, 200, None).await })
            })
            .await?;
        if !query.words.trim().is_empty() {
            let holding = self.incidents_with_words(by, &query.words).await?;
            found.retain(|incident| holding.contains(&incident.id));
        }
        found.truncate(20);
        Ok(found)
    }
}

/// Appends a fact to a report and keeps where it stands.
pub(crate) async fn note_on_report(
    writing: &mut Writing,
    recording: Recording,
    id: ReportId,
    fact: Fact,
    salt: [u8; 32],
) -> Result<Report, ServiceError> {
    let mut report = writing.report(id).await?.ok_or(ServiceError::NotFound)?;
    report.allows(&fact)?;
    let entry = recording
        .append(writing, Subject::from(id), report.number + 1, &fact, salt)
        .await?;
    report.apply(&entry)?;
    writing.update_report(&report).await?;
    Ok(report)
}

/// The facets in which a reporter says what they think that it was done for.
pub(crate) const PERCEIVED_FACETS: [&str; 2] = ["strand", "target"];

/// The form's question for how many people it was done to; a codebook that asks under another name
/// leaves the number to the coder.
const PEOPLE_QUESTION: &str = "people";

fn suggested(codebook: &Codebook, answers: &Answers) -> Suggested {
    let mut perceived = Facets::new();
    let mut facets = Facets::new();
    let persons = match answers.value(PEOPLE_QUESTION) {
        Some(Value::Number(people)) => u32::try_from(*people).ok(),
        _ => None,
    };
    for suggestion in answers.suggestions() {
        // A code may have left the codebook since the report was sent.
        let Some(facet) = codebook.facet(&suggestion.facet) else {
            continue;
        };
        for code in suggestion.codes.iter().filter(|code| facet.lists(code)) {
            if PERCEIVED_FACETS.contains(&suggestion.facet.as_str()) {
                perceived.insert(&suggestion.facet, code);
            }
            // Two questions may suggest the same facet; where it takes one code, the first answer stands.
            let taken =
                facet.cardinality == Cardinality::One && facets.codes(&facet.id).next().is_some();
            if facet.on == FacetOn::Incident && !taken {
                facets.insert(&suggestion.facet, code);
            }
        }
    }
    let occurred = answers.when().map_or(Occurred::UNKNOWN, occurred);
    Suggested {
        occurred,
        persons,
        facets,
        perceived,
    }
}

/// What a reporter said about the time, as the days that are coded.
fn occurred(when: &WhenAnswer) -> Occurred {
    let (from, to) = (when.earliest(), when.latest());
    let precision = match when.kind {
        WhenKind::Exact | WhenKind::Today | WhenKind::Yesterday => Precision::Exact,
        WhenKind::About => Precision::About,
        WhenKind::Between | WhenKind::KeepsHappening => Precision::Between,
        WhenKind::Unknown => Precision::Unknown,
    };
    Occurred::new(precision, from, to).unwrap_or(Occurred::UNKNOWN)
}

/// A window of days around when something happened, for finding the same incident told twice.
#[must_use]
pub fn days_around(
    occurred: &Occurred,
    days: i32,
) -> (Option<jiff::civil::Date>, Option<jiff::civil::Date>) {
    (
        occurred
            .from
            .and_then(|day| day.checked_sub(days.days()).ok()),
        occurred
            .to
            .and_then(|day| day.checked_add(days.days()).ok()),
    )
}

/// Whether a report is in the inbox.
#[must_use]
pub fn is_new(report: &Report) -> bool {
    report.stage == ReportStage::New
}
