//! Incidents as they stand.

use std::collections::BTreeSet;

use domain::coding::{CodebookReference, Coding, Facets};
use domain::incident::{Incident, IncidentStage, Perception, PoliceClassification, Verification};
use domain::occurred::{Occurred, Precision};
use domain::{IncidentId, MemberId, Timestamp};
use sqlx::any::AnyRow;

use crate::bulk::Bulk;
use crate::error::StoreError;
use crate::filters::{self, IncidentFilter};
use crate::reading::{Reading, Writing};
use crate::statement::{Bound, Columns, statements};

pub(crate) mod packed;

/// The columns that [`incident`] reads, in its order.
macro_rules! incident_columns {
    () => {
        "id, series, reference_year, reference_number, external_id, made_at, stage, \
         codebook_id, codebook_version, occurred_precision, occurred_from, occurred_to, persons, facets, coders, \
         perception_facets, perception_at, perception_by, verification_decision, verification_at, verification_by, \
         police_classification, police_decided_on, police_at, police_by, number, revision, counted_as"
    };
}
pub(crate) use incident_columns;

statements! {
    UPDATE = "update incident set
            stage = $2, codebook_id = $3, codebook_version = $4,
            occurred_precision = $5, occurred_from = $6, occurred_to = $7, persons = $8,
            facets = $9, facet_words = $10, coders = $11,
            perception_facets = $12, perception_at = $13, perception_by = $14,
            verification_decision = $15, verification_at = $16, verification_by = $17,
            police_classification = $18, police_decided_on = $19, police_at = $20, police_by = $21,
            number = $22, revision = $23, counted_as = $24
        where id = $1";
    GET = concat!("select ", incident_columns!(), " from incident where id = $1");
    BY_EXTERNAL = "select id from incident where series = $1 and external_id = $2";
    NEXT_REFERENCE = "select coalesce(max(reference_number) + 1, 1) from incident where reference_year = $1";
    IDS_FIRST = "select id from incident order by id limit $1";
    IDS_AFTER = "select id from incident where id > $1 order by id limit $2";
}

pub(crate) const ADD_ALL: Bulk = Bulk {
    into: "insert into incident (
            id, stage, codebook_id, codebook_version, occurred_precision, occurred_from, occurred_to, persons,
            facets, facet_words, coders, perception_facets, perception_at, perception_by,
            verification_decision, verification_at, verification_by,
            police_classification, police_decided_on, police_at, police_by, number, revision, counted_as,
            own, series, reference_year, reference_number, external_id, made_at)",
    columns: 30,
};

fn occurred(columns: &mut Columns<'_>) -> Result<Occurred, StoreError> {
    Ok(Occurred {
        precision: Precision::parse(columns.word()?)
            .ok_or(StoreError::Unreadable("the precision of a date"))?,
        from: columns.day_or_null()?,
        to: columns.day_or_null()?,
    })
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("facets and coders have only text keys")
}

fn perception(columns: &mut Columns<'_>) -> Result<Option<Perception>, StoreError> {
    let (facets, at, by) = (
        columns.text_or_null()?,
        columns.at_or_null()?,
        columns.member_or_null()?,
    );
    let Some((facets, at)) = facets.zip(at) else {
        return Ok(None);
    };
    let perceived: Facets =
        serde_json::from_str(&facets).map_err(|_| StoreError::Unreadable("perceived facets"))?;
    Ok(Some(Perception { perceived, at, by }))
}

fn verification(columns: &mut Columns<'_>) -> Result<Option<Verification>, StoreError> {
    let (decision, at, by) = (
        columns.text_or_null()?,
        columns.at_or_null()?,
        columns.member_or_null()?,
    );
    Ok(decision
        .zip(at)
        .map(|(decision, at)| Verification { decision, at, by }))
}

