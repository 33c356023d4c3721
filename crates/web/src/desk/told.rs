//! What somebody told us, as it is shown to those who may read it.

use domain::Report;
use domain::fact::{Fact, SealedAt};
use domain::form::{DisplayAnswer, DisplayLine, WhenAnswer, WhenKind};
use domain::report::ReportStage;
use service::triage::OpenedReport;
use text::Value;

use super::frame::Desk;
use super::wording;
use crate::page::Page;

/// A report as shown: where it stands, how it came, what it says.
pub(super) struct Told {
    pub(super) id: String,
    pub(super) received: String,
    pub(super) channel: String,
    pub(super) language: String,
    pub(super) language_name: String,
    pub(super) sealed: String,
    pub(super) stage: String,
    /// The incident it is part of, if any.
    pub(super) incident: Option<String>,
    pub(super) is_new: bool,
    /// Whether it can't be read at all.
    pub(super) unreadable: bool,
    pub(super) answers: Vec<ToldAnswer>,
    /// Who had it before them, newest first.
    pub(super) seen: Vec<SeenShown>,
    /// How many times, in words.
    pub(super) seen_count: String,
}

/// One time that somebody had a report before them.
pub(super) struct SeenShown {
    pub(super) what: String,
    pub(super) role: String,
    pub(super) moment: String,
}

/// One answered question.
pub(super) struct ToldAnswer {
    pub(super) label: String,
    pub(super) lines: Vec<ToldLine>,
}

/// One part of an answer.
pub(super) struct ToldLine {
    pub(super) words: String,
    /// Typed by the person: shown as a story, in whatever direction it runs.
    pub(super) typed: bool,
    /// An address on the internet: veiled until asked for.
    pub(super) veiled: bool,
}

impl ToldLine {
    fn ours(words: String) -> Self {
        Self {
            words,
            typed: false,
            veiled: false,
        }
    }

    fn typed(words: String) -> Self {
        Self {
            words,
            typed: true,
            veiled: false,
        }
    }
}

impl Told {
    /// A report in words of the reader's language, and in the person's own.
    pub(super) fn of(desk: &Desk, page: &Page, opened: OpenedReport) -> Self {
        let report = opened.report;
        Self {
            id: report.id.to_string(),
            received: desk.moment(report.received),
            channel: page.code_label("channel", &report.channel),
            language_name: wording::language_name(&report.language),
            sealed: sealed(page, report.sealed_at),
            stage: stage(page, &report),
            incident: match report.stage {
                ReportStage::Attached(incident) => Some(incident.to_string()),
                _ => None,
            },
            is_new: report.stage == ReportStage::New,
            unreadable: opened.unreadable,
            answers: opened
                .answers
                .into_iter()
                .map(|answer| told_answer(page, answer))
                .collect(),
            language: report.language,
            seen_count: page.say_number("report-seen-count", "count", opened.seen.len() as u64),
            seen: opened
                .seen
                .into_iter()
                .map(|line| SeenShown {
                    what: deed(page, &line.fact, &line.name),
                    role: wording::role(page, line.role),
                    moment: desk.moment(line.at),
                })
                .collect(),
        }
    }
}

/// What somebody did with a report.
fn deed(page: &Page, fact: &Fact, who: &str) -> String {
    match fact {
        Fact::ReportReceived { .. } => page.say("report-seen-entered", "who", who),
        Fact::ReportAttached { .. } => page.say("report-seen-attached", "who", who),
        Fact::ReportSetAside { .. } => page.say("report-seen-set-aside", "who", who),
        Fact::ReportReturned {} => page.say("report-seen-returned", "who", who),
        Fact::IncidentOpened { .. } => page.say("report-seen-with-incident", "who", who),
        _ => page.say("report-seen-opened", "who", who),
    }
}

fn sealed(page: &Page, sealed_at: SealedAt) -> String {
    match sealed_at {
        SealedAt::Browser => page.text("desk-report-sealed-by-reporter"),
        SealedAt::FrontDoor => page.text("desk-report-sealed-by-server"),
        SealedAt::Desk => page.text("desk-report-sealed-by-helper"),
    }
}

/// Where a report stands, in words.
pub(super) fn stage(page: &Page, report: &Report) -> String {
    match report.stage {
        ReportStage::New => page.text("inbox-state-new"),
        ReportStage::Attached(_) => page.text("inbox-state-attached"),
        // uses: set-aside-spam set-aside-test set-aside-not-for-us
        ReportStage::SetAside(reason) => page.text(&format!("set-aside-{}", reason.code())),
    }
}

fn told_answer(page: &Page, answer: DisplayAnswer) -> ToldAnswer {
    let label = page.label(&answer.label, &answer.question);
    let lines = answer
        .lines
        .into_iter()
        .flat_map(|line| told_lines(page, line))
        .collect();
    ToldAnswer { label, lines }
}

fn told_lines(page: &Page, line: DisplayLine) -> Vec<ToldLine> {
    match line {
        DisplayLine::Text(typed) | DisplayLine::Postcode(typed) => vec![ToldLine::typed(typed)],
        DisplayLine::Number(number) => vec![ToldLine::ours(page.number(number))],
        DisplayLine::Label(chosen) => vec![ToldLine::ours(page.label(&chosen.label, &chosen.code))],
        DisplayLine::When(when) => told_when(page, when),
        DisplayLine::Link(typed) => vec![ToldLine {
            words: typed,
            typed: true,
            veiled: true,
        }],
    }
}

fn told_when(page: &Page, when: WhenAnswer) -> Vec<ToldLine> {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| page.date(day));
    let days = match (when.kind, day(when.earliest()), day(when.latest())) {
        (WhenKind::Between | WhenKind::KeepsHappening, Some(from), Some(to)) => page.text_with(
            "word-from-to",
            &[("from", Value::from(from)), ("to", Value::from(to))],
        ),
        (WhenKind::About, Some(day), _) => page.say("word-about-date", "date", &day),
        (WhenKind::Unknown, _, _) => page.text("word-not-known"),
        (_, Some(day), _) | (_, None, Some(day)) => day,
        (_, None, None) => String::new(),
    };
    let mut lines = Vec::new();
    if when.kind == WhenKind::KeepsHappening {
        lines.push(ToldLine::ours(page.text("told-keeps-happening")));
    }
    if !days.is_empty() {
        lines.push(ToldLine::ours(days));
    }
    lines.extend(
        [when.time, when.words]
            .into_iter()
            .flatten()
            .map(ToldLine::typed),
    );
    lines
}
