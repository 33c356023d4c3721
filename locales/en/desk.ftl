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
desk-report-unreadable = This report can’t be read. It was locked on a device, and not in the way our page does it: an empty or made-up report, most likely. Set it aside.
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
incident-state-taken-back = Taken back with its import
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
history-incident-redelivered = A later delivery of its file told otherwise
history-incident-taken-back = Taken back: its import was undone
history-incident-put-back = As before again: an import was undone
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
members-close-sessions = Close their sessions
members-reinstate = Let in again
members-suspended-done = Suspended. All their sessions have been closed.
members-reinstated-done = They can sign in again.
members-sessions-closed-done = Closed. They can sign in again.
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
permission-import-incidents = Take in files of incidents, and undo it
permission-export-facets = Take out the codes of all incidents as a table, without words
permission-export-unsealed = Take out every story unsealed, at the command line; recorded each time
permission-search-text = Search in what they may open
permission-see-exact-figures = See exact figures inside the house
permission-manage-members = Invite and suspend members
permission-hand-over-key = Hand the team’s key to a member who waits for it
permission-see-ledger = See the record’s signed heads

# Finding an area
area-label = Find the area: a postcode, a name or a point
area-hint = Looked up here, as the areas were on the first day given above. What you type is not kept.
area-find = Find
area-nothing = Nothing is known of this place.
area-found = { $name } ({ $code }): { $set }, from { $date }
area-take = Choose { $area }
area-no-code = No code of the codebook stands for this place.

## Imports

imports-title = Imports
imports-lead = Files of other organisations, of police forces and of earlier years. Each row becomes an incident of a series of its own.
imports-empty = Nothing has been imported yet.
imports-started = Started
imports-mapping = Mapping
imports-by = By
imports-by-command = the command line
imports-state = State
imports-state-finished = finished
imports-state-unfinished = not finished. Send the file again: nothing is lost or doubled
imports-state-undone = undone
imports-state-undone-kept =
    { $count ->
        [one] undone; 1 incident stayed, because a colleague has worked on it
       *[other] undone; { $count } incidents stayed, because colleagues have worked on them
    }
imports-undo = Undo
imports-undone-done = The import has been undone. Figures are as before, and the history is kept.
imports-forgotten-done = The file is gone.
imports-rows = Rows
imports-added = New
imports-changed = Changed
imports-unchanged = As before
imports-kept = Worked on here
imports-rejected = Rejected
imports-absent = Not delivered
imports-drafts = Files you are working on
imports-draft-mapping = columns to choose
imports-draft-rehearsal = dry run
imports-draft-importing = being imported
imports-draft-imported = imported
imports-draft-stopped = stopped
import-title = Import a file
import-forget = Let go of this file
import-look-again = Look again
import-gone-title = This file is not here any more
import-gone = It was let go, nobody had looked at it for twelve hours, or Heard was restarted. Send it again: what was imported before is not doubled.

## Imports: Sending it up

import-upload-lead = A table as CSV, Excel (.xlsx) or JSON Lines, also packed with gzip or Zstandard. It may have up to { $megabytes } MB; larger files are imported on the command line.
import-upload-sealed = Until it is imported the file lies sealed on Heard’s disk, and the key is in memory only. It is gone when it was imported, when you let go of it, and at the latest twelve hours after you last looked.
import-file = File
import-file-hint = Nothing is imported yet. First you see its first rows.
import-mapping = How its columns are read
import-mapping-hint = A mapping says what each column becomes.
import-mapping-pages = I choose it on the next page
import-mapping-as-for = As I chose for { $file }
import-mapping-shipped = Mapping of Heard: { $name }
import-mapping-file = Mapping file, if you have one
import-mapping-file-hint = A .toml file as Heard writes it. It is used instead of the choice above.
import-upload-button = Send the file
import-no-file = Choose a file.
import-too-large = The file has more than { $megabytes } MB. Pack it with gzip or Zstandard, send it in parts, or import it on the command line.
import-too-many = You have five files open. Let go of one first.
import-broken-off = The file did not arrive whole. Nothing was kept; send it again.
import-disk = The file could not be kept on Heard’s disk. Tell whoever looks after the machine; nothing was imported.
import-mapping-too-large = This is no mapping: it is larger than 1 MB, or no text.
import-not-kept = Heard’s store could not be reached. What was imported before is kept, and importing the file again doubles nothing.
import-missing-columns = The file has no column called { $columns }.
import-nothing-fits = Not one row can be taken. This is hardly the right mapping for the file.

