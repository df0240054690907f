package notifytest

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"
)

// slackCall finds what calls somebody in a text with Slack's markup.
var slackCall = regexp.MustCompile(`<(!|@|#)`)

// slackBlocks are the blocks of a message and how many letters they have as they were sent.
type slackBlocks struct {
	pieces  []slackPiece
	letters int
}

// UnmarshalJSON reads a list of blocks.
func (b *slackBlocks) UnmarshalJSON(sent []byte) error {
	b.letters = utf8.RuneCount(sent)
	return json.Unmarshal(sent, &b.pieces)
}

type slackPiece struct {
	Type     string
	Text     json.RawMessage
	URL      string
	Elements []slackPiece
}

// slackRule holds to https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and the reference of
// Block Kit: at most 50 blocks, 150 letters in a header, 3000 in any other; in all the 15,561 letters of JSON that the longest message
// with many blocks had which is known to have been taken.
func slackRule(c *Chat, r *http.Request, body []byte) (Sent, Reply) {
	if !strings.HasSuffix(c.URL, r.URL.Path) {
		return refuse(404, "no_service")
	}
	var m struct {
		Text   string
		Blocks slackBlocks
	}
	switch err := json.Unmarshal(body, &m); {
	case r.Method != http.MethodPost:
		return refuse(405, "method_not_allowed")
	case !jsonTyped(r) || err != nil:
		return refuse(400, "invalid_payload")
	case m.Text == "" && len(m.Blocks.pieces) == 0:
		return refuse(400, "no_text")
	case len(m.Blocks.pieces) > 50 || utf8.RuneCountInString(m.Text) > 40000:
		return refuse(400, "invalid_blocks")
	}
	s := Sent{Body: body, Pings: slackCall.MatchString(m.Text), Length: m.Blocks.letters}
	for _, b := range m.Blocks.pieces {
		text, ok := slackText(b)
		n := utf8.RuneCountInString(text)
		if !ok || n == 0 || n > 3000 || b.Type == "header" && n > 150 {
			return refuse(400, "invalid_blocks")
		}
		s.Visible += text + "\n"
	}
	if s.Length > 15561 {
		return refuse(400, "msg_blocks_too_long")
	}
	return s, Reply{Status: 200, Body: "ok"}
}

// slackText returns what a block shows and whether it is one that Slack knows.
func slackText(b slackPiece) (string, bool) {
	var text string
	switch b.Type {
	case "header":
		var plain struct{ Type, Text string }
		err := json.Unmarshal(b.Text, &plain)
		return plain.Text, err == nil && plain.Type == "plain_text"
	case "text", "link":
		err := json.Unmarshal(b.Text, &text)
		return text, err == nil && text != "" && (b.Type == "text" || strings.HasPrefix(b.URL, "http"))
	case "rich_text", "rich_text_section", "rich_text_quote", "rich_text_list":
		for _, e := range b.Elements {
			t, ok := slackText(e)
			if !ok {
				return "", false
			}
			text += t
		}
		return text, len(b.Elements) > 0
	}
	return "", false
}

// discordRule holds to https://docs.discord.com/developers/resources/webhook (execute) and the limits of embeds.
func discordRule(c *Chat, r *http.Request, body []byte) (Sent, Reply) {
	if !strings.HasSuffix(c.URL, r.URL.Path) {
		return refuse(404, `{"message": "Unknown Webhook", "code": 10015}`)
	}
	if r.Method == http.MethodGet {
		return Sent{}, Reply{Status: 200, Body: `{"id": "123456789012345678", "type": 1}`}
	}
	var m struct {
		Content  string
		Embeds   []struct{ Description string }
		Mentions *struct{ Parse []string } `json:"allowed_mentions"`
	}
	err := json.Unmarshal(body, &m)
	if r.Method != http.MethodPost || !jsonTyped(r) || err != nil {
		return refuse(400, `{"message": "The request body contains invalid JSON.", "code": 50109}`)
	}
	if m.Content == "" && len(m.Embeds) == 0 {
		return refuse(400, `{"message": "Cannot send an empty message", "code": 50006}`)
	}
	s := Sent{Body: body, Visible: m.Content, Pings: strings.Contains(m.Content, "@everyone") && (m.Mentions == nil || len(m.Mentions.Parse) > 0)}
	fits := utf8.RuneCountInString(m.Content) <= 2000 && len(m.Embeds) <= 10
	for _, e := range m.Embeds {
		n := utf8.RuneCountInString(e.Description)
		fits = fits && n > 0 && n <= 4096
		s.Length += n
		s.Visible += e.Description + "\n"
	}
	if !fits || s.Length > 6000 {
		return refuse(400, `{"message": "Invalid Form Body", "code": 50035}`)
	}
	if r.URL.Query().Get("wait") != "true" {
		return s, Reply{Status: 204}
	}
	return s, Reply{Status: 200, Body: `{"id": "1234567890"}`}
}

type teamsPiece struct {
	Type, Text     string
	Items, Inlines []teamsPiece
	SelectAction   *struct{ Type, URL string }
}

// teamsRule holds to the schema of Adaptive Cards and to the 28 KB of a message to a webhook of Teams.
func teamsRule(c *Chat, r *http.Request, body []byte) (Sent, Reply) {
	switch {
	case !strings.HasSuffix(c.URL, r.URL.RequestURI()):
		return refuse(401, `{"error": {"code": "DirectApiInvalidAuthorizationScheme"}}`)
	case r.Method != http.MethodPost:
		return refuse(404, `{"error": {"code": "TriggerRequestMethodNotValid"}}`)
	case len(body) > 28<<10:
		return refuse(413, `{"error": {"code": "RequestEntityTooLarge"}}`)
	}
	var m struct {
		Type        string
		Attachments []struct {
			ContentType string
			Content     struct {
				Type, Version string
				RTL           bool
				Body          []teamsPiece
			}
		}
	}
	if err := json.Unmarshal(body, &m); err != nil || !jsonTyped(r) || m.Type != "message" || len(m.Attachments) != 1 {
		return refuse(400, `{"error": {"code": "InvalidRequestContent"}}`)
	}
	card := m.Attachments[0]
	if card.ContentType != "application/vnd.microsoft.card.adaptive" || card.Content.Type != "AdaptiveCard" || card.Content.Version == "" || len(card.Content.Body) == 0 {
		return refuse(400, `{"error": {"code": "InvalidBotAdaptiveCard"}}`)
	}
	s := Sent{Body: body, Length: len(body)}
	for _, p := range card.Content.Body {
		text, ok := teamsText(p)
		if !ok {
			return refuse(400, `{"error": {"code": "InvalidBotAdaptiveCard"}}`)
		}
		s.Visible += text
	}
	return s, Reply{Status: 202}
}

// teamsText returns what an element of a card shows and whether it is whole.
func teamsText(p teamsPiece) (string, bool) {
	children, end := p.Items, ""
	switch p.Type {
	case "TextRun":
		return p.Text, p.Text != "" && (p.SelectAction == nil || p.SelectAction.Type == "Action.OpenUrl" && strings.HasPrefix(p.SelectAction.URL, "http"))
	case "RichTextBlock":
		children, end = p.Inlines, "\n"
	case "Container":
	default:
		return "", false
	}
	text := ""
	for _, c := range children {
		t, ok := teamsText(c)
		if !ok {
			return "", false
		}
		text += t
	}
	return text + end, len(children) > 0
}
