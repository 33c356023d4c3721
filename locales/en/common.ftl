### Words that every page shares. Conventions: ../README.md

## The language and the site

# The language's own name, in itself: it is shown so in every language's page.
language-own-name = English
language-switch = Language
site-name = Heard
# The title of a browser tab: what this page is, then the site.
site-title = { $page } – { site-name }
# What a tab may be called while somebody else may be looking.
site-neutral-title = Page

## Finding the way

skip-to-content = Skip to the main part
nav-main = Main pages
nav-home = Home
nav-report = Tell us what happened
nav-status = Come back to your report
nav-figures = What people have told us
nav-method = How we count
nav-ledger = Check our record
nav-desk = Staff
nav-back = Back
nav-next = Next
nav-more = Show more

## Leaving in a hurry

leave-button = Leave this page
leave-hint = Press “Leave this page”, or the Esc key three times, to leave at once.
leave-honest = It takes you to another site and clears what you typed. Your browser may still remember that you came here.

## In danger now

emergency-title = In danger now?
emergency-call = Call 999.
emergency-silent = If you can’t speak, call from a mobile and press 55 when asked.
emergency-deaf = Deaf, or hard to hear for you? Use Relay UK: 18000. You can text 999 if you have signed up for it.
emergency-not-urgent = Not urgent? You can call the police on 101.
emergency-not-us = We are not the police, and we can’t send help in a hurry.

## Buttons

button-send = Send
button-back = Go back
button-search = Search
button-print = Print this page
button-copy = Copy

## Small words

word-yes = Yes
word-no = No
word-none = None
word-not-known = Not known
word-not-said = Not said
word-total = Total
word-from-to = { $from } to { $to }
word-about-date = about { $date }

## Errors

error-summary-title = Something needs mending
error-summary-kept = Nothing you typed is lost.
error-prefix = Error:
error-empty = Please write something here.
error-choice = Please pick one of the answers.
error-date = Please write a real date, such as 14 11 2026.
error-date-future = This day has not come yet. Please check the date.
error-date-order = The second day is before the first. Please check both.
error-number = Please write a whole number.

## Foot of the page

footer-independent = We are not the police, not the council and not the government.
footer-no-tracking = This site does not follow you. It asks no other company for anything.

## Added for the front door

error-only-one = Please pick only one answer.
error-number-large = This number is too large. We can take { $most } at most.
error-email = This does not look like an e-mail address, such as name@example.org.
emergency-more = More ways to get help
leave-neutral-title = Nothing here
leave-neutral-text = This page is empty.
