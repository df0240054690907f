package detect

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"rasid/news"
)

// modelVersion changes whenever the same input may give another verdict.
const modelVersion = 4

// A Detector judges articles against topics. It is immutable and safe for concurrent use.
type Detector struct {
	back   *Background
	read   *reader
	models []*model
}

// New returns a Detector for the topics. Its errors are ErrTopic or ErrBackground.
func New(topics []Topic, o Options) (*Detector, error) {
	if err := check(topics); err != nil {
		return nil, err
	}
	back, err := o.Background.orShipped()
	if err != nil {
		return nil, err
	}
	d := &Detector{back: back, read: newReader(back.vocab)}
	d.read.names = learnNames(topics, back)
	pool := newPool(back)
	d.read.names.learnHouses(pool)
	for _, t := range topics {
		m, err := newTopicModel(t, back, d.read, pool)
		if err != nil {
			return nil, fmt.Errorf("topic %s: %w", t.Name, err)
		}
		d.models = append(d.models, m)
	}
	return d, nil
}

// Only returns a Detector that judges as d does, against one of its topics alone; against none if d does not know it.
func (d *Detector) Only(topic string) *Detector {
	one := *d
	one.models = slices.DeleteFunc(slices.Clone(d.models), func(m *model) bool { return m.topic.Name != topic })
	return &one
}

// Judge returns one verdict per topic, in the order the topics were given, on what is at hand of a.
func (d *Detector) Judge(a news.Article) []news.Verdict {
	on := basis(a)
	body := a.Text
	if on != news.OnPage || body == "" {
		body = a.Summary
	}
	if on == news.OnTitle {
		body = ""
	}
	in := d.readInput(a.Title, body, on)
	out := make([]news.Verdict, len(d.models))
	for i, m := range d.models {
		v, by := m.verdict(in)
		m.obey(&v, a.URL)
		v.Facets = by.reasons(&in.text, v.Relevant)
		out[i] = v
	}
	return out
}

// Glance takes a first look at a listing. open says that the article is relevant to some topic or so near a
// cut-off that the page is wanted; best is the verdict on the topic that came nearest. A listing in which no side of
// any topic is alive is not weighed at all: its score is 0.
func (d *Detector) Glance(title, summary string) (best news.Verdict, open bool) {
	on := news.OnSummary
	if summary == "" {
		on = news.OnTitle
	}
	t := d.read.readText(title, summary)
	var in *input
	var nearest *model
	margin := math.Inf(-1)
	for _, m := range d.models {
		by := m
		v := news.Verdict{Topic: m.topic.Name, Cutoff: m.cutoff, Basis: on, Model: m.hash}
		if m.hinted(&t) {
			if in == nil {
				in = d.weighInput(t, on)
			}
			v, by = m.verdict(in)
			open = open || v.Relevant || v.Ask
		}
		if v.Score-v.Cutoff > margin {
			nearest, margin, best = by, v.Score-v.Cutoff, v
		}
	}
	if open {
		best.Facets = nearest.reasons(&t, best.Relevant)
	}
	return best, open
}

// hintAlive is how far a needed facet must be alive for a listing to be weighed.
const hintAlive = 0.3

// alive reports whether some facet of the model is alive in a text. A model without facets always is.
func (m *model) alive(t *text) bool {
	if len(m.facets) == 0 || m.facets[0].need == 0 {
		return true
	}
	for i := range m.facets {
		f := &m.facets[i]
		if f.need == 0 {
			continue
		}
		for _, words := range [][]word{t.head, t.words} {
			for i := range words {
				if f.of(words, i) >= hintAlive {
					return true
				}
			}
		}
	}
	return false
}

// An input is an article as it is judged: its words and what they weigh.
type input struct {
	text  text
	on    news.Basis
	title impression
	lead  impression // title and first lines
	whole impression // title and text; only of a page longer than its lead
}

func (d *Detector) readInput(title, body string, on news.Basis) *input {
	return d.weighInput(d.read.readText(title, body), on)
}

