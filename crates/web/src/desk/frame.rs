//! What every page of the desk is handed: who asks, in which language, and what stands in the address.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;
use service::{ServiceError, SignedIn};
use text::Language;

use crate::form::Posted;
use crate::language;
use crate::page::Page;
use crate::problem;
use crate::site::Site;

/// A page, or the page that says why not.
pub(super) type Answer = Result<Response, Response>;

/// A request of a member whom the guard has let through.
pub(super) struct Desk {
    pub(super) site: Arc<Site>,
    pub(super) language: Language,
    pub(super) by: SignedIn,
    /// What stands after the question mark of the address: codes, days and ids, never words.
    pub(super) asked: Posted,
}

impl FromRequestParts<Arc<Site>> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Response> {
        let language = language::of_path(parts.uri.path())
            .ok_or_else(|| problem::no_such_page(site, Language::ENGLISH))?;
        let by = parts.extensions.get::<SignedIn>().cloned();
        let by = by.ok_or_else(|| problem::signed_out(site, language))?;
        let query = parts.uri.query().unwrap_or_default();
        let asked = Posted(serde_urlencoded::from_str(query).unwrap_or_default());
        Ok(Self {
            site: Arc::clone(site),
            language,
            by,
            asked,
        })
    }
}

/// A number beside a link of the desk.
pub(crate) struct Waiting {
    /// For the ear: "3 waiting".
    pub(crate) words: String,
    /// For the eye.
    pub(crate) digits: String,
}

impl Page {
    /// What the member who is looking is.
    pub(crate) fn viewer_role(&self) -> String {
        self.viewer
            .as_ref()
            .map(|viewer| super::wording::role(self, viewer.actor.role))
            .unwrap_or_default()
    }

    /// Reports that wait, if any do.
    pub(crate) fn reports_waiting(&self) -> Option<Waiting> {
        self.waiting
            .and_then(|(reports, _)| self.waiting_number(reports))
    }

    /// Incidents that wait for a check, if any do.
    pub(crate) fn checks_waiting(&self) -> Option<Waiting> {
        self.waiting
            .and_then(|(_, checks)| self.waiting_number(checks))
    }

    fn waiting_number(&self, count: u64) -> Option<Waiting> {
        let words = || self.say_number("desk-nav-count", "count", count);
        (count > 0).then(|| Waiting {
            words: words(),
            digits: self.number(count),
        })
    }
}

impl Desk {
    /// The frame of a page; `path` is what follows the language.
    pub(super) async fn page(&self, path: &str) -> Page {
        Page::desk(&self.site, self.language, path, &self.by).await
    }

    /// The page for whatever a service refused.
    pub(super) fn refuse(&self, error: &ServiceError) -> Response {
        problem::answer(&self.site, self.language, error)
    }

    /// There is no such page.
    pub(super) fn no_such_page(&self) -> Response {
        problem::no_such_page(&self.site, self.language)
    }

    /// The address of a page of ours in this language.
    pub(super) fn link(&self, path: &str) -> String {
        format!("/{}/{path}", self.language.code())
    }

    /// A moment in words, in the time of the organisation.
    pub(super) fn moment(&self, moment: domain::Timestamp) -> String {
        super::wording::moment(&self.site, self.language, moment)
    }
}
