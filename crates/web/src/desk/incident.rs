//! One incident: what is known, the reports behind it, the coding, three judgements, the check, the history.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::codebook::Decision;
use domain::incident::{Incident, IncidentRefusal, IncidentStage};
use domain::{Coding, Facets, Fact, IncidentId, Permission};
use service::ServiceError;
use service::incidents::{HistoryLine, OpenedIncident};
use text::Value;

use super::area::{AREA_FACET, AreaFinder};
use super::coding::{self, Difference, Draft, Mend, Panel, PanelFacet, Part};
use super::frame::{Answer, Desk};
use super::inbox::Choice;
use super::told::Told;
use super::wording;
use crate::guard::Who;
use crate::page::{Page, show_private};
use crate::routes::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(
        "/{language}/desk/incidents/{id}",
        Who::May(Permission::OpenIncident),
        show,
    )]
}

/// The facets in which a reporter says what they think that it was done for.
pub(super) const PERCEIVED_FACETS: [&str; 2] = ["strand", "target"];
/// The facet of the police's judgement.
pub(super) const POLICE_FACET: &str = "police-classification";

/// What was typed into the forms of the page before, so that nothing of it is lost.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) coding: Option<Draft>,
    pub(super) perceived: Option<Facets>,
    pub(super) police: Option<(String, String)>,
    pub(super) decision: String,
    /// What was asked for an area, and what came of it.
    pub(super) place: Option<AreaFinder>,
    /// A note or a reason.
    pub(super) words: String,
}

/// What is said above the page when a form of it was refused.
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    /// None when nothing is wrong and the page is only shown again with what was typed.
    pub(super) title: Option<String>,
    pub(super) mend: Vec<Mend>,
    pub(super) typed: Typed,
}

#[derive(Template)]
#[template(path = "desk/incident.html")]
struct IncidentPage {
    page: Page,
    id: String,
    /// The revision that the forms of this page were made from.
    seen: u32,
    name: String,
    kicker: String,
    notice: Option<String>,
    refusal: Option<String>,
    mend: Vec<Mend>,
    /// Words that were typed into a form which this page no longer has.
    kept_words: String,
    opened_at: String,
    judgements: Vec<Judgement>,
    told: Vec<Told>,
    parts: Vec<Part>,
    older: Option<String>,
    /// The coding panel, while it is being coded, and for whoever checks it.
    panel: Option<Panel>,
    /// The way to find an area, where sets of areas are known.
    finder: Option<AreaFinder>,
    /// The coding stands open where it is folded.
    opens_coding: bool,
    missing: Option<String>,
    perception: Vec<PanelFacet>,
    police: Vec<Choice>,
    police_on: String,
    evidence: Vec<EvidenceShown>,
    standing: Standing,
    decisions: Vec<DecisionShown>,
    words: String,
    history: Vec<HistoryShown>,
    openings: Vec<HistoryShown>,
    openings_count: String,
}

/// Which form stands below the coding.
enum Standing {
    /// It is being coded; the viewer may.
    Coding,
    /// It waits for a second person, and the viewer is one.
    Check,
    /// It waits for a second person, and the viewer coded it.
    OwnCheck,
    /// It waits for somebody who may check.
    Waits,
    /// It is decided; the viewer may open it again.
    Decided,
    /// It is decided.
    Closed,
}

/// One of the three judgements.
struct Judgement {
    title: String,
    meaning: String,
    value: String,
    detail: String,
}

/// The evidence rule of a decision, spelled out.
struct EvidenceShown {
    decision: String,
    needed: String,
    met: bool,
    conditions: Vec<Condition>,
}

struct Condition {
    words: String,
    holds: bool,
}

/// One decision that a checker may take.
struct DecisionShown {
    code: String,
    label: String,
    definition: String,
    definition_in: String,
    note: Option<String>,
    chosen: bool,
}

/// One line of the history.
struct HistoryShown {
    what: String,
    moment: String,
    words: Option<String>,
    differences: Vec<Difference>,
    detail: Option<String>,
    /// What the member is who did it.
    role: Option<String>,
}

