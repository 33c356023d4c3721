insert into organisation (one, id, name, founded, recovery_public, checkpoint_public, origin) values
    (1, x'09090909090909090909090909090909', 'A small charity — جمعية', 0, x'01', x'0202020202020202020202020202020202020202020202020202020202020202', 'example.org/heard');
insert into team_key (epoch, public) values (1, x'05'), (2, x'06');
insert into codebook (id, version, place, sha256, source) values
    ('uk', 1, 1, x'0303030303030303030303030303030303030303030303030303030303030303', 'id = "uk"'),
    ('uk', 2, 2, x'0404040404040404040404040404040404040404040404040404040404040404', 'id = "uk"');
insert into codebook_label (id, version, language, ftl) values ('uk', 1, 'en', 'a = b'), ('uk', 2, 'ur', 'الف = ب');
