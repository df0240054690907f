package notify

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"rasid/news"
)

// DefaultKeep is how many entries a feed has unless Options.Keep says otherwise.
const DefaultKeep = 100

// feed is the Target of kind "feed": the stories of a topic as an Atom feed (RFC 4287) and a JSON Feed (version 1.1,
// https://www.jsonfeed.org/version/1.1/) of the last entries, in two files of one directory. A delivery is a JSON Feed of one
// digest; it is merged into the one that is there by the ids of its items.
type feed struct {
	files
	keep int
	mu   sync.Mutex // one merge at a time
}

type (
	feedDocument struct {
		Version  string     `json:"version"`
		Title    string     `json:"title"`
		Language string     `json:"language"`
		Items    []feedItem `json:"items"`
	}
	feedItem struct {
		ID        string       `json:"id"`
		URL       string       `json:"url,omitempty"`
		Title     string       `json:"title"`
		HTML      string       `json:"content_html"`
		Summary   string       `json:"summary,omitempty"`
		Published time.Time    `json:"date_published,omitzero"`
		Modified  time.Time    `json:"date_modified"`
		Authors   []feedAuthor `json:"authors,omitempty"`
		Language  string       `json:"language"`
	}
	feedAuthor struct {
		Name string `json:"name"`
	}
)

const jsonFeed = "https://jsonfeed.org/version/1.1"

func newFeed(o Options) (*feed, error) {
	files, err := newFiles(o)
	if o.Keep < 0 {
		err = errors.Join(err, &OptionError{o.Name, "keep", "is below one", "write how many entries the feed is to have, or leave it out"})
	}
	if err != nil {
		return nil, err
	}
	return &feed{files: *files, keep: cmp.Or(o.Keep, DefaultKeep)}, nil
}

// Render returns one delivery to the feed of the topic.
func (t *feed) Render(d news.Digest) ([]news.Delivery, error) {
	d.Stories = slices.Clone(d.Stories)
	for i := range d.Stories {
		d.Stories[i].Context = "" // an entry stands alone
	}
	p := pageOf(d)
	doc := feedDocument{Version: jsonFeed, Title: unmarked(p.Title), Language: p.lang, Items: []feedItem{}}
	for i, it := range p.Items {
		// Readers sort by time: a second between stories keeps the best first.
		doc.Items = append(doc.Items, p.feedItem(it, dueOf(d).UTC().Add(-time.Duration(i)*time.Second)))
	}
	to := slug(cmp.Or(d.Topic, d.Name))
	return []news.Delivery{owed(d, t.name, to, encoded(doc))}, nil
}

func (p page) feedItem(it item, at time.Time) feedItem {
	var html strings.Builder
	for _, l := range p.storyBlock(it).told() {
		if l.role == asStory {
			continue // the title
		}
		html.WriteString(l.paragraph())
	}
	f := feedItem{
		ID: urn(it.ID), URL: it.Head.URL, Title: unmarked(it.Head.Text), HTML: html.String(), Summary: unmarked(it.Excerpt),
		Published: it.Opened.UTC(), Modified: at, Language: p.lang,
	}
	if it.Outlet != "" {
		f.Authors = []feedAuthor{{it.Outlet}}
	}
	return f
}

// paragraph returns a line as an element of its direction.
func (l line) paragraph() string {
	tag, dir := "p", "ltr"
	if l.role == asQuote {
		tag = "blockquote"
	}
	if l.rtl {
		dir = "rtl"
	}
	return "<" + tag + ` dir="` + dir + `">` + l.inline() + "</" + tag + ">"
}

// urn returns an identity as an IRI, which Atom asks for: a UUID of its hash (RFC 9562 section 5.8).
func urn(id string) string {
	h := sha256.Sum256([]byte(id))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

// Notify merges one digest into the feed; merged again it changes nothing.
func (t *feed) Notify(ctx context.Context, d news.Delivery, _ func() error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	var told feedDocument
	if err := json.Unmarshal(d.Body, &told); err != nil || d.To != slug(d.To) {
		return &Failure{Permanent: true, Err: fmt.Errorf("merge %q: not a feed of this program", d.To)}
	}
	err := ctx.Err()
	if err == nil {
		err = t.merge(d.To, told)
	}
	if err != nil {
		return &Failure{Err: fmt.Errorf("merge feed %s: %w", d.To, err)}
	}
	return nil
}

// merge writes Atom before JSON, from which the next merge begins: after a halt in between it is done again.
func (t *feed) merge(name string, told feedDocument) error {
	var old feedDocument
	body, err := os.ReadFile(filepath.Join(t.dir, name+".json"))
	if err == nil {
		if err = json.Unmarshal(body, &old); err != nil {
			return fmt.Errorf("%s.json is no JSON feed (move it away): %w", name, err)
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	all := merged(old.Items, told.Items)
	told.Items = all[:min(len(all), t.keep)]
	feed, err := atom(name, told)
	if err == nil {
		err = t.write(name+".atom", feed)
	}
	if err == nil {
		err = t.write(name+".json", encoded(told))
	}
	return err
}

// merged returns the items of both without repetition, the later form of each, latest first.
func merged(old, told []feedItem) []feedItem {
	all := slices.Concat(old, told)
	slices.SortStableFunc(all, func(a, b feedItem) int { return cmp.Or(b.Modified.Compare(a.Modified), cmp.Compare(a.ID, b.ID)) })
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(f feedItem) bool {
		again := seen[f.ID]
		seen[f.ID] = true
		return again
	})
}
