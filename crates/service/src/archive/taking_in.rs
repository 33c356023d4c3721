//! Taking an archive into an empty Heard: whole, or not at all.

use std::io::{BufRead as _, BufReader, Read};

use domain::fact::Digest;
use store::{DatabaseUrl, Filling, Table, Value};
use tokio::sync::mpsc::{Sender, channel};

use super::manifest::{
    Head, LONGEST_MANIFEST, MANIFEST, MANIFEST_SUM, Manifest, Sum, TableFile, TaggedCount, Witness,
    leaves,
};
use super::{ArchiveError, ArchiveFrom, ArchiveStage, row, writing};
use crate::verify::{self, Checked};

/// A row is not longer than this: a file without line ends would fill the memory.
const LONGEST_ROW: u64 = 64 << 20;
/// So many rows go on together, or so many bytes of them.
const ROWS: usize = 256;
const BYTES: u64 = 4 << 20;
/// So many of those wait to be taken.
const WAITING: usize = 4;

/// What was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenIn {
    /// Whose it is.
    pub organisation: String,
    /// The head of the ledger, the same as in the archive.
    pub ledger: Head,
    /// How many incidents of which series stand how, the same as in the archive.
    pub figures: Vec<TaggedCount>,
    /// Its files.
    pub tables: Vec<TableFile>,
    /// What was checked in the new place.
    pub checked: Checked,
}

/// Takes an archive into the database at that address, where there must be nothing yet and which nobody may have open.
/// It is kept only after every row was read back and is the archive's, the ledger has the same root, and every record
/// fits. Whatever fails or breaks off leaves nothing, and it can be run again.
pub async fn take_in(
    mut from: impl ArchiveFrom + 'static,
    into: &DatabaseUrl,
    mut tell: impl FnMut(ArchiveStage, &str) + Send,
) -> Result<TakenIn, ArchiveError> {
    let manifest = read_manifest(&mut from)?;
    manifest.check(&store::tables(manifest.schema).await?)?;
    let mut filling = Filling::begin(into, manifest.schema).await?;
    let outcome = fill(&mut filling, from, &manifest, &mut tell).await;
    let checked = match outcome {
        Ok(checked) => checked,
        Err(error) => {
            filling.leave().await;
            return Err(error);
        }
    };
    filling.keep().await?;
    Ok(TakenIn {
        organisation: manifest.organisation,
        ledger: manifest.ledger,
        figures: manifest.figures,
        tables: manifest.tables,
        checked,
    })
}

fn read_manifest(from: &mut impl ArchiveFrom) -> Result<Manifest, ArchiveError> {
    let text = whole(from, MANIFEST)?;
    let sum = whole(from, MANIFEST_SUM);
    // What it is comes before whether it is sound: a newer one may be made otherwise.
    let manifest = Manifest::read(&text);
    if let Err(error @ (ArchiveError::NoArchive(_) | ArchiveError::Newer { .. })) = manifest {
        return Err(error);
    }
    let digest = String::from(Digest(seal::sha256(&text)));
    let sum = String::from_utf8_lossy(&sum?).into_owned();
    if sum.split_whitespace().next() != Some(digest.as_str()) {
        return Err(ArchiveError::damaged(
            MANIFEST,
            format!("its SHA-256 is not that of {MANIFEST_SUM}"),
        ));
    }
    manifest
}

fn whole(from: &mut impl ArchiveFrom, file: &str) -> Result<Vec<u8>, ArchiveError> {
    let mut bytes = Vec::new();
    from.open(file)?
        .take(LONGEST_MANIFEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| ArchiveError::reading(file, error))?;
    if bytes.len() as u64 > LONGEST_MANIFEST {
        return Err(ArchiveError::NoArchive(format!("{file} is far too long")));
    }
    Ok(bytes)
}

/// Rows of the table at that place.
struct Rows {
    table: usize,
    rows: Vec<Vec<Value>>,
}

