//! Stores, houses, builders and a fake clock for tests. Never part of the program.

pub mod canary;
mod clock;
mod data;
mod house;
pub mod outside;
mod randomness;

pub use clock::FakeClock;
pub use data::{data_file, missing_data};
pub use house::{PASSPHRASE, TestHouse, answers_of, report_form};
pub use randomness::SeededRandomness;
