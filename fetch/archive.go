package fetch

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"rasid/news"
)

// keptPages is how many pages of an archive are remembered: a run over many days passes the same ones.
const keptPages = 8

// archives remembers where in its paged archive each source was read last. The zero value is ready.
type archives struct {
	mu  sync.Mutex
	all map[string]*archive
}

// An archive is the pages of one source, newest first, as far as they were read lately.
type archive struct {
	mu    sync.Mutex
	last  int // page at which the last search ended, 0 = none
	pages map[int]archivePage
}

type archivePage struct {
	list           Listing
	oldest, newest time.Time // of its dated entries; both zero = the archive ends before this page
	read           time.Time
}

func (a *archives) of(source string) *archive {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.all == nil {
		a.all = map[string]*archive{}
	}
	one := a.all[source]
	if one == nil {
		one = &archive{pages: map[int]archivePage{}}
		a.all[source] = one
	}
	return one
}

// searched reads a day from an archive that has pages and no dates in its address (?paged=N): it looks for
// the first page that reaches back to the day, beginning where the last search ended, and reads on until
// the day is over.
func (c *Client) searched(ctx context.Context, k kind, s news.Source, d day) (Listing, error) {
	a := c.back.of(s.Name)
	a.mu.Lock()
	defer a.mu.Unlock()
	asked := 0
	look := func(n int) (archivePage, error) {
		if p, ok := a.pages[n]; ok && c.o.Now().Sub(p.read).Abs() < 10*time.Minute {
			return p, nil
		}
		if asked++; asked > maxPages {
			return archivePage{}, fmt.Errorf("%w: more than %d pages asked for one day", ErrUnread, maxPages)
		}
		p, err := c.archivePage(ctx, k, s, d, n)
		if err == nil {
			a.keep(n, p)
		}
		return p, err
	}
	n, err := firstPage(max(1, a.last), d.to(), look)
	if err != nil {
		return Listing{}, err
	}
	all := Listing{}
	for ; ; n++ {
		p, err := look(n)
		if err != nil {
			return Listing{}, err
		}
		if p.ends() {
			if len(all.Entries) == 0 {
				return Listing{}, fmt.Errorf("%w: it does not reach back so far", ErrNoDay)
			}
			break
		}
		a.last = n
		all.join(Listing{Entries: append([]news.Entry{}, p.list.Entries...), Dropped: p.list.Dropped, Method: p.list.Method}, c.o.MaxEntries)
		if p.oldest.Before(d.from) {
			break
		}
	}
	return all.within(span{d.from, d.to()}), nil
}

// archivePage reads page n; one that is missing or empty ends the archive.
func (c *Client) archivePage(ctx context.Context, k kind, s news.Source, d day, n int) (archivePage, error) {
	list, err := c.page(ctx, k, s, d.whole(), n)
	if errors.Is(err, errNoPage) {
		return archivePage{read: c.o.Now()}, nil
	}
	if err != nil {
		return archivePage{}, err
	}
	p := archivePage{list: list, read: c.o.Now()}
	for _, e := range list.Entries {
		if t := e.Published; !t.IsZero() {
			if p.newest.Before(t) {
				p.newest = t
			}
			if p.oldest.IsZero() || t.Before(p.oldest) {
				p.oldest = t
			}
		}
	}
	if p.oldest.IsZero() && len(list.Entries) > 0 {
		return archivePage{}, fmt.Errorf("%w: the pages of the archive have no dates", ErrUnread)
	}
	return p, nil
}

func (p archivePage) ends() bool { return p.oldest.IsZero() }

// keep remembers page n and forgets the one read longest ago.
func (a *archive) keep(n int, p archivePage) {
	a.pages[n] = p
	for len(a.pages) > keptPages {
		first := 0
		for k, q := range a.pages {
			if k != n && (first == 0 || q.read.Before(a.pages[first].read) || q.read.Equal(a.pages[first].read) && far(k, n) > far(first, n)) {
				first = k
			}
		}
		delete(a.pages, first)
	}
}

func far(a, b int) int { return max(a-b, b-a) }

// firstPage returns the smallest page that holds something from before to, or that ends the archive: by
// growing steps from start, then by halving.
func firstPage(start int, to time.Time, look func(int) (archivePage, error)) (int, error) {
	reaches := func(n int) (bool, error) {
		p, err := look(n)
		return p.ends() || p.oldest.Before(to), err
	}
	low, high := 0, start // low does not reach, high does
	ok, err := reaches(start)
	for step := 1; err == nil && !ok; step *= 2 {
		low, high = high, high+step
		ok, err = reaches(high)
	}
	for step := 1; err == nil && low == 0 && high-step > 0; step *= 2 {
		if ok, err = reaches(high - step); ok {
			high -= step
		} else {
			low = high - step
		}
	}
	for err == nil && high-low > 1 {
		middle := (low + high) / 2
		if ok, err = reaches(middle); ok {
			high = middle
		} else {
			low = middle
		}
	}
	return high, err
}
