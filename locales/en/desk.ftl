### The desk: what staff see.

## Finding the way

desk-nav = Parts of the desk
desk-nav-inbox = Inbox
desk-nav-incidents = Incidents
desk-nav-checks = Checks
desk-nav-figures = Figures
desk-nav-enter = Enter a report
desk-nav-members = Members
desk-nav-account = Your account
desk-nav-count =
    { $count ->
        [0] nothing waiting
        [one] 1 waiting
       *[other] { $count } waiting
    }
desk-signed-in-as = Signed in as { $name }
desk-saved = Saved.
desk-blurred = This may be hard to read.
desk-blurred-show = Show it
desk-opened-recorded = You opened this at { $moment }. That is recorded.

## Roles

role-administrator = Administrator
    .definition = Invites members and looks after settings and keys. Can’t read any report.
role-helper = Helper
    .definition = Enters what people tell us by phone, in person or by letter.
role-caseworker = Caseworker
    .definition = Reads reports and codes incidents.
role-senior = Senior caseworker
    .definition = Also checks what others have coded.
role-analyst = Analyst
    .definition = Sees coded facts and exact figures, never a story.

## Inbox

inbox-title = Inbox
inbox-lead = New reports, the oldest first.
inbox-count =
    { $count ->
        [0] No reports
        [one] 1 report
       *[other] { $count } reports
    }
inbox-empty = The inbox is empty.
inbox-empty-filtered = No report fits these filters.
inbox-waiting =
    { $days ->
        [0] came today
        [one] waiting for 1 day
       *[other] waiting for { $days } days
    }
inbox-language = Language
inbox-select = Choose this report
inbox-select-all = Choose all on this page
inbox-choose-one = Choose a report to read it.
inbox-filter = Filters
inbox-filter-state = State
inbox-filter-channel = Channel
inbox-filter-any = Any
inbox-filter-apply = Use filters
inbox-filter-clear = Clear filters
inbox-state-new = New
inbox-state-attached = Part of an incident
inbox-state-set-aside = Set aside
inbox-bulk = With the chosen reports
inbox-bulk-same = Same incident
inbox-bulk-set-aside-done =
    { $count ->
        [one] 1 report has been set aside.
       *[other] { $count } reports have been set aside.
    }
inbox-bulk-none = Choose at least one report first.
inbox-bulk-changed = Someone else has dealt with one of these. Look again and choose anew.

## One report

desk-report-title = Report
desk-report-sealed-by-reporter = Locked on the person’s own device
desk-report-sealed-by-server = Locked on arrival
desk-report-sealed-by-helper = Entered and locked by a member of staff
desk-report-new-incident = Make an incident of it
desk-report-attach = Attach to an incident
desk-report-set-aside = Set aside
desk-report-set-aside-why = Why is it set aside?
desk-report-restore = Put back into the inbox

## Finding an incident to attach to

attach-title = Attach to an incident
attach-none = No likely incident found.
attach-button = Attach to this one

## Entering what somebody tells us

enter-title = Enter a report
enter-lead = Write it in the person’s own words, as near as you can.
enter-channel = How did it reach us?
enter-read-back = Read it back to the person before you send it.
enter-agreement = Say what happens next and who sees it. Ask what may be shared.
enter-button = Send and show the receipt
enter-receipt-title = Hand over the receipt
enter-receipt-text = Give these words to the person, by voice or on paper. They are shown once. Do not keep a copy.

## Incidents

incidents-title = Incidents
incidents-empty = There is no incident yet.
incidents-filter-state = State
incidents-sort-newest = Newest first
incident-number = Incident { $number }
incident-happened = Happened
incident-place = Place
incident-reports-title = The reports behind it
incident-state-open = Being coded
incident-state-submitted = Waiting for a check
incident-state-decided = Decided
incident-series = Source

## Coding

coding-title = Coding
coding-codebook = Codebook { $name }, version { $version }
coding-older = Coded with version { $version }. A newer one is in use.
coding-definition = What it means
coding-many = Choose all that fit
coding-one = Choose one
coding-not-coded = Not coded
coding-search = Find a code
coding-save = Save the coding
coding-missing =
    { $count ->
        [one] 1 part is still needed before a check.
       *[other] { $count } parts are still needed before a check.
    }

