//! The servers that an address names, and which of them takes writes. When the one in use dies, another may have been
//! made the one that does; everybody who has the store open follows it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, AnyPool, Connection, Row};

/// How long one of several servers may take to answer before the next one is asked.
const PATIENCE: Duration = Duration::from_secs(3);
/// How often it is asked whether the server in use still takes writes, when there are several.
const LOOK: Duration = Duration::from_secs(1);
/// 1 when the server takes writes: it is no standby.
const TAKES_WRITES: &str =
    "select case when pg_is_in_recovery() or current_setting('transaction_read_only') = 'on'
    then 0::bigint else 1::bigint end";

/// At least one server.
#[derive(Clone)]
pub(crate) struct Servers {
    all: Arc<Vec<AnyConnectOptions>>,
    in_use: Arc<AtomicUsize>,
}

impl Servers {
    pub(crate) fn new(all: Vec<AnyConnectOptions>) -> Self {
        Self {
            all: Arc::new(all),
            in_use: Arc::default(),
        }
    }

    /// The one that took writes when somebody last looked.
    pub(crate) fn in_use(&self) -> AnyConnectOptions {
        let place = self.in_use.load(Ordering::Relaxed);
        self.all[place % self.all.len()].clone()
    }

    /// A connection to the only server, or to the one of several that takes writes.
    pub(crate) async fn connect(&self) -> Result<AnyConnection, sqlx::Error> {
        let first = self.in_use.load(Ordering::Relaxed);
        let count = self.all.len();
        if count == 1 {
            return AnyConnection::connect_with(&self.all[0]).await;
        }
        let mut last = None;
        for place in (first..first + count).map(|place| place % count) {
            match tokio::time::timeout(PATIENCE, writable(&self.all[place])).await {
                Ok(Ok(Some(connection))) => {
                    if place != first {
                        tracing::warn!(place, "another database server takes writes now");
                    }
                    self.in_use.store(place, Ordering::Relaxed);
                    return Ok(connection);
                }
                Ok(Ok(None)) => {}
                Ok(Err(error)) => last = Some(error),
                Err(_) => last = Some(std::io::Error::from(std::io::ErrorKind::TimedOut).into()),
            }
        }
        Err(last.unwrap_or_else(|| {
            std::io::Error::other("none of the database servers takes writes").into()
        }))
    }

    /// Lets readers go to the server that takes writes, for as long as they are open.
    pub(crate) fn lead(&self, readers: AnyPool) {
        if self.all.len() > 1 {
            tokio::spawn(lead(self.clone(), readers));
        }
    }

    /// Whether a server of these is one of those, by its name and its database's.
    pub(crate) fn names_one_of(&self, others: &Self) -> bool {
        let name = |options: &AnyConnectOptions| {
            let url = &options.database_url;
            (
                url.host_str().map(str::to_owned),
                url.port().unwrap_or(5432),
                url.path().to_owned(),
            )
        };
        self.all
            .iter()
            .any(|server| others.all.iter().any(|other| name(server) == name(other)))
    }
}

/// A connection to that server, if it takes writes.
async fn writable(server: &AnyConnectOptions) -> Result<Option<AnyConnection>, sqlx::Error> {
    let mut connection = AnyConnection::connect_with(server).await?;
    Ok(takes_writes(&mut connection).await?.then_some(connection))
}

async fn takes_writes(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    let row = sqlx::query(TAKES_WRITES).fetch_one(connection).await?;
    Ok(row.try_get::<i64, _>(0)? == 1)
}

async fn lead(servers: Servers, readers: AnyPool) {
    let mut look: Option<AnyConnection> = None;
    let mut led_to = servers.in_use.load(Ordering::Relaxed);
    while !readers.is_closed() {
        let still = match &mut look {
            Some(connection) => matches!(
                tokio::time::timeout(PATIENCE, takes_writes(connection)).await,
                Ok(Ok(true))
            ),
            None => false,
        };
        if !still {
            look = servers.connect().await.ok();
        }
        let now = servers.in_use.load(Ordering::Relaxed);
        if now != led_to {
            readers.set_connect_options(servers.in_use());
            led_to = now;
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = readers.close_event() => break,
        }
    }
}
