//! Tests of the whole program, and of the house it is built as.

mod beside;
mod docs;
mod export;
mod floors;
mod import;
mod nodes;
mod recovery;
mod serving;
mod traces;
