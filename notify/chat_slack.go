package notify

import (
	"net/http"
	"strings"
	"unicode/utf8"
)

// What one message to Slack may hold (https://docs.slack.dev/reference/block-kit/blocks). How long all blocks may be is written
// nowhere; of https://github.com/slackapi/bolt-js issues 2509 and 2867 messages of 13,297 letters in one block and of 15,561 letters of
// JSON in fifty were taken, and one of 17,694 in 45, of which 11,341 were text, was refused (msg_blocks_too_long).
const (
	slackBlocks = 50    // blocks
	slackBlock  = 3000  // letters of one block
	slackAll    = 13000 // letters of all blocks as JSON
	slackHeader = 150   // letters of a header
)

// slack posts to an incoming webhook. Texts go into rich_text elements, which hold text and links and have no markup
// that foreign text could use, neither formatting nor mentions.
type slack struct{ url Secret }

type (
	slackMessage struct {
		Text        string       `json:"text"` // for notifications
		Blocks      []slackPiece `json:"blocks"`
		UnfurlLinks bool         `json:"unfurl_links"`
		UnfurlMedia bool         `json:"unfurl_media"`
	}
	slackPiece struct {
		Type     string       `json:"type"`
		Text     any          `json:"text,omitempty"`
		URL      string       `json:"url,omitempty"`
		Style    any          `json:"style,omitempty"`
		Elements []slackPiece `json:"elements,omitempty"`
	}
	slackBold struct {
		Bold bool `json:"bold"`
	}
	slackPlain struct {
		Type  string `json:"type"`
		Text  string `json:"text"`
		Emoji bool   `json:"emoji"`
	}
)

func newSlack(f *faults, o Options) service {
	f.webAddress("url", o.URL)
	return &slack{o.URL}
}

func (s *slack) message(p page, blocks []block) ([]byte, bool) {
	// A mention needs angle brackets, which stand for themselves as entities.
	m := slackMessage{Text: strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(p.Subject)}
	fits := true
	for _, b := range blocks {
		for _, piece := range slackPieces(b) {
			n := piece.letters()
			fits = fits && n <= slackBlock && (piece.Type != "header" || n <= slackHeader)
			m.Blocks = append(m.Blocks, piece)
		}
	}
	return encoded(m), fits && utf8.RuneCount(encoded(m.Blocks)) <= slackAll && len(m.Blocks) <= slackBlocks
}

// slackPieces returns a block as Slack's: the title as a header, all else as one rich_text.
func slackPieces(b block) []slackPiece {
	var pieces []slackPiece
	rich := slackPiece{Type: "rich_text"}
	for _, l := range b {
		last := len(rich.Elements) - 1
		switch kind := slackElement(l.role); {
		case l.role == asTitle:
			pieces = append(pieces, slackPiece{Type: "header", Text: slackPlain{"plain_text", l.mark() + l.text, false}})
		case kind == "rich_text_list" && last >= 0 && rich.Elements[last].Type == kind:
			rich.Elements[last].Elements = append(rich.Elements[last].Elements, slackPiece{Type: "rich_text_section", Elements: slackLine(l)})
		case kind == "rich_text_list":
			rich.Elements = append(rich.Elements, slackPiece{Type: kind, Style: "bullet", Elements: []slackPiece{{Type: "rich_text_section", Elements: slackLine(l)}}})
		case kind == "rich_text_section" && last >= 0 && rich.Elements[last].Type == kind:
			rich.Elements[last].Elements = append(append(rich.Elements[last].Elements, slackPiece{Type: "text", Text: "\n"}), slackLine(l)...)
		default:
			rich.Elements = append(rich.Elements, slackPiece{Type: kind, Elements: slackLine(l)})
		}
	}
	if len(rich.Elements) > 0 {
		pieces = append(pieces, rich)
	}
	return pieces
}

func slackElement(r role) string {
	switch r {
	case asQuote:
		return "rich_text_quote"
	case asPoint:
		return "rich_text_list"
	}
	return "rich_text_section"
}

func slackLine(l line) []slackPiece {
	var style any
	if l.strong() {
		style = slackBold{true}
	}
	var run []slackPiece
	for _, piece := range []slackPiece{{Type: "text", Text: l.mark() + l.before}, {Type: "link", Text: l.text, URL: l.url}, {Type: "text", Text: l.after}} {
		if piece.Type == "link" && piece.URL == "" {
			piece.Type = "text"
		}
		if piece.Style = style; piece.Text != "" {
			run = append(run, piece)
		}
	}
	return run
}

// letters returns how many letters a piece shows.
func (s slackPiece) letters() int {
	n := 0
	switch t := s.Text.(type) {
	case string:
		n = utf8.RuneCountInString(t)
	case slackPlain:
		n = utf8.RuneCountInString(t.Text)
	}
	for _, e := range s.Elements {
		n += e.letters()
	}
	return n
}

func (s *slack) post(_ string, body []byte) request { return jsonPost(s.url.Reveal(), body) }

// probe posts an object without a message, which a webhook that is there refuses as bad (400: no_text).
func (s *slack) probe() (request, func(answer) bool) {
	return jsonPost(s.url.Reveal(), []byte("{}")), func(a answer) bool { return a.code == http.StatusBadRequest }
}

// ended knows the errors of an incoming webhook whose channel, app or team is gone.
func (s *slack) ended(a answer) bool {
	switch strings.TrimSpace(string(a.body)) {
	case "channel_is_archived", "channel_not_found", "no_service", "no_service_id", "no_team", "team_disabled":
		return permanent(a.code)
	}
	return false
}
