insert into public_figures (one, at, released) values (1, 1767225600000000, '{}');
