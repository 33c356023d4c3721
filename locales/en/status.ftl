### Coming back with the receipt.

status-title = Come back to your report
status-lead = Type your secret words, or the number that came with them.
status-words-label = Your secret words
status-words-hint = Seven words with spaces between them. Big or small letters don’t matter.
status-open = Show my report
status-error-words = These words don’t open a report. Please check the spelling and the order.
status-error-count =
    { $count ->
        [one] That is 1 word. There are seven.
       *[other] That is { $count } words. There are seven.
    }
status-lost-title = Lost your words?
status-lost-text = We can’t find them for you, because we don’t know who you are. Your report is still safe and still counts. You can send another, and say in it that you wrote before.
status-page-title = Where your report stands
status-received-on = We got it on { $date }.
status-last-change = Last change on { $date }.
status-close = Close my report
status-close-text = When you are done, close this page. Nobody can open it again without the words.
status-your-words = We don’t show what you wrote on this page, in case somebody else is looking.
status-steps = The steps
status-step-done = Done
status-step-now = Now
status-step-later = Still to come

## Each place a report can stand: its name, what it means, what happens next.

status-received-waiting = It is waiting to be read
    .means = Your report is safe with us. No one has opened it yet.
    .next = A caseworker will read it, the oldest first.
status-being-looked-at = Somebody is reading it
    .means = A caseworker has opened your report.
    .next = They will note what kind of thing it was, and when and where.
status-part-of-an-incident = It is written down
    .means = We have noted what you told us as something that happened. Other people may have told us of the same thing.
    .next = When the notes are ready, a second person checks them.
status-in-check = A second person is checking it
    .means = One caseworker has finished. Another one now looks at the same notes with fresh eyes.
    .next = Then we decide how it counts.
status-verified = It is checked and it counts
    .means = Two people have checked it. It is part of our figures, with no name and no story.
    .next = You don’t have to do anything.
status-needs-corroboration = It is kept, and we would need more to count it as checked
    .means = We are not saying that we doubt you. To count a thing as checked we need a sign from elsewhere, such as a picture or someone who saw it.
    .next = It still counts as a report we received. If something more turns up, we look again.
status-out-of-scope = It is kept, but it is not the kind of thing we count
    .means = What you told us matters. It does not fit what we count as hate, so it is not in those figures.
    .next = It still counts as a report we received.
status-duplicate = We knew of this already
    .means = Somebody else told us of the same thing, or you told us before. Your report makes the picture clearer.
    .next = The thing is counted once, and your report is kept with it.
status-unfounded = We looked, and could not count it
    .means = What we found did not fit what was told. That does not say that you did anything wrong.
    .next = It is kept as a report we received. If you know more, you can write to us again.
status-withdrawn = You took it back
    .means = We stopped working on it, as you asked.
    .next = You can tell us again at any time.
status-set-aside = We put it aside
    .means = To the person who read it, it did not look like a report of something that happened.
    .next = If we got that wrong, please write to us again and say so.

## Trying the words

status-error-many =
    { $seconds ->
        [one] Too many tries. Please wait 1 second, then try again.
       *[other] Too many tries. Please wait { $seconds } seconds, then try again.
    }
status-error-unknown = Word number { $place } is not on our list.
status-error-nearest = Did you mean:
status-error-digits =
    { $count ->
        [one] That is 1 digit. There are thirty.
       *[other] That is { $count } digits. There are thirty.
    }
status-error-mistyped = At least one digit is not right. Please compare them once more.

## The steps, in short

status-step-received = We got it
status-step-read = A caseworker reads it
status-step-noted = It is written down as something that happened
status-step-check = A second person checks it
status-step-counted = It is counted in our figures

## More places a report can stand

status-reclassified = It is checked and it counts
    .means = Two people have checked it. The second one changed how it was noted. It is part of our figures, with no name and no story.
    .next = You don’t have to do anything.
status-decided = It is decided
    .means = Two people have looked at it and decided how it is kept.
    .next = You don’t have to do anything.
