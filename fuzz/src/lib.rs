//! Every parser of bytes from outside, as a function that must neither panic nor accept what it would not write
//! itself; and altered inputs for them. Runs on stable Rust, the same inputs for the same seed.
//!
//! | To… | Run |
//! | --- | --- |
//! | feed all of them for a moment, as the build server does | `cargo test -p heard-fuzz` |
//! | feed one for longer | `cargo run --release -p heard-fuzz -- parcel 600` |
//! | look at what broke one | `cargo run -p heard-fuzz -- parcel --replay FILE` |
//!
//! What broke a parser is written to `fuzz/found/`; once mended, the file moves to `fuzz/corpus/<target>/`, from
//! where every later run begins.

pub mod corpus;
pub mod mutation;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

pub use targets::{TARGETS, Target};

/// The target of that name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// Feeds a target with its corpus and then with so many altered inputs; gives the first that broke it.
///
/// # Errors
/// With the input, if the target panicked.
pub fn feed(target: &Target, corpus: &[Vec<u8>], seed: u64, times: u64) -> Result<(), Vec<u8>> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let try_one = |input: &[u8]| {
        catch_unwind(AssertUnwindSafe(|| (target.parse)(input))).map_err(|_| input.to_vec())
    };
    for input in corpus {
        try_one(input)?;
    }
    for _ in 0..times {
        try_one(&mutation::altered(corpus, &mut rng))?;
    }
    Ok(())
}
