create table member (
    id {bytes} primary key,
    role {text} not null,
    state {text} not null,
    keys {bytes},
    team_epoch {integer},
    number {integer} not null,
    name {text} not null,
    name_key {text} not null unique,
    language {text} not null,
    public_keys {bytes} not null
) {strict};

create table slot (
    member {bytes} not null references member (id),
    kind {text} not null,
    bytes {bytes} not null,
    primary key (member, kind)
) {strict};

create table team_wrap (
    member {bytes} not null references member (id),
    epoch {integer} not null,
    bytes {bytes} not null,
    primary key (member, epoch)
) {strict};

create table invitation (
    token_hash {bytes} primary key,
    member {bytes} not null references member (id),
    expires {integer} not null,
    sealed_key {bytes}
) {strict};

create table session (
    token_hash {bytes} primary key,
    id {bytes} not null unique,
    member {bytes} not null references member (id),
    opened {integer} not null,
    seen {integer} not null,
    expires {integer} not null,
    door {text} not null
) {strict};
create index session_of_member on session (member, opened);
