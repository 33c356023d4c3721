create table incident (
    id {bytes} primary key,
    -- 1 when it was made here, 0 when it came from a file.
    own {integer} not null check (own in (0, 1)),
    series {text} not null,
    reference_year {integer},
    reference_number {integer},
    external_id {text},
    made_at {integer} not null,
    stage {text} not null check (stage in ('coding', 'in-check', 'decided')),
    codebook_id {text} not null,
    codebook_version {integer} not null,
    occurred_precision {text} not null,
    occurred_from {text},
    occurred_to {text},
    persons {integer},
    facets {text} not null,
    -- The same facets, as one list of facet=code, for filtering.
    facet_words {text} not null,
    coders {text} not null,
    perception_facets {text},
    perception_at {integer},
    perception_by {bytes},
    verification_decision {text},
    verification_at {integer},
    verification_by {bytes},
    police_classification {text},
    police_decided_on {text},
    police_at {integer},
    police_by {bytes},
    number {integer} not null,
    revision {integer} not null,
    counted_as {integer} not null
) {strict};
create unique index incident_external on incident (series, external_id) where external_id is not null;
create unique index incident_reference on incident (reference_year, reference_number) where reference_year is not null;
create index incident_made on incident (made_at, id);
create index incident_of_series on incident (series, made_at, id);
create index incident_in_stage on incident (stage, made_at, id);
create index incident_own on incident (own, made_at, id);
create index incident_own_in_stage on incident (own, stage, made_at, id);
create index incident_occurred on incident (occurred_from, made_at, id);
create index incident_counted on incident (counted_as);
