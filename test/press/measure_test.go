package press

import (
	"bufio"
	"encoding/json"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// An entry is one row of rasid entries --json.
type entry struct {
	URL, Source string
	Disposition string
	Story       string
	Digest      string
}

// A payload is what the webhook receiver was sent, as far as this test reads it.
type payload struct {
	ID      string
	Stories []struct {
		ID       string
		Articles []struct{ ID, URL, Kind string }
	}
}

// payloads returns the digests that the webhook receiver took, one for each id.
func (w *world) payloads() map[string]payload {
	w.t.Helper()
	all := map[string]payload{}
	for _, r := range w.hook.Posts() {
		var p payload
		if err := json.Unmarshal(r.Body, &p); err != nil {
			w.t.Fatalf("webhook body: %v\n%.300s", err, r.Body)
		}
		all[r.ID] = p
	}
	return all
}

func (w *world) digests() int { return len(w.payloads()) }

// checkDispositions holds that every entry ended somewhere, and the sum.
func (w *world) checkDispositions() {
	w.t.Helper()
	sum := map[string]int{}
	for _, e := range w.listed {
		sum[e.Disposition]++
	}
	total := 0
	for _, n := range sum {
		total += n
	}
	w.t.Logf("entries listed %d = sum of dispositions %v", len(w.listed), sum)
	if len(w.listed) == 0 || total != len(w.listed) || sum[""] > 0 {
		w.t.Errorf("dispositions do not add up")
	}
	if sum["unread"]+sum["wanted"] > 0 {
		w.t.Errorf("%d entries are still to be read at the end", sum["unread"]+sum["wanted"])
	}
}

// checkOnce holds that no article is new in two digests.
func (w *world) checkOnce() {
	w.t.Helper()
	seen := map[string]string{}
	for id, p := range w.payloads() {
		for _, s := range p.Stories {
			for _, a := range s.Articles {
				if other, twice := seen[a.URL]; twice {
					w.t.Errorf("%s is in digests %s and %s", a.URL, other, id)
				}
				seen[a.URL] = id
			}
		}
	}
}

// delivered returns the document numbers of the articles that reached the webhook receiver, sorted.
func (w *world) delivered() []string {
	var all []string
	for _, p := range w.payloads() {
		for _, s := range p.Stories {
			for _, a := range s.Articles {
				all = append(all, docno(a.URL))
			}
		}
	}
	slices.Sort(all)
	return all
}

// scores holds what was delivered against the labels. An article that the labels do not list, or list as
// borderline, is left out; one that was folded into a delivered story counts as delivered.
func (w *world) scores() (precision, recall float64) {
	w.t.Helper()
	labels := w.labels()
	told := map[string]bool{}
	for _, id := range w.delivered() {
		told[id] = true
	}
	for _, e := range w.listed {
		if e.Disposition == "folded" {
			told[docno(e.URL)] = true
		}
	}
	var hit, miss, wrong int
	for _, e := range w.listed {
		id := docno(e.URL)
		switch label := labels[id]; {
		case label == "1" && told[id]:
			hit++
		case label == "1":
			miss++
			w.t.Logf("missed %s (%s)", id, e.Disposition)
		case label == "0" && told[id]:
			wrong++
			w.t.Logf("wrong  %s", id)
		}
	}
	precision, recall = ratio(hit, hit+wrong), ratio(hit, hit+miss)
	w.t.Logf("topic %s: delivered %d articles in %d digests; labelled: %d right, %d wrong, %d missed: precision %.3f recall %.3f",
		w.topic, len(w.delivered()), w.digests(), hit, wrong, miss, precision, recall)
	return precision, recall
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func (w *world) labels() map[string]string {
	w.t.Helper()
	f, err := os.Open(filepath.Join(w.shared, "eval", "topics-dev", "labels.tsv"))
	if err != nil {
		w.t.Fatal(err)
	}
	defer f.Close()
	labels := map[string]string{}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if c := strings.Split(sc.Text(), "\t"); len(c) >= 3 && c[0] == w.topic {
			labels[c[1]] = c[2]
		}
	}
	return labels
}

// mailIDs returns the Message-IDs of the mails received, in order of arrival.
func (w *world) mailIDs() []string {
	var ids []string
	for _, h := range w.mailHeaders() {
		ids = append(ids, h.Get("Message-Id"))
	}
	return ids
}

func (w *world) mailDates() []time.Time {
	var dates []time.Time
	for _, h := range w.mailHeaders() {
		d, err := h.Date()
		if err != nil {
			w.t.Error(err)
		}
		dates = append(dates, d)
	}
	return dates
}

func (w *world) mailHeaders() []mail.Header {
	w.t.Helper()
	var all []mail.Header
	for _, m := range w.mailbox.Messages() {
		p, err := mail.ReadMessage(strings.NewReader(string(m.Raw)))
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, p.Header)
	}
	return all
}

// difference returns what only one of two sorted lists holds.
func difference(a, b []string) []string {
	var only []string
	for _, s := range a {
		if _, ok := slices.BinarySearch(b, s); !ok {
			only = append(only, "-"+s)
		}
	}
	for _, s := range b {
		if _, ok := slices.BinarySearch(a, s); !ok {
			only = append(only, "+"+s)
		}
	}
	return only
}
