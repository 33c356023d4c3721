//! Coded facets: one row an incident, in a memory that their number does not change.

use std::io::Write;

use domain::Permission;
use domain::codebook::Codebook;
use store::Reading;

use super::columns::{Areas, Cell, Table};
use super::delimited::Delimited;
use super::lines::Lines;
use super::packed::Packed;
use super::sheet::Sheet;
use super::{ExportError, Exported};
use crate::error::ServiceError;
use crate::house::House;
use crate::keyring::SignedIn;

/// So many incidents are read at a time.
const PAGE: u32 = 2_000;

/// In which format a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FacetsFormat {
    /// Comma-separated values in UTF-8.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// Apache Parquet.
    Parquet,
    /// One JSON object a line.
    JsonLines,
}

impl FacetsFormat {
    /// Every format, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Parquet, Self::JsonLines];

    /// How the name of such a file ends, and how the format is called on the command line and in addresses.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
            Self::JsonLines => "jsonl",
        }
    }

    /// What such a file is to browsers.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::JsonLines => "application/jsonl; charset=utf-8",
        }
    }

    /// The format of that ending.
    #[must_use]
    pub fn parse(ending: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|format| format.ending() == ending)
    }
}

/// Takes the rows of a table one after the other.
pub(super) trait RowWriter: Send {
    /// The next row: a cell for each column.
    fn row(&mut self, cells: Vec<Cell>) -> Result<(), ExportError>;

    /// No more rows follow.
    fn finish(self: Box<Self>) -> Result<(), ExportError>;
}

fn writer(
    format: FacetsFormat,
    table: &Table,
    to: impl Write + Send + 'static,
) -> Result<Box<dyn RowWriter>, ExportError> {
    Ok(match format {
        FacetsFormat::Csv => Box::new(Delimited::begin(table, to)?),
        FacetsFormat::Xlsx => Box::new(Sheet::begin(table, to)?),
        FacetsFormat::Parquet => Box::new(Packed::begin(table, to)?),
        FacetsFormat::JsonLines => Box::new(Lines::begin(table, to)),
    })
}

impl House {
    /// Writes one row for each incident: what it was coded as, when it happened, and the three judgements. No words, and
    /// nobody's name. All of it is of one moment, whatever is changed meanwhile. By a member, or from the command line.
    ///
    /// `to` may block: call it where that is allowed.
    pub async fn export_facets(
        &self,
        by: Option<&SignedIn>,
        format: FacetsFormat,
        to: impl Write + Send + 'static,
    ) -> Result<Exported, ExportError> {
        if let Some(by) = by {
            by.actor
                .needs(Permission::ExportFacets)
                .map_err(ServiceError::from)?;
        }
        self.keys()?;
        let zone = self.settings.zone.clone();
        self.store
            .read("export facets", move |reading| {
                Box::pin(async move {
                    let entries = reading.ledger_size().await?;
                    let table = Table::new(&codebooks(reading).await?, zone);
                    let mut areas = Areas::new(reading).await?;
                    let mut writer = writer(format, &table, to)?;
                    let mut incidents = 0;
                    let mut last = None;
                    loop {
                        let page = reading.incidents_after(last, PAGE).await?;
                        let Some(end) = page.last() else { break };
                        last = Some(end.id);
                        for incident in &page {
                            let area = areas.of(reading, incident).await?;
                            writer.row(table.row(incident, area)?)?;
                            incidents += 1;
                        }
                    }
                    writer.finish()?;
                    Ok(Exported { incidents, entries })
                })
            })
            .await
    }
}

/// Every edition that something may have been coded with, the one in force last.
async fn codebooks(reading: &mut Reading) -> Result<Vec<Codebook>, ServiceError> {
    let mut editions = Vec::new();
    for row in reading.codebooks().await? {
        let edition = Codebook::parse(&row.source)
            .map_err(|_| ServiceError::Damaged("an edition of the codebook"))?;
        editions.push(edition);
    }
    Ok(editions)
}