async fn fill(
    filling: &mut Filling,
    from: impl ArchiveFrom + 'static,
    manifest: &Manifest,
    tell: &mut (impl FnMut(ArchiveStage, &str) + Send),
) -> Result<Checked, ArchiveError> {
    let tables: Vec<Table> = filling
        .tables()
        .iter()
        .filter(|table| leaves(&table.name))
        .cloned()
        .collect();
    let (rows, mut received) = channel(WAITING);
    // Files are read and understood on a thread of their own, while the engine is at work.
    let reader = {
        let (tables, manifest) = (tables.clone(), manifest.clone());
        tokio::task::spawn_blocking(move || read_all(from, &tables, &manifest, &rows))
    };
    let mut told = None;
    while let Some(Rows { table, rows }) = received.recv().await {
        if told.replace(table) != Some(table) {
            tell(ArchiveStage::Copying, &tables[table].name);
        }
        let table = &tables[table];
        filling
            .writing()
            .add_rows(table, rows)
            .await
            .map_err(|error| refused(table, error))?;
    }
    reader
        .await
        .map_err(|_| ArchiveError::NoArchive("it could not be understood".to_owned()))??;

    let mut witness = Witness::default();
    for (table, given) in tables.iter().zip(&manifest.tables) {
        tell(ArchiveStage::Comparing, &table.name);
        let kept = writing::sum(filling.writing(), table, &mut witness).await?;
        if kept != *given {
            return Err(ArchiveError::Different(table.name.clone()));
        }
    }
    agree(&witness, manifest)?;
    filling.bring_up().await?;
    tell(ArchiveStage::Checking, "entry");
    let checked = verify::verify_reading(filling.writing(), &|_| {})
        .await?
        .map_err(ArchiveError::Unfit)?;
    if checked.root != manifest.ledger.root.0 || checked.entries != manifest.ledger.entries {
        return Err(another_ledger());
    }
    Ok(checked)
}

/// A row that an engine refuses as one that can't stand beside the others is a fault of the archive.
fn refused(table: &Table, error: store::StoreError) -> ArchiveError {
    match error {
        store::StoreError::Engine(error) if error.names_a_wrong_row() => ArchiveError::damaged(
            &super::file_of(&table.name),
            format!("the database refused a row: {error}"),
        ),
        store::StoreError::NulInText => ArchiveError::damaged(
            &super::file_of(&table.name),
            "a text holds the character U+0000",
        ),
        error => error.into(),
    }
}

fn agree(witness: &Witness, manifest: &Manifest) -> Result<(), ArchiveError> {
    if witness.head() != manifest.ledger {
        return Err(another_ledger());
    }
    if witness.figures() != manifest.figures {
        return Err(ArchiveError::damaged(
            MANIFEST,
            "its figures are not those of its incidents",
        ));
    }
    Ok(())
}

fn another_ledger() -> ArchiveError {
    ArchiveError::damaged(
        MANIFEST,
        "the root of the ledger is not that of its entries",
    )
}

/// Reads every table and sends its rows on. When nobody takes them any more, there is nothing more to do.
fn read_all(
    mut from: impl ArchiveFrom,
    tables: &[Table],
    manifest: &Manifest,
    to: &Sender<Rows>,
) -> Result<(), ArchiveError> {
    let mut witness = Witness::default();
    for (place, (table, given)) in tables.iter().zip(&manifest.tables).enumerate() {
        let file = given.file.as_str();
        let mut source = BufReader::with_capacity(1 << 16, from.open(file)?);
        let mut sum = Sum::default();
        let mut line = Vec::new();
        let mut rows = Vec::new();
        let mut bytes = 0;
        loop {
            line.clear();
            let read = (&mut source)
                .take(LONGEST_ROW + 1)
                .read_until(b'\n', &mut line)
                .map_err(|error| ArchiveError::reading(file, error))?;
            if read == 0 {
                break;
            }
            let number = sum.rows + 1;
            let wrong = |reason: &str| {
                Err(ArchiveError::damaged(
                    file,
                    format!("line {number}: {reason}"),
                ))
            };
            if read as u64 > LONGEST_ROW {
                return wrong("it is longer than 64 MB");
            }
            if line.last() != Some(&b'\n') {
                return Err(ArchiveError::CutOff(file.to_owned()));
            }
            if number > given.rows {
                return wrong("there are more rows than the manifest says");
            }
            let row = match row::read(&line, table) {
                Ok(row) => row,
                Err(reason) => return wrong(&reason),
            };
            sum.line(&line);
            witness.see(table, &row);
            bytes += read as u64;
            rows.push(row);
            if rows.len() == ROWS || bytes >= BYTES {
                let rows = std::mem::take(&mut rows);
                bytes = 0;
                if to.blocking_send(Rows { table: place, rows }).is_err() {
                    return Ok(());
                }
            }
        }
        if !rows.is_empty() && to.blocking_send(Rows { table: place, rows }).is_err() {
            return Ok(());
        }
        let found = sum.finish(table);
        if found.rows < given.rows {
            return Err(ArchiveError::CutOff(file.to_owned()));
        }
        if found.sha256 != given.sha256 || found.bytes != given.bytes {
            return Err(ArchiveError::damaged(
                file,
                "its SHA-256 is not the one that the manifest says",
            ));
        }
    }
    from.finish()?;
    agree(&witness, manifest)
}
