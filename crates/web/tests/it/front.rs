//! The front door.

mod abuse;
mod busy;
mod coming_back;
mod every_page;
mod sealed;
mod telling;

use crate::asking::{Answer, Pages, fields};
use domain::form::DisplayLine;
use domain::{ReportId, Role};
use service::SignedIn;
use service::triage::InboxNarrowing;

/// An empty form, opened now.
async fn form(pages: &Pages) -> Answer {
    pages.get("/en/report").await
}

/// A form with that story, ready to send.
async fn told(pages: &Pages, story: &str) -> Vec<(String, String)> {
    let token = form(pages).await.hidden("form_token").expect("a token");
    fields(&[("form_token", &token), ("story", story)])
}

/// Somebody who may open reports.
async fn caseworker(pages: &Pages) -> SignedIn {
    pages.house.member("Casey Worker", Role::Caseworker).await
}

async fn inbox(pages: &Pages, by: &SignedIn) -> Vec<ReportId> {
    let inbox = pages
        .house
        .house
        .inbox(by, InboxNarrowing::default())
        .await
        .expect("an inbox");
    assert_eq!(inbox.total, inbox.reports.len() as u64);
    inbox.reports.iter().map(|report| report.id).collect()
}

/// The answer to a question as a caseworker reads it.
async fn read(pages: &Pages, by: &SignedIn, report: ReportId, question: &str) -> Vec<DisplayLine> {
    let opened = pages
        .house
        .house
        .open_report(by, report)
        .await
        .expect("an opened report");
    let answers = opened.answers.into_iter();
    answers
        .filter(|answer| answer.question == question)
        .flat_map(|answer| answer.lines)
        .collect()
}

async fn story(pages: &Pages, by: &SignedIn, report: ReportId) -> String {
    match read(pages, by, report, "story").await.as_slice() {
        [DisplayLine::Text(text)] => text.clone(),
        other => panic!("{} lines of a story", other.len()),
    }
}
