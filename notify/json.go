package notify

import (
	"encoding/json"
	"fmt"
	"time"

	"rasid/arabic"
	"rasid/news"
)

// Version is the version of the JSON form. A field may be added under the same version; one that changes its
// meaning or goes away raises it.
const Version = 1

// The JSON form: the body of a webhook. docs/webhook.md describes it for those who receive it.
type (
	jsonDigest struct {
		Version  int           `json:"version"`
		Type     string        `json:"type"`
		ID       string        `json:"id"`
		Name     string        `json:"name"`
		Topic    string        `json:"topic"`
		Title    string        `json:"title"`
		Language string        `json:"language"`
		Zone     string        `json:"zone"`
		Due      time.Time     `json:"due,omitzero"`
		From     time.Time     `json:"from,omitzero"`
		To       time.Time     `json:"to,omitzero"`
		Headline string        `json:"headline"`
		Stories  []jsonStory   `json:"stories"`
		Left     int           `json:"left"`
		Later    []jsonLater   `json:"later,omitempty"`
		Mentions []jsonMention `json:"mentions,omitempty"`
		Volume   []int         `json:"volume,omitempty"`
		Alert    *jsonAlert    `json:"alert,omitempty"`
		Past     *news.Ledger  `json:"past,omitempty"`
		Coverage jsonCoverage  `json:"coverage"`
	}
	jsonStory struct {
		ID       string        `json:"id"`
		FollowUp bool          `json:"follow_up"`
		Earlier  string        `json:"earlier,omitempty"`
		Context  string        `json:"context,omitempty"`
		Score    float64       `json:"score"`
		Opened   time.Time     `json:"opened,omitzero"`
		Updated  time.Time     `json:"updated,omitzero"`
		Title    string        `json:"title"`
		URL      string        `json:"url"`
		Excerpt  string        `json:"excerpt"`
		Alerted  time.Time     `json:"alerted,omitzero"`
		Urgent   *jsonUrgent   `json:"urgent,omitempty"`
		Why      []string      `json:"why"`
		Articles []jsonArticle `json:"articles"`
		Edits    []jsonEdit    `json:"edits,omitempty"`
	}
	jsonLater struct {
		Source   string `json:"source"`
		Outlet   string `json:"outlet"`
		Articles int    `json:"articles"`
	}
	jsonMention struct {
		ID        string    `json:"id"`
		URL       string    `json:"url"`
		Title     string    `json:"title"`
		Outlet    string    `json:"outlet"`
		Source    string    `json:"source"`
		Published time.Time `json:"published,omitzero"`
	}
	jsonAlert struct {
		Held bool `json:"held"`
		Over int  `json:"over"`
		Last bool `json:"last"`
	}
	jsonUrgent struct {
		Source  string  `json:"source,omitempty"`
		Outlets int     `json:"outlets,omitempty"`
		Within  int     `json:"within,omitempty"`
		Score   float64 `json:"score,omitempty"`
	}
	jsonArticle struct {
		ID        string    `json:"id"`
		URL       string    `json:"url"`
		Title     string    `json:"title"`
		Outlet    string    `json:"outlet"`
		Source    string    `json:"source"`
		Author    string    `json:"author,omitempty"`
		Agency    string    `json:"agency,omitempty"`
		Published time.Time `json:"published,omitzero"`
		Seen      time.Time `json:"seen,omitzero"`
		Kind      string    `json:"kind"`
		Like      string    `json:"like,omitempty"`
		Reason    string    `json:"reason,omitempty"`
		Basis     string    `json:"basis"`
		Score     float64   `json:"score"`
		Cutoff    float64   `json:"cutoff"`
		Nearest   string    `json:"nearest,omitempty"`
	}
	jsonCoverage struct {
		Asked    int            `json:"asked"`
		Answered int            `json:"answered"`
		Listed   int            `json:"listed"`
		Dark     []jsonDark     `json:"dark"`
		Settled  map[string]int `json:"settled"`
	}
	jsonDark struct {
		Source string    `json:"source"`
		Outlet string    `json:"outlet"`
		State  string    `json:"state"`
		Reason string    `json:"reason,omitempty"`
		Since  time.Time `json:"since,omitzero"`
	}
)

