package main

import (
	"bytes"
	"encoding/json"
	"fmt"
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

const (
	visit = "وصل وزير الخارجية الروسي سيرغي لافروف إلى بيونغ يانغ الجمعة في زيارة تستمر ثلاثة أيام."
	talks = "وبحث الجانبان التعاون العسكري والتقني بين البلدين."
	seoul = "وأعربت سيول عن قلقها البالغ من الزيارة."
)

const deskConfig = `[store]
path = "rasid.db"

[[source]]
name = "a"
outlet = "صحيفة"
url = "https://a.example/rss"

[[topic]]
name = "dprk-russia"
`

// A desk is a database with one story, for the commands that ask about it or change it.
type desk struct {
	t    *testing.T
	path string // of the configuration
	db   string
}

var morning = time.Date(2026, 3, 4, 6, 0, 0, 0, time.UTC)

// newDesk stores a story of three articles: a lead, a copy an hour later that a digest carried along with it,
// and a copy that came after that digest.
func newDesk(t *testing.T) desk {
	t.Helper()
	d := desk{t: t, path: filepath.Join(t.TempDir(), "rasid.toml")}
	d.db = filepath.Join(filepath.Dir(d.path), "rasid.db")
	d.must(os.WriteFile(d.path, []byte(deskConfig), 0o600))
	db, err := store.Open(t.Context(), store.Options{Path: d.db, Bands: detect.Bands})
	d.must(err)
	defer func() { d.must(db.Close()) }()
	d.save(db, "a", 0, "رويترز", visit+"\n\n"+talks, news.Lead)
	d.save(db, "b", 1, "", visit+"\n\n"+seoul, news.Copy)
	stories, err := db.WaitingStories(t.Context(), "", "dprk-russia")
	d.must(err)
	d.must(db.SaveDigest(t.Context(), news.Tick{}, news.Digest{ID: "d1", Name: "daily", Topic: "dprk-russia", Due: morning.Add(2 * time.Hour), Stories: stories}, nil))
	d.save(db, "c", 27, "", "", news.Copy)
	return d
}

func (d desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func address(name string) string { return "https://" + name + ".example/1" }

// theStory is the id of the story of a desk.
func theStory() string { return detect.StoryID("dprk-russia", address("a")) }

// save puts one article, hours after morning, into the story.
func (d desk) save(db *store.DB, name string, hours int, agency, text string, kind news.FoldKind) {
	d.t.Helper()
	at := morning.Add(time.Duration(hours) * time.Hour)
	e := news.Entry{Source: name, URL: address(name), Title: "لافروف في بيونغ يانغ " + name, Published: at, Seen: at.Add(time.Minute)}
	_, err := db.SavePoll(d.t.Context(), news.Poll{Source: name}, []news.Entry{e})
	d.must(err)
	a := news.Article{Entry: e, ID: fetch.ID(e.URL), Outlet: "صحيفة " + name, Agency: agency, Text: text, Basis: news.OnPage}
	if text == "" {
		a.Basis, a.Note = news.OnTitle, "403 Forbidden"
	}
	a.Sketch = detect.Sketch(a.Title, a.Text)
	fold := news.Fold{Topic: "dprk-russia", Story: theStory(), Kind: kind}
	if kind != news.Lead {
		fold.Like, fold.Why = fetch.ID(address("a")), "same text as a (90 % of the shorter)"
	}
	d.must(db.SaveArticle(d.t.Context(), a, []news.Verdict{{Topic: "dprk-russia", Score: 0.9, Cutoff: 0.5, Relevant: true, Basis: a.Basis}},
		[]news.Fold{fold}, news.Settlement{Disposition: news.Waiting, Topic: "dprk-russia"}))
}

// run runs one command line and returns what it printed.
func (d desk) run(wantCode int, args ...string) string {
	d.t.Helper()
	var out, diag bytes.Buffer
	if code := run(d.t.Context(), append(args, "--config", d.path), &out, &diag); code != wantCode {
		d.t.Fatalf("rasid %s: code %d, want %d\n%s%s", strings.Join(args, " "), code, wantCode, &out, &diag)
	}
	return out.String() + diag.String()
}

// has reports each of parts that is missing from what was printed, or not in its order.
func (d desk) has(printed string, parts ...string) {
	d.t.Helper()
	rest := printed
	for _, p := range parts {
		_, after, found := strings.Cut(rest, p)
		if !found {
			d.t.Errorf("%q is missing, or not in its place, in\n%s", p, printed)
			return
		}
		rest = after
	}
}

func TestStory(t *testing.T) {
	d := newDesk(t)
	printed := d.run(0, "story", theStory())
	d.has(printed, theStory(), "3 articles", "digest     daily d1",
		"first", "صحيفة a", "رويترز", address("a"), "lead", "carried by digest d1",
		"+1h00m", "صحيفة b", address("b"), "copy: same text as a (90 %", "carried by digest d1",
		"+27h00m", "صحيفة c")
	if strings.Contains(printed, seoul) {
		t.Error("sentences without --diff")
	}
	d.has(d.run(0, "story", theStory(), "--diff"), address("a"), "compared with this one", address("b"), "+ ", seoul, "- ", talks, address("c"), "page was not read")
	d.has(d.run(1, "story", "0000000000000000"), "no story", "rasid why URL")
	if by := d.run(0, "story", address("b")); by != printed {
		t.Errorf("by the address of an article:\n%s", by)
	}
	d.has(d.run(1, "story", "https://never.example/1"), "is in no story", "rasid why")
	d.run(exitUsage, "story")
}

func TestStoryJSON(t *testing.T) {
	d := newDesk(t)
	printed := d.run(0, "story", theStory(), "--diff", "--json")
	var v struct {
		ID           string
		ComparedWith string `json:"compared_with"`
		Members      []struct {
			URL          string
			First        bool
			DelaySeconds int `json:"delay_seconds"`
			Agency       string
			Kind         string
			Digest       string
			Difference   *struct{ Added, Missing []string }
		}
		Digests []struct{ ID string }
	}
	d.must(json.Unmarshal([]byte(printed), &v))
	if v.ID != theStory() || v.ComparedWith != address("a") || len(v.Members) != 3 || len(v.Digests) != 1 {
		t.Fatalf("%+v", v)
	}
	first, second, third := v.Members[0], v.Members[1], v.Members[2]
	if !first.First || first.Agency != "رويترز" || first.Difference != nil || second.First || second.DelaySeconds != 3600 || second.Digest != "d1" || third.Digest != "" || third.Difference != nil {
		t.Errorf("%+v", v)
	}
	if got, want := fmt.Sprint(second.Difference.Added, second.Difference.Missing), fmt.Sprint([]string{seoul}, []string{talks}); got != want {
		t.Errorf("difference %s, want %s", got, want)
	}
}

func TestDelay(t *testing.T) {
	for seconds, want := range map[int64]string{0: "0m", 59: "0m", 60: "1m", 3599: "59m", 3600: "1h00m", 47*3600 + 59*60: "47h59m", 48 * 3600: "2d00h", 80 * 3600: "3d08h"} {
		if got := delay(seconds); got != want {
			t.Errorf("delay(%d) = %s, want %s", seconds, got, want)
		}
	}
}
