//! Export: the codes of all incidents as a file, made while it is sent. Nothing of it is left on this machine.

use std::io::{self, Write};

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse as _;
use domain::Permission;
use futures::executor::block_on;
use futures::{Stream, StreamExt as _, stream};
use service::ServiceError;
use service::export::{ExportError, FacetsFormat};
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};

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

/// The first piece and those that follow. Packing asks once more after the end, so it stays at its end.
fn sent(
    first: Option<Bytes>,
    pieces: Receiver<Piece>,
) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let rest = stream::unfold(pieces, |mut pieces| async move {
        let piece = pieces.recv().await?;
        Some((piece.map_err(io::Error::other), pieces))
    });
    stream::iter(first.map(Ok)).chain(rest).fuse()
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
    let disposition = format!("attachment; filename=\"{}\"", name(format));
    Ok((
        [
            (header::CONTENT_TYPE, format.media_type().to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        Body::from_stream(sent(first, pieces)),
    )
        .into_response())
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use super::*;

    #[tokio::test]
    async fn pieces_come_in_order_and_the_end_stays_one() {
        let (to, pieces) = channel::<Piece>(WAITING);
        let writing = tokio::task::spawn_blocking(move || {
            let mut writer = Pieces {
                to,
                next: Vec::new(),
            };
            for number in 0..100_000_u32 {
                writer.write_all(&number.to_be_bytes()).unwrap();
            }
            writer.flush().unwrap();
        });
        let mut sent = pin!(sent(Some(Bytes::from_static(b"first")), pieces));
        let mut all = Vec::new();
        while let Some(piece) = sent.next().await {
            let piece = piece.unwrap();
            assert!(piece.len() <= PIECE + 4);
            all.extend_from_slice(&piece);
        }
        assert!(sent.next().await.is_none());
        assert!(sent.next().await.is_none());
        writing.await.unwrap();
        assert_eq!(all.len(), 5 + 400_000);
        assert_eq!(all[all.len() - 4..], 99_999_u32.to_be_bytes());
    }

    #[tokio::test]
    async fn a_browser_that_goes_away_ends_the_writing() {
        let (to, pieces) = channel::<Piece>(WAITING);
        drop(pieces);
        let mut writer = Pieces {
            to,
            next: Vec::new(),
        };
        let error = writer.write_all(&vec![0; PIECE]).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }
}
