package test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// outlet is a small outlet on loopback: a front page that names its feed, five articles of this hour, and a day
// sitemap; /hijacked.xml leads elsewhere. What else is asked for is 404.
func outlet(t *testing.T) string {
	t.Helper()
	now := time.Now().UTC()
	feed := func(base string) string {
		var b strings.Builder
		for i := range 5 {
			fmt.Fprintf(&b, "<item><title>كيم جونغ أون يستقبل وفدا روسيا في بيونغ يانغ، الجولة %d</title><link>%s/a/%d</link><pubDate>%s</pubDate></item>", i, base, i, now.Add(-time.Duration(i)*time.Minute).Format(time.RFC1123Z))
		}
		return `<?xml version="1.0"?><rss version="2.0"><channel><title>الميناء</title>` + b.String() + "</channel></rss>"
	}
	article := `<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>كيم جونغ أون يستقبل وفدا روسيا</title></head><body><article><h1>كيم جونغ أون يستقبل وفدا روسيا في بيونغ يانغ</h1>
<p>استقبل زعيم كوريا الشمالية كيم جونغ أون الأربعاء في العاصمة بيونغ يانغ وفدا روسيا رفيعا برئاسة وزير الدفاع، وبحث معه التعاون العسكري بين البلدين.</p>
<p>وقالت وكالة الأنباء المركزية الكورية إن الجانبين ناقشا تنفيذ معاهدة الشراكة الاستراتيجية الشاملة التي وقعها الرئيس فلاديمير بوتين خلال زيارته إلى بيونغ يانغ.</p></article></body></html>`
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		day := r.FormValue("yyyy") + "-" + r.FormValue("mm") + "-" + r.FormValue("dd")
		switch {
		case r.URL.Path == "/":
			io.WriteString(w, `<html lang="ar"><head><meta charset="utf-8"><title>الميناء - الرئيسية</title><link rel="alternate" type="application/rss+xml" href="/news.xml"></head><body></body></html>`)
		case r.URL.Path == "/news.xml":
			io.WriteString(w, feed(server.URL))
		case r.URL.Path == "/hijacked.xml":
			io.WriteString(w, feed("https://casino.example"))
		case r.URL.Path == "/sitemap.xml" && len(day) == len("2026-03-04"):
			fmt.Fprintf(w, "<urlset><url><loc>%s/a/9</loc><lastmod>%s</lastmod></url></urlset>", server.URL, day)
		case r.URL.Path == "/sitemap.xml":
			io.WriteString(w, "<urlset></urlset>")
		case strings.HasPrefix(r.URL.Path, "/a/"):
			io.WriteString(w, article)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

const beginning = `# My own remarks stay where they are.
[fetch]
allow = ["127.0.0.0/8"] # loopback
pace = "0s"

[store]
path = "rasid.db"

[[source]]
name = "dark"
outlet = "مظلم"
url = "http://%s/rss.xml"

[[topic]]
name = "dprk-russia"
`

// TestAddAnOutlet walks the way of docs/sources.md: probe, source add, config check, once, sources.
func TestAddAnOutlet(t *testing.T) {
	web, dir := outlet(t), t.TempDir()
	before := fmt.Sprintf(beginning, closedPort(t))
	write(t, dir, "rasid.toml", before)
	run := func(want int, args ...string) string {
		t.Helper()
		out, code := rasid(t, dir, append([]string{"--config", "rasid.toml"}, args...)...)
		if code != want {
			t.Fatalf("rasid %s: exit %d, want %d\n%s", strings.Join(args, " "), code, want, out)
		}
		return out
	}
	holds := func(out string, lines ...[]string) {
		t.Helper()
		for _, words := range lines {
			if lineWith(out, words...) == "" {
				t.Errorf("no line holds %q in\n%s", words, out)
			}
		}
	}

	archive := `archive = "` + web + `/sitemap.xml?yyyy={yyyy}&mm={mm}&dd={dd}"`
	out := run(0, "probe", web)
	holds(out, []string{"A ", "feed", "link", "5", "100 %", "page", web + "/news.xml"}, []string{`outlet = "الميناء"`}, []string{archive}, []string{"/wp-json/wp/v2/posts", "404"})
	var found struct {
		Candidates []struct{ Grade, URL, Block string }
	}
	if err := json.Unmarshal([]byte(run(0, "probe", "--json", web+"/a/1")), &found); err != nil || len(found.Candidates) != 1 || found.Candidates[0].Grade != "A" {
		t.Errorf("probe --json of an article: %v %+v", err, found)
	}
	holds(run(0, "probe", web+"/hijacked.xml"), []string{"X ", "hijacked: links lead to casino.example"}, []string{"A ", "feed", web + "/news.xml"})

	holds(run(0, "source", "add", web, "--name", "mina"), []string{"added 1", "2 sources"})
	run(1, "source", "add", web) // is followed already
	write(t, dir, "block.toml", "[[source]]\nname = \"dark\"\nurl = \"http://x.example/\"\n")
	holds(run(78, "source", "add", "--block", "block.toml"), []string{"already the name in line 10"})
	after, err := os.ReadFile(filepath.Join(dir, "rasid.toml"))
	if err != nil || !strings.HasPrefix(string(after), before) || strings.Count(string(after), "[[source]]") != 2 || !strings.Contains(string(after), archive) {
		t.Errorf("%v; the file is now\n%s", err, after)
	}

	holds(run(0, "config", "check"), []string{"no fault", "sources 2"})
	holds(run(0, "source", "list"), []string{"mina", "الميناء", "not asked yet", web + "/news.xml"})
	holds(run(0, "once"), []string{"sources", "2 asked, 1 answered"}, []string{"entries", "5 new"}, []string{"articles", "5 relevant"})
	holds(run(0, "sources"), []string{"mina", "ok"}, []string{"dark", "down", "never", "connection refused"})

	opml := run(0, "source", "export")
	holds(opml, []string{`<opml version="2.0">`}, []string{`type="rss"`, `text="الميناء"`, `xmlUrl="` + web + `/news.xml"`})
	write(t, dir, "list.opml", opml)
	write(t, dir, "other.toml", "[[topic]]\nname = \"dprk-russia\"\nsources = [\"other\"]\n[[source]]\nname = \"other\"\nurl = \"https://other.example/rss\"\n")
	out, code := rasid(t, dir, "-c", "other.toml", "source", "import", "--append", "list.opml")
	if code != 0 {
		t.Fatalf("import: exit %d\n%s", code, out)
	}
	holds(out, []string{"added 2", "3 sources"}, []string{"topic dprk-russia follows only the sources it names", "mina"})
}
