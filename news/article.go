package news

import "time"

// An Entry is one link that a Source listed.
type Entry struct {
	Source    string    // name of the Source that listed it first
	URL       string    // canonical address, the identity
	Key       string    // what the source itself calls it: guid or id, "" if it gives none
	Title     string    // as listed, tags removed
	Summary   string    // as listed, tags removed; "" if none
	Published time.Time // as listed; zero if absent or not to be understood, never "now"
	Seen      time.Time // first listed by Rasid
	Run       string    // backfill run that listed it; "" = live
}

// Basis says what a text or a verdict rests on.
type Basis string

// The bases, poorest first.
const (
	OnTitle   Basis = "title"   // the headline alone
	OnSummary Basis = "summary" // headline and the listed summary
	OnPage    Basis = "page"    // the article itself
)

// An Article is an Entry with the text that could be had.
type Article struct {
	Entry
	ID      string    // stable: hash of the canonical URL, 16 hex digits
	Outlet  string    // as Source.Outlet
	Author  string    // as named on the page, "" if none
	Agency  string    // wire service named in the dateline or attribution, in its usual Arabic name; "" if none
	Text    string    // paragraphs parted by a blank line; "" when only the listing could be had
	Basis   Basis     // what Text and Title rest on
	Note    string    // why there is no page text, for the reader of logs ("403 Forbidden"); "" when there is
	Sketch  []byte    // MinHash of the folded text, made by detect; nil = not sketched
	Fetched time.Time // when the page was read; zero if it was not
}

// A Verdict is one Article judged against one topic.
type Verdict struct {
	Topic    string
	Score    float64 // in [0, 1]
	Cutoff   float64 // Score at and above which an article is relevant, in [0, 1]
	Relevant bool    // belongs to the topic
	Mention  bool    // Relevant is false, but one paragraph of a longer text is on the topic
	Ask      bool    // rests on a listing and is too near the cut-off to settle without the page
	Basis    Basis   // what the score rests on
	Nearest  string  // name of the closest example
	Facets   []Facet // what carried the score, heaviest first
	Model    string  // hash of detector version, background and examples: another hash means a stale verdict
}

// A Facet is one side of a topic, alive in an article to some degree.
type Facet struct {
	Name  string  // its leading term as a reader would write it
	Score float64 // in [0, 1]
	Terms []Term  // found in the article, heaviest first
}

// A Term is a word or run of words that carried part of a Facet.
type Term struct {
	Text   string  // as written in the article
	Weight float64 // share of the facet's score, in [0, 1]
	Place  string  // where it stands first: "title", "lead" or "text"
}
