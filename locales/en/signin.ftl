### First run, invitations, signing in, sessions.

## First run

setup-title = Set up Heard
setup-lead = This page opens once. It makes your organisation, its keys and the first administrator.
setup-organisation = Name of the organisation
setup-organisation-hint = As the public knows it.
setup-your-name = Your name
setup-your-name-hint = As your colleagues will see it.
setup-button = Make the keys
setup-recovery-title = The recovery key
setup-recovery-text = With this key all reports can be opened if every passphrase is lost. Without any key they are lost for ever. It is shown once, now.
setup-recovery-keep = Print it. Keep it in a sealed envelope in a safe, not on a computer.
setup-recovery-done = I have it on paper

## Invitations

invite-title = Join { $organisation }
invite-button = Join

## Signing in

signin-title = Sign in
signin-lead = For members of { $organisation }.
signin-name = Your sign-in name
signin-passphrase = Passphrase
signin-button = Sign in
signin-wrong = The name and the passphrase don’t belong together.
signin-throttled =
    { $seconds ->
        [one] Too many tries. Please wait 1 second.
       *[other] Too many tries. Please wait { $seconds } seconds.
    }
signin-opening = Opening your key. This takes a moment.
signin-forgot = Forgotten it? Nobody can look it up. An administrator can invite you anew, and a colleague then gives you access again.

## Choosing a passphrase

passphrase-new = New passphrase
passphrase-again = The same again
passphrase-hint = Four or more words that have nothing to do with each other, or with you. Spaces are fine.
passphrase-why = It locks the key to people’s stories. Nobody can set it back for you.
passphrase-differs = The two are not the same.
passphrase-short =
    { $least ->
        [one] Too short. Use at least 1 letter.
       *[other] Too short. Use at least { $least } letters.
    }
passphrase-weak = Too easy to guess.
passphrase-weak-common = This is one of the first that anybody would try.
passphrase-weak-common-word = A single well-known word is quickly guessed.
passphrase-weak-name = Names are quickly guessed.
passphrase-weak-keys = Keys that lie side by side are quickly guessed.
passphrase-weak-repeat = Something said twice is hardly stronger than once.
passphrase-weak-sequence = Runs such as abc or 6543 are quickly guessed.
passphrase-weak-date = Dates and years are quickly guessed.
passphrase-weak-organisation = It holds your name or the organisation’s name.
passphrase-weak-advice = Add another word or two that few people would think of.

## Sessions

session-title = Where you are signed in
session-lead = Close any that you don’t know.
session-this = This one
session-since = Since { $moment }
session-last-used = Last used { $moment }
session-ends = Ends { $moment }
session-close = Close this session
session-closed =
    { $count ->
        [0] There was no other session.
        [one] 1 session has been closed.
       *[other] { $count } sessions have been closed.
    }
session-sign-out = Sign out

## More words for signing in

setup-name-unusable = A name is empty, too long, or holds signs that can’t be used.
setup-recovery-print = Print this page now. It can’t be shown again.
signin-joined = You have joined. Sign in with the passphrase that you have just chosen.
signin-out = You have signed out. Your key has been wiped from memory.
session-idle =
    { $minutes ->
        [one] A session ends after 1 minute without a click.
       *[other] A session ends after { $minutes } minutes without a click.
    }
session-absolute =
    { $hours ->
        [one] It ends after 1 hour in any case.
       *[other] It ends after { $hours } hours in any case.
    }
session-close-everywhere = Close all sessions, this one too

## One's own keys

keys-own-title = Your keys
keys-own-lead = Your key opens what people told. Each of these unlocks it. Nobody can look them up.
keys-second-due = You have one key only. If you lose your passphrase, nobody can set it back. Print a second key by { $date }.
keys-second-insisted = Before you go on: print a second key. Your passphrase alone is no longer enough, because nobody can set it back.
keys-paper = Your paper key
keys-paper-text = A key on paper. With it you choose a new passphrase on the day you have lost the old one.
keys-paper-made = You made it on { $date }.
keys-paper-again = If the paper may be lost or seen, make a new one; the old one then opens nothing.
keys-paper-none = You have none yet.
keys-paper-button = Make a paper key
keys-paper-shown = With this key and your sign-in name you can choose a new passphrase. It is shown once, now.
keys-paper-keep = Print it or write it down. Keep it at home or in a safe, away from your computer and not with your passphrase.
keys-passphrase = Your passphrase
keys-passphrase-now = Passphrase that you use now
keys-passphrase-set = Chosen on { $date }.
keys-passphrase-closes = When you change it, all your other sessions are closed.
keys-passphrase-button = Change the passphrase
keys-passphrase-done = Your passphrase has been changed. Your other sessions have been closed.
keys-current-wrong = This is not your passphrase.

## A lost passphrase

lost-title = Lost your passphrase?
lost-lead = Choose a new one with your paper key.
lost-paper-hint = Eight groups of seven letters and digits. Small letters and spaces are fine.
lost-button = Set the new passphrase
lost-wrong = The name and the paper key don’t belong together.
lost-no-paper = Without a paper key nobody can let you in as you were. An administrator can invite you anew, and a colleague then gives you access again.
paper-length =
    { $found ->
        [one] A key has 56 letters and digits; this has 1.
       *[other] A key has 56 letters and digits; this has { $found }.
    }
paper-character =
    { $group ->
       *[other] Group { $group } has a sign that no key has.
    }
paper-mistyped = At least one letter or digit is mistyped.
signin-reset = Your new passphrase holds. Sign in with it.

## Confirming before a far-reaching act

confirm-title = Is it still you?
confirm-lead = This act reaches far, and you gave your passphrase some while ago. Nothing has been done yet; with your passphrase it goes on as you had it.
confirm-button = Confirm and go on
