package news

import "time"

// An Entry is one link that a Source listed.
type Entry struct {
	Source    string    `json:"source"`             // name of the Source that listed it first
	URL       string    `json:"url"`                // canonical address, the identity
	Key       string    `json:"key"`                // what the source itself calls it: guid or id, "" if it gives none
	Title     string    `json:"title"`              // as listed, tags removed
	Summary   string    `json:"summary"`            // as listed, tags removed; "" if none
	Published time.Time `json:"published,omitzero"` // as listed; zero if absent or not to be understood, never "now"
	Seen      time.Time `json:"seen,omitzero"`      // first listed by Rasid
	Run       string    `json:"run"`                // backfill run that listed it; "" = live
	Words     int64     `json:"-"`                  // tells this title and summary from others; 0 but for entries that wait for a first look
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
	ID      string    `json:"id"`               // stable: hash of the canonical URL, 16 hex digits
	Outlet  string    `json:"outlet"`           // as Source.Outlet
	Author  string    `json:"author"`           // as named on the page, "" if none
	Agency  string    `json:"agency"`           // wire service named in the dateline or attribution, in its usual Arabic name; "" if none
	Text    string    `json:"text"`             // paragraphs parted by a blank line; "" when only the listing could be had
	Basis   Basis     `json:"basis"`            // what Text and Title rest on
	Note    string    `json:"note"`             // why there is no page text, for the reader of logs ("403 Forbidden"); "" when there is
	Sketch  []byte    `json:"-"`                // MinHash of the folded text, made by detect; nil = not sketched
	Fetched time.Time `json:"fetched,omitzero"` // when the page was read; zero if it was not
}

// A Verdict is one Article judged against one topic.
type Verdict struct {
	Topic    string  `json:"topic"`
	Score    float64 `json:"score"`            // in [0, 1]
	Cutoff   float64 `json:"cutoff"`           // Score at and above which an article is relevant, in [0, 1]
	Relevant bool    `json:"relevant"`         // belongs to the topic
	Mention  bool    `json:"mention"`          // Relevant is false, but one paragraph of a longer text is on the topic
	Ask      bool    `json:"ask"`              // rests on a listing and is too near the cut-off to settle without the page
	Basis    Basis   `json:"basis"`            // what the score rests on
	Nearest  string  `json:"nearest"`          // name of the closest example
	Facets   []Facet `json:"facets,omitempty"` // what carried the score, heaviest first; then what an irrelevant article lacks
	Model    string  `json:"model"`            // hash of detector version, background and examples: another hash means a stale verdict
}

// A Facet is one side of a topic, alive in an article to some degree. One without terms is missing.
type Facet struct {
	Name  string  `json:"name"`            // its leading term as a reader would write it
	Score float64 `json:"score"`           // in [0, 1]
	Terms []Term  `json:"terms,omitempty"` // found in the article, heaviest first
}

// A Term is a word or run of words that carried part of a Facet.
type Term struct {
	Text   string  `json:"text"`   // as written in the article
	Weight float64 `json:"weight"` // share of the facet's score, in [0, 1]
	Place  string  `json:"place"`  // where it stands first: "title", "lead" or "text"
}
