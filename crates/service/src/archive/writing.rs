//! Writing an archive.

use std::collections::BTreeMap;

use domain::fact::Digest;
use store::Reading;

use super::manifest::{
    FORMAT, Head, LEFT_OUT, MANIFEST, MANIFEST_SUM, Manifest, Sum, TableFile, VERSION, Witness,
    leaves,
};
use super::row;
use super::{ArchiveError, ArchiveStage, ArchiveTo};
use crate::house::House;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// The head of the ledger.
    pub ledger: Head,
    /// Its files.
    pub tables: Vec<TableFile>,
}

impl House {
    /// Writes everything that the organisation owns, as it stood at one moment, in a memory that its size does not
    /// change. It is read twice: first for the manifest, which stands before all else. What is sealed stays so.
    ///
    /// `to` may block: call it where that is allowed.
    pub async fn export_archive(
        &self,
        mut to: impl ArchiveTo + 'static,
        mut tell: impl FnMut(ArchiveStage, &str) + Send + 'static,
    ) -> Result<Archived, ArchiveError> {
        let keys = self.keys()?;
        let made = self.now().microseconds();
        let tables: Vec<_> = store::tables(store::newest_schema())
            .await?
            .into_iter()
            .filter(|table| leaves(&table.name))
            .collect();
        self.store
            .read("export everything", move |reading| {
                Box::pin(async move {
                    let mut witness = Witness::default();
                    let mut files = Vec::with_capacity(tables.len());
                    for table in &tables {
                        tell(ArchiveStage::Measuring, &table.name);
                        files.push(sum(reading, table, &mut witness).await?);
                    }
                    let manifest = Manifest {
                        format: FORMAT.to_owned(),
                        version: VERSION,
                        schema: store::newest_schema(),
                        program: concat!("heard ", env!("CARGO_PKG_VERSION")).to_owned(),
                        made,
                        organisation: keys.name.clone(),
                        ledger: witness.head(),
                        figures: witness.figures(),
                        tables: files.clone(),
                        left_out: left_out(),
                    };
                    let text = serde_json::to_string_pretty(&manifest)
                        .map_err(std::io::Error::from)?
                        + "\n";
                    let digest = String::from(Digest(seal::sha256(text.as_bytes())));
                    file(&mut to, MANIFEST, &text)?;
                    file(&mut to, MANIFEST_SUM, &format!("{digest}  {MANIFEST}\n"))?;
                    for (table, summed) in tables.iter().zip(&files) {
                        tell(ArchiveStage::Copying, &table.name);
                        to.begin(&summed.file, summed.bytes)?;
                        let mut line = Vec::new();
                        let to = &mut to;
                        reading
                            .send_rows(table, &mut |row| {
                                line.clear();
                                row::write(&mut line, table, &row);
                                to.write(&line).map_err(ArchiveError::from)
                            })
                            .await?;
                        to.end()?;
                    }
                    to.finish()?;
                    Ok(Archived {
                        ledger: manifest.ledger,
                        tables: files,
                    })
                })
            })
            .await
    }
}

fn left_out() -> BTreeMap<String, String> {
    LEFT_OUT
        .iter()
        .map(|(table, why)| ((*table).to_owned(), (*why).to_owned()))
        .collect()
}

fn file(to: &mut impl ArchiveTo, name: &str, text: &str) -> std::io::Result<()> {
    to.begin(name, text.len() as u64)?;
    to.write(text.as_bytes())?;
    to.end()
}

/// What the file of a table comes to.
pub(super) async fn sum(
    reading: &mut Reading,
    table: &store::Table,
    witness: &mut Witness,
) -> Result<TableFile, ArchiveError> {
    let mut sum = Sum::default();
    let mut line = Vec::new();
    reading
        .send_rows(table, &mut |row| {
            witness.see(table, &row);
            line.clear();
            row::write(&mut line, table, &row);
            sum.line(&line);
            Ok::<_, ArchiveError>(())
        })
        .await?;
    Ok(sum.finish(table))
}
