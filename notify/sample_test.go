package notify_test

import (
	"fmt"
	"time"

	"rasid/news"
)

var (
	due  = time.Date(2026, 3, 4, 4, 0, 0, 0, time.UTC) // 07:00 in Riyadh
	hour = time.Hour
)

// member returns one article of a story.
func member(n int, outlet, title, text string, at time.Time, kind news.FoldKind) news.Member {
	url := fmt.Sprintf("https://example.org/news/%d", n)
	m := news.Member{
		Article: news.Article{
			Entry: news.Entry{Source: fmt.Sprintf("source-%d", n), URL: url, Title: title, Published: at, Seen: at},
			ID:    fmt.Sprintf("%016x", n), Outlet: outlet, Text: text, Basis: news.OnPage,
		},
		Fold: news.Fold{Topic: "dprk-russia", Story: "story", Kind: kind, Why: "same text as the first"},
		Verdict: news.Verdict{Topic: "dprk-russia", Score: 0.91, Cutoff: 0.6, Relevant: true, Facets: []news.Facet{
			{Name: "كوريا الشمالية", Score: 0.9, Terms: []news.Term{{Text: "كيم جونغ أون", Weight: 0.5}, {Text: "بيونغ يانغ", Weight: 0.3}}},
			{Name: "روسيا", Score: 0.8, Terms: []news.Term{{Text: "بوتين", Weight: 0.6}, {Text: "KCNA", Weight: 0.2}}},
		}},
	}
	return m
}

const (
	leadTitle = "بوتين يهنئ كيم جونغ أون ويشيد بالشراكة العسكرية"
	leadText  = "بوتين يهنئ كيم جونغ أون ويشيد بالشراكة العسكرية.\n\n" +
		"أرسل الرئيس الروسي برقية تهنئة أشاد فيها بمشاركة القوات الكورية الشمالية في مقاطعة كورسك. " +
		"وقالت وكالة الأنباء الكورية المركزية (KCNA) إن 12 ألف جندي شاركوا في العمليات. " +
		"وأضافت الوكالة أن البلدين سيوسعان التعاون."
)

// sample returns a digest of three stories: one that three outlets carry, one continued, one from a summary.
func sample() news.Digest {
	old := member(4, "سكاي نيوز عربية", "وصول دفعة جديدة من الجنود إلى كورسك", leadText, due.Add(-40*hour), news.Lead)
	old.Digest = "0000000000000001"
	thin := member(6, "BBC عربي", "سيول: بيونغ يانغ ترسل صواريخ KN-23 إلى موسكو", "", due.Add(-3*hour), news.Lead)
	thin.Summary, thin.Basis, thin.Note = "قالت سيول إن كوريا الشمالية أرسلت صواريخ من طراز KN-23 إلى روسيا منذ يناير.", news.OnSummary, "403 Forbidden"
	return news.Digest{
		ID: "00000000000000aa", Name: "morning", Topic: "dprk-russia", Title: "كوريا الشمالية وروسيا",
		Due: due, From: due.Add(-24 * hour), To: due, Zone: "Asia/Riyadh", Language: "ar",
		Stories: []news.Story{
			{ID: "00000000000000b1", Topic: "dprk-russia", Score: 0.93, Opened: due.Add(-9 * hour), Updated: due.Add(-7 * hour), Members: []news.Member{
				member(1, "العربية", leadTitle, leadText, due.Add(-9*hour), news.Lead),
				member(2, "الشرق الأوسط", leadTitle, leadText, due.Add(-8*hour), news.Copy),
				member(3, "RT عربي", "برقية تهنئة من موسكو إلى بيونغ يانغ", leadText, due.Add(-7*hour), news.Rewrite),
			}},
			{ID: "00000000000000b2", Topic: "dprk-russia", Score: 0.88, Opened: due.Add(-40 * hour), Updated: due.Add(-5 * hour), Earlier: "0000000000000001", Members: []news.Member{
				old, member(5, "الجزيرة", "موسكو تؤكد وصول الجنود الكوريين إلى كورسك", leadText, due.Add(-5*hour), news.Rewrite),
			}},
			{ID: "00000000000000b3", Topic: "dprk-russia", Score: 0.71, Opened: due.Add(-3 * hour), Updated: due.Add(-3 * hour), Members: []news.Member{thin}},
		},
		Left: 2, Later: []news.Later{{Source: "rt", Outlet: "RT عربي", Articles: 5}, {Source: "bbc", Outlet: "BBC عربي", Articles: 1}},
		Mentions: []news.Article{
			member(21, "الأهرام", "مجلس الأمن يناقش ملفات آسيا", "", due.Add(-6*hour), news.Lead).Article,
			member(22, "CNN بالعربية", "أسعار النفط ترتفع بعد تصريحات OPEC+", "", due.Add(-4*hour), news.Lead).Article,
		},
		Volume: []int{0, 2, 1, 0, 0, 3, 5, 8, 2, 1, 0, 0, 1, 4, 6, 2, 2, 1, 0, 3, 7, 12, 9, 4, 2, 1, 0, 2, 5, 6},
		Coverage: news.Coverage{
			Asked: 12, Answered: 11, Listed: 340,
			Dark:    []news.Dark{{Source: "rt", Outlet: "RT عربي", State: news.Blocked, Reason: "403 Forbidden", Since: due.Add(-50 * hour)}},
			Settled: map[news.Disposition]int{news.OffTopic: 330, news.Waiting: 7, news.Mention: 3},
		},
	}
}

// empty returns a digest of the same schedule without news.
func empty() news.Digest {
	d := sample()
	d.ID, d.Stories, d.Left, d.Later, d.Mentions = "00000000000000ab", nil, 0, nil, nil
	return d
}

// alert returns an alert of two stories, one of them told before, that reaches the limit after quiet hours.
func alert() news.Digest {
	d := sample()
	d.ID, d.Name, d.Stories, d.Left, d.From, d.Due, d.To = "00000000000000ac", "urgent", d.Stories[:2], 0, due.Add(5*hour), due.Add(5*hour), due.Add(5*hour)
	d.Later, d.Mentions, d.Volume, d.Coverage = nil, nil, nil, news.Coverage{}
	d.Stories[0].Urgent = &news.Urgency{Outlets: 3, Within: 30 * time.Minute}
	d.Stories[1].Urgent = &news.Urgency{Source: "الجزيرة"}
	d.Alert = &news.Alert{Held: true, Over: 2, Last: true}
	return d
}

// edited returns a digest with edited headlines: of a story that is new, of a copy in it, and of one that has nothing else
// to tell.
func edited() news.Digest {
	d := sample()
	d.Stories[0].Members[0].Was = "بوتين يهنئ كيم جونغ إيل ويشيد بالشراكة"
	d.Stories[0].Members[1].Was = "برقية من موسكو"
	d.Stories[1].Members = d.Stories[1].Members[:1]
	d.Stories[1].Members[0].Was = "وصول 10 آلاف جندي إلى كورسك"
	return d
}
