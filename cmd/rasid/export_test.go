package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rasid/detect"
	"rasid/news"
	"rasid/store"
)

// empty is a desk of the same topics with nothing stored.
func (d desk) empty() desk {
	d.t.Helper()
	other := desk{t: d.t, path: filepath.Join(d.t.TempDir(), "rasid.toml")}
	other.db = filepath.Join(filepath.Dir(other.path), "rasid.db")
	other.must(os.WriteFile(other.path, []byte(deskConfig), 0o600))
	return other
}

// records are the articles of an export, without what belongs to the installation: stories, digests, and how it settled them.
func (d desk) records(printed string) (all []store.Exported) {
	d.t.Helper()
	for line := range strings.Lines(printed) {
		var e store.Exported
		d.must(json.Unmarshal([]byte(line), &e))
		e.Topics, e.Digests, e.Disposition = nil, nil, ""
		all = append(all, e)
	}
	return all
}

// TestRoundTrip exports, imports into an empty store, and exports again: the same articles, judged and folded there, none of
// which waits for a digest; read twice they are there once.
func TestRoundTrip(t *testing.T) {
	d := newDesk(t)
	file := filepath.Join(t.TempDir(), "all.jsonl")
	d.has(d.run(0, "export", file), "3 articles")
	d.has(d.run(1, "export", file), "is there already")
	first, err := os.ReadFile(file)
	d.must(err)
	d.has(string(first), `"topic":"dprk-russia"`, `"story":"`+theStory()+`"`, `"fold":"lead"`, `"digests":["d1"]`, `"fold":"copy"`)
	o := d.empty()
	d.has(o.run(0, "import", file), "3 articles imported", "0 were known; 0 lines")
	second := o.run(0, "export")
	got, want := o.records(second), d.records(string(first))
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) || len(want) != 3 {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	d.has(second, `"disposition":"past"`, `"fold":"lead"`, `"fold":"rewrite"`)
	d.has(o.run(0, "import", file), "0 articles imported", "3 were known; 0 lines")
	if again := o.run(0, "export"); again != second {
		t.Errorf("read twice:\n%s\nonce:\n%s", again, second)
	}
	db, err := store.Open(t.Context(), store.Options{Path: o.db, Bands: detect.Bands})
	d.must(err)
	defer db.Close()
	if waiting, err := db.WaitingStories(t.Context(), "", "dprk-russia"); err != nil || len(waiting) != 0 {
		t.Errorf("waiting: %+v %v", waiting, err)
	}
	d.has(o.run(exitBusy, "import", file), "stop it first")
}

// TestImportLines has that each line that cannot be used is named with what to do, and that nothing else is lost.
func TestImportLines(t *testing.T) {
	d := newDesk(t).empty()
	lines := []string{
		"\uFEFF" + `{"url":"https://www.one.example/1?utm_source=x","title":"كيم يزور روسيا","published":"2020-01-02","outlet":"صحيفة"}`,
		`{"url":"https://two.example/2","title":"عنوان"`, // cut short
		`{"title":"بلا عنوان على الشبكة"}`,
		`{"url":"ftp://three.example/3","title":"x"}`,
		``,
		`{"url":"https://four.example/4"}`,
		`{"url":"https://five.example/5","title":"x","published":"yesterday"}`,
		`{"url":"https://six.example/6","title":6}`,
		`[{"url":"https://seven.example/7"}]`,
		`{"url":"https://eight.example/8","title":"` + strings.Repeat("ط", maxLine) + `"}`,
		`{"url":"https://one.example/1","title":"مرة أخرى"}`,
		`{"url":"https://nine.example/9","text":"نص بلا عنوان","published":"2019-05-06T07:08:09+03:00","colour":"green"}`, // no end of line
	}
	file := filepath.Join(t.TempDir(), "archive.jsonl")
	d.must(os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600))
	printed := d.run(1, "import", file)
	for _, want := range []string{
		"archive.jsonl:2: not a JSON object", "archive.jsonl:3: no url: give", "archive.jsonl:4: url: ", "archive.jsonl:6: neither title nor text",
		`archive.jsonl:7: published "yesterday": not a time like`, "archive.jsonl:8: title is a JSON number", "archive.jsonl:9: a JSON array", "archive.jsonl:10: longer than 4 MiB",
		"8 lines could not be used",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("%q is missing:\n%s", want, printed)
		}
	}
	var urls []string
	for _, e := range d.records(d.run(0, "export")) {
		urls = append(urls, e.URL+" "+e.Outlet+" "+e.Published.Format("2006-01-02T15:04"))
	}
	want := []string{"https://nine.example/9 nine.example 2019-05-06T04:08", "https://www.one.example/1 صحيفة 2020-01-02T00:00", "https://one.example/1 one.example 0001-01-01T00:00"}
	slices.Sort(urls)
	slices.Sort(want)
	if !slices.Equal(urls, want) {
		t.Errorf("got %q, want %q", urls, want)
	}
	d.run(exitUsage, "import", t.TempDir())
	d.run(1, "import", file+".not")
}

