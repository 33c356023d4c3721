//! The application as browsers meet it: requests in, pages out, over a real store.

extern crate heard_web as web;

mod asking;
mod desk_area;
mod desk_browser;
mod desk_conflict;
mod desk_imports;
mod desk_keys;
mod desk_pages;
mod desk_refusals;
mod desk_renewal;
mod desk_sessions;
mod desk_story;
mod front;
mod html;
mod routes;
