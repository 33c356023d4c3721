//! Reports as they stand, with the public parts of their receipts.

use std::collections::BTreeSet;

use domain::fact::{SealedAt, SetAside};
use domain::report::ReportStage;
use domain::{CodebookReference, IncidentId, Report, ReportId, Timestamp};
use sqlx::any::AnyRow;

use crate::bulk::Bulk;
use crate::error::StoreError;
use crate::filters::{self, InboxFilter};
use crate::reading::{Reading, Writing};
use crate::statement::{Bound, Columns, statements};

/// The columns that [`report`] reads, in its order.
macro_rules! report_columns {
    () => {
        "id, channel, language, codebook_id, codebook_version, sealed_at, received, entered_by, \
         stage, incident, set_aside, opened, number"
    };
}
pub(crate) use report_columns;

macro_rules! receipt_columns {
    () => {
        "locator, auth_public, mailbox_public, content_mac"
    };
}

statements! {
    UPDATE = "update report set stage = $2, incident = $3, set_aside = $4, opened = $5, number = $6 where id = $1";
    GET = concat!("select ", report_columns!(), " from report where id = $1");
    RECEIPT = concat!("select ", receipt_columns!(), " from report where id = $1");
    SENT_BEFORE = "select id, content_mac from report where locator = $1";
    BY_LOCATOR = concat!("select ", receipt_columns!(), ", ", report_columns!(), " from report where locator = $1");
    KNOWN_LOCATORS = "select locator from report where locator in
        ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    OF_INCIDENT = concat!("select ", report_columns!(), " from report where incident = $1 order by received, id");
    WAITING = "select (select count(*) from report where stage = 'new'),
        (select count(*) from incident where stage = 'in-check')";
    FIRST = concat!("select ", report_columns!(), " from report order by id limit $1");
    IDS_FIRST = "select id from report order by id limit $1";
    IDS_AFTER = "select id from report where id > $1 order by id limit $2";
    AFTER = concat!("select ", report_columns!(), " from report where id > $1 order by id limit $2");
}

pub(crate) const ADD_ALL: Bulk = Bulk {
    into: concat!(
        "insert into report (",
        report_columns!(),
        ", ",
        receipt_columns!(),
        ")"
    ),
    columns: 17,
};

/// As many as [`KNOWN_LOCATORS`] asks for.
const LOCATORS_AT_ONCE: usize = 16;

/// What is kept of a receipt, so that its holder can be recognised. The receipt itself is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptParts {
    /// Finds the report that a receipt belongs to.
    pub locator: [u8; 16],
    /// Checks that somebody holds the receipt.
    pub auth_public: [u8; 32],
    /// What replies to the holder are sealed to.
    pub mailbox_public: Vec<u8>,
    /// Recognises the same content sent twice.
    pub content_mac: [u8; 32],
}

const fn sealed_at_code(place: SealedAt) -> &'static str {
    match place {
        SealedAt::Browser => "browser",
        SealedAt::FrontDoor => "front-door",
        SealedAt::Desk => "desk",
    }
}

fn sealed_at(word: &str) -> Result<SealedAt, StoreError> {
    [SealedAt::Browser, SealedAt::FrontDoor, SealedAt::Desk]
        .into_iter()
        .find(|place| sealed_at_code(*place) == word)
        .ok_or(StoreError::Unreadable("where a report was sealed"))
}

fn stage(
    word: &str,
    incident: Option<[u8; 16]>,
    reason: Option<String>,
) -> Result<ReportStage, StoreError> {
    match (word, incident, reason) {
        ("new", None, None) => Some(ReportStage::New),
        ("attached", Some(incident), None) => {
            Some(ReportStage::Attached(IncidentId::from_bytes(incident)))
        }
        ("set-aside", None, Some(reason)) => SetAside::parse(&reason).map(ReportStage::SetAside),
        _ => None,
    }
    .ok_or(StoreError::Unreadable("the stage of a report"))
}

const fn stage_columns(stage: ReportStage) -> (Option<IncidentId>, Option<&'static str>) {
    match stage {
        ReportStage::New => (None, None),
        ReportStage::Attached(incident) => (Some(incident), None),
        ReportStage::SetAside(reason) => (None, Some(reason.code())),
    }
}

