//! Imports as they stand, and what each of them brought.

use std::collections::HashMap;

use domain::fact::Digest;
use domain::import::{Import, ImportCounts, ImportUndone};
use domain::{ImportId, IncidentId};
use sqlx::any::AnyRow;

use crate::bulk::Bulk;
use crate::error::StoreError;
use crate::filters;
use crate::reading::{Reading, Writing};
use crate::statement::{Bound, Columns, statements};

/// The columns that [`import`] reads, in its order.
macro_rules! import_columns {
    () => {
        "id, series, name, mapping, begun, started, started_by, finished, files, counts, undone, number"
    };
}

statements! {
    ADD = concat!("insert into import (", import_columns!(), ")
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing");
    UPDATE = "update import set finished = $2, files = $3, counts = $4, undone = $5, number = $6 where id = $1";
    ALL = concat!("select ", import_columns!(), " from import order by begun");
    GET = concat!("select ", import_columns!(), " from import where id = $1");
    LATER = "select later.id from import later join import this on this.id = $1
        where later.series = this.series and later.begun > this.begun and later.undone is null
        order by later.begun limit 1";
    SET_FINGERPRINT = "update imported set fingerprint = $2 where incident = $1";
    SET_DELIVERED = "update imported set delivered = $2, fingerprint = $3 where incident = $1";
    BROUGHT_FIRST = "select m.incident from imported m join incident i on i.id = m.incident
        where m.import = $1 and i.stage <> 'taken-back' order by m.incident limit $2";
    BROUGHT_AFTER = "select m.incident from imported m join incident i on i.id = m.incident
        where m.import = $1 and i.stage <> 'taken-back' and m.incident > $2 order by m.incident limit $3";
    COUNT_BROUGHT = "select count(*) from imported m join incident i on i.id = m.incident
        where m.import = $1 and i.stage = $2";
    COUNT_STAYED = "select count(*) from imported m join incident i on i.id = m.incident
        where m.import = $1 and i.stage <> $2";
    CHANGED = "select incident, fingerprint from import_change where import = $1 and undone = 0
        order by incident limit $2";
    MARK_CHANGE = "update import_change set undone = $3 where import = $1 and incident = $2";
    COUNT_CHANGES = "select count(*) from import_change where import = $1 and undone = $2";
    COUNT_ABSENT = "select count(*) from imported m join incident i on i.id = m.incident
        where i.series = $1 and i.stage <> 'taken-back' and m.delivered <> $2";
    ABSENT = "select i.external_id from imported m join incident i on i.id = m.incident
        where i.series = $1 and i.stage <> 'taken-back' and m.delivered <> $2 and i.external_id > $3
        order by i.external_id limit $4";
}

pub(crate) const ADD_IMPORTED: Bulk = Bulk {
    into: "insert into imported (incident, import, delivered, fingerprint)",
    columns: 4,
};
pub(crate) const ADD_CHANGES: Bulk = Bulk {
    into: "insert into import_change (import, incident, fingerprint, undone)",
    columns: 4,
};

/// By what it is known whether a delivered row tells the same as before.
pub type Fingerprint = [u8; 16];

/// What is known of an imported incident by its source's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownRow {
    /// The incident.
    pub incident: IncidentId,
    /// The import that last delivered it; none if imports weren't recorded then.
    pub delivered: Option<ImportId>,
    /// What its row came to; none if imports weren't recorded then.
    pub fingerprint: Option<Fingerprint>,
}

fn import(row: &AnyRow) -> Result<Import, StoreError> {
    let mut columns = Columns::of(row);
    Ok(Import {
        id: ImportId::from_bytes(columns.array()?),
        series: columns.text()?,
        name: columns.text()?,
        mapping: Digest(columns.array()?),
        begun: columns.number()?,
        started: columns.at()?,
        by: columns.member_or_null()?,
        finished: columns.at_or_null()?,
        files: columns.json()?,
        counts: columns.json::<ImportCounts>()?,
        undone: columns
            .text_or_null()?
            .map(|undone| serde_json::from_str(&undone))
            .transpose()
            .map_err(|_| StoreError::Unreadable("JSON text"))?,
        number: columns.number()?,
    })
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unreadable("a value that is no JSON"))
}

