package detect

import (
	"math"
	"time"

	"rasid/arabic"
	"rasid/news"
)

// When two articles are one text. A text that another outlet carries within a day has a headline and often a
// first paragraph of its own; one that the same outlet publishes again, or anybody days later, is more often
// new word on top of an old background, and is one text only if head and lead say the same too.
const (
	copyJaccard   = 0.45 // share of all shingles in common
	copyContained = 0.75 // or share of the shorter text's
	copyShingles  = 30   // of a text that may be a part of another
	headApart     = 0.4  // likeness of the heads of two outlets' copies within copyDay
	headLate      = 0.5  // likeness of the heads of two outlets' copies further apart
	headAgain     = 0.8  // likeness of the heads of two texts of one outlet
	copyDay       = 24 * time.Hour
)

// What makes a nearly equal text another story: another aid plane, another head of state, another day.
const (
	clashNumbers = 2 // other numbers; one is a toll that went up
	clashNames   = 3 // other names
)

// When two articles tell of one event: a linear score over the likeness of their gists, fitted on hand-made
// labels (docs/stories.md).
const (
	perDay        = 0.065 // a day between them costs
	mostDays      = 3
	sameDay       = 0.025 // the day of the week that the leads name first: same or other
	sharedNumber  = 0.04  // a number in common in headline and lead
	sameOutlet    = 0.1   // an outlet seldom tells one event twice
	backgroundOf  = 0.3   // share of the shorter text from which on an outlet repeats itself
	eventLikeness = 0.25
)

// A reading is an article prepared for comparing. It is not altered once made.
type reading struct {
	outlet string
	title  string
	text   string
	set    []uint64 // shingles
	gist   *gist
}

// A verdict on two articles.
type sameness struct {
	kind      news.FoldKind // Copy, Rewrite, or "" for different stories
	apart     bool          // a template or old background: not one story, however alike
	contained float64       // share of the shorter text
	likeness  float64       // of the events
}

// compare says how two articles belong together within a setting that counts neither.
func (f *Folder) compare(a, b *reading, s *setting) (r sameness) {
	gap := f.gap(a, b)
	again := a.outlet != "" && a.outlet == b.outlet
	n, short := common(a.set, b.set), min(len(a.set), len(b.set))
	if short >= minShingles {
		r.contained = float64(n) / float64(short)
	}
	if f.overlap(n, a, b) {
		need := headApart
		switch {
		case again:
			need = headAgain
		case gap > copyDay:
			need = headLate
		}
		var plain setting
		switch {
		case f.template(a, b):
			r.apart = true
			return r
		case gap <= f.o.CopySpan && plain.cosine(a.gist, b.gist) >= need:
			r.kind = news.Copy
			return r
		}
	}
	if again && r.contained >= backgroundOf {
		r.apart = true
		return r
	}
	if gap > f.o.Quiet {
		return r
	}
	if r.likeness = f.likeness(a, b, s, gap); r.likeness >= eventLikeness {
		r.kind = news.Rewrite
	}
	return r
}

// overlap reports whether n shingles in common are enough for one text.
func (f *Folder) overlap(n int, a, b *reading) bool {
	short := min(len(a.set), len(b.set))
	if short < minShingles {
		return false
	}
	union := len(a.set) + len(b.set) - n
	return float64(n) >= copyJaccard*float64(union) || short >= copyShingles && float64(n) >= copyContained*float64(short)
}

// template reports whether two texts of nearly equal words speak of different things.
func (f *Folder) template(a, b *reading) bool {
	text := clashes(arabic.Words(a.text), arabic.Words(b.text), f.rare)
	if text.ordinals+text.days > 0 || text.numbers >= clashNumbers || text.names >= clashNames {
		return true
	}
	x, y := arabic.Words(a.title), arabic.Words(b.title)
	head := clashes(x, y, f.rare)
	// Headlines of two outlets have little in common; only one that was filled in anew can be held against
	// the other word by word.
	return head.numbers+head.ordinals+head.days+head.names > 0 && 2*head.same >= max(len(x), len(y)) &&
		text.numbers+text.names > 0
}

// rare reports whether a folded word is rare enough to be a name.
func (f *Folder) rare(w string) bool {
	s := arabic.Stem(w)
	return !arabic.Stop(w) && !arabic.Stop(s) && f.back.share(s) < rareShare
}

// rareShare is the share of general news below which a word may be a name.
const rareShare = 0.002

// likeness says how much two gists tell one event; eventLikeness and more is one.
func (f *Folder) likeness(a, b *reading, s *setting, gap time.Duration) float64 {
	x := s.cosine(a.gist, b.gist) - perDay*min(gap.Hours()/24, mostDays)
	switch {
	case a.gist.day == 0 || b.gist.day == 0:
	case a.gist.day == b.gist.day:
		x += sameDay
	default:
		x -= sameDay
	}
	if common(a.gist.numbers, b.gist.numbers) > 0 {
		x += sharedNumber
	}
	if a.outlet != "" && a.outlet == b.outlet {
		x -= sameOutlet
	}
	return math.Round(x*1e6) / 1e6
}

// gap returns the time between two publications, 0 where one of them is unknown.
func (f *Folder) gap(a, b *reading) time.Duration {
	if a.gist.at.IsZero() || b.gist.at.IsZero() {
		return 0
	}
	return a.gist.at.Sub(b.gist.at).Abs()
}
