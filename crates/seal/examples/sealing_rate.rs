//! How many reports one thread seals and opens in a second: `cargo run --release -p heard-seal --example
//! sealing_rate`.
//!
//! A report here is a text of 2,000 bytes under a fresh key, which is wrapped to two recipients. Opening unwraps
//! the key for one recipient and opens the text.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "an example prints, and a measurement needs a clock"
)]

use std::time::{Duration, Instant};

use heard_seal::{
    KeyPair, ObjectHeader, ObjectKind, SealingKey, SecretSeed, WrapContext, open_object,
    seal_object, unwrap_key, wrap_key,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

const LASTS: Duration = Duration::from_secs(3);
const CONTEXT: WrapContext = WrapContext {
    organisation: [1; 16],
    subject: [2; 16],
    recipient: [3; 16],
    epoch: 1,
};
const HEADER: ObjectHeader = ObjectHeader {
    kind: ObjectKind::Narrative,
    organisation: [1; 16],
    subject: [2; 16],
    object: [4; 16],
    version: 1,
    schema_hash: [5; 32],
};

fn main() {
    let mut rng = ChaCha20Rng::from_seed([1; 32]);
    let team = KeyPair::from_seed(SecretSeed::from_random(&mut rng));
    let recovery = KeyPair::from_seed(SecretSeed::from_random(&mut rng));
    let text = vec![b'x'; 2_000];

    let mut seal = || {
        let key = SealingKey::from_random(&mut rng);
        let object = seal_object(&key, HEADER, &text, &mut rng);
        let for_team = wrap_key(&key, team.public(), &CONTEXT, &mut rng);
        let for_recovery = wrap_key(&key, recovery.public(), &CONTEXT, &mut rng);
        (object, for_team, for_recovery)
    };
    let (object, for_team, for_recovery) = seal();
    println!(
        "size:     {} bytes for 2,000 bytes of text and two recipients",
        object.len() + for_team.len() + for_recovery.len()
    );
    report("sealed", || {
        std::hint::black_box(seal());
    });
    report("opened", || {
        let key = unwrap_key(&for_team, &team, &CONTEXT).unwrap();
        std::hint::black_box(open_object(&key, &HEADER, &object).unwrap());
    });
}

fn report(what: &str, mut once: impl FnMut()) {
    let started = Instant::now();
    let mut times = 0_u32;
    while started.elapsed() < LASTS {
        once();
        times += 1;
    }
    let rate = f64::from(times) / started.elapsed().as_secs_f64();
    println!("{what}:   {rate:.0} reports a second on one thread");
}
