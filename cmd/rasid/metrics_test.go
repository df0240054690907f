package main

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rasid/config"
	"rasid/detect"
	"rasid/monitor"
	"rasid/news"
	"rasid/schedule"
	"rasid/store"
)

// watched returns what an endpoint answers at path, so long after morning, over the database of a desk that has an owed
// delivery as well.
func watched(t *testing.T, path string, later time.Duration) (int, string) {
	t.Helper()
	d := newDesk(t)
	db, err := store.Open(t.Context(), store.Options{Path: d.db, Bands: detect.Bands})
	d.must(err)
	defer func() { d.must(db.Close()) }()
	c, err := config.Load(d.path)
	d.must(err)
	at, err := schedule.Parse("0 8 * * *", "UTC")
	d.must(err)
	c.Digests = []config.Digest{{Name: "daily", Schedule: at}}
	d.must(db.SaveSources(t.Context(), c.Sources))
	tick := news.Tick{Schedule: "daily", Due: morning.Add(26 * time.Hour)}
	owed := []news.Delivery{{ID: "x", Target: "mail", To: "reader@example.org", State: news.Pending, Due: tick.Due}}
	d.must(db.SaveDigest(t.Context(), tick, news.Digest{ID: "d2", Name: "daily", Topic: "dprk-russia", Due: tick.Due}, owed))
	p := &parts{config: c, db: db, monitor: monitor.New(db, nil, nil, monitor.Options{})}
	r, w := httptest.NewRequest("GET", path, nil), httptest.NewRecorder()
	r.RemoteAddr = "127.0.0.1:1"
	watch(p, func() time.Time { return morning.Add(later) }).Handler().ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// figured returns the figures thirty hours after morning.
func figured(t *testing.T) string {
	t.Helper()
	code, text := watched(t, "/metrics", 30*time.Hour)
	if code != 200 {
		t.Fatalf("%d %s", code, text)
	}
	return text
}

// TestFigures has that the figures are those of the store, and that they tell nothing that an article says.
func TestFigures(t *testing.T) {
	text := figured(t)
	for _, want := range []string{
		`rasid_articles_relevant{topic="dprk-russia"} 3`, `rasid_stories{topic="dprk-russia"} 1`, `rasid_digests{digest="daily"} 2`, `rasid_deliveries{state="pending",target="mail"} 1`,
		`rasid_sources{state=""} 1`, `rasid_source_answered_timestamp_seconds{source="a"} 0`, `rasid_overdue 0`, `rasid_polls_total{outcome="failed"} 0`, `rasid_entries_day{disposition="folded"} 1`,
	} {
		if !strings.Contains(text, "\n"+want+"\n") {
			t.Errorf("missing: %s", want)
		}
	}
	for _, never := range []string{"example/1", "example.org", "لافروف"} {
		if strings.Contains(text, never) {
			t.Errorf("the figures tell %s", never)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

// TestDashboard has that every figure that the dashboard, the alerts and the manual name is told.
func TestDashboard(t *testing.T) {
	var have []string
	for _, m := range regexp.MustCompile(`(?m)^# TYPE (\S+)`).FindAllStringSubmatch(figured(t), -1) {
		have = append(have, m[1])
	}
	used := map[string]bool{}
	for _, path := range []string{"deploy/rasid-dashboard.json", "deploy/rasid-alerts.yml", "docs/operations.md"} {
		text, err := os.ReadFile(filepath.Join("..", "..", path))
		if err != nil {
			t.Fatal(err)
		}
		names := regexp.MustCompile(`\b(rasid_[a-z_]+[a-z]|(go|process)_[a-z]+_[a-z_]+|go_goroutines)\b`).FindAllString(string(text), -1)
		if len(names) < 5 {
			t.Errorf("%s names %d figures", path, len(names))
		}
		for _, name := range names {
			if used[name] = true; !slices.Contains(have, name) {
				t.Errorf("%s names %s, which is not told", path, name)
			}
		}
	}
	for _, name := range have {
		if strings.HasPrefix(name, "rasid_") && !used[name] {
			t.Errorf("%s is told and named nowhere", name)
		}
	}
}

// TestHealth has that health is what rasid status calls overdue.
func TestHealth(t *testing.T) {
	if code, text := watched(t, "/healthz", 30*time.Hour); code != 200 {
		t.Errorf("all is well: %d %s", code, text)
	}
	code, text := watched(t, "/healthz", 100*time.Hour)
	if code != 503 || !strings.Contains(text, "digest daily was last cut 2026-03-05 08:00Z") {
		t.Errorf("a digest was missed: %d %s", code, text)
	}
	if code, text := watched(t, "/livez", 100*time.Hour); code != 200 {
		t.Errorf("it moves all the same: %d %s", code, text)
	}
}
