package store

import (
	"fmt"
	"testing"
	"time"

	"rasid/news"
)

// relisted lists e again, with changes, an hour later by its listing.
func relisted(t *testing.T, db *DB, e news.Entry, change func(*news.Entry)) (news.Entry, int) {
	t.Helper()
	change(&e)
	n, err := db.SavePoll(t.Context(), poll(e.Source), []news.Entry{e})
	must(t, err)
	return e, n
}

// TestVersions has an article whose URL, headline and spelling are edited by its outlet after it was read: it stays one
// item, found under each address, all wordings are kept, and only another headline has it judged anew.
func TestVersions(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	e := listed("a", 1)
	e.URL, e.Title = "https://a.example/world/1713452-مقتل-12", "مقتل 12 شخصًا في انفجارٍ وسط بغداد"
	read(t, db, e, "s1", news.Lead)
	first := e.Title
	for i, c := range []struct {
		name   string
		change func(*news.Entry)
		edited int
	}{
		{"hamza, vowel signs, tatweel and punctuation", func(e *news.Entry) { e.Title = "مقتل 12 شخصا في إنفجـار وسط بغداد!" }, 0},
		{"summary", func(e *news.Entry) { e.Summary = "انفجرت سيارة مفخخة" }, 0},
		{"new slug and key", func(e *news.Entry) {
			e.URL, e.Key = "https://a.example/world/1713452-انفجار-بغداد", "guid-new"
		}, 0},
		{"toll", func(e *news.Entry) { e.Title = "مقتل 21 شخصا في انفجار وسط بغداد" }, 1},
		{"again, too soon", func(e *news.Entry) { e.Title = "مقتل 25 شخصا في انفجار وسط بغداد" }, 1},
	} {
		next, fresh := relisted(t, db, e, c.change)
		if fresh != 0 {
			t.Fatalf("%s: %d new entries", c.name, fresh)
		}
		e = next
		es, err := db.Edited(ctx, e.Seen, 0)
		must(t, err)
		vs, err := db.Versions(ctx, e.URL)
		must(t, err)
		if len(es) != c.edited || len(vs) != i+1 {
			t.Errorf("%s: %d to be judged anew, want %d; %d versions, want %d", c.name, len(es), c.edited, len(vs), i+1)
		}
	}
	for _, url := range []string{"https://a.example/world/1713452-مقتل-12", e.URL} {
		trace, err := db.Why(ctx, url)
		must(t, err)
		if trace.Entry.URL != e.URL || trace.Entry.Title != e.Title || trace.Article.Title != first || trace.Versions[0].Title != first || len(trace.Folds) != 1 {
			t.Errorf("%s: %+v", url, trace)
		}
	}
}

// TestEditedTold has that readers are told of an edited headline once: in the next digest that carries the story.
func TestEditedTold(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	e := listed("a", 1)
	e.Title = "مقتل 12 شخصا في انفجار وسط بغداد"
	a := read(t, db, e, "s1", news.Lead)
	d := digestOf(t, db, "d1", hour(24))
	must(t, db.SaveDigest(ctx, news.Tick{}, d, nil))
	edit := func(title string, at time.Time) {
		t.Helper()
		e, _ = relisted(t, db, e, func(e *news.Entry) { e.Title, e.Seen = title, at })
		a.Title, a.Text, a.Fetched = title, title+" اليوم.", at
		must(t, db.SaveArticle(ctx, a, relevant(), []news.Fold{{Topic: topic, Story: "s1", Kind: news.Lead}}, waiting()))
		if es, err := db.Edited(ctx, at, 0); err != nil || len(es) != 0 {
			t.Errorf("read again it is still to be judged anew: %v %v", es, err)
		}
	}
	edit("مقتل 21 شخصا في انفجار وسط بغداد", hour(25))
	if ss, err := db.WaitingStories(ctx, "", topic); err != nil || len(ss) != 0 {
		t.Errorf("an edit alone waits: %v %v", ss, err)
	}
	ss, err := db.EditedStories(ctx, "", topic, hour(20))
	must(t, err)
	if len(ss) != 1 || ss[0].Members[0].Was != "مقتل 12 شخصا في انفجار وسط بغداد" || !ss[0].Members[0].Edited.Equal(hour(25)) {
		t.Fatalf("edited: %+v", ss)
	}
	d.ID, d.Stories = "d2", ss
	must(t, db.SaveDigest(ctx, news.Tick{}, d, owed(d, "")))
	if ss, _ := db.EditedStories(ctx, "", topic, hour(20)); len(ss) != 0 {
		t.Errorf("told twice: %+v", ss)
	}
	edit("مقتل 30 شخصا في انفجار وسط بغداد", hour(50))
	edit("مقتل 21 شخصا في انفجار وسط بغداد", hour(75))
	if ss, _ := db.EditedStories(ctx, "", topic, hour(20)); len(ss) != 0 {
		t.Errorf("what is as it was told is no edit: %+v", ss)
	}
	vs, err := db.Versions(ctx, e.URL)
	must(t, err)
	if len(vs) != 6 || vs[1].Basis != OnPage || vs[1].Text != article(listed("a", 1)).Text && vs[1].Text == "" {
		t.Errorf("versions: %+v", vs)
	}
}

