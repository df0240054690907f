package monitor

import (
	"strings"
	"testing"

	"rasid/detect"
	"rasid/fetch/fetchtest"
	"rasid/news"
)

// TestSplitStays has that an article which the operator took out of a story stays out, and one that he put back
// stays in, when it is read, judged and folded again.
func TestSplitStays(t *testing.T) {
	renamed := func(files string) string { return strings.ReplaceAll(files, "/talks", "/copy") }
	web := fetchtest.NewWeb(t, feed("rss", item{"talks", hours(-3)})+renamed(feed("rival", item{"talks", hours(-2)}))+pages("talks")+renamed(pages("talks")))
	w := newWorld(t, Options{Sources: []news.Source{
		{Name: "paper", Outlet: "الصحيفة", Kind: "feed", URL: web.URL + "/rss"},
		{Name: "rival", Outlet: "الغد", Kind: "feed", URL: web.URL + "/rival"},
	}})
	w.polls()
	w.reads()
	story := w.onlyStory(2)
	lead, other := story.Members[0].URL, story.Members[1].URL
	if story.Members[1].Kind != news.Copy {
		t.Fatalf("it is a %s", story.Members[1].Kind)
	}
	again := func() {
		t.Helper()
		for _, url := range []string{other, lead} {
			w.must(w.settleOne(t.Context(), news.Settlement{URL: url, Disposition: news.Unread}))
		}
		w.restart()
		if r := w.reads(); r.Relevant != 2 {
			t.Fatalf("read again: %+v", r)
		}
	}
	own, err := w.db.SplitMember(t.Context(), story.ID, other, detect.StoryID, w.now)
	w.must(err)
	again()
	if ss := w.waiting(); len(ss) != 2 || ss[0].ID != story.ID || ss[1].ID != own || ss[1].Members[0].URL != other {
		t.Errorf("split and read again: %+v", ss)
	}
	_, err = w.db.MergeStories(t.Context(), own, story.ID, w.now)
	w.must(err)
	again()
	if s := w.onlyStory(2); s.ID != story.ID || s.Members[1].Fold != story.Members[1].Fold {
		t.Errorf("merged and read again: %s %+v, was %s %+v", s.ID, s.Members[1].Fold, story.ID, story.Members[1].Fold)
	}
}

// waiting returns the stories that the next digest would carry, the oldest first.
func (w *world) waiting() []news.Story {
	w.t.Helper()
	ss, err := w.db.WaitingStories(w.t.Context(), "", "dam")
	w.must(err)
	return ss
}

// onlyStory returns the one story that waits, with its number of members.
func (w *world) onlyStory(members int) news.Story {
	w.t.Helper()
	ss := w.waiting()
	if len(ss) != 1 || len(ss[0].Members) != members {
		w.t.Fatalf("waiting: %+v, want one story of %d", ss, members)
	}
	return ss[0]
}
