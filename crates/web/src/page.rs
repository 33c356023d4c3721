//! What every page shows around its content, and the words it is written in.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use jiff::civil::Date;
use service::{InForce, SignedIn};
use text::{Language, Value};

use crate::form::form_token;
use crate::headers::NeverCompress;
use crate::site::Site;

/// The frame of a page: its language, words, links and who is looking.
pub(crate) struct Page {
    /// The language it is written in.
    pub(crate) language: Language,
    /// The path after the language, for the language switch: `report`.
    pub(crate) path: String,
    /// The organisation's name; empty before it is founded.
    pub(crate) organisation: String,
    /// Where "leave this page" leads.
    pub(crate) leave_to: Option<String>,
    /// Whether this process has a front door to link to.
    pub(crate) has_front: bool,
    /// Whether this process has a desk to link to.
    pub(crate) has_desk: bool,
    /// The member who is looking, on desk pages.
    pub(crate) viewer: Option<SignedIn>,
    /// Reports that wait and incidents that wait for a check, beside the desk's links.
    pub(crate) waiting: Option<(u64, u64)>,
    /// What is said to a member who can unseal and has one key only.
    pub(crate) second_key: Option<String>,
    in_force: Arc<InForce>,
}

impl Page {
    /// The frame of a public page. `path` is what follows the language: `report`, or nothing for home.
    pub(crate) fn new(site: &Site, language: Language, path: &str) -> Self {
        Self {
            language,
            path: path.to_owned(),
            organisation: site
                .house
                .keys()
                .map(|keys| keys.name.clone())
                .unwrap_or_default(),
            leave_to: site.settings.leave_to.clone(),
            has_front: site.door.has_front(),
            has_desk: site.door.has_desk(),
            viewer: None,
            waiting: None,
            second_key: None,
            in_force: site.house.in_force(),
        }
    }

    /// The frame of a desk page, with the numbers beside its links.
    pub(crate) async fn desk(site: &Site, language: Language, path: &str, by: &SignedIn) -> Self {
        let waiting = site.house.waiting(by).await.ok();
        let plain = Self::new(site, language, path);
        let second_key = by.second_key.map(|second| {
            if second.insisted {
                plain.text("keys-second-insisted")
            } else {
                let day = plain.date(site.house.day_of(second.due));
                plain.say("keys-second-due", "date", &day)
            }
        });
        Self {
            viewer: Some(by.clone()),
            waiting,
            second_key,
            ..plain
        }
    }

    /// The codebook in force.
    pub(crate) fn codebook(&self) -> &domain::codebook::Codebook {
        &self.in_force.codebook
    }

    /// Words of the interface.
    pub(crate) fn text(&self, key: &str) -> String {
        self.in_force.catalogue.text(self.language, key)
    }

    /// The title of a page that may say what it is: its own words, then the site's name.
    // uses: figures-title method-title ledger-title
    pub(crate) fn titled(&self, key: &str) -> String {
        text::without_isolation(&self.say("site-title", "page", &self.text(key)))
    }

    /// Words of the interface with something in them.
    pub(crate) fn text_with(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        self.in_force
            .catalogue
            .text_with(self.language, key, values)
    }

    /// Words of the interface with one text in them.
    pub(crate) fn say(&self, key: &str, name: &str, value: &str) -> String {
        self.text_with(key, &[(name, Value::from(value))])
    }

    /// Words of the interface with one number in them.
    pub(crate) fn say_number(&self, key: &str, name: &str, value: u64) -> String {
        self.text_with(key, &[(name, Value::from(value))])
    }

    /// A label of the codebook. Where the key is no longer known, the code itself is shown.
    pub(crate) fn label(&self, key: &str, code: &str) -> String {
        if self.in_force.catalogue.has(self.language, key)
            || self.in_force.catalogue.has(Language::ENGLISH, key)
        {
            self.in_force.catalogue.text(self.language, key)
        } else {
            code.to_owned()
        }
    }

    /// The label of a code of a facet; the code itself where the codebook doesn't list it.
    pub(crate) fn code_label(&self, facet: &str, code: &str) -> String {
        self.codebook()
            .facet(facet)
            .and_then(|facet| facet.codes.iter().find(|known| known.code == code))
            .map_or_else(|| code.to_owned(), |known| self.label(&known.label, code))
    }

    /// A date in words.
    pub(crate) fn date(&self, day: Date) -> String {
        text::date(self.language, day)
    }

    /// A number as this language writes it.
    pub(crate) fn number(&self, number: u64) -> String {
        text::number(self.language, number)
    }

    /// The address of a page of ours in this language: `link("desk/inbox")`.
    pub(crate) fn link(&self, path: &str) -> String {
        format!("/{}/{path}", self.language.code())
    }

    /// The address of this page in another language.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates pass references"
    )]
    pub(crate) fn here_in(&self, language: &Language) -> String {
        format!("/{}/{}", language.code(), self.path)
    }

    /// Every language of the interface.
    #[expect(
        clippy::unused_self,
        reason = "templates have nothing but the page to ask"
    )]
    pub(crate) fn languages(&self) -> Vec<Language> {
        Language::all().collect()
    }

    /// The hidden token of the desk's forms; empty on public pages.
    pub(crate) fn form_token(&self) -> String {
        self.viewer.as_ref().map(form_token).unwrap_or_default()
    }

    /// Whether the member who is looking may do that; for showing a link or a button, never for deciding.
    pub(crate) fn may(&self, permission: domain::Permission) -> bool {
        self.viewer
            .as_ref()
            .is_some_and(|viewer| viewer.actor.role.may(permission))
    }

    /// Address of an asset, with its version.
    #[expect(
        clippy::unused_self,
        reason = "templates have nothing but the page to ask"
    )]
    pub(crate) fn asset(&self, name: &str) -> String {
        crate::assets::address(name)
    }
}

/// Renders a template with status 200.
pub(crate) fn show(template: &impl Template) -> Response {
    show_as(StatusCode::OK, template)
}

/// Renders a template with that status.
pub(crate) fn show_as(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            // A template fails only through a defect of ours, and its message names no content.
            tracing::error!(error = %error, "page.not-rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Renders a page that holds what a person wrote, which is never compressed.
pub(crate) fn show_private(status: StatusCode, template: &impl Template) -> Response {
    let mut answer = show_as(status, template);
    answer.extensions_mut().insert(NeverCompress);
    answer
}