// TestEditedToldByEach has that each of two digests of a topic tells an edit once, whatever the other has told.
func TestEditedToldByEach(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	must(t, db.SaveSchedules(ctx, []Schedule{{"morning", topic}, {"weekly", topic}}, hour(0), hour(0)))
	e := listed("a", 1)
	e.Title = "مقتل 12 شخصا في انفجار وسط بغداد"
	a := read(t, db, e, "s1", news.Lead)
	send := func(name, id string, ss []news.Story) {
		t.Helper()
		d := digestOf(t, db, id, hour(24))
		d.Name, d.Stories = name, ss
		must(t, db.SaveDigest(ctx, news.Tick{}, d, nil))
	}
	for _, name := range []string{"morning", "weekly"} {
		ss, err := db.WaitingStories(ctx, name, topic)
		must(t, err)
		send(name, name+"-1", ss)
	}
	e, _ = relisted(t, db, e, func(e *news.Entry) {
		e.Title, e.Seen = "مقتل 21 شخصا في انفجار وسط بغداد", hour(25)
	})
	a.Title, a.Fetched = e.Title, e.Seen
	must(t, db.SaveArticle(ctx, a, relevant(), []news.Fold{{Topic: topic, Story: "s1", Kind: news.Lead}}, waiting()))
	untold := func(name string) []news.Story {
		t.Helper()
		ss, err := db.EditedStories(ctx, name, topic, hour(20))
		must(t, err)
		return ss
	}
	for n, name := range []string{"morning", "weekly"} {
		if got := []int{len(untold("morning")), len(untold("weekly"))}; got[0] != 1-n || got[1] != 1 {
			t.Errorf("before %s has told: %d stories are edited for the one, %d for the other", name, got[0], got[1])
		}
		send(name, name+"-2", untold(name))
	}
	if len(untold("morning"))+len(untold("weekly"))+len(untold("")) != 0 {
		t.Error("told twice")
	}
	s, err := db.Story(ctx, "s1")
	if err != nil || s.Members[0].Was != "" {
		t.Errorf("all know, and it is still shown as edited: %+v (%v)", s.Members[0], err)
	}
}

// TestHostileEdits has feeds that make every poll look new (H23, H24 of the reliability design).
func TestHostileEdits(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(n int, e *news.Entry)
	}{
		{"the same guid, new text every poll", func(n int, e *news.Entry) {
			e.Title = fmt.Sprintf("كيم جونغ أون يصل إلى موسكو %d", n)
		}},
		{"a new guid every poll", func(n int, e *news.Entry) { e.Key = fmt.Sprint("guid-", n) }},
		{"the same guid, new text and slug every poll", func(n int, e *news.Entry) {
			e.Title, e.URL = fmt.Sprintf("كيم جونغ أون يصل إلى موسكو %d", n), fmt.Sprintf("https://a.example/1713452-%d-slug", n)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			db, ctx := openTest(t), t.Context()
			e := listed("a", 1)
			read(t, db, e, "s1", news.Lead)
			judged := 0
			for n := range 200 { // of 15 minutes: two days
				e, _ = relisted(t, db, e, func(e *news.Entry) { c.change(n, e); e.Seen = hour(1).Add(time.Duration(n) * 15 * time.Minute) })
				es, err := db.Edited(ctx, e.Seen, 0)
				must(t, err)
				for _, x := range es {
					judged++
					a := article(x.Entry)
					a.Fetched = e.Seen
					must(t, db.SaveArticle(ctx, a, relevant(), []news.Fold{{Topic: topic, Story: "s1", Kind: news.Lead}}, waiting()))
				}
			}
			if _, all, err := db.Tally(ctx, time.Time{}, time.Time{}); err != nil || all != 1 {
				t.Errorf("%d entries: %v", all, err)
			}
			vs, err := db.Versions(ctx, e.URL)
			must(t, err)
			if judged > 3 || len(vs) > 2*keptVersions {
				t.Errorf("judged %d times in two days, %d versions kept", judged, len(vs))
			}
			var aliases int
			must(t, db.read.QueryRow(`SELECT count(*) FROM alias`).Scan(&aliases))
			if aliases > keptVersions {
				t.Errorf("%d addresses kept", aliases)
			}
		})
	}
}
