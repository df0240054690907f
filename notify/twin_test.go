package notify_test

import (
	"strings"
	"testing"

	"rasid/news"
	"rasid/notify"
)

// TestTwins guards that an outlet that has one report in two of its sections is shown with it once, in its own words or in
// another's, and is called the first only where there are others.
func TestTwins(t *testing.T) {
	const title = "العراق: نحو مليون عسكري يدلون بأصواتهم"
	lead, at := member(1, "فرانس 24", title, "", due.Add(-9*hour), news.Lead), due.Add(-8*hour)
	twin := member(2, "فرانس 24", title, leadText, due.Add(-9*hour), news.Rewrite)
	own, copied := member(3, "العربية", "قوات الأمن العراقية تصوت", leadText, at, news.Rewrite), member(4, "العربية", title, leadText, at, news.Copy)
	before := copied
	before.Published = due.Add(-10 * hour)
	for name, c := range map[string]struct {
		members []news.Member
		want    string // what stands between headline and reason, without the text of the article
	}{
		"two sections":   {[]news.Member{lead, twin}, "فرانس 24 · 3 مارس 22:00"},
		"and another":    {[]news.Member{lead, twin, own}, "فرانس 24 · 3 مارس 22:00 (أول من نشر)|بصياغة أخرى:|- قوات الأمن العراقية تصوت — العربية 3 مارس 23:00"},
		"its own words":  {[]news.Member{twin, own, copied}, "فرانس 24 · 3 مارس 22:00 (أول من نشر)|بصياغة أخرى:|- قوات الأمن العراقية تصوت — العربية 3 مارس 23:00"},
		"first a copy":   {[]news.Member{twin, own, before}, "فرانس 24 · 3 مارس 22:00|بصياغة أخرى:|- قوات الأمن العراقية تصوت — العربية 3 مارس 23:00|نقلته أيضًا: العربية 3 مارس 21:00 (أول من نشر)"},
		"only a copyist": {[]news.Member{twin, copied}, "فرانس 24 · 3 مارس 22:00 (أول من نشر)|نقلته أيضًا: العربية 3 مارس 23:00"},
	} {
		t.Run(name, func(t *testing.T) {
			d := sample()
			d.Stories = d.Stories[:1]
			d.Stories[0].Members = c.members
			got := strings.NewReplacer("\u2067", "", "\u2068", "", "\u2069", "", "\u200f", "", "\u00a0", " ").Replace(notify.Text(d))
			var shown []string
			for _, line := range strings.Split(got[strings.Index(got, "1. "):strings.Index(got, "سبب")], "\n")[1:] {
				if line != "" && !strings.HasPrefix(line, "http") && !strings.HasPrefix(line, leadText[:20]) {
					shown = append(shown, line)
				}
			}
			if got := strings.Join(shown, "|"); got != c.want {
				t.Errorf("shown %q, want %q", got, c.want)
			}
		})
	}
}
