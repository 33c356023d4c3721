//! Answering over HTTP: how many connections at once, for how long, and an end that finishes what began.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

/// A connection over which no whole request comes for so long is closed: a browser opens another.
const IDLE: Duration = Duration::from_secs(30);
/// The same while most places are taken.
const IDLE_WHEN_PRESSED: Duration = Duration::from_secs(4);
/// Somebody who takes nothing of an answer for so long has gone away.
const UNREAD: Duration = Duration::from_secs(30);
/// Bytes of a request's head, at most, and of what is read ahead of a body.
const BUFFER: usize = 64 * 1024;
/// When the system has no more files or memory for a connection, a moment is waited.
const SYSTEM_IS_FULL: Duration = Duration::from_millis(200);

/// What answers, once it is there: until then everybody is told that we are starting.
#[derive(Clone, Default)]
pub(crate) struct Pages(Arc<OnceLock<Router>>);

impl Pages {
    /// From now on these pages answer.
    pub(crate) fn open(&self, pages: Router) {
        // Pages are opened once.
        let _ = self.0.set(pages);
    }

    async fn answer(self, request: Request<Incoming>, peer: SocketAddr) -> Response<Body> {
        let Some(pages) = self.0.get() else {
            return starting(request.uri().path());
        };
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        match pages.clone().oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        }
    }
}

/// Before the store is open: alive, and not ready.
fn starting(path: &str) -> Response<Body> {
    let plain = (header::CONTENT_TYPE, "text/plain; charset=utf-8");
    if path == web::ALIVE {
        return (StatusCode::OK, [plain], "alive\n").into_response();
    }
    let again = (header::RETRY_AFTER, "2");
    (
        StatusCode::SERVICE_UNAVAILABLE,
        [plain, again],
        "starting\n",
    )
        .into_response()
}

/// Answers at that listener until told to stop, then finishes what it has accepted: false when that took
/// longer than it may.
pub(crate) async fn serve(
    listener: TcpListener,
    pages: Pages,
    most: u32,
    stop: impl Future<Output = ()>,
    within: Duration,
) -> bool {
    let most = usize::try_from(most).unwrap_or(usize::MAX).max(4);
    let places = Arc::new(Semaphore::new(most));
    let open = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        // Beyond the places for them, connections wait with the system until one is free.
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place,
            () = &mut stop => break,
        };
        let Ok(place) = place else { break };
        let came = tokio::select! {
            came = listener.accept() => came,
            () = &mut stop => break,
        };
        match came {
            Ok((stream, peer)) => {
                let pressed = places.available_permits() < most / 4;
                attend(stream, peer, pages.clone(), pressed, place, &open);
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "connection.not-accepted");
                tokio::time::sleep(SYSTEM_IS_FULL).await;
            }
        }
    }
    drop(listener);
    tokio::time::timeout(within, open.shutdown()).await.is_ok()
}

fn is_of_one_connection(error: &std::io::Error) -> bool {
    use std::io::ErrorKind as K;
    matches!(
        error.kind(),
        K::ConnectionAborted | K::ConnectionRefused | K::ConnectionReset
    )
}

/// Answers one connection for as long as it lasts.
fn attend(
    stream: TcpStream,
    peer: SocketAddr,
    pages: Pages,
    pressed: bool,
    place: OwnedSemaphorePermit,
    open: &GracefulShutdown,
) {
    // Small answers go out at once. Where that can't be set they still go out.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(UNREAD));
    let answer = service_fn(move |request| {
        let pages = pages.clone();
        async move { Ok::<_, Infallible>(pages.answer(request, peer).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(if pressed { IDLE_WHEN_PRESSED } else { IDLE })
        // When most places are taken, each is given on after one answer.
        .keep_alive(!pressed)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(Box::pin(stream)), answer);
    let watched = open.watch(connection);
    tokio::spawn(async move {
        // What breaks a connection is the other side's, and names nothing but their bytes.
        let _ = watched.await;
        drop(place);
    });
}