## Imports: What each column becomes

import-columns-title = What each column becomes
import-size-bytes =
    { $count ->
        [one] 1 byte
       *[other] { $count } bytes
    }
import-size-kilobytes = { $count } KB
import-size-megabytes = { $count } MB
import-unreadable-lead = The file can’t be read as it seems to be written. Say below how it is written, or let go of it.
import-first-rows = First rows
import-form = Is it read wrongly? Say how it is written
import-encoding = Text encoding
import-mark = Between two values stands
import-mark-comma = a comma ,
import-mark-semicolon = a semicolon ;
import-mark-tab = a tab
import-mark-bar = a bar |
import-sheet = Sheet
import-header = Row with the names of the columns
import-header-hint = 1 is the first row; 0 if there is none.
import-form-button = Read it again
import-choose = Choose
import-whole = The file as a whole
import-series-hint = Figures of different series stand side by side and are never added up.
import-decision = What the source decided
import-decision-hint = If it decided the same of all its rows. Else choose a column for it, or none.
import-decision-none = Nothing: the rows stand as recorded
import-mapping-name = Name of this mapping
import-mapping-name-hint = Small letters, digits and hyphens. It stands in the list of imports: no names of people.
import-complete = Each file of this source is its whole register
import-about = Its days are only about right
import-columns = Columns
import-columns-lead = What Heard takes a column for is marked as a suggestion. Look at each one. Text, lines and links are sealed like a report; what becomes a code or the source’s own number is kept in the clear.
import-one-column = The file seems to have one column only. Say above what stands between two values.
import-more-columns =
    { $count ->
        [one] 1 more column is not shown here and left out. With a mapping file it can be used.
       *[other] { $count } more columns are not shown here and left out. With a mapping file they can be used.
    }
import-column = Column
import-column-number = Column { $number }
import-samples = Some of its values
import-empty = empty
import-becomes = Becomes
import-suggested = suggestion
import-facets = A code list
import-becomes-nothing = Left out
import-becomes-id = The source’s own number
import-becomes-day = Date, or first day
import-becomes-last-day = Last day
import-becomes-year = Year
import-becomes-month = Month
import-becomes-day-of-month = Day of the month
import-becomes-time = Time of day (sealed)
import-becomes-persons = Number of people affected
import-becomes-decision = What the source decided
import-becomes-text = Text (sealed)
import-becomes-detail = Line with its name (sealed)
import-becomes-link = Link to the source (sealed)
import-shape = How days are written
import-shape-none = If a date or time: written how?
import-shape-excel = as a number of days, as in Excel
import-shape-hmm = 5 for 00:05, 1705 for 17:05
import-separators = Several values in a cell
import-separator-none = One value in each cell
import-separator = Several values, with { $mark } between
import-constants = The same for every row
import-constants-lead = A code that every incident of the file is given.
import-constant-none = Not the same for all
import-next = Next
import-problem-name = Give the mapping a name of small letters, digits and hyphens.
import-problem-series = Choose a series.
import-problem-id = Choose the column with the source’s own number. If there is none, choose several columns that together tell the rows apart: only a fingerprint of them is kept.
import-problem-twice = Only one column can be “{ $what }”.
import-problem-shape = Say how days or times are written in the column { $column }.
import-problem-day-and-year = Choose either one column with the date, or columns for year, month and day.
import-problem-incomplete = “{ $what }” needs another column: a last day needs a first, a month a year, a day a month, a time a date.
import-problem-code = { $code } is not in the codebook.
import-mapped-title = A file with its mapping
import-mapped-lead = The mapping that you chose says what each column becomes. A dry run shows what it would do with this file.

## Imports: What each value becomes

import-values-title = What each value becomes
import-values-lead = Suggestions are marked. Look at each one. Afterwards a dry run shows what would be coded, and nothing is imported yet.
import-value = Value
import-rows-with = Times
import-value-as-others = As all other values
import-value-nothing = Says nothing
import-value-refuse = Reject the row
import-value-as-it-is = Take the value as its code
import-others = All other values
import-more-values =
    { $count ->
        [0] There may be more values. The dry run shows those that have no code.
        [one] 1 rarer value is not shown. The dry run shows it if it has no code.
       *[other] { $count } rarer values are not shown. The dry run shows those that have no code.
    }