fn police(columns: &mut Columns<'_>) -> Result<Option<PoliceClassification>, StoreError> {
    let (classification, decided_on) = (columns.text_or_null()?, columns.day_or_null()?);
    let (at, by) = (columns.at_or_null()?, columns.member_or_null()?);
    Ok(classification
        .zip(at)
        .map(|(classification, at)| PoliceClassification {
            classification,
            decided_on,
            at,
            by,
        }))
}

fn incident(row: &AnyRow) -> Result<Incident, StoreError> {
    let columns = &mut Columns::of(row);
    Ok(Incident {
        id: IncidentId::from_bytes(columns.array()?),
        series: columns.text()?,
        reference: Option::zip(columns.number_or_null()?, columns.number_or_null()?),
        external_id: columns.text_or_null()?,
        made_at: columns.at()?,
        stage: IncidentStage::parse(columns.word()?)
            .ok_or(StoreError::Unreadable("the stage of an incident"))?,
        coding: Coding {
            codebook: CodebookReference {
                id: columns.text()?,
                version: columns.number()?,
            },
            occurred: occurred(columns)?,
            persons: columns.number_or_null()?,
            facets: columns.json()?,
        },
        coders: columns.json::<BTreeSet<MemberId>>()?,
        perception: perception(columns)?,
        verification: verification(columns)?,
        police: police(columns)?,
        number: columns.number()?,
        revision: columns.number()?,
        counted_as: columns.number()?,
    })
}

/// Everything that may change, as [`UPDATE`] and the first part of [`ADD_ALL`] want it.
fn changeable(bound: Bound, incident: &Incident) -> Bound {
    let coding = &incident.coding;
    let perception = incident.perception.as_ref();
    let verification = incident.verification.as_ref();
    let police = incident.police.as_ref();
    bound
        .bytes(*incident.id.as_bytes())
        .text(incident.stage.code())
        .text(&coding.codebook.id)
        .integer(coding.codebook.version)
        .text(coding.occurred.precision.code())
        .day_or_null(coding.occurred.from)
        .day_or_null(coding.occurred.to)
        .integer_or_null(coding.persons)
        .text(json(&coding.facets))
        .text(filters::facet_words(&coding.facets))
        .text(json(&incident.coders))
        .text_or_null(perception.map(|perception| json(&perception.perceived)))
        .at_or_null(perception.map(|perception| perception.at))
        .member_or_null(perception.and_then(|perception| perception.by))
        .text_or_null(verification.map(|verification| &verification.decision))
        .at_or_null(verification.map(|verification| verification.at))
        .member_or_null(verification.and_then(|verification| verification.by))
        .text_or_null(police.map(|police| &police.classification))
        .day_or_null(police.and_then(|police| police.decided_on))
        .at_or_null(police.map(|police| police.at))
        .member_or_null(police.and_then(|police| police.by))
        .integer(incident.number)
        .integer(incident.revision)
        .size(incident.counted_as)
}

impl Writing {
    /// Adds an incident. [`StoreError::Conflict`] when its id, its reference or its external id in
    /// its series is there already.
    pub async fn add_incident(&mut self, incident: &Incident) -> Result<(), StoreError> {
        self.add_incidents(std::slice::from_ref(incident)).await
    }

    /// Adds incidents, as [`Writing::add_incident`] does one.
    pub async fn add_incidents(&mut self, incidents: &[Incident]) -> Result<(), StoreError> {
        self.insert_all(&ADD_ALL, incidents, |bound, incident| {
            changeable(bound, incident)
                .integer(i64::from(incident.external_id.is_none()))
                .text(&incident.series)
                .integer_or_null(incident.reference.map(|(year, _)| year))
                .integer_or_null(incident.reference.map(|(_, number)| number))
                .text_or_null(incident.external_id.as_ref())
                .at(incident.made_at)
        })
        .await
    }

    /// Keeps where an incident stands now. Its series, reference and source never change.
    pub async fn update_incident(&mut self, incident: &Incident) -> Result<(), StoreError> {
        self.change(UPDATE, changeable(Bound::new(), incident))
            .await
    }
}

