//! Files for programs: the ledger's tiles and checkpoint, and whether we are well.

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
        Route::get("/health", Who::Anyone, health),
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

/// For a load balancer or a watchdog: 200 when the store answers, else 503. It says nothing more to strangers.
async fn health(State(site): State<Arc<Site>>) -> Response {
    if site.house.is_well().await {
        (StatusCode::OK, "well\n").into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "unwell\n").into_response()
    }
}
