package eval

import (
	"slices"

	"rasid/detect"
	"rasid/news"
)

// A press holds the stories of one topic as the articles so far have made them.
type press struct {
	folder  *detect.Folder
	topic   string
	stories []*news.Story
	bands   map[int64][]*news.Story // the stories that hold an article with this index key
}

// fold puts an article into a story, as monitor does: it may belong to those that share a key of its sketch,
// however old, and to those that have not been quiet for long when it was published.
func (p *press) fold(a news.Article) news.Fold {
	keys := detect.Bands(detect.Sketch(a.Title, a.Text))
	var near []news.Story
	for _, s := range p.stories {
		if !s.Updated.Before(a.Published.Add(-detect.DefaultQuiet)) || p.meets(keys, s) {
			near = append(near, *s)
		}
	}
	f := p.folder.Fold(a, p.topic, near)
	i := slices.IndexFunc(p.stories, func(s *news.Story) bool { return s.ID == f.Story })
	if i < 0 {
		i, p.stories = len(p.stories), append(p.stories, &news.Story{ID: f.Story, Topic: p.topic, Opened: a.Published})
	}
	s := p.stories[i]
	s.Members, s.Updated = append(s.Members, news.Member{Article: a, Fold: f}), a.Published
	if p.bands == nil {
		p.bands = map[int64][]*news.Story{}
	}
	for _, k := range keys {
		p.bands[k] = append(p.bands[k], s)
	}
	return f
}

func (p *press) meets(keys []int64, s *news.Story) bool {
	return slices.ContainsFunc(keys, func(k int64) bool { return slices.Contains(p.bands[k], s) })
}
