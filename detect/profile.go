package detect

import (
	"math"
	"slices"
	"time"

	"rasid/news"
)

// A Profile is what a Detector understood of one topic.
type Profile struct {
	Topic       string        `json:"topic"`
	Title       string        `json:"title"`
	Examples    []ExampleView `json:"examples,omitempty"`
	Not         []NotView     `json:"not,omitempty"`    // the examples that look alike and do not belong
	Labels      []LabelView   `json:"labels,omitempty"` // in effect
	Facets      []FacetView   `json:"facets,omitempty"`
	Broad       []Breadth     `json:"broad,omitempty"` // sub-subjects whose examples have hardly more in common than one name
	Cutoff      float64       `json:"cutoff"`          // score from which an article is relevant, in [0, 1]
	FalseAlarms float64       `json:"false_alarms"`    // expected number of irrelevant articles above the cut-off per 10,000 of general news
	Background  string        `json:"background"`      // version
	Read        int           `json:"read"`            // listings it was renewed from; 0 = it is as shipped
	Model       string        `json:"model"`           // as in the verdicts
}

// An ExampleView is one example as it was understood.
type ExampleView struct {
	Name      string    `json:"name"`
	Title     string    `json:"title"`
	Published time.Time `json:"published,omitzero"`
	Words     int       `json:"words"`           // counted words, stop words left out
	Score     float64   `json:"score"`           // against the other examples, in [0, 1]
	Group     string    `json:"group,omitempty"` // the sub-subject that it shows; "" = the topic has but one
}

// A NotView is one example that looks alike and does not belong.
type NotView struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// A LabelView is one label.
type LabelView struct {
	Name     string `json:"name"` // address of the article
	Title    string `json:"title"`
	Relevant bool   `json:"relevant"`
}

// A FacetView is one side of the topic.
type FacetView struct {
	Name  string     `json:"name"`
	Terms []TermView `json:"terms,omitempty"` // heaviest first
	Group string     `json:"group,omitempty"` // the sub-subject whose side it is; "" = the topic has but one
}

// A TermView is a term as the examples write it.
type TermView struct {
	Text   string  `json:"text"`
	Weight float64 `json:"weight"` // in (0, 1]
}

// Profile returns what was understood of a topic; ok is false when there is none of that name.
func (d *Detector) Profile(topic string) (p Profile, ok bool) {
	for _, m := range d.models {
		if m.topic.Name == topic {
			return m.profile(), true
		}
	}
	return Profile{}, false
}

func (m *model) profile() Profile {
	p := Profile{Topic: m.topic.Name, Title: m.topic.Title, Cutoff: m.cutoff,
		Background: m.back.version, Read: m.back.read, Model: m.hash}
	for _, e := range m.topic.Not {
		p.Not = append(p.Not, NotView{e.Name, e.Title})
	}
	for i, g := range m.groups() {
		g.show(&p, m.groupName(i))
	}
	return p
}

// show adds what was understood of one sub-subject.
func (m *model) show(p *Profile, group string) {
	for i, e := range m.topic.Examples {
		p.Examples = append(p.Examples, ExampleView{Name: e.Name, Title: e.Title, Published: e.Published,
			Words: m.sizes[i], Score: m.selfScore(i), Group: group})
	}
	for _, l := range m.topic.Labels {
		v := LabelView{l.Name, l.Title, l.Relevant}
		if !slices.Contains(p.Labels, v) {
			p.Labels = append(p.Labels, v)
		}
	}
	for _, f := range m.facets {
		if f.need == 0 && m.facets[0].need > 0 {
			continue // shared by the examples, but no side of the topic
		}
		v := FacetView{Name: f.name, Group: group}
		for _, t := range f.terms {
			v.Terms = append(v.Terms, TermView{t.text, round(t.weight)})
		}
		p.Facets = append(p.Facets, v)
	}
	if m.broad != nil {
		b := *m.broad
		b.Group = group
		p.Broad = append(p.Broad, b)
	}
	p.FalseAlarms = math.Round(10*(p.FalseAlarms+m.alarms)) / 10
}

// selfScore returns the score of example i against the others; 1 when there are none.
func (m *model) selfScore(i int) float64 {
	if len(m.self) == 0 {
		return 1
	}
	return scoreOf(m.self[i], m.cut[news.OnSummary])
}
