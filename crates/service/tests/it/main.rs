//! Holds a whole house, store and keys included, to what it promises.

#![expect(
    clippy::disallowed_methods,
    reason = "tests look at the files themselves, and alter what the database holds"
)]

extern crate heard_service as service;

mod codebook;
mod database;
mod edits;
mod fbi;
mod import;
mod intake;
mod known_on;
mod own_keys;
mod renewal;
mod secrecy;
mod sessions;
mod story;
mod support;
mod verify;
