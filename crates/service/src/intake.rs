//! Telling us, and coming back.

mod receive;
pub(crate) use receive::digest_of_receipt;
mod status;

pub use receive::{Arrival, ArrivalBy, Received, WEB_FORM};
pub use status::{Standing, Status};
