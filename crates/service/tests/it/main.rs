//! Holds a whole house, store and keys included, to what it promises.

#![expect(clippy::disallowed_methods, reason = "tests look at the files themselves, and alter what the database holds")]

extern crate heard_service as service;

mod edits;
mod fbi;
mod story;
mod support;
