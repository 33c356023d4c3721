//! One suite for both engines. Every story runs on SQLite, and on PostgreSQL when
//! `HEARD_TEST_POSTGRES` holds the address of a server on which databases may be made.

#![expect(
    clippy::disallowed_methods,
    reason = "a test looks past the store, and is told by the environment where a server is"
)]

mod areas;
mod build;
mod database;

mod carry;
mod clear;
mod conformance;
mod entries;
mod filling;
mod imports;
mod incidents;
mod members;
mod organisation;
mod processes;
mod reports;
mod roles;
mod schema;
mod sealed;
mod standby;
mod standing;
mod upgrades;
mod writing;
mod zones;
