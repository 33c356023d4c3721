//! The pages: parse, call a service, render.
//!
//! Two halves that don't import each other: [`front`] faces the world, [`desk`] faces the staff.
//! What both need is in the files of this folder. Every page works without JavaScript.

mod assets;
mod counted;
pub mod desk;
mod figure;
mod form;
pub mod front;
mod guard;
mod headers;
mod kept;
mod lanes;
mod language;
mod limits;
mod page;
mod probes;
mod problem;
mod questions;
mod routes;
mod site;

pub use assets::browser_program;
pub use guard::Who;
pub use lanes::Lane;
pub use limits::{LimitSettings, UnderAttack};
pub use probes::{ALIVE, READY};
pub use routes::{Door, Route, application, routes};
pub use site::{Site, SiteSettings};