func (d *Detector) weighInput(t text, on news.Basis) *input {
	s := newScale(d.back)
	in := &input{text: t, on: on}
	in.title = s.weigh(t.head, nil)
	in.lead = in.title
	if t.lead > 0 {
		in.lead = s.weigh(t.head, t.words[:t.lead])
	}
	if t.lead < len(t.words) {
		in.whole = s.weigh(t.head, t.words)
	}
	return in
}

// judge judges a text without its reasons, by this model alone.
func (m *model) judge(in *input) news.Verdict {
	raw, near := m.raw(in.text.head, in.text.words[:in.text.lead], in.lead, in.title)
	if in.whole.terms != nil {
		whole, n := m.raw(in.text.head, in.text.words, in.whole, in.title)
		raw, near = float64(leadPart*raw)+float64((1-leadPart)*whole), n
	}
	v := news.Verdict{Topic: m.topic.Name, Score: scoreOf(raw, m.cut[in.on]), Cutoff: m.cutoff, Basis: in.on,
		Nearest: m.topic.Examples[near].Name, Model: m.hash}
	if m.refuses(&in.text) {
		v.Score = min(v.Score, math.Round(refused*m.cutoff*1e6)/1e6)
	}
	v.Relevant = v.Score >= v.Cutoff
	if in.on != news.OnPage {
		v.Ask = v.Score > v.Cutoff-askBelow && v.Score < v.Cutoff+askAbove
		v.Ask = v.Ask || in.on == news.OnTitle && !v.Relevant && m.halfTold(in.text.head)
	} else if !v.Relevant {
		v.Mention = m.mentioned(in)
	}
	return v
}

const (
	leadPart = 0.6 // share of title and first lines in the score of a whole page
	refused  = 0.5 // of the cut-off is what a text gets at most that an operator's words rule out
	askBelow = 0.4 // how far below the cut-off a verdict on a listing asks for the page
	askAbove = 0.1 // and how far above
)

// halfTold reports whether a title names a rare side of a topic of several: the other may be in the text.
func (m *model) halfTold(head []word) bool {
	if len(m.facets) < 2 || m.facets[1].need < halfNeed {
		return false
	}
	for i := range m.facets {
		if f := &m.facets[i]; f.need >= halfNeed && f.share <= halfShare && f.aliveIn(head, nil) >= halfAlive {
			return true
		}
	}
	return false
}

const (
	halfNeed  = 0.7  // how far both sides are needed
	halfShare = 0.03 // of general news at most has the side that is named
	halfAlive = 0.7  // and how far it is alive in the title
)

// refuses reports whether an operator's words rule a text out: none of Must is in it, or one of Never is in its
// title or first lines.
func (m *model) refuses(t *text) bool {
	if len(m.must) > 0 && !holdsAny(t.head, m.must) && !holdsAny(t.words, m.must) {
		return true
	}
	return len(m.never) > 0 && (holdsAny(t.head, m.never) || holdsAny(t.words[:t.lead], m.never))
}

// mentioned reports whether a run of words as long as a paragraph, beyond the lead or in it, is on the topic when
// it stands alone.
func (m *model) mentioned(in *input) bool {
	if !m.alive(&in.text) || m.refuses(&in.text) {
		return false
	}
	s := newScale(m.back)
	for from := 0; from < len(in.text.words); {
		to := in.text.paragraph(from)
		if words := in.text.words[from:to]; len(words) >= leastParagraph {
			x := s.weigh(nil, words)
			base := words[0].start
			moved := make([]word, len(words))
			for i, w := range words {
				w.start -= base
				moved[i] = w
			}
			raw, _ := m.raw(nil, moved, x, x)
			if scoreOf(raw, m.cut[news.OnSummary]) >= m.cutoff {
				return true
			}
		}
		from = to
	}
	return false
}

// leastParagraph is how many counted words a paragraph has at least that can be on a topic by itself.
const leastParagraph = 8

// paragraph returns the end of the paragraph that begins with word from.
func (t *text) paragraph(from int) int {
	for i := from + 1; i < len(t.words); i++ {
		from := t.words[i-1].end // words run together begin where their neighbour does
		if strings.Contains(t.body[from:max(from, t.words[i].start)], "\n") {
			return i
		}
	}
	return len(t.words)
}
