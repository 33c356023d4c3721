//! What must open opens, and whatever was moved, cut, joined or altered does not.

#![allow(missing_docs)]
#![expect(
    clippy::disallowed_methods,
    reason = "a test reads and writes the vectors"
)]

mod objects;
mod parsers;
mod second;
mod secrets;
mod vectors;
mod wraps;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

/// A random source that gives the same bytes in every run.
fn rng(seed: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([seed; 32])
}
