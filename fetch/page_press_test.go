package fetch

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"rasid/arabic"
	"rasid/news"
)

// sharedFile returns the path of a file of the shared material, or skips.
func sharedFile(t testing.TB, parts ...string) string {
	t.Helper()
	dir := os.Getenv("RASID_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	path := filepath.Join(append([]string{dir}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("RASID_REQUIRE") == "1" {
			t.Fatalf("required: %v", err)
		}
		t.Skipf("shared material is not here: %v", err)
	}
	return path
}

// A recorded article of the ANT corpus; side is what its outlet published just before.
type recorded struct {
	Docno, Src, Title, Time, Abstract, Text string
	at                                      time.Time
	side                                    []*recorded
}

// sample returns every step-th article of each outlet, with its eight neighbours in time.
func sample(t testing.TB, step int) map[string][]*recorded {
	f, err := os.Open(sharedFile(t, "eval", "ant.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]*recorded{}
	sc := bufio.NewScanner(z)
	sc.Buffer(make([]byte, 1<<20), 1<<24)
	for sc.Scan() {
		a := &recorded{}
		if err := json.Unmarshal(sc.Bytes(), a); err != nil {
			t.Fatal(err)
		}
		if _, ok := layouts[a.Src]; !ok {
			continue
		}
		for _, l := range []string{time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", time.RFC3339} {
			if a.at, err = time.Parse(l, a.Time); err == nil {
				a.at = a.at.UTC()
				break
			}
		}
		if !a.at.IsZero() {
			all[a.Src] = append(all[a.Src], a)
		}
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	out := map[string][]*recorded{}
	for src, list := range all {
		sort.SliceStable(list, func(i, j int) bool { return list[i].at.Before(list[j].at) })
		for i := 8; i < len(list); i += step {
			list[i].side = list[i-8 : i]
			out[src] = append(out[src], list[i])
		}
	}
	return out
}

// f1 is the harmonic mean of precision and recall over the words of both texts, order left aside.
func f1(got, want string) float64 {
	g, w := arabic.Words(got), arabic.Words(want)
	count := map[string]int{}
	for _, x := range w {
		count[x]++
	}
	common := 0
	for _, x := range g {
		if count[x] > 0 {
			count[x]--
			common++
		}
	}
	if common == 0 {
		return 0
	}
	return 2 * float64(common) / float64(len(g)+len(w))
}

// A tally holds the scores of one outlet's pages.
type tally struct {
	f1                             []float64
	foreign, title, times, refused int
	worst                          float64
	worstPage                      string
	spent                          time.Duration
}

// String says the figures on one line.
func (y *tally) String() string {
	n := len(y.f1)
	return fmt.Sprintf("n=%d F1 mean %.4f p5 %.4f p1 %.4f worst %.3f (%s), foreign headlines %d, refused %d, title %d, time %d, %.2f ms/page",
		n, y.mean(), y.low(.05), y.low(.01), y.worst, y.worstPage, y.foreign, y.refused, y.title, y.times, float64(y.spent.Microseconds())/1000/float64(n))
}

func (y *tally) mean() (m float64) {
	for _, x := range y.f1 {
		m += x / float64(len(y.f1))
	}
	return m
}

func (y *tally) low(share float64) float64 {
	s := append([]float64(nil), y.f1...)
	sort.Float64s(s)
	return s[int(share*float64(len(s)))]
}

// foreign counts the side-column headlines that stand in got and not in the article itself.
func foreign(got string, a *recorded) int {
	n := 0
	for _, s := range a.side {
		if len([]rune(s.Title)) > 20 && strings.Contains(got, s.Title) && !strings.Contains(a.Text, s.Title) && s.Title != a.Title {
			n++
		}
	}
	return n
}

// goals of extraction, per layout: word F1 in the mean and at the 5th percentile.
const (
	goalMean = 0.97
	goalLow  = 0.90
)

// TestPressLayouts reads recorded articles in the five layouts, once with the elements and names that tell
// what surrounds an article, once without any. Articles without a text of their own are left out.
func TestPressLayouts(t *testing.T) {
	step := 10
	if testing.Short() {
		step = 100
	}
	all := sample(t, step)
	for _, end := range []struct{ name, html string }{{"marked", pageEnd}, {"unmarked", looseEnd}} {
		t.Run(end.name, func(t *testing.T) {
			for _, src := range []string{"BBC", "alarabia", "CNN", "france24", "skynews"} {
				y := readAll(t, all[src], end.html, func(page []byte) (Page, error) {
					return ParsePage(page, "text/html; charset=utf-8", "", news.Source{Outlet: layouts[src].outlet})
				})
				t.Log(src, y)
				if n := len(y.f1); y.mean() < goalMean || y.low(.05) < goalLow || y.title < n || y.times < n {
					t.Errorf("%s: below the goal", src)
				}
				if y.foreign > 0 {
					t.Errorf("%s: %d headlines of other articles in a text", src, y.foreign)
				}
			}
		})
	}
}

// readAll reads the pages of list by read and scores what comes out.
func readAll(t *testing.T, list []*recorded, end string, read func([]byte) (Page, error)) *tally {
	y := &tally{worst: 2}
	for _, a := range list {
		if len(strings.Fields(a.Text)) < tooFew || strings.HasPrefix(a.Text, "**") { // galleries, notices of rights
			continue
		}
		page := dress(t, a, end)
		start := time.Now()
		p, err := read(page)
		y.spent += time.Since(start)
		if err != nil {
			y.refused++
			t.Logf("%s: %v", a.Docno, err)
		}
		score := f1(p.Text, a.Text)
		y.f1 = append(y.f1, score)
		if score < y.worst {
			y.worst, y.worstPage = score, a.Docno
		}
		y.foreign += foreign(p.Text, a)
		if p.Title == arabic.Clean(a.Title, maxTitle) {
			y.title++
		}
		want := a.at
		if a.Src == "skynews" {
			want = a.at.Truncate(time.Minute) // all that its pages show
		}
		if p.Published.Equal(want) || a.Src == "france24" && p.Published.IsZero() { // which shows nothing
			y.times++
		}
	}
	return y
}

// TestGoldPages reads real pages of two outlets against what people took from them.
func TestGoldPages(t *testing.T) {
	raw, err := os.ReadFile(sharedFile(t, "pages", "cnn_arabic_2013.html"))
	if err != nil {
		t.Fatal(err)
	}
	gold, err := os.ReadFile(sharedFile(t, "pages", "cnn_arabic_2013.txt"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := ParsePage(raw, "text/html", "http://arabic.cnn.com/2013/middle_east/8/3/syria.clashes/index.html", news.Source{})
	if err != nil || f1(p.Text, string(gold)) < 0.99 || p.Title != "معارضون يسيطرون على مخازن للصواريخ بريف دمشق" || p.Published.Format(time.RFC3339) != "2013-08-28T10:00:00Z" {
		t.Errorf("cnn: %v, F1 %.3f, %q, %v\n%s", err, f1(p.Text, string(gold)), p.Title, p.Published, p.Text)
	}
	t.Logf("cnn 2013: F1 %.4f", f1(p.Text, string(gold)))

	if raw, err = os.ReadFile(sharedFile(t, "pages", "assabah.gold.json")); err != nil {
		t.Fatal(err)
	}
	var pages map[string]struct {
		File, Title   string
		With, Without []string
	}
	if err := json.Unmarshal(raw, &pages); err != nil {
		t.Fatal(err)
	}
	for address, want := range pages {
		if raw, err = os.ReadFile(sharedFile(t, "pages", want.File)); err != nil {
			t.Fatal(err)
		}
		p, err := ParsePage(raw, "text/html", address, news.Source{})
		if err != nil || p.Title != strings.Join(strings.Fields(want.Title), " ") {
			t.Errorf("%s: %v, title %q", want.File, err, p.Title)
		}
		for _, s := range want.With {
			if !strings.Contains(p.Text, s) {
				t.Errorf("%s: %q is missing", want.File, s)
			}
		}
		for _, s := range want.Without {
			if strings.Contains(p.Text, s) {
				t.Errorf("%s: %q does not belong", want.File, s)
			}
		}
	}
}
