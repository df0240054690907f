// Package press runs the built binary as a user would, against a recorded Arabic press that is replayed on
// loopback under a virtual clock: `rasid once` every six virtual hours, one digest a day to a real SMTP
// server and a webhook receiver.
//
// The recorded press is not part of the project; RASID_SHARED says where it lies (default ../shared beside
// the checkout). Without it the tests are skipped, unless RASID_REQUIRE=1 makes them fail. RASID_PRESS=full
// runs the whole span of 51 days instead of the week of the summit, RASID_TOPICS=a,b other topics.
package press

import (
	"cmp"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// span returns the days that are replayed.
func span() (from, to time.Time) {
	if os.Getenv("RASID_PRESS") == "full" {
		return date(2018, 5, 1), date(2018, 6, 20)
	}
	return date(2018, 6, 8), date(2018, 6, 14)
}

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// stepEvery is the virtual time between two runs of rasid once.
const stepEvery = 6 * time.Hour

// TestPress replays the span undisturbed for each topic and holds what was delivered against the labels.
func TestPress(t *testing.T) {
	shared := sharedDir(t)
	for _, topic := range strings.Split(cmp.Or(os.Getenv("RASID_TOPICS"), "trump-kim-summit"), ",") {
		t.Run(topic, func(t *testing.T) {
			w := newWorld(t, shared, topic)
			w.replay(nil)
			w.checkDispositions()
			w.checkOnce()
			if n := len(w.mailbox.Messages()); n != w.digests() {
				t.Errorf("%d mails for %d digests", n, w.digests())
			}
			precision, recall := w.scores()
			if precision < 0.8 || recall < 0.8 {
				t.Errorf("precision %.3f, recall %.3f: both must reach 0.8", precision, recall)
			}
		})
	}
}

// TestKill kills the program ten times at random moments and expects the same stories delivered as in the
// undisturbed run, nothing twice.
func TestKill(t *testing.T) {
	shared := sharedDir(t)
	calm, wild := newWorld(t, shared, "trump-kim-summit"), newWorld(t, shared, "trump-kim-summit")
	calm.replay(nil)
	killed := 0
	wild.replay(wild.killer(10, &killed))
	t.Logf("killed %d times", killed)
	if killed != 10 {
		t.Errorf("killed %d times: want 10", killed)
	}
	wild.checkDispositions()
	wild.checkOnce()
	if a, b := calm.delivered(), wild.delivered(); !slices.Equal(a, b) {
		t.Errorf("delivered %d articles undisturbed, %d after kills; only one side has %v", len(a), len(b), difference(a, b))
	}
}

// TestDown takes the mail server away for two virtual days and expects every digest once, in order.
func TestDown(t *testing.T) {
	w := newWorld(t, sharedDir(t), "trump-kim-summit")
	from, _ := span()
	down, up := from.Add(48*time.Hour), from.Add(96*time.Hour)
	w.replay(func(now time.Time) {
		switch {
		case now.Equal(down):
			w.mailbox.Down()
		case now.Equal(up):
			if err := w.mailbox.Up(); err != nil {
				t.Fatal(err)
			}
		}
	})
	ids := w.mailIDs()
	if len(ids) != w.digests() {
		t.Errorf("%d mails for %d digests", len(ids), w.digests())
	}
	if unique := slices.Compact(slices.Sorted(slices.Values(ids))); len(unique) != len(ids) {
		t.Errorf("%d mails, %d different: some came twice", len(ids), len(unique))
	}
	if dates := w.mailDates(); !slices.IsSortedFunc(dates, time.Time.Compare) {
		t.Errorf("mails out of order: %v", dates)
	}
}