async fn show(desk: Desk, Path((_, id)): Path<(String, String)>) -> Answer {
    let id: IncidentId = id.parse().map_err(|_| desk.no_such_page())?;
    incident_page(&desk, id, None).await
}

/// The page of an incident; with what was refused and typed, when a form of it was sent in vain.
pub(super) async fn incident_page(desk: &Desk, id: IncidentId, refusal: Option<Refusal>) -> Answer {
    let opened = desk
        .site
        .house
        .open_incident(&desk.by, id)
        .await
        .map_err(|error| desk.refuse(&error))?;
    let page = desk.page(&format!("desk/incidents/{id}")).await;
    let has_areas = !desk
        .site
        .house
        .area_sets()
        .await
        .map_err(|error| desk.refuse(&error))?
        .is_empty();
    let status = refusal
        .as_ref()
        .map_or(StatusCode::OK, |refusal| refusal.status);
    Ok(show_private(
        status,
        &view(desk, page, opened, refusal, has_areas),
    ))
}

fn view(
    desk: &Desk,
    page: Page,
    opened: OpenedIncident,
    refusal: Option<Refusal>,
    has_areas: bool,
) -> IncidentPage {
    let OpenedIncident {
        incident,
        reports,
        history,
    } = opened;
    let (said, mend, typed) = match refusal {
        Some(Refusal {
            title, mend, typed, ..
        }) => (title, mend, typed),
        None => (None, Vec::new(), Typed::default()),
    };
    let today = desk.site.house.today();
    let standing = standing(desk, &incident);
    let editable = matches!(standing, Standing::Coding | Standing::Check);
    let draft = typed.coding.unwrap_or_else(|| Draft::of(&incident.coding));
    let panel = editable.then(|| Panel::new(&page, &draft, today, &mend));
    let finder = typed
        .place
        .or_else(|| has_areas.then(AreaFinder::default))
        .filter(|_| panel.is_some() && page.codebook().facet(AREA_FACET).is_some());
    let judgements = judgements(&page, desk, &incident, &history);
    let perceived = typed.perceived.unwrap_or_else(|| {
        incident
            .perception
            .as_ref()
            .map(|perception| perception.perceived.clone())
            .unwrap_or_default()
    });
    let perception = PERCEIVED_FACETS
        .iter()
        .filter_map(|id| page.codebook().facet(id))
        .map(|facet| coding::panel_facet(&page, facet, "perceived", &perceived, today, &mend))
        .collect();
    let (police_code, police_on) = typed.police.unwrap_or_else(|| {
        let police = incident.police.as_ref();
        let day = police
            .and_then(|police| police.decided_on)
            .map(|day| day.to_string());
        (
            police
                .map(|police| police.classification.clone())
                .unwrap_or_default(),
            day.unwrap_or_default(),
        )
    });
    let (history, openings) = history_shown(&page, desk, history);
    // What was typed stands in the form again; where that form is gone, it is shown by itself.
    let has_words_field = !matches!(
        standing,
        Standing::OwnCheck | Standing::Waits | Standing::Closed
    );
    let note = if typed.words.is_empty() {
        draft.note.clone()
    } else {
        typed.words
    };
    IncidentPage {
        id: incident.id.to_string(),
        seen: incident.revision,
        name: wording::incident_name(&page, &incident),
        kicker: format!(
            "{} · {}",
            wording::series(&page, &incident.series),
            wording::incident_stage(&page, &incident)
        ),
        notice: if said.is_some() {
            None
        } else {
            notice(&page, desk.asked.value("did"))
        },
        refusal: said,
        mend,
        kept_words: if has_words_field {
            String::new()
        } else {
            note.clone()
        },
        opened_at: desk.moment(desk.site.house.now()),
        judgements,
        parts: coding::parts(&page, &incident.coding),
        older: older(&page, &incident.coding),
        panel,
        opens_coding: finder.as_ref().is_some_and(|finder| finder.used),
        finder,
        missing: missing(&page, &incident),
        perception,
        police: police_choices(&page, &police_code, today),
        police_on,
        evidence: evidence(&page, &incident.coding),
        decisions: decisions(&page, &incident.coding, &typed.decision),
        words: note,
        openings_count: page.say_number("history-openings", "count", openings.len() as u64),
        history,
        openings,
        told: reports
            .into_iter()
            .map(|report| Told::of(desk, &page, report))
            .collect(),
        standing,
        page,
    }
}

