package fetch

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/PuerkitoBio/goquery"
)

// readTelegram reads the preview page of a public channel, https://t.me/s/NAME: its newest twenty posts. A
// post has no headline; its first sentence serves.
func readTelegram(r *reading) (Listing, error) {
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(r.data))
	if err != nil {
		return Listing{}, fmt.Errorf("%w: %w", ErrUnread, err)
	}
	list := Listing{}
	posts := doc.Find(".tgme_widget_message[data-post]")
	if posts.Length() == 0 {
		return list, fmt.Errorf("%w: no posts: not the preview page of a public channel", ErrType)
	}
	posts.Each(func(_ int, post *goquery.Selection) {
		key, _ := post.Attr("data-post")
		text := post.Find(".tgme_widget_message_text").Last()
		text.Find("br").ReplaceWithHtml("\n")
		stamp, _ := post.Find("time[datetime]").Last().Attr("datetime")
		words := text.Text()
		if words == "" {
			return // a picture or a service message
		}
		r.add(&list, listed{link: "https://t.me/" + key, key: key, title: firstSentence(words), summary: words, time: r.stamp(stamp)})
	})
	slices.Reverse(list.Entries)
	return list, nil
}
