package notify

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// What one message of a Discord webhook may hold (https://docs.discord.com/developers/resources/message, embed limits).
const (
	discordEmbeds = 10
	discordEmbed  = 4096 // letters of one description
	discordAll    = 6000 // letters of all embeds
)

// discord executes a webhook: each block is an embed.
type discord struct{ url Secret }

type (
	discordMessage struct {
		Embeds   []discordPiece  `json:"embeds"`
		Mentions discordMentions `json:"allowed_mentions"`
	}
	discordPiece struct {
		Description string `json:"description"`
	}
	discordMentions struct {
		Parse []string `json:"parse"` // empty: nobody is called
	}
)

func newDiscord(f *faults, o Options) service {
	f.webAddress("url", o.URL)
	return &discord{o.URL}
}

// discordMarkup escapes as CommonMark does: Discord drops a backslash before any sign.
func discordMarkup() markup {
	return markup{escape: escaped, address: func(u string) string { return "<" + strings.NewReplacer("<", "%3C", ">", "%3E").Replace(u) + ">" }}
}

func (d *discord) message(_ page, blocks []block) ([]byte, bool) {
	m := discordMessage{Mentions: discordMentions{Parse: []string{}}}
	all, fits := 0, len(blocks) <= discordEmbeds
	for _, b := range blocks {
		text := discordMarkup().block(b)
		n := units(text)
		all += n
		fits = fits && n <= discordEmbed
		m.Embeds = append(m.Embeds, discordPiece{text})
	}
	return encoded(m), fits && all <= discordAll
}

// post asks for an answer after the message is stored, not before.
func (d *discord) post(_ string, body []byte) request {
	address := d.url.Reveal()
	if u, err := url.Parse(address); err == nil {
		q := u.Query() // thread_id may stand there
		q.Set("wait", "true")
		u.RawQuery = q.Encode()
		address = u.String()
	}
	return jsonPost(address, body)
}

// probe asks for the webhook itself, which its token allows.
func (d *discord) probe() (request, func(answer) bool) {
	return request{method: http.MethodGet, url: d.url.Reveal()}, func(a answer) bool { return a.code == http.StatusOK }
}

// unknownWebhook is Discord's code for a webhook that was deleted.
const unknownWebhook = 10015

func (d *discord) ended(a answer) bool {
	var said struct{ Code int }
	return json.Unmarshal(a.body, &said) == nil && a.code == http.StatusNotFound && said.Code == unknownWebhook
}