fn notice(page: &Page, did: &str) -> Option<String> {
    match did {
        "made" => Some(page.text("incident-made-done")),
        "attached" => Some(page.text("incident-attached-done")),
        "saved" => Some(page.text("desk-saved")),
        "submitted" => Some(page.text("checks-submitted")),
        "decided" => Some(page.text("checks-decided")),
        "returned" => Some(page.text("checks-returned-done")),
        "reopened" => Some(page.text("checks-reopened-done")),
        _ => None,
    }
}

fn standing(desk: &Desk, incident: &Incident) -> Standing {
    let may_check = desk.by.actor.role.may(Permission::CheckIncident);
    match incident.stage {
        IncidentStage::Coding => Standing::Coding,
        IncidentStage::InCheck if incident.coders.contains(&desk.by.actor.member) => {
            Standing::OwnCheck
        }
        IncidentStage::InCheck if may_check => Standing::Check,
        IncidentStage::InCheck => Standing::Waits,
        IncidentStage::Decided if may_check => Standing::Decided,
        IncidentStage::Decided | IncidentStage::TakenBack => Standing::Closed,
    }
}

fn older(page: &Page, coding: &Coding) -> Option<String> {
    let codebook = page.codebook();
    let same = coding.codebook.id == codebook.id && coding.codebook.version == codebook.version;
    (!same).then(|| {
        page.say_number(
            "coding-older",
            "version",
            u64::from(coding.codebook.version),
        )
    })
}

fn missing(page: &Page, incident: &Incident) -> Option<String> {
    let missing = incident.coding.missing_for_check(page.codebook()).len() as u64;
    (missing > 0).then(|| page.say_number("coding-missing", "count", missing))
}

fn judgements(
    page: &Page,
    desk: &Desk,
    incident: &Incident,
    history: &[HistoryLine],
) -> Vec<Judgement> {
    let none = || page.text("judgement-none-yet");
    let by = |at, member: Option<domain::MemberId>| {
        let name = history
            .iter()
            .find(|line| line.entry.actor.is_some() && line.entry.actor == member)
            .and_then(|line| line.name.clone())
            .unwrap_or_else(|| page.text("history-nobody"));
        page.text_with(
            "judgement-by",
            &[
                ("name", Value::from(name)),
                ("date", Value::from(desk.moment(at))),
            ],
        )
    };
    let person = match &incident.perception {
        Some(perception) => {
            let codes: Vec<String> = perception
                .perceived
                .iter()
                .flat_map(|(facet, codes)| {
                    codes
                        .iter()
                        .map(|code| page.code_label(facet, code))
                        .collect::<Vec<_>>()
                })
                .collect();
            (
                text::list(page.language, &codes),
                by(perception.at, perception.by),
            )
        }
        None => (none(), String::new()),
    };
    let ours = match (&incident.verification, incident.stage) {
        (Some(verification), _) => (
            wording::decision(page, &verification.decision),
            by(verification.at, verification.by),
        ),
        (None, IncidentStage::InCheck) => (
            page.text("incident-state-submitted"),
            page.text("judgement-second-person"),
        ),
        (None, _) => (none(), page.text("judgement-second-person")),
    };
    let police = match &incident.police {
        Some(police) => {
            let decided = police.decided_on.map(|day| page.date(day));
            let detail = [decided, Some(by(police.at, police.by))]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · ");
            (
                page.code_label(POLICE_FACET, &police.classification),
                detail,
            )
        }
        None => (none(), String::new()),
    };
    let judgement = |title: String, meaning: String, (value, detail): (String, String)| Judgement {
        title,
        meaning,
        value,
        detail,
    };
    vec![
        judgement(
            page.text("judgement-perception"),
            page.text("judgement-perception.definition"),
            person,
        ),
        judgement(
            page.text("judgement-verification"),
            page.text("judgement-verification.definition"),
            ours,
        ),
        judgement(
            page.text("judgement-police"),
            page.text("judgement-police.definition"),
            police,
        ),
    ]
}

