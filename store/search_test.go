package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"rasid/news"
)

// TestSearch has what a query finds; the articles are named by number.
func TestSearch(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	for i, text := range []string{
		"زار وزير الدفاع الروسي أندريه بيلوسوف بيونغ يانغ. وقال إن المباحثات كانت مثمرة.",
		"أعلنت كوريا الشمالية إرسال جنودها إلى روسيا.\n\nوأشاد الزعيم كيم جونغ أون بالجنود.",
		"أعلنت الهيئة أنّ الصّاروخ سقط في البحر، والجنود بخير.",
		"مباراة في كرة القدم بين فريقين من المدينة",
	} {
		e := listed("a", i)
		e.Title = fmt.Sprintf("خبر %d", i)
		_, err := list(ctx, db, "a", []news.Entry{e})
		must(t, err)
		a := article(e)
		a.Text = text
		vs, s, folds := relevant(), waiting(), []news.Fold{{Topic: topic, Story: fmt.Sprint(i), Kind: news.Lead}}
		if i == 3 {
			vs, s, folds = nil, news.Settlement{Disposition: news.OffTopic}, nil
		}
		for range 2 { // saved again it is found once
			must(t, db.SaveArticle(ctx, a, vs, folds, s))
		}
	}
	for _, c := range []struct{ query, topic, want string }{
		{"الروسي", "", "0 1"}, // and روسيا, by its stem
		{"بيونغ يانغ", "", "0"},
		{"الجنود", "", "1 2"},
		{"جنود روسيا", "", "1"},
		{"اعلنت", "", "1 2"},         // without hamza
		{"الصاروخ", "", "2"},         // without vowels
		{"ٱلـصـــاروخ", "", "2"},     // stretched
		{`"جونغ أون"`, "", "1"},      // a run of words
		{`"أون جونغ"`, "", ""},       // in another order
		{"«كيم جونغ»", "", "1"},      // in Arabic marks
		{"الجنود -روسيا", "", "2"},   // without
		{"بيلو*", "", "0"},           // begins like
		{"القدم", "", "3"},           // what was read and is on no topic
		{"القدم", topic, ""},         // within a topic
		{"الجنود", topic, "1 2"},     //
		{"في", "", "2 3"},            // a stop word alone
		{"الجنود في روسيا", "", "1"}, // a stop word among others
		{"غواصة", "", ""},
		{"", "", ""},
		{"-روسيا", "", ""},
	} {
		hits, _, err := db.Search(ctx, c.query, c.topic, 0)
		if err != nil {
			t.Errorf("%q: %v", c.query, err)
		}
		found := map[string]bool{}
		for _, h := range hits {
			found[h.URL[len("https://a.example/"):]] = true
		}
		var got []string
		for i := range 4 {
			if found[fmt.Sprint(i)] {
				got = append(got, fmt.Sprint(i))
			}
		}
		if strings.Join(got, " ") != c.want || len(found) != len(hits) {
			t.Errorf("%q in %q: found %v, want %q", c.query, c.topic, got, c.want)
		}
	}
	hits, _, err := db.Search(ctx, "كيم", "", 1)
	must(t, err)
	if want := "وأشاد الزعيم كيم جونغ أون بالجنود."; len(hits) != 1 || hits[0].Snippet != want {
		t.Errorf("snippet of %+v, want %q", hits, want)
	}
}

// TestSearchBroad has that the beginning of a word is refused with what to do when one letter is left of it, and only then: to answer
// takes seconds in a store of some years.
func TestSearchBroad(t *testing.T) {
	db := openTest(t)
	for query, broad := range map[string]bool{
		"ك*": true, "كـ*": true, "كَ*": true, "كوريا ر*": true, "2*": true, "ف-1*": true, "لك*": false, "كو*": false, "ك": false, "*": false, "-ك*": false, `"ك*"`: false, "ك *": false,
	} {
		_, _, err := db.Search(t.Context(), query, "", 1)
		if errors.Is(err, ErrBroad) != broad || !broad && err != nil || broad && !strings.Contains(err.Error(), "write more") {
			t.Errorf("%q: %v", query, err)
		}
	}
}

// FuzzSearch has that no query is an error, but one that is too broad.
func FuzzSearch(f *testing.F) {
	for _, q := range []string{`"`, `a"b`, "NEAR(", "title:x", "a AND", "OR", "*", "^", "- -", `"" ""`, "(", "{a}:", "كيم\x00جونغ", "\xff", "a+b", "3.5", "'--;"} {
		f.Add(q)
	}
	db := openTest(f)
	f.Fuzz(func(t *testing.T, query string) {
		if _, _, err := db.Search(t.Context(), query, "", 1); err != nil && !errors.Is(err, ErrBroad) {
			match, _ := matchOf(query)
			t.Errorf("%q (%s): %v", query, match, err)
		}
	})
}

// TestSearchOfCommonWord: of a word that more articles hold than are ranked the newest are, unless all are asked for or the topic has few.
func TestSearchOfCommonWord(t *testing.T) {
	const all, inTitle, relevant = Ranked + 5, 1000, 700
	db, ctx := openTest(t), t.Context()
	var entries []news.Entry
	for i := range all {
		entries = append(entries, listed("a", i))
	}
	_, err := list(ctx, db, "a", entries)
	must(t, err)
	must(t, db.change(ctx, true, func(w *writer) error {
		for i, e := range entries {
			id, title := i+1, "خبر"
			switch i {
			case 0:
				title = "كوريا كوريا كوريا" // the best of all, and the oldest
			case inTitle:
				title = "خبر من كوريا"
			}
			if err := w.exec(`INSERT INTO article (entry, id, outlet, author, agency, title, summary, text, basis, note, published, fetched, sketch)
				VALUES (?, ?, 'a', '', '', ?, '', 'بيان من كوريا الشمالية.', 'page', '', ?, 0, NULL)`, id, fmt.Sprintf("%016x", i), title, ms(e.Published)); err != nil {
				return err
			}
			if err := w.saveSearch(int64(id), searchable(title), searchable("بيان من كوريا الشمالية.")); err != nil {
				return err
			}
		}
		return w.exec(`INSERT INTO verdict (entry, topic, score, cutoff, relevant, mention, ask, basis, nearest, facets, model)
			SELECT id, ?, 0.6, 0.5, id IN (1, ?), 0, 0, 'page', 'x', '[]', 'm' FROM entry`, topic, relevant+1)
	}))
	for _, c := range []struct {
		query, topic string
		limit, found int
		first        []int
		older        bool
	}{
		{"كوريا", "", 3, 3, []int{inTitle, all - 1, all - 2}, true},
		{"كوريا", "", 0, all, []int{0, inTitle, all - 1}, false},
		{"كوريا", "", all, all, []int{0, inTitle, all - 1}, false},
		{"كوريا", "", all - 1, all - 1, []int{inTitle, all - 1}, true},
		{"كوريا -خبر", "", 3, 1, []int{0}, false},
		{"كوريا", topic, 3, 2, []int{0, relevant}, false},
		{"غواصة", "", 3, 0, nil, false},
	} {
		hits, older, err := db.Search(ctx, c.query, c.topic, c.limit)
		if err != nil || len(hits) != c.found || older != c.older {
			t.Errorf("%q in %q, %d: %d found, older %v, %v; want %d, %v", c.query, c.topic, c.limit, len(hits), older, err, c.found, c.older)
			continue
		}
		for i, n := range c.first {
			if want := entries[n].URL; hits[i].URL != want {
				t.Errorf("%q in %q, %d: number %d is %s, want %s", c.query, c.topic, c.limit, i, hits[i].URL, want)
			}
		}
	}
}
