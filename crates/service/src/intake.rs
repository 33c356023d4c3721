//! Telling us, and coming back.

mod keep;
mod receive;
mod sealed;
mod status;

pub(crate) use keep::{Intake, of};
pub(crate) use receive::digest_of_receipt;

pub use receive::{Arrival, ArrivalBy, Received, WEB_FORM};
pub use sealed::{BrowserSealed, SealedKept};
pub use status::{Standing, Status};