## The three judgements

judgement-title = Three judgements
judgement-lead = They are kept apart. One never overwrites another.
judgement-perception = The person says
    .definition = How the person who told us sees it.
judgement-verification = We say
    .definition = What two of us found.
judgement-police = The police say
    .definition = How the police classed it.
judgement-none-yet = Nothing yet
judgement-by = { $name }, { $date }
judgement-reason = Reason
judgement-date = Date
judgement-record = Record it

## Checks

checks-title = Checks
checks-empty = Nothing waits for a check.
checks-submit-note = A note to the person who checks
checks-submitted = Submitted. Another person will check it.
checks-not-own = You coded this yourself, so another person must check it.
checks-evidence-title = What counts as verified
checks-evidence-met = The evidence rule is met.
checks-evidence-not-met = The evidence rule is not met yet.
checks-decision = Your decision
checks-return = Return to the caseworker
checks-reclassify = Change the coding
checks-reason = Reason
checks-reason-needed = Please give a reason. The other person will read it.
checks-decided = Your decision has been recorded.
checks-reopen = Open it again

## Two people at once

conflict-title = Someone else has changed this
conflict-lead = { $name } saved this at { $moment }, after you had opened it. Nothing has been overwritten. Choose for each part.
conflict-field = Part
conflict-theirs = Theirs
conflict-yours = Yours
conflict-before = Before
conflict-keep-theirs = Keep theirs
conflict-keep-yours = Keep yours
conflict-same = The same
conflict-save = Save my choice

## History

history-title = History
history-lead = Everything that was done, and who did it. It can’t be changed.
history-incident-made = { $who } made the incident
history-incident-coded = { $who } changed the coding
history-incident-imported = Came with an imported file
history-perception-recorded = { $who } recorded what the person says
history-police-recorded = { $who } recorded what the police say
history-check-submitted = { $who } submitted it for check
history-check-returned = { $who } returned it
history-check-decided = { $who } decided: { $decision }
history-check-reopened = { $who } opened it again

## Search

search-title = Search
search-label = Search in reports and incidents
search-hint = Words are looked for in what you may open. The index is in memory and is forgotten when you sign out.
search-button = Search
search-results =
    { $count ->
        [0] Nothing found.
        [one] 1 found.
       *[other] { $count } found.
    }

## Members

members-title = Members
members-name = Name
members-role = Role
members-invite = Invite a member
members-invite-name = Name
members-invite-role = Role
members-invite-button = Make a link
members-invite-link = Send this link to { $name }, by a way you trust. It is shown once and works until { $date }.
members-waiting-for-key = Waiting for the team’s key
members-give-key = Give the team’s key

## Figures inside

desk-figures-title = Figures
desk-figures-exact = Exact figures. Not for publishing.
desk-figures-public = As the public sees it

## Keyboard

keys-title = Keys
keys-lead = Press ? to see this list.
keys-next = Next in the list
keys-previous = The one before
keys-select = Choose
keys-search = Search
keys-go-inbox = Go to the inbox
keys-go-incidents = Go to incidents
keys-go-checks = Go to checks
keys-close = Close

## Words of the desk pages

