//! Files for programs: the ledger's tiles and checkpoint.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use text::Language;

use crate::guard::Who;
use crate::problem;
use crate::routes::Route;
use crate::site::Site;

/// A whole tile never changes. A partial one (`.p/`) is replaced by a fuller one under another name.
const KEPT_FOR_EVER: &str = "public, max-age=31536000, immutable";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/ledger/checkpoint", Who::Anyone, checkpoint),
        Route::get("/ledger/tile/{*path}", Who::Anyone, tile),
    ]
}

async fn checkpoint(State(site): State<Arc<Site>>) -> Response {
    file(&site, "checkpoint", "text/plain; charset=utf-8", "no-store").await
}

async fn tile(State(site): State<Arc<Site>>, Path(path): Path<String>) -> Response {
    file(
        &site,
        &format!("tile/{path}"),
        "application/octet-stream",
        KEPT_FOR_EVER,
    )
    .await
}

async fn file(site: &Site, path: &str, kind: &'static str, keep: &'static str) -> Response {
    match site.house.ledger_file(path).await {
        Ok(Some(bytes)) => (
            [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)],
            bytes,
        )
            .into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => problem::answer(site, Language::ENGLISH, &error),
    }
}
