//! The application as browsers meet it: requests in, pages out, over a real store.

mod desk_browser;
mod desk_story;
