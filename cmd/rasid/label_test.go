package main

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"rasid/detect"
	"rasid/fetch"
	"rasid/news"
	"rasid/store"
)

// present is when the tests of labels take place, within 30 days of the desk's articles.
const present = "--now=2026-03-06T10:00:00Z"

// answer runs a command that is answered on its standard input.
func (d desk) answer(in string, args ...string) string {
	d.t.Helper()
	var out bytes.Buffer
	a := &app{out: &out, diag: &out}
	root := a.root()
	root.SetArgs(append(args, "--config", d.path, present))
	root.SetIn(strings.NewReader(in))
	d.must(root.ExecuteContext(d.t.Context()))
	return out.String()
}

// other stores an article that was judged off the topic.
func (d desk) other(name, title, text string) {
	d.t.Helper()
	db, err := store.Open(d.t.Context(), store.Options{Path: d.db, Bands: detect.Bands})
	d.must(err)
	defer func() { d.must(db.Close()) }()
	e := news.Entry{Source: name, URL: address(name), Title: title, Published: morning, Seen: morning}
	_, err = db.SavePoll(d.t.Context(), news.Poll{Source: name}, []news.Entry{e})
	d.must(err)
	a := news.Article{Entry: e, ID: fetch.ID(e.URL), Outlet: "صحيفة " + name, Text: text, Basis: news.OnPage}
	v := []news.Verdict{{Topic: "dprk-russia", Score: 0.2, Cutoff: 0.5, Basis: a.Basis}}
	d.must(db.SaveArticle(d.t.Context(), a, v, nil, news.Settlement{Disposition: news.OffTopic, Topic: "dprk-russia", Score: 0.2, Cutoff: 0.5}))
}

const (
	seoulTitle = "سيول وطوكيو تبحثان المناورات البحرية"
	seoulText  = "بحث وزيرا الدفاع في كوريا الجنوبية واليابان المناورات البحرية المشتركة في البحر الشرقي."
)

// TestLabel labels an article, sees what that does before it is done, and takes it back.
func TestLabel(t *testing.T) {
	d := newDesk(t)
	d.other("s", seoulTitle, seoulText)
	before := d.run(0, "why", address("s"))
	preview := d.run(0, "label", address("s")+"?utm_source=x", "relevant", "--dry-run", present)
	d.has(preview, "this would add 1, remove 0", "+ 2026-03-04", seoulTitle, address("s"), "nothing was changed")
	d.has(d.answer("n\n", "label", address("s"), "relevant"), "apply? [y/N]", "nothing was changed")
	d.has(d.run(0, "label", "--list"), "no labels")

	d.has(d.answer("y\n", "label", address("s"), "relevant", "--by", "ضحى"), "this would add 1", "applied; topic dprk-russia has 1 label")
	d.has(d.run(0, "label", "--list", "--topic", "dprk-russia"), "relevant", "2026-03-06 10:00Z", "ضحى", seoulTitle, address("s"))
	d.has(d.run(0, "why", address("s")), "waiting: taken in by labels on 2026-03-06", "relevant")
	d.has(d.run(0, "topic", "show", "dprk-russia"), "labels", "relevant", seoulTitle)
	d.has(d.answer("", "label", address("a"), "irrelevant", "--yes"), "remove 1; marked, since sent before: 2", "- 2026-03-05", address("c"), "~", address("a"), "has 2 labels")
	d.has(d.run(0, "why", address("a")), "sent", "not relevant")

	d.has(d.run(0, "label", "--undo", fetch.ID(address("a")), "--yes", present), "has 1 label")
	d.has(d.run(0, "label", "--undo", address("s"), "--yes", present), "add 0, remove 1", "- 2026-03-04", "has 0 labels")
	if after := d.run(0, "why", address("s")); after != before {
		t.Errorf("after it was taken back:\n%s\nbefore:\n%s", after, before)
	}
	d.has(d.run(1, "label", "--undo", address("s"), present), "has no label of")
	d.has(d.run(1, "label", "https://x.example/", "relevant", present), "never listed")
	d.has(d.run(exitUsage, "label", address("s"), "perhaps"), "relevant or irrelevant")
	d.has(d.run(exitUsage, "label", address("s"), "relevant", "--topic", "x"), "not in the configuration")
	d.run(exitUsage, "label", "!", "relevant")
}

