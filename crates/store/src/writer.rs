//! The one task of a process that writes: it takes all jobs that wait, runs each in a savepoint of
//! one transaction, commits once, and only then answers.
//!
//! So many small jobs share one wait for the disk, and nothing is acknowledged before it is kept.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use metrics::{counter, gauge, histogram};
use sqlx::Connection;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::engine::Connector;
use crate::error::StoreError;
use crate::migrations;
use crate::reading::{Trouble, Writing};

/// At most so many jobs share a transaction; the first of them waits for the last.
const LARGEST_BATCH: usize = 256;
/// Before the second try to open a connection; each further one waits twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(150);

/// Keeps what the last job did, as far as the transaction will be committed.
const NEXT_SAVEPOINT: &str = "release savepoint job; savepoint job";
/// Takes back what the last job did.
const BACK_TO_SAVEPOINT: &str = "rollback to savepoint job";

tokio::task_local! {
    /// Set while a job's closure runs, so that a write within a write is seen.
    pub(crate) static IN_JOB: ();
}

/// Whether the code that asks runs inside a closure that writes.
pub(crate) fn is_in_job() -> bool {
    IN_JOB.try_with(|()| ()).is_ok()
}

/// A message to the writer.
pub(crate) enum Message {
    /// Run this.
    Job(Box<dyn Job>),
    /// Finish what was accepted, then end.
    Close,
}

/// Something to be done in a transaction, with somebody waiting for its outcome.
pub(crate) trait Job: Send {
    /// Runs it; whether its changes are to be kept.
    fn run<'t>(&'t mut self, writing: &'t mut Writing) -> BoxFuture<'t, bool>;
    /// Answers: the outcome if the transaction was committed or the job failed by itself, else the error.
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

/// A job made from a closure.
pub(crate) struct ClosureJob<T, E, F> {
    name: &'static str,
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> ClosureJob<T, E, F> {
    pub(crate) const fn new(
        name: &'static str,
        work: F,
        reply: oneshot::Sender<Result<T, E>>,
    ) -> Self {
        Self {
            name,
            work: Some(work),
            outcome: None,
            reply,
        }
    }
}

impl<T, E, F> Job for ClosureJob<T, E, F>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: for<'t> FnOnce(&'t mut Writing) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
{
    fn run<'t>(&'t mut self, writing: &'t mut Writing) -> BoxFuture<'t, bool> {
        Box::pin(async move {
            let Some(work) = self.work.take() else {
                return false;
            };
            let guarded = AssertUnwindSafe(async { work(writing).await }).catch_unwind();
            let mut outcome = match IN_JOB.scope((), guarded).await {
                Ok(outcome) => outcome,
                Err(_) => Err(E::from(StoreError::Panicked(self.name))),
            };
            if writing.trouble != Trouble::None && outcome.is_ok() {
                outcome = Err(E::from(StoreError::WentOn(self.name)));
            }
            let keep = outcome.is_ok();
            self.outcome = Some(outcome);
            keep
        })
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let outcome = match (self.outcome, committed) {
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => Err(E::from(StoreError::NotCommitted)),
            (_, Err(error)) => Err(E::from(error)),
        };
        // Whoever asked may have gone away; what was done stays done.
        let _ = self.reply.send(outcome);
    }
}

/// The state of the task.
pub(crate) struct Writer {
    connector: Connector,
    writing: Option<Writing>,
    messages: mpsc::Receiver<Message>,
    waiting: VecDeque<Box<dyn Job>>,
}

impl Writer {
    pub(crate) const fn new(
        connector: Connector,
        writing: Writing,
        messages: mpsc::Receiver<Message>,
    ) -> Self {
        Self {
            connector,
            writing: Some(writing),
            messages,
            waiting: VecDeque::new(),
        }
    }

