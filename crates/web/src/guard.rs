//! Who may call a route: checked here, before any page is asked.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::Permission;
use text::Language;

use crate::desk;
use crate::language;
use crate::problem;
use crate::site::Site;

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The public. The page itself asks for a receipt or a one-time link where it needs one.
    Anyone,
    /// Members of staff whose role has this permission.
    May(Permission),
}

/// What the guard looks at before a route.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    /// Who may call it.
    pub(crate) who: Who,
    /// Whether it is open to who was to make a second key and has not.
    pub(crate) without_second_key: bool,
    /// Whether the passphrase is asked again, when it was given some while ago.
    pub(crate) asks_again: bool,
}

/// The name of the session cookie: bound to this host over https, plain on a local machine.
pub(crate) fn session_cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-desk" } else { "desk" }
}

/// The cookie that carries a session's token.
pub(crate) fn session_cookie(site: &Site, token: String) -> Cookie<'static> {
    Cookie::build((session_cookie_name(site.settings.secure), token))
        .path("/")
        .http_only(true)
        .secure(site.settings.secure)
        .same_site(SameSite::Strict)
        .build()
}

/// Lets a request through to a route, or answers in its place.
pub(crate) async fn admit(
    State(site): State<Arc<Site>>,
    rules: Rules,
    mut request: Request,
    next: Next,
) -> Response {
    let Who::May(permission) = rules.who else {
        return next.run(request).await;
    };
    let language = language::of_path(request.uri().path()).unwrap_or(Language::ENGLISH);
    let jar = CookieJar::from_headers(request.headers());
    let token = jar
        .get(session_cookie_name(site.settings.secure))
        .map(|cookie| cookie.value().to_owned());
    let signed_in = match token {
        Some(token) => match site.house.signed_in(&token, site.door.code()).await {
            Ok(signed_in) => signed_in,
            Err(error) => return problem::answer(&site, language, &error),
        },
        None => None,
    };
    let Some(signed_in) = signed_in else {
        let sign_in = format!("/{}/desk/sign-in", language.code());
        return if request.method() == Method::GET {
            Redirect::to(&sign_in).into_response()
        } else {
            problem::signed_out(&site, language)
        };
    };
    if let Err(refused) = signed_in.actor.needs(permission) {
        return problem::answer(&site, language, &refused.into());
    }
    if !rules.without_second_key && signed_in.second_key.is_some_and(|second| second.insisted) {
        return see_other(&format!("/{}/{}", language.code(), desk::keys::PATH));
    }
    if rules.asks_again && !signed_in.confirmed {
        return desk::confirm::first(site, language, signed_in, request, next).await;
    }
    request.extensions_mut().insert(signed_in);
    next.run(request).await
}

/// Refuses forms that another site's page sent: by `Sec-Fetch-Site`, or by `Origin` in browsers without it.
pub(crate) async fn same_origin(
    State(site): State<Arc<Site>>,
    request: Request,
    next: Next,
) -> Response {
    if request.method().is_safe() || comes_from_us(request.headers()) {
        next.run(request).await
    } else {
        let language = language::of_path(request.uri().path()).unwrap_or(Language::ENGLISH);
        problem::other_site(&site, language).into_response()
    }
}

fn comes_from_us(headers: &HeaderMap) -> bool {
    let given = |name| {
        headers
            .get(name)
            .and_then(|value: &axum::http::HeaderValue| value.to_str().ok())
    };
    if let Some(fetch_site) = given("sec-fetch-site") {
        return matches!(fetch_site, "same-origin" | "none");
    }
    match (given("origin"), given("host")) {
        // A privacy setting or Tor may send "null" from our own page; the form's own token decides then.
        (None | Some("null"), _) => true,
        (Some(origin), Some(host)) => origin
            .split_once("://")
            .is_some_and(|(_, from)| from == host),
        (Some(_), None) => false,
    }
}

/// The address a request came from, for limits only; never stored or logged.
pub(crate) fn address_of(
    site: &Site,
    request_headers: &HeaderMap,
    peer: Option<std::net::IpAddr>,
) -> Option<std::net::IpAddr> {
    if site.settings.trust_forwarded_for {
        let forwarded = request_headers
            .get("x-forwarded-for")
            .and_then(|value| value.to_str().ok());
        // The last one is what our own proxy saw; the others are what anybody may claim.
        if let Some(address) = forwarded
            .and_then(|list| list.rsplit(',').next())
            .and_then(|last| last.trim().parse().ok())
        {
            return Some(address);
        }
    }
    peer
}

/// 303 after a form, so that going back or reloading never sends it again.
pub(crate) fn see_other(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, path.to_owned())]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    header::HeaderName::from_static(name),
                    value.parse().expect("a header"),
                )
            })
            .collect()
    }

    #[test]
    fn forms_of_other_sites_are_refused() {
        assert!(comes_from_us(&headers(&[(
            "sec-fetch-site",
            "same-origin"
        )])));
        assert!(!comes_from_us(&headers(&[(
            "sec-fetch-site",
            "cross-site"
        )])));
        assert!(!comes_from_us(&headers(&[("sec-fetch-site", "same-site")])));
        assert!(comes_from_us(&headers(&[
            ("origin", "https://a.example"),
            ("host", "a.example")
        ])));
        assert!(!comes_from_us(&headers(&[
            ("origin", "https://b.example"),
            ("host", "a.example")
        ])));
        assert!(!comes_from_us(&headers(&[("origin", "https://b.example")])));
        assert!(comes_from_us(&headers(&[
            ("origin", "null"),
            ("host", "a.example")
        ])));
    }
}
