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
		months:  [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		days:    [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		comma:   ", ", semicolon: "; ",
		span: "from %s to %s (%s time)",
		upTo: "up to %s (%s time)",

		first: "first", followUp: "Follow-up", copies: "Also carried by: %s", rewrites: "In other words:", why: "Why here: %s",
		edited: "Headline edited: it was “%s”", editedBy: "%s edited its headline: it was “%s”, now “%s”",
		noNews: "No news", onSummary: "from the source's summary alone; the page could not be read", onTitle: "from the headline alone; the page could not be read",
		answered: "Sources: %s of %s answered.", dark: "No answer from:", never: "has never answered", since: "last answer %s",
		listed: "Entries listed: %s (%s).", left: "Left out for length: %s.", more: "and others: %s",
		mentioned: "The topic is mentioned in passing in:", laterOf: "Left to the next digest, as their sources had so much: %s.",
		volume:     "Volume over %s days: %s, at most %s on %s, %s today.",
		volumeNone: "Volume over %s days: no articles.",

		urgent: "Urgent:", alerted: "an alert told of it %s", instantIn: "%s (%s time)", alsoNext: "It will be in the next digest too.",
		held: "Held back until the end of the quiet hours.", over: "Left to the digest since the alert before, as the limit was reached: %s.",
		limit:    "The limit of alerts is reached: what follows comes with the digest.",
		bySource: "Why this alert: %s published it", byOutlets: "Why this alert: %s published it within %s", byScore: "Why this alert: it fits the topic by %s",
		dayNoun: noun{zero: "no days", one: "1 day", other: "%d days", form: englishForm},
		entry:   noun{zero: "none", one: "1", other: "%d", form: englishForm},
		past:    "Past days:", pastSpan: "from %s to %s (UTC)",
		pastNote:  "This is no digest of today: it was read from the archives of the sources.",
		pastCover: "%s: %s of %s covered; %s listed, %s read, %s on the topic", pastLater: ", %s still to be read",
		pastGap: "%s, %s not covered: %s", pastDay: "%s, %s: %s listed, %s read, %s on the topic (%s)",
		pastAll:   "In all: %s of %s covered; %s listed, %s of them new, %s read, %s on the topic",
		pastTable: "Ledger: sources and days", pastStories: "What was found", pastNone: "No stories on these days",
		pastMethod: map[string]string{"sitemap": "sitemap", "wordpress": "wp-json", "feed": "pages of the feed", "listing": "page of headlines", news.Wayback: "Wayback Machine"},
		health: map[news.Health]string{
			news.Slow: "slow", news.Blocked: "refuses access", news.Silent: "nothing new for longer than its habit", news.Broken: "answer cannot be read",
			news.Frozen: "its dates stand still", news.Empty: "lists nothing", news.Hijacked: "seems to be another's now", news.Moved: "has moved",
			news.Down: "does not answer", news.Gone: "has ended", news.Quarantined: "held back until the operator looks at it", news.Healthy: "not asked within the span",
		},
		yes: "On the topic", no: "Off the topic",
		notices: "Rasid notices", back: "over",
		notice: noun{zero: "no notices", one: "1 notice", other: "%d notices", form: englishForm},
		about: map[news.NoticeKind]string{
			news.AboutDelivery: "delivery to", news.AboutTarget: "target", news.AboutSource: "source", news.AboutStore: "store", news.AboutService: "service",
		},
		ends: []ending{
			{[]news.Disposition{news.Waiting, news.Sent}, "on the topic"},
			{[]news.Disposition{news.Folded}, "copies of stories sent before"},
			{[]news.Disposition{news.Mention}, "mentioned in passing"},
			{[]news.Disposition{news.OffTopic}, "off the topic"},
			{[]news.Disposition{news.Outside}, "older than the window"},
			{[]news.Disposition{news.Past}, "from a search of the past"},
			{[]news.Disposition{news.Unread, news.Wanted}, "not read yet"},
			{[]news.Disposition{news.Failed}, "could not be judged"},
		},
	}
}
