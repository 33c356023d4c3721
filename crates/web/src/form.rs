//! Posted forms as pairs of names and values, in the order they were sent.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use axum::response::Response;
use http_body_util::{BodyExt as _, Limited};
use service::SignedIn;
use text::Language;

use crate::language;
use crate::problem;
use crate::site::Site;

/// The largest form that is read, in bytes as sent. A story at its limit, in a script that takes
/// nine bytes a character on the way, fits several times: too long a story is answered with its text.
pub(crate) const LARGEST_FORM: usize = 8 * 1024 * 1024;

/// The name of the hidden field that carries a session's form token.
pub(crate) const TOKEN_FIELD: &str = "form-token";

/// A posted form.
#[derive(Clone, Default)]
pub(crate) struct Posted(pub(crate) Vec<(String, String)>);

impl Posted {
    /// The first value of a field; empty when it wasn't sent.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// Every value of a field.
    pub(crate) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Whether a request says that it brings a form.
pub(crate) fn is_form(request: &Request<Body>) -> bool {
    request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// The pairs of a form as it was sent.
pub(crate) fn parse(bytes: &[u8]) -> Option<Posted> {
    serde_urlencoded::from_bytes(bytes).map(Posted).ok()
}

/// The form that a request brings, or the page that says why there is none.
pub(crate) async fn read(
    request: Request<Body>,
    site: &Site,
    language: Language,
) -> Result<Posted, Response> {
    if !is_form(&request) {
        return Err(problem::not_a_form(site, language));
    }
    let bytes = Limited::new(request.into_body(), LARGEST_FORM)
        .collect()
        .await
        .map_err(|error| {
            if error.is::<http_body_util::LengthLimitError>() {
                problem::form_too_large(site, language)
            } else {
                problem::broken_off(site, language)
            }
        })?
        .to_bytes();
    parse(&bytes).ok_or_else(|| problem::not_a_form(site, language))
}

impl FromRequest<Arc<Site>> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Arc<Site>) -> Result<Self, Response> {
        let language = language::of_path(request.uri().path()).unwrap_or(Language::ENGLISH);
        read(request, site, language).await
    }
}

/// A form of the desk: it has no content before its session's token was found right.
pub(crate) struct DeskForm {
    /// Who sent it.
    pub(crate) by: SignedIn,
    /// What they sent.
    pub(crate) posted: Posted,
}

impl FromRequest<Arc<Site>> for DeskForm {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Arc<Site>) -> Result<Self, Response> {
        let language = language::of_path(request.uri().path()).unwrap_or(Language::ENGLISH);
        let by = request
            .extensions()
            .get::<SignedIn>()
            .cloned()
            .ok_or_else(|| problem::signed_out(site, language))?;
        let posted = read(request, site, language).await?;
        if !is_of(&by, &posted) {
            return Err(problem::other_site(site, language));
        }
        Ok(Self { by, posted })
    }
}

/// Whether a form carries the token of that session.
pub(crate) fn is_of(by: &SignedIn, posted: &Posted) -> bool {
    seal::constant_time_eq(
        posted.value(TOKEN_FIELD).as_bytes(),
        form_token(by).as_bytes(),
    )
}

/// The token that forms of this session carry.
pub(crate) fn form_token(by: &SignedIn) -> String {
    hex::encode(by.form_key)
}
