-- Areas: each set of them with the days for which it holds. Nothing here is about a person.
create table area_set (
    id {integer} primary key,
    title {text} not null,
    -- 'boundaries', 'postcodes' or 'names'
    kind {text} not null,
    valid_from {text} not null,
    valid_to {text},
    source {bytes} not null,
    imported {integer} not null,
    -- 0 until all of it is there.
    ready {integer} not null check (ready in (0, 1)),
    pieces {integer} not null
) {strict};

-- Boxes in millionths of a degree stand before the packed outline, so that a look at them alone reads little.
create table area (
    area_set {integer} not null references area_set (id),
    level {text} not null,
    code {text} not null,
    name {text} not null,
    name_key {text} not null,
    within {text},
    west {integer},
    south {integer},
    east {integer},
    north {integer},
    shape {bytes},
    primary key (area_set, level, code)
) {strict};
create index area_by_box on area (west, east, south, north) where west is not null;
create index area_by_name on area (name_key);
create index area_by_code on area (code);

-- Postcodes that share the part before the space, packed.
create table postcode_block (
    area_set {integer} not null references area_set (id),
    outward {text} not null,
    bytes {bytes} not null,
    primary key (area_set, outward)
) {strict};
