package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rasid/detect"
	"rasid/fetch"
	"rasid/news"
	"rasid/store"
)

// TestSourceAhead: check calls a time ahead as probe does.
func TestSourceAhead(t *testing.T) {
	now := time.Date(2018, 6, 12, 12, 0, 0, 0, time.UTC)
	for late, want := range map[time.Duration]string{-time.Hour: "ok", 4 * time.Minute: "ok", 10 * time.Minute: "ahead", 3 * time.Hour: "ahead"} {
		published := now.Add(late)
		l := fetch.Listing{Entries: []news.Entry{{Title: "قمة في موسكو", Published: published}}}
		if got := sourceTrial(news.Source{Name: "a"}, l, nil, now); got.State != want || (want == "ahead") != (fetch.Ahead(published, now) > 0) {
			t.Errorf("%s: %+v, want %s", late, got, want)
		}
	}
}

// TestSourceOfAnotherLayout: where item selects nothing any more, it is item that is to be mended.
func TestSourceOfAnotherLayout(t *testing.T) {
	for item, want := range map[string]string{"": "the answer is no feed", "div.gone": "item must select its headlines"} {
		got := sourceTrial(news.Source{Name: "a", Kind: "listing", Item: item}, fetch.Listing{}, fetch.ErrUnread, time.Now())
		if got.State != string(news.Broken) || !strings.Contains(got.Remedy, want) {
			t.Errorf("item %q: %+v, want %q", item, got, want)
		}
	}
}

// checkConfig is a configuration with a topic in the folder talks, and nothing to ask on the network.
const checkConfig = `[store]
path = "rasid.db"

[[source]]
name = "a"
url = "http://127.0.0.1:1/rss"

[[topic]]
name = "talks"
folder = "talks"

[fetch]
allow = ["127.0.0.0/8"]
retries = 0
`

// write puts a file beside the configuration.
func (d desk) write(name, text string) {
	d.t.Helper()
	path := filepath.Join(filepath.Dir(d.path), filepath.FromSlash(name))
	d.must(os.MkdirAll(filepath.Dir(path), 0o755))
	d.must(os.WriteFile(path, []byte(text), 0o600))
}

// TestTwinExamples has that two files of one text are named, and count once.
func TestTwinExamples(t *testing.T) {
	d := desk{t: t, path: filepath.Join(t.TempDir(), "rasid.toml")}
	d.write("rasid.toml", checkConfig)
	d.write("talks/a.txt", "لافروف في بيونغ يانغ\n\n"+visit+" "+talks)
	d.write("talks/b.txt", "زيارة\n\n"+visit+" "+strings.ReplaceAll(talks, "أ", "ا"))
	const twin = "b.txt: is left out: it has the text of a.txt; take one of the two away"
	d.has(d.run(0, "config", "check"), "no fault: ", "warning: ", twin)
	d.has(d.run(1, "check"), "config ", "b.txt warning  is left out: it has the text of a.txt; take one of the two away")
	if said := d.run(0, "topic", "list", "--json"); !strings.Contains(said, `"examples": 1`) {
		t.Errorf("counted: %s", said)
	}
}

// TestExampleAddress has that check and status name the examples that are given by address and cannot be had, and once they were
// read no more.
func TestExampleAddress(t *testing.T) {
	pages := map[string]string{
		"/talks": "<!doctype html><html lang=ar><head><meta charset=utf-8><title>لافروف</title></head><body><article><h1>لافروف في بيونغ يانغ</h1><p>" + visit + "</p><p>" + talks + "</p><p>" + seoul + "</p></article></body></html>",
		"/latin": "<!doctype html><html lang=en><head><meta charset=utf-8><title>Sign in</title></head><body><article><h1>Sign in to go on</h1><p>Please sign in to read the whole of this article, which is for those who have paid.</p></article></body></html>",
	}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, known := pages[r.URL.Path]
		if !known {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte(page))
	}))
	defer web.Close()
	d := desk{t: t, path: filepath.Join(t.TempDir(), "rasid.toml")}
	d.write("rasid.toml", checkConfig+"pace = \"0s\"\n")
	d.write("talks/a.txt", "لافروف في بيونغ يانغ\n\n"+visit+" "+talks)
	d.write("talks/urls.txt", web.URL+"/talks\n"+web.URL+"/gone\n"+web.URL+"/latin\n")
	const remedy = "; correct the address in "
	d.has(d.run(1, "check"), "example "+web.URL+"/talks ok  ", " words\n",
		"example "+web.URL+"/gone fault  ", "404 Not Found"+remedy, "talks/urls.txt, or save the article beside it as .txt\n",
		"example "+web.URL+"/latin fault  the page is not in Arabic"+remedy)

	d.run(0, "once", "--json")
	said := d.run(1, "status")
	d.has(said, "overdue   topic talks: example "+web.URL+"/talks has not been read; rasid check tells why", web.URL+"/gone has not", web.URL+"/latin has not")

	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(filepath.Dir(d.path), "rasid.db")})
	d.must(err)
	d.must(db.SaveExample(t.Context(), "talks", store.Example{URL: web.URL + "/talks", Title: "لافروف", Text: visit}))
	d.must(db.Close())
	d.has(d.run(1, "check"), web.URL+"/talks ok  was read, and is kept\n")
	if said := d.run(1, "status"); strings.Contains(said, web.URL+"/talks") || !strings.Contains(said, web.URL+"/gone has not been read") {
		t.Errorf("status:\n%s", said)
	}
}

// TestTopicTrial: check names a topic that is hardly more than one name with the remedy, and calls it no fault.
func TestTopicTrial(t *testing.T) {
	p := detect.Profile{Topic: "madrid", Examples: make([]detect.ExampleView, 3), Broad: []detect.Breadth{{Name: "ريال مدريد", Relevant: 0.746}}}
	got := topicTrial(p)
	if got.State != "ok" || !strings.Contains(got.Found, "3 examples; what the examples have in common is hardly more than \u2068ريال مدريد\u2069: 75 %") || !strings.Contains(got.Remedy, "into not/") {
		t.Errorf("%+v", got)
	}
	p.Broad = nil
	if got := topicTrial(p); got.Found != "3 examples" || got.Remedy != "" {
		t.Errorf("%+v", got)
	}
}
