-- An incident may be taken back when its import is undone: one more stage.
alter table incident rename to incident_before;
create table incident (
    id {bytes} primary key,
    -- 1 when it was made here, 0 when it came from a file.
    own {integer} not null check (own in (0, 1)),
    series {text} not null,
    reference_year {integer},
    reference_number {integer},
    external_id {text},
    made_at {integer} not null,
    stage {text} not null check (stage in ('coding', 'in-check', 'decided', 'taken-back')),
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
insert into incident select * from incident_before;
drop table incident_before;
create unique index incident_external on incident (series, external_id) where external_id is not null;
create unique index incident_reference on incident (reference_year, reference_number) where reference_year is not null;
create index incident_made on incident (made_at, id);
create index incident_of_series on incident (series, made_at, id);
create index incident_in_stage on incident (stage, made_at, id);
create index incident_own on incident (own, made_at, id);
create index incident_own_in_stage on incident (own, stage, made_at, id);
create index incident_occurred on incident (occurred_from, made_at, id);
create index incident_counted on incident (counted_as);

create table import (
    id {bytes} primary key,
    -- The ledger index of its first entry: which of two is later.
    begun {integer} not null unique,
    series {text} not null,
    name {text} not null,
    mapping {bytes} not null,
    started {integer} not null,
    started_by {bytes},
    finished {integer},
    files {text} not null,
    counts {text} not null,
    undone {text},
    number {integer} not null
) {strict};

-- Which import brought an incident, which one last delivered it, and by what a row that tells otherwise is known.
create table imported (
    incident {bytes} primary key,
    import {bytes} not null,
    delivered {bytes} not null,
    fingerprint {bytes} not null
) {strict};
create index imported_by on imported (import, incident);

-- Which incidents an import changed, and by what a row of the one before is known.
create table import_change (
    import {bytes} not null,
    incident {bytes} not null,
    fingerprint {bytes} not null,
    -- 0: stands; 1: put back when the import was undone; 2: stayed, because a colleague had worked on it.
    undone {integer} not null,
    primary key (import, incident)
) {strict};
