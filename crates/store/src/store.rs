//! Opening a database and doing work in it.

use std::path::PathBuf;
use std::sync::Arc;

use futures::future::BoxFuture;
use sqlx::{AnyConnection, AnyPool, Executor, Row};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::address::DatabaseUrl;
use crate::engine::{Connector, Depth, Engine};
use crate::error::{EngineError, StoreError};
use crate::migrations;
use crate::reading::{Reading, Writing};
use crate::writer::{ClosureJob, Message, Writer, is_in_job};

/// So many jobs may wait; whoever comes with another waits outside.
const LONGEST_QUEUE: usize = 1024;

/// An open database. Clones share it.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
    file: Option<PathBuf>,
    readers: AnyPool,
    jobs: mpsc::Sender<Message>,
    writer: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Store {
    /// Opens the database, making it if there is none and bringing its schema up to this version's.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        Self::open_with(url, true).await
    }

    /// Opens a database that Heard has made before; [`StoreError::NothingThere`] if there is none.
    pub async fn open_existing(url: &DatabaseUrl) -> Result<Self, StoreError> {
        Self::open_with(url, false).await
    }

    /// Opens a database that Heard has made before and leaves its schema as it is, as whoever must who may not change
    /// it. [`StoreError::NothingThere`] if there is none, [`StoreError::OlderSchema`] until another process with more
    /// rights has brought it up.
    pub async fn open_as_it_is(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let mut connector = Connector::new(url, false)?;
        connector.join()?;
        let mut connection = connector.writer().await?;
        if !migrations::is_current(&mut connection, connector.engine).await? {
            return Err(StoreError::OlderSchema);
        }
        Ok(Self::over(connector, connection))
    }

    async fn open_with(url: &DatabaseUrl, create: bool) -> Result<Self, StoreError> {
        let mut connector = Connector::new(url, create)?;
        connector.join()?;
        let engine = connector.engine;
        let mut connection = connector.writer().await?;
        if !create && !migrations::is_ours(&mut connection, engine).await? {
            return Err(StoreError::NothingThere);
        }
        migrations::migrate(&mut connection, engine).await?;
        Ok(Self::over(connector, connection))
    }

    fn over(connector: Connector, connection: AnyConnection) -> Self {
        let engine = connector.engine;
        let readers = connector.readers();
        let file = connector.file();
        let (jobs, messages) = mpsc::channel(LONGEST_QUEUE);
        let writer =
            tokio::spawn(Writer::new(connector, Writing::new(connection, engine), messages).run());
        Self {
            engine,
            file,
            readers,
            jobs,
            writer: Arc::new(Mutex::new(Some(writer))),
        }
    }

    /// Runs a closure in a transaction that writes. The answer comes after the commit is durable.
    ///
    /// Jobs run one after the other in the order in which they came. If the closure fails or panics,
    /// nothing of it is kept. The closure is run once and must not wait for anything but the
    /// database: all who write wait for it. `name` says in errors what failed.
    pub async fn write<T, E, F>(&self, name: &'static str, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Writing) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        if is_in_job() {
            return Err(E::from(StoreError::Nested));
        }
        let (reply, outcome) = oneshot::channel();
        let job = Box::new(ClosureJob::new(name, work, reply));
        self.jobs
            .send(Message::Job(job))
            .await
            .map_err(|_| E::from(StoreError::Closed))?;
        outcome
            .await
            .unwrap_or_else(|_| Err(E::from(StoreError::Closed)))
    }

    /// The file, when the database is one.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        self.file.clone()
    }

    /// Where jobs for the writer are sent.
    pub(crate) fn jobs(&self) -> mpsc::Sender<Message> {
        self.jobs.clone()
    }

    /// Runs a closure that reads one state of the database, whatever is written meanwhile.
    pub async fn read<T, E, F>(&self, name: &'static str, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Reading) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let mut reading = self.begin_reading(name).await?;
        let outcome = work(&mut reading).await;
        let finish = async move {
            if let Err(error) = reading.finish().await {
                tracing::warn!(name, %error, "a read did not end cleanly");
            }
        };
        if self.engine.ends_reading_behind() {
            tokio::spawn(finish);
        } else {
            finish.await;
        }
        outcome
    }

    async fn begin_reading(&self, name: &'static str) -> Result<Reading, StoreError> {
        let mut tries = 1;
        loop {
            let error = match self.readers.begin_with(self.engine.begin_reading()).await {
                Ok(transaction) => return Ok(Reading::new(transaction, self.engine)),
                Err(error) => EngineError::from(error),
            };
            if tries >= self.engine.tries_to_read() || !error.is_of_one_connection() {
                tracing::warn!(name, %error, "a read could not begin");
                return Err(error.into());
            }
            tries += 1;
        }
    }

    /// Refuses new work, finishes what was accepted, and closes every connection.
    pub async fn close(self) {
        // When the writer is gone already there is nothing to finish.
        let _ = self.jobs.send(Message::Close).await;
        if let Some(writer) = self.writer.lock().await.take()
            && writer.await.is_err()
        {
            tracing::error!("the task that writes to the database failed");
        }
        self.readers.close().await;
    }

    /// Asks the engine to check its own files, so deep. Each text names a damage; none, no damage.
    pub async fn integrity(&self, depth: Depth) -> Result<Vec<String>, StoreError> {
        let mut damages = Vec::new();
        for check in self.engine.integrity_checks(depth) {
            for row in sqlx::query(*check).fetch_all(&self.readers).await? {
                damages.push(row.try_get::<String, _>(0)?);
            }
        }
        damages.retain(|line| line != "ok");
        Ok(damages)
    }

    /// Lets the engine prepare every statement that this crate may send; how many there are.
    /// The first that it refuses is the error.
    pub async fn prepare_everything(&self) -> Result<usize, StoreError> {
        let mut connection = self.readers.acquire().await?;
        let fixed = crate::all_statements();
        for &sql in &fixed {
            connection
                .prepare(sqlx::SqlSafeStr::into_sql_str(sql))
                .await?;
        }
        connection
            .prepare(sqlx::SqlSafeStr::into_sql_str(self.engine.now()))
            .await?;
        let built = crate::filters::samples(self.engine);
        let count = fixed.len() + 1 + built.len();
        for sql in built {
            connection.prepare(sql).await?;
        }
        Ok(count)
    }
}
