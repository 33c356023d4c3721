//! What is kept: one interface, one SQL text, two engines (SQLite and PostgreSQL).
//!
//! All work goes through [`Store::write`] and [`Store::read`], each one transaction:
//!
//! ```text
//! store.write("set a report aside", move |writing| Box::pin(async move {
//!     let entry = writing.append(new_entry, |index, fact_text| leaf(index, fact_text)).await?;
//!     report.apply(&entry)?;
//!     writing.update_report(&report).await?;
//!     Ok::<_, Error>(report)
//! })).await
//! ```
//!
//! The rules of this crate:
//! - Facts are the truth. The tables `report`, `incident` and `member` are projections of them,
//!   written in the transaction that appends the fact.
//! - What is looked up and not there is `None`, not an error; what is added twice is
//!   [`StoreError::Conflict`]; what is changed and not there is [`StoreError::Missing`].
//! - Time, ids and salts are passed in; nothing here reads a clock or a random source.
//! - Every statement is a constant declared with `statements!`; only `filters` builds SQL.
//! - Columns are text, 64-bit integers and bytes only. No text holds U+0000.
//!
//! To add a table: a new numbered file in `migrations/` (never change an old one), a module with
//! its statements, its story in `tests/it/`, which runs on both engines, and a line in `rights` that says what of it
//! the front door may read and add.

mod address;
mod areas;
mod bulk;
mod carry;
mod duty;
mod engine;
mod entries;
mod error;
mod filling;
mod filters;
mod gather;
mod imports;
mod incidents;
mod members;
mod migrations;
mod organisation;
mod presence;
mod processes;
mod reading;
mod reports;
mod rights;
mod roles;
mod rows;
mod schema;
mod scratch;
mod sealed;
mod servers;
mod sessions;
mod standing;
mod statement;
mod store;
mod tree;
mod writer;

pub use address::DatabaseUrl;
pub use areas::{AreaRow, AreaSetRow, PostcodeBlockRow};
pub use carry::{Carried, CarryError, Stage, carry};
pub use duty::{Duty, OnDuty};
pub use engine::Depth;
pub use entries::{NewEntry, StoredEntry};
pub use error::{EngineError, StoreError};
pub use filling::Filling;
pub use filters::{InboxFilter, IncidentFilter};
pub use gather::{DoAll, Gatherer};
pub use imports::{Fingerprint, KnownRow};
pub use members::{Invitation, MemberRow, SlotRow};
pub use migrations::newest as newest_schema;
pub use organisation::{CodebookRow, OrganisationRow};
pub use processes::ToldRow;
pub use reading::{Reading, Writing};
pub use reports::ReceiptParts;
pub use rights::{FRONT, Rights};
pub use roles::{Granted, RoleError, RoleName, grant_front};
pub use rows::{Value, tables};
pub use schema::{Column, Kind, Table};
pub use scratch::nameless_file;
pub use sealed::{ObjectRow, WrapRow};
pub use sessions::SessionRow;
pub use standing::StandingRow;
pub use store::Store;
pub use tree::CheckpointRow;

/// Every statement that is a constant.
fn all_statements() -> Vec<&'static str> {
    [
        areas::STATEMENTS,
        duty::STATEMENTS,
        entries::STATEMENTS,
        imports::STATEMENTS,
        incidents::STATEMENTS,
        members::STATEMENTS,
        organisation::STATEMENTS,
        processes::STATEMENTS,
        reading::STATEMENTS,
        reports::STATEMENTS,
        sealed::STATEMENTS,
        sessions::STATEMENTS,
        standing::STATEMENTS,
        tree::STATEMENTS,
    ]
    .concat()
}
