//! How fast this machine seals when it does nothing else: the most that any server could accept.

use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rustix::time::{ClockId, clock_gettime};
use seal::{
    KeyPair, ObjectHeader, ObjectKind, Receipt, SealingKey, SecretSeed, WrapContext, seal_object,
    wrap_key,
};

/// What a report of the measurement comes to, in bytes before sealing: the story, and three short groups.
const GROUPS: [(ObjectKind, usize); 4] = [
    (ObjectKind::Narrative, 2_600),
    (ObjectKind::Place, 300),
    (ObjectKind::Identity, 400),
    (ObjectKind::Contact, 250),
];

/// What sealing alone comes to.
pub(crate) struct Limit {
    /// Reports a second with every core at work.
    pub(crate) rate: f64,
    /// Processor time of one report, in milliseconds.
    pub(crate) processor: f64,
}

/// Seals reports on every core for as long as that: a fresh key, four objects, the key wrapped to two recipients, and
/// with `receipts` what every reporter's receipt needs.
pub(crate) fn limit(lasts: Duration, receipts: bool) -> anyhow::Result<Limit> {
    let threads: Vec<_> = (0..available_parallelism()?.get() as u64)
        .map(|seed| std::thread::spawn(move || one_thread(seed, lasts, receipts)))
        .collect();
    let mut limit = Limit {
        rate: 0.0,
        processor: 0.0,
    };
    let count = threads.len() as f64;
    for thread in threads {
        let (rate, processor) = thread.join().ok().context("a thread that seals")?;
        limit.rate += rate;
        limit.processor += processor / count;
    }
    Ok(limit)
}

fn one_thread(seed: u64, lasts: Duration, receipts: bool) -> (f64, f64) {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let team = KeyPair::from_seed(SecretSeed::from_random(&mut rng));
    let recovery = KeyPair::from_seed(SecretSeed::from_random(&mut rng));
    let context = WrapContext {
        organisation: [1; 16],
        subject: [2; 16],
        recipient: [3; 16],
        epoch: 1,
    };
    let texts = GROUPS.map(|(kind, length)| (kind, vec![b'x'; length]));
    let (started, used) = (Instant::now(), thread_seconds());
    let mut sealed = 0_u32;
    while started.elapsed() < lasts {
        let key = SealingKey::from_random(&mut rng);
        for (kind, text) in &texts {
            let header = ObjectHeader {
                kind: *kind,
                organisation: [1; 16],
                subject: [2; 16],
                object: [4; 16],
                version: 1,
                schema_hash: [5; 32],
            };
            std::hint::black_box(seal_object(&key, header, text, &mut rng));
        }
        for recipient in [&team, &recovery] {
            std::hint::black_box(wrap_key(&key, recipient.public(), &context, &mut rng));
        }
        if receipts {
            let receipt = Receipt::from_random(&mut rng);
            std::hint::black_box((
                receipt.locator(),
                receipt.auth_public(),
                receipt.mailbox_public(),
                receipt.ledger_salt(),
            ));
        }
        sealed += 1;
    }
    let sealed = f64::from(sealed.max(1));
    (
        sealed / started.elapsed().as_secs_f64(),
        (thread_seconds() - used) / sealed * 1e3,
    )
}

/// Processor time that this thread has used, in seconds.
pub(crate) fn thread_seconds() -> f64 {
    let used = clock_gettime(ClockId::ThreadCPUTime);
    used.tv_sec as f64 + used.tv_nsec as f64 / 1e9
}
