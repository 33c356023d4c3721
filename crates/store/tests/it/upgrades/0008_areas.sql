insert into area_set (id, title, kind, valid_from, valid_to, source, imported, ready, pieces) values
    (1, 'Wards', 'boundaries', '2013-12-31', '2021-05-05', x'd1', 1767225600000000, 1, 1),
    (2, 'Postcodes', 'postcodes', '2025-11-01', null, x'd2', 1767225600000001, 1, 1);
insert into area (area_set, level, code, name, name_key, within, west, south, east, north, shape) values
    (1, 'ward', 'E05001018', 'Boston Castle', 'boston castle', null, -1360000, 53400000, -1330000, 53430000, x'e1'),
    (1, 'district', 'E08000018', 'Rotherham', 'rotherham', null, null, null, null, null, null);
insert into postcode_block (area_set, outward, bytes) values (2, 'S60', x'f1');
