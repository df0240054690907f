package detect

import (
	"cmp"
	"math"
	"slices"
)

// An inquiry chooses what to ask about one sub-subject.
type inquiry struct {
	model  *model
	known  *posterior
	pool   []candidate
	places []int // of the answers, in the pool
}

// A candidate is an article that may be asked about.
type candidate struct {
	at    int // in the list that was given
	view  *view
	self  float64   // how like it is to itself
	likes []float64 // to what is known
	asked bool
}

// tunePool is the largest number of articles that are weighed against each other, those that score best.
const tunePool = 1500

// newInquiry returns an inquiry that knows the examples of a model.
func (d *Detector) newInquiry(m *model) *inquiry {
	s := newScale(d.back)
	var texts []example
	for _, e := range m.topic.Examples {
		texts = append(texts, readExample(e, d.read, s))
	}
	return &inquiry{model: m, known: m.posterior(texts, usualPrior)}
}

// weigh keeps the best of the pool and weighs them against what is known.
func (q *inquiry) weigh() {
	slices.SortStableFunc(q.pool, func(a, b candidate) int { return cmp.Compare(b.view.margin, a.view.margin) })
	q.pool = q.pool[:min(len(q.pool), tunePool)]
	for i := range q.pool {
		c := &q.pool[i]
		c.self = usualPrior.like(c.view, c.view)
		for _, v := range q.known.views {
			c.likes = append(c.likes, usualPrior.like(c.view, v))
		}
	}
}

// next returns the candidate least sure against how much is open about it, nil when all were asked about.
func (q *inquiry) next() (least *candidate) {
	best := math.Inf(1)
	for i := range q.pool {
		c := &q.pool[i]
		if c.asked {
			continue
		}
		mean, dev := q.known.expect(c.view, c.self, c.likes)
		if sure := math.Abs(mean) / math.Sqrt(1+float64(dev*dev)); sure < best {
			best, least = sure, c
		}
	}
	return least
}

// answer takes the label of the candidate at a place.
func (q *inquiry) answer(place int, relevant bool) {
	c := &q.pool[place]
	c.asked = true
	q.places = append(q.places, place)
	q.known.label(c.view, relevant)
	q.known.learn()
	for j := range q.pool {
		q.pool[j].likes = append(q.pool[j].likes, usualPrior.like(q.pool[j].view, c.view))
	}
}

// undo takes the last answer back and returns its article.
func (q *inquiry) undo() (article int) {
	n := len(q.places) - 1
	c := &q.pool[q.places[n]]
	q.places = q.places[:n]
	c.asked = false
	q.known.drop()
	q.known.learn()
	for j := range q.pool {
		q.pool[j].likes = q.pool[j].likes[:len(q.pool[j].likes)-1]
	}
	return c.at
}
