-- What the front door reads in place of whole tables, so that its database role needs no right to them. A view shows
-- what its owner may read, and no more than it names.

-- Where a report stands, for whoever has its receipt.
create view standing as
select
    report.locator,
    report.received,
    report.stage,
    report.set_aside,
    incident.stage as incident_stage,
    incident.verification_decision as decision,
    (select min(entry.at) from entry
        where entry.subject = report.id and entry.fact like '{"fact":"report-opened"%') as opened,
    (select max(entry.at) from entry
        where entry.subject = report.id and entry.fact like '{"fact":"report-returned"%') as returned,
    (select max(entry.at) from entry
        where entry.subject = report.id and entry.fact like '{"fact":"report-set-aside"%') as put_aside,
    (select max(entry.at) from entry
        where entry.subject = report.id and entry.fact like '{"fact":"report-attached"%') as attached,
    (select max(entry.at) from entry
        where entry.subject = report.incident and (
            entry.fact like '{"fact":"submitted-for-check"%' or entry.fact like '{"fact":"returned-to-coder"%'
            or entry.fact like '{"fact":"checked"%' or entry.fact like '{"fact":"incident-reopened"%')) as moved
from report left join incident on incident.id = report.incident;

-- What happened to the organisation itself: its keys, its codebooks, what its report page runs. All of it is public.
create view organisation_entry as
select entry.idx, entry.subject, entry.number, entry.at, entry.fact
from entry where entry.subject in (select organisation.id from organisation);

-- The figures that may be shown to the world, counted and released where the record may be read. A front door shows
-- these and counts nothing.
create {passing} table public_figures (
    one {integer} primary key check (one = 1),
    at {integer} not null,
    released {text} not null
) {strict};
