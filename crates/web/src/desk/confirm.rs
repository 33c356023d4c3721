//! Before a far-reaching act: is it still them? What was posted is shown back unseen, and goes on with the passphrase.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use service::{ServiceError, SignedIn};
use text::Language;

use super::mending::Problems;
use super::sign_in::SECONDS_BETWEEN_TRIES;
use crate::form::{self, TOKEN_FIELD};
use crate::page::{Page, show_private};
use crate::problem;
use crate::site::Site;

/// The field with the passphrase. The act itself never sees it.
const FIELD: &str = "confirm-passphrase";

#[derive(Template)]
#[template(path = "desk/confirm.html")]
struct ConfirmPage {
    page: Page,
    /// Where the form was going.
    action: String,
    /// What was posted, but for the token and the passphrase.
    fields: Vec<(String, String)>,
    problems: Problems,
}

/// Lets a form go on when it brings the right passphrase; else asks for it, and nothing is done.
pub(crate) async fn first(
    site: Arc<Site>,
    language: Language,
    by: SignedIn,
    request: Request,
    next: Next,
) -> Response {
    match confirmed(&site, language, by, request).await {
        Ok(request) => next.run(request).await,
        Err(answer) => answer,
    }
}

async fn confirmed(
    site: &Site,
    language: Language,
    mut by: SignedIn,
    request: Request,
) -> Result<Request, Response> {
    let (mut head, body) = request.into_parts();
    let whole = Request::from_parts(head.clone(), body);
    let posted = form::read(whole, site, language).await?;
    if !form::is_of(&by, &posted) {
        return Err(problem::other_site(site, language));
    }
    let given = posted.values(FIELD).next();
    let outcome = match given {
        Some(passphrase) => site.house.confirm(&by, passphrase).await,
        None => Ok(()),
    };
    let fields: Vec<(String, String)> = posted
        .0
        .iter()
        .filter(|(name, _)| name != FIELD)
        .cloned()
        .collect();
    if given.is_some() && outcome.is_ok() {
        by.confirmed = true;
        head.extensions.insert(by);
        head.headers.remove(header::CONTENT_LENGTH);
        let body = serde_urlencoded::to_string(&fields)
            .map_err(|_| problem::not_a_form(site, language))?;
        return Ok(Request::from_parts(head, Body::from(body)));
    }
    let page = Page::desk(site, language, "desk", &by).await;
    let mut problems = Problems::default();
    let status = match outcome {
        Ok(()) => StatusCode::FORBIDDEN,
        Err(ServiceError::WrongCredentials) => {
            problems.add(FIELD, page.text("keys-current-wrong"));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(ServiceError::TooManyTries) => {
            let words = page.say_number("signin-throttled", "seconds", SECONDS_BETWEEN_TRIES);
            problems.add(FIELD, words);
            StatusCode::TOO_MANY_REQUESTS
        }
        Err(error) => return Err(problem::answer(site, language, &error)),
    };
    let asking = ConfirmPage {
        action: head.uri.path().to_owned(),
        fields: fields
            .into_iter()
            .filter(|(name, _)| name != TOKEN_FIELD)
            .collect(),
        problems,
        page,
    };
    Err(show_private(status, &asking).into_response())
}
