//! Jobs of one kind that wait for the writer at the same time, done by one closure for all of them.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};

use crate::error::StoreError;
use crate::reading::{Trouble, Writing};
use crate::store::Store;
use crate::writer::{IN_JOB, Job, Message, is_in_job};

/// What does the work for all that wait: one outcome for each of them, in their order.
pub type DoAll<P, T, E> = for<'t> fn(&'t mut Writing, &'t [P]) -> BoxFuture<'t, Result<Vec<T>, E>>;

/// Collects what is to be written, so that many callers cost few statements.
///
/// To a caller it is [`Store::write`]: the answer comes after the commit is durable, and what fails for
/// one of those who were gathered is tried again for each of them alone.
pub struct Gatherer<P, T, E> {
    name: &'static str,
    jobs: mpsc::Sender<Message>,
    waiting: Arc<Waiting<P, T, E>>,
    work: DoAll<P, T, E>,
}

type Waiting<P, T, E> = Mutex<Vec<Waiter<P, T, E>>>;

struct Waiter<P, T, E> {
    what: P,
    reply: oneshot::Sender<Reply<P, T, E>>,
}

/// What a caller hears of its job.
enum Reply<P, T, E> {
    Done(Result<T, E>),
    /// The work failed for those who were gathered: here it is back, to be tried alone.
    Alone(P),
}

impl Store {
    /// A gatherer of jobs that `work` does; `name` says in errors what failed.
    #[must_use]
    pub fn gatherer<P, T, E>(&self, name: &'static str, work: DoAll<P, T, E>) -> Gatherer<P, T, E> {
        Gatherer {
            name,
            jobs: self.jobs(),
            waiting: Arc::default(),
            work,
        }
    }
}

impl<P, T, E> Gatherer<P, T, E>
where
    P: Send + Sync + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    /// Writes `what`, together with what others have waiting.
    pub async fn write(&self, what: P) -> Result<T, E> {
        if is_in_job() {
            return Err(E::from(StoreError::Nested));
        }
        match self.send(&self.waiting, what).await? {
            Reply::Done(outcome) => outcome,
            // A list of its own: nobody else comes into it.
            Reply::Alone(what) => match self.send(&Arc::default(), what).await? {
                Reply::Done(outcome) => outcome,
                Reply::Alone(_) => Err(E::from(StoreError::NotCommitted)),
            },
        }
    }

    async fn send(
        &self,
        waiting: &Arc<Waiting<P, T, E>>,
        what: P,
    ) -> Result<Reply<P, T, E>, StoreError> {
        // The place in the queue comes first: from here to the message nothing waits, so that no caller who
        // goes away leaves others in a list that no message speaks of.
        let place = self.jobs.reserve().await.map_err(|_| StoreError::Closed)?;
        let (reply, outcome) = oneshot::channel();
        let is_first = {
            let mut list = waiting.lock().unwrap_or_else(PoisonError::into_inner);
            list.push(Waiter { what, reply });
            list.len() == 1
        };
        if is_first {
            place.send(Message::Job(Box::new(GatheredJob {
                name: self.name,
                claim: Claim {
                    waiting: Arc::clone(waiting),
                    is_taken: false,
                },
                work: self.work,
                taken: Vec::new(),
                outcome: None,
            })));
        } else {
            drop(place);
        }
        outcome.await.map_err(|_| StoreError::Closed)
    }
}

/// The list that a message speaks of, until it is taken. If the message is lost with its writer, those in the
/// list hear that the store is closed instead of waiting for ever.
struct Claim<P, T, E> {
    waiting: Arc<Waiting<P, T, E>>,
    is_taken: bool,
}

impl<P, T, E> Claim<P, T, E> {
    fn take(&mut self) -> Vec<Waiter<P, T, E>> {
        self.is_taken = true;
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<P, T, E> Drop for Claim<P, T, E> {
    fn drop(&mut self) {
        if !self.is_taken {
            drop(self.take());
        }
    }
}

/// All that wait when the writer comes to it.
struct GatheredJob<P, T, E> {
    name: &'static str,
    claim: Claim<P, T, E>,
    work: DoAll<P, T, E>,
    taken: Vec<P>,
    outcome: Option<Outcome<P, T, E>>,
}

struct Outcome<P, T, E> {
    replies: Vec<oneshot::Sender<Reply<P, T, E>>>,
    results: Result<Vec<T>, E>,
}

impl<P, T, E> Job for GatheredJob<P, T, E>
where
    P: Send + Sync + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    fn run<'t>(&'t mut self, writing: &'t mut Writing) -> BoxFuture<'t, bool> {
        Box::pin(async move {
            let list = self.claim.take();
            let mut replies = Vec::with_capacity(list.len());
            for waiter in list {
                self.taken.push(waiter.what);
                replies.push(waiter.reply);
            }
            let work = self.work;
            let guarded =
                AssertUnwindSafe(async { work(writing, &self.taken).await }).catch_unwind();
            let mut results = match IN_JOB.scope((), guarded).await {
                Ok(results) => results,
                Err(_) => Err(E::from(StoreError::Panicked(self.name))),
            };
            if results.as_ref().is_ok_and(|all| all.len() != replies.len()) {
                results = Err(E::from(StoreError::NotCommitted));
            }
            if writing.trouble != Trouble::None && results.is_ok() {
                results = Err(E::from(StoreError::WentOn(self.name)));
            }
            let keep = results.is_ok();
            self.outcome = Some(Outcome { replies, results });
            keep
        })
    }

    fn answer(mut self: Box<Self>, committed: Result<(), StoreError>) {
        let Some(outcome) = self.outcome else {
            // It never ran: who waits hears why, and the list is free for the next.
            let error = committed.err().unwrap_or(StoreError::NotCommitted);
            for waiter in self.claim.take() {
                let _ = waiter.reply.send(Reply::Done(Err(E::from(error.clone()))));
            }
            return;
        };
        // Whoever asked may have gone away; what was done stays done.
        match (outcome.results, committed) {
            (Ok(results), Ok(())) => {
                for (reply, result) in outcome.replies.into_iter().zip(results) {
                    let _ = reply.send(Reply::Done(Ok(result)));
                }
            }
            (Ok(_), Err(error)) => {
                for reply in outcome.replies {
                    let _ = reply.send(Reply::Done(Err(E::from(error.clone()))));
                }
            }
            (Err(error), _) if outcome.replies.len() == 1 => {
                if let Some(reply) = outcome.replies.into_iter().next() {
                    let _ = reply.send(Reply::Done(Err(error)));
                }
            }
            (Err(_), _) => {
                for (reply, what) in outcome.replies.into_iter().zip(self.taken.drain(..)) {
                    let _ = reply.send(Reply::Alone(what));
                }
            }
        }
    }
}
