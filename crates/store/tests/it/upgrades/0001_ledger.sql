insert into entry (idx, subject, number, actor, at, fact, salt, leaf) values
    (0, x'01010101010101010101010101010101', 1, null, 1767225600000000, '{"kind":"report-opened"}', x'0707070707070707070707070707070707070707070707070707070707070707', x'00ff'),
    (1, x'02020202020202020202020202020202', 1, x'03030303030303030303030303030303', -1, '{"odd":"‮é 🕌"}', x'0808080808080808080808080808080808080808080808080808080808080808', x'');
insert into checkpoint (size, note, at) values (2, 'example.org/heard
2
root
', 1767225600000001);
insert into tile (path, bytes) values ('tile/0/000.p/2', x'0001');
insert into tree_edge (one, size, bytes) values (1, 2, x'0a0b');
