//! One suite for both engines. Every story runs on SQLite, and on PostgreSQL when
//! `HEARD_TEST_POSTGRES` holds the address of a server on which databases may be made.

mod build;
mod database;

mod entries;
mod incidents;
mod members;
mod organisation;
mod reports;
mod schema;
mod sealed;
mod writing;
