package notify

import (
	"fmt"
	"strconv"
	"time"

	"rasid/news"
)

// maxMentions is how many articles that mention the topic in passing are shown.
const maxMentions = 10

// mentions returns the newest articles that mention the topic, the oldest of them first, and how many more there are.
func (f frame) mentions(d news.Digest, zone *time.Location) (shown []rewrite, more string) {
	all := d.Mentions
	if extra := len(all) - maxMentions; extra > 0 {
		all, more = all[extra:], f.line(f.more, f.number(extra))
	}
	for _, a := range all {
		m := news.Member{Article: a}
		shown = append(shown, rewrite{f.inline(m), f.byline(m, false, dueOf(d), zone)})
	}
	return shown, more
}

// later says what waits for the next digest because its source has its share of this one; "" if nothing does.
func (f frame) later(all []news.Later) string {
	if len(all) == 0 {
		return ""
	}
	parts := make([]string, len(all))
	for i, l := range all {
		name := f.outside(l.Outlet, maxName)
		if name == "" {
			name = f.outside(l.Source, maxName)
		}
		parts[i] = fmt.Sprintf("%s (%s)", name, f.count(l.Articles, f.article))
	}
	return f.ready(fmt.Sprintf(f.laterOf, f.list(parts, f.comma, maxDark)))
}

// percent returns a share in [0, 1] as "91%".
func percent(share float64) string { return strconv.Itoa(int(share*100+0.5)) + "%" }
