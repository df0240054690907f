package notifytest

import (
	"fmt"
	"io"
	"net/http"
	"slices"
)

// A Chat is the API of one chat service, as far as one who sends to it meets it: it takes and refuses what the
// service's documentation says it takes and refuses. Its methods are safe for concurrent use.
type Chat struct {
	receiver[Sent] // URL is for telegram and matrix that of the server

	Token string // that lets in, "" where the address does
	Room  string // to send to, "" where the address says it

	rule rule
}

// A Sent is one message that a Chat took.
type Sent struct {
	ID      string // by which the service knows it again, "" if it has no such thing
	Body    []byte // as it was sent; of ntfy the title, a new line and the text
	Pings   bool   // somebody is called by it
	Length  int    // in the measure of the service's main limit
	Visible string // what a reader sees
}

// A rule is what one service makes of a request: the message or, where it sends none, the answer to it.
type rule func(c *Chat, r *http.Request, body []byte) (Sent, Reply)

// The secrets and names that Chats are made with.
const (
	chatToken = "chat-token-0123456789abcdef"
	botToken  = "123456789:AAbot-token-0123456789abcdefghij"
	chatRoom  = "!room:example.org"
	botRoom   = "@rasid_news"
)

// choose makes c the service of a kind, its URL what comes after the port, and reports whether there is one.
func (c *Chat) choose(kind string) bool {
	switch kind {
	case "slack":
		c.URL, c.rule = "/services/T00000000/B00000000/"+chatToken, slackRule
	case "discord":
		c.URL, c.rule = "/api/webhooks/123456789012345678/"+chatToken, discordRule
	case "telegram":
		c.Token, c.Room, c.rule = botToken, botRoom, telegramRule
	case "teams":
		c.URL, c.rule = "/workflows/0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sig="+chatToken, teamsRule
	case "mattermost":
		c.URL, c.rule = "/hooks/"+chatToken, mattermostRule
	case "ntfy":
		c.URL, c.Token, c.rule = "/rasid-news", "tk_"+chatToken, ntfyRule
	case "matrix":
		c.Token, c.Room, c.rule = "syt_"+chatToken, chatRoom, matrixRule
	}
	return c.rule != nil
}

// NewChat starts the service of a kind ("slack", "discord", "telegram", "teams", "mattermost", "ntfy", "matrix") on a
// free port. It is to be closed.
func NewChat(kind string) (*Chat, error) {
	c := &Chat{}
	if !c.choose(kind) {
		return nil, fmt.Errorf("start %s: no such service", kind)
	}
	if err := c.start(c.serve); err != nil {
		return nil, fmt.Errorf("start %s: %w", kind, err)
	}
	return c, nil
}

// Sent returns what was taken, oldest first.
func (c *Chat) Sent() []Sent { return c.all() }

func (c *Chat) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return // half a request is none
	}
	message, reply := c.rule(c, r, body)
	if message.Body != nil {
		reply = c.take(message, reply)
	}
	answer(w, r, reply)
}

// take keeps a message unless it is known or the script says otherwise, and returns the reply to it.
func (c *Chat) take(s Sent, reply Reply) Reply {
	c.mu.Lock()
	defer c.mu.Unlock()
	if scripted, ok := c.next(); ok {
		return scripted
	}
	if s.ID == "" || !slices.ContainsFunc(c.kept, func(o Sent) bool { return o.ID == s.ID }) {
		c.kept = append(c.kept, s)
	}
	return reply
}

// refuse returns the reply of a service to what it does not take.
func refuse(status int, format string, args ...any) (Sent, Reply) {
	return Sent{}, Reply{Status: status, Body: fmt.Sprintf(format, args...)}
}

// jsonTyped reports whether a request says that it holds JSON.
func jsonTyped(r *http.Request) bool {
	t := r.Header.Get("Content-Type")
	return t == "application/json" || t == "application/json; charset=utf-8"
}
