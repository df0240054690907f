package fetch

import (
	"encoding/json"
	"fmt"
	"time"

	"rasid/arabic"
)

// A post is one element of WordPress' /wp-json/wp/v2/posts.
type post struct {
	GUID    rendered `json:"guid"` // as in the site's feed: "https://example.org/?p=7"
	Link    string   `json:"link"`
	DateGMT string   `json:"date_gmt"`
	Date    string   `json:"date"` // in the zone of the site
	Title   rendered `json:"title"`
	Excerpt rendered `json:"excerpt"`
	Content rendered `json:"content"`
}

type rendered struct {
	Rendered string `json:"rendered"`
}

// readWordPress reads the posts that a WordPress site gives to programs.
func readWordPress(r *reading) (Listing, error) {
	if shapeOf(r.data) == shapeHTML {
		return Listing{}, fmt.Errorf("%w: an HTML page, not wp-json", ErrType)
	}
	var posts []post
	if err := json.Unmarshal(r.data, &posts); err != nil {
		return Listing{}, fmt.Errorf("%w: wp-json: %s", ErrUnread, arabic.Clean(err.Error(), 200))
	}
	list := Listing{}
	for _, p := range posts {
		text := p.Excerpt.Rendered
		if text == "" {
			text = p.Content.Rendered
		}
		// The bare id is no key: not every site that speaks this form keeps it over two answers.
		r.add(&list, listed{link: p.Link, key: p.GUID.Rendered, title: p.Title.Rendered, summary: text, time: r.posted(p)})
	}
	return list, nil
}

func (r *reading) posted(p post) time.Time {
	gmt := *r
	gmt.clock = clock{}
	if t := gmt.stamp(p.DateGMT); !t.IsZero() {
		return t
	}
	return r.stamp(p.Date)
}
