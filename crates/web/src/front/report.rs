//! Telling us: one page made from the codebook's form.
//!
//! Until a report is committed, every answer holds all that was typed. Nothing typed is logged, put into
//! an address or a cookie, or written down before it is sealed.

mod sealed;

use std::net::IpAddr;
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

use crate::assets;
use crate::counted::{self, Sent as Outcome};
use crate::form::Posted;
use crate::front::receipt;
use crate::guard::Who;
use crate::headers::RunsModule;
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
    /// What the browser needs to seal it; none before there is anybody to seal it to.
    seal: Option<Sealing>,
}

/// What the browser needs to seal a report.
struct Sealing {
    /// The hash of its module.
    integrity: String,
    /// Everything that can be wrong, in words.
    mistakes: Vec<(&'static str, String)>,
    /// The page with the receipt, without one.
    receipt: String,
}

/// Why the form came back although nothing in it is wrong.
struct Notice {
    title: String,
    lines: Vec<String>,
}

/// A form that is not taken now, with what is said of it.
struct Refused {
    status: StatusCode,
    notice: Notice,
    /// After how many seconds to send it again.
    seconds: Option<u64>,
    /// A ticket that says since when they wait.
    ticket: Option<String>,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/{language}/report", Who::Anyone, empty),
        Route::post("/{language}/report", Who::Anyone, send).in_lane(Lane::Reports),
        Route::get("/{language}/report/guide", Who::Anyone, sealed::guide),
        Route::post("/{language}/report/sealed", Who::Anyone, sealed::send).in_lane(Lane::Reports),
    ]
}

/// The key of form tokens and tickets.
pub(crate) fn key(site: &Site) -> [u8; 32] {
    site.house.installation_key("report form")
}

async fn empty(State(site): State<Arc<Site>>, In(language): In) -> Response {
    let sent = Sent::new(site, language, Vec::new());
    sent.show(StatusCode::OK, &[], None, None)
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
            seal: self.sealing(&page),
            page,
        }
    }

    fn sealing(&self, page: &Page) -> Option<Sealing> {
        self.site.house.keys().ok()?;
        Some(Sealing {
            integrity: assets::integrity("seal.wasm")?,
            mistakes: questions::every_mistake(page),
            receipt: receipt::to_fill_in(&self.site, page),
        })
    }

    /// The form. One that comes back holds what somebody wrote, and is never compressed.
    fn show(
        &self,
        status: StatusCode,
        errors: &[FieldError],
        notice: Option<Notice>,
        ticket: Option<String>,
    ) -> Response {
        let page = self.page(errors, notice, ticket);
        let runs_module = page.seal.is_some();
        let mut answer = if status == StatusCode::OK {
            show(&page)
        } else {
            show_private(status, &page)
        };
        if runs_module {
            answer.extensions_mut().insert(RunsModule);
        }
        answer
    }

    /// The form again, with a word on why and, where it helps, a time after which to send it.
    fn again(&self, refused: Refused) -> Response {
        let seconds = refused.seconds;
        let mut answer = self.show(refused.status, &[], Some(refused.notice), refused.ticket);
        if let Some(seconds) = seconds {
            answer
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
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
    fn press_again(&self) -> Refused {
        counted::report(Outcome::PressAgain);
        // uses: report-again-title
        let notice = self.notice("report-again-title", |page| {
            vec![page.text("report-again-text")]
        });
        Refused {
            status: StatusCode::CONFLICT,
            notice,
            seconds: None,
            ticket: None,
        }
    }

    /// More came from one address or one form than we take.
    fn too_many(&self, seconds: u64) -> Refused {
        counted::report(Outcome::TooMany);
        // uses: report-many-title
        let notice = self.notice("report-many-title", |page| {
            vec![page.text("report-many-text"), wait_in_words(page, seconds)]
        });
        Refused {
            status: StatusCode::TOO_MANY_REQUESTS,
            notice,
            seconds: Some(seconds),
            ticket: None,
        }
    }

    /// Under attack: a browser without JavaScript waits, any other works meanwhile.
    fn wait(&self, seconds: u64, ticket: Option<String>) -> Refused {
        counted::report(Outcome::AskedForWork);
        // uses: report-busy-title
        let notice = self.notice("report-busy-title", |page| {
            vec![page.text("report-busy-text"), wait_in_words(page, seconds)]
        });
        Refused {
            status: StatusCode::TOO_MANY_REQUESTS,
            notice,
            seconds: Some(seconds),
            ticket,
        }
    }

    /// Nothing was kept, through no fault of theirs.
    fn not_kept(&self, error: &ServiceError) -> Refused {
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
        Refused {
            status: StatusCode::SERVICE_UNAVAILABLE,
            notice,
            seconds: Some(BUSY_SECONDS),
            ticket: None,
        }
    }

    /// Whether the form is in time and not filled in by a program.
    fn looks_sent_by_a_person(&self) -> Result<(), Refused> {
        let Some(age) = self.age else {
            return Err(self.press_again());
        };
        // Two signs together, and even then the form comes back with everything in it and an empty trap: were
        // it a person after all, the same button sends it. We never thank anybody for what we didn't keep.
        if !self.value(TRAP_FIELD).is_empty() && age < TRAP_SECONDS {
            return Err(self.press_again());
        }
        Ok(())
    }

    /// Whether there is room for it now: work or waiting while under attack, and not too many from one address.
    fn has_room(&self, address: Option<IpAddr>) -> Result<(), Refused> {
        let (site, now) = (&self.site, self.site.house.now());
        if site.limits.under_attack(now) {
            let wait = site.limits.wait_seconds();
            let work = site.limits.work_for(&self.token);
            let (answer, held) = (self.value(WORK_FIELD), self.value(TICKET_FIELD));
            match work.proof(&key(site), &self.seed, answer, held, wait, now.seconds()) {
                Proof::Given => {}
                Proof::Waiting(seconds) => return Err(self.wait(seconds, None)),
                Proof::Missing => {
                    let ticket = limits::ticket(&key(site), &self.seed, now.seconds());
                    return Err(self.wait(wait.into(), Some(ticket)));
                }
            }
        }
        site.limits
            .admit_report(address, &self.seed, now)
            .map_err(|limit| self.too_many(limit.seconds))
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
    site.limits.note_arrival(site.house.now());
    let sent = Sent::new(Arc::clone(&site), language, posted.0);
    if let Err(refused) = sent.looks_sent_by_a_person() {
        return sent.again(refused);
    }
    let in_force = site.house.in_force();
    let answers = match in_force.codebook.form.read(&sent.pairs, site.house.today()) {
        Ok(answers) => answers,
        Err(errors) => {
            counted::report(Outcome::ToMend);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return sent.show(status, &errors.errors, None, None);
        }
    };
    if let Err(refused) = sent.has_room(address) {
        return sent.again(refused);
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
        Err(error) => sent.again(sent.not_kept(&error)),
    }
}
