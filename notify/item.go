package notify

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rasid/news"
)

// An item is one story.
type item struct {
	ID       string    // the same in every digest that tells it
	Opened   time.Time // when it began, zero if that is not known
	Outlet   string    // of the article that speaks for it, clean
	Number   string    // "1. ", of a story under another "1.1. "
	Under    bool      // told under the story before it, whose matter it shares
	FollowUp string    // "في السياق نفسه", "متابعة" and when an alert told of it, as far as they hold; "" for a new story
	Head     headline
	Sources  string   // outlets with times, the first marked
	Excerpt  string   // "" if there is no text
	RTL      bool     // direction of Excerpt
	Note     string   // what the excerpt rests on where that is not the page, "" where it is
	Edits    []string // headlines that were edited since
	Copies   string   // "نقلته أيضًا: …", "" if none
	Rewrites []rewrite
	Other    string // how many rewrites are not shown, "" if none
	Why      string // "" if nothing carried the verdict
	Votes    []vote // what a reader can say of it, in a mail
	Brief    bool   // only the headline and Sources are shown
}

// A headline is the title of an article and where it is found.
type headline struct {
	ID   string // of the article, where it heads a story
	Text string
	URL  string // "" if the article has no http(s) address
	RTL  bool
}

// A vote is a link by which a reader says one thing of an article.
type vote struct{ Text, URL string }

// A rewrite is an article that tells a story in words of its own.
type rewrite struct {
	Head   headline
	Source string // outlet and time
}

// The most that one story shows.
const (
	maxCopies   = 12
	maxRewrites = 6
	maxDark     = 20
)

// item lays one story out by its members that no digest carried before, or by those that were edited since one did.
func (f frame) item(s news.Story, d news.Digest, zone *time.Location) item {
	shown := shownMembers(s, d.ID)
	fresh, told := parted(s, d.ID)
	main := mainMember(shown)
	it := item{ID: s.ID, Opened: s.Opened, Outlet: outletOf(shown[main]),
		Head: headlineOf(shown[main]), Edits: f.edits(s, shown[main])}
	if len(fresh) == 0 {
		it.FollowUp, it.Sources = f.marks(s, true, ""), f.byline(shown[main], false, dueOf(d), zone)
		return it
	}
	it.Why = f.whyLine(fresh[main])
	if s.Urgent != nil {
		it.Why = f.urgency(*s.Urgent)
	}
	it.Excerpt, it.RTL = excerpt(fresh[main], told)
	switch fresh[main].Basis {
	case news.OnSummary:
		it.Note = f.ready(f.onSummary)
	case news.OnTitle:
		it.Note = f.ready(f.onTitle)
	}
	first := -1
	again := s.Earlier != "" || len(told) > 0
	if i := earliest(fresh); !again && i >= 0 && outlets(fresh) > 1 { // only a story that is told whole knows who was first
		first = twin(fresh, main, i)
	}
	it.FollowUp = f.marks(s, again, f.moment(s.Alerted, dueOf(d), zone))
	f.addSources(&it, fresh, main, func(i int) string {
		return f.byline(fresh[i], i == first, dueOf(d), zone)
	})
	return it
}

// marks returns what stands above a headline: that the story is told beside another of the same matter, that it goes on
// from an earlier digest, and when an alert told of it, "" = none did.
func (f frame) marks(s news.Story, again bool, alerted string) string {
	var all []string
	if s.Context != "" {
		all = append(all, f.context)
	}
	if again {
		all = append(all, f.followUp)
	}
	if alerted != "" {
		all = append(all, f.line(f.alerted, alerted))
	}
	return strings.Join(all, " · ")
}

// addSources tells who carried a story: its main member, those that told it in their own words by their headlines, and those
// that copied it by their outlets, where these had not told it in their own words by then.
func (f frame) addSources(it *item, ms []news.Member, main int, byline func(i int) string) {
	it.Sources = byline(main)
	told := map[string]time.Time{}
	for i, m := range ms {
		if i != main && m.Kind == news.Rewrite && twin(ms, main, i) == i {
			told[outletOf(m)] = m.Published
			it.Rewrites = append(it.Rewrites, rewrite{f.inline(m), byline(i)})
		}
	}
	var copies []string
	named := map[string]bool{outletOf(ms[main]): true}
	for i, m := range ms {
		own, had := told[outletOf(m)]
		if i != main && m.Kind != news.Rewrite && !named[outletOf(m)] && !(had && !own.After(m.Published)) {
			named[outletOf(m)] = true
			copies = append(copies, byline(i))
		}
	}
	if len(copies) > 0 {
		it.Copies = f.line(f.copies, f.list(copies, f.comma, maxCopies))
	}
	if extra := len(it.Rewrites) - maxRewrites; extra > 0 {
		it.Rewrites, it.Other = it.Rewrites[:maxRewrites], f.line(f.more, f.number(extra))
	}
}

// byline returns the outlet of an article with its time, with a sign between two numbers: "فرانس 24 · 3 مارس 22:00".
func (f frame) byline(m news.Member, first bool, now time.Time, zone *time.Location) string {
	b, between := f.outside(outletOf(m), maxName), " "
	if last, _ := utf8.DecodeLastRuneInString(outletOf(m)); unicode.IsDigit(last) {
		between = " · "
	}
	if t := f.moment(m.Published, now, zone); t != "" {
		b += between + t
	}
	if first {
		b += " (" + f.first + ")"
	}
	return f.ready(b)
}

// list joins the first max of parts and says how many there are beyond.
func (f frame) list(parts []string, between string, max int) string {
	s := strings.Join(parts[:min(len(parts), max)], between)
	if extra := len(parts) - max; extra > 0 {
		s += between + fmt.Sprintf(f.more, f.number(extra))
	}
	return s
}
