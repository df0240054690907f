package fetch

import (
	"context"
	"sync"
	"time"
)

// How many answers of archives are remembered, how many bytes of them, and for how long: the map of a month or an index
// is the same for every day in it.
const (
	keptAnswers = 16
	keptBytes   = 24 << 20
	keptFor     = 10 * time.Minute
)

// answers remembers the answers of archives that were asked last. The zero value is ready.
type answers struct {
	mu  sync.Mutex
	all []keptAnswer // the oldest first
}

type keptAnswer struct {
	url string
	answer
	at time.Time
}

// askPast is ask, but what an archive has answered lately is not asked again.
func (c *Client) askPast(ctx context.Context, r request) (answer, error) {
	now := c.o.Now()
	if a, ok := c.kept.find(r.url, now); ok {
		return a, nil
	}
	a, err := c.ask(ctx, r)
	if err == nil {
		c.kept.keep(r.url, a, now)
	}
	return a, err
}

func (k *answers) find(url string, now time.Time) (answer, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, one := range k.all {
		if one.url == url && now.Sub(one.at).Abs() < keptFor {
			return one.answer, true
		}
	}
	return answer{}, false
}

// keep remembers an answer and forgets the oldest ones where it is too much.
func (k *answers) keep(url string, a answer, now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.all = append(k.all, keptAnswer{url, a, now})
	size := 0
	for _, one := range k.all {
		size += len(one.body)
	}
	for len(k.all) > 0 && (len(k.all) > keptAnswers || size > keptBytes) {
		size -= len(k.all[0].body)
		k.all = k.all[1:]
	}
}