// TestSheet reads an export as a table by the rules of RFC 4180, with cells in it that a spreadsheet would run.
func TestSheet(t *testing.T) {
	d := newDesk(t)
	d.other("s", `=HYPERLINK("https://evil.example")`, "@SUM(1)\n\nسطر \"ثان\", وثالث")
	file := filepath.Join(t.TempDir(), "all.CSV")
	d.run(0, "export", file, "--bom")
	text, err := os.ReadFile(file)
	d.must(err)
	sheet, marked := strings.CutPrefix(string(text), "\uFEFF")
	if !marked || strings.Count(sheet, "\n") != strings.Count(sheet, "\r\n") {
		t.Error("no byte order mark, or lines that do not end in CR LF")
	}
	rows, err := csv.NewReader(strings.NewReader(sheet)).ReadAll()
	d.must(err)
	column := func(row []string, name string) string { return row[slices.Index(rows[0], name)] }
	if len(rows) != 5 || column(rows[1], "story") != theStory() || column(rows[1], "digests") != "d1" || column(rows[1], "score") != "0.9000" {
		t.Fatalf("%q", rows)
	}
	found := false
	for _, row := range rows[1:] {
		if column(row, "url") == address("s") {
			found = true
			if column(row, "title") != `'=HYPERLINK("https://evil.example")` || !strings.HasPrefix(column(row, "text"), "'@SUM(1)") || column(row, "topic") != "" {
				t.Errorf("%q", row)
			}
		}
	}
	if !found {
		t.Error("an article without a topic is missing")
	}
	only, err := csv.NewReader(strings.NewReader(d.run(0, "export", "--format", "csv", "--topic", "dprk-russia", "--from", "2026-03-05", "--to", "2026-03-05"))).ReadAll()
	d.must(err)
	if len(only) != 2 || column(only[1], "url") != address("c") || column(only[1], "topic") != "dprk-russia" {
		t.Errorf("%q", only)
	}
	for _, args := range [][]string{{"--bom"}, {"--format", "xml"}, {"--from", "soon"}, {"--from", "2026-03-05", "--to", "2026-03-04"}, {"--topic", "x"}} {
		d.run(exitUsage, append([]string{"export"}, args...)...)
	}
}

// TestPruneCommand prunes beside another process that has the database open, and says what is wrong with what it is asked.
func TestPruneCommand(t *testing.T) {
	d := newDesk(t)
	const later = "--now=2027-06-01T00:00:00Z"
	d.has(d.run(exitUsage, "prune", later), "keep_text", "--keep-text")
	d.has(d.run(exitUsage, "prune", "--keep-text", "3d"), "at least 60d")
	d.has(d.run(exitUsage, "prune", "--keep", "year"), "not a span")
	db, err := store.Open(t.Context(), store.Options{Path: d.db, Bands: detect.Bands})
	d.must(err)
	defer db.Close()
	d.must(db.SaveDigest(t.Context(), news.Tick{}, waitingDigest(t, db), nil))
	d.has(d.run(0, "prune", "--dry-run", "--keep-text", "60d", "--keep", "400d", later), "texts     3 entries", "would go", "entries   3 ", "database  ")
	d.has(d.run(0, "prune", "--keep-text", "60d", later), "texts     3 entries", " gone")
	if hits, _, err := db.Search(t.Context(), "لافروف", "", 0); len(hits) != 0 || err != nil {
		t.Errorf("%d %v", len(hits), err)
	}
	d.has(d.run(0, "digest", "show", "d1"), "لافروف")
	d.must(db.Beat(t.Context(), morning))
	d.has(d.run(1, "prune", "--keep", "400d", later), "the clock has jumped", "--clock-is-right")
	d.has(d.run(0, "prune", "--keep", "400d", "--clock-is-right", later), "entries   3 ")
}

// waitingDigest is a digest of what waits.
func waitingDigest(t *testing.T, db *store.DB) news.Digest {
	t.Helper()
	stories, err := db.WaitingStories(t.Context(), "", "dprk-russia")
	if err != nil {
		t.Fatal(err)
	}
	return news.Digest{ID: "d2", Name: "daily", Topic: "dprk-russia", Due: morning, Stories: stories}
}
