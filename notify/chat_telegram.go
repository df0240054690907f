package notify

import (
	"cmp"
	"net/http"
	"regexp"
	"strings"
)

// What one message of a Telegram bot may hold (https://core.telegram.org/bots/api#sendmessage and #formatting-options).
const (
	telegramUnits    = 4096 // UTF-16 code units, markup left out
	telegramEntities = 100  // pieces of markup; more are dropped
)

// DefaultTelegram is the address of Telegram's own Bot API server.
const DefaultTelegram = "https://api.telegram.org"

var (
	telegramToken = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]{20,}$`)
	telegramChat  = regexp.MustCompile(`^(@[A-Za-z][A-Za-z0-9_]{3,}|-?[0-9]+)$`)
)

// telegram sends as a bot, in Telegram's HTML.
type telegram struct {
	base string // of the bot's methods, token included
	room string
}

type telegramMessage struct {
	Chat    string          `json:"chat_id"`
	Text    string          `json:"text"`
	Mode    string          `json:"parse_mode"`
	Preview telegramPreview `json:"link_preview_options"`
}

type telegramPreview struct {
	Disabled bool `json:"is_disabled"`
}

func newTelegram(f *faults, o Options) service {
	if !telegramToken.MatchString(o.Token.Reveal()) {
		f.add("token", "is not the token of a bot", `name a credential, a file or an environment variable that holds what BotFather gave: digits, ":" and letters`)
	}
	if !telegramChat.MatchString(o.Room) {
		f.add("room", "is not a chat", `write "@name" of a public channel or the number of the chat, such as "-1001234567890"`)
	}
	server := cmp.Or(o.URL, DefaultTelegram)
	f.webAddress("url", server)
	return &telegram{strings.TrimSuffix(server.Reveal(), "/") + "/bot" + o.Token.Reveal(), o.Room}
}

func (t *telegram) message(_ page, blocks []block) ([]byte, bool) {
	var text, seen strings.Builder
	entities := 0
	for i, b := range blocks {
		if i > 0 {
			text.WriteString("\n\n")
			seen.WriteString("\n\n")
		}
		for j, l := range b {
			l = l.uncalled()
			if j > 0 {
				text.WriteString("\n")
				seen.WriteString("\n")
			}
			s, n := telegramLine(l)
			entities += n
			text.WriteString(s)
			seen.WriteString(l.visible())
		}
	}
	m := telegramMessage{Chat: t.room, Text: text.String(), Mode: "HTML", Preview: telegramPreview{true}}
	return encoded(m), units(seen.String()) <= telegramUnits && entities <= telegramEntities
}

// telegramLine returns a line and how many pieces of markup it has.
func telegramLine(l line) (string, int) {
	n := 0
	for _, has := range []bool{l.strong(), l.url != "", l.role == asQuote} {
		if has {
			n++
		}
	}
	switch s := l.mark() + l.inline(); l.role {
	case asQuote:
		return "<blockquote>" + s + "</blockquote>", n
	case asPoint:
		return l.mark() + bullet + l.inline(), n
	default:
		return s, n
	}
}

func (t *telegram) post(_ string, body []byte) request { return jsonPost(t.base+"/sendMessage", body) }

// probe asks what the bot knows of the chat.
func (t *telegram) probe() (request, func(answer) bool) {
	body := encoded(map[string]string{"chat_id": t.room})
	return jsonPost(t.base+"/getChat", body), func(a answer) bool { return a.code == http.StatusOK }
}

func (t *telegram) ended(answer) bool { return false }
