//! What is answered when something can't be done: a page that says what and how to go on.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use service::{Outcome, ServiceError};
use text::Language;

use crate::kept::{AGAIN_SECONDS, Reason};
use crate::language;
use crate::page::{Page, show_as};
use crate::site::Site;

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    page: Page,
    title: String,
    explanation: String,
    back: String,
}

/// A page with a title and an explanation from the catalogue: `problem-<name>-title` and `problem-<name>`.
fn problem(
    site: &Site,
    language: Language,
    status: StatusCode,
    title: &str,
    explanation: &str,
) -> Response {
    let page = Page::new(site, language, "");
    let template = ProblemPage {
        title: page.text(title),
        explanation: page.text(explanation),
        back: page.link(""),
        page,
    };
    show_as(status, &template)
}

/// There is no such page.
pub(crate) fn no_such_page(site: &Site, language: Language) -> Response {
    // uses: problem-not-found-title problem-not-found
    problem(
        site,
        language,
        StatusCode::NOT_FOUND,
        "problem-not-found-title",
        "problem-not-found",
    )
}

/// The fallback of the router.
pub(crate) async fn not_found(State(site): State<Arc<Site>>, request: Request) -> Response {
    no_such_page(
        &site,
        language::of_path(request.uri().path()).unwrap_or(Language::ENGLISH),
    )
    .into_response()
}

/// The session ended before a form was sent.
pub(crate) fn signed_out(site: &Site, language: Language) -> Response {
    // uses: problem-signed-out-title problem-signed-out
    problem(
        site,
        language,
        StatusCode::UNAUTHORIZED,
        "problem-signed-out-title",
        "problem-signed-out",
    )
}

/// A form came from another site, or from an old page.
pub(crate) fn other_site(site: &Site, language: Language) -> Response {
    // uses: problem-other-site-title problem-other-site
    problem(
        site,
        language,
        StatusCode::FORBIDDEN,
        "problem-other-site-title",
        "problem-other-site",
    )
}

/// What was posted isn't a form.
pub(crate) fn not_a_form(site: &Site, language: Language) -> Response {
    // uses: problem-not-a-form-title problem-not-a-form
    problem(
        site,
        language,
        StatusCode::BAD_REQUEST,
        "problem-not-a-form-title",
        "problem-not-a-form",
    )
}

/// A form is larger than can be read.
pub(crate) fn form_too_large(site: &Site, language: Language) -> Response {
    // uses: problem-too-large-title problem-too-large
    problem(
        site,
        language,
        StatusCode::PAYLOAD_TOO_LARGE,
        "problem-too-large-title",
        "problem-too-large",
    )
}

/// The connection broke while a form was being sent.
pub(crate) fn broken_off(site: &Site, language: Language) -> Response {
    // uses: problem-broken-off-title problem-broken-off
    problem(
        site,
        language,
        StatusCode::BAD_REQUEST,
        "problem-broken-off-title",
        "problem-broken-off",
    )
}

/// Too many requests.
pub(crate) fn too_many(site: &Site, language: Language) -> Response {
    // uses: problem-too-many-title problem-too-many
    problem(
        site,
        language,
        StatusCode::TOO_MANY_REQUESTS,
        "problem-too-many-title",
        "problem-too-many",
    )
}

/// There is no place, or no answer in time.
pub(crate) fn busy(site: &Site, language: Language) -> Response {
    // uses: problem-busy-title problem-busy
    come_again(problem(
        site,
        language,
        StatusCode::SERVICE_UNAVAILABLE,
        "problem-busy-title",
        "problem-busy",
    ))
}

fn come_again(mut answer: Response) -> Response {
    answer
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(AGAIN_SECONDS));
    answer
}

/// A page failed unexpectedly.
pub(crate) fn fault(site: &Site, language: Language) -> Response {
    ours(site, language, StatusCode::INTERNAL_SERVER_ERROR)
}

/// A fault of ours.
fn ours(site: &Site, language: Language, status: StatusCode) -> Response {
    problem(site, language, status, "problem-ours-title", "problem-ours")
}

/// The page for whatever a service refused. Pages that can do better handle their own cases first.
pub(crate) fn answer(site: &Site, language: Language, error: &ServiceError) -> Response {
    use ServiceError as E;
    match error {
        // uses: problem-not-permitted-title problem-not-permitted
        E::NotPermitted(_) => problem(
            site,
            language,
            StatusCode::FORBIDDEN,
            "problem-not-permitted-title",
            "problem-not-permitted",
        ),
        E::NotFound => no_such_page(site, language),
        // uses: problem-link-gone-title problem-link-gone
        E::LinkGone | E::AlreadyFounded => problem(
            site,
            language,
            StatusCode::GONE,
            "problem-link-gone-title",
            "problem-link-gone",
        ),
        // uses: problem-not-founded-title problem-not-founded
        E::NotFounded => problem(
            site,
            language,
            StatusCode::SERVICE_UNAVAILABLE,
            "problem-not-founded-title",
            "problem-not-founded",
        ),
        // uses: problem-nothing-released-title problem-nothing-released
        E::NothingReleased => problem(
            site,
            language,
            StatusCode::SERVICE_UNAVAILABLE,
            "problem-nothing-released-title",
            "problem-nothing-released",
        ),
        // uses: problem-no-key-title problem-no-key
        E::NoTeamKey => problem(
            site,
            language,
            StatusCode::FORBIDDEN,
            "problem-no-key-title",
            "problem-no-key",
        ),
        // uses: problem-being-renewed-title problem-being-renewed
        E::BeingRenewed => problem(
            site,
            language,
            StatusCode::SERVICE_UNAVAILABLE,
            "problem-being-renewed-title",
            "problem-being-renewed",
        ),
        E::TooManyTries => too_many(site, language),
        // uses: problem-same-person-title problem-same-person
        E::Incident(domain::incident::IncidentRefusal::SamePerson) => problem(
            site,
            language,
            StatusCode::FORBIDDEN,
            "problem-same-person-title",
            "problem-same-person",
        ),
        // uses: problem-changed-title problem-changed
        E::ChangedMeanwhile
        | E::Incident(_)
        | E::Report(_)
        | E::Member(_)
        | E::Import(_)
        | E::LaterImport(_) => problem(
            site,
            language,
            StatusCode::CONFLICT,
            "problem-changed-title",
            "problem-changed",
        ),
        // uses: problem-unusable-title problem-unusable
        E::Coding(_)
        | E::NotInCodebook(_)
        | E::ReasonNeeded
        | E::EvidenceMissing
        | E::UnusableName
        | E::WeakPassphrase(_)
        | E::WrongCredentials
        | E::MistypedKey(_) => problem(
            site,
            language,
            StatusCode::UNPROCESSABLE_ENTITY,
            "problem-unusable-title",
            "problem-unusable",
        ),
        // uses: problem-ours-title problem-ours
        E::Sealed(_) | E::Damaged(_) | E::Store(_) => {
            tracing::error!(error = %error, "request.failed");
            let Some(outcome) = error.store_failed() else {
                return ours(site, language, StatusCode::INTERNAL_SERVER_ERROR);
            };
            let mut answer = come_again(ours(site, language, StatusCode::SERVICE_UNAVAILABLE));
            // A form goes back to whoever sent it, with what they typed: see `lanes`.
            answer.extensions_mut().insert(match outcome {
                Outcome::NotDone => Reason::NotDone,
                Outcome::Unknown => Reason::Unsure,
            });
            answer
        }
    }
}
