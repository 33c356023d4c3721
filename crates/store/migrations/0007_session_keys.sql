-- The team's key of a session, under the token that is in the cookie alone: so that any of several desks can open it
-- when the cookie is shown. Gone with the session.
create table session_key (
    token_hash {bytes} primary key references session (token_hash) on delete cascade,
    epoch {integer} not null,
    bytes {bytes} not null
) {strict};