import-rehearse-button = Dry run

## Imports: The dry run and the import

import-rehearsing = The dry run is under way
import-importing = The file is being imported
import-waiting = Another file is being worked on. This one comes next.
import-running-text = This page looks again by itself every few seconds. You may close it and come back by way of Imports.
import-progress-rows =
    { $count ->
        [one] 1 row read
       *[other] { $count } rows read
    }
import-progress-rejected =
    { $count ->
        [one] 1 row rejected
       *[other] { $count } rows rejected
    }
import-progress-rate =
    { $count ->
        [one] 1 row a second
       *[other] { $count } rows a second
    }
import-progress-seconds =
    { $count ->
        [one] about 1 second left
       *[other] about { $count } seconds left
    }
import-progress-minutes =
    { $count ->
        [one] about 1 minute left
       *[other] about { $count } minutes left
    }
import-rehearsal-stopped = The dry run stopped
import-stopped = The import stopped
import-stopped-kept = What was imported before it stopped is kept. Importing the file again doubles nothing.
import-again-button = Import again
import-rehearsed-title = What the import would do
import-rehearsed-lead = This was a dry run. Nothing has been imported.
import-would-stories = With text, which is sealed
import-would-undated = Without a date
import-would-days = From the first day to the last
import-button = Import now
import-to-columns = Back to the columns
import-to-values = Back to the values
import-mapping-download = Download the mapping
import-unmapped = Values that reject their rows
import-otherwise = Values that become what you chose for all others
import-more = There are more than are shown.
import-codes = What would be coded
import-facet = Code list
import-code = Code
import-rejects = The first rejected rows
import-rejects-file = Download the rejected rows
import-line = Line
import-reason = Why
import-done-title = What came of the import
import-done = The file has been imported. It is gone from Heard’s disk.
import-mend = Rejected rows
import-mend-text = Download them: before each row stands why it was rejected. Mend the cells in a spreadsheet, leave the first four columns as they are, save it as CSV and send it with the same mapping.
import-mended-send = Send the mended file

## Imports: Undoing

import-undo-title = Undo this import
import-undo-text = What it brought is taken back, and what it changed is put back as it was. Incidents on which colleagues have worked since stay. Figures are as before; the history is kept.
import-undo-button = Undo the import
import-undo-running = It is being undone. You may close this page.
import-undo-later = A later import into the same series has to be undone first.
import-undo-undone = It has been undone already.
import-undo-failed = It could not be undone to its end. Press the button again: it goes on where it stopped.

## Imports: What can be wrong with a file

import-no-table-old-excel = This is an old Excel file (.xls). Save it as .xlsx or as CSV.
import-no-table-pdf = This is a PDF, which holds no table that can be read. Ask for CSV or Excel.
import-no-table-json-list = This is one JSON list. It has to be JSON Lines: one object a line, without brackets and commas around them.
import-no-table-too-wide = It has more than 20,000 columns, so it is hardly a table.
import-no-table-damaged-zstandard = It is packed with Zstandard, but damaged.
import-no-table-no-text = This is no text: perhaps a picture, a program or another kind of file.
import-no-table-empty = The file holds no rows. It is empty, or has nothing but the names of its columns.
import-no-table-large-workbook = The workbook is larger than 64 MB. Save the sheet as CSV.
import-no-table-large-unpacked = The workbook is larger than 512 MB when it is unpacked. Save the sheet as CSV.
import-no-table-locked = The workbook is locked with a password. Save it without one.
import-no-table-no-workbook = This is a zip file, but no Excel workbook (.xlsx). Unpack it and send what is in it.
import-no-table-damaged-zip = The file is a damaged zip file or workbook.
import-no-table-many-parts = The workbook has more than 10,000 parts, so it is hardly one.
import-no-table-no-sheet = The workbook has no sheet.
import-no-table-other-sheet = The workbook has no sheet { $wanted }. It has { $has }.
import-no-table-damaged-sheet = The sheet is damaged. Open it in a spreadsheet and save it again.
import-no-row = Line { $line }: { $reason }
import-no-row-too-long = The row that begins here is longer than 16 MB. A quotation mark may not be closed, or the file has no line ends.
import-no-row-unclosed = A quotation mark in the row that begins here is never closed, so the rest of the file is one cell.
import-no-row-long-line = The line is longer than 16 MB.
import-no-row-cut-off = The file ends in the middle. It was cut off on its way.
import-no-row-not-read = It can’t be read on: it may be damaged.
import-no-row-no-values = This is no row of a table.
import-no-row-not-utf-8 = This is not UTF-8. Choose another text encoding.
import-no-row-no-object = This is no JSON object on one line.

