insert into duty (name, holder, term, ends) values ('upkeep', x'a1', 3, 1767225600000000);
insert into shared_count (process, number, at, counts) values (x'a1', 7, 1767225600000000, x'b1');
insert into shared_salt (day, salt) values (20454, x'c1');
insert into record_check (one, at, sound) values (1, 1767225600000000, 1);
