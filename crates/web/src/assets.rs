//! Style, fonts, icons and scripts: part of the program, served under `/assets/`.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rust_embed::RustEmbed;

use crate::guard::Who;
use crate::lanes::Lane;
use crate::routes::Route;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// One version for all assets: they change only with the program.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Assets::iter().collect();
    names.sort();
    let hashes: Vec<u8> = names
        .iter()
        .filter_map(|name| Assets::get(name))
        .flat_map(|asset| asset.metadata.sha256_hash())
        .collect();
    hex::encode(seal::sha256(&hashes).get(..6).unwrap_or_default())
});

/// The address of an asset: it changes when any asset changes, so that a browser may keep it.
pub(crate) fn address(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

/// The hash of an asset as the attribute `integrity` writes it.
pub(crate) fn integrity(name: &str) -> Option<String> {
    let hash = Assets::get(name)?.metadata.sha256_hash();
    Some(format!("sha256-{}", STANDARD.encode(hash)))
}

/// What the report page loads and runs in a browser.
const RUN_BY_REPORT_PAGE: [&str; 6] = [
    "leave.js",
    "receipt.js",
    "report.js",
    "seal.js",
    "seal.wasm",
    "work.js",
];

/// What the report page loads and runs in a browser: names and SHA-256, in order. The ledger names them.
#[must_use]
pub fn browser_program() -> Vec<(String, [u8; 32])> {
    RUN_BY_REPORT_PAGE
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), Assets::get(name)?.metadata.sha256_hash())))
        .collect()
}

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/assets/{version}/{*name}", Who::Anyone, asset).in_lane(Lane::Open)]
}

const fn kind(name: &str) -> &'static str {
    let bytes = name.as_bytes();
    match bytes {
        [.., b'.', b'c', b's', b's'] => "text/css; charset=utf-8",
        [.., b'.', b'j', b's'] => "text/javascript; charset=utf-8",
        [.., b'.', b's', b'v', b'g'] => "image/svg+xml",
        [.., b'.', b'w', b'a', b's', b'm'] => "application/wasm",
        [.., b'.', b'w', b'o', b'f', b'f', b'2'] => "font/woff2",
        [.., b'.', b't', b'x', b't'] => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

async fn asset(Path((_, name)): Path<(String, String)>) -> Response {
    match Assets::get(&name) {
        Some(asset) => (
            [
                (header::CONTENT_TYPE, kind(&name)),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ],
            asset.data.into_owned(),
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
