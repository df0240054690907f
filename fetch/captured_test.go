package fetch_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rasid/fetch"
	"rasid/news"
)

// shared returns the path of a file of the measuring material, which lies beside the project.
func shared(t testing.TB, path ...string) string {
	t.Helper()
	dir := os.Getenv("RASID_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	full := filepath.Join(append([]string{dir}, path...)...)
	if _, err := os.Stat(full); err != nil {
		if os.Getenv("RASID_REQUIRE") == "1" {
			t.Fatalf("%s is required: %v", full, err)
		}
		t.Skipf("SKIP: %s is not there", full)
	}
	return full
}

// TestCapturedFeeds reads real feeds. The counts were written down from the files by hand; what is not
// named here is the body of one entry and no feed.
func TestCapturedFeeds(t *testing.T) {
	dir := shared(t, "feeds", "captured")
	items := map[string]int{
		"AmazonWebServicesBlog.xml": 10, "AtomEscapedHTMLInPreTag.xml": 1, "AtomFeedWithSpacesAroundEquals.xml": 1,
		"AtomWithITunesInCDATA.xml": 1, "CRE.xml": 30, "DuplicateContentAtomFeed.xml": 10, "FeedBurnerUrlNoAlternate.xml": 1,
		"FeedBurnerXHTML.xml": 10, "FeedjiraBlog.xml": 1, "GiantRobotsSmashingIntoOtherGiantRobots.xml": 3, "GoogleDocsList.xml": 2,
		"HREFConsideredHarmful.xml": 10, "HuffPostCanada.xml": 2, "ITunesWithSingleQuotedAttributes.xml": 3, "ITunesWithSpacesInAttributes.xml": 3,
		"InvalidDateFormat.xml": 2, "PaulDixExplainsNothing.xml": 5, "PaulDixExplainsNothingAlternate.xml": 5, "PaulDixExplainsNothingWFW.xml": 5,
		"Permalinks.xml": 4, "RSSWithComments.xml": 30, "SamRuby.xml": 20, "TechCrunch.xml": 20, "TenderLovemaking.xml": 10,
		"TrotterCashionHome.xml": 14, "TypePadNews.xml": 10, "a10.xml": 5, "atom_simple_single_entry.xml": 1,
		"atom_simple_single_entry_link_self.xml": 1, "atom_with_link_tag_for_url_unmarked.xml": 1, "google_alerts_atom.xml": 20,
		"itunes.xml": 3, "itunes_feedburner.xml": 3, "json_feed.json": 20, "json_feed_with_escaped_uris.json": 30, "pet_atom.xml": 10, "youtube_atom.xml": 15,
	}
	own := map[string]int{"AtomEscapedHTMLInPreTag.xml": 1} // entries that have no link in the file
	dateless := map[string]int{"AtomEscapedHTMLInPreTag.xml": 1, "Permalinks.xml": 4}
	first := map[string]string{
		"AmazonWebServicesBlog.xml":                   "http://aws.typepad.com/aws/2009/01/aws-job-architect-designer-position-in-turkey.html",
		"FeedBurnerUrlNoAlternate.xml":                "http://example.com/QQQQ.html",
		"TechCrunch.xml":                              "http://techcrunch.com/2011/11/02/angies-list-prices-ipo-at-11-to-13-per-share-valued-at-over-600m/",
		"a10.xml":                                     "http://www.example.com/5",
		"SamRuby.xml":                                 "http://example.org/blog/2013/01/30/Plex",
		"ITunesWithSingleQuotedAttributes.xml":        "http://example.com/podcasts/archive/aae20050615.m4a",
		"atom_simple_single_entry_link_self.xml":      "http://example.org/2003/12/13/atom03",
		"youtube_atom.xml":                            "http://www.youtube.com/watch?v=5shykyfmb28",
		"json_feed_with_escaped_uris.json":            "https://lukedorny.com/updates/new-font",
		"atom_with_link_tag_for_url_unmarked.xml":     "http://www.innoq.com/blog/phaus/2009/07/ja.html",
		"GiantRobotsSmashingIntoOtherGiantRobots.xml": "https://robots.thoughtbot.com/tell-don-t-ask-in-elixir",
	}
	for name, want := range items {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		const base = "http://example.org/feed"
		seen, err := fetch.Options{}.Read(b, "", base, news.Source{Name: "x"})
		if err != nil || seen.Kind != "feed" || len(seen.Listing.Entries) != want {
			t.Errorf("%s: %s, %d entries, %v; want %d", name, seen.Kind, len(seen.Listing.Entries), err, want)
			continue
		}
		marks, undated := 0, 0
		for _, e := range seen.Listing.Entries {
			if e.Title == "" || strings.ContainsAny(e.Title, "\n\t") {
				t.Errorf("%s: title %q of %s", name, e.Title, e.URL)
			}
			if strings.HasPrefix(e.URL, base) {
				marks++
			}
			if e.Published.IsZero() {
				undated++
			}
		}
		if marks != own[name] || undated != dateless[name] {
			t.Errorf("%s: %d entries without a link, %d without a date; want %d and %d", name, marks, undated, own[name], dateless[name])
		}
		if want := first[name]; want != "" && seen.Listing.Entries[0].URL != want {
			t.Errorf("%s: first entry is %s, want %s", name, seen.Listing.Entries[0].URL, want)
		}
	}
}

// TestArabicFeeds reads feeds with the faults of the field. Each fault must leave the entries as the sound
// feed of the same outlet has them.
func TestArabicFeeds(t *testing.T) {
	dir := shared(t, "feeds", "arabic")
	b, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var expected map[string]struct {
		Items     int
		Title     string `json:"first_title"`
		Published string `json:"first_date"`
	}
	if err := json.Unmarshal(b, &expected); err != nil {
		t.Fatal(err)
	}
	read := func(name string) []news.Entry {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		seen, err := fetch.Options{}.Read(b, "", "http://example.org/feed", news.Source{Name: "x"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return seen.Listing.Entries
	}
	for name, want := range expected {
		entries := read(name)
		outlet, fault, _ := strings.Cut(strings.TrimSuffix(name, ".xml"), "_")
		if fault == "truncated" {
			want.Items = whole(t, filepath.Join(dir, name))
		}
		if len(entries) != want.Items {
			t.Errorf("%s: %d entries, want %d", name, len(entries), want.Items)
			continue
		}
		if entries[0].Title != want.Title {
			t.Errorf("%s: first title %q, want %q", name, entries[0].Title, want.Title)
		}
		if at := moment(t, want.Published); fault != "nodates_rel" && !entries[0].Published.Equal(at) {
			t.Errorf("%s: first date %v, want %v", name, entries[0].Published, at)
		}
		for i, sound := range read(outlet + "_utf8.xml")[:len(entries)] {
			e := entries[i]
			if fault == "nodates_rel" {
				if !strings.HasPrefix(e.URL, "http://example.org/") || !e.Published.IsZero() || !strings.HasSuffix(sound.URL, strings.TrimPrefix(e.URL, "http://example.org")) {
					t.Errorf("%s entry %d: %s at %v", name, i, e.URL, e.Published)
				}
				e.URL, e.Key, e.Published = sound.URL, sound.Key, sound.Published
			}
			if loose(e) != loose(sound) {
				t.Errorf("%s entry %d:\ngot  %+v\nwant %+v", name, i, e, sound)
			}
		}
	}
}

// loose forgets what windows-1256 cannot write and a writer may have written as another sign.
func loose(e news.Entry) news.Entry {
	same := strings.NewReplacer("?", "", "\u200e", "", "\u200f", "")
	e.Title, e.Summary = same.Replace(e.Title), same.Replace(e.Summary)
	return e
}

// whole counts the items of a file that are closed.
func whole(t *testing.T, path string) int {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(b), "</item>")
}

func moment(t *testing.T, s string) time.Time {
	for _, layout := range []string{time.RFC1123Z, time.RFC1123} {
		if at, err := time.Parse(layout, s); err == nil {
			return at
		}
	}
	t.Fatalf("date %q", s)
	return time.Time{}
}
