//! Tests of the whole program, and of the house it is built as.

mod docs;
mod export;
mod floors;
mod import;
mod serving;
mod traces;
