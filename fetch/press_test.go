package fetch_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rasid/fetch"
	"rasid/news"
)

// recorded is one article of the recorded press.
type recorded struct {
	Docno, Src, Title, Time string
	at                      time.Time
}

// TestPress reads the recorded press: every kind it has, now and in the past, against its own list.
func TestPress(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIP: -short: the recorded press takes half a minute")
	}
	data := shared(t, "eval", "ant.jsonl.gz")
	now := time.Date(2018, 6, 12, 12, 0, 0, 0, time.UTC)
	port := startPress(t, shared(t, "press"), data, now)
	articles := recordedPress(t, data)
	host := map[string]string{"BBC": "127.0.0.21", "alarabia": "127.0.0.22", "CNN": "127.0.0.23", "france24": "127.0.0.24", "skynews": "127.0.0.25"}
	address := func(src, path string) string { return "http://" + host[src] + ":" + port + path }
	o := loopback()
	o.Now = func() time.Time { return now }
	c := fetch.New(o)
	defer c.Close()
	ctx := context.Background()

	live := []struct{ src, kind, path string }{
		{"BBC", "feed", "/rss.xml"}, {"alarabia", "feed", "/rss.xml"}, {"CNN", "feed", "/feed"}, {"france24", "feed", "/rss.xml"}, {"skynews", "feed", "/rss.xml"},
		{"skynews", "listing", "/latest"}, {"BBC", "listing", "/latest"}, {"BBC", "sitemap", "/news-sitemap.xml"}, {"CNN", "wordpress", "/wp-json/wp/v2/posts"},
	}
	for _, k := range live {
		s := news.Source{Name: k.src + k.kind, Kind: k.kind, URL: address(k.src, k.path)}
		l, err := c.List(ctx, s, news.Poll{})
		if err != nil {
			t.Errorf("%s %s: %v", k.src, k.kind, err)
			continue
		}
		want := newest(articles[k.src], now, len(l.Entries))
		if n := map[string]int{"feed": 40, "listing": 40, "wordpress": 10}[k.kind]; n > 0 && len(l.Entries) != n {
			t.Errorf("%s %s: %d entries, want %d", k.src, k.kind, len(l.Entries), n)
		}
		compare(t, k.src+" "+k.kind, l.Entries, want, k.kind != "listing")
	}

	past := []struct{ src, kind, path, archive string }{
		{"alarabia", "feed", "/rss.xml", "/sitemap.xml?yyyy={yyyy}&mm={mm}&dd={dd}"},
		{"CNN", "wordpress", "/wp-json/wp/v2/posts", ""},
		{"CNN", "feed", "/feed", "/wp-json/wp/v2/posts?after={from}&before={to}&per_page=50&page={page}"},
		{"CNN", "feed", "/feed", "/feed?paged={page}"},
	}
	for i, k := range past {
		s := news.Source{Name: fmt.Sprint(k.src, i), Kind: k.kind, URL: address(k.src, k.path)}
		if k.archive != "" {
			s.Archive = address(k.src, k.archive)
		}
		found := map[string]news.Entry{}
		from, to := time.Date(2018, 5, 1, 0, 0, 0, 0, time.UTC), time.Date(2018, 5, 8, 0, 0, 0, 0, time.UTC)
		for d := from; d.Before(to); d = d.AddDate(0, 0, 1) {
			l, err := c.Past(ctx, s, d)
			if err != nil {
				t.Fatalf("%s of %s: %v", s.Archive, d, err)
			}
			for _, e := range l.Entries {
				if !e.Published.Before(from) && e.Published.Before(to) {
					found[e.URL] = e
				}
			}
		}
		var want []recorded
		for _, a := range articles[k.src] {
			if !a.at.Before(from) && a.at.Before(to) {
				want = append(want, a)
			}
		}
		var got []news.Entry
		for _, e := range found {
			got = append(got, e)
		}
		compare(t, "past "+s.Archive, got, want, false)
	}
	for want, s := range map[error]news.Source{
		fetch.ErrNoArchive: {Name: "none", Kind: "feed", URL: address("BBC", "/rss.xml")},
		fetch.ErrNoDay:     {Name: "ends", Kind: "feed", Archive: address("CNN", "/feed?paged={page}")},
	} {
		if _, err := c.Past(ctx, s, time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC)); !errors.Is(err, want) {
			t.Errorf("past of %s: %v", s.Name, err)
		}
	}
}

// compare holds entries against the press's own list, whatever their order.
func compare(t *testing.T, name string, got []news.Entry, want []recorded, titles bool) {
	t.Helper()
	known := map[string]recorded{}
	for _, a := range want {
		known[a.Docno] = a
	}
	missing := len(known)
	for _, e := range got {
		u, err := url.Parse(e.URL)
		if err != nil {
			t.Fatal(err)
		}
		a, ok := known[strings.TrimPrefix(u.Path, "/a/")]
		if !ok {
			t.Errorf("%s: %s is not expected (%s, %v)", name, e.URL, e.Title, e.Published)
			continue
		}
		missing--
		if titles && !e.Published.Equal(a.at) {
			t.Errorf("%s: %s published %v, want %v", name, e.URL, e.Published, a.at)
		}
		if e.Title != "" && len(strings.Fields(e.Title)) != len(strings.Fields(a.Title)) {
			t.Errorf("%s: title %q, want %q", name, e.Title, a.Title)
		}
	}
	if missing != 0 {
		t.Errorf("%s: %d of %d missing", name, missing, len(known))
	}
}

func newest(all []recorded, now time.Time, n int) []recorded {
	var out []recorded
	for _, a := range slices.Backward(all) {
		if !a.at.After(now) && len(out) < n {
			out = append(out, a)
		}
	}
	return out
}

func recordedPress(t *testing.T, path string) map[string][]recorded {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]recorded{}
	sc := bufio.NewScanner(z)
	sc.Buffer(make([]byte, 1<<20), 1<<24)
	for sc.Scan() {
		var a recorded
		if err := json.Unmarshal(sc.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		for _, l := range []string{time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", time.RFC3339} {
			if at, err := time.Parse(l, a.Time); err == nil {
				a.at = at.UTC()
				break
			}
		}
		if !a.at.IsZero() {
			all[a.Src] = append(all[a.Src], a)
		}
	}
	for _, l := range all {
		slices.SortStableFunc(l, func(a, b recorded) int { return a.at.Compare(b.at) })
	}
	return all
}

// startPress builds and starts the press on a free port and returns it.
func startPress(t *testing.T, dir, data string, now time.Time) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	l.Close()
	bin := filepath.Join(t.TempDir(), "press")
	build := exec.Command("go", "build", "-o", bin, ".")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the press: %v\n%s", err, out)
	}
	full, err := filepath.Abs(data)
	if err != nil {
		t.Fatal(err)
	}
	run := exec.Command(bin, "-data", full, "-at", now.Format(time.RFC3339), "-for", "5m", "-port", port)
	out, err := run.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { run.Process.Kill(); run.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil { // it says how much it has loaded
		t.Fatalf("the press does not start: %v %s", err, line)
	}
	for range 1000 {
		if res, err := http.Get("http://127.0.0.1:" + port + "/clock"); err == nil {
			res.Body.Close()
			return port
		}
	}
	t.Fatal("the press does not answer")
	return ""
}
