package notifytest

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// called finds a name that Telegram and Mattermost call.
var called = regexp.MustCompile(`(^|[^\pL\pN_])@[A-Za-z]`)

// telegramRule holds to https://core.telegram.org/bots/api: sendMessage with HTML, 4096 UTF-16 units after it is
// parsed, at most 100 entities; getChat.
func telegramRule(c *Chat, r *http.Request, body []byte) (Sent, Reply) {
	method, known := strings.CutPrefix(r.URL.Path, "/bot"+c.Token+"/")
	var m struct {
		Chat    string `json:"chat_id"`
		Text    string
		Mode    string `json:"parse_mode"`
		Preview *struct {
			Disabled bool `json:"is_disabled"`
		} `json:"link_preview_options"`
	}
	wrong := func(code int, text string) (Sent, Reply) {
		return refuse(code, `{"ok":false,"error_code":%d,"description":%q}`, code, text)
	}
	err := json.Unmarshal(body, &m)
	switch {
	case !known:
		return wrong(401, "Unauthorized")
	case r.Method != http.MethodPost || !jsonTyped(r) || err != nil:
		return wrong(400, "Bad Request: can't parse JSON")
	case m.Chat != c.Room:
		return wrong(400, "Bad Request: chat not found")
	case method == "getChat":
		return Sent{}, Reply{Status: 200, Body: `{"ok":true,"result":{"id":-1001,"type":"channel"}}`}
	case method != "sendMessage":
		return wrong(404, "Not Found")
	}
	text, entities, ok := parsed(m.Text, "b", "strong", "i", "em", "u", "s", "a", "code", "pre", "blockquote")
	units := len(utf16.Encode([]rune(text)))
	switch {
	case m.Mode != "HTML" || !ok:
		return wrong(400, "Bad Request: can't parse entities")
	case strings.TrimSpace(text) == "":
		return wrong(400, "Bad Request: message text is empty")
	case units > 4096:
		return wrong(400, "Bad Request: message is too long")
	case entities > 100:
		return wrong(400, "entities are dropped")
	}
	return Sent{Body: body, Length: units, Visible: text, Pings: called.MatchString(text)},
		Reply{Status: 200, Body: `{"ok":true,"result":{"message_id":7}}`}
}

// parsed returns the text of HTML, how many elements it has, and whether all are known and closed in order.
func parsed(source string, tags ...string) (text string, elements int, ok bool) {
	z := html.NewTokenizer(strings.NewReader(source))
	var open []string
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return text, elements, len(open) == 0
		case html.TextToken:
			if strings.ContainsAny(string(z.Raw()), "<>") {
				return "", 0, false
			}
			text += html.UnescapeString(string(z.Raw()))
		case html.StartTagToken:
			name, _ := z.TagName()
			if !slices.Contains(tags, string(name)) {
				return "", 0, false
			}
			open, elements = append(open, string(name)), elements+1
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				return "", 0, false
			}
			open = open[:len(open)-1]
			if slices.Contains([]string{"p", "li", "h3"}, string(name)) {
				text += "\n"
			}
		default:
			return "", 0, false
		}
	}
}

// mattermostRule holds to https://developers.mattermost.com/integrate/webhooks/incoming: 16,383 letters.
func mattermostRule(c *Chat, r *http.Request, body []byte) (Sent, Reply) {
	if r.Method == http.MethodGet && r.URL.Path == "/api/v4/system/ping" {
		return Sent{}, Reply{Status: 200, Body: `{"status":"OK"}`}
	}
	var m struct{ Text string }
	err := json.Unmarshal(body, &m)
	n := utf8.RuneCountInString(m.Text)
	switch {
	case !strings.HasSuffix(c.URL, r.URL.Path):
		return refuse(404, `{"id":"web.incoming_webhook.invalid.app_error"}`)
	case r.Method != http.MethodPost || !jsonTyped(r) || err != nil:
		return refuse(400, `{"id":"api.webhook.incoming.error"}`)
	case m.Text == "":
		return refuse(400, `{"id":"web.incoming_webhook.text.app_error"}`)
	case n > 16383:
		return refuse(400, `{"id":"web.incoming_webhook.text.length.app_error"}`)
	}
	return Sent{Body: body, Length: n, Visible: m.Text, Pings: called.MatchString(m.Text)}, Reply{Status: 200, Body: "ok"}
}

