//! What people do with Heard, one file a use case.
//!
//! Each use case checks the permission, decides in the domain, seals what was written, and keeps
//! the change with its ledger entry in one transaction. Pages, the command line and importers all
//! come through here, so that none of them can skip a step.

pub mod archive;
pub mod areas;
pub mod check;
pub mod checkpoints;
pub mod counting;
pub mod counts;
mod duties;
mod error;
pub mod export;
mod house;
pub mod import;
pub mod incidents;
pub mod intake;
mod keyring;
pub mod limiter;
pub mod members;
pub mod organisation;
pub mod page_program;
pub mod ports;
mod record;
mod record_watch;
mod sealing;
pub mod search;
pub mod seen;
pub mod sessions;
mod throttle;
pub mod triage;
pub mod verify;

pub use error::{Outcome, ServiceError};
pub use house::{CodebookSource, House, HouseSettings, InForce, PublicKeys, SpareParts};
pub use keyring::SignedIn;
pub use store::OnDuty;
