package monitor

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"rasid/fetch/fetchtest"
	"rasid/news"
)

// TestOrderOfArrival has the same press listed in any order, by sources asked in any order and read in one round or several:
// the same stories with the same ids, leads, kinds and reasons; and so has a rerun over a fresh database.
func TestOrderOfArrival(t *testing.T) {
	copies := func(files, suffix string) string {
		for _, name := range []string{"talks", "letter", "turbines"} {
			files = strings.ReplaceAll(files, "/"+name, "/"+name+suffix)
		}
		return files
	}
	names := []string{"talks", "letter", "turbines"}
	var sources []news.Source
	served := pages(names...)
	for n := range 3 {
		served += copies(pages(names...), fmt.Sprint("-", n))
		sources = append(sources, news.Source{Name: fmt.Sprint("paper", n), Outlet: fmt.Sprint("صحيفة ", n), Kind: "feed"})
	}
	web := fetchtest.NewWeb(t, served)
	for n := range sources {
		sources[n].URL = web.URL + fmt.Sprint("/rss", n)
	}
	random := rand.New(rand.NewPCG(1, 2))
	var want string
	for round := range 6 {
		files := served
		for n := range sources {
			var items []item
			for i, name := range names {
				items = append(items, item{name, hours(-12 + 3*i + n)})
			}
			random.Shuffle(len(items), func(i, k int) { items[i], items[k] = items[k], items[i] })
			files += copies(feed(fmt.Sprint("rss", n), items...), fmt.Sprint("-", n))
		}
		web.Change(files)
		random.Shuffle(len(sources), func(i, k int) { sources[i], sources[k] = sources[k], sources[i] })
		w := newWorld(t, Options{Sources: slices.Clone(sources), Workers: 1 + random.IntN(4)})
		w.polls()
		w.reads()
		var got strings.Builder
		for _, s := range w.waiting() {
			fmt.Fprintf(&got, "%s %v %v\n", s.ID, s.Opened, s.Updated)
			for _, m := range s.Members {
				fmt.Fprintf(&got, "  %s %s %s %s\n", m.Kind, strings.TrimPrefix(m.URL, web.URL), m.Like, m.Why)
			}
		}
		if round == 0 {
			want = got.String()
			if lines := strings.Count(want, "\n"); lines < 9+2 || strings.Count(want, "copy") == 0 {
				t.Fatalf("too little is told:\n%s", want)
			}
		} else if got.String() != want {
			t.Fatalf("round %d\n%swant\n%s", round, got.String(), want)
		}
		w.restart()
		if again := w.reads(); again != (Round{}) {
			t.Errorf("read once more: %+v", again)
		}
	}
}
