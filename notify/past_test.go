package notify_test

import (
	"strings"
	"testing"
	"time"

	"rasid/news"
	"rasid/notify"
)

// past is the report of three days of two outlets, one of which has a hostile reason.
func past() news.Digest {
	d := sample()
	day := func(n int) time.Time { return time.Date(2026, 1, 30+n, 0, 0, 0, 0, time.UTC) }
	d.Name, d.From, d.To, d.Due = news.PastName+"run", day(0), day(3), day(3)
	d.Past = &news.Ledger{
		Run:     news.PastRun{ID: "run", Topic: d.Topic, From: day(0), To: day(3), Sources: []string{"one", "two"}, Wayback: true},
		Outlets: []news.Outlet{{Source: "one", Outlet: "الأولى"}, {Source: "two", Outlet: "<b>الثانية</b>"}},
	}
	for n := range 3 {
		d.Past.Days = append(d.Past.Days, news.PastDay{Run: "run", Source: "one", Day: day(n), Method: "sitemap", Listed: 10, New: 9, Read: 3, Relevant: 9 * n, Later: 1})
	}
	const why = `"><script>alert(1)</script> 404`
	d.Past.Days = append(d.Past.Days,
		news.PastDay{Run: "run", Source: "two", Day: day(0), Missing: why},
		news.PastDay{Run: "run", Source: "two", Day: day(1), Missing: why},
		news.PastDay{Run: "run", Source: "two", Day: day(2), Missing: why},
		news.PastDay{Run: "run", Source: "two", Day: day(2), Method: news.Wayback, Listed: 2, New: 2, Read: 1})
	return d
}

// TestPast has a digest of past days say that it is one in every form, and the report hold the ledger.
func TestPast(t *testing.T) {
	all, each := notify.Covers(*past().Past)
	if all.Days != 6 || all.Covered != 4 || all.Listed != 32 || all.Relevant != 27 || all.Later != 3 || len(each) != 2 {
		t.Errorf("%+v", all)
	}
	if g := each[1].Gaps; len(g) != 1 || g[0].First.Day() != 30 || g[0].Last.Day() != 31 || strings.Join(each[1].Methods, " ") != news.Wayback {
		t.Errorf("%+v", each[1])
	}
	report, err := notify.PastHTML(past())
	if err != nil {
		t.Fatal(err)
	}
	page, err := notify.HTML(past())
	if err != nil {
		t.Fatal(err)
	}
	for form, text := range map[string]string{"text": notify.Text(past()), "markdown": notify.Markdown(past()), "html": string(page), "report": string(report)} {
		for _, want := range []string{"من أيام مضت:", "30", "فبراير", "الأولى"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q:\n%s", form, want, text)
			}
		}
		if strings.Contains(text, "المصادر: أجاب") || (form == "html" || form == "report") && (strings.Contains(text, "<script") || strings.Contains(text, "<b>")) {
			t.Errorf("%s holds what it should not:\n%s", form, text)
		}
	}
	for _, want := range []string{`<html lang="ar" dir="rtl">`, "يناير 2026", "فبراير 2026", `<td class="c0"`, `<td class="c3"`, `<td class="x"`, "أرشيف الإنترنت", "خريطة الموقع"} {
		if !strings.Contains(string(report), want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if n := strings.Count(string(report), "<td class="); n != 6 {
		t.Errorf("%d cells, want 6", n)
	}
	d := past()
	d.Language = "en"
	if text := notify.Text(d); !strings.Contains(text, "Past days:") || !strings.Contains(text, "In all: 4 of 6 source days covered") {
		t.Errorf("in English:\n%s", text)
	}
}

// TestPastWords guards that readers are told in their language why days are not covered, and in which zone days and times are.
func TestPastWords(t *testing.T) {
	for _, c := range []struct{ language, zone, span, none string }{
		{"ar", "Asia/Baghdad", "(الأيام بالتوقيت العالمي، والساعات بتوقيت بغداد)", "لا محفوظات معروفة لهذا المصدر، لا شيء من هذا اليوم في أرشيف الإنترنت"},
		{"ar", "UTC", "(بالتوقيت العالمي)", "لا محفوظات معروفة لهذا المصدر، لا شيء من هذا اليوم في أرشيف الإنترنت"},
		{"en", "Asia/Baghdad", "(days in UTC, times in Baghdad)", "its source names no archive, the Wayback Machine has nothing of the day"},
	} {
		d := past()
		d.Language, d.Zone, d.Past.Days = c.language, c.zone, []news.PastDay{
			{Run: "run", Source: "one", Day: d.From, Missing: news.NoArchive}, {Run: "run", Source: "one", Day: d.From, Method: news.Wayback, Missing: news.NoCopies},
		}
		report, err := notify.PastHTML(d)
		if err != nil {
			t.Fatal(err)
		}
		for form, text := range map[string]string{"text": notify.Text(d), "report": string(report)} {
			text = strings.NewReplacer("\u2067", "", "\u2068", "", "\u2069", "", "\u200f", "", "\u200e", "", "\u00a0", " ").Replace(text)
			if !strings.Contains(text, c.span) || !strings.Contains(text, c.none) {
				t.Errorf("%s in %s, %s lacks %q or %q:\n%s", form, c.language, c.zone, c.span, c.none, text)
			}
		}
	}
}
