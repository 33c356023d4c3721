//! The commands, one file each.

pub(crate) mod archive;
pub(crate) mod areas;
pub(crate) mod codebook;
pub(crate) mod config;
pub(crate) mod database;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod member;
pub(crate) mod moving;
pub(crate) mod recovery;
pub(crate) mod serve;
pub(crate) mod stats;
pub(crate) mod verify;
