package press

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestBackfill reads the past of two outlets through their archives, one of them killed on the way, and
// expects the press's own list for those days, and the same content of the database whether killed or not.
func TestBackfill(t *testing.T) {
	w := newWorld(t, sharedDir(t), "trump-kim-summit")
	from, to := span()
	if os.Getenv("RASID_PRESS") != "full" {
		from, to = date(2018, 5, 8), date(2018, 5, 10)
	}
	now := to.AddDate(0, 0, 10)
	w.setClock(now)
	w.archive("alarabia", "http://127.0.0.22:"+w.port+"/sitemap.xml?yyyy={yyyy}&mm={mm}&dd={dd}")
	w.archive("cnn", "http://127.0.0.23:"+w.port+"/wp-json/wp/v2/posts?after={from}&before={to}&per_page=100&page={page}")
	args := []string{"backfill", "--topic", "topic", "--from", from.Format(time.DateOnly), "--to", to.Format(time.DateOnly), "--source", "alarabia,cnn,bbc", "--json"}

	for _, after := range []time.Duration{300, 700, 1500, 2500, 4000} {
		ctx, cancel := context.WithTimeout(context.Background(), after*time.Millisecond)
		w.command(ctx, now, args...).Run() // killed when ctx ends
		cancel()
	}
	first := w.ledger(now, args)
	again := w.ledger(now, args)
	if first != again {
		t.Errorf("a second run says something else:\n%s\n%s", first, again)
	}
	killed := w.content()
	listed := w.entries()
	for outlet, source := range map[string]string{"alarabia": "alarabia", "CNN": "cnn"} {
		want := w.published(outlet, from, to.AddDate(0, 0, 1))
		var got []string
		for _, e := range listed {
			if e.Source == source {
				got = append(got, docno(e.URL))
			}
		}
		slices.Sort(got)
		// An outlet's own day may reach over the span's ends; what lies within must be all there.
		if missing := lacking(want, got); len(missing) > 0 {
			t.Errorf("%s: %d of %d not found: %v", source, len(missing), len(want), missing[:min(5, len(missing))])
		}
		t.Logf("%s: %d published in the span, %d found", source, len(want), len(got))
	}
	if !strings.Contains(first, "names no archive") {
		t.Error("the outlet without an archive is not told as uncovered")
	}
	if n := len(w.hook.Posts()); n != 0 {
		t.Errorf("the backfill sent %d digests", n)
	}
	w.forget()
	if undisturbed := w.ledger(now, args); undisturbed != first {
		t.Errorf("a run that nobody killed says something else:\n%s\n%s", undisturbed, first)
	}
	w.same("killed five times", w.content(), killed)
}

// archive writes an outlet's archive into the configuration.
func (w *world) archive(source, pattern string) {
	w.t.Helper()
	path := filepath.Join(w.dir, "rasid.toml")
	b, err := os.ReadFile(path)
	if err != nil {
		w.t.Fatal(err)
	}
	name := "name = \"" + source + "\"\n"
	s := strings.Replace(string(b), name, name+"archive = \""+pattern+"\"\n", 1)
	if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) ledger(now time.Time, args []string) string {
	w.t.Helper()
	out, err := w.command(context.Background(), now, args...).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			w.t.Logf("%s", exit.Stderr)
		}
		w.t.Fatalf("rasid backfill: %v", err)
	}
	return string(out)
}

// published returns what the press itself says that an outlet published in [from, to), sorted.
func (w *world) published(outlet string, from, to time.Time) []string {
	w.t.Helper()
	f, err := os.Open(filepath.Join(w.shared, "eval", "ant.jsonl.gz"))
	if err != nil {
		w.t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		w.t.Fatal(err)
	}
	var all []string
	for d := json.NewDecoder(z); ; {
		var a struct{ Docno, Src, Time string }
		if err := d.Decode(&a); err == io.EOF {
			break
		} else if err != nil {
			w.t.Fatal(err)
		}
		if at := clockOf(a.Time); a.Src == outlet && !at.IsZero() && !at.Before(from) && at.Before(to) {
			all = append(all, a.Docno)
		}
	}
	slices.Sort(all)
	return all
}

func clockOf(s string) time.Time {
	for _, layout := range []string{time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// lacking returns what of want is not in got, both sorted.
func lacking(want, got []string) []string {
	var missing []string
	for _, s := range want {
		if _, ok := slices.BinarySearch(got, s); !ok {
			missing = append(missing, s)
		}
	}
	return missing
}