var sequence = regexp.MustCompile(`^[-_A-Za-z0-9]{1,64}$`)

// ntfyRule holds to https://docs.ntfy.sh/publish: 4096 bytes, a title in RFC 2047, one notification for a sequence.
func ntfyRule(c *Chat, r *http.Request, body []byte) (Sent, Reply) {
	if r.Header.Get("Authorization") != "Bearer "+c.Token {
		return refuse(401, `{"code":40101,"http":401,"error":"unauthorized"}`)
	}
	if r.Method == http.MethodGet && r.URL.Path == "/v1/health" {
		return Sent{}, Reply{Status: 200, Body: `{"healthy":true}`}
	}
	title, err := new(mime.WordDecoder).DecodeHeader(r.Header.Get("X-Title"))
	id := r.Header.Get("X-Sequence-ID")
	switch {
	case r.Method != http.MethodPost || !strings.HasSuffix(c.URL, r.URL.Path):
		return refuse(404, `{"code":40401,"http":404,"error":"page not found"}`)
	case err != nil || !utf8.Valid(body) || len(body) == 0:
		return refuse(400, `{"code":40020,"http":400,"error":"invalid request"}`)
	case id != "" && !sequence.MatchString(id):
		return refuse(400, `{"code":40049,"http":400,"error":"invalid request: sequence ID invalid"}`)
	case len(body) > 4096:
		return refuse(413, `{"code":41301,"http":413,"error":"attachment too large"}`)
	}
	return Sent{ID: id, Body: []byte(title + "\n" + string(body)), Length: len(body), Visible: title + "\n" + string(body)},
		Reply{Status: 200, Body: `{"id":"sPs71M8A2T","event":"message"}`}
}

// matrixRule holds to https://spec.matrix.org/v1.16/client-server-api: PUT with a transaction, 65,536 bytes of event.
func matrixRule(c *Chat, r *http.Request, body []byte) (Sent, Reply) {
	if r.Header.Get("Authorization") != "Bearer "+c.Token {
		return refuse(401, `{"errcode":"M_UNKNOWN_TOKEN"}`)
	}
	if r.Method == http.MethodGet && r.URL.Path == "/_matrix/client/v3/joined_rooms" {
		return Sent{}, Reply{Status: 200, Body: fmt.Sprintf(`{"joined_rooms":["!other:example.org",%q]}`, c.Room)}
	}
	id, known := strings.CutPrefix(r.URL.EscapedPath(), "/_matrix/client/v3/rooms/"+url.PathEscape(c.Room)+"/send/m.room.message/")
	var m struct {
		Type, Body, Format string
		Msgtype            string
		Formatted          string                      `json:"formatted_body"`
		Mentions           *map[string]json.RawMessage `json:"m.mentions"`
	}
	err := json.Unmarshal(body, &m)
	_, _, ok := parsed(m.Formatted, "h3", "p", "b", "a", "blockquote", "ul", "li")
	event := len(body) + len(c.Room) + 3<<10 // room, sender, ten earlier events, hashes and signatures
	switch {
	case !known:
		return refuse(403, `{"errcode":"M_FORBIDDEN"}`)
	case r.Method != http.MethodPut || err != nil || id == "" || strings.Contains(id, "/"):
		return refuse(400, `{"errcode":"M_BAD_JSON"}`)
	case m.Msgtype != "m.text" || m.Body == "" || m.Format != "org.matrix.custom.html" || !ok:
		return refuse(400, `{"errcode":"M_BAD_JSON"}`)
	case event > 65536:
		return refuse(413, `{"errcode":"M_TOO_LARGE"}`)
	}
	return Sent{ID: id, Body: body, Length: len(body), Visible: m.Body, Pings: m.Mentions == nil},
		Reply{Status: 200, Body: `{"event_id":"$event"}`}
}