// JSON returns a digest as one JSON object, the body of a webhook. Every story and article carries the id by
// which a receiver knows it again. Times are UTC in RFC 3339; one that is not known is left out, and so is any
// article that a digest carried before. A digest of notices is an object of a form of its own.
func JSON(d news.Digest) ([]byte, error) {
	if len(d.Notices) > 0 {
		return jsonNoticesOf(d)
	}
	p := pageOf(d)
	j := jsonDigest{
		Version: Version, Type: "digest", ID: d.ID, Name: d.Name, Topic: d.Topic, Title: arabic.Clean(d.Title, maxTitle),
		Language: p.lang, Zone: zoneOf(d.Zone).String(), Due: d.Due.UTC(), From: d.From.UTC(), To: d.To.UTC(),
		Headline: unmarked(p.Headline), Stories: []jsonStory{}, Left: d.Left, Coverage: jsonCoverageOf(d.Coverage),
	}
	j.beside(d)
	for _, s := range d.Stories {
		if shown := shownMembers(s, d.ID); len(shown) > 0 {
			j.Stories = append(j.Stories, jsonStoryOf(s, shown, d.ID))
		}
	}
	b, err := json.Marshal(j)
	if err != nil {
		return nil, fmt.Errorf("render json: %w", err)
	}
	return b, nil
}

// beside fills in what there is beside the stories.
func (j *jsonDigest) beside(d news.Digest) {
	j.Volume = d.Volume
	for _, l := range d.Later {
		j.Later = append(j.Later, jsonLater{l.Source, arabic.Clean(l.Outlet, maxName), l.Articles})
	}
	for _, a := range d.Mentions {
		j.Mentions = append(j.Mentions, jsonMention{a.ID, link(a.URL), arabic.Clean(a.Title, maxTitle), arabic.Clean(a.Outlet, maxName), a.Source, a.Published.UTC()})
	}
	if d.Past != nil {
		j.Type, j.Past = "backfill", d.Past
	}
	if d.Alert != nil {
		j.Type, j.Alert = "alert", &jsonAlert{d.Alert.Held, d.Alert.Over, d.Alert.Last}
	}
}

func jsonStoryOf(s news.Story, shown []news.Member, digest string) jsonStory {
	main := shown[mainMember(shown)]
	fresh, told := parted(s, digest)
	text := ""
	if len(fresh) > 0 {
		text, _ = excerpt(main, told)
	}
	j := jsonStory{
		ID: s.ID, FollowUp: s.Earlier != "" || len(fresh) < len(s.Members), Earlier: s.Earlier, Context: s.Context, Score: s.Score,
		Opened: s.Opened.UTC(), Updated: s.Updated.UTC(), Title: arabic.Clean(main.Title, maxTitle), URL: link(main.URL),
		Excerpt: unmarked(text), Why: whyTerms(main.Verdict), Articles: []jsonArticle{}, Edits: jsonEditsOf(s),
		Alerted: s.Alerted.UTC(),
	}
	if u := s.Urgent; u != nil {
		j.Urgent = &jsonUrgent{arabic.Clean(u.Source, maxName), u.Outlets, int(u.Within.Seconds()), u.Score}
	}
	for _, m := range fresh {
		j.Articles = append(j.Articles, jsonArticle{
			ID: m.ID, URL: link(m.URL), Title: arabic.Clean(m.Title, maxTitle), Outlet: arabic.Clean(m.Outlet, maxName), Source: m.Source,
			Author: arabic.Clean(m.Author, maxName), Agency: arabic.Clean(m.Agency, maxName), Published: m.Published.UTC(), Seen: m.Seen.UTC(),
			Kind: string(m.Kind), Like: m.Like, Reason: arabic.Clean(m.Why, maxTitle), Basis: string(m.Basis),
			Score: m.Verdict.Score, Cutoff: m.Verdict.Cutoff, Nearest: m.Verdict.Nearest,
		})
	}
	return j
}

func jsonCoverageOf(c news.Coverage) jsonCoverage {
	j := jsonCoverage{Asked: c.Asked, Answered: c.Answered, Listed: c.Listed, Dark: []jsonDark{}, Settled: map[string]int{}}
	for _, s := range c.Dark {
		j.Dark = append(j.Dark, jsonDark{s.Source, arabic.Clean(s.Outlet, maxName), string(s.State), arabic.Clean(s.Reason, maxReason), s.Since.UTC()})
	}
	for k, n := range c.Settled {
		j.Settled[string(k)] = n
	}
	return j
}
