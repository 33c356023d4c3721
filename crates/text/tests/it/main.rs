//! Tests of the messages: how they are written out, what hostile ones do, and whether the shipped ones fit the pages.

#![expect(
    clippy::disallowed_methods,
    reason = "these tests read the message files and the sources that use them"
)]

extern crate heard_text as text;

mod labels;
mod messages;
mod shipped;
