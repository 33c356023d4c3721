//! The headers of every answer, in one place.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

/// What every answer says. Nothing may be loaded from elsewhere, framed, guessed or kept.
pub(crate) const ALWAYS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), browsing-topics=(), interest-cohort=()",
    ),
    ("x-frame-options", "DENY"),
    ("x-robots-tag", "noarchive"),
];

/// The policy of a page that seals in the browser: it may run the one WebAssembly module that it has fetched. Text
/// still never becomes a script ('unsafe-eval' is another permission).
const WITH_MODULE: &str = "default-src 'none'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self'; font-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/// Marks the answer with a page that seals in the browser.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RunsModule;

/// Adds the headers above, and `no-store` unless the answer says otherwise.
pub(crate) async fn on_every_answer(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let runs_module = answer.extensions().get::<RunsModule>().is_some();
    let headers = answer.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    if runs_module {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(WITH_MODULE),
        );
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    answer
}

/// Marks an answer that must not be compressed: what a person wrote and what they must not know
/// would stand in one compressed page, whose length would tell (BREACH).
#[derive(Debug, Clone, Copy)]
pub(crate) struct NeverCompress;

#[derive(Debug, Clone, Copy)]
struct Unmarked;

impl Predicate for Unmarked {
    fn should_compress<B>(&self, answer: &axum::http::Response<B>) -> bool
    where
        B: axum::body::HttpBody,
    {
        answer.extensions().get::<NeverCompress>().is_none()
    }
}

/// Compression for public pages and assets.
pub(crate) fn compression() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().compress_when(SizeAbove::new(512).and(Unmarked))
}
