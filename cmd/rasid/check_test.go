package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rasid/fetch"
	"rasid/news"
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
