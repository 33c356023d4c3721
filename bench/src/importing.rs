//! Importing the FBI's whole file into an empty house on either engine, and a million incidents.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use seal::{KeyPair, ObjectHeader, ObjectKind, SealingKey, SecretSeed, WrapContext};
use testkit::outside::program;

use crate::engine::{Engine, Place, Spent, Watch, engines};
use crate::sealing::thread_seconds;
use crate::{Order, deliveries};

/// How often a running import is looked at.
const LOOKS_EVERY: Duration = Duration::from_millis(50);
/// How many rows are sealed and hashed to learn what one takes.
const SAMPLE: u32 = 2_000;
/// About as long as the words of a row that are sealed, in bytes.
const WORDS: usize = 150;
/// About as long as the entry of a row, in bytes.
const ENTRY: usize = 700;

/// What an import came to.
pub(crate) struct Imported {
    pub(crate) wall: Duration,
    pub(crate) spent: Spent,
    pub(crate) read: u64,
    pub(crate) added: u64,
}

pub(crate) fn measure(order: &Order) -> anyhow::Result<String> {
    let Some(file) = program::fbi_file() else {
        return Ok(format!("### Import\n\n{}", deliveries::ABSENT));
    };
    let mut text = String::from(
        "### Importing the FBI's whole file\n\n\
         | engine | rows | wall | processor time | of that sealing | hashing | engine | rest | rows a second | memory | on the disk |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    let folder = program::folder()?;
    let with_words = deliveries::mapping_with_words(folder.path())?;
    let file = if order.quick {
        deliveries::beginning(&file, folder.path(), 20_000)?
    } else {
        file
    };
    let one = Costs::measured();
    for engine in engines(order) {
        for (what, mapping, sealed) in [
            ("as it is", Path::new("fbi-hate-crime"), false),
            ("each row's own words sealed", with_words.as_path(), true),
        ] {
            let place = engine.place()?;
            place.found(order)?;
            let done = import(order, engine, &place, mapping, std::slice::from_ref(&file))?;
            let rows = done.added as f64;
            let sealing = if sealed { one.sealing * rows } else { 0.0 };
            let hashing = one.hashing * rows;
            // SQLite works inside the process, PostgreSQL beside it.
            let all = match engine {
                Engine::Sqlite => done.spent.process,
                Engine::Postgres(_) => done.spent.process + done.spent.engine,
            };
            writeln!(
                text,
                "| {}, {what} | {} | {:.1} s | {all:.1} s | {sealing:.1} s | {hashing:.1} s | {:.1} s | {:.1} s | {:.0} | {:.0} MB | {:.0} MB |",
                engine.name(),
                done.read,
                done.wall.as_secs_f64(),
                done.spent.engine,
                all - sealing - hashing - done.spent.engine,
                done.read as f64 / done.wall.as_secs_f64(),
                done.spent.memory as f64 * 1024.0 / 1e6,
                place.megabytes()?,
            )?;
        }
    }
    write!(
        text,
        "\nSealing is what sealing and wrapping alone take for as many rows ({:.0} µs each), hashing what the ledger's \
         hashes alone take ({:.1} µs each), both measured in the same run; the engine is its own thread or processes; \
         the rest is reading, mapping, comparing with what is known, and the way to the engine. With PostgreSQL the \
         processor time is that of both.",
        one.sealing * 1e6,
        one.hashing * 1e6,
    )?;
    Ok(text)
}

/// Imports files as one delivery.
pub(crate) fn import(
    order: &Order,
    engine: Engine<'_>,
    place: &Place,
    mapping: &Path,
    files: &[PathBuf],
) -> anyhow::Result<Imported> {
    let said = place.folder().join("import.json");
    let errors = place.folder().join("import.errors");
    let started = Instant::now();
    let mut child = place
        .command(&order.program)
        .args(["import", "--format", "json", "--mapping"])
        .arg(mapping)
        .args(files)
        .stdout(Stdio::from(fs::File::create(&said)?))
        .stderr(Stdio::from(fs::File::create(&errors)?))
        .spawn()?;
    let mut watch = Watch::begin(engine, child.id())?;
    while child.try_wait()?.is_none() {
        watch.look()?;
        std::thread::sleep(LOOKS_EVERY);
    }
    let wall = started.elapsed();
    let spent = watch.end();
    // A row or two of the file may be rejected; what counts is that the import came to its end.
    let told: Vec<serde_json::Value> =
        serde_json::from_slice(&fs::read(&said)?).with_context(|| {
            format!(
                "importing: {}",
                fs::read_to_string(&errors).unwrap_or_default()
            )
        })?;
    let sum = |name: &str| -> anyhow::Result<u64> {
        let numbers = told.iter().map(|file| {
            let number = file[name]
                .as_str()
                .with_context(|| format!("{name} of an import"))?;
            Ok(number.parse::<u64>()?)
        });
        numbers.sum()
    };
    let imported = Imported {
        wall,
        spent,
        read: sum("rows")?,
        added: sum("added")?,
    };
    ensure!(imported.added > 0, "nothing was imported");
    Ok(imported)
}

/// Processor time of one row, in seconds.
struct Costs {
    sealing: f64,
    hashing: f64,
}

impl Costs {
    fn measured() -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let team = KeyPair::from_seed(SecretSeed::from_random(&mut rng));
        let recovery = KeyPair::from_seed(SecretSeed::from_random(&mut rng));
        let context = WrapContext {
            organisation: [1; 16],
            subject: [2; 16],
            recipient: [3; 16],
            epoch: 1,
        };
        let header = ObjectHeader {
            kind: ObjectKind::Narrative,
            organisation: [1; 16],
            subject: [2; 16],
            object: [4; 16],
            version: 1,
            schema_hash: [5; 32],
        };
        let words = vec![b'x'; WORDS];
        let used = thread_seconds();
        for _ in 0..SAMPLE {
            let key = SealingKey::from_random(&mut rng);
            std::hint::black_box(seal::seal_object(&key, header, &words, &mut rng));
            for recipient in [&team, &recovery] {
                std::hint::black_box(seal::wrap_key(&key, recipient.public(), &context, &mut rng));
            }
        }
        let sealing = (thread_seconds() - used) / f64::from(SAMPLE);
        let mut tree = ledger::Tree::new();
        let entry = vec![b'x'; ENTRY];
        let used = thread_seconds();
        for number in 0..SAMPLE {
            let parts = ledger::CommittedParts {
                subject: [2; 16],
                number,
                actor: None,
                at_microseconds: 0,
                fact: &entry,
            };
            // The fingerprint of the row, the commitment, and the leaf in the tree.
            let print = seal::sha256(&entry);
            tree.append(&ledger::commitment(&print, &parts));
        }
        let hashing = (thread_seconds() - used) / f64::from(SAMPLE);
        Self { sealing, hashing }
    }
}
