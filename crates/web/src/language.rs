//! The language of a page is the first part of its path.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;
use text::Language;

use crate::problem;
use crate::site::Site;

/// The language named by a path like `/ur/report`.
pub(crate) fn of_path(path: &str) -> Option<Language> {
    path.split('/').nth(1).and_then(Language::parse)
}

/// The language of the page that is asked for; anything else is no page of ours.
#[derive(Debug, Clone, Copy)]
pub(crate) struct In(pub(crate) Language);

impl FromRequestParts<Arc<Site>> for In {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Response> {
        of_path(parts.uri.path())
            .map(Self)
            .ok_or_else(|| problem::no_such_page(site, Language::ENGLISH))
    }
}
