# Labels of the codebook example-disability.toml in English.

codebook-example-disability = Barriers in our town

facet-barrier = What stood in the way
code-barrier-hostility = Hostility
code-barrier-refusal = Being turned away
code-barrier-equipment-taken = Equipment taken or damaged
code-barrier-blocked-way = A blocked way
code-barrier-no-information = No information I could use
code-barrier-not-known = Not known

facet-impairment = What the person lives with
code-impairment-moving = Difficulty in moving
code-impairment-seeing = Difficulty in seeing
code-impairment-hearing = Difficulty in hearing
code-impairment-learning = A learning disability or autism
code-impairment-mental-health = A mental health condition
code-impairment-pain-or-fatigue = Pain or tiredness

facet-adjustment = What would put it right
code-adjustment-trained-staff = Staff who know how
code-adjustment-clear-way = A clear way
code-adjustment-other-format = Another format
code-adjustment-something-else = Something else

facet-service = Where
code-service-bus = Bus
code-service-taxi = Taxi
code-service-shop = Shop
code-service-surgery = Surgery
code-service-pavement = Pavement
code-service-library = Library
code-service-library-hub = Library hub

facet-evidence = What there is to go on
code-evidence-own-account = The person’s own account
code-evidence-companion = Somebody with them
code-evidence-photograph = A photograph
code-evidence-happened-before = It happened before

facet-reply = The answer
group-reply-answered = Answered
group-reply-not-answered = Not answered
code-reply-mended = Put right
code-reply-promised = Promised
code-reply-refused = Refused
code-reply-silence = No answer

series-members = What members told us

decision-confirmed = Confirmed
decision-open = Still asking

counting-confirmed = Confirmed barriers
counting-confirmed-note = Barriers that people told us about and a second person here has looked at.

disclosure-rule = Numbers below ten are not shown, so that nobody can be recognised.

section-barrier = What stood in your way
question-barrier-story = What happened?
question-barrier-kind = What was it?
question-where = Where was it?
question-bus-number = Which bus?
question-day = When was it?
section-you = About you
section-you-hint = Leave out anything you would rather not say.
question-lives-with = What do you live with?
question-reply-wanted = Shall we write to you?
choice-reply-wanted-yes = Yes
choice-reply-wanted-no = No
question-address = Where shall we write to?
question-address-hint = An address where only you open the post.
