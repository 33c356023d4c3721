-- What happened, in order. Everything else that is told here can be folded from it anew.
create table entry (
    idx {integer} primary key,
    subject {bytes} not null,
    number {integer} not null,
    actor {bytes},
    at {integer} not null,
    fact {text} not null,
    salt {bytes} not null,
    leaf {bytes} not null,
    unique (subject, number)
) {strict};

create table checkpoint (
    size {integer} primary key,
    note {text} not null,
    at {integer} not null
) {strict};

create table tile (
    path {text} primary key,
    bytes {bytes} not null
) {strict};

-- The right edge of the Merkle tree, so that it can grow without reading its leaves again.
create table tree_edge (
    one {integer} primary key check (one = 1),
    size {integer} not null,
    bytes {bytes} not null
) {strict};
