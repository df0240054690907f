package detect

import (
	"fmt"
	"slices"

	"rasid/news"
)

// A Tuner chooses what to ask a reader about a topic. Each answer changes what it asks next; sub-subjects are asked about
// by turn. Not safe for concurrent use.
type Tuner struct {
	groups  []*inquiry // one for each sub-subject
	turn    int        // of the group that is asked about next
	answers []*inquiry // those that took the answers, in order
}

// NewTuner returns a Tuner for a topic over articles that were judged, whose labels of before count as answers. What
// they label is not asked again. Its errors are those of New.
func NewTuner(t Topic, articles []news.Article, o Options) (*Tuner, error) {
	plain := t
	plain.Labels = nil
	d, err := New([]Topic{plain}, o)
	if err != nil {
		return nil, err
	}
	u := &Tuner{}
	for i, part := range partTopic(t, d.back, d.read) {
		q := d.newInquiry(d.models[0].groups()[i])
		for _, l := range sortedLabels(part.Labels) {
			q.known.label(q.model.viewOfExample(readExample(l.Example, d.read, newScale(d.back))), l.Relevant)
		}
		q.known.learn()
		u.groups = append(u.groups, q)
	}
	labelled := map[string]bool{}
	for _, l := range t.Labels {
		labelled[l.Name] = true
	}
	for i, a := range articles {
		if a.URL == "" || !labelled[a.URL] {
			u.offer(i, d.listed(a))
		}
	}
	for _, q := range u.groups {
		q.weigh()
	}
	return u, nil
}

// offer takes an article into the pool of the sub-subject that it fits best.
func (u *Tuner) offer(article int, in *input) {
	var best *inquiry
	var view *view
	for _, q := range u.groups {
		if v := q.model.viewOf(in); best == nil || v.margin > view.margin {
			best, view = q, v
		}
	}
	best.pool = append(best.pool, candidate{at: article, view: view})
}

// listed reads what a listing shows of an article.
func (d *Detector) listed(a news.Article) *input {
	on, body := basis(a), a.Summary
	if on == news.OnPage {
		on, body = news.OnSummary, a.Text
	}
	return d.readInput(a.Title, cut(body, leadRunes), on)
}

// Next returns the number of the article whose label would tell the most, in the list given to NewTuner: the one
// least sure against how much the labels leave open about it, so that what is like a labelled one is not asked
// again. ok is false when there is none left.
func (u *Tuner) Next() (article int, ok bool) {
	for i := range u.groups {
		if c := u.groups[(u.turn+i)%len(u.groups)].next(); c != nil {
			return c.at, true
		}
	}
	return 0, false
}

// Answer takes the label of an article that Next named.
func (u *Tuner) Answer(article int, relevant bool) error {
	q, i, err := u.find(article)
	if err != nil {
		return err
	}
	q.answer(i, relevant)
	u.answers = append(u.answers, q)
	u.turn++
	return nil
}

// Skip passes over an article that Next named: it is not named again.
func (u *Tuner) Skip(article int) error {
	q, i, err := u.find(article)
	if err != nil {
		return err
	}
	q.pool[i].asked = true
	u.turn++
	return nil
}

// Undo takes the last answer back and returns its article, which may be asked about again; ok is false when there
// is none.
func (u *Tuner) Undo() (article int, ok bool) {
	n := len(u.answers) - 1
	if n < 0 {
		return 0, false
	}
	q := u.answers[n]
	u.answers = u.answers[:n]
	u.turn--
	return q.undo(), true
}

// find returns the place of an article in a pool.
func (u *Tuner) find(article int) (*inquiry, int, error) {
	for _, q := range u.groups {
		if i := slices.IndexFunc(q.pool, func(c candidate) bool { return c.at == article }); i >= 0 {
			return q, i, nil
		}
	}
	return nil, 0, fmt.Errorf("article %d was not asked about", article)
}
