//! Telling us: one page made from the codebook's form.
//!
//! Until a report is committed, every answer holds all that was typed. Nothing typed is logged, put into
//! an address or a cookie, or written down before it is sealed.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::form::{FieldError, FieldErrorKind, RawAnswers};
use seal::{FormToken, TokenError};
use service::ServiceError;
use service::intake::{Arrival, ArrivalBy};
use text::Language;

use crate::counted::{self, Sent as Outcome};
use crate::form::Posted;
use crate::front::receipt;
use crate::guard::Who;
use crate::lanes::Lane;
use crate::language::In;
use crate::limits::{self, Peer, Proof, TICKET_FIELD, WORK_FIELD};
use crate::page::{Page, show, show_private};
use crate::questions::{self, Mistake, Questions};
use crate::routes::Route;
use crate::site::Site;

/// The hidden field with the form's token. Underscores keep our own fields apart from any codebook's questions.
const TOKEN_FIELD: &str = "form_token";
/// The box that people neither see nor reach, and that programs fill in.
const TRAP_FIELD: &str = "website_url";
/// A form may be sent for a day after it was opened.
const TOKEN_SECONDS: i64 = 24 * 60 * 60;
/// Nobody writes a report in less.
const TRAP_SECONDS: i64 = 3;
/// The code of the codebook's channel for this page.
const CHANNEL: &str = "web-form";
/// How long somebody waits when the store is busy, in seconds.
const BUSY_SECONDS: u64 = 10;

#[derive(Template)]
#[template(path = "front/report.html")]
struct ReportPage {
    page: Page,
    questions: Questions,
    mistakes: Vec<Mistake>,
    /// Whether something is longer than we take.
    too_long: bool,
    notice: Option<Notice>,
    token: String,
    ticket: Option<String>,
    work: Option<String>,
    step_of: String,
}

/// Why the form came back although nothing in it is wrong.
struct Notice {
    title: String,
    lines: Vec<String>,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/{language}/report", Who::Anyone, empty),
        Route::post("/{language}/report", Who::Anyone, send).in_lane(Lane::Reports),
    ]
}

/// The key of form tokens and tickets.
pub(crate) fn key(site: &Site) -> [u8; 32] {
    site.house.installation_key("report form")
}

async fn empty(State(site): State<Arc<Site>>, In(language): In) -> Response {
    let sent = Sent::new(site, language, Vec::new());
    show(&sent.page(&[], None, None))
}

/// A form that was sent, or an empty one, with the token it goes on with.
struct Sent {
    site: Arc<Site>,
    language: Language,
    pairs: Vec<(String, String)>,
    seed: [u8; 32],
    token: String,
    /// How many seconds ago the form was opened; none if its token isn't one of ours or has run out.
    age: Option<i64>,
}

impl Sent {
    fn new(site: Arc<Site>, language: Language, pairs: Vec<(String, String)>) -> Self {
        let now = site.house.now().seconds();
        let posted = Posted(pairs);
        let token = posted.value(TOKEN_FIELD);
        let (seed, token, age) = match FormToken::check(&key(&site), token) {
            Ok((seed, issued)) if (0..=TOKEN_SECONDS).contains(&(now - issued)) => {
                (seed, token.to_owned(), Some(now - issued))
            }
            // The seed of an old form stays: should it have been received before, it isn't received twice.
            Ok((seed, _)) => (seed, FormToken::issue(&key(&site), &seed, now), None),
            Err(TokenError::Malformed | TokenError::Forged | TokenError::Expired) => {
                let seed = site.house.random();
                (seed, FormToken::issue(&key(&site), &seed, now), None)
            }
        };
        let pairs = domain::form::join_days(&site.house.in_force().codebook.form, posted.0);
        Self {
            site,
            language,
            pairs,
            seed,
            token,
            age,
        }
    }