## Imports: Why a row is rejected

import-reject-not-mapped = This value has no code.
import-reject-not-a-code = This can’t be a code: it is too long, or has spaces or other marks.
import-reject-not-a-date = This is no date, or isn’t written as you said.
import-reject-future = The date lies in the future.
import-reject-not-a-time = This is no time of day, or isn’t written as you said.
import-reject-not-people = This is no number of people.
import-reject-not-a-number = This is no number.
import-reject-bad-id = The source’s own number is empty, over 200 characters, or has signs that can’t be seen.
import-reject-no-id = All columns of the source’s own number are empty.
import-reject-id-again = This number stood before in the file, with other content.
import-reject-not-a-link = This is no web address that begins with http:// or https://.
import-reject-long-text = The text is longer than 1 MB.
import-reject-no-area = No area is known for this place.
import-reject-coding = What would come of the row doesn’t fit the codebook.

## Export

desk-nav-export = Export
export-lead = Take the codes of all incidents away as a table: one row an incident, of every series.
export-care = There is no word in it that somebody wrote, and nobody’s name. But when few share a ward, a day and an age, a row may still point at one person. Publish figures, never rows, and delete the file when you are done.
export-csv = CSV
export-csv-about = For any spreadsheet or program. Several codes stand in one cell, with ; between them.
export-xlsx = Excel (XLSX)
export-xlsx-about = A workbook. Several codes stand in one cell, with ; between them.
export-parquet = Parquet
export-parquet-about = For analysis with large tables. Codes are lists, days are days.
export-jsonl = JSON Lines
export-jsonl-about = One object a line, for programs. Codes are lists.
export-holds-title = What is in it
export-holds = For each incident: its number, its series, the days on which it happened and how well they are known, how many people it was done to, every code, by which boundaries its area is to be read, the edition of the codebook, and the three judgements side by side: the reporter’s, ours and the police’s.
export-moment = All of it is as it stands at one moment. It is made while you receive it, and no copy stays on this machine.
export-all-title = Everything
export-all = Everything that the organisation owns, sealed as it is, is taken out on the machine that holds the database:
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

## Lost what, and what now

lost-what-title = Lost a key or a person: what now
lost-what-column = Lost
lost-now-column = What now
lost-passphrase-what = Your passphrase; you have your paper key
lost-passphrase-now = On the page below, type the paper key and choose a new passphrase.
lost-both-what = Your passphrase and your paper key
lost-both-now = An administrator suspends your account and invites you again. Nothing is lost while a colleague still holds the team’s key.
lost-paper-what = Your paper key; you know your passphrase
lost-paper-now = Sign in and make another under “Your keys”. The old one then opens nothing.
lost-colleague-what = A colleague, who has left
lost-colleague-now = An administrator chooses “Has left” on the page of members: the team gets a new key.
lost-everybody-what = Everybody who could read
lost-everybody-now = The recovery key, whole or three of its five shares, opens everything for somebody new. Whoever runs this Heard does it at the command line: heard recovery open.
lost-all-what = The recovery key too
lost-all-now = Then nobody can read what was told.
report-seen-count = Who has seen this: { $count ->
        [one] { $count } entry
       *[other] { $count } entries
    }
report-seen-lead = Newest first. A search of the text is recorded with the number of reports it opened, and is not listed here.
report-seen-opened = { $who } opened it
report-seen-with-incident = { $who } opened it with its incident
report-seen-entered = { $who } entered it
report-seen-attached = { $who } made it part of an incident
report-seen-set-aside = { $who } set it aside
report-seen-returned = { $who } put it back in the inbox
