insert into report (id, channel, language, codebook_id, codebook_version, sealed_at, received, entered_by, stage, incident, set_aside, opened, number, locator, auth_public, mailbox_public, content_mac) values
    (x'21212121212121212121212121212121', 'web', 'ur', 'uk', 1, 'front-door', 1767225600000000, null, 'new', null, null, 0, 1, x'31313131313131313131313131313131', x'41', x'51', x'61'),
    (x'22222222222222222222222222222222', 'phone', 'en', 'uk', 2, 'desk', 1767225600000001, x'03030303030303030303030303030303', 'attached', x'71717171717171717171717171717171', null, 3, 4, x'32323232323232323232323232323232', x'42', x'52', x'62'),
    (x'23232323232323232323232323232323', 'web', 'ar', 'uk', 2, 'browser', 1767225600000002, null, 'set-aside', null, 'spam', 1, 2, x'33333333333333333333333333333333', x'43', x'53', x'63');
insert into object (id, subject, kind, bytes) values (x'81818181818181818181818181818181', x'21212121212121212121212121212121', 1, x'00');
insert into wrap (subject, recipient, epoch, bytes) values (x'21212121212121212121212121212121', x'91919191919191919191919191919191', 1, x'ff');