    fn value(&self, name: &str) -> &str {
        self.pairs
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    fn page(
        &self,
        errors: &[FieldError],
        notice: Option<Notice>,
        ticket: Option<String>,
    ) -> ReportPage {
        let page = Page::new(&self.site, self.language, "report");
        let posted = RawAnswers::new(self.pairs.clone());
        let under_attack = self.site.limits.under_attack(self.site.house.now());
        // A ticket in hand is kept through whatever else has to be mended.
        let ticket = ticket.or_else(|| {
            let held = self.value(TICKET_FIELD);
            (!held.is_empty()).then(|| held.to_owned())
        });
        ReportPage {
            questions: Questions::new(&page, &posted, errors, self.site.house.today()),
            mistakes: questions::mistakes(&page, errors),
            too_long: errors
                .iter()
                .any(|error| matches!(error.kind, FieldErrorKind::TooLong { .. })),
            notice,
            work: under_attack.then(|| self.site.limits.work_for(&self.token).as_attribute()),
            token: self.token.clone(),
            ticket,
            step_of: text::without_isolation(&page.text_with(
                "report-section-of",
                &[("part", "{step}".into()), ("parts", "{steps}".into())],
            )),
            page,
        }
    }

    /// The form again, with a word on why.
    fn again(&self, status: StatusCode, notice: Notice, ticket: Option<String>) -> Response {
        show_private(status, &self.page(&[], Some(notice), ticket))
    }

    /// As [`Sent::again`], with a time after which to send it.
    fn after(
        &self,
        status: StatusCode,
        seconds: u64,
        notice: Notice,
        ticket: Option<String>,
    ) -> Response {
        let mut answer = self.again(status, notice, ticket);
        answer
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        answer
    }

    fn notice(&self, title: &str, lines: impl FnOnce(&Page) -> Vec<String>) -> Notice {
        let page = Page::new(&self.site, self.language, "report");
        Notice {
            title: page.text(title),
            lines: lines(&page),
        }
    }

    /// The form was open for too long, or something about it looks odd; the same button sends it.
    fn press_again(&self) -> Response {
        counted::report(Outcome::PressAgain);
        // uses: report-again-title
        let notice = self.notice("report-again-title", |page| {
            vec![page.text("report-again-text")]
        });
        self.again(StatusCode::CONFLICT, notice, None)
    }

    /// More came from one address or one form than we take.
    fn too_many(&self, seconds: u64) -> Response {
        counted::report(Outcome::TooMany);
        // uses: report-many-title
        let notice = self.notice("report-many-title", |page| {
            vec![page.text("report-many-text"), wait_in_words(page, seconds)]
        });
        self.after(StatusCode::TOO_MANY_REQUESTS, seconds, notice, None)
    }

    /// Under attack: a browser without JavaScript waits, any other works meanwhile.
    fn wait(&self, seconds: u64, ticket: Option<String>) -> Response {
        counted::report(Outcome::AskedForWork);
        // uses: report-busy-title
        let notice = self.notice("report-busy-title", |page| {
            vec![page.text("report-busy-text"), wait_in_words(page, seconds)]
        });
        self.after(StatusCode::TOO_MANY_REQUESTS, seconds, notice, ticket)
    }

    /// Nothing was kept, through no fault of theirs.
    fn not_kept(&self, error: &ServiceError) -> Response {
        counted::report(Outcome::NotKept);
        // The error names no content.
        tracing::error!(error = %error, "report.not-kept");
        // uses: report-unsealed-title report-busy-title
        let (title, text) = match error {
            ServiceError::Store(_) => ("report-busy-title", "report-busy-text"),
            _ => ("report-unsealed-title", "report-unsealed-text"),
        };
        // uses: report-busy-text report-unsealed-text
        let notice = self.notice(title, |page| {
            vec![page.text(text), wait_in_words(page, BUSY_SECONDS)]
        });
        self.after(StatusCode::SERVICE_UNAVAILABLE, BUSY_SECONDS, notice, None)
    }
}

fn wait_in_words(page: &Page, seconds: u64) -> String {
    if seconds > 90 {
        page.say_number("report-wait-minutes", "minutes", seconds.div_ceil(60))
    } else {
        page.say_number("report-busy-wait", "seconds", seconds)
    }
}

async fn send(
    State(site): State<Arc<Site>>,
    In(language): In,
    Peer(address): Peer,
    posted: Posted,
) -> Response {
    let now = site.house.now();
    site.limits.note_arrival(now);
    let sent = Sent::new(Arc::clone(&site), language, posted.0);
    let Some(age) = sent.age else {
        return sent.press_again();
    };
    // Two signs together, and even then the form comes back with everything in it and an empty trap: were
    // it a person after all, the same button sends it. We never thank anybody for what we didn't keep.
    if !sent.value(TRAP_FIELD).is_empty() && age < TRAP_SECONDS {
        return sent.press_again();
    }
    let in_force = site.house.in_force();
    let answers = match in_force.codebook.form.read(&sent.pairs, site.house.today()) {
        Ok(answers) => answers,
        Err(errors) => {
            counted::report(Outcome::ToMend);
            return show_private(
                StatusCode::UNPROCESSABLE_ENTITY,
                &sent.page(&errors.errors, None, None),
            );
        }
    };
    if site.limits.under_attack(now) {
        let wait = site.limits.wait_seconds();
        let work = site.limits.work_for(&sent.token);
        let (answer, held) = (sent.value(WORK_FIELD), sent.value(TICKET_FIELD));
        match work.proof(&key(&site), &sent.seed, answer, held, wait, now.seconds()) {
            Proof::Given => {}
            Proof::Waiting(seconds) => return sent.wait(seconds, None),
            Proof::Missing => {
                let ticket = limits::ticket(&key(&site), &sent.seed, now.seconds());
                return sent.wait(wait.into(), Some(ticket));
            }
        }
    }
    if let Err(limit) = site.limits.admit_report(address, &sent.seed, now) {
        return sent.too_many(limit.seconds);
    }
    let arrival = Arrival {
        seed: sent.seed,
        language: language.code(),
        channel: CHANNEL,
        answers: &answers,
        by: ArrivalBy::Reporter,
    };
    match site.house.receive(&arrival).await {
        Ok(received) => {
            counted::report(if received.again {
                Outcome::KeptBefore
            } else {
                Outcome::Kept
            });
            receipt::thank_you(&site, language, &received)
        }
        Err(error) => sent.not_kept(&error),
    }
}
