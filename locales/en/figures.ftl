### The public figures.

figures-title = What people have told us
figures-lead =
    { $reports ->
        [0] We have no reports to show yet.
        [one] People have sent us 1 report.
       *[other] People have sent us { $reports } reports.
    }
figures-as-known = As we knew it on { $date }
figures-caution = These are the reports we received, not all the hate there is. More reports can also mean that more people trust us enough to tell.
figures-summary-title = In short
figures-received = Reports we received
figures-in-check = Still being checked
figures-verified = Checked by two people, and counted

## Units

figures-unit = What is counted
figures-unit-reports = Reports
figures-unit-incidents = Incidents
figures-unit-persons = People affected
figures-count-reports =
    { $count ->
        [one] 1 report
       *[other] { $count } reports
    }
figures-count-incidents =
    { $count ->
        [one] 1 incident
       *[other] { $count } incidents
    }
figures-count-persons =
    { $count ->
        [one] 1 person affected
       *[other] { $count } people affected
    }

## Charts and tables

figures-trend-title = Month by month
figures-trend-rose = { $unit } rose from { $before } to { $after }.
figures-trend-fell = { $unit } fell from { $before } to { $after }.
figures-trend-same = { $unit } stayed at { $after }.
figures-trend-too-few = There are too few to say whether they rise or fall.
figures-breakdown-many = One incident can stand in several rows, so the rows add up to more than the whole.
figures-series-apart = Figures from different sources are shown side by side. We never add them together.
figures-as-table = The same as a table
figures-chart-description = Chart: { $title }. The table below has the same numbers.
figures-column-share = Share
figures-column-month = Month
figures-column-year = Year
figures-share-of = { $share } of { $base }
figures-empty = Nothing to show for this choice.

## Small numbers

figures-hidden-other = not shown
figures-hidden-note = We hide numbers below { $least }, because a small number can point to a person. Sometimes we hide another number too, so that the first can’t be worked out.

## Choosing

figures-filter-title = Choose what to see
figures-filter-rows = Rows
figures-filter-columns = Columns
figures-filter-from = From
figures-filter-to = To
figures-filter-series = Source
figures-filter-where = Only where
figures-filter-any = All
figures-filter-apply = Show these figures
figures-filter-clear = Clear the choice

## Download and check

figures-download-title = Take the figures with you
figures-download-csv = Table for a spreadsheet (CSV)
figures-download-json = Data for a program (JSON)
figures-download-licence = You may use them for anything, if you say where they come from.
figures-check-title = Check us
figures-check-text = Each figure is counted from entries in a record that nobody can change in secret.
figures-check-link = How to check our record

## How we count

method-title = How we count
method-lead = A figure is only worth something if you know how it came about.
method-reports-title = Reports and incidents are not the same
method-reports-text = A report is one person telling us once. An incident is something that happened. If ten people tell us of the same thing, that is ten reports and one incident.
method-verified-title = What “checked” means
method-verified-text = One caseworker reads and notes. A different, senior person checks. Only when both agree do we call it verified. We also publish how many we did not count, and why.
method-three-title = Three views, kept apart
method-three-text = What the person felt it was, what we found, and what the police decided are three different things. We note all three and never mix them.
method-many-title = One thing can be several
method-many-text = A person can be hated for being a woman and a Muslim at once. Then it counts in both rows, but only once in the whole.
method-hidden-title = Why some numbers are hidden
method-not-all-title = What our figures can’t say
method-not-all-text = Many people never tell anybody. So these figures can’t show how much hate there is. They show what people told us.
method-change-title = Figures can change later
method-change-text = We may learn more about an incident, or hear of an old one. So each figure says on which day it was known.
method-rules-title = The rules in full
method-codebook = Words and rules used: { $name }, version { $version }

## Periods

figures-trend-by-quarter = Quarter by quarter
figures-trend-by-year = Year by year
figures-only-base = There are too few to show more than the whole.
figures-trend-steady = { $unit }: { $before }, then { $after }. The difference is no larger than chance makes.
figures-in-period = { $number } ({ $period })
figures-lead-few = A few people have sent us reports. There are too few to give a number.
figures-received-by-stage = What became of the reports
figures-nothing-yet = There are no figures to show yet.
figures-breakdowns = The same by kind, by target and by place

## Lines of tables

figures-column-quarter = Quarter
figures-column-stage = Where it stands
figures-each-once = Total, each counted once
figures-filter-known = As known on
figures-cannot-count = This can’t be counted so. Please choose otherwise.
figures-no-rule = This source isn’t counted in that unit.
figures-note-day = What happened on a day that isn’t known well enough is left out.
figures-note-day-count =
    { $count ->
        [0] None is left out for want of a day.
        [one] 1 is left out, because its day isn’t known well enough.
       *[other] { $count } are left out, because their day isn’t known well enough.
    }
figures-note-persons = Incidents that don’t say how many people were affected add nobody.
figures-note-persons-count =
    { $count ->
        [0] Every incident says how many people were affected.
        [one] 1 incident doesn’t say how many people were affected, and adds nobody.
       *[other] { $count } incidents don’t say how many people were affected, and add nobody.
    }
stage-waiting = Not read yet
stage-in-work = Being written up
stage-in-check = Being checked
stage-recorded = As its source recorded it
set-aside-spam = Spam
set-aside-test = A test of the form
set-aside-not-for-us = For somebody else to deal with
figures-more-hidden =
    { $count ->
        [one] 1 more is not shown.
       *[other] { $count } more are not shown.
    }