    /// Works until every [`crate::Store`] is gone or one of them was closed, and nothing waits any more.
    pub(crate) async fn run(mut self) {
        loop {
            if self.waiting.is_empty() {
                match self.messages.recv().await {
                    Some(message) => self.take(message),
                    None => break,
                }
            }
            self.batch().await;
        }
        if let Some(connection) = self.writing.and_then(Writing::into_connection)
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "the database connection did not close cleanly");
        }
    }

    /// The next job of a batch. Those who were just answered often come back at once, and had better
    /// share this commit than wait for it, so they get one chance to.
    async fn next_job(&mut self) -> Option<Box<dyn Job>> {
        for pause in [false, true] {
            if pause {
                tokio::task::yield_now().await;
            }
            while self.waiting.is_empty() {
                match self.messages.try_recv() {
                    Ok(message) => self.take(message),
                    Err(_) => break,
                }
            }
            if let Some(job) = self.waiting.pop_front() {
                return Some(job);
            }
        }
        None
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Job(job) => self.waiting.push_back(job),
            // What was sent before stays in the queue and is still received.
            Message::Close => self.messages.close(),
        }
    }

    async fn batch(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let mut writing = match self.begin().await {
            Ok(writing) => writing,
            Err(error) => {
                tracing::error!(%error, jobs = self.waiting.len(), "no transaction could be begun");
                for job in self.waiting.drain(..) {
                    job.answer(Err(error.clone()));
                }
                return;
            }
        };
        let mut done = Vec::new();
        let mut anything_to_keep = false;
        let mut savepoint_is_fresh = true;
        let mut usable = true;
        while usable && done.len() < LARGEST_BATCH {
            let Some(mut job) = self.next_job().await else {
                break;
            };
            if !savepoint_is_fresh && writing.steer(NEXT_SAVEPOINT).await.is_err() {
                self.waiting.push_front(job);
                usable = false;
                break;
            }
            let keep = job.run(&mut writing).await;
            done.push(job);
            anything_to_keep |= keep;
            savepoint_is_fresh = !keep;
            usable = writing.trouble != Trouble::ConnectionGone;
            if usable && !keep {
                writing.trouble = Trouble::None;
                writing.next_index = None;
                usable = writing.steer(BACK_TO_SAVEPOINT).await.is_ok();
            }
        }
        gauge!("heard_writer_waiting").set((self.waiting.len() + self.messages.len()) as f64);
        histogram!("heard_writer_batch_jobs").record(done.len() as f64);
        let began = Instant::now();
        let ended = match (usable, anything_to_keep) {
            (true, true) => writing.steer("commit").await,
            (true, false) => writing.steer("rollback").await,
            (false, _) => Err(StoreError::NotCommitted),
        };
        let outcome = match (&ended, anything_to_keep) {
            (Ok(()), true) => "kept",
            (Ok(()), false) => "nothing-to-keep",
            (Err(_), _) => "failed",
        };
        counter!("heard_writer_transactions_total", "outcome" => outcome).increment(1);
        histogram!("heard_writer_commit_seconds").record(began.elapsed());
        match ended {
            Ok(()) => {
                self.writing = Some(writing);
                for job in done {
                    job.answer(Ok(()));
                }
            }
            Err(error) => {
                // The connection is dropped, and with it whatever the engine still held open.
                tracing::error!(%error, jobs = done.len(), "a transaction was not committed");
                for job in done {
                    job.answer(Err(StoreError::NotCommitted));
                }
            }
        }
    }

    /// Begins a transaction, over a new connection when the old one is gone.
    async fn begin(&mut self) -> Result<Writing, StoreError> {
        let engine = self.connector.engine;
        let mut pause = FIRST_PAUSE;
        let mut tries = 0;
        loop {
            let kept = self.writing.take();
            let was_kept = kept.is_some();
            match begin_once(&self.connector, kept).await {
                Ok((mut writing, newest_step)) => {
                    // The lock is held: nobody brings the schema up between this and the commit.
                    let Err(newer) = migrations::is_known(newest_step) else {
                        return Ok(writing);
                    };
                    if writing.steer("rollback").await.is_ok() {
                        self.writing = Some(writing);
                    }
                    return Err(newer);
                }
                Err(error) if !was_kept => {
                    tries += 1;
                    if tries >= engine.tries() {
                        return Err(error);
                    }
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                }
                // A connection that was open before may have been cut meanwhile: a new one comes at once.
                Err(error) => tracing::warn!(%error, "the database connection is opened anew"),
            }
        }
    }
}

/// Begins over the connection that was kept, or over a new one; with it comes the number of the schema's newest step.
async fn begin_once(
    connector: &Connector,
    kept: Option<Writing>,
) -> Result<(Writing, i64), StoreError> {
    let mut writing = match kept {
        Some(writing) => writing,
        None => Writing::new(connector.writer().await?, connector.engine),
    };
    writing.trouble = Trouble::None;
    writing.next_index = None;
    match writing.steer_asking(connector.engine.begin_jobs()).await {
        Ok(newest_step) => Ok((writing, newest_step)),
        Err(StoreError::Engine(error)) => Err(StoreError::Unavailable(error)),
        Err(other) => Err(other),
    }
}
