//! Telling us, and coming back.

mod receive;
mod status;

pub use receive::{Arrival, ArrivalBy, Received};
pub use status::{Standing, Status};
