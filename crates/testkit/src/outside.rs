//! The program from outside, as its users and operators meet it: for tests of a whole process, for
//! measuring, for torture and for the drill.

pub mod http;
pub mod pages;
pub mod program;
pub mod server;
pub mod slow_line;
