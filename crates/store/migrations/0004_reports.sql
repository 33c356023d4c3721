create table report (
    id {bytes} primary key,
    channel {text} not null,
    language {text} not null,
    codebook_id {text} not null,
    codebook_version {integer} not null,
    sealed_at {text} not null,
    received {integer} not null,
    entered_by {bytes},
    stage {text} not null check (stage in ('new', 'attached', 'set-aside')),
    incident {bytes},
    set_aside {text},
    opened {integer} not null,
    number {integer} not null,
    locator {bytes} not null unique,
    auth_public {bytes} not null,
    mailbox_public {bytes} not null,
    content_mac {bytes} not null
) {strict};
create index report_in_stage on report (stage, received, id);
create index report_received on report (received, id);
create index report_of_incident on report (incident, received) where incident is not null;

-- What only keys open: stories, contacts, notes; and the keys, wrapped for those who may open.
create table object (
    id {bytes} primary key,
    subject {bytes} not null,
    kind {integer} not null,
    bytes {bytes} not null
) {strict};
create index object_of_subject on object (subject);

create table wrap (
    subject {bytes} not null,
    recipient {bytes} not null,
    epoch {integer} not null,
    bytes {bytes} not null,
    primary key (subject, recipient, epoch)
) {strict};
