//! The program from outside, as its users and operators meet it: for tests of a whole process, for
//! measuring and for torture.

pub mod http;
pub mod pages;
pub mod program;
pub mod slow_line;
