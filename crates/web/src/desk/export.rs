//! Export: the codes of all incidents as a file, made while it is sent. Nothing of it is left on this machine.

use std::io::{self, Write};

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse as _;
use domain::Permission;
use futures::executor::block_on;
use futures::stream;
use service::ServiceError;
use service::export::{ExportError, FacetsFormat};
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Sender, channel};

use super::frame::{Answer, Desk};
use crate::guard::Who;
use crate::kept::{self, Reason};
use crate::page::{Page, show_as};
use crate::routes::Route;

/// Pieces that wait until the browser takes them.
const WAITING: usize = 4;
/// How large a piece is, about.
const PIECE: usize = 64 * 1024;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/{language}/desk/export",
            Who::May(Permission::ExportFacets),
            show,
        ),
        Route::get(
            "/{language}/desk/export/{file}",
            Who::May(Permission::ExportFacets),
            download,
        ),
    ]
}

#[derive(Template)]
#[template(path = "desk/export.html")]
struct ExportPage {
    page: Page,
    files: Vec<File>,
}

/// A file to take away.
struct File {
    address: String,
    label: String,
    about: String,
}

fn name(format: FacetsFormat) -> String {
    format!("facets.{}", format.ending())
}

async fn show(desk: Desk) -> Answer {
    let page = desk.page("desk/export").await;
    let files = FacetsFormat::ALL.map(|format| {
        let (label, about) = match format {
            FacetsFormat::Csv => (page.text("export-csv"), page.text("export-csv-about")),
            FacetsFormat::Xlsx => (page.text("export-xlsx"), page.text("export-xlsx-about")),
            FacetsFormat::Parquet => (
                page.text("export-parquet"),
                page.text("export-parquet-about"),
            ),
            FacetsFormat::JsonLines => (page.text("export-jsonl"), page.text("export-jsonl-about")),
        };
        File {
            address: desk.link(&format!("desk/export/{}", name(format))),
            label,
            about,
        }
    });
    let answer = ExportPage {
        files: files.into(),
        page,
    };
    Ok(show_as(StatusCode::OK, &answer))
}

/// What is on its way to the browser, or why no more comes.
type Piece = Result<Bytes, ExportError>;

/// Hands on what is written, piece by piece, and waits while the browser is slower.
struct Pieces {
    to: Sender<Piece>,
    next: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.next.extend_from_slice(bytes);
        if self.next.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.next.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::take(&mut self.next));
        block_on(self.to.send(Ok(piece))).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

async fn download(desk: Desk, Path((_, file)): Path<(String, String)>) -> Answer {
    let ending = file.strip_prefix("facets.").unwrap_or_default();
    let format = FacetsFormat::parse(ending).ok_or_else(|| desk.no_such_page())?;
    // Each holds one state of the store for as long as it takes, so there are only so many.
    let Some(place) = desk.site.lanes.export() else {
        return Err(kept::nothing_done(Reason::Busy));
    };
    let (to, mut pieces) = channel::<Piece>(WAITING);
    let (house, by, runtime) = (desk.site.house.clone(), desk.by.clone(), Handle::current());
    tokio::task::spawn_blocking(move || {
        let writer = Pieces {
            to: to.clone(),
            next: Vec::new(),
        };
        let outcome = runtime.block_on(house.export_facets(Some(&by), format, writer));
        if let Err(error) = outcome {
            // A browser that has gone away needs no reason.
            let _ = block_on(to.send(Err(error)));
        }
        drop(place);
    });
    // As long as nothing was sent, what fails is still told with a page.
    let first = match pieces.recv().await {
        Some(Ok(piece)) => Some(piece),
        // A file without a row may be empty.
        None => None,
        Some(Err(ExportError::Service(error))) => return Err(desk.refuse(&error)),
        Some(Err(_)) => {
            return Err(desk.refuse(&ServiceError::Damaged("a table could not be written")));
        }
    };
    let rest = stream::unfold(pieces, |mut pieces| async move {
        let piece = pieces.recv().await?;
        Some((piece.map_err(io::Error::other), pieces))
    });
    let first = stream::iter(first.map(Ok));
    let disposition = format!("attachment; filename=\"{}\"", name(format));
    Ok((
        [
            (header::CONTENT_TYPE, format.media_type().to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        Body::from_stream(futures::StreamExt::chain(first, rest)),
    )
        .into_response())
}
