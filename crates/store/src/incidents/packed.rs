//! Whole pages of incidents as one text, for walks over hundreds of thousands of them.
//!
//! A row of many columns costs the driver some 25 µs, most of it in handing values from thread to
//! thread; packed by the engine as JSON, a row costs a few.

use std::collections::BTreeSet;

use domain::incident::{Incident, IncidentStage, Perception, PoliceClassification, Verification};
use domain::{CodebookReference, Coding, IncidentId, MemberId, Occurred, Precision, Timestamp};
use jiff::civil::Date;
use serde::Deserialize;

use crate::engine::Engine;
use crate::error::StoreError;

/// A page as a list of lists. The functions around them are all that differs between the engines.
macro_rules! page {
    ($list:literal, $row:literal, $hex:literal, $end_hex:literal, $($rest:literal)*) => {
        concat!(
            "select cast(coalesce(", $list, "(", $row, "(",
            $hex, "id", $end_hex, ", series, reference_year, reference_number, external_id, made_at, stage, \
             codebook_id, codebook_version, occurred_precision, occurred_from, occurred_to, persons, facets, coders, \
             perception_facets, perception_at, ", $hex, "perception_by", $end_hex,
            ", verification_decision, verification_at, ", $hex, "verification_by", $end_hex,
            ", police_classification, police_decided_on, police_at, ", $hex, "police_by", $end_hex,
            ", number, revision, counted_as)), '[]') as text) from (select * from incident ", $($rest,)* ") page"
        )
    };
}

macro_rules! pages {
    ($name:ident, $rest:literal) => {
        pub(crate) const fn $name(engine: Engine) -> &'static str {
            match engine {
                Engine::Sqlite => {
                    // `hex` makes an empty text of null.
                    page!(
                        "json_group_array",
                        "json_array",
                        "nullif(lower(hex(",
                        ")), '')",
                        $rest
                    )
                }
                Engine::Postgres => {
                    page!("json_agg", "json_build_array", "encode(", ", 'hex')", $rest)
                }
            }
        }
    };
}

pages!(first, "order by id limit $1");
pages!(after, "where id > $1 order by id limit $2");
pages!(
    changed_since,
    "where counted_as > $1 order by counted_as limit $2"
);

/// Every statement of this file, for preparing.
pub(crate) fn all(engine: Engine) -> impl Iterator<Item = &'static str> {
    [first(engine), after(engine), changed_since(engine)].into_iter()
}

/// One row, in the order in which [`page!`] lists its columns.
#[derive(Deserialize)]
struct Packed {
    id: IncidentId,
    series: String,
    reference_year: Option<i16>,
    reference_number: Option<u32>,
    external_id: Option<String>,
    made_at: Timestamp,
    stage: String,
    codebook_id: String,
    codebook_version: u32,
    occurred_precision: String,
    occurred_from: Option<Date>,
    occurred_to: Option<Date>,
    persons: Option<u32>,
    facets: String,
    coders: String,
    perception_facets: Option<String>,
    perception_at: Option<Timestamp>,
    perception_by: Option<MemberId>,
    verification_decision: Option<String>,
    verification_at: Option<Timestamp>,
    verification_by: Option<MemberId>,
    police_classification: Option<String>,
    police_decided_on: Option<Date>,
    police_at: Option<Timestamp>,
    police_by: Option<MemberId>,
    number: u32,
    revision: u32,
    counted_as: u64,
}

fn json<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable("a page of incidents"))
}

/// The incidents of a page, in any order.
pub(crate) fn incidents(page: &str) -> Result<Vec<Incident>, StoreError> {
    json::<Vec<Packed>>(page)?
        .into_iter()
        .map(Packed::unpack)
        .collect()
}

impl Packed {
    fn unpack(self) -> Result<Incident, StoreError> {
        let (perception_by, verification_by, police_by) =
            (self.perception_by, self.verification_by, self.police_by);
        let police_decided_on = self.police_decided_on;
        let perceived = self.perception_facets.as_deref().map(json).transpose()?;
        Ok(Incident {
            id: self.id,
            series: self.series,
            reference: self.reference_year.zip(self.reference_number),
            external_id: self.external_id,
            made_at: self.made_at,
            stage: IncidentStage::parse(&self.stage)
                .ok_or(StoreError::Unreadable("the stage of an incident"))?,
            coding: Coding {
                codebook: CodebookReference {
                    id: self.codebook_id,
                    version: self.codebook_version,
                },
                occurred: Occurred {
                    precision: Precision::parse(&self.occurred_precision)
                        .ok_or(StoreError::Unreadable("the precision of a date"))?,
                    from: self.occurred_from,
                    to: self.occurred_to,
                },
                persons: self.persons,
                facets: json(&self.facets)?,
            },
            coders: json::<BTreeSet<MemberId>>(&self.coders)?,
            perception: perceived
                .zip(self.perception_at)
                .map(|(perceived, at)| Perception {
                    perceived,
                    at,
                    by: perception_by,
                }),
            verification: self.verification_decision.zip(self.verification_at).map(
                |(decision, at)| Verification {
                    decision,
                    at,
                    by: verification_by,
                },
            ),
            police: self
                .police_classification
                .zip(self.police_at)
                .map(|(classification, at)| PoliceClassification {
                    classification,
                    decided_on: police_decided_on,
                    at,
                    by: police_by,
                }),
            number: self.number,
            revision: self.revision,
            counted_as: self.counted_as,
        })
    }
}
