//! Playing the plan through the services, as its people would have done it.

use anyhow::Context as _;
use domain::coding::Coding;
use domain::{Incident, ReportId};
use service::check::CheckDecision;
use service::incidents::Edit;
use service::intake::{Arrival, ArrivalBy};
use service::{House, SignedIn};

use super::clock::TownClock;
use super::people::Staff;
use super::plan::{Coded, Plan, Step};

/// What is known of a case while it is played.
#[derive(Default)]
struct Case {
    reports: Vec<ReportId>,
    /// How many of them belong to the incident.
    attached: usize,
    incident: Option<Incident>,
    /// The secret words of its first report, if a reporter sent it in English through the page.
    words: Option<String>,
}

/// Plays everything; gives the secret words of one report that waits for its check.
pub(super) async fn play(
    house: &House,
    clock: &TownClock,
    staff: &Staff,
    plan: Plan,
) -> anyhow::Result<String> {
    let mut cases: Vec<Case> = (0..plan.cases).map(|_| Case::default()).collect();
    let mut words = None;
    for moment in plan.moments {
        clock.stand_at(moment.at);
        let case = cases.get_mut(moment.case).context("a step of no case")?;
        let caseworker = &staff.caseworkers[moment.case % staff.caseworkers.len()];
        let submits = matches!(moment.step, Step::Submit);
        take(house, staff, caseworker, case, moment.step).await?;
        if submits && case.words.is_some() {
            words.clone_from(&case.words);
        }
    }
    Ok(words.unwrap_or_default())
}

async fn take(
    house: &House,
    staff: &Staff,
    caseworker: &SignedIn,
    case: &mut Case,
    step: Step,
) -> anyhow::Result<()> {
    match step {
        Step::Receive {
            channel,
            language,
            posted,
        } => {
            let answers = house
                .in_force()
                .codebook
                .form
                .read(&posted, house.today())?;
            let by = if channel == "web-form" {
                ArrivalBy::Reporter
            } else {
                ArrivalBy::Colleague(&staff.helper)
            };
            let arrival = Arrival {
                seed: house.random(),
                language,
                channel,
                answers: &answers,
                by,
            };
            let received = house.receive(&arrival).await?;
            if case.reports.is_empty() && language == "en" && matches!(by, ArrivalBy::Reporter) {
                case.words = Some(received.receipt.words());
            }
            case.reports.push(received.report);
        }
        Step::Make => {
            let report = *case
                .reports
                .first()
                .context("an incident without a report")?;
            let opened = house.open_report(caseworker, report).await?;
            let incident = house
                .make_incident(caseworker, report, opened.suggested)
                .await?;
            case.attached = 1;
            case.incident = Some(house.incident(caseworker, incident).await?);
        }
        Step::Attach => {
            let report = *case
                .reports
                .get(case.attached)
                .context("no further report to attach")?;
            house.open_report(caseworker, report).await?;
            house
                .attach(caseworker, vec![report], made(case)?.id)
                .await?;
            case.attached += 1;
        }
        Step::SetAside(reason) => {
            let report = *case.reports.first().context("no report to set aside")?;
            house.open_report(caseworker, report).await?;
            house.set_aside(caseworker, vec![report], reason).await?;
        }
        Step::Code(coded, words) => {
            let edit = edit(case, coding(house, coded), words)?;
            case.incident = Some(house.code(caseworker, edit).await?);
        }
        Step::Submit => {
            case.incident = Some(
                house
                    .submit_for_check(caseworker, edit(case, (), "")?)
                    .await?,
            );
        }
        Step::Return(words) => {
            case.incident = Some(
                house
                    .return_to_coder(&staff.senior, edit(case, (), words)?)
                    .await?,
            );
        }
        Step::Check(decision, own, words) => {
            let change = CheckDecision {
                decision: decision.to_owned(),
                coding: own.map(|coded| coding(house, coded)),
            };
            case.incident = Some(
                house
                    .check(&staff.senior, edit(case, change, words)?)
                    .await?,
            );
        }
        Step::Police(classification, decided_on) => {
            let edit = edit(case, (classification.to_owned(), decided_on), "")?;
            case.incident = Some(house.record_police_classification(caseworker, edit).await?);
        }
    }
    Ok(())
}

fn made(case: &Case) -> anyhow::Result<&Incident> {
    case.incident
        .as_ref()
        .context("the incident is not made yet")
}

fn edit<T>(case: &Case, change: T, words: &str) -> anyhow::Result<Edit<T>> {
    let incident = made(case)?;
    Ok(Edit {
        incident: incident.id,
        seen_revision: incident.revision,
        change,
        words: words.to_owned(),
    })
}

/// The coding under the codebook in force.
fn coding(house: &House, coded: Coded) -> Coding {
    Coding {
        codebook: house.in_force().reference(),
        occurred: coded.occurred,
        persons: coded.persons,
        facets: coded.facets,
    }
}
