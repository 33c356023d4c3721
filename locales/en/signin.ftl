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
