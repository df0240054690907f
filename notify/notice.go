package notify

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"rasid/arabic"
	"rasid/news"
)

// maxNotices is how many notices one message tells; it says how many more there are.
const maxNotices = 40

// noticePage lays out what the operator is told: each notice is an item without a link.
func noticePage(f frame, d news.Digest, zone *time.Location) page {
	f.story = f.notice
	p := page{frame: f, Title: f.notices, Span: f.line(f.upTo, f.instant(dueOf(d).In(zone)), f.zone(zone))}
	for i, n := range d.Notices[:min(len(d.Notices), maxNotices)] {
		text := arabic.Clean(n.Text, maxTitle)
		one := item{
			ID: fmt.Sprintf("notice %d", n.ID), Opened: n.At,
			Number: f.digits(fmt.Sprintf("%d. ", i+1)), Head: headline{Text: f.ready(f.heading(n)), RTL: f.dir == "rtl"},
			Sources: f.ready(f.moment(n.At, dueOf(d), zone)), Excerpt: embedded(text),
		}
		if arabic.Share(text) > 0.5 { // else it is English, with the name of an outlet at most
			one.Excerpt, one.RTL = isolated(text), true
		}
		p.Items = append(p.Items, one)
	}
	p.Left = len(d.Notices) - len(p.Items)
	p.Headline = f.ready(f.count(len(d.Notices), f.notice))
	p.Subject = p.Title + ": " + unmarked(p.Headline)
	if len(d.Notices) == 1 {
		p.Subject = p.Title + ": " + unmarked(f.heading(d.Notices[0]))
	}
	return p
}

// heading returns "source bbc-arabic", marked where the matter is over.
func (f frame) heading(n news.Notice) string {
	s := cmp.Or(f.about[n.Kind], string(n.Kind)) + " " + f.outside(n.Subject, maxName)
	if n.Back {
		s += " — " + f.back
	}
	return s
}

// The JSON form of notices.
type (
	jsonNotices struct {
		Version  int          `json:"version"`
		Type     string       `json:"type"`
		ID       string       `json:"id"`
		Language string       `json:"language"`
		Zone     string       `json:"zone"`
		Due      time.Time    `json:"due,omitzero"`
		Headline string       `json:"headline"`
		Notices  []jsonNotice `json:"notices"`
	}
	jsonNotice struct {
		Key     string    `json:"key"`
		Kind    string    `json:"kind"`
		Subject string    `json:"subject"`
		At      time.Time `json:"at,omitzero"`
		Text    string    `json:"text"`
		Over    bool      `json:"over"`
	}
)

// jsonNoticesOf returns all notices of d, however many there are.
func jsonNoticesOf(d news.Digest) ([]byte, error) {
	p := pageOf(d)
	j := jsonNotices{
		Version: Version, Type: "notice", ID: d.ID, Language: p.lang, Zone: zoneOf(d.Zone).String(), Due: d.Due.UTC(), Headline: unmarked(p.Headline),
	}
	for _, n := range d.Notices {
		j.Notices = append(j.Notices, jsonNotice{
			Key: n.Key, Kind: string(n.Kind), Subject: arabic.Clean(n.Subject, maxName), At: n.At.UTC(), Text: arabic.Clean(n.Text, maxTitle), Over: n.Back,
		})
	}
	b, err := json.Marshal(j)
	if err != nil {
		return nil, fmt.Errorf("render json: %w", err)
	}
	return b, nil
}
