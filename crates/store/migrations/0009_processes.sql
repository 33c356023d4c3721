-- What several processes over one database tell each other. Nothing of it is part of the record: it is in no entry, and
-- no move to another database carries it. Where the engine can, it keeps such tables out of its log, its replicas and
-- its backups.

-- Who does the work that one process does at a time, and until when, by this database's clock. The term grows
-- whenever another takes over.
create {passing} table duty (
    name {text} primary key,
    holder {bytes} not null,
    term {integer} not null,
    ends {integer} not null
) {strict};

-- What a process has let through since it last told the others: packed keyed hashes, each with how often. Gone within
-- seconds.
create {passing} table shared_count (
    process {bytes} not null,
    number {integer} not null,
    at {integer} not null,
    counts {bytes} not null,
    primary key (process, number)
) {strict};

-- With the installation's secret this makes the key of the day under which all processes hash alike. Gone the day after.
create {passing} table shared_salt (
    day {integer} primary key,
    salt {bytes} not null
) {strict};

-- What came of looking over the whole record, for the processes that did not do it themselves.
create {passing} table record_check (
    one {integer} primary key check (one = 1),
    at {integer} not null,
    sound {integer} not null check (sound in (0, 1))
) {strict};