// TestLabelJSON holds the form for programs, and that it applies nothing unless told to.
func TestLabelJSON(t *testing.T) {
	d := newDesk(t)
	d.other("s", seoulTitle, seoulText)
	for _, yes := range []bool{false, true} {
		args := []string{"label", address("s"), "relevant", "--json", present}
		if yes {
			args = append(args, "--yes")
		}
		var v replayView
		d.must(json.Unmarshal([]byte(d.run(0, args...)), &v))
		if v.Applied != yes || len(v.Added) != 1 || v.Added[0].URL != address("s") || v.Removed == nil || len(v.Labels) != 1 || !v.Labels[0].Relevant {
			t.Errorf("yes %v: %+v", yes, v)
		}
	}
}

// TestLabelBeside holds that labels change beside a running service, which then judges with them.
func TestLabelBeside(t *testing.T) {
	d := newDesk(t)
	d.other("s", seoulTitle, seoulText)
	a := &app{out: io.Discard, diag: io.Discard, clock: time.Now, path: d.path}
	p, err := a.open(t.Context(), a.quiet(), nil)
	d.must(err)
	defer p.Close()
	labels := func() int {
		judge, err := p.judge()
		d.must(err)
		profile, _ := judge.Profile("dprk-russia")
		return len(profile.Labels)
	}
	for n, change := range [][]string{nil, {"label", address("s"), "relevant", "--yes", present}, {"label", "--undo", address("s"), "--yes", present}} {
		if n > 0 {
			d.run(0, change...)
		}
		if got, want := labels(), n%2; got != want {
			t.Errorf("the service judges with %d labels, want %d", got, want)
		}
	}
}

// TestTune answers questions as a reader does, with each key, and applies all answers in one step.
func TestTune(t *testing.T) {
	d := newDesk(t)
	d.other("s", seoulTitle, seoulText)
	printed := d.answer("x\nr\nu\ns\ni\nr\ny\n", "topic", "tune", "dprk-russia", "--n", "2", "--by", "ضحى")
	d.has(printed, "1 of 2", "صحيفة", "2026-03-0", "keys: r relevant", "relevant\n", "2 of 2", "took back", "1 of 2", "skipped", "1 of 2", "irrelevant\n", "2 of 2",
		"relevant\n", "of the last 30 days", "apply? [y/N]", "applied; topic dprk-russia has 2 labels")
	if n := strings.Count(d.run(0, "label", "--list"), "ضحى"); n != 2 {
		t.Errorf("%d labels are listed, want 2", n)
	}
	d.has(d.answer("ق\nع\nس\nه\nn\n", "topic", "tune", "dprk-russia", "--n", "2"), "relevant\n", "took back", "skipped", "irrelevant\n", "nothing was changed")
	d.has(d.answer("ض\n", "topic", "tune", "dprk-russia"), "enough", "nothing was changed")
	d.has(d.answer("غلط\n", "label", address("s"), "relevant"), "apply? [y/N]", "nothing was changed")
	d.has(d.answer("غ\n", "label", address("s"), "relevant"), "apply? [y/N]", "applied; topic dprk-russia has 3 labels")
	d.has(d.answer("q\n", "topic", "tune", "dprk-russia"), "enough", "nothing was changed")
	d.has(d.answer("", "topic", "tune", "dprk-russia", "--json"), `"applied": false`)
	d.run(exitUsage, "topic", "tune", "dprk-russia", "--n", "0")
	d.run(exitUsage, "topic", "tune", "x")
}
