insert into import (id, begun, series, name, mapping, started, started_by, finished, files, counts, undone, number) values
    (x'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1', 1, 'fbi', 'fbi', x'b1', 1767225600000000, x'03030303030303030303030303030303', 1767225600000005, '[]', '{}', null, 2),
    (x'a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2', 3, 'fbi', 'fbi', x'b2', 1767225600000006, null, null, '[]', '{}', null, 1);
insert into imported (incident, import, delivered, fingerprint) values (x'72727272727272727272727272727272', x'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1', x'a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2', x'c1');
insert into import_change (import, incident, fingerprint, undone) values (x'a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2', x'72727272727272727272727272727272', x'c2', 0);
