package notify

import (
	"encoding/xml"
	"fmt"
	"time"
)

// The Atom form of a feed (RFC 4287).
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string      `xml:"xml:lang,attr"`
		ID      string      `xml:"id"`
		Title   atomText    `xml:"title"`
		Updated time.Time   `xml:"updated"`
		Author  atomAuthor  `xml:"author"`
		Maker   string      `xml:"generator"`
		Entries []atomEntry `xml:"entry"`
	}
	atomEntry struct {
		Lang      string      `xml:"xml:lang,attr"`
		ID        string      `xml:"id"`
		Title     atomText    `xml:"title"`
		Link      *atomLink   `xml:"link,omitempty"`
		Published *time.Time  `xml:"published,omitempty"`
		Updated   time.Time   `xml:"updated"`
		Author    *atomAuthor `xml:"author,omitempty"`
		Summary   *atomText   `xml:"summary,omitempty"`
		Content   atomText    `xml:"content"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	}
	atomAuthor struct {
		Name string `xml:"name"`
	}
)

// maker is the name that feeds are signed with, in the script of their readers.
const maker = "راصد"

// atom returns the Atom form of the feed of a name.
func atom(name string, doc feedDocument) ([]byte, error) {
	a := atomFeed{Lang: doc.Language, ID: urn("feed " + name), Title: atomText{"text", doc.Title}, Author: atomAuthor{maker}, Maker: "Rasid"}
	for _, it := range doc.Items {
		e := atomEntry{Lang: it.Language, ID: it.ID, Title: atomText{"text", it.Title}, Updated: it.Modified, Content: atomText{"html", it.HTML}}
		if it.URL != "" {
			e.Link = &atomLink{"alternate", it.URL}
		}
		if !it.Published.IsZero() {
			e.Published = &it.Published
		}
		if len(it.Authors) > 0 {
			e.Author = &atomAuthor{it.Authors[0].Name}
		}
		if it.Summary != "" {
			e.Summary = &atomText{"text", it.Summary}
		}
		if it.Modified.After(a.Updated) {
			a.Updated = it.Modified
		}
		a.Entries = append(a.Entries, e)
	}
	b, err := xml.Marshal(a)
	if err != nil {
		return nil, fmt.Errorf("render atom: %w", err)
	}
	return append([]byte(xml.Header), b...), nil
}
