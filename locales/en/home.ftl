### The first page.

home-title = Has somebody been hateful to you?
home-lead = You can tell us. We listen, we write it down, and we count it, so that it can’t be brushed aside.
home-doors = What would you like to do?
home-report-title = Tell us what happened
home-report-text = To you, or to someone else. In your own words, in any language. You need no proof and no name.
home-status-title = Come back to your report
home-status-text = Use your secret words to see where your report stands.
home-figures-title = See what people have told us
home-figures-text = How many reports we got, what they were about, and how we count.
home-who-title = Who sees what you tell us?
home-who-text = What you write is locked as soon as it reaches us. Only our own caseworkers can open it. Each time one of them does, it is noted.
home-share-title = Do you tell the police?
home-share-text = Only if you say so. You can tell us and nobody else.
home-count-title = What do you count?
home-count-text = We count things that happened, never names. Small numbers are hidden, so that nobody can be picked out.
home-not-urgent-title = If it can wait
home-help-title = It was not your fault
home-help-text = Nobody has the right to hurt, threaten or insult you for who you are. Telling someone can help, today or years later.