/// Everything that may change, in the order of both statements.
fn changeable(bound: Bound, import: &Import) -> Result<Bound, StoreError> {
    Ok(bound
        .at_or_null(import.finished)
        .text(json(&import.files)?)
        .text(json(&import.counts)?)
        .text_or_null(import.undone.as_ref().map(json).transpose()?)
        .integer(import.number))
}

impl Writing {
    /// Adds an import; [`StoreError::Conflict`] when one of that id is there.
    pub async fn add_import(&mut self, import: &Import) -> Result<(), StoreError> {
        let bound = Bound::new()
            .bytes(*import.id.as_bytes())
            .text(&import.series)
            .text(&import.name)
            .bytes(import.mapping.0)
            .size(import.begun)
            .at(import.started)
            .member_or_null(import.by);
        self.insert(ADD, changeable(bound, import)?).await
    }

    /// Keeps where an import stands now.
    pub async fn update_import(&mut self, import: &Import) -> Result<(), StoreError> {
        let bound = Bound::new().bytes(*import.id.as_bytes());
        self.change(UPDATE, changeable(bound, import)?).await
    }

    /// Notes which incidents an import brought.
    pub async fn add_imported(
        &mut self,
        import: ImportId,
        brought: &[(IncidentId, Fingerprint)],
    ) -> Result<(), StoreError> {
        self.insert_all(&ADD_IMPORTED, brought, |bound, (incident, fingerprint)| {
            bound
                .bytes(*incident.as_bytes())
                .bytes(*import.as_bytes())
                .bytes(*import.as_bytes())
                .bytes(*fingerprint)
        })
        .await
    }

    /// Notes that an import delivered incidents once more, as they were.
    pub async fn mark_delivered(
        &mut self,
        import: ImportId,
        incidents: &[IncidentId],
    ) -> Result<(), StoreError> {
        for some in incidents.chunks(filters::EXTERNAL_IDS_AT_ONCE) {
            let (sql, bound) = filters::mark_delivered(import, some);
            self.execute(sql, bound).await?;
        }
        Ok(())
    }

    /// Notes that an import delivered an incident that tells otherwise than before.
    pub async fn set_delivered(
        &mut self,
        import: ImportId,
        incident: IncidentId,
        fingerprint: Fingerprint,
    ) -> Result<(), StoreError> {
        let bound = Bound::new()
            .bytes(*incident.as_bytes())
            .bytes(*import.as_bytes())
            .bytes(fingerprint);
        self.change(SET_DELIVERED, bound).await
    }

    /// Notes which incidents an import changed, each with what its row was known by before.
    pub async fn add_import_changes(
        &mut self,
        import: ImportId,
        changed: &[(IncidentId, Fingerprint)],
    ) -> Result<(), StoreError> {
        self.insert_all(&ADD_CHANGES, changed, |bound, (incident, fingerprint)| {
            bound
                .bytes(*import.as_bytes())
                .bytes(*incident.as_bytes())
                .bytes(*fingerprint)
                .integer(0)
        })
        .await
    }

    /// Notes what became of a change when its import was undone: whether the incident was put back.
    pub async fn mark_import_change(
        &mut self,
        import: ImportId,
        incident: IncidentId,
        put_back: bool,
    ) -> Result<(), StoreError> {
        let bound = Bound::new()
            .bytes(*import.as_bytes())
            .bytes(*incident.as_bytes())
            .integer(if put_back { 1 } else { 2 });
        self.change(MARK_CHANGE, bound).await
    }

    /// Sets by what the row of an incident is known.
    pub async fn set_fingerprint(
        &mut self,
        incident: IncidentId,
        fingerprint: Fingerprint,
    ) -> Result<(), StoreError> {
        let bound = Bound::new().bytes(*incident.as_bytes()).bytes(fingerprint);
        self.change(SET_FINGERPRINT, bound).await
    }
}

impl Reading {
    /// Every import, oldest first.
    pub async fn imports(&mut self) -> Result<Vec<Import>, StoreError> {
        self.all(ALL, Bound::new())
            .await?
            .iter()
            .map(import)
            .collect()
    }

