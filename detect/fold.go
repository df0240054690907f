package detect

import (
	"cmp"
	"fmt"
	"time"

	"rasid/news"
)

// FoldOptions says how far stories reach. The zero value means the defaults.
type FoldOptions struct {
	CopySpan time.Duration // the most that may lie between two publications of one text; 0 = DefaultCopySpan
}

// DefaultCopySpan is the most that may lie between two publications of one text: the same congratulation a
// year later is another story.
const DefaultCopySpan = 14 * 24 * time.Hour

// A Folder says which story an article belongs to. It holds no state that changes what it says and is safe
// for concurrent use.
type Folder struct{ o FoldOptions }

// NewFolder returns a Folder.
func NewFolder(o FoldOptions) *Folder {
	o.CopySpan = cmp.Or(o.CopySpan, DefaultCopySpan)
	return &Folder{o: o}
}

// Fold says which of the stories near the article belongs to, as a copy or a rewrite of one of their
// members, or that it opens a story of its own. near holds stories of topic with all members; their order
// makes no difference. An article that is a member already stays where it is.
func (f *Folder) Fold(a news.Article, topic string, near []news.Story) news.Fold {
	lead := news.Fold{Topic: topic, Story: StoryID(topic, a.URL), Kind: news.Lead}
	set := shingles(a.Title, textOf(a))
	var best match
	for _, s := range near {
		for _, m := range s.Members {
			if m.Article.ID == a.ID {
				return m.Fold
			}
			if c := (match{story: s.ID, member: m, score: f.sameText(a, m.Article, set)}); c.better(best) {
				best = c
			}
		}
	}
	if best.score == 0 {
		return lead
	}
	return news.Fold{Topic: topic, Story: best.story, Kind: news.Copy, Like: best.member.Article.ID,
		Why: fmt.Sprintf("same text as %s (%.0f %% of the shorter)", best.member.URL, 100*best.score)}
}

// A match is a member of a story that an article was found to be like.
type match struct {
	story  string
	member news.Member
	score  float64 // 0 = not alike
}

// better orders matches: the higher score, then the earlier publication, then the address.
func (m match) better(o match) bool {
	return cmp.Or(
		cmp.Compare(o.score, m.score),
		when(m.member.Article).Compare(when(o.member.Article)),
		cmp.Compare(m.member.URL, o.member.URL),
		cmp.Compare(m.story, o.story),
	) < 0
}

// sameText returns the share of the shorter text that is in the other, 0 when they are not one text.
func (f *Folder) sameText(a, b news.Article, set []uint64) float64 {
	if apart(a, b) > f.o.CopySpan {
		return 0
	}
	other := shingles(b.Title, textOf(b))
	short := min(len(set), len(other))
	if short < minShingles {
		return 0
	}
	n := common(set, other)
	jaccard, contained := float64(n)/float64(len(set)+len(other)-n), float64(n)/float64(short)
	if jaccard < 0.4 && (contained < 0.75 || short < 30) {
		return 0
	}
	return contained
}

// apart returns the time between two publications, 0 where one of them is unknown.
func apart(a, b news.Article) time.Duration {
	x, y := when(a), when(b)
	if x.IsZero() || y.IsZero() {
		return 0
	}
	return x.Sub(y).Abs()
}

// textOf returns the text an article is compared by.
func textOf(a news.Article) string { return cmp.Or(a.Text, a.Summary) }