fn police_choices(page: &Page, chosen: &str, today: jiff::civil::Date) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", page.text("coding-not-coded"), chosen)];
    if let Some(facet) = page.codebook().facet(POLICE_FACET) {
        choices.extend(
            facet
                .codes_on(today)
                .map(|code| Choice::new(&code.code, page.label(&code.label, &code.code), chosen)),
        );
    }
    choices
}

/// The evidence rule of every decision that has one, with which of its conditions hold.
fn evidence(page: &Page, coding: &Coding) -> Vec<EvidenceShown> {
    let shown = |decision: &Decision| {
        let found = decision.evidence(&|facet, code| coding.facets.has(facet, code));
        let conditions = decision
            .needs
            .iter()
            .zip(&found.holds)
            .map(|(need, holds)| Condition {
                words: need
                    .is
                    .iter()
                    .map(|code| page.code_label(&need.facet, code))
                    .collect::<Vec<_>>()
                    .join(" / "),
                holds: *holds,
            });
        EvidenceShown {
            decision: page.label(&decision.label, &decision.code),
            needed: page.text_with(
                "evidence-needed",
                &[
                    ("least", Value::from(u64::from(found.at_least))),
                    ("found", Value::from(u64::from(found.found))),
                ],
            ),
            met: found.is_met(),
            conditions: conditions.collect(),
        }
    };
    let decisions = page
        .codebook()
        .decisions
        .iter()
        .filter(|decision| !decision.needs.is_empty());
    let mut seen: Vec<&Decision> = Vec::new();
    for decision in decisions {
        // The same rule is spelled out once.
        if !seen
            .iter()
            .any(|known| known.needs == decision.needs && known.at_least == decision.at_least)
        {
            seen.push(decision);
        }
    }
    seen.into_iter().map(shown).collect()
}

fn decisions(page: &Page, coding: &Coding, chosen: &str) -> Vec<DecisionShown> {
    let language = page
        .codebook()
        .languages
        .first()
        .cloned()
        .unwrap_or_else(|| "en".to_owned());
    let shown = |decision: &Decision| {
        let met = decision
            .evidence(&|facet, code| coding.facets.has(facet, code))
            .is_met();
        let note = if !met {
            Some(page.text("checks-evidence-not-met"))
        } else if decision.reason_required {
            Some(page.text("checks-needs-reason"))
        } else {
            None
        };
        DecisionShown {
            label: page.label(&decision.label, &decision.code),
            definition: decision.definition.clone(),
            definition_in: language.clone(),
            note,
            chosen: decision.code == chosen,
            code: decision.code.clone(),
        }
    };
    page.codebook().decisions.iter().map(shown).collect()
}

/// Everything that was done, newest first; and apart from it who only opened it.
fn history_shown(
    page: &Page,
    desk: &Desk,
    history: Vec<HistoryLine>,
) -> (Vec<HistoryShown>, Vec<HistoryShown>) {
    let (mut done, mut opened) = (Vec::new(), Vec::new());
    let mut last: Option<Coding> = None;
    for line in history {
        let who = line.name.unwrap_or_else(|| page.text("history-nobody"));
        let mut shown = HistoryShown {
            what: what(page, &line.entry.fact, &who),
            moment: desk.moment(line.entry.at),
            words: line.words,
            differences: Vec::new(),
            detail: detail(page, &line.entry.fact),
            role: line.role.map(|role| wording::role(page, role)),
        };
        if let Some(coding) = coding_of(&line.entry.fact) {
            if let Some(before) = &last {
                shown.differences = coding::differences(page, before, coding);
            }
            last = Some(coding.clone());
        }
        match line.entry.fact {
            Fact::IncidentOpened { .. } => opened.push(shown),
            _ => done.push(shown),
        }
    }
    done.reverse();
    opened.reverse();
    (done, opened)
}

/// The coding that a fact brings.
pub(super) fn coding_of(fact: &Fact) -> Option<&Coding> {
    match fact {
        Fact::IncidentMade { coding, .. }
        | Fact::IncidentImported { coding, .. }
        | Fact::IncidentRedelivered { coding, .. }
        | Fact::IncidentPutBack {
            coding: Some(coding),
            ..
        }
        | Fact::IncidentCoded { coding, .. }
        | Fact::Checked {
            coding: Some(coding),
            ..
        } => Some(coding),
        _ => None,
    }
}

