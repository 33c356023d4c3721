//! Entering what somebody tells us by phone, in person, by message or letter, and handing over the receipt.

use askama::Template;
use axum::http::StatusCode;
use domain::Permission;
use domain::form::RawAnswers;
use service::intake::{Arrival, ArrivalBy};

use super::frame::{Answer, Desk};
use super::inbox::Choice;
use crate::form::DeskForm;
use crate::guard::Who;
use crate::page::{Page, show_private};
use crate::questions::{Mistake, Questions, mistakes};
use crate::routes::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/{language}/desk/reports/new",
            Who::May(Permission::EnterReport),
            show_form,
        ),
        Route::post(
            "/{language}/desk/reports/new",
            Who::May(Permission::EnterReport),
            receive,
        ),
    ]
}

/// Channels that no member of staff enters.
const NOT_ENTERED: [&str; 2] = ["web-form", "import"];

#[derive(Template)]
#[template(path = "desk/enter.html")]
struct EnterPage {
    page: Page,
    /// Names this copy of the form, so that the same one sent twice makes one report.
    once: String,
    channels: Vec<Choice>,
    wrong_channel: bool,
    mistakes: Vec<Mistake>,
    questions: Questions,
}

#[derive(Template)]
#[template(path = "desk/receipt.html")]
struct ReceiptPage {
    page: Page,
    again: bool,
    words: Vec<String>,
    digits: String,
}

fn channels(page: &Page, chosen: &str) -> Vec<Choice> {
    let Some(facet) = page.codebook().facet("channel") else {
        return Vec::new();
    };
    facet
        .codes
        .iter()
        .filter(|code| !NOT_ENTERED.contains(&code.code.as_str()))
        .map(|code| Choice::new(&code.code, page.label(&code.label, &code.code), chosen))
        .collect()
}

async fn show_form(desk: Desk) -> Answer {
    let page = desk.page("desk/reports/new").await;
    let questions = Questions::new(&page, &RawAnswers::default(), &[], desk.site.house.today());
    let answer = EnterPage {
        once: hex::encode(desk.site.house.random::<16>()),
        channels: channels(&page, ""),
        wrong_channel: false,
        mistakes: Vec::new(),
        questions,
        page,
    };
    Ok(show_private(StatusCode::OK, &answer))
}

async fn receive(desk: Desk, form: DeskForm) -> Answer {
    let house = &desk.site.house;
    let page = desk.page("desk/reports/new").await;
    let channel = form.posted.value("channel").to_owned();
    let once = form.posted.value("once").to_owned();
    let channels = channels(&page, &channel);
    let wrong_channel = !channels.iter().any(|choice| choice.chosen);
    let posted = domain::form::join_days(&page.codebook().form, form.posted.0);
    let read = page.codebook().form.read(&posted, house.today());
    let (answers, errors) = match read {
        Ok(answers) => (Some(answers), Vec::new()),
        Err(errors) => (None, errors.errors),
    };
    let Some(answers) = answers.filter(|_| !wrong_channel) else {
        let questions = Questions::new(&page, &RawAnswers::new(posted), &errors, house.today());
        let mistakes = mistakes(&page, &errors);
        let again = EnterPage {
            page,
            once,
            channels,
            wrong_channel,
            mistakes,
            questions,
        };
        return Ok(show_private(StatusCode::UNPROCESSABLE_ENTITY, &again));
    };
    // The receipt comes from a secret that is not on the page, so that a page left open gives nothing away.
    let named = [form.by.session.as_slice(), once.as_bytes()].concat();
    let arrival = Arrival {
        seed: seal::keyed_hash(
            &house.installation_key("reports entered at the desk"),
            &named,
        ),
        language: desk.language.code(),
        channel: &channel,
        answers: &answers,
        by: ArrivalBy::Colleague(&form.by),
    };
    let received = house
        .receive(&arrival)
        .await
        .map_err(|error| desk.refuse(&error))?;
    let answer = ReceiptPage {
        again: received.again,
        words: received
            .receipt
            .words()
            .split(' ')
            .map(str::to_owned)
            .collect(),
        digits: received.receipt.digits(),
        page,
    };
    Ok(show_private(StatusCode::OK, &answer))
}