desk-nav-ledger = Record
desk-nav-permissions = Who may do what
desk-report-by = By { $channel }
desk-report-to-incident = Go to its incident
told-keeps-happening = It keeps happening
inbox-returned-done = The report is back in the inbox.
inbox-set-aside-as = Set aside: { $reason }
attach-category = Kind
attach-words = Words in its reports
enter-again = This form was sent before. It is the same report, with the same receipt.
enter-another = Enter another report
incident-reference = Incident { $number } of { $year }
incident-made-done = A new incident has been made. Its coding begins with what the report says.
incident-attached-done = The report is now part of this incident.
incident-no-reports = No report of ours stands behind it.
incidents-empty-filtered = No incident fits these filters.
coding-persons = How many people it was done to
coding-first-day = The day, or the first day
coding-last-day = The last day, if there are two
coding-for-check = needed for a check
coding-needed = Needed before a check: { $facet }
coding-too-many = Only one can be chosen: { $facet }
coding-unknown = Not in the codebook: { $facet }
coding-save-submit = Save and submit for check
judgement-second-person = It takes two different people.
judgement-perception-record = Record what the person says
judgement-police-record = Record what the police say
judgement-police-source = Where we know it from
checks-pair = A second pair of eyes.
checks-yours = you coded it
checks-decide = Record the decision
checks-needs-reason = Needs a reason.
checks-reclassify-hint = Change what you would code otherwise, choose the decision for another heading above, and say why.
checks-reclassify-nothing = You chose another heading, but nothing in the coding is different.
checks-reclassify-other = The coding was changed. Choose the decision for another heading, or put it back as it was.
checks-returned-done = Returned, with your reason.
checks-reopened-done = Open again.
evidence-needed = It takes { $least } of these. Found: { $found }.
evidence-found = found
evidence-not-found = not found
conflict-kept = It can’t be done as it stands now. Somebody else was quicker, or it has gone on. Nothing was overwritten, and what you typed is still here.
conflict-your-words = What you typed:
conflict-choose-all = Please choose for every part.
conflict-not-open = It is no longer being coded, so yours can’t be saved now. Copy what you still need.
conflict-leave = Leave it as it is
history-nobody = Heard itself
history-incident-opened = { $who } opened it
history-incident-key-made = { $who } wrote the first note, and a key was made for it
history-openings =
    { $count ->
        [one] Opened once
       *[other] Opened { $count } times
    }
member-state-invited = Invited
member-state-active = Active
member-state-suspended = Suspended
members-state = State
members-do = What you can do
members-suspend = Suspend
members-reinstate = Let in again
members-suspended-done = Suspended. All their sessions have been closed.
members-reinstated-done = They can sign in again.
members-key-done = The team’s key has been handed over.
members-name-unusable = This name is empty, too long, or taken.
members-invite-key-later = After they have joined, somebody who holds the team’s key has to hand it to them here.
desk-figures-how = How exact
desk-figures-exact-short = Exact
ledger-desk-covers =
    { $entries ->
        [one] It covers 1 line.
       *[other] It covers { $entries } lines.
    }
ledger-desk-none = No head has been signed yet. One is signed while the program runs.
ledger-desk-how-title = How to check it
ledger-desk-how = On the machine that holds the database, run this. It checks every line and every record, and names the first that does not fit.
permissions-title = Who may do what
permissions-lead = This is the table that the program itself goes by. Nothing else decides.
permissions-what = What
permission-be-signed-in = Be signed in, and close own sessions
permission-enter-report = Enter what somebody tells us by phone, in person or by letter
permission-see-inbox = See that reports wait, not what they say
permission-open-report = Open and read a report; recorded each time
permission-triage-report = Make an incident of a report, attach it, set it aside
permission-open-incident = Open an incident; recorded each time
permission-code-incident = Code an incident and submit it for check
permission-check-incident = Check what another person coded
permission-search-text = Search in what they may open
permission-see-exact-figures = See exact figures inside the house
permission-manage-members = Invite and suspend members
permission-hand-over-key = Hand the team’s key to a member who waits for it
permission-see-ledger = See the record’s signed heads

## Somebody leaves: a new key for the team

members-left = Has left
renewal-title = A new key for the team
renewal-leaver = { $name } has left: shut them out, and make a new key.
renewal-what = Everybody else who has the team’s key gets the new one at once. Then the key of each report and note is locked anew, in the background; you can go on working.
renewal-limits = What somebody has read they still know, and an old copy of the database still opens with a key they may have copied. From now on that key opens nothing new. Links of open invitations no longer carry a key.
renewal-leaver-button = Shut out and make a new key
renewal-button = Make a new key
renewal-began = The team has a new key.
renewal-working = Locking anew
renewal-progress = { $done } of { $all } done.
renewal-meanwhile = If you sign out or the program stops, it goes on when somebody with the team’s key signs in.
renewal-finished = Everything is locked with the new key.
