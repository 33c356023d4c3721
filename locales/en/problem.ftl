### Pages that say what can't be done, and how to go on.

problem-not-found-title = We can’t find that page
problem-not-found = The link may be old, or a letter may be missing. You can start again from the first page.
problem-signed-out-title = You have been signed out
problem-signed-out = For safety a session ends after a while, and your key is wiped from memory. Sign in again. What you had not saved was not kept.
problem-other-site-title = This page is too old
problem-other-site = For your safety we only take what was sent from a page of ours that is not too old. Go back, reload the page, and send again.
problem-not-a-form-title = We could not read that
problem-not-a-form = What arrived is not one of our forms. Go back and try again from the page itself.
problem-too-large-title = That was too much at once
problem-too-large = What you sent is larger than we can take. Please make it shorter, or send it in parts.
problem-broken-off-title = The connection broke
problem-broken-off = It broke before everything had arrived, so nothing was kept. Please go back and send it again.
problem-too-many-title = Too many tries
problem-too-many = Please wait a few minutes, then try again. Nothing is lost by waiting.
problem-not-permitted-title = This page is not for your role
problem-not-permitted = If you need it for your work, ask an administrator.
problem-link-gone-title = This link does not work any more
problem-link-gone = It works once and for a short time. Ask for a new one.
problem-not-founded-title = Not ready yet
problem-not-founded = Nobody has set up this place yet. Please come back later.
problem-nothing-released-title = No figures yet
problem-nothing-released = They are counted elsewhere and have not arrived here yet. Please come back a little later.
problem-no-key-title = You don’t have the team’s key yet
problem-no-key = Ask a colleague who has it to give it to you. It takes them one press of a button.
problem-same-person-title = Somebody else must do this
problem-same-person = You worked on this incident yourself. A check needs a second pair of eyes.
problem-changed-title = This has changed meanwhile
problem-changed = Someone else was quicker, and what you wanted no longer fits. Nothing was overwritten. Go back, reload, and look again.
problem-unusable-title = Something needs mending
problem-unusable = A part is missing or does not fit. Go back and look at what you filled in.
problem-ours-title = Something went wrong on our side
problem-ours = It is not your fault. We keep nothing without telling you so. Please try again in a few minutes.
problem-busy-title = We are very busy right now
problem-busy = Please wait a little, then try again. If you were sending something, go back: your browser most likely still has it. It was not sent yet.

### A form that could not be taken comes back with everything that was typed.

kept-title = Not saved yet. What you wrote is still here.
kept-unsure-title = We are not sure that this was saved. What you wrote is still here.
kept-busy = More is being sent right now than we can take at once. Nothing was saved yet.
kept-not-done = We can’t save anything at this moment. Nothing was saved yet.
kept-unsure = We could not make sure whether this was saved. Look first whether it is there. If it is not, send it again.
kept-unsure-report = We could not make sure whether this was saved. Send it again: it can’t be counted twice.
kept-again = Send again
kept-written = What you wrote

problem-being-renewed-title = Still being locked with the new key
problem-being-renewed = The team has a new key, and this is still locked with the old one. Try again in a few minutes. If it stays so, a colleague who was here before you must sign in once.
