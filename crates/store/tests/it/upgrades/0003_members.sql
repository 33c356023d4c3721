insert into member (id, role, state, keys, team_epoch, number, name, name_key, language, public_keys) values
    (x'03030303030303030303030303030303', 'administrator', 'active', x'0101010101010101010101010101010101010101010101010101010101010101', 1, 2, 'Avery Administrator', 'avery administrator', 'en', x'aa'),
    (x'04040404040404040404040404040404', 'caseworker', 'invited', null, null, 1, 'Zoë O''Example', 'zoë o''example', 'ur', x'');
insert into slot (member, kind, bytes) values (x'03030303030303030303030303030303', 'passphrase', x'bb');
insert into team_wrap (member, epoch, bytes) values (x'03030303030303030303030303030303', 1, x'cc');
insert into invitation (token_hash, member, expires, sealed_key) values
    (x'1111111111111111111111111111111111111111111111111111111111111111', x'04040404040404040404040404040404', 1767225600000000, null);
insert into session (token_hash, id, member, opened, seen, expires, door) values
    (x'1212121212121212121212121212121212121212121212121212121212121212', x'13131313131313131313131313131313', x'03030303030303030303030303030303', 1, 2, 3, 'desk');
