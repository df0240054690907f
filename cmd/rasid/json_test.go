package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"rasid/monitor"
	"rasid/news"
	"rasid/store"
)

// keyForm is what every key of JSON output is like; dispositions, which are keys of counts, have a hyphen.
var keyForm = regexp.MustCompile(`^[a-z]+([_-][a-z]+)*$`)

// strange lists the keys in v that are not of keyForm.
func strange(at string, v any) (found []string) {
	switch v := v.(type) {
	case map[string]any:
		for k, one := range v {
			if !keyForm.MatchString(k) {
				found = append(found, at+"."+k)
			}
			found = append(found, strange(at+"."+k, one)...)
		}
	case []any:
		for _, one := range v {
			found = append(found, strange(at, one)...)
		}
	}
	return found
}

// TestJSONKeys has that what commands print as JSON has keys of one form, down to the last.
func TestJSONKeys(t *testing.T) {
	d := newDesk(t)
	d.run(0, "split", theStory(), address("c"))
	d.edit("b", "عنوان آخر لزيارة لافروف")
	round, err := json.Marshal(monitor.Round{})
	d.must(err)
	outputs := map[string]string{"once": string(round)}
	page := filepath.Join(t.TempDir(), "مقال.txt")
	d.must(os.WriteFile(page, []byte("لافروف في بيونغ يانغ\n\n"+visit+" "+talks+"\n"), 0o600))
	for _, args := range [][]string{
		{"why", address("b")}, {"entries"}, {"story", theStory(), "--diff"}, {"search", "لافروف"}, {"digest", "list"}, {"sources"}, {"topic", "list"},
		{"topic", "show", "dprk-russia"}, {"judge", page}, {"read", page}, {"feedback"}, {"deliveries"}, {"label", address("b"), "relevant", "--yes"}, {"label", "--list"},
		{"prune", "--keep", "400d", "--dry-run"}, {"backup"}, {"recover", d.db, filepath.Join(t.TempDir(), "new.db")}, {"restore", backedUp(t, d)},
	} {
		outputs[fmt.Sprint(args)] = d.run(0, append(args, "--json")...)
	}
	outputs["status"] = d.run(0, "status", "--json")
	for name, text := range outputs {
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
		for _, key := range strange(name, v) {
			t.Errorf("key %s", key)
		}
	}
	d.has(outputs[fmt.Sprint([]string{"why", address("b")})], `"versions": [`, `"basis": "listing"`)
	d.has(d.run(0, "why", address("b")), "edited     ", "the headline was", "b")
	d.has(d.run(0, "story", theStory()), address("b"), "edited 2026-03-05 06:00Z: the headline was")
}

// backedUp returns a backup of the database of a desk.
func backedUp(t *testing.T, d desk) string {
	path := filepath.Join(t.TempDir(), "backup.db")
	d.run(0, "backup", path)
	return path
}

// edit has a source list an article under another headline a day later, and the page say the same.
func (d desk) edit(source, title string) {
	d.t.Helper()
	db, err := store.Open(d.t.Context(), store.Options{Path: d.db})
	d.must(err)
	defer func() { d.must(db.Close()) }()
	a, err := db.Article(d.t.Context(), address(source))
	d.must(err)
	a.Title, a.Seen, a.Fetched = title, morning.Add(24*time.Hour), morning.Add(24*time.Hour)
	_, err = db.SavePoll(d.t.Context(), news.Poll{Source: a.Source, Checked: a.Seen}, []news.Entry{a.Entry})
	d.must(err)
	d.must(db.SaveArticle(d.t.Context(), a, nil, nil, news.Settlement{Disposition: news.OffTopic}))
}
