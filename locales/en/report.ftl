### Telling us: the frame of the page. The questions themselves are labels of the codebook.

report-title = Tell us what happened
report-lead = Say it in your own words. You don’t need proof, and you don’t have to say who you are.
report-only-one = Only one answer is needed: what happened. Leave the rest empty if you like.
report-how-long = Most people need five to ten minutes.
report-nothing-kept = Nothing is kept until you press Send.
report-any-language = Write in any language.
report-section-of = Part { $part } of { $parts }
report-date-exact = I know the day
report-date-about = About then
report-date-between = Between two days
report-date-unknown = I don’t know
report-date-day = Day
report-date-month = Month
report-date-year = Year
report-date-first = The first day it could be
report-date-last = The last day it could be
report-date-time = What time, if you know
report-place-postcode = Postcode, if you know it
report-place-link = A link, if it was online
report-choose-many = Pick all that fit.
report-send-title = Send it
report-send-text = When you press Send, your words are locked. Only our caseworkers hold the key.
report-send-next = You then get some secret words. With them you can come back and see what became of it.
report-send-share = We tell nobody else unless you said we may. You can change your mind later.
report-sealed-by-us = Your words travel to us safely and are locked as soon as they arrive.
report-sealed-here = Your words are locked on this device before they are sent. Nobody on the way can read them, and not our web server either.
report-letters-left =
    { $left ->
        [one] 1 letter left
       *[other] { $left } letters left
    }

## When it can't be taken as it is

report-error-empty = Please tell us what happened. A few words are enough.
report-too-long-title = Your words are too long for one report
report-too-long-text = We can take { $most } letters at once, and this has { $letters }. Your words are still below. Take some out, or copy the rest and send it as a second report.
report-busy-title = A great many people are writing to us right now
report-busy-text = Your words are still below and are not sent yet. Please wait a little, then press Send again.
report-busy-wait =
    { $seconds ->
        [one] Please wait 1 second.
       *[other] Please wait { $seconds } seconds.
    }
report-busy-puzzle = Your device is doing a short sum, to show that it is not a machine sending thousands. You don’t have to do anything.
report-busy-copy = You can copy your words and keep them somewhere safe, if there is such a place.
report-honeypot-label = Leave this empty, please
report-unsealed-title = We could not lock your report
report-unsealed-text = Because we could not lock it, we did not keep it. Your words are still below. Please try again.
report-unreached-title = We can’t tell whether it reached us
report-unreached-text = Your words are still below. Please press Send again: we keep the same report only once.

## Thank you, and the receipt

receipt-title = Thank you for telling us
receipt-lead = Your report has reached us and is locked. It counts.
receipt-words-title = Your secret words
receipt-words-text = These words are the only way back to your report. We can’t show them again, and we can’t find them for you.
receipt-words-keep = Write them on paper, or keep them where nobody else looks. If someone may search your phone, learn them, or let them go: your report stays with us either way.
receipt-words-number = The same as a number
receipt-asked-back-title = Have you got them?
receipt-asked-back-text = To be sure, please type word number { $place }.
receipt-asked-back-right = Yes, that’s right.
receipt-asked-back-wrong = That is a different word. Please look again at what you wrote down.
receipt-asked-back-skip = Go on without checking
receipt-next-title = What happens next
receipt-next-read =
    { $days ->
        [one] One of our caseworkers reads your report. We aim to do that within 1 working day.
       *[other] One of our caseworkers reads your report. We aim to do that within { $days } working days.
    }
receipt-next-check = They write down what kind of thing it was. A second person checks that.
receipt-next-figures = Then it is counted in our figures, with no name and no story.
receipt-next-come-back = Come back with your secret words whenever you like, to see where it stands.
receipt-sent-at = We got it on { $moment }.
receipt-proof-title = The proof that it was counted
receipt-proof-text = This line stands for your report in our record. The record can’t be changed without anybody noticing. It says nothing about you.
receipt-proof-entry = Line { $entry } of our record
receipt-print-title = A page to keep
receipt-print-text = This page does not say what it is for and names nobody.
receipt-done = Leave without a trace on this page

## Answering

report-rather-not = I’d rather not say
report-date-today = Today
report-date-yesterday = Yesterday
report-date-keeps-happening = It keeps happening
report-date-which = Which day was it?
report-date-hint = For example 27 3 2026
report-date-time-hint = For example 21:30, or: in the evening
report-date-words = Or say it in your own words
report-date-words-hint = For example: the night after Eid, or most Fridays since spring
report-place-kind = What kind of place was it?
report-letters-over =
    { $over ->
        [one] 1 letter too many
       *[other] { $over } letters too many
    }

## When it has to be sent once more

report-again-title = Please press Send once more
report-again-text = This page was open for a long time, or reached us in an odd way. Your words are still below and are not sent yet. Press Send again and they are.
report-many-title = A lot has been sent from where you are
report-many-text = Your words are still below and are not sent yet. You can keep this page open and press Send later.
report-wait-minutes =
    { $minutes ->
        [one] Please wait 1 minute.
       *[other] Please wait { $minutes } minutes.
    }

## The receipt

receipt-copied = Copied. Paste the words where nobody else looks, then copy something else.
receipt-asked-back-check = Check it
receipt-asked-back-look = To see the words again, go back one page. If your browser asks whether to send again, say yes: we keep your report only once, and show the same words.
