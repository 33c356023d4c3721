//! The words of Heard as types, and its rules as pure functions.
//!
//! Nothing here reads a file, a clock or a random source. What a word means is written once, in
//! the module of that name; every other floor speaks in these types.

pub mod codebook;
pub mod coding;
pub mod day;
pub mod fact;
pub mod form;
pub mod ids;
pub mod import;
pub mod incident;
pub mod member;
pub mod occurred;
pub mod permission;
pub mod report;
pub mod timestamp;

pub use coding::{CodebookReference, Coding, Facets};
pub use fact::{Entry, Fact};
pub use ids::{ImportId, IncidentId, MemberId, ObjectId, OrganisationId, ReportId, Subject};
pub use import::Import;
pub use incident::Incident;
pub use member::Member;
pub use occurred::{Occurred, Precision};
pub use permission::{Actor, Permission, Role};
pub use report::Report;
pub use timestamp::Timestamp;
