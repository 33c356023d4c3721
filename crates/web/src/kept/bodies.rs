//! Forms are read whole, into memory that is counted: all of them together take so much and no more.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use http_body_util::BodyExt as _;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};

use crate::form::LARGEST_FORM;

/// What nearly every form fits in, a long story in a script of nine bytes a letter too.
const ORDINARY: usize = 256 * 1024;
/// Bytes of ordinary forms in memory at once.
const ORDINARY_IN_SUM: usize = 64 * 1024 * 1024;
/// Bytes beyond the ordinary, of larger forms, in memory at once.
const LARGER_IN_SUM: usize = 32 * 1024 * 1024;
/// A connection over which nothing comes for so long is given up.
const SILENCE: Duration = Duration::from_secs(20);
/// How long a form may take on its way. A slow telephone sends an ordinary one in a tenth of it.
const WHOLE: Duration = Duration::from_mins(3);
/// How long a form waits for memory.
const ROOM_WITHIN: Duration = Duration::from_secs(5);

/// What the bodies of forms may take of memory.
pub(crate) struct Bodies {
    ordinary: Arc<Semaphore>,
    larger: Arc<Semaphore>,
    silence: Duration,
    room_within: Duration,
}

/// A form that was read; its memory is counted until this is dropped.
pub(crate) struct Read {
    pub(crate) bytes: Bytes,
    _room: Vec<OwnedSemaphorePermit>,
}

/// Why a form was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is larger than any form of ours.
    TooLarge,
    /// It did not arrive whole.
    BrokenOff,
    /// Too many large ones are being read.
    NoRoom,
}

impl Default for Bodies {
    fn default() -> Self {
        Self::with(ORDINARY_IN_SUM, LARGER_IN_SUM, SILENCE, ROOM_WITHIN)
    }
}

impl Bodies {
    fn with(ordinary: usize, larger: usize, silence: Duration, room_within: Duration) -> Self {
        Self {
            ordinary: Arc::new(Semaphore::new(ordinary)),
            larger: Arc::new(Semaphore::new(larger)),
            silence,
            room_within,
        }
    }

    /// Reads a form to its end.
    pub(crate) async fn read(&self, mut body: Body) -> Result<Read, Unread> {
        let end = Instant::now() + WHOLE;
        let mut bytes = Vec::new();
        let mut room = Vec::new();
        loop {
            let frame = timeout_at(end, timeout(self.silence, body.frame())).await;
            let Ok(Ok(frame)) = frame else {
                return Err(Unread::BrokenOff);
            };
            let Some(frame) = frame else { break };
            let Ok(data) = frame.map_err(|_| Unread::BrokenOff)?.into_data() else {
                continue;
            };
            if bytes.len() + data.len() > LARGEST_FORM {
                return Err(Unread::TooLarge);
            }
            // Counted as it comes, not as it is announced: announcing costs nothing.
            let of = if bytes.len() + data.len() > ORDINARY {
                &self.larger
            } else {
                &self.ordinary
            };
            let more = u32::try_from(data.len()).map_err(|_| Unread::TooLarge)?;
            let permit = timeout(self.room_within, Arc::clone(of).acquire_many_owned(more)).await;
            room.push(permit.ok().and_then(Result::ok).ok_or(Unread::NoRoom)?);
            bytes.extend_from_slice(&data);
        }
        Ok(Read {
            bytes: bytes.into(),
            _room: room,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Room for little, and no patience.
    fn small() -> Bodies {
        let moment = Duration::from_millis(20);
        Bodies::with(100, 10, moment, moment)
    }

    #[tokio::test]
    async fn what_is_read_is_counted_until_it_is_let_go() {
        let bodies = small();
        let first = bodies.read(Body::from(vec![1; 70])).await.expect("read");
        assert_eq!(
            (first.bytes.len(), bodies.ordinary.available_permits()),
            (70, 30)
        );
        drop(first);
        assert_eq!(bodies.ordinary.available_permits(), 100);
        assert!(bodies.read(Body::empty()).await.is_ok());
    }

    #[tokio::test]
    async fn there_is_no_room_without_end_and_no_form_without_end() {
        let bodies = small();
        let _held = bodies.read(Body::from(vec![1; 70])).await.expect("read");
        let refused = bodies.read(Body::from(vec![1; 40])).await.err();
        assert_eq!(refused, Some(Unread::NoRoom));
        let refused = bodies
            .read(Body::from(vec![1; LARGEST_FORM + 1]))
            .await
            .err();
        assert_eq!(refused, Some(Unread::TooLarge));
        let silent = Body::from_stream(futures::stream::pending::<std::io::Result<Bytes>>());
        assert_eq!(bodies.read(silent).await.err(), Some(Unread::BrokenOff));
    }
}
