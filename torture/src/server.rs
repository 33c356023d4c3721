//! A PostgreSQL of our own that may also be robbed of its disk.

use std::ops::{Deref, DerefMut};
use std::path::PathBuf;

use testkit::outside::server::{self, Programs};

use crate::faults::Switches;

/// Small, so that its log turns over often, and as safe as it is by default, said here because it is the point.
const SETTINGS: [&str; 7] = [
    "shared_buffers=32MB",
    "max_wal_size=64MB",
    "min_wal_size=16MB",
    "checkpoint_timeout=30s",
    "fsync=on",
    "full_page_writes=on",
    "restart_after_crash=on",
];

/// One server with its switches.
pub(crate) struct Server {
    server: server::Server,
    pub(crate) switches: Switches,
}

impl Server {
    /// Makes a cluster in that folder and starts it.
    pub(crate) fn new(
        programs: Programs,
        folder: PathBuf,
        switches: Switches,
    ) -> anyhow::Result<Self> {
        let environment = switches.environment();
        Ok(Self {
            server: server::Server::new(programs, folder, &SETTINGS, environment)?,
            switches,
        })
    }
}

impl Deref for Server {
    type Target = server::Server;

    fn deref(&self) -> &server::Server {
        &self.server
    }
}

impl DerefMut for Server {
    fn deref_mut(&mut self) -> &mut server::Server {
        &mut self.server
    }
}
