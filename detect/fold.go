package detect

import (
	"cmp"
	"hash/maphash"
	"slices"
	"sync"
	"time"

	"rasid/arabic"
	"rasid/news"
)

// FoldOptions says how far stories reach. The zero value means the defaults.
type FoldOptions struct {
	CopySpan   time.Duration // the most that may lie between two publications of one text; 0 = DefaultCopySpan
	Quiet      time.Duration // the most that may lie between two reports of one event; 0 = DefaultQuiet
	Background *Background   // of general news; nil = the embedded one
}

// The defaults of FoldOptions. The same congratulation a year later is another story, and a story closes
// when nothing was heard of it for a while.
const (
	DefaultCopySpan = 14 * 24 * time.Hour
	DefaultQuiet    = 72 * time.Hour
)

// A Folder says which story an article belongs to. What it says depends on what it is asked alone; it only
// remembers how to read the articles it saw last. Safe for concurrent use.
type Folder struct {
	o    FoldOptions
	back *Background // nil: every word counts as equally rare
	seed maphash.Seed

	mu   sync.Mutex
	read map[uint64]*reading
}

// remembered is the number of readings a Folder keeps, at some 12 KB each.
const remembered = 2048

// NewFolder returns a Folder.
func NewFolder(o FoldOptions) *Folder {
	o.CopySpan, o.Quiet = cmp.Or(o.CopySpan, DefaultCopySpan), cmp.Or(o.Quiet, DefaultQuiet)
	f := &Folder{o: o, back: o.Background, seed: maphash.MakeSeed(), read: map[uint64]*reading{}}
	if f.back == nil {
		f.back, _ = shipped()
	}
	return f
}

// Fold says which of the stories near an article belongs to, as a copy or a rewrite of one of their members,
// or that it opens a story of its own. near holds stories of topic with all members; neither their order nor
// that of the members makes a difference. An article that is a member already stays where it is.
//
// It joins the story that holds the text it is a copy of; else, of the stories that are open at its time,
// the one with the report most like it, if the story's reports on the whole are like it and none of them is
// a template that it fills in anew; else it leads.
func (f *Folder) Fold(a news.Article, topic string, near []news.Story) news.Fold {
	if m, ok := memberOf(a, near); ok {
		return m.Fold
	}
	it := f.reading(a)
	around := f.around(near)
	var best match
	for _, s := range near {
		if len(s.Members) == 0 {
			continue
		}
		own := f.reading(opener(s))
		around.add(own.gist, -1)
		if m := f.match(it, s, around); m.better(best) {
			best = m
		}
		around.add(own.gist, 1)
	}
	if best.kind == "" {
		return news.Fold{Topic: topic, Story: StoryID(topic, a.URL), Kind: news.Lead}
	}
	return news.Fold{Topic: topic, Story: best.story, Kind: best.kind, Like: best.member.Article.ID, Why: f.why(it, best, around)}
}

// Compare says how two articles belong together: news.Copy for one text, news.Rewrite for one event, "" for
// different stories. near holds the other stories told at that time.
func (f *Folder) Compare(a, b news.Article, near []news.Story) news.FoldKind {
	return f.compare(f.reading(a), f.reading(b), f.around(near)).kind
}

// around counts what near stories tell.
func (f *Folder) around(near []news.Story) *setting {
	var s setting
	for _, story := range near {
		if len(story.Members) > 0 {
			s.add(f.reading(opener(story)).gist, 1)
		}
	}
	return &s
}

// memberOf returns the member of near that a is already; of several the one of the story with the least ID.
func memberOf(a news.Article, near []news.Story) (member news.Member, ok bool) {
	for _, s := range near {
		for _, m := range s.Members {
			if m.URL == a.URL && (!ok || m.Fold.Story < member.Fold.Story) {
				member, ok = m, true
			}
		}
	}
	return member, ok
}

// opener returns the earliest member of a story.
func opener(s news.Story) news.Article {
	return slices.MinFunc(s.Members, func(a, b news.Member) int {
		return cmp.Or(when(a.Article).Compare(when(b.Article)), cmp.Compare(a.URL, b.URL))
	}).Article
}

// reading returns an article prepared for comparing.
func (f *Folder) reading(a news.Article) *reading {
	key := f.key(a)
	f.mu.Lock()
	r := f.read[key]
	f.mu.Unlock()
	if r != nil {
		return r
	}
	r = &reading{
		outlet: a.Outlet, title: a.Title, text: textOf(a), published: a.Published, explains: arabic.Explains(a.Title),
		set: shingles(a.Title, textOf(a)), head: keysOf(pieces(arabic.Words(a.Title))), gist: readGist(f.back, a),
	}
	slices.Sort(r.head)
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.read) >= remembered {
		clear(f.read)
	}
	f.read[key] = r
	return r
}

// key tells articles that read otherwise apart, within this process.
func (f *Folder) key(a news.Article) uint64 {
	var h maphash.Hash
	h.SetSeed(f.seed)
	for _, s := range []string{a.Outlet, a.Title, textOf(a)} {
		h.WriteString(s)
		h.WriteByte(0)
	}
	maphash.WriteComparable(&h, when(a).UnixNano())
	return h.Sum64()
}

// textOf returns the text an article is compared by.
func textOf(a news.Article) string { return cmp.Or(a.Text, a.Summary) }
