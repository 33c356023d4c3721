//! How long a million entries take: `cargo run --release -p heard-ledger --example append_rate`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "an example prints, and a measurement needs a clock"
)]

use std::time::Instant;

use heard_ledger::{CommittedParts, Leaf, LeafKind, Tree, commitment, new_tiles, week_of};

const COUNT: u32 = 1_000_000;

fn main() {
    let started = Instant::now();
    let leaves: Vec<Vec<u8>> = (0..COUNT).map(leaf).collect();
    println!("made {COUNT} entries in {:.2?}", started.elapsed());

    let started = Instant::now();
    let mut tree = Tree::new();
    for leaf in &leaves {
        tree.append(leaf);
    }
    let root = tree.root();
    println!("appended them in {:.2?}", started.elapsed());

    let started = Instant::now();
    let files = new_tiles(0, &leaves, |_| None).unwrap();
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    println!(
        "made {} files of {} MB in {:.2?}",
        files.len(),
        bytes / 1_000_000,
        started.elapsed()
    );
    println!("first byte of the root: {:02x}", root[0]);
}

fn leaf(number: u32) -> Vec<u8> {
    let at_microseconds = 1_780_000_000_000_000 + i64::from(number);
    let parts = CommittedParts {
        subject: [1; 16],
        number,
        actor: None,
        at_microseconds,
        fact: b"stage:referred",
    };
    Leaf {
        kind: LeafKind::Stage,
        week: week_of(at_microseconds),
        spec_hash: [2; 32],
        commitment: commitment(&[3; 32], &parts),
    }
    .to_bytes()
    .to_vec()
}