    /// The import of that id.
    pub async fn import(&mut self, id: ImportId) -> Result<Option<Import>, StoreError> {
        self.one(GET, Bound::new().bytes(*id.as_bytes()))
            .await?
            .as_ref()
            .map(import)
            .transpose()
    }

    /// An import into the same series that came later and stands.
    pub async fn later_import(&mut self, id: ImportId) -> Result<Option<ImportId>, StoreError> {
        let row = self.one(LATER, Bound::new().bytes(*id.as_bytes())).await?;
        row.map(|row| Columns::of(&row).array().map(ImportId::from_bytes))
            .transpose()
    }

    /// What is known of these ids of a source in a series.
    pub async fn known_rows(
        &mut self,
        series: &str,
        ids: &[String],
    ) -> Result<HashMap<String, KnownRow>, StoreError> {
        let mut found = HashMap::new();
        for chunk in ids.chunks(filters::EXTERNAL_IDS_AT_ONCE) {
            let (sql, bound) = filters::known_rows(series, chunk);
            for row in &self.all(sql, bound).await? {
                let mut columns = Columns::of(row);
                let external_id = columns.text()?;
                let known = KnownRow {
                    incident: IncidentId::from_bytes(columns.array()?),
                    delivered: columns.array_or_null()?.map(ImportId::from_bytes),
                    fingerprint: columns.array_or_null()?,
                };
                found.insert(external_id, known);
            }
        }
        Ok(found)
    }

    /// The next incidents that an import brought and that stand, by their ids.
    pub async fn brought_by(
        &mut self,
        import: ImportId,
        after: Option<IncidentId>,
        limit: u32,
    ) -> Result<Vec<IncidentId>, StoreError> {
        let bound = Bound::new().bytes(*import.as_bytes());
        let rows = match after {
            None => self.all(BROUGHT_FIRST, bound.integer(limit)).await?,
            Some(after) => {
                let bound = bound.bytes(*after.as_bytes()).integer(limit);
                self.all(BROUGHT_AFTER, bound).await?
            }
        };
        rows.iter()
            .map(|row| Columns::of(row).array().map(IncidentId::from_bytes))
            .collect()
    }

    /// The next incidents that an import changed and that were not looked at since it is being undone, each with
    /// what its row was known by before.
    pub async fn changed_by(
        &mut self,
        import: ImportId,
        limit: u32,
    ) -> Result<Vec<(IncidentId, Fingerprint)>, StoreError> {
        let bound = Bound::new().bytes(*import.as_bytes()).integer(limit);
        self.all(CHANGED, bound)
            .await?
            .iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                Ok((IncidentId::from_bytes(columns.array()?), columns.array()?))
            })
            .collect()
    }

    /// What undoing an import has done so far.
    pub async fn undone_so_far(&mut self, import: ImportId) -> Result<ImportUndone, StoreError> {
        let brought = || Bound::new().bytes(*import.as_bytes()).text("taken-back");
        let changes = |how: i64| Bound::new().bytes(*import.as_bytes()).integer(how);
        Ok(ImportUndone {
            taken_back: self.count(COUNT_BROUGHT, brought()).await?,
            put_back: self.count(COUNT_CHANGES, changes(1)).await?,
            kept: self.count(COUNT_STAYED, brought()).await?
                + self.count(COUNT_CHANGES, changes(2)).await?,
        })
    }

    /// How many incidents of a series an import did not deliver.
    pub async fn count_absent(
        &mut self,
        series: &str,
        import: ImportId,
    ) -> Result<u64, StoreError> {
        let bound = Bound::new().text(series).bytes(*import.as_bytes());
        self.count(COUNT_ABSENT, bound).await
    }

    /// The next ids of the source that an import did not deliver, in their order.
    pub async fn absent(
        &mut self,
        series: &str,
        import: ImportId,
        after: &str,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        let bound = Bound::new()
            .text(series)
            .bytes(*import.as_bytes())
            .text(after)
            .integer(limit);
        self.all(ABSENT, bound)
            .await?
            .iter()
            .map(|row| Columns::of(row).text())
            .collect()
    }
}
