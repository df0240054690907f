package detect

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"rasid/news"
)

// A Tuner chooses what to ask a reader about a topic. Each answer changes what it asks next. Not safe for
// concurrent use.
type Tuner struct {
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

// NewTuner returns a Tuner for a topic over articles that were judged, whose labels of before count as answers. What
// they label is not asked again. Its errors are those of New.
func NewTuner(t Topic, articles []news.Article, o Options) (*Tuner, error) {
	plain := t
	plain.Labels = nil
	d, err := New([]Topic{plain}, o)
	if err != nil {
		return nil, err
	}
	m, s := d.models[0], newScale(d.back)
	var texts []example
	for _, e := range m.topic.Examples {
		texts = append(texts, readExample(e, d.read, s))
	}
	u := &Tuner{known: m.posterior(texts)}
	labelled := map[string]bool{}
	for _, l := range sortedLabels(t.Labels) {
		u.known.label(m.viewOfExample(readExample(l.Example, d.read, s)), l.Relevant)
		labelled[l.Name] = true
	}
	u.known.learn()
	for i, a := range articles {
		if a.URL == "" || !labelled[a.URL] {
			u.pool = append(u.pool, candidate{at: i, view: d.view(m, a)})
		}
	}
	slices.SortStableFunc(u.pool, func(a, b candidate) int { return cmp.Compare(b.view.margin, a.view.margin) })
	u.pool = u.pool[:min(len(u.pool), tunePool)]
	for i := range u.pool {
		c := &u.pool[i]
		c.self = usualPrior.like(c.view, c.view)
		for _, v := range u.known.views {
			c.likes = append(c.likes, usualPrior.like(c.view, v))
		}
	}
	return u, nil
}

// view returns the view of an article on what a listing shows of it.
func (d *Detector) view(m *model, a news.Article) *view {
	on, body := basis(a), a.Summary
	if on == news.OnPage {
		on, body = news.OnSummary, a.Text
	}
	return m.viewOf(d.readInput(a.Title, cut(body, leadRunes), on))
}

// Next returns the number of the article whose label would tell the most, in the list given to NewTuner: the one
// least sure against how much the labels leave open about it, so that what is like a labelled one is not asked
// again. ok is false when there is none left.
func (u *Tuner) Next() (article int, ok bool) {
	best, at := math.Inf(1), -1
	for i := range u.pool {
		c := &u.pool[i]
		if c.asked {
			continue
		}
		mean, dev := u.known.expect(c.view, c.self, c.likes)
		if sure := math.Abs(mean) / math.Sqrt(1+float64(dev*dev)); sure < best {
			best, at = sure, i
		}
	}
	if at < 0 {
		return 0, false
	}
	return u.pool[at].at, true
}

// Answer takes the label of an article that Next named.
func (u *Tuner) Answer(article int, relevant bool) error {
	i, err := u.find(article)
	if err != nil {
		return err
	}
	c := &u.pool[i]
	c.asked = true
	u.places = append(u.places, i)
	u.known.label(c.view, relevant)
	u.known.learn()
	for j := range u.pool {
		u.pool[j].likes = append(u.pool[j].likes, usualPrior.like(u.pool[j].view, c.view))
	}
	return nil
}

// Skip passes over an article that Next named: it is not named again.
func (u *Tuner) Skip(article int) error {
	i, err := u.find(article)
	if err == nil {
		u.pool[i].asked = true
	}
	return err
}

// Undo takes the last answer back and returns its article, which may be asked about again; ok is false when there
// is none.
func (u *Tuner) Undo() (article int, ok bool) {
	n := len(u.places) - 1
	if n < 0 {
		return 0, false
	}
	c := &u.pool[u.places[n]]
	u.places = u.places[:n]
	c.asked = false
	u.known.drop()
	u.known.learn()
	for j := range u.pool {
		u.pool[j].likes = u.pool[j].likes[:len(u.pool[j].likes)-1]
	}
	return c.at, true
}

// find returns the place of an article in the pool.
func (u *Tuner) find(article int) (int, error) {
	i := slices.IndexFunc(u.pool, func(c candidate) bool { return c.at == article })
	if i < 0 {
		return 0, fmt.Errorf("article %d was not asked about", article)
	}
	return i, nil
}
