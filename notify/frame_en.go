package notify

import "rasid/news"

func englishForm(n int) plural {
	switch n {
	case 0:
		return zero
	case 1:
		return one
	}
	return other
}

func english() frame {
	return frame{
		lang: "en", dir: "ltr", start: "left",
		story:   noun{zero: "no stories", one: "1 story", other: "%d stories", form: englishForm},
		outlet:  noun{zero: "no outlets", one: "1 outlet", other: "%d outlets", form: englishForm},
		article: noun{zero: "no articles", one: "1 article", other: "%d articles", form: englishForm},
		hour:    noun{one: "an hour", other: "%d hours", form: englishForm},
		minute:  noun{one: "a minute", other: "%d minutes", form: englishForm},
		source:  noun{one: "1 source", other: "%d sources", form: englishForm},
		months:  [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		days:    [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		comma:   ", ",
		spanDay: "%s, %s to" + nbsp + "%s (%s time)",
		span:    "From" + nbsp + "%s to" + nbsp + "%s (%s time)",
		upTo:    "Up to %s (%s time)",

		first: "first", followUp: "Follow-up", context: "In the same context", copies: "Also carried by: %s", rewrites: "Told differently:", why: "Why it is here: %s",
		edited: "Headline edited: it was “%s”", editedBy: "%s edited its headline: it was “%s”, now “%s”",
		noNews: "Nothing new", noNewsFrom: " · %s of %s answered", onSummary: "From the source's summary alone; the page could not be read", onTitle: "From the headline alone; the page could not be read",
		answered: "Sources: %s of %s answered.", dark: "Missing from the coverage:", never: "has never answered", since: "last answer %s", noNewsEver: "has never had news", lastNews: "last news %s",
		listed: "Entries listed: %s (%s).", left: "Left out for length: %s.", more: "and others: %s",
		mentioned: "The topic is mentioned in passing in:", laterOf: "Held for the next digest, as the source published so much: %s.",
		volume:     "Volume over %s days: %s, peak %s on %s, %s today.",
		volumeNone: "Volume over %s days: no articles.",

		urgent: "Urgent:", alerted: "alert sent %s", instantIn: "%s (%s time)", alsoNext: "It will be in the next digest too.",
		held: "Held back until the end of the quiet hours.", over: "Left to the digest since the previous alert, as the limit was reached: %s.",
		limit:    "The limit of alerts is reached; anything further comes with the digest.",
		bySource: "Why this alert: %s published it", byOutlets: "Why this alert: %s published it within %s", byScore: "Why this alert: relevance %s",
		dayNoun: noun{zero: "no days", one: "1 day", other: "%d days", form: englishForm},
		entry:   noun{zero: "none", one: "1", other: "%d", form: englishForm},
		past:    "Past days:", pastSpan: "from %s to %s (UTC)", pastSpanIn: "from %s to %s (days in UTC, times in %s)",
		pastNote:  "This is no digest of today: it was read from the archives of the sources.",
		pastCover: "%s: %s of %s covered; %s listed, %s read, %s on the topic", pastLater: ", %s still to be read",
		pastGap: "%s, %s not covered: %s", pastDay: "%s, %s: %s listed, %s read, %s on the topic (%s)",
		pastAll:   "In all: %s of %s source days covered; %s listed, %s of them new, %s read, %s on the topic.",
		pastTable: "Ledger: sources and days", pastStories: "What was found", pastNone: "No stories on these days",
		pastMethod: map[string]string{"sitemap": "sitemap", "wordpress": "wp-json", "feed": "pages of the feed", "listing": "page of headlines", news.Wayback: "Wayback Machine"},
		health: map[news.Health]string{
			news.Slow: "slow", news.Blocked: "refuses access", news.Silent: "nothing new for longer than usual", news.Broken: "answer cannot be read",
			news.Frozen: "its dates no longer move", news.Empty: "lists nothing", news.Hijacked: "address seems to have changed hands", news.Moved: "has moved",
			news.Down: "does not answer", news.Gone: "has ended", news.Quarantined: "held back until the operator looks at it", news.Healthy: "not asked within the span",
		},
		yes: "On the topic", no: "Off the topic", leave: "Unsubscribe from this digest",
		notices: "Rasid notices", back: "over",
		notice: noun{zero: "no notices", one: "1 notice", other: "%d notices", form: englishForm},
		about: map[news.NoticeKind]string{
			news.AboutDelivery: "Delivery to", news.AboutTarget: "Target", news.AboutSource: "Source", news.AboutStore: "Database", news.AboutService: "Service",
		},
		ends: []ending{
			{[]news.Disposition{news.Waiting, news.Sent}, "on the topic"},
			{[]news.Disposition{news.Folded}, "copies of stories sent before"},
			{[]news.Disposition{news.Mention}, "mentioned in passing"},
			{[]news.Disposition{news.OffTopic}, "off the topic"},
			{[]news.Disposition{news.Outside}, "too old"},
			{[]news.Disposition{news.Past}, "from the archive"},
			{[]news.Disposition{news.Unread, news.Wanted}, "not read yet"},
			{[]news.Disposition{news.Failed}, "could not be judged"},
		},
	}
}
