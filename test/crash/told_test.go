package crash

import (
	"bytes"
	"encoding/json"
	"net/url"
	"testing"

	"rasid/notify/notifytest"
)

// A payload is what the receiver was sent, as far as it is read here.
type payload struct {
	Type, Name string
	Stories    []struct {
		ID       string
		Articles []struct{ URL, Kind string }
	}
}

// A told is what the receiver was told, each digest and alert counted once however often it came.
type told struct {
	bodies  map[string][]byte
	times   map[string]map[string]int  // by digest and address
	copies  map[string]bool            // addresses that were a copy in one of them
	outlets map[string]map[string]bool // of each story that a digest carried, by host
	alerts  map[string]int             // of each story
	story   map[string]string          // story of each address
	again   int                        // posts that came before
}

// read takes what came to a receiver.
func read(t *testing.T, hook *notifytest.Hook) told {
	t.Helper()
	r := told{map[string][]byte{}, map[string]map[string]int{}, map[string]bool{}, map[string]map[string]bool{}, map[string]int{}, map[string]string{}, 0}
	for _, post := range hook.Posts() {
		if post.Verified != nil {
			t.Errorf("post %s: %v", post.ID, post.Verified)
		}
		if body, again := r.bodies[post.ID]; again {
			if r.again++; !bytes.Equal(body, post.Body) {
				t.Errorf("post %s came with other bytes", post.ID)
			}
			continue
		}
		r.bodies[post.ID] = post.Body
		var d payload
		if err := json.Unmarshal(post.Body, &d); err != nil {
			t.Fatal(err)
		}
		if r.times[d.Name] == nil {
			r.times[d.Name] = map[string]int{}
		}
		for _, s := range d.Stories {
			if d.Type == "alert" {
				r.alerts[s.ID]++
			} else if r.outlets[s.ID] == nil {
				r.outlets[s.ID] = map[string]bool{}
			}
			for _, a := range s.Articles {
				if d.Type == "digest" {
					r.outlets[s.ID][outlet(t, a.URL)] = true
				}
				r.times[d.Name][a.URL]++
				r.story[a.URL] = s.ID
				r.copies[a.URL] = r.copies[a.URL] || a.Kind == "copy"
			}
		}
	}
	return r
}

// outlet is the host of an address.
func outlet(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}

// check holds that an entry that was sent was told once to each target of each digest, but for a copy in a story of which
// the digest had carried some; that no alert told it twice; and that nobody was told of another.
func (r told) check(t *testing.T, digests map[string]int, e entry) {
	t.Helper()
	carried := 0
	for name, targets := range digests {
		got, want := r.times[name][e.URL], 0
		if e.Disposition == "sent" {
			want = targets
		}
		if got != want && !(got == 0 && r.copies[e.URL]) {
			t.Errorf("%s is %s and digest %s told it %d times, want %d", e.URL, e.Disposition, name, got, want)
		}
		delete(r.times[name], e.URL)
		carried += got
	}
	if e.Disposition == "sent" && carried == 0 {
		t.Errorf("%s is sent, and no digest told it", e.URL)
	}
	if got := r.times[urgent][e.URL]; got > 1 {
		t.Errorf("the alert told %s %d times", e.URL, got)
	}
	delete(r.times[urgent], e.URL)
}

// checkAlerts holds that every story but that of the article which was there before the alert was told at once, and again
// only where another outlet took it up.
func (r told) checkAlerts(t *testing.T, before string) {
	t.Helper()
	if len(r.alerts) == 0 {
		t.Error("nothing was urgent")
	}
	for id, outlets := range r.outlets {
		if n := r.alerts[id]; n > len(outlets) || n == 0 && id != before {
			t.Errorf("%d alerts of story %s, which %d outlets have", n, id, len(outlets))
		}
	}
}