fn report(columns: &mut Columns<'_>) -> Result<Report, StoreError> {
    Ok(Report {
        id: ReportId::from_bytes(columns.array()?),
        channel: columns.text()?,
        language: columns.text()?,
        codebook: CodebookReference {
            id: columns.text()?,
            version: columns.number()?,
        },
        sealed_at: sealed_at(columns.word()?)?,
        received: columns.at()?,
        entered_by: columns.member_or_null()?,
        stage: stage(
            columns.word()?,
            columns.array_or_null()?,
            columns.text_or_null()?,
        )?,
        opened: columns.number()?,
        number: columns.number()?,
    })
}

fn receipt(columns: &mut Columns<'_>) -> Result<ReceiptParts, StoreError> {
    Ok(ReceiptParts {
        locator: columns.array()?,
        auth_public: columns.array()?,
        mailbox_public: columns.bytes()?,
        content_mac: columns.array()?,
    })
}

fn reports(rows: &[AnyRow]) -> Result<Vec<Report>, StoreError> {
    rows.iter()
        .map(|row| report(&mut Columns::of(row)))
        .collect()
}

impl Writing {
    /// Adds reports. [`StoreError::Conflict`] when the id or the receipt's locator of one is there already.
    pub async fn add_reports(
        &mut self,
        reports: &[(Report, ReceiptParts)],
    ) -> Result<(), StoreError> {
        self.insert_all(&ADD_ALL, reports, |bound, (report, receipt)| {
            let (incident, set_aside) = stage_columns(report.stage);
            bound
                .bytes(*report.id.as_bytes())
                .text(&report.channel)
                .text(&report.language)
                .text(&report.codebook.id)
                .integer(report.codebook.version)
                .text(sealed_at_code(report.sealed_at))
                .at(report.received)
                .member_or_null(report.entered_by)
                .text(report.stage.code())
                .bytes_or_null(incident.map(|incident| *incident.as_bytes()))
                .text_or_null(set_aside)
                .integer(report.opened)
                .integer(report.number)
                .bytes(receipt.locator)
                .bytes(receipt.auth_public)
                .bytes(receipt.mailbox_public.as_slice())
                .bytes(receipt.content_mac)
        })
        .await
    }

    /// Keeps where a report stands now. What it was received with never changes.
    pub async fn update_report(&mut self, report: &Report) -> Result<(), StoreError> {
        let (incident, set_aside) = stage_columns(report.stage);
        let bound = Bound::new()
            .bytes(*report.id.as_bytes())
            .text(report.stage.code())
            .bytes_or_null(incident.map(|incident| *incident.as_bytes()))
            .text_or_null(set_aside)
            .integer(report.opened)
            .integer(report.number);
        self.change(UPDATE, bound).await
    }
}

impl Reading {
    /// The report of that id.
    pub async fn report(&mut self, id: ReportId) -> Result<Option<Report>, StoreError> {
        let row = self.one(GET, Bound::new().bytes(*id.as_bytes())).await?;
        row.map(|row| report(&mut Columns::of(&row))).transpose()
    }

    /// The report whose receipt has that locator.
    pub async fn report_by_locator(
        &mut self,
        locator: [u8; 16],
    ) -> Result<Option<(Report, ReceiptParts)>, StoreError> {
        let Some(row) = self.one(BY_LOCATOR, Bound::new().bytes(locator)).await? else {
            return Ok(None);
        };
        let mut columns = Columns::of(&row);
        let receipt = receipt(&mut columns)?;
        Ok(Some((report(&mut columns)?, receipt)))
    }

    /// Which report has a receipt with that locator, and what recognises its content: all that is needed when the same
    /// form comes again.
    pub async fn sent_before(
        &mut self,
        locator: [u8; 16],
    ) -> Result<Option<(ReportId, [u8; 32])>, StoreError> {
        let row = self.one(SENT_BEFORE, Bound::new().bytes(locator)).await?;
        row.map(|row| {
            let mut columns = Columns::of(&row);
            Ok((ReportId::from_bytes(columns.array()?), columns.array()?))
        })
        .transpose()
    }

