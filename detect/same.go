package detect

import (
	"math"
	"slices"
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
	headAgain     = 0.85 // likeness of the heads of two texts of one outlet
	copyDay       = 24 * time.Hour
)

// What makes a nearly equal text another story: another aid plane, another head of state, another day.
const (
	clashNumbers = 2 // other numbers; one is a toll that went up
	clashNames   = 3 // other names
)

// When two articles tell of one event: a linear score over the likeness of their gists, fitted on hand-made
// labels (docs/stories.md), and how much of it is needed.
const (
	inHeadlines   = 0.16 // for headlines that the other text tells, mean of both
	ofHeadlines   = 0.1  // for the logarithm of 1 and the number of roots that both headlines have
	ofOpenings    = 0.07 // the same for the words that both texts open with
	perDay        = 0.21 // a day between them costs
	mostDays      = 3
	soon          = 0.06 // for reports at the same minute, down to none at soonWithin
	soonWithin    = 2 * time.Hour
	sameDay       = 0.03  // the day of the week that the leads name first: same or other
	sharedNumber  = 0.04  // a number in common in headline and lead
	eventLikeness = 0.492 // needed of reports of two outlets among many other stories
	oneOutlet     = 0.32  // needed above that within one outlet, which seldom tells one event twice,
	onBackground  = 0.3   // and more where it repeats itself: it is more often new word on top of an old background
	backgroundOf  = 0.3   // share of the shorter text from which on that is so
	explaining    = 0.3   // needed where one headline asks what the other is about: an explainer is not the news that it explains
	lonely        = 0.13  // needed where no other story is told, so that what the affair has in common is not known
	company       = 1     // number of other stories at which half of lonely is left
)

// A reading is an article prepared for comparing. It is not altered once made.
type reading struct {
	outlet    string
	title     string
	text      string
	published time.Time // zero = unknown
	explains  bool      // by its headline
	set       []uint64  // shingles
	head      []uint64  // skeletons of the words of the title, ascending
	gist      *gist
}

// sameOutlet reports whether two articles are of one outlet.
func (r *reading) sameOutlet(o *reading) bool { return r.outlet != "" && r.outlet == o.outlet }

// relisted reports whether two articles are one item that its outlet edited and lists again under another headline and address:
// outlets hardly ever publish two articles at one second, where their times have seconds. Of 1,652 such pairs in the press 1,581
// have most of the shorter text in common (docs/stories.md).
func (r *reading) relisted(o *reading) bool {
	at := r.published.Unix()
	return r.sameOutlet(o) && !r.published.IsZero() && at == o.published.Unix() && at%60 != 0
}

// A sameness is what was found of two articles.
type sameness struct {
	kind      news.FoldKind // Copy, Rewrite, or "" for different stories
	apart     bool          // a template: not one story, however alike
	contained float64       // share of the shorter text
	likeness  float64       // of the events
	need      float64       // the likeness from which on they are one
}

// margin is how far two events are above what is needed of one.
func (r sameness) margin() float64 { return r.likeness - r.need }

// compare says how two articles belong together within a setting that counts neither.
func (f *Folder) compare(a, b *reading, s *setting) (r sameness) {
	gap := f.gap(a, b)
	n, short := common(a.set, b.set), min(len(a.set), len(b.set))
	if short >= minShingles {
		r.contained = float64(n) / float64(short)
	}
	if f.overlap(n, a, b) {
		heads := headApart
		switch {
		case a.sameOutlet(b):
			heads = headAgain
		case gap > copyDay:
			heads = headLate
		}
		var plain setting
		switch {
		case f.template(a, b):
			r.apart = true
			return r
		case gap <= f.o.CopySpan && plain.cosine(a.gist.forms, b.gist.forms) >= heads:
			r.kind = news.Copy
			return r
		}
	}
	if r.need = s.need(a, b, r.contained); gap > f.o.Quiet {
		return r
	}
	if r.likeness = f.likeness(a, b, s, gap); r.margin() < 0 {
		return r
	}
	if r.apart = f.headline(a, b, false); !r.apart {
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

// template reports whether two texts of nearly equal words speak of different things. An item that was edited has other
// numbers and names too.
func (f *Folder) template(a, b *reading) bool {
	if a.relisted(b) {
		return f.headline(a, b, false)
	}
	var c clash
	if !slices.Equal(a.set, b.set) {
		c = clashes(pieces(arabic.Words(a.text)), pieces(arabic.Words(b.text)), f.rare)
	}
	return c.ordinals+c.days > 0 || c.numbers >= clashNumbers || c.names >= clashNames || f.headline(a, b, c.numbers+c.names > 0)
}

// headline reports whether the headlines of two articles are one that was filled in anew: half of their
// words are the same and what stands between is another day or ordinal or, where the texts disagree as
// well, another number or name. Headlines of two outlets otherwise have little in common and cannot be
// held against each other word by word.
func (f *Folder) headline(a, b *reading, disagree bool) bool {
	if 2*common(a.head, b.head) < max(len(a.head), len(b.head)) {
		return false // in no order can half of them be the same
	}
	x, y := pieces(arabic.Words(a.title)), pieces(arabic.Words(b.title))
	c := clashes(x, y, f.rare)
	return 2*c.same >= max(len(x), len(y)) && (c.days+c.ordinals > 0 || disagree && c.numbers+c.names > 0)
}

// rare reports whether a folded word is rare enough to be a name.
func (f *Folder) rare(w string) bool {
	s := arabic.Stem(w)
	return !arabic.Stop(w) && !arabic.Stop(s) && f.back.share(s) < rareShare
}

// rareShare is the share of general news below which a word may be a name.
const rareShare = 0.002

// likeness says how much two gists tell one event.
func (f *Folder) likeness(a, b *reading, s *setting, gap time.Duration) float64 {
	x := (s.cosine(a.gist.forms, b.gist.forms)+s.cosine(a.gist.roots, b.gist.roots))/2 - perDay*min(gap.Hours()/24, mostDays)
	if gap < soonWithin && timed(a.gist.at) && timed(b.gist.at) {
		x += soon * (1 - gap.Hours()/soonWithin.Hours())
	}
	told, back := s.told(a.gist.forms, b.gist.forms), s.told(b.gist.forms, a.gist.forms)
	x += inHeadlines * (told + back) / 2
	x += ofHeadlines * math.Log1p(float64(common(a.gist.headline, b.gist.headline)))
	x += ofOpenings * math.Log1p(float64(common(a.gist.opening, b.gist.opening)))
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
	return math.Round(x*1e6) / 1e6
}

// need returns the likeness from which on two articles tell one event, the one containing a share of the shorter text.
func (s *setting) need(a, b *reading, contained float64) float64 {
	need := eventLikeness + lonely*company/(company+s.stories)
	if a.explains != b.explains {
		need += explaining
	}
	if a.sameOutlet(b) && !a.relisted(b) {
		need += oneOutlet
		if contained >= backgroundOf {
			need += onBackground
		}
	}
	return math.Round(need*1e6) / 1e6
}

// timed reports whether a publication is known to more than the hour: many sources give the date alone, as some midnight.
func timed(at time.Time) bool { return at.Unix()%3600 != 0 }

// gap returns the time between two publications, 0 where one of them is unknown.
func (f *Folder) gap(a, b *reading) time.Duration {
	if a.gist.at.IsZero() || b.gist.at.IsZero() {
		return 0
	}
	return a.gist.at.Sub(b.gist.at).Abs()
}