impl Reading {
    /// The incident of that id.
    pub async fn incident(&mut self, id: IncidentId) -> Result<Option<Incident>, StoreError> {
        self.one(GET, Bound::new().bytes(*id.as_bytes()))
            .await?
            .as_ref()
            .map(incident)
            .transpose()
    }

    /// The incident that came into a series with that id of its source.
    pub async fn incident_by_external(
        &mut self,
        series: &str,
        external_id: &str,
    ) -> Result<Option<IncidentId>, StoreError> {
        let row = self
            .one(BY_EXTERNAL, Bound::new().text(series).text(external_id))
            .await?;
        row.map(|row| Columns::of(&row).array().map(IncidentId::from_bytes))
            .transpose()
    }

    /// The number that the next incident of that year gets. It is free only within the transaction
    /// that asked, so ask where it is used.
    pub async fn next_reference(&mut self, year: i16) -> Result<u32, StoreError> {
        let next = self
            .count(NEXT_REFERENCE, Bound::new().integer(year))
            .await?;
        u32::try_from(next).map_err(|_| StoreError::Unreadable("the number of an incident"))
    }

    /// Up to `limit` incidents that the filter lets through, newest first, after the one given by
    /// the moment when it was made and its id.
    pub async fn incidents(
        &mut self,
        filter: &IncidentFilter,
        limit: u32,
        after: Option<(Timestamp, IncidentId)>,
    ) -> Result<Vec<Incident>, StoreError> {
        let (sql, bound) = filters::incidents(self.engine, filter, limit, after);
        self.all(sql, bound).await?.iter().map(incident).collect()
    }

    /// How many incidents the filter lets through.
    pub async fn count_incidents(&mut self, filter: &IncidentFilter) -> Result<u64, StoreError> {
        let (sql, bound) = filters::count_incidents(self.engine, filter);
        self.count(sql, bound).await
    }

    /// Up to `limit` incidents whose count changed with an entry after that index (the index itself
    /// is not included), in the order of those entries.
    pub async fn incidents_changed_since(
        &mut self,
        index: u64,
        limit: u32,
    ) -> Result<Vec<Incident>, StoreError> {
        let bound = Bound::new().size(index).integer(limit);
        let mut page = self
            .packed_page(packed::changed_since(self.engine), bound)
            .await?;
        page.sort_unstable_by_key(|incident| incident.counted_as);
        Ok(page)
    }

    /// The next `limit` incidents in the order of their ids: a walk over all of them, begun with none.
    /// [`StoreError::UnreadableRow`] names the first that isn't an incident.
    pub async fn incidents_after(
        &mut self,
        cursor: Option<IncidentId>,
        limit: u32,
    ) -> Result<Vec<Incident>, StoreError> {
        let (sql, bound) = match cursor {
            None => (packed::first(self.engine), Bound::new().integer(limit)),
            Some(id) => {
                let bound = Bound::new().bytes(*id.as_bytes()).integer(limit);
                (packed::after(self.engine), bound)
            }
        };
        let error = match self.packed_page(sql, bound).await {
            Ok(mut page) => {
                page.sort_unstable_by_key(|incident| incident.id);
                return Ok(page);
            }
            Err(error) if error.is_about_stored_data() => error,
            Err(error) => return Err(error),
        };
        for id in self
            .ids_after(IDS_FIRST, IDS_AFTER, cursor.map(|id| *id.as_bytes()), limit)
            .await?
        {
            let id = IncidentId::from_bytes(id);
            if self.incident(id).await.is_err() {
                return Err(StoreError::UnreadableRow {
                    table: "incident",
                    key: id.to_string(),
                });
            }
        }
        Err(error)
    }

    async fn packed_page(
        &mut self,
        sql: &'static str,
        bound: Bound,
    ) -> Result<Vec<Incident>, StoreError> {
        let row = self
            .one(sql, bound)
            .await?
            .ok_or(StoreError::Unreadable("a page of incidents"))?;
        packed::incidents(Columns::of(&row).word()?)
    }
}
