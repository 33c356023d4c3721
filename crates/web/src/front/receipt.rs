//! Thank you: the receipt, shown once, and what happens next.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use seal::receipt::WORD_COUNT;
use service::intake::Received;
use text::Language;

use crate::form::Posted;
use crate::guard::Who;
use crate::language::In;
use crate::page::{Page, show_private};
use crate::routes::Route;
use crate::site::Site;

/// We aim to have read a report after so many working days.
const READ_WITHIN_DAYS: u64 = 2;

const PLACE_FIELD: &str = "place";
const NONCE_FIELD: &str = "nonce";
const CHECK_FIELD: &str = "check";
const WORD_FIELD: &str = "word";

#[derive(Template)]
#[template(path = "front/receipt.html")]
struct ReceiptPage {
    page: Page,
    main: String,
}

#[derive(Template)]
#[template(path = "front/receipt_main.html")]
struct ReceiptMain<'p> {
    page: &'p Page,
    words: Vec<String>,
    digits: String,
    received: String,
    /// The entry in the ledger, in words; none when this very form had been received before.
    proof: Option<String>,
    question: Question,
}

#[derive(Template)]
#[template(path = "front/word.html")]
struct WordPage {
    page: Page,
    right: bool,
    question: Question,
}

/// One word asked back. The page carries a keyed hash of the right one, so that nothing is kept here,
/// and nobody who sees the page later can try the words of the list against it.
struct Question {
    place: String,
    nonce: String,
    check: String,
    typed: String,
    /// Whether `seal.js` asks, and compares in the browser; the words are not known here.
    in_browser: bool,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::post(
        "/{language}/report/words",
        Who::Anyone,
        check_word,
    )]
}

impl ReceiptMain<'_> {
    /// The attribute with a name that the page which is filled in later has already; `seal.js` makes it the id.
    const fn id(&self) -> &'static str {
        if self.question.in_browser {
            "data-is"
        } else {
            "id"
        }
    }
}

/// The answer to a report that is kept.
pub(crate) fn thank_you(site: &Site, language: Language, received: &Received) -> Response {
    let words: Vec<String> = received
        .receipt
        .words()
        .split(' ')
        .map(str::to_owned)
        .collect();
    let [place, nonce @ ..] = site.house.random::<17>();
    let place = usize::from(place) % WORD_COUNT;
    let nonce = hex::encode(nonce);
    let word = words.get(place).map_or("", String::as_str);
    let question = Question {
        place: (place + 1).to_string(),
        check: check(site, &(place + 1).to_string(), &nonce, word),
        nonce,
        typed: String::new(),
        in_browser: false,
    };
    let page = Page::new(site, language, "report");
    let main = ReceiptMain {
        page: &page,
        digits: received.receipt.digits(),
        received: page.date(site.house.today()),
        proof: received.entry.map(|entry| proof(&page, entry)),
        words,
        question,
    };
    match main.render() {
        Ok(main) => show_private(StatusCode::OK, &ReceiptPage { page, main }),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The entry of a report in the ledger, in words.
pub(super) fn proof(page: &Page, entry: u64) -> String {
    page.say_number("receipt-proof-entry", "entry", entry)
}

/// The same without words, for `seal.js` to fill in: they are made in the browser and stay there.
pub(super) fn to_fill_in(site: &Site, page: &Page) -> String {
    let main = ReceiptMain {
        page,
        words: vec![String::new(); WORD_COUNT],
        digits: String::new(),
        received: page.date(site.house.today()),
        proof: Some(String::new()),
        question: Question {
            place: "{place}".to_owned(),
            nonce: String::new(),
            check: String::new(),
            typed: String::new(),
            in_browser: true,
        },
    };
    main.render().unwrap_or_default()
}

async fn check_word(State(site): State<Arc<Site>>, In(language): In, posted: Posted) -> Response {
    let [place, nonce, expected] =
        [PLACE_FIELD, NONCE_FIELD, CHECK_FIELD].map(|name| posted.value(name).to_owned());
    let typed = posted.value(WORD_FIELD);
    let word = typed.trim().to_lowercase();
    let right = seal::constant_time_eq(
        check(&site, &place, &nonce, &word).as_bytes(),
        expected.as_bytes(),
    );
    let question = Question {
        place,
        nonce,
        check: expected,
        typed: if right {
            String::new()
        } else {
            typed.to_owned()
        },
        in_browser: false,
    };
    show_private(
        StatusCode::OK,
        &WordPage {
            page: Page::new(&site, language, "report"),
            right,
            question,
        },
    )
}

fn check(site: &Site, place: &str, nonce: &str, word: &str) -> String {
    let key = site.house.installation_key("receipt word asked back");
    hex::encode(seal::keyed_hash(
        &key,
        format!("{place}\n{nonce}\n{word}").as_bytes(),
    ))
}
