// Package demo is a small Arabic press on loopback: seven outlets with habits and faults as the field has
// them, and articles written for it, released under a clock that the caller sets. It lets the program show
// its whole job without a network, and lets a test know what ought to come out.
package demo

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// An Outlet is one publisher of the press and the address of what it lists.
type Outlet struct {
	Name   string // ASCII key
	Outlet string // as readers know it
	Kind   string // as in news.Source
	URL    string
	Habit  string // what is peculiar about it, one line in English
}

// A Plant is one article of the press and what a perfect reader would make of it for the shipped topic.
type Plant struct {
	ID    string
	URL   string
	Title string
	Kind  Kind
	Story string // key that articles of one story share; "" unless OnTopic or Copy
	At    time.Time
}

// Kind says what a Plant is there for.
type Kind string

// The kinds of a Plant.
const (
	OnTopic Kind = "on-topic" // a report that belongs to the topic
	Copy    Kind = "copy"     // the text of such a report, carried by another outlet
	Hard    Kind = "hard"     // one side of the topic only: looks near and does not belong
	Other   Kind = "other"    // general news
)

// A Press is a running press. Its methods are safe for concurrent use.
type Press struct {
	articles []article
	servers  []*http.Server
	outlets  []outlet

	mu  sync.Mutex
	now time.Time
}

//go:embed articles.txt
var written []byte

// NewPress starts the press with its clock at start, which is also when its first day begins.
func NewPress(start time.Time) (*Press, error) {
	articles, err := parse(string(written), start)
	if err != nil {
		return nil, fmt.Errorf("read the demo's articles: %w", err)
	}
	p := &Press{articles: articles, now: start, outlets: outlets()}
	for i := range p.outlets {
		o := &p.outlets[i]
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			p.Close()
			return nil, fmt.Errorf("open an outlet of the demo: %w", err)
		}
		o.base = "http://" + l.Addr().String()
		s := &http.Server{Handler: p.handler(o), ReadHeaderTimeout: 10 * time.Second}
		p.servers = append(p.servers, s)
		go s.Serve(l)
	}
	return p, nil
}

// Close stops every outlet.
func (p *Press) Close() error {
	var errs []error
	for _, s := range p.servers {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}

// SetClock moves the press to now: articles written for later are not out yet.
func (p *Press) SetClock(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = now
}

func (p *Press) clock() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

// Outlets returns the outlets in a fixed order.
func (p *Press) Outlets() []Outlet {
	var all []Outlet
	for _, o := range p.outlets {
		all = append(all, Outlet{Name: o.name, Outlet: o.title, Kind: o.kind, URL: o.base + o.path, Habit: o.habit})
	}
	return all
}

// Planted returns every article of the press by time of release, also those of outlets that fail.
func (p *Press) Planted() []Plant {
	var all []Plant
	for _, a := range p.articles {
		all = append(all, Plant{ID: a.id, URL: p.url(a), Title: a.title, Kind: a.kind, Story: a.story, At: a.at})
	}
	return all
}

func (p *Press) url(a article) string {
	for _, o := range p.outlets {
		if o.name == a.outlet {
			return o.base + "/news/" + a.id
		}
	}
	return ""
}

// out returns what outlet o has released at now, newest first.
func (p *Press) out(o *outlet, now time.Time) []article {
	var list []article
	for _, a := range p.articles {
		if a.outlet == o.name && !a.at.After(now) {
			if !a.editedAt.IsZero() && !a.editedAt.After(now) {
				a.title = a.retitled
			}
			list = append(list, a)
		}
	}
	slices.SortStableFunc(list, func(x, y article) int { return cmp.Or(y.at.Compare(x.at), cmp.Compare(x.id, y.id)) })
	return list
}
