//! Holds a whole house, store and keys included, to what it promises.

#![expect(
    clippy::disallowed_methods,
    reason = "tests look at the files themselves, and alter what the database holds"
)]

extern crate heard_service as service;

mod archive;
mod areas;
mod browser_sealed;
mod codebook;
mod database;
mod edits;
mod export_facets;
mod fbi;
mod foreign_keys;
mod import;
mod import_formats;
mod import_pages;
mod import_places;
mod import_shipped;
mod import_updates;
mod intake;
mod known_on;
mod nodes;
mod own_keys;
mod record_watch;
mod recovery;
mod renewal;
mod secrecy;
mod sessions;
mod story;
mod support;
mod verify;
