//! Heard, the program: command line, configuration, wiring.

mod args;
mod config;

fn main() {}
