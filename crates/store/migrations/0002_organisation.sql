create table organisation (
    one {integer} primary key check (one = 1),
    id {bytes} not null,
    name {text} not null,
    founded {integer} not null,
    recovery_public {bytes} not null,
    checkpoint_public {bytes} not null,
    origin {text} not null
) {strict};

create table team_key (
    epoch {integer} primary key,
    public {bytes} not null
) {strict};

-- The one with the highest place is in force.
create table codebook (
    id {text} not null,
    version {integer} not null,
    place {integer} not null unique,
    sha256 {bytes} not null,
    source {text} not null,
    primary key (id, version)
) {strict};

create table codebook_label (
    id {text} not null,
    version {integer} not null,
    language {text} not null,
    ftl {text} not null,
    primary key (id, version, language),
    foreign key (id, version) references codebook (id, version)
) {strict};
