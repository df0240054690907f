package detect

import (
	"cmp"
	"math"
	"slices"

	"rasid/news"
)

// An article is relevant from a raw score so far below what the examples score among themselves, each judged by its
// lead against the others, with some weight on what examples commonly score. Where a topic has two needed sides, having
// both says nearly all, and less likeness to the examples is asked for: less again as far as the score is one that
// hardly any general news reaches.
// Beyond five examples, what they score among themselves is seen rather than supposed: the cut-off goes to the score that
// all but one in twenty of them reach, the more of them there are.
const (
	cutGap    = 0.45
	cutFew    = 0.4  // more for two examples, half of that for three, a third for four
	cutSecond = 0.3  // more for a second side that is wholly needed
	cutEmpty  = 0.5  // and more for one to which general news hardly comes
	cutTail   = 1000 // documents of general news of which one may score above that
	selfUsual = 2.6  // what examples commonly score among themselves, above the mean of those that score well
	selfTrust = 3    // how many examples that is worth
	selfOfOne = 1.45 // what one example alone is taken to score

	ruleWorth = 5    // examples that this rule is worth beside what is seen of them
	cutMissed = 0.05 // share of the examples that may score below the cut-off
)

// cutOf returns the raw score from which an article is relevant; second is how far the second of the facets is needed.
func cutOf(self []float64, second float64) float64 {
	sum, n := 0.0, float64(len(self))
	for _, s := range self {
		sum += s
	}
	usual, gap := selfOfOne, cutGap
	if n > 1 {
		usual, gap = (sum+selfTrust*selfUsual)/(n+selfTrust), cutGap+cutFew/(n-1)
	}
	cut := usual - gap - float64(cutSecond*second)
	if n > ruleWorth {
		cut += float64((1 - ruleWorth/n) * (quantile(self, cutMissed) - cut))
	}
	return cut
}

const (
	titleLower = 0.25 // how much less is asked of a title alone
	pageLower  = 0.0  // and of a page
)

// spread is how far above the cut-off a raw score comes three quarters of the way from 0.5 to 1.
const spread = 0.35

// calibrate sets the cut-offs of a model and what false alarms it expects of the background.
func (m *model) calibrate(p *pool, near []ranked) {
	second := 0.0
	if len(m.facets) > 1 {
		second = m.facets[1].need
	}
	lead := cutOf(m.self, second)
	if empty := float64(cutEmpty * (2*second - 1)); empty > 0 {
		lead = min(lead, max(lead-empty, m.tail(p, near)))
	}
	m.cut = map[news.Basis]float64{news.OnTitle: lead - titleLower, news.OnSummary: lead, news.OnPage: lead - pageLower}
	m.cutoff = cmp.Or(m.topic.Cutoff, 0.5)
	m.alarms = m.expect(p, near, m.rawAt(m.cutoff, lead))
}

// tail returns the raw score that one in cutTail documents of the background reaches.
func (m *model) tail(p *pool, near []ranked) float64 {
	raws := make([]float64, len(near))
	for i, d := range near {
		raws[i] = -m.rawOfBag(p.bags[d.i], p.impression(d.i))
	}
	slices.Sort(raws)
	if at := len(p.bags) / cutTail; at < len(raws) {
		return -raws[at]
	}
	return math.Inf(-1)
}

// scoreOf brings a raw score to [0, 1]: 0.5 at the cut, to six places.
func scoreOf(raw, cut float64) float64 {
	z := (raw - cut) / spread
	return math.Round(1e6*(0.5+0.5*z/math.Sqrt(1+float64(z*z)))) / 1e6
}

// rawAt is the raw score that scoreOf brings to score.
func (m *model) rawAt(score, cut float64) float64 {
	y := min(0.999, max(-0.999, 2*score-1))
	return cut + spread*y/math.Sqrt(1-float64(y*y))
}

// expect returns how many of 10,000 general articles may score at or above a raw score and be off the topic. It is a
// cautious guess from the background, whose own articles on the topic cannot be told from the others: the number of
// documents just below the cut, continued above it at the rate at which it falls towards it.
func (m *model) expect(p *pool, near []ranked, cut float64) float64 {
	var just, lower float64
	for _, d := range near {
		switch raw := m.rawOfBag(p.bags[d.i], p.impression(d.i)); {
		case raw >= cut || raw < cut-2*tailBand:
		case raw >= cut-tailBand:
			just++
		default:
			lower++
		}
	}
	rate := min(tailRate, just/max(1, lower))
	return math.Round(1e5*just*rate/(1-rate)/float64(max(1, len(p.bags)))) / 10
}

const (
	tailBand = 0.2 // raw score over which documents are counted
	tailRate = 0.6 // the slowest fall that is assumed
)

// rawOfBag is raw of a document of the background, whose words have no order.
func (m *model) rawOfBag(d bag, x impression) float64 {
	s := m.bias + dot(m.towards, x.at) + float64(titleShare*dot(m.mean, x.at))
	for _, e := range x.terms {
		s += float64(e.w) * float64(m.terms[e.id])
	}
	best := 0.0
	for _, e := range m.examples {
		best = max(best, dot(e, x.at))
	}
	return s + float64(nearShare*best) + float64(facetShare*m.togetherInBag(d)) + m.lackingInBag(d)
}

// togetherInBag is together of a document of the background.
func (m *model) togetherInBag(d bag) float64 {
	least := 1.0
	for i := range m.facets {
		f := &m.facets[i]
		least = min(least, 1-float64(f.need*(1-f.aliveInBag(d))))
	}
	return least
}

// quantile returns the value below which a share of the numbers lies, between two of them in proportion.
func quantile(list []float64, share float64) float64 {
	s := slices.Sorted(slices.Values(list))
	at := share * float64(len(s)-1)
	i := min(int(at), len(s)-2)
	return s[i] + float64((at-float64(i))*(s[i+1]-s[i]))
}
