package notify

// teamsBytes is what one message to the webhook of a workflow may weigh. Teams says about 28 KB, with all that it wraps around a card
// (https://learn.microsoft.com/connectors/teams, known issues); from 21,000 bytes on refusals were seen (413).
const teamsBytes = 20 << 10

// teams posts an Adaptive Card to the webhook of a workflow. Texts go into runs of RichTextBlock, which know no markup.
type teams struct{ url Secret }

type (
	teamsMessage struct {
		Type        string            `json:"type"`
		Summary     string            `json:"summary"`
		Attachments []teamsAttachment `json:"attachments"`
	}
	teamsAttachment struct {
		ContentType string    `json:"contentType"`
		Content     teamsCard `json:"content"`
	}
	teamsCard struct {
		Schema  string           `json:"$schema"`
		Type    string           `json:"type"`
		Version string           `json:"version"`
		Lang    string           `json:"lang"`
		RTL     bool             `json:"rtl"`
		Teams   teamsWidth       `json:"msteams"`
		Body    []teamsContainer `json:"body"`
	}
	teamsWidth struct {
		Width string `json:"width"`
	}
	teamsContainer struct {
		Type      string      `json:"type"`
		Separator bool        `json:"separator,omitempty"`
		Items     []teamsLine `json:"items"`
	}
	teamsLine struct {
		Type    string     `json:"type"`
		Spacing string     `json:"spacing,omitempty"`
		Inlines []teamsRun `json:"inlines"`
	}
	teamsRun struct {
		Type   string     `json:"type"`
		Text   string     `json:"text"`
		Size   string     `json:"size,omitempty"`
		Weight string     `json:"weight,omitempty"`
		Subtle bool       `json:"isSubtle,omitempty"`
		Color  string     `json:"color,omitempty"`
		Action *teamsOpen `json:"selectAction,omitempty"`
	}
	teamsOpen struct {
		Type string `json:"type"`
		URL  string `json:"url"`
	}
)

func newTeams(f *faults, o Options) service {
	f.webAddress("url", o.URL)
	return &teams{o.URL}
}

func (t *teams) message(p page, blocks []block) ([]byte, bool) {
	card := teamsCard{Schema: "http://adaptivecards.io/schemas/adaptive-card.json", Type: "AdaptiveCard", Version: "1.5",
		Lang: p.lang, RTL: p.dir == "rtl", Teams: teamsWidth{"Full"}}
	for i, b := range blocks {
		c := teamsContainer{Type: "Container", Separator: i > 0}
		for _, l := range b {
			c.Items = append(c.Items, teamsLineOf(l))
		}
		card.Body = append(card.Body, c)
	}
	body := encoded(teamsMessage{"message", p.Subject, []teamsAttachment{{"application/vnd.microsoft.card.adaptive", card}}})
	return body, len(body) <= teamsBytes
}

func teamsLineOf(l line) teamsLine {
	if l.role == asPoint {
		l.before = bullet + l.before
	}
	look := teamsRun{Type: "TextRun", Subtle: l.role == asDetail || l.role == asAside}
	if l.strong() {
		look.Weight = "Bolder"
	}
	if l.role == asTitle {
		look.Size = "Large"
	}
	t := teamsLine{Type: "RichTextBlock", Spacing: "Small"}
	for i, text := range []string{l.mark() + l.before, l.text, l.after} {
		if text == "" {
			continue
		}
		run := look
		if run.Text = text; i == 1 && l.url != "" {
			run.Color, run.Action = "Accent", &teamsOpen{"Action.OpenUrl", l.url}
		}
		t.Inlines = append(t.Inlines, run)
	}
	return t
}

func (t *teams) post(_ string, body []byte) request { return jsonPost(t.url.Reveal(), body) }

// probe asks for the head of the address: a workflow runs for a post only.
func (t *teams) probe() (request, func(answer) bool) {
	return request{method: "HEAD", url: t.url.Reveal()}, answersPost
}

func (t *teams) ended(answer) bool { return false }
