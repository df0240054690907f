package test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// An archive is an outlet with a day sitemap and an older outlet whose pages are gone, of which the Wayback Machine has copies.
type archive struct {
	*httptest.Server
	mu    sync.Mutex
	asked []time.Time // when each request came
	live  chan string // pages of today that were asked
}

// The days of the outlet: two articles each, the first of them on the topic.
func (a *archive) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	a.asked = append(a.asked, time.Now())
	a.mu.Unlock()
	day := r.FormValue("yyyy") + "-" + r.FormValue("mm") + "-" + r.FormValue("dd")
	on := "كيم جونغ أون يستقبل وفدا روسيا في بيونغ يانغ"
	switch {
	case r.URL.Path == "/sitemap.xml" && len(day) == 10:
		fmt.Fprintf(w, `<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">`)
		for i, title := range []string{on + " يوم " + day, "افتتاح مكتبة جديدة في المدينة"} {
			fmt.Fprintf(w, `<url><loc>%s/p/%s/%d</loc><news:news><news:publication_date>%sT1%d:00:00Z</news:publication_date><news:title>%s</news:title></news:news></url>`, a.URL, day, i, day, i, title)
		}
		fmt.Fprint(w, `</urlset>`)
	case r.URL.Path == "/rss":
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>الميناء</title><item><title>%s اليوم</title><link>%s/today</link><pubDate>%s</pubDate></item></channel></rss>`, on, a.URL, time.Now().UTC().Format(time.RFC1123Z))
	case r.URL.Path == "/dead":
		fmt.Fprint(w, `<rss version="2.0"><channel><title>القديمة</title></channel></rss>`)
	case r.URL.Path == "/cdx/search/cdx" && strings.HasPrefix(r.FormValue("from"), "20260302"):
		fmt.Fprintf(w, `[["timestamp","original"],["20260302101112","%s/gone/1"]]`, a.URL)
	case r.URL.Path == "/cdx/search/cdx":
		fmt.Fprint(w, "[]")
	case strings.HasPrefix(r.URL.Path, "/p/"), r.URL.Path == "/today", strings.HasPrefix(r.URL.Path, "/web/20260302101112id_/"):
		if r.URL.Path == "/today" {
			select {
			case a.live <- r.URL.Path:
			default:
			}
		}
		fmt.Fprintf(w, `<html lang="ar"><head><meta charset="utf-8"><title>%s</title></head><body><article><h1>%s</h1>
<p>استقبل زعيم كوريا الشمالية كيم جونغ أون الأربعاء في العاصمة بيونغ يانغ وفدا روسيا رفيعا برئاسة وزير الدفاع، وبحث معه التعاون العسكري بين البلدين.</p>
<p>وقالت وكالة الأنباء المركزية الكورية إن الجانبين ناقشا تنفيذ معاهدة الشراكة الاستراتيجية الشاملة التي وقعها الرئيس فلاديمير بوتين خلال زيارته إلى بيونغ يانغ.</p></article></body></html>`, on, on)
	default:
		http.NotFound(w, r)
	}
}

// newArchive serves the outlets and writes a configuration that follows them.
func newArchive(t *testing.T, dir, pace string) *archive {
	a := &archive{live: make(chan string, 1)}
	a.Server = httptest.NewServer(a)
	t.Cleanup(a.Close)
	write(t, dir, "rasid.toml", fmt.Sprintf(`[[source]]
name = "mina"
outlet = "الميناء"
url = "%[1]s/rss"
archive = "%[1]s/sitemap.xml?yyyy={yyyy}&mm={mm}&dd={dd}"
[[source]]
name = "dead"
outlet = "القديمة"
url = "%[1]s/dead"
[[topic]]
name = "dprk-russia"
[[target]]
name = "folder"
kind = "file"
path = "out"
[[digest]]
name = "daily"
topic = "dprk-russia"
targets = ["folder"]
[store]
path = "rasid.db"
[fetch]
allow = ["127.0.0.0/8"]
wayback = "%[1]s"
pace = %[2]q
per_host = 1
`, a.URL, pace))
	return a
}

// backfill runs rasid backfill over the first four days of March 2026 and returns what it printed.
func backfill(t *testing.T, dir string, more ...string) string {
	t.Helper()
	out, code := rasid(t, dir, append([]string{"backfill", "-c", "rasid.toml", "--topic", "dprk-russia", "--from", "2026-03-01", "--to", "2026-03-04"}, more...)...)
	if code != 0 {
		t.Fatalf("rasid backfill %v: exit %d\n%s", more, code, out)
	}
	return out
}

func file(t *testing.T, path ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// sent counts the digests that stand in the folder of the target.
func sent(t *testing.T, dir string) int {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "out", "*.html"))
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

// TestBackfillReport reads past days by day sitemap and by the Wayback Machine, and has the same reports twice and the
// digest once.
func TestBackfillReport(t *testing.T) {
	dir := t.TempDir()
	web := newArchive(t, dir, "0s")
	args := []string{"--wayback", "--report", "r.html", "--report", "r.md", "--report", "r.json", "--to-target", "folder"}
	first := backfill(t, dir, args...)
	for _, words := range [][]string{
		{"mina", "4", "sitemap", "8", "8", "4", "4"},
		{"dead", "4", "1", "wayback", "2026-03-01: its source names no archive; the Wayback Machine has nothing of the day", "2026-03-03 to 2026-03-04: its source names no archive; the Wayback Machine has nothing of the day"},
		{"5 articles in", "stories belong to dprk-russia"},
		{"folder", "3 deliveries"},
	} {
		if lineWith(first, words...) == "" {
			t.Errorf("no line with %q in\n%s", words, first)
		}
	}
	reports := file(t, dir, "r.html") + file(t, dir, "r.md") + file(t, dir, "r.json")
	for _, want := range []string{`dir="rtl"`, `<td class="c1"`, `<td class="x"`, "من أيام مضت:", "أرشيف الإنترنت", "/gone/1", `"type":"backfill"`, `"method":"wayback"`} {
		if !strings.Contains(reports, want) {
			t.Errorf("the reports lack %q", want)
		}
	}
	for _, never := range []string{"<script", "<img", "<link", "src=", "@import"} {
		if strings.Contains(file(t, dir, "r.html"), never) {
			t.Errorf("the report fetches something: %s", never)
		}
	}
	again := backfill(t, dir, args...)
	if want := strings.Replace(first, "3 deliveries", "0 deliveries", 1); again != want {
		t.Errorf("the second run prints\n%s\nafter\n%s", again, first)
	}
	if now := file(t, dir, "r.html") + file(t, dir, "r.md") + file(t, dir, "r.json"); now != reports {
		t.Error("the second run gives other reports")
	}
	if n := sent(t, dir); n != 1 {
		t.Errorf("%d digests were sent, want 1", n)
	}
	if why, _ := rasid(t, dir, "why", "-c", "rasid.toml", web.URL+"/gone/1"); !strings.Contains(why, "read from the copy") {
		t.Errorf("why:\n%s", why)
	}
	if out, code := rasid(t, dir, "backfill", "-c", "rasid.toml", "--topic", "dprk-russia", "--from", "2026-03-01", "--to", "2026-03-04", "--report", "r.pdf"); code != 64 || !strings.Contains(out, ".html, .md, .json") {
		t.Errorf("exit %d: %s", code, out)
	}
}

// TestBackfillLive is O15: while the service runs it reads the past when asked, at the pace of its own requests, and the
// news of today goes on; what is found stays out of what it sends.
func TestBackfillLive(t *testing.T) {
	alone := t.TempDir()
	newArchive(t, alone, "0s")
	want := backfill(t, alone)
	const pace = 100 * time.Millisecond
	dir := t.TempDir()
	a := newArchive(t, dir, pace.String())
	s := serviceIn(t, dir)
	s.said(t, "READY=1")
	until(t, a.live, "/today") // the news is read
	got := backfill(t, dir)
	if !strings.Contains(got, "another instance is at work") {
		t.Errorf("nothing says who reads:\n%s", got)
	}
	table := func(out string) string {
		_, rest, _ := strings.Cut(out, "source ")
		return strings.Join(strings.Fields(strings.NewReplacer("listed", "", "read", "").Replace(rest)), " ")
	}
	if strip(table(got)) != strip(table(want)) {
		t.Errorf("beside the service\n%s\nalone\n%s", got, want)
	}
	a.mu.Lock()
	// A busy machine brings two requests close together, but all of them only later than they were sent.
	n := len(a.asked) - 1
	if took := a.asked[n].Sub(a.asked[0]); n < 10 || took < time.Duration(n)*pace/2 {
		t.Errorf("%d requests to one host in %s, want %s between two", n+1, took, pace)
	}
	a.mu.Unlock()
	preview, code := rasid(t, dir, "digest", "preview", "-c", "rasid.toml", "daily", "--format", "json")
	if code != 0 || !strings.Contains(preview, "/today") || strings.Contains(preview, "/p/2026") {
		t.Errorf("exit %d: the live digest would be\n%s", code, preview)
	}

	// Ctrl-C takes the request back, and the service forgets it.
	bin, err := built()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	cmd := exec.CommandContext(ctx, bin, "backfill", "-c", "rasid.toml", "--topic", "dprk-russia", "--from", "2025-01-01", "--to", "2025-12-31")
	cmd.Dir = dir
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	diag, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := diag.Read(make([]byte, 64)); err != nil { // it has asked
		t.Fatal(err)
	}
	stop()
	io.Copy(io.Discard, diag)
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 130 {
		t.Errorf("stopped with exit %d, want 130", code)
	}
	if out := backfill(t, dir); strip(table(out)) != strip(table(want)) { // the service is free for the next
		t.Errorf("asked again\n%s", out)
	}
}

// strip leaves out the addresses of a server, which differ.
func strip(s string) string {
	var kept []string
	for _, w := range strings.Fields(s) {
		if !strings.HasPrefix(w, "http://127.0.0.1") {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}