    /// Which of these locators belong to a receipt that is kept.
    pub async fn known_locators(
        &mut self,
        locators: &[[u8; 16]],
    ) -> Result<BTreeSet<[u8; 16]>, StoreError> {
        let mut known = BTreeSet::new();
        for some in locators.chunks(LOCATORS_AT_ONCE) {
            // What is missing to a full statement is filled with the first, so that one statement serves all.
            let missing = LOCATORS_AT_ONCE - some.len();
            let filled = some.iter().chain(std::iter::repeat_n(&some[0], missing));
            let bound = filled.fold(Bound::new(), |bound, locator| bound.bytes(*locator));
            for row in &self.all(KNOWN_LOCATORS, bound).await? {
                known.insert(Columns::of(row).array()?);
            }
        }
        Ok(known)
    }

    /// What is kept of the receipt of that report.
    pub async fn receipt_of(&mut self, id: ReportId) -> Result<Option<ReceiptParts>, StoreError> {
        let row = self
            .one(RECEIPT, Bound::new().bytes(*id.as_bytes()))
            .await?;
        row.map(|row| receipt(&mut Columns::of(&row))).transpose()
    }

    /// Up to `limit` reports that the filter lets through, oldest first, after the one given by the
    /// moment when it was received and its id.
    pub async fn inbox(
        &mut self,
        filter: &InboxFilter,
        limit: u32,
        after: Option<(Timestamp, ReportId)>,
    ) -> Result<Vec<Report>, StoreError> {
        let (sql, bound) = filters::inbox(filter, limit, after);
        reports(&self.all(sql, bound).await?)
    }

    /// How many reports the filter lets through.
    pub async fn count_reports(&mut self, filter: &InboxFilter) -> Result<u64, StoreError> {
        let (sql, bound) = filters::count_reports(filter);
        self.count(sql, bound).await
    }

    /// How many reports wait in the inbox, and how many incidents for a check: one statement, as it is on every page of
    /// the desk.
    pub async fn waiting(&mut self) -> Result<(u64, u64), StoreError> {
        let row = self.one(WAITING, Bound::new()).await?;
        let row = row.ok_or(StoreError::Unreadable("a count"))?;
        let mut columns = Columns::of(&row);
        Ok((columns.number()?, columns.number()?))
    }

    /// The reports that tell of an incident, oldest first.
    pub async fn reports_of(&mut self, incident: IncidentId) -> Result<Vec<Report>, StoreError> {
        reports(
            &self
                .all(OF_INCIDENT, Bound::new().bytes(*incident.as_bytes()))
                .await?,
        )
    }

    /// The next `limit` reports in the order of their ids: a walk over all of them, begun with none.
    /// [`StoreError::UnreadableRow`] names the first that isn't a report.
    pub async fn reports_after(
        &mut self,
        cursor: Option<ReportId>,
        limit: u32,
    ) -> Result<Vec<Report>, StoreError> {
        let error = match self.reports_at_once(cursor, limit).await {
            Err(error) if error.is_about_stored_data() => error,
            outcome => return outcome,
        };
        for id in self
            .ids_after(IDS_FIRST, IDS_AFTER, cursor.map(|id| *id.as_bytes()), limit)
            .await?
        {
            let id = ReportId::from_bytes(id);
            if self.report(id).await.is_err() {
                return Err(StoreError::UnreadableRow {
                    table: "report",
                    key: id.to_string(),
                });
            }
        }
        Err(error)
    }

    async fn reports_at_once(
        &mut self,
        cursor: Option<ReportId>,
        limit: u32,
    ) -> Result<Vec<Report>, StoreError> {
        let rows = match cursor {
            None => self.all(FIRST, Bound::new().integer(limit)).await?,
            Some(id) => {
                let bound = Bound::new().bytes(*id.as_bytes()).integer(limit);
                self.all(AFTER, bound).await?
            }
        };
        reports(&rows)
    }

    /// A page of ids alone, for finding the row that spoils its page.
    pub(crate) async fn ids_after(
        &mut self,
        first: &'static str,
        after: &'static str,
        cursor: Option<[u8; 16]>,
        limit: u32,
    ) -> Result<Vec<[u8; 16]>, StoreError> {
        let rows = match cursor {
            None => self.all(first, Bound::new().integer(limit)).await?,
            Some(id) => {
                self.all(after, Bound::new().bytes(id).integer(limit))
                    .await?
            }
        };
        rows.iter().map(|row| Columns::of(row).array()).collect()
    }
}