fn what(page: &Page, fact: &Fact, who: &str) -> String {
    match fact {
        Fact::IncidentMade { .. } => page.say("history-incident-made", "who", who),
        Fact::IncidentImported { .. } => page.text("history-incident-imported"),
        Fact::IncidentRedelivered { .. } => page.text("history-incident-redelivered"),
        Fact::IncidentTakenBack { .. } => page.text("history-incident-taken-back"),
        Fact::IncidentPutBack { .. } => page.text("history-incident-put-back"),
        Fact::IncidentKeyMade { .. } => page.say("history-incident-key-made", "who", who),
        Fact::IncidentOpened { .. } => page.say("history-incident-opened", "who", who),
        Fact::IncidentCoded { .. } => page.say("history-incident-coded", "who", who),
        Fact::PerceptionRecorded { .. } => page.say("history-perception-recorded", "who", who),
        Fact::PoliceClassified { .. } => page.say("history-police-recorded", "who", who),
        Fact::SubmittedForCheck { .. } => page.say("history-check-submitted", "who", who),
        Fact::ReturnedToCoder { .. } => page.say("history-check-returned", "who", who),
        Fact::Checked { decision, .. } => page.text_with(
            "history-check-decided",
            &[
                ("who", Value::from(who)),
                ("decision", Value::from(wording::decision(page, decision))),
            ],
        ),
        Fact::IncidentReopened { .. } => page.say("history-check-reopened", "who", who),
        other => other.name().to_owned(),
    }
}

fn detail(page: &Page, fact: &Fact) -> Option<String> {
    match fact {
        Fact::PerceptionRecorded { perceived, .. } => {
            let codes: Vec<String> = perceived
                .iter()
                .flat_map(|(facet, codes)| {
                    codes
                        .iter()
                        .map(|code| page.code_label(facet, code))
                        .collect::<Vec<_>>()
                })
                .collect();
            Some(text::list(page.language, &codes))
        }
        Fact::PoliceClassified {
            classification,
            decided_on,
            ..
        } => {
            let label = page.code_label(POLICE_FACET, classification);
            Some(decided_on.map_or_else(
                || label.clone(),
                |day| format!("{label}, {}", page.date(day)),
            ))
        }
        _ => None,
    }
}

/// The page again after a form of it was refused, or the page that says why not.
pub(super) async fn refused(
    desk: &Desk,
    id: IncidentId,
    error: ServiceError,
    typed: Typed,
) -> Response {
    let page = desk.page("desk/incidents").await;
    let (status, title, mend) = match &error {
        ServiceError::Coding(wrong) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            page.text("error-summary-title"),
            coding::mend_coding(&page, wrong),
        ),
        ServiceError::ReasonNeeded => (
            StatusCode::UNPROCESSABLE_ENTITY,
            page.text("error-summary-title"),
            vec![Mend {
                field: "words".to_owned(),
                words: page.text("checks-reason-needed"),
            }],
        ),
        ServiceError::EvidenceMissing => (
            StatusCode::UNPROCESSABLE_ENTITY,
            page.text("error-summary-title"),
            vec![Mend {
                field: "decision".to_owned(),
                words: page.text("checks-evidence-not-met"),
            }],
        ),
        ServiceError::NotInCodebook(_) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            page.text("error-summary-title"),
            vec![Mend {
                field: "main".to_owned(),
                words: page.text("error-choice"),
            }],
        ),
        ServiceError::Incident(IncidentRefusal::SamePerson) => (
            StatusCode::FORBIDDEN,
            page.text("checks-not-own"),
            Vec::new(),
        ),
        ServiceError::ChangedMeanwhile | ServiceError::Incident(_) => {
            (StatusCode::CONFLICT, page.text("conflict-kept"), Vec::new())
        }
        _ => return desk.refuse(&error),
    };
    let refusal = Refusal {
        status,
        title: Some(title),
        mend,
        typed,
    };
    incident_page(desk, id, Some(refusal))
        .await
        .unwrap_or_else(|problem| problem)
}
