package monitor

import (
	"strings"
	"testing"
	"time"

	"rasid/fetch/fetchtest"
	"rasid/news"
	"rasid/notify"
)

// edited replaces words of the files of a web.
func edited(web *fetchtest.Web, files string, words ...string) {
	web.Change(strings.NewReplacer(words...).Replace(files))
}

// TestEdited follows an article through the edits of its headline: spelling is kept silent, another number is read once and told
// once, in the next digest that has news, and never sends one of its own.
func TestEdited(t *testing.T) {
	hook, hooked := newHook(t)
	o := Options{Digests: []Digest{daily(t, "morning", "hook")}, Targets: map[string]Target{"hook": hooked}}
	files := feed("rss", item{"talks", hours(-1)}) + pages("talks")
	web := fetchtest.NewWeb(t, files)
	w := following(t, web, o)
	w.polls()
	w.reads()
	w.cuts() // from now on it is due
	day := func(n int) { w.now = hours(24*n + 2) }
	morning := func() string {
		t.Helper()
		w.polls()
		w.reads()
		w.cuts()
		w.delivers()
		posts := hook.Posts()
		return string(posts[len(posts)-1].Body)
	}
	day(1)
	if body := morning(); strings.Contains(body, `"edits"`) || !strings.Contains(body, "كينشاسا") {
		t.Fatalf("the first digest: %s", body)
	}

	silent := []string{"مفاوضات سد النهضة مع إثيوبيا", "مفاوضاتِ ســد النهضة مع اثيوبيا"}
	edited(web, files, silent...)
	day(2)
	morning()
	if web.Count("/talks") != 1 || len(hook.Posts()) != 1 {
		t.Errorf("another spelling: read %d times, %d digests", web.Count("/talks"), len(hook.Posts()))
	}

	moved := []string{"في كينشاسا</", "في الخرطوم</"}
	edited(web, files, moved...)
	day(3)
	w.polls()
	if r := w.reads(); r.Edited != 1 {
		t.Errorf("edited: %+v", r)
	}
	for range 3 {
		morning()
	}
	if web.Count("/talks") != 2 || len(hook.Posts()) != 1 {
		t.Errorf("another place: read %d times, %d digests", web.Count("/talks"), len(hook.Posts()))
	}
	trace, err := w.db.Why(t.Context(), w.stands("talks").URL)
	w.must(err)
	last := trace.Versions[len(trace.Versions)-1]
	if last.Basis != news.OnPage || !strings.HasSuffix(last.Title, "في كينشاسا") || last.Text == "" || !strings.HasSuffix(trace.Article.Title, "في الخرطوم") {
		t.Errorf("kept: %+v, now %q", last, trace.Article.Title)
	}
	if trace.Settlement.Disposition != news.Sent || len(trace.Folds) != 1 {
		t.Errorf("it stands at %+v", trace)
	}

	edited(web, feed("rss", item{"talks", hours(-1)}, item{"turbines", hours(70)})+pages("talks", "turbines"), moved...)
	day(4)
	body := morning()
	for _, want := range []string{`"edits":[{`, `"was":"مصر والسودان يستأنفان مفاوضات سد النهضة مع إثيوبيا في كينشاسا"`, `"articles":[]`, "/turbines"} {
		if !strings.Contains(body, want) {
			t.Errorf("the next digest has no %s: %s", want, body)
		}
	}
	ds, err := w.db.Digests(t.Context(), 1)
	w.must(err)
	d, err := w.db.Digest(t.Context(), ds[0].ID)
	w.must(err)
	if text := notify.Text(d); !strings.Contains(text, "عُدّل العنوان: كان «مصر والسودان") {
		t.Errorf("as text: %s", text)
	}
	edited(web, feed("rss", item{"talks", hours(-1)}, item{"letter", hours(95)})+pages("talks", "letter"), moved...)
	day(5)
	if body := morning(); strings.Contains(body, `"edits"`) || !strings.Contains(body, "/letter") {
		t.Errorf("told twice: %s", body)
	}
}

// TestEditedOffTopic has that an entry off every topic is judged anew under another headline, once a day at most.
func TestEditedOffTopic(t *testing.T) {
	articles, _ := pieces()
	match, talks := articles["match"], articles["talks"]
	files := feed("rss", item{"match", hours(-1)}) + pages("talks")
	web := fetchtest.NewWeb(t, files)
	w := following(t, web, Options{})
	w.polls()
	w.reads()
	if s := w.stands("match"); s.Disposition != news.OffTopic {
		t.Fatalf("%+v", s)
	}
	words := []string{match.title, talks.title, match.summary, talks.summary, "-- /talks --", "-- /match --"}
	edited(web, files, words...)
	w.now = w.now.Add(time.Hour)
	w.polls()
	w.reads()
	if s := w.stands("match"); s.Disposition != news.Waiting || web.Count("/match") != 1 {
		t.Errorf("it stands at %+v, read %d times", s, web.Count("/match"))
	}
	for n := range 8 {
		edited(web, files, append([]string{talks.summary, strings.Repeat("خبر ", n+1)}, words...)...)
		edited(web, strings.ReplaceAll(files, match.title, talks.title+strings.Repeat(" الآن", n+1)), words...)
		w.now = w.now.Add(2 * time.Hour)
		w.polls()
		w.reads()
	}
	if web.Count("/match") > 2 {
		t.Errorf("its page was read %d times in a day", web.Count("/match"))
	}
}

// TestEditedPageGone has an edited article whose page answers no more: its text stays, its headline is the one listed.
func TestEditedPageGone(t *testing.T) {
	articles, _ := pieces()
	files := feed("rss", item{"talks", hours(-1)}) + pages("talks")
	web := fetchtest.NewWeb(t, files)
	w := following(t, web, Options{})
	w.polls()
	w.reads()
	web.Change(strings.ReplaceAll(feed("rss", item{"talks", hours(-1)}), "في كينشاسا</", "في الخرطوم</") + status("talks", 404))
	w.now = w.now.Add(time.Hour)
	w.polls()
	for range 2 {
		w.reads()
	}
	trace, err := w.db.Why(t.Context(), w.stands("talks").URL)
	w.must(err)
	a := trace.Article
	if web.Count("/talks") != 2 || !strings.HasSuffix(a.Title, "في الخرطوم") || a.Text == "" || !strings.Contains(a.Note, "404") || trace.Versions[1].Title != articles["talks"].title {
		t.Errorf("asked %d times: %+v", web.Count("/talks"), trace)
	}
}
